"""Where a data centre on the ground has its electricity from."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array
from dawndusk.core.units import YEAR_S
from dawndusk.physics.annuity import recovery_per_year


class Supply(Protocol):
    """What price asks of a supply once it is settled: a year of electricity by item, its carbon,
    and how long it takes to have it.
    """

    def settled(self, capital_frac: float, mean_frac: float) -> Any:
        """The same supply with all that is fixed before prices are drawn; `mean_frac` is the mean
        power over the peak. Raises Infeasible.
        """

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """Cost by item of a site that draws so much, in the mean and at most; the price is the
        site's, the cost of capital the ground's.
        """

    def carbon_kg_per_s(self, mean_w: Array, grid_kg_per_j: Array) -> Array:
        """CO2 equivalent of that mean power; the grid's is the site's."""

    def after_s(self, queue_s: Array) -> Array:
        """From deciding until there is power; the grid's queue is the site's."""


def as_it_is(supply: Any, capital_frac: float, mean_frac: float) -> Any:
    """Nothing to fix."""
    return supply


def own_wait_s(supply: Any, queue_s: Array) -> Array:
    """That of a plant of its own, whatever the queue of the grid."""
    return supply.wait_s


def built_usd_per_year(plant: Any, peak_w: Array, capital_frac: Array) -> dict[str, Array]:
    """What a plant of one kind of unit costs a year, fuel apart: paid back over its life, and kept
    up.
    """
    installed_w = peak_w * plant.spare_frac
    return {
        "power plant": (
            installed_w * plant.plant_usd_per_w * recovery_per_year(capital_frac, plant.life_s)
        ),
        "upkeep of the plant": installed_w * plant.upkeep_usd_per_w_s * YEAR_S,
    }
