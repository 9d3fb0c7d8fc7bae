"""A clear sky at the ground against pvlib, and made-up weather against the same series day by day.
Each test has its tag in a comment.
"""

from functools import cache

import numpy as np
import pandas as pd
import pvlib
import pytest
from scipy.special import ndtr
from scipy.stats import spearmanr

from dawndusk.core.numeric import jax
from dawndusk.physics import clear_sky, weather
from dawndusk.physics.constants import SOLAR_CONSTANT_W_PER_M2
from tests.validation.draw import Axis, Chart, Curve, svg

DEG = np.pi / 180.0
HOURS_S = (np.arange(8760) + 0.5) * 3600.0
SITES = {  # latitude in degrees, altitude in m, Linke turbidity
    "10°": (10.0, 100.0, 4.0),
    "31.8°, Texas": (31.8, 800.0, 3.0),
    "38.9°, Virginia": (38.9, 100.0, 3.5),
    "52°": (52.0, 50.0, 3.0),
    "−23.5°, Atacama": (-23.5, 2400.0, 2.0),
}
TURNS_DEG = (90.0, 55.0)  # how far trackers turn


@cache
def theirs(site):
    """Of pvlib, each hour of clock time of 2026, midway between leap years, on the meridian of the
    time zone: what is measured, by name.
    """
    latitude, altitude_m, turbidity = SITES[site]
    times = pd.date_range("2026-01-01 00:30", periods=8760, freq="h", tz="UTC")
    sun = pvlib.solarposition.get_solarposition(times, latitude, 0.0, altitude=altitude_m)
    mass = pvlib.atmosphere.get_absolute_airmass(
        pvlib.atmosphere.get_relative_airmass(sun.apparent_zenith),
        pvlib.atmosphere.alt2pres(altitude_m),
    )
    sunlight = pvlib.irradiance.get_extra_radiation(
        times, solar_constant=SOLAR_CONSTANT_W_PER_M2, method="nrel"
    )
    sky = pvlib.clearsky.ineichen(sun.apparent_zenith, mass, turbidity, altitude_m, sunlight)
    found = {
        "global horizontal": sky.ghi,
        "beam normal": sky.dni,
        "equation of time": sun.equation_of_time * 60.0,
    }
    for turn in TURNS_DEG:
        tracker = pvlib.tracking.singleaxis(
            sun.apparent_zenith, sun.azimuth, max_angle=turn, backtrack=False
        )
        beam = sky.dni * np.cos(tracker.aoi * DEG).clip(lower=0.0)
        found[tracked(turn)] = (
            beam + pvlib.irradiance.isotropic(tracker.surface_tilt, sky.dhi)
        ).fillna(0.0)
    return {name: series.to_numpy() for name, series in found.items()}


def ours(site, time_s, turbidity=None, altitude_m=None):
    latitude, height_m, haze = SITES[site]
    elevation, azimuth = clear_sky.place(time_s, latitude * DEG, height_m)
    sunlight = clear_sky.sunlight_w_per_m2(time_s)
    beam, diffuse = clear_sky.irradiance_w_per_m2(
        elevation,
        sunlight,
        haze if turbidity is None else turbidity,
        height_m if altitude_m is None else altitude_m,
    )
    trackers = {
        tracked(turn): clear_sky.on_tracker_w_per_m2(elevation, azimuth, beam, diffuse, turn * DEG)
        for turn in TURNS_DEG
    }
    return {
        "global horizontal": beam * np.maximum(np.sin(elevation), 0.0) + diffuse,
        "beam normal": beam,
        **trackers,
    }


def tracked(turn):
    return f"tracker to {turn:g}°"


def of_the_sums(site, **changes):
    """Yearly sums in percent of pvlib's less 100: our hours are of solar time, pvlib's of clock
    time.
    """
    return {
        name: 100.0 * (series.sum() / theirs(site)[name].sum() - 1.0)
        for name, series in ours(site, HOURS_S, **changes).items()
    }


