"""Sunlight at the ground under a clear sky: where the Sun stands, the beam and the sky's light, and
both on a tracker that follows the Sun.

Times are local solar time, seconds from the first midnight of the year: the Sun is highest at noon
of every day, and no equation of time is needed.

Valid: years of 365 days, 2015 to 2040, the Sun to 0.15 deg; one turbidity for all wavelengths, no
clouds, no horizon but the flat one
Source: ineichen2002, kasten1989, spencer1971
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import SOLAR_CONSTANT_W_PER_M2

_DEG = np.pi / 180.0
_DAY_S = 86400.0
_DRIFT_S = (
    0.5 * _DAY_S
)  # by so much the Sun is ahead of its dates of 1971: 55 years with 14 leap days, 0.68 days to 2026
_REFRACTED_RAD = -0.83 * _DEG  # upper limb at the horizon: lower, the air lifts the Sun no further


def declination_rad(time_s: Array) -> Array:
    """Angle of the Sun north of the equator. `time_s` any shape.

    Equation: 0.006918 - 0.399912 cos g + 0.070257 sin g - 0.006758 cos 2g + 0.000907 sin 2g -
    0.002697 cos 3g + 0.00148 sin 3g, g = 2 pi (t + d / 2) / 365 d, half a day for what the calendar
    has drifted since 1971
    Source: spencer1971

    >>> round(float(declination_rad(172.5 * 86400.0)) * 180.0 / np.pi, 2)
    23.45
    """
    angle = _year_rad(time_s + _DRIFT_S)
    return (
        0.006918
        - 0.399912 * np.cos(angle)
        + 0.070257 * np.sin(angle)
        - 0.006758 * np.cos(2.0 * angle)
        + 0.000907 * np.sin(2.0 * angle)
        - 0.002697 * np.cos(3.0 * angle)
        + 0.00148 * np.sin(3.0 * angle)
    )


def sunlight_w_per_m2(time_s: Array) -> Array:
    """Sunlight above the air on a plate that faces the Sun. `time_s` any shape.

    Equation: 1361 W/m2 x (1.00011 + 0.034221 cos g + 0.00128 sin g + 0.000719 cos 2g + 0.000077 sin
    2g), g = 2 pi t / 365 d
    Source: spencer1971, kopp2011

    >>> round(float(sunlight_w_per_m2(0.0)), 1)
    1408.7
    """
    angle = _year_rad(time_s)
    nearer = (
        1.00011
        + 0.034221 * np.cos(angle)
        + 0.00128 * np.sin(angle)
        + 0.000719 * np.cos(2.0 * angle)
        + 0.000077 * np.sin(2.0 * angle)
    )
    return SOLAR_CONSTANT_W_PER_M2 * nearer


def place(time_s: Array, latitude_rad: Array, altitude_m: Array = 0.0) -> tuple[Array, Array]:
    """Where the Sun is seen: its elevation above the horizon, lifted by the air, and its azimuth
    from north over east. Shapes broadcast.

    Equation: east = -cos d sin h, north = cos f sin d - sin f cos d cos h, up = sin f sin d + cos f
    cos d cos h, f latitude, d declination, h = 2 pi (hour - 12) / 24; elevation e = atan2(up,
    across), seen higher by 1.02' / tan(e + 10.3 / (e + 5.11)) x pressure, e in degrees
    Valid: air of 10 degC; air 20 K warmer lifts 7 % less; below -0.83 deg the lift stays what it is
    there
    Range: latitude_rad -90 deg to 90 deg, altitude_m -400 m to 8000 m
    Source: spencer1971, reda2004, the refraction
    Returns: elevation_rad, azimuth_rad

    >>> elevation, azimuth = place(172.625 * 86400.0, 0.6)
    >>> round(float(elevation) / _DEG, 2), round(float(azimuth) / _DEG, 1)
    (49.49, 266.7)
    """
    hour_rad = 2.0 * np.pi * (time_s / _DAY_S) - np.pi
    down = declination_rad(time_s)
    east = -np.cos(down) * np.sin(hour_rad)
    north = np.cos(latitude_rad) * np.sin(down) - np.sin(latitude_rad) * np.cos(down) * np.cos(
        hour_rad
    )
    up = np.sin(latitude_rad) * np.sin(down) + np.cos(latitude_rad) * np.cos(down) * np.cos(
        hour_rad
    )
    elevation = np.arctan2(up, np.sqrt(east**2 + north**2))
    return elevation + _lift_rad(elevation) * pressure_frac(altitude_m), np.mod(
        np.arctan2(east, north), 2.0 * np.pi
    )


def air_mass(elevation_rad: Array) -> Array:
    """Path of the beam through the air, over that from the zenith; at and below the horizon that of
    the horizon. Any shape.

    Equation: 1 / (sin e + 0.50572 (e + 6.07995)^-1.6364), e in degrees
    Valid: as the Sun is seen, lifted by the air; at sea level pressure
    Range: elevation_rad -90 deg to 90 deg
    Source: kasten1989

    >>> round(float(air_mass(np.pi / 2)), 4), round(float(air_mass(0.0)), 1)
    (0.9997, 37.9)
    """
    seen = np.clip(elevation_rad, 0.0, 0.5 * np.pi)
    return 1.0 / (np.sin(seen) + 0.50572 * (seen / _DEG + 6.07995) ** -1.6364)


def pressure_frac(altitude_m: Array) -> Array:
    """Pressure of the air at a site over that at sea level. Any shape.

    Equation: (1 - 0.0065 K/m h / 288.15 K)^5.2559
    Valid: the standard atmosphere below 11 km; no highs and lows of the weather
    Range: altitude_m -400 m to 8000 m
    Source: standard-atmosphere1976

    >>> round(float(pressure_frac(1500.0)), 4)
    0.8345
    """
    return (1.0 - 0.0065 * altitude_m / 288.15) ** 5.2559


def irradiance_w_per_m2(
    elevation_rad: Array, sunlight_w_per_m2: Array, turbidity: Array, altitude_m: Array
) -> tuple[Array, Array]:
    """Light of a clear sky: the beam on a plate that faces the Sun, and the diffuse light on the
    level ground; none while the Sun is down. Shapes broadcast.

    `turbidity` is Linke's: how many clean and dry atmospheres dim the beam as much; 2 very clear, 3
    clear and warm, 5 or more moist or polluted.

    Equation: beam = I (0.664 + 0.163 / f1) exp(-0.09 m (T - 1)), at most G (1 - (0.1 - 0.2 exp(-T))
    / (0.1 + 0.882 / f1)) / sin e; diffuse = G - beam sin e, G = c1 I sin e exp(-c2 m (f1 + f2 (T -
    1))), f1 = exp(-h / 8000 m), f2 = exp(-h / 1250 m), c1 = 5.09e-5 h + 0.868, c2 = 3.92e-5 h +
    0.0387, m the air mass x pressure
    Valid: without Perez's enhancement of very clear skies; pvlib's own solar constant, 1366.1 W/m2,
    gives 0.4 % more
    Range: elevation_rad -90 deg to 90 deg, turbidity 1 to 10, altitude_m 0 m to 4000 m
    Source: ineichen2002, kasten1989
    Returns: beam_w_per_m2, diffuse_w_per_m2

    >>> beam, diffuse = irradiance_w_per_m2(1.0, 1361.0, 3.0, 400.0)
    >>> round(float(beam), 1), round(float(diffuse), 1)
    (927.3, 97.1)
    """
    sine = np.clip(np.sin(elevation_rad), 0.0, 1.0)
    light = np.where(elevation_rad > 0.0, sunlight_w_per_m2, 0.0)
    mass = air_mass(elevation_rad) * pressure_frac(altitude_m)
    thin, thinner = np.exp(-altitude_m / 8000.0), np.exp(-altitude_m / 1250.0)
    dimmed = np.exp(-(3.92e-5 * altitude_m + 0.0387) * mass * (thin + thinner * (turbidity - 1.0)))
    whole = (
        light * (5.09e-5 * altitude_m + 0.868) * dimmed
    )  # global light over the sine of the elevation
    beam = light * (0.664 + 0.163 / thin) * np.exp(-0.09 * mass * (turbidity - 1.0))
    most = whole * (1.0 - (0.1 - 0.2 * np.exp(-turbidity)) / (0.1 + 0.882 / thin))
    beam = np.minimum(beam, np.maximum(most, 0.0))
    return beam, (whole - beam) * sine


def on_tracker_w_per_m2(
    elevation_rad: Array,
    azimuth_rad: Array,
    beam_w_per_m2: Array,
    diffuse_w_per_m2: Array,
    most_tilt_rad: Array = 0.5 * np.pi,
) -> Array:
    """Light on panels that turn about a level axis from north to south, so that they face the Sun
    as well as they can. Shapes broadcast.

    Equation: beam (up cos t + |east| sin t) + diffuse (1 + cos t) / 2, tan t = |east| / up, t at
    most `most_tilt`; up = sin e, east = cos e sin a
    Valid: one row that shades no other and does not turn back for others; the sky equally bright
    all over; no light from the ground
    Range: elevation_rad -90 deg to 90 deg, most_tilt_rad 0 deg to 90 deg
    Source: anderson2020, kamphuis2020

    >>> round(float(on_tracker_w_per_m2(0.5, 1.7, 800.0, 90.0, 1.0)), 1)
    862.4
    """
    up, aside = np.sin(elevation_rad), np.abs(np.cos(elevation_rad) * np.sin(azimuth_rad))
    tilt = np.minimum(np.arctan2(aside, up), most_tilt_rad)
    light = beam_w_per_m2 * (up * np.cos(tilt) + aside * np.sin(tilt)) + 0.5 * diffuse_w_per_m2 * (
        1.0 + np.cos(tilt)
    )
    return np.where(up > 0.0, light, 0.0)


def _year_rad(time_s: Array) -> Array:
    """g."""
    return 2.0 * np.pi * time_s / (365.0 * _DAY_S)


def _lift_rad(elevation_rad: Array) -> Array:
    """How much higher the Sun is seen than it stands."""
    true = np.maximum(elevation_rad, _REFRACTED_RAD) / _DEG
    return 1.02 / 60.0 * _DEG / np.tan((true + 10.3 / (true + 5.11)) * _DEG)
