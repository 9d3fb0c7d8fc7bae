"""Cost steps from the ground to orbit, part by part: each a floating bar on the scale of the
stacked ones.

Equation: step = orbit less ground of a part, USD per kW-year; the steps add up to the difference of
the two sides
Valid: of the first ground
Source: dawndusk-method
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dawndusk.report import charts
from dawndusk.report.anchors import anchor
from dawndusk.report.charts import Body, Scale, is_narrow, line, rect, text
from dawndusk.results.bill import Results as Bill
from dawndusk.results.bill import Side
from dawndusk.results.cost_steps import steps
from dawndusk.results.numbers import fixed

THICK, BESIDE, ABOVE = (
    18.0,
    28.0,
    46.0,
)  # of a bar; from bar to bar with words beside and above it, pixels


@dataclass(frozen=True)
class Bar:
    """A bar from `low` to `high` with its words, their link, and the cost after this step; without
    a fill it is a side's total.
    """

    name: str
    value: str
    low: float
    high: float
    after: float
    href: str
    fill: str = ""


def figure(bill: Bill, orbit: Side) -> str:
    """The ground's total, the steps with their signs, and orbit's total, on the scale of the
    stacked bars.
    """
    most = max(side.usd_per_kw_year for side in bill.sides.values())
    bars = _bars(bill, orbit)
    words = ", ".join(f"{one.name} {one.value}" for one in bars)

    def draw(width: int) -> Body:
        scale = Scale(0.0, most, 0.5, width - 0.5)
        drawn, links, top = [], [], 0.0
        for index, bar in enumerate(bars):
            above = is_narrow(width) or not bar.fill
            pitch = ABOVE if above else BESIDE
            y = top + pitch - THICK
            if index:
                level = scale(bars[index - 1].after)
                links.append(line(level, top, level, y, "axis"))
            drawn.append(_drawn(bar, scale, y))
            drawn.append(_words(bar, scale, y, width, above))
            top += pitch
        axis = charts.x_axis(
            scale, ABOVE - THICK, top + 6.0, 4 if is_narrow(width) else 8, "USD per kW-year"
        )
        return top + 40.0, "".join([axis, *links, *drawn])

    return charts.both(
        draw, f"Cost steps from ground to orbit, USD per kW-year: {words}", role="group"
    )


def _bars(bill: Bill, orbit: Side) -> list[Bar]:
    ground, first = bill.ground, "bill.grounds.0"

    def total(name: str, side: Side, key: str) -> Bar:
        usd, to = side.usd_per_kw_year, f"#{anchor(f'{key}.usd_per_kw_year')}"
        return Bar(name, f"{fixed(usd)} USD per kW-year", 0.0, usd, usd, to)

    found = [total(f"Ground: {ground.name}", ground, first)]
    for one in steps(orbit, ground):
        low, high = sorted((one.before, one.after))
        name = one.part.name.lower()
        side = "bill.orbit" if name in orbit.parts_usd_per_kw_year else first
        key = f"{side}.parts_usd_per_kw_year.{name}"
        value = fixed(one.after - one.before, sign=True)
        found.append(
            Bar(
                f"{one.part.letter}  {one.part.name}",
                value,
                low,
                high,
                one.after,
                f"#{anchor(key)}",
                one.part.fill,
            )
        )
    return [*found, total("Orbit", orbit, "bill.orbit")]


def _drawn(bar: Bar, scale: Scale, y: float) -> str:
    x, width = scale(bar.low), scale(bar.high) - scale(bar.low)
    if not bar.fill:
        return rect(x, y, width, THICK, "quiet")
    tip = f"<title>{escape(f'{bar.name}: {bar.value} USD per kW-year')}</title>"
    return (
        f'<rect x="{x:.3f}" y="{y:.1f}" width="{width:.3f}" height="{THICK:.0f}" fill="{bar.fill}"'
        f' class="step">{tip}</rect>'
    )


def _words(bar: Bar, scale: Scale, y: float, width: int, above: bool) -> str:
    """Name and value: above the bar at either end, or beside it where there is room."""
    if above:
        name, value = (
            text(0.0, y - 7.0, bar.name, "name plate"),
            text(width, y - 7.0, bar.value, "strong plate", "end"),
        )
        return charts.linked(bar.href, name) + value
    baseline, half = y + 0.5 * THICK + 4.5, charts.wide_of(bar.value, "strong") + 10.0
    if scale(bar.high) + 8.0 + half + charts.wide_of(bar.name) < width:
        value = text(scale(bar.high) + 8.0, baseline, bar.value, "strong plate")
        return value + charts.linked(
            bar.href, text(scale(bar.high) + 8.0 + half, baseline, bar.name, "name plate")
        )
    value = text(scale(bar.low) - 8.0, baseline, bar.value, "strong plate", "end")
    return value + charts.linked(
        bar.href, text(scale(bar.low) - 8.0 - half, baseline, bar.name, "name plate", "end")
    )
