"""A battery against none for compute, in a dawn-dusk orbit and in a 53 deg shell; and a fleet whose
planes go dark in different seasons.

Tag of every test: physics.
"""

from functools import cache

import numpy as np
import pytest

from dawndusk.chain import evaluate, settled
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, svg

NAMES = {"suncatcher": "650 km dawn-dusk", "starlink-ai": "550 km, 53°"}
KINDS = ("lithium_ion", "keep_alive")


@cache
def made(name, kind):
    """All stages of a scenario with that kind of battery; at most 72 satellites fly for all."""
    return evaluate(
        settled(load(name, {"satellite.battery.kind": kind, "flight.sample": 72}).scenario)
    )


def pair(name):
    return tuple(made(name, kind) for kind in KINDS)


def eclipses_per_orbit(outcome):
    """Of all planes and days of the year, in closed form."""
    return float(np.mean(outcome.flight.groups[0].season.eclipse_frac > 0.0))


def pauses_per_orbit(outcome):
    return float(outcome.flight.mean("pauses")) * outcome.fleet.steps_per_orbit


def chip_swing_k(outcome):
    """Between the hottest and the coldest chip of a day, the worst of all days and satellites."""
    totals = outcome.flight.groups[0].totals
    return float(np.max(totals.max_chip_k - totals.min_chip_k))


@pytest.mark.parametrize("name", NAMES)
def test_without_a_battery_it_is_lighter_and_does_less(name):
    carried, idling = pair(name)
    before, after = (one.fleet.groups[0] for one in (carried, idling))
    assert (
        after.mass_kg["battery"] < 0.4 * before.mass_kg["battery"]
    )  # idle chips take a tenth, and the bus its own
    assert (
        after.satellite.array.area_m2 < before.satellite.array.area_m2
    )  # nothing to charge for the night
    assert after.launch_mass_kg < before.launch_mass_kg
    assert float(idling.work.delivered_frac) < float(carried.work.delivered_frac)
    assert float(carried.work.resumed_frac) == 1.0  # no pause at all
    assert float(idling.work.resumed_frac) < 0.999


@pytest.mark.parametrize("name", NAMES)
def test_both_are_priced_and_the_difference_is_accounted_for(name):
    carried, idling = pair(name)
    for one in (carried, idling):
        assert 0.0 < float(one.bill.ratio) < np.inf
    dearer = float(idling.bill.orbit.usd_per_chip_hour / carried.bill.orbit.usd_per_chip_hour)
    cheaper = float(idling.bill.orbit.usd_per_year / carried.bill.orbit.usd_per_year)
    kept = float(idling.work.delivered_frac / carried.work.delivered_frac)
    assert cheaper < 1.0
    # what a chip-hour costs is what the fleet costs over the work it keeps; losses of satellites
    # shift both sides alike
    assert dearer == pytest.approx(cheaper / kept, rel=1e-3)


def test_what_eclipse_does_to_work_and_chips(figure):
    measured = {}
    for name, place in NAMES.items():
        carried, idling = pair(name)
        sunlit = float(idling.flight.mean("sunlit_frac"))
        measured[f"{place}: work without a battery, of the sunlit share, %"] = (
            abs(float(idling.flight.mean("duty_frac")) / sunlit - 1.0) * 100.0
        )
        measured[f"{place}: pauses an eclipse, less one"] = abs(
            pauses_per_orbit(idling) / eclipses_per_orbit(idling) - 1.0
        )
        measured[f"{place}: pauses an orbit with a battery"] = pauses_per_orbit(carried)
    strips = {kind: made("starlink-ai", kind).flight.groups[0].strip for kind in KINDS}
    words = {"lithium_ion": "battery", "keep_alive": "no battery for compute"}
    x = Axis(0.0, 96.0, "minutes of the worst orbit, 53°", most=10)
    warm = [
        Curve(words[kind], one.time_s / 60.0, one.chip_k - 273.15, style)
        for style, (kind, one) in zip("ab", strips.items(), strict=True)
    ]
    done = [
        Curve("", one.time_s / 60.0, one.duty_frac, style)
        for style, one in zip("ab", strips.values(), strict=True)
    ]
    season = worst_hours()
    days = (np.arange(len(season["18:00"])) + 0.5) / len(season["18:00"]) * 365.25
    hours = [
        Curve(f"planes of {name}", days, line, style)
        for style, (name, line) in zip("cd", season.items(), strict=True)
    ]
    drawing = svg(
        "Chips and fleets without a battery for compute",
        Chart(
            "Chips, °C", Axis(0.0, 96.0, most=10), Axis(-40.0, 100.0, most=6), warm, height=150.0
        ),
        Chart("Work, of full", x, Axis(0.0, 1.0, most=4), done, height=80.0),
        Chart(
            "A fleet without: work in the worst hour of the day, of full, 650 km",
            Axis(0.0, 366.0, "day of 2030", most=9),
            Axis(0.7, 1.0, most=4),
            hours,
            height=130.0,
        ),
    )
    limits = [1.0, 0.05, 1e-9] * len(
        NAMES
    )  # work of half-lit steps; days sampled of a season's edge; none
    figure(
        "no-battery",
        drawing,
        what="Work and pauses of chips that idle through eclipse",
        against="the sunlit share, and eclipses of the year in closed form",
        tag="physics",
        models=[
            "dawndusk.parts.battery.keep_alive",
            "dawndusk.flight.step",
            "dawndusk.records.flight",
        ],
        must_be=dict(zip(measured, limits, strict=True)),
        measured=measured,
    )


