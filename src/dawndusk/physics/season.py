"""The year of an orbit plane in closed form: beta angle, eclipse share and sunlight, day by day.

Sampled at the middle of equal parts of each day of 365.25; the node drifts secularly.

Valid: circular orbits, 300 to 2,000 km, years between 1950 and 2050; the season's edge is good to a
day (a spherical Earth).
Source: vallado2013, meeus1998, celestlab2007, by the functions of orbit, sun and eclipse
"""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from dawndusk.core.numeric import Array, Values, np
from dawndusk.physics import eclipse, orbit, sun
from dawndusk.physics.sun import Instant
from dawndusk.records.flight import Season

YEAR_DAYS = 365.25
FINE = 4  # samples a day, so that the number of eclipse days is good to a quarter


def year(
    altitude_m: Array,
    inclination_rad: Array,
    plane_node_rad: Array,
    start_s: Instant,
    per_day: int = FINE,
) -> Season:
    """The year that begins at `start_s` (TT from J2000) for planes at nodes [plane]. Arrays come
    out as [plane, sample] and [sample].

    Equation: node(t) = node + t x node rate; sin beta, eclipse share and irradiance of each sample
    by `eclipse` and `sun`

    >>> import datetime, numpy
    >>> start_s = sun.seconds_j2000(datetime.date(2030, 1, 1))
    >>> one = year(650e3, 97.99 * np.pi / 180, numpy.array([0.0, np.pi / 2]), start_s)
    >>> one.beta_rad.shape, one.sunlight_w_per_m2.shape
    ((2, 1461), (1461,))
    """
    import numpy

    plain = isinstance(plane_node_rad, float | numpy.ndarray)
    if plain and all(isinstance(one, float) for one in (altitude_m, inclination_rad, start_s)):
        return _kept(
            float(altitude_m),
            float(inclination_rad),
            tuple(np.reshape(plane_node_rad, -1).tolist()),
            float(start_s),
            per_day,
        )
    return _year(altitude_m, inclination_rad, plane_node_rad, start_s, per_day)


@lru_cache(maxsize=16)
def _kept(
    altitude_m: float,
    inclination_rad: float,
    plane_node_rad: tuple[float, ...],
    start_s: float,
    per_day: int,
) -> Season:
    """The year of plain numbers: asked anew for every input of a study, most of which move nothing
    in it. Its arrays cannot be written to.
    """
    import numpy

    made = _year(altitude_m, inclination_rad, numpy.array(plane_node_rad), start_s, per_day)
    for array in (made.day, made.beta_rad, made.eclipse_frac, made.sunlight_w_per_m2):
        array.setflags(write=False)
    return made


def _year(
    altitude_m: Array, inclination_rad: Array, plane_node_rad: Array, start_s: Instant, per_day: int
) -> Season:
    import numpy

    day = (numpy.arange(round(YEAR_DAYS * per_day)) + 0.5) / per_day
    x, y, z, distance = sun.direction(start_s + day * 86400.0)
    rate = orbit.node_rate_rad_per_s(altitude_m, inclination_rad)
    node = np.reshape(plane_node_rad, (-1, 1)) + rate * (day * 86400.0)
    sine = eclipse.sine_beta((x, y, z), inclination_rad, node)
    beta = np.arcsin(np.clip(sine, -1.0 + 1e-12, 1.0 - 1e-12))
    return Season(
        day=day,
        beta_rad=cast("Values", beta),
        eclipse_frac=cast("Values", eclipse.eclipse_frac(altitude_m, sine)),
        sunlight_w_per_m2=cast("Values", sun.irradiance_w_per_m2(distance)),
    )


def longest_eclipse_s(season: Season, altitude_m: Array) -> Array:
    """Longest eclipse of the year over all planes.

    Equation: largest eclipse share x period

    >>> import numpy
    >>> round(
    ...     float(longest_eclipse_s(year(550e3, 53 * np.pi / 180, numpy.zeros(1), 0.0), 550e3))
    ...     / 60,
    ...     1,
    ... )
    35.6
    """
    return np.max(season.eclipse_frac) * orbit.period_s(altitude_m)


def eclipse_days(season: Season) -> Array:
    """Days of the year on which a plane passes through shadow, mean over the planes.

    Equation: share of the samples with an eclipse share above zero x 365.25

    >>> import numpy
    >>> float(eclipse_days(year(550e3, 30 * np.pi / 180, numpy.zeros(1), 0.0)))
    365.25
    """
    return np.mean(season.eclipse_frac > 0.0) * YEAR_DAYS


def sunlit_frac(season: Season) -> Array:
    """Share of the year in sunlight, mean over the planes.

    Equation: 1 - mean eclipse share

    >>> import numpy
    >>> round(float(sunlit_frac(year(550e3, 53 * np.pi / 180, numpy.zeros(1), 0.0))), 3)
    0.692
    """
    return 1.0 - np.mean(season.eclipse_frac)


def sampled_days_s(days: int, start_s: float) -> Values:
    """Start of each of so many days of a year, [day], in seconds TT from J2000.

    Equation: start + (number + 1/2) / days x 365.25 d: the middle of equal parts of the year
    Valid: any number of days
    Source: dawndusk-method

    >>> [float(one) for one in sampled_days_s(2, 0.0) / 86400.0]
    [91.3125, 273.9375]
    """
    import numpy

    return start_s + (numpy.arange(days) + 0.5) / days * YEAR_DAYS * 86400.0