def test_a_clear_year_is_that_of_pvlib(
    figure,
):  # physics: pvlib's Sun is NREL's, to 0.0003 deg; its sky is the same published model
    sums = {site: of_the_sums(site) for site in SITES}
    same = {
        site: ours(site, HOURS_S + theirs(site)["equation of time"]) for site in SITES
    }  # at pvlib's own instants
    apart = {
        site: {name: series - theirs(site)[name] for name, series in names.items()}
        for site, names in same.items()
    }
    rms = {
        name: max(np.sqrt(np.mean(apart[site][name] ** 2)) for site in SITES)
        for name in sums["52°"]
    }
    days = {"21 June": 171, "21 December": 354}
    shown = "31.8°, Texas"
    charts = []
    for title, day in days.items():
        fine_s = (day + np.linspace(4.5, 20.0, 187) / 24.0) * 86400.0
        there = slice(day * 24 + 4, day * 24 + 20)
        hour = ((HOURS_S + theirs(shown)["equation of time"]) / 3600.0 - 24.0 * day)[there]
        names = ("beam normal", "global horizontal", tracked(90.0))
        charts.append(
            Chart(
                f"W/m² on {title}, {shown}",
                Axis(4.5, 20.0, "local solar time, hours" if day > 200 else ""),
                Axis(0.0, 1200.0, most=6),
                [
                    Curve(name, fine_s / 3600.0 - 24.0 * day, ours(shown, fine_s)[name], style)
                    for style, name in zip("abc", names, strict=True)
                ]
                + [
                    Curve("", hour, theirs(shown)[name][there], style, circles=True)
                    for style, name in zip("abc", names, strict=True)
                ],
            )
        )
    limits = {
        "yearly sum, global horizontal, %": (
            0.5
        ),  # what is left is the equation of time, which shifts where the hours fall on the day
        "yearly sum, beam normal, %": 0.5,
        "yearly sum, tracker, %": 1.0,
        **dict.fromkeys(
            [f"root mean square of the hours, {name}, W/m²" for name in rms], 2.0
        ),  # the Sun within 0.1 deg
    }
    measured = [
        max(abs(one["global horizontal"]) for one in sums.values()),
        max(abs(one["beam normal"]) for one in sums.values()),
        max(abs(one[tracked(turn)]) for one in sums.values() for turn in TURNS_DEG),
        *rms.values(),
    ]
    figure(
        "clear-sky",
        svg("A clear day at the ground in June and in December", *charts),
        what=(
            "Clear-sky irradiance of a year at five sites: on the level, towards the Sun and on a"
            " tracker"
        ),
        against=(
            "pvlib: ineichen, singleaxis without backtracking, isotropic sky, NREL's solar position"
        ),
        tag="physics",
        models=["dawndusk.physics.clear_sky"],
        must_be=limits,
        measured=dict(zip(limits, measured, strict=True)),
    )


def test_other_air_would_be_noticed():  # physics: shows that the comparison can fail
    assert of_the_sums("52°", turbidity=3.1)["beam normal"] < -0.9
    assert of_the_sums("31.8°, Texas", altitude_m=0.0)["global horizontal"] < -1.0
    day_late = (
        ours("52°", HOURS_S + theirs("52°")["equation of time"] + 3 * 86400.0)["beam normal"]
        - theirs("52°")["beam normal"]
    )
    assert np.sqrt(np.mean(day_late**2)) > 3.0


def test_the_sun_stands_where_pvlib_has_it():  # physics
    times = pd.date_range("2026-01-01 00:30", periods=8760, freq="h", tz="UTC")
    for latitude in (-35.0, 10.0, 52.0):
        sun = pvlib.solarposition.get_solarposition(times, latitude, 0.0)
        elevation, azimuth = clear_sky.place(
            HOURS_S + sun.equation_of_time.to_numpy() * 60.0, latitude * DEG
        )
        up = sun.apparent_elevation.to_numpy() > 0.0
        assert (
            np.abs(elevation / DEG - sun.apparent_elevation.to_numpy())[up].max() < 0.1
        )  # a quarter of a day at an equinox
        turned = np.sin(0.5 * (azimuth - sun.azimuth.to_numpy() * DEG)) * np.cos(elevation)
        assert 2.0 * np.abs(turned)[up].max() / DEG < 0.15
        assert (elevation[~up] < 0.1 * DEG).all()


def test_air_masses_are_pvlibs():  # physics
    elevation = np.linspace(0.0, 90.0, 181)
    theirs = pvlib.atmosphere.get_relative_airmass(90.0 - elevation)
    assert clear_sky.air_mass(elevation * DEG) == pytest.approx(theirs, rel=1e-12)
    height_m = np.linspace(0.0, 4000.0, 9)
    assert clear_sky.pressure_frac(height_m) == pytest.approx(
        pvlib.atmosphere.alt2pres(height_m) / 101325.0, rel=1e-4
    )


def test_a_night_is_dark_and_jax_agrees():  # physics
    elevation = np.linspace(-1.5, 0.0, 50)
    beam, diffuse = clear_sky.irradiance_w_per_m2(elevation, 1361.0, 3.0, 100.0)
    assert not beam.any()
    assert not diffuse.any()
    assert not clear_sky.on_tracker_w_per_m2(elevation, 1.0, 500.0, 100.0).any()

    def year_j_per_m2(turbidity, time_s=HOURS_S):
        elevation, azimuth = clear_sky.place(time_s, 0.55)
        light = clear_sky.irradiance_w_per_m2(
            elevation, clear_sky.sunlight_w_per_m2(time_s), turbidity, 800.0
        )
        return clear_sky.on_tracker_w_per_m2(elevation, azimuth, *light).sum() * 3600.0

    value, slope = jax().value_and_grad(year_j_per_m2)(3.0, jax().numpy.asarray(HOURS_S))
    assert value == pytest.approx(year_j_per_m2(3.0), rel=1e-12)
    assert slope == pytest.approx((year_j_per_m2(3.001) - year_j_per_m2(2.999)) / 0.002, rel=1e-5)


# -- weather -------------------------------------------------------------------

