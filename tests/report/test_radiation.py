"""The section on radiation: what another shield or orbit changes, and what the words say."""

import dataclasses
import itertools
from functools import cache

import pytest

from dawndusk.core.units import YEAR_S
from dawndusk.pipeline import run
from dawndusk.report import radiation
from dawndusk.results import headline, screen
from dawndusk.results.saved import saved
from dawndusk.results.summary import summary

SMALL = {"flight.days": 2, "flight.orbits": 2, "constellation.satellites": 9}


@cache
def made(*changes):
    return run("suncatcher", SMALL | dict(changes))


def test_its_own_shield_gives_its_own_ratio():
    found = made()
    own = next(
        one
        for one in found.shields
        if one.thickness_m == found.scenario.satellite.shield.thickness_m
    )
    assert own.ratio == pytest.approx(float(found.bill.ratio), rel=1e-9)  # the flight is the same
    assert own.dose_gy_per_s == pytest.approx(float(found.flight.met("dose_gy_per_s")), rel=1e-12)


def test_a_run_behind_another_shield_says_what_the_study_said():
    thin = made(("satellite.shield.thickness", "2 mm"))
    said = next(one for one in made().shields if one.thickness_m == 2e-3)
    assert said.ratio == pytest.approx(float(thin.bill.ratio), rel=1e-6)  # float32 flight
    assert said.dose_gy_per_s == pytest.approx(float(thin.flight.met("dose_gy_per_s")), rel=1e-12)
    assert said.satellite_kg == pytest.approx(float(thin.fleet.mean("launch_mass_kg")), rel=1e-9)
    assert "radiation: dose wears chips out" in headline.binding(thin)
    assert "radiation" not in headline.binding(made())


def test_thicker_is_heavier_and_less_dose():
    shields = made().shields
    assert [one.thickness_m for one in shields] == sorted({one.thickness_m for one in shields})
    for thinner, thicker in itertools.pairwise(shields):
        assert thicker.dose_gy_per_s < thinner.dose_gy_per_s
        assert thicker.silent_per_s < thinner.silent_per_s
        assert thicker.satellite_kg > thinner.satellite_kg


def test_higher_is_more_dose_and_ends_with_the_orbit_model():
    before, after = made().higher
    assert after.altitude_m - before.altitude_m == 100e3
    assert after.dose_gy_per_s > 1.5 * before.dose_gy_per_s
    top = made(("constellation.altitude", "1950 km"))
    assert top.higher is None
    assert summary(top)["reasons"]["verdict.higher"].startswith("100 km higher is outside")
    assert "outside the range of the orbit model" in radiation.section(top)


def test_words_and_keys_are_those_of_the_flight():
    found = made()
    flight = summary(found)["flight"]
    silent = float(found.flight.groups[0].exposure.upsets_per_s["silent"])
    assert flight["upsets_per_chip_year"]["silent"] == pytest.approx(silent * YEAR_S, rel=1e-12)
    assert f"per chip: one every {1.0 / silent / 86400.0:.1f} days" in screen.screen(saved(found))
    assert "pass every longitude" in radiation.section(found)  # two orbits do not
    assert (
        set(flight["upsets_in_draw"])
        == set(flight["upsets_per_chip_year"])
        == {"silent", "memory", "reset", "host"}
    )


def test_a_chip_without_a_beam_test_is_said_to_be_one():
    words = "No beam test of this chip is known"
    assert words not in radiation.section(made())
    assert words in radiation.section(run("suncatcher", SMALL | {"satellite.compute.use": "h100"}))


def test_no_silent_errors_is_no_division_by_zero():
    calm = made(
        *(
            (f"satellite.compute.{name}", "0 cm2")
            for name in ("silent_error", "memory_error", "memory_upset", "reset", "host_crash")
        )
    )
    assert "silent errors per chip: none" in screen.screen(saved(calm))
    assert radiation.section(calm)
    assert float(calm.flight.met("downtime_frac")) == 0.0


def test_a_run_stopped_after_the_flight_has_its_dose_and_no_price():
    stopped = dataclasses.replace(made(), work=None, life=None, bill=None, shields=(), higher=None)
    assert "rad" in radiation.section(stopped)
    assert "Altitude" not in radiation.section(stopped)
