"""The uncertain verdict: bands, the share of draws in which orbit is cheaper, and where the spread comes from; as data, text and page.

Equation: as study/uncertainty and study/sensitivity; ratio at another launch price p = 1 + (p - break-even) (ratio - 1) / (price - break-even), draw by draw
Valid: as those
Source: dawndusk-method
"""

from __future__ import annotations

import math
from html import escape
from typing import Any

from dawndusk.core import units
from dawndusk.core.record import leaves
from dawndusk.data.catalogue import rows
from dawndusk.records.run import Loaded
from dawndusk.records.uncertainty import Drawn, Share
from dawndusk.report import charts, tables, verdict
from dawndusk.report.looks import document
from dawndusk.report.numbers import number, percent
from dawndusk.study.batch import BY_YEAR, YEARS
from dawndusk.study.priors import satellite_prices
from dawndusk.study.sensitivity import chance

BANDS = {  # output -> its name on screen and page
    "ratio": "orbit / ground", "ratio_without_chips": "the same without chips", "difference_usd_per_kw_year": "orbit less ground, USD per kW-year",
    "orbit_usd_per_chip_hour": "orbit, USD per chip-hour", "ground_usd_per_chip_hour": "ground, USD per chip-hour",
    "break_even_launch_usd_per_kg": "break-even launch price, USD/kg",
}  # fmt: skip
SHOWN = 8  # inputs
SHOWN_YEARS = (2026, 2030, 2035, 2040, 2045)
LAUNCH = "launch.price"
VEHICLES = ("falcon-9", "starship")


def data(loaded: Loaded, drawn: Drawn) -> dict[str, Any]:
    """What `uncertainty.json` holds."""
    import dawndusk

    names = {key: field for key, field, _ in leaves(loaded.scenario)}
    inputs = [
        {
            "key": one.key, "unit": units.unit_of(names[one.key]), "dist": loaded.priors[one.key].shape, "low": loaded.priors[one.key].low,
            "high": loaded.priors[one.key].high, "variance_frac": one.variance_frac, "worth_usd_per_kw_year": one.worth_usd_per_kw_year,
        }
        for one in drawn.shares
    ]  # fmt: skip
    return {
        "dawndusk": dawndusk.__version__,
        "scenario": {"name": loaded.scenario.name, "title": loaded.scenario.title},
        "boundary": loaded.scenario.money.boundary,
        "draws": len(drawn.inputs),
        "seed": loaded.scenario.mission.seed,
        "closes_frac": drawn.closes_frac,
        "orbit_cheaper_frac": drawn.cheaper_frac,
        "bands": {name: vars(drawn.band(name)) for name in _told(drawn)},
        "by_year": [
            {
                "year": year,
                "orbit_cheaper_frac": drawn.cheaper_in(name),
                **{f"ratio_{end}": value for end, value in vars(drawn.band(name)).items()},
            }
            for year, name in zip(YEARS, BY_YEAR, strict=True)
        ],
        "inputs": inputs,
    }


def screen(loaded: Loaded, drawn: Drawn) -> str:
    """What `dawndusk uncertainty` prints."""
    scenario, ranked = loaded.scenario, _ranked(loaded, drawn)
    found = [f"{scenario.name}: {scenario.title}", "", _sentence(loaded, drawn), ""]
    found.append(f"  {'':<40}{'p10':>12}{'p50':>12}{'p90':>12}{'nominal':>12}")
    for name, words in _told(drawn).items():
        band = drawn.band(name)
        found.append(f"  {words:<40}" + "".join(f"{number(one):>12}" for one in (band.p10, band.p50, band.p90, band.nominal)))
    found += ["", "Were it bought in another year, prices learnt by then on both sides:", *_years(drawn)]
    found += ["", f"Where the spread comes from, of {len(drawn.keys)} inputs:"]
    found += [f"  {one.key:<40}{percent(one.variance_frac):>12} of the variance of log(ratio)" for one in _telling(ranked, drawn)]
    found += ["", worth(ranked)]
    return "\n".join(found)


def _years(drawn: Drawn) -> list[str]:
    """The band of the ratio, and how often orbit is cheaper, every fifth year or so."""
    shown = [(year, f"ratio_{year}") for year in SHOWN_YEARS]
    lines = [("", [str(year) for year, _ in shown])]
    lines += [(f"ratio, {end}", [number(getattr(drawn.band(name), end)) for _, name in shown]) for end in ("p10", "p50", "p90")]
    lines.append(("draws in which orbit is cheaper", [percent(drawn.cheaper_in(name)) for _, name in shown]))
    return [f"  {label:<40}" + "".join(f"{one:>9}" for one in cells) for label, cells in lines]


def _told(drawn: Drawn) -> dict[str, str]:
    """The outputs that the boundary has, with their names: where only power is compared nothing has a price per chip."""
    return {name: words for name, words in BANDS.items() if math.isfinite(drawn.nominal[name])}


