"""Waterfall: the steps from the peak of the chips to the work that is delivered."""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.records.life import FACTORS
from dawndusk.results.life import Results as Life
from dawndusk.results.work import Results as Work


@dataclass(frozen=True)
class Step:
    """One step from the peak to the delivered work."""

    name: str
    frac: float  # that is left of what was there before
    before: float  # share of the peak
    after: float  # share of the peak
    key: str  # of the factor in `run.json`


def steps(work: Work, life: Life | None) -> tuple[Step, ...]:
    """Every factor of the work, then of the life; the last `after` is what a FLOP of peak delivers
    over the mission.

    Args:
        work: of a run.
        life: of the same run; None where the run did not reach it or nothing flies.
    """
    factors = [
        (factor.name, factor.frac, f"work.waterfall.{index}.frac")
        for index, factor in enumerate(work.waterfall)
    ]
    if life is not None:
        factors += [
            (name, getattr(life, field), f"life.{field}") for field, name in FACTORS.items()
        ]
    found, left = [], 1.0
    for name, frac, key in factors:
        found.append(Step(name, frac, left, left * frac, key))
        left *= frac
    return tuple(found)
