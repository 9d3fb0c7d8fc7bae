"""Figures of the validation tests: one SVG of text, letters and colours in it. Lines are dawndusk,
circles the authority, unless said.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from dawndusk.report.charts import Scale, line, path, rect, text, tick_text, ticks, wide_of

WIDTH, LEFT, RIGHT = 760, 50.0, 20.0
STYLE = """
text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;fill:#1b1f26}
.tick,.note{font-size:12px;fill:#5b6370}.note{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}.strong{font-weight:650}
.paper{fill:#fff}.grid{stroke:#e9ebef}.axis{stroke:#5b6370}.shade{fill:#f1f2f5}.limit{stroke:#1b1f26;stroke-dasharray:2 3}
.l{fill:none;stroke-width:2;stroke-linejoin:round}.o{fill:#fff;stroke-width:1.6}
.a{stroke:#0072b2}.b{stroke:#d55e00}.c{stroke:#00795b}.d{stroke:#8e4a9e}.ink{stroke:#1b1f26}.soft{stroke:#9aa1ac}
.l.b{stroke-dasharray:8 3}.l.c{stroke-dasharray:2.5 2.5}.l.d{stroke-dasharray:9 3 2 3}.l.soft{stroke-dasharray:4 4}.l.thin{stroke-width:1.1}
"""  # Okabe and Ito's colours, darkened for print; a dash says what a colour says


@dataclass(frozen=True)
class Axis:
    """Range of an axis, its name (with the unit), whether it is logarithmic, and words to write
    instead of numbers.
    """

    low: float
    high: float
    name: str = ""
    log: bool = False
    most: int = 8
    marks: Sequence[tuple[float, str]] = ()

    def scale(self, start, end):
        if not self.log:
            return Scale(self.low, self.high, start, end)
        inner = Scale(math.log10(self.low), math.log10(self.high), start, end)
        return lambda value: inner(
            math.log10(max(float(value), self.low))
        )  # what is below the axis lies on it

    def labels(self):
        if self.marks:
            return list(self.marks)
        if self.log:
            powers = range(
                math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9) + 1
            )
            return [
                (10.0**power, "1" if power == 0 else f"10{str(power).translate(_SUPERSCRIPT)}")
                for power in powers
            ]
        found = ticks(self.low, self.high, self.most)
        return [(mark, tick_text(mark, found[1] - found[0])) for mark in found]


_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Curve:
    """A line, or circles, through x and y; no name: not in the key."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    style: str = "a"
    circles: bool = False


@dataclass(frozen=True)
class Chart:
    """One plot: its title carries the unit of y; `limits` are dotted lines with their words (and
    from where to where); `shades` are spans of x with theirs.
    """

    title: str
    x: Axis
    y: Axis
    curves: Sequence[Curve]
    limits: Sequence[tuple] = ()
    shades: Sequence[tuple[float, float, str]] = ()
    height: float = 190.0
    left: float = LEFT


def svg(label: str, *charts: Chart) -> str:
    """The charts one under another, as a file that needs nothing else; no coordinate is finer than
    a tenth of a pixel.
    """
    top, drawn = 14.0, []
    for chart in charts:
        used, body = _chart(chart, top)
        drawn.append(body)
        top += used
    paper = f'<rect class="paper" width="{WIDTH}" height="{top:.0f}"/>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top:.0f}" role="img"'
        f' aria-label="{escape(label, quote=True)}">'
    )
    return f"{head}<style>{STYLE}</style>{paper}\n" + "\n".join(drawn) + "\n</svg>\n"


def every(curve: Sequence[float], most: int = 240) -> np.ndarray:
    """At most that many of the samples of a line, evenly, with the first and the last."""
    values = np.asarray(curve, "float64")
    return (
        values[np.unique(np.linspace(0, len(values) - 1, most).round().astype(int))]
        if len(values) > most
        else values
    )


def largest(values: Sequence[float], groups: int) -> np.ndarray:
    """The largest of each of so many equal stretches of a long line: its upper edge."""
    return np.array(
        [np.max(part) for part in np.array_split(np.asarray(values, "float64"), groups)]
    )


def _chart(chart: Chart, top: float) -> tuple[float, str]:
    head, begin = _key(chart, top)
    end = begin + chart.height
    x, y = chart.x.scale(chart.left, WIDTH - RIGHT), chart.y.scale(end, begin)
    drawn = [head]
    for low, high, words in chart.shades:
        drawn += [
            rect(x(low), begin, x(high) - x(low), chart.height, "shade"),
            text(x(low) + 6, begin + 14, words, "tick"),
        ]
    for mark, words in chart.y.labels():
        drawn += [
            line(
                chart.left,
                y(mark),
                WIDTH - RIGHT,
                y(mark),
                "axis" if mark == chart.y.low else "grid",
            )
        ]
        drawn += [text(chart.left - 7, y(mark) + 4, words, "tick", "end")]
    for mark, words in chart.x.labels():
        drawn += [
            line(x(mark), begin, x(mark), end, "grid"),
            text(x(mark), end + 17, words, "tick", "middle"),
        ]
    for value, words, *span in chart.limits:
        low, high = (x(edge) for edge in span or (chart.x.low, chart.x.high))
        drawn.append(line(low, y(value), high, y(value), "limit"))
        drawn.append(
            text(high + 7, y(value) + 4, words, "note")
            if span
            else text(high - 4, y(value) - 6, words, "note", "end")
        )
    for curve in sorted(chart.curves, key=lambda one: one.circles):  # circles over lines
        places = [(x(a), y(b)) for a, b in zip(curve.x, curve.y, strict=True)]
        if curve.circles:
            drawn += [
                f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.2" class="o {curve.style}"/>'
                for a, b in places
            ]
        else:
            drawn.append(path(*zip(*places, strict=True), f"l {curve.style}"))
    foot = 24.0
    if chart.x.name:
        drawn.append(text(WIDTH - RIGHT, end + 34, chart.x.name, "tick", "end"))
        foot += 18.0
    return end + foot + 10.0 - top, "".join(drawn)


def _key(chart: Chart, top: float) -> tuple[str, float]:
    """The title, then a sample of each curve with its name, flowing over as many lines as they
    need; and where the plot begins.
    """
    drawn, x, y = [text(0.0 + 4, top + 4, chart.title, "strong")], chart.left, top + 24.0
    named = [curve for curve in chart.curves if curve.name]
    for curve in named:
        size = wide_of(curve.name) + 30.0
        if x > chart.left and x + size > WIDTH - RIGHT:
            x, y = chart.left, y + 18.0
        sample = f'<circle cx="{x + 11:.1f}" cy="{y - 4:.1f}" r="3.2" class="o {curve.style}"/>'
        drawn.append(sample if curve.circles else line(x, y - 4, x + 22, y - 4, f"l {curve.style}"))
        drawn.append(text(x + 28, y, curve.name))
        x += size + 14.0
    return "".join(drawn), (y + 12.0 if named else top + 16.0)
