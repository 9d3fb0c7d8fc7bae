"""What sizes a satellite: the worst season, the longest eclipse, the view of the Earth. Each test has its tag in a comment."""

from functools import cache

import numpy as np
import pytest

from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.physics import eclipse, heat, orbit
from dawndusk.reading import load

RADIUS_M, SUNLIGHT, ALBEDO = 6378137.0, 1361.0, 0.30
TRACKING, FIXED = {}, {"satellite.attitude": "orbit_normal"}
MORNING = {"constellation.local_time": "06:00"}


def group_of(changes=(), name="suncatcher"):
    return design(load(name, dict(changes)).scenario).groups[0]


@pytest.mark.parametrize(("changes", "sunlight"), [(TRACKING, 1052), (MORNING, 1122), (FIXED, 898), (MORNING | FIXED, 958)])
def test_least_sunlight_of_a_dawn_dusk_year(
    changes, sunlight
):  # prediction: recomputed apart from this code in reference/expert.md
    assert float(group_of(changes).worst.sunlight_w_per_m2) == pytest.approx(sunlight, rel=0.01)  # of another year; digits printed


def test_mean_incidence_of_an_array_fixed_to_the_orbit_normal():  # prediction
    from dawndusk.physics import season, sun

    scenario = load("suncatcher", FIXED).scenario
    orbits = design(scenario).groups[0].orbits
    year = season.year(orbits.altitude_m, orbits.inclination_rad, orbits.plane_node_rad, sun.seconds_j2000(scenario.mission.start))
    incidence = scenario.satellite.attitude.mean_incidence(np.sin(year.beta_rad))
    assert incidence.mean() == pytest.approx(0.95, abs=0.01)  # printed to two digits


def test_array_carries_the_load_through_its_worst_orbit():  # physics: an energy balance of our own on the design's array
    group = group_of()
    satellite, worst = group.satellite, group.worst
    dark = float(worst.longest_eclipse_s) / float(orbit.period_s(650e3))
    end_of_life = satellite.array.area_m2 * satellite.array.efficiency_frac * satellite.array.packing_frac
    end_of_life *= np.exp(-satellite.array.degradation_per_s * 5 * 365.25 * 86400)
    generated = end_of_life * worst.sunlight_w_per_m2 * satellite.conversion.efficiency_frac  # mean of the worst orbit
    battery = satellite.battery.charge_efficiency_frac * satellite.battery.discharge_efficiency_frac
    assert generated == pytest.approx(
        group.load_w * (1 - dark + dark / battery), rel=2e-3
    )  # longest eclipse and least light: days apart


@pytest.mark.parametrize(("altitude_km", "beta_deg", "watt_hours"), [(650, 58.57, 329), (550, 0.0, 594)])
def test_battery_per_kilowatt_before_depth_of_discharge(altitude_km, beta_deg, watt_hours):  # prediction
    seconds = eclipse.eclipse_frac(altitude_km * 1e3, np.sin(np.radians(beta_deg))) * orbit.period_s(altitude_km * 1e3)
    assert seconds / 3.6 == pytest.approx(watt_hours, rel=0.02)  # a kilowatt for that time; cylinder against umbra is 0.4 %


def test_designed_battery_holds_the_longest_eclipse():  # physics
    group = group_of()
    battery = group.satellite.battery
    needed_wh = 329.0 * float(group.load_w) / 1e3
    drawable_wh = battery.capacity_j * battery.depth_of_discharge_frac * battery.discharge_efficiency_frac / 3600.0
    assert drawable_wh == pytest.approx(needed_wh, rel=0.02)
    shell = group_of(name="starlink-ai")
    battery = shell.satellite.battery
    drawable_wh = battery.capacity_j * battery.depth_of_discharge_frac * battery.discharge_efficiency_frac / 3600.0
    assert drawable_wh == pytest.approx(594.0 * float(shell.load_w) / 1e3, rel=0.02)


@cache
def flown(name):
    """The designed group, and a flight of it through the year: fewer satellites, many days."""
    shell = {"constellation.planes": 18, "constellation.satellites_per_plane": 1, "constellation.phasing": 0}
    few = {"suncatcher": {"constellation.satellites": 1}, "starlink-ai": shell}
    scenario = load(name, {"flight.days": 36, "flight.orbits": 2} | few[name]).scenario
    fleet = design(scenario)
    return fleet.groups[0], fly(scenario, fleet, strips=False).groups[0].totals


@pytest.mark.parametrize("name", ["suncatcher", "starlink-ai"])
def test_the_designed_satellite_works_all_year(name):  # physics: what design promises, flown
    group, totals = flown(name)
    satellite = group.satellite
    assert np.min(totals.duty_frac) > 0.999
    floor = 1.0 - satellite.battery.depth_of_discharge_frac
    assert np.min(totals.min_soc_frac) > floor - 0.01  # a step's ramp at the shadow's edge
    warmer_k = 3.0  # a surplus array charges faster than the mean; well within the policy's 5 K
    assert np.max(totals.max_radiator_k) < satellite.radiator.temperature_k + warmer_k
    chip_k = satellite.cooling.chip_k(satellite.radiator.temperature_k, satellite.compute.power_w)
    assert np.max(totals.max_chip_k) < chip_k + warmer_k


