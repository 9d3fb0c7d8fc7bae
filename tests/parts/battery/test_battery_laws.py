"""Laws of every battery: ageing is monotone, energy is conserved while it ages, sizing closes on
the last day. Tag: physics.
"""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dawndusk.core import kinds
from dawndusk.core.errors import BadInput
from dawndusk.core.numeric import jax
from dawndusk.core.units import YEAR_S
from dawndusk.parts.battery import LEAST_DEPTH, Ageing
from dawndusk.physics import ageing
from dawndusk.scenario.reading import load

LOAD_W, IDLE_W, PERIOD_S, LIFE_S = 1000.0, 300.0, 5800.0, 5 * YEAR_S
SEASON_S = np.maximum(
    np.linspace(-2400.0, 1200.0, 360), 0.0
)  # a third of the orbits have an eclipse, of up to 20 minutes
ALWAYS_S = np.linspace(1500.0, 2130.0, 360)
EVERY = pytest.mark.parametrize("kind", kinds.kinds("battery"))
DEPTHS, KELVINS = st.floats(0.01, 1.2), st.floats(273.15, 318.15)
A_PER_S, C_PER_S, POWERS = (
    st.floats(0.0, 1.0 / YEAR_S),
    st.floats(0.0, 0.1 / YEAR_S),
    st.floats(1.0, 4.0),
)


def made(kind, eclipse_s=ALWAYS_S, life_s=LIFE_S, **values):
    return kinds.model("battery", kind)(**values).sized(LOAD_W, IDLE_W, eclipse_s, PERIOD_S, life_s)


def integrated(age_s, new_depth, a, c, k, empty, steps=4000):
    """The equation of ageing by steps of the fourth order."""

    def rate(left):
        return -left * (a * min(new_depth / left, empty) ** k + c)

    left, h = 1.0, age_s / steps
    for _ in range(steps):
        k1 = rate(left)
        k2 = rate(left + 0.5 * h * k1)
        k3 = rate(left + 0.5 * h * k2)
        left += h / 6.0 * (k1 + 2 * k2 + 2 * k3 + rate(left + h * k3))
    return left


@pytest.mark.parametrize(
    "new_depth", [0.2, 0.6, 0.94, 3.0]
)  # keeps growing, empties the battery late, soon, at once
@pytest.mark.parametrize(
    ("a", "c", "k"), [(0.05, 0.01, 1.2), (0.15, 0.0, 1.0), (0.02, 0.05, 2.5), (0.0, 0.01, 1.2)]
)
def test_the_closed_form_solves_the_equation(new_depth, a, c, k):
    rates = (a / YEAR_S, c / YEAR_S, k)
    for years in (0.0, 2.0, 5.0, 10.0):
        ours = ageing.remaining(years * YEAR_S, new_depth, *rates, 0.95)
        # 1e-6: the step across the kink where the battery is first emptied is of the first order
        assert ours == pytest.approx(integrated(years * YEAR_S, new_depth, *rates, 0.95), abs=1e-6)


@given(depth=DEPTHS, other=DEPTHS, years=st.floats(0.1, 20.0), a=A_PER_S, c=C_PER_S, k=POWERS)
def test_less_is_left_the_deeper_and_the_older(depth, other, years, a, c, k):
    shallow, deep = sorted((depth, other))
    of = [ageing.remaining(years * YEAR_S, one, a, c, k, 0.95) for one in (shallow, deep)]
    assert 0.0 < of[1] <= of[0] * (1 + 1e-12) <= 1.0 + 1e-9  # rounding of powers and logarithms
    assert ageing.remaining(2 * years * YEAR_S, deep, a, c, k, 0.95) <= of[1] * (1 + 1e-12)
    lives = [ageing.life_s(0.8, one, a, c, k, 0.95) for one in (shallow, deep)]
    assert lives[1] <= lives[0] * (1 + 1e-9)


@given(
    depth=DEPTHS,
    left=st.floats(0.3, 0.95),
    a=st.floats(1e-3 / YEAR_S, 1.0 / YEAR_S),
    c=C_PER_S,
    k=POWERS,
)
def test_life_is_the_age_at_which_that_much_is_left(depth, left, a, c, k):
    age_s = ageing.life_s(left, depth, a, c, k, 0.95)
    assert ageing.remaining(age_s, depth, a, c, k, 0.95) == pytest.approx(
        left, rel=1e-6
    )  # of differences of powers near 1


