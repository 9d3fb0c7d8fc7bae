"""The verdict's words: what binds, and what the bill says.

Equation: heat or power binds where it leaves less than 99.5 % of full work, a training job's
waiting and wear by dose where they leave less than 95 %; else the sized part with the largest mass
x launch price + price.
Valid: of the group of satellites with the darkest orbit.
Source: dawndusk-method
"""

from __future__ import annotations

import datetime

from dawndusk.records.bill import Bill
from dawndusk.records.items import ARRAY, BATTERY, NOT_EXPLAINED, RADIATOR
from dawndusk.records.run import Run
from dawndusk.results import endurance
from dawndusk.results.numbers import number

BOUNDARIES = {
    "power_only": "launch in orbit against the power bill on the ground",
    "facility": "everything except chips and servers, on both sides",
    "compute": "everything, chips and servers included, on both sides",
}
THROTTLED = 0.995  # below this share of full work, what throttles binds
# below this share of its time, what a training job waits for binds, or what wears chips out
WAITING = 0.95


def binding(run: Run) -> str:
    """What shortens the work; if nothing does, which worst case sizes the part that costs most to
    buy and lift.

    On the ground alone it is the item of the bill that costs most.
    """
    if run.scenario.on_ground:
        return _dearest(run)
    if run.work is not None:
        heat, power = float(run.work.waterfall[0].frac), float(run.work.waterfall[1].frac)
        found = [
            (heat, f"heat: chips throttle to {heat:.1%} of full work"),
            (power, f"power: chips get {power:.1%} of full work"),
        ]
        short = [one for one in found if one[0] < THROTTLED]
        lost = [
            (float(loss.frac), f"{loss.name}: {float(loss.frac):.1%} of the time is left")
            for loss in run.work.rates.losses
        ]
        short += [one for one in lost if one[0] < WAITING]
        if run.life is not None and float(run.life.dose_survival_frac) < WAITING:
            short.append((float(run.life.dose_survival_frac), _worn(run)))
        if short:
            return min(short)[1]
    group = run.fleet.darkest
    satellite, worst = group.satellite, group.worst
    day = run.scenario.mission.start + datetime.timedelta(days=float(worst.day))
    usd_per_kg = float(
        group.launch_equivalent_kg / group.launch_mass_kg * run.scenario.launch.price_usd_per_kg
    )
    sizes = {
        ARRAY: (
            f"the array, by the worst season: {float(worst.sunlight_w_per_m2):,.0f} W/m2 per orbit"
            f" around {day:%-d %B}"
        ),
        BATTERY: (
            f"the battery, by the longest eclipse: {float(worst.longest_eclipse_s) / 60:.1f} min"
        ),
        RADIATOR: (
            f"the radiator, by full load at {float(satellite.radiator.temperature_k) - 273.15:.0f}"
            " degC with the Sun over the Earth below"
        ),
    }
    given = run.scenario.satellite
    asked = {ARRAY: ("area_m2", "power_w"), BATTERY: ("capacity_j",), RADIATOR: ("area_m2",)}
    free = {
        name: all(getattr(getattr(given, name), field, None) is None for field in fields)
        for name, fields in asked.items()
    }
    cost = {
        name: float(group.mass_kg[name]) * usd_per_kg + float(group.price_usd.get(name, 0.0))
        for name in sizes
        if free[name]
    }
    if not cost:
        return "nothing was sized: array, battery and radiator are given"
    most = max(cost, key=lambda name: cost[name])
    return sizes[most]


def _worn(run: Run) -> str:
    """That dose wears chips out."""
    assert run.life is not None
    return (
        "radiation: dose wears chips out and leaves"
        f" {float(run.life.dose_survival_frac):.0%} of their time; lower orbits would keep them"
    )


def inconsistent(run: Run) -> str:
    """How far the parts are over a given mass; empty if they are not. What is launched is then
    lighter than what is bought.
    """
    over = -float(run.fleet.items_kg.get(NOT_EXPLAINED, 0.0)) if not run.scenario.on_ground else 0.0
    return f"parts {over:,.0f} kg over the given mass" if over > 0.0 else ""


def faults(run: Run) -> list[str]:
    """What is wrong with the design as it stands: its mass, its battery."""
    return [one for one in (inconsistent(run), endurance.worn_out(run)) if one]


def _dearest(run: Run) -> str:
    if run.bill is None:
        return "nothing flies, and the run stopped before the price"
    items = run.bill.ground.items_usd_per_year
    most = max(items, key=lambda name: float(items[name]))
    share = float(items[most]) / (float(run.bill.ground.usd_per_year) or 1.0)
    return f"{most}: {share:.0%} of the bill at {run.bill.ground.name}"


def sentence(run: Run) -> str:
    """The verdict in one sentence, ground and boundary named."""
    bill = run.bill
    if bill is None:
        return "The run stopped before the price."
    if bill.orbit is None:
        return _ground_sentence(bill)
    ratio = float(bill.ratio)
    times = f"{number(ratio)} times what" if ratio >= 1.0 else f"{ratio:.0%} of what"
    what = {
        "power_only": (
            f"Launching a kilowatt of array costs {times} powering a kilowatt on the ground does"
        ),
        "facility": f"Chips aside, doing this work in orbit costs {times} it costs on the ground",
        "compute": f"Doing this work in orbit costs {times} it costs on the ground",
    }[bill.boundary]
    return f"{what} ({bill.ground.name}; boundary {bill.boundary})."


def _ground_sentence(bill: Bill) -> str:
    side, where = bill.ground, f"({bill.ground.name}; boundary {bill.boundary})"
    if side.usd_per_chip_hour is None:
        return (
            "Powering a kilowatt of chips and hosts on the ground costs"
            f" {float(side.usd_per_kw_year):,.0f} USD a year {where}."
        )
    return (
        f"On the ground an hour of a chip that works costs {float(side.usd_per_chip_hour):.2f} USD"
        f" {where}."
    )


def no_break_even(run: Run) -> str:
    """Why no launch price makes orbit as cheap as the ground."""
    assert run.bill is not None
    return (
        f"none: with free launch orbit still costs {number(run.bill.ratio_with_free_launch)} times"
        " the ground"
    )
