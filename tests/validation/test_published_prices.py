"""Published prices and patterns from their own inputs. Tag of every test: reproduction."""

from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from dawndusk.core.units import YEAR_S
from dawndusk.flight.fly import fly
from dawndusk.life.evolve import mean_survival
from dawndusk.parts.constellation.cluster import Model as Cluster
from dawndusk.pipeline import evaluate
from dawndusk.reading import load

FILE = Path(__file__).with_name("launched-power.toml")
V2_MINI = {}
V1 = {"satellite.mass": "260 kg", "satellite.array.power": "7 kW"}
ONEWEB = {"satellite.mass": "150 kg", "satellite.array.power": "0.8 kW"}
IRIDIUM = {"satellite.mass": "860 kg", "satellite.array.power": "2 kW", "mission.life": "12.5 yr"}
TODAY, LATER = {}, {"launch.price": "200 USD/kg"}
PRINTED = 0.015  # three digits printed of a ratio of rounded masses and powers


@cache
def bill(changes):
    return evaluate(load(FILE, dict(changes)).scenario, fly=partial(fly, strips=False)).bill


def orbit_usd_per_kw_year(*changes):
    merged = {key: value for one in changes for key, value in one.items()}
    return float(bill(tuple(merged.items())).orbit.usd_per_kw_year)


@pytest.mark.parametrize(
    ("satellite", "price", "usd"),
    [
        (V2_MINI, TODAY, 14700), (V2_MINI, LATER, 810), (V1, TODAY, 26600), (V1, LATER, 1470), (ONEWEB, TODAY, 135800),
        (ONEWEB, LATER, 7500), (IRIDIUM, TODAY, 124600), (IRIDIUM, LATER, 6900),
    ],
)  # fmt: skip
def test_suncatcher_launched_power(satellite, price, usd):
    assert orbit_usd_per_kw_year(satellite, price) == pytest.approx(usd, rel=PRINTED)


def test_the_printed_28_kilowatts_hold_as_well():
    assert orbit_usd_per_kw_year({"satellite.array.power": "28 kW"}) == pytest.approx(14700, rel=PRINTED)
    assert orbit_usd_per_kw_year({"satellite.array.power": "28 kW"}, LATER) == pytest.approx(810, rel=PRINTED)


def test_two_percent_of_mass_would_be_noticed():
    assert orbit_usd_per_kw_year({"satellite.mass": "587 kg"}) != pytest.approx(14700, rel=PRINTED)


def test_suncatcher_ground_power():
    low, high = bill(()).grounds
    assert float(low.usd_per_kw_year) == pytest.approx(570, rel=0.03)  # printed to two digits
    assert float(high.usd_per_kw_year) == pytest.approx(3000, rel=0.03)  # printed to one or two digits


def test_nothing_but_launch_and_power_is_within_the_boundary():
    found = bill(())
    assert set(found.orbit.items_usd_per_year) == {"launch"}
    assert all(set(ground.items_usd_per_year) == {"electricity"} for ground in found.grounds)


@pytest.mark.parametrize(("rate", "penalty"), [(0.1, 1.271), (0.2, 1.582)])
def test_lifetime_penalty(rate, penalty):
    assert 1.0 / mean_survival(rate / YEAR_S, 5.0 * YEAR_S) == pytest.approx(penalty, abs=5e-4)  # the digits printed


def places(angle_rad, satellites=81):
    radial, along = Cluster(altitude_m=650e3, satellites=satellites, radius_m=1000.0).offsets_m(angle_rad)
    return np.stack([radial, along], -1)


def test_the_cluster_is_the_lattice_of_81():
    start = places(0.0)
    steps = start / np.array([100.0, 200.0])  # one step radial, one in-track
    np.testing.assert_allclose(steps, steps.round(), atol=1e-12)
    wanted = {(i, j) for i in range(-5, 6) for j in range(-5, 6) if i * i + j * j <= 25}
    assert len(wanted) == 81
    assert {(int(i), int(j)) for j, i in steps.round()} == wanted


@pytest.mark.parametrize(("distance", "nearest", "farthest"), [(1, 100.0, 200.0), (2, 100.0 * 2**0.5, 200.0 * 2**0.5)])
def test_neighbours_of_the_cluster_over_one_orbit(distance, nearest, farthest):
    steps = (places(0.0) / np.array([100.0, 200.0])).round()
    squared = ((steps[:, None] - steps[None, :]) ** 2).sum(-1)
    first, second = np.nonzero(squared == distance)
    assert len(first) > 250  # pairs, both ways round
    angles = np.linspace(0.0, 2 * np.pi, 361)  # holds 45 and 90 degrees, where the extremes lie
    found = np.array([np.linalg.norm(places(angle)[first] - places(angle)[second], axis=-1) for angle in angles])
    assert found.min() == pytest.approx(nearest, rel=1e-9)
    assert found.max() == pytest.approx(farthest, rel=1e-9)
    np.testing.assert_allclose(found[0], found[-1], rtol=1e-9)  # an orbit closes the pattern


def test_no_two_satellites_come_closer_than_direct_neighbours():
    for angle in np.linspace(0.0, np.pi, 37):
        place = places(angle)
        gaps = np.linalg.norm(place[:, None] - place[None, :], axis=-1)
        assert gaps[~np.eye(81, dtype=bool)].min() >= 100.0 - 1e-9


def test_the_cluster_turns_as_relative_motion_asks():
    # Hill's equations in orbit angle: radial'' = 3 radial + 2 along', along'' = -2 radial'; by central differences
    step = 1e-3
    before, here, after = places(0.7 - step), places(0.7), places(0.7 + step)
    speed, bend = (after - before) / (2 * step), (after - 2 * here + before) / step**2
    np.testing.assert_allclose(
        bend[:, 0], 3 * here[:, 0] + 2 * speed[:, 1], atol=2e-3
    )  # differences of a kilometre over 1e-3 are good to 2e-4
    np.testing.assert_allclose(bend[:, 1], -2 * speed[:, 0], atol=2e-3)
