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
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dawndusk.bill.price import price
from dawndusk.chain import evaluate
from dawndusk.core.kernels import Kernel
from dawndusk.core.numeric import Array, Values, jax, np
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.physics.learning import total_in_year
from dawndusk.records.scenario import Scenario, Uncertainty
from dawndusk.study.quick import flown
from dawndusk.study.representative_sample import represented

DAYS, ORBITS, SETTLE, STEPS = 4, 1, 1, 48
GROUPS, SATELLITES = 2, 1
NO_WORK = -1  # in place of a failing margin's number: the design closes, its chips do no work
DRAWS = 512  # evaluated at once: one compiled chain for any number of draws
# keys of numbers that tables are looked up by: a chain is compiled anew for others
LOOKED_UP = ("mission.", "constellation.", "flight.", "satellite.shield.thickness")
RATIO = ("ratio", "closes")
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
    return represented(_hasty(scenario), GROUPS, SATELLITES)


def _hasty(scenario: Scenario) -> Scenario:
    """The scenario with a short flight, without what its chain does not read: a compiled one serves
    any name, seed and number of draws.
    """
    sampling = dataclasses.replace(
        scenario.flight,
        days=DAYS,
        orbits=ORBITS,
        settle=SETTLE,
        steps_per_orbit=STEPS,
        sample=None,
    )
    return dataclasses.replace(
        scenario,
        name="",
        title="",
        flight=sampling,
        mission=dataclasses.replace(scenario.mission, seed=0),
        uncertainty=Uncertainty(),
    )


def inputs(scenario: Scenario, uncertain: Iterable[str] = ()) -> dict[str, float]:
    """Numbers of a scenario that are arguments of its compiled chain, by dotted key: all but those
    that tables are looked up by, unless they are uncertain.
    """
    every = {key: value for key, _, value in leaves(scenario) if isinstance(value, float)}
    asked = frozenset(uncertain)
    return {key: value for key, value in every.items() if key in asked or not _looked_up(key)}


def _looked_up(key: str) -> bool:
    return key.startswith(LOOKED_UP)


class Batch:
    """The chain of a scenario, compiled for many draws of its inputs at once: a function from
    inputs [draw, key] to outputs [draw] by name, called with any number of draws.

    Can be called by several threads. Sent to another process, it is loaded or compiled there.

    Args:
        scenario: settled.
        keys: of the inputs, numbers of the scenario.
        outputs: names among `OUTPUTS`: all, or RATIO alone.
    """

    def __init__(
        self, scenario: Scenario, keys: Sequence[str], outputs: tuple[str, ...] = OUTPUTS
    ) -> None:
        import numpy

        self._given = scenario, tuple(keys), outputs
        hasty = _hasty(scenario)
        nominal = inputs(hasty, keys)
        self._column = numpy.array([list(nominal).index(key) for key in keys])
        self._nominal = numpy.array(list(nominal.values()))
        self._static = {
            "scenario": replace_leaves(hasty, dict.fromkeys(nominal, 0.0)),
            "keys": tuple(nominal),
            "names": outputs,
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return Batch, self._given

    def ready(self) -> None:
        """Load or compile it now, not when it is called."""
        KERNEL.ready(self._filled(self._nominal[self._column][None]), **self._static)

    def _filled(self, values: Values) -> Values:
        """A whole chunk of all inputs, [DRAWS, input]: the rest nominal, rows repeated."""
        import numpy

        filled = numpy.tile(self._nominal, (DRAWS, 1))
        filled[: len(values), self._column] = values
        return filled

    def __call__(self, values: Values) -> dict[str, Any]:
        """Outputs by name."""
        import numpy

        found = [
            numpy.asarray(KERNEL(self._filled(some), **self._static))[: len(some)]
            for some in numpy.split(values, range(DRAWS, len(values), DRAWS))
        ]
        return dict(zip(self._given[2], numpy.concatenate(found).T, strict=True))


def _chain(
    values: Values, scenario: Scenario, keys: tuple[str, ...], names: tuple[str, ...]
) -> Values:
    """Outputs [draw, name] of the chain with inputs [draw, key] in place of the scenario's."""

    def one(row: Values) -> Values:
        changed = replace_leaves(scenario, {key: row[at] for at, key in enumerate(keys)})
        changed = represented(changed, GROUPS, SATELLITES)
        outcome = evaluated(changed)
        return outputs(changed, outcome) if names == OUTPUTS else _ratio(outcome)

    found: Values = jax().vmap(one)(values)
    return found


KERNEL = Kernel(_chain)


def _ratio(outcome: Any) -> Values:
    """Ratio, and whether the design closes and works: those of `RATIO`."""
    return np.stack([np.asarray(one, "float64") for one in (outcome.bill.ratio, _closes(outcome))])


def ratios(outputs: Mapping[str, Any]) -> Values:
    """Ratios of draws, [draw]; nan where no design closes."""
    import numpy

    return numpy.where(outputs["closes"] > 0.0, outputs["ratio"], numpy.nan)


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
    short_of = _short_of(outcome)
    margins = len(outcome.fleet.groups[0].worst.margins)
    failing = np.where(np.any(short_of), np.argmax(short_of) % margins, NO_WORK)
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
        _closes(outcome),
        failing,
    ]
    return [float("nan") if one is None else one for one in found]  # None: not in the boundary


def _short_of(outcome: Any) -> Any:
    """Which margins of the design are not positive, group after group."""
    margins = [margin.value for group in outcome.fleet.groups for margin in group.worst.margins]
    return np.stack([np.asarray(one, "float64") for one in margins]) <= 0.0


def _closes(outcome: Any) -> Array:
    """1 where the design closes and its chips do work, else 0."""
    return np.where(~np.any(_short_of(outcome)) & (outcome.work.duty_frac > 0.0), 1.0, 0.0)
