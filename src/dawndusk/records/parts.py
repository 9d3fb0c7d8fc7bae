"""What a kind of each family of parts promises: the protocols that stages are written against.

A field of the scenario that holds a part has its family's protocol as its type. A kind is the class
`Model` of `parts/<family>/<kind>.py`, found by `core.kinds`. Each family of `dawndusk.parts` offers
its protocol under the same name; `make types` checks every kind against it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from dawndusk.core.numeric import Array
    from dawndusk.records.fleet import Orbits
    from dawndusk.records.satellite import Compute
    from dawndusk.records.surroundings import ArrayBack, Axes, Direction, Surroundings
    from dawndusk.records.work import Rates


def solved(size: Array | None) -> Array:
    """A size of a part that design has solved.

    Args:
        size: The size, None where it was neither given nor solved.

    Returns:
        The size.

    Raises:
        ValueError: Nothing has solved it yet.

    >>> solved(2.5)
    2.5
    """
    if size is None:
        raise ValueError("a size is used that design has not solved yet")
    return size


class Constellation(Protocol):
    """Where the satellites are."""

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """Named groups of satellites and their orbits at `start_s` (TT from J2000)."""


class Attitude(Protocol):
    """How a satellite stands towards Sun, Earth and flight."""

    def axes(self, around: Surroundings) -> Axes:
        """Where array, sides and top of the satellite point; the incidence on the array is the
        front's cosine with the Sun.
        """

    def mean_incidence(self, sin_beta: Array) -> Array:
        """Cosine of the Sun on the array, averaged over the sunlit part of an orbit of that beta
        angle, 0 to 1.
        """

    def joint_efficiency_frac(self) -> Array:
        """Power that passes what turns the array, per power into it."""

    def mass_kg(self, power_w: Array) -> Array:
        """Mass of what turns an array of that power."""

    def price_usd(self, power_w: Array) -> Array:
        """Price of what turns an array of that power."""


class SolarArray(Protocol):
    """A solar array; its area is None until design solves it."""

    @property
    def area_m2(self) -> Array | None:
        """Panel area."""

    @property
    def aspect_ratio(self) -> Array:
        """Length over width of each of two wings."""

    @property
    def back_emissivity_frac(self) -> Array:
        """Infrared emissivity of the back; zero where something lies on it."""

    def aged(
        self, altitude_m: Array, inclination_rad: Array, age_s: Array, covered: bool
    ) -> SolarArray:
        """The array at that age in that orbit; `covered`: something lies on its back."""

    def backed(self, emissivity_frac: Array) -> SolarArray:
        """The array with a back of that infrared emissivity."""

    def sized(
        self, power_per_irradiance_m2: Array, yield_frac: Array, facing_frac: Array
    ) -> SolarArray:
        """The array as flown, of that yield in its worst orbit and facing the Sun: as given, else
        giving that power per irradiance.
        """

    def output_w(self, sunlight_w_per_m2: Array, cosine: Array, temperature_k: Array) -> Array:
        """Electric power in that sunlight, the Sun at that cosine from the normal."""

    def absorptivity_frac(self) -> Array:
        """Share of the sunlight on the front that is not reflected."""

    def absorbed_w(self, front: Direction, around: Surroundings) -> Array:
        """Heat absorbed by both faces from Sun and Earth, the electric power not yet taken out."""

    def radiating_w_per_k4(self) -> Array:
        """Radiation of both faces, per fourth power of the temperature."""

    def capacity_j_per_k(self) -> Array:
        """Heat capacity."""

    def mass_kg(self) -> Array:
        """Mass."""

    def price_usd(self) -> Array:
        """Price."""

    def stowed_m3(self) -> Array:
        """Volume in the fairing."""


class Battery(Protocol):
    """A battery; capacity and depth of discharge are None until design solves them.

    Flight sees it at the end of the satellite's life, when `full_j` of the capacity is left; a loss
    is paid for once, by the capacity. Its state is one array, whose meaning is the kind's own: more
    is fuller.
    """

    @property
    def capacity_j(self) -> Array | None:
        """Stored energy when new and full."""

    @property
    def depth_of_discharge_frac(self) -> Array | None:
        """Of what is left at the end of life, in the longest eclipse or over the reserve."""

    @property
    def charge_efficiency_frac(self) -> Array:
        """Energy stored per energy in."""

    @property
    def discharge_efficiency_frac(self) -> Array:
        """Energy out per energy drawn."""

    @property
    def floor_frac(self) -> Array:
        """Of what is left of the capacity, never drawn."""

    @property
    def full_j(self) -> Array:
        """What is left of the capacity."""

    def sized(
        self, load_w: Array, idle_w: Array, eclipse_s: Array, period_s: Array, life_s: Array
    ) -> Battery:
        """The battery at the end of that life; `eclipse_s` has one length for each sampled orbit of
        a year, 0 where there is none.
        """

    def carried_w(self, load_w: Array, idle_w: Array) -> Array:
        """Power that it carries through shadow."""

    def life_s(self) -> Array:
        """Age at which it is worn out, at the depths and the temperature it was sized for."""

    def round_trip_frac(self) -> Array:
        """Energy out per energy in."""

    def mass_kg(self) -> Array:
        """Mass."""

    def price_usd(self) -> Array:
        """Price."""

    def initial(self, charge_frac: Array = 1.0) -> Array:
        """State at the start of a day, at that state of charge."""

    def charge_frac(self, state: Array) -> Array:
        """State of charge, of what is left of the capacity."""

    def acceptable_w(self, state: Array, step_s: Array) -> Array:
        """Most that can be charged during a step."""

    def available_w(self, state: Array, step_s: Array) -> Array:
        """Most that can be drawn during a step."""

    def workable_w(self, state: Array, step_s: Array) -> Array:
        """Most that work may draw during a step."""

    def step(self, state: Array, power_w: Array, step_s: Array) -> tuple[Array, Array]:
        """State after charging (above zero) or discharging (below), and the power lost."""


class Cooling(Protocol):
    """What carries heat from the chips to the radiator: three nodes, from the chips to the coolant,
    for all chips of a satellite.
    """

    def capacities_j_per_k(self, chips: Array) -> tuple[Array, Array, Array]:
        """Heat capacity of chips, plates and coolant."""

    def conductances_w_per_k(self, chips: Array, radiator_m2: Array) -> tuple[Array, Array, Array]:
        """From chips to plates, from plates to coolant, from coolant to the radiator's surface."""

    def hottest_k(self, chip_k: Array, heat_frac: Array) -> Array:
        """Temperature of the worst placed chip when the mean is `chip_k`, at that share of the full
        heat.
        """

    def pump_w(self, heat_w: Array) -> Array:
        """Power of the pumps."""

    def mass_kg(self, heat_w: Array) -> Array:
        """Mass of pumps, lines and fluid."""

    def price_usd(self, heat_w: Array) -> Array:
        """Price of pumps, lines and fluid."""


