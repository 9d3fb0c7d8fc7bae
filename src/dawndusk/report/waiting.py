"""Time to service, carbon and water of every side, and the value of the work above which the
earlier start pays off.

Equation: physics/waiting, between orbit and the first ground, at `money.discount`
Valid: not on the boundary power_only, which prices no work
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape

from dawndusk.report import tables
from dawndusk.report.anchors import ref
from dawndusk.results.bill import Results as Bill
from dawndusk.results.numbers import number, percent
from dawndusk.results.saved import SavedRun
from dawndusk.results.waiting import years

WORTH = "bill.break_even_value_usd_per_kw_year"


def fact(run: SavedRun, bill: Bill) -> str:
    """Time to service of every side, and what an earlier start is worth, in sentences."""
    if bill.orbit is None:
        each = (
            f"{escape(side.name)} {ref(f'{key}.wait_s', years(side))}"
            for key, side in bill.sides.items()
        )
        return ", ".join(each)
    name = escape(bill.ground.name)
    delay = ref("bill.delay_cost_frac_per_year", percent(bill.delay_cost_frac_per_year))
    words = (
        f"orbit {ref('bill.orbit.wait_s', years(bill.orbit))}, {name}"
        f" {ref('bill.ground.wait_s', years(bill.ground))} after the decision; a year of delay"
        f" costs {delay} of the value of the work. "
    )
    worth = bill.break_even_value_usd_per_kw_year
    if worth is None:
        reason = run.reasons[WORTH]
        return words + f"{escape(reason[:1].upper() + reason[1:])}."
    if worth <= bill.orbit.usd_per_kw_year:
        return words + "Orbit starts earlier and has the lower cost."
    times = f"{number(worth / bill.ground.usd_per_kw_year)} times its cost at {name}"
    words += (
        "The earlier start outweighs the higher cost of orbit where a kW-year of work is worth more"
        f" than {ref(WORTH, f'{number(worth)} USD')}, {times}."
    )
    better = [
        side.name
        for side in bill.grounds[1:]
        if side.wait_s <= bill.orbit.wait_s and side.usd_per_kw_year < bill.orbit.usd_per_kw_year
    ]
    return words + (
        f" This does not hold against {escape(', '.join(better))}: lower cost, no later start."
        if better
        else ""
    )


def resources(bill: Bill) -> str:
    """Time to service, carbon and water of every side, as a table."""
    lines = [
        (
            escape(side.name),
            ref(f"{key}.wait_s", years(side)),
            ref(f"{key}.carbon_kg_per_kw_year", f"{number(side.carbon_kg_per_kw_year / 1e3)} t"),
            ref(f"{key}.water_m3_per_kw_year", f"{number(side.water_m3_per_kw_year)} m³"),
        )
        for key, side in bill.sides.items()
    ]
    words = (
        "Time to service, carbon and water, per kW of working chips and hosts on every boundary."
        " Carbon: launches in orbit, electricity on the ground. Water: consumed on the site for"
        " cooling. Emissions of manufacture and re-entry are on neither side."
    )
    head = ("", "time to service", "CO₂ per kW-year", "water per kW-year")
    return f'<p>{words}</p><div class="scroll">{tables.grid(head, lines)}</div>'
