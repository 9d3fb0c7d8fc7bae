"""The records that the validation tests leave in docs/validation: what was held against what, and
how far off it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dawndusk.results.numbers import number as printed
from handbook.markdown import capital, code, facts, link, raw, table
from handbook.modules import Model, models

FOLDER = Path(__file__).parents[2] / "docs" / "validation"
TAGS = {
    "physics": (
        "an independent program, a published table, or the same physics computed in another way"
    ),
    "prediction": "a figure that somebody else computed, and that nothing here was fitted to",
    "calibration": (
        "a figure that a number here was fitted to: it shows that the fit holds, no more"
    ),
    "reproduction": (
        "a published figure, repeated from its own inputs: it shows that the same sums are done,"
        " not that they are right"
    ),
}
VALIDATES = ("physics", "prediction")


@dataclass(frozen=True)
class Check:
    """One record."""

    name: str
    what: str
    against: str
    tag: str
    models: tuple[str, ...]
    must_be: dict[str, float]
    measured: dict[str, float]

    def errors(self) -> Iterator[tuple[str, str, float, float]]:
        """Each thing measured, its unit, the error, and the most that it may be."""
        for key, most in self.must_be.items():
            what, _, unit = key.rpartition(", ") if ", " in key else (key, "", "")
            yield what, unit, self.measured[key], most

    @property
    def badge(self) -> str:
        """The tag, coloured by whether it validates."""
        return badge(self.tag)

    @property
    def closest(self) -> tuple[str, str, float, float]:
        """The error that is largest beside its limit."""
        return max(self.errors(), key=lambda error: error[2] / error[3])

    def figure(self, here: str) -> list[str]:
        """The drawing, for a page."""
        drawn = link(
            raw(f"{self.what}, against {self.against}"), f"validation/{self.name}.svg", here
        )
        return ["", f"!{drawn}{{ .figure }}", ""]

    def table(self) -> list[str]:
        """Every error with its limit."""
        rows = [
            (raw(what), number(error), number(most), raw(unit))
            for what, unit, error, most in self.errors()
        ]
        return table(["Error of", "Measured", "At most", "Unit"], rows, right=(1, 2))

    def section(self, here: str, level: str, anchor: str) -> list[str]:
        """The whole check, under a heading with that anchor."""
        head = [
            f"{level} {raw(capital(self.what))} {{ #{anchor} }}",
            "",
            f"{self.badge} Against {raw(self.against)}.",
        ]
        return ["", *head, *self.figure(here), *self.table()]


def badge(tag: str, count: int = 0) -> str:
    """A tag as it looks on every page, with how many there are."""
    return (
        '<span class="tag'
        f' {"validates" if tag in VALIDATES else "repeats"}">'
        f"{f'{count} ' if count else ''}{tag}</span>"
    )


@cache
def checks() -> tuple[Check, ...]:
    """All records, physics first."""
    found = [Check(**json.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.json"))]
    return tuple(sorted(found, key=lambda check: list(TAGS).index(check.tag)))


def checks_of(model: Model) -> list[Check]:
    """The records that name a model."""
    return [check for check in checks() if model.module.__name__ in check.models]


def number(value: float) -> str:
    """An error as printed: three digits, without ending zeros."""
    return raw(printed(value, 3, trim=True))


def overview(here: str) -> list[str]:
    """One line a record: its largest error beside its limit."""
    rows = []
    for check in checks():
        what, unit, error, most = check.closest
        of = [
            (
                link(code(models()[name].name), models()[name].page, here)
                if name in models()
                else code(name)
            )
            for name in check.models
        ]
        said = f"{number(error)} of {number(most)} {raw(unit)}<br><small>{raw(what)}</small>"
        against = (
            f"[{raw(capital(check.what))}](#{check.name})<br><small>Against"
            f" {raw(check.against)}</small>"
        )
        rows.append((against, check.badge, said, ", ".join(of)))
    return table(["What, against what", "Tag", "Largest error, and its limit", "Models"], rows)


def all_sections(here: str) -> list[str]:
    """Every record with its drawing and its errors."""
    return [line for check in checks() for line in check.section(here, "##", check.name)]


def tags() -> list[str]:
    """What each tag means, and whether it validates."""
    count = {tag: sum(check.tag == tag for check in checks()) for tag in TAGS}
    return facts(
        (
            badge(tag),
            [
                f"{capital(meaning)}."
                f" {'It validates' if tag in VALIDATES else 'It does not validate'}. {count[tag]}"
                " here."
            ],
        )
        for tag, meaning in TAGS.items()
    )
