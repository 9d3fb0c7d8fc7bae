"""A pumped loop of boiling coolant: chips on cold plates at one temperature, little flow.

Equation: chip - plate - coolant - panel, each step a resistance; pump power = heat / (latent heat x
quality) / density x pressure drop / efficiency
Valid: a loop that boils without drying out; condensers that fill the panel evenly
Source: dawndusk-method, its numbers from the rows `cold-plate.*`, `two-phase.*` and those of the
coolant
"""

from __future__ import annotations

from dataclasses import field
from typing import ClassVar

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import cooling as family
from dawndusk.parts.cooling import Plate
from dawndusk.physics import coolant
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction


@record
class Model:
    """Chips on cold plates in a loop that boils; `use` names the coolant.

    >>> from dawndusk.scenario.reading import load
    >>> loop = load(
    ...     "suncatcher", {"satellite.cooling.kind": "two_phase"}
    ... ).scenario.satellite.cooling
    >>> 0.0 < loop.pump_w(30e3) < 0.005 * 30e3, loop.hottest_k(340.0, 1.0)
    (True, 340.0)
    """

    CATALOGUE: ClassVar[str] = "cooling"
    use: str = "ammonia"  # the coolant, a name of the catalogue
    latent_heat_j_per_kg: Positive  # of the coolant
    density_kg_per_m3: Positive  # of the liquid
    # share of the coolant that has boiled when it leaves the plates
    quality_frac: PositiveFraction = default("two-phase.quality")
    pressure_drop_pa: Positive = default("two-phase.pressure_drop")  # all around the loop
    # hydraulic power per electric power
    pump_efficiency_frac: PositiveFraction = default("two-phase.pump_efficiency")
    plate: Plate = field(default_factory=Plate)  # the chips on their cold plates
    # from coolant to the radiator's surface, of a panel area's heat
    panel_k_m2_per_w: Positive = default("two-phase.panel")
    # heat capacity of the fluid in loop and lines, per chip
    coolant_j_per_k: Positive = default("two-phase.coolant")
    # pumps, lines and fluid, per watt of heat
    loop_mass_kg_per_w: NotNegative = default("two-phase.mass")
    # pumps, lines and fluid, per watt of heat
    loop_price_usd_per_w: NotNegative = default("two-phase.price")

    capacities_j_per_k, conductances_w_per_k = (
        family.capacities_j_per_k,
        family.conductances_w_per_k,
    )
    mass_kg, price_usd = family.mass_kg, family.price_usd

    def hottest_k(self, chip_k: Array, heat_frac: Array) -> Array:
        """All chips are alike: the coolant boils at one temperature."""
        return chip_k

    def pump_w(self, heat_w: Array) -> Array:
        """Power of the pumps."""
        flow = coolant.boiling_flow_kg_per_s(heat_w, self.latent_heat_j_per_kg, self.quality_frac)
        return coolant.pump_w(
            flow, self.density_kg_per_m3, self.pressure_drop_pa, self.pump_efficiency_frac
        )
