"""Radiation against AP8 and AE8 flown along the orbit, published doses by SPENVIS, and Google's
beam test. Tags: physics, prediction, reproduction.
"""

import dataclasses
from functools import cache

import numpy as np
import pytest
from tools import belts
from tools import build_radiation as builder

from dawndusk.core import random_numbers
from dawndusk.core.units import YEAR_S, unit
from dawndusk.data.catalogue import constant, row
from dawndusk.fleet.design import design
from dawndusk.flight import exposure
from dawndusk.flight.fly import fly
from dawndusk.life.evolve import events_in_draw, evolve
from dawndusk.physics import orbit, radiation, solar_cycle, upsets
from dawndusk.scenario.reading import load
from dawndusk.work.serve import serve
from tests.oracle import J2, MU, RADIUS_M
from tests.validation.draw import Axis, Chart, Curve, svg

# in aluminium: PSTAR to 100 MeV, then Bethe's formula (ionisation 166 eV) integrated from there,
# which is 0.3 % short of PSTAR at 100
RANGES_G_PER_CM2 = {
    10.0: 0.1705,
    20.0: 0.5748,
    30.0: 1.180,
    50.0: 2.928,
    100.0: 10.01,
    200.0: 33.3,
    300.0: 65.6,
    400.0: 104.6,
}
RAD, MEV = 100.0, unit("MeV")[0]  # per gray; in joule
ASKED_MEV = np.array([10.0, 20.0, 30.0, 60.0, 100.0])
ORBITS = {
    "650 km 97.99 deg": (650.0, 97.99),
    "550 km 53 deg": (550.0, 53.0),
    "1,000 km 99.48 deg": (1000.0, 99.48),
}
PHASES = {"min": 0.0, "max": 1.0}
TENTH = 0.10  # what five days of passes leave to chance is 3 %
# peers: kilorad a year behind a sphere of 5 mm at solar minimum (SPENVIS); the sun-synchronous ones
# with solar protons (SAPPHIRE, 95 %)
HEIGHTS_KM = (500.0, 700.0, 1000.0, 1200.0, 1500.0, 2000.0)
AT_30_DEG = (0.18, 0.76, 3.02, 6.57, 17.49, 47.81)
SUN_SYNCHRONOUS = (0.38, 0.70, 1.79, 3.31, 7.82, 21.51)
# rad in five years at 550 km, 55 deg, AP8 at minimum and AE8 at maximum, sphere (SPENVIS,
# pfandzelter/leo-edge-failure-models)
BY_DEPTH = {1.0: 26.2e3, 3.0: 4607.0, 5.0: 1599.0, 10.0: 765.0, 20.0: 552.0}


def track(altitude_km, inclination_deg, days=5.0, step_s=60.0):
    """Latitude and longitude of a circular orbit over the turning Earth, written apart from
    dawndusk.
    """
    a, tilt = RADIUS_M + 1e3 * altitude_km, np.radians(inclination_deg)
    n = np.sqrt(MU / a**3)
    k = 1.5 * J2 * n * (RADIUS_M / a) ** 2
    time = np.arange(0.0, days * 86400.0, step_s)
    turn = (n + k * (3.0 - 4.0 * np.sin(tilt) ** 2)) * time
    node = -(k * np.cos(tilt) + 7.2921159e-5) * time
    return np.degrees(np.arcsin(np.sin(tilt) * np.sin(turn))), np.degrees(
        node + np.arctan2(np.cos(tilt) * np.sin(turn), np.cos(turn))
    )


@cache
def along(name, phase):
    """Protons above 10 to 100 MeV along the orbit, of aep8 itself, 1/cm2/s."""
    altitude_km, inclination_deg = ORBITS[name]
    return belts.flux("p", phase, altitude_km, *track(altitude_km, inclination_deg), ASKED_MEV)


def test_protons_of_the_orbit_are_those_along_it(figure):
    """Tag: physics. Five days at 60 s in aep8 against the table; limits as asked."""
    measured, curves = {}, []
    for name, (altitude_km, inclination_deg) in ORBITS.items():
        for phase, activity in PHASES.items():
            ours = (
                radiation.protons_per_m2_s(
                    1e3 * altitude_km, np.radians(inclination_deg), ASKED_MEV * MEV, activity
                )
                / 1e4
            )
            theirs = along(name, phase).mean(axis=0)
            measured[f"{name}, solar {phase}imum"] = np.abs(ours / theirs - 1.0).max()
            style = "abc"[list(ORBITS).index(name)]
            if phase == "min":
                fine = np.geomspace(10.0, 100.0, 40)
                line = [
                    float(
                        radiation.protons_per_m2_s(
                            1e3 * altitude_km, np.radians(inclination_deg), one * MEV, activity
                        )
                    )
                    / 1e4
                    for one in fine
                ]
                curves += [
                    Curve(name, fine, np.array(line), style),
                    Curve("", ASKED_MEV, theirs, style, circles=True),
                ]
    drawing = svg(
        "Trapped protons, mean of the orbit: lines the table, circles aep8 along five days, solar"
        " minimum",
        Chart(
            "Protons above an energy, 1/cm²/s",
            Axis(10.0, 100.0, "energy, MeV", log=True),
            Axis(10.0, 1000.0, log=True),
            curves,
        ),
    )
    figure(
        "belts-protons",
        drawing,
        what="Trapped protons above 10, 20, 30, 60 and 100 MeV, mean of the orbit, relative",
        tag="physics",
        against="aep8 along five days of the orbit",
        models=["dawndusk.physics.radiation"],
        must_be=dict.fromkeys(measured, TENTH),
        measured=measured,
    )


