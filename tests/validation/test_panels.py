"""Balances of panels in the Sun that others have printed. Each test has its tag in a comment."""

import dataclasses

import numpy as np
import pytest
from scipy.optimize import brentq

from dawndusk.flight.step import thermal_chain
from dawndusk.physics import chain, faces, heat
from dawndusk.physics.constants import EARTH_ALBEDO_FRAC
from dawndusk.records.surroundings import ArrayBack, Direction, Surroundings
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, svg

# Starcloud's white paper, version 1.03: a panel at 20 degC, emissivity 0.92, absorptivity 0.09,
# view of the Earth 0.25, Earth at 253.15 K.
EMISSIVITY, ABSORPTIVITY, VIEW, EARTH_K, SUN_W_PER_M2, CELSIUS_K = (
    0.92,
    0.09,
    0.25,
    253.15,
    1366.0,
    273.15,
)
PRINTED = {
    "shed by both faces": 770.48,
    "taken in from the Sun": 122.94,
    "taken in from the Earth": 14.46,
    "net": 633.08,
}
# net, with the Earth's infrared absorbed by what emits in the infrared; reference/physics.md
PHYSICAL = 584.76
EDGE, TO_THE_SUN = Direction(up=0.0, sun=0.0, ahead=1.0), Direction(up=1.0, sun=1.0, ahead=0.0)


def starcloud(kelvin, infrared_frac):
    """The balance by dawndusk's functions, term by term; only the albedo of the point below, which
    dawndusk has not, is written here.
    """
    altitude_m = brentq(
        lambda altitude_m: faces.view_factor(altitude_m, EDGE.up) - VIEW, 300e3, 1000e3
    )  # an edge-on face sees that much
    around = Surroundings(
        altitude_m=altitude_m,
        earthshine=faces.earthshine(altitude_m),
        sun_cosine=1.0,
        sunlight_w_per_m2=SUN_W_PER_M2,
    )
    shed = 2.0 * heat.radiated_w_per_m2(kelvin, EMISSIVITY)
    sun = heat.absorbed_w_per_m2(
        TO_THE_SUN, around, EMISSIVITY, ABSORPTIVITY
    )  # a face that sees nothing of the Earth
    view = faces.view_factor(altitude_m, EDGE.up)
    earth = view * (
        ABSORPTIVITY * EARTH_ALBEDO_FRAC * SUN_W_PER_M2
        + infrared_frac * heat.radiated_w_per_m2(EARTH_K, 1.0)
    )
    return dict(zip(PRINTED, (shed, sun, earth, shed - sun - earth), strict=True))


def test_the_balance_of_starcloud(figure):  # reproduction
    theirs, physical = starcloud(293.15, ABSORPTIVITY), starcloud(293.15, EMISSIVITY)
    measured = {f"{name}, W/m²": abs(theirs[name] - printed) for name, printed in PRINTED.items()}
    measured["net, infrared absorbed as it is emitted, W/m²"] = abs(physical["net"] - PHYSICAL)
    celsius = np.linspace(-20.0, 60.0, 81)
    lines = {
        name: [starcloud(warm + CELSIUS_K, frac)["net"] for warm in celsius]
        for name, frac in (
            ("as printed: infrared absorbed like sunlight", ABSORPTIVITY),
            ("infrared absorbed as it is emitted", EMISSIVITY),
        )
    }
    drawing = svg(
        "Heat that Starcloud's radiator sheds by temperature",
        Chart(
            "Heat shed per m² of Starcloud's panel, one face to the Sun, W/m²",
            Axis(-20.0, 60.0, "temperature of the panel, °C", most=8),
            Axis(0.0, 1200.0, most=6),
            [
                *(
                    Curve(name, celsius, line, style)
                    for style, (name, line) in zip("ab", lines.items(), strict=True)
                ),
                Curve(
                    "printed: 633.08, and 584.76 computed apart",
                    [20.0, 20.0],
                    [PRINTED["net"], PHYSICAL],
                    "ink",
                    circles=True,
                ),
            ],
            height=230.0,
        ),
    )
    figure(
        "starcloud-balance",
        drawing,
        what="Balance of Starcloud's radiator at 20 °C: shed, taken in, net",
        tag="reproduction",
        against=(
            "its white paper 1.03; the same with the Earth's infrared absorbed as a face emits it"
        ),
        models=["dawndusk.physics.heat"],
        must_be=dict.fromkeys(measured, 0.1),
        measured=measured,  # printed to 0.01, with Stefan and Boltzmann's constant to three digits
    )


# reproduction: shows that the comparison can fail
def test_absorbing_infrared_like_sunlight_would_be_noticed():
    assert starcloud(293.15, ABSORPTIVITY)["net"] - starcloud(293.15, EMISSIVITY)["net"] > 40.0


# A bifacial panel at 550 km, beta 90: reference/expert.md, recomputed apart from this code.
WITH_PAYLOAD_C, ALONE_C = 68.9, 48.3
FRONT, BACK, ABSORBS, SEEN_550_KM, AREA_M2 = 0.85, 0.90, 0.92, 0.258, 100.0


def at_550_km():
    """Face-on to the Sun at beta 90, where both faces stand edge-on to the Earth; an Earth that
    reflects nothing.
    """
    dark = dataclasses.replace(
        faces.earthshine(550e3), terms=(0.0,) * len(faces.earthshine(550e3).terms)
    )
    return Surroundings(altitude_m=550e3, sin_beta=1.0, sunlight_w_per_m2=1361.0, earthshine=dark)


