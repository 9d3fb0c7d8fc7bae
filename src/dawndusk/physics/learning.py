"""Learning by doing: what a unit costs falls by the same share with every doubling of all that was ever made or launched.

Experience moves it, not the calendar: years enter only through what they add to the total.

Valid: totals above zero; extrapolated over many doublings a percent of the rate is a factor of the total
Source: suncatcher2026
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np


def price_usd_per_kg(start_usd_per_kg: Array, launched_kg: Array, total_kg: Array, learning_frac: Array) -> Array:
    """Price once `total_kg` has been launched, from that when `launched_kg` had been; `learning_frac` is the share saved by a doubling. Shapes broadcast.

    Equation: p = p0 (m / m0)^-b, b = -log2(1 - learning)
    Range: learning_frac 0 to 0.5

    >>> round(float(price_usd_per_kg(1800.0, 400e3, 368_300e3, 0.2)), 1)
    200.0
    """
    return start_usd_per_kg * (total_kg / launched_kg) ** -_exponent(learning_frac)


def total_kg(start_usd_per_kg: Array, launched_kg: Array, wanted_usd_per_kg: Array, learning_frac: Array) -> Array:
    """How much must have been launched in all before the price has fallen that far: the inverse of `price`. Shapes broadcast.

    Equation: m = m0 (p0 / p)^(1 / b)
    Range: learning_frac 0.01 to 0.5

    >>> round(float(total_kg(1800.0, 400e3, 200.0, 0.2)) / 1e3, -2)
    368300.0
    """
    return launched_kg * (start_usd_per_kg / wanted_usd_per_kg) ** (1.0 / _exponent(learning_frac))


def mean_usd_per_kg(start_usd_per_kg: Array, launched_kg: Array, more_kg: Array, learning_frac: Array) -> Array:
    """What a buyer of `more_kg` pays on average, who moves the curve by it: between the price at `launched_kg` and that at the end. Shapes broadcast.

    Equation: p0 ((1 + x)^(1 - b) - 1) / ((1 - b) x), x = more / launched, the integral of the price over what is bought
    Valid: more above zero
    Range: learning_frac 0 to 0.45

    >>> round(float(mean_usd_per_kg(200.0, 368e6, 2140e6, 0.2)), 1), round(float(mean_usd_per_kg(200.0, 368e6, 1.0, 0.2)), 1)
    (135.6, 200.0)
    """
    rest, x = 1.0 - _exponent(learning_frac), more_kg / launched_kg
    return start_usd_per_kg * np.expm1(rest * np.log1p(x)) / (rest * x)


def _exponent(learning_frac: Array) -> Array:
    """b."""
    return -np.log2(1.0 - learning_frac)
