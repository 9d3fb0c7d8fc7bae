"""The cheapest plant off the grid against a linear programme written otherwise, and against what
can be said without one.
"""

import numpy as np
import pytest
from scipy.optimize import linprog

from dawndusk.core.units import YEAR_S
from dawndusk.parts.supply._dispatch import least_cost
from dawndusk.physics import clear_sky, weather
from tests.validation.draw import Axis, Chart, Curve, svg

PLANT = {
    "solar_usd_per_w_year": 0.09,
    "battery_usd_per_j_year": 0.022 / 3600.0,
    "turbine_usd_per_w_year": 0.11,
    "fuel_usd_per_j": 4.0 / 1.055e9,
    "turbine_efficiency_frac": 0.4,
    "charge_efficiency_frac": 0.97,
    "discharge_efficiency_frac": 0.96,
    "rate_per_s": 0.25 / 3600.0,
}
CASES = {  # first day, days, seed of the weather, changes
    "spring": (80, 10, 1, {}),
    "winter, dear gas": (350, 10, 2, {"fuel_usd_per_j": 12.0 / 1.055e9}),
    "cheap battery": (170, 10, 3, {"battery_usd_per_j_year": 0.006 / 3600.0}),
    "slow battery": (40, 10, 4, {"rate_per_s": 0.06 / 3600.0, "fuel_usd_per_j": 10.0 / 1.055e9}),
    "lossy battery": (
        120,
        10,
        5,
        {
            "charge_efficiency_frac": 0.8,
            "discharge_efficiency_frac": 0.85,
            "fuel_usd_per_j": 12.0 / 1.055e9,
        },
    ),
    "nine tenths without gas": (260, 10, 6, {"least_sun_frac": 0.9}),
    "all without gas": (200, 7, 7, {"least_sun_frac": 1.0}),
    "a free turbine": (300, 10, 8, {"turbine_usd_per_w_year": 0.0, "solar_usd_per_w_year": 0.05}),
}


def sunshine(first_day, days, seed, mean=0.8):
    """Output over nominal power of a tracker in Texas, each hour, with made-up weather."""
    time_s = (first_day * 24.0 + np.arange(24 * days) + 0.5) * 3600.0
    elevation, azimuth = clear_sky.place(time_s, 0.555)
    light = clear_sky.irradiance_w_per_m2(
        elevation, clear_sky.sunlight_w_per_m2(time_s), 3.0, 800.0
    )
    clear = clear_sky.on_tracker_w_per_m2(elevation, azimuth, *light, 0.96) / 1000.0
    return clear * np.repeat(
        weather.clearness_frac(np.random.default_rng(seed).standard_normal(days), mean, 0.4), 24
    )


def written_otherwise(sun, least_sun_frac=0.0, **plant):
    """Yearly cost, and electricity from gas, J: every hour with its own charge, discharge,
    curtailment and stored energy, dense, by the dual simplex.

    Columns: solar, battery, turbine; then for each hour charge, discharge, gas, curtailed, stored
    at its end. In kWh a year for 1 kW.
    """
    hours = len(sun)
    unit, zero = np.eye(hours), np.zeros((hours, hours))
    nothing, ones, yearly_h = np.zeros((hours, 1)), np.ones((hours, 1)), YEAR_S / 3600.0
    before = np.roll(unit, -1, axis=1)  # takes the hour before
    balance = np.hstack([sun[:, None], nothing, nothing, -unit, unit, unit, -unit, zero])
    kept = np.hstack(
        [
            nothing,
            nothing,
            nothing,
            -plant["charge_efficiency_frac"] * unit,
            unit / plant["discharge_efficiency_frac"],
            zero,
            zero,
            unit - before,
        ]
    )
    rate = plant["rate_per_s"] * 3600.0
    full = np.hstack([nothing, -ones, nothing, zero, zero, zero, zero, unit])
    turbine = np.hstack([nothing, nothing, -ones, zero, zero, unit, zero, zero])
    charge = np.hstack([nothing, -rate * ones, nothing, unit, zero, zero, zero, zero])
    discharge = np.hstack([nothing, -rate * ones, nothing, zero, unit, zero, zero, zero])
    gas = np.concatenate(
        [np.zeros(3 + 2 * hours), np.full(hours, yearly_h / hours), np.zeros(2 * hours)]
    )
    fuel = 3.6e6 * plant["fuel_usd_per_j"] / plant["turbine_efficiency_frac"]
    costs = fuel * gas
    costs[:3] = (
        1e3 * plant["solar_usd_per_w_year"],
        3.6e6 * plant["battery_usd_per_j_year"],
        1e3 * plant["turbine_usd_per_w_year"],
    )
    found = linprog(
        costs,
        A_ub=np.vstack([full, turbine, charge, discharge, gas]),
        b_ub=np.concatenate([np.zeros(4 * hours), [(1.0 - least_sun_frac) * yearly_h]]),
        A_eq=np.vstack([balance, kept]),
        b_eq=np.concatenate([np.ones(hours), np.zeros(hours)]),
        method="highs-ds",
    )
    assert found.status == 0, found.message
    return found.fun / 1e3, float(gas @ found.x) * 3600.0


