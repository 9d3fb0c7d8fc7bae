"""Batteries."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array


class Battery(Protocol):
    """What design and flight ask of a battery; its capacity is None until design solves it."""

    capacity_j: Array | None
    charge_efficiency_frac: Array

    def sized(self, load_w: Array, dark_s: Array) -> Battery:
        """The battery as flown: as given, else carrying the load for that long."""

    def round_trip_frac(self) -> Array:
        """Energy out per energy in."""

    def mass_kg(self) -> Array:
        """Mass."""

    def price_usd(self) -> Array:
        """Price."""

    def initial(self) -> Any:
        """State at the start of a day: full."""

    def charge_frac(self, state: Any) -> Array:
        """State of charge."""

    def acceptable_w(self, state: Any, step_s: Array) -> Array:
        """Most that can be charged during a step."""

    def available_w(self, state: Any, step_s: Array) -> Array:
        """Most that can be drawn during a step."""

    def step(self, state: Any, power_w: Array, step_s: Array) -> tuple[Any, Array]:
        """State after charging (above zero) or discharging (below), and the power lost."""
