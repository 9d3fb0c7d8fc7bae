"""How a satellite points: what its array sees of the Sun."""

from __future__ import annotations

from typing import Protocol

from dawndusk.core.numeric import Array
from dawndusk.records.flight import Surroundings


class Attitude(Protocol):
    """What design and flight ask of an attitude."""

    def incidence(self, around: Surroundings) -> Array:
        """Cosine of the angle between array normal and Sun during a step, 0 to 1."""

    def mean_incidence(self, sin_beta: Array) -> Array:
        """The same, averaged over the sunlit part of an orbit of that beta angle."""
