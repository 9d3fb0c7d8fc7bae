"""What sizes a satellite: the worst season, the longest eclipse, the radiator. Each test has its
tag in a comment.
"""

from functools import cache

import numpy as np
import pytest

from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.physics import eclipse, faces, heat, orbit, season, sun
from dawndusk.records.surroundings import ArrayBack, Axes, Direction, Surroundings
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, every, svg

RADIUS_M = 6378137.0
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
    year = season.year(
        orbits.altitude_m,
        orbits.inclination_rad,
        orbits.plane_node_rad,
        sun.seconds_j2000(scenario.mission.start),
    )
    incidence = (
        scenario.satellite.attitude.mean_incidence(np.sin(year.beta_rad[0])) + 0.0 * year.day
    )
    return year.day, year.sunlight_w_per_m2 * (1.0 - year.eclipse_frac[0]) * incidence, incidence


def test_least_sunlight_of_a_dawn_dusk_year(
    figure,
):  # prediction: recomputed apart from this code in reference/expert.md
    years = {name: sunlight_of_the_year(changes) for name, (changes, _) in ATTITUDES.items()}
    measured = {
        f"{name}, %": abs(float(group_of(changes).worst.sunlight_w_per_m2) / least - 1.0) * 100.0
        for name, (changes, least) in ATTITUDES.items()
    }
    incidence = years["orbit normal, 18:00"][2].mean()
    lows = [
        (years[name][0][np.argmin(years[name][1])], least) for name, (_, least) in ATTITUDES.items()
    ]
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
            [
                *curves,
                Curve("least, computed apart", *zip(*lows, strict=True), "ink", circles=True),
            ],
            height=260.0,
        ),
    )
    figure(
        "sunlight-on-the-array",
        drawing,
        what="Least sunlight of the year on the array of a 650 km dawn-dusk orbit, by attitude",
        against="a computation apart from this code",
        tag="prediction",
        models=[
            "dawndusk.physics.season",
            "dawndusk.parts.attitude.sun_tracking",
            "dawndusk.parts.attitude.orbit_normal",
        ],
        must_be=dict.fromkeys(measured, 1.0)
        | {
            "mean incidence of an array on the orbit normal": 0.01
        },  # of another year; digits printed
        measured=measured
        | {"mean incidence of an array on the orbit normal": abs(incidence - 0.95)},
    )


# physics: an energy balance of our own on the design's array
def test_array_carries_the_load_through_its_worst_orbit():
    group = group_of()
    array, worst, cells = group.satellite.array, group.worst, group.satellite.array.cells
    period_s = float(orbit.period_s(650e3))
    dark = float(worst.longest_eclipse_s) / period_s
    sunlight = float(worst.sunlight_w_per_m2) / (1.0 - dark)
    kelvin = settled_in_the_sun(array, sunlight, dark)
    assert 310.0 < kelvin < 350.0
    efficiency = (
        cells.efficiency_frac
        * cells.remaining_frac
        * (1.0 + cells.temperature_coefficient_per_k * (kelvin - 301.15))
    )
    generated = (
        array.area_m2
        * array.packing_frac
        * efficiency
        * worst.sunlight_w_per_m2
        * group.distribution_efficiency_frac
    )  # mean of the worst orbit
    battery = (
        group.satellite.battery.charge_efficiency_frac
        * group.satellite.battery.discharge_efficiency_frac
    )
    # longest eclipse and least light are days apart, which is 0.2 %; a kelvin of the array is 0.4 %
    assert generated == pytest.approx(group.load_w * (1 - dark + dark / battery), rel=2e-3)


