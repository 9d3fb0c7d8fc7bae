"""Electricity from the grid, at the site's price.

Equation: electricity = mean power x price; carbon = mean power x the site's
Valid: a connection that is always up; the mean carbon of the grid, as if one more user changed
nothing
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.parts import supply as family


@record
class Model:
    """A connection to the grid.

    >>> grid = Model().costs_usd_per_year(1e6, 1.2e6, 0.08 / 3.6e6, 0.08)
    >>> {item: round(usd) for item, usd in grid.items()}
    {'electricity': 701280}
    """

    settled = family.as_it_is

    def carbon_kg_per_s(self, mean_w: Array, grid_kg_per_j: Array) -> Array:
        """The grid's."""
        return mean_w * grid_kg_per_j

    def after_s(self, queue_s: Array) -> Array:
        """The queue."""
        return queue_s

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """The power bill."""
        return {"electricity": mean_w * electricity_usd_per_j * YEAR_S}
