"""Batch: the whole chain for many values of its inputs at once, compiled.

The chain itself, batched by vmap: design, flight, work, life and price of every draw, none of them
fitted. Each draw flies a short flight: a few satellites of a few groups through a few days, on an
orbit each after one that settles it.

Equation: ratio and prices of the chain, inputs replaced; a draw closes where every margin of its
design is above zero and its chips work
Valid: sized fleets work at full duty on the short flight as on the long one; those that throttle
differ by the days sampled, see `nominal`
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dawndusk.bill.price import price
from dawndusk.chain import evaluate
from dawndusk.core.numeric import Array, Values, jax, np
from dawndusk.core.record import replace_leaves
from dawndusk.flight.fly import fly
from dawndusk.physics.learning import total_in_year
from dawndusk.records.scenario import Scenario
from dawndusk.study.drivers import Few

DAYS, ORBITS, SETTLE, STEPS = 4, 1, 1, 48
GROUPS, SATELLITES = 2, 1
NO_WORK = -1  # for the number of a failing margin: the design closes, its chips never work
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
    """The scenario flown shortly by a few satellites that stand for all."""
    sampling = dataclasses.replace(
        scenario.flight,
        days=min(scenario.flight.days, DAYS),
        orbits=ORBITS,
        settle=SETTLE,
        steps_per_orbit=STEPS,
        sample=None,
    )
    few = Few(of=scenario.constellation, groups_kept=GROUPS, satellites=SATELLITES)
    return dataclasses.replace(scenario, flight=sampling, constellation=few)


def compiled(
    scenario: Scenario, keys: Sequence[str], draws: int
) -> Callable[[Array], dict[str, Any]]:
    """A function from inputs [draw, key] of that many draws to outputs [draw] by name. It can be
    called from several threads at once.
    """
    import numpy

    lib, small = jax(), short(scenario)

    def one(values: Values) -> Array:
        scenario = replace_leaves(small, {key: values[at] for at, key in enumerate(keys)})
        return outputs(scenario, evaluated(scenario))

    function = lib.jit(lib.vmap(one)).lower(numpy.zeros((draws, len(keys)))).compile()

    def many(values: Array) -> dict[str, Any]:
        return dict(zip(OUTPUTS, numpy.asarray(function(values)).T, strict=True))

    return many


def evaluated(scenario: Scenario) -> Any:
    """The outcome of a short scenario."""
    return evaluate(scenario, fly=partial(fly, strips=False, by_satellite=False, belts=False))


def outputs(scenario: Scenario, outcome: Any) -> Values:
    """What `OUTPUTS` names, of one draw."""
    found = np.stack([np.asarray(one, "float64") for one in _outputs(outcome)])
    return np.concatenate([found, *by_year(scenario, outcome)])


def by_year(scenario: Scenario, outcome: Any) -> tuple[Array, Array]:
    """The same fleet and work, were it bought in each of `YEARS`: prices as learnt by then on both
    sides, all else the same.

    Equation: prices at the totals of physics/learning.total_in_year
    Returns: ratio, launch_usd_per_kg
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
    worth = (
        bill.worth_usd_per_kw_year
    )  # infinite where orbit begins no earlier: then nothing is worth enough
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
        (
            None
            if worth is None
            else np.where(np.isnan(worth), float("inf"), np.maximum(worth, orbit.usd_per_kw_year))
        ),  # nobody works below cost
        np.where(closes, 1.0, 0.0),
        failing,
    ]
    return [
        float("nan") if one is None else one for one in found
    ]  # what the boundary does not have
