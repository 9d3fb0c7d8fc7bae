"""Where a data centre on the ground has its electricity from."""

from __future__ import annotations

from typing import Protocol, TypeVar

from dawndusk.core.numeric import Array
from dawndusk.core.units import YEAR_S
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.records.parts import SettledSupply as SettledSupply
from dawndusk.records.parts import Supply as Supply

T = TypeVar("T", bound=SettledSupply)


class _Own(SettledSupply, Protocol):
    """The fields behind the methods below."""

    @property
    def wait_s(self) -> Array: ...


class _Units(_Own, Protocol):
    """Those of a plant of one kind of unit."""

    @property
    def spare_ratio(self) -> Array: ...

    @property
    def plant_usd_per_w(self) -> Array: ...

    @property
    def life_s(self) -> Array: ...

    @property
    def upkeep_usd_per_w_s(self) -> Array: ...


def as_it_is(supply: T, capital_frac: float, mean_frac: float) -> T:
    """Nothing to fix."""
    return supply


def own_wait_s(supply: _Own, queue_s: Array) -> Array:
    """That of a plant of its own, whatever the queue of the grid."""
    return supply.wait_s


def built_usd_per_year(plant: _Units, peak_w: Array, capital_frac: Array) -> dict[str, Array]:
    """What a plant of one kind of unit costs a year, fuel apart: paid back over its life, and kept
    up.
    """
    installed_w = peak_w * plant.spare_ratio
    return {
        "power plant": (
            installed_w * plant.plant_usd_per_w * recovery_per_year(capital_frac, plant.life_s)
        ),
        "upkeep of the plant": installed_w * plant.upkeep_usd_per_w_s * YEAR_S,
    }
