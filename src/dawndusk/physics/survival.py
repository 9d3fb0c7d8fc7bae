"""Losses over a life at constant rates: how many satellites and chips are there, on average.

Expectations over a large fleet; no infant mortality and no wear-out.

Valid: constant loss rates, losses independent of one another.
Source: mil-hdbk-338b, section 5, integrated over the life
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np


def mean_survival(rate_per_s: Array, life_s: Array) -> Array:
    """Mean share alive over a life at a constant loss rate without replacement; 1 where nothing is lost. Shapes broadcast.

    Equation: (1 - exp(-r T)) / (r T)

    >>> from dawndusk.core.units import YEAR_S
    >>> round(1 / float(mean_survival(0.1 / YEAR_S, 5.0 * YEAR_S)), 3), float(mean_survival(0.0, 5.0 * YEAR_S))
    (1.271, 1.0)
    """
    x = rate_per_s * life_s
    safe = np.maximum(x, 1e-6)
    return np.where(x > 1e-6, (1.0 - np.exp(-safe)) / safe, 1.0 - 0.5 * x)


def mean_chips(loss_per_s: Array, renewal_per_s: Array, life_s: Array) -> Array:
    """Mean share of chips alive when their satellites are renewed, chips and all, at a constant rate. Shapes broadcast.

    Equation: r/s + c/s (1 - exp(-s T)) / (s T), s = r + c; c the chips' loss rate, r the satellites' renewal rate

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(mean_chips(0.05 / YEAR_S, 0.0, 5.0 * YEAR_S)), 4), round(float(mean_chips(0.05 / YEAR_S, 0.05 / YEAR_S, 5.0 * YEAR_S)), 4)
    (0.8848, 0.8935)
    """
    both = np.maximum(loss_per_s + renewal_per_s, 1e-30)
    alive = mean_survival(both, life_s)
    return alive + (1.0 - alive) * renewal_per_s / both


def in_service(loss_per_s: Array, delay_s: Array) -> Array:
    """Share in service when every loss is made good after a delay: a launch, or a repair on the ground. Shapes broadcast.

    Equation: 1 / (1 + r delay), that is MTBF / (MTBF + MTTR)
    Valid: constant loss rate, the steady state of many replacements

    >>> from dawndusk.core.units import YEAR_S
    >>> round(in_service(0.05 / YEAR_S, YEAR_S), 4)
    0.9524
    """
    return 1.0 / (1.0 + loss_per_s * delay_s)
