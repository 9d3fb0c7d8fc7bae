"""A battery against idling through eclipse: one sentence that names the numbers which decide, and
never a false reason.
"""

from __future__ import annotations

import copy
import re

import pytest

from dawndusk.chain import evaluate, settled
from dawndusk.flight.fly import sampling_error
from dawndusk.records.run import Run
from dawndusk.report.comparison_page import comparison_page
from dawndusk.results import battery_choice, comparison
from dawndusk.results.saved import SavedRun, saved
from dawndusk.scenario.reading import load
from tests.changed import changed
from tests.report.test_page import Reader

FEW = {"flight.days": 4, "flight.orbits": 2, "flight.sample": 60}


def priced(name: str, kind: str) -> SavedRun:
    """A run with that kind of battery, without sensitivities, which would take most of the time."""
    loaded = load(name, {**FEW, "satellite.battery.kind": kind, "name": kind})
    outcome = evaluate(settled(loaded.scenario))
    error = sampling_error(outcome.flight)
    return saved(Run(loaded=loaded, outcome=outcome, sampling_error=error))


# 650 km dawn-dusk, and a 53 deg shell
@pytest.fixture(scope="module", params=["suncatcher", "starlink-ai"])
def pair(request: pytest.FixtureRequest) -> tuple[SavedRun, ...]:
    return priced(request.param, "lithium_ion"), priced(request.param, "keep_alive")


def test_one_sentence_names_the_lower_cost_and_the_numbers(pair: tuple[SavedRun, ...]) -> None:
    (words,) = battery_choice.sentences(pair)
    low, high = sorted(pair, key=lambda one: one.bill.orbit.usd_per_pflop_day)
    assert re.match(rf"{low.name} costs [\d.]+ % less per PFLOP/s-day than {high.name}: ", words)
    carried, idling = (battery_choice.battery(one) for one in pair)
    found = re.search(
        r"a battery ([\d.,]+) kg per kW lighter and ([\d.,]+) USD/yr per kW lower in cost", words
    )
    assert found
    # three digits are printed
    assert float(found[1].replace(",", "")) == pytest.approx(
        carried.battery_kg - idling.battery_kg, rel=6e-3
    )
    assert float(found[2].replace(",", "")) == pytest.approx(
        carried.battery_usd_per_year - idling.battery_usd_per_year, rel=6e-3
    )
    lost = re.search(
        r"lost work: ([\d.]+) % to eclipse and ([\d.]+) % to resuming after ([\d,]+) pauses per"
        " year",
        words,
    )
    assert lost
    # two digits are printed
    assert float(lost[1]) / 100.0 == pytest.approx(
        1.0 - idling.eclipse_frac / carried.eclipse_frac, rel=6e-2
    )
    assert float(lost[3].replace(",", "")) == pytest.approx(idling.pauses_per_year, abs=0.5)
    assert "outweigh" in words if low is pair[1] else "do not offset" in words
    assert "other input" not in words
    assert words.count(".") - len(re.findall(r"\d\.\d", words)) == 1  # one sentence


def test_it_stands_in_the_comparison(pair: tuple[SavedRun, ...]) -> None:
    (words,) = battery_choice.sentences(pair)
    assert words in " ".join(comparison.text(pair).split("\n"))
    assert words in "".join(Reader(comparison_page(pair)).words)


def test_batteries_of_one_kind_have_no_such_sentence(pair: tuple[SavedRun, ...]) -> None:
    other = changed(pair[0], {"bill.orbit.usd_per_pflop_day": 1.0})
    assert battery_choice.sentence(pair[0], other) == ""
    assert battery_choice.sentences([pair[0]]) == []


def test_where_no_work_is_priced_there_is_no_such_sentence(pair: tuple[SavedRun, ...]) -> None:
    assert (
        battery_choice.sentences(
            [changed(one, {"bill.orbit.usd_per_pflop_day": None}) for one in pair]
        )
        == []
    )  # as on the boundary power_only


def test_where_more_differs_it_says_so(pair: tuple[SavedRun, ...]) -> None:
    other = SavedRun(copy.deepcopy(pair[1].summary), pair[1].tables, lambda: pair[1].loaded)
    other.inputs["launch.price"] |= {"value": "900 USD/kg"}
    del other.inputs["launch.wait"]
    (words,) = battery_choice.sentences([pair[0], other])
    assert "; the two differ in 2 other inputs too (launch.price, launch.wait)." in words
