"""Gas turbines on the site, as companies build them that do not wait for the grid.

Equation: plant = peak x spare x price x r / (1 - (1 + r)^-n); fuel = mean power / efficiency x
price of gas; upkeep = peak x spare x its price; carbon = mean power / efficiency x carbon of gas
Valid: a pipeline that is there; one efficiency at every load; leaks of methane not counted
Source: dawndusk-method, its numbers from the rows `gas-turbine.*`
"""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import default
from dawndusk.parts import supply as family
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction


@record
class Model:
    """A plant of gas turbines.

    >>> gas = Model().costs_usd_per_year(1e6, 1.2e6, 0.0, 0.08)
    >>> {item: round(usd / 1e3) for item, usd in gas.items()}
    {'power plant': 253, 'upkeep of the plant': 45, 'fuel': 234}
    >>> round(float(Model().carbon_kg_per_s(1e6, 0.0)) * 3.6, 3)  # kg per kWh
    0.329
    """

    plant_usd_per_w: Positive = default("gas-turbine.plant")  # built
    # installed over the site's peak
    spare_ratio: Annotated[Positive, Ge(1.0)] = default("gas-turbine.spare")
    life_s: Positive = default("gas-turbine.life")  # over which it is paid back
    efficiency_frac: PositiveFraction = default("gas-turbine.efficiency")  # of the heating value
    fuel_usd_per_j: NotNegative = default("gas-turbine.fuel")  # of the heating value
    # staff, parts and insurance per time, per watt installed
    upkeep_usd_per_w_s: NotNegative = default("gas-turbine.upkeep")
    # CO2 of gas burnt, of the heating value
    carbon_kg_per_j: NotNegative = default("gas-turbine.carbon")
    wait_s: NotNegative = default("gas-turbine.wait")  # from deciding until it gives power

    settled, after_s = family.as_it_is, family.own_wait_s

    def carbon_kg_per_s(self, mean_w: Array, grid_kg_per_j: Array) -> Array:
        """Of the gas."""
        return mean_w / self.efficiency_frac * self.carbon_kg_per_j

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """Plant, fuel and upkeep."""
        return family.built_usd_per_year(self, peak_w, capital_frac) | {
            "fuel": mean_w / self.efficiency_frac * self.fuel_usd_per_j * YEAR_S
        }
