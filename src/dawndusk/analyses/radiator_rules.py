"""Radiators in one line: what tools and articles take a radiator to shed, each from its own
assumptions.

Equation: shed = (eps sigma (T^4 - Tsink^4) - absorbed) x fin x end of life, per face; area = heat x
margin / shed / faces
Valid: one temperature all over, as each of them has it; what it absorbs differs most between them
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.physics.constants import STEFAN_BOLTZMANN
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction


@record
class Inputs:
    """A radiator."""

    heat_w: Positive
    radiator_k: Positive
    sink_k: NotNegative = 0.0
    emissivity_frac: PositiveFraction
    absorbed_w_per_m2: NotNegative = 0.0  # by one face
    faces: int = 1
    fin_frac: PositiveFraction = 1.0  # efficiency
    end_of_life_frac: PositiveFraction = 1.0
    margin_frac: Fraction = 0.0  # on the heat


@record
class Results:
    """What it sheds, and the area for its heat."""

    shed_w_per_m2: float  # of panel, all faces that count
    area_m2: float


def results(its: Inputs) -> Results:
    """Its answer."""
    face = (
        its.emissivity_frac * STEFAN_BOLTZMANN * (its.radiator_k**4 - its.sink_k**4)
        - its.absorbed_w_per_m2
    )
    shed = face * its.fin_frac * its.end_of_life_frac * its.faces
    return Results(shed_w_per_m2=shed, area_m2=its.heat_w * (1.0 + its.margin_frac) / shed)