def _ranked(loaded: Loaded, drawn: Drawn) -> tuple[Share, ...]:
    """Every input, but what the parts of a satellite cost as one where it goes together."""
    if drawn.prices is None or loaded.scenario.uncertainty.satellite_prices_frac == 0.0:
        return drawn.shares
    prices = satellite_prices(drawn.keys)
    alone = [one for one in drawn.shares if one.key not in prices]
    return tuple(sorted([drawn.prices, *alone], key=lambda one: -one.variance_frac))


def _telling(ranked: tuple[Share, ...], drawn: Drawn) -> tuple[Share, ...]:
    """The first of them, as far as they stand above chance."""
    return tuple(one for one in ranked[:SHOWN] if one.variance_frac > chance(int(drawn.closing.sum())))


def _sentence(loaded: Loaded, drawn: Drawn) -> str:
    band = drawn.band("ratio")
    cheaper = f"less than the ground in {percent(drawn.cheaper_frac)}" if drawn.cheaper_frac else "less than the ground in none"
    return (
        f"Orbit costs {number(band.p10)} to {number(band.p90)} times the ground in four of five draws, and {cheaper} "
        f"of {len(drawn.inputs):,} ({loaded.scenario.ground[0].use}; boundary {loaded.scenario.money.boundary}; {percent(drawn.closes_frac)} close)."
    )


def worth(ranked: tuple[Share, ...]) -> str:
    """Which number, known better, is worth most."""
    best = max(ranked, key=lambda one: one.worth_usd_per_kw_year)
    if best.worth_usd_per_kw_year <= 0.0:
        return "No single number, known exactly, would change the choice between orbit and ground."
    return f"Worth knowing best: {best.key}, {number(best.worth_usd_per_kw_year)} USD per kW-year to whoever may choose by it."


# -- page --------------------------------------------------------------------------------------------------------------


def page(loaded: Loaded, drawn: Drawn) -> str:
    """The page of an uncertain verdict."""
    ranked = _ranked(loaded, drawn)
    head = (
        f'<header><p class="kicker">dawndusk, {len(drawn.inputs):,} draws of {len(drawn.keys)} inputs, boundary {loaded.scenario.money.boundary}</p>'
        f"<h1>{escape(loaded.scenario.title)}</h1></header>"
    )
    bands = [[escape(words), *(number(one) for one in vars(drawn.band(name)).values())] for name, words in _told(drawn).items()]
    parts = (
        ("Verdict", f'<p class="lead">{escape(_sentence(loaded, drawn))}</p><p>{escape(verdict.BOUNDARIES[loaded.scenario.money.boundary])}</p>'
         f'<div class="scroll">{tables.grid(["", "p10", "p50", "p90", "nominal"], bands)}</div>'),
        ("How likely", f"<figure>{_likely(drawn)}<figcaption>Share of the draws below a ratio of orbit to ground.</figcaption></figure>"),
        ("By launch price", f"<figure>{_by_launch(loaded, drawn)}<figcaption>Were launch to cost that much, all else as drawn. By their rows: {escape(_vehicles())}.</figcaption></figure>"),
        ("By year", f"<p>{_year_words(loaded, drawn)}</p><figure>{_by_year(drawn)}<figcaption>The same fleet and work, bought in that year: prices fall with what the world has launched and built by then, on both sides.</figcaption></figure>"),
        ("Where the spread comes from", f"<figure>{_spread(_telling(ranked, drawn))}<figcaption>Share of the variance of log(ratio) that the input explains alone.</figcaption></figure><p>{escape(worth(ranked))}</p>"),
    )  # fmt: skip
    body = "".join(f"<section><h2><span>{at}</span>{name}</h2>{inner}</section>" for at, (name, inner) in enumerate(parts, 1))
    return document(f"{loaded.scenario.name}: uncertainty", f"{head}<main>{body}</main>{_footer(loaded)}")


def _footer(loaded: Loaded) -> str:
    import dawndusk

    return f"<footer><p>Made by dawndusk {escape(dawndusk.__version__)}. Money is real USD of {loaded.scenario.money.base_year}. Draws by seed {loaded.scenario.mission.seed}.</p></footer>"


def _decades(low: float, high: float) -> list[tuple[float, str]]:
    """Where a logarithmic axis is marked: ones, twos and fives."""
    marks = [step * 10.0**power for power in range(-3, 7) for step in (1, 2, 5)]
    return [(math.log10(one), number(one, 1, trim=True)) for one in marks if low <= math.log10(one) <= high]


def _likely(drawn: Drawn) -> str:
    """How the ratio is spread: the share of the draws below each value."""
    import numpy

    logs = numpy.sort(numpy.log10(drawn.outputs["ratio"][drawn.closing]))
    low, high = min(float(logs[0]), -0.05), float(numpy.quantile(logs, 0.995))
    x = numpy.linspace(low, high, 120)
    below = numpy.searchsorted(logs, x) / len(drawn.inputs)
    series = charts.Series("draws", 100.0 * below, "l eclipse")
    panel = charts.Panel("Draws below it, %", (series,), 0.0, 100.0, 190.0, note=f"nominal {number(drawn.nominal['ratio'])}")
    across = charts.Across(x, low, high, _decades(low, high), "ratio of orbit to ground; shaded: orbit is cheaper", [(low, 0.0)])
    return charts.both(lambda width: charts.stack([panel], across, width), "Share of the draws below each ratio")


