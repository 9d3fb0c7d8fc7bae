"""Radiators of the class of the International Space Station's, as a scenario: 70 kW on 475 m2. Tag
of every test: calibration.

The panel's temperature is fitted (in iss-radiators.toml) and its area and areal mass are the
station's, so that this holds the sums together and says what a free panel would need; it predicts
nothing.
"""

from functools import cache
from pathlib import Path

import numpy as np

from dawndusk.fleet.design import design
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, svg

FILE = Path(__file__).with_name("iss-radiators.toml")
HEAT_W, AREA_M2, SHED_W_PER_M2, KG_PER_KW, SUPPLY_C, FITTED_C = 70e3, 475.0, 150.0, 96.0, 2.8, -14.0


@cache
def group(**changes):
    """The satellite as designed; without a change the panel gets the area that sheds its heat at
    the fitted temperature.
    """
    return design(
        load(FILE, {f"satellite.radiator.{key}": value for key, value in changes.items()}).scenario
    ).groups[0]


def shed_w_per_m2(**changes):
    made = group(**changes)
    return float(made.heat_w / made.satellite.radiator.area_m2)


def kg_per_kw(made):
    """Panels with pumps, lines and fluid, per heat."""
    return float((made.mass_kg["radiator"] + made.mass_kg["coolant loop"]) / made.heat_w * 1e3)


def test_radiators_of_the_class_of_the_iss(figure):
    made = group()
    measured = {
        "heat, %": abs(float(made.heat_w) / HEAT_W - 1.0) * 100.0,
        "area, %": abs(float(made.satellite.radiator.area_m2) / AREA_M2 - 1.0) * 100.0,
        "heat shed, of 150 W/m², %": abs(shed_w_per_m2() / SHED_W_PER_M2 - 1.0) * 100.0,
        "mass of panels and loop, of 96 kg/kW, %": abs(kg_per_kw(made) / KG_PER_KW - 1.0) * 100.0,
    }
    celsius = np.linspace(-30.0, 30.0, 13)
    aged = [shed_w_per_m2(temperature=f"{warm} degC") for warm in celsius]
    whole = {
        "coating.emissivity_loss": "0 1/yr",
        "coating.absorptivity_growth": "0 1/yr",
        "tubes.wall": "4 mm",
    }
    fresh = [shed_w_per_m2(temperature=f"{warm} degC", **whole) for warm in celsius]
    drawing = svg(
        "Heat that a radiator of the class of the International Space Station's sheds by"
        " temperature",
        Chart(
            "Heat shed per m² of panel, edge-on at 420 km and 51.6°, worst hour, W/m²",
            Axis(-30.0, 30.0, "temperature of the panel, °C", most=7),
            Axis(0.0, 600.0, most=6),
            [
                Curve("after ten years, a fifth of it holed", celsius, aged),
                Curve("new coating, thicker tubes", celsius, fresh, "b"),
                Curve(
                    "70 kW on 475 m², at the fitted temperature",
                    [FITTED_C],
                    [HEAT_W / AREA_M2],
                    "ink",
                    circles=True,
                ),
                Curve(
                    "the same at the loop's supply",
                    [SUPPLY_C],
                    [HEAT_W / AREA_M2],
                    "d",
                    circles=True,
                ),
            ],
            height=230.0,
        ),
    )
    figure(
        "iss-radiators",
        drawing,
        what=(
            "Radiators like the International Space Station's: 70 kW on 475 m². Fitted: the panel's"
            " temperature, −14 °C"
        ),
        against="their published heat, area and mass",
        tag="calibration",
        models=["dawndusk.parts.radiator.flat_panel", "dawndusk.parts.cooling.single_phase"],
        must_be=dict.fromkeys(
            measured, 15.0
        ),  # the area is recalled, and 70 kW is what they shed at most
        measured=measured,
    )


def test_given_the_area_it_settles_at_the_fitted_temperature():
    settled = group(area=f"{AREA_M2} m2").satellite.radiator.temperature_k
    assert abs(float(settled) - 273.15 - FITTED_C) < 2.0  # 2 K are 9 W/m2


def test_a_free_panel_at_the_loops_own_temperature_would_shed_more():
    """What the fit stands for: other panels, modules and warm arrays in view, and margin, which no
    row knows.
    """
    assert 1.3 < shed_w_per_m2(temperature=f"{SUPPLY_C} degC") / SHED_W_PER_M2 < 2.5


def test_ten_degrees_would_be_noticed():  # shows that the comparison can fail
    assert abs(shed_w_per_m2(temperature=f"{FITTED_C + 10.0} degC") / SHED_W_PER_M2 - 1.0) > 0.15
    assert abs(kg_per_kw(group(areal_mass="11 kg/m2")) / KG_PER_KW - 1.0) > 0.15
