"""Why a system with one kind of battery has a lower cost than one with another: a battery that
carries the load against idling through eclipse.

Equation: saved = price of the battery, and its share of the launch by mass, a year per kilowatt of
chips and hosts installed; lost = 1 - ratio of the factors of the waterfall
Valid: two systems priced on one boundary; where they differ in more than the battery, the sentence
says so
Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dawndusk.records.items import BATTERY, LAUNCH
from dawndusk.results.numbers import fixed, number
from dawndusk.results.saved import SavedRun

# inputs that may differ between two systems that differ in the battery alone
OWN = ("name", "title", "satellite.battery.")
LEAST = 5e-4  # of the work or of the array: smaller changes are not named


@dataclass(frozen=True)
class Battery:
    """The battery of one system, per kilowatt of chips and hosts installed."""

    name: str  # of the system
    kind: str
    battery_kg: float
    battery_usd_per_year: float  # price and launch
    array_m2: float
    usd_per_pflop_day: float  # price of the work
    eclipse_frac: float  # work left after power and eclipse
    resuming_frac: float  # of that, left after resuming
    pauses_per_year: float


def sentences(runs: Sequence[SavedRun]) -> list[str]:
    """One sentence for each system whose battery is of another kind than the first's that flies."""
    flying = [run for run in runs if run.bill and run.bill.orbit and run.flight]
    found = [sentence(flying[0], other) for other in flying[1:]]
    return [one for one in found if one]


def sentence(one: SavedRun, other: SavedRun) -> str:
    """Why the system of lower cost costs less; empty where both batteries are of one kind or no
    work is priced.
    """
    if _kind(one) == _kind(other) or one.bill is None or one.bill.orbit is None:
        return ""
    if one.bill.orbit.usd_per_pflop_day is None:
        return ""
    small, large = sorted((battery(one), battery(other)), key=lambda found: found.battery_kg)
    low, high = sorted((small, large), key=lambda found: found.usd_per_pflop_day)
    by = 1.0 - low.usd_per_pflop_day / high.usd_per_pflop_day
    words = (
        f"{low.name} costs {_percent(by)} less per PFLOP/s-day than {high.name}: "
        f"{_balance(small, large, low)}"
    )
    more = sorted(_others(one, other))
    if more:
        words += f"; the two differ in {len(more)} other input{'s' if len(more) > 1 else ''} too"
        words += f" ({', '.join(more)})" if len(more) <= 3 else ""
    return words + "."


def _balance(small: Battery, large: Battery, low: Battery) -> str:
    """The savings of the smaller battery against the work that it loses."""
    saves = (
        f"{small.kind}: a battery {number(large.battery_kg - small.battery_kg)} kg per kW lighter"
        f" and {number(large.battery_usd_per_year - small.battery_usd_per_year)} USD/yr per kW"
        " lower in cost, launch included"
    )
    array = small.array_m2 / large.array_m2 - 1.0
    if abs(array) >= LEAST:
        saves += f", an array {_percent(abs(array))} {'smaller' if array < 0.0 else 'larger'}"
    lost = _lost(small, large)
    if low is small:
        return f"its savings ({saves}) outweigh {lost}" if lost else f"its savings ({saves})"
    if lost:
        return f"the savings of {small.name} ({saves}) do not offset {lost}"
    return f"for other reasons than the battery savings of {small.name} ({saves})"


def battery(run: SavedRun) -> Battery:
    """The battery of a system that was flown and priced, per kilowatt of chips and hosts."""
    assert run.fleet is not None
    assert run.flight is not None
    assert run.work is not None
    assert run.bill is not None
    assert run.bill.orbit is not None
    fleet, items = run.fleet, run.bill.orbit.items_usd_per_year
    kilowatts = fleet.it_w / 1e3
    battery_kg = fleet.items_kg_per_it_kw[BATTERY]
    # a given mass of the satellite stays, whatever the battery
    lifted_kg = 0.0 if "satellite.mass" in run.inputs else battery_kg
    launch_usd_per_kg = items[LAUNCH] / fleet.mass_kg
    left = {factor.name: factor.frac for factor in run.work.waterfall}
    return Battery(
        name=run.name,
        kind=_kind(run),
        battery_kg=battery_kg,
        battery_usd_per_year=items.get(BATTERY, 0.0) / kilowatts + launch_usd_per_kg * lifted_kg,
        array_m2=fleet.array_m2 / kilowatts,
        usd_per_pflop_day=run.bill.orbit.usd_per_pflop_day or 0.0,
        eclipse_frac=left["power and eclipse"],
        resuming_frac=left["resuming after pauses"],
        pauses_per_year=run.flight.pauses_per_year,
    )


def _kind(run: SavedRun) -> str:
    return str(run.inputs["satellite.battery.kind"]["value"])


def _lost(small: Battery, large: Battery) -> str:
    """The work that the smaller battery loses beyond the larger."""
    eclipse, resuming = (
        1.0 - small.eclipse_frac / large.eclipse_frac,
        1.0 - small.resuming_frac / large.resuming_frac,
    )
    losses = []
    if eclipse >= LEAST:
        losses.append(f"{_percent(eclipse)} to eclipse")
    if resuming >= LEAST:
        losses.append(
            f"{_percent(resuming)} to resuming after {fixed(small.pauses_per_year)} pauses per year"
        )
    return f"its lost work: {' and '.join(losses)}" if losses else ""


def _percent(share: float) -> str:
    return f"{number(100.0 * share, 2)} %"


def _others(one: SavedRun, other: SavedRun) -> set[str]:
    """Inputs that differ, other than the battery's own; the tables of a replaced kind count with
    their kind.
    """
    first, second = one.inputs, other.inputs
    return {
        key
        for key in first.keys() | second.keys()
        if not key.startswith(OWN)
        and first.get(key, {}).get("value") != second.get(key, {}).get("value")
    }
