"""Tables of the page: the defaults used, and the cost of both sides by item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from dawndusk.data.catalogue import Row, Spread, sources
from dawndusk.records.bill import Bill, Side
from dawndusk.records.run import Run
from dawndusk.report.links import anchor, ref
from dawndusk.report.numbers import NONE, TIMES, fixed, quantity

# -- defaults ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Default:
    """A key that the scenario left to a row."""

    key: str
    value: str
    spread: str
    row: str
    source: str
    kind: str

    @property
    def is_estimate(self) -> bool:
        """Whether nobody published it."""
        return self.kind == "estimate"

    @property
    def mark(self) -> str:
        """The kind of evidence, with a sign before an estimate."""
        return f"◆ {self.kind}" if self.is_estimate else self.kind


def defaults(run: Run) -> tuple[Default, ...]:
    """Every key that holds a row's value, in the order in which the scenario was filled."""
    return tuple(_default(run, key, origin.row) for key, origin in run.loaded.origins.items() if origin.row and holds(run, key))


def holds(run: Run, key: str) -> bool:
    """Whether the resolved scenario has the key: `ground.0.pue` reaches into a list."""
    return _resolved(run, key) is not None


def _resolved(run: Run, key: str) -> object:
    found: object = run.loaded.resolved
    for word in key.split("."):
        if isinstance(found, dict):
            found = found.get(word)
        elif isinstance(found, list) and word.isdigit() and int(word) < len(found):
            found = found[int(word)]
        else:
            return None
    return found


def _default(run: Run, key: str, id: str) -> Default:
    row = run.loaded.row(id)
    assert row is not None  # the reader took the value from it
    source = sources().get(row.source, {})
    title = ", ".join(str(part) for part in (source.get("title", row.source), source.get("year")) if part)
    spread = "" if row.spread is None else between(row.spread, row)
    return Default(key, quantity(row.value, row.unit), spread, id, ", ".join(filter(None, [title, row.where])), row.kind)


def between(spread: Spread, row: Row) -> str:
    """The range in the row's unit, the unit once."""
    low, high = quantity(spread.low, row.unit), quantity(spread.high, row.unit)
    return f"{low.partition(' ')[0]} to {high}" if TIMES not in low else f"{low} to {high}"


def defaults_table(found: Sequence[Default]) -> str:
    """One line per default, with source and kind of evidence; estimates carry a mark and the word."""
    lines = []
    for one in found:
        kind = f'<span class="estimate">{one.mark}</span>' if one.is_estimate else escape(one.mark)
        lines.append(
            f'<tr id="{anchor(one.key, "row")}"><th scope="row"><a href="#{anchor(one.key)}"><code>{breakable(one.key)}</code></a></th>'
            f'<td class="value">{escape(one.value)}<span class="spread">{escape(one.spread)}</span></td>'
            f'<td class="kind">{kind}</td><td class="source">{escape(one.source)}<br><code>{breakable(one.row)}</code></td></tr>'
        )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Key", "Value and range", "Evidence", "Source and row"))
    return f'<table class="defaults"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'


def breakable(key: str) -> str:
    """A dotted key that may break after a dot or an underscore, escaped."""
    return re.sub(r"([._])", r"\1<wbr>", escape(key))


# -- costs -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """What belongs together on the bill: a letter that marks it everywhere, a name, a fill and the items it gathers."""

    letter: str
    name: str
    fill: str
    items: tuple[str, ...]


PARTS = (
    Part("A", "Chips and servers", "#8A8F98", ("chips and servers", "lost chips")),
    Part("B", "Launch", "#D55E00", ("launch",)),
    Part("C", "Power", "#F2A900", ("array", "battery", "power conversion", "harness")),
    Part("D", "Radiator", "#CC79A7", ("radiator", "coolant loop")),
    Part("E", "Lasers", "#56B4E9", ("lasers",)),
    Part("F", "Bus and assembly", "#0072B2",
         ("satellite", "avionics", "structure", "propulsion", "shield", "compute integration", "assembly and test")),
    Part("G", "Replacements", "#3B4CC0", ("replaced satellites",)),
    Part("H", "Facility", "#009E73", ("facility",)),
    Part("I", "Electricity", "#F0E442", ("electricity", "power plant", "storage", "fuel", "upkeep of the plant")),
    Part("K", "Operations", "#4A4F57", ("operations", "ground segment", "carbon")),
    Part("L", "Programme", "#9A6B3F", ("development", "insurance", "insurance of chips", "disposal")),
)  # fmt: skip
REST = Part("M", "Other", "#B7BCC4", ())


