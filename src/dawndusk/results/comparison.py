"""Comparison of several saved runs on one boundary: a table of the same lines for each, for the
terminal, the page and other programs.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dawndusk.core.units import YEAR_S
from dawndusk.records.items import COST_PARTS, NOT_EXPLAINED
from dawndusk.results import battery_choice, demand, headline, waterfall
from dawndusk.results.bill import Results as BillResults
from dawndusk.results.bill import Side
from dawndusk.results.demand import DemandShare, Electricity
from dawndusk.results.drivers import finite
from dawndusk.results.fleet import Results as FleetResults
from dawndusk.results.numbers import NONE, fixed, number, percent, prefixed
from dawndusk.results.saved import SavedRun
from dawndusk.results.screen import orbit_ranges
from dawndusk.results.verdict import Driver
from dawndusk.scenario.evidence import evidence as stated_evidence

LABEL, CELL = 32, 21  # characters of the terminal's columns
MOST = 3  # sensitivities of each system on the terminal

VERDICT, DESIGN, PERFORMANCE = "Verdict", "Design", "Delivered work, step by step"
COST, MASS = "Cost, USD per kW-year", "Mass, kg per kW of chips and hosts"
DEMAND = "Share of US data-centre demand"


@dataclass(frozen=True)
class Cell:
    """What one run has in one line, and the key of `run.json` that explains it."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the comparison; a cell of a run that has no such number holds a dash."""

    section: str
    label: str
    cells: tuple[Cell, ...]


ABSENT = Cell(NONE)
Get = Callable[[SavedRun], Cell]


def bill_of(run: SavedRun) -> BillResults:
    """The bill of a run that was priced, as every run of a comparison is."""
    assert run.bill is not None
    return run.bill


def price_side(run: SavedRun) -> Side:
    """The side whose prices stand for a run: orbit, or the first site where nothing flies."""
    return bill_of(run).orbit or bill_of(run).ground


def side_key(run: SavedRun) -> str:
    """The key of that side in `run.json`."""
    return f"bill.{'ground' if run.fleet is None else 'orbit'}"


def _price(name: str, digits: int) -> Get:
    def get(run: SavedRun) -> Cell:
        value = getattr(price_side(run), name)
        return ABSENT if value is None else Cell(fixed(value, digits), f"{side_key(run)}.{name}")

    return get


def _ground_price(run: SavedRun) -> Cell:
    price = bill_of(run).ground.usd_per_pflop_day
    if run.fleet is None or price is None:
        return ABSENT
    return Cell(fixed(price, 2), "bill.ground.usd_per_pflop_day")


def _ratio(section: str, name: str) -> Get:
    def get(run: SavedRun) -> Cell:
        value = getattr(getattr(run, section), name)
        return ABSENT if value is None else Cell(f"{number(value)} x", f"{section}.{name}")

    return get


def _break_even(run: SavedRun) -> Cell:
    if run.fleet is None:
        return ABSENT
    price = bill_of(run).break_even_launch_usd_per_kg
    return Cell(
        "none" if price is None else f"{fixed(price)} USD/kg", "bill.break_even_launch_usd_per_kg"
    )


def _flies(get: Callable[[SavedRun, FleetResults], Cell]) -> Get:
    """A cell of a fleet; a dash where nothing flies."""
    return lambda run: ABSENT if run.fleet is None else get(run, run.fleet)


def _given(run: SavedRun, key: str) -> str:
    """An input as it stands in a scenario."""
    return str(run.inputs[key]["value"])


def _orbit(at: int, name: str) -> Get:
    """Altitude or inclination, or their range; explained where all satellites share it."""
    return _flies(
        lambda run, fleet: Cell(
            orbit_ranges(fleet)[at], f"fleet.groups.0.{name}" if len(fleet.groups) == 1 else ""
        )
    )


def _chips(run: SavedRun) -> Cell:
    kind = _given(run, "compute.use" if run.fleet is None else "satellite.compute.use")
    return Cell(f"{fixed(price_side(run).chips)} {kind}", f"{side_key(run)}.chips")


