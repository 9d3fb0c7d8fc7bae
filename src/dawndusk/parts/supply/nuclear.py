"""A nuclear plant for the site alone.

Equation: plant = peak x spare x price x r / (1 - (1 + r)^-n); fuel = mean power x its price; upkeep
= peak x spare x its price; no carbon
Valid: a plant that stands; interest while it is built is not counted unless the price has it
Source: dawndusk-method, its numbers from the rows `nuclear.*`
"""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import default
from dawndusk.parts import supply as family
from dawndusk.records.fields import NotNegative, Positive


@record
class Model:
    """Reactors on the site.

    >>> nuclear = Model().costs_usd_per_year(1e6, 1.2e6, 0.0, 0.08)
    >>> {item: round(usd / 1e3) for item, usd in nuclear.items()}
    {'power plant': 1107, 'upkeep of the plant': 198, 'fuel': 88}
    """

    plant_usd_per_w: Positive = default("nuclear.plant")  # built
    # installed over the site's peak, for outages
    spare_ratio: Annotated[Positive, Ge(1.0)] = default("nuclear.spare")
    life_s: Positive = default("nuclear.life")  # over which it is paid back
    fuel_usd_per_j: NotNegative = default("nuclear.fuel")  # of electricity, waste included
    # staff, parts and insurance per time, per watt installed
    upkeep_usd_per_w_s: NotNegative = default("nuclear.upkeep")
    wait_s: NotNegative = default("nuclear.wait")  # from deciding until it gives power

    settled, after_s = family.as_it_is, family.own_wait_s

    def carbon_kg_per_s(self, mean_w: Array, grid_kg_per_j: Array) -> Array:
        """None while it runs; that of building it is on no side."""
        return 0.0 * mean_w

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """Plant, fuel and upkeep."""
        return family.built_usd_per_year(self, peak_w, capital_frac) | {
            "fuel": mean_w * self.fuel_usd_per_j * YEAR_S
        }