def test_doses_against_published_ones(figure):
    """Tag: physics. The sun-synchronous cells hold 95 % of solar protons of another model: the sum
    is compared, and its error shown.
    """
    heights_m = np.array(HEIGHTS_KM) * 1e3
    low = radiation.dose_gy_per_s(heights_m, np.radians(30.0), 5e-3, 0.0)[0] * YEAR_S * RAD / 1e3
    tilts = orbit.sun_synchronous_inclination_rad(heights_m)
    events = solar_cycle.storms_per_s(0.5) * radiation.event_dose_gy(heights_m, tilts, 5e-3)[0]
    both = (radiation.dose_gy_per_s(heights_m, tilts, 5e-3, 0.0)[0] + events) * YEAR_S * RAD / 1e3
    depths_m = np.array(list(BY_DEPTH)) * 1e-3
    where = 550e3, np.radians(55.0), depths_m
    least, most = (radiation.dose_gy_per_s(*where, one)[0] for one in (0.0, 1.0))
    protons, electrons = (
        least * radiation.proton_share_frac(*where, 0.0)[0],
        most * (1.0 - radiation.proton_share_frac(*where, 1.0)[0]),
    )
    deep = (protons + electrons) * 5.0 * YEAR_S * RAD
    measured = {
        f"30 deg, {height:,.0f} km, 5 mm": abs(a / b - 1.0)
        for height, a, b in zip(HEIGHTS_KM, low, AT_30_DEG, strict=True)
    }
    measured |= {
        f"55 deg, 550 km, {depth:g} mm": abs(a / b - 1.0)
        for (depth, b), a in zip(BY_DEPTH.items(), deep, strict=True)
    }
    must_be = dict.fromkeys(measured, 0.25)
    shown = {
        f"sun-synchronous with solar protons, {height:,.0f} km": abs(a / b - 1.0)
        for height, a, b in zip(HEIGHTS_KM, both, SUN_SYNCHRONOUS, strict=True)
    }
    must_be |= dict.fromkeys(shown, 0.5)  # another model of the storms, at another confidence
    fine_m, fine_mm = np.linspace(300e3, 2000e3, 86), np.geomspace(0.5, 20.0, 60)
    drawing = svg(
        "Dose at the centre of a sphere of aluminium, silicon: lines ours, circles SPENVIS",
        Chart(
            "Trapped dose behind 5 mm at 30 deg, solar minimum, and sun-synchronous with solar"
            " protons, krad a year",
            Axis(300.0, 2000.0, "altitude, km", most=6),
            Axis(0.01, 100.0, log=True),
            [
                Curve(
                    "30 deg",
                    fine_m / 1e3,
                    radiation.dose_gy_per_s(fine_m, np.radians(30.0), 5e-3, 0.0)[0]
                    * YEAR_S
                    * RAD
                    / 1e3,
                    "a",
                ),
                Curve("", HEIGHTS_KM, AT_30_DEG, "a", circles=True),
                Curve("sun-synchronous, with solar protons", HEIGHTS_KM, both, "b"),
                Curve("", HEIGHTS_KM, SUN_SYNCHRONOUS, "b", circles=True),
            ],
        ),
        Chart(
            "550 km, 55 deg, five years, protons at solar minimum and electrons at maximum, rad",
            Axis(0.5, 20.0, "aluminium, mm", log=True),
            Axis(100.0, 1e5, log=True),
            [
                Curve(
                    "ours",
                    fine_mm,
                    np.array([_mixed(550e3, np.radians(55.0), one * 1e-3) for one in fine_mm]),
                    "a",
                ),
                Curve("SPENVIS", list(BY_DEPTH), list(BY_DEPTH.values()), "ink", circles=True),
            ],
        ),
    )
    figure(
        "dose-published",
        drawing,
        what="Dose behind aluminium, relative to published values",
        tag="physics",
        against=(
            "SPENVIS: AP8, AE8, SHIELDOSE-2; the sun-synchronous cells with SAPPHIRE's solar"
            " protons"
        ),
        models=["dawndusk.physics.radiation", "dawndusk.physics.solar_cycle"],
        must_be=must_be,
        measured=measured | shown,
    )


def _mixed(altitude_m, inclination_rad, depth_m):
    least, most = (
        float(radiation.dose_gy_per_s(altitude_m, inclination_rad, depth_m, one)[0])
        for one in (0.0, 1.0)
    )
    share = [
        float(radiation.proton_share_frac(altitude_m, inclination_rad, depth_m, one)[0])
        for one in (0.0, 1.0)
    ]
    return (least * share[0] + most * (1.0 - share[1])) * 5.0 * YEAR_S * RAD


