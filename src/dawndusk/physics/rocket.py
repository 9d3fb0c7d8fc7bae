"""What a launch vehicle keeps of its payload when the orbit is higher or more inclined than its reference orbit.

Equation: Tsiolkovsky for the last stage: (payload + dry) falls by exp(-dv / ve). dv is the Hohmann transfer plus the lost help of
the Earth's rotation, v_rot = 465 m/s cos(latitude), at the azimuth that reaches the inclination. Valid for one stage and a launch site at
`site_latitude_rad`; plane changes in orbit are not included.
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import EARTH_RADIUS_M, SIDEREAL_DAY_S, STANDARD_GRAVITY
from dawndusk.physics.orbit import hohmann_m_per_s, speed_m_per_s


def extra_speed_m_per_s(altitude_m: Array, inclination_rad: Array, site_latitude_rad: Array, park_m: Array) -> Array:
    """Speed that an orbit asks for beyond a due-east launch into a parking orbit.

    >>> round(float(extra_speed_m_per_s(650e3, 97.99 * np.pi / 180, 28.5 * np.pi / 180, 200e3)))
    737
    """
    rotation = 2.0 * np.pi * EARTH_RADIUS_M / SIDEREAL_DAY_S * np.cos(site_latitude_rad)
    east = np.clip(np.cos(inclination_rad) / np.cos(site_latitude_rad), -1.0, 1.0)
    orbital = speed_m_per_s(park_m)
    needed = np.sqrt(orbital**2 - 2.0 * orbital * rotation * east + rotation**2)
    return needed - (orbital - rotation) + hohmann_m_per_s(park_m, altitude_m)


def payload_kg(reference_kg: Array, dry_kg: Array, extra_m_per_s: Array, exhaust_m_per_s: Array) -> Array:
    """Payload left after the last stage gives `extra_m_per_s` more than in its reference orbit.

    >>> round(float(payload_kg(150e3, 130e3, 750.0, 3560.0)) / 1e3)
    97
    """
    return (reference_kg + dry_kg) * np.exp(-extra_m_per_s / exhaust_m_per_s) - dry_kg


def propellant_frac(speed_m_per_s: Array, exhaust_m_per_s: Array) -> Array:
    """Propellant per final mass for a speed change.

    >>> round(float(propellant_frac(400.0, 19613.3)), 4)
    0.0206
    """
    return np.exp(speed_m_per_s / exhaust_m_per_s) - 1.0


def exhaust_m_per_s(specific_impulse_s: Array) -> Array:
    """Exhaust speed of a specific impulse.

    >>> round(exhaust_m_per_s(2500.0), 1)
    24516.6
    """
    return STANDARD_GRAVITY * specific_impulse_s
