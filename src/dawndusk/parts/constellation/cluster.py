"""A planar cluster: satellites on a square lattice that turns as a rigid ellipse, 2:1, in the orbit
plane.

Direct neighbours are u to 2u apart, diagonals sqrt(2) u to 2 sqrt(2) u. The cluster is small beside
its orbit: the flight gives each satellite its in-track phase, formation keeping is not modelled
yet.

Equation: bounded Hill-Clohessy-Wiltshire motion: lattice point (i, j) is at radial u (j cos t + i
sin t), in-track 2 u (i cos t - j sin t) after an angle t of flight; u = radius / (2 n), n the
lattice's outermost norm
Valid: to first order in radius over a, that is radii up to 20 km; circular orbits
Source: clohessy1960, suncatcher2026, section 2.2 of the second
"""

from __future__ import annotations

import math
from typing import Annotated

from annotated_types import Ge, Le

from dawndusk.core.numeric import Array, Indices, Values, np
from dawndusk.core.record import record
from dawndusk.parts.constellation import Inclination
from dawndusk.physics import orbit, sun
from dawndusk.records.fields import Altitude, Positive, TimeOfDay
from dawndusk.records.fleet import Orbits


@record
class Model:
    """`satellites` lattice points around one orbit, the outermost `radius` ahead.

    >>> cluster = Model(altitude_m=650e3, satellites=81, radius_m=1000.0)
    >>> radial, along = cluster.offsets_m(0.0)
    >>> len(radial), float(along.max()), float(radial.max())
    (81, 1000.0, 500.0)
    """

    altitude_m: Altitude  # semi-major axis less the Earth's equatorial radius; 300 to 2,000 km
    inclination_rad: Inclination = None  # of the orbit; "sun-synchronous": as the altitude asks
    # mean solar time of the ascending node; 18:00 and 06:00 are dawn-dusk
    local_time_s: TimeOfDay = 64800.0
    # points of a round lattice, as 1, 5, 9, 13, 21, 69, 81
    satellites: Annotated[int, Ge(1), Le(10_000)]
    radius_m: Positive  # of the outermost satellite, along the track; half of it radially

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between keys, as (key, reason)."""
        found = []
        if self.satellites not in _full_lattices(self.satellites):
            below, above = _full_lattices(self.satellites)
            found.append(
                (
                    "satellites",
                    (
                        f"{self.satellites} satellites do not fill a round lattice; {below} and"
                        f" {above} do"
                    ),
                )
            )
        if self.radius_m > 20e3:
            found.append(("radius", "must be <= 20 km, the limit of first-order relative motion"))
        return found

    def offsets_m(self, angle_rad: Array) -> tuple[Values, Values]:
        """Radial and in-track place of each satellite around the centre, [satellite], after that
        angle of flight.
        """
        import numpy

        points = _lattice(self.satellites)
        unit = self.radius_m / max(2.0 * float(numpy.hypot(*points[-1])), 1.0)
        i, j = points[:, 0], points[:, 1]
        return unit * (j * np.cos(angle_rad) + i * np.sin(angle_rad)), 2.0 * unit * (
            i * np.cos(angle_rad) - j * np.sin(angle_rad)
        )

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """One group: the cluster at `start_s` (TT from J2000)."""
        import numpy

        tilt = (
            self.inclination_rad
            if self.inclination_rad is not None
            else orbit.sun_synchronous_inclination_rad(self.altitude_m)
        )
        node = sun.mean_longitude_rad(start_s) + (self.local_time_s / 86400.0 - 0.5) * 2.0 * np.pi
        _, along = self.offsets_m(0.0)
        phase = along / orbit.semi_major_axis_m(self.altitude_m)
        return [
            (
                "cluster",
                Orbits(
                    altitude_m=self.altitude_m,
                    inclination_rad=tilt,
                    count=self.satellites,
                    node_rad=numpy.full(self.satellites, 1.0) * node,
                    phase_rad=phase,
                    plane_node_rad=numpy.ones(1) * node,
                ),
            )
        ]


def _lattice(count: int) -> Indices:
    """The `count` integer points nearest to the origin, sorted by distance, shape [count, 2]."""
    import numpy

    reach = int(numpy.ceil(numpy.sqrt(count / 3.0))) + 1
    grid = numpy.stack(
        numpy.meshgrid(*[numpy.arange(-reach, reach + 1)] * 2, indexing="ij"), -1
    ).reshape(-1, 2)
    order = numpy.lexsort((grid[:, 1], grid[:, 0], (grid**2).sum(1)))
    return grid[order][:count]


def _full_lattices(near: int) -> list[int]:
    """Sizes of the full round lattices next to `near`, itself if it is one: integer points within
    each radius squared.
    """
    sizes = [1]
    while sizes[-1] < near or len(sizes) < 2:
        square = len(sizes)
        sizes.append(
            sum(
                2 * math.isqrt(square - i * i) + 1
                for i in range(-math.isqrt(square), math.isqrt(square) + 1)
            )
        )
    return [near] if near in sizes else [max(size for size in sizes if size < near), sizes[-1]]