DAYS, RUNS = 20_000, 10
ASKED = [(0.5, 0.3), (0.65, 0.5), (0.75, 0.4), (0.8, 0.6), (0.75, 0.8)]  # mean, correlation


def white(seed):
    """Independent normal numbers whose sample has no correlation at any lag, so that the model is
    seen and not the luck of a draw.
    """
    phase = np.exp(2j * np.pi * np.random.default_rng(seed).uniform(size=DAYS // 2 + 1))
    phase[[0, -1]] = 0.0, 1.0
    return np.fft.irfft(phase, DAYS) * np.sqrt(DAYS)


def day_by_day(normal, mean, correlation):
    """The same series by its recursion, each day from the day before."""
    memory, state, found = 2.0 * np.sin(np.pi * correlation / 6.0), normal[0], []
    for number in normal[1:]:
        found.append(state)
        state = memory * state + np.sqrt(1.0 - memory**2) * number
    return 0.1 + 0.9 * ndtr(np.array([*found, state])) ** (0.9 / (mean - 0.1) - 1.0)


def test_the_weather_is_what_was_asked_for(figure):  # physics
    mean_off, rank_off, plain_off, apart, kept = [], [], [], [], {}
    for case, (mean, correlation) in enumerate(ASKED):
        normal = np.stack([white(10 * case + run) for run in range(RUNS)], axis=1)
        found = weather.clearness_frac(normal, mean, correlation)
        pairs = [(run[:-1], run[1:]) for run in found.T]
        mean_off.append(100.0 * np.abs(found.mean(0) / mean - 1.0).max())
        rank_off.append(
            100.0 * abs(np.mean([spearmanr(*pair).statistic for pair in pairs]) / correlation - 1.0)
        )
        plain_off.append(
            abs(np.mean([np.corrcoef(*pair)[0, 1] for pair in pairs]) - correlation) * 100.0
        )
        apart.append(1e5 * np.abs(found[:, 0] - day_by_day(normal[:, 0], mean, correlation)).max())
        assert 0.1 <= found.min() < 0.2
        assert 0.99 < found.max() <= 1.0
        kept[mean, correlation] = found[:, 0], day_by_day(normal[:, 0], mean, correlation)
    days = np.arange(91)
    charts = [
        Chart(
            f"Sunlight of a day over that of a clear one: mean {mean:g}, correlation"
            f" {correlation:g}",
            Axis(0.0, 90.0, "day" if correlation == 0.8 else ""),
            Axis(0.0, 1.0, most=5),
            [
                Curve("", days, kept[mean, correlation][0][5000:5091]),
                Curve("", days, kept[mean, correlation][1][5000:5091], "ink", circles=True),
            ],
            height=130.0,
        )
        for mean, correlation in ((0.75, 0.4), (0.75, 0.8))
    ]
    limits = {
        "mean, %": 1.0,
        "rank correlation from day to day, %": (
            1.0
        ),  # means over ten series: one alone is good to 1 % where days are hardly alike
        "correlation from day to day, hundredths": (
            1.0
        ),  # less the rank correlation that was asked for
        "day by day, 1e-5": (
            2.0
            # the approximation is good to 7e-8 of a share, and the thickest cloud is the root of a
            # small one
        ),
    }
    figure(
        "weather",
        svg("Three months of made-up weather, of little and of much persistence", *charts),
        what="Mean and correlation of 20,000 days of made-up weather",
        tag="physics",
        against="what was asked for, and the recursion day by day with SciPy's normal distribution",
        models=["dawndusk.physics.weather"],
        must_be=limits,
        measured=dict(zip(limits, map(max, (mean_off, rank_off, plain_off, apart)), strict=True)),
    )


def spell_days(clearness):
    """Mean length of a spell below half of a clear day."""
    dull = clearness < 0.5
    return dull.sum() / (dull[0] + (dull[1:] & ~dull[:-1]).sum())


def test_cloudy_days_come_in_spells():  # physics
    lone, persistent = (
        spell_days(weather.clearness_frac(white(1), 0.7, correlation)) for correlation in (0.0, 0.6)
    )
    assert lone == pytest.approx(
        1.0 / (1.0 - np.mean(weather.clearness_frac(white(1), 0.7, 0.0) < 0.5)), rel=0.02
    )
    assert persistent > 1.5 * lone


def test_years_side_by_side_and_jax():  # physics
    normal = np.random.default_rng(3).standard_normal((365, 4))
    season = 0.7 + 0.15 * np.cos(2 * np.pi * np.arange(365.0) / 365.0)[:, None]
    together = weather.clearness_frac(normal, season, 0.5)
    for year in range(4):
        assert together[:, year] == pytest.approx(
            weather.clearness_frac(normal[:, year], season[:, 0], 0.5), rel=1e-12
        )
    assert np.asarray(
        weather.clearness_frac(jax().numpy.asarray(normal), season, 0.5)
    ) == pytest.approx(together, rel=1e-12)
    slope = jax().grad(lambda mean: weather.clearness_frac(normal, mean, 0.5).mean())(0.7)
    assert slope == pytest.approx(1.0, abs=0.1)
