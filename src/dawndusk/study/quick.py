"""A quick evaluation: the whole chain with one orbit a day, on a sample of a large fleet, for
questions that ask for many of them.

Equation: the ratio of the whole chain, with one orbit a day after at least three that settle it.
Valid: a sample has the same share of every plane; over whole orbits the satellites of a plane live
through the same.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import cache
from typing import Any

from dawndusk.chain import evaluate
from dawndusk.core import units
from dawndusk.core.errors import Infeasible
from dawndusk.core.record import leaves
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.scenario import Launch, Scenario

# satellites that fly again for each question: within 2e-4 of 4,000 for every fleet of the gallery
SAMPLE = 250
ORBITS, SETTLE = 1, 3  # one orbit stands for many only once charge and temperatures have settled


def sampled(scenario: Scenario) -> int:
    """How many satellites fly again for each question, at most."""
    return min(SAMPLE, scenario.flight.sample or SAMPLE)


def quick(scenario: Scenario) -> Scenario:
    """The scenario flown for one orbit a day by a sample at most, in a number of steps that does
    not depend on what is moved.
    """
    sampling = dataclasses.replace(
        scenario.flight,
        orbits=min(scenario.flight.orbits, ORBITS),
        settle=max(scenario.flight.settle, SETTLE),
        steps_per_orbit=design(scenario).steps_per_orbit,
        sample=sampled(scenario),
    )
    return dataclasses.replace(scenario, flight=sampling)


def fly_again(scenario: Scenario, fleet: Fleet) -> Flight:
    """A flight of which nothing is kept but its sums."""
    return fly(scenario, fleet, strips=False, by_satellite=False, belts=False)


# What neither design nor flight looks at but for the exposure, which is cheap to make anew
# (flight.fly.exposed).
MET_BY_PARTICLES = (
    "environment",
    "satellite.shield.geometry",
    *(
        f"satellite.compute.{name}"
        for name in (
            "silent_error",
            "memory_error",
            "memory_upset",
            "reset",
            "host_crash",
            "ecc",
            "scrub",
            "memory_error_time",
            "reset_time",
            "host_crash_time",
            "dose_tolerance",
            "dose_spread",
        )
    ),
)
AFTER_THE_FLIGHT = ("ground", "money", "demand", "work", "life", "programme", "learning")


@cache
def designed_alike(key: str) -> bool:
    """Whether an input leaves design and flight as they are: it is money, work, life, or of the
    particles alone.

    >>> designed_alike("satellite.compute.reset"), designed_alike("satellite.compute.power")
    (True, False)
    """
    return any(
        key == one or key.startswith(f"{one}.") for one in (*AFTER_THE_FLIGHT, *MET_BY_PARTICLES)
    )


def flies(fleet: Fleet) -> list[Any]:
    """What a flight can see of a fleet: loads, orbits and every number of a satellite that is not
    money, mass, shield or upset.
    """
    import numpy

    seen: list[Any] = []
    for group in fleet.groups:
        orbits = group.orbits
        seen += [
            float(one)
            for one in (group.it_w, group.bus_w, orbits.altitude_m, orbits.inclination_rad)
        ]
        seen += [numpy.asarray(one).tobytes() for one in (orbits.node_rad, orbits.phase_rad)]
        seen += [
            value
            for key, name, value in leaves(group.satellite, "satellite", internal=True)
            if not {"usd", "kg"} & set(units.suffix(name).split("_"))
            and not key.startswith("satellite.shield.")
            and not designed_alike(key)
        ]
    return seen


def ratio(
    scenario: Scenario, fly: Callable[..., Flight] = fly_again, fleet: Fleet | None = None
) -> float:
    """The ratio of a scenario, by another flight or a known design if given; not a number where no
    design closes or works.
    """
    try:
        scenario.work.settled(scenario.satellite.compute)
    except Infeasible:
        return float("nan")
    outcome = evaluate(scenario, fly=fly, fleet=fleet)
    closes = all(
        float(margin.value) > 0.0
        for group in outcome.fleet.groups
        for margin in group.worst.margins
    )
    assert outcome.work is not None
    assert outcome.bill is not None
    return (
        float(outcome.bill.ratio)
        if closes and float(outcome.work.duty_frac) > 0.0
        else float("nan")
    )


def level_ratio(scenario: Scenario, launch: Launch) -> float:
    """The ratio with another system's launch, and every satellite as heavy as its parts: two
    assumptions that scenarios rarely share.

    Not a number where no design closes, for instance as the parts are heavier than that vehicle
    lifts.
    """
    built_up = dataclasses.replace(scenario.satellite, mass_kg=None)
    return ratio(quick(dataclasses.replace(scenario, launch=launch, satellite=built_up)))
