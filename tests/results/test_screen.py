"""The screen of a saved run: at most 24 lines, the numbers of the results, nothing absent."""

import pytest

from dawndusk import store
from dawndusk.results.screen import LINES, screen
from tests.changed import changed
from tests.systems import OLD, SMALL, systems


@pytest.fixture(scope="module")
def runs(saved_run):
    return systems(saved_run)


def test_every_system_fits_on_a_screen(runs):
    for run in runs:
        lines = screen(run, "runs/x").splitlines()
        assert lines[0] == f"{run.name}: {run.title}"
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= 130
        assert lines[-1] == "Files: runs/x"  # nothing was cut off
        assert run.verdict.sentence in lines


def test_a_fleet_has_its_numbers(runs):
    text = screen(runs[0])
    orbit = runs[0].bill.orbit
    assert f"orbit {orbit.usd_per_kw_year:>10,.0f}" in text
    assert "Fleet: 2 satellites of 247 kg at 650 km, 98.0 deg; 3.04 kW of chips and hosts; " in text
    assert f"break-even launch price {runs[0].reasons['bill.break_even_launch_usd_per_kg']}" in text
    assert "Flown: 2 days of 2 orbits at the end of life; sunlit share" in text
    assert "Scale: 0.0000045 % of data-centre demand us-2028 (325 to 580 TWh/yr)" in text


def test_a_ground_has_every_site_and_every_demand(runs):
    lines = screen(runs[2]).splitlines()
    waits = next(line for line in lines if line.startswith("  time to service, yr"))
    assert waits.split() == [
        "time",
        "to",
        "service,",
        "yr",
        "us-texas-grid",
        "4.0",
        "us-virginia-grid",
        "7.0",
    ]
    assert sum(line.startswith("Scale: ") for line in lines) == 2
    assert not [line for line in lines if line.startswith(("Fleet", "Binds", "Flown", "Not mod"))]


def test_a_run_that_stopped_has_what_it_reached(saved_run):
    lines = screen(saved_run("suncatcher-pair", SMALL, until="design")).splitlines()
    heads = [line.partition(":")[0] for line in lines[2:]]
    assert heads == ["Fleet", "Binds", "Evidence", "Not modelled yet"]


def test_the_time_to_service_has_its_worth_or_the_reason_why_there_is_none(runs):
    def line(**values):
        run = changed(runs[0], {f"bill.{key}": value for key, value in values.items()})
        return next((one for one in screen(run).splitlines() if one.startswith("Time to")), "")

    assert "; the earlier start pays off above" in line()
    assert line(break_even_value_usd_per_kw_year=1.0).startswith(
        "Time to service: orbit 3 yr, ground 4 yr; orbit has the lower cost and the earlier start"
    )
    late = changed(runs[0], {"bill.break_even_value_usd_per_kw_year": None})
    late.reasons["bill.break_even_value_usd_per_kw_year"] = (
        "orbit begins no earlier than us-texas-grid"
    )
    assert "ground 4 yr (orbit begins no earlier than us-texas-grid)" in screen(late)
    assert line(boundary="power_only") == ""


def test_what_is_wrong_is_said(runs):
    faulty = changed(
        runs[0],
        {
            "verdict.faults": ["parts 12 kg over the given mass"],
            "flight.stored_ratio": -0.1,
            "verdict.drivers.0.ratio_at_low": None,
            "verdict.drivers.0.effect": None,
        },
    )
    text = screen(faulty)
    assert "Inconsistent: parts 12 kg over the given mass" in text
    assert "not settled, batteries still drain: set flight.settle higher" in text
    assert f"no design closes at an end of {runs[0].verdict.drivers[0].key}" in text


def test_a_sample_is_named_where_not_all_satellites_fly(runs):
    assert "on a sample" not in screen(runs[0])
    few = changed(runs[0], {"verdict.drivers_satellites": 1, "flight.flown_satellites": 1})
    assert "sensitivities (on a sample of 1 satellites):" in screen(few)
    assert "at the end of life by 1 satellites; sunlit" in screen(few)


def test_a_run_of_an_older_version_has_a_screen():
    assert "USD per chip-hour        us-texas-grid       2.35" in screen(store.open(OLD))
