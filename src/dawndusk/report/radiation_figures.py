"""The figures of the radiation section: where the protons are, and the dose by thickness of the
shield and by altitude.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dawndusk.core.units import YEAR_S
from dawndusk.physics import radiation, sun
from dawndusk.records.fleet import Group
from dawndusk.records.flight import GroupFlight
from dawndusk.records.run import Run
from dawndusk.report import charts
from dawndusk.report.charts import Body, Scale, line, rect, text
from dawndusk.results.numbers import fixed, number
from dawndusk.results.radiation import RAD, millimetres

CELL_DEG = 5.0  # of the map
CLASSES = (0.01, 0.05, 0.2, 0.5)  # of the map, as shares of its peak


def anomaly(run: Run, group: Group, flown: GroupFlight) -> str:
    """A map of the protons that upset chips, and the reach of the orbit."""
    import numpy

    mission, exposure = run.scenario.mission, flown.exposure
    drift = math.degrees(
        float(radiation.drift_rad(sun.seconds_j2000(mission.start) + 0.5 * float(mission.life_s)))
    )
    south, west = numpy.arange(-90.0, 90.0, CELL_DEG), numpy.arange(-180.0, 180.0, CELL_DEG)
    latitude, longitude = numpy.meshgrid(
        south + 0.5 * CELL_DEG, west + 0.5 * CELL_DEG, indexing="ij"
    )
    flux = radiation.protons_at_per_m2_s(
        group.orbits.altitude_m,
        numpy.radians(latitude),
        numpy.radians(longitude + drift),
        exposure.least_energy_j,
        exposure.activity_frac,
    )
    share = numpy.asarray(flux) / numpy.max(flux)
    reach = math.degrees(math.asin(abs(math.sin(float(group.orbits.inclination_rad)))))

    def draw(width: int) -> Body:
        left, top, tall = 44.0, 6.0, (width - 52.0) / 2.0
        x, y = Scale(-180.0, 180.0, left, width - 8.0), Scale(-90.0, 90.0, top + tall, top)
        drawn = [rect(left, top, width - 8.0 - left, tall, "shade")]
        for row, column in numpy.argwhere(share >= CLASSES[0]):
            strength = sum(share[row, column] >= one for one in CLASSES) / len(CLASSES)
            drawn.append(
                rect(
                    x(west[column]),
                    y(south[row] + CELL_DEG),
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
                f"the orbit's reach, {fixed(reach)}°",
                "note plate",
            )
        )
        return top + tall + 22.0, "".join(drawn)

    return charts.both(draw, "Where the protons are that upset chips")


def _degrees(value: int, names: str) -> str:
    return f"{abs(value)}°" + (
        "" if value in (0, 180, -180) else names[0] if value > 0 else names[1]
    )


@dataclass(frozen=True)
class Plot:
    """Curves over one axis: the logarithm of rad a year [sample], each with the name at its end and
    its style; what the axis marks; the fleet's place.
    """

    title: str
    x: Any
    curves: list[tuple[str, Any, str]]
    marks: list[tuple[float, str]]
    own: tuple[float, float]


def depth_and_altitude(run: Run) -> str:
    """Trapped dose by thickness at the orbit, and by altitude at three thicknesses, on logarithmic
    scales.
    """
    import numpy

    assert run.flight is not None
    orbits, shield, flown = (
        run.fleet.darkest.orbits,
        run.scenario.satellite.shield,
        run.flight.darkest,
    )
    own_km, own_mm = float(orbits.altitude_m) / 1e3, float(shield.thickness_m) * 1e3
    depths_mm, heights_km = numpy.geomspace(0.5, 20.0, 60), numpy.linspace(300.0, 2000.0, 86)

    def power(height_km: Any, depth_mm: Any) -> Any:
        """Logarithm of rad a year."""
        found = radiation.dose_gy_per_s(
            height_km * 1e3, orbits.inclination_rad, depth_mm * 1e-3, flown.exposure.activity_frac
        )
        dose = run.scenario.environment.radiation_factor_ratio * numpy.asarray(
            found[0 if shield.geometry == "sphere" else 1]
        )
        return numpy.log10(numpy.maximum(dose * YEAR_S * RAD, 1e-3))

    here = float(power(own_km, own_mm))
    shown = (1.0, own_mm if 1.3 < own_mm < 15.0 else 4.0, 20.0)
    lines = [
        (millimetres(depth * 1e-3), power(heights_km, depth), style)
        for depth, style in zip(shown, ("l hot", "l sun", "l eclipse"), strict=True)
    ]
    plots = (
        Plot(
            f"Rad a year by mm of shield, at {fixed(own_km)} km",
            numpy.log10(depths_mm),
            [("", power(own_km, depths_mm), "l hot")],
            [(math.log10(mark), number(mark, 1)) for mark in (0.5, 1, 2, 5, 10, 20)],
            (math.log10(own_mm), here),
        ),
        Plot(
            "Rad a year by altitude, km",
            heights_km,
            lines,
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

    return charts.both(draw, "Trapped dose by thickness of the shield and by altitude")


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