def exposed(name="suncatcher", **changes):
    scenario = load(name, changes).scenario
    (_, orbits), *_ = scenario.constellation.groups(0.0)
    return exposure.exposure(scenario, orbits, scenario.mission.life_s)


def test_suncatchers_dose(figure):
    """Tag: prediction. The paper's 150 rad a year lies between solar maximum and minimum of AP8, at
    the centre of a sphere; a slab has a third.
    """
    activities = np.linspace(0.0, 1.0, 21)
    tilt = float(orbit.sun_synchronous_inclination_rad(650e3))
    sphere, slab = (
        one * YEAR_S * RAD for one in radiation.dose_gy_per_s(650e3, tilt, 10e-3, activities)
    )
    for activity in ("minimum", "mean", "maximum"):
        assert (
            100.0
            < exposed(**{"environment.solar_activity": activity}).dose_gy_per_s * YEAR_S * RAD
            < 250.0
        )
    drawing = svg(
        "Suncatcher's dose behind 10 mm of aluminium",
        Chart(
            "Trapped dose at 650 km, sun-synchronous, rad a year",
            Axis(0.0, 1.0, "solar activity: 0 minimum, 1 maximum"),
            Axis(0.0, 250.0, most=5),
            [
                Curve("centre of a sphere", activities, sphere, "a"),
                Curve("behind a slab", activities, slab, "b"),
                Curve("Google's paper", [0.0, 1.0], [150.0, 150.0], "ink"),
            ],
        ),
    )
    figure(
        "suncatcher-dose",
        drawing,
        what="Trapped dose of Suncatcher's chips, over the paper's 150 rad a year, less one",
        tag="prediction",
        against="suncatcher2026, which does not say its model, phase or geometry",
        models=["dawndusk.physics.radiation", "dawndusk.flight.exposure"],
        must_be={"solar minimum": 0.67, "mean": 0.67, "solar maximum": 0.33},  # 100 to 250 rad
        measured={
            "solar minimum": abs(sphere[0] / 150.0 - 1.0),
            "mean": abs(sphere[10] / 150.0 - 1.0),
            "solar maximum": abs(sphere[-1] / 150.0 - 1.0),
        },
    )


def test_silent_errors_of_the_paper(figure):
    """Tag: reproduction. At its own 150 rad a year and 17 rad an event; printed to three and four
    digits.
    """
    section_m2 = 1.0 / (upsets.PROTONS_PER_M2_GY * 17.0 / RAD)
    rate = float(upsets.by_dose_per_s(section_m2, 150.0 / RAD / YEAR_S))
    found = {
        "days between silent errors of a chip": (1.0 / rate / 86400.0, 41.4),
        "4,096 chips, 90 days": (4096.0 * 90.0 * 86400.0 * rate, 8905.0),
        "16,384 chips, 54 days": (16384.0 * 54.0 * 86400.0 * rate, 21373.0),
    }
    assert row("tpu-v6e.silent_error").value == pytest.approx(section_m2, rel=0.01)
    rads = np.geomspace(10.0, 1000.0, 40)
    drawing = svg(
        "Silent errors by dose, as the beam test reads",
        Chart(
            "Silent errors of a job",
            Axis(10.0, 1000.0, "rad a year", log=True),
            Axis(100.0, 1e6, log=True),
            [
                Curve(
                    "16,384 chips, 54 days",
                    rads,
                    rads / 150.0 * found["16,384 chips, 54 days"][0],
                    "a",
                ),
                Curve(
                    "4,096 chips, 90 days",
                    rads,
                    rads / 150.0 * found["4,096 chips, 90 days"][0],
                    "b",
                ),
                Curve("published", [150.0, 150.0], [8905.0, 21373.0], "ink", circles=True),
            ],
        ),
    )
    figure(
        "silent-errors",
        drawing,
        what="Silent errors at the paper's own dose, relative",
        tag="reproduction",
        against="suncatcher2026 and what follows from it",
        models=["dawndusk.physics.upsets"],
        must_be=dict.fromkeys(found, 2e-3),
        measured={name: abs(a / b - 1.0) for name, (a, b) in found.items()},
    )


