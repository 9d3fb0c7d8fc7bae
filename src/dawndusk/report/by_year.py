"""The verdict by year: the band of the ratio and how often orbit is cheaper, were the same fleet
and work bought in each of them.

Equation: as study/batch.by_year
Valid: as that: prices move by what is made until the year, chips and work do not
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.units import YEAR_S
from dawndusk.records.run import Loaded
from dawndusk.records.uncertainty import Drawn
from dawndusk.report import charts
from dawndusk.results.by_year import SHOWN
from dawndusk.results.numbers import number, percent, seldom
from dawndusk.study.batch import BY_YEAR, YEARS


def section(loaded: Loaded, drawn: Drawn) -> str:
    """The section of the page."""
    caption = (
        "The same fleet and work, bought in that year: prices fall with what the world has launched"
        " and built by then, on both sides."
    )
    return f"<p>{_words(loaded, drawn)}</p><figure>{_figure(drawn)}<figcaption>{caption}</figcaption></figure>"


def _words(loaded: Loaded, drawn: Drawn) -> str:
    first, last = (seldom(drawn.cheaper_in(name)) for name in (BY_YEAR[0], BY_YEAR[-1]))
    end, learning = drawn.band(BY_YEAR[-1]), loaded.scenario.learning
    launch = [number(drawn.nominal[f"launch_usd_per_kg_{year}"]) for year in (YEARS[0], YEARS[-1])]
    return (
        f"Orbit is cheaper in {first} of the draws at the prices of {YEARS[0]}, and in {last} at"
        f" those of {YEARS[-1]}, when it costs {number(end.p10)} to {number(end.p90)} times the"
        " ground in four of five. Years count only by what is made in them:"
        f" {number(learning.yearly_kg_per_s * YEAR_S / 1e6)} kt launched in {YEARS[0]} and"
        f" {percent(learning.growth_frac)} more each year, both uncertain. At the nominal launch"
        f" falls from {launch[0]} to {launch[1]} USD/kg. All other sections keep the prices of the"
        " scenario, each for the total that it is said for."
    )


def _figure(drawn: Drawn) -> str:
    import numpy

    bands = [drawn.band(name) for name in BY_YEAR]
    low, middle, high = numpy.array([(one.p10, one.p50, one.p90) for one in bands]).T
    x, share = (
        numpy.array(YEARS, "float64"),
        numpy.array([100.0 * drawn.cheaper_in(name) for name in BY_YEAR]),
    )
    ratio = charts.Panel(
        "Ratio of orbit to ground",
        (
            charts.Series("median", middle, "l eclipse"),
            charts.Series("as the ground", numpy.ones(len(x)), "l ink dash"),
        ),
        0.0,
        float(high.max()),
        190.0,
        band=("four of five draws", low, high),
    )
    panels = [ratio]
    if share.max() > 0.0:
        most = max(float(share.max()) * 1.15, 1.0)
        panels.append(
            charts.Panel(
                "Draws in which orbit is cheaper, %",
                (charts.Series("draws", share, "l eclipse"),),
                0.0,
                most,
                110.0,
            )
        )
    across = charts.Across(
        x, float(YEARS[0]), float(YEARS[-1]), [(float(year), str(year)) for year in SHOWN]
    )
    return charts.both(
        lambda width: charts.stack(panels, across, width),
        "The ratio, and how often orbit is cheaper, by year",
    )
