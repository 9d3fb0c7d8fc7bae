"""Heat of a flat plate near the Earth: what it radiates and what it takes in.

Faces are grey and diffuse, space is black at 0 K, and the Earth is a uniform sphere of R =
6,378.137 km seen from the radius a.

Valid: plates that are small beside the Earth, at any altitude above it; 3 K of deep space is left
out (below 1e-7 of what a radiator sheds).
Source: gilmore2002
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics import faces
from dawndusk.physics.constants import EARTH_INFRARED_W_PER_M2, STEFAN_BOLTZMANN
from dawndusk.records.surroundings import Direction, Surroundings


def absorbed_w_per_m2(
    face: Direction, around: Surroundings, emissivity_frac: Array, absorptivity_frac: Array
) -> Array:
    """What a face takes in from the Earth's infrared, the sunlight that the Earth reflects, and the
    Sun.

    Equation: emissivity x F q_infrared + absorptivity x (albedo + sunlight x sunlit x max(cosine
    with the Sun, 0))
    Valid: 200 to 2,100 km; grey faces: what they absorb of the infrared is what they emit
    Range: altitude_m 200 km to 2100 km, up -1 to 1, sun -1 to 1, ahead -1 to 1, sun_cosine -1 to 1,
    emissivity_frac 0 to 1, absorptivity_frac 0 to 1

    >>> from dawndusk.records.surroundings import Direction, Surroundings
    >>> edge, around = Direction(up=0.0, sun=0.0, ahead=1.0), Surroundings(altitude_m=650e3)
    >>> round(
    ...     float(absorbed_w_per_m2(edge, around, 0.9, 0.2)), 2
    ... )  # 237 W/m2 of infrared at 650 km, edge-on
    51.34
    """
    shine = faces.earthshine(around.altitude_m) if around.earthshine is None else around.earthshine
    albedo = faces.albedo_w_per_m2(
        shine, around.sun_cosine, face.up, face.sun, around.sunlight_w_per_m2
    )
    sun = around.sunlight_w_per_m2 * around.sunlit_frac * np.maximum(face.sun, 0.0)
    infrared = faces.view_factor(around.altitude_m, face.up) * EARTH_INFRARED_W_PER_M2
    return emissivity_frac * infrared + absorptivity_frac * (albedo + sun)


def radiated_w_per_m2(temperature_k: Array, emissivity_frac: Array) -> Array:
    """What one face radiates to cold space.

    Equation: q = emissivity x sigma x T^4
    Range: temperature_k 0 K to 2000 K, emissivity_frac 0 to 1

    >>> round(float(radiated_w_per_m2(293.15, 1.0)), 1)
    418.8
    """
    return emissivity_frac * STEFAN_BOLTZMANN * temperature_k**4


def temperature_k_of(flux_w_per_m2: Array, emissivity_frac: Array) -> Array:
    """Temperature at which one face radiates that flux.

    Equation: T = (q / (emissivity x sigma))^(1/4)
    Range: flux_w_per_m2 0 W/m2 to 1e6 W/m2, emissivity_frac 0 to 1
    Returns: temperature_k

    >>> round(float(temperature_k_of(120e3 / 110 / 2, 0.9)), 1)
    321.5
    """
    return (flux_w_per_m2 / (emissivity_frac * STEFAN_BOLTZMANN)) ** 0.25
