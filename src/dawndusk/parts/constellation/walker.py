"""A Walker shell: planes spread evenly in node, satellites evenly in each, phased from plane to
plane.

A span of 360 deg is Walker's delta, 180 deg his star; a few degrees keep all planes of a
sun-synchronous shell near dawn-dusk.

Equation: node = node0 + span p / planes, phase = 2 pi (s / per plane + phasing x p / total)
Valid: circular orbits of one altitude and inclination
Source: walker1984
"""

from __future__ import annotations

import math
from typing import Annotated

from annotated_types import Ge, Gt, Le

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.parts.constellation import Inclination
from dawndusk.physics import orbit, sun
from dawndusk.records.fields import Altitude, Quantity, TimeOfDay
from dawndusk.records.fleet import Orbits

MOST = 3_000_000


@record
class Model:
    """A shell of `planes` x `satellites_per_plane`. `inclination` may be "sun-synchronous", with a
    `local_time` of the first plane.

    >>> Model(
    ...     altitude_m=550e3, inclination_rad=0.925, planes=72, satellites_per_plane=22, phasing=39
    ... ).total
    1584
    """

    name: str = "shell"  # of the group in tables and charts
    altitude_m: Altitude  # semi-major axis less the Earth's equatorial radius; 300 to 2,000 km
    # of the orbits; "sun-synchronous": as the altitude asks, with a `local_time`
    inclination_rad: Inclination
    planes: Annotated[int, Ge(1), Le(100_000)]  # orbit planes, spread evenly in node over `span`
    satellites_per_plane: Annotated[int, Ge(1), Le(100_000)]  # spread evenly in phase
    # F of Walker's T/P/F: phase from plane to plane, in units of 360 deg / T
    phasing: Annotated[int, Ge(0)] = 0
    # right ascension of the first plane's node at the mission's start
    node_rad: Quantity | None = None
    # mean solar time of the first plane's ascending node, instead of `node`
    local_time_s: TimeOfDay | None = None
    # of the planes' nodes; 360 deg: all around
    span_rad: Annotated[Quantity, Gt(0.0), Le(2.0 * math.pi + 1e-9)] = 2.0 * math.pi

    @property
    def total(self) -> int:
        """How many satellites."""
        return self.planes * self.satellites_per_plane

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between keys, as (key, reason)."""
        found = too_many("planes", self.total)
        if self.phasing >= self.planes:
            reason = f"must be < {self.planes}, the number of planes, got {self.phasing}"
            found.append(("phasing", reason))
        if self.node_rad is not None and self.local_time_s is not None:
            found.append(("local_time", "give the node or its local time, not both"))
        if self.inclination_rad is None and self.node_rad is None and self.local_time_s is None:
            found.append(
                (
                    "local_time",
                    "a sun-synchronous shell needs the local time of its first plane, like '18:00'",
                )
            )
        return found

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """One group: the shell at `start_s` (TT from J2000)."""
        import numpy

        plane = numpy.repeat(numpy.arange(self.planes), self.satellites_per_plane)
        slot = numpy.tile(numpy.arange(self.satellites_per_plane), self.planes)
        first: Array = 0.0 if self.node_rad is None else self.node_rad
        if self.local_time_s is not None:
            first = (
                sun.mean_longitude_rad(start_s) + (self.local_time_s / 86400.0 - 0.5) * 2.0 * np.pi
            )
        nodes = first + self.span_rad * numpy.arange(self.planes) / self.planes
        phase = 2.0 * np.pi * (slot / self.satellites_per_plane + self.phasing * plane / self.total)
        tilt = (
            self.inclination_rad
            if self.inclination_rad is not None
            else orbit.sun_synchronous_inclination_rad(self.altitude_m)
        )
        return [
            (
                self.name,
                Orbits(
                    altitude_m=self.altitude_m,
                    inclination_rad=tilt,
                    count=self.total,
                    node_rad=nodes[plane],
                    phase_rad=phase,
                    plane_node_rad=nodes,
                ),
            )
        ]


def too_many(key: str, total: int) -> list[tuple[str, str]]:
    """The problem of a fleet that is too large for one machine, if it is."""
    if total <= MOST:
        return []
    return [(key, f"{total:,} satellites are more than the {MOST:,} that fit a laptop's memory")]
