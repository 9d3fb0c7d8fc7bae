"""Heat of a flat plate near the Earth: what it radiates, what it takes in, how its temperature moves.

Faces are grey and diffuse, space is black at 0 K, and the Earth is a uniform sphere of R = 6,378.137 km seen from the radius a.

Valid: plates that are small beside the Earth, at any altitude above it; 3 K of deep space is left out (below 1e-7 of what a radiator sheds).
Source: gilmore2002
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import EARTH_ALBEDO_FRAC, EARTH_RADIUS_M, STEFAN_BOLTZMANN
from dawndusk.physics.eclipse import horizon_cosine
from dawndusk.physics.orbit import semi_major_axis_m

ALBEDO_SPREAD = (
    0.8  # half-width of the terminator's glow over the horizon's cosine squared; fitted to the disc integral in tests/validation
)


def view_factor_edge(altitude_m: Array) -> Array:
    """View factor from one face of a plate that stands edge-on to the nadir to the Earth's disc.

    Equation: F = (pi - 2x - sin 2x) / (2 pi), x = arcsin(sqrt(1 - (R/a)^2))

    >>> round(float(view_factor_edge(650e3)), 5), round(float(view_factor_edge(550e3)), 5)
    (0.24069, 0.25789)
    """
    x = np.arcsin(horizon_cosine(altitude_m))
    return (np.pi - 2.0 * x - np.sin(2.0 * x)) / (2.0 * np.pi)


def view_factor_nadir(altitude_m: Array) -> Array:
    """View factor from a plate that faces the Earth.

    Equation: F = (R/a)^2

    >>> round(float(view_factor_nadir(650e3)), 4)
    0.8236
    """
    return (EARTH_RADIUS_M / semi_major_axis_m(altitude_m)) ** 2


def albedo_w_per_m2(view_factor: Array, sun_cosine: Array, horizon_cos: Array, sunlight_w_per_m2: Array) -> Array:
    """Sunlight that the Earth reflects onto a plate, per area.

    The Earth below is lit in proportion to max(0, cosine of the Sun's zenith angle), blurred over the visible disc: near the terminator
    a quadratic ramp of half-width 0.8 times the squared cosine of the horizon, so that it is not zero at beta 90.

    Equation: albedo x sunlight x F x lit; lit = (c + w)^2 / (4 w) where |c| < w, else max(c, 0); w = 0.8 x horizon cosine^2
    Valid: 500 to 1,500 km, within 3 W/m2 of the integral over the disc; one albedo for all the Earth
    Source: dawndusk-method, fitted to the disc integral in tests/validation

    >>> round(float(albedo_w_per_m2(0.24069, 0.0, 0.42, 1361.0)), 1)
    3.5
    """
    width = ALBEDO_SPREAD * horizon_cos**2
    inside = np.clip(sun_cosine, -width, width)
    lit = (inside + width) ** 2 / (4.0 * width) + np.maximum(sun_cosine - width, 0.0)
    return EARTH_ALBEDO_FRAC * sunlight_w_per_m2 * view_factor * lit


def radiated_w_per_m2(temperature_k: Array, emissivity_frac: Array) -> Array:
    """What one face radiates to cold space.

    Equation: q = emissivity x sigma x T^4

    >>> round(float(radiated_w_per_m2(293.15, 1.0)), 1)
    418.8
    """
    return emissivity_frac * STEFAN_BOLTZMANN * temperature_k**4


def temperature_k_of(flux_w_per_m2: Array, emissivity_frac: Array) -> Array:
    """Temperature at which one face radiates that flux.

    Equation: T = (q / (emissivity x sigma))^(1/4)
    Returns: temperature_k

    >>> round(float(temperature_k_of(120e3 / 110 / 2, 0.9)), 1)
    321.5
    """
    return (flux_w_per_m2 / (emissivity_frac * STEFAN_BOLTZMANN)) ** 0.25


def radiating_step_k(
    temperature_k: Array, heat_w: Array, radiating_w_per_k4: Array, capacity_j_per_k: Array, step_s: Array
) -> tuple[Array, Array]:
    """Next temperature of a node that takes in `heat_w` and radiates `radiating_w_per_k4` T^4, and the mean power it radiates.

    Implicit with the fourth power linearised at the old temperature: stable for any step; what is radiated is defined so that the
    node's energy balance closes exactly.

    Equation: dT = (heat - k T^4) dt / (C + 4 k T^3 dt), k = area x emissivity x sigma; radiated = heat - C dT / dt
    Valid: any step; a step that changes T by more than a few kelvin lags behind the exact curve
    Source: dawndusk-method
    Returns: temperature_k, radiated_w

    >>> new, out = radiating_step_k(300.0, 459.27, 5.67e-8, 1000.0, 60.0)
    >>> round(float(new), 2), round(float(out), 1)
    (300.0, 459.3)
    """
    slope = 4.0 * radiating_w_per_k4 * temperature_k**3
    change = (heat_w - radiating_w_per_k4 * temperature_k**4) * step_s / (capacity_j_per_k + slope * step_s)
    return temperature_k + change, heat_w - capacity_j_per_k * change / step_s
