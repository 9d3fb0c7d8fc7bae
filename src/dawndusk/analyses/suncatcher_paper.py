"""Google's Suncatcher paper: what launching a kilowatt costs beside a kilowatt's power bill, and
how far launch prices must fall.

Equation: launched power = mass x price / power / life; power bill = price x PUE; price of launch
falls by a share with every doubling of all that was launched
Valid: as version 2 of the paper: launch and electricity alone, nameplate power of existing
satellites, no interest
Source: suncatcher2026
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.physics.learning import total_kg
from dawndusk.records.fields import Positive, PositiveFraction
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms


@record
class Inputs:
    """A satellite, a power bill and a learning curve."""

    mass_kg: Positive
    power_w: Positive  # of the array
    life_s: Positive
    launch_usd_per_kg: Positive
    electricity_usd_per_j: Positive
    pue_ratio: Positive
    start_usd_per_kg: Positive  # launch price at the start of the curve
    launched_kg: Positive  # in all, at the start of the curve
    aim_usd_per_kg: Positive
    rate_frac: PositiveFraction  # by which the price falls with every doubling


@record
class Results:
    """What the paper prints."""

    launched_power_usd_per_w_s: float
    power_bill_usd_per_w_s: float
    to_be_launched_kg: float  # before the price is the aim


def results(its: Inputs) -> Results:
    """Its answers."""
    return Results(
        launched_power_usd_per_w_s=its.mass_kg * its.launch_usd_per_kg / its.power_w / its.life_s,
        power_bill_usd_per_w_s=its.electricity_usd_per_j * its.pue_ratio,
        to_be_launched_kg=float(
            total_kg(its.start_usd_per_kg, its.launched_kg, its.aim_usd_per_kg, its.rate_frac)
        ),
    )


def terms(its: Inputs) -> Terms:
    """Its answer in the terms that all have."""
    return Terms(
        OrbitTerms(
            mass_kg_per_w=its.mass_kg / its.power_w,
            launch_usd_per_kg=its.launch_usd_per_kg,
            life_s=its.life_s,
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
        GroundTerms(
            building_life_s=its.life_s,
            chips_life_s=its.life_s,
            energy_usd_per_w_s=its.electricity_usd_per_j * its.pue_ratio,
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
    )