class Radiator(Protocol):
    """A radiator; its area is None until design solves it."""

    covers_array: ClassVar[bool]  # whether it lies on the array's back

    @property
    def area_m2(self) -> Array | None:
        """Panel area."""

    @property
    def temperature_k(self) -> Array:
        """Temperature of the surface at full load: before sizing the wanted or first one, after it
        the settled one.
        """

    def sized(
        self, heat_w: Array, hot: Surroundings, axes: Axes, back: ArrayBack, age_s: Array
    ) -> Radiator:
        """The radiator at that age. With a given area it solves the temperature, without one the
        area for the wanted temperature.

        The hottest of the surroundings in `hot`, any shape, sizes it; `back` is the array's.
        """

    def emissivity_frac(self, age_s: Array) -> Array:
        """Infrared emissivity of its outer faces at that age."""

    def absorbed_w(self, around: Surroundings, axes: Axes, array_k: Array) -> Array:
        """Heat absorbed from Sun, Earth and array."""

    def radiating_w_per_k4(self) -> Array:
        """Radiation, per fourth power of its temperature."""

    def capacity_j_per_k(self) -> Array:
        """Heat capacity."""

    def array_w_per_k(self) -> Array:
        """Conductance from the array; zero where the two are apart."""

    def absorbed_by_array_w(self, temperature_k: Array) -> Array:
        """Its radiation that the array absorbs."""

    def mass_kg(self) -> Array:
        """Mass without the loop."""

    def price_usd(self) -> Array:
        """Price without the loop."""

    def holes_per_s(self) -> Array:
        """Holes by debris, each of which costs a segment."""


class Policy(Protocol):
    """What decides how much of the working power, which is that above idle, the chips may draw.

    Its state has a shape of the kind's own: arrays, or tuples of them.
    """

    @property
    def charge_floor_frac(self) -> Array:
        """State of charge at which the chips stop."""

    @property
    def charge_band_frac(self) -> Array:
        """Above the floor, up to full work."""

    def initial(self) -> Any:
        """State at the start of a day: floats, the same for every satellite."""

    def step(
        self,
        state: Any,
        charge_frac: Array,
        idle_chip_k: Array,
        full_chip_k: Array,
        limit_k: Array,
        step_s: Array,
    ) -> tuple[Any, Array, Array]:
        """Next state, and the shares of the working power that charge and heat allow, each 0 to 1;
        the chips draw the smaller.

        The chip temperatures are those at the end of the step, without work and with full work.
        """

    def work_frac(self, power_frac: Array) -> Array:
        """Work done over full work, when the chips draw that share of the working power."""


class Workload(Protocol):
    """What a healthy chip delivers at full duty."""

    def settled(self, compute: Compute) -> Workload:
        """The same with every whole number chosen. Raises Infeasible when the work does not fit the
        satellite.
        """

    def rates(self, compute: Compute, interruptions_per_s: Array = 0.0) -> Rates:
        """What one chip of a satellite does, which radiation interrupts so often; none on the
        ground.
        """


class Supply(Protocol):
    """Where a data centre on the ground has its electricity from."""

    def settled(self, capital_frac: float, mean_frac: float) -> SettledSupply:
        """The same supply with all that is fixed before prices are drawn; `mean_frac` is the mean
        power over the peak. Raises Infeasible.
        """


class SettledSupply(Supply, Protocol):
    """A supply with all that is fixed before prices are drawn: a year of electricity by item, its
    carbon, and the time to have it.
    """

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """Cost by item of a site that draws so much, in the mean and at most; the price is the
        site's, the cost of capital the ground's.
        """

    def carbon_kg_per_s(self, mean_w: Array, grid_kg_per_j: Array) -> Array:
        """CO2 equivalent of that mean power; the grid's is the site's."""

    def after_s(self, queue_s: Array) -> Array:
        """From deciding until there is power; the grid's queue is the site's."""
