"""How well a fin sheds heat: a thin sheet between two warm tubes, radiating from one or both faces.

The sheet is as warm as the tubes at its roots and cooler in between. Its equation is integrated
once in closed form, which leaves the temperature midway as the only unknown: Newton's method finds
it in a fixed number of steps, so that results batch, compile and have gradients.

Equation: k t T'' = n e sigma (T^4 - Ts^4), T = Tb at the root, T' = 0 midway, half the pitch L away
Valid: sheets thin beside the pitch, uniform conductivity, grey faces that do not see each other, no
heat along the tubes
Source: gilmore2002, dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np, repeated
from dawndusk.physics.constants import STEFAN_BOLTZMANN

# Gauss and Legendre's nodes and weights on 0 to 1: eight and five steps of Newton keep the
# efficiency to 3e-9 for numbers up to 3
NODES = (
    (0.0198550717512319, 0.0506142681451882),
    (0.1016667612931866, 0.1111905172266872),
    (0.2372337950418355, 0.1568533229389436),
    (0.4082826787521751, 0.1813418916891810),
    (0.5917173212478249, 0.1813418916891810),
    (0.7627662049581645, 0.1568533229389436),
    (0.8983332387068134, 0.1111905172266872),
    (0.9801449282487681, 0.0506142681451882),
)
STEPS = 5
LARGEST_SINK = (
    0.99  # a fin in warmer surroundings sheds next to nothing; its efficiency is taken as here
)


def number(
    emissivity_frac: Array,
    faces: Array,
    root_k: Array,
    half_pitch_m: Array,
    conductivity_w_per_m_k: Array,
    thickness_m: Array,
) -> Array:
    """What a fin radiates over what it conducts: its efficiency depends on this, and on the sink.
    Shapes broadcast.

    Equation: Nr = n e sigma Tb^3 L^2 / (k t), n faces of emissivity e, conductivity k, thickness t,
    half the pitch L

    >>> round(float(number(0.9, 2.0, 333.15, 0.05, 167.0, 0.5e-3)), 3)
    0.113
    """
    return (
        emissivity_frac
        * faces
        * STEFAN_BOLTZMANN
        * root_k**3
        * half_pitch_m**2
        / (conductivity_w_per_m_k * thickness_m)
    )


def efficiency_frac(number: Array, sink_ratio: Array) -> Array:
    """Heat that a fin sheds over that of a sheet all as warm as its root. Shapes broadcast.

    `sink_ratio` is Ts / Tb: the temperature that the sheet would settle at without tubes, over that
    of the root.

    Equation: y'' = Nr (y^4 - s^4), y(0) = 1, y'(1) = 0, efficiency = -y'(0) / (Nr (1 - s^4)), s =
    Ts / Tb
    Valid: numbers 0 to 3, sink ratios 0 to 0.99
    Range: number 0 to 3, sink_ratio 0 to 0.99

    >>> round(float(efficiency_frac(0.143, 0.0)), 3), round(float(efficiency_frac(0.839, 0.0)), 3)
    (0.853, 0.567)
    """
    # Times y' and integrated: y'^2 / 2 = Nr (y - m) Q(y), Q = (y^4 + y^3 m + y^2 m^2 + y m^3 + m^4)
    # / 5 - s^4, m midway. With
    # y = m + (1 - m) u^2 the way from root to middle is sqrt(Nr) = sqrt(2 (1 - m)) I(m), I the
    # integral of 1 / sqrt(Q) over u;
    # its unknown g = (1 - m) / Nr stays finite where Nr is 0, and efficiency = sqrt(Q(1)) / (I (1 -
    # s^4)).
    sink = np.minimum(sink_ratio, LARGEST_SINK)
    shed = 1.0 - sink**4
    drop = 1.0 / (
        2.0 / shed + number / (1.0 - sink)
    )  # g: right for small numbers and for large ones

    def newton(drop: Array) -> tuple[Array]:
        integral, slope = _integral(1.0 - number * drop, sink)
        power = -1.0 / (1.0 - 2.0 * number * drop * slope / integral)
        return (drop * (2.0 * drop * integral**2) ** power,)

    (drop,) = repeated(STEPS, newton, drop)
    middle = 1.0 - number * drop
    return np.sqrt(_flux(1.0, middle, sink)) / (_integral(middle, sink)[0] * shed)


def _flux(y: Array, middle: Array, sink: Array) -> Array:
    """Q."""
    return 0.2 * (y**4 + y**3 * middle + y**2 * middle**2 + y * middle**3 + middle**4) - sink**4


def _integral(middle: Array, sink: Array) -> tuple[Array, Array]:
    """I and its derivative by m."""
    u, weight = (np.asarray(one, "float64") for one in zip(*NODES, strict=True))
    m, far = (np.expand_dims(one, -1) for one in (middle, sink))  # a new last axis: nodes
    y = m + (1.0 - m) * u * u
    by_y = 4.0 * y**3 + 3.0 * y**2 * m + 2.0 * y * m**2 + m**3
    by_middle = y**3 + 2.0 * y**2 * m + 3.0 * y * m**2 + 4.0 * m**3
    flux = _flux(y, m, far)
    total = np.sum(weight / np.sqrt(flux), axis=-1)
    slope = np.sum(-0.1 * weight * (by_y * (1.0 - u * u) + by_middle) / flux**1.5, axis=-1)
    return total, slope
