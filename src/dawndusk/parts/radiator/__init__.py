"""Radiators."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array
from dawndusk.records.flight import Surroundings


class Radiator(Protocol):
    """What design and flight ask of a radiator; its area is None until design solves it."""

    area_m2: Array | None
    temperature_k: Array  # of the surface at full load, once sized

    def net_w_per_m2(self, temperature_k: Array, around: Surroundings) -> Array:
        """Heat that one square metre sheds at that temperature."""

    def sized(self, heat_w: Array, around: Surroundings) -> Radiator:
        """The radiator as flown: as given, and the temperature it settles at, else the area for its temperature."""

    def mass_kg(self, heat_w: Array) -> Array:
        """Mass with its loop."""

    def price_usd(self) -> Array:
        """Price."""

    def initial(self) -> Any:
        """State at the start of a day."""

    def surface_k(self, state: Any) -> Array:
        """Temperature that the cooling meets."""

    def step(self, state: Any, heat_w: Array, around: Surroundings, step_s: Array) -> tuple[Any, Array]:
        """Next state, and the net heat shed."""
