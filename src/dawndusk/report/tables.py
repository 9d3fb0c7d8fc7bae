"""Tables of the page: the defaults used, and the cost of both sides by item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from dawndusk.records.items import COST_PARTS, cost_part, find
from dawndusk.report.anchors import anchor, ref
from dawndusk.results.bill import Results as Bill
from dawndusk.results.defaults import Default
from dawndusk.results.numbers import NONE, fixed

# -- defaults ------------------------------------------------------------------


def defaults_table(found: Sequence[Default]) -> str:
    """One line per default, with source and kind of evidence; estimates carry a mark and the
    word.
    """
    lines = []
    for one in found:
        kind = f'<span class="estimate">{one.mark}</span>' if one.is_estimate else escape(one.mark)
        lines.append(
            f'<tr id="{anchor(one.key, "row")}"><th scope="row"><a'
            f' href="#{anchor(one.key)}"><code>{breakable(one.key)}</code></a></th><td'
            f' class="value">{escape(one.value)}<span'
            f' class="spread">{escape(one.spread)}</span></td><td class="kind">{kind}</td><td'
            f' class="source">{escape(one.source)}<br><code>{breakable(one.row)}</code></td></tr>'
        )
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Key", "Value and range", "Evidence", "Source and row")
    )
    return (
        "<table"
        f' class="defaults"><thead><tr>{head}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    )


def breakable(key: str) -> str:
    """A dotted key that may break after a dot or an underscore, escaped."""
    return re.sub(r"([._])", r"\1<wbr>", escape(key))


# -- costs ---------------------------------------------------------------------


def cost_table(bill: Bill) -> str:
    """Every item of every side, gathered by part, in USD per kilowatt-year."""
    sides = bill.sides.values()
    items = [side.items_usd_per_kw_year for side in sides]
    names = dict.fromkeys(name for one in items for name in one)
    lines = []
    for part in COST_PARTS:
        own = [name for name in names if cost_part(name) is part]
        if not own:
            continue
        sums = [[one[name] for name in own if name in one] for one in items]
        swatch = (
            '<span class="letter"'
            f' style="background:{part.fill};color:{ink(part.fill)}">{part.letter}</span>'
        )
        label = part.name if len(own) > 1 else find(own[0]).title
        one_item = own[0] if len(own) == 1 else ""
        lines.append(
            _costs(
                f"{swatch}{escape(label)}",
                bill,
                [sum(one) if one else None for one in sums],
                "part",
                part.name.lower(),
            )
        )
        if not one_item:
            lines += [
                _costs(escape(name), bill, [one.get(name) for one in items], "item", name)
                for name in own
            ]
    lines.append(_costs("Total", bill, [side.usd_per_kw_year for side in sides], "total", ""))
    head = "".join(f'<th scope="col">{escape(side.name)}</th>' for side in sides)
    return (
        '<div class="scroll"><table class="costs"><thead><tr><th scope="col">USD per kW-year</th>'
        f"{head}</tr></thead><tbody>{''.join(lines)}</tbody></table></div>"
    )


def _costs(label: str, bill: Bill, values: Sequence[float | None], kind: str, item: str) -> str:
    """One line of the table; an item's numbers lead to it, a total's to the total."""
    cells = []
    for side, value in zip(bill.sides, values, strict=True):
        key = f"{side}.{kind}s_usd_per_kw_year.{item}" if item else f"{side}.usd_per_kw_year"
        cells.append(f"<td>{NONE if value is None else ref(key, fixed(value))}</td>")
    return f'<tr class="{kind}"><th scope="row">{label}</th>{"".join(cells)}</tr>'


def ink(fill: str) -> str:
    """Black or white, whichever reads better on the fill.

    >>> ink("#F0E442"), ink("#3B4CC0")
    ('#111', '#fff')
    """
    red, green, blue = ((int(fill[i : i + 2], 16) / 255.0) ** 2.2 for i in (1, 3, 5))
    return "#111" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.2 else "#fff"


# -- plain ---------------------------------------------------------------------


def facts(pairs: Sequence[tuple[str, str]]) -> str:
    """Names and values as a description list; names and values are HTML."""
    return (
        '<dl class="facts">'
        + "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in pairs)
        + "</dl>"
    )


def grid(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """A small table whose first column names the line; cells are HTML."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{line[0]}</th>{"".join(f"<td>{cell}</td>" for cell in line[1:])}</tr>'
        for line in lines
    )
    return f'<table class="plain"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def stopped(stage: str) -> str:
    """The line in place of a section that a run did not reach."""
    return (
        '<p class="stopped">Not available: the run stopped before the stage'
        f" <code>{stage}</code>.</p>"
    )
