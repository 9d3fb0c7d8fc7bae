"""The year of an orbit plane in closed form: beta angle, eclipse share and sunlight, day by day.

Sampled at the middle of equal parts of each day; the node drifts secularly. Equations: `orbit`, `sun`, `eclipse`.
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.physics import eclipse, orbit, sun
from dawndusk.records.flight import Season

YEAR_DAYS = 365.25
FINE = 4  # samples a day, so that the number of eclipse days is good to a quarter


def year(altitude_m: Array, inclination_rad: Array, plane_node_rad: Array, start_s: float, per_day: int = FINE) -> Season:
    """The year that begins at `start_s` (TT from J2000) for planes at nodes [plane]; arrays come out as [plane, sample] and [sample].

    >>> from dawndusk.physics import sun
    >>> import numpy, datetime
    >>> one = year(650e3, float(orbit.sun_synchronous_inclination_rad(650e3)), numpy.zeros(1), 0.0)
    >>> one.beta_rad.shape
    (1, 1461)
    """
    import numpy

    day = (numpy.arange(round(YEAR_DAYS * per_day)) + 0.5) / per_day
    x, y, z, distance = sun.direction(start_s + day * 86400.0)
    rate = orbit.node_rate_rad_per_s(altitude_m, inclination_rad)
    node = np.reshape(plane_node_rad, (-1, 1)) + rate * (day * 86400.0)
    sine = eclipse.sine_beta((x, y, z), inclination_rad, node)
    return Season(
        day=day,
        beta_rad=np.arcsin(np.clip(sine, -1.0 + 1e-12, 1.0 - 1e-12)),
        eclipse_frac=eclipse.eclipse_frac(altitude_m, sine),
        sunlight_w_per_m2=sun.irradiance_w_per_m2(distance),
    )


def longest_eclipse_s(season: Season, altitude_m: Array) -> Array:
    """Longest eclipse of the year over all planes."""
    return np.max(season.eclipse_frac) * orbit.period_s(altitude_m)


def eclipse_days(season: Season) -> Array:
    """Days of the year on which a plane passes through shadow, mean over the planes."""
    return np.mean(season.eclipse_frac > 0.0) * YEAR_DAYS


def sunlit_frac(season: Season) -> Array:
    """Share of the year in sunlight, mean over the planes."""
    return 1.0 - np.mean(season.eclipse_frac)
