"""Wear and interruptions: the sentences hold the numbers of the run, and a battery that wears out
too soon is reported in every place.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dawndusk.core.units import YEAR_S
from dawndusk.report import endurance
from dawndusk.report.page import page
from dawndusk.results.saved import SavedRun
from tests.changed import changed
from tests.report.test_page import SMALL, Reader

# the calendar alone wears it out in less than the satellite's life
HOT = {"satellite.battery.temperature": "45 degC"}
Saved = Callable[..., SavedRun]


@pytest.fixture(scope="module")
def made(saved_run: Saved) -> SavedRun:
    return saved_run("suncatcher", SMALL)


def words(html: str) -> str:
    return "".join(Reader(html).words)


def test_a_battery_that_lasts_has_no_warning(made: SavedRun) -> None:
    text = words(endurance.section(made))
    found = re.search(
        r"falls to (\d+) % of its capacity after ([\d.]+) years at a depth of discharge of"
        r" (\d+) %.*, ([\d,]+) cycles a year; the design life of the satellite is (\d+) years",
        text,
    )
    assert found
    assert made.fleet is not None
    assert float(found[1]) / 100.0 == made.scenario.satellite.battery.ageing.end_of_life_frac
    assert float(found[2]) == pytest.approx(
        made.fleet.battery_life_s / YEAR_S, abs=0.05
    )  # two digits are printed
    assert float(found[3]) / 100.0 == pytest.approx(made.fleet.battery_depth_frac, abs=0.005)
    assert float(found[4].replace(",", "")) == pytest.approx(
        1330, rel=0.01
    )  # about 90.5 days of 14.75 orbits at 650 km
    assert "Warning" not in text


def test_a_battery_that_wears_out_first_is_in_section_and_verdict(
    made: SavedRun, saved_run: Saved
) -> None:
    hot = saved_run("suncatcher", HOT, until="design")
    assert hot.fleet is not None
    (warning,) = hot.verdict.faults
    assert "the battery is worn out after" in warning
    assert f"Warning: {warning}" in words(endurance.section(hot))
    values = {
        "fleet.battery_life_s": hot.fleet.battery_life_s,
        "verdict.faults": list(hot.verdict.faults),
    }
    assert words(page(changed(made, values))).count(warning) == 2


def test_a_battery_too_small_for_its_eclipse_is_reported(saved_run: Saved) -> None:
    small = saved_run("suncatcher", {"satellite.battery.capacity": "10 kWh"}, until="design")
    assert re.search(
        r"at a depth of discharge of 95 %: it is too small for the longest eclipse, which requires"
        r" \d{3} % of its capacity",
        words(endurance.section(small)),
    )


def test_without_a_battery_the_work_is_interrupted(made: SavedRun, saved_run: Saved) -> None:
    idling = saved_run(
        "suncatcher", {"flight.orbits": 2, "satellite.battery.kind": "keep_alive"}, until="serve"
    )
    assert re.search(
        r"falls below half of full work [\d,]+ times a year; each time costs [\d.,]+ s to resume,"
        r" which leaves 9\d\.\d % of the work",
        words(endurance.section(idling)),
    )
    assert "None: the work of no satellite" in words(endurance.section(made))


def test_penetrations_and_temperature_of_the_radiator(made: SavedRun, saved_run: Saved) -> None:
    text = words(endurance.section(made))
    assert made.fleet is not None
    assert f"{made.fleet.radiator_k - 273.15:.1f} °C" in text
    assert "each penetration costs one segment" in text
    face = saved_run("suncatcher", {"satellite.radiator.kind": "integrated_panel"}, until="design")
    assert "negligible effect" in words(endurance.section(face))


def test_the_group_with_the_shortest_battery_life_is_named(saved_run: Saved) -> None:
    several = saved_run("blue-origin-sunrise", until="design")
    assert several.fleet is not None
    name = several.fleet.battery_life_group
    assert name in [group.name for group in several.fleet.groups]
    assert f"Shown: {name}, the group with" in words(endurance.section(several))
