"""Drawing: SVG made of text, each chart twice (wide for screen and paper, narrow for a phone), so
that letters stay readable.

Colours come from CSS classes (see `page`), so that light, dark and print differ in one place. What
a colour says, a word, a letter or a dash says too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from dawndusk.core.numeric import Values
from dawndusk.results.numbers import fixed

Line = Values | Sequence[float]

WIDE, NARROW = 800, 340
LETTER, BOLD = 7.3, 8.3  # mean width of a letter at the charts' size in a wide font, pixels
Body = tuple[float, str]  # height and drawing


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` laid out between the pixels `start` and `end`.

    >>> Scale(0.0, 2.0, 100.0, 200.0)(0.5)
    125.0
    """

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Where a value lies."""
        return self.start + (float(value) - self.low) / ((self.high - self.low) or 1.0) * (
            self.end - self.start
        )


def is_narrow(width: float) -> bool:
    """Whether this is the phone's drawing."""
    return width < 500


def both(draw: Callable[[int], Body], label: str, role: str = "img") -> str:
    """The wide and the narrow drawing of one figure; the page shows one. `role` is `group` where
    the drawing has links.
    """
    drawn = []
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        height, body = draw(width)
        drawn.append(
            f'<svg class="{name}" viewBox="0 0 {width} {height:.0f}" role="{role}"'
            f' aria-label="{escape(label, quote=True)}">{body}</svg>'
        )
    return "".join(drawn)


def text(x: float, y: float, words: str, style: str = "", anchor: str = "start") -> str:
    """A line of text with its baseline at `y`."""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{where}{kind}>{escape(words)}</text>'


def linked(href: str, drawing: str) -> str:
    """A drawing that leads somewhere, if it does."""
    return f'<a href="{href}">{drawing}</a>' if href else drawing


