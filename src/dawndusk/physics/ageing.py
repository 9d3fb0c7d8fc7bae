"""Ageing of a battery that carries the same load all its life: what is left of its capacity, and
how long it lasts.

Each cycle takes damage by a power of its depth (a Woehler curve), damages of unequal depths add up
(Palmgren and Miner), and the calendar takes its share whether the battery is used or not; heat
speeds up both. As the load stays, the depth d, a share of what is left in the longest eclipse,
grows while the capacity falls, and ageing runs ever faster; at the depth D the battery is empty,
and it grows no further.

Equation: dr/dt = -r (a d^k + c), d = d0 / r up to D; r the share of the new capacity that is left,
d0 the depth of the new battery, a the fade by cycles of depth 1, c by the calendar. Solved: r^k =
exp(-k c t) - k a d0^k e(t), e(t) = (1 - exp(-k c t)) / (k c), while d < D, then r falls as exp(-(a
D^k + c) t)
Valid: lithium-ion cells with graphite, 273 to 318 K, depths 0 to 1, rates below about 1 C; no
sudden death at the end, no extra wear by charging in the cold; where the longest eclipse empties
the battery, the shorter ones get no deeper either
Source: xu2018, dawndusk-method, without the first 6 % that are lost while films form; the growing
depth is ours
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np

LEAST_PER_S = 1e-16  # 3e-9 a year stands for no ageing, so that times stay finite


def pace(temperature_k: Array, reference_k: Array, activation_k: Array) -> Array:
    """How much faster a battery ages than at the reference temperature. Shapes broadcast.

    Equation: exp(E (1 / T_ref - 1 / T)), E the activation energy over the gas constant
    Range: temperature_k 273 K to 318 K, reference_k 273 K to 318 K

    >>> round(float(pace(303.15, 293.15, 6160.0)), 2)
    2.0
    """
    return np.exp(activation_k * (1.0 / reference_k - 1.0 / temperature_k))


def cycles(
    depth_frac: Array, reference_cycles: Array, reference_depth_frac: Array, exponent: Array
) -> Array:
    """How many cycles of a depth above zero do the damage of `reference_cycles` of the reference
    depth. Shapes broadcast.

    Equation: N = N_ref (d / d_ref)^-k
    Range: depth_frac 0 to 1, reference_depth_frac 0 to 1

    >>> round(float(cycles(0.6, 30000.0, 0.3, 1.2)))
    13058
    """
    return reference_cycles * (depth_frac / reference_depth_frac) ** -exponent


def mean_damage(relative_depth: Array, exponent: Array) -> Array:
    """Damage of the mean orbit over that of an orbit with relative depth 1, from depths of any
    shape; an orbit without a cycle has depth 0.

    Equation: mean of (d_i / d)^k

    >>> import numpy
    >>> round(float(mean_damage(numpy.array([0.0, 0.5, 1.0]), 1.0)), 3)
    0.5
    """
    return np.mean(relative_depth**exponent)


def remaining(
    age_s: Array,
    new_depth_frac: Array,
    cycling_per_s: Array,
    calendar_per_s: Array,
    exponent: Array,
    empty_frac: Array,
) -> Array:
    """Share r of the new capacity that is left, from the depth d0 of the new battery. Shapes
    broadcast.

    `cycling_per_s` is a, with `mean_damage` in it; `empty_frac` is D, the depth at which the
    battery is empty.

    Range: new_depth_frac 0 to 1, empty_frac 0 to 1

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(remaining(5 * YEAR_S, 0.5, 0.05 / YEAR_S, 0.01 / YEAR_S, 1.2, 0.95)), 3)
    0.843
    """
    calendar = np.maximum(calendar_per_s, LEAST_PER_S)
    turn = _turn_frac(new_depth_frac, empty_frac)
    until_s = _when_s(turn, new_depth_frac, cycling_per_s, calendar, exponent)
    growing_s = np.minimum(age_s, until_s)
    lost = (
        exponent
        * cycling_per_s
        * new_depth_frac**exponent
        * _spent_s(growing_s, calendar, exponent)
    )
    power = np.maximum(np.exp(-exponent * calendar * growing_s) - lost, turn**exponent)
    emptied = (cycling_per_s * empty_frac**exponent + calendar) * np.maximum(age_s - until_s, 0.0)
    return power ** (1.0 / exponent) * np.exp(-emptied)


def life_s(
    left_frac: Array,
    new_depth_frac: Array,
    cycling_per_s: Array,
    calendar_per_s: Array,
    exponent: Array,
    empty_frac: Array,
) -> Array:
    """Age at which that share of the new capacity is left: the inverse of `remaining`. Shapes
    broadcast.

    Equation: t = log((c + A) / (c r^k + A)) / (k c), A = a d0^k, while d < D
    Range: left_frac 0 to 1, new_depth_frac 0 to 1, empty_frac 0 to 1

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(life_s(0.843, 0.5, 0.05 / YEAR_S, 0.01 / YEAR_S, 1.2, 0.95)) / YEAR_S, 1)
    5.0
    """
    calendar = np.maximum(calendar_per_s, LEAST_PER_S)
    turn = _turn_frac(new_depth_frac, empty_frac)
    growing_s = _when_s(
        np.maximum(left_frac, turn), new_depth_frac, cycling_per_s, calendar, exponent
    )
    return growing_s + np.maximum(np.log(turn / left_frac), 0.0) / (
        cycling_per_s * empty_frac**exponent + calendar
    )


def remaining_at(
    age_s: Array, depth_frac: Array, cycling_per_s: Array, calendar_per_s: Array, exponent: Array
) -> Array:
    """Share r of the new capacity that is left at an age at which the depth has grown to d, below
    D. Shapes broadcast.

    Equation: r^k = exp(-k c t) / (1 + k a d^k e(t))
    Range: depth_frac 0 to 1

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(remaining_at(5 * YEAR_S, 0.5 / 0.843, 0.05 / YEAR_S, 0.01 / YEAR_S, 1.2)), 3)
    0.843
    """
    calendar = np.maximum(calendar_per_s, LEAST_PER_S)
    lost = exponent * cycling_per_s * depth_frac**exponent * _spent_s(age_s, calendar, exponent)
    return np.exp(-calendar * age_s) * (1.0 + lost) ** (-1.0 / exponent)


def deepest_frac(
    age_s: Array, left_frac: Array, cycling_per_s: Array, calendar_per_s: Array, exponent: Array
) -> Array:
    """Depth d at that age which leaves that share of the new capacity: the inverse of
    `remaining_at`. Shapes broadcast.

    Nearly nothing where the calendar alone takes more, and far above 1 where there are no cycles:
    clip it.

    Equation: d^k = (exp(-k c t) / r^k - 1) / (k a e(t))

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(deepest_frac(5 * YEAR_S, 0.843, 0.05 / YEAR_S, 0.01 / YEAR_S, 1.2)) * 0.843, 2)
    0.5
    """
    calendar = np.maximum(calendar_per_s, LEAST_PER_S)
    allowed = np.maximum(np.exp(-exponent * calendar * age_s) / left_frac**exponent - 1.0, 1e-6)
    lost = exponent * np.maximum(cycling_per_s, LEAST_PER_S) * _spent_s(age_s, calendar, exponent)
    return (allowed / lost) ** (1.0 / exponent)


def _turn_frac(new_depth_frac: Array, empty_frac: Array) -> Array:
    """Share left when the longest eclipse begins to empty the battery."""
    return np.clip(new_depth_frac / empty_frac, 1e-6, 1.0)


def _spent_s(age_s: Array, calendar_per_s: Array, exponent: Array) -> Array:
    """e(t)."""
    return -np.expm1(-exponent * calendar_per_s * age_s) / (exponent * calendar_per_s)


def _when_s(
    left_frac: Array,
    new_depth_frac: Array,
    cycling_per_s: Array,
    calendar_per_s: Array,
    exponent: Array,
) -> Array:
    """Age at which that share is left, while the depth grows."""
    power, fade = left_frac**exponent, cycling_per_s * new_depth_frac**exponent
    return np.log1p(calendar_per_s * (1.0 - power) / (calendar_per_s * power + fade)) / (
        exponent * calendar_per_s
    )
