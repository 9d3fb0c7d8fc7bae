"""The figures, each a function from results and tables of a run to HTML: delivered work, cost, one
orbit, one year, mass, and sensitivity.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

from dawndusk.core import units
from dawndusk.core.numeric import Values
from dawndusk.data.catalogue import row
from dawndusk.records.items import NOT_EXPLAINED, find
from dawndusk.report import charts, tables
from dawndusk.report.anchors import anchor
from dawndusk.report.charts import (
    Across,
    Body,
    Panel,
    Row,
    Scale,
    Series,
    is_narrow,
    line,
    rect,
    text,
)
from dawndusk.results import cost_parts, defaults, demand, numbers
from dawndusk.results.bill import Results as Bill
from dawndusk.results.bill import Side
from dawndusk.results.drivers import driver_text, finite
from dawndusk.results.fleet import Group
from dawndusk.results.life import Results as Life
from dawndusk.results.numbers import fixed, number, percent, prefixed
from dawndusk.results.saved import SavedRun
from dawndusk.results.tables import Table
from dawndusk.results.verdict import Driver
from dawndusk.results.waterfall import steps
from dawndusk.results.work import Results as Work

CELSIUS_K = units.CELSIUS_K

# -- delivered compute ---------------------------------------------------------


def waterfall(work: Work, life: Life | None) -> str:
    """Horizontal bars from the peak to the delivered work; what a step takes is hatched."""
    peak = work.peak_flop_per_s
    found = [
        Row(
            "Peak, dense 16-bit",
            0.0,
            1.0,
            "100 %",
            prefixed(peak, "FLOP/s"),
            style="bar quiet",
            href=_to("work.peak_flop_per_s"),
        )
    ]
    for step in steps(work, life):
        lost = step.before - step.after
        note = (
            f"{numbers.MINUS}{prefixed(peak * lost, 'FLOP/s', like=peak)}"
            if lost >= 5e-4
            else "no loss"
        )
        found.append(
            Row(
                _capital(step.name),
                0.0,
                step.after,
                percent(step.after),
                note,
                lost=step.before,
                href=_to(step.key),
            )
        )
    left = found[-1].high
    total = _to("life.delivered_frac" if life is not None else "work.delivered_frac")
    found.append(
        Row(
            "Delivered",
            0.0,
            left,
            percent(left),
            prefixed(peak * left, "FLOP/s", like=peak),
            style="bar sun",
            href=total,
        )
    )
    return charts.both(
        lambda width: charts.rows(found, width, 0.0, 1.0),
        f"Delivered compute: {percent(left)} of the peak is left after {len(found) - 2} steps",
        role="group",
    )


def _to(key: str) -> str:
    return f"#{anchor(key)}"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


# -- demand --------------------------------------------------------------------


def load() -> str:
    """Electricity of US data centres by year; the range of a projection is hatched."""
    found = []
    for name in demand.HISTORY:
        energy, share = row(f"{name}.energy"), row(f"{name}.share")
        ends = [
            end / demand.TWH_J
            for end in (
                (energy.spread.low, energy.spread.high)
                if energy.spread
                else (energy.value, energy.value)
            )
        ]
        part = [
            f"{100.0 * end:.3g}"
            for end in ((share.spread.low, share.spread.high) if share.spread else (share.value,))
        ]
        said = f"{ends[0]:.0f} TWh" if ends[0] == ends[1] else f"{ends[0]:.0f} to {ends[1]:.0f} TWh"
        found.append(
            Row(
                name.removeprefix("us-"),
                0.0,
                ends[0],
                said,
                f"{' to '.join(part)} % of all",
                lost=ends[1],
            )
        )
    return charts.both(
        lambda width: charts.rows(
            found, width, 0.0, 1.3 * max(one.lost or one.high for one in found)
        ),
        "Electricity of US data centres by year",
    )


# -- cost ----------------------------------------------------------------------


def costs(bill: Bill) -> str:
    """One stacked bar per side on one scale, in USD per kilowatt-year; a part's letter is the
    table's.
    """
    sides = bill.sides
    most = max(side.usd_per_kw_year for side in sides.values())

    def draw(width: int) -> Body:
        scale = Scale(0.0, most, 0.5, width - 0.5)
        pitch, drawn = 84.0, []
        for index, (key, side) in enumerate(sides.items()):
            name = "Orbit" if side is bill.orbit else f"Ground: {side.name}"
            drawn.append(text(0, index * pitch + 14, name, "name"))
            total = f"{fixed(side.usd_per_kw_year)} USD per kW-year"
            drawn.append(
                charts.linked(
                    _to(f"{key}.usd_per_kw_year"),
                    text(width, index * pitch + 14, total, "strong", "end"),
                )
            )
            bar = _stacked(side, scale, index * pitch + 22)
            drawn.append(f'<g data-side="{escape(side.name, quote=True)}">{bar}</g>')
        bottom = len(sides) * pitch - 14
        drawn.append(
            charts.x_axis(
                scale, bottom, bottom + 5, 4 if is_narrow(width) else 8, "USD per kW-year"
            )
        )
        return bottom + 38, "".join(drawn)

    words = ", ".join(f"{one.name} {number(one.usd_per_kw_year)} USD" for one in sides.values())
    return charts.both(draw, f"Cost per kW-year: {words}", role="group")


def _stacked(side: Side, scale: Scale, top: float) -> str:
    parts = cost_parts.parts_usd_per_kw_year(side).items()
    return stacked(
        [
            (p.name, p.letter, p.fill, usd, f"{p.name}: {fixed(usd)} USD per kW-year")
            for p, usd in parts
        ],
        scale,
        top,
        34.0,
    )


def stacked(
    parts: Sequence[tuple[str, str, str, float, str]], scale: Scale, top: float, height: float
) -> str:
    """A bar's segments, each a name, a letter, a fill, a value and a tip; one too thin for its
    letter has it below, moved aside where letters would touch.
    """
    drawn, at, free = [], 0.0, -99.0
    for name, letter, fill, value, tip in parts:
        x, width = scale(at), scale(at + value) - scale(at)
        drawn.append(
            f'<rect x="{x:.3f}" y="{top:.1f}" width="{width:.3f}" height="{height:.0f}"'
            f' fill="{fill}" class="segment"><title>{escape(tip)}</title></rect>'
        )
        middle = top + 0.5 * height + 4.5
        if width >= 14:
            look = f'style="fill:{tables.ink(fill)}" class="inside"'
            if charts.wide_of(name) + 42 < width:
                drawn.append(
                    f'<text x="{x + 8:.1f}" y="{middle:.1f}" {look}>{letter}  {escape(name)}</text>'
                )
            else:
                drawn.append(
                    f'<text x="{x + width / 2:.1f}" y="{middle:.1f}" text-anchor="middle"'
                    f" {look}>{letter}</text>"
                )
        elif width >= 1.0:
            place = max(x + width / 2, free + 11.0)
            drawn.append(
                line(x + width / 2, top + height, place, top + height + 5, "axis")
                + text(place, top + height + 16, letter, "tick", "middle")
            )
            free = place
        at += value
    return "".join(drawn)


# -- one orbit -----------------------------------------------------------------


def eclipses(strip: Table) -> list[tuple[float, float]]:
    """Intervals in shadow, in seconds; the lit share of an edge step gives the reach of the shadow
    in it.
    """
    lit = [float(value) for value in strip["sunlit_frac"]]
    step = float(strip["time_s"][1] - strip["time_s"][0])
    found: list[tuple[float, float]] = []
    first = None
    for index, share in enumerate([*lit, 1.0]):
        if share < 1.0 and first is None:
            first = index
        elif share >= 1.0 and first is not None:
            entry = first + (lit[first] if first > 0 else 0.0)
            found.append(
                (entry * step, (entry + sum(1.0 - share for share in lit[first:index])) * step)
            )
            first = None
    return found


def orbit(strip: Table, name: str, limit_k: float, period_s: float) -> str:
    """Power, charge, temperatures and duty through one orbit of the worst day, on one time axis in
    minutes.

    Args:
        strip: rows of one group in the table `strip`. name: of the group.
        limit_k: temperature limit of the chips. period_s: of the orbit.
    """
    import numpy

    made, used = strip["generated_w"] / 1e3, strip["used_w"] / 1e3
    nodes = ("chip_k", "plate_k", "coolant_k", "radiator_k", "array_k")
    chip, plate, coolant, radiator, array = (strip[one] - CELSIUS_K for one in nodes)
    limit = limit_k - CELSIUS_K
    charge, duty = 100.0 * strip["soc_frac"], 100.0 * strip["duty_frac"]
    coldest = float(min(one.min() for one in (chip, plate, coolant, radiator)))
    warm = (
        Series("chip", chip, "l hot"),
        Series("cold plate", plate, "l hot dash"),
        Series("coolant", coolant, "l cold"),
        Series("radiator", radiator, "l cold dash"),
        Series(f"chip limit {fixed(limit)} °C", 0.0 * chip + limit, "l ink dots"),
    )
    panels = (
        Panel(
            "Power, kW",
            (Series("available from the array", made, "l sun"), Series("used", used, "l ink dash")),
            0.0,
            1.08 * float(max(made.max(), used.max())),
            92,
        ),
        Panel(
            "Battery charge, %",
            (Series("charge", charge, "l eclipse"),),
            0.0,
            105.0,
            76,
            f"lowest {fixed(charge.min(), 1)} %",
        ),
        Panel(
            "Temperature from chip to radiator, °C",
            warm,
            5.0 * numpy.floor(coldest / 5.0 - 0.4),
            max(limit, float(chip.max())) + 4.0,
            104,
            f"hottest chip {fixed(chip.max(), 1)} °C",
        ),
        Panel(
            "Temperature of the array, °C",
            (Series("array", array, "l sun"),),
            20.0 * numpy.floor(array.min() / 20.0 - 0.2),
            20.0 * numpy.ceil(array.max() / 20.0 + 0.2),
            76,
            f"{fixed(array.min())} to {fixed(array.max())} °C",
        ),
        Panel(
            "Compute duty, % of full work",
            (Series("duty", duty, "l ink"),),
            0.0,
            105.0,
            66,
            f"mean {fixed(duty.mean(), 1)} %",
        ),
    )
    minutes = [(mark, fixed(mark)) for mark in charts.ticks(0.0, period_s / 60.0, 6)]
    shades = [(a / 60.0, min(b, period_s) / 60.0) for a, b in eclipses(strip)]
    across = Across(
        strip["time_s"] / 60.0,
        0.0,
        period_s / 60.0,
        minutes,
        "minutes; shaded: eclipse",
        shades,
    )
    return charts.both(
        lambda width: charts.stack(panels, across, width),
        f"One orbit of a satellite of {name} on the day of its lowest sunlight",
    )


# -- one year ------------------------------------------------------------------


def year(start: datetime.date, season: Table, group: Group, longest_eclipse_s: float) -> str:
    """Beta angle and eclipse minutes per orbit through the year from the mission's start.

    Args:
        start: of the mission. season: rows of one group in the table `season`.
        group: its design. longest_eclipse_s: of its year.
    """
    import numpy

    thin = {name: column[::4] for name, column in season.items()}
    day = thin["day"]
    beta = [numpy.degrees(thin[f"beta_{one}_rad"]) for one in ("first", "low", "high")]
    dark = [
        thin[f"eclipse_{one}_frac"] * group.period_s / 60.0
        for one in ("first", "shortest", "longest")
    ]
    panels = (
        _season(
            "Beta angle, degrees",
            beta,
            group.planes,
            5.0 * numpy.floor(beta[1].min() / 5.0),
            5.0 * numpy.ceil(beta[2].max() / 5.0),
        ),
        _season(
            "Eclipse in each orbit, minutes",
            dark,
            group.planes,
            0.0,
            max(1.12 * float(dark[2].max()), 1.0),
            f"longest {fixed(longest_eclipse_s / 60.0, 1)} min",
        ),
    )
    months = _months(start, int(day[-1]) + 1)

    def draw(width: int) -> Body:
        shown = [
            (at, f"{one:%b}") for at, one in months if not (is_narrow(width) and one.month % 2 == 0)
        ]
        name = f"months from {start.day} {start:%B %Y}"
        return charts.stack(panels, Across(day, 0.0, float(day[-1]) + 0.5, shown, name), width)

    return charts.both(draw, "Beta angle and eclipse minutes over one year")


def _season(
    title: str, values: list[Values], planes: int, low: float, high: float, note: str = ""
) -> Panel:
    """The first plane as a line; several planes as a band from the lowest to the highest.

    Args:
        title: of the panel. values: of the first plane, lowest and highest, each [day].
        planes: how many. low, high: ends of the axis. note: beside the title.
    """
    first, lowest, highest = values
    one = Series("plane 1", first, "l eclipse")
    band = (f"lowest to highest of {planes} planes", lowest, highest) if planes > 1 else None
    return Panel(title, (one,), float(low), float(high), 110.0, note, band)


def _months(start: datetime.date, days: int) -> list[tuple[float, datetime.date]]:
    """The first day of each month within the year flown, in days from the start."""
    found = []
    for count in range(14):
        month = start.month - 1 + count
        first = datetime.date(start.year + month // 12, month % 12 + 1, 1)
        if 0 <= (first - start).days <= days - 10:
            found.append((float((first - start).days), first))
    return found


# -- mass ----------------------------------------------------------------------


def masses(items: Table, group: Group, alone: bool = True) -> str:
    """The launch mass of one satellite by item: kilograms, share, and kilograms per kilowatt of
    chips and hosts.

    Args:
        items: rows of one group in the table `mass`. group: its design.
        alone: whether the fleet is this group, so that means over the fleet are its values.
    """
    total, kilowatts = group.satellite_mass_kg, group.satellite_it_w / 1e3
    found = []
    pairs = zip(items["item"].tolist(), items["satellite_kg"].tolist(), strict=True)
    for name, kg in sorted(pairs, key=lambda one: -one[1]):
        style = "bar quiet" if name == NOT_EXPLAINED else "bar"
        note = f"{percent(kg / total)}, {fixed(kg / kilowatts, 1)} kg/kW"
        to = _to(f"fleet.items_kg.{name}") if alone else ""  # the key is the mean over the fleet
        found.append(Row(find(name).title, 0.0, kg, f"{fixed(kg)} kg", note, style=style, href=to))
    low, high = min(0.0, *(row.high for row in found)), max(row.high for row in found)
    return charts.both(
        lambda width: charts.rows(found, width, low, high),
        f"Mass of one satellite: {number(total)} kg",
        role="group",
    )


# -- sensitivity ---------------------------------------------------------------


def tornado(run: SavedRun, nominal: float) -> str:
    """The ratio of each driver from its low to its high value around the nominal; parity with the
    ground is marked.
    """
    found = run.verdict.drivers
    shown = finite(found)
    ends = [one for driver in shown for one in driver.ratios]
    least, most = min(1.0, nominal, *ends), max(1.0, nominal, *ends)
    evidence = {one.key: one.mark for one in defaults.defaults(run)}

    def draw(width: int) -> Body:
        small = is_narrow(width)
        scale = Scale(least, most, 10.0 if small else 215.0, width - (10.0 if small else 275.0))
        pitch = 66.0 if small else 42.0
        bottom = 26.0 + pitch * len(shown)
        drawn = [
            charts.x_axis(scale, bottom - 5 if small else 24, bottom, 6, "ratio of orbit to ground")
        ]
        drawn.append(_names(scale, nominal, "1: ground" if small else "1: cost of the ground"))
        if not small:
            drawn += [
                text(width - 135, 14, "at its low value", "note", "end"),
                text(width, 14, "at its high value", "note", "end"),
            ]
        for index, driver in enumerate(shown):
            top, mark = 28.0 + index * pitch, evidence.get(driver.key, "")
            place = found.index(driver)
            drawn.append(_bar(run, driver, place, scale, top, nominal, width, mark))
        return bottom + 38.0, "".join(drawn)

    return charts.both(draw, "Largest one-at-a-time sensitivities of the ratio", role="group")


def _names(scale: Scale, nominal: float, parity: str) -> str:
    """Nominal and parity, named above the bars; where the two names would touch, parity's is left
    to the axis.
    """
    drawn = ""
    used: list[tuple[float, float]] = []
    for value, words, style in (
        (nominal, f"nominal {number(nominal)}", "strong"),
        (1.0, parity, "note"),
    ):
        half = 0.5 * charts.wide_of(words, style)
        middle = min(max(scale(value), half), scale.end + 10.0 - half)
        if all(abs(middle - other) > half + room + 4.0 for other, room in used):
            drawn += text(middle, 14, words, style, "middle")
            used.append((middle, half))
    return drawn


def _bar(
    run: SavedRun,
    driver: Driver,
    place: int,
    scale: Scale,
    top: float,
    nominal: float,
    width: int,
    evidence: str,
) -> str:
    """One input: its key with the kind of evidence, the bar from low to high, and the ratio at
    either end; `place` is its index in `run.json`.
    """
    small = is_narrow(width)
    given = run.inputs[driver.key]["from"]
    mark = evidence or ("given" if given == "default" else f"given in {given}")
    at_low, at_high = driver.ratios
    name = charts.linked(_to(driver.key), text(0, top + 13, driver.key, "name plate"))
    drawn = [
        name,
        text(
            width if small else 0,
            top + (13 if small else 28),
            mark,
            "note plate",
            "end" if small else "start",
        ),
    ]
    y = top + (21.0 if small else 9.0)
    ends = ((at_low, driver.low, "low"), (at_high, driver.high, "high"))
    for ratio, _, which in ends:
        a, b = sorted((scale(nominal), scale(ratio)))
        drawn.append(rect(a, y, b - a, 16, which))
    above, below = (
        (2.0, 17.0) if small else (14.0, 28.0)
    )  # on a phone the words stand between the bars
    for value, style in ((1.0, "parity"), (nominal, "nominal")):
        drawn.append(line(scale(value), y - above, scale(value), y + below, style))
    if small:
        for side, (ratio, value, _) in enumerate(sorted(ends)):
            label = f"{number(ratio)} at {driver_text(run, driver, value)}"
            drawn.append(
                text(width if side else 0, y + 29, label, "note plate", "end" if side else "start")
            )
    else:
        for x, (ratio, value, which) in zip((width - 135, width), ends, strict=True):
            to = _to(f"verdict.drivers.{place}.ratio_at_{which}")
            drawn.append(charts.linked(to, text(x, top + 13, number(ratio), "strong", "end")))
            words = f"at {driver_text(run, driver, value)}"
            drawn.append(text(x, top + 28, words, "note", "end"))
    return "".join(drawn)
