"""Waterfall: the steps from the peak of the chips to the work that is delivered."""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.records.life import Life
from dawndusk.records.work import Work


@dataclass(frozen=True)
class Step:
    """One step from the peak to what is delivered: shares of the peak before and after it."""

    name: str
    before: float
    after: float
    key: str  # of the factor in `run.json`


def steps(work: Work, life: Life | None) -> tuple[Step, ...]:
    """Every factor of the work, then of the life; the last `after` is what a FLOP of peak delivers
    over the mission.
    """
    factors = [
        (factor.name, float(factor.frac), f"work.waterfall.{index}.frac")
        for index, factor in enumerate(work.waterfall)
    ]
    if life is not None:
        keys = ("satellites_frac", "chips_frac", "unworn_frac", "uptime_frac")
        factors += [
            (factor.name, float(factor.frac), f"life.{key}")
            for factor, key in zip(life.waterfall, keys, strict=True)
        ]
    found, left = [], 1.0
    for name, frac, key in factors:
        found.append(Step(name, left, left * frac, key))
        left *= frac
    return tuple(found)
