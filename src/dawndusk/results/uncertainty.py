"""Uncertainty of the verdict: bands, the share of draws in which orbit is cheaper, and where the
spread comes from.

Equation: as study/draws and study/sensitivity; ratio at another launch price p = 1 + (p -
break-even) (ratio - 1) / (price - break-even), draw by draw
Valid: as those
Source: dawndusk-method
"""

from __future__ import annotations

import math
from typing import Any

from dawndusk.bill.ground import site_names
from dawndusk.core import units
from dawndusk.core.record import leaves
from dawndusk.records.loaded import Loaded
from dawndusk.records.uncertainty import Drawn, Share
from dawndusk.results import by_year
from dawndusk.results.numbers import NONE, number, percent, seldom
from dawndusk.scenario.priors import satellite_prices
from dawndusk.study.fleet_variability import MODELS, parts_frac
from dawndusk.study.sensitivity import chance

BANDS = {  # output -> its name on screen and page
    "ratio": "orbit / ground",
    "ratio_without_chips": "the same without chips",
    "difference_usd_per_kw_year": "orbit less ground, USD per kW-year",
    "orbit_usd_per_chip_hour": "orbit, USD per chip-hour",
    "ground_usd_per_chip_hour": "ground, USD per chip-hour",
    "break_even_launch_usd_per_kg": "break-even launch, USD/kg (below 0: none)",
    "worth_usd_per_kw_year": "sooner pays above, USD per kW-year",
}


SHOWN = 8  # inputs


WHYS = 3  # reasons why no design closes


SHOWN_FRAC = 0.001  # of the variance: smaller shares have three decimals


LAUNCH = "launch.price"
LARGELY, FEW = 0.995, 10  # of the draws; draws that make a band


def model_inputs(drawn: Drawn) -> list[str]:
    """The drawn inputs that stand for the error of a model."""
    return [key for key in MODELS if key in drawn.keys]


def data(loaded: Loaded, drawn: Drawn) -> dict[str, Any]:
    """What `uncertainty.json` holds."""
    import dawndusk

    fields = {key: field for key, field, _ in leaves(loaded.scenario)}
    inputs = [
        {
            "key": one.key,
            "unit": units.unit_of(fields[one.key]),
            "dist": loaded.priors[one.key].shape,
            "low": loaded.priors[one.key].low,
            "high": loaded.priors[one.key].high,
            "variance_frac": one.variance_frac,
            "worth_usd_per_kw_year": one.worth_usd_per_kw_year,
        }
        for one in drawn.shares
    ]
    return {
        "dawndusk": dawndusk.__version__,
        "scenario": {"name": loaded.scenario.name, "title": loaded.scenario.title},
        "boundary": loaded.scenario.money.boundary,
        "draws": len(drawn.inputs),
        "seed": loaded.scenario.mission.seed,
        "closes_frac": drawn.closes_frac,
        "orbit_cheaper_frac": drawn.cheaper_frac,
        "variance_frac": parts_frac(drawn),
        "chance": (
            drawn.fleet_variability
            and {
                "satellites": drawn.fleet_variability.satellites,
                "alive_deviation_frac": drawn.fleet_variability.deviation_frac,
                "ratio_p10": drawn.fleet_variability.p10,
                "ratio_p90": drawn.fleet_variability.p90,
            }
        ),
        "failing": [{"why": why, "frac": share} for why, share in drawn.failing],
        "bands": {
            name: {
                end: value if math.isfinite(value) else None
                for end, value in vars(drawn.band(name)).items()
            }
            for name in _told(drawn)
        },
        "by_year": by_year.data(drawn),
        "inputs": inputs,
    }


def screen(loaded: Loaded, drawn: Drawn) -> str:
    """What `dawndusk uncertainty` prints."""
    scenario, ranked = loaded.scenario, _ranked(loaded, drawn)
    found = [
        f"{scenario.name}: {scenario.title}",
        "",
        _sentence(loaded, drawn),
        *failing_sentence(drawn),
        "",
    ]
    found.append(f"  {'':<42}{'p10':>12}{'p50':>12}{'p90':>12}{'nominal':>12}")
    for name, words in _told(drawn).items():
        band = drawn.band(name)
        found.append(
            f"  {words:<42}"
            + "".join(
                f"{_or_none(one):>12}" for one in (band.p10, band.p50, band.p90, band.nominal)
            )
        )
    found += [
        "",
        "Were it bought in another year, prices learnt by then on both sides:",
        *by_year.lines(drawn),
    ]
    found += ["", f"Where the spread comes from, of {len(drawn.keys)} inputs:"]
    found += [
        f"  {one.key:<42}{percent(one.variance_frac):>12} of the variance of log(ratio)"
        for one in _telling(ranked, drawn)
    ]
    found += ["", luck_sentence(drawn), parts_sentence(drawn), "", worth(ranked)]
    return "\n".join(found)


def _told(drawn: Drawn) -> dict[str, str]:
    """The outputs that the boundary has, with their names: where only power is compared nothing has
    a price per chip.
    """
    return {name: words for name, words in BANDS.items() if math.isfinite(drawn.nominal[name])}


