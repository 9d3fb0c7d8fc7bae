"""The fleet: what must fly, as groups of satellites that share an orbit family, a design and a launch batch."""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.records.scenario import Satellite


@record
class Orbits:
    """Circular orbits of one altitude and inclination at the mission's start; angles have the shape `satellite`, sorted by plane."""

    altitude_m: Array
    inclination_rad: Array
    node_rad: Array  # [satellite] right ascension of the ascending node
    phase_rad: Array  # [satellite] argument of latitude
    plane_node_rad: Array  # [plane]


@record
class Margin:
    """A condition of the design: it closes while `value`, in `unit`, is above zero; `failing` says what is wrong when it is not."""

    failing: str
    unit: str
    value: Array


@record
class Worst:
    """The season that sizes the group: the plane and day with the least sunlight per orbit, and the longest eclipse."""

    sunlight_w_per_m2: Array  # least of S (1 - eclipse) x incidence, mean of an orbit
    day: Array  # of the year flown, from the mission's start
    plane: Array
    longest_eclipse_s: Array
    margins: tuple[Margin, ...]


@record
class Group:
    """Satellites that are alike. Masses and prices are of one satellite, by subsystem."""

    name: str
    count: Array
    orbits: Orbits
    satellite: Satellite  # sized: nothing absent
    load_w: Array  # on the bus, chips at full load
    power_w: Array  # of the array at its end of life, facing the Sun at 1 au
    it_w: Array  # chips and host of one satellite
    bus_w: Array  # everything else on the bus
    heat_w: Array  # to the radiator at full load
    mass_kg: dict[str, Array]
    price_usd: dict[str, Array]  # without chips and servers
    chips_usd: Array
    launch_mass_kg: Array  # with propellant
    launch_equivalent_kg: Array  # what the launch mass costs, in kilograms to the orbit that the price is for
    launches: Array  # for the whole group, a fraction of a flight counts as such
    worst: Worst


@record
class Fleet:
    """All groups, and the vehicle that lifts them."""

    groups: tuple[Group, ...]
    payload_kg: Array  # that one vehicle lifts to the first group's orbit
    life_s: Array
    steps_per_orbit: int  # of the day clock

    @property
    def satellites(self) -> Array:
        """How many satellites."""
        return sum(group.count for group in self.groups)

    def total(self, what: str) -> Array:
        """Sum over the fleet of a group's value for one satellite, for instance `it_w`."""
        return sum(group.count * getattr(group, what) for group in self.groups)

    @property
    def mass_kg(self) -> Array:
        """Launched mass."""
        return self.total("launch_mass_kg")

    @property
    def chips(self) -> Array:
        """How many chips."""
        return sum(group.count * group.satellite.compute.count for group in self.groups)

    @property
    def power_w(self) -> Array:
        """Array output at the end of life, facing the Sun at 1 au."""
        return self.total("power_w")
