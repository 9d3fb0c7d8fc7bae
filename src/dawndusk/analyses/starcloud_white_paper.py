"""Starcloud's white paper of 2024: forty megawatts for ten years, on land and in orbit.

Equation: land = power x hours x price x (1 + cooling) + backup; orbit = array + one launch +
shielding at a launch price of its own
Valid: as its table 1: no satellite but the array, no chips on either side, no interest, nothing
lost
Source: starcloud2024
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms


@record
class Inputs:
    """What its table and text say."""

    power_w: Positive
    life_s: Positive
    electricity_usd_per_j: NotNegative
    cooling_frac: Fraction  # of the energy
    backup_usd: NotNegative
    array_usd: NotNegative
    vehicle_price_usd: Positive  # one launch
    lifted_kg: Positive  # to its orbit
    shielding_kg_per_w: NotNegative
    shielding_launch_usd_per_kg: NotNegative  # launch price of the shielding
    sunlit_frac: PositiveFraction


@record
class Results:
    """What it prints, and what one launch price for all would make of it."""

    land_usd: float
    energy_usd: float
    cooling_usd: float
    orbit_usd: float
    shielding_usd: float
    ratio: float
    energy_price_usd_per_j: float  # launch and array over the energy of ten years
    launch_price_usd_per_kg: float  # that it pays for the satellite
    orbit_at_one_price_usd: float


def results(its: Inputs) -> Results:
    """Its answers."""
    energy = its.power_w * its.life_s * its.electricity_usd_per_j
    land, shield_kg = (
        energy * (1.0 + its.cooling_frac) + its.backup_usd,
        its.power_w * its.shielding_kg_per_w,
    )
    shielding, launch_price = (
        shield_kg * its.shielding_launch_usd_per_kg,
        its.vehicle_price_usd / its.lifted_kg,
    )
    orbit = its.array_usd + its.vehicle_price_usd + shielding
    return Results(
        land_usd=land,
        energy_usd=energy,
        cooling_usd=energy * its.cooling_frac,
        orbit_usd=orbit,
        shielding_usd=shielding,
        ratio=orbit / land,
        energy_price_usd_per_j=(its.array_usd + its.vehicle_price_usd)
        / (its.power_w * its.sunlit_frac * its.life_s),
        launch_price_usd_per_kg=launch_price,
        orbit_at_one_price_usd=orbit - shielding + shield_kg * launch_price,
    )


def terms(its: Inputs) -> Terms:
    """Its answer in the terms that all have; the shielding's launch stands with the satellite, as
    its price is another.
    """
    shielding = its.shielding_kg_per_w * its.shielding_launch_usd_per_kg
    return Terms(
        OrbitTerms(
            mass_kg_per_w=its.lifted_kg / its.power_w,
            launch_usd_per_kg=its.vehicle_price_usd / its.lifted_kg,
            satellite_usd_per_w=its.array_usd / its.power_w + shielding,
            life_s=its.life_s,
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
        GroundTerms(
            building_usd_per_w=its.backup_usd / its.power_w,
            building_life_s=its.life_s,
            chips_life_s=its.life_s,
            energy_usd_per_w_s=its.electricity_usd_per_j * (1.0 + its.cooling_frac),
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
    )
