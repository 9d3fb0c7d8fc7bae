"""Sun, orbit and eclipse against skyfield, sgp4 and published closed forms. Each test has its tag
in a comment.
"""

import datetime

import numpy as np
import pytest
import skyfield_data
from sgp4.api import WGS84, Satrec
from skyfield.api import Loader
from skyfield.framelib import true_equator_and_equinox_of_date as of_date
from skyfield.positionlib import Geocentric

from dawndusk.fleet.design import design
from dawndusk.flight.step import flyer_of, surroundings
from dawndusk.physics import eclipse, orbit, season, sun
from dawndusk.physics.constants import EARTH_J2, EARTH_RADIUS_M
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, every, svg

DAY_S = 86400.0
DEG = np.pi / 180.0
pytestmark = pytest.mark.filterwarnings(
    "ignore:The file finals2000A"
)  # Earth rotation plays no part here


@pytest.fixture(scope="module")
def sky():
    loader = Loader(skyfield_data.get_skyfield_data_path(), verbose=False)
    return loader.timescale(builtin=True), loader("de421.bsp")


def apparent_sun(sky, time_s):
    timescale, planets = sky
    return (
        planets["earth"]
        .at(timescale.tt_jd(2451545.0 + time_s / DAY_S))
        .observe(planets["sun"])
        .apparent()
    )


def angle_deg(one, other):
    one, other = one / np.linalg.norm(one, axis=0), other / np.linalg.norm(other, axis=0)
    return 2.0 * np.arcsin(np.linalg.norm(one - other, axis=0) / 2.0) / DEG


YEARS = Axis(2025.0, 2046.0, marks=[(year, str(year)) for year in range(2025, 2046, 2)])


def test_sun_direction_and_distance(sky, figure):  # physics
    years = 2025.0 + np.linspace(0.0, 21.0, 2000)
    time_s = np.linspace(
        sun.seconds_j2000(datetime.date(2025, 1, 1)),
        sun.seconds_j2000(datetime.date(2045, 12, 31)),
        2000,
    )
    *ours, distance_m = sun.direction(time_s)
    reference = apparent_sun(sky, time_s)
    apart_deg = angle_deg(np.stack(ours), reference.frame_xyz(of_date).m)
    longer_ppm = (distance_m / reference.distance().m - 1.0) * 1e6
    drawing = svg(
        "Error of the Sun's direction and distance from 2025 to 2045",
        Chart(
            "Angle between the two Suns, degrees",
            YEARS,
            Axis(0.0, 0.022, most=4),
            [Curve("", every(years, 700), every(apart_deg, 700), "a thin")],
            limits=[(0.02, "must be below")],
        ),
        Chart(
            "Distance: dawndusk over DE421, parts per million off",
            YEARS,
            Axis(-130.0, 130.0, most=5),
            [Curve("", every(years, 700), every(longer_ppm, 700), "a thin")],
            limits=[(120.0, "must be within"), (-120.0, "")],
        ),
    )
    figure(
        "sun-direction",
        drawing,
        what="Apparent direction of the Sun in the frame of date, and its distance",
        against="skyfield with the ephemeris DE421",
        tag="physics",
        models=["dawndusk.physics.sun"],
        must_be={"direction, deg": 0.02, "distance, parts per million": 120.0},
        measured={
            "direction, deg": apart_deg.max(),
            "distance, parts per million": np.abs(longer_ppm).max(),
        },
    )
    # Meeus claims 0.01 deg; 0.02 deg is 5 s of an orbit's shadow. The Moon pulls the Earth about by
    # 30 ppm, planets by 50.


def test_a_sun_of_j2000_would_be_noticed(sky):  # physics: shows that the comparison can fail
    time_s = sun.seconds_j2000(datetime.date(2026, 1, 1)) + np.arange(0.0, 365.0, 5.0) * DAY_S
    missed = angle_deg(np.stack(sun.direction(time_s)[:3]), apparent_sun(sky, time_s).position.m)
    assert missed.min() > 0.3
    assert missed.mean() == pytest.approx(
        0.37, abs=0.02
    )  # precession since 2000, 50.3 arc seconds a year


def test_universal_time_is_that_of_skyfield(sky):  # physics
    for date in (datetime.date(2026, 11, 23), datetime.date(2030, 1, 1)):
        tt = sky[0].utc(date.year, date.month, date.day).tt
        assert sun.seconds_j2000(date) == pytest.approx(
            (tt - 2451545.0) * DAY_S, abs=1e-3
        )  # days in float64 carry 4e-5 s