@EVERY
@given(one_k=KELVINS, other_k=KELVINS, depth=st.floats(0.05, 0.95))
@settings(max_examples=40)
def test_life_falls_with_temperature_and_depth(kind, one_k, other_k, depth):
    cold, hot = (
        made(kind, depth_of_discharge_frac=depth, temperature_k=kelvin)
        for kelvin in sorted((one_k, other_k))
    )
    assert hot.life_s() <= cold.life_s() * (1 + 1e-12)
    assert hot.full_j / hot.capacity_j <= cold.full_j / cold.capacity_j * (1 + 1e-12)
    deeper = made(
        kind, depth_of_discharge_frac=min(depth * 1.02, 0.95), temperature_k=max(one_k, other_k)
    )
    assert deeper.life_s() <= hot.life_s() * (1 + 1e-12)


@EVERY
@pytest.mark.parametrize(
    ("eclipse_s", "life_s"),
    [(ALWAYS_S, 5 * YEAR_S), (ALWAYS_S, 9 * YEAR_S), (SEASON_S, 11 * YEAR_S)],
)
def test_a_solved_depth_lasts_exactly_as_long_as_wanted(kind, eclipse_s, life_s):
    battery = made(kind, eclipse_s, life_s)
    assert LEAST_DEPTH < battery.depth_of_discharge_frac < battery.deepest_frac
    assert battery.life_s() == pytest.approx(life_s, rel=1e-9)  # closed forms inverted: rounding
    assert battery.full_j == pytest.approx(Ageing().end_of_life_frac * battery.capacity_j)


@EVERY
def test_few_cycles_bind_the_depth_not_the_life(kind):
    battery = made(kind, SEASON_S, rate_per_s=1.0)
    assert battery.depth_of_discharge_frac == pytest.approx(battery.deepest_frac)
    assert battery.life_s() > LIFE_S


@EVERY
def test_a_calendar_that_takes_too_much_is_told_by_the_life(kind):
    battery = made(kind, life_s=40 * YEAR_S)
    assert battery.depth_of_discharge_frac == pytest.approx(LEAST_DEPTH)
    assert battery.life_s() < 40 * YEAR_S


@EVERY
@pytest.mark.parametrize("eclipse_s", [ALWAYS_S, SEASON_S, 0.0 * SEASON_S])
def test_sizing_closes_on_the_last_day(kind, eclipse_s):
    """The longest eclipse (or the reserve) draws the depth from what is left, and the power stays
    within the rate.
    """
    battery = made(kind, eclipse_s)
    carried_w = battery.carried_w(LOAD_W, IDLE_W)
    dark_s, state, steps = max(eclipse_s.max(), battery.reserve_s), battery.initial(), 50
    for _ in range(steps):
        assert battery.available_w(state, dark_s / steps) >= carried_w * (1 - 1e-12)
        state, _ = battery.step(state, -carried_w, dark_s / steps)
    assert battery.charge_frac(state) == pytest.approx(1.0 - battery.depth_of_discharge_frac)
    assert carried_w <= battery.rate_per_s * battery.full_j * (1 + 1e-12)


@EVERY
def test_energy_is_conserved_while_the_battery_ages(kind):
    """Five years of eclipses, the capacity falling from orbit to orbit: in = out + lost + stored,
    and what fade takes of the charge.
    """
    battery = made(kind)
    carried_w, charging_s = battery.carried_w(LOAD_W, IDLE_W), PERIOD_S - ALWAYS_S.max()
    cells, orbits = battery.ageing, round(LIFE_S / PERIOD_S)
    shares = ageing.remaining(
        np.arange(orbits) * PERIOD_S,
        battery.depth_of_discharge_frac * battery.remaining_frac,
        battery.cycling_per_s,
        cells.calendar_per_s(battery.temperature_k),
        cells.exponent,
        1.0 - battery.floor_frac,
    )
    lengths = np.resize(ALWAYS_S, orbits)
    state = first = dataclasses.replace(battery, remaining_frac=1.0).initial()
    into = out = lost = faded = 0.0
    for share, dark_s in zip(shares, lengths, strict=True):
        aged = dataclasses.replace(battery, remaining_frac=share)
        faded += max(state - aged.full_j, 0.0)
        state = min(state, aged.full_j)
        drawn_w = min(carried_w, aged.available_w(state, dark_s))
        empty, loss_w = aged.step(state, -drawn_w, dark_s)
        out, lost = out + drawn_w * dark_s, lost + loss_w * dark_s
        assert empty >= aged.floor_frac * aged.full_j * (1 - 1e-12)
        taken_w = aged.acceptable_w(empty, charging_s)
        state, loss_w = aged.step(empty, taken_w, charging_s)
        into, lost = into + taken_w * charging_s, lost + loss_w * charging_s
        assert state <= aged.full_j * (1 + 1e-12)
    assert orbits > 25000
    assert out == pytest.approx(carried_w * lengths.sum())  # never short, down to the last day
    assert into == pytest.approx(
        out + lost + faded + state - first, rel=1e-9
    )  # rounding of 50,000 sums
    assert faded == pytest.approx(first * (1.0 - shares[-1]), rel=1e-9)  # full at every fade


