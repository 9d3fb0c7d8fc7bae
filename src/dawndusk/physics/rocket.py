"""What a launch vehicle keeps of its payload when the orbit is higher or more inclined than its
reference orbit.

The vehicle's last stage makes up for a Hohmann transfer and for the lost help of the Earth's
rotation, by Tsiolkovsky's equation.

Valid: one stage that burns in impulses, a launch site at `site_latitude_rad`; plane changes in
orbit are not included.
Source: curtis2014, chapters 6 and 11
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import EARTH_RADIUS_M, SIDEREAL_DAY_S, STANDARD_GRAVITY
from dawndusk.physics.orbit import hohmann_m_per_s, speed_m_per_s


def extra_speed_m_per_s(
    altitude_m: Array, inclination_rad: Array, site_latitude_rad: Array, park_m: Array
) -> Array:
    """Speed that an orbit asks for beyond a due-east launch into a parking orbit. Shapes broadcast.

    The launch azimuth is the one that reaches the inclination; an inclination below the site's
    latitude counts as a due-east launch.

    Equation: sqrt(v^2 - 2 v u cos i / cos latitude + u^2) - (v - u) + Hohmann transfer; v the
    parking orbit's speed, u = 465 m/s x cos latitude the site's

    >>> round(float(extra_speed_m_per_s(650e3, 97.99 * np.pi / 180, 28.5 * np.pi / 180, 200e3)))
    737
    """
    rotation = 2.0 * np.pi * EARTH_RADIUS_M / SIDEREAL_DAY_S * np.cos(site_latitude_rad)
    east = np.clip(np.cos(inclination_rad) / np.cos(site_latitude_rad), -1.0, 1.0)
    orbital = speed_m_per_s(park_m)
    needed = np.sqrt(orbital**2 - 2.0 * orbital * rotation * east + rotation**2)
    return needed - (orbital - rotation) + hohmann_m_per_s(park_m, altitude_m)


def payload_kg(
    reference_kg: Array, dry_kg: Array, extra_m_per_s: Array, exhaust_m_per_s: Array
) -> Array:
    """Payload left after the last stage gives `extra_m_per_s` more than in its reference orbit;
    negative where it does not arrive.

    Equation: (reference + dry) exp(-dv / ve) - dry

    >>> round(float(payload_kg(150e3, 130e3, 750.0, 3560.0)) / 1e3)
    97
    """
    return (reference_kg + dry_kg) * np.exp(-extra_m_per_s / exhaust_m_per_s) - dry_kg


def propellant_frac(speed_m_per_s: Array, exhaust_m_per_s: Array) -> Array:
    """Propellant per final mass for a speed change.

    Equation: exp(dv / ve) - 1

    >>> round(float(propellant_frac(400.0, 19613.3)), 4)
    0.0206
    """
    return np.exp(speed_m_per_s / exhaust_m_per_s) - 1.0


def exhaust_m_per_s(specific_impulse_s: Array) -> Array:
    """Exhaust speed of a specific impulse.

    Equation: ve = g0 x specific impulse

    >>> round(exhaust_m_per_s(2500.0), 1)
    24516.6
    """
    return STANDARD_GRAVITY * specific_impulse_s
