"""The day clock against the slow oracle. Tag: physics (the same satellite, written and flown a
second time).
"""

from functools import cache

import numpy as np
import pytest

from dawndusk.fleet.design import design
from dawndusk.flight import day_kernel
from dawndusk.flight import fly as flight
from dawndusk.physics import faces
from dawndusk.scenario.reading import load
from tests import oracle
from tests.validation.draw import Axis, Chart, Curve, svg

SHORT = {"flight.days": 3, "flight.orbits": 1, "flight.settle": 4}
CLUSTER = SHORT | {"constellation.satellites": 5}
SHELL = SHORT | {
    "constellation.planes": 6,
    "constellation.satellites_per_plane": 2,
    "constellation.phasing": 1,
}
OTHERS = {
    "satellite.array.kind": "roll_out",
    "satellite.attitude": "solar_drive",
    "satellite.battery": "keep_alive",
    "satellite.policy": "clock",
    "satellite.cooling": {"kind": "two_phase"},
    "satellite.radiator": {"kind": "body_panel", "facing": "side", "area": "30 m2"},
}
BURSTS = {
    "satellite.radiator": "integrated_panel",
    "satellite.policy": "bursts",
    "satellite.compute.count": 60,
    "satellite.compute.limit": "75 degC",
}
CASES = {
    "cluster": ("suncatcher", CLUSTER),
    "shell": ("starlink-ai", SHELL),
    "small array": ("starlink-ai", SHELL | {"satellite.array.area": "110 m2"}),
    "small battery": ("starlink-ai", SHELL | {"satellite.battery.capacity": "7 kWh"}),
    "hot": ("suncatcher", CLUSTER | {"satellite.radiator.area": "36 m2"}),
    "hot shell": ("starlink-ai", SHELL | {"satellite.radiator.area": "20 m2"}),
    "fixed array": (
        "suncatcher",
        CLUSTER | {"satellite.attitude": "orbit_normal", "constellation.local_time": "06:00"},
    ),
    "other kinds": ("starlink-ai", SHELL | OTHERS),
    "bursts": ("suncatcher", CLUSTER | BURSTS),
}
# Largest errors: powers over the mean power generated, shares, kelvins.
# The fit of reflected sunlight is up to 0.8 W/m2 off at a moment: with steps of 60 s that moves an
# array by 0.1 K, and its power by 4e-4.
LIMITS = {"powers": 3e-4, "shares": 3e-4, "kelvins": 0.1}
# Without it and in steps of 15 s, where the second order of the chain leaves a sixteenth of its
# error: of an array entering shadow some mK,
# and where the heat ramp of 5 K multiplies them by (1 / 5 K) / 20, some 1e-5 of a share.
CLOSER = {"powers": 5e-6, "shares": 5e-5, "kelvins": 0.01}
FINE = {"flight.steps_per_orbit": 384, "flight.orbits": 1, "flight.settle": 3}
FINELY = ("shell", "small array", "other kinds")


def read(totals):
    return {name: np.asarray(getattr(totals, name), "float64") for name in oracle.FIELDS}


@cache
def flown(case, precision="float32"):
    name, changes = CASES[case]
    scenario = load(name, changes).scenario
    fleet = design(scenario)
    return (
        scenario,
        fleet,
        read(flight.fly(scenario, fleet, strips=False, precision=precision).groups[0].totals),
    )


@cache
def second_opinion(case):
    scenario, fleet, _ = flown(case)
    return oracle.fly(scenario, fleet, fleet.groups[0])


@cache
def flown_finely(case):
    """Both, without reflected sunlight, in short steps of float64."""
    name, changes = CASES[case]
    scenario = load(name, changes | FINE).scenario
    fleet = design(scenario)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faces, "EARTH_ALBEDO_FRAC", 0.0)
        # compiled anew, as the albedo is a constant to the compiler
        patch.setattr(day_kernel, "KERNEL", day_kernel.fly_days)
        ours = read(flight.fly(scenario, fleet, strips=False, precision="float64").groups[0].totals)
    return scenario, fleet, ours, oracle.fly(scenario, fleet, fleet.groups[0], albedo=0.0)


