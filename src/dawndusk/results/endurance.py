"""Endurance: battery life, cycles, pauses and debris penetrations, from the design and the flight.

Equation: cycles a year = days with eclipse a year x orbits a day; pauses a year = pauses per step x
steps a year
Valid: batteries that go through every eclipse, radiators whose holes nobody mends; pauses and the
worst hour as on the sampled days
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import np
from dawndusk.core.units import YEAR_S
from dawndusk.physics.orbit import period_s
from dawndusk.records.fleet import Fleet, Group
from dawndusk.records.flight import Flight, GroupFlight
from dawndusk.records.parts import solved
from dawndusk.records.run import Run
from dawndusk.results.numbers import number

DAY_S = 86400.0


JUST = 1.001  # a battery sized for the satellite's life ends with it, to rounding


def first_worn(fleet: Fleet) -> Group:
    """The group whose battery is worn out first."""
    return min(fleet.groups, key=lambda group: float(group.satellite.battery.life_s()))


def cycles_per_year(fleet: Fleet, flight: Flight) -> float:
    """Eclipses of a satellite in a year, each a cycle of its battery, mean over the fleet."""
    each = (
        group.count
        * float(flown.eclipse_days_per_year)
        * DAY_S
        / float(period_s(group.orbits.altitude_m))
        for group, flown in zip(fleet.groups, flight.groups, strict=True)
    )
    return sum(each) / fleet.satellites


def worst_eclipse_s(group: Group, flown: GroupFlight) -> float:
    """Eclipse of each orbit on the day and in the plane with the group's lowest sunlight."""
    day = int(np.argmin(np.abs(flown.season.day - group.worst.day)))
    share = float(flown.season.eclipse_frac[int(group.worst.plane), day])
    return share * float(period_s(group.orbits.altitude_m))


def pauses_per_year(flight: Flight) -> float:
    """Times a year that a satellite's work falls below half of full work, mean over the fleet."""
    per_step = flight.by_group("pauses")
    each = (
        group.count * float(one) * YEAR_S / float(group.step_s)
        for group, one in zip(flight.groups, per_step, strict=True)
    )
    return sum(each) / flight.satellites


def holes_per_year(fleet: Fleet) -> float:
    """Holes by debris in a satellite's radiator, mean over the fleet."""
    return (
        sum(group.count * float(group.satellite.radiator.holes_per_s()) for group in fleet.groups)
        * YEAR_S
        / fleet.satellites
    )


def worn_out(run: Run) -> str:
    """That a battery does not last as long as its satellite; empty if it does."""
    if run.scenario.on_ground:
        return ""
    battery = first_worn(run.fleet).satellite.battery
    return battery_shortfall(
        float(battery.life_s()),
        float(run.fleet.life_s),
        float(solved(battery.depth_of_discharge_frac)),
        float(battery.floor_frac),
    )


def battery_shortfall(life_s: float, needed_s: float, depth_frac: float, floor_frac: float) -> str:
    """The warning that a battery wears out before the end of its satellite's life.

    Args:
        life_s: of the battery. needed_s: life of the satellite.
        depth_frac: depth of discharge in the longest eclipse. floor_frac: charge that is kept.

    Returns:
        The warning; empty where the battery lasts.

    >>> battery_shortfall(5e7, 1.6e8, 0.4, 0.05)
    'the battery is worn out after 1.6 years, its satellite lives 5.1'
    """
    if life_s * JUST >= needed_s:
        return ""
    drained = depth_frac > (1.0 - floor_frac) * JUST  # a policy may spare it that
    load = "drained by the full load in every long eclipse, " if drained else ""
    return (
        f"{load}the battery is worn out after {number(life_s / YEAR_S, 2)} years, its satellite"
        f" lives {number(needed_s / YEAR_S, 2, trim=True)}"
    )
