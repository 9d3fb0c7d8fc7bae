"""What wears out and what pauses: the sentences hold the run's numbers, and a battery that dies too
soon is said wherever one looks.
"""

from __future__ import annotations

import re

import pytest

from dawndusk.core.units import YEAR_S
from dawndusk.pipeline import run
from dawndusk.provenance.explanation import explain
from dawndusk.records.run import Run
from dawndusk.report import endurance
from dawndusk.report.page import page
from dawndusk.results import endurance as endurance_results
from dawndusk.results import headline
from dawndusk.results.saved import saved
from dawndusk.results.screen import LINES, screen
from dawndusk.results.summary import summary
from tests.report.test_page import SMALL, Reader

HOT = {
    "satellite.battery.temperature": "45 degC"
}  # the calendar alone wears it out in less than the satellite's life
NEW = (
    "fleet.battery_life_s",
    "fleet.battery_depth_frac",
    "fleet.radiator_k",
    "fleet.radiator_holes_per_year",
    "flight.min_chip_k",
    "flight.max_array_k",
    "flight.worst_hour_frac",
    "flight.pauses_per_year",
    "flight.eclipses_per_year",
    "flight.sankey.radiated_w",
)


@pytest.fixture(scope="module")
def made() -> Run:
    return run("suncatcher", SMALL, until="serve")


@pytest.fixture(scope="module")
def hot() -> Run:
    return run("suncatcher", SMALL | HOT)


@pytest.fixture(scope="module")
def idling() -> Run:
    return run(
        "suncatcher", {"flight.orbits": 2, "satellite.battery.kind": "keep_alive"}, until="serve"
    )


def words(html: str) -> str:
    return "".join(Reader(html).words)


def test_a_battery_that_lasts_is_told_without_a_warning(made: Run) -> None:
    assert endurance_results.worn_out(made) == ""
    told = words(endurance.section(made))
    found = re.search(
        r"falls to (\d+) % of its capacity after ([\d.]+) years at a depth of (\d+) %.*, ([\d,]+)"
        r" cycles a year; the satellite lives (\d+) years",
        told,
    )
    assert found
    facts, battery = summary(made), made.fleet.groups[0].satellite.battery
    assert float(found[1]) / 100.0 == battery.ageing.end_of_life_frac
    assert float(found[2]) == pytest.approx(
        facts["fleet"]["battery_life_s"] / YEAR_S, abs=0.05
    )  # two digits are printed
    assert float(found[3]) / 100.0 == pytest.approx(facts["fleet"]["battery_depth_frac"], abs=0.005)
    assert float(found[4].replace(",", "")) == pytest.approx(
        1330, rel=0.01
    )  # about 90.5 days of 14.75 orbits at 650 km
    assert "Warning" not in told


def test_a_battery_that_dies_first_is_said_everywhere(hot: Run) -> None:
    assert summary(hot)["fleet"]["battery_life_s"] < summary(hot)["fleet"]["satellite_life_s"]
    warning = endurance_results.worn_out(hot)
    assert "the battery is worn out after" in warning
    assert warning in headline.faults(hot)
    assert f"Inconsistent: {warning}" in screen(saved(hot))
    assert words(page(hot)).count(warning) == 2  # in the verdict and with the battery


def test_a_battery_too_small_for_its_eclipse_is_said() -> None:
    small = run("suncatcher", {"satellite.battery.capacity": "10 kWh"}, until="design")
    told = words(endurance.section(small))
    assert re.search(
        r"at a depth of 95 %, as it is too small for the longest eclipse, which asks for \d{3} %"
        r" of it",
        told,
    )
    assert headline.faults(small) == []  # it lasts all the same, for eclipses are few
    bursts = run("suncatcher-prototype", until="design")
    assert "drained by the full load" in "".join(
        headline.faults(bursts)
    )  # which computing in bursts spares it


def test_the_screen_stays_small(hot: Run, idling: Run) -> None:
    for one in (hot, idling):
        lines = screen(saved(one), "runs/x").splitlines()
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= 130
    assert screen(saved(hot), "runs/x").splitlines()[-1] == "Files: runs/x"
    assert "resuming after pauses" in screen(saved(idling))
    assert "resuming after pauses" not in screen(saved(hot))  # it costs exactly nothing
    assert "Evidence:" in screen(saved(hot))


def test_without_a_battery_every_eclipse_is_a_pause(idling: Run, made: Run) -> None:
    facts = summary(idling)["flight"]
    assert facts["pauses_per_year"] == pytest.approx(
        facts["eclipses_per_year"], rel=0.1
    )  # 12 days sample a season of 90 to a tenth
    assert facts["worst_hour_frac"] < 0.9 < summary(made)["flight"]["worst_hour_frac"]
    told = words(endurance.section(idling))
    assert re.search(
        r"falls below half [\d,]+ times a year; each time costs [\d.,]+ s to resume, which leaves"
        r" 9\d\.\d % of the work",
        told,
    )
    assert "None: the work of no satellite" in words(endurance.section(made))


def test_holes_and_temperature_of_the_radiator_are_told(made: Run) -> None:
    facts = summary(made)["fleet"]
    told = words(endurance.section(made))
    assert f"{facts['radiator_k'] - 273.15:.1f} °C" in told
    assert facts["radiator_holes_per_year"] > 0.0
    assert "each hole costs one segment" in told
    face = run("suncatcher", {"satellite.radiator.kind": "integrated_panel"}, until="design")
    assert "next to nothing" in words(endurance.section(face))


@pytest.mark.parametrize("key", NEW)
def test_a_new_key_is_explained(made: Run, key: str) -> None:
    text = explain(key, summary(made))
    for label in ("  is ", "  computed ", "  equation ", "  under it "):
        assert label in text, text
    assert "null" not in text
