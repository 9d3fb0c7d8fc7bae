"""A deployable flat panel, both faces radiating: fins between armoured tubes. Edge-on to the Sun on
a satellite that tracks it.

It faces sideways (edge-on to the Earth too; near beta 90 that is broadside to the flight) or one
face the Earth (edge-on to the flight, but the Earth fills most of that face's view). Each face may
see the array's warm back.

Equation: heat = area x faces x fin efficiency x working share x (emissivity sigma T^4 - absorbed);
area = heat / least net flux in the hot cases; absorbed = emissivity F q_infrared + absorptivity
(albedo + Sun on the face) + emissivity x back emissivity x view x sigma T_array^4
Valid: 250 to 400 K; the view of the array is taken from cold space, one exchange without
reflections
Source: gilmore2002, dawndusk-method, its numbers from the rows `flat-panel.*`, `fin.*`, `tube.*`,
those of coating and material
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le

from dawndusk.core.numeric import Array, np, repeated
from dawndusk.core.record import COUNT, record
from dawndusk.data.catalogue import default
from dawndusk.parts import radiator as family
from dawndusk.parts.radiator import Coating, Fin, Tubes, direction
from dawndusk.physics.constants import STEFAN_BOLTZMANN
from dawndusk.records.fields import NotNegative, Positive, Quantity, Solved, Temperature
from dawndusk.records.parts import solved
from dawndusk.records.surroundings import ArrayBack, Axes, Surroundings


@record
class Model:
    """A two-faced panel; without an `area`, design gives it one.

    >>> from dawndusk.scenario.reading import load
    >>> panel = load("suncatcher", {"satellite.radiator.area": "40 m2"}).scenario.satellite.radiator
    >>> round(panel.mass_kg())
    196
    """

    covers_array: ClassVar[bool] = False
    # of the panel, both faces of which radiate; absent: design solves it
    area_m2: Solved[Positive] | None = None
    # of the surface, at full load in the worst season
    temperature_k: Solved[Temperature] = default("flat-panel.temperature")
    # where its faces point: to the sides, or one to the Earth and one away
    facing: Literal["side", "earth"] = "side"
    # that radiate: 2 for a free panel, 1 where the other is blocked
    faces: Annotated[Quantity, Ge(1.0), Le(2.0), COUNT] = 2.0
    coating: Coating  # of the faces
    fin: Fin  # the sheet between the tubes
    tubes: Tubes = dataclasses.field(default_factory=Tubes)  # that bring the heat
    # of each face's view, filled by the array's back
    array_view_frac: Annotated[Quantity, Ge(0.0), Le(0.5)] = default("flat-panel.array_view")
    # of the panel, per panel area; absent: sheet, tubes, walls and hinges
    areal_mass_kg_per_m2: NotNegative | None = None
    # hinges, drives and manifolds, per panel area
    hinge_mass_kg_per_m2: NotNegative = default("flat-panel.hinge_mass")
    # of panel and fluid, per panel area
    heat_capacity_j_per_m2_k: Positive = default("flat-panel.heat_capacity")
    # of panel and pipes, per panel area
    price_usd_per_m2: NotNegative = default("flat-panel.price")
    # of the segments, left at the age flown
    working_frac: Array = dataclasses.field(default=1.0, metadata={"internal": True})
    # of the array, seen by both faces
    back_emissivity_frac: Array = dataclasses.field(default=0.0, metadata={"internal": True})

    emissivity_frac, capacity_j_per_k = family.emissivity_frac, family.capacity_j_per_k
    array_w_per_k, price_usd = family.no_conductance_w_per_k, family.price_usd

    def problems(self) -> list[tuple[str, str]]:
        """Tubes that touch, as (key, reason)."""
        if self.fin.pitch_m > self.tubes.diameter_m:
            return []
        return [
            (
                "fin.pitch",
                (
                    f"{self.fin.pitch_m * 1e3:g} mm leaves no fin between tubes of"
                    f" {self.tubes.diameter_m * 1e3:g} mm"
                ),
            )
        ]

    def absorbed_w_per_m2(self, around: Surroundings, axes: Axes, array_k: Array) -> Array:
        """Heat absorbed by a square metre from Sun, Earth and array, mean of its segments."""
        face = direction(self.facing, axes)
        seen = self.coating.absorbed_w_per_m2(face, around) + self.coating.absorbed_w_per_m2(
            face.opposite, around
        )
        return self._shares() * (
            0.5 * self.faces * seen + self.faces * self._exchange_w_per_m2_k4() * array_k**4
        )

    def net_w_per_m2(
        self, temperature_k: Array, around: Surroundings, axes: Axes, array_k: Array
    ) -> Array:
        """Heat that one square metre of panel sheds; negative where the surroundings are warmer
        than the panel.
        """
        return self._radiating_w_per_m2_k4() * temperature_k**4 - self.absorbed_w_per_m2(
            around, axes, array_k
        )

    def _shares(self) -> Array:
        return solved(self.fin.efficiency_frac) * self.working_frac

    def _radiating_w_per_m2_k4(self) -> Array:
        return self._shares() * self.faces * self.coating.radiated_w_per_m2_k4()

    def _exchange_w_per_m2_k4(self) -> Array:
        """One face with the array's back."""
        return (
            STEFAN_BOLTZMANN
            * self.array_view_frac
            * self.coating.emissivity_frac
            * self.back_emissivity_frac
        )

    def sized(
        self, heat_w: Array, hot: Surroundings, axes: Axes, back: ArrayBack, age_s: Array
    ) -> Model:
        """The panel as flown at that age: the given area and the temperature it settles at, else
        the area for the wanted temperature.
        """
        aged = dataclasses.replace(
            self,
            coating=self.coating.aged(age_s),
            working_frac=self.tubes.left_frac(self.fin.pitch_m, age_s),
            back_emissivity_frac=back.back_emissivity_frac,
        )
        if self.area_m2 is None:
            made = aged._finned(hot, axes, back)
            net = np.min(made.net_w_per_m2(made.temperature_k, hot, axes, back.temperature_k))
            return dataclasses.replace(made, area_m2=heat_w / net)
        shed = heat_w / self.area_m2

        def turn(kelvin: Array) -> tuple[Array]:
            made = dataclasses.replace(aged, temperature_k=kelvin)._finned(hot, axes, back)
            absorbed = np.max(made.absorbed_w_per_m2(hot, axes, back.temperature_k))
            return (((shed + absorbed) / made._radiating_w_per_m2_k4()) ** 0.25,)

        # a warmer panel has poorer fins: settles by a tenth a turn
        turns = 1 if self.fin.efficiency_frac is not None else 5
        (kelvin,) = repeated(turns, turn, self.temperature_k)
        return dataclasses.replace(aged, temperature_k=kelvin)._finned(hot, axes, back)

    def _finned(self, hot: Surroundings, axes: Axes, back: ArrayBack) -> Model:
        """With the fins' efficiency at its temperature."""
        ideal = dataclasses.replace(self, fin=dataclasses.replace(self.fin, efficiency_frac=1.0))
        sink = (
            np.max(ideal.absorbed_w_per_m2(hot, axes, back.temperature_k))
            / ideal._radiating_w_per_m2_k4()
        )
        efficiency = self.fin.solved_frac(
            self.temperature_k, self.coating.emissivity_frac, self.faces, sink**0.25
        )
        return dataclasses.replace(
            self, fin=dataclasses.replace(self.fin, efficiency_frac=efficiency)
        )

    def absorbed_w(self, around: Surroundings, axes: Axes, array_k: Array) -> Array:
        """What it takes in from Sun, Earth and array."""
        return solved(self.area_m2) * self.absorbed_w_per_m2(around, axes, array_k)

    def radiating_w_per_k4(self) -> Array:
        """Both faces, per fourth power of its temperature."""
        return solved(self.area_m2) * self._radiating_w_per_m2_k4()

    def absorbed_by_array_w(self, temperature_k: Array) -> Array:
        """What of its radiation the array takes in."""
        return (
            solved(self.area_m2)
            * self._shares()
            * self.faces
            * self._exchange_w_per_m2_k4()
            * temperature_k**4
        )

    def mass_kg(self) -> Array:
        """Sheet, tubes, walls and hinges."""
        if self.areal_mass_kg_per_m2 is not None:
            return solved(self.area_m2) * self.areal_mass_kg_per_m2
        sheet = self.fin.density_kg_per_m3 * self.fin.thickness_m
        return solved(self.area_m2) * (
            sheet + self.tubes.mass_kg_per_m() / self.fin.pitch_m + self.hinge_mass_kg_per_m2
        )

    def holes_per_s(self) -> Array:
        """Holes by debris in all its tubes."""
        return solved(self.area_m2) * self.tubes.holes_per_m2_s(self.fin.pitch_m)
