"""Defaults used: every key that a scenario left to a row, with value, range, source and kind of
evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.data.catalogue import Row, Spread, sources
from dawndusk.records.run import Run
from dawndusk.results.numbers import TIMES, quantity


@dataclass(frozen=True)
class Default:
    """A key that the scenario left to a row."""

    key: str
    value: str
    spread: str
    row: str
    source: str
    kind: str

    @property
    def is_estimate(self) -> bool:
        """Whether nobody published it."""
        return self.kind == "estimate"

    @property
    def mark(self) -> str:
        """The kind of evidence, with a sign before an estimate."""
        return f"◆ {self.kind}" if self.is_estimate else self.kind


def defaults(run: Run) -> tuple[Default, ...]:
    """Every key that holds a row's value, in the order in which the scenario was filled."""
    return tuple(
        _default(run, key, origin.row)
        for key, origin in run.loaded.origins.items()
        if origin.row and holds(run, key)
    )


def holds(run: Run, key: str) -> bool:
    """Whether the resolved scenario has the key: `ground.0.pue` reaches into a list."""
    return _resolved(run, key) is not None


def _resolved(run: Run, key: str) -> object:
    found: object = run.loaded.resolved
    for word in key.split("."):
        if isinstance(found, dict):
            found = found.get(word)
        elif isinstance(found, list) and word.isdigit() and int(word) < len(found):
            found = found[int(word)]
        else:
            return None
    return found


def _default(run: Run, key: str, id: str) -> Default:
    row = run.loaded.row(id)
    assert row is not None  # the reader took the value from it
    source = sources().get(row.source, {})
    title = ", ".join(
        str(part) for part in (source.get("title", row.source), source.get("year")) if part
    )
    spread = "" if row.spread is None else between(row.spread, row)
    return Default(
        key,
        quantity(row.value, row.unit),
        spread,
        id,
        ", ".join(filter(None, [title, row.where])),
        row.kind,
    )


def between(spread: Spread, row: Row) -> str:
    """The range in the row's unit, the unit once."""
    low, high = quantity(spread.low, row.unit), quantity(spread.high, row.unit)
    return f"{low.partition(' ')[0]} to {high}" if TIMES not in low else f"{low} to {high}"
