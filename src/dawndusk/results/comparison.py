"""Several runs side by side on one boundary: a table of the same lines for each, for the terminal,
the page and other programs.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dawndusk.core.kinds import kind_of
from dawndusk.core.units import YEAR_S
from dawndusk.records.bill import Side
from dawndusk.records.items import COST_PARTS, NOT_EXPLAINED
from dawndusk.records.run import Driver, Run
from dawndusk.results import battery_choice, cost_parts, demand, drivers, endurance, headline
from dawndusk.results import defaults as tables
from dawndusk.results import waterfall as figures
from dawndusk.results.numbers import NONE, fixed, number, percent, prefixed
from dawndusk.results.screen import spans
from dawndusk.results.summary import summary
from dawndusk.scenario.evidence import evidence as stated_evidence

LABEL, CELL = 30, 21  # letters of the terminal's columns
MOST = 3  # inputs that matter, of each system, on the terminal


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
Get = Callable[[Run], Cell]


def price_side(run: Run) -> Side:
    """The side whose prices stand for a run: orbit, or the first site where nothing flies."""
    assert run.bill is not None
    return run.bill.orbit or run.bill.ground


def _price(name: str, digits: int) -> Get:
    def get(run: Run) -> Cell:
        value = getattr(price_side(run), name)
        if value is None:
            return ABSENT
        return Cell(
            fixed(value, digits),
            f"bill.{'orbit' if run.bill and run.bill.orbit else 'ground'}.{name}",
        )

    return get


def _ground_price(run: Run) -> Cell:
    if run.bill is None or run.bill.orbit is None or run.bill.ground.usd_per_pflop_day is None:
        return ABSENT
    return Cell(fixed(run.bill.ground.usd_per_pflop_day, 2), "bill.ground.usd_per_pflop_day")


def _ratio(name: str) -> Get:
    def get(run: Run) -> Cell:
        value = getattr(run.bill, name)
        return ABSENT if value is None else Cell(f"{number(value)} x", f"bill.{name}")

    return get


def _break_even(run: Run) -> Cell:
    if run.scenario.on_ground or run.bill is None:
        return ABSENT
    price = float(run.bill.break_even_launch_usd_per_kg)
    return Cell(
        f"{fixed(price)} USD/kg" if price >= 0.0 else "none", "bill.break_even_launch_usd_per_kg"
    )


def _flies(get: Get) -> Get:
    return lambda run: ABSENT if run.scenario.on_ground else get(run)


VERDICT: tuple[tuple[str, Get], ...] = (
    ("orbit / its own ground", _ratio("ratio")),
    ("the same without chips", _ratio("ratio_without_chips")),
    (
        "one launch, parts' mass",
        lambda run: (
            ABSENT
            if run.level_ratio is None or run.level_ratio != run.level_ratio
            else Cell(f"{number(run.level_ratio)} x", "verdict.level_ratio")
        ),
    ),
    ("USD per PFLOP/s-day", _price("usd_per_pflop_day", 2)),
    ("on its own ground", _ground_price),
    ("USD per chip-hour", _price("usd_per_chip_hour", 2)),
    ("USD per million tokens", _price("usd_per_million_tokens", 2)),
    ("USD per kW-year", _price("usd_per_kw_year", 0)),
    ("break-even launch price", _break_even),
)
DESIGN: tuple[tuple[str, Get], ...] = (
    ("satellites", _flies(lambda run: Cell(fixed(run.fleet.satellites), "fleet.satellites"))),
    ("shells", _flies(lambda run: Cell(fixed(len(run.fleet.groups))))),
    (
        "altitude",
        _flies(
            lambda run: Cell(
                spans(run.fleet)[0],
                "fleet.shells.0.altitude_m" if len(run.fleet.groups) == 1 else "",
            )
        ),
    ),
    (
        "inclination",
        _flies(
            lambda run: Cell(
                spans(run.fleet)[1],
                "fleet.shells.0.inclination_rad" if len(run.fleet.groups) == 1 else "",
            )
        ),
    ),
    (
        "its ground",
        lambda run: Cell(
            run.bill.ground.name if run.bill else run.scenario.ground[0].use, "ground.0.use"
        ),
    ),
    (
        "chips",
        lambda run: Cell(
            f"{fixed(price_side(run).chips)} {run.scenario.satellite.compute.use}",
            "bill.orbit.chips" if not run.scenario.on_ground else "bill.ground.chips",
        ),
    ),
    (
        "chips and hosts",
        lambda run: Cell(
            prefixed(price_side(run).it_w, "W"),
            "bill.orbit.it_w" if not run.scenario.on_ground else "bill.ground.it_w",
        ),
    ),
    (
        "of one satellite",
        _flies(lambda run: Cell(prefixed(run.fleet.mean("it_w"), "W"), "fleet.satellite_it_w")),
    ),
    (
        "mass of one satellite",
        _flies(
            lambda run: Cell(
                f"{fixed(run.fleet.mass_kg / run.fleet.satellites)} kg", "fleet.satellite_mass_kg"
            )
        ),
    ),
    (
        "mass per kW of chips and hosts",
        _flies(
            lambda run: Cell(
                f"{fixed(run.fleet.mass_kg / run.fleet.total('it_w') * 1e3, 1)} kg",
                "fleet.mass_kg_per_it_kw",
            )
        ),
    ),
    ("parts over the given mass", _flies(lambda run: _unexplained(run))),
    (
        "launches",
        _flies(
            lambda run: Cell(
                f"{number(run.fleet.launches)} {run.scenario.launch.use}", "fleet.vehicle_loads"
            )
        ),
    ),
    (
        "launch price, as quoted",
        _flies(
            lambda run: Cell(
                f"{fixed(run.scenario.launch.price_usd_per_kg)} USD/kg", "launch.price"
            )
        ),
    ),
    (
        "the same to its own orbit",
        _flies(
            lambda run: Cell(
                f"{fixed(run.fleet.total('launch_equivalent_kg') / run.fleet.mass_kg * run.scenario.launch.price_usd_per_kg)}"
                " USD/kg",
                "fleet.launch_usd_per_kg",
            )
        ),
    ),
    ("defaults that are estimates", lambda run: _guessed(run)),
    (
        "battery",
        _flies(lambda run: Cell(kind_of(run.scenario.satellite.battery), "satellite.battery.kind")),
    ),
    (
        "battery's life",
        _flies(
            lambda run: Cell(
                f"{number(float(endurance.first_worn(run.fleet).satellite.battery.life_s()) / YEAR_S, 2, trim=True)}"
                " years",
                "fleet.battery_life_s",
            )
        ),
    ),
    (
        "work in the worst hour",
        _flies(
            lambda run: Cell(
                percent(run.flight.worst_hour_frac) if run.flight else NONE,
                "flight.worst_hour_frac",
            )
        ),
    ),
    (
        "sunlit share of the year",
        _flies(
            lambda run: Cell(
                percent(run.flight.share("sunlit_frac")) if run.flight else NONE,
                "flight.sunlit_frac",
            )
        ),
    ),
)


def _guessed(run: Run) -> Cell:
    found = tables.defaults(run)
    return Cell(f"{sum(one.is_estimate for one in found)} of {len(found)}")


def _unexplained(run: Run) -> Cell:
    missing = -float(run.fleet.items_kg.get(NOT_EXPLAINED, 0.0))
    if missing == 0.0:
        return Cell(NONE)
    return Cell(
        f"{fixed(missing)} kg" if missing > 0.0 else f"no, {fixed(-missing)} kg less",
        f"fleet.items_kg.{NOT_EXPLAINED}",
    )


def lines(runs: Sequence[Run]) -> list[Line]:
    """Every line of the comparison: verdict, design, delivered, cost by part, mass, demand."""
    found = [Line("Verdict", label, tuple(get(run) for run in runs)) for label, get in VERDICT]
    found += [Line("Design", label, tuple(get(run) for run in runs)) for label, get in DESIGN]
    steps = [
        {step.name: step for step in figures.steps(run.work, run.life)} if run.work else {}
        for run in runs
    ]
    for name in dict.fromkeys(name for one in steps for name in one):
        factors = (
            (
                Cell(percent(one[name].after / one[name].before), one[name].key)
                if name in one
                else ABSENT
            )
            for one in steps
        )
        found.append(Line("Delivered, factor by factor", name, tuple(factors)))
    left = tuple(
        (
            Cell(
                percent(figures.steps(run.work, run.life)[-1].after),
                f"{'life' if run.life else 'work'}.delivered_frac",
            )
            if run.work
            else ABSENT
        )
        for run in runs
    )
    found.append(Line("Delivered, factor by factor", "of the peak is left", left))
    parts = [cost_parts.parts_usd_per_kw_year(price_side(run)) for run in runs]
    for part in COST_PARTS:
        if any(part in one for one in parts):
            costs = (
                (
                    Cell(
                        fixed(one[part]),
                        f"bill.{'ground' if run.scenario.on_ground else 'orbit'}.parts_usd_per_kw_year.{part.name.lower()}",
                    )
                    if part in one
                    else ABSENT
                )
                for run, one in zip(runs, parts, strict=True)
            )
            found.append(Line("Cost, USD per kW-year", part.name.lower(), tuple(costs)))
    masses = [{} if run.scenario.on_ground else run.fleet.items_kg for run in runs]
    power = [
        (
            1.0
            if run.scenario.on_ground
            else float(run.fleet.total("it_w")) / run.fleet.satellites / 1e3
        )
        for run in runs
    ]
    for name in dict.fromkeys(name for one in masses for name in one):
        cells = (
            (
                Cell(fixed(one[name] / kw, 1), f"fleet.items_kg_per_it_kw.{name}")
                if name in one
                else ABSENT
            )
            for one, kw in zip(masses, power, strict=True)
        )
        found.append(Line("Mass, kg per kW of chips and hosts", name, tuple(cells)))
    return found + _demands(runs)


def evidence(run: Run, driver: Driver) -> str:
    """The kind of evidence behind a driver's range: of its row, or as its line in the scenario
    says.
    """
    origin = run.loaded.origins.get(driver.key)
    row = run.loaded.row(origin.row) if origin and origin.row else None
    if row is not None:
        return row.kind
    stated = stated_evidence(origin.note) if origin else None
    return stated.kind if stated else "given"


def binds(run: Run) -> str:
    """What binds, and what is wrong with the design."""
    faults = headline.faults(run)
    return (
        f"{headline.binding(run)}; inconsistent: {'; '.join(faults)}"
        if faults
        else headline.binding(run)
    )


def _demands(runs: Sequence[Run]) -> list[Line]:
    """Every demand that any of the runs names: the share that each would carry, and the launches
    for all of it.
    """
    namers = {one.use: run for run in runs for one in run.scenario.demand}
    found = []
    for name in sorted(namers):
        each = [
            next(one for one in demand.beside(run, namers[name]) if one.name == name)
            for run in runs
        ]
        keys = [_own_demand(run, name) for run in runs]
        shares = (
            Cell(demand.share_text(one.frac), key and f"{key}.carried_frac")
            for one, key in zip(each, keys, strict=True)
        )
        flights = tuple(
            (
                ABSENT
                if one.launches_per_year is None or one.frac < demand.LEAST
                else Cell(number(one.launches_per_year), key and f"{key}.launches_per_year")
            )
            for one, key in zip(each, keys, strict=True)
        )
        found.append(
            Line("Beside US data centres", f"{name}, {each[0].energy_text}: share", tuple(shares))
        )
        if any(cell is not ABSENT for cell in flights):
            found.append(Line("Beside US data centres", "launches a year for it all", flights))
    return found


def _own_demand(run: Run, name: str) -> str:
    """Where a demand stands in the run's own `run.json`; empty if only another run names it."""
    place = next((index for index, one in enumerate(run.scenario.demand) if one.use == name), None)
    return "" if place is None else f"bill.demand.{place}"


