"""The verdict in plain words: right in every case, and from the run's own numbers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest

from dawndusk.pipeline import break_even, run
from dawndusk.records.run import Outcome, Run
from dawndusk.report.page import page
from dawndusk.results import narrative
from dawndusk.results.numbers import number
from dawndusk.results.saved import SavedRun
from tests.report.test_page import SMALL, Reader

CHEAP: dict[str, Any] = {
    "launch.price": "20 USD/kg",
    "satellite.array.cells.price": "0.5 USD/W",
    "satellite.bus.price": "30000 USD",
    "satellite.links.price": "10000 USD",
    "satellite.radiator.price": "300 USD/m2",
    "satellite.bus.structure_price": "100 USD/kg",
    "satellite.propulsion.price": "200 USD/kg",
    "ground": [{"use": "us-texas-grid", "electricity": "0.9 USD/kWh"}],
}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "dearer": ("suncatcher", SMALL),
    "cheaper": ("suncatcher", SMALL | CHEAP),
    "power": ("suncatcher", SMALL | {"money.boundary": "power_only"}),
    "facility": ("suncatcher", SMALL | {"money.boundary": "facility"}),
    "ground": ("us-ground", {}),
}
Made = Callable[[str], SavedRun]


@pytest.fixture
def made(saved_run: Callable[..., SavedRun]) -> Made:
    return lambda case: saved_run(*CASES[case])


@pytest.fixture(scope="module")
def live() -> Run:
    return run(*CASES["dearer"])


def text(one: SavedRun) -> str:
    assert one.verdict.words is not None
    return one.verdict.words


@pytest.mark.parametrize("case", CASES)
def test_three_to_six_short_sentences(made: Made, case: str) -> None:
    words = text(made(case))
    found = words.removesuffix(".").split(". ")
    assert 3 <= len(found) <= 6
    assert all(one[0].isupper() and len(one) < 260 for one in found)
    assert not re.search(r"nan|inf\b|not finite|\.\.|  ", words)
    assert words[:60] in "".join(Reader(page(made(case))).words)


def test_orbit_dearer(made: Made) -> None:
    one = made("dearer")
    assert one.bill is not None
    assert one.bill.orbit is not None
    orbit, ground = (side.parts_usd_per_kw_year for side in (one.bill.orbit, one.bill.ground))
    moved = {name: orbit.get(name, 0.0) - ground.get(name, 0.0) for name in orbit | ground}
    added = {name: usd for name, usd in moved.items() if usd > 0.0}
    most = max(added, key=lambda name: added[name])
    assert (
        f"For each kilowatt, orbit adds {number(sum(added.values()))} USD a year,"
        f" {100.0 * added[most] / sum(added.values()):.0f} % of it {most}" in text(one)
    )
    assert "Even free launch leaves orbit at" in text(one)
    nearest = min(ratio for driver in one.verdict.drivers for ratio in driver.ratios)
    assert f"still {number(nearest)} times the ground" in text(one)


def test_orbit_cheaper(made: Made) -> None:
    one = made("cheaper")
    assert one.bill is not None
    assert one.bill.ratio is not None
    assert one.bill.break_even_launch_usd_per_kg is not None
    assert one.bill.ratio < 1.0
    assert text(one).startswith("For each kilowatt, orbit saves ")
    assert (
        "Orbit stays cheaper as long as launch, all else alike, costs less than"
        f" {number(one.bill.break_even_launch_usd_per_kg)} USD/kg" in text(one)
    )
    assert "within its range, turns the verdict" in text(one)


def test_only_power(made: Made) -> None:
    words = text(made("power"))
    assert "all of it launch; it saves" in words
    assert "Chips and servers, which both sides buy" not in words
    assert words.endswith("so this is no full verdict.")


def test_nothing_flies(made: Made) -> None:
    words = text(made("ground"))
    assert words.startswith("Nothing flies here")
    assert "Cheapest of 2 sites" in words


def test_a_stopped_run_has_none_and_a_reason(saved_run: Callable[..., SavedRun]) -> None:
    one = saved_run("suncatcher", until="design")
    assert one.verdict.words is None
    assert one.reasons["verdict.words"] == "the run stopped before the price"
    assert 'href="#is-verdict.words"' not in page(one)


def test_without_drivers_it_counts_all_estimates(live: Run) -> None:
    words = narrative.paragraph(dataclasses.replace(live, drivers=()))
    assert "Even free launch" in words
    assert "No single number" not in words
    assert re.search(r"Of \d+ numbers with a source, \d+ are estimates", words)


def test_one_number_and_the_launch_price_turn_it(live: Run) -> None:
    assert live.bill is not None
    launch = next(driver for driver in live.drivers if driver.key == "launch.price")
    bus = next(driver for driver in live.drivers if driver.key == "satellite.bus.price")
    turning = tuple(
        (
            dataclasses.replace(driver, ratio_at_low=0.8, turns_at=(120.0,))
            if driver in (launch, bus)
            else driver
        )
        for driver in live.drivers
    )
    bill = dataclasses.replace(live.bill, break_even_launch_usd_per_kg=120.0)
    outcome = Outcome(**live.outcome.records | {"bill": bill})
    words = narrative.paragraph(dataclasses.replace(live, outcome=outcome, drivers=turning))
    assert (
        "Orbit becomes cheaper if launch, all else alike, costs less than 120 USD/kg; here it"
        " costs 200" in words
    )
    assert (
        "Within its range the price of the satellite bus below 120 USD alone turns the verdict too"
        in words
    )
    alone = tuple(driver for driver in turning if driver.key != bus.key)
    words = narrative.paragraph(dataclasses.replace(live, outcome=outcome, drivers=alone))
    assert "No other single number within its range turns the verdict" in words


@pytest.mark.parametrize("key", ["life.mission_control", "life.operations"])
def test_the_value_that_turns_it_is_the_break_even(made: Made, key: str) -> None:
    """Drivers and break-even seek it apart, and agree."""
    driver = next(one for one in made("cheaper").verdict.drivers if one.key == key)
    (found,) = break_even("suncatcher", key, changes=SMALL | CHEAP)
    assert found.value is not None
    assert driver.turns_at == (pytest.approx(found.value, rel=0.002),)
