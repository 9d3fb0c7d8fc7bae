"""The comparison as one self-contained page: cost of every system, its design, where the compute
goes, and cost and mass by part.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dawndusk.records.items import COST_PARTS, ITEMS, REST, mass_parts
from dawndusk.report import charts, figures, tables
from dawndusk.report.anchors import anchor, folded, ref
from dawndusk.report.charts import Body, Scale, is_narrow, line, rect, text
from dawndusk.report.style import document
from dawndusk.results import battery_choice, comparison, headline
from dawndusk.results.comparison import Line, bill_of, price_side, side_key
from dawndusk.results.drivers import driver_text, finite
from dawndusk.results.numbers import TIMES, fixed, number, percent, prefixed, prose
from dawndusk.results.saved import SavedRun


def comparison_page(runs: Sequence[SavedRun]) -> str:
    """The page of two to five saved runs on one boundary."""
    found = comparison.lines(runs)
    constraints = [
        (
            escape(run.name),
            _cell(index, comparison.Cell(comparison.binds(run), "verdict.binding_constraint")),
        )
        for index, run in enumerate(runs)
    ]
    performance = _table(runs, found, comparison.PERFORMANCE)
    parts = (
        ("verdict", "Verdict", _verdict(runs, found)),
        ("design", "Design", _table(runs, found, comparison.DESIGN)),
        ("compute", "Performance", f"<figure>{_delivered(runs)}</figure>{performance}"),
        ("cost", "Cost breakdown", _cost(runs, found)),
        ("mass", "Mass breakdown", _mass(runs, found)),
        ("binds", "Binding constraints", tables.facts(constraints)),
        ("estimates", "Sensitivities", _sensitivities(runs)),
        ("demand", comparison.DEMAND, _table(runs, found, comparison.DEMAND)),
        ("explained", "Provenance of every number", _explained(runs, found)),
    )
    contents = "".join(f'<a href="#{id}">{name}</a>' for id, name, _ in parts)
    body = "".join(
        f'<section id="{id}"><h2><span>{n}</span>{name}</h2>{inner}</section>'
        for n, (id, name, inner) in enumerate(parts, 1)
    )
    names = ", ".join(run.name for run in runs)
    boundary = bill_of(runs[0]).boundary
    counted = headline.BOUNDARIES[boundary]
    titles = ", ".join(f'<span class="whole">{escape(run.name)}</span>' for run in runs)
    head = (
        f'<header><p class="kicker">dawndusk comparison, boundary {boundary}</p><h1>{titles}</h1>'
        f'<p class="fleet">{escape(counted[:1].upper() + counted[1:])}</p></header>'
    )
    return document(
        f"Comparison: {names}", f"{head}<nav>{contents}</nav><main>{body}</main>{_footer(runs)}"
    )


def _footer(runs: Sequence[SavedRun]) -> str:
    import dawndusk

    years = {run.inputs["money.base_year"]["value"] for run in runs}
    money = (
        f"Money is real USD of {years.pop()}."
        if len(years) == 1
        else "Money is real USD of each scenario's own base year."
    )
    return (
        f"<footer><p>Made by dawndusk {escape(dawndusk.__version__)}. {money} A kilowatt is of"
        " chips and host that work.</p></footer>"
    )


def _cell(index: int, cell: comparison.Cell) -> str:
    words = (
        prose(cell.text).replace(" x", f" {TIMES}")
        if cell.text.endswith(" x")
        else prose(cell.text)
    )
    return ref(cell.key, words, f"is-{index}") if cell.key else words


def _table(runs: Sequence[SavedRun], found: Sequence[Line], section: str) -> str:
    head = ["", *(_name(run) for run in runs)]
    body = [
        [escape(one.label), *(_cell(i, cell) for i, cell in enumerate(one.cells))]
        for one in found
        if one.section == section
    ]
    return f'<div class="scroll">{tables.grid(head, body)}</div>'


def _name(run: SavedRun) -> str:
    return escape(run.name).replace("@", "<wbr>@")


# -- verdict and cost ----------------------------------------------------------


def _verdict(runs: Sequence[SavedRun], found: Sequence[Line]) -> str:
    flying = [run for run in runs if run.fleet is not None]
    words = "Nothing flies in any of them."
    if flying:
        ranked = sorted(flying, key=_ratio)
        first, last = ranked[0], ranked[-1]
        words = (
            f"On its own assumptions {escape(first.name)} has the lowest cost relative to its own"
            f" ground: {_ratio_text(first)}"
        )
        words += (
            f"; {escape(last.name)} has the highest: {_ratio_text(last)}."
            if last is not first
            else "."
        )
        words += _level(flying)
    note = (
        "Amber: in orbit. Blue: on the ground. Black mark: the same work on the system's own"
        " ground. A dollar per PFLOP/s-day is the price of one day of a petaFLOP/s delivered, dense"
        " 16-bit: the unit in which systems with different chips compare best. Tokens, and the"
        " share of the peak that is reached, compare only between systems that do the same work."
        " Scenarios differ in launch price and in the mass that they claim for a satellite: the"
        " line <i>same launch, built-up mass</i> removes both differences."
    )
    choices = "".join(f"<p>{escape(one)}</p>" for one in battery_choice.sentences(runs))
    return (
        f'<p class="lead">{words}</p>{choices}<figure>{_bars(runs)}<figcaption>{note}</figcaption>'
        f"</figure>{_table(runs, found, comparison.VERDICT)}"
    )


def _level(flying: Sequence[SavedRun]) -> str:
    """The ranking with the launch of the first system and every satellite's mass built up of its
    parts.
    """
    found = {run.name: run.verdict.level_ratio for run in flying}
    ratios = {name: ratio for name, ratio in found.items() if ratio is not None}
    if len(ratios) < 2:
        return ""
    ranked = ", ".join(
        f"{escape(name)} {number(ratio)}"
        for name, ratio in sorted(ratios.items(), key=lambda one: one[1])
    )
    return f" With the launch of {escape(flying[0].name)} and built-up masses: {ranked}."


def _ratio(run: SavedRun) -> float:
    return bill_of(run).ratio or 0.0


def _ratio_text(run: SavedRun) -> str:
    ratio = _ratio(run)
    return f"{number(ratio)} times its cost" if ratio >= 1.0 else f"{percent(ratio, 0)} of its cost"


def _bars(runs: Sequence[SavedRun]) -> str:
    """Dollars per PFLOP/s-day of every system, and of its own ground as a mark; per kW-year where
    no work is priced.
    """
    name = (
        "usd_per_pflop_day"
        if price_side(runs[0]).usd_per_pflop_day is not None
        else "usd_per_kw_year"
    )
    label = "USD per PFLOP/s-day" if name == "usd_per_pflop_day" else "USD per kW-year"
    values = [getattr(price_side(run), name) for run in runs]
    own = [getattr(bill_of(run).ground, name) if run.fleet is not None else None for run in runs]
    most = max([*values, *(value for value in own if value is not None)])

    def draw(width: int) -> Body:
        small = is_narrow(width)
        left, right, pitch = (0.0, 64.0, 52.0) if small else (190.0, 110.0, 40.0)
        scale = Scale(0.0, most, left, width - right)
        bottom = len(runs) * pitch + 6.0
        drawn = [charts.x_axis(scale, 0, bottom, 4 if small else 6, label)]
        for index, (run, value, ground) in enumerate(zip(runs, values, own, strict=True)):
            top = index * pitch + (20.0 if small else 4.0)
            style = "bar" if run.fleet is None else "bar sun"
            drawn.append(
                text(
                    0 if small else left - 12,
                    top - 6 if small else top + 15,
                    run.name,
                    "name",
                    "start" if small else "end",
                )
            )
            drawn.append(rect(left, top, scale(value) - left, 22, style))
            key = f"{side_key(run)}.{name}"
            drawn.append(
                charts.linked(
                    f"#{anchor(key, f'is-{index}')}",
                    text(
                        scale(value) + 8,
                        top + 15.5,
                        fixed(value, 2 if value < 100 else 0),
                        "strong",
                    ),
                )
            )
            if ground is not None:
                drawn.append(line(scale(ground), top - 3, scale(ground), top + 25, "nominal"))
        return bottom + 40.0, "".join(drawn)

    return charts.both(draw, f"{label} of every system", role="group")


def _cost(runs: Sequence[SavedRun], found: Sequence[Line]) -> str:
    known = {part.name.lower(): part for part in COST_PARTS}
    stacks = []
    for run in runs:
        costs = price_side(run).parts_usd_per_kw_year
        bar = [
            (part.name, part.letter, part.fill, costs[name])
            for name, part in known.items()
            if name in costs
        ]
        # of another version
        bar += [(name, "", REST.fill, usd) for name, usd in costs.items() if name not in known]
        stacks.append((run.name, bar))
    words = (
        "Yearly cost per kW of chips and host that work, by part. The letters are those of the"
        " table."
    )
    letters = [(part.letter, part.fill, name) for name, part in known.items()]
    table = _table_of(runs, found, comparison.COST, letters)
    return f"<p>{words}</p><figure>{_stacks(stacks, 'USD per kW-year')}</figure>{table}"


def _mass(runs: Sequence[SavedRun], found: Sequence[Line]) -> str:
    stacks = []
    for run in runs:
        if run.fleet is None:
            continue
        parts = dict.fromkeys(mass_parts(), 0.0)
        for id, kg in run.fleet.items_kg_per_it_kw.items():
            part = ITEMS[id].mass if id in ITEMS else REST  # of another version
            if part is not None:
                parts[part] += kg
        bar = [(part.name, part.letter, part.fill, kg) for part, kg in parts.items() if kg]
        stacks.append((run.name, bar))
    if not stacks:
        return "<p>Nothing flies.</p>"
    words = (
        "Kilograms per kW of chips and host, summed over the parts. Where a scenario gives a"
        " published mass, the line <i>not explained</i> is the published mass less the sum of the"
        " parts; below zero, the parts weigh more than was published."
    )
    letters = [(part.letter, part.fill, part.name) for part in mass_parts()]
    table = _table_of(runs, found, comparison.MASS, letters)
    return f"<p>{words}</p><figure>{_stacks(stacks, 'kg per kW')}</figure>{table}"


def _table_of(
    runs: Sequence[SavedRun],
    found: Sequence[Line],
    section: str,
    letters: Sequence[tuple[str, str, str]],
) -> str:
    """A section's table, each line with the letter that marks it in the figure."""
    marks = {name: (letter, fill) for letter, fill, name in letters}
    body = []
    for one in found:
        if one.section == section:
            letter, fill = marks.get(one.label, ("", ""))
            swatch = (
                '<span class="letter"'
                f' style="background:{fill};color:{tables.ink(fill)}">{letter}</span>'
                if letter
                else '<span class="letter"></span>'
            )
            body.append(
                [
                    f"{swatch}{escape(one.label)}",
                    *(_cell(i, cell) for i, cell in enumerate(one.cells)),
                ]
            )
    return f'<div class="scroll">{tables.grid(["", *(_name(run) for run in runs)], body)}</div>'


