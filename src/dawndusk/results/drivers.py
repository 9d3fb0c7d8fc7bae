"""Sensitivities of the ratio, one input at a time, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from dawndusk.core import units
from dawndusk.results import numbers

if TYPE_CHECKING:  # the records of a saved run are built with this module
    from dawndusk.results.saved import SavedRun
    from dawndusk.results.verdict import Driver


class Varied(Protocol):
    """A driver, of a run at hand or of a saved one."""

    @property
    def closes(self) -> bool:
        """Whether a design closes at both ends."""


T = TypeVar("T", bound=Varied)


def driver_text(run: SavedRun, driver: Driver, value: float) -> str:
    """An input's value in the unit of its row, or else in the field's friendly unit."""
    row = run.defaults.get(driver.key)
    if row is not None:
        return numbers.quantity(value, row.unit)
    return numbers.friendly(units.show(value, driver.unit))


def finite(drivers: Iterable[T]) -> list[T]:
    """The drivers for which a design closes at both ends."""
    return [one for one in drivers if one.closes]