def test_most_protons_in_little_time(figure):
    """Tag: prediction. 90 % of protons above 30 MeV in 3 to 4 % of the time; aep8 along five days
    beside it.
    """
    measured, curves = {}, []
    for style, name in zip("ab", ("650 km 97.99 deg", "550 km 53 deg"), strict=True):
        altitude_km, inclination_deg = ORBITS[name]
        for phase, activity in PHASES.items():
            met = radiation.around(
                1e3 * altitude_km, np.radians(inclination_deg), radiation.THIRTY_J, 1.0, activity
            )[0]
            share = 100.0 * radiation.time_share_frac(met)
            theirs = 100.0 * radiation.time_share_frac(along(name, phase)[:, 2])
            measured[f"{name}, solar {phase}imum, outside 3 to 4 %"] = max(
                3.0 - share, share - 4.0, 0.0
            )
            measured[f"{name}, solar {phase}imum, from aep8 along the orbit"] = abs(share - theirs)
            if phase == "max":
                most = np.sort(met.ravel())[::-1]
                part = np.arange(1, most.size + 1) / most.size * 100.0
                few = slice(0, most.size // 10, 20)
                curves.append(
                    Curve(name, part[few], 100.0 * (np.cumsum(most) / most.sum())[few], style)
                )
    drawing = svg(
        "Where protons are met",
        Chart(
            "Protons above 30 MeV, %, by share of the time, worst places first, solar maximum",
            Axis(0.0, 10.0, "share of the time, %", most=10),
            Axis(0.0, 100.0, most=5),
            curves,
        ),
    )
    figure(
        "anomaly-share",
        drawing,
        what="Share of the time in which 90 % of the protons above 30 MeV are met, points",
        tag="prediction",
        against="3 to 4 %, and aep8 along five days",
        models=["dawndusk.physics.radiation"],
        must_be={key: 0.05 if "outside" in key else 0.3 for key in measured},
        measured=measured,
    )


def test_flown_particles_are_those_along_the_way(figure):
    """Tag: physics. The day clock's sums of three days against aep8 at every step of a track of its
    own, the anomaly drifted.
    """
    measured, curves = {}, []
    for style, name in zip("ab", ("suncatcher", "starlink-ai"), strict=True):
        changes = {"flight.days": 3, "environment.solar_activity": "minimum", "flight.orbits": 15}
        changes |= (
            {"constellation.satellites": 1}
            if name == "suncatcher"
            else {
                "constellation.planes": 1,
                "constellation.satellites_per_plane": 1,
                "constellation.phasing": 0,
            }
        )
        scenario = load(name, changes).scenario
        fleet = design(scenario)
        group = fleet.groups[0]
        flown = fly(scenario, fleet, strips=False).groups[0]
        ours = (
            np.asarray(flown.totals.protons_ratio, "float64")[:, 0]
            * float(flown.exposure.protons_per_m2_s)
            / 1e4
        )
        theirs = np.array([_met(scenario, group, flown, day) for day in range(3)])
        measured[f"{name}, worst of three days"] = np.abs(ours / theirs - 1.0).max()
        measured[f"{name}, three days"] = abs(ours.sum() / theirs.sum() - 1.0)
        curves += [
            Curve(name, [0, 1, 2], ours, style),
            Curve("", [0, 1, 2], theirs, style, circles=True),
        ]
    drawing = svg(
        "Protons that count for upsets on three sampled days: lines the day clock, circles aep8 at"
        " every step",
        Chart(
            "Mean of a day, 1/cm²/s, solar minimum",
            Axis(-0.2, 2.2, marks=[(0, "day 1"), (1, "day 2"), (2, "day 3")]),
            Axis(0.0, 60.0, most=6),
            curves,
        ),
    )
    figure(
        "flown-protons",
        drawing,
        what="Protons that count for upsets as flown, relative",
        tag="physics",
        against="aep8 along the same days of a track of its own",
        models=["dawndusk.flight.step", "dawndusk.physics.radiation"],
        must_be={key: 0.1 if "worst" in key else 0.05 for key in measured},
        measured=measured,
    )


def _met(scenario, group, flown, day):
    """Mean flux of the upset protons along one sampled day of one satellite, by aep8."""
    a, tilt = RADIUS_M + float(group.orbits.altitude_m), float(group.orbits.inclination_rad)
    n = np.sqrt(MU / a**3)
    k = 1.5 * J2 * n * (RADIUS_M / a) ** 2
    rate, node_rate = n + k * (3.0 - 4.0 * np.sin(tilt) ** 2), -k * np.cos(tilt)
    start = (
        np.datetime64(scenario.mission.start) - np.datetime64("2000-01-01T12:00")
    ) / np.timedelta64(1, "s")  # UT
    begin = (day + 0.5) / scenario.flight.days * 365.25 * 86400.0
    time = np.arange(0.0, scenario.flight.orbits * 2.0 * np.pi / rate, 60.0)
    phase = float(group.orbits.phase_rad[0]) + rate * time
    node = float(group.orbits.node_rad[0]) + node_rate * (begin + time)
    greenwich = np.radians(280.46061837 + 360.98564736629 * (start + begin + time) / 86400.0)
    drift = np.radians(0.3) * ((start + begin) / YEAR_S + 35.0)
    latitude = np.degrees(np.arcsin(np.sin(tilt) * np.sin(phase)))
    longitude = np.degrees(
        node - greenwich + drift + np.arctan2(np.cos(tilt) * np.sin(phase), np.cos(phase))
    )
    energy = np.array([float(flown.exposure.least_energy_j) / MEV])
    return belts.flux(
        "p", "min", float(group.orbits.altitude_m) / 1e3, latitude, longitude, energy
    )[:, 0].mean()


# -- laws and the table --------------------------------------------------------


def test_the_table_is_what_its_tool_makes():
    """Two altitudes of 25, at three inclinations, from the models of the belts on; thousandths of a
    logarithm are kept.

    At 10 deg the tool raises what falls too steeply: there the table is what was made, or more.
    """
    held = np.load(builder.TABLE)
    tilts = [2, 7, 11, 18]
    for at in (6, 17):
        made = builder.at_altitude(float(builder.ALTITUDE_KM[at]), builder.INCLINATION_DEG[tilts])
        for name in ("dose", "protons", "event_dose", "event_protons"):
            kept = held[name][at]
            kept = kept[tilts] if name.startswith("event") else kept[:, tilts]
            logs, axis = 1e3 * np.log(made[name]), 0 if name.startswith("event") else 1
            steep = [np.take(one, 0, axis=axis) for one in (kept, logs)]
            assert (steep[0] > steep[1] - 3.0).all()
            np.testing.assert_allclose(
                np.delete(kept, 0, axis=axis), np.delete(logs, 0, axis=axis), atol=3.0, err_msg=name
            )
        for name in ("proton_map", "electron_map"):
            np.testing.assert_allclose(
                held[name][at], 1e3 * np.log(made[name]), atol=3.0, err_msg=name
            )


@pytest.mark.parametrize("inclination_deg", [0, 10, 20, 30, 53, 70, 98])
def test_no_step_over_five_percent_per_kilometre(inclination_deg):
    heights_m, tilt = np.arange(300e3, 2000e3 + 1.0, 1e3), np.radians(inclination_deg)
    for activity in (0.0, 1.0):
        for depth_m in (0.1e-3, 1e-3, 5e-3, 10e-3, 20e-3):
            for dose in radiation.dose_gy_per_s(heights_m, tilt, depth_m, activity):
                assert np.abs(np.diff(np.log(dose))).max() < 0.05
        for energy in ASKED_MEV * MEV:
            protons = radiation.protons_per_m2_s(heights_m, tilt, energy, activity)
            assert np.abs(np.diff(np.log(protons))).max() < 0.05


def test_laws_of_the_dose():
    heights, tilts, depths = np.meshgrid(
        np.linspace(500e3, 1500e3, 6),
        np.radians([30.0, 53.0, 98.0]),
        np.geomspace(0.1e-3, 20e-3, 12),
        indexing="ij",
    )
    sphere, slab = radiation.dose_gy_per_s(heights, tilts, depths, 0.5)
    assert (slab < sphere).all(), "a slab is open to one side alone"
    assert (np.diff(sphere, axis=2) < 0.0).all(), "deeper is less"
    assert (np.diff(sphere, axis=0) > 0.0).all(), "higher is more, below the heart of the belt"
    at = (650e3, np.radians(98.0), 10e-3)
    assert radiation.dose_gy_per_s(*at, 0.0)[0] > radiation.dose_gy_per_s(*at, 1.0)[0], (
        "protons are most at solar minimum"
    )
    thin = (650e3, np.radians(98.0), 1e-3)
    assert radiation.dose_gy_per_s(*thin, 0.0)[0] < radiation.dose_gy_per_s(*thin, 1.0)[0], (
        "electrons at maximum"
    )
    mirrored = radiation.dose_gy_per_s(650e3, np.radians([30.0, 150.0]), 5e-3, 0.3)[0]
    assert mirrored[0] == pytest.approx(mirrored[1], rel=1e-9), (
        "the same latitudes either way round"
    )
    for outside in (
        (299e3, 1.0, 5e-3),
        (2001e3, 1.0, 5e-3),
        (650e3, 1.0, 0.09e-3),
        (650e3, 1.0, 21e-3),
    ):
        assert np.isnan(radiation.dose_gy_per_s(*outside, 0.5)[0])


def test_the_slab_is_a_third_of_the_sphere():
    """At 10 mm the two geometries are a factor 2.7 to 3.2 apart."""
    sphere, slab = radiation.dose_gy_per_s(650e3, np.radians(98.0), 10e-3, 0.5)
    assert 2.5 < sphere / slab < 3.5


def test_gradients_of_dose_and_protons():
    from dawndusk.core.numeric import jax

    at = (655e3, 1.71, 9e-3)
    slopes = jax().jit(
        jax().grad(lambda *where: radiation.dose_gy_per_s(*where, 0.3)[0], argnums=(0, 1, 2))
    )(*map(jax().numpy.asarray, at))
    for slot, step in enumerate((10.0, 1e-5, 1e-7)):
        ends = [
            [value + sign * step * (slot == place) for place, value in enumerate(at)]
            for sign in (1.0, -1.0)
        ]
        high, low = (float(radiation.dose_gy_per_s(*end, 0.3)[0]) for end in ends)
        assert float(slopes[slot]) == pytest.approx((high - low) / (2.0 * step), rel=1e-4)


def test_a_beam_of_the_test_loses_what_pstar_says():
    """Continuous slowing down in aluminium, g/cm2 (pstar)."""
    for mega, range_g_per_cm2 in RANGES_G_PER_CM2.items():
        limit = 0.02 if mega <= 100.0 else 0.04 if mega <= 200.0 else 0.13
        assert float(radiation.range_m(mega * MEV)) * 270.0 == pytest.approx(
            range_g_per_cm2, rel=limit
        )
    assert float(radiation.outside_j(42.8 * MEV, 10e-3)) / MEV == pytest.approx(
        67.0, rel=0.01
    )  # lunasrim: 67 MeV leave 10 mm with 42.8


def test_the_earth_turns_as_skyfield_says():
    from skyfield.api import load as skyfield

    scale = skyfield.timescale(builtin=True)
    for year in (2020, 2026, 2035):
        moment = scale.tt(year, 3, 1.25)
        seconds = (moment.tt - 2451545.0) * 86400.0
        off = (float(orbit.earth_turn(seconds)) - moment.gmst / 24.0 + 0.5) % 1.0 - 0.5
        assert abs(off) * 360.0 < 0.3  # the Earth's clock


# -- events --------------------------------------------------------------------


def test_counts_are_poisson_around_the_integral_of_the_rate():
    """Three sigma, class by class, and the scatter over satellites that of Poisson numbers."""
    scenario = load("suncatcher", {"flight.orbits": 5}).scenario
    met = fly(scenario, design(scenario), strips=False).groups[0].belts
    for name, expected in met.expected.items():
        counts, mean = np.asarray(met.counts[name]), np.asarray(expected)
        assert abs(counts.sum() - mean.sum()) < 3.0 * np.sqrt(mean.sum()), name
    silent, mean = np.asarray(met.counts["silent"]), np.asarray(met.expected["silent"])
    assert np.sum((silent - mean) ** 2 / mean) == pytest.approx(
        len(mean), abs=3.0 * np.sqrt(2.0 * len(mean))
    )


def test_a_satellite_draws_the_same_alone_or_among_many():
    """A shell of 100,000 in chunks and in a sample, and three of its satellites alone; counts may
    part where a float32 sum lies at a threshold.
    """
    shell = {
        "constellation.planes": 100,
        "constellation.satellites_per_plane": 1000,
        "flight.days": 1,
        "flight.orbits": 1,
        "flight.settle": 0,
        "constellation.phasing": 1,
    }
    scenario = load("starlink-ai", shell).scenario
    fleet = design(scenario)
    many = fly(scenario, fleet, strips=False).groups[0].belts
    chosen = np.array([5, 40_000, 99_999])
    orbits = fleet.groups[0].orbits
    few = dataclasses.replace(
        orbits, node_rad=orbits.node_rad[chosen], phase_rad=orbits.phase_rad[chosen], number=chosen
    )
    alone = dataclasses.replace(fleet, groups=(dataclasses.replace(fleet.groups[0], orbits=few),))
    own = fly(scenario, alone, strips=False).groups[0].belts
    for name in many.counts:
        assert (np.asarray(many.counts[name])[chosen] == np.asarray(own.counts[name])).all()
        np.testing.assert_allclose(
            np.asarray(many.expected[name])[chosen], own.expected[name], rtol=1e-5
        )
    together = np.asarray(random_numbers.uniform(1, "upset silent", np.arange(100_000)))
    assert (together[chosen] == np.asarray(random_numbers.uniform(1, "upset silent", chosen))).all()


def test_poisson_numbers_are_those_of_scipy():
    from scipy.stats import poisson

    share = (np.arange(4000) + 0.5) / 4000
    for mean in (1e-6, 0.3, 3.0, 29.0):
        assert (
            random_numbers.poisson(share, np.full(4000, mean)) == poisson.ppf(share, mean)
        ).all()
    for mean in (31.0, 400.0, 2e4):
        assert (
            np.abs(
                random_numbers.poisson(share, np.full(4000, mean)) - poisson.ppf(share, mean)
            ).max()
            <= 1
        )


def test_protons_behind_a_slab_are_those_of_every_way(figure):
    """Tag: physics. aep8 along the orbit, integrated here over the half space."""
    ranges_mev, ranges_g = (
        np.array(list(RANGES_G_PER_CM2)),
        np.array(list(RANGES_G_PER_CM2.values())),
    )
    fine = np.geomspace(10.0, 400.0, 400)
    measured, curves, depths = {}, [], (1.0, 3.0, 5.0, 10.0, 20.0)
    for name, (altitude_km, inclination_deg) in ORBITS.items():
        above = belts.flux(
            "p", "min", altitude_km, *track(altitude_km, inclination_deg), fine
        ).mean(axis=0)
        ours, theirs = [], []
        for depth in depths:
            cosines = (np.arange(4000) + 0.5) / 4000
            left = RANGES_G_PER_CM2[20.0] + depth * 0.270 / np.append(cosines, 1.0)
            outside = np.exp(
                np.interp(np.log(left), np.log(ranges_g), np.log(ranges_mev), right=np.inf)
            )
            let_in = np.exp(
                np.interp(
                    np.log(outside), np.log(fine), np.log(np.maximum(above, 1e-9)), right=-np.inf
                )
            )
            theirs.append((let_in[-1], 0.5 * let_in[:-1].mean()))
            where = 1e3 * altitude_km, np.radians(inclination_deg), 20.0 * MEV, depth * 1e-3
            ours.append(np.array(radiation.protons_behind_per_m2_s(*where, 0.0)) / 1e4)
        off = np.abs(np.array(ours) / np.array(theirs) - 1.0).max(axis=0)
        measured |= {f"{name}, sphere": off[0], f"{name}, slab": off[1]}
        style = "abc"[list(ORBITS).index(name)]
        curves += [
            Curve(name, depths, np.array(ours)[:, 1], style),
            Curve("", depths, np.array(theirs)[:, 1], style, circles=True),
        ]
    drawing = svg(
        "Trapped protons that leave a slab with 20 MeV: lines ours, circles aep8 over 4,000 ways",
        Chart(
            "Mean of the orbit, 1/cm²/s, solar minimum",
            Axis(1.0, 20.0, "aluminium, mm", log=True),
            Axis(1.0, 1000.0, log=True),
            curves,
        ),
    )
    figure(
        "protons-behind",
        drawing,
        what="Trapped protons that come through 1 to 20 mm with 20 MeV, worst depth, relative",
        tag="physics",
        against="aep8 along five days, ranges of PSTAR and Bethe, 4,000 ways through the slab",
        models=["dawndusk.physics.radiation"],
        must_be=dict.fromkeys(measured, 0.10),
        measured=measured,
    )


def test_options_of_memory():
    mended, bare = exposed(), exposed(**{"satellite.compute.ecc": False})
    assert float(bare.belts_per_s["memory"]) == 0.0
    assert float(bare.belts_per_s["silent"]) > 10.0 * float(mended.belts_per_s["silent"])
    slow = exposed(**{"satellite.compute.scrub": "1000 d"})
    assert float(slow.belts_per_s["memory"]) > float(mended.belts_per_s["memory"])
    assert float(slow.belts_per_s["memory"]) == pytest.approx(
        float(mended.belts_per_s["memory"]), rel=1e-3
    )  # pairs are rare even so


def test_solar_activity_is_held_or_follows_the_dates():
    doses = {
        name: float(exposed(**{"environment.solar_activity": name}).dose_gy_per_s)
        for name in ("minimum", "mean", "maximum", "cycle")
    }
    assert doses["mean"] == pytest.approx(0.5 * (doses["minimum"] + doses["maximum"]), rel=1e-9)
    assert doses["maximum"] < doses["cycle"] < doses["minimum"]  # 2030 to 2035, around a minimum
    assert doses["cycle"] > doses["mean"]
    scenario = load("suncatcher", {"environment.solar_activity": "cycle"}).scenario
    (_, orbits), *_ = scenario.constellation.groups(0.0)
    found = exposed(**{"environment.solar_activity": "cycle"})
    days = exposure.day_ratio(scenario, orbits, found, scenario.mission.life_s)
    assert days.mean(axis=1) == pytest.approx(1.0, abs=0.01)
    assert np.ptp(days[0]) > 0.05


def test_flown_particles_follow_the_cycle():
    """Day by day, over a flight whose Sun stands still; the two maps differ in shape by a
    percent.
    """
    flown = {}
    for name in ("cycle", "mean"):
        scenario = load(
            "suncatcher",
            {"environment.solar_activity": name, "flight.days": 4, "constellation.satellites": 1},
        ).scenario
        fleet = design(scenario)
        flown[name] = fly(scenario, fleet, strips=False).groups[0]
    days = exposure.day_ratio(
        load("suncatcher", {"environment.solar_activity": "cycle", "flight.days": 4}).scenario,
        fleet.groups[0].orbits,
        flown["cycle"].exposure,
        fleet.life_s,
    )
    for field, share in zip(("protons_ratio", "dose_ratio"), days, strict=True):
        met, held = (
            np.asarray(getattr(flown[name].totals, field))[:, 0] for name in ("cycle", "mean")
        )
        np.testing.assert_allclose(met / held, share, rtol=0.03)
        assert np.ptp(met / held) > 0.05


def test_protons_have_their_own_share_behind_a_slab():
    """Behind 3 mm the slab stops most electrons, which come aslant: what it lets in is protons to a
    larger part.
    """
    sphere, slab = radiation.proton_share_frac(650e3, 1.71, 3e-3, 1.0)
    assert 2.0 * sphere < slab
    found = exposed(
        **{
            "satellite.shield.geometry": "slab",
            "satellite.shield.thickness": "3 mm",
            "environment.solar_activity": "maximum",
        }
    )
    assert float(found.proton_frac) == pytest.approx(
        float(slab), rel=0.02
    )  # the same orbit to a degree


def test_the_environment_is_uncertain_by_a_factor():
    spread = row("radiation.factor").spread
    assert spread.shape == "lognormal"
    assert 1.5 <= spread.high / row("radiation.factor").value <= 2.0
    twice = exposed(**{"environment.radiation_factor": 2.0})
    assert float(twice.dose_gy_per_s) == pytest.approx(
        2.0 * float(exposed().dose_gy_per_s), rel=1e-12
    )
    assert float(twice.solar_gy_per_s) == float(exposed().solar_gy_per_s)
    for name in ("silent_error", "memory_error", "reset", "host_crash"):
        held = row(f"tpu-v6e.{name}").spread
        assert held.low < row(f"tpu-v6e.{name}").value < held.high


def test_chips_without_a_beam_test_are_wide_estimates():
    from dawndusk.data.catalogue import rows

    chips = {one.item for one in rows().values() if one.family == "chips"} - {"tpu-v6e"}
    assert len(chips) > 8
    for chip in chips:
        for name in ("silent_error", "memory_error", "reset", "host_crash"):
            one = row(f"{chip}.{name}")
            assert one.kind == "estimate"
            assert one.value > 0.0
            assert one.spread.high / one.spread.low > 90.0


@pytest.mark.parametrize("activity", ["mean", "cycle", "minimum"])
def test_storms_are_drawn_by_the_seed(activity):
    """As many as expected, and when the Sun is active; none at minimum."""
    scenario = load(
        "suncatcher", {"environment.solar_activity": activity, "mission.life": "10.98 yr"}
    ).scenario
    drawn = [
        events_in_draw(
            dataclasses.replace(scenario, mission=dataclasses.replace(scenario.mission, seed=seed))
        )
        for seed in range(300)
    ]
    times = np.array([one for each in drawn for one in each])
    mean = (
        0.0 if activity == "minimum" else constant("solar-protons.events") * scenario.mission.life_s
    )
    assert len(times) / 300 == pytest.approx(mean, abs=3.0 * np.sqrt(mean / 300))
    assert ((times >= 0.0) & (times < scenario.mission.life_s)).all()
    assert events_in_draw(scenario) == events_in_draw(scenario)
    if activity == "cycle":
        start = (
            np.datetime64(scenario.mission.start) - np.datetime64("2000-01-01T12:00")
        ) / np.timedelta64(1, "s")
        when = solar_cycle.activity_frac(start + times)
        assert when.mean() == pytest.approx(
            0.75, abs=3.0 * when.std() / np.sqrt(len(when))
        )  # mean of a squared sine over its own


def test_dose_wears_chips_out():
    """Against a drawn population."""
    rng = np.random.default_rng(3)
    survives = 55.0 * np.exp(0.3 * rng.standard_normal(400_000))
    for dose in (5.0, 40.0, 55.0, 80.0, 500.0):
        assert float(upsets.unworn_frac(dose, 55.0, 0.3)) == pytest.approx(
            (survives > dose).mean(), abs=3e-3
        )


@pytest.mark.parametrize("replacement", ["none", "launch"])
@pytest.mark.parametrize("thickness", ["1 mm", "2 mm", "3 mm"])
def test_what_falls_together_is_averaged_together(replacement, thickness):
    """Tag: law. Satellites lost and replaced, chips that fail, chips that wear out: a hundred
    thousand of each, drawn and watched over the life.
    """
    changes = {
        "satellite.shield.thickness": thickness,
        "life.satellite_loss": "8 %/yr",
        "satellite.compute.loss": "12 %/yr",
        "life.replacement": replacement,
        "flight.days": 1,
        "flight.orbits": 1,
        "flight.settle": 0,
    }
    scenario = load("suncatcher", changes | {"life.delay": "1 s"}).scenario
    fleet = design(scenario)
    flight = fly(scenario, fleet, strips=False, belts=False)
    life = evolve(scenario, fleet, flight, serve(scenario, fleet, flight))
    rng, many = np.random.default_rng(5), 100_000
    years, compute = float(fleet.life_s) / YEAR_S, scenario.satellite.compute
    a_year = float(flight.met("total_gy_per_s")) * YEAR_S
    working, alive, steps = 0, 0, 200
    begun, ends = np.zeros(many), rng.exponential(1.0 / 0.08, many)
    fails, wears = _new_chip(rng, compute, many)
    for time in (np.arange(steps) + 0.5) / steps * years:
        while replacement == "launch" and (over := ends < time).any():
            begun[over] = ends[over]
            ends[over] += rng.exponential(1.0 / 0.08, over.sum())
            fails[over], wears[over] = _new_chip(rng, compute, over.sum())
        up, age = ends > time, time - begun
        alive += up.sum()
        working += (up & (fails > age) & (wears > age * a_year)).sum()
    assert float(life.satellites_frac) == pytest.approx(alive / many / steps, rel=0.005)
    assert float(life.availability_frac / life.uptime_frac) == pytest.approx(
        working / many / steps, rel=0.015
    )


def _new_chip(rng, compute, many):
    """When chips fail, in years, and what dose wears them out."""
    spread = compute.dose_spread_ratio * rng.standard_normal(many)
    return rng.exponential(1.0 / 0.12, many), compute.dose_tolerance_gy * np.exp(spread)
