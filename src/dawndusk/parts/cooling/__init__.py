"""What carries heat from the chips to the radiator: chips on cold plates in a loop of coolant.

The functions at the end are methods of every pumped loop; a kind takes them and gives its own
fields.
"""

from __future__ import annotations

from typing import Protocol

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Positive
from dawndusk.records.parts import Cooling as Cooling

NODES = ("chip", "plate", "coolant")  # ahead of the radiator in the chain of heat


@record
class Plate:
    """A chip on its cold plate: two heat capacities and two resistances in series.

    Equation: chip - plate = interface x power of the chip; plate - coolant = film x power of the
    chip

    >>> Plate(interface_k_per_w=0.01, film_k_per_w=0.005).conductances_w_per_k(100.0)
    (10000.0, 20000.0)
    """

    # from chip to plate, of one chip's power
    interface_k_per_w: Positive = default("cold-plate.interface")
    # from plate to coolant, of one chip's power
    film_k_per_w: Positive = default("cold-plate.film")
    chip_j_per_k: Positive = default("cold-plate.chip")  # heat capacity of one chip and its board
    plate_j_per_k: Positive = default("cold-plate.plate")  # heat capacity of its plate

    def conductances_w_per_k(self, chips: Array) -> tuple[Array, Array]:
        """From chips to plates, from plates to coolant, for so many chips."""
        return chips / self.interface_k_per_w, chips / self.film_k_per_w


class _Loop(Cooling, Protocol):
    """The fields behind the methods below."""

    @property
    def plate(self) -> Plate: ...

    @property
    def panel_k_m2_per_w(self) -> Array: ...

    @property
    def coolant_j_per_k(self) -> Array: ...

    @property
    def loop_mass_kg_per_w(self) -> Array: ...

    @property
    def loop_price_usd_per_w(self) -> Array: ...


def capacities_j_per_k(loop: _Loop, chips: Array) -> tuple[Array, Array, Array]:
    """Heat capacity of chips, plates and coolant."""
    return (
        chips * loop.plate.chip_j_per_k,
        chips * loop.plate.plate_j_per_k,
        chips * loop.coolant_j_per_k,
    )


def conductances_w_per_k(
    loop: _Loop, chips: Array, radiator_m2: Array
) -> tuple[Array, Array, Array]:
    """From chips to plates, from plates to coolant, from coolant to the radiator's surface."""
    return (*loop.plate.conductances_w_per_k(chips), radiator_m2 / loop.panel_k_m2_per_w)


def mass_kg(loop: _Loop, heat_w: Array) -> Array:
    """Pumps, lines and fluid."""
    return heat_w * loop.loop_mass_kg_per_w


def price_usd(loop: _Loop, heat_w: Array) -> Array:
    """Pumps, lines and fluid."""
    return heat_w * loop.loop_price_usd_per_w
