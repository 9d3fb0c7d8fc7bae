"""A radiating face of the body itself: one face, fed by heat pipes behind it.

Equation: heat = fin efficiency x area x (emissivity sigma T^4 - absorbed); absorbed = emissivity F
q_infrared + absorptivity (albedo + Sun on the face)
Valid: 220 to 400 K; a face that sees nothing of the array; pipes of their own, so that a hole by
debris costs next to nothing
Source: gilmore2002, dawndusk-method, its numbers from the rows `body-panel.*` and those of the
coating
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import radiator as family
from dawndusk.parts.radiator import Coating, Facing, direction
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction, Solved, Temperature
from dawndusk.records.parts import solved
from dawndusk.records.surroundings import ArrayBack, Axes, Surroundings


@record
class Model:
    """A face of the body; without an `area`, design gives it one.

    >>> from dawndusk.scenario.reading import load
    >>> face = load(
    ...     "suncatcher",
    ...     {"satellite.radiator.kind": "body_panel", "satellite.radiator.area": "2 m2"},
    ... ).scenario.satellite.radiator
    >>> round(face.mass_kg(), 1)
    7.0
    """

    covers_array: ClassVar[bool] = False
    area_m2: Solved[Positive] | None = None  # of the face; absent: design solves it
    # of the surface, at full load in the worst season
    temperature_k: Solved[Temperature] = default("body-panel.temperature")
    # where the face points: behind the array, to the side, to the Earth or to the zenith
    facing: Facing = "back"
    coating: Coating  # of the face
    # heat shed over that of an isothermal face
    fin_efficiency_frac: PositiveFraction = default("body-panel.fin_efficiency")
    # face sheet and pipes, per area
    areal_mass_kg_per_m2: NotNegative = default("body-panel.areal_mass")
    # of what is as warm as the face, per area
    heat_capacity_j_per_m2_k: Positive = default("body-panel.heat_capacity")
    price_usd_per_m2: NotNegative = default("body-panel.price")  # per area

    emissivity_frac = family.emissivity_frac
    capacity_j_per_k, mass_kg, price_usd = family.capacity_j_per_k, family.mass_kg, family.price_usd
    array_w_per_k, holes_per_s = family.no_conductance_w_per_k, family.no_holes_per_s

    def absorbed_w_per_m2(self, around: Surroundings, axes: Axes) -> Array:
        """What one square metre takes in from Sun and Earth."""
        return self.fin_efficiency_frac * self.coating.absorbed_w_per_m2(
            direction(self.facing, axes), around
        )

    def _radiating_w_per_m2_k4(self) -> Array:
        return self.fin_efficiency_frac * self.coating.radiated_w_per_m2_k4()

    def sized(
        self, heat_w: Array, hot: Surroundings, axes: Axes, back: ArrayBack, age_s: Array
    ) -> Model:
        """The face as flown at that age: the given area and the temperature it settles at, else the
        area for the wanted temperature.
        """
        aged = dataclasses.replace(self, coating=self.coating.aged(age_s))
        absorbed, radiating = (
            np.max(aged.absorbed_w_per_m2(hot, axes)),
            aged._radiating_w_per_m2_k4(),
        )
        if self.area_m2 is None:
            return dataclasses.replace(
                aged, area_m2=heat_w / (radiating * self.temperature_k**4 - absorbed)
            )
        return dataclasses.replace(
            aged, temperature_k=((heat_w / self.area_m2 + absorbed) / radiating) ** 0.25
        )

    def absorbed_w(self, around: Surroundings, axes: Axes, array_k: Array) -> Array:
        """What it takes in from Sun and Earth."""
        return solved(self.area_m2) * self.absorbed_w_per_m2(around, axes)

    def radiating_w_per_k4(self) -> Array:
        """What it radiates, per fourth power of its temperature."""
        return solved(self.area_m2) * self._radiating_w_per_m2_k4()

    def absorbed_by_array_w(self, temperature_k: Array) -> Array:
        """None: the array does not see it."""
        return 0.0
