"""Epoch AI's gigawatt on the ground: what it costs a year, by the life of its chips.

Equation: yearly = IT x r / (1 - (1 + r)^-n) + rest x the same over its own life + running cost
Valid: as its data insight: what wears out with the chips and what with the building are split so
that its three totals fit
Source: epoch2026
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.records.fields import Fraction, NotNegative, Positive


@record
class Inputs:
    """A gigawatt."""

    it_usd: NotNegative  # what lives as long as the chips
    rest_usd: NotNegative
    running_usd_per_s: NotNegative
    chip_life_s: Positive
    facility_life_s: Positive
    capital_frac: Fraction


@record
class Results:
    """What it prints."""

    purchase_usd: float
    yearly_usd_per_s: float
    it_share_frac: float  # of the yearly cost


def results(its: Inputs) -> Results:
    """Its answers."""
    it = its.it_usd * float(recovery_per_year(its.capital_frac, its.chip_life_s)) / YEAR_S
    rest = its.rest_usd * float(recovery_per_year(its.capital_frac, its.facility_life_s)) / YEAR_S
    yearly = it + rest + its.running_usd_per_s
    return Results(
        purchase_usd=its.it_usd + its.rest_usd, yearly_usd_per_s=yearly, it_share_frac=it / yearly
    )
