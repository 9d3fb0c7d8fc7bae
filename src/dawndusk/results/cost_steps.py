"""Cost steps: the way from the ground's cost to orbit's, part by part.

Equation: step = orbit less ground of a part, USD per kW-year; the steps add up to the difference of
the two sides
Valid: of the first ground
Source: dawndusk-method
"""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.records.items import BarPart
from dawndusk.results import cost_parts as tables


@dataclass(frozen=True)
class Step:
    """One part: what the way costs before it and after it, USD per kW-year."""

    part: BarPart
    before: float
    after: float


def steps(orbit: tables.Priced, ground: tables.Priced) -> tuple[Step, ...]:
    """What each part saves, the most first, then what each adds: the way stays between nothing and
    the dearer side.
    """
    moved = tables.differences_usd_per_kw_year(orbit, ground)
    saved = [one for one in reversed(moved.items()) if one[1] < 0.0]
    found, at = [], float(ground.usd_per_kw_year)
    for part, usd in (*saved, *(one for one in moved.items() if one[1] > 0.0)):
        found.append(Step(part, at, at + usd))
        at += usd
    return tuple(found)
