"""Batteries: how their cells age, how a battery is sized for its last day, and what design and
flight ask of one.

The functions at the end are the methods of every battery of one energy; a kind takes them and gives
its own fields.
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any, Protocol

from annotated_types import Ge, Le
from pydantic.functional_validators import AfterValidator

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import COUNT, PURE, record
from dawndusk.core.units import CELSIUS_K
from dawndusk.data.catalogue import default
from dawndusk.physics import ageing
from dawndusk.records.fields import NotNegative, Positive, PositiveFraction, Quantity, Temperature
from dawndusk.records.parts import Battery as Battery
from dawndusk.records.parts import solved

COLDEST_K, HOTTEST_K = 273.15, 318.15


def _inside(value: float) -> float:
    if not COLDEST_K <= value <= HOTTEST_K:
        low, high = COLDEST_K - CELSIUS_K, HOTTEST_K - CELSIUS_K
        raise ValueError(
            f"{value - CELSIUS_K:.6g} degC is outside {low:g} to {high:g} degC, where the ageing of"
            " cells is known"
        )
    return value


CellTemperature = Annotated[Quantity, AfterValidator(_inside), Ge(COLDEST_K), Le(HOTTEST_K)]
Exponent = Annotated[Quantity, Ge(1.0), Le(4.0)]
# no battery is flown shallower to make it last: one that the calendar wears out too soon is
# reported as such
LEAST_DEPTH = 0.05
LEAST_S = 1e-3  # stands for no eclipse and no reserve


@record
class Ageing:
    """How lithium-ion cells age: `cycles` of `cycles_depth` leave `cycles_left`, and time takes its
    share.

    Equation: a = log(1 / cycles_left) x pace / (cycles x cycles_depth^-k x period) x mean of
    (eclipse / longest)^k over all orbits; c = calendar fade x pace; a, c, k and the pace of
    temperature as in physics.ageing

    >>> round(float(Ageing().calendar_per_s(303.15) / Ageing().calendar_per_s(293.15)), 2)
    2.0
    """

    # of that depth at the reference temperature, without the calendar
    cycles: Annotated[Positive, COUNT] = default("lithium-ion.cycles")
    # the depth of those cycles
    cycles_depth_frac: PositiveFraction = default("lithium-ion.cycles_depth")
    # of the new capacity, left after those cycles
    cycles_left_frac: PositiveFraction = default("lithium-ion.cycles_left")
    # k: damage by a cycle goes as this power of its depth
    exponent: Annotated[Exponent, PURE] = default("lithium-ion.exponent")
    # of the capacity per time, at the reference temperature
    calendar_fade_per_s: NotNegative = default("lithium-ion.calendar_fade")
    # activation energy of both over the gas constant
    activation_k: NotNegative = default("lithium-ion.activation")
    # at which cycles and calendar fade are counted
    reference_k: Temperature = default("lithium-ion.reference_temperature")
    # of the new capacity, at which the battery is worn out
    end_of_life_frac: PositiveFraction = default("lithium-ion.end_of_life")

    def cycling_per_s(self, relative_depth: Array, period_s: Array, temperature_k: Array) -> Array:
        """Fade a, if the deepest cycle emptied the battery: from depths relative to the deepest,
        one for each orbit of a year.
        """
        lasting_s = (
            ageing.cycles(1.0, self.cycles, self.cycles_depth_frac, self.exponent) * period_s
        )
        return (
            np.log(1.0 / self.cycles_left_frac)
            * self._pace(temperature_k)
            * ageing.mean_damage(relative_depth, self.exponent)
            / lasting_s
        )

    def calendar_per_s(self, temperature_k: Array) -> Array:
        """Fade c."""
        return self.calendar_fade_per_s * self._pace(temperature_k)

    def _pace(self, temperature_k: Array) -> Array:
        return ageing.pace(temperature_k, self.reference_k, self.activation_k)


class _Cells(Battery, Protocol):
    """The fields behind the methods below."""

    @property
    def ageing(self) -> Ageing: ...

    @property
    def rate_per_s(self) -> Array: ...

    @property
    def temperature_k(self) -> Array: ...

    @property
    def specific_energy_j_per_kg(self) -> Array: ...

    @property
    def price_usd_per_j(self) -> Array: ...

    @property
    def remaining_frac(self) -> Array: ...

    @property
    def cycling_per_s(self) -> Array: ...


def sized(
    battery: Any, load_w: Array, idle_w: Array, eclipse_s: Array, period_s: Array, life_s: Array
) -> Any:
    """The battery at the end of that life: as given, else carrying its power through the longest
    eclipse, or the reserve, on its last day.

    The depth is the given one, else the deepest that leaves `end_of_life` of the capacity; where
    the rate asks for a larger battery, the depth is less. A given capacity stays, and its depth
    follows: above 1 - floor it does not carry the longest eclipse.

    Equation: capacity = power x longest / (discharge efficiency x depth x remaining), at least
    power / (rate x remaining)
    """
    given, power_w = battery, battery.carried_w(load_w, idle_w)
    cells, full_depth = given.ageing, 1.0 - given.floor_frac
    longest_s = np.maximum(np.maximum(np.max(eclipse_s), given.reserve_s), LEAST_S)
    drawn_j = power_w * longest_s / given.discharge_efficiency_frac
    cycling = cells.cycling_per_s(eclipse_s / longest_s, period_s, given.temperature_k)
    calendar = cells.calendar_per_s(given.temperature_k)
    if given.capacity_j is not None:
        capacity = given.capacity_j
        left = ageing.remaining(
            life_s, drawn_j / capacity, cycling, calendar, cells.exponent, full_depth
        )
    else:
        depth = given.depth_of_discharge_frac
        if depth is None:
            allowed = ageing.deepest_frac(
                life_s, cells.end_of_life_frac, cycling, calendar, cells.exponent
            )
            depth = np.clip(allowed, LEAST_DEPTH, np.minimum(given.deepest_frac, full_depth))
        full_j = np.maximum(drawn_j / depth, power_w / given.rate_per_s)
        left = ageing.remaining_at(life_s, drawn_j / full_j, cycling, calendar, cells.exponent)
        capacity = full_j / left
    return dataclasses.replace(
        given,
        capacity_j=capacity,
        depth_of_discharge_frac=drawn_j / (capacity * left),
        remaining_frac=left,
        cycling_per_s=cycling,
    )


def life_s(battery: _Cells) -> Array:
    """Age at which a sized battery has `end_of_life` of its capacity left."""
    cells = battery.ageing
    return ageing.life_s(
        cells.end_of_life_frac,
        solved(battery.depth_of_discharge_frac) * battery.remaining_frac,
        battery.cycling_per_s,
        cells.calendar_per_s(battery.temperature_k),
        cells.exponent,
        1.0 - battery.floor_frac,
    )


def full_j(battery: _Cells) -> Array:
    """What is left of the capacity."""
    return solved(battery.capacity_j) * battery.remaining_frac


def round_trip_frac(battery: _Cells) -> Array:
    """Energy out per energy in."""
    return battery.charge_efficiency_frac * battery.discharge_efficiency_frac


def mass_kg(battery: _Cells) -> Array:
    """Cells, housing and electronics, by capacity."""
    return solved(battery.capacity_j) / battery.specific_energy_j_per_kg


def price_usd(battery: _Cells) -> Array:
    """Price, by capacity."""
    return solved(battery.capacity_j) * battery.price_usd_per_j


def initial(battery: _Cells, charge_frac: Array = 1.0) -> Array:
    """Stored energy in joules, charged so far."""
    return charge_frac * battery.full_j


def charge_frac(battery: _Cells, state: Array) -> Array:
    """State of charge, of what is left of the capacity."""
    return state / battery.full_j


def acceptable_w(battery: _Cells, state: Array, step_s: Array) -> Array:
    """Most that can be charged during a step: to full, within the rate."""
    room = (battery.full_j - state) / (battery.charge_efficiency_frac * step_s)
    return np.clip(room, 0.0, battery.rate_per_s * battery.full_j)


def available_w(battery: _Cells, state: Array, step_s: Array) -> Array:
    """Most that can be drawn during a step: down to the floor, within the rate."""
    left = (
        (state - battery.floor_frac * battery.full_j) * battery.discharge_efficiency_frac / step_s
    )
    return np.clip(left, 0.0, battery.rate_per_s * battery.full_j)


def step(battery: _Cells, state: Array, power_w: Array, step_s: Array) -> tuple[Array, Array]:
    """Energy after charging (`power_w` above zero) or discharging (below), and the power lost on
    the way.
    """
    into, out = np.maximum(power_w, 0.0), np.maximum(-power_w, 0.0)
    lost = into * (1.0 - battery.charge_efficiency_frac) + out * (
        1.0 / battery.discharge_efficiency_frac - 1.0
    )
    return state + (power_w - lost) * step_s, lost


def problems(battery: _Cells) -> list[tuple[str, str]]:
    """A wanted depth that the floor does not leave, as (key, reason); a given capacity overrules
    the depth.
    """
    depth, most = battery.depth_of_discharge_frac, 1.0 - battery.floor_frac
    if battery.capacity_j is not None or depth is None or depth <= most:
        return []
    return [
        (
            "depth_of_discharge",
            f"{depth:g} is outside 0 to {most:g}: 1 less the floor, which is never drawn",
        )
    ]
