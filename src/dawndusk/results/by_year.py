"""The verdict by year of purchase: the band of the ratio and the share of draws in which orbit is
cheaper.

Equation: as study/batch.by_year
Valid: as that: prices move by what is made until the year, chips and work do not
Source: dawndusk-method
"""

from __future__ import annotations

from typing import Any

from dawndusk.records.uncertainty import Drawn
from dawndusk.results.numbers import number, seldom
from dawndusk.study.batch import BY_YEAR, YEARS

SHOWN = (2026, 2030, 2035, 2040, 2045)


def data(drawn: Drawn) -> list[dict[str, Any]]:
    """Every year, as `uncertainty.json` holds it."""
    found = []
    for year, name in zip(YEARS, BY_YEAR, strict=True):
        bands = {
            "ratio": drawn.band(name),
            "launch_usd_per_kg": drawn.band(f"launch_usd_per_kg_{year}"),
        }
        told = {
            f"{what}_{end}": value
            for what, band in bands.items()
            for end, value in vars(band).items()
        }
        found.append({"year": year, "orbit_cheaper_frac": drawn.cheaper_in(name), **told})
    return found


def lines(drawn: Drawn) -> list[str]:
    """A few years, as the terminal shows them."""
    names, launch = (
        [f"{what}_{year}" for year in SHOWN] for what in ("ratio", "launch_usd_per_kg")
    )
    table = [("", [str(year) for year in SHOWN])]
    ends = ("p10", "p50", "p90", "nominal")
    table += [
        (f"ratio, {end}", [number(getattr(drawn.band(name), end)) for name in names])
        for end in ends
    ]
    table.append(("launch, USD/kg, nominal", [number(drawn.nominal[name]) for name in launch]))
    table.append(
        ("draws in which orbit is cheaper", [seldom(drawn.cheaper_in(name)) for name in names])
    )
    return [f"  {label:<42}" + "".join(f"{one:>12}" for one in cells) for label, cells in table]
