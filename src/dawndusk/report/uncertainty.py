"""The uncertain verdict: bands, the share of draws in which orbit is cheaper, and where the spread
comes from; as data, text and page.

Equation: as study/uncertainty and study/sensitivity; ratio at another launch price p = 1 + (p -
break-even) (ratio - 1) / (price - break-even), draw by draw
Valid: as those
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape

from dawndusk.data.catalogue import rows
from dawndusk.records.loaded import Loaded, Origin
from dawndusk.records.uncertainty import Drawn, Share
from dawndusk.report import by_year, charts, launch_figure, tables
from dawndusk.report.style import document
from dawndusk.results import headline
from dawndusk.results.numbers import number, percent
from dawndusk.results.uncertainty import (
    LAUNCH,
    _or_none,
    _part_texts,
    _ranked,
    _sentence,
    _telling,
    _told,
    break_even_sentence,
    failing_sentence,
    luck_sentence,
    model_inputs,
    ratio_at,
    worth,
)

# -- page ----------------------------------------------------------------------


def page(loaded: Loaded, drawn: Drawn) -> str:
    """The page of an uncertain verdict."""
    ranked = _ranked(loaded, drawn)
    head = (
        f'<header><p class="kicker">dawndusk, {len(drawn.inputs):,} draws of {len(drawn.keys)}'
        " inputs, boundary"
        f" {loaded.scenario.money.boundary}</p><h1>{escape(loaded.scenario.title)}</h1></header>"
    )
    bands = [
        [escape(words), *(_or_none(one) for one in vars(drawn.band(name)).values())]
        for name, words in _told(drawn).items()
    ]
    parts = (
        (
            "Verdict",
            (
                f'<p class="lead">{escape(_sentence(loaded, drawn))}</p>'
                f"<p>{escape(' '.join(failing_sentence(drawn)))}</p>"
                f"<p>{escape(headline.BOUNDARIES[loaded.scenario.money.boundary])}</p>"
                '<div class="scroll">'
                f"{tables.grid(['', 'p10', 'p50', 'p90', 'nominal'], bands)}</div>"
            ),
        ),
        (
            "How likely",
            (
                f"<figure>{_likely(drawn)}<figcaption>Share of the draws below a ratio of orbit to"
                " ground.</figcaption></figure>"
            ),
        ),
        ("By launch price", _by_launch(loaded, drawn)),
        ("By year", by_year.section(loaded, drawn)),
        (
            "Where the spread comes from",
            (
                f"<figure>{_spread(_telling(ranked, drawn))}<figcaption>Share of the variance of"
                " log(ratio) that the input explains"
                f" alone.</figcaption></figure><p>{escape(worth(ranked))}</p>"
            ),
        ),
        ("Inputs, models and chance", _apart(drawn)),
    )
    body = "".join(
        f"<section><h2><span>{at}</span>{name}</h2>{inner}</section>"
        for at, (name, inner) in enumerate(parts, 1)
    )
    return document(
        f"{loaded.scenario.name}: uncertainty", f"{head}<main>{body}</main>{_footer(loaded)}"
    )


def _apart(drawn: Drawn) -> str:
    """What is not known yet, how far models may be off, and chance: three kinds of doubt, beside
    one another.
    """
    held = model_inputs(drawn)
    models = ", ".join(f"<code>{escape(one)}</code>" for one in held)
    about = {
        "inputs": (
            f"{len(drawn.keys) - len(held)} numbers that are not known yet, with what all do"
            " together. Data or a decision narrows it."
        ),
        "models": (
            f"how far a model may be off, whatever it is given: {models}. A flight narrows it."
            if held
            else "no such input is drawn."
        ),
        "chance": (
            "satellites and chips that one fleet loses and another does not, were every number"
            " known. Only a larger fleet narrows it."
        ),
    }
    facts = [
        (name.capitalize(), f"<b>{share}</b> of all variance: {about[name]}")
        for name, share in _part_texts(drawn).items()
    ]
    words = (
        "All variance is that of log(ratio) over the draws, in which losses enter by their means,"
        " and that of chance at the nominal beside it. Models: what their inputs explain alone."
        " Inputs: the rest of what is drawn."
    )
    return f"<p>{escape(luck_sentence(drawn))}</p>{tables.facts(facts)}<p>{words}</p>"


def _footer(loaded: Loaded) -> str:
    import dawndusk

    return (
        f"<footer><p>Made by dawndusk {escape(dawndusk.__version__)}. Money is real USD of"
        f" {loaded.scenario.money.base_year}. Draws by seed"
        f" {loaded.scenario.mission.seed}.</p></footer>"
    )


def _likely(drawn: Drawn) -> str:
    """How the ratio is spread: the share of the draws below each value."""
    import numpy

    logs = numpy.sort(numpy.log10(drawn.outputs["ratio"][drawn.closing]))
    low, high = min(float(logs[0]), -0.05), float(numpy.quantile(logs, 0.995))
    x = numpy.linspace(low, high, 120)
    below = numpy.searchsorted(logs, x) / len(drawn.inputs)
    series = charts.Series("draws", 100.0 * below, "l eclipse")
    panel = charts.Panel(
        "Draws below it, %",
        (series,),
        0.0,
        100.0,
        190.0,
        note=f"nominal {number(drawn.nominal['ratio'])}",
    )
    across = charts.Across(
        x,
        low,
        high,
        launch_figure.marks(low, high),
        "ratio of orbit to ground; shaded: orbit is cheaper",
        [(low, 0.0)],
    )
    return charts.both(
        lambda width: charts.stack([panel], across, width), "Share of the draws below each ratio"
    )


def _by_launch(loaded: Loaded, drawn: Drawn) -> str:
    """The band of the ratio over the launch price, and what that says of the break-even."""
    places = launch_figure.read(lambda price: ratio_at(loaded, drawn, price), len(drawn.inputs))
    row = (loaded.origins.get(LAUNCH) or Origin()).row
    vehicles = sorted(_vehicles(loaded), key=lambda one: one.usd_per_kg)
    drawing = launch_figure.figure(places, [_ours(loaded), *vehicles], loaded.scenario.launch.to)
    kinds = "; ".join(f"{one.name} {loaded.row(f'{one.name}.price').kind}" for one in vehicles)  # type: ignore[union-attr]
    ours = f" The scenario's is that of its row {row}." if row else ""
    caption = (
        "Were launch to cost that much, all else as drawn. Above: prices with their ranges, each"
        f" to the orbit that its row names; evidence: {kinds}.{ours}"
    )
    figure = f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"
    return f"<p>{escape(break_even_sentence(drawn))}</p>{figure}"


def _ours(loaded: Loaded) -> launch_figure.Track:
    """What the scenario pays."""
    price, spread = float(loaded.scenario.launch.price_usd_per_kg), loaded.priors.get(LAUNCH)
    return launch_figure.Track(
        "this scenario",
        price,
        *((spread.low, spread.high) if spread else (price, price)),
        ours=True,
    )


def _vehicles(loaded: Loaded) -> list[launch_figure.Track]:
    """Every launch vehicle that has rows, the scenario's own too."""
    found = []
    for id in rows() | loaded.rows:
        name, _, what = id.rpartition(".")
        row = loaded.row(id)
        if (
            what == "price"
            and row is not None
            and row.unit == "USD/kg"
            and loaded.row(f"{name}.payload") is not None
        ):
            ends = (
                (row.value, row.value) if row.spread is None else (row.spread.low, row.spread.high)
            )
            found.append(launch_figure.Track(name, row.value, *ends))
    return found


def _spread(telling: tuple[Share, ...]) -> str:
    bars = [
        charts.Row(one.key, 0.0, 100.0 * one.variance_frac, percent(one.variance_frac))
        for one in telling
    ]
    return charts.both(
        lambda width: charts.rows(bars, width, 0.0, max(bar.high for bar in bars)),
        "What the spread of the ratio comes from",
    )
