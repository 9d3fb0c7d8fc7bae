"""Solar arrays."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array


class SolarArray(Protocol):
    """What design and flight ask of an array; a size in its own field is None until design solves it."""

    area_m2: Array | None

    def sized(self, power_per_irradiance_m2: Array, age_s: Array) -> SolarArray:
        """The array as flown, at that age: as given, else yielding that power per irradiance."""

    def yield_frac(self) -> Array:
        """Electric power per sunlight on the whole area, at its age."""

    def power_w_at(self, irradiance_w_per_m2: Array) -> Array:
        """Power facing that sunlight, at its age."""

    def mass_kg(self) -> Array:
        """Mass."""

    def price_usd(self) -> Array:
        """Price."""

    def initial(self) -> Any:
        """State at the start of a day."""

    def step(self, state: Any, sunlight_w_per_m2: Array, incidence: Array, step_s: Array) -> tuple[Any, Array]:
        """Next state, and the electric power at the terminals."""
