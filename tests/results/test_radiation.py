"""Results of radiation: keys are those of the flight, and the tables are what the models give."""

from __future__ import annotations

from collections.abc import Callable

import numpy
import pytest

from dawndusk.core.units import YEAR_S
from dawndusk.results.radiation import CELL_DEG, CLASSES, dose_by_thickness, protons_by_place
from dawndusk.results.saved import SavedRun
from tests.report.test_radiation import FEW

Saved = Callable[..., SavedRun]


@pytest.fixture(scope="module")
def made(saved_run: Saved) -> SavedRun:
    return saved_run("suncatcher", FEW)


def test_upsets_are_by_class(made: SavedRun) -> None:
    assert made.flight is not None
    drawn, rates = made.flight.upsets_in_draw, made.flight.upsets_per_chip_year
    assert set(drawn) == set(rates) == set(CLASSES)
    assert made.flight.groups[0].silent_per_chip_year == pytest.approx(rates["silent"], rel=1e-12)


def test_the_dose_of_a_life_is_its_rates_over_the_life(made: SavedRun) -> None:
    assert made.flight is not None
    assert made.fleet is not None
    assert made.life is not None
    rates = (
        made.flight.dose_gy_per_year,
        made.flight.dose_solar_gy_per_year,
        made.flight.dose_cosmic_gy_per_year,
    )
    years = made.fleet.satellite_life_s / YEAR_S
    assert made.life.dose_gy == pytest.approx(sum(rates) * years, rel=1e-12)


def test_no_cross_section_is_no_upset_and_no_downtime(saved_run: Saved) -> None:
    names = ("silent_error", "memory_error", "memory_upset", "reset", "host_crash")
    none = {f"satellite.compute.{name}": "0 cm2" for name in names}
    calm = saved_run("suncatcher", FEW | none, until="fly")
    assert calm.flight is not None
    assert set(calm.flight.upsets_per_chip_year.values()) == {0.0}
    assert calm.flight.upset_downtime_frac == 0.0


def test_the_map_covers_the_earth_and_peaks_over_the_south_atlantic(made: SavedRun) -> None:
    found = made.tables["anomaly"]
    cells = int(180.0 / CELL_DEG) * int(360.0 / CELL_DEG)
    assert {len(column) for column in found.values()} == {cells}
    flux = found["protons_per_m2_s"]
    latitude, longitude = (
        float(numpy.degrees(found[name][int(flux.argmax())]))
        for name in ("latitude_rad", "longitude_rad")
    )
    assert -45.0 < latitude < -15.0
    assert -75.0 < longitude < -20.0
    area = numpy.cos(found["latitude_rad"])
    assert (flux < 0.01 * flux.max()) @ area > 0.8 * area.sum()  # at 650 km it is one region


def test_dose_curves_pass_through_the_fleet(made: SavedRun) -> None:
    """At its own altitude and thickness they give the dose of the flight, between points."""
    assert made.flight is not None
    own_m, dose = made.scenario.satellite.shield.thickness_m, made.flight.dose_gy_per_year
    depth = made.tables["dose_by_thickness"]
    assert numpy.interp(
        numpy.log(own_m), numpy.log(depth["thickness_m"]), numpy.log(depth["dose_gy_per_year"])
    ) == pytest.approx(numpy.log(dose), abs=2e-3)
    height = made.tables["dose_by_altitude"]
    own = numpy.isclose(height["thickness_m"], own_m)
    assert own.sum() == len(own) / 3  # of three shields its own is the middle one
    curve = [height[name][own] for name in ("altitude_m", "dose_gy_per_year")]
    assert numpy.interp(650e3, *curve) == pytest.approx(dose, rel=5e-3)


def test_tables_of_a_run_at_hand_are_those_of_its_folder(made: SavedRun) -> None:
    from dawndusk.pipeline import run

    live = run("suncatcher", FEW, until="fly")
    for name, table in (
        ("anomaly", protons_by_place(live)),
        ("dose_by_thickness", dose_by_thickness(live)),
    ):
        held = made.tables[name]
        assert list(held) == list(table)
        for column in table:
            assert (held[column] == table[column]).all(), (name, column)
