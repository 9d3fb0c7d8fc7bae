"""A deployable flat panel, edge-on to the Sun and to the nadir, both faces radiating.

Emissivity and absorptivity are those at the end of life.

Equation: heat = faces x fin efficiency x (emissivity sigma T^4 - emissivity F q_infrared - absorptivity x albedo), F the edge-on view
factor
Valid: 250 to 400 K, no direct Sun, no view of the array
Source: gilmore2002, dawndusk-method, its numbers from the rows `flat-panel.*`
"""

from __future__ import annotations

import dataclasses

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.physics import eclipse, heat
from dawndusk.physics.constants import EARTH_INFRARED_W_PER_M2, STEFAN_BOLTZMANN
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction, Temperature
from dawndusk.records.flight import Surroundings


@record
class Model:
    """A two-faced panel; without an `area`, design gives it one.

    >>> from dawndusk.records.flight import Surroundings
    >>> round(float(Model(emissivity_frac=0.9, absorptivity_frac=0.0, fin_efficiency_frac=1.0).net_w_per_m2(333.15, Surroundings(altitude_m=650e3))))
    1155
    """

    area_m2: Positive | None = None  # of the panel, both faces of which radiate; absent: design solves it
    temperature_k: Temperature = default("flat-panel.temperature")  # of the surface, at full load in the worst season
    faces: Positive = 2.0  # that radiate: 2 for a free panel, 1 for one on a body
    emissivity_frac: PositiveFraction = default("flat-panel.emissivity")  # in the infrared, at the end of life
    absorptivity_frac: Fraction = default("flat-panel.absorptivity")  # of sunlight, reflected by the Earth, at the end of life
    fin_efficiency_frac: PositiveFraction = default("flat-panel.fin_efficiency")  # heat shed over that of an isothermal panel
    areal_mass_kg_per_m2: NotNegative = default("flat-panel.areal_mass")  # of the panel, per panel area
    loop_mass_kg_per_w: NotNegative = default("flat-panel.loop_mass")  # pumps, lines and fluid, per watt of heat
    heat_capacity_j_per_m2_k: Positive = default("flat-panel.heat_capacity")  # of panel and fluid, per panel area
    price_usd_per_m2: NotNegative = default("flat-panel.price")  # of panel and pipes, per panel area

    def absorbed_w_per_m2(self, around: Surroundings) -> Array:
        """What one square metre of panel takes in from the Earth."""
        view = heat.view_factor_edge(around.altitude_m)
        albedo = heat.albedo_w_per_m2(view, around.sun_cosine, eclipse.horizon_cosine(around.altitude_m), around.sunlight_w_per_m2)
        infrared = self.emissivity_frac * view * EARTH_INFRARED_W_PER_M2
        return self.faces * self.fin_efficiency_frac * (infrared + self.absorptivity_frac * albedo)

    def net_w_per_m2(self, temperature_k: Array, around: Surroundings) -> Array:
        """Heat that one square metre of panel sheds; negative where the surroundings are warmer than the panel."""
        return self._radiating_w_per_m2_k4() * temperature_k**4 - self.absorbed_w_per_m2(around)

    def _radiating_w_per_m2_k4(self) -> Array:
        return self.faces * self.fin_efficiency_frac * self.emissivity_frac * STEFAN_BOLTZMANN

    def sized(self, heat_w: Array, around: Surroundings) -> Model:
        """The panel as flown: the given area and the temperature it settles at, else the area for the wanted temperature."""
        if self.area_m2 is not None:
            settled = (heat_w / self.area_m2 + self.absorbed_w_per_m2(around)) / self._radiating_w_per_m2_k4()
            return dataclasses.replace(self, temperature_k=settled**0.25)
        return dataclasses.replace(self, area_m2=heat_w / self.net_w_per_m2(self.temperature_k, around))

    def mass_kg(self, heat_w: Array) -> Array:
        """Panel, and the loop that feeds it."""
        return self.area_m2 * self.areal_mass_kg_per_m2 + heat_w * self.loop_mass_kg_per_w

    def price_usd(self) -> Array:
        """By area."""
        return self.area_m2 * self.price_usd_per_m2

    def initial(self) -> Array:
        """Surface temperature at design: kelvin."""
        return self.temperature_k

    def surface_k(self, state: Array) -> Array:
        """Temperature that the loop meets."""
        return state

    def step(self, state: Array, heat_w: Array, around: Surroundings, step_s: Array) -> tuple[Array, Array]:
        """Next surface temperature, and the heat shed to space and Earth, net."""
        absorbed = self.area_m2 * self.absorbed_w_per_m2(around)
        new, radiated = heat.radiating_step_k(
            state,
            heat_w + absorbed,
            self.area_m2 * self._radiating_w_per_m2_k4(),
            self.area_m2 * self.heat_capacity_j_per_m2_k,
            step_s,
        )
        return new, radiated - absorbed
