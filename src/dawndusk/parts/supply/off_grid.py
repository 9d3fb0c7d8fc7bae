"""Solar, batteries and gas turbines on the site, without a grid: sizes and every hour's dispatch by
least cost over a year.

Equation: as parts/supply/_dispatch for a constant load, its sun as physics/clear_sky on a tracker,
dimmed day by day as physics/weather; items = size x price x (r / (1 - (1 + r)^-n) + upkeep), fuel =
gas / efficiency x price, carbon = gas / efficiency x its carbon; turbines by the peak with a spare,
all else by the mean
Valid: one synthetic year with foresight; a plant is sized once, by the nominal inputs: site, sky,
the battery's efficiency and rate and `least_sun` are neither drawn nor sought, and prices that are
drawn pay for the same sizes; land, roads and permits at no cost
Source: dawndusk-method, its numbers from the rows `off-grid.*` and `gas-turbine.*`
"""

from __future__ import annotations

import dataclasses
import math
from typing import Annotated, Any, ClassVar

from annotated_types import Ge, Le

from dawndusk.core import random_numbers
from dawndusk.core.errors import Infeasible
from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import default
from dawndusk.parts.supply import as_it_is, own_wait_s
from dawndusk.parts.supply._dispatch import least_cost
from dawndusk.physics import clear_sky, weather
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction, Quantity

DAYS, HOURS_A_DAY = 365, 24
RATED_W_PER_M2 = 1000.0  # sunlight at which panels are rated
Latitude = Annotated[Quantity, Ge(-math.pi / 3.0), Le(math.pi / 3.0)]
Clearness = Annotated[Quantity, Ge(0.15), Le(0.95)]


@record
class Priced:
    """What a plant without a grid is priced by, whatever its sizes."""

    # of panels on trackers, built, with inverters
    solar_usd_per_w: Positive = default("off-grid.solar")
    solar_life_s: Positive = default("off-grid.solar_life")  # over which they are paid back
    battery_usd_per_j: Positive = default("off-grid.battery")  # built, with inverters
    battery_life_s: Positive = default("off-grid.battery_life")  # over which it is paid back
    turbine_usd_per_w: Positive = default("off-grid.turbine")  # built
    turbine_life_s: Positive = default("gas-turbine.life")  # over which they are paid back
    # turbines installed over the most they must give
    spare_ratio: Annotated[Positive, Ge(1.0)] = default("gas-turbine.spare")
    # of the heating value
    turbine_efficiency_frac: PositiveFraction = default("off-grid.turbine_efficiency")
    fuel_usd_per_j: NotNegative = default("gas-turbine.fuel")  # of the heating value
    # staff, parts and insurance, of what the plant cost
    upkeep_per_s: NotNegative = default("off-grid.upkeep")
    # CO2 of gas burnt, of the heating value
    carbon_kg_per_j: NotNegative = default("gas-turbine.carbon")
    wait_s: NotNegative = default("off-grid.wait")  # from deciding until it gives power


@record
class Sized(Priced):
    """A plant with its sizes, per watt of mean load, turbines per watt of peak; what sized it is no
    input any more.
    """

    family: ClassVar[str] = "supply"
    kind: ClassVar[str] = "off_grid"
    panels_w_per_w: float = dataclasses.field(metadata={"internal": True})
    stored_j_per_w: float = dataclasses.field(metadata={"internal": True})
    engines_w_per_w: float = dataclasses.field(metadata={"internal": True})
    gas_frac: float = dataclasses.field(metadata={"internal": True})  # of the electricity

    settled, after_s = as_it_is, own_wait_s

    def costs_usd_per_year(
        self, mean_w: Array, peak_w: Array, electricity_usd_per_j: Array, capital_frac: Array
    ) -> dict[str, Array]:
        """Plant, storage, fuel and upkeep."""
        solar = mean_w * self.panels_w_per_w * self.solar_usd_per_w
        battery = mean_w * self.stored_j_per_w * self.battery_usd_per_j
        turbines = peak_w * self.engines_w_per_w * self.spare_ratio * self.turbine_usd_per_w
        return {
            "power plant": (
                solar * recovery_per_year(capital_frac, self.solar_life_s)
                + turbines * recovery_per_year(capital_frac, self.turbine_life_s)
            ),
            "storage": battery * recovery_per_year(capital_frac, self.battery_life_s),
            "fuel": (
                mean_w * self.gas_frac / self.turbine_efficiency_frac * self.fuel_usd_per_j * YEAR_S
            ),
            "upkeep of the plant": (solar + battery + turbines) * self.upkeep_per_s * YEAR_S,
        }

    def carbon_kg_per_s(self, mean_w: Array, grid_kg_per_j: Array) -> Array:
        """Of the gas."""
        return mean_w * self.gas_frac / self.turbine_efficiency_frac * self.carbon_kg_per_j