def _estimates(run: SavedRun) -> Cell:
    kinds = [row.kind for row in run.defaults.values()]
    return Cell(f"{kinds.count('estimate')} of {len(kinds)}")


def _over_given_mass(run: SavedRun, fleet: FleetResults) -> Cell:
    over = -fleet.items_kg.get(NOT_EXPLAINED, 0.0)
    if over == 0.0:
        return ABSENT
    return Cell(
        f"{fixed(over)} kg" if over > 0.0 else f"no, {fixed(-over)} kg less",
        f"fleet.items_kg.{NOT_EXPLAINED}",
    )


def _flown_frac(name: str) -> Get:
    return lambda run: (
        ABSENT if run.flight is None else Cell(percent(getattr(run.flight, name)), f"flight.{name}")
    )


LINES: tuple[tuple[str, str, Get], ...] = (
    (VERDICT, "cost ratio, orbit / own ground", _ratio("bill", "ratio")),
    (VERDICT, "cost ratio without chips", _ratio("bill", "ratio_without_chips")),
    (VERDICT, "same launch, built-up mass", _ratio("verdict", "level_ratio")),
    (VERDICT, "USD per PFLOP/s-day", _price("usd_per_pflop_day", 2)),
    (VERDICT, "the same on own ground", _ground_price),
    (VERDICT, "USD per chip-hour", _price("usd_per_chip_hour", 2)),
    (VERDICT, "USD per million tokens", _price("usd_per_million_tokens", 2)),
    (VERDICT, "USD per kW-year", _price("usd_per_kw_year", 0)),
    (VERDICT, "break-even launch price", _break_even),
    (
        DESIGN,
        "satellites",
        _flies(lambda run, fleet: Cell(fixed(fleet.satellites), "fleet.satellites")),
    ),
    (DESIGN, "groups", _flies(lambda run, fleet: Cell(fixed(len(fleet.groups))))),
    (DESIGN, "altitude", _orbit(0, "altitude_m")),
    (DESIGN, "inclination", _orbit(1, "inclination_rad")),
    (DESIGN, "ground site", lambda run: Cell(bill_of(run).ground.name, "ground.0.use")),
    (DESIGN, "chips", _chips),
    (
        DESIGN,
        "chips and hosts",
        lambda run: Cell(prefixed(price_side(run).it_w, "W"), f"{side_key(run)}.it_w"),
    ),
    (
        DESIGN,
        "chips and hosts per satellite",
        _flies(
            lambda run, fleet: Cell(prefixed(fleet.satellite_it_w, "W"), "fleet.satellite_it_w")
        ),
    ),
    (
        DESIGN,
        "mass per satellite",
        _flies(
            lambda run, fleet: Cell(
                f"{fixed(fleet.satellite_mass_kg)} kg", "fleet.satellite_mass_kg"
            )
        ),
    ),
    (
        DESIGN,
        "mass per kW of chips and hosts",
        _flies(
            lambda run, fleet: Cell(
                f"{fixed(fleet.mass_kg_per_it_kw, 1)} kg", "fleet.mass_kg_per_it_kw"
            )
        ),
    ),
    (DESIGN, "parts above given mass", _flies(_over_given_mass)),
    (
        DESIGN,
        "launches",
        _flies(
            lambda run, fleet: Cell(
                f"{number(fleet.vehicle_loads)} {_given(run, 'launch.use')}", "fleet.vehicle_loads"
            )
        ),
    ),
    (
        DESIGN,
        "launch price as quoted",
        _flies(
            lambda run, fleet: Cell(
                f"{fixed(run.nominal('launch.price', 'USD/kg'))} USD/kg", "launch.price"
            )
        ),
    ),
    (
        DESIGN,
        "launch price to own orbit",
        _flies(
            lambda run, fleet: Cell(
                f"{fixed(fleet.launch_usd_per_kg)} USD/kg", "fleet.launch_usd_per_kg"
            )
        ),
    ),
    (DESIGN, "defaults that are estimates", _estimates),
    (
        DESIGN,
        "battery",
        _flies(
            lambda run, fleet: Cell(_given(run, "satellite.battery.kind"), "satellite.battery.kind")
        ),
    ),
    (
        DESIGN,
        "battery life",
        _flies(
            lambda run, fleet: Cell(
                f"{number(fleet.battery_life_s / YEAR_S, 2, trim=True)} years",
                "fleet.battery_life_s",
            )
        ),
    ),
    (DESIGN, "work in the worst hour", _flown_frac("worst_hour_frac")),
    (DESIGN, "sunlit share of the year", _flown_frac("sunlit_frac")),
)


