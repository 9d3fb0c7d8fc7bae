"""The verdict in plain words, for who decides about money: what decides, what would change it, and
what it rests on.

Every number is the run's own. Empty where the run stopped before the price.

Equation: a part's difference = orbit less ground, USD per kW-year; a part's share is of all that
orbit adds, or of all that it saves; values at which an input turns the verdict as study/drivers
Valid: one number at a time, within its range, of the inputs that move the ratio most
Source: dawndusk-method
"""

from __future__ import annotations

import math

from dawndusk.core import units
from dawndusk.core.record import leaves
from dawndusk.records.bill import Bill, Side
from dawndusk.records.items import CHIP_COSTS
from dawndusk.records.run import Driver, Run
from dawndusk.results import cost_parts as tables
from dawndusk.results import drivers as figures
from dawndusk.results.numbers import friendly, number, percent
from dawndusk.scenario.evidence import evidence

SECOND = 0.12  # of what orbit adds: a smaller second part is not named
LAUNCH, LISTED = "launch.price", 3
ABOUT = 3  # digits of a value where the verdict turns
COUNTED = {
    "power_only": (
        "Only launch and the ground's power bill are compared: chips, satellites and buildings are"
        " on neither side, so this is no full verdict"
    ),
    "facility": (
        "All costs that are modelled count but chips and servers, which are on neither side"
    ),
    "compute": "All costs that are modelled count on both sides, chips and servers included",
}
NAMES = {  # the first words of a key -> in plain words; the rest of the key follows
    "satellite.compute": "chip",
    "compute": "chip",
    "satellite.array.cells": "solar cells",
    "satellite.array": "solar array",
    "satellite.links": "laser links",
    "satellite.bus": "satellite bus",
    "satellite": "",
    "life": "",
    "money.orbit_capital": "cost of capital in orbit",
    "money.ground_capital": "cost of capital on the ground",
    "money": "",
    "life.operations": "cost of operating a satellite",
    "life.mission_control": "cost of mission control",
    "programme.satellites": "number of satellites that share the development",
    "programme": "",
}


def paragraph(run: Run) -> str:
    """Three to six short sentences; empty where nothing has a price."""
    return " ".join(f"{one}." for one in sentences(run))


def sentences(run: Run) -> list[str]:
    """Each without its full stop."""
    bill = run.bill
    if bill is None:
        return []
    first = (
        _ground(bill) if bill.orbit is None else [*_decides(bill, bill.orbit), *_changes(run, bill)]
    )
    return [*first, *_rests_on(run), COUNTED[bill.boundary]]


# -- what decides --------------------------------------------------------------


def _decides(bill: Bill, orbit: Side) -> list[str]:
    moved = {
        part.name.lower(): usd
        for part, usd in tables.differences_usd_per_kw_year(orbit, bill.ground).items()
    }
    adds = {name: usd for name, usd in moved.items() if usd > 0.0}
    saves = {name: -usd for name, usd in reversed(moved.items()) if usd < 0.0}
    dearer = float(bill.ratio) >= 1.0
    more, less = (adds, saves) if dearer else (saves, adds)
    verbs = ("adds", "saves") if dearer else ("saves", "adds")
    found = (
        [
            f"For each kilowatt, orbit {verbs[0]} {number(sum(more.values()))} USD a year,"
            f" {_largest(more)}"
        ]
        if more
        else []
    )
    if more and less:
        found[0] += f"; it {verbs[1]} {number(sum(less.values()))}, {_largest(less, 1)}"
    shares = [
        tables.parts_usd_per_kw_year(side).get(CHIP_COSTS, 0.0)
        / (float(side.usd_per_kw_year) or 1.0)
        for side in (bill.ground, orbit)
    ]
    if min(shares) > 0.0:
        found.append(
            f"Chips and servers, which both sides buy, are {percent(shares[0], 0)} of the ground's"
            f" cost and {percent(shares[1], 0)} of orbit's"
        )
    return found


def _largest(parts: dict[str, float], most: int = 2, of: str = "of it") -> str:
    """The largest of the parts with its share, and the second if it counts."""
    whole, named = sum(parts.values()), list(parts.items())
    if len(named) == 1:
        return f"all {of} {named[0][0]}"
    text = f"{percent(named[0][1] / whole, 0)} {of} {named[0][0]}"
    second = most > 1 and named[1][1] >= SECOND * whole
    return f"{text} and {percent(named[1][1] / whole, 0)} {named[1][0]}" if second else text


def _ground(bill: Bill) -> list[str]:
    """Where nothing flies: what the first site's bill is made of, and how the others compare."""
    side = bill.ground
    parts = dict(
        sorted(
            ((part.name.lower(), usd) for part, usd in tables.parts_usd_per_kw_year(side).items()),
            key=lambda one: -one[1],
        )
    )
    found = [
        "Nothing flies here, so orbit is not compared",
        f"Of the bill at {side.name} {_largest(parts, of='is')}",
    ]
    if len(bill.grounds) > 1:
        ranked = sorted(bill.grounds, key=lambda one: float(one.usd_per_kw_year))
        most = float(ranked[-1].usd_per_kw_year) / float(ranked[0].usd_per_kw_year)
        found.append(
            f"Cheapest of {len(ranked)} sites is {ranked[0].name}; at {ranked[-1].name} the same"
            f" work costs {number(most)} times as much"
        )
    return found


