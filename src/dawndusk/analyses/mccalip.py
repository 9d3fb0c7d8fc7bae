"""McCalip's calculator: a gigawatt of satellites against a building with gas turbines, in dollars
per watt.

Equation: watts launched = target / (mean of (1 - ageing)^year x sunlit share), in whole satellites;
orbit = hardware + launch + (operations + failures) x hardware x years + development; ground = plant
+ building + fuel x PUE x capacity factor; panel: alpha S + Earth = (eps + eps') sigma T^4
Valid: as its author's program of 15 December 2025; no chips on either side, no interest, nothing
lost but what is bought again
Source: mccalip2025
"""

from __future__ import annotations

import math
from typing import Annotated

from dawndusk.core.record import COUNT, record
from dawndusk.core.units import YEAR_S
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction, Quantity
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms

HOURS = 8760.0  # of its year
SIGMA, SUN_W_PER_M2, EARTH_W_PER_M2, ALBEDO, SPACE_K, EARTH_KM = (
    5.67e-8,
    1361.0,
    237.0,
    0.30,
    3.0,
    6371.0,
)  # its constants
FLOOR = 0.05  # of the view that a panel facing the Earth has: what it gives one that faces away
PLACES = 72


@record
class Inputs:
    """What its sliders say."""

    target_w: Positive
    life_s: Positive
    sunlit_frac: PositiveFraction
    ageing_per_s: NotNegative
    failures_per_s: NotNegative  # satellite hardware bought again
    operations_per_s: NotNegative  # of the hardware
    launch_usd_per_kg: NotNegative
    satellite_usd_per_w: NotNegative
    specific_power_w_per_kg: Positive
    satellite_power_w: Positive
    satellite_array_m2: Positive  # of array
    vehicle_kg: Positive
    development_usd: NotNegative
    pue_ratio: Positive
    turbine_usd_per_w: NotNegative
    electrical_usd_per_w: NotNegative
    mechanical_usd_per_w: NotNegative
    civil_usd_per_w: NotNegative
    network_usd_per_w: NotNegative
    gas_usd_per_j: NotNegative
    heat_rate_ratio: Positive  # of gas burnt over electricity made
    capacity_frac: Fraction
    absorptivity_frac: Fraction
    front_emissivity_frac: PositiveFraction
    back_emissivity_frac: PositiveFraction
    beta_rad: Quantity
    altitude_m: Positive


@record
class Results:
    """What it prints, and what its break-even should be."""

    orbit_usd: float
    hardware_usd: float
    launch_usd: float
    operations_usd: float
    replacement_usd: float
    ground_usd: float
    ratio: float
    mass_kg: float
    satellites: Annotated[float, COUNT]
    launches: Annotated[float, COUNT]
    array_m2: float
    orbit_price_usd_per_j: float  # per energy delivered
    ground_price_usd_per_j: float
    ratio_per_energy: float
    break_even_printed_usd_per_kg: float
    break_even_usd_per_kg: float  # the launch price at which its own totals are equal
    ratio_at_printed: float  # its own totals at the break-even that it prints
    panel_k: float