def settled_in_the_sun(array, sunlight, dark):
    """Mean temperature, by its power, of a Sun-tracking array in the lit part of its orbit, each
    place on its own.
    """
    beta = np.arccos(
        np.sqrt(1.0 - (RADIUS_M / (RADIUS_M + 650e3)) ** 2) / np.cos(np.pi * dark)
    )  # where the shadow is that long
    phase = 2.0 * np.pi * (np.arange(360) + 0.5) / 360
    up = np.cos(beta) * np.cos(phase[np.abs(phase - np.pi) > np.pi * dark])
    cells, back, shine = array.cells, array.back_emissivity_frac, faces.earthshine(650e3)
    warm = 237.0 * (
        cells.emissivity_frac * faces.view_factor(650e3, up) + back * faces.view_factor(650e3, -up)
    )
    for face, absorptivity in ((1.0, cells.absorptivity_frac), (-1.0, back)):
        warm = warm + absorptivity * faces.albedo_w_per_m2(shine, up, face * up, face, sunlight)

    def gained(kelvin):
        efficiency = (
            cells.efficiency_frac
            * cells.remaining_frac
            * (1.0 + cells.temperature_coefficient_per_k * (kelvin - 301.15))
        )
        shed = (cells.emissivity_frac + back) * 5.670374419e-8 * kelvin**4
        return sunlight * (cells.absorptivity_frac - array.packing_frac * efficiency) + warm - shed

    low, high = np.full_like(up, 200.0), np.full_like(up, 450.0)
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (
            np.where(gained(middle) > 0.0, middle, low),
            np.where(gained(middle) > 0.0, high, middle),
        )
    return float(np.mean(middle))


def watt_hours_per_kilowatt(altitude_m, beta_deg):
    """What one kilowatt takes from the battery in an eclipse, before depth of discharge."""
    return (
        eclipse.eclipse_frac(altitude_m, np.sin(np.radians(beta_deg)))
        * orbit.period_s(altitude_m)
        / 3.6
    )


def test_battery_per_kilowatt_before_depth_of_discharge(figure):  # prediction
    printed = {"650 km, beta 58.57°": (650e3, 58.57, 329.0), "550 km, beta 0°": (550e3, 0.0, 594.0)}
    measured = {
        f"{name}, %": abs(watt_hours_per_kilowatt(altitude_m, beta_deg) / watt_hours - 1.0) * 100.0
        for name, (altitude_m, beta_deg, watt_hours) in printed.items()
    }
    height_m = np.linspace(300e3, 2000e3, 171)
    dusk_deg = (
        180.0 - np.degrees(orbit.sun_synchronous_inclination_rad(height_m)) - 23.44
    )  # the Sun at its solstice
    drawing = svg(
        "Energy that an eclipse takes from the battery by altitude",
        Chart(
            "Longest eclipse: watt-hours from the battery for each kilowatt",
            Axis(300.0, 2000.0, "altitude, km", most=9),
            Axis(0.0, 650.0, most=7),
            [
                Curve(
                    "beta 0°: a shell of 53°",
                    height_m / 1e3,
                    watt_hours_per_kilowatt(height_m, 0.0),
                    "b",
                ),
                Curve(
                    "dawn-dusk at the solstice",
                    height_m / 1e3,
                    watt_hours_per_kilowatt(height_m, dusk_deg),
                ),
                Curve("computed apart", [650.0, 550.0], [329.0, 594.0], "ink", circles=True),
            ],
            height=230.0,
        ),
    )
    figure(
        "battery",
        drawing,
        what="Energy of the longest eclipse, per kilowatt",
        against="a computation apart from this code",
        tag="prediction",
        models=["dawndusk.parts.battery.lithium_ion", "dawndusk.physics.eclipse"],
        must_be=dict.fromkeys(measured, 2.0),  # a cylinder against the umbra is 0.4 %
        measured=measured,
    )


@pytest.mark.parametrize(("name", "watt_hours"), [("suncatcher", 329.0), ("starlink-ai", 594.0)])
def test_designed_battery_holds_the_longest_eclipse(name, watt_hours):  # physics
    group = group_of(name=name)
    battery = group.satellite.battery
    drawable_wh = (
        battery.full_j
        * battery.depth_of_discharge_frac
        * battery.discharge_efficiency_frac
        / 3600.0
    )  # on its last day
    assert drawable_wh == pytest.approx(
        watt_hours * float(group.load_w) / 1e3, rel=0.02
    )  # a cylinder against the umbra is 0.4 %


@cache
def flown(name):
    """The designed group, and a flight of it through the year: fewer satellites, many days."""
    shell = {
        "constellation.planes": 18,
        "constellation.satellites_per_plane": 1,
        "constellation.phasing": 0,
    }
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
    compute, cooling = satellite.compute, satellite.cooling
    interface, film, panel = cooling.conductances_w_per_k(compute.count, satellite.radiator.area_m2)
    above_k = (
        compute.count * compute.power_w * (1.0 / interface + 1.0 / film) + group.heat_w / panel
    )
    chip_k = cooling.hottest_k(satellite.radiator.temperature_k + above_k, 1.0)
    assert np.max(totals.max_chip_k) < chip_k + warmer_k


