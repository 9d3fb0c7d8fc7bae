"""Defaults used: every key that a scenario left to a row, with value, range, source and kind of
evidence.
"""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.data.catalogue import Row, Spread, sources
from dawndusk.results.numbers import TIMES, quantity
from dawndusk.results.saved import SavedRun


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


def defaults(run: SavedRun) -> tuple[Default, ...]:
    """Every key that holds a row's value, in the order of the inputs."""
    year = run.scenario.money.base_year
    return tuple(_default(key, row.in_year(year)) for key, row in run.defaults.items())


def _default(key: str, row: Row) -> Default:
    source = sources().get(row.source, {})
    title = ", ".join(
        str(part) for part in (source.get("title", row.source), source.get("year")) if part
    )
    spread = "" if row.spread is None else between(row.spread, row)
    return Default(
        key,
        quantity(row.value, row.unit),
        spread,
        row.id,
        ", ".join(filter(None, [title, row.where])),
        row.kind,
    )


def between(spread: Spread, row: Row) -> str:
    """The range in the row's unit, the unit once."""
    low, high = quantity(spread.low, row.unit), quantity(spread.high, row.unit)
    return f"{low.partition(' ')[0]} to {high}" if TIMES not in low else f"{low} to {high}"
