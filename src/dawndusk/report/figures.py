"""The figures, each a function from the run to HTML: where the work goes, what it costs, one orbit,
one year, mass, and what moves the answer.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape

from dawndusk.core import units
from dawndusk.core.numeric import Values
from dawndusk.data.catalogue import row
from dawndusk.records.bill import Bill, Side
from dawndusk.records.fleet import Group
from dawndusk.records.flight import GroupFlight, Strip
from dawndusk.records.items import NOT_EXPLAINED, find
from dawndusk.records.life import Life
from dawndusk.records.run import Driver, Run
from dawndusk.records.work import Work
from dawndusk.report import charts, tables
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
from dawndusk.report.links import anchor
from dawndusk.results import cost_parts, defaults, demand, numbers
from dawndusk.results.cost_parts import place
from dawndusk.results.drivers import driver_text, finite
from dawndusk.results.numbers import fixed, number, percent, prefixed
from dawndusk.results.waterfall import steps

CELSIUS_K = units.CELSIUS_K

# -- delivered compute ---------------------------------------------------------


def waterfall(work: Work, life: Life | None) -> str:
    """Horizontal bars from the peak to the delivered work; what a step takes is hatched."""
    peak = float(work.peak_flop_per_s)
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
            else "costs nothing"
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
    """Electricity of US data centres over the years; what a projection leaves open is hatched."""
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
    most = max(float(side.usd_per_kw_year) for side in sides)

    def draw(width: int) -> Body:
        scale = Scale(0.0, most, 0.5, width - 0.5)
        pitch, drawn = 84.0, []
        for index, side in enumerate(sides):
            name = "Orbit" if side is bill.orbit else f"Ground: {side.name}"
            drawn.append(text(0, index * pitch + 14, name, "name"))
            total = f"{fixed(float(side.usd_per_kw_year))} USD per kW-year"
            drawn.append(
                charts.linked(
                    _to(f"{place(bill, side)}.usd_per_kw_year"),
                    text(width, index * pitch + 14, total, "strong", "end"),
                )
            )
            drawn.append(
                f'<g data-side="{escape(side.name, quote=True)}">{_stacked(side, scale, index * pitch + 22)}</g>'
            )
        bottom = len(sides) * pitch - 14
        drawn.append(
            charts.x_axis(
                scale, bottom, bottom + 5, 4 if is_narrow(width) else 8, "USD per kW-year"
            )
        )
        return bottom + 38, "".join(drawn)

    words = ", ".join(f"{side.name} {number(side.usd_per_kw_year)} USD" for side in sides)
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


def eclipses(strip: Strip) -> list[tuple[float, float]]:
    """Intervals in shadow, in seconds; the lit share of an edge step says how far into it the
    shadow reaches.
    """
    lit = [float(value) for value in strip.sunlit_frac]
    step = float(strip.time_s[1] - strip.time_s[0])
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


def orbit(run: Run, flown: GroupFlight, strip: Strip, period_s: float) -> str:
    """Power, charge, temperatures and duty through one orbit of the worst day, on one time axis in
    minutes.
    """
    import numpy

    compute = run.scenario.satellite.compute
    made, used = numpy.asarray(strip.generated_w) / 1e3, numpy.asarray(strip.used_w) / 1e3
    kelvins = (strip.chip_k, strip.plate_k, strip.coolant_k, strip.radiator_k, strip.array_k)
    chip, plate, coolant, radiator, array = (numpy.asarray(one) - CELSIUS_K for one in kelvins)
    limit = float(compute.limit_k) - CELSIUS_K
    charge, duty = 100.0 * numpy.asarray(strip.soc_frac), 100.0 * numpy.asarray(strip.duty_frac)
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
            (Series("array can give", made, "l sun"), Series("used", used, "l ink dash")),
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
        numpy.asarray(strip.time_s) / 60.0,
        0.0,
        period_s / 60.0,
        minutes,
        "minutes; shaded: eclipse",
        shades,
    )
    return charts.both(
        lambda width: charts.stack(panels, across, width),
        f"One orbit of a satellite of {flown.name} on its worst day",
    )


# -- one year ------------------------------------------------------------------


def year(start: datetime.date, flown: GroupFlight, period_s: float) -> str:
    """Beta angle and eclipse minutes per orbit through the year from the mission's start."""
    import numpy

    thin = slice(None, None, 4)
    day = numpy.asarray(flown.season.day)[thin]
    beta = numpy.degrees(numpy.asarray(flown.season.beta_rad)[:, thin])
    dark = numpy.asarray(flown.season.eclipse_frac)[:, thin] * period_s / 60.0
    panels = (
        _season(
            "Beta angle, degrees",
            beta,
            5.0 * numpy.floor(beta.min() / 5.0),
            5.0 * numpy.ceil(beta.max() / 5.0),
            110.0,
        ),
        _season(
            "Eclipse in each orbit, minutes",
            dark,
            0.0,
            max(1.12 * float(dark.max()), 1.0),
            110.0,
            f"longest {fixed(float(flown.longest_eclipse_s) / 60.0, 1)} min",
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
    title: str, values: Values, low: float, high: float, height: float, note: str = ""
) -> Panel:
    """The first plane as a line; several planes as a band from the lowest to the highest."""
    planes = len(values)
    one = Series("plane 1", values[0], "l eclipse")
    band = (
        (f"lowest to highest of {planes} planes", values.min(0), values.max(0))
        if planes > 1
        else None
    )
    return Panel(title, (one,), float(low), float(high), height, note, band)


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


def masses(group: Group, alone: bool = True) -> str:
    """What one satellite's launch mass is made of: kilograms, share, and kilograms per kilowatt of
    chips and host.
    """
    total, kilowatts = float(group.launch_mass_kg), float(group.it_w) / 1e3
    found = []
    for name, kg in sorted(
        ((name, float(kg)) for name, kg in group.mass_kg.items()), key=lambda one: -one[1]
    ):
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


# -- what moves the answer -----------------------------------------------------


def tornado(run: Run, bill: Bill) -> str:
    """Each driver's ratio from its low to its high value around the nominal; parity with the ground
    is marked.
    """
    nominal = float(bill.ratio)
    shown = finite(run)
    ends = [one for driver in shown for one in (driver.ratio_at_low, driver.ratio_at_high)]
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
        drawn.append(_names(scale, nominal, "1: ground" if small else "1: as the ground"))
        if not small:
            drawn += [
                text(width - 135, 14, "at its low value", "note", "end"),
                text(width, 14, "at its high value", "note", "end"),
            ]
        for index, driver in enumerate(shown):
            drawn.append(
                _bar(
                    run,
                    driver,
                    scale,
                    28.0 + index * pitch,
                    nominal,
                    width,
                    evidence.get(driver.key, ""),
                )
            )
        return bottom + 38.0, "".join(drawn)

    return charts.both(draw, "What moves the ratio, input by input", role="group")


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
    run: Run, driver: Driver, scale: Scale, top: float, nominal: float, width: int, evidence: str
) -> str:
    """One input: its key with the kind of evidence, the bar from low to high, and the ratio at
    either end.
    """
    small = is_narrow(width)
    origin = run.loaded.origins.get(driver.key)
    mark = evidence or (f"given in {origin.where}" if origin and origin.where else "given")
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
    ends = ((driver.ratio_at_low, driver.low, "low"), (driver.ratio_at_high, driver.high, "high"))
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
        for place, (ratio, value, which) in zip((width - 135, width), ends, strict=True):
            to = _to(f"verdict.drivers.{run.drivers.index(driver)}.ratio_at_{which}")
            drawn.append(charts.linked(to, text(place, top + 13, number(ratio), "strong", "end")))
            drawn.append(
                text(place, top + 28, f"at {driver_text(run, driver, value)}", "note", "end")
            )
    return "".join(drawn)
