"""SpaceX's AI1 satellite: what its two public sheets ask of the radiator.

Equation: load = power / area; eps sigma T^4 on two faces = load
Valid: nothing absorbed, one temperature, as no sheet says more; the least warm that the radiator
can be
Source: ai1-sheets2026
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.physics.constants import STEFAN_BOLTZMANN
from dawndusk.records.fields import Positive, PositiveFraction


@record
class Inputs:
    """A sheet."""

    power_w: Positive
    radiator_m2: Positive
    emissivity_frac: PositiveFraction


@record
class Results:
    """What follows from it."""

    load_w_per_m2: float  # of panel
    radiator_k: float


def results(its: Inputs) -> Results:
    """What follows."""
    load = its.power_w / its.radiator_m2
    return Results(
        load_w_per_m2=load,
        radiator_k=(load / (2.0 * its.emissivity_frac * STEFAN_BOLTZMANN)) ** 0.25,
    )
