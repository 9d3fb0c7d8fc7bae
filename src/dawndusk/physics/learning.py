"""Learning by doing: what a unit costs falls by the same share with every doubling of all that was
ever made or launched.

Experience moves it, not the calendar: years enter only through what they add to the total.

Valid: totals above zero; extrapolated over many doublings a percent of the rate is a factor of the
total
Source: suncatcher2026
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S


def price_usd_per_kg(
    start_usd_per_kg: Array, launched_kg: Array, total_kg: Array, learning_frac: Array
) -> Array:
    """Price once `total_kg` has been launched, from that when `launched_kg` had been;
    `learning_frac` is the share saved by a doubling. Shapes broadcast.

    Equation: p = p0 (m / m0)^-b, b = -log2(1 - learning)
    Range: learning_frac 0 to 0.5

    >>> round(float(price_usd_per_kg(1800.0, 400e3, 368_300e3, 0.2)), 1)
    200.0
    """
    return start_usd_per_kg * (total_kg / launched_kg) ** -_exponent(learning_frac)


def total_kg(
    start_usd_per_kg: Array, launched_kg: Array, wanted_usd_per_kg: Array, learning_frac: Array
) -> Array:
    """How much must have been launched in all before the price has fallen that far: the inverse of
    `price_usd_per_kg`. Shapes broadcast.

    Equation: m = m0 (p0 / p)^(1 / b)
    Range: learning_frac 0.01 to 0.5

    >>> round(float(total_kg(1800.0, 400e3, 200.0, 0.2)) / 1e3, -2)
    368300.0
    """
    return launched_kg * (start_usd_per_kg / wanted_usd_per_kg) ** (1.0 / _exponent(learning_frac))


def paid_ratio(begun_frac: Array, own_frac: Array, learning_frac: Array) -> Array:
    """What a buyer pays on average, over the price that is said: his part of the curve begins at
    `begun_frac` times the total that the price holds at, and he buys `own_frac` of what there is
    when he begins. Of mass, units or watts alike. Shapes broadcast.

    Equation: g^-b ((1 + x)^(1 - b) - 1) / ((1 - b) x), g the beginning over the total of the price,
    x what is bought over that at the beginning
    Valid: begun and own above zero
    Range: learning_frac 0 to 0.45

    >>> (
    ...     round(float(paid_ratio(1.0, 1e-9, 0.2)), 6),
    ...     round(float(paid_ratio(2.0, 1e-9, 0.2)), 6),
    ...     round(float(paid_ratio(1.0, 1.0, 0.2)), 3),
    ... )
    (1.0, 0.8, 0.885)
    """
    rest = 1.0 - _exponent(learning_frac)
    return begun_frac ** (rest - 1.0) * np.expm1(rest * np.log1p(own_frac)) / (rest * own_frac)


def total_in_year(
    start_kg: Array, yearly_kg_per_s: Array, growth_frac: Array, years: Array
) -> Array:
    """All that was ever made when so many years have gone by since `start_kg`; a yearly amount that
    grows by the same share every year. Watts as well as kilograms; shapes broadcast.

    Equation: m + a ((1 + g)^n - 1) / g, a the amount of the first year; m + a n at g = 0
    Range: growth_frac 0 to 1

    >>> round(float(total_in_year(12e6, 0.1267, 0.25, 9.0)) / 1e6)  # 4 kt in the first year
    115
    """
    safe = np.maximum(growth_frac, 1e-9)
    return start_kg + yearly_kg_per_s * YEAR_S * np.expm1(years * np.log1p(safe)) / safe


def _exponent(learning_frac: Array) -> Array:
    """b."""
    return -np.log2(1.0 - learning_frac)
