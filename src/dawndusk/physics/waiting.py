"""The value of waiting: what it is worth that a side begins to work earlier.

Who begins earlier earns sooner. With v the worth of a delivered watt-second and c what one costs a
side, the present value of a side that begins after a wait is in proportion to (v - c) d.

Valid: both sides work as long once they have begun, v and c constant in real terms, c paid while it
works, nothing lost by the wait but time
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S


def started_frac(wait_s: Array, discount_frac: Array) -> Array:
    """What is left of a present value when all of it comes so much later, d. Shapes broadcast.

    Equation: d = (1 + r)^-wait, the wait in years
    Range: discount_frac 0 to 1

    >>> round(float(started_frac(4 * YEAR_S, 0.08)), 3)
    0.735
    """
    return (1.0 + discount_frac) ** (-wait_s / YEAR_S)


def worth_usd_per_w_s(
    dear_usd_per_w_s: Array,
    dear_wait_s: Array,
    cheap_usd_per_w_s: Array,
    cheap_wait_s: Array,
    discount_frac: Array,
) -> Array:
    """Worth of delivered work above which the side that begins earlier is worth more, though it is
    dearer. Shapes broadcast.

    Not a number where the first side begins no earlier, or a year's delay costs nothing.

    Equation: v = (c1 d1 - c2 d2) / (d1 - d2), where (v - c1) d1 = (v - c2) d2, d = (1 + r)^-wait
    Range: discount_frac 0 to 1

    >>> usd_per_kw_year = 1.0 / (1e3 * YEAR_S)
    >>> round(
    ...     float(
    ...         worth_usd_per_w_s(
    ...             30e3 * usd_per_kw_year, 3 * YEAR_S, 10e3 * usd_per_kw_year, 4 * YEAR_S, 0.08
    ...         )
    ...     )
    ...     / usd_per_kw_year
    ... )
    280000
    """
    dear, cheap = (
        started_frac(dear_wait_s, discount_frac),
        started_frac(cheap_wait_s, discount_frac),
    )
    earlier = np.where(dear > cheap, dear - cheap, 1.0)
    return np.where(
        dear > cheap, (dear_usd_per_w_s * dear - cheap_usd_per_w_s * cheap) / earlier, float("nan")
    )