def _stacks(stacks: Sequence[tuple[str, Sequence[tuple[str, str, str, float]]]], unit: str) -> str:
    """Stacked bars on one scale; each segment a name, a letter, a fill and a value."""
    most = max(sum(value for *_, value in parts) for _, parts in stacks)

    def draw(width: int) -> Body:
        scale, pitch, drawn = Scale(0.0, most, 0.5, width - 0.5), 62.0, []
        for index, (name, parts) in enumerate(stacks):
            top = index * pitch
            total = sum(value for *_, value in parts)
            drawn.append(text(0, top + 14, name, "name"))
            drawn.append(
                text(
                    width,
                    top + 14,
                    f"{fixed(total, 0 if total >= 100 else 1)} {unit}",
                    "strong",
                    "end",
                )
            )
            drawn.append(
                figures.stacked(
                    [
                        (n, letter, fill, value, f"{n}: {number(value)} {unit}")
                        for n, letter, fill, value in parts
                    ],
                    scale,
                    top + 22,
                    24.0,
                )
            )
        bottom = len(stacks) * pitch - 4.0
        drawn.append(charts.x_axis(scale, bottom, bottom + 5, 4 if is_narrow(width) else 8, unit))
        return bottom + 38.0, "".join(drawn)

    return charts.both(draw, f"{unit} of every system, by part")


