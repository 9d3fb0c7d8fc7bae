"""Circular orbits under secular J2, in the inertial frame of date.

Equations: D. Vallado, Fundamentals of Astrodynamics, chapter 9, e = 0. n = sqrt(mu/a^3), k = 1.5 J2 n (R/a)^2,
node rate -k cos i, rate of the argument of latitude n + k (3 - 4 sin^2 i). Altitude means a - 6378.137 km.
Valid 300-2,000 km: below, drag rules; above, the Moon and Sun matter to the node. Against 20x20 gravity the node rate of a
650 km sun-synchronous orbit is 0.3 % off (higher zonals), about 10 km along track after a day.
"""

from __future__ import annotations

import math

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import EARTH_J2, EARTH_MU, EARTH_RADIUS_M, TROPICAL_YEAR_S

SUN_SYNCHRONOUS_RATE = 2.0 * np.pi / TROPICAL_YEAR_S  # rad/s, the mean Sun's


def semi_major_axis_m(altitude_m: Array) -> Array:
    """Semi-major axis of a circular orbit of that altitude."""
    return EARTH_RADIUS_M + altitude_m


def mean_motion_rad_per_s(altitude_m: Array) -> Array:
    """Keplerian mean motion."""
    return np.sqrt(EARTH_MU / semi_major_axis_m(altitude_m) ** 3)


def period_s(altitude_m: Array) -> Array:
    """Keplerian period.

    >>> round(float(period_s(650e3)) / 60, 2)
    97.73
    """
    return 2.0 * np.pi / mean_motion_rad_per_s(altitude_m)


def speed_m_per_s(altitude_m: Array) -> Array:
    """Orbital speed.

    >>> round(float(speed_m_per_s(650e3)))
    7531
    """
    return np.sqrt(EARTH_MU / semi_major_axis_m(altitude_m))


def _k(altitude_m: Array) -> Array:
    return 1.5 * EARTH_J2 * mean_motion_rad_per_s(altitude_m) * (EARTH_RADIUS_M / semi_major_axis_m(altitude_m)) ** 2


def node_rate_rad_per_s(altitude_m: Array, inclination_rad: Array) -> Array:
    """Secular drift of the ascending node.

    >>> round(float(node_rate_rad_per_s(550e3, 53 * np.pi / 180)) * 86400 * 180 / np.pi, 2)
    -4.49
    """
    return -_k(altitude_m) * np.cos(inclination_rad)


def latitude_rate_rad_per_s(altitude_m: Array, inclination_rad: Array) -> Array:
    """Secular rate of the argument of latitude (nodal revolutions)."""
    return mean_motion_rad_per_s(altitude_m) + _k(altitude_m) * (3.0 - 4.0 * np.sin(inclination_rad) ** 2)


def sun_synchronous_inclination_rad(altitude_m: Array) -> Array:
    """Inclination whose node keeps pace with the mean Sun; exists below 5,970 km.

    >>> round(float(sun_synchronous_inclination_rad(650e3)) * 180 / np.pi, 2)
    97.99
    """
    return np.arccos(-SUN_SYNCHRONOUS_RATE / _k(altitude_m))


def hohmann_m_per_s(low_m: Array, high_m: Array) -> Array:
    """Speed change of the two impulses between circular orbits of two altitudes.

    >>> round(float(hohmann_m_per_s(300e3, 650e3)), 1)
    194.8
    """
    low, high = semi_major_axis_m(low_m), semi_major_axis_m(high_m)
    transfer = 0.5 * (low + high)
    first = np.sqrt(EARTH_MU * (2.0 / low - 1.0 / transfer)) - np.sqrt(EARTH_MU / low)
    second = np.sqrt(EARTH_MU / high) - np.sqrt(EARTH_MU * (2.0 / high - 1.0 / transfer))
    return np.abs(first) + np.abs(second)


def whole_steps(altitude_m: float, step_s: float) -> int:
    """How many equal steps of at most `step_s` make one orbit.

    >>> whole_steps(650e3, 60.0)
    98
    """
    return math.ceil(period_s(altitude_m) / step_s)
