"""Solar arrays: the cells that all kinds carry, what design and flight ask of an array, and how a
flat one answers.

The functions below are the methods of every flat array; a kind takes them and gives its own fields.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, ClassVar, Protocol, cast

from annotated_types import Ge, Gt, Le

from dawndusk.core.numeric import Array, np, repeated
from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.physics import cells, heat
from dawndusk.physics.constants import SOLAR_CONSTANT_W_PER_M2, STEFAN_BOLTZMANN
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction, Quantity
from dawndusk.records.parts import SolarArray as SolarArray
from dawndusk.records.parts import solved
from dawndusk.records.surroundings import Direction, Surroundings

Cover = Annotated[Quantity, Ge(50e-6), Le(500e-6)]
REFERENCE_K = 301.15  # at which cells are rated: 28 degC


@record
class Cells:
    """Cells under their cover glass; `use` names them.

    Equation: power = sunlight x cos x reflection loss x efficiency x (1 + b (T - 28 degC)) x
    remaining; remaining = (1 - C log10(1 + fluence / fluence_x)) exp(-d x age), or exp(-degradation
    x age) where that is given
    """

    CATALOGUE: ClassVar[str] = "cells"
    use: str = "silicon"  # the cells, a name of the catalogue
    # at 28 degC, facing the Sun, new; no cell has passed 0.48
    efficiency_frac: Annotated[Quantity, Gt(0.0), Le(0.5)]
    # b, change of the power with temperature, relative to 28 degC; below zero
    temperature_coefficient_per_k: Annotated[Quantity, Ge(-0.02), Le(0.0)]
    # of sunlight, glass and gaps included, while no power is drawn
    absorptivity_frac: PositiveFraction
    emissivity_frac: PositiveFraction  # of the front, in the infrared
    damage_coefficient_frac: Fraction  # C, power lost per decade of fluence
    damage_fluence_per_m2: Positive  # fluence_x, of 1 MeV electrons, where that loss sets in
    electrons_per_proton_ratio: Positive  # of 1 MeV, that do the damage of one proton of 10 MeV
    cover_m: Cover  # thickness of the cover glass
    # d, of the power per time, by all but radiation: ultraviolet, thermal cycles, contamination
    ageing_per_s: NotNegative
    # of panels with these cells, per watt of the new array at 28 degC facing the Sun at 1 au
    price_usd_per_w: NotNegative
    # of the power per time, whatever the cause; absent: radiation of the orbit and ageing
    degradation_per_s: Annotated[Quantity, Ge(0.0), Le(0.5 / YEAR_S)] | None = None
    # of the new power, set by design
    remaining_frac: Array = dataclasses.field(default=1.0, metadata={"internal": True})

    def aged(self, altitude_m: Array, inclination_rad: Array, age_s: Array) -> Cells:
        """The cells after so long in that orbit."""
        if self.degradation_per_s is not None:
            return dataclasses.replace(self, remaining_frac=np.exp(-self.degradation_per_s * age_s))
        fluence = age_s * cells.fluence_per_m2_s(
            altitude_m, inclination_rad, self.cover_m, self.electrons_per_proton_ratio
        )
        left = cells.remaining_frac(
            fluence, self.damage_coefficient_frac, self.damage_fluence_per_m2
        )
        return dataclasses.replace(self, remaining_frac=left * np.exp(-self.ageing_per_s * age_s))

    def new_w_per_m2(self) -> Array:
        """Power of a new square metre of cells at 28 degC facing the Sun at 1 au."""
        return SOLAR_CONSTANT_W_PER_M2 * self.efficiency_frac

    def power_w_per_m2(
        self, sunlight_w_per_m2: Array, cosine: Array, temperature_k: Array
    ) -> Array:
        """Electric power per cell area in that sunlight, the Sun at that cosine from the normal."""
        efficiency = cells.efficiency_frac(
            self.efficiency_frac, self.temperature_coefficient_per_k, temperature_k, REFERENCE_K
        )
        return sunlight_w_per_m2 * cells.incidence_frac(cosine) * efficiency * self.remaining_frac


class _Flat(SolarArray, Protocol):
    """The fields behind the methods below."""

    @property
    def power_w(self) -> Array | None: ...

    @property
    def cells(self) -> Cells: ...

    @property
    def packing_frac(self) -> Array: ...

    @property
    def heat_capacity_j_per_m2_k(self) -> Array: ...

    @property
    def areal_mass_kg_per_m2(self) -> Array: ...

    @property
    def stowed_volume_m(self) -> Array: ...


def aged(array: Any, altitude_m: Array, inclination_rad: Array, age_s: Array, covered: bool) -> Any:
    """The array after so long in that orbit; `covered`: something lies on its back."""
    back = 0.0 if covered else array.back_emissivity_frac
    return dataclasses.replace(
        array, cells=array.cells.aged(altitude_m, inclination_rad, age_s), back_emissivity_frac=back
    )


def sized(array: Any, power_per_irradiance_m2: Array, yield_frac: Array, facing_frac: Array) -> Any:
    """The array as flown, of that yield in its worst orbit and facing the Sun: the given area or
    power, else what gives so much.
    """
    area = array.area_m2
    if area is None and array.power_w is not None:
        area = array.power_w / SOLAR_CONSTANT_W_PER_M2 / facing_frac
    elif area is None:
        area = power_per_irradiance_m2 / yield_frac
    return dataclasses.replace(array, area_m2=area, power_w=None)


def output_w(array: _Flat, sunlight_w_per_m2: Array, cosine: Array, temperature_k: Array) -> Array:
    """Electric power in that sunlight, the Sun at that cosine from the normal."""
    return (
        solved(array.area_m2)
        * array.packing_frac
        * array.cells.power_w_per_m2(sunlight_w_per_m2, cosine, temperature_k)
    )


def absorbed_w(array: _Flat, front: Direction, around: Surroundings) -> Array:
    """What both faces take in from Sun and Earth, the electric power not yet taken out: glass on
    the front, a black back.
    """
    glass = heat.absorbed_w_per_m2(
        front, around, array.cells.emissivity_frac, array.cells.absorptivity_frac
    )
    back = heat.absorbed_w_per_m2(
        front.opposite, around, array.back_emissivity_frac, array.back_emissivity_frac
    )
    return solved(array.area_m2) * (glass + back)


def radiating_w_per_k4(array: _Flat) -> Array:
    """What both faces radiate, per fourth power of the temperature."""
    return (
        solved(array.area_m2)
        * STEFAN_BOLTZMANN
        * (array.cells.emissivity_frac + array.back_emissivity_frac)
    )


def capacity_j_per_k(array: _Flat) -> Array:
    """Heat capacity of the panels."""
    return solved(array.area_m2) * array.heat_capacity_j_per_m2_k


def mass_kg(array: _Flat) -> Array:
    """Mass, by area."""
    return solved(array.area_m2) * array.areal_mass_kg_per_m2


def price_usd(array: _Flat) -> Array:
    """Price, by watt of the new array."""
    return (
        array.cells.price_usd_per_w
        * solved(array.area_m2)
        * array.packing_frac
        * array.cells.new_w_per_m2()
    )


def stowed_m3(array: _Flat) -> Array:
    """Volume in the fairing, by area."""
    return solved(array.area_m2) * array.stowed_volume_m


def absorptivity_frac(array: _Flat) -> Array:
    """Share of the sunlight on the front that is not reflected: that of the cells."""
    return array.cells.absorptivity_frac


def backed(array: Any, emissivity_frac: Array) -> Any:
    """The array with a back of that infrared emissivity."""
    return dataclasses.replace(array, back_emissivity_frac=emissivity_frac)


def problems(array: _Flat) -> list[tuple[str, str]]:
    """Contradictions between keys, as (key, reason)."""
    both = array.area_m2 is not None and array.power_w is not None
    return [("power", "give the area or the power, not both")] if both else []


def settled_k(
    array: SolarArray, front: Direction, around: Surroundings, brought_w_per_m2: Array = 0.0
) -> Array:
    """Temperature at which an array stays that gives all its power, with heat brought from behind.

    Equation: taken in + brought - power(T) = (emissivity of front + of back) sigma T^4
    """
    sunlight, taken_in = (
        around.sunlight_w_per_m2 * around.sunlit_frac,
        array.absorbed_w(front, around) + solved(array.area_m2) * brought_w_per_m2,
    )

    def turn(kelvin: Array) -> tuple[Array]:
        heat = taken_in - array.output_w(sunlight, front.sun, kelvin)
        return ((np.maximum(heat, 0.01 * taken_in) / array.radiating_w_per_k4()) ** 0.25,)

    # each turn leaves a tenth of the change before it, as power falls a little with temperature:
    # to 1e-6 K
    (kelvin,) = repeated(8, turn, 330.0 + 0.0 * taken_in)
    return cast("Array", kelvin)


def yield_frac(
    array: SolarArray, front: Direction, around: Surroundings, brought_w_per_m2: Array = 0.0
) -> Array:
    """Electric power per sunlight that falls on the array, mean over `around`, each place at the
    temperature it settles to.
    """
    square_metre: Any = array
    one: SolarArray = dataclasses.replace(square_metre, area_m2=1.0)
    sunlight = around.sunlight_w_per_m2 * around.sunlit_frac
    power = one.output_w(sunlight, front.sun, settled_k(one, front, around, brought_w_per_m2))
    return np.sum(power) / np.maximum(np.sum(sunlight * front.sun), 1e-3)
