"""How a satellite stands towards Sun, Earth and flight."""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.records.parts import Attitude as Attitude


def all_through(attitude: Attitude) -> Array:
    """All: nothing turns the array."""
    return 1.0


def nothing(attitude: Attitude, power_w: Array) -> Array:
    """None: nothing turns the array."""
    return 0.0
