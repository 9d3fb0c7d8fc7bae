"""Quick evaluation: the whole chain on a sample of a large fleet, without the map of the belts, for
studies that evaluate it many times.

Equation: ratio of the whole chain
Valid: the sample contains the same share of every plane; over whole orbits all satellites of a
plane have the same sunlight
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import Any

from dawndusk.chain import evaluate
from dawndusk.core.errors import Infeasible
from dawndusk.core.memo import Memo
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.mission import Launch
from dawndusk.records.run import Outcome
from dawndusk.records.scenario import Scenario

# satellites flown in each evaluation: within 2e-4 of 4,000 for every fleet of the gallery
SAMPLE = 250


def sampled(scenario: Scenario) -> int:
    """Maximum number of satellites flown in each evaluation."""
    return min(SAMPLE, scenario.flight.sample or SAMPLE)


def quick(scenario: Scenario) -> Scenario:
    """The scenario with a sample of its fleet, and the number of steps per orbit fixed at that of
    the nominal.
    """
    sampling = dataclasses.replace(
        scenario.flight,
        steps_per_orbit=design(scenario).steps_per_orbit,
        sample=sampled(scenario),
    )
    return dataclasses.replace(scenario, flight=sampling)


def designed(scenario: Scenario, memo: Memo | None = None) -> Fleet:
    """The fleet of a scenario, from the memo where the fields that design reads are the same."""
    return design(scenario) if memo is None else memo.call(design, scenario)


def flown(scenario: Scenario, fleet: Fleet, memo: Memo | None = None) -> Flight:
    """The flight of a fleet as sums over satellites and days, its days from the memo where their
    inputs are the same.
    """
    return fly(scenario, fleet, strips=False, by_satellite=False, belts=False, memo=memo)


def answered(scenario: Scenario, memo: Memo | None = None, **given: Any) -> Outcome:
    """Outcome of the whole chain of a quick scenario; arguments as of `ratio`."""
    stages: dict[str, Any] = {
        "design": partial(designed, memo=memo),
        "fly": partial(flown, memo=memo),
    }
    return evaluate(scenario, **(stages | given))


def ratio(scenario: Scenario, memo: Memo | None = None, **given: Any) -> float:
    """Ratio of orbit to ground cost of a scenario.

    Args:
        scenario: settled.
        memo: results of earlier evaluations in the same study.
        given: records and stages in place of the chain's own, as `chain.evaluate`.

    Returns: the ratio; nan where no design closes or its chips do no work.
    """
    try:
        scenario.work.settled(scenario.satellite.compute)
    except Infeasible:
        return float("nan")
    outcome = answered(scenario, memo, **given)
    closes = all(
        float(margin.value) > 0.0
        for group in outcome.fleet.groups
        for margin in group.worst.margins
    )
    assert outcome.work is not None
    assert outcome.bill is not None
    works = float(outcome.work.duty_frac) > 0.0
    return float(outcome.bill.ratio) if closes and works else float("nan")


def level_ratio(scenario: Scenario, launch: Launch) -> float:
    """Ratio with the launch of another system and the satellite mass as the sum of its parts, two
    assumptions that scenarios rarely share.

    Returns: the ratio; nan where no design closes, for example because the satellite exceeds that
    launcher's payload.
    """
    built_up = dataclasses.replace(scenario.satellite, mass_kg=None)
    return ratio(quick(dataclasses.replace(scenario, launch=launch, satellite=built_up)))
