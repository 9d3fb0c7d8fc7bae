"""The chain of heat against an ODE solver, and closed forms of a radiating plate."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from dawndusk.physics import chain
from dawndusk.physics.constants import STEFAN_BOLTZMANN
from tests.validation.draw import Axis, Chart, Curve, svg

NAMES = ("chip", "plate", "coolant", "radiator", "array")
CAPACITY = np.array([300.0, 300.0, 200.0, 4500.0 * 0.42, 2000.0 * 1.7])  # of one chip's share, J/K
CONDUCTANCE = np.array([1 / 0.008, 1 / 0.006, 0.42 / 0.002])  # to the next, W/K
RADIATING = STEFAN_BOLTZMANN * np.array([0.0, 0.0, 0.0, 2 * 0.42 * 0.8, 1.7 * 1.7])


def heats(step, full=400.0, idle=60.0):
    """A day in the life of one chip: idle, bursts of full work, and an eclipse that takes the
    array's sunlight away.
    """
    working = (step // 15) % 2 == 1
    lit = not 40 <= step % 97 < 60
    chip = full if working else idle
    return np.array([chip, 0.0, 0.3 * chip, 40.0, 1.7 * (1361 * 0.72 * lit + 100)])


def exact(conductance, steps, step_s):
    """The same chain by scipy's stiff solver, step by step as the heat jumps."""

    def change(_, kelvin, heat):
        across = conductance * (kelvin[:-1] - kelvin[1:])
        flow = heat - RADIATING * kelvin**4
        flow[:-1] -= across
        flow[1:] += across
        return flow / CAPACITY

    kelvin, found = np.full(5, 310.0), []
    for step in range(steps):
        kelvin = solve_ivp(
            change, (0.0, step_s), kelvin, method="Radau", args=(heats(step),), rtol=1e-8, atol=1e-8
        ).y[:, -1]
        found.append(kelvin)
    return np.array(found)


def ours(conductance, steps, step_s):
    kelvin, found = (310.0,) * 5, []
    for step in range(steps):
        kelvin = chain.after(
            chain.prepared(kelvin, RADIATING, CAPACITY, conductance, step_s), heats(step)
        )
        found.append(kelvin)
    return np.array(found)


def test_the_chain_follows_an_ode_solver(figure):
    steps, step_s = 194, 60.0
    apart, joined = np.append(CONDUCTANCE, 0.0), np.append(CONDUCTANCE, 25.0)
    made, true = ours(apart, steps, step_s), exact(apart, steps, step_s)
    panel = np.abs(ours(joined, steps, step_s) - exact(joined, steps, step_s)).max()
    measured = {
        f"{name}, K": error for name, error in zip(NAMES, np.abs(made - true).max(0), strict=True)
    }
    minutes = (np.arange(steps) + 1) * step_s / 60
    styles = dict(zip(NAMES, "abcd", strict=False)) | {"array": "soft"}
    curves = [
        Curve(name, minutes, made[:, i] - 273.15, styles[name]) for i, name in enumerate(NAMES)
    ]
    curves += [
        Curve(
            "" if i else "scipy's Radau", minutes[::6], true[::6, i] - 273.15, "ink", circles=True
        )
        for i in range(5)
    ]
    drawing = svg(
        "Temperatures of the chain through two orbits of bursts and eclipses, against an ODE"
        " solver",
        Chart(
            "Temperature, degC",
            Axis(0.0, 200.0, "minutes", most=10),
            Axis(-120.0, 100.0, most=8),
            curves,
            height=260.0,
        ),
    )
    limit = 0.5  # K: what a reader of a chip's temperature cannot see
    figure(
        "chain-transient",
        drawing,
        what="Temperatures of chip, plate, coolant, radiator and array, steps of 60 s",
        against="scipy's Radau, 1e-8",
        tag="physics",
        models=["dawndusk.physics.chain"],
        must_be=dict.fromkeys([*measured, "radiator joined to the array, K"], limit),
        measured=measured | {"radiator joined to the array, K": panel},
    )


def test_half_the_steps_would_be_noticed():
    apart = np.append(CONDUCTANCE, 0.0)
    assert np.abs(ours(apart, 194, 60.0)[9::10] - ours(apart, 97, 120.0)[4::5]).max() > 0.5


@pytest.mark.parametrize("seed", range(5))
def test_energy_closes(seed):
    rng = np.random.default_rng(seed)
    kelvin, heat = tuple(rng.uniform(200, 400, 5)), rng.uniform(0, 500, 5)
    conductance = np.append(CONDUCTANCE, 25.0)
    ready = chain.prepared(kelvin, RADIATING * 0.0, CAPACITY, conductance, 60.0)
    assert chain.stored_w(ready, chain.after(ready, heat)) == pytest.approx(
        heat.sum(), rel=1e-9
    )  # nothing radiates: all is stored


def test_steady_is_where_the_transient_ends():
    conductance = np.append(CONDUCTANCE, 25.0)
    heat = heats(20)
    steady = chain.steady_k(heat, RADIATING, conductance, (300.0,) * 5)
    kelvin = (300.0,) * 5
    for _ in range(400):
        kelvin = chain.after(chain.prepared(kelvin, RADIATING, CAPACITY, conductance, 60.0), heat)
    assert kelvin == pytest.approx(steady, abs=1e-4)


def test_the_black_plate():
    """418.8 W/m2 a face at 20 degC; what a plate takes in it gives off."""
    (kelvin,) = chain.steady_k([2 * 418.74], [2 * STEFAN_BOLTZMANN], [], [350.0])
    assert kelvin == pytest.approx(293.15, rel=1e-4)
