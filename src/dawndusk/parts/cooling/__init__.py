"""What carries heat from the chips to the radiator."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array


class Cooling(Protocol):
    """What design and flight ask of a cooling chain."""

    def chip_k(self, surface_k: Array, chip_w: Array) -> Array:
        """Chip temperature in steady state above a radiator surface, for one chip's power."""

    def initial(self, surface_k: Array) -> Any:
        """State at the start of a day."""

    def step(self, state: Any, heat_w: Array, surface_k: Array, chips: Array, step_s: Array) -> tuple[Any, Array, Array]:
        """Next state, chip temperature, and the heat handed to the radiator."""
