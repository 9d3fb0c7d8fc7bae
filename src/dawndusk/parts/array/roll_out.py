"""A roll-out array: a thin blanket of cells that unrolls between two booms.

Equation: area = power / (sunlight x packing x yield of the cells at the temperature they settle to,
at the end of life); mass and volume by area
Valid: wings of up to some tens of metres; a stiffer boom for longer ones is not modelled
Source: dawndusk-method, its numbers from the rows `roll-out-array.*` and those of the cells
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import array as family
from dawndusk.parts.array import Cells
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction, Solved


@record
class Model:
    """A roll-out array; give `area` or `power` (end of life, facing the Sun at 1 au), or neither
    and design solves it.

    >>> from dawndusk.scenario.reading import load
    >>> array = load(
    ...     "suncatcher", {"satellite.array.kind": "roll_out", "satellite.array.area": "100 m2"}
    ... ).scenario.satellite.array
    >>> round(array.mass_kg())
    200
    """

    area_m2: Solved[Positive] | None = None  # of the panels, A; absent: design solves it
    power_w: Positive | None = None  # at the end of life, facing the Sun at 1 au, instead of `area`
    cells: Cells  # the cells, and the glass on them
    packing_frac: PositiveFraction = default("roll-out-array.packing")  # cell area over panel area
    # of the back, in the infrared
    back_emissivity_frac: Fraction = default("roll-out-array.back_emissivity")
    # of the panel, per area
    heat_capacity_j_per_m2_k: Positive = default("roll-out-array.heat_capacity")
    aspect_ratio: Positive = default(
        "roll-out-array.aspect"
    )  # length over width of each of two wings
    # blanket, booms and drum, per panel area
    areal_mass_kg_per_m2: NotNegative = default("roll-out-array.areal_mass")
    stowed_volume_m: NotNegative = default("roll-out-array.stowed_volume")  # roll, per panel area

    problems, aged, sized, backed = family.problems, family.aged, family.sized, family.backed
    absorptivity_frac = family.absorptivity_frac
    output_w, absorbed_w, radiating_w_per_k4 = (
        family.output_w,
        family.absorbed_w,
        family.radiating_w_per_k4,
    )
    capacity_j_per_k, mass_kg, price_usd, stowed_m3 = (
        family.capacity_j_per_k,
        family.mass_kg,
        family.price_usd,
        family.stowed_m3,
    )