def test_the_least_cost_is_that_of_another_programme(figure):  # physics
    cost, gas, shares = {}, {}, {}
    for name, (first, days, seed, changes) in CASES.items():
        sun = sunshine(first, days, seed)
        found = least_cost(sun, **PLANT | changes)
        usd, gas_j = written_otherwise(sun, **PLANT | changes)
        cost[name] = 100.0 * abs(found.usd_per_year / usd - 1.0)
        gas[name] = 100.0 * abs(found.gas_j_per_year - gas_j) / YEAR_S
        shares[name] = found
    prices = np.geomspace(2.0, 40.0, 21)
    sun = sunshine(80, 10, 1)
    line = [least_cost(sun, **PLANT | {"fuel_usd_per_j": price / 1.055e9}) for price in prices]
    points = {
        price: written_otherwise(sun, **PLANT | {"fuel_usd_per_j": price / 1.055e9})
        for price in prices[::4]
    }
    drawing = svg(
        "The cheapest plant by the price of gas, ten days of spring",
        Chart(
            "Yearly cost of 1 W, USD",
            Axis(2.0, 40.0, log=True, marks=[(price, f"{price:g}") for price in (2, 4, 8, 16, 32)]),
            Axis(0.0, 1.0, most=5),
            [
                Curve("", prices, [one.usd_per_year for one in line]),
                Curve("", list(points), [usd for usd, _ in points.values()], "ink", circles=True),
            ],
        ),
        Chart(
            "Share of the energy that comes from gas, %",
            Axis(
                2.0,
                40.0,
                "price of gas, USD per million BTU",
                log=True,
                marks=[(price, f"{price:g}") for price in (2, 4, 8, 16, 32)],
            ),
            Axis(0.0, 100.0, most=5),
            [
                Curve("", prices, [100.0 * one.gas_j_per_year / YEAR_S for one in line]),
                Curve(
                    "",
                    list(points),
                    [100.0 * gas_j / YEAR_S for _, gas_j in points.values()],
                    "ink",
                    circles=True,
                ),
            ],
        ),
    )
    figure(
        "dispatch",
        drawing,
        what="Least cost of solar array, battery and gas turbine for a constant load",
        tag="physics",
        against=(
            "a linear programme of other variables, hour by hour, dense, by HiGHS's dual simplex"
        ),
        models=["dawndusk.parts.supply._dispatch"],
        must_be={
            "yearly cost, %": 0.1,
            "energy from gas, % of the load": 0.1,
        },  # both are solved to 1e-7
        measured={
            "yearly cost, %": max(cost.values()),
            "energy from gas, % of the load": max(gas.values()),
        },
    )
    assert shares["all without gas"].gas_j_per_year == pytest.approx(0.0, abs=1e-3)
    assert shares["nine tenths without gas"].gas_j_per_year == pytest.approx(0.1 * YEAR_S, rel=1e-6)
    assert min(one.curtailed_frac for one in shares.values()) > -1e-9
    assert len({round(one.gas_j_per_year / YEAR_S, 3) for one in shares.values()}) > 4, (
        "the cases differ"
    )


def test_a_wrong_efficiency_would_be_noticed():  # physics: shows that the comparison can fail
    sun, dear = sunshine(80, 5, 1), PLANT | {"fuel_usd_per_j": 12.0 / 1.055e9}
    usd, _ = written_otherwise(sun, **dear)
    assert least_cost(sun, **dear | {"charge_efficiency_frac": 0.95}).usd_per_year > 1.003 * usd


