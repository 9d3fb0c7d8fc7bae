"""Drivers: which uncertain inputs move the verdict most.

Two looks at every input that has a spread shortlist: the exact gradient of log(ratio) times the spread, taken in forward mode on a few
satellites of a few groups, which sees what moves the flight; and the ratio at both ends on the nominal flight, which sees what bends.
The effect is then recomputed by the whole chain at the low and at the high value of each, on the fleet itself or, where it is larger, on a
sample of it spread evenly over groups and planes.

Equation: shortlist by the larger of |d log(ratio) / dx| x (high - low) and |log(ratio at high / ratio at low)|, the latter not flown again;
effect = ratio at high - ratio at low, all else nominal.
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
from dawndusk.records.fleet import Fleet, Orbits
from dawndusk.records.flight import Flight
from dawndusk.records.run import Driver
from dawndusk.records.scenario import Scenario
from dawndusk.study.quick import Evaluate, flies, fly_again, quick, ratio

FEW_GROUPS, FEW_SATELLITES = 2, 8  # that the gradient is taken on; satellites of each group
SHORTLIST, KEPT = 8, 5


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
    small = quick(scenario)
    width = numpy.array([priors[key].high - priors[key].low for key in keys])
    slope = numpy.nan_to_num(slopes(evaluate, small, keys))
    fleet = evaluate(small, "design").fleet
    flown, seen = fly_again(small, fleet), flies(fleet)

    def fly(scenario: Scenario, fleet: Fleet) -> Flight:
        """What only costs does not fly again."""
        return flown if flies(fleet) == seen else fly_again(scenario, fleet)

    bent = numpy.array([_unflown(evaluate, small, flown, key, priors[key]) for key in keys])
    score = numpy.maximum(numpy.abs(slope * width), bent)
    short = [keys[i] for i in numpy.argsort(-score, kind="stable")[:SHORTLIST]]
    found = []
    for done, key in enumerate(short):
        if tell is not None:
            tell(done, len(short))
        low, high = (ratio(evaluate, replace_leaves(small, {key: end}), fly) for end in (priors[key].low, priors[key].high))
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
        return lib.numpy.log(evaluate(dataclasses.replace(moved, constellation=few), fly=fly_again).bill.ratio)

    return numpy.asarray(lib.jit(lib.jacfwd(log_ratio))(numpy.array([values[key] for key in keys])))


def _unflown(evaluate: Evaluate, scenario: Scenario, flown: Flight, key: str, prior: Spread) -> float:
    """How far log(ratio) moves between the ends of an input on the flight that is there already; infinite where no design closes."""
    import numpy

    low, high = (ratio(evaluate, replace_leaves(scenario, {key: end}), lambda *_: flown) for end in (prior.low, prior.high))
    moved = float(numpy.abs(numpy.log(high / low)))
    return moved if numpy.isfinite(moved) else numpy.inf