SHEETS = {"sheet A": (120e3, 110.0), "sheet B": (175e3, 160.0)}  # of AI1: heat in W, panel in m2
ALONE_K, NEAR_THE_EARTH_K = (
    {"sheet A": 321.5, "sheet B": 321.7},
    {"sheet A": 328.8, "sheet B": 329.0},
)
NET_W_PER_M2 = {
    20.0: 651.0,
    40.0: 879.0,
    60.0: 1155.0,
}  # by degrees Celsius, edge-on at 650 km, infrared alone


EDGE_ON = Direction(up=0.0, sun=0.0, ahead=1.0)
AXES = Axes(
    front=Direction(up=0.0, sun=1.0, ahead=0.0),
    side=EDGE_ON,
    top=Direction(up=1.0, sun=0.0, ahead=0.0),
)
NO_ARRAY = ArrayBack(
    area_m2=0.0, temperature_k=0.0, heat_w=0.0, radiating_w_per_k4=0.0, back_emissivity_frac=0.0
)


def bare_panel(area_m2=None):
    """A two-faced panel of emissivity 0.9 that takes in no sunlight and has no fins; nothing has
    aged and nothing is holed.
    """
    changes = {
        "coating.emissivity": 0.9,
        "coating.absorptivity": 0.0,
        "fin.efficiency": 1.0,
        "array_view": 0.0,
    }
    changes |= {} if area_m2 is None else {"area": f"{area_m2} m2"}
    return load(
        "suncatcher", {f"satellite.radiator.{key}": value for key, value in changes.items()}
    ).scenario.satellite.radiator


def settled_k(area_m2, watts, altitude_m):
    around = Surroundings(altitude_m=altitude_m, earthshine=faces.earthshine(650e3))
    return float(bare_panel(area_m2).sized(watts, around, AXES, NO_ARRAY, 0.0).temperature_k)


def net_w_per_m2(kelvin):
    """Heat shed by a panel edge-on at 650 km, with the Earth's infrared."""
    around = Surroundings(altitude_m=650e3, earthshine=faces.earthshine(650e3))
    return bare_panel().net_w_per_m2(kelvin, around, AXES, 0.0)


def test_radiators_of_the_ai1_sheets(
    figure,
):  # reproduction: two faces, emissivity 0.9, without the Earth and with its infrared
    measured = {}
    for sheet, (watts, area_m2) in SHEETS.items():
        alone_k = heat.temperature_k_of(watts / area_m2 / 2.0, 0.9)
        assert settled_k(area_m2, watts, 1e12) == pytest.approx(
            alone_k, abs=1e-3
        )  # so far away that the Earth is nothing
        near_k = settled_k(area_m2, watts, 650e3)
        measured[f"{sheet}, no environment, K"] = abs(float(alone_k) - ALONE_K[sheet])
        measured[f"{sheet}, infrared at 650 km, K"] = abs(float(near_k) - NEAR_THE_EARTH_K[sheet])
    shed = {
        f"panel at {celsius:.0f} °C, W/m²": abs(net_w_per_m2(celsius + 273.15) - net)
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
                Curve(
                    "no environment",
                    kelvin - 273.15,
                    2.0 * heat.radiated_w_per_m2(kelvin, 0.9),
                    "b",
                ),
                Curve(
                    "edge-on at 650 km, with the Earth's infrared",
                    kelvin - 273.15,
                    net_w_per_m2(kelvin),
                ),
                Curve("AI1: sheets A and B", *zip(*dots, strict=True), "d", circles=True),
                Curve(
                    "computed apart", *zip(*NET_W_PER_M2.items(), strict=True), "ink", circles=True
                ),
            ],
            height=260.0,
        ),
    )
    figure(
        "radiator",
        drawing,
        what=(
            "Temperature of the radiators on the two AI1 sheets (120 kW on 110 m², 175 kW on"
            " 160 m²)"
        ),
        against="their powers and areas, computed apart from this code",
        tag="reproduction",
        models=["dawndusk.physics.heat", "dawndusk.parts.radiator.flat_panel"],
        must_be=dict.fromkeys(measured, 0.5)
        | dict.fromkeys(shed, 1.0),  # printed to 0.1 K and 1 W/m2; 0.5 K is 7 W/m2
        measured=measured | shed,
    )