def items_usd_per_kw_year(side: Side) -> dict[str, float]:
    """A side's items per kilowatt-year of working chips; they add up to `side.usd_per_kw_year`."""
    scale = float(side.usd_per_kw_year) / (float(side.usd_per_year) or 1.0)  # what costs nothing has nothing to share out
    return {name: float(usd) * scale for name, usd in side.items_usd_per_year.items()}


def part_of(item: str) -> Part:
    """Where an item belongs; what nobody placed goes to the rest."""
    return next((part for part in PARTS if item in part.items), REST)


def parts_usd_per_kw_year(side: Side) -> dict[Part, float]:
    """A side's costs by part, in the order of the bars; the same total."""
    items = items_usd_per_kw_year(side)
    own = {part: [usd for name, usd in items.items() if part_of(name) is part] for part in (*PARTS, REST)}
    return {part: sum(found) for part, found in own.items() if found}


def differences_usd_per_kw_year(orbit: Side, ground: Side) -> dict[Part, float]:
    """Orbit less ground by part, the dearest first; they add up to the difference of the two."""
    ours, theirs = parts_usd_per_kw_year(orbit), parts_usd_per_kw_year(ground)
    found = {part: ours.get(part, 0.0) - theirs.get(part, 0.0) for part in (*PARTS, REST) if part in ours or part in theirs}
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def cost_table(bill: Bill) -> str:
    """Every item of every side, gathered by part, in USD per kilowatt-year."""
    sides = bill.sides
    items = [items_usd_per_kw_year(side) for side in sides]
    names = dict.fromkeys(name for one in items for name in one)
    lines = []
    for part in (*PARTS, REST):
        own = [name for name in names if part_of(name) is part]
        if not own:
            continue
        sums = [[one[name] for name in own if name in one] for one in items]
        swatch = f'<span class="letter" style="background:{part.fill};color:{ink(part.fill)}">{part.letter}</span>'
        label = part.name if len(own) > 1 else own[0][:1].upper() + own[0][1:]
        one_item = own[0] if len(own) == 1 else ""
        lines.append(
            _costs(f"{swatch}{escape(label)}", bill, [sum(one) if one else None for one in sums], "part", part.name.lower())
        )
        if not one_item:
            lines += [_costs(escape(name), bill, [one.get(name) for one in items], "item", name) for name in own]
    lines.append(_costs("Total", bill, [float(side.usd_per_kw_year) for side in sides], "total", ""))
    head = "".join(f'<th scope="col">{escape(side.name)}</th>' for side in sides)
    return (
        '<div class="scroll"><table class="costs"><thead><tr><th scope="col">USD per kW-year</th>'
        f"{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _costs(label: str, bill: Bill, values: Sequence[float | None], kind: str, item: str) -> str:
    """One line of the table; an item's numbers lead to it, a total's to the total."""
    cells = []
    for side, value in zip(bill.sides, values, strict=True):
        key = f"{place(bill, side)}.{kind}s_usd_per_kw_year.{item}" if item else f"{place(bill, side)}.usd_per_kw_year"
        cells.append(f"<td>{NONE if value is None else ref(key, fixed(value))}</td>")
    return f'<tr class="{kind}"><th scope="row">{label}</th>{"".join(cells)}</tr>'


def place(bill: Bill, side: Side) -> str:
    """Where a side stands in `run.json`."""
    if side is bill.orbit:
        return "bill.orbit"
    return f"bill.grounds.{next(index for index, one in enumerate(bill.grounds) if one is side)}"


def ink(fill: str) -> str:
    """Black or white, whichever reads better on the fill.

    >>> ink("#F0E442"), ink("#3B4CC0")
    ('#111', '#fff')
    """
    red, green, blue = ((int(fill[i : i + 2], 16) / 255.0) ** 2.2 for i in (1, 3, 5))
    return "#111" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 else "#fff"


# -- plain -------------------------------------------------------------------------------------------------------------


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values as a description list; names and values are HTML."""
    return '<dl class="facts">' + "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs) + "</dl>"


def grid(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A small table whose first column names the line; cells are HTML."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f'<tr><th scope="row">{line[0]}</th>{"".join(f"<td>{cell}</td>" for cell in line[1:])}</tr>' for line in lines)
    return f'<table class="plain"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def stopped(stage: str) -> str:
    """What stands in place of a section that a run did not reach."""
    return f'<p class="stopped">Not in this run: it stopped before the stage <code>{stage}</code>.</p>'