def panel(efficiency=0.22, per_m2_k=1e6):
    """The integrated panel, its array and its attitude, as the kinds make them; cells that heat
    does not change.
    """
    changes = {
        "satellite.radiator.kind": "integrated_panel",
        "satellite.radiator.conductance": f"{per_m2_k} W/m2/K",
        "satellite.radiator.fin_efficiency": 1.0,
        "satellite.radiator.coating.emissivity": BACK,
        "satellite.array.area": f"{AREA_M2} m2",
        "satellite.array.packing": 1.0,
        "satellite.array.cells.efficiency": efficiency,
        "satellite.array.cells.temperature_coefficient": "0 1/K",
        "satellite.array.cells.absorptivity": ABSORBS,
        "satellite.array.cells.emissivity": FRONT,
    }
    satellite = load("suncatcher", changes).scenario.satellite
    array = satellite.array.aged(550e3, 1.7, 0.0, True).sized(0.0, 1.0, 1.0)
    return dataclasses.replace(satellite, array=array)


def settled_c(satellite, returned_frac=1.0, around=None):
    """The panel as the kind sizes it, and cells, back and chips as the whole chain settles;
    `returned_frac` of the power comes back as heat.
    """
    around = around or at_550_km()
    array, axes = satellite.array, satellite.attitude.axes(around)
    power_w = array.output_w(around.sunlight_w_per_m2, axes.front.sun, 300.0)
    kept_w = array.absorbed_w(axes.front, around) - power_w
    alone = ArrayBack(
        area_m2=array.area_m2,
        temperature_k=300.0,
        heat_w=kept_w,
        radiating_w_per_k4=array.radiating_w_per_k4(),
        back_emissivity_frac=0.0,
    )
    radiator = satellite.radiator.sized(returned_frac * power_w, around, axes, alone, 0.0)
    whole = dataclasses.replace(satellite, radiator=radiator)
    radiating, _, conductance = thermal_chain(whole)
    heats = (returned_frac * power_w, 0.0, 0.0, radiator.absorbed_w(around, axes, 300.0), kept_w)
    chip, _, _, back, cells = (
        float(kelvin) - CELSIUS_K
        for kelvin in chain.steady_k(heats, radiating, conductance, (330.0,) * 5)
    )
    return {
        "as sized": float(radiator.temperature_k) - CELSIUS_K,
        "back": back,
        "cells": cells,
        "chips": chip,
    }


def test_a_bifacial_panel_at_550_km(figure):  # physics
    assert faces.view_factor(550e3, 0.0) == pytest.approx(SEEN_550_KM, abs=5e-4)  # three digits
    paid, alone = settled_c(panel()), settled_c(panel(), returned_frac=0.0)
    measured = {
        f"{name}, payload heat returned, °C": abs(paid[name] - WITH_PAYLOAD_C)
        for name in ("as sized", "back", "cells")
    }
    measured |= {
        f"{name}, without payload heat, °C": abs(alone[name] - ALONE_C)
        for name in ("as sized", "back", "cells")
    }
    conducts = np.geomspace(3.0, 1e4, 41)
    found = [settled_c(panel(per_m2_k=float(one))) for one in conducts]
    drawing = svg(
        "Temperature of a bifacial panel by the conductance between its faces",
        Chart(
            "Panel that carries its chips at 550 km, beta 90, °C",
            Axis(3.0, 1e4, "conductance from back to cells, W/m²/K", log=True),
            Axis(40.0, 100.0, most=6),
            [
                Curve("back, with the chips on it", conducts, [one["back"] for one in found]),
                Curve("cells", conducts, [one["cells"] for one in found], "b"),
                Curve(
                    "computed apart: one temperature, with and without the chips' heat",
                    [1e4, 1e4],
                    [WITH_PAYLOAD_C, ALONE_C],
                    "ink",
                    circles=True,
                ),
            ],
            limits=[(62.6, "62.6 °C in McCalip's calculator: less of the Earth seen")],
            height=230.0,
        ),
    )
    figure(
        "bifacial-panel",
        drawing,
        what="Temperature of a panel of cells with chips on its back, 550 km, beta 90, cells 22 %",
        against=(
            "one balance computed apart: edge-on view 0.258, infrared 237 W/m² on both sides, no"
            " albedo"
        ),
        tag="physics",
        models=[
            "dawndusk.parts.radiator.integrated_panel",
            "dawndusk.parts.array.rigid",
            "dawndusk.physics.chain",
        ],
        must_be=dict.fromkeys(measured, 0.5),
        measured=measured,  # 4 W/m2 of 1,360
    )


@pytest.mark.parametrize("efficiency", [0.15, 0.30])
def test_the_cells_efficiency_does_not_matter_where_its_power_comes_back(efficiency):  # physics
    assert settled_c(panel(efficiency))["back"] == pytest.approx(
        settled_c(panel())["back"], abs=0.01
    )  # a finite conductance


def test_less_of_the_earth_would_be_noticed():  # physics: shows that the comparison can fail
    half = dataclasses.replace(at_550_km(), altitude_m=1500e3)
    assert settled_c(panel(), around=half)["back"] < WITH_PAYLOAD_C - 2.0  # the limit is 0.5


def test_the_albedo_of_a_real_earth_warms_it():  # physics: what the printed balance leaves out
    real = dataclasses.replace(at_550_km(), earthshine=faces.earthshine(550e3))
    assert (
        0.1 < settled_c(panel(), around=real)["back"] - WITH_PAYLOAD_C < 2.0
    )  # some 20 W/m2 on both faces, of 1,360
