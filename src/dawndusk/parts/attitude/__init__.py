"""How a satellite stands towards Sun, Earth and flight."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array
from dawndusk.records.flight import Axes, Surroundings


class Attitude(Protocol):
    """What design and flight ask of an attitude."""

    def axes(self, around: Surroundings) -> Axes:
        """Where array, sides and top of the satellite point; the incidence on the array is the
        front's cosine with the Sun.
        """

    def mean_incidence(self, sin_beta: Array) -> Array:
        """Cosine of the Sun on the array, averaged over the sunlit part of an orbit of that beta
        angle, 0 to 1.
        """

    def through_frac(self) -> Array:
        """Power that passes what turns the array, per power into it."""

    def mass_kg(self, power_w: Array) -> Array:
        """Mass of what turns an array of that power."""

    def price_usd(self, power_w: Array) -> Array:
        """Price of what turns an array of that power."""


def all_through(attitude: Any) -> Array:
    """All: nothing turns the array."""
    return 1.0


def nothing(attitude: Any, power_w: Array) -> Array:
    """None: nothing turns the array."""
    return 0.0
