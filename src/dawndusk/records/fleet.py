"""The fleet: what must fly, as groups of satellites that share an orbit family, a design and a
launch batch.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated

from dawndusk.core.numeric import Array, Count, Indices, Values
from dawndusk.core.record import NoUnit, record
from dawndusk.records.satellite import Satellite


@record
class Orbits:
    """Circular orbits of one altitude and inclination at the mission's start; angles have the shape
    `satellite`, sorted by plane.

    `count` satellites are there; the angles may be those of a sample that stands for all.
    """

    altitude_m: Array
    inclination_rad: Array
    count: int
    node_rad: Values  # [satellite] right ascension of the ascending node
    phase_rad: Values  # [satellite] argument of latitude
    plane_node_rad: Values  # [plane]
    # [satellite] its place in the group, where not all are here: what it draws goes by it
    number: Indices | None = None

    def sampled(self, most: int) -> Orbits:
        """At most that many of the satellites, in the middle of equal parts of the sorted list: as
        many from every plane.
        """
        import numpy

        held = len(self.phase_rad)
        if held <= most:
            return self
        index = numpy.array([(2 * part + 1) * held // (2 * most) for part in range(most)])
        number = index if self.number is None else self.number[index]
        return dataclasses.replace(
            self, node_rad=self.node_rad[index], phase_rad=self.phase_rad[index], number=number
        )


@record
class Margin:
    """A condition of the design: it closes while `value`, in `unit`, is above zero; `failing` says
    what is wrong when it is not.
    """

    failing: str
    unit: str
    value: Annotated[Array, NoUnit("said beside it")]


@record
class SizingCase:
    """The season that sizes the group: the plane and day with the least sunlight per orbit, and the
    longest eclipse.
    """

    sunlight_w_per_m2: Array  # least of S (1 - eclipse) x incidence, mean of an orbit
    day: Count  # of the year flown, from the mission's start
    plane: Count
    longest_eclipse_s: Array
    margins: tuple[Margin, ...]


@record
class Group:
    """Satellites that are alike. Masses and prices are of one satellite, by subsystem."""

    name: str
    orbits: Orbits
    satellite: Satellite  # sized: nothing absent
    load_w: Array  # on the bus, chips at full load
    power_w: Array  # of the array at its end of life, facing the Sun at 1 au
    it_w: Array  # chips and host of one satellite
    bus_w: Array  # everything else on the bus
    heat_w: Array  # to the radiator at full load
    # power at the loads per power at the array: regulators, harness, slip rings
    distribution_efficiency_frac: Array
    mass_kg: dict[str, Array]
    price_usd: dict[str, Array]  # without chips and servers
    chips_usd: Array
    launch_mass_kg: Array  # with propellant
    stowed_m3: Array  # folded, in the fairing
    # what the launch mass costs, in kilograms to the orbit that the price is for
    launch_equivalent_kg: Array
    vehicle_loads: Count  # for the whole group, a fraction of a flight counts as such
    worst: SizingCase

    @property
    def count(self) -> int:
        """How many satellites."""
        return self.orbits.count


@record
class Fleet:
    """All groups, and the vehicle that lifts them."""

    groups: tuple[Group, ...]
    life_s: Array  # of a satellite, until a new one takes its place
    steps_per_orbit: int  # of the day clock

    @property
    def satellites(self) -> int:
        """How many satellites."""
        return sum(group.count for group in self.groups)

    @property
    def vehicle_loads(self) -> Array:
        """Flights of the vehicle, a fraction of a flight counts as such."""
        return sum(group.vehicle_loads for group in self.groups)

    @property
    def darkest(self) -> Group:
        """The group whose worst orbit has the least sunlight."""
        return min(self.groups, key=lambda group: float(group.worst.sunlight_w_per_m2))

    def total(self, what: str) -> Array:
        """Sum over the fleet of a group's value for one satellite, for instance `it_w`."""
        return sum(group.count * getattr(group, what) for group in self.groups)

    @property
    def mass_kg(self) -> Array:
        """Launched mass."""
        return self.total("launch_mass_kg")

    def mean(self, what: str) -> Array:
        """Mean over the satellites of a group's value for one satellite, for instance `heat_w`."""
        return self.total(what) / self.satellites

    @property
    def items_kg(self) -> dict[str, Array]:
        """Mass by subsystem of one satellite, mean over the fleet."""
        names = dict.fromkeys(name for group in self.groups for name in group.mass_kg)
        sums = {
            name: sum(group.count * group.mass_kg.get(name, 0.0) for group in self.groups)
            for name in names
        }
        return {name: total / self.satellites for name, total in sums.items()}

    @property
    def chips(self) -> Array:
        """How many chips."""
        return sum(group.count * group.satellite.compute.count for group in self.groups)

    @property
    def power_w(self) -> Array:
        """Array output at the end of life, facing the Sun at 1 au."""
        return self.total("power_w")
