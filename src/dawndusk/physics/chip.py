"""Power of a chip over its speed and its temperature.

Slowed by its clock, a chip draws less per work: clock and voltage fall together, down to a floor of
the voltage. Below it only time is sliced, at the floor's efficiency. `work_frac` is work per time
over that at full clock, `idle_frac` what the idle chip draws of full power; all shares are of rated
power, which is said at the limit temperature.

Valid: work limited by arithmetic, as in training; work limited by memory slows less than its clock.
Fitted from 0.5 to 1 of full work on chips with stacked memory.
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np


def power_frac(work_frac: Array, idle_frac: Array, exponent: Array, floor_frac: Array) -> Array:
    """Power over rated power, when work runs at that share of full speed. Exponent 1 is time
    slicing.

    Equation: idle + (1 - idle) x max(x, floor)^(e - 1), x = work, e = exponent
    Valid: work 0 to 1, exponent 1 and more, floor above 0 and at most 1
    Range: work_frac 0 to 1, idle_frac 0 to 1, floor_frac 0 to 1
    Source: chung2024, you2023

    >>> (
    ...     round(float(power_frac(0.9, 0.15, 3.6, 0.84)), 3),
    ...     round(float(power_frac(0.9, 0.15, 1.0, 0.84)), 3),
    ... )
    (0.732, 0.915)
    """
    return idle_frac + (1.0 - idle_frac) * work_frac * np.maximum(work_frac, floor_frac) ** (
        exponent - 1.0
    )


def work_frac_of(power_frac: Array, idle_frac: Array, exponent: Array, floor_frac: Array) -> Array:
    """Work over full work at that share of rated power: the inverse of `power_frac`.

    Equation: w / max(w, floor^exponent)^(1 - 1 / exponent), w = (power - idle) / (1 - idle)
    Valid: power from idle to 1, exponent 1 and more, floor above 0 and at most 1
    Range: power_frac 0 to 1, idle_frac 0 to 1, floor_frac 0 to 1
    Source: chung2024, you2023
    Returns: work_frac

    >>> (
    ...     round(float(work_frac_of(0.732, 0.15, 3.6, 0.84)), 3),
    ...     float(work_frac_of(0.15, 0.15, 3.6, 0.84)),
    ... )
    (0.9, 0.0)
    """
    working = (power_frac - idle_frac) / (1.0 - idle_frac)
    return working / np.maximum(working, floor_frac**exponent) ** (1.0 - 1.0 / exponent)


def leakage_factor(
    temperature_k: Array, limit_k: Array, leakage_frac: Array, scale_k: Array
) -> Array:
    """Power at that temperature over the power at the limit temperature, clock and work being the
    same.

    Equation: 1 - leakage x (1 - exp((T - limit) / scale))
    Valid: 20 to 100 degC; leakage is the share of the power at the limit
    Range: temperature_k 20 degC to 100 degC
    Source: devogeleer2014, price2014, liao2005

    >>> (
    ...     round(float(leakage_factor(323.15, 363.15, 0.2, 60.0)), 3),
    ...     float(leakage_factor(363.15, 363.15, 0.2, 60.0)),
    ... )
    (0.903, 1.0)
    """
    return 1.0 - leakage_frac * (1.0 - np.exp((temperature_k - limit_k) / scale_k))
