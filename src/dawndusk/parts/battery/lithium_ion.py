"""A lithium-ion battery: one energy, with limits and an efficiency each way.

Sized so that the longest eclipse draws the depth of discharge, and the load no more than the rate.

Equation: dE/dt = charge efficiency x power in, or -power out / discharge efficiency; E between the floor and the capacity
Valid: currents below about 1 C, 10 to 30 degC; no ageing beyond what the depth of discharge allows for
Source: dawndusk-method, its numbers from the rows `lithium-ion.*`
"""

from __future__ import annotations

import dataclasses

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction


@record
class Model:
    """A battery; without a `capacity`, design gives it one.

    >>> battery = Model(capacity_j=3.6e6)
    >>> energy, lost = battery.step(1.8e6, -950.0, 60.0)
    >>> round(energy), round(float(lost), 1)
    (1741237, 29.4)
    """

    capacity_j: Positive | None = None  # stored energy when full; absent: design solves it
    depth_of_discharge_frac: PositiveFraction = default("lithium-ion.depth_of_discharge")  # of capacity, in the longest eclipse
    charge_efficiency_frac: PositiveFraction = default("lithium-ion.charge_efficiency")  # energy stored per energy in
    discharge_efficiency_frac: PositiveFraction = default("lithium-ion.discharge_efficiency")  # energy out per energy drawn
    reserve_s: NotNegative = default("lithium-ion.reserve")  # least time of full load, where no eclipse asks for more
    floor_frac: Fraction = default("lithium-ion.floor")  # of the capacity, never drawn
    rate_per_s: Positive = default("lithium-ion.rate")  # most power in or out, per capacity: 1/h is 1 C
    specific_energy_j_per_kg: Positive = default("lithium-ion.specific_energy")  # per mass of cells, housing, electronics
    price_usd_per_j: NotNegative = default("lithium-ion.price")  # per capacity

    def sized(self, load_w: Array, dark_s: Array) -> Model:
        """The battery as flown: the given capacity, else what carries the load for that long, or the reserve, within depth and rate."""
        if self.capacity_j is not None:
            return self
        by_energy = load_w * np.maximum(dark_s, self.reserve_s) / self.discharge_efficiency_frac / self.depth_of_discharge_frac
        return dataclasses.replace(self, capacity_j=np.maximum(by_energy, load_w / self.rate_per_s))

    def round_trip_frac(self) -> Array:
        """Energy out per energy in."""
        return self.charge_efficiency_frac * self.discharge_efficiency_frac

    def mass_kg(self) -> Array:
        """Cells, housing and electronics."""
        return self.capacity_j / self.specific_energy_j_per_kg

    def price_usd(self) -> Array:
        """By capacity."""
        return self.capacity_j * self.price_usd_per_j

    def initial(self) -> Array:
        """Full: stored energy in joules."""
        return self.capacity_j

    def charge_frac(self, state: Array) -> Array:
        """State of charge."""
        return state / self.capacity_j

    def acceptable_w(self, state: Array, step_s: Array) -> Array:
        """Most that can be charged during a step."""
        room = (self.capacity_j - state) / (self.charge_efficiency_frac * step_s)
        return np.clip(room, 0.0, self.rate_per_s * self.capacity_j)

    def available_w(self, state: Array, step_s: Array) -> Array:
        """Most that can be drawn during a step, down to the floor."""
        left = (state - self.floor_frac * self.capacity_j) * self.discharge_efficiency_frac / step_s
        return np.clip(left, 0.0, self.rate_per_s * self.capacity_j)

    def step(self, state: Array, power_w: Array, step_s: Array) -> tuple[Array, Array]:
        """Energy after charging (`power_w` above zero) or discharging (below), and the power lost on the way."""
        into, out = np.maximum(power_w, 0.0), np.maximum(-power_w, 0.0)
        lost = into * (1.0 - self.charge_efficiency_frac) + out * (1.0 / self.discharge_efficiency_frac - 1.0)
        return state + (power_w - lost) * step_s, lost
