"""Money over time: what an asset costs a year.

Valid: a constant real cost of capital, equal payments at the end of each year; years are Julian.
Source: short1995, capital recovery factor
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S


def recovery_per_year(rate_frac: Array, life_s: Array) -> Array:
    """Yearly payment per dollar that recovers an asset over its life at a yearly cost of capital.
    Shapes broadcast.

    Equation: r / (1 - (1 + r)^-n), n the life in years; 1/n at r = 0

    >>> (
    ...     round(float(recovery_per_year(0.08, 5 * YEAR_S)), 4),
    ...     float(recovery_per_year(0.0, 5 * YEAR_S)),
    ... )
    (0.2505, 0.2)
    """
    years = life_s / YEAR_S
    safe = np.maximum(rate_frac, 1e-6)
    return np.where(rate_frac > 1e-6, safe / (1.0 - (1.0 + safe) ** -years), 1.0 / years)
