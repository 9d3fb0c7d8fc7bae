"""A rigid deployable array: area, packed cells, losses that grow with age.

Equation: power = area x sunlight x incidence x efficiency x packing x exp(-degradation x age)
Valid: cells at their working temperature; the cold minutes after an eclipse would give a few percent more
Source: dawndusk-method, its numbers from the rows `rigid-array.*`
"""

from __future__ import annotations

import dataclasses

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.physics.constants import SOLAR_CONSTANT_W_PER_M2
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction


@record
class Model:
    """A rigid array; give `area` or `power` (end of life, facing the Sun at 1 au), or neither and design solves it.

    >>> array = Model(area_m2=100.0)
    >>> round(float(array.power_w_at(1361.0)))
    26948
    """

    area_m2: Positive | None = None  # of the panels, A; absent: design solves it
    power_w: Positive | None = None  # at the end of life, facing the Sun at 1 au, instead of `area`
    efficiency_frac: PositiveFraction = default("rigid-array.efficiency")  # of the cells at their working temperature, new
    packing_frac: PositiveFraction = default("rigid-array.packing")  # cell area over panel area
    degradation_per_s: NotNegative = default("rigid-array.degradation")  # d, per time: power falls as exp(-d x age)
    areal_mass_kg_per_m2: NotNegative = default("rigid-array.areal_mass")  # panels, hinges and drive, per panel area
    price_usd_per_w: NotNegative = default("rigid-array.price")  # per watt of the new array facing the Sun at 1 au
    age_s: NotNegative = dataclasses.field(default=0.0, metadata={"internal": True})  # set by design

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between keys, as (key, reason)."""
        both = self.area_m2 is not None and self.power_w is not None
        return [("power", "give the area or the power, not both")] if both else []

    def yield_frac(self) -> Array:
        """Electric power per sunlight on the whole area, at the array's age."""
        return self.efficiency_frac * self.packing_frac * np.exp(-self.degradation_per_s * self.age_s)

    def sized(self, power_per_irradiance_m2: Array, age_s: Array) -> Model:
        """The array as flown: the given area or power, else just enough to yield that power per irradiance at that age."""
        aged = dataclasses.replace(self, age_s=age_s)
        if self.area_m2 is not None:
            return aged
        if self.power_w is not None:
            power_per_irradiance_m2 = self.power_w / SOLAR_CONSTANT_W_PER_M2
        return dataclasses.replace(aged, area_m2=power_per_irradiance_m2 / aged.yield_frac(), power_w=None)

    def power_w_at(self, irradiance_w_per_m2: Array) -> Array:
        """Power of the whole array facing that sunlight, at its age."""
        return self.area_m2 * irradiance_w_per_m2 * self.yield_frac()

    def mass_kg(self) -> Array:
        """Panels, hinges and drive."""
        return self.area_m2 * self.areal_mass_kg_per_m2

    def price_usd(self) -> Array:
        """By watt of the new array facing the Sun at 1 au."""
        return self.area_m2 * SOLAR_CONSTANT_W_PER_M2 * self.efficiency_frac * self.packing_frac * self.price_usd_per_w

    def initial(self) -> tuple[()]:
        """No state."""
        return ()

    def step(self, state: tuple[()], sunlight_w_per_m2: Array, incidence: Array, step_s: Array) -> tuple[tuple[()], Array]:
        """Next state, and the electric power at the array's terminals."""
        return state, self.power_w_at(sunlight_w_per_m2 * incidence)