def test_period_and_sun_synchronous_orbit():  # physics
    assert orbit.period_s(650e3) / 60.0 == pytest.approx(97.73, abs=0.005)
    for altitude_m, tilt_deg in (
        (550e3, 97.593),
        (650e3, 97.986),
        (800e3, 98.603),
        (1000e3, 99.479),
    ):
        tilt = orbit.sun_synchronous_inclination_rad(altitude_m)
        assert tilt / DEG == pytest.approx(tilt_deg, abs=0.0015)  # the last digit printed
        assert orbit.node_rate_rad_per_s(altitude_m, tilt) * DAY_S / DEG == pytest.approx(
            360.0 / 365.24219, rel=1e-9
        )


def rates_of_sgp4(altitude_m, tilt):
    """Secular rates of node and argument of latitude, rad/s; sgp4 takes Kozai's mean motion, which
    holds J2's drift of the anomaly.
    """
    satellite, keplerian = Satrec(), orbit.mean_motion_rad_per_s(altitude_m)
    drift = (
        1.5
        * EARTH_J2
        * keplerian
        * (EARTH_RADIUS_M / orbit.semi_major_axis_m(altitude_m)) ** 2
        * (1.0 - 1.5 * np.sin(tilt) ** 2)
    )
    satellite.sgp4init(
        WGS84, "i", 1, 25000.0, 0.0, 0.0, 0.0, 1e-6, 0.0, tilt, 0.0, (keplerian + drift) * 60.0, 0.0
    )
    return satellite.nodedot / 60.0, (satellite.mdot + satellite.argpdot) / 60.0


def test_secular_rates_are_those_of_sgp4(figure):  # physics
    tilt_deg = np.arange(0.0, 141.0, 4.0)  # at 90 degrees the rates are zero: none of these
    altitudes_m = {"300 km": 300e3, "650 km": 650e3, "1,200 km": 1200e3, "2,000 km": 2000e3}
    node, latitude = {}, {}
    for name, altitude_m in altitudes_m.items():
        theirs = np.array([rates_of_sgp4(altitude_m, tilt) for tilt in tilt_deg * DEG]).T
        node[name] = (
            orbit.node_rate_rad_per_s(altitude_m, tilt_deg * DEG) / theirs[0] - 1.0
        ) * 100.0
        latitude[name] = (
            orbit.latitude_rate_rad_per_s(altitude_m, tilt_deg * DEG) / theirs[1] - 1.0
        ) * 1e6
    tilts = Axis(0.0, 140.0, "inclination, degrees", most=14)
    drawing = svg(
        "Secular rates of node and latitude against sgp4 by inclination",
        Chart(
            "Rate of the node: dawndusk over sgp4, percent off",
            tilts,
            Axis(-0.85, 0.85, most=5),
            [
                Curve(name, tilt_deg, values, style)
                for style, (name, values) in zip("abcd", node.items(), strict=True)
            ],
            limits=[(0.75, "must be within"), (-0.75, "")],
        ),
        Chart(
            "Rate of the argument of latitude: dawndusk over sgp4, parts per million off",
            tilts,
            Axis(-35.0, 35.0, most=5),
            [
                Curve("", tilt_deg, values, style)
                for style, values in zip("abcd", latitude.values(), strict=True)
            ],
            limits=[(30.0, "must be within"), (-30.0, "")],
        ),
    )
    # sgp4 has J4 and J2 squared, which we leave out: 0.7 % of the node's rate over the equator
    node_limit = 0.75
    latitude_limit = 30.0  # and 20 ppm of the motion, 14 km a day, if the altitude is not fitted
    figure(
        "secular-rates",
        drawing,
        what="Secular rates under J2 alone, at the same mean altitude",
        against="sgp4",
        tag="physics",
        models=["dawndusk.physics.orbit"],
        must_be={
            "rate of the node, %": node_limit,
            "rate of the argument of latitude, parts per million": latitude_limit,
        },
        measured={
            "rate of the node, %": max(np.abs(values).max() for values in node.values()),
            "rate of the argument of latitude, parts per million": max(
                np.abs(values).max() for values in latitude.values()
            ),
        },
    )


