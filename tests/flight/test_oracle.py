"""The day clock against the slow oracle. Tag: physics (the same equations, written and run a second time)."""

from functools import cache

import numpy as np
import pytest

from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.reading import load
from tests import oracle
from tests.validation.draw import Axis, Chart, Curve, svg

SHORT = {"flight.days": 3, "flight.orbits": 3}
CLUSTER = SHORT | {"constellation.satellites": 5}
SHELL = SHORT | {"constellation.planes": 6, "constellation.satellites_per_plane": 2, "constellation.phasing": 1}
CASES = {
    "cluster": ("suncatcher", CLUSTER),
    "shell": ("starlink-ai", SHELL),
    "small array": ("starlink-ai", SHELL | {"satellite.array.area": "110 m2"}),
    "small battery": ("starlink-ai", SHELL | {"satellite.battery.capacity": "7 kWh"}),
    "hot": ("suncatcher", CLUSTER | {"satellite.radiator.area": "32 m2"}),
    "hot shell": ("starlink-ai", SHELL | {"satellite.radiator.area": "18 m2"}),
    "fixed array": ("suncatcher", CLUSTER | {"satellite.attitude": "orbit_normal", "constellation.local_time": "06:00"}),
}
TOLERANCE = 1e-4  # float32 sums of some 400 steps, angles of a few turns: about 1e-6 each, amplified where a throttle acts


@cache
def flown(case, precision="float32"):
    name, changes = CASES[case]
    scenario = load(name, changes).scenario
    fleet = design(scenario)
    totals = fly(scenario, fleet, strips=False, precision=precision).groups[0].totals
    return scenario, fleet, {name: np.asarray(getattr(totals, name), "float64") for name in oracle.FIELDS}


@cache
def second_opinion(case):
    scenario, fleet, _ = flown(case)
    return oracle.fly(scenario, fleet, fleet.groups[0])


def largest_error(ours, theirs):
    """Largest error by field: powers of the mean generated power, shares and kelvins of themselves (at least 1)."""
    scale = {name: theirs["generated_w"].mean() if name.endswith("_w") else max(theirs[name].max(), 1.0) for name in oracle.FIELDS}
    return {name: np.abs(ours[name] - theirs[name]).max() / scale[name] for name in oracle.FIELDS}


def imbalance(totals):
    out = totals["used_w"] + totals["stored_w"] + totals["lost_w"] + totals["curtailed_w"]
    return np.abs(totals["generated_w"] - out).max() / totals["generated_w"].mean()


PARTS = {
    "light": ("sunlit_frac", "generated_w"),
    "electricity": ("used_w", "stored_w", "lost_w", "curtailed_w", "duty_frac", "min_soc_frac"),
    "heat": ("cool_frac", "max_chip_k", "max_radiator_k"),
}
CLOSER = (
    "shell",
    "small array",
)  # flown in float64 too: 1e-6, as polynomial sines are good to 4e-9, and a node half a step early shows as 6e-5


def test_every_total_agrees_with_the_oracle(figure):
    assert {field for fields in PARTS.values() for field in fields} == set(oracle.FIELDS)
    errors = {case: largest_error(flown(case)[2], second_opinion(case)) for case in CASES}
    closer = {case: largest_error(flown(case, "float64")[2], second_opinion(case)) for case in CLOSER}
    measured = {f"{case}, relative": max(found.values()) for case, found in errors.items()}
    measured |= {f"{case} in float64, relative": max(found.values()) for case, found in closer.items()}
    limits = {key: 1e-6 if "float64" in key else TOLERANCE for key in measured}
    curves = [
        Curve(
            f"{part}, float32",
            range(len(CASES)),
            [max(found[field] for field in fields) for found in errors.values()],
            style,
            circles=True,
        )
        for style, (part, fields) in zip("abc", PARTS.items(), strict=True)
    ]
    places = [list(CASES).index(case) for case in CLOSER]
    curves.append(Curve("all, float64", places, [max(found.values()) for found in closer.values()], "ink", circles=True))
    drawing = svg(
        "Errors of the day kernel against the oracle, case by case",
        Chart(
            "Largest relative error of a day's totals",
            Axis(-0.5, len(CASES) - 0.5, marks=list(enumerate(CASES))),
            Axis(1e-9, 1e-3, log=True),
            curves,
            limits=[(TOLERANCE, "must be below in float32"), (1e-6, "in float64")],
        ),
    )
    figure(
        "day-kernel", drawing, what="A day's totals of light, electricity and heat, flown by the compiled kernel",
        against="an oracle in plain NumPy of the same equations, written apart", tag="physics",
        models=["dawndusk.flight.step", "dawndusk.parts.battery.lithium_ion", "dawndusk.parts.policy.charge_and_heat",
                "dawndusk.parts.cooling.cold_plate", "dawndusk.parts.array.rigid", "dawndusk.parts.radiator.flat_panel"],
        must_be=limits, measured=measured,
    )  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_energy_balances_every_day(case):
    assert imbalance(flown(case)[2]) < 1e-5  # float32 sums, orbit by orbit
    assert imbalance(second_opinion(case)) < 1e-9  # float64


@pytest.mark.parametrize(
    ("case", "field", "low", "high"),
    [
        ("cluster", "sunlit_frac", 0.9, 1.0), ("shell", "sunlit_frac", 0.6, 0.75), ("small array", "duty_frac", 0.1, 0.95),
        ("small battery", "duty_frac", 0.1, 0.97), ("hot", "cool_frac", 0.3, 0.98), ("hot shell", "cool_frac", 0.3, 0.99),
    ],
)  # fmt: skip
def test_the_cases_really_throttle(case, field, low, high):
    assert low < second_opinion(case)[field].mean() <= high


@pytest.mark.parametrize(
    ("case", "part", "change"),
    [
        ("small array", "array", {"efficiency_frac": 1.01}), ("small battery", "battery", {"capacity_j": 1.01}),
        ("hot", "radiator", {"emissivity_frac": 1.01}), ("hot", "cooling", {"resistance_k_per_w": 1.01}),
        ("shell", "conversion", {"efficiency_frac": 1.01}), ("shell", "battery", {"discharge_efficiency_frac": 1.01}),
    ],
)  # fmt: skip
def test_one_percent_off_is_noticed(case, part, change):
    scenario, fleet, ours = flown(case)
    theirs = oracle.fly(scenario, fleet, oracle.perturbed(fleet.groups[0], part, **change))
    assert max(largest_error(ours, theirs).values()) > TOLERANCE


def test_one_percent_of_albedo_is_noticed():
    scenario, fleet, ours = flown("hot shell", "float64")
    theirs = oracle.fly(scenario, fleet, fleet.groups[0], albedo=0.303)
    assert max(largest_error(ours, theirs).values()) > 1e-5  # ten times the float64 tolerance
