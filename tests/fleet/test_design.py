"""What design asks of parts: what their protocols promise, and nothing else. Tag: house."""

import dataclasses
from typing import Annotated, ClassVar

import pytest

from dawndusk.core.record import PURE, record
from dawndusk.fleet.design import design, require_closed
from dawndusk.records.fields import Positive, Temperature
from dawndusk.records.parts import solved
from dawndusk.scenario.reading import load


@record
class Back:
    """A radiator on the array's back that has no coating: one emissivity, whatever its age."""

    covers_array: ClassVar[bool] = True
    area_m2: Positive | None = None
    temperature_k: Temperature = 320.0
    shed: Annotated[float, PURE] = 0.9

    def sized(self, heat_w, hot, axes, panel, age_s):
        return dataclasses.replace(self, area_m2=panel.area_m2)

    def emissivity_frac(self, age_s):
        return self.shed

    def absorbed_w(self, around, axes, array_k):
        return 0.0 * around.sun_cosine

    def radiating_w_per_k4(self):
        return self.area_m2 * self.shed * 5.67e-8

    def capacity_j_per_k(self):
        return self.area_m2 * 4e3

    def array_w_per_k(self):
        return self.area_m2 * 50.0

    def absorbed_by_array_w(self, temperature_k):
        return 0.0

    def mass_kg(self):
        return self.area_m2 * 2.0

    def price_usd(self):
        return self.area_m2 * 1e3

    def holes_per_s(self):
        return 0.0


def array_m2(back):
    scenario = load("suncatcher").scenario
    satellite = dataclasses.replace(scenario.satellite, radiator=back)
    fleet = design(dataclasses.replace(scenario, satellite=satellite))
    require_closed(fleet)
    return float(fleet.groups[0].satellite.array.area_m2)


def test_a_radiator_on_the_back_needs_no_coating():
    """The array's size follows the emissivity that the radiator gives: a poorer back is warmer."""
    good, poor = array_m2(Back()), array_m2(Back(shed=0.6))
    assert good < poor < 1.2 * good


def test_a_size_that_nothing_has_solved_is_said():
    """Instead of a None in an equation."""
    given = load("suncatcher").scenario.satellite
    assert given.array.area_m2 is None
    for use in (given.array.mass_kg, given.battery.mass_kg, given.radiator.mass_kg):
        with pytest.raises(ValueError, match="design has not solved"):
            use()
    assert solved(2.0) == 2.0
