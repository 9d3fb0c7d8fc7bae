"""The verdict in plain words, and the way from the ground's cost to orbit's: right in every case,
and from the run's own numbers.
"""

from __future__ import annotations

import dataclasses
import math
import re
from functools import cache
from typing import Any

import pytest

from dawndusk.pipeline import break_even, run
from dawndusk.records.run import Run
from dawndusk.report import charts, cost_steps
from dawndusk.report.page import page
from dawndusk.results import cost_parts as tables
from dawndusk.results import cost_steps as cost_steps_results
from dawndusk.results import narrative as words
from dawndusk.results.numbers import number
from dawndusk.results.summary import summary

SMALL = {"flight.days": 2, "flight.orbits": 2}
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
    "dearer": ("suncatcher", {}),
    "launch given": ("suncatcher", {"launch.price": "20 USD/kg"}),
    "cheaper": ("suncatcher", CHEAP),
    "power": ("suncatcher", {"money.boundary": "power_only"}),
    "facility": ("suncatcher", {"money.boundary": "facility"}),
    "ground": ("us-ground", {}),
}


@cache
def made(case: str) -> Run:
    name, changes = CASES[case]
    return run(name, changes if name == "us-ground" else SMALL | changes)


@pytest.mark.parametrize("case", CASES)
def test_three_to_six_short_sentences(case: str) -> None:
    found = words.sentences(made(case))
    assert 3 <= len(found) <= 6
    assert all(one[0].isupper() and len(one) < 260 for one in found)
    text = words.paragraph(made(case))
    assert not re.search(r"nan|inf\b|not finite|\.\.|  ", text)
    assert summary(made(case))["verdict"]["words"] == text
    assert text[:60].replace("'", "&#x27;") in page(made(case))


def test_orbit_dearer() -> None:
    one = made("dearer")
    assert one.bill is not None
    assert one.bill.orbit is not None
    text = words.paragraph(one)
    moved = tables.differences_usd_per_kw_year(one.bill.orbit, one.bill.ground)
    added = {part.name.lower(): usd for part, usd in moved.items() if usd > 0.0}
    most = next(iter(added))
    assert (
        f"For each kilowatt, orbit adds {number(sum(added.values()))} USD a year,"
        f" {100.0 * added[most] / sum(added.values()):.0f} % of it {most}" in text
    )
    assert "Even free launch leaves orbit at" in text
    nearest = min(min(driver.ratio_at_low, driver.ratio_at_high) for driver in one.drivers)
    assert f"still {number(nearest)} times the ground" in text


def test_orbit_cheaper() -> None:
    one = made("cheaper")
    assert one.bill is not None
    assert float(one.bill.ratio) < 1.0
    text = words.paragraph(one)
    assert text.startswith("For each kilowatt, orbit saves ")
    assert (
        "Orbit stays cheaper as long as launch, all else alike, costs less than"
        f" {number(one.bill.break_even_launch_usd_per_kg)} USD/kg" in text
    )
    assert "within its range, turns the verdict" in text


def test_only_power() -> None:
    text = words.paragraph(made("power"))
    assert "all of it launch; it saves" in text
    assert "Chips and servers, which both sides buy" not in text
    assert text.endswith("so this is no full verdict.")


def test_nothing_flies() -> None:
    text = words.paragraph(made("ground"))
    assert text.startswith("Nothing flies here")
    assert "Cheapest of 2 sites" in text


def test_a_stopped_run_has_none_and_says_why() -> None:
    one = run("suncatcher", until="design")
    assert words.paragraph(one) == ""
    found = summary(one)
    assert found["verdict"]["words"] is None
    assert found["reasons"]["verdict.words"] == "the run stopped before the price"
    assert "In plain words" not in page(one)


def test_without_drivers_it_counts_all_estimates() -> None:
    text = words.paragraph(dataclasses.replace(made("dearer"), drivers=()))
    assert "Even free launch" in text
    assert "No single number" not in text
    assert re.search(r"Of \d+ numbers with a source, \d+ are estimates", text)


def test_one_number_and_the_launch_price_turn_it() -> None:
    one = made("dearer")
    assert one.bill is not None
    launch = next(driver for driver in one.drivers if driver.key == "launch.price")
    bus = next(driver for driver in one.drivers if driver.key == "satellite.bus.price")
    turning = tuple(
        (
            dataclasses.replace(driver, ratio_at_low=0.8, turns_at=(120.0,))
            if driver in (launch, bus)
            else driver
        )
        for driver in one.drivers
    )
    bill = dataclasses.replace(one.bill, break_even_launch_usd_per_kg=120.0)
    text = words.paragraph(dataclasses.replace(one, bill=bill, drivers=turning))
    assert (
        "Orbit becomes cheaper if launch, all else alike, costs less than 120 USD/kg; here it"
        " costs 200" in text
    )
    assert (
        "Within its range the price of the satellite bus below 120 USD alone turns the verdict too"
        in text
    )
    alone = words.paragraph(
        dataclasses.replace(
            one, bill=bill, drivers=tuple(driver for driver in turning if driver.key != bus.key)
        )
    )
    assert "No other single number within its range turns the verdict" in alone


@pytest.mark.parametrize("key", ["life.mission_control", "life.operations"])
def test_the_value_that_turns_it_is_the_break_even(key: str) -> None:
    """Drivers and break-even seek it apart, and agree."""
    driver = next(one for one in made("cheaper").drivers if one.key == key)
    (found,) = break_even("suncatcher", key, changes=SMALL | CHEAP)
    assert found.value is not None
    assert driver.turns_at == (pytest.approx(found.value, rel=0.002),)


# -- the way from the ground's cost to orbit's ---------------------------------


@pytest.mark.parametrize("case", ["dearer", "cheaper", "power", "facility"])
def test_steps_add_up_to_the_difference(case: str) -> None:
    bill = made(case).bill
    assert bill is not None
    assert bill.orbit is not None
    found = cost_steps_results.steps(bill.orbit, bill.ground)
    low, high = float(bill.ground.usd_per_kw_year), float(bill.orbit.usd_per_kw_year)
    assert math.fsum(one.after - one.before for one in found) == pytest.approx(
        float(bill.difference_usd_per_kw_year), rel=1e-9
    )
    assert found[0].before == pytest.approx(low)
    assert found[-1].after == pytest.approx(high)
    for one in found:
        assert (
            -1e-6
            <= min(one.before, one.after)
            <= max(one.before, one.after)
            <= max(low, high) * (1.0 + 1e-9)
        )


def test_drawn_steps_are_on_the_scale_of_the_stacked_bars() -> None:
    bill = made("dearer").bill
    assert bill is not None
    assert bill.orbit is not None
    wide = cost_steps.figure(bill, bill.orbit).partition("</svg>")[0]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height="18" fill="#', wide)]
    usd_per_pixel = max(float(side.usd_per_kw_year) for side in bill.sides) / (charts.WIDE - 1.0)
    steps = cost_steps_results.steps(bill.orbit, bill.ground)
    assert [width * usd_per_pixel for width in widths] == pytest.approx(
        [abs(one.after - one.before) for one in steps], abs=0.002 * usd_per_pixel
    )


def test_where_nothing_flies_there_is_no_way() -> None:
    assert "what orbit costs" not in page(made("ground"))
    assert "part by part: from what the ground costs to what orbit costs" in page(made("dearer"))
