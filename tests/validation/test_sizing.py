"""What sizes a satellite: the worst season, the longest eclipse, the view of the Earth. Each test has its tag in a comment."""

from functools import cache

import numpy as np
import pytest

from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.parts.radiator.flat_panel import Model as FlatPanel
from dawndusk.physics import eclipse, heat, orbit, season, sun
from dawndusk.reading import load
from dawndusk.records.flight import Surroundings
from tests.validation.draw import Axis, Chart, Curve, every, svg

RADIUS_M, SUNLIGHT, ALBEDO = 6378137.0, 1361.0, 0.30
TRACKING, FIXED = {}, {"satellite.attitude": "orbit_normal"}
MORNING = {"constellation.local_time": "06:00"}


def group_of(changes=(), name="suncatcher"):
    return design(load(name, dict(changes)).scenario).groups[0]


ATTITUDES = {  # changes, and the least orbit-mean sunlight of the year
    "Sun-tracking, 18:00": (TRACKING, 1052.0),
    "Sun-tracking, 06:00": (MORNING, 1122.0),
    "orbit normal, 18:00": (FIXED, 898.0),
    "orbit normal, 06:00": (MORNING | FIXED, 958.0),
}


def sunlight_of_the_year(changes):
    """Days, orbit means of the sunlight on the array in W/m2, and its incidence."""
    scenario = load("suncatcher", changes).scenario
    orbits = design(scenario).groups[0].orbits
    year = season.year(orbits.altitude_m, orbits.inclination_rad, orbits.plane_node_rad, sun.seconds_j2000(scenario.mission.start))
    incidence = scenario.satellite.attitude.mean_incidence(np.sin(year.beta_rad[0])) + 0.0 * year.day
    return year.day, year.sunlight_w_per_m2 * (1.0 - year.eclipse_frac[0]) * incidence, incidence


def test_least_sunlight_of_a_dawn_dusk_year(figure):  # prediction: recomputed apart from this code in reference/expert.md
    years = {name: sunlight_of_the_year(changes) for name, (changes, _) in ATTITUDES.items()}
    measured = {
        f"{name}, %": abs(float(group_of(changes).worst.sunlight_w_per_m2) / least - 1.0) * 100.0
        for name, (changes, least) in ATTITUDES.items()
    }
    incidence = years["orbit normal, 18:00"][2].mean()
    lows = [(years[name][0][np.argmin(years[name][1])], least) for name, (_, least) in ATTITUDES.items()]
    curves = [
        Curve(name, every(years[name][0], 300), every(years[name][1], 300), style)
        for style, name in zip("abcd", years, strict=True)
    ]
    drawing = svg(
        "Sunlight on the array over a dawn-dusk year",
        Chart(
            "Sunlight on the array, mean of each revolution, W/m²: 650 km dawn-dusk",
            Axis(0.0, 366.0, "day of 2030", most=9),
            Axis(850.0, 1450.0, most=6),
            [*curves, Curve("least, computed apart", *zip(*lows, strict=True), "ink", circles=True)],
            height=260.0,
        ),
    )
    figure(
        "sunlight-on-the-array", drawing, what="Least sunlight of the year on the array of a 650 km dawn-dusk orbit, by attitude",
        against="a computation apart from this code", tag="prediction",
        models=["dawndusk.physics.season", "dawndusk.parts.attitude.sun_tracking", "dawndusk.parts.attitude.orbit_normal"],
        must_be=dict.fromkeys(measured, 1.0) | {"mean incidence of an array on the orbit normal": 0.01},  # of another year; digits printed
        measured=measured | {"mean incidence of an array on the orbit normal": abs(incidence - 0.95)},
    )  # fmt: skip


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


def watt_hours_per_kilowatt(altitude_m, beta_deg):
    """What one kilowatt takes from the battery in an eclipse, before depth of discharge."""
    return eclipse.eclipse_frac(altitude_m, np.sin(np.radians(beta_deg))) * orbit.period_s(altitude_m) / 3.6


