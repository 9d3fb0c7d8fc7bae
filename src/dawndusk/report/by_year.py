"""The verdict by year: the band of the ratio and how often orbit is cheaper, were the same fleet
and work bought in each of them.

Equation: as study/batch.by_year
Valid: as that: prices move by what is made until the year, chips and work do not
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.units import YEAR_S
from dawndusk.records.loaded import Loaded
from dawndusk.records.uncertainty import Drawn
from dawndusk.report import charts
from dawndusk.results.by_year import SHOWN, data
from dawndusk.results.numbers import number, percent, seldom


def section(loaded: Loaded, drawn: Drawn) -> str:
    """The section of the page."""
    caption = (
        "The same fleet and work, bought in that year: prices fall with what the world has launched"
        " and built by then, on both sides."
    )
    return (
        f"<p>{_words(loaded, drawn)}</p><figure>{_figure(drawn)}<figcaption>{caption}</figcaption>"
        "</figure>"
    )


def _words(loaded: Loaded, drawn: Drawn) -> str:
    found, learning = data(drawn), loaded.scenario.learning
    first, last = found[0], found[-1]
    share = [seldom(one["orbit_cheaper_frac"]) for one in (first, last)]
    launch = [number(one["launch_usd_per_kg_nominal"]) for one in (first, last)]
    return (
        f"Orbit is cheaper in {share[0]} of the draws at the prices of {first['year']}, and in"
        f" {share[1]} at those of {last['year']}; its cost is then {number(last['ratio_p10'])} to"
        f" {number(last['ratio_p90'])} times that of the ground (80 % interval). A year acts only"
        f" by what is made until then: {number(learning.yearly_kg_per_s * YEAR_S / 1e6)} kt"
        f" launched in {first['year']} and {percent(learning.growth_frac)} more each year, both"
        f" uncertain. Nominal launch price: {launch[0]} to {launch[1]} USD/kg. All other sections"
        " keep the prices of the scenario, each at its own cumulative total."
    )


def _figure(drawn: Drawn) -> str:
    import numpy

    found = data(drawn)
    x, low, middle, high, share = (
        numpy.array([one[name] for one in found], "float64")
        for name in ("year", "ratio_p10", "ratio_p50", "ratio_p90", "orbit_cheaper_frac")
    )
    share = 100.0 * share
    ratio = charts.Panel(
        "Ratio of orbit to ground",
        (
            charts.Series("median", middle, "l eclipse"),
            charts.Series("as the ground", numpy.ones(len(x)), "l ink dash"),
        ),
        0.0,
        float(high.max()),
        190.0,
        band=("80 % interval", low, high),
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
    across = charts.Across(x, x[0], x[-1], [(float(year), str(year)) for year in SHOWN])
    return charts.both(
        lambda width: charts.stack(panels, across, width),
        "The ratio, and how often orbit is cheaper, by year",
    )
