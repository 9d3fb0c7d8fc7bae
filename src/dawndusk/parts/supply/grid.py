"""Electricity from the grid, at the site's price.

Equation: electricity = mean power x price
Valid: a connection that stands already and is always up; what waiting for one costs is not in it
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

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """The power bill."""
        return {"electricity": mean_w * electricity_usd_per_j * YEAR_S}
