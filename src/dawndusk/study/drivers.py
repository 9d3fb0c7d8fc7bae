"""Drivers: which uncertain inputs move the verdict most.

The exact gradient of log(ratio) in every input that has a spread, times that spread, shortlists; the effect is then recomputed by
running the whole chain at the low and at the high value of each. Both use a small fleet of the same kind, satellites stratified over
the planes, and one compiled function: values and directional derivatives of a batch of points, forward mode.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from dawndusk.core.numeric import Array, jax
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.data.catalogue import Spread
from dawndusk.flight.fly import fly
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.run import Driver
from dawndusk.records.scenario import Scenario

SATELLITES = 8  # of each group, spread evenly over it
SHORTLIST, KEPT = 8, 5
ORBITS = 1


def drivers(
    evaluate: Callable[..., Any], scenario: Scenario, priors: Mapping[str, Spread], tell: Callable[[int, int], None] | None = None
) -> tuple[Driver, ...]:
    """The inputs that move the ratio most, ranked by the size of their effect; after them those with an end where no design closes.

    Such an end has no ratio: it is not a number.
    """
    import numpy

    names = {key: name for key, name, value in leaves(scenario) if key in priors and isinstance(value, float)}
    keys = sorted(names)
    if not keys:
        return ()
    lib = jax()
    small = _small(scenario)
    values = {key: value for key, _, value in leaves(small) if key in names}
    nominal = numpy.array([values[key] for key in keys])

    def log_ratio(point: Array) -> Array:
        outcome = evaluate(replace_leaves(small, dict(zip(keys, point, strict=True))), fly=_fly_some)
        margins = [margin.value for group in outcome.fleet.groups for margin in group.worst.margins]
        closes = lib.numpy.all(lib.numpy.stack([lib.numpy.asarray(value) for value in margins]) > 0.0)
        return lib.numpy.where(closes, lib.numpy.log(outcome.bill.ratio), lib.numpy.nan)

    width = numpy.array([priors[key].high - priors[key].low for key in keys])
    rows = max(len(keys), 2 * SHORTLIST)
    batch = lib.jit(lambda points, along: lib.jvp(lib.vmap(lib.jit(log_ratio)), (points,), (along,)))
    points, along = numpy.tile(nominal, (rows, 1)), numpy.eye(rows, len(keys))
    slope = numpy.asarray(batch(points, along)[1])[: len(keys)]
    if tell is not None:
        tell(1, 2)
    short = numpy.argsort(-numpy.abs(numpy.nan_to_num(slope * width)), kind="stable")[:SHORTLIST]
    for row, index in enumerate(short):
        points[2 * row, index], points[2 * row + 1, index] = priors[keys[index]].low, priors[keys[index]].high
    ratios = numpy.exp(numpy.asarray(batch(points, along)[0]))
    if tell is not None:
        tell(2, 2)
    found = [
        Driver(
            keys[i], names[keys[i]], priors[keys[i]].low, priors[keys[i]].high, float(ratios[2 * row]), float(ratios[2 * row + 1])
        )
        for row, i in enumerate(short)
    ]
    closing = sorted((one for one in found if one.closes), key=lambda one: -abs(one.effect))
    return (*closing[:KEPT], *(one for one in found if not one.closes))


def _small(scenario: Scenario) -> Scenario:
    from dawndusk.fleet.design import design

    sampling = dataclasses.replace(
        scenario.flight, orbits=min(scenario.flight.orbits, ORBITS), steps_per_orbit=design(scenario).steps_per_orbit
    )
    return dataclasses.replace(scenario, flight=sampling)


def _fly_some(scenario: Scenario, fleet: Fleet) -> Flight:
    """The flight of a few satellites of each group, for the same counts."""
    import numpy

    thinned = []
    for group in fleet.groups:
        total = len(group.orbits.phase_rad)
        index = numpy.unique(numpy.linspace(0, total - 1, min(total, SATELLITES)).round().astype(int))
        orbits = dataclasses.replace(group.orbits, node_rad=group.orbits.node_rad[index], phase_rad=group.orbits.phase_rad[index])
        thinned.append(dataclasses.replace(group, orbits=orbits))
    return fly(scenario, dataclasses.replace(fleet, groups=tuple(thinned)), strips=False)