def test_energy_is_conserved():  # physics
    sun = sunshine(100, 20, 9)
    no_loss = PLANT | {
        "charge_efficiency_frac": 1.0,
        "discharge_efficiency_frac": 1.0,
        "fuel_usd_per_j": 10.0 / 1.055e9,
    }
    found = least_cost(sun, **no_loss)
    used = found.solar_w * sun.mean() * (1.0 - found.curtailed_frac)
    assert used + found.gas_j_per_year / YEAR_S == pytest.approx(1.0, abs=1e-6)
    assert found.battery_j > 0.0
    assert 0.0 < found.curtailed_frac < 1.0
    lossy = least_cost(sun, **PLANT | {"fuel_usd_per_j": 10.0 / 1.055e9})
    assert (
        lossy.solar_w * sun.mean() * (1.0 - lossy.curtailed_frac) + lossy.gas_j_per_year / YEAR_S
        > 1.01
    )
    spent = (
        lossy.solar_w * PLANT["solar_usd_per_w_year"]
        + lossy.battery_j * PLANT["battery_usd_per_j_year"]
        + lossy.turbine_w * PLANT["turbine_usd_per_w_year"]
        + lossy.gas_j_per_year * 10.0 / 1.055e9 / PLANT["turbine_efficiency_frac"]
    )
    assert lossy.usd_per_year == pytest.approx(spent, rel=1e-9)


def test_free_sun_and_battery_leave_no_gas():  # physics
    found = least_cost(
        sunshine(0, 10, 1), **PLANT | {"solar_usd_per_w_year": 0.0, "battery_usd_per_j_year": 0.0}
    )
    assert found.usd_per_year == pytest.approx(0.0, abs=1e-9)
    assert found.gas_j_per_year / YEAR_S == pytest.approx(0.0, abs=1e-9)
    assert found.turbine_w == pytest.approx(0.0, abs=1e-9)


def test_without_sun_there_is_gas_alone():  # physics
    found = least_cost(np.zeros(240), **PLANT)
    fuel = YEAR_S * PLANT["fuel_usd_per_j"] / PLANT["turbine_efficiency_frac"]
    assert found.usd_per_year == pytest.approx(PLANT["turbine_usd_per_w_year"] + fuel, rel=1e-12)
    assert (found.solar_w, found.battery_j, found.turbine_w) == pytest.approx(
        (0.0, 0.0, 1.0), abs=1e-9
    )
    assert found.curtailed_frac == 0.0
    with pytest.raises(ValueError, match="no least cost"):
        least_cost(np.zeros(240), **PLANT, least_sun_frac=0.5)


def test_steady_sun_in_closed_form():  # physics
    dear = PLANT | {"fuel_usd_per_j": 1e-6}
    found = least_cost(np.full(48, 0.25), **dear)
    assert (found.solar_w, found.battery_j, found.turbine_w) == pytest.approx(
        (4.0, 0.0, 0.0), abs=1e-9
    )
    by_turns = least_cost(
        np.tile([0.0] * 12 + [0.8] * 12, 5), **dear
    )  # full sun by day: the night's 12 h out of the battery
    energy_h = 12.0 / PLANT["discharge_efficiency_frac"]
    assert by_turns.battery_j / 3600.0 == pytest.approx(energy_h, rel=1e-6)
    assert by_turns.solar_w == pytest.approx(
        (1.0 + energy_h / 12.0 / PLANT["charge_efficiency_frac"]) / 0.8, rel=1e-6
    )


def test_prices_move_the_plant_as_they_must():  # physics
    sun = sunshine(80, 20, 1)
    base = least_cost(sun, **PLANT | {"fuel_usd_per_j": 9.0 / 1.055e9})
    dear_gas = least_cost(sun, **PLANT | {"fuel_usd_per_j": 14.0 / 1.055e9})
    dear_sun = least_cost(
        sun, **PLANT | {"fuel_usd_per_j": 9.0 / 1.055e9, "solar_usd_per_w_year": 0.18}
    )
    dear_battery = least_cost(
        sun, **PLANT | {"fuel_usd_per_j": 9.0 / 1.055e9, "battery_usd_per_j_year": 1.0 / 3600.0}
    )
    assert dear_gas.gas_j_per_year < 0.9 * base.gas_j_per_year
    assert dear_sun.solar_w < 0.9 * base.solar_w
    assert dear_battery.battery_j < 1e-6 < base.battery_j
    assert base.usd_per_year < min(
        dear_gas.usd_per_year, dear_sun.usd_per_year, dear_battery.usd_per_year
    )


def test_a_year_with_its_nights_merged_costs_what_it_does_hour_by_hour():  # physics
    sun = sunshine(0, 365, 11)
    shares = [0.5, 0.9]
    found = [least_cost(sun, **PLANT, least_sun_frac=share) for share in shares]
    costs = [one.usd_per_year for one in found]
    assert costs == sorted(costs)
    for share, one in zip(shares, found, strict=True):
        assert one.gas_j_per_year <= (1.0 - share) * YEAR_S * (1.0 + 1e-6)
    alone = least_cost(
        sun + 1e-9 * (np.arange(8760) % 7), **PLANT, least_sun_frac=0.9
    )  # no two hours alike: nothing is merged
    assert alone.usd_per_year == pytest.approx(costs[1], rel=1e-5)