def _delivered(runs: Sequence[SavedRun]) -> str:
    """The share of the peak that every system delivers."""
    rows = []
    for run in runs:
        left = (run.life or run.work).delivered_frac if run.work else 0.0
        peak = run.work.peak_flop_per_s if run.work else 0.0
        rows.append(
            charts.Row(
                run.name, 0.0, left, percent(left), f"of {prefixed(peak, 'FLOP/s')}", lost=1.0
            )
        )
    return charts.both(
        lambda width: charts.rows(rows, width, 0.0, 1.0), "Share of the peak that is delivered"
    )


# -- evidence ------------------------------------------------------------------


def _sensitivities(runs: Sequence[SavedRun]) -> str:
    words = (
        "The inputs with the largest effect on each system's ratio, with the kind of evidence"
        " behind their range: the ratio at the low and at the high end, all else nominal. Where the"
        " evidence is an estimate, a better source would sharpen the comparison."
    )
    lines = []
    for index, run in enumerate(runs):
        for one in finite(run.verdict.drivers):
            low, high = (driver_text(run, one, value) for value in (one.low, one.high))
            key = ref(one.key, f"<code>{tables.breakable(one.key)}</code>", f"is-{index}")
            kind = comparison.evidence(run, one)
            lines.append(
                [
                    _name(run),
                    key,
                    f"◆ {kind}" if kind == "estimate" else kind,
                    escape(f"{low} to {high}"),
                    comparison.ratios_text(one),
                ]
            )
    if not lines:
        return "<p>No input has a range over which a design closes.</p>"
    return (
        f"<p>{words}</p><div"
        f' class="scroll">{tables.grid(("", "input", "evidence", "range", "ratio"), lines)}</div>'
    )


def _explained(runs: Sequence[SavedRun], found: Sequence[Line]) -> str:
    """What `explain` prints for every key that a cell leads to, system by system."""
    parts = []
    for index, run in enumerate(runs):
        keys = dict.fromkeys(line.cells[index].key for line in found if line.cells[index].key)
        keys |= dict.fromkeys(one.key for one in finite(run.verdict.drivers))
        keys["verdict.binding_constraint"] = None
        parts.append(folded(f"{run.name}: {len(keys)} numbers", keys, run, f"is-{index}"))
    return (
        "<p>Every number of this page leads here; <code>dawndusk explain KEY RUN</code> prints the"
        f" same text for a run.</p>{''.join(parts)}"
    )
