"""Radiators: the coating, the fins and the tubes that kinds are made of, and what design and flight
ask of a radiator.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, ClassVar, Literal, Protocol

from annotated_types import Ge, Le

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.physics import debris, fin, heat
from dawndusk.physics.constants import STEFAN_BOLTZMANN
from dawndusk.records.fields import (
    Fraction,
    NotNegative,
    Positive,
    PositiveFraction,
    Quantity,
    Solved,
)
from dawndusk.records.parts import Radiator as Radiator
from dawndusk.records.parts import solved
from dawndusk.records.surroundings import Axes, Direction, Surroundings

Wall = Annotated[
    Quantity, Ge(0.4e-3), Le(20e-3)
]  # between which the flux of debris that pierces it is known
Facing = Literal["side", "earth", "zenith", "back"]


def direction(facing: Facing, axes: Axes) -> Direction:
    """Where a face of that name points: to the side, to the Earth, to the zenith, or behind the
    array.
    """
    return {
        "side": axes.side,
        "earth": axes.top.opposite,
        "zenith": axes.top,
        "back": axes.front.opposite,
    }[facing]


@record
class Coating:
    """What covers the radiating faces: it grows darker in sunlight and ultraviolet; `use` names it.

    Equation: absorptivity = new + growth x age, emissivity = new - loss x age, as flown at the end
    of life
    """

    CATALOGUE: ClassVar[str] = "coatings"
    use: str = "white-paint"  # the coating, a name of the catalogue
    emissivity_frac: Solved[PositiveFraction]  # in the infrared, new
    emissivity_loss_per_s: NotNegative  # of it, per time
    absorptivity_frac: Solved[Fraction]  # of sunlight, new
    absorptivity_growth_per_s: NotNegative  # of it, per time

    def aged(self, age_s: Array) -> Coating:
        """The coating after so long."""
        return dataclasses.replace(
            self,
            emissivity_frac=np.maximum(
                self.emissivity_frac - self.emissivity_loss_per_s * age_s, 0.05
            ),
            emissivity_loss_per_s=0.0,
            absorptivity_frac=np.minimum(
                self.absorptivity_frac + self.absorptivity_growth_per_s * age_s, 1.0
            ),
            absorptivity_growth_per_s=0.0,
        )

    def radiated_w_per_m2_k4(self) -> Array:
        """One face, per fourth power of its temperature."""
        return self.emissivity_frac * STEFAN_BOLTZMANN

    def absorbed_w_per_m2(self, face: Direction, around: Surroundings) -> Array:
        """What one face takes in from Sun and Earth."""
        return heat.absorbed_w_per_m2(face, around, self.emissivity_frac, self.absorptivity_frac)


@record
class Fin:
    """Sheet between tubes, warm at the tubes and cooler in between; `use` names its material.

    Equation: efficiency by physics.fin, of number = faces x emissivity sigma T^3 (pitch / 2)^2 /
    (conductivity x thickness); mass = sheet + tubes and hinges
    """

    CATALOGUE: ClassVar[str] = "materials"
    use: str = "aluminium-6061"  # the material, a name of the catalogue
    conductivity_w_per_m_k: Positive  # along the sheet
    density_kg_per_m3: Positive  # of the sheet
    # of the sheet
    thickness_m: Annotated[Quantity, Ge(0.05e-3), Le(20e-3)] = default("fin.thickness")
    pitch_m: Annotated[Quantity, Ge(0.01), Le(0.5)] = default("fin.pitch")  # from tube to tube
    # heat shed over that of a panel all as warm as its tubes; absent: by the sheet
    efficiency_frac: Solved[PositiveFraction] | None = None

    def solved_frac(
        self, temperature_k: Array, emissivity_frac: Array, faces_: Array, sink_k: Array
    ) -> Array:
        """The given efficiency, else that of the sheet with its root at that temperature over
        surroundings at `sink_k`.
        """
        if self.efficiency_frac is not None:
            return self.efficiency_frac
        number = fin.number(
            emissivity_frac,
            faces_,
            temperature_k,
            0.5 * self.pitch_m,
            self.conductivity_w_per_m_k,
            self.thickness_m,
        )
        return fin.efficiency_frac(number, sink_k / temperature_k)


@record
class Tubes:
    """Armoured tubes in segments, each behind valves of its own: a hole costs one segment.

    Equation: holes = flux of what pierces the wall x surface of the tubes, pi d per length; left =
    exp(-holes of a segment x age); mass per length = density pi (d - wall) wall + fluid
    """

    diameter_m: Positive = default("tube.diameter")  # outside
    wall_m: Wall = default("tube.wall")  # of aluminium, armour included
    density_kg_per_m3: Positive = default("tube.density")  # of the wall
    fluid_kg_per_m: NotNegative = default("tube.fluid")  # coolant inside, per length
    # of panel, that one hole empties
    segment_m2: Annotated[Positive, Le(100.0)] = default("tube.segment")

    def problems(self) -> list[tuple[str, str]]:
        """Walls that leave no bore, as (key, reason)."""
        if 2.0 * self.wall_m < self.diameter_m:
            return []
        return [
            (
                "wall",
                (
                    f"{self.wall_m * 1e3:g} mm is outside 0.4 mm to {self.diameter_m * 500:g} mm,"
                    " half the diameter"
                ),
            )
        ]

    def holes_per_m2_s(self, pitch_m: Array) -> Array:
        """Holes by debris, per panel area and time."""
        return debris.hits_per_s(np.pi * self.diameter_m / pitch_m, self.wall_m)

    def left_frac(self, pitch_m: Array, age_s: Array) -> Array:
        """Share of the segments that hold after so long."""
        return debris.survival_frac(self.holes_per_m2_s(pitch_m) * self.segment_m2, age_s)

    def mass_kg_per_m(self) -> Array:
        """Mass of a tube with its fluid, per length."""
        return (
            self.density_kg_per_m3 * np.pi * (self.diameter_m - self.wall_m) * self.wall_m
            + self.fluid_kg_per_m
        )


class _Panel(Radiator, Protocol):
    """The fields behind the methods below."""

    @property
    def coating(self) -> Coating: ...

    @property
    def heat_capacity_j_per_m2_k(self) -> Array: ...

    @property
    def areal_mass_kg_per_m2(self) -> Array: ...

    @property
    def price_usd_per_m2(self) -> Array: ...


def emissivity_frac(radiator: _Panel, age_s: Array) -> Array:
    """Infrared emissivity of its outer faces at that age: that of the coating."""
    return radiator.coating.aged(age_s).emissivity_frac


def capacity_j_per_k(radiator: _Panel) -> Array:
    """Heat capacity by area."""
    return solved(radiator.area_m2) * radiator.heat_capacity_j_per_m2_k


def mass_kg(radiator: _Panel) -> Array:
    """Mass by area."""
    return solved(radiator.area_m2) * radiator.areal_mass_kg_per_m2


def price_usd(radiator: _Panel) -> Array:
    """Price by area."""
    return solved(radiator.area_m2) * radiator.price_usd_per_m2


def no_holes_per_s(radiator: Radiator) -> Array:
    """None that count: its pipes are sheltered."""
    return 0.0


def no_conductance_w_per_k(radiator: Radiator) -> Array:
    """Nothing: array and radiator are apart."""
    return 0.0
