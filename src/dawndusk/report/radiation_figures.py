"""The figures of the radiation section: the map of the protons that upset chips, and the dose by
thickness of the shield and by altitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dawndusk.report import charts
from dawndusk.report.charts import Body, Scale, line, rect, text
from dawndusk.results.numbers import fixed, number
from dawndusk.results.radiation import CELL_DEG, RAD, millimetres
from dawndusk.results.tables import Table

LEVELS = (0.01, 0.05, 0.2, 0.5)  # of the map, as shares of its peak
FLOOR_RAD = 1e-3  # least dose of a logarithmic scale


def anomaly(found: Table, max_latitude_rad: float) -> str:
    """A map of the protons that upset chips, and the latitudes that the orbit reaches.

    Args:
        found: the table `anomaly` of a run. max_latitude_rad: highest latitude below the orbit.
    """
    import numpy

    flux = found["protons_per_m2_s"]
    share = flux / numpy.max(flux)
    south, west = (
        numpy.round(numpy.degrees(found[name]) - 0.5 * CELL_DEG)
        for name in ("latitude_rad", "longitude_rad")
    )
    reach = math.degrees(max_latitude_rad)

    def draw(width: int) -> Body:
        left, top, tall = 44.0, 6.0, (width - 52.0) / 2.0
        x, y = Scale(-180.0, 180.0, left, width - 8.0), Scale(-90.0, 90.0, top + tall, top)
        drawn = [rect(left, top, width - 8.0 - left, tall, "shade")]
        for cell in numpy.flatnonzero(share >= LEVELS[0]):
            strength = sum(share[cell] >= one for one in LEVELS) / len(LEVELS)
            drawn.append(
                rect(
                    x(west[cell]),
                    y(south[cell] + CELL_DEG),
                    x(CELL_DEG) - x(0.0) + 0.3,
                    y(0.0) - y(CELL_DEG) + 0.3,
                    "heat",
                    f' opacity="{strength:.2f}"',
                )
            )
        for mark in range(-180, 181, 60):
            drawn += [
                line(x(mark), top, x(mark), top + tall, "grid"),
                text(x(mark), top + tall + 16, _degrees(mark, "EW"), "tick", "middle"),
            ]
        for mark in range(-60, 61, 30):
            drawn += [
                line(left, y(mark), width - 8.0, y(mark), "axis" if mark == 0 else "grid"),
                text(left - 6, y(mark) + 4, _degrees(mark, "NS"), "tick", "end"),
            ]
        for side in (-1, 1):
            if reach < 89.0:
                drawn.append(line(left, y(side * reach), width - 8.0, y(side * reach), "parity"))
        drawn.append(
            text(
                left + 6,
                y(reach) + (14 if reach > 75 else -5),
                f"highest latitude {fixed(reach)}°",
                "note plate",
            )
        )
        return top + tall + 22.0, "".join(drawn)

    return charts.both(draw, "Map of the protons that upset chips")


def _degrees(value: int, names: str) -> str:
    return f"{abs(value)}°" + (
        "" if value in (0, 180, -180) else names[0] if value > 0 else names[1]
    )


@dataclass(frozen=True)
class Plot:
    """Curves over one axis: logarithm of rad a year [sample], each with name and style; the marks
    of the axis; the point of the fleet.
    """

    title: str
    x: Any
    curves: list[tuple[str, Any, str]]
    marks: list[tuple[float, str]]
    own: tuple[float, float]


def dose_curves(
    by_thickness: Table, by_altitude: Table, own_m: tuple[float, float], own_gy: float
) -> str:
    """Trapped dose by thickness at the orbit, and by altitude behind three shields, on logarithmic
    scales.

    Args:
        by_thickness: the table `dose_by_thickness` of a run. by_altitude: `dose_by_altitude`.
        own_m: altitude and thickness of the fleet. own_gy: its dose in a year.
    """
    import numpy

    own_km, own_mm, here = own_m[0] / 1e3, own_m[1] * 1e3, float(_logarithm(own_gy))
    thicknesses = list(dict.fromkeys(by_altitude["thickness_m"].tolist()))
    rows = [by_altitude["thickness_m"] == one for one in thicknesses]
    plots = (
        Plot(
            f"Dose (rad/yr) by shield (mm), {fixed(own_km)} km",
            numpy.log10(by_thickness["thickness_m"] * 1e3),
            [("", _logarithm(by_thickness["dose_gy_per_year"]), "l hot")],
            [(math.log10(mark), number(mark, 1)) for mark in (0.5, 1, 2, 5, 10, 20)],
            (math.log10(own_mm), here),
        ),
        Plot(
            "Dose (rad/yr) by altitude (km)",
            by_altitude["altitude_m"][rows[0]] / 1e3,
            [
                (millimetres(one), _logarithm(by_altitude["dose_gy_per_year"][row]), style)
                for one, row, style in zip(
                    thicknesses, rows, ("l hot", "l sun", "l eclipse"), strict=True
                )
            ],
            [(mark, fixed(mark)) for mark in (500, 1000, 1500, 2000)],
            (own_km, here),
        ),
    )

    def draw(width: int) -> Body:
        top, drawn = 0.0, ""
        for plot in plots:
            tall, body = _plotted(plot, width)
            drawn += f'<g transform="translate(0 {top:.0f})">{body}</g>'
            top += tall
        return top, drawn

    return charts.both(draw, "Trapped dose by shield thickness and by altitude")


def _logarithm(gray: Any) -> Any:
    """Logarithm of a dose in rad."""
    import numpy

    return numpy.log10(numpy.maximum(gray * RAD, FLOOR_RAD))


def _plotted(plot: Plot, width: int) -> Body:
    """One plot under its title; the names of its curves keep apart."""
    top, bottom = 24.0, 174.0
    low, high = (
        math.floor(min(float(curve.min()) for _, curve, _ in plot.curves)),
        math.ceil(max(float(curve.max()) for _, curve, _ in plot.curves)),
    )
    x = Scale(
        float(plot.x[0]), float(plot.x[-1]), 64.0, width - (70.0 if len(plot.curves) > 1 else 12.0)
    )
    y = Scale(low, high, bottom, top)
    drawn = [text(0, 13, plot.title, "strong")]
    for power in range(low, high + 1):
        drawn += [
            line(x.start, y(power), x.end, y(power), "grid"),
            text(58, y(power) + 4, number(10.0**power, 1, trim=True), "tick", "end"),
        ]
    for mark, words in plot.marks:
        drawn += [
            line(x(mark), top, x(mark), bottom, "grid"),
            text(x(mark), bottom + 16, words, "tick", "middle"),
        ]
    free = top - 20.0
    for name, curve, style in plot.curves:
        drawn.append(charts.path([x(one) for one in plot.x], [y(one) for one in curve], style))
        free = max(y(curve[-1]) + 4.0, free + 14.0)
        drawn.append(text(x.end + 6, free, name, "note") if name else "")
    drawn.append(
        f'<circle cx="{x(plot.own[0]):.1f}" cy="{y(plot.own[1]):.1f}" r="4.5" class="dot"/>'
    )
    return bottom + 38.0, "".join(drawn)
