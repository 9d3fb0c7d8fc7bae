"""Radiation: dose behind the shield, upsets and where they are met.

Equation: values per year = rates x 365.25 days; means over the fleet's satellites
Valid: as flight/exposure
Source: dawndusk-method
"""

from __future__ import annotations

from typing import Any

from dawndusk.core.numeric import np
from dawndusk.core.units import YEAR_S
from dawndusk.physics import radiation
from dawndusk.records.flight import Flight
from dawndusk.results.numbers import number

RAD = 100.0  # per gray


def millimetres(thickness_m: float) -> str:
    """A thickness as printed.

    >>> millimetres(7.5e-3)
    '7.5 mm'
    """
    return f"{number(thickness_m * 1e3, 3, trim=True)} mm"


MET = 0.9  # share of the protons whose time is told


def _a_year(flight: Flight, what: str) -> Any:
    found = flight.met(what)
    return (
        {name: one * YEAR_S for name, one in found.items()}
        if isinstance(found, dict)
        else found * YEAR_S
    )


def time_frac(flight: Flight) -> float:
    """Share of the time in which 90 % of the protons that upset chips are met, mean over the fleet."""
    each = (
        one.count * radiation.time_share_frac(one.belts.places_ratio[0], MET)
        for one in flight.groups
        if one.belts is not None
    )
    return sum(each) / flight.satellites


def peak_over_mean(flight: Flight) -> float:
    """Most of the protons that count at any place over their orbit's mean."""
    return max(
        float(np.max(one.belts.places_ratio[0])) for one in flight.groups if one.belts is not None
    )
