"""Where a data centre on the ground has its electricity from."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array


class Supply(Protocol):
    """What price asks of a supply: a year of electricity by item."""

    def settled(self, capital_frac: float) -> Any:
        """The same supply with all that is fixed before prices are drawn."""

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """Cost by item of a site that draws so much, in the mean and at most; the price is the site's, the cost of capital the ground's."""


def as_it_is(supply: Any, capital_frac: float) -> Any:
    """Nothing to fix."""
    return supply
