"""What a side takes beside money: years until it works, carbon and water; and what the work must be
worth for the earlier start to pay.

Equation: physics/waiting, between orbit and the first ground, at `money.discount`
Valid: not on the boundary power_only, which prices no work
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape

from dawndusk.core.units import YEAR_S
from dawndusk.physics.waiting import started_frac
from dawndusk.records.bill import Bill
from dawndusk.records.run import Run
from dawndusk.report import tables
from dawndusk.report.links import ref
from dawndusk.results import cost_parts
from dawndusk.results.numbers import number, percent
from dawndusk.results.waiting import no_worth, years


def fact(run: Run) -> str:
    """The same for the page, in sentences."""
    bill = run.bill
    assert bill is not None
    if bill.orbit is None:
        each = (
            f"{escape(side.name)} {ref(f'bill.grounds.{at}.wait_s', years(side))}"
            for at, side in enumerate(bill.grounds)
        )
        return f"until it works: {', '.join(each)}"
    name = escape(bill.ground.name)
    words = (
        f"orbit works {ref('bill.orbit.wait_s', years(bill.orbit))} after the decision, {name}"
        f" {ref('bill.ground.wait_s', years(bill.ground))}; "
    )
    lost = 1.0 - float(started_frac(YEAR_S, run.scenario.money.discount_frac))
    words += f"a year of waiting takes {percent(lost)} of what the work is worth. "
    missing = no_worth(bill)
    if missing:
        return words + f"{escape(missing[:1].upper() + missing[1:])}."
    worth = float(bill.worth_usd_per_kw_year)
    if worth <= float(bill.orbit.usd_per_kw_year):
        return words + "Orbit begins earlier and costs less."
    times = f"{number(worth / float(bill.ground.usd_per_kw_year))} times what it costs at {name}"
    linked = ref("bill.worth_usd_per_kw_year", f"{number(worth)} USD")
    words += (
        "The earlier start outweighs orbit's price where a kW-year of work is worth more than"
        f" {linked}, {times}."
    )
    better = [
        side.name
        for side in bill.grounds[1:]
        if float(side.wait_s) <= float(bill.orbit.wait_s)
        and float(side.usd_per_kw_year) < float(bill.orbit.usd_per_kw_year)
    ]
    return words + (
        f" Not against {escape(', '.join(better))}: cheaper, and begins no later." if better else ""
    )


def beside(bill: Bill) -> str:
    """Every side's wait, carbon and water as a table."""
    lines = []
    for side in bill.sides:
        place = cost_parts.place(bill, side)
        lines.append(
            (
                escape(side.name),
                ref(f"{place}.wait_s", years(side)),
                ref(
                    f"{place}.carbon_kg_per_kw_year",
                    f"{number(float(side.carbon_kg_per_kw_year) / 1e3)} t",
                ),
                ref(f"{place}.water_m3_per_kw_year", f"{number(side.water_m3_per_kw_year)} m³"),
            )
        )
    words = (
        "Beside money, per kW of chips and host that work, on every boundary: carbon of launches in"
        " orbit and of electricity on the ground, water that the site consumes for cooling. What"
        " making chips, buildings and satellites emits is on neither side, nor is re-entry."
    )
    head = ("", "works after", "CO₂ a kW-year", "water a kW-year")
    return f'<p>{words}</p><div class="scroll">{tables.grid(head, lines)}</div>'
