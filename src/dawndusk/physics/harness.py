"""The cable from the array's wings to the satellite's bus.

Equation: two conductors of length L carry I = P / V and lose the share f: each has the section a =
2 r L P / (f V^2), all together the mass 4 r d L^2 P / (f V^2)
Valid: direct current; a run as long as half a wing is the mean of a wing whose cells feed in all
along it
Source: dawndusk-method, Ohm's law
"""

from __future__ import annotations

from dawndusk.core.numeric import Array


def wing_m(array_m2: Array, aspect: Array) -> Array:
    """Length of each of two wings that together have that area.

    Equation: L = sqrt(A / 2 x aspect), aspect = length over width

    >>> round(float(wing_m(840.0, 3.0)), 1)
    35.5
    """
    return (0.5 * array_m2 * aspect) ** 0.5


def mass_kg(
    power_w: Array,
    length_m: Array,
    voltage_volt: Array,
    loss_frac: Array,
    resistivity_ohm_m: Array,
    density_kg_per_m3: Array,
) -> Array:
    """Mass of the two conductors.

    Equation: m = 4 r d L^2 P / (f V^2)

    >>> round(mass_kg(120e3, 17.5, 120.0, 0.02, 1.72e-8, 8960.0), 1)
    78.7
    """
    return (
        4.0
        * resistivity_ohm_m
        * density_kg_per_m3
        * length_m**2
        * power_w
        / (loss_frac * voltage_volt**2)
    )
