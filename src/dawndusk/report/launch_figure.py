"""The figure of the ratio over the launch price: its band, where it passes the ground, and what
launch costs by the vehicles there are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from dawndusk.report import charts
from dawndusk.report.charts import Body, Panel, Scale, Series, is_narrow, line, path, rect, text
from dawndusk.results.numbers import number, prose

LOWEST, HIGHEST = 10.0, 15_000.0  # USD/kg
POINTS = 80
WORTH_DRAWING = 0.005  # of the draws in which orbit is cheaper
PITCH, LEFT = 22.0, 44.0
Part = tuple[float, float, str]  # where its plot begins and ends, and the drawing


@dataclass(frozen=True)
class Track:
    """A launch price with its range, above the plot: of the scenario itself, or of a vehicle."""

    name: str
    usd_per_kg: float
    low: float
    high: float
    ours: bool = False


@dataclass(frozen=True)
class Place:
    """What the draws say at one launch price."""

    usd_per_kg: float
    low: float
    middle: float
    high: float
    cheaper_frac: float


def prices() -> list[float]:
    """The launch prices of the figure, in equal ratios."""
    return [LOWEST * (HIGHEST / LOWEST) ** (at / (POINTS - 1)) for at in range(POINTS)]


def marks(low: float, high: float, steps: Sequence[int] = (1, 2, 5)) -> list[tuple[float, str]]:
    """Where a logarithmic axis is marked, as logarithms with their words."""
    found = [step * 10.0**power for power in range(-3, 7) for step in steps]
    return [
        (math.log10(one), number(one, 1, trim=True))
        for one in found
        if low - 1e-9 <= math.log10(one) <= high + 1e-9
    ]


def figure(places: Sequence[Place], tracks: Sequence[Track], to: str) -> str:
    """The ratio over the launch price, and, if it is ever so, in how many draws orbit is
    cheaper.
    """

    def draw(width: int) -> Body:
        scale = Scale(math.log10(LOWEST), math.log10(HIGHEST), LEFT, width - 8.0)
        drawn = [_track(track, scale, at * PITCH, width) for at, track in enumerate(tracks)]
        top = len(tracks) * PITCH + 6.0
        plots = []  # from where to where the prices' lines go on, so that they pass behind no words
        for part in (
            _ratio,
            *([_cheaper] if any(one.cheaper_frac >= WORTH_DRAWING for one in places) else []),
        ):
            head, height, body = part(places, scale, width)
            drawn.append(f'<g transform="translate(0 {top:.0f})">{body}</g>')
            plots.append((top + head, top + height))
            top += height + 16.0
        lines = []
        for at, track in enumerate(tracks):
            x, style = scale(_place(track.usd_per_kg)), "nominal" if track.ours else "parity"
            lines += [
                line(x, a, x, b, style)
                for a, b in ((at * PITCH + 0.5 * PITCH, len(tracks) * PITCH + 4.0), *plots)
            ]
        drawn += [
            text(scale(at), top, words, "tick", "middle")
            for at, words in marks(scale.low, scale.high, (1,))
        ]
        drawn.append(
            text(
                scale.end,
                top + 17.0,
                f"launch price, USD/kg to {unescape(prose(to))}",
                "tick",
                "end",
            )
        )
        return top + 23.0, "".join(lines + drawn)

    return charts.both(
        draw, "The ratio of orbit to ground by launch price, with the prices of launch vehicles"
    )


def _place(usd_per_kg: float) -> float:
    """Where a price stands on the axis; one beyond it at its end, as free launch has no
    logarithm.
    """
    return math.log10(min(max(usd_per_kg, LOWEST), HIGHEST))


def _track(track: Track, scale: Scale, top: float, width: int) -> str:
    """One price with its range and its name, on whichever side has room."""
    low, at, high = (scale(_place(one)) for one in (track.low, track.usd_per_kg, track.high))
    middle = top + 0.5 * PITCH
    words = f"{track.name} {number(track.usd_per_kg, 4, trim=True)}"
    if track.high > track.low and not is_narrow(width):
        words += f" ({number(track.low, 4, trim=True)} to {number(track.high, 4, trim=True)})"
    after = high + 10.0 + charts.wide_of(words) < width
    name = text(
        high + 8.0 if after else low - 8.0,
        middle + 4.5,
        words,
        "strong plate" if track.ours else "plate",
        "start" if after else "end",
    )
    bar = rect(low, middle - 3.5, high - low, 7.0, "bar" if track.ours else "quiet")
    return f'{bar}<circle cx="{at:.1f}" cy="{middle:.1f}" r="5" class="dot"/>{name}'


def _ratio(places: Sequence[Place], scale: Scale, width: int) -> Part:
    """Median and band of the ratio, in the logarithm; shaded where orbit is cheaper."""
    low, middle, high = (
        [math.log10(getattr(one, name)) for one in places] for name in ("low", "middle", "high")
    )
    x = [scale(math.log10(one.usd_per_kg)) for one in places]
    nothing: tuple[float, ...] = ()
    named = Panel(
        "Ratio of orbit to ground",
        (Series("median", nothing, "l eclipse"),),
        0.0,
        1.0,
        0.0,
        band=("four of five draws", nothing, nothing),
    )
    top, head = charts.heading(named, width)
    least, most = min(math.log10(0.6), min(low) - 0.05), max(max(high), math.log10(1.5)) + 0.02
    y = Scale(least, most, top + 230.0, top)
    drawn = [head, rect(scale.start, y(0.0), scale.end - scale.start, y(least) - y(0.0), "shade")]
    for at, words in marks(least, most):
        drawn.append(line(scale.start, y(at), scale.end, y(at), "grid"))
        drawn.append(text(scale.start - 6.0, y(at) + 4.0, words, "tick", "end"))
    drawn += [
        line(scale(at), top, scale(at), y(least), "grid")
        for at, _ in marks(scale.low, scale.high, (1,))
    ]
    drawn.append(path([*x, *x[::-1]], [y(one) for one in (*high, *low[::-1])], "band", closed=True))
    drawn.append(path(x, [y(one) for one in middle], "l eclipse"))
    drawn.append(line(scale.start, y(0.0), scale.end, y(0.0), "l ink dash"))
    drawn.append(
        text(
            scale.end - 8.0,
            y(0.0) + 16.0,
            "1: as the ground; below it orbit is cheaper",
            "plate",
            "end",
        )
    )
    return top, top + 230.0, "".join(drawn)


def _cheaper(places: Sequence[Place], scale: Scale, width: int) -> Part:
    """In how many of the draws orbit is cheaper, were launch to cost that much: what the break-even
    prices add up to.
    """
    top, head = charts.heading(
        Panel("Draws in which orbit is cheaper, %", (), 0.0, 100.0, 0.0), width
    )
    most = next(
        one
        for one in (10.0, 20.0, 50.0, 100.0)
        if one >= 100.0 * max(place.cheaper_frac for place in places)
    )
    y = Scale(0.0, most, top + 90.0, top)
    drawn = [head]
    for at in (0.0, 0.5 * most, most):
        drawn.append(line(scale.start, y(at), scale.end, y(at), "axis" if at == 0.0 else "grid"))
        drawn.append(text(scale.start - 6.0, y(at) + 4.0, f"{at:.0f}", "tick", "end"))
    drawn += [
        line(scale(at), top, scale(at), y(0.0), "grid")
        for at, _ in marks(scale.low, scale.high, (1,))
    ]
    x = [scale(math.log10(one.usd_per_kg)) for one in places]
    drawn.append(path(x, [y(100.0 * one.cheaper_frac) for one in places], "l ink"))
    return top, top + 90.0, "".join(drawn)


def read(ratios: Callable[[float], object], draws: int) -> list[Place]:
    """The figure's places, from the ratios of the draws that close at a launch price; one that does
    not close is not cheaper.
    """
    import numpy

    found = []
    for price in prices():
        values = numpy.asarray(ratios(price))
        low, middle, high = (float(one) for one in numpy.quantile(values, (0.1, 0.5, 0.9)))
        found.append(Place(price, low, middle, high, float((values < 1.0).sum()) / draws))
    return found
