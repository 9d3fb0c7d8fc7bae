"""Made-up weather: how much of a clear day's sunlight arrives, day after day, so that cloudy days
come in spells.

Valid: days, not hours: the clouds of a day dim all its hours alike; one site; the series is as
random as the numbers handed in
Source: graham1988, dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, Values, np

LEAST_FRAC = 0.1  # under the thickest cloud


def clearness_frac(normal: Array, mean_frac: Array, correlation_frac: Array) -> Array:
    """Sunlight of each day over that of the same day without clouds, from independent standard
    normal numbers: [day], or [day, year] for many at once.

    `correlation_frac` is the rank correlation of a day with the day before; `mean_frac` may differ
    from day to day, [day, 1] for many years.

    Equation: k = 0.1 + 0.9 P(x)^c, c = 0.9 / (mean - 0.1) - 1, P the standard normal distribution;
    x = r x' + sqrt(1 - r^2) n, x' that of the day before, n the numbers given, r = 2 sin(pi
    correlation / 6)
    Valid: k between 0.1 and 1, near 1 most often if the mean is above 0.55; means from 0.5 to 0.8:
    the ordinary correlation is `correlation_frac` to 0.01, at 0.9 up to 0.016 less; the normal
    distribution to 1e-7
    Range: mean_frac 0.15 to 0.95, correlation_frac 0 to 0.95
    Source: graham1988, abramowitz1964, the autoregression of a variable that is normal; the
    distribution of k is ours

    >>> [round(float(one), 3) for one in clearness_frac([0.5, -2.0, 0.1], 0.75, 0.4)]
    [0.881, 0.392, 0.653]
    """
    power = (1.0 - LEAST_FRAC) / (mean_frac - LEAST_FRAC) - 1.0
    share = _below(
        _persistent(np.atleast_1d(np.asarray(normal)), 2.0 * np.sin(np.pi * correlation_frac / 6.0))
    )
    return LEAST_FRAC + (1.0 - LEAST_FRAC) * share**power


def _persistent(normal: Values, memory_frac: Array) -> Values:
    """x: the sum of all days before, each weighed by so many powers of r, in as many steps as the
    number of days has doublings.
    """
    found = np.concatenate([normal[:1], np.sqrt(1.0 - memory_frac**2) * normal[1:]])
    days = 1
    while days < len(normal):
        found = found + memory_frac**days * np.concatenate(
            [np.zeros_like(found[:days]), found[:-days]]
        )
        days *= 2
    return found


def _below(normal: Array) -> Array:
    """P, by Abramowitz and Stegun's 7.1.26."""
    inner = 1.0 / (1.0 + 0.3275911 * np.abs(normal) / 2.0**0.5)
    series = inner * (
        0.254829592
        + inner
        * (-0.284496736 + inner * (1.421413741 + inner * (-1.453152027 + inner * 1.061405429)))
    )
    tail = 0.5 * series * np.exp(-0.5 * normal**2)
    return np.where(normal < 0.0, tail, 1.0 - tail)
