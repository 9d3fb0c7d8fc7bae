"""A year's energy of the array against a fine integration made here. Tag of every test: prediction.

Own Sun, orbits, shadow, incidence, heat balance of the array, battery, in steps of 10 s; of
dawndusk only the numbers of the designed satellite, and the light of the Earth on the array's
faces, which test_faces holds to a quadrature.
"""

import datetime
from functools import cache

import numpy as np

from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.physics import faces
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, every, svg

RADIUS_M, MU, J2, SIGMA, INFRARED, SOLAR = (
    6378137.0,
    3.986004418e14,
    1.08262668e-3,
    5.670374419e-8,
    237.0,
    1361.0,
)
SUN_HALF_ANGLE = 6.957e8 / 1.495978707e11
STEP_S = 10.0
FEW = {  # satellites, and every how many days are integrated
    "suncatcher": ({"constellation.satellites": 1}, 1),
    "starlink-ai": (
        {
            "constellation.planes": 18,
            "constellation.satellites_per_plane": 1,
            "constellation.phasing": 0,
        },
        5,
    ),
}


def sun_of_date(day):
    """Unit vector [..., 3] to the Sun and sunlight in W/m2, by days from J2000: the almanac's short
    form.
    """
    longitude, anomaly = (
        np.radians(280.460 + 0.9856474 * day),
        np.radians(357.528 + 0.9856003 * day),
    )
    ecliptic = (
        longitude + np.radians(1.915) * np.sin(anomaly) + np.radians(0.020) * np.sin(2.0 * anomaly)
    )
    tilt = np.radians(23.439 - 4e-7 * day)
    distance = 1.00014 - 0.01671 * np.cos(anomaly) - 0.00014 * np.cos(2.0 * anomaly)
    unit = np.stack(
        [np.cos(ecliptic), np.cos(tilt) * np.sin(ecliptic), np.sin(tilt) * np.sin(ecliptic)], -1
    )
    return unit, SOLAR / distance**2


def seen_of_the_sun(up, altitude_m):
    """Share of the Sun's disc above the Earth's limb; `up` is its cosine with the zenith."""
    above = np.arccos(np.clip(-up, -1.0, 1.0)) - np.arcsin(
        RADIUS_M / (RADIUS_M + altitude_m)
    )  # of its middle, over the limb
    x = np.clip(above / SUN_HALF_ANGLE, -1.0, 1.0)
    return 0.5 + (x * np.sqrt(1.0 - x**2) + np.arcsin(x)) / np.pi


def integrated(scenario, group, days, cells_k=None):
    """Means over fifteen orbits from each of those days and of each satellite, [day, satellite]:
    sunlight on the array, and power, in W.

    Power is what the array could give. `cells_k`: a temperature that the cells keep, so that a test
    can leave their heat out.
    """
    satellite, orbits = group.satellite, group.orbits
    array, battery, cells = satellite.array, satellite.battery, satellite.array.cells
    altitude_m, tilt = float(orbits.altitude_m), float(orbits.inclination_rad)
    a = RADIUS_M + altitude_m
    n = np.sqrt(MU / a**3)
    k = 1.5 * J2 * n * (RADIUS_M / a) ** 2
    node_rate, phase_rate = -k * np.cos(tilt), n + k * (3.0 - 4.0 * np.sin(tilt) ** 2)
    start = (scenario.mission.start - datetime.date(2000, 1, 1)).days - 0.5 + 69.184 / 86400.0
    offset = np.asarray(days)[:, None]
    nodes, phases, shine = (
        orbits.node_rad[None],
        orbits.phase_rad[None],
        faces.earthshine(altitude_m),
    )

    lanes = np.ones((len(offset), nodes.shape[1]))
    kelvin, energy = 330.0 * lanes, battery.full_j * lanes
    working_w, through = float(group.load_w), float(group.distribution_efficiency_frac)
    black = SIGMA * (cells.emissivity_frac + array.back_emissivity_frac)
    from_radiator = float(satellite.radiator.absorbed_by_array_w(satellite.radiator.temperature_k))
    period_s = 2.0 * np.pi / phase_rate
    settle, steps = int(period_s / STEP_S), int(16.0 * period_s / STEP_S)
    sunlight_sum, power_sum = 0.0 * lanes, 0.0 * lanes
    for step in range(steps):
        moment = (step + 0.5) * STEP_S
        toward, sunlight = sun_of_date(start + offset + moment / 86400.0)
        node, phase = nodes + node_rate * (offset * 86400.0 + moment), phases + phase_rate * moment
        along = toward[..., 0] * np.cos(node) + toward[..., 1] * np.sin(node)
        across = toward[..., 1] * np.cos(node) - toward[..., 0] * np.sin(node)
        up = along * np.cos(phase) + (
            across * np.cos(tilt) + toward[..., 2] * np.sin(tilt)
        ) * np.sin(phase)
        lit = sunlight * seen_of_the_sun(up, altitude_m)  # the array faces the Sun

        efficiency = cells.efficiency_frac * cells.remaining_frac * array.packing_frac
        at_k = kelvin if cells_k is None else cells_k
        power = (
            array.area_m2
            * lit
            * efficiency
            * np.maximum(1.0 + cells.temperature_coefficient_per_k * (at_k - 301.15), 0.0)
        )
        supply = through * power
        room = np.clip(
            (battery.full_j - energy) / battery.charge_efficiency_frac / STEP_S,
            0.0,
            battery.rate_per_s * battery.full_j,
        )
        into = np.minimum(supply - working_w, room)
        energy = energy + STEP_S * np.where(
            into > 0.0,
            into * battery.charge_efficiency_frac,
            into / battery.discharge_efficiency_frac,
        )
        taken = (working_w + into) / through

        light = cells.absorptivity_frac * (
            lit + faces.albedo_w_per_m2(shine, up, up, 1.0, sunlight)
        )
        light = light + array.back_emissivity_frac * faces.albedo_w_per_m2(
            shine, up, -up, -1.0, sunlight
        )
        warm = cells.emissivity_frac * faces.view_factor(
            altitude_m, up
        ) + array.back_emissivity_frac * faces.view_factor(altitude_m, -up)
        gained = (
            array.area_m2 * (light + INFRARED * warm - black * kelvin**4) + from_radiator - taken
        )
        kelvin = kelvin + STEP_S * gained / (array.area_m2 * array.heat_capacity_j_per_m2_k)
        if step >= settle:
            sunlight_sum, power_sum = sunlight_sum + array.area_m2 * lit, power_sum + power
    return sunlight_sum / (steps - settle), power_sum / (steps - settle)


