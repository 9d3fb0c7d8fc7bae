"""The study of shields and of a higher orbit: it gives what a run with that shield gives."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from dawndusk.results.saved import SavedRun
from tests.report.test_radiation import FEW

Saved = Callable[..., SavedRun]


@pytest.fixture(scope="module")
def made(saved_run: Saved) -> SavedRun:
    return saved_run("suncatcher", FEW)


def test_the_shield_of_the_scenario_gives_its_ratio(made: SavedRun) -> None:
    assert made.bill is not None
    assert made.flight is not None
    thickness_m = made.scenario.satellite.shield.thickness_m
    own = next(one for one in made.verdict.shields if one.thickness_m == thickness_m)
    assert own.ratio == pytest.approx(made.bill.ratio, rel=1e-9)  # the flight is the same
    assert own.dose_gy_per_year == pytest.approx(made.flight.dose_gy_per_year, rel=1e-12)


def test_a_run_behind_another_shield_gives_what_the_study_gave(
    made: SavedRun, saved_run: Saved
) -> None:
    thin = saved_run("suncatcher", FEW | {"satellite.shield.thickness": "2 mm"})
    assert thin.bill is not None
    assert thin.flight is not None
    assert thin.fleet is not None
    found = next(one for one in made.verdict.shields if one.thickness_m == 2e-3)
    assert found.ratio == pytest.approx(thin.bill.ratio, rel=1e-6)  # float32 flight
    assert found.dose_gy_per_year == pytest.approx(thin.flight.dose_gy_per_year, rel=1e-12)
    assert found.satellite_kg == pytest.approx(thin.fleet.satellite_mass_kg, rel=1e-9)
    assert "radiation: dose wears chips out" in thin.verdict.binding_constraint
    assert "radiation" not in made.verdict.binding_constraint


def test_thicker_is_heavier_and_less_dose(made: SavedRun) -> None:
    shields = made.verdict.shields
    assert [one.thickness_m for one in shields] == sorted({one.thickness_m for one in shields})
    for thinner, thicker in itertools.pairwise(shields):
        assert thicker.dose_gy_per_year < thinner.dose_gy_per_year
        assert thicker.silent_per_chip_year < thinner.silent_per_chip_year
        assert thicker.satellite_kg > thinner.satellite_kg


def test_higher_is_more_dose_and_ends_with_the_orbit_model(
    made: SavedRun, saved_run: Saved
) -> None:
    pair = made.verdict.higher
    assert pair is not None
    assert pair.after.altitude_m - pair.before.altitude_m == 100e3
    assert pair.after.dose_gy_per_year > 1.5 * pair.before.dose_gy_per_year
    top = saved_run("suncatcher", FEW | {"constellation.altitude": "1950 km"})
    assert top.verdict.higher is None
    assert top.reasons["verdict.higher"].startswith("100 km higher is outside")