def ratio_at(loaded: Loaded, drawn: Drawn, usd_per_kg: float) -> Any:
    """The ratio of every draw that closes, were launch to cost that much: it is linear in the price, and 1 at the break-even."""
    kept = drawn.closing
    price = drawn.inputs[kept, drawn.keys.index(LAUNCH)] if LAUNCH in drawn.keys else loaded.scenario.launch.price_usd_per_kg
    even, ratio = drawn.outputs["break_even_launch_usd_per_kg"][kept], drawn.outputs["ratio"][kept]
    return 1.0 + (usd_per_kg - even) * (ratio - 1.0) / (price - even)


def _by_launch(loaded: Loaded, drawn: Drawn) -> str:
    """The band of the ratio over the launch price."""
    import numpy

    x = numpy.linspace(1.0, 3.8, 80)
    low, middle, high = numpy.array([numpy.quantile(ratio_at(loaded, drawn, 10.0**one), (0.1, 0.5, 0.9)) for one in x]).T
    panel = charts.Panel(
        "Ratio of orbit to ground", (charts.Series("median", middle, "l eclipse"), charts.Series("as the ground", numpy.ones(len(x)), "l ink dash")),
        0.0, float(high[-1]), 210.0, band=("four of five draws", low, high),
    )  # fmt: skip
    marks = [(float(power), number(10.0**power, 1, trim=True)) for power in (1, 2, 3)]
    vehicles = [(math.log10(rows()[f"{one}.price"].value), one) for one in VEHICLES]

    def draw(width: int) -> charts.Body:
        shown = marks if charts.is_narrow(width) else [*marks, *vehicles]
        return charts.stack([panel], charts.Across(x, 1.0, 3.8, shown, "launch price, USD/kg"), width)

    return charts.both(draw, "The ratio by launch price")


def _year_words(loaded: Loaded, drawn: Drawn) -> str:
    """How likely orbit is the cheaper side as prices learn."""
    first, last = (percent(drawn.cheaper_in(f"ratio_{year}")) for year in (YEARS[0], YEARS[-1]))
    held, learning = drawn.band(f"ratio_{YEARS[-1]}"), loaded.scenario.learning
    return (
        f"Orbit is cheaper in {first} of the draws at the prices of {YEARS[0]}, and in {last} at those of {YEARS[-1]}, when it costs "
        f"{number(held.p10)} to {number(held.p90)} times the ground in four of five draws. Years enter only through what is made in them: {number(learning.yearly_kg_per_s * units.YEAR_S / 1e6)} kt launched in "
        f"{YEARS[0]} and {percent(learning.growth_frac)} more each year, both uncertain. The nominal above keeps the prices of the scenario."
    )


def _by_year(drawn: Drawn) -> str:
    """The band of the ratio over the years, and the share of the draws in which orbit is cheaper."""
    import numpy

    bands = [drawn.band(name) for name in BY_YEAR]
    low, middle, high = numpy.array([(one.p10, one.p50, one.p90) for one in bands]).T
    x, share = numpy.array(YEARS, "float64"), numpy.array([100.0 * drawn.cheaper_in(name) for name in BY_YEAR])
    ratio = charts.Panel(
        "Ratio of orbit to ground", (charts.Series("median", middle, "l eclipse"), charts.Series("as the ground", numpy.ones(len(x)), "l ink dash")),
        0.0, float(high.max()), 190.0, band=("four of five draws", low, high),
    )  # fmt: skip
    cheaper = charts.Panel(
        "Draws in which orbit is cheaper, %",
        (charts.Series("draws", share, "l eclipse"),),
        0.0,
        max(float(share.max()) * 1.15, 5.0),
        110.0,
    )
    marks = [(float(year), str(year)) for year in SHOWN_YEARS]
    across = charts.Across(x, float(YEARS[0]), float(YEARS[-1]), marks)
    return charts.both(
        lambda width: charts.stack([ratio, cheaper], across, width), "The ratio, and how often orbit is cheaper, by year"
    )


def _vehicles() -> str:
    """What launch costs today and is said to cost."""
    found = [(one, rows()[f"{one}.price"]) for one in VEHICLES]
    return "; ".join(f"{name} {number(row.value)} USD/kg ({row.range_text}; {row.kind})" for name, row in found)


def _spread(telling: tuple[Share, ...]) -> str:
    bars = [charts.Row(one.key, 0.0, 100.0 * one.variance_frac, percent(one.variance_frac)) for one in telling]
    return charts.both(
        lambda width: charts.rows(bars, width, 0.0, max(bar.high for bar in bars)), "What the spread of the ratio comes from"
    )