def results(its: Inputs) -> Results:
    """Its answers."""
    years = its.life_s / YEAR_S
    wanted_w, satellites = _launched(its)
    launched_w = satellites * its.satellite_power_w
    mass = launched_w / its.specific_power_w_per_kg
    hardware = its.satellite_usd_per_w * launched_w
    operations, replacement = (
        hardware * its.operations_per_s * its.life_s,
        hardware * its.failures_per_s * its.life_s,
    )
    besides = hardware + operations + replacement + its.development_usd
    orbit, ground = (
        besides + its.launch_usd_per_kg * mass,
        its.target_w * (_plant(its) + _fuel(its) * its.life_s),
    )
    energy = its.target_w * years * HOURS * 3600.0
    printed = (ground - its.satellite_usd_per_w * wanted_w) / (
        wanted_w / its.specific_power_w_per_kg
    )
    return Results(
        orbit_usd=orbit,
        hardware_usd=hardware,
        launch_usd=its.launch_usd_per_kg * mass,
        operations_usd=operations,
        replacement_usd=replacement,
        ground_usd=ground,
        ratio=orbit / ground,
        mass_kg=mass,
        satellites=satellites,
        launches=math.ceil(mass / its.vehicle_kg),
        array_m2=satellites * its.satellite_array_m2,
        orbit_price_usd_per_j=orbit / energy,
        ground_price_usd_per_j=ground / (energy * its.capacity_frac),
        ratio_per_energy=orbit / ground * its.capacity_frac,
        break_even_printed_usd_per_kg=printed,
        break_even_usd_per_kg=(ground - besides) / mass,
        ratio_at_printed=(besides + printed * mass) / ground,
        panel_k=_panel_k(its),
    )


def terms(its: Inputs) -> Terms:
    """Its answer in the terms that all have."""
    _, satellites = _launched(its)
    return Terms(
        OrbitTerms(
            mass_kg_per_w=1.0 / its.specific_power_w_per_kg,
            launch_usd_per_kg=its.launch_usd_per_kg,
            satellite_usd_per_w=its.satellite_usd_per_w,
            development_usd_per_w=its.development_usd / (satellites * its.satellite_power_w),
            replacement_usd_per_w_s=its.satellite_usd_per_w * its.failures_per_s,
            operations_usd_per_w_s=its.satellite_usd_per_w * its.operations_per_s,
            life_s=its.life_s,
            capital_frac=0.0,
            delivered_frac=its.target_w / (satellites * its.satellite_power_w),
        ),
        GroundTerms(
            building_usd_per_w=_plant(its),
            building_life_s=its.life_s,
            chips_life_s=its.life_s,
            energy_usd_per_w_s=_fuel(its),
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
    )


def _launched(its: Inputs) -> tuple[float, int]:
    """Watts at launch for the target over the years, and the whole satellites that have them."""
    years, kept = round(its.life_s / YEAR_S), 1.0 - its.ageing_per_s * YEAR_S
    wanted_w = its.target_w / (sum(kept**year for year in range(years)) / years * its.sunlit_frac)
    return wanted_w, math.ceil(wanted_w / its.satellite_power_w)


def _plant(its: Inputs) -> float:
    """Dollars per watt of IT."""
    return (
        its.turbine_usd_per_w * its.pue_ratio
        + its.electrical_usd_per_w
        + its.mechanical_usd_per_w
        + its.civil_usd_per_w
        + its.network_usd_per_w
    )


def _fuel(its: Inputs) -> float:
    """Dollars per second and watt of IT, in its year."""
    return (
        its.gas_usd_per_j
        * its.heat_rate_ratio
        * its.pue_ratio
        * its.capacity_frac
        * HOURS
        * 3600.0
        / YEAR_S
    )


def _panel_k(its: Inputs) -> float:
    """Equilibrium of the panel whose front faces the Sun, its view of the Earth averaged around the
    orbit.
    """
    widest = (EARTH_KM / (EARTH_KM + its.altitude_m / 1e3)) ** 2
    cosines = [
        math.cos(its.beta_rad) * math.cos(2.0 * math.pi * place / PLACES) for place in range(PLACES)
    ]
    front, back = (
        sum(widest * (c if c > 0.0 else FLOOR) for c in side) / PLACES
        for side in (cosines, [-c for c in cosines])
    )
    taken = its.absorptivity_frac * SUN_W_PER_M2 * (1.0 + ALBEDO * front * math.cos(its.beta_rad))
    taken += EARTH_W_PER_M2 * (front * its.front_emissivity_frac + back * its.back_emissivity_frac)
    return (
        taken / (SIGMA * (its.front_emissivity_frac + its.back_emissivity_frac)) + SPACE_K**4
    ) ** 0.25
