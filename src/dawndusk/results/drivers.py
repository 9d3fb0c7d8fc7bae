"""Sensitivities of the ratio, one input at a time, as text."""

from __future__ import annotations

from dawndusk.core import units
from dawndusk.records.run import Driver, Run
from dawndusk.results import numbers


def driver_text(run: Run, driver: Driver, value: float) -> str:
    """An input's value in the unit of its row, or else in the field's friendly unit."""
    origin = run.loaded.origins.get(driver.key)
    row = run.loaded.row(origin.row) if origin and origin.row else None
    if row is not None:
        return numbers.quantity(value, row.unit)
    return numbers.friendly(units.show(value, units.unit_of(driver.field)))


def finite(run: Run) -> list[Driver]:
    """The drivers for which a design closes at both ends."""
    return [one for one in run.drivers if one.closes]