@record
class Model(Priced):
    """A plant without a grid; what must come from the Sun is a choice.

    >>> plant = Model().settled(0.08, 1.0 / 1.2)
    >>> (
    ...     round(plant.gas_frac, 2),
    ...     round(plant.panels_w_per_w, 1),
    ...     round(plant.stored_j_per_w / 3600.0, 1),
    ... )
    (0.1, 5.0, 12.7)
    >>> round(sum(plant.costs_usd_per_year(1e6, 1.2e6, 0.0, 0.08).values()) / 8766.0)
    124
    """

    latitude_rad: Latitude = default("off-grid.latitude")  # of the site
    # of the site above the sea
    altitude_m: Annotated[NotNegative, Le(4000.0)] = default("off-grid.altitude")
    # of the air, by Linke
    turbidity_ratio: Annotated[Positive, Ge(1.0), Le(10.0)] = default("off-grid.turbidity")
    # sunlight over that of days without clouds, mean of the year
    clearness_frac: Clearness = default("off-grid.clearness")
    # of a day's clouds with those of the day before
    correlation_frac: Annotated[Fraction, Le(0.95)] = default("off-grid.correlation")
    # electricity over what the panels are rated for in the same light
    yield_frac: PositiveFraction = default("off-grid.yield")
    # of the battery, one way
    charge_efficiency_frac: PositiveFraction = default("off-grid.efficiency")
    discharge_efficiency_frac: PositiveFraction = default("off-grid.efficiency")  # the other way
    rate_per_s: Positive = default("off-grid.rate")  # greatest power of the battery over its energy
    # of the electricity that must not come from gas; at today's prices gas alone is cheapest
    least_sun_frac: Fraction = 0.9

    def settled(self, capital_frac: float, mean_frac: float) -> Sized:
        """The plant with its sizes: turbines for the peak, all else for the mean. Raises Infeasible
        where none carries the load.
        """
        upkeep, turbine_usd_per_w = (
            self.upkeep_per_s * YEAR_S,
            self.turbine_usd_per_w * self.spare_ratio / mean_frac,
        )
        try:
            found = least_cost(
                self._sun_frac(),
                solar_usd_per_w_year=self.solar_usd_per_w
                * (float(recovery_per_year(capital_frac, self.solar_life_s)) + upkeep),
                battery_usd_per_j_year=self.battery_usd_per_j
                * (float(recovery_per_year(capital_frac, self.battery_life_s)) + upkeep),
                turbine_usd_per_w_year=turbine_usd_per_w
                * (float(recovery_per_year(capital_frac, self.turbine_life_s)) + upkeep),
                fuel_usd_per_j=self.fuel_usd_per_j,
                turbine_efficiency_frac=self.turbine_efficiency_frac,
                charge_efficiency_frac=self.charge_efficiency_frac,
                discharge_efficiency_frac=self.discharge_efficiency_frac,
                rate_per_s=self.rate_per_s,
                least_sun_frac=self.least_sun_frac,
            )
        except ValueError as error:
            asked = f"with {self.least_sun_frac:.0%} of its electricity from the Sun"
            raise Infeasible(
                f"no plant without a grid carries its load {asked}; a lower least_sun may: {error}"
            ) from None
        return Sized(
            **{field.name: getattr(self, field.name) for field in dataclasses.fields(Priced)},
            panels_w_per_w=found.solar_w,
            stored_j_per_w=found.battery_j,
            engines_w_per_w=found.turbine_w,
            gas_frac=found.gas_j_per_year / YEAR_S,
        )

    def _sun_frac(self) -> Any:
        """Output of the panels over their rating, hour by hour through a year that is the same for
        everybody.
        """
        import numpy
        from scipy.special import ndtri

        time_s = (np.arange(0, DAYS * HOURS_A_DAY) + 0.5) * 3600.0
        elevation, azimuth = clear_sky.place(time_s, self.latitude_rad, self.altitude_m)
        beam, diffuse = clear_sky.irradiance_w_per_m2(
            elevation, clear_sky.sunlight_w_per_m2(time_s), self.turbidity_ratio, self.altitude_m
        )
        clear = clear_sky.on_tracker_w_per_m2(elevation, azimuth, beam, diffuse)
        normal = ndtri(
            numpy.asarray(
                random_numbers.uniform(0, "weather on the ground", numpy.arange(DAYS)), "float64"
            )
        )
        cloudy = weather.clearness_frac(normal, self.clearness_frac, self.correlation_frac)
        by_day = numpy.asarray(clear).reshape(DAYS, HOURS_A_DAY) * numpy.asarray(cloudy)[:, None]
        return by_day.ravel() / RATED_W_PER_M2 * self.yield_frac
