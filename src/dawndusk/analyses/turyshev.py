"""Turyshev's first paper: a megawatt's array and radiator, what may be paid for launch and build,
what early loss costs.

Equation: array = load x overhead / (sunlit share x conditioning x end of life) / (Sun x
efficiency); radiator = load x overhead / (eps F sigma T^4 (1 - absorbed)); allowance =
infrastructure on the ground / mass; penalty = h T / (1 - exp(-h T))
Valid: as its abstract and the summaries of its tables at hand; orbit with little shade, so that no
battery counts
Source: turyshev2026
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.data.catalogue import constant
from dawndusk.physics.constants import STEFAN_BOLTZMANN
from dawndusk.physics.survival import mean_survival
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms


@record
class Inputs:
    """A megawatt, a satellite's mass and the hall that it replaces."""

    it_w: Positive
    overhead_ratio: Positive  # electricity over that of the IT
    sunlit_frac: PositiveFraction
    conditioning_frac: PositiveFraction
    end_of_life_frac: PositiveFraction  # power of the array at its end over that when new
    cells_frac: PositiveFraction  # efficiency of the array's area
    specific_power_w_per_kg: Positive  # of the array when new
    radiator_k: Positive
    emissivity_frac: PositiveFraction
    view_frac: PositiveFraction
    absorbed_frac: Fraction  # of what the radiator sheds
    radiator_mass_kg_per_m2: Positive
    mass_kg_per_w: Positive  # of the whole satellite
    infrastructure_usd_per_w: Positive  # on the ground
    launch_usd_per_kg: Positive  # Falcon 9
    loss_per_s: NotNegative
    life_s: Positive


@record
class Results:
    """What it prints."""

    array_m2: float
    radiator_area_m2: float
    panels_kg_per_w: float  # array and radiator
    allowance_usd_per_kg: float  # for launch and build together
    ratio: float  # launch alone over the allowance
    penalty_ratio: float  # nodes launched for each that works, mean over the life


def results(its: Inputs) -> Results:
    """Its answers."""
    load = its.it_w * its.overhead_ratio
    new_w = load / (its.sunlit_frac * its.conditioning_frac * its.end_of_life_frac)
    shed = (
        its.emissivity_frac
        * its.view_frac
        * STEFAN_BOLTZMANN
        * its.radiator_k**4
        * (1.0 - its.absorbed_frac)
    )
    allowance = its.infrastructure_usd_per_w / its.mass_kg_per_w
    return Results(
        array_m2=new_w / (constant("sun.irradiance") * its.cells_frac),
        radiator_area_m2=load / shed,
        panels_kg_per_w=(
            new_w / its.specific_power_w_per_kg + load / shed * its.radiator_mass_kg_per_m2
        )
        / its.it_w,
        allowance_usd_per_kg=allowance,
        ratio=its.launch_usd_per_kg / allowance,
        penalty_ratio=1.0 / float(mean_survival(its.loss_per_s, its.life_s)),
    )


def terms(its: Inputs) -> Terms:
    """Its answer in the terms that all have: launch alone against the hall, both for the same
    years.
    """
    return Terms(
        OrbitTerms(
            mass_kg_per_w=its.mass_kg_per_w,
            launch_usd_per_kg=its.launch_usd_per_kg,
            life_s=its.life_s,
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
        GroundTerms(
            building_usd_per_w=its.infrastructure_usd_per_w,
            building_life_s=its.life_s,
            chips_life_s=its.life_s,
            capital_frac=0.0,
            delivered_frac=1.0,
        ),
    )
