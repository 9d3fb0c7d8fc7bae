"""The section on radiation: it holds the numbers of the run, in every case."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dawndusk.report import radiation
from dawndusk.results.numbers import number
from dawndusk.results.radiation import RAD
from dawndusk.results.saved import SavedRun
from tests.changed import changed
from tests.report.test_page import Reader

FEW = {"flight.days": 2, "flight.orbits": 2, "constellation.satellites": 9}
Saved = Callable[..., SavedRun]


@pytest.fixture(scope="module")
def made(saved_run: Saved) -> SavedRun:
    return saved_run("suncatcher", FEW)


def text(run: SavedRun) -> str:
    reader = Reader(radiation.section(run))
    assert reader.balanced
    return "".join(reader.words)


def test_dose_and_upsets_are_those_of_the_run(made: SavedRun) -> None:
    assert made.flight is not None
    words = text(made)
    assert f"{number(made.flight.dose_gy_per_year * RAD)} rad a year in silicon" in words
    silent = made.flight.upsets_per_chip_year["silent"]
    assert f"one every {number(365.25 / silent)} days" in words
    assert "do not cover all longitudes" in words  # two orbits on two days


def test_a_chip_without_a_beam_test_is_marked(saved_run: Saved, made: SavedRun) -> None:
    words = "No beam test of this chip is known"
    assert words not in text(made)
    other = saved_run("suncatcher", FEW | {"satellite.compute.use": "h100"}, until="fly")
    assert words in text(other)


def test_no_silent_errors_is_no_division_by_zero(made: SavedRun) -> None:
    values: dict[str, object] = {"flight.upsets_per_chip_year.silent": 0.0}
    for one in ("verdict.higher.before", "verdict.higher.after"):
        values[f"{one}.silent_per_chip_year"] = 0.0
    for at in range(len(made.verdict.shields)):
        values[f"verdict.shields.{at}.silent_per_chip_year"] = 0.0
    words = text(changed(made, values))
    assert "has 0 silent errors a year." in words
    assert "0.0 % of the silent errors" in words


def test_without_a_price_it_has_the_dose_and_no_effect_of_the_shield(made: SavedRun) -> None:
    values = {"bill": None, "verdict.shields": [], "verdict.higher": None}
    words = text(changed(made, values))
    assert "rad a year" in words
    assert "Altitude" not in words
    assert "Trapped dose" not in words


def test_where_a_design_does_not_close_the_section_reports_it(made: SavedRun) -> None:
    at = len(made.verdict.shields) - 1
    thick = changed(made, {f"verdict.shields.{at}.ratio": None, "verdict.higher.after.ratio": None})
    assert "leaves no design that closes" in text(thick)
    assert "outside the range of the orbit model" in text(changed(made, {"verdict.higher": None}))
    none = {f"verdict.shields.{at}.ratio": None for at in range(len(made.verdict.shields))}
    assert "No design closes behind any of the thicknesses" in text(changed(made, none))


def test_dates_of_few_events_are_printed(made: SavedRun) -> None:
    year = 31557600.0
    two = changed(made, {"flight.events_in_draw": 2, "flight.events_at_s": [0.0, year]})
    assert "2 in this draw: January 2030, January 2031" in text(two)
    many = {"flight.events_in_draw": 5, "flight.events_at_s": [0.0] * 5}
    assert "(5 in this draw)" in text(changed(made, many))