# about what a radiator has: by it an error of its heat, the fourth power, is told in kelvins
SHED_K = 300.0


def sort_of(field):
    if field == "radiated_w":
        return "kelvins"
    return {"w": "powers", "k": "kelvins"}.get(field.rpartition("_")[2], "shares")


def largest_errors(ours, theirs):
    """Largest error of the powers, shares and kelvins."""
    found = dict.fromkeys(LIMITS, 0.0)
    for name in oracle.FIELDS:
        scale = theirs["generated_w"].mean() if sort_of(name) == "powers" else 1.0
        if name == "radiated_w":
            scale = 4.0 * theirs[name].mean() / SHED_K
        found[sort_of(name)] = max(
            found[sort_of(name)], np.abs(ours[name] - theirs[name]).max() / scale
        )
    return found


def beyond(errors, limits=LIMITS):
    return [sort for sort, error in errors.items() if not error <= limits[sort]]


def imbalance(totals):
    out = totals["used_w"] + totals["stored_w"] + totals["lost_w"] + totals["curtailed_w"]
    return np.abs(totals["generated_w"] - out).max() / totals["generated_w"].mean()


def test_every_total_agrees_with_the_oracle(figure):
    particles = {
        "protons_ratio",
        "dose_ratio",
    }  # flown against aep8 itself in tests/validation/test_radiation
    assert set(oracle.FIELDS) | particles == set(flight.Totals.__dataclass_fields__)
    errors = {case: largest_errors(flown(case)[2], second_opinion(case)) for case in CASES}
    fine = {case: largest_errors(*flown_finely(case)[2:]) for case in FINELY}
    measured = {f"{case}, {sort}": found[sort] for case, found in errors.items() for sort in LIMITS}
    measured |= {
        f"{case}, without albedo in steps of 15 s, {sort}": found[sort]
        for case, found in fine.items()
        for sort in LIMITS
    }
    limits = {
        key: (CLOSER if "without" in key else LIMITS)[key.rpartition(", ")[2]] for key in measured
    }
    places = {case: place for place, case in enumerate(CASES)}
    curves = []
    for style, sort in zip("abc", LIMITS, strict=True):
        curves += [
            Curve(
                sort,
                list(places.values()),
                [errors[case][sort] for case in CASES],
                style,
                circles=True,
            ),
            Curve(
                "",
                [places[case] + 0.3 for case in FINELY],
                [fine[case][sort] for case in FINELY],
                style,
                circles=True,
            ),
        ]
    drawing = svg(
        "Errors of the day kernel against the oracle, case by case; to the right of a case without"
        " reflected sunlight in short steps",
        Chart(
            "Largest error of a day's totals: powers of the mean power, shares, kelvins",
            Axis(-0.5, len(CASES) - 0.5, marks=[(place, case) for case, place in places.items()]),
            Axis(1e-8, 1.0, log=True),
            curves,
        ),
    )
    parts = (
        "array.rigid",
        "array.roll_out",
        "attitude.orbit_normal",
        "attitude.solar_drive",
        "attitude.sun_tracking",
        "battery.keep_alive",
        "battery.lithium_ion",
        "cooling.single_phase",
        "cooling.two_phase",
        "policy.bursts",
        "policy.charge_and_heat",
        "policy.clock",
        "radiator.body_panel",
        "radiator.flat_panel",
        "radiator.integrated_panel",
    )
    figure(
        "day-kernel",
        drawing,
        what="A day's totals of light, electricity and heat, flown by the compiled kernel",
        against=(
            "an oracle in plain NumPy, written apart: reflected sunlight by quadrature, the chain"
            " of heat by exponentials"
        ),
        tag="physics",
        models=[
            "dawndusk.flight.step",
            "dawndusk.physics.chain",
            "dawndusk.physics.faces",
            *(f"dawndusk.parts.{part}" for part in parts),
        ],
        must_be=limits,
        measured=measured,
    )