def rect(x: float, y: float, width: float, height: float, style: str = "", more: str = "") -> str:
    """A rectangle; nothing if it has no width."""
    kind = f' class="{style}"' if style else ""
    return (
        f'<rect x="{x:.2f}" y="{y:.1f}" width="{max(width, 0.0):.2f}"'
        f' height="{height:.1f}"{kind}{more}/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, style: str) -> str:
    """A straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{style}"/>'


def path(x: Sequence[float], y: Sequence[float], style: str, closed: bool = False) -> str:
    """A line through points in pixels."""
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    return f'<path d="M{points}{"Z" if closed else ""}" class="{style}"/>'


def wide_of(words: str, style: str = "") -> float:
    """At most about how wide a line of text is, in pixels."""
    return (BOLD if style == "strong" else LETTER) * len(words)


def ticks(low: float, high: float, most: int) -> list[float]:
    """At most about `most` round values from `low` to `high`.

    >>> ticks(0.0, 97.7, 6)
    [0.0, 20.0, 40.0, 60.0, 80.0]
    """
    span = max(high - low, 1e-12)
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * nice for nice in (1.0, 2.0, 5.0, 10.0) if span / (power * nice) <= most)
    first = math.ceil(low / step - 1e-9)
    return [count * step for count in range(first, math.floor(high / step + 1e-9) + 1)]


def tick_text(value: float, step: float) -> str:
    """A tick's label with the decimals that the step needs."""
    return fixed(value, max(0, -math.floor(math.log10(step) + 1e-9)))


def x_axis(scale: Scale, top: float, bottom: float, most: int, name: str = "") -> str:
    """Vertical grid lines with numbers below, and the axis' name (with its unit) under them at the
    right.
    """
    marks = ticks(scale.low, scale.high, most)
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    drawn = [line(scale(mark), top, scale(mark), bottom, "grid") for mark in marks]
    drawn += [
        text(scale(mark), bottom + 16, tick_text(mark, step), "tick", "middle") for mark in marks
    ]
    if name:
        drawn.append(text(scale.end, bottom + 32, name, "tick", "end"))
    return "".join(drawn)


@dataclass(frozen=True)
class Row:
    """One horizontal bar: name, filled from `low` to `high`, hatched from `high` to `lost`, values
    beside it; `href` is where the name leads.
    """

    name: str
    low: float
    high: float
    value: str
    note: str = ""
    lost: float | None = None
    style: str = "bar"
    href: str = ""


def rows(found: Sequence[Row], width: int, least: float, most: float) -> Body:
    """Horizontal bars on one scale; on a phone the words stand above their bar."""
    small = is_narrow(width)
    label, right, pitch, thick = (0.0, 0.0, 44.0, 14.0) if small else (212.0, 232.0, 32.0, 18.0)
    scale = Scale(least, most, label, width - right)
    drawn, noted = [], max(wide_of(row.note) for row in found) + 8.0
    for index, row in enumerate(found):
        top = index * pitch + (22.0 if small else 6.0)
        words = top - 7.0 if small else top + 13.5
        if row.lost is not None:
            drawn.append(
                rect(scale(row.high), top, scale(row.lost) - scale(row.high), thick, "lost")
            )
        low, high = sorted((scale(row.low), scale(row.high)))
        drawn.append(rect(low, top, max(high - low, 0.8), thick, row.style))
        value_x = width - noted if small else width - right + 78.0
        name = text(
            0 if small else label - 12, words, row.name, "name", "start" if small else "end"
        )
        drawn.append(linked(row.href, name))
        drawn.append(text(value_x, words, row.value, "strong", "end"))
        if row.note:
            drawn.append(
                text(
                    width if small else width - right + 92,
                    words,
                    row.note,
                    "note",
                    "end" if small else "start",
                )
            )
    bottom = len(found) * pitch + 4.0
    if not small:
        drawn.append(line(scale(0.0), 2, scale(0.0), bottom, "axis"))
    return bottom + 4.0, "".join(drawn)


@dataclass(frozen=True)
class Series:
    """One line of a panel: a name, values [sample] and a class that sets colour and dash."""

    name: str
    values: Line
    style: str


@dataclass(frozen=True)
class Panel:
    """One small chart of a stack: lines and perhaps a band [sample] over a shared axis."""

    title: str
    series: tuple[Series, ...]
    low: float
    high: float
    height: float
    note: str = ""
    band: tuple[str, Line, Line] | None = None  # name, low, high


def heading(panel: Panel, width: int) -> Body:
    """The panel's title, then a sample of each line with its name, flowing over as many lines of
    text as they need.
    """
    pieces = [(panel.title, "strong", "")]
    if len(panel.series) > 1 or panel.band:
        pieces += [(one.name, "", one.style) for one in panel.series]
    if panel.band:
        pieces.append((panel.band[0], "", "band"))
    if panel.note:
        pieces.append((panel.note, "note", ""))
    x, y, drawn = 0.0, 13.0, []
    for words, style, sample in pieces:
        size = wide_of(words, style) + (27.0 if sample else 0.0)
        if x and x + size > width:
            x, y = 0.0, y + 17.0
        if sample:
            drawn.append(
                rect(x, y - 10, 22, 11, "band")
                if sample == "band"
                else line(x, y - 4, x + 22, y - 4, sample)
            )
        drawn.append(text(x + (27.0 if sample else 0.0), y, words, style))
        x += size + 10.0
    return y + 12.0, "".join(drawn)


@dataclass(frozen=True)
class Across:
    """What all panels share: x [sample], its range, where to write which words, the axis' name, and
    shaded intervals.
    """

    x: Line
    low: float
    high: float
    marks: Sequence[tuple[float, str]]
    name: str = ""
    shades: Sequence[tuple[float, float]] = ()


def stack(panels: Sequence[Panel], across: Across, width: int) -> Body:
    """Panels one under another over the same x, with the axis under the last."""
    scale = Scale(across.low, across.high, 40.0, width - 8.0)
    places = [scale(value) for value in across.x]
    top, drawn = 0.0, []
    for panel in panels:
        used, head = heading(panel, width)
        drawn.append(f'<g transform="translate(0 {top:.0f})">{head}</g>')
        top += used
        y = Scale(panel.low, panel.high, top + panel.height, top)
        drawn += [
            rect(scale(a), top, scale(b) - scale(a), panel.height, "shade")
            for a, b in across.shades
        ]
        drawn += [
            line(scale(mark), top, scale(mark), top + panel.height, "grid")
            for mark, _ in across.marks
        ]
        drawn.append(_levels(y, scale))
        if panel.band:
            low, high = ([y(value) for value in values] for values in panel.band[1:])
            drawn.append(path([*places, *places[::-1]], [*high, *low[::-1]], "band", closed=True))
        drawn += [
            path(places, [y(value) for value in one.values], one.style) for one in panel.series
        ]
        top += panel.height + 16.0
    drawn += [text(scale(mark), top, words, "tick", "middle") for mark, words in across.marks]
    if across.name:
        drawn.append(text(scale.end, top + 17, across.name, "tick", "end"))
        top += 17.0
    return top + 6.0, "".join(drawn)


def _levels(y: Scale, scale: Scale) -> str:
    marks = ticks(y.low, y.high, 4)
    step = marks[1] - marks[0] if len(marks) > 1 else 1.0
    drawn = [
        line(scale.start, y(mark), scale.end, y(mark), "axis" if mark == 0 else "grid")
        for mark in marks
    ]
    drawn += [
        text(scale.start - 6, y(mark) + 4, tick_text(mark, step), "tick", "end") for mark in marks
    ]
    return "".join(drawn)


# -- flows ---------------------------------------------------------------------

NODE, THIN = 9.0, 1.6  # width of a node and least height of a flow, pixels


@dataclass(frozen=True)
class Stop:
    """A node of a flow diagram: an upright bar with its name and values above it, or `beside` it at
    the right.
    """

    name: str
    lines: tuple[tuple[str, str], ...]  # words under the name, and where they lead
    x: float
    top: float
    size: float
    style: str
    beside: bool = False


@dataclass(frozen=True)
class Flow:
    """What flows from one node to another, `size` pixels high, level for so many pixels before it
    bends.
    """

    source: Stop
    target: Stop
    size: float
    style: str
    level: float = 0.0


def sankey(stops: Sequence[Stop], flows: Sequence[Flow], width: int) -> Body:
    """Bands from node to node, stacked on either side in the order given; a thin one stays
    visible.
    """
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    drawn = []
    for flow in flows:
        a = flow.source.top + left.get(id(flow.source), 0.0)
        b = flow.target.top + right.get(id(flow.target), 0.0)
        left[id(flow.source)] = left.get(id(flow.source), 0.0) + flow.size
        right[id(flow.target)] = right.get(id(flow.target), 0.0) + flow.size
        drawn.append(
            _band(
                flow.source.x + NODE,
                a,
                flow.target.x,
                b,
                max(flow.size, THIN),
                f"flow {flow.style}",
                flow.level,
            )
        )
    free = max(stop.top + stop.size for stop in stops if stop.x and not stop.beside) + 16.0
    for stop in stops:
        drawn.append(rect(stop.x, stop.top, NODE, max(stop.size, THIN), f"node {stop.style}"))
        if stop.beside:
            y = max(stop.top + 0.5 * stop.size - 3.0, free)
            free = y + 15.0 * len(stop.lines) + 22.0  # names beside thin nodes keep apart
            drawn.append(_said(stop, stop.x + NODE + 7.0, y, "start"))
        else:
            ends = stop.x + NODE >= width
            drawn.append(
                _said(
                    stop,
                    stop.x + NODE if ends else stop.x,
                    stop.top - 8.0 - 15.0 * len(stop.lines),
                    "end" if ends else "start",
                )
            )
    bottom = max(max(stop.top + stop.size for stop in stops), free - 22.0)
    return bottom + 6.0, "".join(drawn)


def _said(stop: Stop, x: float, y: float, anchor: str) -> str:
    lines = [
        linked(href, text(x, y + 15.0 * place, words, "note plate", anchor))
        for place, (words, href) in enumerate(stop.lines, 1)
    ]
    return text(x, y, stop.name, "name plate", anchor) + "".join(lines)


def _band(x1: float, y1: float, x2: float, y2: float, size: float, style: str, level: float) -> str:
    """A band of that height between two places, level at either end, and for so many pixels from
    its beginning.
    """
    bend = x1 + level
    middle = 0.5 * (bend + x2)
    there = (
        f"M{x1:.1f},{y1:.1f} L{bend:.1f},{y1:.1f} C{middle:.1f},{y1:.1f} {middle:.1f},{y2:.1f}"
        f" {x2:.1f},{y2:.1f}"
    )
    back = (
        f"L{x2:.1f},{y2 + size:.1f} C{middle:.1f},{y2 + size:.1f} {middle:.1f},{y1 + size:.1f}"
        f" {bend:.1f},{y1 + size:.1f} L{x1:.1f},{y1 + size:.1f}"
    )
    return f'<path d="{there} {back}Z" class="{style}"/>'