@cache
def earth_seen(altitude_m, rings=120, sectors=180):
    """Patches of the Earth that a satellite sees: their normals, directions from the satellite and solid weights, satellite on +x."""
    a = RADIUS_M + altitude_m
    bounds = np.linspace(
        np.log(altitude_m**2), np.log(a**2 - RADIUS_M**2), rings + 1
    )  # of the squared distance: fine below the satellite
    squared, azimuth = np.exp(0.5 * (bounds[1:] + bounds[:-1])), (np.arange(sectors) + 0.5) / sectors * 2 * np.pi
    squared, azimuth = (grid.ravel() for grid in np.meshgrid(squared, azimuth, indexing="ij"))
    height = (RADIUS_M**2 + a**2 - squared) / (2 * RADIUS_M * a)  # cosine of the Earth-central angle
    across = np.sqrt(1 - height**2)
    normal = np.stack([height, across * np.cos(azimuth), across * np.sin(azimuth)], -1)
    toward = (RADIUS_M * normal - np.array([a, 0.0, 0.0])) / np.sqrt(squared)[:, None]
    area = RADIUS_M / (2 * a) * squared * (bounds[1] - bounds[0]) * 2 * np.pi / sectors
    leaving = -np.sum(toward * normal, -1)
    return normal, toward, area * leaving / (np.pi * squared)


def view_factor(altitude_m, plate):
    _, toward, weight = earth_seen(altitude_m)
    return np.sum(weight * np.maximum(toward @ plate, 0.0))


NADIR, VELOCITY = np.array([-1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0])


@pytest.mark.parametrize("altitude_m", [400e3, 650e3, 1000e3, 2000e3])
def test_view_factors_are_the_disc_integral(altitude_m):  # physics
    assert heat.view_factor_nadir(altitude_m) == pytest.approx(view_factor(altitude_m, NADIR), rel=1e-3)
    assert heat.view_factor_edge(altitude_m) == pytest.approx(view_factor(altitude_m, VELOCITY), rel=1e-3)
    assert heat.view_factor_edge(altitude_m) > 0.11  # not near zero, the trap


def sun_seen(beta_deg, phases):
    """Sun in the satellite's frame (up, forward, sideways), [phase, 3]."""
    beta = np.radians(beta_deg)
    return np.stack([np.cos(beta) * np.cos(phases), -np.cos(beta) * np.sin(phases), np.full_like(phases, np.sin(beta))], -1)


def albedo_means(altitude_m, beta_deg, plate, view):
    """Orbit means of reflected sunlight: our closed form and the integral over the visible Earth, in W/m2."""
    phases = (np.arange(72) + 0.5) / 72 * 2 * np.pi
    sun = sun_seen(beta_deg, phases)
    normal, toward, weight = earth_seen(altitude_m)
    lit = np.maximum(sun @ normal.T, 0.0)
    reference = ALBEDO * SUNLIGHT * (lit @ (weight * np.maximum(toward @ plate, 0.0)))
    ours = heat.albedo_w_per_m2(view(altitude_m), sun[:, 0], eclipse.horizon_cosine(altitude_m), SUNLIGHT)
    return np.mean(ours), reference.mean()


def test_the_reference_integral_itself():  # reproduction: reference/physics.md, measured there by another quadrature
    printed = {0.0: (31.3, 106.3), 60.0: (15.9, 53.9), 90.0: (3.6, 11.4)}
    for beta_deg, (edge, nadir) in printed.items():
        assert albedo_means(650e3, beta_deg, VELOCITY, heat.view_factor_edge)[1] == pytest.approx(
            edge, rel=0.01, abs=0.05
        )  # a coarser quadrature there
        assert albedo_means(650e3, beta_deg, NADIR, heat.view_factor_nadir)[1] == pytest.approx(nadir, rel=0.01, abs=0.05)


@pytest.mark.parametrize("altitude_m", [500e3, 650e3, 1500e3])
@pytest.mark.parametrize("beta_deg", [0.0, 60.0, 90.0])
@pytest.mark.parametrize(
    ("plate", "view"), [(NADIR, heat.view_factor_nadir), (VELOCITY, heat.view_factor_edge)], ids=["nadir", "edge"]
)
def test_albedo_is_the_disc_integral(altitude_m, beta_deg, plate, view):  # physics
    ours, reference = albedo_means(altitude_m, beta_deg, plate, view)
    assert ours == pytest.approx(
        reference, rel=0.10, abs=3.0
    )  # the Earth's albedo itself is known to 15 %; 3 W/m2 warm a radiator by 0.1 K


def test_albedo_of_the_point_below_would_be_noticed():  # physics: shows that the comparison can fail
    _, reference = albedo_means(650e3, 90.0, NADIR, heat.view_factor_nadir)
    assert pytest.approx(reference, rel=0.10, abs=3.0) != 0.0  # zero below the terminator


@pytest.mark.parametrize(("watts", "area_m2", "kelvin"), [(120e3, 110.0, 321.5), (175e3, 160.0, 321.7)])
def test_published_radiators_of_ai1(watts, area_m2, kelvin):  # reproduction: two faces, emissivity 0.9, no Earth
    assert heat.temperature_k_of(watts / area_m2 / 2.0, 0.9) == pytest.approx(kelvin, abs=0.05)  # the digits printed
    assert heat.radiated_w_per_m2(kelvin, 0.9) * 2.0 * area_m2 == pytest.approx(watts, rel=1e-3)  # 0.05 K
