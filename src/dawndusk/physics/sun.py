"""Where the Sun is: low-precision apparent position in the equator and equinox of date.

Mean longitude, equation of centre, aberration and the main nutation term. Inertial frame of date: a
J2000 frame would be 0.38 deg off in 2026. T counts Julian centuries from J2000.

Valid: 1950 to 2050, to 0.01 deg.
Source: meeus1998, chapter 25
"""

from __future__ import annotations

import datetime
from typing import Annotated

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import ASTRONOMICAL_UNIT_M, SOLAR_CONSTANT_W_PER_M2

Instant = Annotated[
    Array, "TT from J2000"
]  # seconds; where one is asked for, the command line also takes a date
_RAD = np.pi / 180.0
TT_MINUS_UTC_S = 69.184  # 37 leap seconds since 2017 and 32.184 s
_DAYS_PER_CENTURY = 36525.0


def seconds_j2000(date: datetime.date) -> float:
    """Terrestrial time in seconds from J2000.0 to 0 h UTC of a date.

    Equation: 86,400 s x days from 1 January 2000 - 43,200 s + 69.184 s (37 leap seconds and 32.184
    s)
    Valid: exact from 2017 to the next leap second; before 2017 up to 40 s late, 1.6 arc seconds of
    the Sun
    Source: meeus1998, chapter 10 on dynamical time; the leap seconds are those in force since 2017
    Returns: time_s

    >>> seconds_j2000(datetime.date(2000, 1, 1))
    -43130.816
    """
    return (date - datetime.date(2000, 1, 1)).days * 86400.0 - 43200.0 + TT_MINUS_UTC_S


def mean_longitude_rad(time_s: Instant) -> Array:
    """Mean longitude of the Sun, which is the right ascension of the mean Sun. `time_s` any shape,
    seconds TT from J2000.

    Equation: 280.46646 deg + 36000.76983 deg T + 0.0003032 deg T^2

    >>> round(float(mean_longitude_rad(0.0)) / _RAD, 3)
    280.466
    """
    century = time_s / (86400.0 * _DAYS_PER_CENTURY)
    return (280.46646 + century * (36000.76983 + century * 0.0003032)) * _RAD


def direction(time_s: Instant) -> tuple[Array, Array, Array, Array]:
    """Unit vector to the apparent Sun (x, y, z of date) and its distance in metres. `time_s` any
    shape, seconds TT from J2000.

    Equation: (cos l, cos e sin l, sin e sin l), l the apparent longitude (25.2 to 25.4, 25.8), e
    the obliquity; distance by 25.5
    Returns: x, y, z, distance_m

    >>> x, y, z, r = direction(seconds_j2000(datetime.date(2026, 3, 20)))
    >>> round(float(x), 3), round(float(r) / 1.495978707e11, 3)
    (1.0, 0.996)
    """
    century = time_s / (86400.0 * _DAYS_PER_CENTURY)
    anomaly = (357.52911 + century * (35999.05029 - century * 0.0001537)) * _RAD
    eccentricity = 0.016708634 - century * (0.000042037 + century * 0.0000001267)
    centre = (
        (1.914602 - century * (0.004817 + century * 0.000014)) * np.sin(anomaly)
        + (0.019993 - century * 0.000101) * np.sin(2.0 * anomaly)
        + 0.000289 * np.sin(3.0 * anomaly)
    ) * _RAD
    node = (125.04 - 1934.136 * century) * _RAD
    longitude = mean_longitude_rad(time_s) + centre - (0.00569 + 0.00478 * np.sin(node)) * _RAD
    obliquity = (23.43929111 - century * 0.0130041667 + 0.00256 * np.cos(node)) * _RAD
    distance = (
        1.000001018
        * (1.0 - eccentricity**2)
        / (1.0 + eccentricity * np.cos(anomaly + centre))
        * ASTRONOMICAL_UNIT_M
    )
    return (
        np.cos(longitude),
        np.cos(obliquity) * np.sin(longitude),
        np.sin(obliquity) * np.sin(longitude),
        distance,
    )


def irradiance_w_per_m2(distance_m: Array) -> Array:
    """Sunlight on a plate facing the Sun at that distance.

    Equation: 1361 W/m2 x (1 au / distance)^2
    Valid: solar minimum; the solar cycle adds about 0.1 %
    Source: kopp2011, iau2012b2

    >>> round(float(irradiance_w_per_m2(1.495978707e11)), 1)
    1361.0
    """
    return SOLAR_CONSTANT_W_PER_M2 * (ASTRONOMICAL_UNIT_M / distance_m) ** 2