def flyer_and_angles(name, changes):
    """A very finely stepped flyer of the first satellite, and its node and phase in turns as
    functions of time.
    """
    scenario = load(name, changes).scenario
    group = design(scenario).groups[0]
    flyer = flyer_of(group, 10**7)  # so that the ramp of `sunlit` is the penumbra alone
    start_s = sun.seconds_j2000(scenario.mission.start)
    node, phase = group.orbits.node_rad[0] / (2 * np.pi), group.orbits.phase_rad[0] / (2 * np.pi)

    def angles(time_s):
        steps = (time_s - start_s) / flyer.step_s
        return node + steps * flyer.node_turn_per_step, phase + steps * flyer.phase_turn_per_step

    return flyer, angles, start_s, group.orbits


def crossings(time_s, value):
    """Times of the falling and of the rising zeros of a sampled value."""
    at = np.flatnonzero(np.diff(np.sign(value)) != 0)
    moment = time_s[at] - value[at] * (time_s[at + 1] - time_s[at]) / (value[at + 1] - value[at])
    falling = value[at] > 0
    return moment[falling], moment[~falling]


SHADOWS = {  # scenario, changes, days of the year on which the orbit is eclipsed
    "650 km, 18:00": ("suncatcher", {}, (135, 145, 155, 170, 185, 200, 210)),
    "650 km, 06:00": ("suncatcher", {"constellation.local_time": "06:00"}, (1, 15, 320, 340, 360)),
    "1,000 km, 18:00": ("suncatcher", {"constellation.altitude": "1000 km"}, (150, 172, 190)),
    "550 km, 53°": (
        "starlink-ai",
        {"constellation.planes": 1, "constellation.phasing": 0},
        (5, 60, 120, 200, 280, 340),
    ),
}


def shadow_errors(sky, name, changes, days):
    """How much later than skyfield we enter and leave the shadow, in seconds, and on which day: [3,
    eclipse].
    """
    flyer, angles, start_s, orbits = flyer_and_angles(name, changes)
    timescale, planets = sky
    a, tilt, found = orbit.semi_major_axis_m(orbits.altitude_m), orbits.inclination_rad, []
    for day in days:
        time_s = (
            start_s + day * DAY_S + np.arange(0.0, 1.6 * orbit.period_s(orbits.altitude_m), 1.0)
        )
        node, phase = angles(time_s)
        x, y, z, distance = sun.direction(time_s)
        lit = surroundings(
            flyer, (x, y, z, sun.irradiance_w_per_m2(distance)), node, phase
        ).sunlit_frac
        node, phase = node * 2 * np.pi, phase * 2 * np.pi
        place = a * np.stack(
            [
                np.cos(node) * np.cos(phase) - np.sin(node) * np.sin(phase) * np.cos(tilt),
                np.sin(node) * np.cos(phase) + np.cos(node) * np.sin(phase) * np.cos(tilt),
                np.sin(phase) * np.sin(tilt),
            ]
        )
        moment = timescale.tt_jd(2451545.0, time_s / DAY_S)
        inertial = (
            timescale.tt_jd(2451545.0, time_s[0] / DAY_S).M.T @ place
        )  # from the equator and equinox of date to ICRF
        theirs = Geocentric(inertial / 1.495978707e11, t=moment, center=399).is_sunlit(planets)
        (ours_in, ours_out), (their_in, their_out) = (
            crossings(time_s, lit - 0.5),
            crossings(time_s, theirs - 0.5),
        )
        assert len(ours_in) == len(their_in)
        assert len(ours_out) == len(their_out)
        for i, o in ((i, o) for i in range(len(ours_in)) for o in range(len(ours_out))):
            if (
                600.0 < ours_out[o] - ours_in[i] < 3000.0
            ):  # shorter ones graze: 0.01 deg of the Sun moves them by more
                found.append((day, ours_in[i] - their_in[i], ours_out[o] - their_out[o]))
    return np.array(found).T


