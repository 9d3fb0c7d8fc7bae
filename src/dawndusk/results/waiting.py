"""Time to service of both sides, carbon and water, and the value of the work above which the
earlier start pays off.

Equation: physics/waiting, between orbit and the first ground, at `money.discount`
Valid: not on the boundary power_only, which prices no work
Source: dawndusk-method
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from dawndusk.core.units import YEAR_S
from dawndusk.records.bill import Bill
from dawndusk.results.numbers import number

if TYPE_CHECKING:
    from dawndusk.results.bill import Side


def years(side: Side) -> str:
    """Time to service of a side."""
    return f"{number(side.wait_s / YEAR_S, trim=True)} yr"


def no_worth(bill: Bill) -> str:
    """Why no worth of the work makes orbit's earlier start pay; empty where one does."""
    if (
        bill.orbit is None
        or bill.break_even_value_usd_per_kw_year is None
        or math.isfinite(float(bill.break_even_value_usd_per_kw_year))
    ):
        return ""
    if float(bill.orbit.wait_s) < float(bill.ground.wait_s):
        return "a year of waiting costs nothing: money.discount is 0"
    return f"orbit begins no earlier than {bill.ground.name}"
