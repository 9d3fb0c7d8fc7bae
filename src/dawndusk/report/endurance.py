"""Wear and interruptions: battery life, debris penetrations of the radiator, the lowest hourly work
of the fleet, and interruptions of the work.

Equation: as results/endurance
Valid: batteries that go through every eclipse, radiators that are not repaired; interruptions and
the lowest hour as on the sampled days
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape
from typing import Any

from dawndusk.core.units import CELSIUS_K, YEAR_S
from dawndusk.report import tables
from dawndusk.report.anchors import ref
from dawndusk.results.endurance import JUST, battery_shortfall
from dawndusk.results.fleet import Results as Fleet
from dawndusk.results.flight import Results as Flight
from dawndusk.results.numbers import fixed, number, percent
from dawndusk.results.saved import SavedRun


def section(run: SavedRun) -> str:
    """Battery, radiator, lowest hour and interruptions, each in a sentence."""
    fleet, flight = run.fleet, run.flight
    if fleet is None:
        return tables.stopped("design")
    facts = [
        ("Battery life", _battery(run, fleet)),
        ("Radiator and debris", _radiator(fleet, flight)),
    ]
    if flight is not None:
        facts += [
            ("Lowest hourly work", _lowest_hour(fleet, flight)),
            ("Interruptions", _interruptions(run, flight)),
        ]
    return tables.facts(facts)


def _battery(run: SavedRun, fleet: Fleet) -> str:
    battery: Any = run.scenario.satellite.battery
    cells = getattr(battery, "ageing", None)
    end = (
        "wears out"
        if cells is None
        else (
            "falls to"
            f" {ref('satellite.battery.ageing.end_of_life', percent(cells.end_of_life_frac, 0))} of"
            " its capacity"
        )
    )
    depth, usable = fleet.battery_depth_frac, 1.0 - float(battery.floor_frac)
    needed = ref("fleet.battery_depth_frac", percent(depth, 0))
    words = (
        f"The battery {end} after"
        f" {ref('fleet.battery_life_s', f'{_years(fleet.battery_life_s)} years')} at a depth of"
        " discharge of "
    )
    if depth <= usable * JUST:
        words += f"{needed} in the longest eclipse"
    else:
        words += (
            f"{percent(usable, 0)}: it is too small for the longest eclipse, which requires"
            f" {needed} of its capacity"
        )
    if run.flight is not None:
        cycles = ref("flight.eclipses_per_year", fixed(run.flight.eclipses_per_year))
        words += f", {cycles} cycles a year"
    life = ref("fleet.satellite_life_s", f"{_years(fleet.satellite_life_s)} years")
    words += f"; the design life of the satellite is {life}."
    if len(fleet.groups) > 1:
        name = ref("fleet.battery_life_group", escape(fleet.battery_life_group))
        words += f" Shown: {name}, the group with the shortest battery life."
    warning = battery_shortfall(
        fleet.battery_life_s, fleet.satellite_life_s, depth, float(battery.floor_frac)
    )
    return f"{words} <b>Warning: {escape(warning)}.</b>" if warning else words


def _years(seconds: float) -> str:
    return number(seconds / YEAR_S, 2, trim=True)


def _radiator(fleet: Fleet, flight: Flight | None) -> str:
    holes, life_years = fleet.radiator_holes_per_year, fleet.satellite_life_s / YEAR_S
    words = (
        "At continuous full load in the worst season the radiator settles at"
        f" {ref('fleet.radiator_k', _celsius(fleet.radiator_k))}"
    )
    if flight is not None:
        hottest = ref("flight.max_radiator_k", _celsius(flight.max_radiator_k))
        words += f"; the highest temperature flown is {hottest}"
    words += "."
    if holes == 0.0:
        return f"{words} Debris penetrations have a negligible effect on a radiator of this kind."
    each = ref("fleet.radiator_holes_per_year", number(holes))
    return (
        f"{words} Debris penetrates the radiator of a satellite {each} times a year,"
        f" {number(holes * life_years)} times in its life; each penetration costs one segment."
    )


def _celsius(kelvin: float) -> str:
    return f"{fixed(kelvin - CELSIUS_K, 1)} °C"


def _lowest_hour(fleet: Fleet, flight: Flight) -> str:
    lowest = ref("flight.worst_hour_frac", percent(flight.worst_hour_frac))
    why = (
        " Satellites whose orbits have the same local time enter eclipse together in their season."
        if fleet.satellites > 1
        else ""
    )
    return f"The fleet does at least {lowest} of full work in every hour of the sampled days.{why}"


def _interruptions(run: SavedRun, flight: Flight) -> str:
    pauses = flight.pauses_per_year
    if pauses == 0.0:
        return (
            "None: the work of no satellite falls below half of full work"
            f" ({ref('flight.pauses_per_year', '0')} a year)."
        )
    resume = ref(
        "satellite.compute.resume",
        f"{number(run.scenario.satellite.compute.resume_s, trim=True)} s",
    )
    words = (
        "The work of a satellite falls below half of full work"
        f" {ref('flight.pauses_per_year', number(pauses))} times a year; each time costs {resume}"
        " to resume"
    )
    if run.work is not None:
        for index, factor in enumerate(run.work.waterfall):
            if factor.name == "resuming after pauses":
                left = ref(f"work.waterfall.{index}.frac", percent(factor.frac))
                words += f", which leaves {left} of the work"
    return words + "."
