"""Laws of the day clock and of random draws. Tag: physics."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dawndusk.core import random_numbers
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.flight.step import advance, flyer_of, initial, surroundings, thermal_chain
from dawndusk.records.flight import Totals
from dawndusk.scenario.reading import load

SHELL = {
    "flight.days": 2,
    "flight.orbits": 2,
    "flight.steps_per_orbit": 60,
    "constellation.planes": 4,
    "constellation.satellites_per_plane": 2,
    "constellation.phasing": 1,
}
SMALL_ARRAY, SMALL_RADIATOR = (
    {"satellite.array.area": "120 m2"},
    {"satellite.radiator.area": "18 m2"},
)
FIELDS = tuple(Totals.__dataclass_fields__)


def flown(changes=(), precision="float32", chunk=16384):
    scenario = load("starlink-ai", SHELL | dict(changes)).scenario
    totals = (
        fly(scenario, design(scenario), strips=False, precision=precision, chunk=chunk)
        .groups[0]
        .totals
    )
    return {name: np.asarray(getattr(totals, name), "float64") for name in FIELDS}


@cache
def whole(precision="float32"):
    return flown(SMALL_ARRAY, precision)


def apart(one, other):
    """Largest difference of any total of any satellite: powers of the mean generated power, the
    rest of its own size.
    """
    scale = {
        name: other["generated_w"].mean() if name.endswith("_w") else np.abs(other[name]).max()
        for name in FIELDS
    }
    return max(np.abs(one[name] - other[name]).max() / scale[name] for name in FIELDS)


@pytest.mark.parametrize("chunk", [1, 3, 8])
def test_chunks_change_nothing(chunk):
    pieces = flown(SMALL_ARRAY, chunk=chunk)
    assert apart(pieces, whole()) < 1e-5  # float32 compiled for another shape may round otherwise
    for name in FIELDS:
        assert pieces[name].shape == (2, 8)
        assert pieces[name].sum() == pytest.approx(
            whole()[name].sum(), rel=1e-6, abs=1e-6 * whole()["generated_w"].sum()
        )


def test_another_satellite_would_be_noticed():
    assert apart({name: value[:, ::-1] for name, value in whole().items()}, whole()) > 1e-5


def test_float32_is_enough():
    assert (
        apart(whole(), whole("float64")) < 2e-5
    )  # some 200 steps of 6e-8 each, angles of a few turns


@given(
    seed=st.integers(0, 2**31 - 1),
    first=st.integers(0, 10**7),
    cut=st.sampled_from([1, 16, 25]),
    step=st.integers(0, 1000),
)
@settings(max_examples=8, deadline=None)
def test_draws_are_bit_equal_in_any_chunks(seed, first, cut, step):
    index = np.arange(first, first + 50)
    together = np.asarray(random_numbers.uniform(seed, "satellite loss", index, step))
    pieces = [
        np.asarray(random_numbers.uniform(seed, "satellite loss", part, step))
        for part in (index[:cut], index[cut:])
    ]
    assert np.array_equal(together, np.concatenate(pieces))
    assert np.array_equal(
        together[::-1],
        np.asarray(random_numbers.uniform(seed, "satellite loss", index[::-1], step)),
    )


def test_draws_differ_by_seed_purpose_satellite_and_step():
    index = np.arange(1000)
    base = np.asarray(random_numbers.uniform(1, "satellite loss", index, 0))
    others = [
        random_numbers.uniform(2, "satellite loss", index, 0),
        random_numbers.uniform(1, "upset", index, 0),
        random_numbers.uniform(1, "satellite loss", index, 1),
    ]
    assert len(np.unique(base)) > 990
    for other in others:
        assert (
            abs(np.corrcoef(base, np.asarray(other))[0, 1]) < 0.13
        )  # four standard errors of 1,000 draws
    assert base.min() >= 0.0
    assert base.max() < 1.0
    assert base.mean() == pytest.approx(0.5, abs=0.037)  # four standard errors


def test_more_array_never_less_duty():
    cold = {
        "satellite.radiator.area": "60 m2"
    }  # else a large array charges fast, whose losses warm the chips into their heat ramp
    areas = (60, 90, 120, 140, 160, 200, 300)
    duties = [
        flown(cold | {"satellite.array.area": f"{area} m2"})["duty_frac"].mean() for area in areas
    ]
    assert np.diff(duties).min() >= -1e-6  # float32
    assert duties[0] < 0.7 < 0.99 < duties[-1]


def test_more_battery_never_less_duty():
    cold = {"satellite.radiator.area": "60 m2"}
    duties = [
        flown(cold | {"satellite.battery.capacity": f"{size} kWh"})["duty_frac"].mean()
        for size in (1, 3, 6, 12, 24)
    ]
    assert np.diff(duties).min() >= -1e-6  # float32
    assert duties[0] < duties[-1]


def test_hotter_limit_never_less_duty():
    limits = (75, 78, 80, 85, 90, 100)
    duties = [
        flown(SMALL_RADIATOR | {"satellite.compute.limit": f"{limit} degC"})["duty_frac"].mean()
        for limit in limits
    ]
    assert np.diff(duties).min() >= -1e-6  # float32
    assert duties[0] < 0.9 * duties[-1]


@given(area=st.floats(20.0, 400.0), battery=st.floats(0.5, 60.0), radiator=st.floats(8.0, 60.0))
@settings(max_examples=15, deadline=None)
def test_energies_are_not_negative_and_charge_stays_inside(area, battery, radiator):
    totals = flown(
        {
            "satellite.array.area": f"{area} m2",
            "satellite.battery.capacity": f"{battery} kWh",
            "satellite.radiator.area": f"{radiator} m2",
        }
    )
    rounding = 1e-5 * totals["generated_w"].mean()  # float32 sums
    for name in ("generated_w", "used_w", "lost_w", "curtailed_w"):
        assert totals[name].min() >= -rounding, name
    for name in ("sunlit_frac", "duty_frac", "cool_frac", "min_soc_frac"):
        assert totals[name].min() >= -1e-6, name
        assert totals[name].max() <= 1.0 + 1e-6, name
    balance = (
        totals["generated_w"]
        - totals["used_w"]
        - totals["stored_w"]
        - totals["lost_w"]
        - totals["curtailed_w"]
    )
    assert np.abs(balance).max() <= rounding
    assert np.isfinite(totals["max_chip_k"]).all()


def test_flown_sunlight_is_that_of_the_closed_form():
    scenario = load(
        "starlink-ai",
        {
            "flight.days": 24,
            "flight.orbits": 2,
            "constellation.planes": 8,
            "constellation.satellites_per_plane": 1,
            "constellation.phasing": 0,
        },
    ).scenario
    group = fly(scenario, design(scenario), strips=False).groups[0]
    assert float(np.mean(group.totals.sunlit_frac)) == pytest.approx(
        float(group.sunlit_frac), abs=2e-3
    )  # 24 of 365 days


def test_one_part_in_a_thousand_of_array_would_be_noticed():
    assert apart(flown({"satellite.array.area": "120.12 m2"}), whole()) > 1e-4


KINDS = {
    "flat panel": {},
    "to the Earth": {"satellite.radiator": {"facing": "earth", "array_view": 0.2}},
    "body panel": {
        "satellite.radiator": "body_panel",
        "satellite.attitude": "solar_drive",
        "satellite.cooling.kind": "two_phase",
    },
    "integrated panel": {
        "satellite.radiator": "integrated_panel",
        "satellite.attitude": "orbit_normal",
        "satellite.policy": "bursts",
        "satellite.array.area": "300 m2",
    },
    "no battery for compute": {
        "satellite.battery": "keep_alive",
        "satellite.policy": "clock",
        "satellite.array.kind": "roll_out",
    },
}


@pytest.mark.parametrize("case", KINDS)
def test_heat_balances_around_an_orbit(case):
    """Sunlight and Earth taken in, less what the battery stores = radiated + stored in the five
    nodes, in short steps.
    """
    scenario = load("starlink-ai", SHELL | {"flight.steps_per_orbit": 400} | KINDS[case]).scenario
    flyer = flyer_of(design(scenario).groups[0], 400)
    satellite = flyer.satellite
    array, radiator, battery = satellite.array, satellite.radiator, satellite.battery
    radiating, capacity, _ = thermal_chain(satellite)
    state = initial(satellite)
    began, energies = (
        state,
        [],
    )  # of each step: taken in, exchanged, electricity that became heat, radiated
    for number in range(400):
        around = surroundings(flyer, (0.6, 0.5, 0.6245, 1361.0), 0.1, number / 400)
        axes = satellite.attitude.axes(around)
        seen = radiator.absorbed_w(around, axes, 0.0)
        exchanged = (
            radiator.absorbed_w(around, axes, state.array_k)
            - seen
            + radiator.absorbed_by_array_w(state.radiator_k)
        )
        after, sample = advance(flyer, state, around)
        electricity = sample.used_w + sample.lost_w - (sample.generated_w - sample.curtailed_w)
        shed = sum(
            k * 0.5 * (old**4 + new**4)
            for k, old, new in zip(radiating, state.chain_k, after.chain_k, strict=True)
        )
        energies.append([array.absorbed_w(axes.front, around) + seen, exchanged, electricity, shed])
        state = after
    taken_in, exchanged, electricity, shed = np.sum(
        np.array(energies, dtype=float) * flyer.step_s, axis=0
    )
    stored = sum(
        c * (new - old) for c, old, new in zip(capacity, began.chain_k, state.chain_k, strict=True)
    )
    charged = battery.charge_frac(state.battery) * battery.full_j - battery.full_j
    assert electricity == pytest.approx(
        -charged, abs=1e-6 * taken_in
    )  # what is not in the battery is in the nodes
    scale = (
        3e-5 * taken_in
    )  # radiation taken as straight within steps of 15 s; most where an array enters shadow
    assert taken_in + exchanged + electricity == pytest.approx(shed + stored, abs=scale)
    assert abs(stored) > 2 * scale  # it would be missed
    assert (abs(exchanged) > 2 * scale) == ("panel" not in case or case == "flat panel")


def test_hotter_cells_give_less_and_no_eclipse_no_pause():
    cool, warm = (
        flown(
            {
                "satellite.array.cells.emissivity": e,
                "satellite.array.back_emissivity": e,
                "satellite.array.area": "120 m2",
            }
        )
        for e in (0.9, 0.6)
    )
    assert (warm["max_array_k"] > cool["max_array_k"] + 10.0).all()
    assert (warm["generated_w"] < 0.97 * cool["generated_w"]).all()
    dark, bright = (
        {"satellite.battery": "keep_alive"} | extra
        for extra in (
            {},
            {"constellation.altitude": "1450 km", "constellation.inclination": "101.7 deg"},
        )
    )
    assert (flown(dark)["pauses"] > 0.0).any()
    lit = flown(bright)
    assert (lit["sunlit_frac"] == 1.0).any()
    assert lit["pauses"][lit["sunlit_frac"] == 1.0] == pytest.approx(0.0)
