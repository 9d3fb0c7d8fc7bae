"""Why a system with one kind of battery is cheaper than one with another: a battery that carries
the load against idling through eclipse.

Equation: saved = price of the battery, and its share of the launch by mass, a year per kilowatt of
chips and hosts installed; lost = 1 - ratio of the factors of the waterfall
Valid: two systems priced on one boundary; where they differ in more than the battery, the sentence
says so
Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dawndusk.core.kinds import kind_of
from dawndusk.records.items import BATTERY, LAUNCH
from dawndusk.records.parts import solved
from dawndusk.records.run import Run
from dawndusk.results.endurance import pauses_per_year
from dawndusk.results.numbers import fixed, number
from dawndusk.results.summary import inputs

OWN = (
    "name",
    "title",
    "satellite.battery.",
)  # inputs that may differ between two systems that differ in the battery alone
LEAST = 5e-4  # of the work or of the array, below which a change is not told


@dataclass(frozen=True)
class Share:
    """What the battery is of one system, per kilowatt of chips and hosts installed."""

    kind: str
    battery_kg: float
    battery_usd_per_year: float  # price and launch
    array_m2: float
    price: float  # of the work
    eclipse_frac: float  # work left after power and eclipse
    resuming_frac: float  # of that, left after resuming
    pauses_per_year: float


def sentences(runs: Sequence[Run]) -> list[str]:
    """One sentence for each system whose battery is of another kind than the first's that flies."""
    flying = [
        run
        for run in runs
        if run.bill is not None and run.bill.orbit is not None and run.flight is not None
    ]
    found = [sentence(flying[0], other) for other in flying[1:]]
    return [one for one in found if one]


def sentence(one: Run, other: Run) -> str:
    """Why the cheaper of two systems is cheaper; empty where their batteries are of one kind or no
    work is priced.
    """
    if kind_of(one.scenario.satellite.battery) == kind_of(other.scenario.satellite.battery):
        return ""
    assert one.bill is not None
    assert one.bill.orbit is not None
    if one.bill.orbit.usd_per_pflop_day is None:
        return ""
    first, second = sorted((one, other), key=lambda run: share(run).battery_kg)
    small, large = share(first), share(second)
    cheap, dear = (first, second) if small.price <= large.price else (second, first)
    saves = (
        f"{small.kind}: a battery {number(large.battery_kg - small.battery_kg)} kg per kW lighter"
        f" and {number(large.battery_usd_per_year - small.battery_usd_per_year)} USD a year per kW"
        " cheaper, launch included"
    )
    array = small.array_m2 / large.array_m2 - 1.0
    if abs(array) >= LEAST:
        saves += f", an array {_percent(abs(array))} {'smaller' if array < 0.0 else 'larger'}"
    lost = _lost(small, large)
    by = 1.0 - min(small.price, large.price) / max(small.price, large.price)
    words = (
        f"{cheap.scenario.name} is {_percent(by)} cheaper per PFLOP/s-day than {dear.scenario.name}"
        " because "
    )
    if cheap is first:
        words += (
            f"of what it saves ({saves})"
            if not lost
            else f"what it saves ({saves}) outweighs {lost}"
        )
    elif lost:
        words += f"what {first.scenario.name} saves ({saves}) does not make up for {lost}"
    else:
        words += f"of other things than what {first.scenario.name} saves by its battery ({saves})"
    more = sorted(_others(one, other))
    if more:
        words += f"; the two differ in {len(more)} other input{'s' if len(more) > 1 else ''} too"
        words += f" ({', '.join(more)})" if len(more) <= 3 else ""
    return words + "."


def share(run: Run) -> Share:
    """The battery's share of a system that was flown and priced."""
    assert run.bill is not None
    assert run.bill.orbit is not None
    assert run.work is not None
    assert run.flight is not None
    fleet, items = run.fleet, run.bill.orbit.items_usd_per_year
    kilowatts = float(fleet.total("it_w")) / 1e3
    battery_kg = sum(group.count * float(group.mass_kg[BATTERY]) for group in fleet.groups)
    lifted_kg = (
        0.0 if run.scenario.satellite.mass_kg is not None else battery_kg
    )  # a published mass stays, whatever the battery
    usd = float(items.get(BATTERY, 0.0)) + float(items[LAUNCH]) * lifted_kg / float(fleet.mass_kg)
    left: dict[str, Any] = {factor.name: factor.frac for factor in run.work.waterfall}
    return Share(
        kind=kind_of(run.scenario.satellite.battery),
        battery_kg=battery_kg / kilowatts,
        battery_usd_per_year=usd / kilowatts,
        array_m2=sum(
            group.count * float(solved(group.satellite.array.area_m2)) for group in fleet.groups
        )
        / kilowatts,
        price=float(run.bill.orbit.usd_per_pflop_day or 0.0),
        eclipse_frac=float(left["power and eclipse"]),
        resuming_frac=float(left["resuming after pauses"]),
        pauses_per_year=pauses_per_year(run.flight),
    )


def _lost(small: Share, large: Share) -> str:
    """The work that the smaller battery loses beyond the larger."""
    eclipse, resuming = (
        1.0 - small.eclipse_frac / large.eclipse_frac,
        1.0 - small.resuming_frac / large.resuming_frac,
    )
    told = []
    if eclipse >= LEAST:
        told.append(f"{_percent(eclipse)} to eclipse")
    if resuming >= LEAST:
        told.append(
            f"{_percent(resuming)} to resuming after {fixed(small.pauses_per_year)} pauses a year"
        )
    return f"the work that it loses: {' and '.join(told)}" if told else ""


def _percent(share: float) -> str:
    return f"{number(100.0 * share, 2)} %"


def _others(one: Run, other: Run) -> set[str]:
    """Inputs that differ, but for the battery's own; the tables of a replaced kind count with their
    kind.
    """
    first, second = inputs(one), inputs(other)
    return {
        key
        for key in first.keys() | second.keys()
        if not key.startswith(OWN)
        and first.get(key, {}).get("value") != second.get(key, {}).get("value")
    }