def test_eclipse_entry_and_exit(sky, figure):  # physics
    found = {case: shadow_errors(sky, *what) for case, what in SHADOWS.items()}
    for case, (_, _, days) in SHADOWS.items():
        assert found[case].shape[1] >= len(days) - 1
    charts = [
        Chart(
            f"{what}: dawndusk after skyfield, seconds",
            Axis(0.0, 366.0, "day of 2030" if row == 2 else "", most=9),
            Axis(-2.4, 2.4, most=5),
            [
                Curve(
                    case if row == 1 else "", found[case][0], found[case][row], style, circles=True
                )
                for style, case in zip("abcd", found, strict=True)
            ],
            limits=[(2.0, "must be within"), (-2.0, "")],
            height=150.0,
        )
        for row, what in ((1, "Entry into the shadow"), (2, "Exit"))
    ]
    limit_s = 2.0  # 0.01 deg of the Sun is 0.2 s head-on, 1 s aslant; 0.5 s of sampling
    measured = {f"{case}, s": np.abs(found[case][1:]).max() for case in found}
    figure(
        "eclipse-times",
        svg("Errors of the times of eclipses", *charts),
        what="When a satellite enters and leaves the Earth's shadow",
        against="skyfield with DE421: is_sunlit, second by second",
        tag="physics",
        models=["dawndusk.physics.eclipse", "dawndusk.flight.step"],
        must_be=dict.fromkeys(measured, limit_s),
        measured=measured,
    )


def year_of(changes=()):
    scenario = load("suncatcher", dict(changes)).scenario
    orbits = design(scenario).groups[0].orbits
    return season.year(
        orbits.altitude_m,
        orbits.inclination_rad,
        orbits.plane_node_rad,
        sun.seconds_j2000(scenario.mission.start),
    )


PRINTED = {
    560: (100.0, 21.46, 4.90),
    650: (90.5, 19.73, 4.00),
    800: (76.0, 16.90, 2.77),
    1000: (57.0, 13.04, 1.54),
}  # days, minutes, %
SHELLS = {
    (550, 53): 31.3,
    (500, 30): 36.1,
    (1000, 30): 30.7,
    (2000, 30): 23.1,
}  # altitude in km, inclination in degrees: dark %


def test_seasons_of_dawn_dusk_and_of_shells(
    figure,
):  # prediction: measured apart from this code in reference/physics.md, year 2027
    years = {
        altitude_km: year_of({"constellation.altitude": f"{altitude_km} km"})
        for altitude_km in PRINTED
    }
    found = np.array(
        [
            (
                season.eclipse_days(year),
                season.longest_eclipse_s(year, km * 1e3) / 60.0,
                100.0 * (1.0 - season.sunlit_frac(year)),
            )
            for km, year in years.items()
        ]
    )
    days, minutes, dark = np.abs(found - np.array(list(PRINTED.values()))).max(0)
    beta_deg = np.abs(years[650].beta_rad[0]) / DEG
    nodes = np.arange(72) / 72 * 2 * np.pi
    shells = {
        (km, tilt): season.year(
            km * 1e3, tilt * DEG, nodes, sun.seconds_j2000(datetime.date(2030, 1, 1))
        )
        for km, tilt in SHELLS
    }
    shell_dark = max(
        abs(100.0 * (1.0 - season.sunlit_frac(year)) - SHELLS[shell])
        for shell, year in shells.items()
    )

    def minutes_of(km):
        return years[km].eclipse_frac[0] * orbit.period_s(km * 1e3) / 60.0

    day = years[650].day
    longest = [(day[np.argmax(minutes_of(km))], PRINTED[km][1]) for km in PRINTED]
    extremes = [(day[np.argmin(beta_deg)], 58.57), (day[np.argmax(beta_deg)], 86.91)]
    drawing = svg(
        "A dawn-dusk year: beta angle and eclipse",
        Chart(
            "Angle between Sun and orbit plane (beta), degrees: 650 km, 18:00",
            Axis(0.0, 366.0, most=9),
            Axis(50.0, 90.0, most=4),
            [
                Curve("", every(day), every(beta_deg)),
                Curve("computed apart", *zip(*extremes, strict=True), "ink", circles=True),
            ],
            height=130.0,
        ),
        Chart(
            "Eclipse in each revolution, minutes",
            Axis(0.0, 366.0, "day of the year", most=9),
            Axis(0.0, 24.0, most=5),
            [
                *(
                    Curve(f"{km:,} km", every(day, 500), every(minutes_of(km), 500), style)
                    for style, km in zip("abcd", PRINTED, strict=True)
                ),
                Curve("longest, computed apart", *zip(*longest, strict=True), "ink", circles=True),
            ],
        ),
    )
    figure(
        "season",
        drawing,
        what=(
            "The eclipse season of dawn-dusk orbits (560 to 1,000 km) and the mean eclipse of"
            " shells"
        ),
        against="a computation apart from this code, of the year 2027",
        tag="prediction",
        models=["dawndusk.physics.season"],
        must_be={
            "days with eclipse": (
                1.0
                # printed to a day; sampled four times a day, and the equation of time drifts by
                # hours
            ),
            "longest eclipse, min": 0.05,
            "mean eclipse share, points": 0.1,
            "smallest beta, deg": 0.05,  # 90 - 8 - 23.44
            "largest beta, deg": 0.15,
            "mean eclipse share of shells, points": 0.2,  # printed to 0.1, of another year
        },
        measured={
            "days with eclipse": days,
            "longest eclipse, min": minutes,
            "mean eclipse share, points": dark,
            "smallest beta, deg": abs(beta_deg.min() - 58.57),
            "largest beta, deg": abs(beta_deg.max() - 86.91),
            "mean eclipse share of shells, points": shell_dark,
        },
    )


