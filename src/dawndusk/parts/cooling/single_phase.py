"""A pumped loop of liquid: chips on cold plates, the coolant warms on its way past them.

Equation: chip - plate - coolant - panel, each step a resistance; the last chip on the line sits
half the coolant's rise above the mean; pump power = heat / (density x heat capacity x rise) x
pressure drop / efficiency
Valid: a loop of constant flow, chips that share the heat evenly; rises up to 30 K, where the panel
radiates as at the coolant's mean
Source: dawndusk-method, its numbers from the rows `cold-plate.*`, `single-phase.*` and those of the
coolant
"""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, ClassVar

from annotated_types import Le

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import cooling as family
from dawndusk.parts.cooling import Plate
from dawndusk.physics import coolant
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction


@record
class Model:
    """Chips on cold plates in a loop of liquid; `use` names the coolant.

    >>> from dawndusk.scenario.reading import load
    >>> loop = load(
    ...     "suncatcher", {"satellite.cooling.kind": "single_phase"}
    ... ).scenario.satellite.cooling
    >>> 0.0 < loop.pump_w(30e3) < 0.03 * 30e3, loop.hottest_k(340.0, 1.0) > 340.0
    (True, True)
    """

    CATALOGUE: ClassVar[str] = "cooling"
    use: str = "propylene-glycol-water"  # the coolant, a name of the catalogue
    heat_capacity_j_per_kg_k: Positive  # of the coolant
    density_kg_per_m3: Positive  # of the coolant
    # of the coolant past the chips at full load
    rise_k: Annotated[Positive, Le(30.0)] = default("single-phase.rise")
    pressure_drop_pa: Positive = default("single-phase.pressure_drop")  # all around the loop
    # hydraulic power per electric power
    pump_efficiency_frac: PositiveFraction = default("single-phase.pump_efficiency")
    plate: Plate = field(default_factory=Plate)  # the chips on their cold plates
    # from coolant to the radiator's surface, of a panel area's heat
    panel_k_m2_per_w: Positive = default("single-phase.panel")
    # heat capacity of the fluid in loop and lines, per chip
    coolant_j_per_k: Positive = default("single-phase.coolant")
    # pumps, lines and fluid, per watt of heat
    loop_mass_kg_per_w: NotNegative = default("single-phase.mass")
    # pumps, lines and fluid, per watt of heat
    loop_price_usd_per_w: NotNegative = default("single-phase.price")

    capacities_j_per_k, conductances_w_per_k = (
        family.capacities_j_per_k,
        family.conductances_w_per_k,
    )
    mass_kg, price_usd = family.mass_kg, family.price_usd

    def hottest_k(self, chip_k: Array, heat_frac: Array) -> Array:
        """The last chip on the line: half the coolant's rise above the mean."""
        return chip_k + 0.5 * self.rise_k * heat_frac

    def pump_w(self, heat_w: Array) -> Array:
        """Power of the pumps."""
        flow = coolant.mass_flow_kg_per_s(heat_w, self.heat_capacity_j_per_kg_k, self.rise_k)
        return coolant.pump_w(
            flow, self.density_kg_per_m3, self.pressure_drop_pa, self.pump_efficiency_frac
        )
