"""A cold plate and a pumped loop: one node for all chips of a satellite, one resistance to the radiator's surface.

Equation: C dT/dt = heat - (T - surface) / R, stepped implicitly in T, so that any step is stable
Valid: a loop of constant flow, chips that share the heat evenly
Source: dawndusk-method, its numbers from the rows `cold-plate.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Positive


@record
class Model:
    """Chips on cold plates.

    >>> plate = Model()
    >>> state, chip_k, out_w = plate.step(plate.initial(333.15), 300.0, 333.15, 1.0, 60.0)
    >>> 333.15 < float(chip_k) < float(plate.chip_k(333.15, 300.0))
    True
    """

    resistance_k_per_w: Positive = default("cold-plate.resistance")  # R, chip to radiator surface, of one chip's power
    heat_capacity_j_per_k: Positive = default("cold-plate.heat_capacity")  # C of chip, board and plate, per chip

    def chip_k(self, surface_k: Array, chip_w: Array) -> Array:
        """Chip temperature in steady state."""
        return surface_k + self.resistance_k_per_w * chip_w

    def initial(self, surface_k: Array) -> Array:
        """As warm as the radiator: kelvin."""
        return surface_k

    def step(self, state: Array, heat_w: Array, surface_k: Array, chips: Array, step_s: Array) -> tuple[Array, Array, Array]:
        """Next state, chip temperature, and the heat that `chips` chips hand to the radiator while they give off `heat_w`."""
        conductance, capacity = chips / self.resistance_k_per_w, chips * self.heat_capacity_j_per_k
        new = (state * capacity + (heat_w + conductance * surface_k) * step_s) / (capacity + conductance * step_s)
        return new, new, heat_w - capacity * (new - state) / step_s
