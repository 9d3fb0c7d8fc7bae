"""A radiator that is the array's back: chips and cells share one panel, and the front sheds heat
through the cells too.

Equation: radiator and array are two nodes of one panel, joined by a conductance; the back radiates
and takes in from the Earth, the front from Sun and Earth less the electric power
Valid: 220 to 420 K; chips spread evenly over the panel; a hole by debris costs next to nothing
Source: gilmore2002, dawndusk-method, its numbers from the rows `integrated-panel.*` and those of
the coating
"""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import radiator as family
from dawndusk.parts.radiator import Coating
from dawndusk.physics import chain
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction, Solved, Temperature
from dawndusk.records.parts import solved
from dawndusk.records.surroundings import ArrayBack, Axes, Surroundings


@record
class Model:
    """The array's back; without an `area`, all of it.

    >>> from dawndusk.scenario.reading import load
    >>> back = load(
    ...     "suncatcher",
    ...     {"satellite.radiator.kind": "integrated_panel", "satellite.radiator.area": "2 m2"},
    ... ).scenario.satellite.radiator
    >>> round(back.array_w_per_k())
    100
    """

    covers_array: ClassVar[bool] = True
    # of the back that the chips heat, at most all of the array's; absent: all
    area_m2: Solved[Positive] | None = None
    # where the search for the temperature it settles at begins
    temperature_k: Solved[Temperature] = default("integrated-panel.temperature")
    coating: Coating  # of the back
    # heat shed over that of an isothermal panel
    fin_efficiency_frac: PositiveFraction = default("integrated-panel.fin_efficiency")
    # from the back through the panel to the cells
    conductance_w_per_m2_k: Positive = default("integrated-panel.conductance")
    # spreader and pipes, beyond the array's own
    areal_mass_kg_per_m2: NotNegative = default("integrated-panel.areal_mass")
    # of the spreader, per area
    heat_capacity_j_per_m2_k: Positive = default("integrated-panel.heat_capacity")
    price_usd_per_m2: NotNegative = default("integrated-panel.price")  # of the spreader, per area

    emissivity_frac = family.emissivity_frac
    capacity_j_per_k, mass_kg, price_usd = family.capacity_j_per_k, family.mass_kg, family.price_usd
    holes_per_s = family.no_holes_per_s

    def sized(
        self, heat_w: Array, hot: Surroundings, axes: Axes, back: ArrayBack, age_s: Array
    ) -> Model:
        """The panel as flown at that age: its area, and the temperature it settles at together with
        the array.
        """
        area = back.area_m2 if self.area_m2 is None else np.minimum(self.area_m2, back.area_m2)
        made = dataclasses.replace(self, area_m2=area, coating=self.coating.aged(age_s))
        heats = [heat_w + made.absorbed_w(hot, axes, back.temperature_k), back.heat_w]
        start = self.temperature_k + 0.0 * heats[0]
        settled, _ = chain.steady_k(
            heats,
            [made.radiating_w_per_k4(), back.radiating_w_per_k4],
            [made.array_w_per_k()],
            [start, start],
        )
        return dataclasses.replace(made, temperature_k=np.max(settled))

    def absorbed_w(self, around: Surroundings, axes: Axes, array_k: Array) -> Array:
        """What the back takes in from the Earth."""
        return (
            solved(self.area_m2)
            * self.fin_efficiency_frac
            * self.coating.absorbed_w_per_m2(axes.front.opposite, around)
        )

    def radiating_w_per_k4(self) -> Array:
        """What the back radiates, per fourth power of its temperature."""
        return solved(self.area_m2) * self.fin_efficiency_frac * self.coating.radiated_w_per_m2_k4()

    def absorbed_by_array_w(self, temperature_k: Array) -> Array:
        """None: it goes by conduction."""
        return 0.0

    def array_w_per_k(self) -> Array:
        """From the back through the panel to the cells."""
        return solved(self.area_m2) * self.conductance_w_per_m2_k
