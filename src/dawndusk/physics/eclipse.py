"""Beta angle and eclipse of a circular orbit, in closed form and in flight.

A satellite is eclipsed while the Sun's centre is hidden by a sphere of R = 6,378.137 km (a
cylinder, as the Sun is far). Beta is the angle of the Sun above the orbit plane, a the orbit's
radius. The penumbra, 0.53 deg wide, scales the light linearly.

Valid: circular orbits; the Earth's oblateness moves an eclipse season's edge by a day.
Source: celestlab2007, dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import ASTRONOMICAL_UNIT_M, EARTH_RADIUS_M, SUN_RADIUS_M
from dawndusk.physics.orbit import semi_major_axis_m

SUN_DIAMETER_RAD = 2.0 * SUN_RADIUS_M / ASTRONOMICAL_UNIT_M


def sine_beta(sun: tuple[Array, Array, Array], inclination_rad: Array, node_rad: Array) -> Array:
    """Sine of the beta angle: the Sun's unit vector along the orbit normal. `sun` is (x, y, z) of
    date, shapes broadcast.

    Equation: sin beta = sin i (x sin node - y cos node) + z cos i
    Source: vallado2013

    >>> round(float(sine_beta((0.0, -0.9175, -0.3978), 97.99 * np.pi / 180, 0.0)), 4)
    0.9639
    """
    x, y, z = sun
    return (
        np.sin(inclination_rad) * (x * np.sin(node_rad) - y * np.cos(node_rad))
        + np.cos(inclination_rad) * z
    )


def horizon_cosine(altitude_m: Array) -> Array:
    """How far behind the terminator plane sunset happens: the cosine, seen from the Earth's centre.

    Equation: sqrt(1 - (R/a)^2)

    >>> round(float(horizon_cosine(650e3)), 4)
    0.42
    """
    return np.sqrt(1.0 - (EARTH_RADIUS_M / semi_major_axis_m(altitude_m)) ** 2)


def eclipse_frac(altitude_m: Array, sin_beta: Array) -> Array:
    """Share of the orbit without the Sun's centre. Shapes broadcast; zero, with a zero gradient,
    where there is no eclipse.

    Equation: arccos(sqrt(1 - (R/a)^2) / cos beta) / pi

    >>> round(float(eclipse_frac(650e3, 0.0)), 4), float(eclipse_frac(650e3, 0.95))
    (0.362, 0.0)
    """
    cos_beta = np.sqrt(np.maximum(1.0 - sin_beta**2, 1e-12))
    ratio = horizon_cosine(altitude_m) / cos_beta
    shaded = ratio < 1.0
    safe = np.where(shaded, np.minimum(ratio, 1.0 - 1e-12), 0.0)
    return np.where(shaded, np.arccos(safe) / np.pi, 0.0)


def sunlit(sun_cosine: Array, sun_cosine_rate: Array, horizon_cos: Array, step_rad: Array) -> Array:
    """Mean share of the Sun seen during one step.

    `sun_cosine` is the cosine of the angle between satellite and Sun seen from the Earth's centre,
    `sun_cosine_rate` its change per radian of flight, `step_rad` the flight during the step. A
    linear ramp as wide as the penumbra plus the step's own travel replaces the jump at the shadow's
    edge, so that sums over steps equal the closed form and gradients exist; the penumbra keeps the
    width above zero where an orbit only grazes the shadow.

    Equation: 1/2 + (sun cosine + horizon cosine) / w between 0 and 1, w = 0.53 deg x R/a + |rate| x
    step
    Valid: steps well shorter than the eclipse, circular orbits
    Source: dawndusk-method

    >>> float(sunlit(0.3, -0.9, 0.42, 0.06)), float(sunlit(-0.9, -0.3, 0.42, 0.06))
    (1.0, 0.0)
    """
    earth_sine = np.sqrt(1.0 - horizon_cos**2)
    width = SUN_DIAMETER_RAD * earth_sine + np.abs(sun_cosine_rate) * step_rad
    return np.clip(0.5 + (sun_cosine + horizon_cos) / width, 0.0, 1.0)