def data(runs: Sequence[Run]) -> dict[str, Any]:
    """The comparison for other programs: the boundary, and every run's `run.json` by name."""
    assert runs[0].bill is not None
    return {
        "boundary": runs[0].bill.boundary,
        "systems": {run.scenario.name: summary(run) for run in runs},
    }


def text(runs: Sequence[Run]) -> str:
    """The comparison as a plain table, as wide as its columns need, and two lists below it: what
    binds, and estimates that matter.
    """
    assert runs[0].bill is not None
    title = f"On the boundary {runs[0].bill.boundary}: {headline.BOUNDARIES[runs[0].bill.boundary]}"
    shown = [title, "", _row("", [run.scenario.name for run in runs])]
    section = ""
    for line in lines(runs):
        if line.section != section:
            section = line.section
            shown += ["", section]
        shown.append(_row(f"  {line.label}", [cell.text for cell in line.cells]))
    for words in battery_choice.sentences(runs):
        shown += ["", *textwrap.wrap(words, LABEL + CELL * max(len(runs), 3))]
    shown += ["", "What binds", *(f"  {run.scenario.name}: {binds(run)}" for run in runs)]
    moved = []
    for run in runs:
        top = [
            f"{one.key} ({evidence(run, one)}) {number(one.ratio_at_low)} to"
            f" {number(one.ratio_at_high)}"
            for one in drivers.finite(run)
        ]
        moved += [f"  {run.scenario.name}: " + "; ".join(top[:MOST])] if top else []
    return "\n".join(
        [*shown, "", "Estimates that matter, and the ratio at both ends of their range", *moved]
    )


def _row(label: str, cells: Sequence[str]) -> str:
    """A line of the table; a long cell goes on below."""
    columns = [
        textwrap.wrap(label, LABEL) or [""],
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
