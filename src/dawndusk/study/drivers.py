"""Drivers: which uncertain inputs move the verdict most.

Every input that has a spread is tried at both ends by the whole chain, on a few satellites of a few
groups: those few of all designs are lanes of one flight. What moves the ratio most is then
recomputed on the fleet itself or, where it is larger, on a sample of it spread evenly over groups
and planes.

Equation: shortlist by |log(ratio at high / ratio at low)| of the few, and inputs with an end where
no design closes; effect = ratio at high - ratio at low, all else nominal; where it turns the
verdict by Brent's method between the nominal and that end.
Valid: one input at a time; what two do together is not seen.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any

from dawndusk.chain import evaluate
from dawndusk.core.numeric import Values
from dawndusk.core.record import leaves, record, replace_leaves
from dawndusk.data.catalogue import Spread
from dawndusk.flight.fly import exposed, fly_together
from dawndusk.records.fleet import Fleet, Orbits
from dawndusk.records.flight import Flight
from dawndusk.records.run import Driver
from dawndusk.records.scenario import Scenario
from dawndusk.study.break_even import crossings
from dawndusk.study.quick import designed_alike, flies, fly_again, quick, ratio

FEW_GROUPS, FEW_SATELLITES = 2, 8  # that every input is tried on; satellites of each group
SHORTLIST, KEPT = 8, 5
TURN = 1e-3  # of a value where it turns the verdict
BROKEN = 2  # of the shortlist, at most, that do not close at an end


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
            (
                name,
                dataclasses.replace(
                    orbits.sampled(self.satellites), count=round(orbits.count * total / here)
                ),
            )
            for name, orbits in kept
        ]


def drivers(
    scenario: Scenario, priors: Mapping[str, Spread], tell: Callable[[int, int], None] | None = None
) -> tuple[Driver, ...]:
    """The inputs that move the ratio most, ranked by the size of their effect; after them those
    with an end where no design closes.

    Such an end has no ratio: it is not a number.
    """
    import numpy

    spread = [one for one in leaves(scenario) if one[0] in priors and isinstance(one[2], float)]
    names, nominal = (
        {key: name for key, name, _ in spread},
        {key: value for key, _, value in spread},
    )
    keys = sorted(names)
    if not keys:
        return ()
    small = quick(scenario)
    moved = shortlist(small, keys, priors)
    broken = [key for key, one in zip(keys, moved, strict=True) if numpy.isinf(one)][:BROKEN]
    ranked = [keys[i] for i in numpy.argsort(-moved, kind="stable") if numpy.isfinite(moved[i])]
    short = ranked[: SHORTLIST - len(broken)] + broken
    fleet = evaluate(small, "design").fleet
    flown, seen = fly_again(small, fleet), flies(fleet)

    def fly(scenario: Scenario, fleet: Fleet) -> Flight:
        """What only costs does not fly again."""
        return (
            exposed(scenario, fleet, flown) if flies(fleet) == seen else fly_again(scenario, fleet)
        )

    found = []
    for done, key in enumerate(short):
        if tell is not None:
            tell(done, len(short))
        known = fleet if designed_alike(key) else None
        low, high = (
            ratio(replace_leaves(small, {key: end}), fly, known)
            for end in (priors[key].low, priors[key].high)
        )
        found.append(Driver(key, names[key], priors[key].low, priors[key].high, low, high))
    if tell is not None:
        tell(len(short), len(short))
    closing = sorted((one for one in found if one.closes), key=lambda one: -abs(one.effect))[:KEPT]
    here = ratio(small, fly, fleet)

    def turned(driver: Driver) -> Driver:
        """With where it turns the verdict, if it does."""
        known = fleet if designed_alike(driver.key) else None

        def over(value: float) -> float:
            return math.log(ratio(replace_leaves(small, {driver.key: value}), fly, known))

        ends = ((driver.low, driver.ratio_at_low), (driver.high, driver.ratio_at_high))
        beyond = (
            (nominal[driver.key], end) for end, there in ends if (here - 1.0) * (there - 1.0) < 0.0
        )
        return dataclasses.replace(driver, turns_at=crossings(over, beyond, TURN))

    return (*map(turned, closing), *(one for one in found if not one.closes))


def shortlist(scenario: Scenario, keys: list[str], priors: Mapping[str, Spread]) -> Values:
    """How far log(ratio) moves between the ends of each input [key], by a few satellites; infinite
    where an end does not close.
    """
    import numpy

    ends = [
        replace_leaves(scenario, {key: end})
        for key in keys
        for end in (priors[key].low, priors[key].high)
    ]
    few = [_few(one) for one in (scenario, *ends)]
    first_fleet = evaluate(few[0], "design").fleet
    alike = [True, *(designed_alike(key) for key in keys for _ in range(2))]
    fleets = [
        first_fleet if same else evaluate(one, "design").fleet
        for one, same in zip(few, alike, strict=True)
    ]
    seen = [str(flies(fleet)) for fleet in fleets]
    first = {
        one: at for at, one in reversed(list(enumerate(seen)))
    }  # designs that fly alike fly once
    flown = dict(
        zip(first, fly_together(few[0], [fleets[at] for at in first.values()]), strict=True)
    )
    again = [
        lambda scenario, fleet, at=at: exposed(scenario, fleet, flown[seen[at]])
        for at in range(len(few))
    ]
    ratios = numpy.array([ratio(one, again[at], fleets[at]) for at, one in enumerate(few)])[1:]
    moved = numpy.abs(numpy.log(ratios[1::2] / ratios[0::2]))
    return numpy.where(numpy.isfinite(moved), moved, numpy.inf)


def _few(scenario: Scenario) -> Scenario:
    few = Few(of=scenario.constellation, groups_kept=FEW_GROUPS, satellites=FEW_SATELLITES)
    return dataclasses.replace(scenario, constellation=few)
