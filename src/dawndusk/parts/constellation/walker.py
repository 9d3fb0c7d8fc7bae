"""A Walker delta shell: planes spread evenly in node, satellites evenly in each, phased from plane to plane.

Equation: node = node0 + 2 pi p / planes, phase = 2 pi (s / per plane + phasing x p / total). J. G. Walker, 1984. Circular orbits.
"""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from dawndusk.core.numeric import np
from dawndusk.core.record import record
from dawndusk.parts.constellation import Inclination
from dawndusk.physics import orbit, sun
from dawndusk.records.fields import Altitude, Quantity, TimeOfDay
from dawndusk.records.fleet import Orbits


@record
class Model:
    """A shell of `planes` x `satellites_per_plane`. `inclination` may be "sun-synchronous", with a `local_time` of the first plane.

    >>> Model(altitude_m=550e3, inclination_rad=0.925, planes=72, satellites_per_plane=22, phasing=39).total
    1584
    """

    altitude_m: Altitude
    inclination_rad: Inclination
    planes: Annotated[int, Ge(1), Le(100_000)]
    satellites_per_plane: Annotated[int, Ge(1), Le(100_000)]
    phasing: Annotated[int, Ge(0)] = 0
    satellites: Annotated[int, Ge(1)] | None = None  # only to be checked against planes x satellites_per_plane
    node_rad: Quantity | None = None  # of the first plane at the mission's start
    local_time_s: TimeOfDay | None = None  # of the first plane's ascending node

    @property
    def total(self) -> int:
        """How many satellites."""
        return self.planes * self.satellites_per_plane

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between keys, as (key, reason)."""
        found = []
        if self.total > 3_000_000:
            found.append(("planes", f"{self.total:,} satellites are more than the 3,000,000 that fit a laptop's memory"))
        if self.satellites is not None and self.satellites != self.total:
            found.append(
                (
                    "satellites",
                    f"{self.satellites} satellites, but {self.planes} planes of {self.satellites_per_plane} make {self.total}",
                )
            )
        if self.phasing >= self.planes:
            found.append(("phasing", f"must be below the number of planes, {self.planes}"))
        if self.node_rad is not None and self.local_time_s is not None:
            found.append(("local_time", "give the node or its local time, not both"))
        if self.inclination_rad is None and self.node_rad is None and self.local_time_s is None:
            found.append(("local_time", "a sun-synchronous shell needs the local time of its first plane, like '18:00'"))
        return found

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """One group: the shell at `start_s` (TT from J2000)."""
        import numpy

        plane = numpy.repeat(numpy.arange(self.planes), self.satellites_per_plane)
        slot = numpy.tile(numpy.arange(self.satellites_per_plane), self.planes)
        first = 0.0 if self.node_rad is None else self.node_rad
        if self.local_time_s is not None:
            first = sun.mean_longitude_rad(start_s) + (self.local_time_s / 86400.0 - 0.5) * 2.0 * np.pi
        nodes = first + 2.0 * np.pi * numpy.arange(self.planes) / self.planes
        phase = 2.0 * np.pi * (slot / self.satellites_per_plane + self.phasing * plane / self.total)
        tilt = self.inclination_rad if self.inclination_rad is not None else orbit.sun_synchronous_inclination_rad(self.altitude_m)
        return [
            ("shell", Orbits(altitude_m=self.altitude_m, inclination_rad=tilt, node_rad=nodes[plane], phase_rad=phase,
                             plane_node_rad=nodes))
        ]  # fmt: skip
