"""Batch: the whole chain for many draws of its inputs at once, compiled.

The chain itself, batched by vmap: design, flight, work, life and price of every draw, without
surrogate models. Each draw has a short flight: a few satellites of a few groups through a few days,
one orbit each after one settling orbit.

Equation: ratio and prices of the chain with its inputs replaced; a draw closes where every margin
of its design is positive and its chips do work
Valid: sized fleets work at full duty in the short flight as in the long one; fleets that throttle
differ by the days sampled, see `nominal`
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from dawndusk.bill.price import price
from dawndusk.chain import evaluate
from dawndusk.core.numeric import Array, Values, jax, np
from dawndusk.core.record import replace_leaves
from dawndusk.physics.learning import total_in_year
from dawndusk.records.scenario import Scenario
from dawndusk.study.quick import flown
from dawndusk.study.representative_sample import represented

DAYS, ORBITS, SETTLE, STEPS = 4, 1, 1, 48
GROUPS, SATELLITES = 2, 1
NO_WORK = -1  # in place of a failing margin's number: the design closes, its chips do no work
YEARS = tuple(range(2026, 2046))
BY_YEAR = tuple(f"ratio_{year}" for year in YEARS)
LAUNCH_BY_YEAR = tuple(f"launch_usd_per_kg_{year}" for year in YEARS)
OUTPUTS = (
    "ratio",
    "ratio_without_chips",
    "orbit_usd_per_kw_year",
    "ground_usd_per_kw_year",
    "difference_usd_per_kw_year",
    "break_even_launch_usd_per_kg",
    "orbit_usd_per_chip_hour",
    "ground_usd_per_chip_hour",
    "delivered_frac",
    "mass_kg",
    "worth_usd_per_kw_year",
    "closes",
    "failing",
    *BY_YEAR,
    *LAUNCH_BY_YEAR,
)


def short(scenario: Scenario) -> Scenario:
    """The scenario with a short flight of a representative sample of its fleet."""
    sampling = dataclasses.replace(
        scenario.flight,
        days=min(scenario.flight.days, DAYS),
        orbits=ORBITS,
        settle=SETTLE,
        steps_per_orbit=STEPS,
        sample=None,
    )
    return represented(dataclasses.replace(scenario, flight=sampling), GROUPS, SATELLITES)


class Batch:
    """The chain of a scenario, compiled for a fixed number of draws of its inputs: a function from
    inputs [draw, key] to outputs [draw] by name.

    Can be called by several threads. Sent to another process, it is compiled there.
    """

    def __init__(self, scenario: Scenario, keys: Sequence[str], draws: int) -> None:
        import numpy

        self._given = scenario, keys, draws
        lib, small = jax(), short(scenario)

        def one(values: Values) -> Values:
            scenario = replace_leaves(small, {key: values[at] for at, key in enumerate(keys)})
            return outputs(scenario, evaluated(scenario))

        self._function = lib.jit(lib.vmap(one)).lower(numpy.zeros((draws, len(keys)))).compile()

    def __reduce__(self) -> tuple[Any, ...]:
        return Batch, self._given

    def __call__(self, values: Array) -> dict[str, Any]:
        """Outputs by the names in `OUTPUTS`."""
        import numpy

        return dict(zip(OUTPUTS, numpy.asarray(self._function(values)).T, strict=True))


def evaluated(scenario: Scenario) -> Any:
    """Outcome of a scenario with a short flight."""
    return evaluate(scenario, fly=flown)


def outputs(scenario: Scenario, outcome: Any) -> Values:
    """Values named by `OUTPUTS`, of one draw."""
    found = np.stack([np.asarray(one, "float64") for one in _outputs(outcome)])
    return np.concatenate([found, *by_year(scenario, outcome)])


def by_year(scenario: Scenario, outcome: Any) -> tuple[Array, Array]:
    """Ratio and launch price by year of purchase: learning up to each of `YEARS` applied to both
    sides, all else equal.

    Equation: prices at the totals of physics/learning.total_in_year
    Returns: ratio and launch_usd_per_kg, [year]
    """
    learning = scenario.learning
    years = np.asarray([float(year - YEARS[0]) for year in YEARS], "float64")
    launched_kg = total_in_year(
        learning.world_kg, learning.yearly_kg_per_s, learning.growth_frac, years
    )
    halls_w = total_in_year(
        learning.halls_w, learning.halls_yearly_w_per_s, learning.halls_growth_frac, years
    )
    begun = dataclasses.replace(learning, begun_kg=launched_kg, halls_begun_w=halls_w)
    bill = price(
        dataclasses.replace(scenario, learning=begun), outcome.fleet, outcome.work, outcome.life
    )
    ratio, launch = (
        np.broadcast_to(np.asarray(one, "float64"), years.shape)
        for one in (bill.ratio, bill.launch_usd_per_kg)
    )
    return ratio, launch


def _outputs(outcome: Any) -> list[Array]:
    bill, orbit, ground = outcome.bill, outcome.bill.orbit, outcome.bill.ground
    worth = bill.break_even_value_usd_per_kw_year
    if worth is not None:  # nan where orbit starts no earlier; elsewhere at least orbit's cost
        least = np.maximum(worth, orbit.usd_per_kw_year)
        worth = np.where(np.isnan(worth), float("inf"), least)
    margins = [margin.value for group in outcome.fleet.groups for margin in group.worst.margins]
    short_of = np.stack([np.asarray(one, "float64") for one in margins]) <= 0.0
    closes = ~np.any(short_of) & (outcome.work.duty_frac > 0.0)
    failing = np.where(
        np.any(short_of), np.argmax(short_of) % (len(margins) // len(outcome.fleet.groups)), NO_WORK
    )
    found = [
        bill.ratio,
        bill.ratio_without_chips,
        orbit.usd_per_kw_year,
        ground.usd_per_kw_year,
        bill.difference_usd_per_kw_year,
        bill.break_even_launch_usd_per_kg,
        orbit.usd_per_chip_hour,
        ground.usd_per_chip_hour,
        outcome.life.delivered_frac,
        outcome.fleet.mass_kg,
        worth,
        np.where(closes, 1.0, 0.0),
        failing,
    ]
    return [float("nan") if one is None else one for one in found]  # None: not in the boundary