# -- what would change it ------------------------------------------------------


def _changes(run: Run, bill: Bill) -> list[str]:
    found = [_launch(run, bill)]
    shown = figures.finite(run.drivers)
    if not shown:
        return found
    dearer = float(bill.ratio) >= 1.0
    turned = [
        f"{named(one.key)} {'above' if value > _now(run, one) else 'below'}"
        f" {_value(one, value, ABOUT)}"
        for one in shown
        if one.key != LAUNCH
        for value in one.turns_at
    ]
    by_launch = any(one.key == LAUNCH and one.turns_at for one in shown)
    if turned:
        listed = turned[:LISTED] + (
            [f"and {len(turned) - LISTED} more"] if len(turned) > LISTED else []
        )
        too = " too" if by_launch else ""
        found.append(
            f"Each of these alone, within its range, turns the verdict{too}: {'; '.join(listed)}"
            if len(turned) > 1
            else f"Within its range {turned[0]} alone turns the verdict{too}"
        )
    elif by_launch:
        found.append("No other single number within its range turns the verdict")
    else:
        driver, value, ratio = min(
            (
                (one, value, ratio)
                for one in shown
                for value, ratio in ((one.low, one.ratio_at_low), (one.high, one.ratio_at_high))
            ),
            key=lambda end: end[2] if dearer else -end[2],
        )
        what = "cheaper" if dearer else "dearer"
        found.append(
            f"No single number within its range makes orbit {what}: nearest comes"
            f" {named(driver.key)} at {_value(driver, value)}, {'still' if dearer else 'with'}"
            f" {number(ratio)} times the ground"
        )
    return found


def _launch(run: Run, bill: Bill) -> str:
    """The break-even launch price, or what is left when launch is free."""
    price, ratio = float(bill.break_even_launch_usd_per_kg), float(bill.ratio)
    now = number(run.scenario.launch.price_usd_per_kg, 4, trim=True)
    if price < 0.0 or not math.isfinite(price):
        return (
            f"Even free launch leaves orbit at {number(bill.ratio_with_free_launch)} times the"
            " ground"
        )
    if ratio >= 1.0:
        return (
            f"Orbit becomes cheaper if launch, all else alike, costs less than {number(price)}"
            f" USD/kg; here it costs {now}"
        )
    return (
        f"Orbit stays cheaper as long as launch, all else alike, costs less than {number(price)}"
        f" USD/kg; here it costs {now}"
    )


def _now(run: Run, driver: Driver) -> float:
    return float(next(value for key, _, value in leaves(run.scenario) if key == driver.key))


def _value(driver: Driver, value: float, digits: int = 4) -> str:
    """A value of an input as people write it, the same whoever gave it."""
    return friendly(units.show(value, units.unit_of(driver.field)), digits)


def named(key: str) -> str:
    """An input in plain words.

    >>> named("launch.price"), named("satellite.compute.price")
    ('the launch price', 'the price of the chip')
    >>> named("ground.0.electricity"), named("life.satellite_loss")
    ('the electricity on the ground', 'the satellite loss')
    """
    head = next(
        (one for one in sorted(NAMES, key=len, reverse=True) if f"{key}.".startswith(f"{one}.")), ""
    )
    words = [
        *NAMES.get(head, "").split(),
        *key[len(head) :].strip(".").replace("_", " ").replace(".", " ").split(),
    ]
    if words[0] == "ground":
        return f"the {' '.join(words[2:])} on the ground"
    if words[-1] == "price" and key != LAUNCH:
        return f"the price of the {' '.join(words[:-1])}"
    return f"the {' '.join(words)}"


# -- what it rests on ----------------------------------------------------------


def _rests_on(run: Run) -> list[str]:
    """How many of the numbers that move the answer are estimates; where none were moved, how many
    of those left to rows.
    """
    if run.drivers:
        moved = sum(_kind(run, one.key) == "estimate" for one in run.drivers)
        said = {
            0: "none is said to be an estimate",
            1: "1 is an estimate",
            len(run.drivers): "all are estimates",
        }
        return [
            f"Of the {len(run.drivers)} numbers that move the answer most,"
            f" {said.get(moved, f'{moved} are estimates')}"
        ]
    kinds = [
        kind
        for key, _, value in leaves(run.scenario)
        if isinstance(value, float) and (kind := _kind(run, key))
    ]
    return (
        [f"Of {len(kinds)} numbers with a source, {kinds.count('estimate')} are estimates"]
        if kinds
        else []
    )


def _kind(run: Run, key: str) -> str:
    """The kind of evidence of an input, by its row or by the comment beside it; empty if nobody
    says.
    """
    origin = run.loaded.origins.get(key)
    row = run.loaded.row(origin.row) if origin and origin.row else None
    if row is not None:
        return row.kind
    stated = evidence(origin.note) if origin else None
    return stated.kind if stated else ""
