"""Endurance: battery life, cycles, pauses and penetrations, and the warning of a battery that wears
out before its satellite.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dawndusk.provenance.explanation import explain
from dawndusk.results.endurance import battery_shortfall
from dawndusk.results.saved import SavedRun
from tests.report.test_endurance import HOT
from tests.report.test_page import SMALL

KEYS = (
    "fleet.battery_life_s",
    "fleet.battery_life_group",
    "fleet.battery_depth_frac",
    "fleet.radiator_k",
    "fleet.radiator_holes_per_year",
    "flight.min_chip_k",
    "flight.max_array_k",
    "flight.worst_hour_frac",
    "flight.pauses_per_year",
    "flight.eclipses_per_year",
    "flight.groups.0.worst_eclipse_s",
    "flight.power_balance.radiated_w",
)
Saved = Callable[..., SavedRun]


@pytest.fixture(scope="module")
def made(saved_run: Saved) -> SavedRun:
    return saved_run("suncatcher", SMALL)


def test_a_battery_that_lasts_has_no_fault(made: SavedRun) -> None:
    assert made.verdict.faults == ()
    assert battery_shortfall(5.0, 5.0, 0.5, 0.05) == ""


def test_a_battery_that_wears_out_first_is_a_fault(saved_run: Saved) -> None:
    hot = saved_run("suncatcher", HOT, until="design")
    assert hot.fleet is not None
    assert hot.fleet.battery_life_s < hot.fleet.satellite_life_s
    (fault,) = hot.verdict.faults
    assert fault.startswith("the battery is worn out after")


def test_a_small_battery_may_last_and_one_for_bursts_may_not(saved_run: Saved) -> None:
    small = saved_run("suncatcher", {"satellite.battery.capacity": "10 kWh"}, until="design")
    assert small.verdict.faults == ()  # eclipses are few
    bursts = saved_run("suncatcher-prototype", until="design")
    assert "drained by the full load" in "".join(
        bursts.verdict.faults
    )  # which computing in bursts avoids


def test_without_a_battery_every_eclipse_is_a_pause(made: SavedRun, saved_run: Saved) -> None:
    idling = saved_run(
        "suncatcher", {"flight.orbits": 2, "satellite.battery.kind": "keep_alive"}, until="serve"
    )
    assert idling.flight is not None
    assert made.flight is not None
    assert idling.flight.pauses_per_year == pytest.approx(
        idling.flight.eclipses_per_year, rel=0.1
    )  # 12 days sample a season of 90 to a tenth
    assert idling.flight.worst_hour_frac < 0.9 < made.flight.worst_hour_frac


def test_the_eclipse_of_the_darkest_day_is_within_the_year(made: SavedRun) -> None:
    """At 650 km the day of the lowest sunlight is that of the longest eclipse, of one plane."""
    assert made.fleet is not None
    assert made.flight is not None
    group, flown = made.fleet.groups[0], made.flight.groups[0]
    assert flown.worst_eclipse_s == pytest.approx(flown.longest_eclipse_s, rel=2e-3)
    shares = made.tables["season"]["eclipse_first_frac"]
    assert flown.worst_eclipse_s <= shares.max() * group.period_s * (1.0 + 1e-9)
    assert made.fleet.radiator_holes_per_year > 0.0


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_explained(made: SavedRun, key: str) -> None:
    text = explain(key, made)
    for label in ("  is ", "  computed ", "  equation "):
        assert label in text, text
    assert "null" not in text
