"""Reproduction: a published analysis from its own inputs by its own equations, beside what it
printed.

An analysis is a file `analyses/<name>.toml` with what it says, and a module of the same name with
`Inputs` and `Results` (records), `results` (its equations) and, where it prices both sides,
`terms`. One whose inputs were never published has a file alone, which says so.

Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
import importlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dawndusk.core import units
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.core.record import leaves
from dawndusk.records.terms import Terms
from dawndusk.scenario.values import read

FOLDER = "dawndusk.analyses"


@dataclass(frozen=True)
class Figure:
    """A number that was printed, beside the one that its inputs give; both in SI."""

    case: str
    key: str
    field: str  # its name with the unit
    word: str  # the unit that it was printed in
    published: float
    computed: float
    tolerance_frac: float

    @property
    def apart_frac(self) -> float:
        """How far the computed one is off, relative."""
        return self.computed / self.published - 1.0

    @property
    def holds(self) -> bool:
        """Whether it is within the tolerance."""
        return abs(self.apart_frac) <= self.tolerance_frac


@dataclass(frozen=True, kw_only=True)
class Reproduction:
    """A published analysis: what it counts, its figures, what is wrong with them, and its answer in
    terms that all have.
    """

    name: str
    title: str
    source: str
    counts: str
    ratio: float | None  # orbit over ground, as published
    unpublished: str = ""  # why nothing can be reproduced; empty where it can
    says: tuple[str, ...] = ()  # what it printed, where nothing can be reproduced
    # inputs that were not published and are chosen so that its figures come out
    ours: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    findings: tuple[str, ...] = ()
    terms: Terms | None = None

    @property
    def holds(self) -> bool:
        """Whether every figure is within its tolerance; an analysis whose inputs were not published
        holds.
        """
        return all(figure.holds for figure in self.figures)


def names() -> list[str]:
    """Every analysis by name."""
    return sorted(
        file.name.removesuffix(".toml")
        for file in resources.files(FOLDER).iterdir()
        if file.name.endswith(".toml")
    )


@cache
def reproduce(name: str) -> Reproduction:
    """Read and work out one analysis. Raises BadInput where there is none of that name."""
    said = _said(name)
    told: dict[str, Any] = {key: said[key] for key in ("title", "source", "counts")} | {
        "name": name
    }
    if "inputs" not in said:
        return Reproduction(
            **told,
            unpublished=said["unpublished"],
            ratio=said.get("ratio"),
            says=tuple(said["says"]),
        )
    module = importlib.import_module(f"{FOLDER}.{name.replace('-', '_')}")
    inputs = {
        case["name"]: read(module.Inputs, said["inputs"] | case.get("inputs", {}))
        for case in said["case"]
    }
    results = {case: module.results(its) for case, its in inputs.items()}
    figures = tuple(
        figure
        for case in said["case"]
        for figure in _figures(
            case, results[case["name"]], case.get("tolerance", said["tolerance"])
        )
    )
    first = said["case"][0]
    return Reproduction(
        **told,
        ratio=first["published"].get("ratio"),
        ours=tuple(said.get("ours", ())),
        figures=figures,
        findings=tuple(_told(one["text"], results[one["case"]]) for one in said.get("finding", ())),
        terms=module.terms(inputs[first["name"]]) if hasattr(module, "terms") else None,
    )


def _said(name: str) -> dict[str, Any]:
    """The file of an analysis."""
    if name not in names():
        raise BadInput(
            Problem(f"no analysis {name!r}", where="reproduce", nearest=nearest(name, names()))
        )
    return tomllib.loads((resources.files(FOLDER) / f"{name}.toml").read_text("utf-8"))


def _figures(case: dict[str, Any], results: Any, tolerance_frac: float) -> list[Figure]:
    fields = {units.key_of(field.name): field.name for field in dataclasses.fields(results)}
    found = []
    for key, written in case["published"].items():
        field = fields[key]
        word = written.partition(" ")[2] if isinstance(written, str) else ""
        published = units.parse(written, units.unit_of(field)) if word else float(written)
        found.append(
            Figure(
                case["name"],
                key,
                field,
                word,
                published,
                float(getattr(results, field)),
                tolerance_frac,
            )
        )
    return found


def _told(text: str, results: Any) -> str:
    """The text with results in their places: `{key}` in a friendly unit, `{key:GUSD}` in that
    one.
    """
    held = {key: (field, value) for key, field, value in leaves(results)}

    def place(match: re.Match[str]) -> str:
        field, value = held[match[1]]
        return written(value, units.unit_of(field), match[2])

    return re.sub(r"{(\w+)(?::([^}]+))?}", place, text)


def written(value: float, unit: str, word: str | None = None) -> str:
    """A value in SI with four digits, in the unit `word`."""
    if not word or word == "degC":
        return units.show(value, unit, 4)
    return f"{float(f'{value / units.unit(word)[0]:.4g}'):,.15g} {word}"
