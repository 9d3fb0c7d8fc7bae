"""The cost model of orbital-compute: six satellites with one chip each against the same chips in a
hall, in dollars per chip-hour.

Equation: chip-hour = (purchase / years + yearly cost) / (chips x 8,760 h x utilisation), the same
on both sides
Valid: as its program, version 0.3.0: no interest, nothing lost, shade and heat without effect on
what is sold
Source: orbitalcompute2026
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms

HOURS, DAYS = 8760.0, 365.0  # of its year


@record
class Inputs:
    """What its program takes when nothing is said."""

    satellites: int
    life_s: Positive
    chip_price_usd: NotNegative
    hardening_ratio: NotNegative  # on the price of a chip
    array_w: Positive
    array_price_usd_per_w: NotNegative
    battery_j: Positive
    battery_price_usd_per_j: NotNegative
    radiator_m2: Positive
    radiator_price_usd_per_m2: NotNegative
    bus_usd: NotNegative
    mass_kg: Positive
    launch_usd_per_kg: NotNegative
    contact_price_usd_per_s: NotNegative  # of a ground station
    contact_frac: Fraction  # of the time
    tracking_usd_per_s: NotNegative  # of one satellite
    insurance_per_s: NotNegative  # of the hardware
    mission_usd_per_s: NotNegative  # of the fleet
    utilisation_frac: PositiveFraction
    server_usd: NotNegative  # of a chip on the ground
    rack_usd: NotNegative
    hall_usd_per_s: NotNegative  # of a chip
    chip_w: Positive
    pue_ratio: Positive
    electricity_usd_per_j: NotNegative


@record
class Results:
    """What its program prints."""

    purchase_usd: float
    yearly_usd_per_s: float
    orbit_usd_per_s: float  # of a chip at work
    ground_usd_per_s: float
    ratio: float
    array_share_frac: float  # of what a satellite's hardware costs


def results(its: Inputs) -> Results:
    """Its answers."""
    hardware = _satellite(its) + _chip(its)
    purchase = its.satellites * (hardware + its.mass_kg * its.launch_usd_per_kg)
    yearly = its.satellites * _running(its, hardware) + its.mission_usd_per_s
    at_work = its.utilisation_frac * HOURS * 3600.0 / YEAR_S
    orbit = (purchase / its.life_s + yearly) / its.satellites / at_work
    ground = (
        (its.chip_price_usd + its.server_usd + its.rack_usd) / its.life_s
        + its.hall_usd_per_s
        + _power(its)
    ) / at_work
    return Results(
        purchase_usd=purchase,
        yearly_usd_per_s=yearly,
        orbit_usd_per_s=orbit,
        ground_usd_per_s=ground,
        ratio=orbit / ground,
        array_share_frac=its.array_w * its.array_price_usd_per_w / hardware,
    )


def terms(its: Inputs) -> Terms:
    """Its answer in the terms that all have."""
    watts, hardware = its.chip_w, _satellite(its) + _chip(its)
    return Terms(
        OrbitTerms(
            mass_kg_per_w=its.mass_kg / watts,
            launch_usd_per_kg=its.launch_usd_per_kg,
            satellite_usd_per_w=_satellite(its) / watts,
            chips_usd_per_w=_chip(its) / watts,
            operations_usd_per_w_s=(
                _running(its, hardware) + its.mission_usd_per_s / its.satellites
            )
            / watts,
            life_s=its.life_s,
            capital_frac=0.0,
            delivered_frac=its.utilisation_frac,
        ),
        GroundTerms(
            chips_usd_per_w=(its.chip_price_usd + its.server_usd + its.rack_usd) / watts,
            building_life_s=its.life_s,
            chips_life_s=its.life_s,
            energy_usd_per_w_s=_power(its) / watts,
            operations_usd_per_w_s=its.hall_usd_per_s / watts,
            capital_frac=0.0,
            delivered_frac=its.utilisation_frac,
        ),
    )


def _chip(its: Inputs) -> float:
    return its.chip_price_usd * (1.0 + its.hardening_ratio)


def _satellite(its: Inputs) -> float:
    """Dollars, without the chip."""
    battery, radiator = (
        its.battery_j * its.battery_price_usd_per_j,
        its.radiator_m2 * its.radiator_price_usd_per_m2,
    )
    return its.array_w * its.array_price_usd_per_w + battery + radiator + its.bus_usd


def _running(its: Inputs, hardware: float) -> float:
    """Dollars per second for one satellite."""
    contact = its.contact_price_usd_per_s * its.contact_frac * DAYS * 86400.0 / YEAR_S
    return contact + its.tracking_usd_per_s + its.insurance_per_s * hardware


def _power(its: Inputs) -> float:
    """Dollars per second for one chip on the ground, which is always on."""
    return its.chip_w * its.pue_ratio * its.electricity_usd_per_j * HOURS * 3600.0 / YEAR_S
