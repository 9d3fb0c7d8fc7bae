"""The solar cycle: how active the Sun is at a date and over a life, and how often its storms come.

Activity is 0 at minimum, where trapped protons are most, and 1 at maximum, where trapped electrons
and storms are.

Valid: cycles rise faster than they fall and last 9 to 14 years: a decade ahead the phase may be off
by two years
Source: hathaway2015
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.data.catalogue import constant
from dawndusk.physics.constants import SOLAR_EVENTS_PER_S

HELD_FRAC = {
    "minimum": 0.0,
    "maximum": 1.0,
    "mean": 0.5,
}  # `solar_activity` that does not follow the dates
CYCLE_MINIMUM_S = constant("solar-cycle.minimum")
CYCLE_S = constant("solar-cycle.period")


def activity_frac(time_s: Array) -> Array:
    """Where the Sun stands in its cycle: 0 at minimum, 1 at maximum. `time_s` any shape, seconds TT
    from J2000.

    Equation: (1 - cos(2 pi (t - t0) / P)) / 2, t0 the minimum of December 2019, P 11 years
    Valid: cycles rise faster than they fall and last 9 to 14 years: a decade ahead the phase may be
    off by two years
    Source: hathaway2015

    >>> from dawndusk.core.units import YEAR_S
    >>> (
    ...     round(float(activity_frac(25.45 * YEAR_S)), 2),
    ...     round(float(activity_frac(30.0 * YEAR_S)), 2),
    ... )
    (1.0, 0.07)
    """
    return 0.5 * (1.0 - np.cos(2.0 * np.pi * (time_s - CYCLE_MINIMUM_S) / CYCLE_S))


def storms_per_s(activity_frac: Array) -> Array:
    """How often outbursts of solar protons like that of August 1972 come while the Sun is so
    active. Any shape.

    Equation: 2 x activity x the mean over a cycle
    Valid: as many large events as sunspots in proportion, none at minimum; the cells of the array
    are sized for the mean
    Range: activity_frac 0 to 1
    Source: dawndusk-method

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(storms_per_s(0.5)) * YEAR_S, 2), storms_per_s(0.0)
    (0.2, 0.0)
    """
    return 2.0 * SOLAR_EVENTS_PER_S * activity_frac


def mean_activity_frac(start_s: Array, life_s: Array) -> Array:
    """Mean of the solar activity over a time that begins at `start_s`, seconds TT from J2000.
    Shapes broadcast.

    Equation: 1/2 - (sin b - sin a) / (2 (b - a)), a and b the phases 2 pi (t - t0) / P at both ends
    Valid: as `activity_frac`; a life above zero
    Source: hathaway2015

    >>> from dawndusk.core.units import YEAR_S
    >>> (
    ...     round(float(mean_activity_frac(30.0 * YEAR_S, 5.0 * YEAR_S)), 2),
    ...     round(float(mean_activity_frac(30.0 * YEAR_S, 11.0 * YEAR_S)), 2),
    ... )
    (0.28, 0.5)
    """
    turn = 2.0 * np.pi / CYCLE_S
    first = turn * (start_s - CYCLE_MINIMUM_S)
    last = first + turn * life_s
    return 0.5 - 0.5 * (np.sin(last) - np.sin(first)) / (last - first)