@EVERY
def test_a_given_capacity_stays_and_its_depth_follows(kind):
    solved = made(kind)
    same = made(kind, capacity_j=solved.capacity_j)
    assert same.capacity_j == solved.capacity_j
    assert same.depth_of_discharge_frac == pytest.approx(solved.depth_of_discharge_frac)
    assert same.life_s() == pytest.approx(solved.life_s())
    half = made(kind, capacity_j=0.5 * solved.capacity_j)
    assert half.depth_of_discharge_frac > 2 * solved.depth_of_discharge_frac
    assert half.life_s() < 0.5 * solved.life_s()
    tiny = made(kind, capacity_j=0.01 * solved.capacity_j)
    assert tiny.depth_of_discharge_frac > 1.0  # does not carry the eclipse
    assert 0.0 < tiny.full_j < tiny.capacity_j


@EVERY
def test_gradients_are_finite_with_and_without_eclipse(kind):
    model, numpy = kinds.model("battery", kind), jax().numpy

    def outputs(point):
        load_w, life_s, kelvin, cycles, exponent, dark = point
        cells = Ageing(cycles=cycles, exponent=exponent)
        battery = model(temperature_k=kelvin, ageing=cells).sized(
            load_w, 0.3 * load_w, dark * numpy.asarray(SEASON_S), PERIOD_S, life_s
        )
        given = model(capacity_j=4e6, temperature_k=kelvin, ageing=cells).sized(
            load_w, 0.3 * load_w, dark * numpy.asarray(SEASON_S), PERIOD_S, life_s
        )
        return numpy.stack(
            [
                of
                for one in (battery, given)
                for of in (one.capacity_j, one.full_j, one.depth_of_discharge_frac, one.life_s())
            ]
        )

    slopes = jax().jit(jax().jacfwd(outputs))
    for dark in (0.0, 1e-9, 0.4, 1.0):
        for life_s in (LIFE_S, 11 * YEAR_S, 40 * YEAR_S):
            point = numpy.asarray([1000.0, life_s, 293.15, 29000.0, 1.2, dark])
            assert np.all(np.isfinite(outputs(point)))
            assert np.all(np.isfinite(slopes(point))), (dark, life_s)
    point = np.array(
        [1000.0, 11 * YEAR_S, 293.15, 29000.0, 1.2, 1.0]
    )  # away from kinks: the depth is solved, within the rate
    for index in range(len(point)):
        step = np.zeros(len(point))
        step[index] = 1e-5 * point[index]
        apart = (
            np.asarray(outputs(numpy.asarray(point + step)))
            - np.asarray(outputs(numpy.asarray(point - step)))
        ) / (2 * step[index])
        slope = np.asarray(slopes(numpy.asarray(point)))[:, index]
        scale = np.abs(np.asarray(outputs(numpy.asarray(point)))) / point[index] + np.abs(slope)
        assert np.all(
            np.abs(apart - slope) <= 1e-6 * scale
        )  # of a central difference with steps of 1e-5


def test_work_draws_on_the_battery_or_not():
    carrying, idling = made("lithium_ion"), made("keep_alive")
    assert (
        carrying.workable_w(carrying.initial(), 60.0)
        == carrying.available_w(carrying.initial(), 60.0)
        > LOAD_W
    )
    assert idling.workable_w(idling.initial(), 60.0) == 0.0
    assert idling.available_w(idling.initial(), 60.0) > IDLE_W
    assert idling.capacity_j == pytest.approx(carrying.capacity_j * IDLE_W / LOAD_W)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("temperature", "60 degC", "outside 0 to 45 degC"),
        ("temperature", "-10 degC", "outside 0 to 45 degC"),
        ("depth_of_discharge", 1.2, "must be <= 1"),
        ("depth_of_discharge", 0.97, "outside 0 to 0.95"),
        ("ageing.cycles_depth", 1.5, "must be <= 1"),
    ],
)
def test_what_lies_outside_is_refused_with_its_range(key, value, said):
    with pytest.raises(BadInput) as caught:
        load("suncatcher", {f"satellite.battery.{key}": value})
    assert f"satellite.battery.{key}" in str(caught.value)
    assert said in str(caught.value)