def lines(runs: Sequence[SavedRun]) -> list[Line]:
    """Every line of the comparison: verdict, design, work, cost and mass by part, demand."""
    found = [Line(section, label, tuple(map(get, runs))) for section, label, get in LINES]
    return [*found, *_performance(runs), *_costs(runs), *_masses(runs), *_demands(runs)]


def _performance(runs: Sequence[SavedRun]) -> list[Line]:
    cells = [
        (
            {
                step.name: Cell(percent(step.frac), step.key)
                for step in waterfall.steps(run.work, run.life)
            }
            if run.work
            else {}
        )
        for run in runs
    ]
    left = [
        (
            Cell(
                percent((run.life or run.work).delivered_frac),
                f"{'life' if run.life else 'work'}.delivered_frac",
            )
            if run.work
            else ABSENT
        )
        for run in runs
    ]
    return [
        *_by_name(PERFORMANCE, cells),
        Line(PERFORMANCE, "delivered share of the peak", tuple(left)),
    ]


def _costs(runs: Sequence[SavedRun]) -> list[Line]:
    """By part, in the order of the bars; a part that only another version knows comes last."""
    order = [part.name.lower() for part in COST_PARTS]
    cells = [
        {
            name: Cell(fixed(usd), f"{side_key(run)}.parts_usd_per_kw_year.{name}")
            for name, usd in price_side(run).parts_usd_per_kw_year.items()
        }
        for run in runs
    ]
    found = _by_name(COST, cells)
    return sorted(found, key=lambda one: order.index(one.label) if one.label in order else 99)


def _masses(runs: Sequence[SavedRun]) -> list[Line]:
    cells = [
        (
            {
                name: Cell(fixed(kg, 1), f"fleet.items_kg_per_it_kw.{name}")
                for name, kg in run.fleet.items_kg_per_it_kw.items()
            }
            if run.fleet
            else {}
        )
        for run in runs
    ]
    return _by_name(MASS, cells)


def _by_name(section: str, cells: Sequence[dict[str, Cell]]) -> list[Line]:
    """A line for every name that any of the runs has."""
    names = dict.fromkeys(name for one in cells for name in one)
    return [Line(section, name, tuple(one.get(name, ABSENT) for one in cells)) for name in names]


def evidence(run: SavedRun, driver: Driver) -> str:
    """The kind of evidence behind an input's range: that of its row, or as its comment in the
    scenario states.
    """
    if driver.key in run.defaults:
        return run.defaults[driver.key].kind
    stated = stated_evidence(run.inputs.get(driver.key, {}).get("note", ""))
    return stated.kind if stated else "given"


def ratios_text(driver: Driver) -> str:
    """The ratio at both ends of an input's range."""
    low, high = driver.ratio_at_low, driver.ratio_at_high
    return " to ".join("no design" if one is None else number(one) for one in (low, high))


def binds(run: SavedRun) -> str:
    """The binding constraint, and what is inconsistent in the design."""
    faults = run.verdict.faults
    return run.verdict.binding_constraint + (
        f"; inconsistent: {'; '.join(faults)}" if faults else ""
    )