def test_the_other_dawn_dusk_has_another_season():  # prediction
    year = year_of({"constellation.local_time": "06:00"})
    assert season.eclipse_days(year) == pytest.approx(87.1, abs=1.0)
    days = year.day[year.eclipse_frac[0] > 0.0]
    assert (
        (days < 45) | (days > 300)
    ).all()  # northern winter; the one of 18:00 lies in the northern summer
    assert season.longest_eclipse_s(year, 650e3) / 60.0 == pytest.approx(19.73, abs=0.1)


def test_eclipse_free_begins_near_1390_km_not_600():  # physics
    days = {
        altitude: float(season.eclipse_days(year_of({"constellation.altitude": f"{altitude} km"})))
        for altitude in (600, 1300, 1380, 1400)
    }
    assert days[1400] == 0.0
    assert days[600] > 90.0
    assert days[1300] > 10.0
    assert days[1380] > 0.0


def hidden_frac(altitude_m, beta_deg, points=100000):
    """Share of an orbit from which a sphere hides a Sun far away: points on half a circle, which
    mirrors the other half.
    """
    phase = (np.arange(points) + 0.5) / points * np.pi
    place = np.stack([np.cos(phase), np.sin(phase), 0.0 * phase]) * (6378137.0 + altitude_m)
    toward = np.array([np.cos(beta_deg * DEG), 0.0, np.sin(beta_deg * DEG)])
    along = toward @ place
    return np.mean(
        (along < 0.0) & (np.linalg.norm(place - np.outer(toward, along), axis=0) < 6378137.0)
    )


def test_eclipse_share_is_that_of_a_sphere_and_a_line(figure):  # physics
    altitudes_m = {"500 km": 500e3, "650 km": 650e3, "1,000 km": 1000e3, "2,000 km": 2000e3}
    beta_deg, fine_deg = (
        np.array([0.0, 15.0, 30.0, 40.0, 50.0, 55.0, 58.0, 62.0, 66.0, 70.0, 80.0]),
        np.linspace(0.0, 90.0, 181),
    )
    curves, apart = [], []
    for style, (name, altitude_m) in zip("abcd", altitudes_m.items(), strict=True):
        theirs = np.array([hidden_frac(altitude_m, beta) for beta in beta_deg])
        apart.append(
            np.abs(eclipse.eclipse_frac(altitude_m, np.sin(beta_deg * DEG)) - theirs).max()
        )
        curves += [
            Curve(
                name,
                fine_deg,
                100.0 * eclipse.eclipse_frac(altitude_m, np.sin(fine_deg * DEG)),
                style,
            ),
            Curve("", beta_deg, 100.0 * theirs, style, circles=True),
        ]
    curves.append(Curve("a sphere and lines, point by point", [], [], "ink", circles=True))
    drawing = svg(
        "Share of the orbit in eclipse by beta angle",
        Chart(
            "Eclipse, percent of the orbit",
            Axis(0.0, 90.0, "beta, degrees", most=9),
            Axis(0.0, 42.0, most=5),
            curves,
            height=260.0,
        ),
    )
    figure(
        "eclipse-share",
        drawing,
        what="Share of a revolution without the Sun's centre",
        against="a sphere and lines, point by point",
        tag="physics",
        models=["dawndusk.physics.eclipse"],
        must_be={"eclipse, % of the orbit": 2e-3},  # 100,000 points: half of it each end
        measured={"eclipse, % of the orbit": 100.0 * max(apart)},
        within_frac=0.5,  # one point more or less is half of it
    )