@pytest.mark.parametrize("case", CASES)
def test_energy_balances_every_day(case):
    assert imbalance(flown(case)[2]) < 1e-5  # float32 sums, orbit by orbit
    assert imbalance(second_opinion(case)) < 1e-9  # float64


@pytest.mark.parametrize(
    ("case", "field", "low", "high"),
    [
        ("cluster", "sunlit_frac", 0.9, 1.0),
        ("shell", "sunlit_frac", 0.6, 0.75),
        ("small array", "duty_frac", 0.1, 0.95),
        ("small battery", "duty_frac", 0.1, 0.97),
        ("hot", "cool_frac", 0.3, 0.98),
        ("hot shell", "cool_frac", 0.3, 0.99),
        ("other kinds", "cool_frac", 0.3, 0.99),
        ("bursts", "cool_frac", 0.02, 0.9),
        ("bursts", "pauses", 1e-3, 0.1),
    ],
)
def test_the_cases_really_throttle(case, field, low, high):
    assert low < second_opinion(case)[field].mean() <= high


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ("small array", "array.cells.efficiency_frac"),
        ("cluster", "array.cells.absorptivity_frac"),
        ("shell", "array.back_emissivity_frac"),
        ("small battery", "battery.capacity_j"),
        ("shell", "battery.discharge_efficiency_frac"),
        ("hot", "radiator.coating.emissivity_frac"),
        ("hot", "radiator.fin.efficiency_frac"),
        ("hot", "cooling.plate.interface_k_per_w"),
        ("hot", "cooling.rise_k"),
        ("other kinds", "policy.exponent"),
        ("other kinds", "radiator.coating.absorptivity_frac"),
        ("bursts", "radiator.fin_efficiency_frac"),
        ("bursts", "compute.limit_k"),
    ],
)
def test_one_percent_off_is_noticed(case, key):
    scenario, fleet, ours = flown(case)
    theirs = oracle.fly(scenario, fleet, oracle.perturbed(fleet.groups[0], key, 1.01))
    assert beyond(largest_errors(ours, theirs))


@pytest.mark.parametrize(
    ("case", "key"),
    [
        ("shell", "radiator.array_view_frac"),
        ("shell", "compute.leakage_frac"),
        ("small array", "cooling.plate.chip_j_per_k"),
        ("other kinds", "cooling.panel_k_m2_per_w"),
        ("shell", "array.heat_capacity_j_per_m2_k"),
        ("other kinds", "radiator.heat_capacity_j_per_m2_k"),
    ],
)
def test_one_percent_of_what_matters_less_is_noticed_finely(case, key):
    scenario, fleet, ours, _ = flown_finely(case)
    theirs = oracle.fly(scenario, fleet, oracle.perturbed(fleet.groups[0], key, 1.01), albedo=0.0)
    assert beyond(largest_errors(ours, theirs), CLOSER)


def test_a_tenth_of_the_albedo_is_noticed_and_of_what_joins_back_and_cells():
    scenario, fleet, ours = flown("shell")
    theirs = oracle.fly(scenario, fleet, fleet.groups[0], albedo=0.33)
    assert beyond(largest_errors(ours, theirs))
    scenario, fleet, ours = flown("bursts")
    theirs = oracle.fly(
        scenario, fleet, oracle.perturbed(fleet.groups[0], "radiator.conductance_w_per_m2_k", 1.1)
    )
    assert beyond(largest_errors(ours, theirs))


def test_the_oracle_sees_the_earth_by_quadrature_as_in_closed_form():
    earth = oracle.Earth(oracle.RADIUS_M + 650e3, rings=80, sectors=120)
    up = np.linspace(-1.0, 1.0, 41)
    normals = np.stack([up, np.sqrt(1.0 - up**2), 0.0 * up], -1)
    by_patches = np.maximum(normals @ earth.toward.T, 0.0) @ earth.angle / np.pi
    assert earth.view(up) == pytest.approx(
        by_patches, abs=2e-4
    )  # patches of 1 to 3 degrees, cut by the face's own horizon
