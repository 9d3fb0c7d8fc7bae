"""Losses over a life at constant rates: how many satellites and chips are there, on average.

Expectations over a large fleet; no infant mortality and no wear-out.

Valid: constant loss rates, losses independent of one another.
Source: mil-hdbk-338b, section 5, integrated over the life
"""

from __future__ import annotations

from dawndusk.core import grids
from dawndusk.core.numeric import Array, np


def mean_survival(rate_per_s: Array, life_s: Array) -> Array:
    """Mean share alive over a life at a constant loss rate without replacement; 1 where nothing is
    lost. Shapes broadcast.

    Equation: (1 - exp(-r T)) / (r T)

    >>> from dawndusk.core.units import YEAR_S
    >>> (
    ...     round(1 / float(mean_survival(0.1 / YEAR_S, 5.0 * YEAR_S)), 3),
    ...     float(mean_survival(0.0, 5.0 * YEAR_S)),
    ... )
    (1.271, 1.0)
    """
    x = rate_per_s * life_s
    safe = np.maximum(x, 1e-6)
    return np.where(x > 1e-6, (1.0 - np.exp(-safe)) / safe, 1.0 - 0.5 * x)


def ages(loss_per_s: Array, renewed_per_s: Array, life_s: Array) -> tuple[Array, Array]:
    """Ages of what rides on satellites alive, over a whole life, and how much of their time each
    age has: nodes and weights, [..., 24].

    The satellites are lost at `loss_per_s`; `renewed_per_s` is the same where a new one follows
    every loss, and 0 where none does. A mean over the life is the sum of weight x what is left at
    that age. Rates and life broadcast.

    Equation: exp(-r a) (1 + n (T - a)) over its integral from 0 to T, r the loss rate, n the
    renewals, by Gauss and Legendre
    Valid: smooth in the age; delays of replacements are short beside the life
    Source: dawndusk-method, a renewal process begun new
    Returns: age_s, weight_frac

    >>> from dawndusk.core.units import YEAR_S
    >>> age, weight = ages(0.05 / YEAR_S, 0.0, 5.0 * YEAR_S)
    >>> (
    ...     round(float(np.sum(weight)), 12),
    ...     round(float(np.sum(weight * np.exp(-0.05 / YEAR_S * age))), 4),
    ... )
    (1.0, 0.8894)
    """
    nodes, shares = grids.gauss(24)
    rate, renewed, life = (
        np.expand_dims(np.asarray(one), -1) for one in (loss_per_s, renewed_per_s, life_s)
    )
    age = life * nodes
    weight = shares * np.exp(-rate * age) * (1.0 + renewed * (life - age))
    return age, weight / np.sum(weight, axis=-1, keepdims=True)


def in_service(loss_per_s: Array, delay_s: Array) -> Array:
    """Share in service when every loss is made good after a delay: a launch, or a repair on the
    ground. Shapes broadcast.

    Equation: 1 / (1 + r delay), that is MTBF / (MTBF + MTTR)
    Valid: constant loss rate, the steady state of many replacements

    >>> from dawndusk.core.units import YEAR_S
    >>> round(in_service(0.05 / YEAR_S, YEAR_S), 4)
    0.9524
    """
    return 1.0 / (1.0 + loss_per_s * delay_s)


def alive_variance(
    loss_per_s: Array, part_loss_per_s: Array, life_s: Array, satellites: Array, parts: Array
) -> Array:
    """Variance of the share of a fleet's chips alive, mean over a life without replacement: how far
    one fleet differs from another. Shapes broadcast.

    `parts` are the chips of one satellite. They are lost with it, at `loss_per_s`, and else one by
    one, at `part_loss_per_s`. With no loss of chips it is the variance of the satellites' share
    itself.

    Equation: (u / k + w (1 - 1/k) - m^2) / N; with x = r T, y = c T of N satellites of k chips and
    h(z) = (1 - exp(-z)) / z: m = h(x + y) the mean, u = 2 (1 - (1 + x + y) exp(-x - y)) / (x + y)^2
    one chip squared, w = 2 (h(x + y) - h(x + 2 y)) / y two chips of one satellite
    Valid: satellites are lost apart from one another, and so are the chips of one that is alive
    Range: satellites 1 to 1e9, parts 1 to 1e6
    Source: dawndusk-method, the exponential lifetimes of the mean, cut off at the life, squared

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(alive_variance(0.025 / YEAR_S, 0.05 / YEAR_S, 5.0 * YEAR_S, 81, 100)) ** 0.5, 4)
    0.0185
    """
    nodes, shares = grids.gauss(
        24
    )  # u and w as integrals over the age: nothing cancels where a rate is nothing
    x, y = (np.expand_dims(np.asarray(rate * life_s), -1) for rate in (loss_per_s, part_loss_per_s))
    alone = 2.0 * shares * nodes * np.exp(-(x + y) * nodes)
    one, two = np.sum(alone, axis=-1), np.sum(alone * mean_survival(y, nodes), axis=-1)
    mean = mean_survival(loss_per_s + part_loss_per_s, life_s)
    return (one / parts + two * (1.0 - 1.0 / parts) - mean**2) / satellites


def in_service_variance(
    loss_per_s: Array, delay_s: Array, life_s: Array, satellites: Array
) -> Array:
    """Variance of the share of a fleet in service, mean over a life, when every loss is made good
    after a delay. Shapes broadcast.

    Losses are then all but Poisson's, r N T of them, and each costs delay / (N T) of the time.

    Equation: r delay^2 / ((1 + r delay)^3 T N)
    Valid: an alternating renewal process that has gone on for long; all delays alike, and short
    beside the life
    Range: satellites 1 to 1e9
    Source: dawndusk-method, from the variance of a renewal count

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(in_service_variance(0.05 / YEAR_S, YEAR_S, 5.0 * YEAR_S, 81)) ** 0.5, 4)
    0.0103
    """
    return loss_per_s * delay_s**2 / ((1.0 + loss_per_s * delay_s) ** 3 * life_s * satellites)
