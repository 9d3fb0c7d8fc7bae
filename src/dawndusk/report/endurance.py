"""What wears out and what stops: the battery's life, holes in the radiator, the fleet's worst hour
and the pauses of the work.

Equation: cycles a year = days with eclipse a year x orbits a day; pauses a year = pauses per step x
steps a year
Valid: batteries that go through every eclipse, radiators whose holes nobody mends; pauses and the
worst hour as on the sampled days
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape
from typing import Any

from dawndusk.core.units import CELSIUS_K, YEAR_S
from dawndusk.records.flight import Flight
from dawndusk.records.run import Run
from dawndusk.report import tables
from dawndusk.report.links import ref
from dawndusk.results.endurance import (
    JUST,
    cycles_per_year,
    first_worn,
    holes_per_year,
    pauses_per_year,
    worn_out,
)
from dawndusk.results.numbers import WHOLE, fixed, number, percent

# -- section -------------------------------------------------------------------


def section(run: Run) -> str:
    """Battery, radiator, worst hour and pauses, each in a sentence."""
    facts = [("Battery", _battery(run)), ("Radiator and debris", _radiator(run))]
    if run.flight is not None:
        facts += [
            ("The fleet's worst hour", _worst_hour(run, run.flight)),
            ("Pauses", _pauses(run, run.flight)),
        ]
    return tables.facts(facts)


def _battery(run: Run) -> str:
    group = first_worn(run.fleet)
    battery: Any = group.satellite.battery
    life_s, needed_s = float(battery.life_s()), float(run.fleet.life_s)
    cells = getattr(battery, "ageing", None)
    end = (
        "is worn out"
        if cells is None
        else (
            "falls to"
            f" {ref('satellite.battery.ageing.end_of_life', percent(cells.end_of_life_frac, 0))} of"
            " its capacity"
        )
    )
    depth, gives = float(battery.depth_of_discharge_frac), 1.0 - float(battery.floor_frac)
    asked = ref("fleet.battery_depth_frac", percent(depth, 0))
    words = (
        f"The battery {end} after {ref('fleet.battery_life_s', f'{_years(life_s)} years')} at a"
        " depth of "
    )
    if depth <= gives * JUST:
        words += f"{asked} in the longest eclipse"
    else:
        words += (
            f"{percent(gives, 0)}, as it is too small for the longest eclipse, which asks for"
            f" {asked} of it"
        )
    if run.flight is not None:
        cycles = ref("flight.eclipses_per_year", fixed(cycles_per_year(run.fleet, run.flight)))
        words += f", {cycles} cycles a year"
    words += f"; the satellite lives {ref('fleet.satellite_life_s', f'{_years(needed_s)} years')}."
    if len(run.fleet.groups) > 1:
        words += f" Shown: {escape(group.name)}, whose battery ends first."
    warning = worn_out(run)
    return f"{words} <b>Warning: {escape(warning)}.</b>" if warning else words


def _years(seconds: float) -> str:
    return number(seconds / YEAR_S, 2, trim=True)


def _radiator(run: Run) -> str:
    holes, life_years = holes_per_year(run.fleet), float(run.fleet.life_s) / YEAR_S
    warm = (
        max(float(group.satellite.radiator.temperature_k) for group in run.fleet.groups) - CELSIUS_K
    )
    words = (
        "Under full load all the time in its worst season the radiator settles at"
        f" {ref('fleet.radiator_k', f'{fixed(warm, 1)} °C')}"
    )
    if run.flight is not None:
        flown = run.flight.most("max_radiator_k") - CELSIUS_K
        words += (
            f"; the hottest flown was at {ref('flight.max_radiator_k', f'{fixed(flown, 1)} °C')}"
        )
    words += "."
    if holes == 0.0:
        return f"{words} A hole by debris costs a radiator of this kind next to nothing."
    each = ref("fleet.radiator_holes_per_year", number(holes))
    return (
        f"{words} Debris holes the radiator of a satellite {each} times a year,"
        f" {number(holes * life_years)} times in its life; each hole costs one segment."
    )


def _worst_hour(run: Run, flight: Flight) -> str:
    worst = ref("flight.worst_hour_frac", percent(flight.worst_hour_frac))
    why = (
        "Satellites whose orbits have the same local time go dark together in their season."
        if run.fleet.satellites > 1
        else ""
    )
    return (
        f"{'Even in' if flight.worst_hour_frac > WHOLE else 'In'} the worst hour of the sampled"
        f" days the fleet does {worst} of full work. {why}".strip()
    )


def _pauses(run: Run, flight: Flight) -> str:
    pauses = pauses_per_year(flight)
    if pauses == 0.0:
        return (
            "None: the work of no satellite ever falls below half"
            f" ({ref('flight.pauses_per_year', '0')} a year)."
        )
    resume = ref(
        "satellite.compute.resume",
        f"{number(run.scenario.satellite.compute.resume_s, trim=True)} s",
    )
    words = (
        f"The work of a satellite falls below half {ref('flight.pauses_per_year', number(pauses))}"
        f" times a year; each time costs {resume} to resume"
    )
    if run.work is not None:
        for index, factor in enumerate(run.work.waterfall):
            if factor.name == "resuming after pauses":
                words += (
                    f", which leaves {ref(f'work.waterfall.{index}.frac', percent(factor.frac))} of"
                    " the work"
                )
    return words + "."