def test_battery_per_kilowatt_before_depth_of_discharge(figure):  # prediction
    printed = {"650 km, beta 58.57°": (650e3, 58.57, 329.0), "550 km, beta 0°": (550e3, 0.0, 594.0)}
    measured = {
        f"{name}, %": abs(watt_hours_per_kilowatt(altitude_m, beta_deg) / watt_hours - 1.0) * 100.0
        for name, (altitude_m, beta_deg, watt_hours) in printed.items()
    }
    height_m = np.linspace(300e3, 2000e3, 171)
    dusk_deg = 180.0 - np.degrees(orbit.sun_synchronous_inclination_rad(height_m)) - 23.44  # the Sun at its solstice
    drawing = svg(
        "Energy that an eclipse takes from the battery by altitude",
        Chart(
            "Longest eclipse: watt-hours from the battery for each kilowatt",
            Axis(300.0, 2000.0, "altitude, km", most=9),
            Axis(0.0, 650.0, most=7),
            [
                Curve("beta 0°: a shell of 53°", height_m / 1e3, watt_hours_per_kilowatt(height_m, 0.0), "b"),
                Curve("dawn-dusk at the solstice", height_m / 1e3, watt_hours_per_kilowatt(height_m, dusk_deg)),
                Curve("computed apart", [650.0, 550.0], [329.0, 594.0], "ink", circles=True),
            ],
            height=230.0,
        ),
    )
    figure(
        "battery", drawing, what="Energy of the longest eclipse, per kilowatt", against="a computation apart from this code", tag="prediction",
        models=["dawndusk.parts.battery.lithium_ion", "dawndusk.physics.eclipse"],
        must_be=dict.fromkeys(measured, 2.0),  # a cylinder against the umbra is 0.4 %
        measured=measured,
    )  # fmt: skip


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


def test_view_factors_are_the_disc_integral(figure):  # physics
    height_m, fine_m = np.array([300e3, 400e3, 500e3, 650e3, 800e3, 1000e3, 1300e3, 1600e3, 2000e3]), np.linspace(300e3, 2000e3, 86)
    plates = {"facing the Earth": (NADIR, heat.view_factor_nadir), "edge-on to the nadir": (VELOCITY, heat.view_factor_edge)}
    curves, measured = [], {}
    for style, (name, (plate, view)) in zip("ab", plates.items(), strict=True):
        theirs = np.array([view_factor(altitude_m, plate) for altitude_m in height_m])
        measured[f"{name}, %"] = np.abs(view(height_m) / theirs - 1.0).max() * 100.0
        curves += [Curve(name, fine_m / 1e3, view(fine_m), style), Curve("", height_m / 1e3, theirs, style, circles=True)]
    assert min(heat.view_factor_edge(height_m)) > 0.11  # not near zero, the trap
    drawing = svg(
        "View factor from a plate to the Earth by altitude",
        Chart(
            "View factor from one face of a plate to the Earth",
            Axis(300.0, 2000.0, "altitude, km", most=9),
            Axis(0.0, 1.0, most=5),
            [*curves, Curve("integral over the visible Earth", [], [], "ink", circles=True)],
            height=230.0,
        ),
    )
    figure(
        "view-factors", drawing, what="View factors of a plate near the Earth", against="integral over the visible Earth", tag="physics",
        models=["dawndusk.physics.heat"], must_be=dict.fromkeys(measured, 0.1), measured=measured,  # 21,600 patches
    )  # fmt: skip


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
    return closed_albedo(altitude_m, beta_deg, view), reference.mean()


def closed_albedo(altitude_m, beta_deg, view):
    """Orbit mean of our closed form, W/m2."""
    sun = sun_seen(beta_deg, (np.arange(72) + 0.5) / 72 * 2 * np.pi)
    return np.mean(heat.albedo_w_per_m2(view(altitude_m), sun[:, 0], eclipse.horizon_cosine(altitude_m), SUNLIGHT))


def test_the_reference_integral_itself():  # reproduction: reference/physics.md, measured there by another quadrature
    printed = {0.0: (31.3, 106.3), 60.0: (15.9, 53.9), 90.0: (3.6, 11.4)}
    for beta_deg, (edge, nadir) in printed.items():
        assert albedo_means(650e3, beta_deg, VELOCITY, heat.view_factor_edge)[1] == pytest.approx(
            edge, rel=0.01, abs=0.05
        )  # a coarser quadrature there
        assert albedo_means(650e3, beta_deg, NADIR, heat.view_factor_nadir)[1] == pytest.approx(nadir, rel=0.01, abs=0.05)


ALBEDO_LIMIT_W_PER_M2 = 3.0  # warms a radiator by 0.1 K; the Earth's albedo itself is known to 15 %, of up to 110 W/m2