@pytest.mark.parametrize("name", NAMES)
def test_its_chips_swing_further(name):
    carried, idling = pair(name)
    assert (
        chip_swing_k(idling) > chip_swing_k(carried) + 40.0
    )  # from work to idling over a cold radiator, against the seasons' few kelvin
    assert (
        float(idling.flight.least("min_chip_k")) > 200.0
    )  # yet the chain stays where its models hold


DAWN_DUSK = {"altitude": "650 km", "inclination": "sun-synchronous", "planes": 1}


@cache
def fleet_of(*times):
    """Flight of 24 satellites without a battery for compute, as many on a plane of each of those
    local times.
    """
    shells = [
        DAWN_DUSK | {"local_time": time, "satellites_per_plane": 24 // len(times)} for time in times
    ]
    changes = {
        "constellation": {"kind": "shells", "shell": shells},
        "satellite.battery.kind": "keep_alive",
        "flight.days": 36,
        "flight.orbits": 3,
        "flight.settle": 1,
    }
    scenario = load("suncatcher", changes).scenario
    return fly(scenario, design(scenario), strips=False)


def worst_hours():
    """Work in the worst hour of each sampled day, of full work: of one local time, and of two
    mixed.
    """
    found = {}
    for name, flight in {
        "18:00": fleet_of("18:00"),
        "06:00 and 18:00": fleet_of("06:00", "18:00"),
    }.items():
        lines = []
        for day in range(len(flight.groups[0].course_frac)):
            course = sum(
                group.count / flight.satellites * group.course_frac[day] for group in flight.groups
            )
            step_s = float(flight.groups[0].step_s)
            hour = (np.arange(86400.0 // step_s) + 0.5) * step_s // 3600.0
            through_the_day = np.tile(course, 20)[: len(hour)]  # as an orbit repeats
            lines.append(min(through_the_day[hour == one].mean() for one in range(23)))
        found[name] = np.array(lines)
    return found


def test_mixing_local_times_halves_what_the_worst_hour_loses():
    dusk, dawn, mixed = (
        1.0 - fleet_of(*times).worst_hour_frac
        for times in (("18:00",), ("06:00",), ("06:00", "18:00"))
    )
    assert dusk == pytest.approx(
        0.20, abs=0.015
    )  # the longest eclipse, a fifth of the orbit, dims all planes of one local time
    assert dawn == pytest.approx(0.20, abs=0.015)
    assert mixed == pytest.approx(
        0.5 * max(dusk, dawn), abs=0.01
    )  # their seasons do not meet: half the fleet is always lit


def test_the_worst_hour_is_that_of_the_courses():
    assert fleet_of("18:00").worst_hour_frac == pytest.approx(
        worst_hours()["18:00"].min(), abs=1e-6
    )  # float32 sums


def test_a_fleet_of_one_place_would_be_noticed():  # shows that the comparison can fail
    assert (
        1.0 - made("suncatcher", "keep_alive").flight.worst_hour_frac > 0.25
    )  # a cluster goes dark at once, not a fifth at a time