def _ranked(loaded: Loaded, drawn: Drawn) -> tuple[Share, ...]:
    """Every input, but what the parts of a satellite cost as one where it goes together."""
    if drawn.prices is None or loaded.scenario.uncertainty.satellite_prices_ratio == 0.0:
        return drawn.shares
    prices = satellite_prices(drawn.keys)
    alone = [one for one in drawn.shares if one.key not in prices]
    return tuple(sorted([drawn.prices, *alone], key=lambda one: -one.variance_frac))


def _telling(ranked: tuple[Share, ...], drawn: Drawn) -> tuple[Share, ...]:
    """The first of them, as far as they stand above chance."""
    return tuple(
        one for one in ranked[:SHOWN] if one.variance_frac > chance(int(drawn.closing.sum()))
    )


def _sentence(loaded: Loaded, drawn: Drawn) -> str:
    band = drawn.band("ratio")
    cheaper = (
        f"less than the ground in {seldom(drawn.cheaper_frac)}"
        if drawn.cheaper_frac
        else "less than the ground in none"
    )
    return (
        f"Orbit costs {number(band.p10)} to {number(band.p90)} times the ground in four of five"
        f" draws, and {cheaper} of {len(drawn.inputs):,} ({site_names(loaded.scenario.ground)[0]};"
        f" boundary {loaded.scenario.money.boundary}; {percent(drawn.closes_frac)} have a design"
        " that closes, and bands are of those)."
    )


def failing_sentence(drawn: Drawn) -> list[str]:
    """Why the others have none."""
    return (
        [
            "No design: "
            + "; ".join(f"{seldom(share)} {why}" for why, share in drawn.failing[:WHYS])
            + "."
        ]
        if drawn.failing
        else []
    )


def worth(ranked: tuple[Share, ...]) -> str:
    """Which number, known better, is worth most."""
    best = max(ranked, key=lambda one: one.worth_usd_per_kw_year)
    if best.worth_usd_per_kw_year <= 0.0:
        return (
            "No single number, known exactly, would change which side is cheaper on the mean of the"
            " draws."
        )
    return (
        f"Worth knowing best: {best.key}, {number(best.worth_usd_per_kw_year)} USD per kW-year to"
        " whoever may choose by it."
    )


def _or_none(value: float) -> str:
    """A number, or a dash where nothing would do."""
    return number(value) if math.isfinite(value) else NONE


def luck_sentence(drawn: Drawn) -> str:
    """What chance alone makes of the ratio."""
    luck = drawn.fleet_variability
    if luck is None or luck.variance == 0.0:
        return "Chance alone moves nothing here: what is compared does not depend on losses."
    who = f"Chance alone, one fleet of {luck.satellites:,} against another"
    low, high = number(luck.p10), number(luck.p90)
    if low == high:
        return f"{who}: {low}, less than {percent(max(luck.p90 / luck.p10 - 1.0, 1e-5), 3)} apart."
    return f"{who}: {low} to {high} times the ground in four of five."


def _part_texts(drawn: Drawn) -> dict[str, str]:
    """Shares of inputs, models and chance; one that the draws cannot tell from nothing is said to
    be below what they can.
    """
    least = chance(int(drawn.closing.sum()))
    found = parts_frac(drawn)
    return {
        name: (
            f"below {percent(max(least, SHOWN_FRAC))}"
            if name == "models" and share < least
            else percent(share, 1 if share >= SHOWN_FRAC or not share else 3)
        )
        for name, share in found.items()
    }


def parts_sentence(drawn: Drawn) -> str:
    """What the variance is made of: knowledge, models, chance."""
    return (
        "Of all variance of log(ratio): "
        + ", ".join(f"{name} {share}" for name, share in _part_texts(drawn).items())
        + "."
    )


def ratio_at(loaded: Loaded, drawn: Drawn, usd_per_kg: float) -> Any:
    """The ratio of every draw that closes, were launch to cost that much: it is linear in the
    price, and 1 at the break-even.
    """
    kept = drawn.closing
    price = (
        drawn.inputs[kept, drawn.keys.index(LAUNCH)]
        if LAUNCH in drawn.keys
        else loaded.scenario.launch.price_usd_per_kg
    )
    even, ratio = drawn.outputs["break_even_launch_usd_per_kg"][kept], drawn.outputs["ratio"][kept]
    return 1.0 + (usd_per_kg - even) * (ratio - 1.0) / (price - even)


def break_even_sentence(drawn: Drawn) -> str:
    """At which launch price orbit breaks even, in how many draws."""
    import numpy

    prices = drawn.outputs["break_even_launch_usd_per_kg"][drawn.closing]
    some = prices[prices > 0.0]
    share = len(some) / len(drawn.inputs)
    if not len(some):
        return (
            "Orbit breaks even at no launch price above zero in any of the draws: what is dear is"
            " not the launch."
        )
    low, middle, high = (number(one) for one in numpy.quantile(some, (0.1, 0.5, 0.9)))
    rest = (
        ""
        if share > LARGELY * drawn.closes_frac
        else "; in the others that have a design even free launch leaves orbit dearer"
    )
    band = (
        f"at {middle} USD/kg in the middle, {low} to {high} in four of five of those"
        if len(some) >= FEW
        else f"at {middle} USD/kg in the middle"
    )
    return (
        f"In {seldom(share)} of the draws some launch price above zero breaks even, {band}{rest}."
    )
