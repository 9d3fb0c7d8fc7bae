"""Drivers: which uncertain inputs move the verdict most.

The exact gradient of log(ratio) in every input that has a spread, times that spread, shortlists; it is taken in forward mode on a few
satellites of a few groups. The effect is then recomputed by the whole chain at the low and at the high value of each, on the fleet
itself or, where it is larger, on a sample of it spread evenly over groups and planes.

Equation: shortlist by |d log(ratio) / dx| x (high - low); effect = ratio at high - ratio at low, all else nominal.
Valid: one input at a time; what two do together is not seen.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from dawndusk.core.numeric import Array, jax
from dawndusk.core.record import leaves, record, replace_leaves
from dawndusk.data.catalogue import Spread
from dawndusk.flight.fly import fly
from dawndusk.records.fleet import Fleet, Orbits
from dawndusk.records.flight import Flight
from dawndusk.records.run import Driver
from dawndusk.records.scenario import Scenario

SAMPLE = 10_000  # satellites that fly again for each effect
FEW_GROUPS, FEW_SATELLITES = 2, 8  # that the gradient is taken on; satellites of each group
SHORTLIST, KEPT = 8, 5
ORBITS = 1

Evaluate = Callable[..., Any]


@record
class Few:
    """A constellation of a few groups, each of a few satellites, that stand for all."""

    of: Any
    groups_kept: int
    satellites: int

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """Groups from the middle of equal parts of the list, as heavy as all."""
        named = self.of.groups(start_s)
        count = min(self.groups_kept, len(named))
        kept = [named[(2 * part + 1) * len(named) // (2 * count)] for part in range(count)]
        total, here = (sum(orbits.count for _, orbits in some) for some in (named, kept))
        return [
            (name, dataclasses.replace(orbits.sampled(self.satellites), count=round(orbits.count * total / here)))
            for name, orbits in kept
        ]


def drivers(
    evaluate: Evaluate, scenario: Scenario, priors: Mapping[str, Spread], tell: Callable[[int, int], None] | None = None
) -> tuple[Driver, ...]:
    """The inputs that move the ratio most, ranked by the size of their effect; after them those with an end where no design closes.

    Such an end has no ratio: it is not a number.
    """
    import numpy

    names = {key: name for key, name, value in leaves(scenario) if key in priors and isinstance(value, float)}
    keys = sorted(names)
    if not keys:
        return ()
    quick = _quick(scenario)
    width = numpy.array([priors[key].high - priors[key].low for key in keys])
    slope = numpy.nan_to_num(slopes(evaluate, quick, keys))
    short = [keys[i] for i in numpy.argsort(-numpy.abs(slope * width), kind="stable")[:SHORTLIST]]
    found = []
    for done, key in enumerate(short):
        if tell is not None:
            tell(done, len(short))
        low, high = (ratio_at(evaluate, quick, key, end) for end in (priors[key].low, priors[key].high))
        found.append(Driver(key, names[key], priors[key].low, priors[key].high, low, high))
    if tell is not None:
        tell(len(short), len(short))
    closing = sorted((one for one in found if one.closes), key=lambda one: -abs(one.effect))
    return (*closing[:KEPT], *(one for one in found if not one.closes))


def slopes(evaluate: Evaluate, scenario: Scenario, keys: list[str]) -> Array:
    """Derivative of log(ratio) in each of the inputs [key], exact, on a few satellites."""
    import numpy

    lib = jax()
    values = {key: value for key, _, value in leaves(scenario)}

    def log_ratio(point: Array) -> Array:
        moved = replace_leaves(scenario, dict(zip(keys, point, strict=True)))
        few = Few(of=moved.constellation, groups_kept=FEW_GROUPS, satellites=FEW_SATELLITES)
        return lib.numpy.log(evaluate(dataclasses.replace(moved, constellation=few), fly=_fly).bill.ratio)

    return numpy.asarray(lib.jit(lib.jacfwd(log_ratio))(numpy.array([values[key] for key in keys])))


def ratio_at(evaluate: Evaluate, scenario: Scenario, key: str, value: float) -> float:
    """The ratio with one input moved, all else nominal; not a number where no design closes."""
    outcome = evaluate(replace_leaves(scenario, {key: value}), fly=_fly)
    closes = all(float(margin.value) > 0.0 for group in outcome.fleet.groups for margin in group.worst.margins)
    return float(outcome.bill.ratio) if closes else float("nan")


def sampled(scenario: Scenario) -> int:
    """How many satellites fly again for each effect, at most."""
    return min(SAMPLE, scenario.flight.sample or SAMPLE)


def _quick(scenario: Scenario) -> Scenario:
    """The scenario flown for one orbit a day by a sample at most, in a number of steps that does not depend on what is moved."""
    from dawndusk.fleet.design import design

    sampling = dataclasses.replace(
        scenario.flight, orbits=min(scenario.flight.orbits, ORBITS), steps_per_orbit=design(scenario).steps_per_orbit,
        sample=sampled(scenario),
    )  # fmt: skip
    return dataclasses.replace(scenario, flight=sampling)


def _fly(scenario: Scenario, fleet: Fleet) -> Flight:
    return fly(scenario, fleet, strips=False, by_satellite=False)