def test_albedo_is_the_disc_integral(figure):  # physics
    beta_deg, fine_deg = np.array([0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 82.0, 90.0]), np.linspace(0.0, 90.0, 91)
    plates = {"facing the Earth": (NADIR, heat.view_factor_nadir), "edge-on to the nadir": (VELOCITY, heat.view_factor_edge)}
    charts, measured = [], {}
    for altitude_km in (500, 650, 1500):
        curves = []
        for style, (name, (plate, view)) in zip("ab", plates.items(), strict=True):
            ours, theirs = np.array([albedo_means(altitude_km * 1e3, beta, plate, view) for beta in beta_deg]).T
            measured[f"{altitude_km:,} km, {name}, W/m²"] = np.abs(ours - theirs).max()
            line = [closed_albedo(altitude_km * 1e3, beta, view) for beta in fine_deg]
            curves += [Curve(name, fine_deg, line, style), Curve("", beta_deg, theirs, style, circles=True)]
        if altitude_km != 500:
            last = altitude_km == 1500
            if not last:
                curves.append(Curve("integral over the lit Earth", [], [], "ink", circles=True))
            charts.append(
                Chart(
                    f"Reflected sunlight at {altitude_km:,} km, mean of a revolution, W/m²",
                    Axis(0.0, 90.0, "beta, degrees" if last else "", most=9),
                    Axis(0.0, 120.0, most=6),
                    [Curve("" if last else one.name, one.x, one.y, one.style, one.circles) for one in curves],
                )
            )
    figure(
        "albedo", svg("Sunlight that the Earth reflects onto a plate by beta angle", *charts), what="Reflected sunlight on a plate",
        against="integral over the lit and visible Earth", tag="physics", models=["dawndusk.physics.heat"],
        must_be=dict.fromkeys(measured, ALBEDO_LIMIT_W_PER_M2), measured=measured,
    )  # fmt: skip


def test_albedo_of_the_point_below_would_be_noticed():  # physics: shows that the comparison can fail
    _, reference = albedo_means(650e3, 90.0, NADIR, heat.view_factor_nadir)
    assert reference > ALBEDO_LIMIT_W_PER_M2  # where the point below has none: it lies on the terminator


SHEETS = {"sheet A": (120e3, 110.0), "sheet B": (175e3, 160.0)}  # of AI1: heat in W, panel in m2
ALONE_K, NEAR_THE_EARTH_K = {"sheet A": 321.5, "sheet B": 321.7}, {"sheet A": 328.8, "sheet B": 329.0}
NET_W_PER_M2 = {20.0: 651.0, 40.0: 879.0, 60.0: 1155.0}  # by degrees Celsius, edge-on at 650 km, infrared alone


def bare_panel(**given):
    """A two-faced panel of emissivity 0.9 that takes in no sunlight and has no fins."""
    return FlatPanel(emissivity_frac=0.9, absorptivity_frac=0.0, fin_efficiency_frac=1.0, **given)


def test_radiators_of_the_ai1_sheets(figure):  # reproduction: two faces, emissivity 0.9, without the Earth and with its infrared
    near, measured = Surroundings(altitude_m=650e3), {}
    for sheet, (watts, area_m2) in SHEETS.items():
        alone_k = heat.temperature_k_of(watts / area_m2 / 2.0, 0.9)
        assert bare_panel(area_m2=area_m2).sized(watts, Surroundings(altitude_m=1e12)).temperature_k == pytest.approx(
            alone_k, abs=1e-3
        )
        near_k = bare_panel(area_m2=area_m2).sized(watts, near).temperature_k
        measured[f"{sheet}, no environment, K"] = abs(float(alone_k) - ALONE_K[sheet])
        measured[f"{sheet}, infrared at 650 km, K"] = abs(float(near_k) - NEAR_THE_EARTH_K[sheet])
    shed = {
        f"panel at {celsius:.0f} °C, W/m²": abs(bare_panel().net_w_per_m2(celsius + 273.15, near) - net)
        for celsius, net in NET_W_PER_M2.items()
    }
    kelvin = np.linspace(263.15, 363.15, 101)
    dots = [
        (kelvins[sheet] - 273.15, watts / area)
        for kelvins in (ALONE_K, NEAR_THE_EARTH_K)
        for sheet, (watts, area) in SHEETS.items()
    ]
    drawing = svg(
        "Heat that a flat panel sheds by temperature",
        Chart(
            "Heat shed per m² of panel, both faces, emissivity 0.9, W/m²",
            Axis(-10.0, 90.0, "temperature of the panel, °C", most=10),
            Axis(0.0, 1800.0, most=6),
            [
                Curve("no environment", kelvin - 273.15, 2.0 * heat.radiated_w_per_m2(kelvin, 0.9), "b"),
                Curve("edge-on at 650 km, with the Earth's infrared", kelvin - 273.15, bare_panel().net_w_per_m2(kelvin, near)),
                Curve("AI1: sheets A and B", *zip(*dots, strict=True), "d", circles=True),
                Curve("computed apart", *zip(*NET_W_PER_M2.items(), strict=True), "ink", circles=True),
            ],
            height=260.0,
        ),
    )
    figure(
        "radiator", drawing, what="Temperature of the radiators on the two AI1 sheets (120 kW on 110 m², 175 kW on 160 m²)",
        against="their powers and areas, computed apart from this code", tag="reproduction",
        models=["dawndusk.physics.heat", "dawndusk.parts.radiator.flat_panel"],
        must_be=dict.fromkeys(measured, 0.5) | dict.fromkeys(shed, 1.0),  # printed to 0.1 K and 1 W/m2; 0.5 K is 7 W/m2
        measured=measured | shed,
    )  # fmt: skip
