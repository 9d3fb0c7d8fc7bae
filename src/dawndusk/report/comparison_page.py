"""The comparison as one self-contained page: who is how dear, what was designed, where the compute
goes, what it costs and weighs.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dawndusk.records.items import COST_PARTS, BarPart, find, mass_parts
from dawndusk.records.run import Run
from dawndusk.report import charts, figures, tables
from dawndusk.report.charts import Body, Scale, is_narrow, line, rect, text
from dawndusk.report.links import anchor, folded, ref
from dawndusk.report.style import document
from dawndusk.results import battery_choice, comparison, cost_parts, drivers, headline, waterfall
from dawndusk.results.comparison import Line, price_side
from dawndusk.results.numbers import TIMES, fixed, number, percent, prefixed, prose
from dawndusk.results.saved import saved


def comparison_page(runs: Sequence[Run]) -> str:
    """The page of two to five runs on one boundary."""
    assert runs[0].bill is not None
    found = comparison.lines(runs)
    parts = (
        ("verdict", "Verdict", _verdict(runs, found)),
        ("design", "What flies", _table(runs, found, "Design")),
        (
            "compute",
            "Where the compute goes",
            (
                f"<figure>{_delivered(runs)}</figure>{_table(runs, found, 'Delivered, factor by factor')}"
            ),
        ),
        ("cost", "What it costs", _cost(runs, found)),
        ("mass", "What it weighs", _mass(runs, found)),
        (
            "binds",
            "What binds",
            tables.facts(
                [
                    (
                        escape(run.scenario.name),
                        _cell(
                            index,
                            comparison.Cell(comparison.binds(run), "verdict.binding_constraint"),
                        ),
                    )
                    for index, run in enumerate(runs)
                ]
            ),
        ),
        ("estimates", "Estimates that matter", _estimates(runs)),
        ("demand", "Beside the demand", _table(runs, found, "Beside US data centres")),
        ("explained", "Every number explained", _explained(runs, found)),
    )
    contents = "".join(f'<a href="#{id}">{name}</a>' for id, name, _ in parts)
    body = "".join(
        f'<section id="{id}"><h2><span>{n}</span>{name}</h2>{inner}</section>'
        for n, (id, name, inner) in enumerate(parts, 1)
    )
    names = ", ".join(run.scenario.name for run in runs)
    boundary = runs[0].bill.boundary
    titles = ", ".join(f'<span class="whole">{escape(run.scenario.name)}</span>' for run in runs)
    head = (
        f'<header><p class="kicker">dawndusk comparison, boundary {boundary}</p><h1>{titles}</h1>'
        f'<p class="fleet">{escape(headline.BOUNDARIES[boundary][:1].upper() + headline.BOUNDARIES[boundary][1:])}</p></header>'
    )
    return document(
        f"Comparison: {names}", f"{head}<nav>{contents}</nav><main>{body}</main>{_footer(runs)}"
    )


def _footer(runs: Sequence[Run]) -> str:
    import dawndusk

    years = {run.scenario.money.base_year for run in runs}
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


def _table(runs: Sequence[Run], found: Sequence[Line], section: str) -> str:
    head = ["", *(_name(run) for run in runs)]
    body = [
        [escape(one.label), *(_cell(i, cell) for i, cell in enumerate(one.cells))]
        for one in found
        if one.section == section
    ]
    return f'<div class="scroll">{tables.grid(head, body)}</div>'


def _name(run: Run) -> str:
    return escape(run.scenario.name).replace("@", "<wbr>@")


# -- verdict and cost ----------------------------------------------------------


def _verdict(runs: Sequence[Run], found: Sequence[Line]) -> str:
    flying = [run for run in runs if run.bill is not None and run.bill.orbit is not None]
    words = "Nothing flies in any of them."
    if flying:
        ranked = sorted(flying, key=lambda run: float(run.bill.ratio) if run.bill else 0.0)
        first, last = ranked[0], ranked[-1]
        words = (
            f"On its own assumptions {escape(first.scenario.name)} comes nearest to its ground:"
            f" {_ratio(first)}"
        )
        words += (
            f"; {escape(last.scenario.name)} is farthest with {_ratio(last)}."
            if last is not first
            else "."
        )
        words += _level(flying)
    note = (
        "Amber: in orbit. Blue: on the ground. Black mark: the same work on the system's own"
        " ground. A dollar a PFLOP/s-day prices one day of a petaFLOP/s delivered, dense 16-bit:"
        " the unit in which systems with other chips compare best. Tokens, and the share of the"
        " peak that is reached, compare only between systems that do the same work. Scenarios"
        " differ in launch price and in what they claim a satellite weighs: the line <i>one launch,"
        " parts' mass</i> takes both away."
    )
    choices = "".join(f"<p>{escape(one)}</p>" for one in battery_choice.sentences(runs))
    return f'<p class="lead">{words}</p>{choices}<figure>{_bars(runs)}<figcaption>{note}</figcaption></figure>{_table(runs, found, "Verdict")}'


def _level(flying: Sequence[Run]) -> str:
    """What is left of the ranking when launch and mass are the same kind of guess for all."""
    found = [
        run for run in flying if run.level_ratio is not None and run.level_ratio == run.level_ratio
    ]
    if len(found) < 2:
        return ""
    ranked = sorted(found, key=lambda run: run.level_ratio or 0.0)
    told = ", ".join(
        f"{escape(run.scenario.name)} {number(run.level_ratio or 0.0)}" for run in ranked
    )
    return (
        f" Launched as {escape(flying[0].scenario.name)} is, and as heavy as their parts: {told}."
    )


def _ratio(run: Run) -> str:
    assert run.bill is not None
    ratio = float(run.bill.ratio)
    return f"{number(ratio)} times its cost" if ratio >= 1.0 else f"{percent(ratio, 0)} of its cost"


def _bars(runs: Sequence[Run]) -> str:
    """Dollars per PFLOP/s-day of every system, and of its own ground as a mark; per kW-year where
    no work is priced.
    """
    name = (
        "usd_per_pflop_day"
        if price_side(runs[0]).usd_per_pflop_day is not None
        else "usd_per_kw_year"
    )
    label = "USD per PFLOP/s-day" if name == "usd_per_pflop_day" else "USD per kW-year"
    values = [float(getattr(price_side(run), name)) for run in runs]
    own = [
        float(getattr(run.bill.ground, name)) if run.bill and run.bill.orbit else None
        for run in runs
    ]
    most = max([*values, *(value for value in own if value is not None)])

    def draw(width: int) -> Body:
        small = is_narrow(width)
        left, right, pitch = (0.0, 64.0, 52.0) if small else (190.0, 110.0, 40.0)
        scale = Scale(0.0, most, left, width - right)
        bottom = len(runs) * pitch + 6.0
        drawn = [charts.x_axis(scale, 0, bottom, 4 if small else 6, label)]
        for index, (run, value, ground) in enumerate(zip(runs, values, own, strict=True)):
            top = index * pitch + (20.0 if small else 4.0)
            style = "bar sun" if run.bill and run.bill.orbit else "bar"
            drawn.append(
                text(
                    0 if small else left - 12,
                    top - 6 if small else top + 15,
                    run.scenario.name,
                    "name",
                    "start" if small else "end",
                )
            )
            drawn.append(rect(left, top, scale(value) - left, 22, style))
            key = f"bill.{'orbit' if run.bill and run.bill.orbit else 'ground'}.{name}"
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


def _cost(runs: Sequence[Run], found: Sequence[Line]) -> str:
    sides = [price_side(run) for run in runs]
    stacks = [
        (
            run.scenario.name,
            [
                (p.name, p.letter, p.fill, usd)
                for p, usd in cost_parts.parts_usd_per_kw_year(side).items()
            ],
        )
        for run, side in zip(runs, sides, strict=True)
    ]
    words = (
        "Yearly cost per kW of chips and host that work, by part. The letters are those of the"
        " table."
    )
    letters = [(part.letter, part.fill, part.name.lower()) for part in COST_PARTS]
    return f"<p>{words}</p><figure>{_stacks(stacks, 'USD per kW-year')}</figure>{_table_of(runs, found, 'Cost, USD per kW-year', letters)}"


def _mass(runs: Sequence[Run], found: Sequence[Line]) -> str:
    stacks = []
    for run in runs:
        if run.scenario.on_ground:
            continue
        kilowatts = float(run.fleet.total("it_w")) / run.fleet.satellites / 1e3
        parts: dict[BarPart, float] = dict.fromkeys(mass_parts(), 0.0)
        for id, kg in run.fleet.items_kg.items():
            part = find(id).mass
            if part is not None:
                parts[part] += float(kg) / kilowatts
        bar = [(part.name, part.letter, part.fill, kg) for part, kg in parts.items() if kg]
        stacks.append((run.scenario.name, bar))
    if not stacks:
        return "<p>Nothing flies.</p>"
    words = (
        "Kilograms per kW of chips and host, as the parts add up. Where a scenario gives a"
        " published mass, the line <i>not explained</i> says how far the parts are from it: below"
        " zero, they weigh more than what was published."
    )
    letters = [(part.letter, part.fill, part.name) for part in mass_parts()]
    section = "Mass, kg per kW of chips and hosts"
    return f"<p>{words}</p><figure>{_stacks(stacks, 'kg per kW')}</figure>{_table_of(runs, found, section, letters)}"


def _table_of(
    runs: Sequence[Run],
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


def _delivered(runs: Sequence[Run]) -> str:
    """What is left of the peak, of every system, after each factor: one line of steps for each."""
    rows = []
    for run in runs:
        steps = waterfall.steps(run.work, run.life) if run.work else ()
        left = steps[-1].after if steps else 0.0
        peak = float(run.work.peak_flop_per_s) if run.work else 0.0
        rows.append(
            charts.Row(
                run.scenario.name,
                0.0,
                left,
                percent(left),
                f"of {prefixed(peak, 'FLOP/s')}",
                lost=1.0,
            )
        )
    return charts.both(
        lambda width: charts.rows(rows, width, 0.0, 1.0), "Share of the peak that is delivered"
    )


# -- trust ---------------------------------------------------------------------


def _estimates(runs: Sequence[Run]) -> str:
    words = (
        "The inputs that move each system's ratio most, with the kind of evidence behind their"
        " range: the ratio at its low and at its high end, all else nominal. Where estimates decide"
        " the rivalry, a better source decides it better."
    )
    lines = []
    for index, run in enumerate(runs):
        for one in drivers.finite(run):
            spread = (
                f"{drivers.driver_text(run, one, one.low)} to"
                f" {drivers.driver_text(run, one, one.high)}"
            )
            key = ref(one.key, f"<code>{tables.breakable(one.key)}</code>", f"is-{index}")
            kind = comparison.evidence(run, one)
            lines.append(
                [
                    _name(run),
                    key,
                    f"◆ {kind}" if kind == "estimate" else kind,
                    escape(spread),
                    f"{number(one.ratio_at_low)} to {number(one.ratio_at_high)}",
                ]
            )
    if not lines:
        return "<p>No input has a range over which a design closes.</p>"
    return (
        f"<p>{words}</p><div"
        f' class="scroll">{tables.grid(("", "input", "evidence", "range", "ratio"), lines)}</div>'
    )


def _explained(runs: Sequence[Run], found: Sequence[Line]) -> str:
    """What `explain` says of every key that a cell leads to, system by system."""
    parts = []
    for index, run in enumerate(runs):
        keys = dict.fromkeys(line.cells[index].key for line in found if line.cells[index].key)
        keys |= dict.fromkeys(
            (*(one.key for one in drivers.finite(run)), "verdict.binding_constraint")
        )
        title = f"{run.scenario.name}: {len(keys)} numbers"
        parts.append(folded(title, keys, saved(run), f"is-{index}"))
    return (
        "<p>A number on this page leads here; <code>dawndusk explain KEY RUN</code> prints the"
        f" same of a run.</p>{''.join(parts)}"
    )
