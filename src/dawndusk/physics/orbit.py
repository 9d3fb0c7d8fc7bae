"""Circular orbits under secular J2, in the inertial frame of date.

Altitude means a - R, a the semi-major axis, R = 6,378.137 km; n is the Keplerian mean motion and k
= 1.5 J2 n (R/a)^2. Against 20x20 gravity with Sun and Moon the node rate is 0.04 to 0.7 % off by
inclination (higher zonals); with elements fitted on one day the place is within 4 km along and 2.5
km across the track on the next, without a fit within 12 km.

Valid: circular orbits, 300 to 2,000 km: below, drag rules; above, the Moon and Sun matter to the
node.
Source: vallado2013, chapter 9, e = 0
"""

from __future__ import annotations

import math

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import EARTH_J2, EARTH_MU, EARTH_RADIUS_M, TROPICAL_YEAR_S
from dawndusk.physics.sun import TT_MINUS_UTC_S

SUN_SYNCHRONOUS_RATE = 2.0 * np.pi / TROPICAL_YEAR_S  # rad/s, the mean Sun's


def semi_major_axis_m(altitude_m: Array) -> Array:
    """Semi-major axis of a circular orbit of that altitude.

    Equation: a = R + altitude
    Valid: any altitude, by definition
    Source: wgs84, its semi-major axis

    >>> semi_major_axis_m(650e3)
    7028137.0
    """
    return EARTH_RADIUS_M + altitude_m


def mean_motion_rad_per_s(altitude_m: Array) -> Array:
    """Keplerian mean motion.

    Equation: n = sqrt(mu / a^3)

    >>> round(float(mean_motion_rad_per_s(650e3)) * 86400 / (2 * np.pi), 3)  # revolutions a day
    14.735
    """
    return np.sqrt(EARTH_MU / semi_major_axis_m(altitude_m) ** 3)


def period_s(altitude_m: Array) -> Array:
    """Keplerian period.

    Equation: T = 2 pi sqrt(a^3 / mu)

    >>> round(float(period_s(650e3)) / 60, 2)
    97.73
    """
    return 2.0 * np.pi / mean_motion_rad_per_s(altitude_m)


def speed_m_per_s(altitude_m: Array) -> Array:
    """Orbital speed.

    Equation: v = sqrt(mu / a)

    >>> round(float(speed_m_per_s(650e3)))
    7531
    """
    return np.sqrt(EARTH_MU / semi_major_axis_m(altitude_m))


def _k(altitude_m: Array) -> Array:
    return (
        1.5
        * EARTH_J2
        * mean_motion_rad_per_s(altitude_m)
        * (EARTH_RADIUS_M / semi_major_axis_m(altitude_m)) ** 2
    )


def node_rate_rad_per_s(altitude_m: Array, inclination_rad: Array) -> Array:
    """Secular drift of the ascending node. Shapes broadcast.

    Equation: -k cos i, k = 1.5 J2 n (R/a)^2

    >>> round(float(node_rate_rad_per_s(550e3, 53 * np.pi / 180)) * 86400 * 180 / np.pi, 2)
    -4.49
    """
    return -_k(altitude_m) * np.cos(inclination_rad)


def latitude_rate_rad_per_s(altitude_m: Array, inclination_rad: Array) -> Array:
    """Secular rate of the argument of latitude (nodal revolutions). Shapes broadcast.

    Equation: n + k (3 - 4 sin^2 i), k = 1.5 J2 n (R/a)^2

    >>> round(
    ...     2 * np.pi / float(latitude_rate_rad_per_s(650e3, 97.99 * np.pi / 180)) / 60, 2
    ... )  # nodal period in minutes
    97.85
    """
    return mean_motion_rad_per_s(altitude_m) + _k(altitude_m) * (
        3.0 - 4.0 * np.sin(inclination_rad) ** 2
    )


def sun_synchronous_inclination_rad(altitude_m: Array) -> Array:
    """Inclination whose node keeps pace with the mean Sun.

    Equation: cos i = -(2 pi / tropical year) / k, k = 1.5 J2 n (R/a)^2
    Valid: circular orbits, 300 to 2,000 km; above 5,970 km there is no such inclination

    >>> round(float(sun_synchronous_inclination_rad(650e3)) * 180 / np.pi, 2)
    97.99
    """
    return np.arccos(-SUN_SYNCHRONOUS_RATE / _k(altitude_m))


def hohmann_m_per_s(low_m: Array, high_m: Array) -> Array:
    """Speed change of the two impulses of a Hohmann transfer between circular orbits of two
    altitudes.

    Equation: |sqrt(mu (2/a1 - 1/t)) - sqrt(mu/a1)| + |sqrt(mu/a2) - sqrt(mu (2/a2 - 1/t))|, t = (a1
    + a2) / 2
    Valid: impulses that are short beside the period, in one plane; a low-thrust spiral needs the
    difference of the two orbital speeds
    Source: curtis2014, chapter 6

    >>> round(float(hohmann_m_per_s(300e3, 650e3)), 1)
    194.8
    """
    low, high = semi_major_axis_m(low_m), semi_major_axis_m(high_m)
    transfer = 0.5 * (low + high)
    first = np.sqrt(EARTH_MU * (2.0 / low - 1.0 / transfer)) - np.sqrt(EARTH_MU / low)
    second = np.sqrt(EARTH_MU / high) - np.sqrt(EARTH_MU * (2.0 / high - 1.0 / transfer))
    return np.abs(first) + np.abs(second)


def earth_turn(time_s: Array) -> Array:
    """How far the Earth has turned under the equinox of date: Greenwich mean sidereal time, in
    turns. `time_s` any shape, seconds TT from J2000.

    Equation: 280.46061837 deg + 360.98564736629 deg d, d in days of UT1 from J2000; UT1 = TT -
    69.184 s, that is UTC
    Valid: 1990 to 2050 within 0.3 deg: the Earth's clock runs up to a minute off; its rate is that
    of the day within 1e-8
    Source: meeus1998, chapter 12
    Returns: turns

    >>> round(float(earth_turn(69.184)) % 1.0 * 360, 3)
    280.461
    """
    return 280.46061837 / 360.0 + (time_s - TT_MINUS_UTC_S) / 86400.0 * (360.98564736629 / 360.0)


def whole_steps(altitude_m: float, step_s: float) -> int:
    """How many equal steps of at most `step_s` make one orbit.

    Equation: period / step, rounded up
    Valid: any altitude and step above zero
    Source: dawndusk-method

    >>> whole_steps(650e3, 60.0)
    98
    """
    return math.ceil(period_s(altitude_m) / step_s)