def _demands(runs: Sequence[SavedRun]) -> list[Line]:
    """Every demand that any of the runs names: the share that each would carry, and the launches
    for all of it.
    """
    named = {one.name: one for run in runs for one in bill_of(run).demand}
    found = []
    for name in sorted(named):
        each = [_share(run, named[name]) for run in runs]
        keys = [_own_demand(run, name) for run in runs]
        shares = (
            Cell(demand.share_text(one.carried_frac), key and f"{key}.carried_frac")
            for one, key in zip(each, keys, strict=True)
        )
        flights = tuple(
            (
                ABSENT
                if one.launches_per_year is None or one.carried_frac < demand.LEAST
                else Cell(number(one.launches_per_year), key and f"{key}.launches_per_year")
            )
            for one, key in zip(each, keys, strict=True)
        )
        found.append(Line(DEMAND, f"{name}, {named[name].energy_text}/yr", tuple(shares)))
        if any(cell is not ABSENT for cell in flights):
            found.append(Line(DEMAND, "launches/yr for all of it", flights))
    return found


def _share(run: SavedRun, of: Electricity) -> DemandShare:
    """The work of a run compared with a demand that it or another run names."""
    loads = None
    if run.fleet is not None and run.life is not None:
        years = run.nominal("mission.life", "s") / YEAR_S
        loads = (run.fleet.vehicle_loads + run.life.vehicle_loads) / years
    bill = bill_of(run)
    return demand.share(of, bill.ground.grid_twh_per_year, loads, bill.capital_usd)


def _own_demand(run: SavedRun, name: str) -> str:
    """Key of a demand in the run's own `run.json`; empty if only another run names it."""
    names = [one.name for one in bill_of(run).demand]
    return f"bill.demand.{names.index(name)}" if name in names else ""


def data(runs: Sequence[SavedRun]) -> dict[str, Any]:
    """The comparison for other programs: the boundary, and every run's `run.json` by name, without
    the list of its files.
    """
    systems = {run.name: {**run.summary} for run in runs}
    for summary in systems.values():
        summary.pop("files", None)
    return {"boundary": bill_of(runs[0]).boundary, "systems": systems}


def text(runs: Sequence[SavedRun]) -> str:
    """The comparison as a plain table, as wide as its columns need, and two lists below it: binding
    constraints, and the largest sensitivities.
    """
    boundary = bill_of(runs[0]).boundary
    title = f"Boundary {boundary}: {headline.BOUNDARIES[boundary]}"
    shown = [title, "", _row("", [run.name for run in runs])]
    section = ""
    for line in lines(runs):
        if line.section != section:
            section = line.section
            shown += ["", section]
        shown.append(_row(f"  {line.label}", [cell.text for cell in line.cells]))
    for words in battery_choice.sentences(runs):
        shown += ["", *textwrap.wrap(words, LABEL + CELL * max(len(runs), 3))]
    shown += ["", "Binding constraints", *(f"  {run.name}: {binds(run)}" for run in runs)]
    moved = []
    for run in runs:
        top = [
            f"{one.key} ({evidence(run, one)}) {ratios_text(one)}"
            for one in finite(run.verdict.drivers)
        ]
        moved += [f"  {run.name}: " + "; ".join(top[:MOST])] if top else []
    return "\n".join([*shown, "", "Largest one-at-a-time sensitivities of the ratio", *moved])


def _row(label: str, cells: Sequence[str]) -> str:
    """A line of the table; a long cell goes on below."""
    columns = [
        textwrap.wrap(label, LABEL, subsequent_indent="    ") or [""],
        *(textwrap.wrap(cell, CELL - 2) or [""] for cell in cells),
    ]
    widths = [LABEL, *[CELL] * len(cells)]
    made = []
    for at in range(max(map(len, columns))):
        words = [column[at] if at < len(column) else "" for column in columns]
        made.append(
            words[0].ljust(widths[0])
            + "".join(word.rjust(width) for word, width in zip(words[1:], widths[1:], strict=True))
        )
    return "\n".join(one.rstrip() for one in made)
