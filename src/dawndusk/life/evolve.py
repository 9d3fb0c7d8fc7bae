"""Evolve: losses and replacements over the mission, integrated over the age.

Without replacement satellites are lost for good; with it every loss is launched anew after a delay.
Chips fail for good and nobody repairs them in orbit; a replaced satellite brings new ones. Dose
wears out what does not fail before. What falls together is averaged together: old chips are few,
and those few are worn. Array ageing is in the design already (sized at its end of life) and is not
charged again here.

Equation: availability = satellites alive x chips alive x chips not worn out x (1 - downtime);
satellites (1 - exp(-r T)) / (r T), or 1 / (1 + r delay) when replaced; chips alive: the mean of
exp(-c a) over the ages a of chips on satellites alive (physics/survival.ages); not worn out: of
those, the mean share whose tolerance is above the dose met by that age
Valid: constant loss rates and dose rates: no infant mortality, no wear-out but by dose; means over
the life of a large fleet's satellites
Source: mil-hdbk-338b, dawndusk-method, by the functions of physics/survival and physics/upsets
"""

from __future__ import annotations

from dawndusk.core import random_numbers
from dawndusk.core.numeric import Array, np
from dawndusk.physics import solar_cycle, sun, survival, upsets
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.life import Life
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Work


def evolve(scenario: Scenario, fleet: Fleet, flight: Flight, work: Work) -> Life:
    """Means over a satellite's life, which is the mission's where generation follows generation."""
    life, mission_s = scenario.life, scenario.mission.life_s
    loss, replaces = life.satellite_loss_per_s, scenario.life.replacement == "launch"
    satellites = (
        survival.in_service(loss, life.delay_s)
        if replaces
        else survival.mean_survival(loss, fleet.life_s)
    )
    replaced = fleet.satellites * satellites * loss * mission_s if replaces else 0.0
    renewed = loss if replaces else 0.0
    alive, unworn = _chips(scenario, fleet, flight, renewed)
    available = satellites * alive * unworn * (1.0 - life.downtime_frac)
    delivered = work.delivered_flop_per_s * available
    following = mission_s / fleet.life_s - 1.0  # generations after the first
    return Life(
        satellites_frac=satellites,
        chips_frac=alive,
        dose_survival_frac=unworn,
        uptime_frac=1.0 - life.downtime_frac,
        availability_frac=available,
        replaced_satellites=replaced,
        vehicle_loads=(replaced / fleet.satellites + following) * fleet.vehicle_loads,
        delivered_frac=work.delivered_frac * available,
        delivered_flop_per_s=delivered,
        delivered_flop=delivered * mission_s,
        tokens_per_s=None if work.tokens_per_s is None else work.tokens_per_s * available,
    )


def _chips(
    scenario: Scenario, fleet: Fleet, flight: Flight, renewed_per_s: float
) -> tuple[Array, Array]:
    """Of the chips on satellites alive: the share alive, and of those the share not worn out, means
    over the life and the fleet's chips.
    """
    compute = scenario.satellite.compute
    ages_s, shares = survival.ages(scenario.life.satellite_loss_per_s, renewed_per_s, fleet.life_s)
    living = shares * np.exp(-compute.loss_per_s * ages_s)
    chips = [group.count * group.satellite.compute.count for group in fleet.groups]
    working = (
        np.sum(
            living
            * upsets.unworn_frac(
                flown.exposure.total_gy_per_s * ages_s,
                compute.dose_tolerance_gy,
                compute.dose_spread_ratio,
            )
        )
        for flown in flight.groups
    )
    alive = np.sum(living)
    return (
        alive,
        sum(share * one for share, one in zip(working, chips, strict=True)) / sum(chips) / alive,
    )


def events_in_draw(scenario: Scenario) -> tuple[float, ...]:
    """When one draw of the seed has large outbursts of solar protons, in seconds from the mission's
    start, sorted.

    As many are drawn as at solar maximum, and each is kept by how active the Sun then is.
    """
    import numpy

    seed, life_s, setting = (
        scenario.mission.seed,
        float(scenario.mission.life_s),
        scenario.environment.solar_activity,
    )
    most = numpy.full(1, solar_cycle.storms_per_s(1.0) * life_s)
    count = int(
        random_numbers.poisson(random_numbers.uniform(seed, "storms", numpy.arange(1)), most)[0]
    )
    number = numpy.arange(count)
    times = (
        numpy.asarray(random_numbers.uniform(seed, "times of storms", number), "float64") * life_s
    )
    activity = solar_cycle.activity_frac(sun.seconds_j2000(scenario.mission.start) + times)
    kept = numpy.asarray(
        random_numbers.uniform(seed, "storms kept", number)
    ) < solar_cycle.HELD_FRAC.get(setting, activity)
    return tuple(float(one) for one in numpy.sort(times[kept]))


def lost_in_draw(scenario: Scenario, fleet: Fleet, chunk: int = 1_000_000) -> int:
    """How many of the launched satellites one draw of the seed loses within their life: each has
    its own exponential lifetime.
    """
    import numpy

    total, chance = (
        int(fleet.satellites),
        1.0 - float(np.exp(-scenario.life.satellite_loss_per_s * fleet.life_s)),
    )
    lost = 0
    for first in range(0, total, chunk):
        index = numpy.arange(first, min(first + chunk, total))
        lost += int(
            (
                numpy.asarray(
                    random_numbers.uniform(scenario.mission.seed, "satellite loss", index)
                )
                < chance
            ).sum()
        )
    return lost
