"""Time to service of both sides, carbon and water, and the value of the work above which the
earlier start pays off.

Equation: physics/waiting, between orbit and the first ground, at `money.discount`
Valid: not on the boundary power_only, which prices no work
Source: dawndusk-method
"""

from __future__ import annotations

import math

from dawndusk.core.units import YEAR_S
from dawndusk.records.bill import Bill, Side
from dawndusk.results.numbers import number


def years(side: Side) -> str:
    """Until it works."""
    return f"{number(float(side.wait_s) / YEAR_S, trim=True)} yr"


def no_worth(bill: Bill) -> str:
    """Why no worth of the work makes orbit's earlier start pay; empty where one does."""
    if (
        bill.orbit is None
        or bill.worth_usd_per_kw_year is None
        or math.isfinite(float(bill.worth_usd_per_kw_year))
    ):
        return ""
    if float(bill.orbit.wait_s) < float(bill.ground.wait_s):
        return "a year of waiting costs nothing: money.discount is 0"
    return f"orbit begins no earlier than {bill.ground.name}"


def in_short(bill: Bill, width: int) -> list[str]:
    """One line of plain text, its end left out where it does not fit; none where nothing can be
    said.
    """
    if bill.orbit is None:
        waits = "   ".join(
            f"{side.name} {float(side.wait_s) / YEAR_S:>10.1f}" for side in bill.grounds
        )
        return [f"  {'years until it works':<24} {waits}"]
    if bill.worth_usd_per_kw_year is None:
        return []
    line = f"Wait: orbit {years(bill.orbit)}, ground {years(bill.ground)}"
    why, worth = (
        no_worth(bill).partition(":")[0].partition(" than ")[0],
        float(bill.worth_usd_per_kw_year),
    )
    pays = (
        f"sooner pays above {number(worth)} USD a kW-year"
        if worth > float(bill.orbit.usd_per_kw_year)
        else "orbit is cheaper and sooner"
    )
    carbon = (number(float(side.carbon_kg_per_kw_year) / 1e3) for side in (bill.orbit, bill.ground))
    line += f" ({why})" if why else f"; {pays}"
    more = f". CO2: {' and '.join(carbon)} t"
    return [line + more if len(line + more) <= width else line]