@cache
def designed(name):
    scenario = load(name, FEW[name][0]).scenario
    return scenario, design(scenario)


@cache
def fine(name):
    """The days of the year and those that the defaults fly; the integration of the ones and of the
    others.
    """
    scenario, fleet = designed(name)
    days, flown = (
        np.arange(0.5 * FEW[name][1], 365.25, FEW[name][1]),
        (np.arange(scenario.flight.days) + 0.5) / scenario.flight.days * 365.25,
    )
    sunlight, power = integrated(scenario, fleet.groups[0], np.concatenate([days, flown]))
    return days, flown, (sunlight[: len(days)], power[: len(days)]), power[len(days) :]


def apart(flown, fine):
    """How far the means of two lots of days lie apart, in %."""
    return abs(np.mean(flown, dtype="float64") / np.mean(fine) - 1.0) * 100.0


def test_the_energy_of_a_year(figure):
    measured, charts = {}, []
    for name in FEW:
        flown = fly(*designed(name), strips=False).groups[0].totals
        days, sampled, (sunlight, power), same = fine(name)
        measured[f"{name}, sunlight on the array, %"] = apart(flown.sunlight_w, sunlight)
        measured[f"{name}, electric energy, %"] = apart(flown.generated_w, power)
        measured[f"{name}, electric energy of the flown days, %"] = apart(flown.generated_w, same)
        theirs, ours = (
            power.mean(1) / power.mean(),
            np.mean(flown.generated_w, axis=1, dtype="float64") / power.mean(),
        )
        charts.append(
            Chart(
                "Electric power that the array could give, mean of a day over the year's mean:"
                f" {name}",
                Axis(
                    0.0,
                    366.0,
                    "day from the mission's start" if name == "starlink-ai" else "",
                    most=9,
                ),
                Axis(0.8, 1.1, most=4),
                [
                    Curve(
                        "steps of 10 s" if not charts else "", every(days), every(theirs), "soft"
                    ),
                    Curve(
                        "flown days" if not charts else "",
                        sampled,
                        ours,
                        "a",
                        circles=True,
                    ),
                ],
                height=150.0,
            )
        )
    figure(
        "year-energy",
        svg("Power of the array through a year, flown and integrated", *charts),
        what="Energy of the array over a year, 12 sampled days",
        against="an integration of its own in steps of 10 s, every day or one in five",
        tag="prediction",
        models=[
            "dawndusk.flight.fly",
            "dawndusk.flight.step",
            "dawndusk.parts.array.rigid",
            "dawndusk.physics.cells",
            "dawndusk.physics.sun",
        ],
        must_be=dict.fromkeys(measured, 0.5),
        measured=measured,  # as asked of it; well below what an array's degradation is known to
    )


def test_cells_without_heat_would_be_noticed():  # shows that the comparison can fail
    scenario, fleet = designed("suncatcher")
    _, flown, _, warm = fine("suncatcher")
    _, cold = integrated(scenario, fleet.groups[0], flown, cells_k=301.15)
    assert apart(cold, warm) > 3.0  # the limit is 0.5
