"""Debris and meteoroids that pierce a tube: how many come, how small a one suffices, how many
segments are left.

Fluxes are those on one face of a randomly oriented plate, a quarter of what a square metre of
cross-section meets.

Equation: holes = F(d) x area, d the smallest aluminium sphere that pierces the wall; F a power law
between rows at 0.1 mm, 1 mm and 1 cm
Valid: 600 to 1,000 km, near-polar, within a factor of four at 1 mm and ten elsewhere; at 400 km
CNES has 0.4 of it at 1 mm. Every hit is taken as head-on at the mean speed, which counts too many;
shields ahead of the wall, which stop more at the same mass, are not modelled
Source: cnes-debris, ecss-10-04, dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.data.catalogue import constant

FLUX_100UM_PER_M2_S = constant("debris.flux_100um")
FLUX_1MM_PER_M2_S = constant("debris.flux_1mm")
FLUX_1CM_PER_M2_S = constant("debris.flux_1cm")
SPEED_M_PER_S = constant("debris.speed")
PIERCED_M = constant(
    "debris.pierced"
)  # wall of aluminium that a sphere of 1 mm just pierces at 10 km/s
TESTED_M, TESTED_M_PER_S = 1e-3, 10e3  # that sphere


def flux_per_m2_s(diameter_m: Array) -> Array:
    """Particles of that diameter and larger, per area and time, on one face. Any shape.

    Equation: F = F1 (d / 1 mm)^-k, k from the rows' decade below 1 mm or above it
    Valid: 0.1 mm to 1 cm
    Range: diameter_m 0.1 mm to 1 cm

    >>> from dawndusk.core.units import YEAR_S
    >>> round(
    ...     float(flux_per_m2_s(1e-3)) * YEAR_S * 2 * 110, 2
    ... )  # a year's hits on 110 m2 of two faces
    0.77
    """
    decades = np.log10(diameter_m / 1e-3)
    below = np.minimum(decades, 0.0) * np.log10(FLUX_100UM_PER_M2_S / FLUX_1MM_PER_M2_S)
    above = np.maximum(decades, 0.0) * np.log10(FLUX_1MM_PER_M2_S / FLUX_1CM_PER_M2_S)
    return FLUX_1MM_PER_M2_S * 10.0 ** -(below + above)


def critical_diameter_m(wall_m: Array, speed_m_per_s: Array = SPEED_M_PER_S) -> Array:
    """The smallest aluminium sphere that pierces a single wall of aluminium head-on. Shapes
    broadcast.

    Cour-Palais's form, as in Christiansen's single wall: thickness goes with d^(19/18) and
    speed^(2/3); the wall of the tables sets its size.

    Equation: d = 1 mm x (wall / pierced)^(18/19) (v / 10 km/s)^(-12/19)
    Valid: walls 0.03 to 50 mm within 15 % of CNES's table at 10 km/s; to 15 km/s by the power of
    the speed
    Range: wall_m 0.03 mm to 50 mm
    Source: cnes-debris, christiansen2009

    >>> round(float(critical_diameter_m(3e-3)) * 1e3, 2)
    0.65
    """
    return (
        TESTED_M
        * (wall_m / PIERCED_M) ** (18.0 / 19.0)
        * (speed_m_per_s / TESTED_M_PER_S) ** (-12.0 / 19.0)
    )


def hits_per_s(area_m2: Array, wall_m: Array) -> Array:
    """Holes per time in walls of that thickness and area, of one face. Shapes broadcast.

    Valid: walls 0.4 to 20 mm
    Range: area_m2 0 m2 to 1e9 m2, wall_m 0.4 mm to 20 mm

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(hits_per_s(10.0, 3e-3)) * YEAR_S, 2)
    0.11
    """
    return flux_per_m2_s(critical_diameter_m(wall_m)) * area_m2


def survival_frac(hits_per_s: Array, age_s: Array) -> Array:
    """Share of the segments that no particle has holed, from the holes per segment and time. Shapes
    broadcast.

    Equation: exp(-holes x age), hits independent of each other

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(survival_frac(0.02 / YEAR_S, 5 * YEAR_S)), 3)
    0.905
    """
    return np.exp(-hits_per_s * age_s)
