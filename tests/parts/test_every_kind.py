"""Laws that every kind of a family keeps, whoever wrote it. Tag: physics."""

import dataclasses
import inspect
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import brentq

from dawndusk import parts as parts_package
from dawndusk.chain import settled
from dawndusk.core import kinds, units
from dawndusk.core.errors import Infeasible
from dawndusk.core.record import leaves
from dawndusk.core.units import YEAR_S
from dawndusk.fleet.design import design
from dawndusk.parts.array import settled_k, yield_frac
from dawndusk.parts.supply import off_grid
from dawndusk.parts.supply._dispatch import least_cost
from dawndusk.physics import chain, faces
from dawndusk.records.items import ELECTRICITY_COSTS, cost_part, find
from dawndusk.records.surroundings import ArrayBack, Direction, Surroundings
from dawndusk.scenario import priors
from dawndusk.scenario.reading import load
from dawndusk.store.folder import resolved

FAMILIES = (
    "array",
    "attitude",
    "battery",
    "constellation",
    "cooling",
    "policy",
    "radiator",
    "supply",
    "workload",
)
FOLDER = Path(parts_package.__path__[0])
EVERY = [(family, kind) for family in FAMILIES for kind in kinds.kinds(family)]
ALTITUDE_M, INCLINATION_RAD = 650e3, 1.71
SIGMA, SUNLIGHT = 5.670374419e-8, 1361.0
EXACT = 1e-9  # float64


def of(family):
    return pytest.mark.parametrize("kind", kinds.kinds(family))


def made(family, kind, **values):
    """The part as a scenario has it, its values from rows; keys with their units, as in files."""
    changes = {f"satellite.{family}": {"kind": kind} | values}
    return getattr(load("suncatcher", changes).scenario.satellite, family)


def around(sun, sunlit_frac=1.0):
    """What surrounds a satellite that has the Sun in those directions [..., 3] of zenith, flight
    and orbit normal.
    """
    sun = np.asarray(sun) / np.linalg.norm(sun, axis=-1, keepdims=True)
    return Surroundings(
        altitude_m=ALTITUDE_M,
        sun_cosine=sun[..., 0],
        sun_ahead=sun[..., 1],
        sin_beta=sun[..., 2],
        sunlight_w_per_m2=SUNLIGHT,
        sunlit_frac=sunlit_frac,
        earthshine=faces.earthshine(ALTITUDE_M),
    )


def orbit(beta_deg, phases=48):
    """The Sun in those directions around an orbit, [phase, 3]; and whether the satellite sees
    it.
    """
    phase, beta = (np.arange(phases) + 0.5) / phases * 2 * np.pi, np.radians(beta_deg)
    sun = np.stack(
        [
            np.cos(beta) * np.cos(phase),
            -np.cos(beta) * np.sin(phase),
            np.full_like(phase, np.sin(beta)),
        ],
        -1,
    )
    return sun, sun[:, 0] > -np.sqrt(1 - (6378137.0 / (6378137.0 + ALTITUDE_M)) ** 2)


def any_suns(count=200):
    return np.random.default_rng(3).normal(size=(count, 3))


def test_every_kind_has_a_family_here():
    parts = {name for name, _ in EVERY}
    assert parts == {one.name for one in FOLDER.iterdir() if (one / "__init__.py").exists()}


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_is_documented(family, kind):
    model = kinds.model(family, kind)
    module = inspect.getmodule(model)
    assert "Equation" in module.__doc__
    assert ">>>" in module.__doc__ + (model.__doc__ or "") or family == "workload"
    for name, method in inspect.getmembers(model, inspect.isfunction):
        if not name.startswith("_"):
            assert method.__doc__, name


# -- attitudes -----------------------------------------------------------------


def vector(direction, sun):
    """The unit vector in (zenith, flight, orbit normal) that a direction's three cosines tell,
    where the Sun is not in the orbit plane.
    """
    up, ahead, toward = np.broadcast_arrays(direction.up, direction.ahead, direction.sun)
    return np.stack(
        [up, ahead, (toward - up * sun[..., 0] - ahead * sun[..., 1]) / sun[..., 2]], -1
    )


@of("attitude")
def test_attitude_stands_at_right_angles(kind):
    sun = any_suns()
    sun /= np.linalg.norm(sun, axis=-1, keepdims=True)
    sun = sun[
        (np.abs(sun[:, 2]) > 0.02) & (np.abs(sun[:, 0]) < 0.999)
    ]  # nearer, a cosine divided by a small one loses digits
    axes = made("attitude", kind).axes(around(sun))
    front, side, top = (vector(one, sun) for one in (axes.front, axes.side, axes.top))
    for one in (front, side, top):
        assert np.linalg.norm(one, axis=-1) == pytest.approx(1.0, abs=1e-9)
    assert np.sum(side * top, -1) == pytest.approx(0.0, abs=1e-9)
    if (
        np.abs(np.sum(front * top, -1)).max() > 1e-9
    ):  # a drive turns the array on the body: then to the Sun
        assert front == pytest.approx(sun, abs=1e-9)
    else:
        assert np.sum(front * side, -1) == pytest.approx(0.0, abs=1e-9)
    assert np.all(top[:, 0] >= -1e-12)  # away from the Earth
    assert side[:, 0] == pytest.approx(0.0, abs=1e-12)  # level
    opposite = axes.front.opposite
    assert isinstance(opposite, Direction)
    assert vector(opposite, sun) == pytest.approx(-front, abs=1e-9)


@of("attitude")
@pytest.mark.parametrize("beta_deg", [-90.0, -40.0, 0.0, 20.0, 75.0])
def test_attitude_sees_on_average_what_it_says(kind, beta_deg):
    attitude, (sun, lit) = made("attitude", kind), orbit(beta_deg)
    seen = np.broadcast_to(attitude.axes(around(sun)).front.sun, lit.shape)
    assert np.all((seen >= 0.0) & (seen <= 1.0 + 1e-12))
    assert float(attitude.mean_incidence(np.sin(np.radians(beta_deg)))) == pytest.approx(
        seen[lit].mean(), abs=1e-9
    )
    assert 0.9 < float(attitude.joint_efficiency_frac()) <= 1.0
    assert float(attitude.mass_kg(20e3)) == pytest.approx(2 * float(attitude.mass_kg(10e3)))
    assert (
        (float(attitude.mass_kg(10e3)) > 0.0)
        == (float(attitude.joint_efficiency_frac()) < 1.0)
        == (float(attitude.price_usd(10e3)) > 0.0)
    )


# -- arrays --------------------------------------------------------------------


def aged(kind, years=5.0, covered=False, **values):
    return made("array", kind, **values).aged(ALTITUDE_M, INCLINATION_RAD, years * YEAR_S, covered)


FRONT = Direction(up=0.3, sun=1.0, ahead=0.1)
FACING = around([0.3, 0.1, np.sqrt(1.0 - 0.1)])


@of("array")
def test_array_closes_and_gives_what_it_was_sized_for(kind):
    sun, lit = orbit(60.0)
    there = around(sun, lit * 1.0)
    front = made("attitude", "sun_tracking").axes(there).front
    old = aged(kind)
    share = yield_frac(old, front, there)
    array = old.sized(40.0, share, share)
    power = array.output_w(
        there.sunlight_w_per_m2 * there.sunlit_frac, front.sun, settled_k(array, front, there)
    )
    assert float(np.sum(power)) == pytest.approx(40.0 * SUNLIGHT * lit.sum(), rel=EXACT)
    assert float(
        aged(kind, power="54.44 kW").sized(0.0, share, share).area_m2 * share * SUNLIGHT
    ) == pytest.approx(54440.0, rel=EXACT)
    given = aged(kind, area="33 m2").sized(40.0, share, share)
    assert given.area_m2 == 33.0
    for what in ("mass_kg", "price_usd", "stowed_m3", "capacity_j_per_k", "radiating_w_per_k4"):
        assert float(getattr(given, what)()) > 0.0
        assert float(getattr(array, what)()) / float(getattr(given, what)()) == pytest.approx(
            float(array.area_m2) / 33.0
        )


@of("array")
def test_array_settles_where_light_is_power_and_heat(kind):
    array = aged(kind, area="10 m2")
    kelvin = settled_k(array, FRONT, FACING)
    power = array.output_w(SUNLIGHT, 1.0, kelvin)
    assert 300.0 < float(kelvin) < 370.0
    assert float(array.absorbed_w(FRONT, FACING)) == pytest.approx(
        float(power + array.radiating_w_per_k4() * kelvin**4), rel=1e-8
    )  # 8 turns
    assert (
        float(settled_k(aged(kind, area="10 m2", covered=True), FRONT, FACING))
        > float(kelvin) + 20.0
    )  # one face sheds it


@of("array")
def test_array_gives_less_with_age_heat_and_slant_and_never_more_than_it_takes_in(kind):
    ages = [
        float(aged(kind, years, area="10 m2").output_w(SUNLIGHT, 1.0, 330.0))
        for years in (0.0, 1.0, 5.0, 10.0)
    ]
    assert np.all(np.diff(ages) < 0.0)
    for cells in ("silicon", "triple-junction"):
        array = aged(kind, 0.0, area="10 m2", cells={"use": cells})
        kelvin, cosine = np.linspace(200.0, 400.0, 21)[:, None], np.linspace(0.0, 1.0, 21)
        power = array.output_w(SUNLIGHT, cosine, kelvin)
        assert np.all(np.diff(power[:, 1:], axis=0) < 0.0)
        assert np.all(np.diff(power, axis=1) > 0.0)
        assert np.all(power <= 10.0 * array.cells.absorptivity_frac * SUNLIGHT * cosine)
        assert float(array.output_w(SUNLIGHT, -0.5, 300.0)) == 0.0  # from behind
    thin, thick = (
        aged(kind, area="10 m2", cells={"cover": f"{um} um"}).output_w(SUNLIGHT, 1.0, 330.0)
        for um in (50, 500)
    )
    assert float(thick) > float(thin)  # glass keeps protons away


# -- batteries -----------------------------------------------------------------

LOAD_W, IDLE_W, PERIOD_S, ECLIPSE_S = 1000.0, 300.0, 5860.0, np.linspace(0.0, 2100.0, 61)


def battery(kind, **values):
    return made("battery", kind, **values).sized(LOAD_W, IDLE_W, ECLIPSE_S, PERIOD_S, 5 * YEAR_S)


@of("battery")
@pytest.mark.parametrize("power_w", [-200.0, 0.0, 200.0])
def test_battery_conserves_energy(kind, power_w):
    one = battery(kind)
    state = one.initial(0.5)
    after, lost = one.step(state, power_w, 60.0)
    assert float((one.charge_frac(after) - one.charge_frac(state)) * one.full_j) == pytest.approx(
        float(power_w - lost) * 60.0, abs=1e-6
    )
    assert (float(lost) > 0.0) == (power_w != 0.0)
    assert float(one.acceptable_w(one.initial(), 60.0)) == 0.0
    assert float(one.available_w(one.initial(one.floor_frac), 60.0)) == pytest.approx(0.0, abs=1e-6)
    assert 0.0 <= float(one.workable_w(state, 60.0)) <= float(one.available_w(state, 60.0))
    assert float(one.charge_frac(one.initial())) == 1.0


@of("battery")
def test_battery_carries_its_load_through_the_longest_eclipse_of_its_last_day(kind):
    one = battery(kind)
    state, carried = one.initial(), float(one.carried_w(LOAD_W, IDLE_W))
    assert IDLE_W <= carried <= LOAD_W
    for _ in range(35):
        assert float(one.available_w(state, 60.0)) >= carried
        state, _ = one.step(state, -carried, 60.0)
    assert float(one.charge_frac(state)) == pytest.approx(
        1.0 - float(one.depth_of_discharge_frac), rel=EXACT
    )
    assert float(one.life_s()) >= 5 * YEAR_S * (1.0 - 1e-9)  # the depth is chosen so
    assert float(one.full_j) < float(one.capacity_j)


# -- cooling -------------------------------------------------------------------


@of("cooling")
def test_cooling_hands_over_all_heat_and_stores_what_it_has_not(kind):
    loop, chips, panel_m2, heat_w = made("cooling", kind), 100.0, 50.0, 35e3
    capacity, conductance = (
        loop.capacities_j_per_k(chips),
        loop.conductances_w_per_k(chips, panel_m2),
    )
    radiating = 50.0 * 2 * 0.88 * SIGMA
    nodes = ((0.0, 0.0, 0.0, radiating), (*capacity, 2e5), conductance)
    kelvin, stored, shed = (300.0,) * 4, 0.0, 0.0
    for _ in range(300):
        step = chain.prepared(kelvin, *nodes, 20.0)
        after = chain.after(step, (heat_w, 0.0, 0.0, 0.0))
        stored += chain.stored_w(step, after) * 20.0
        shed += radiating * np.mean([one**4 for one in np.linspace(kelvin[3], after[3], 11)]) * 20.0
        kelvin = after
    assert stored == pytest.approx(
        sum(c * (k - 300.0) for c, k in zip(nodes[1], kelvin, strict=True)), rel=EXACT
    )
    assert stored + shed == pytest.approx(
        heat_w * 300 * 20.0, rel=1e-4
    )  # the radiator's way through a step taken as straight
    falls = -np.diff(kelvin)
    assert falls * conductance == pytest.approx(
        heat_w, rel=1e-5
    )  # settled within 100 minutes: all of it crosses every joint
    assert radiating * kelvin[3] ** 4 == pytest.approx(heat_w, rel=1e-5)
    twice = loop.conductances_w_per_k(2 * chips, panel_m2)
    assert twice[:2] == pytest.approx([2 * one for one in conductance[:2]])


@of("cooling")
def test_cooling_keeps_its_worst_chip_above_the_mean_and_its_pump_small(kind):
    loop = made("cooling", kind)
    heats = np.array([0.0, 5e3, 20e3, 80e3])
    pump_w = np.array([float(loop.pump_w(heat)) for heat in heats])
    assert np.all(np.diff(pump_w) > 0.0)
    assert np.all(pump_w <= 0.03 * heats)
    hottest = np.array([float(loop.hottest_k(340.0, share)) for share in (0.0, 0.5, 1.0)])
    assert hottest[0] == 340.0
    assert np.all(np.diff(hottest) >= 0.0)
    assert hottest[-1] < 360.0
    for what in (loop.mass_kg, loop.price_usd):
        assert float(what(20e3)) == pytest.approx(2 * float(what(10e3)))
        assert float(what(10e3)) > 0.0


# -- radiators -----------------------------------------------------------------

HEAT_W, AGE_S = 40e3, 5 * YEAR_S
SUNS = np.stack([orbit(beta)[0] for beta in (0.0, 60.0, 85.0)])
LIT = np.stack([orbit(beta)[1] for beta in (0.0, 60.0, 85.0)])


def hot(radiator):
    """Surroundings, axes and array of a satellite that tracks the Sun around three orbits."""
    there = around(SUNS, LIT * 1.0)
    axes = made("attitude", "sun_tracking").axes(there)
    array = aged("rigid", covered=radiator.covers_array, area="250 m2")
    taken_in = array.absorbed_w(axes.front, there)
    heat_w, radiating = (
        taken_in - 0.6 * array.output_w(SUNLIGHT * LIT, axes.front.sun, 330.0),
        array.radiating_w_per_k4(),
    )
    back = ArrayBack(
        area_m2=array.area_m2,
        temperature_k=(heat_w / radiating) ** 0.25,
        heat_w=heat_w,
        radiating_w_per_k4=radiating,
        back_emissivity_frac=array.back_emissivity_frac,
    )
    return there, axes, back


def sized(kind, heat_w=HEAT_W, age_s=AGE_S, **values):
    radiator = made("radiator", kind, **values)
    return radiator.sized(heat_w, *hot(radiator), age_s)


def settled_at(radiator, heat_w=HEAT_W):
    """Where a sized radiator settles in its hottest place, by balances of our own."""
    there, axes, back = hot(radiator)
    gained = np.broadcast_to(radiator.absorbed_w(there, axes, back.temperature_k), LIT.shape)
    heats = np.broadcast_to(back.heat_w, LIT.shape)
    kelvins, joint, radiating = (
        [],
        float(radiator.array_w_per_k()),
        float(radiator.radiating_w_per_k4()),
    )
    for absorbed, of_array in zip(gained.ravel(), heats.ravel(), strict=True):

        def excess(kelvin, absorbed=absorbed, of_array=of_array):
            if joint == 0.0:
                return radiating * kelvin**4 - absorbed - heat_w
            array_k = brentq(
                lambda t: back.radiating_w_per_k4 * t**4 - of_array - joint * (kelvin - t),
                50.0,
                900.0,
            )
            return radiating * kelvin**4 - absorbed - heat_w + joint * (kelvin - array_k)

        kelvins.append(brentq(excess, 50.0, 900.0))
    return max(kelvins)


@of("radiator")
def test_radiator_sheds_what_it_was_sized_for(kind):
    radiator = sized(kind)
    assert settled_at(radiator) == pytest.approx(
        float(radiator.temperature_k), abs=1e-4
    )  # Newton's method on one side
    again = sized(kind, area=f"{float(radiator.area_m2)!r} m2")
    assert float(again.temperature_k) == pytest.approx(
        float(radiator.temperature_k), abs=1e-3
    )  # fins settle by a tenth a turn
    assert float(sized(kind, area="60 m2").area_m2) == 60.0  # a given area stays
    assert float(radiator.mass_kg()) > 0.0
    assert float(radiator.price_usd()) > 0.0
    assert float(radiator.holes_per_s()) >= 0.0
    faces_ = float(radiator.radiating_w_per_k4()) / (SIGMA * float(radiator.area_m2))
    assert 0.5 < faces_ < 2.0  # never more than two black faces


@of("radiator")
def test_radiator_settles_there_when_the_chain_is_flown(kind):
    radiator = sized(kind)
    there, axes, back = hot(radiator)
    gained = np.broadcast_to(
        radiator.absorbed_w(there, axes, back.temperature_k), LIT.shape
    ).ravel()
    of_array, kelvin = np.broadcast_to(back.heat_w, LIT.shape).ravel(), (300.0 + 0.0 * gained,) * 2
    nodes = (
        (radiator.radiating_w_per_k4(), back.radiating_w_per_k4),
        (radiator.capacity_j_per_k(), 5e5),
        (radiator.array_w_per_k(),),
    )
    for _ in range(600):
        kelvin = chain.after(chain.prepared(kelvin, *nodes, 60.0), (gained + HEAT_W, of_array))
    assert kelvin[0].max() == pytest.approx(float(radiator.temperature_k), abs=1e-3)  # ten hours


@of("radiator")
@pytest.mark.parametrize("kelvin", [150.0, 280.0, 335.0])
def test_radiator_and_array_exchange_nothing_when_equally_warm(kind, kelvin):
    radiator = sized(kind)
    there, axes, _ = hot(radiator)
    from_array = radiator.absorbed_w(there, axes, kelvin) - radiator.absorbed_w(there, axes, 0.0)
    assert np.asarray(from_array) == pytest.approx(
        float(radiator.absorbed_by_array_w(kelvin)), rel=1e-6, abs=1e-6
    )  # a difference of larger ones
    warm, cold = (np.max(radiator.absorbed_w(there, axes, one)) for one in (kelvin + 10.0, kelvin))
    assert float(warm) >= float(cold)


MONOTONE = {  # keys of any kind, in a row from cooler to hotter
    "area": ["200 m2", "90 m2", "60 m2"],
    "coating.emissivity": [0.95, 0.85, 0.7],
    "coating.absorptivity": [0.05, 0.2, 0.6],
    "coating.absorptivity_growth": ["0 %/yr", "1 %/yr", "5 %/yr"],
    "fin_efficiency": [1.0, 0.9, 0.7],
    "fin.conductivity": ["400 W/m/K", "160 W/m/K", "60 W/m/K"],
    "fin.thickness": ["3 mm", "1 mm", "0.3 mm"],
    "tubes.wall": ["5 mm", "2 mm", "0.5 mm"],
    "tubes.segment": ["1 m2", "5 m2", "20 m2"],
    "array_view": [0.0, 0.1, 0.3],
}


def has(kind, key):
    """Whether the kind has that key."""
    return key.partition(".")[0] in {
        units.key_of(field.name) for field in dataclasses.fields(kinds.model("radiator", kind))
    }


@pytest.mark.parametrize(
    ("kind", "key"),
    [(kind, key) for kind in kinds.kinds("radiator") for key in MONOTONE if has(kind, key)],
)
def test_radiator_runs_hotter_the_worse_it_is(kind, key):
    name, _, inner = key.partition(".")
    kelvins = []
    for value in MONOTONE[key]:
        values = {"area": "90 m2"} | ({name: {inner: value}} if inner else {name: value})
        kelvins.append(float(sized(kind, **values).temperature_k))
    assert np.all(np.diff(kelvins) > 0.0), kelvins


@of("radiator")
def test_radiator_runs_hotter_the_older_it_is_and_the_more_it_sheds(kind):
    ages = [
        float(sized(kind, age_s=years * YEAR_S, area="90 m2").temperature_k)
        for years in (0.0, 5.0, 15.0)
    ]
    heats = [
        float(sized(kind, heat_w=heat_w, area="90 m2").temperature_k)
        for heat_w in (5e3, 20e3, 60e3)
    ]
    assert np.all(np.diff(ages) > 0.0)
    assert np.all(np.diff(heats) > 0.0)


def test_a_thicker_wall_is_holed_less_often_and_heavier():
    panels = [
        sized("flat_panel", area="90 m2", tubes={"wall": wall})
        for wall in ("0.5 mm", "1 mm", "3 mm", "5 mm")
    ]
    assert np.all(np.diff([float(one.holes_per_s()) for one in panels]) < 0.0)
    assert np.all(np.diff([float(one.mass_kg()) for one in panels]) > 0.0)


# -- policies ------------------------------------------------------------------


@of("policy")
def test_policy_stays_between_none_and_full(kind):
    policy = made("policy", kind)
    for charge in (0.0, 0.15, 1.0):
        for idle_k, full_k in ((300.0, 310.0), (355.0, 365.0), (400.0, 410.0)):
            _, by_charge, by_heat = policy.step(
                policy.initial(), charge, idle_k, full_k, 363.0, 60.0
            )
            assert 0.0 <= float(by_charge) <= 1.0
            assert 0.0 <= float(by_heat) <= 1.0
    assert [
        float(one) for one in policy.step(policy.initial(), 1.0, 300.0, 310.0, 363.0, 60.0)[1:]
    ] == [1.0, 1.0]
    assert float(policy.step(policy.initial(), 0.0, 300.0, 310.0, 363.0, 60.0)[1]) == 0.0
    assert float(policy.step(policy.initial(), 1.0, 400.0, 410.0, 363.0, 60.0)[2]) == 0.0


@of("policy")
def test_policy_does_work_by_power(kind):
    policy, power = made("policy", kind), np.linspace(0.0, 1.0, 101)
    work = np.array([float(policy.work_frac(one)) for one in power])
    assert (work[0], work[-1]) == (0.0, pytest.approx(1.0))
    assert np.all(np.diff(work) > 0.0)
    assert np.all(work >= power - 1e-12)  # slowing down never wastes
    assert np.all(
        np.diff(work / np.maximum(power, 1e-9), 1)[1:] <= 1e-12
    )  # and pays most where it is slowest


# -- supplies ------------------------------------------------------------------

PRICE, CAPITAL = 0.08 / 3.6e6, 0.08


def supply_of(kind, **values):
    return (
        load(
            "suncatcher", {"ground": [{"use": "us-texas-grid", "supply": {"kind": kind} | values}]}
        )
        .scenario.ground[0]
        .supply
    )


def supplied(kind, mean_frac=0.8, **values):
    """As price has it: what a plant is sized by is settled."""
    return supply_of(kind, **values).settled(CAPITAL, mean_frac)


@of("supply")
def test_supply_settles_once_and_for_all(kind):
    settled = supplied(kind)
    assert settled.settled(CAPITAL, 0.5) is settled
    assert settled.kind == kind


@of("supply")
def test_twice_the_power_costs_twice(kind):
    supply = supplied(kind)
    one, two = (
        supply.costs_usd_per_year(times * 1e6, times * 1.2e6, PRICE, CAPITAL)
        for times in (1.0, 2.0)
    )
    assert sum(one.values()) > 0.0
    assert {name: float(usd) for name, usd in two.items()} == pytest.approx(
        {name: 2.0 * float(usd) for name, usd in one.items()}
    )
    assert float(supply.carbon_kg_per_s(2e6, 1e-7)) == pytest.approx(
        2.0 * float(supply.carbon_kg_per_s(1e6, 1e-7))
    )


@of("supply")
def test_every_item_has_its_place_in_the_report(kind):
    items = supplied(kind).costs_usd_per_year(1e6, 1.2e6, PRICE, CAPITAL)
    assert {cost_part(item) for item in items} == {ELECTRICITY_COSTS}
    assert all(find(item).counts_on("power_only") for item in items)


@of("supply")
def test_more_work_or_a_higher_peak_never_costs_less(kind):
    supply = supplied(kind)
    base, busier, higher = (
        sum(supply.costs_usd_per_year(*power, PRICE, CAPITAL).values())
        for power in ((1e6, 1.2e6), (1.1e6, 1.2e6), (1e6, 1.3e6))
    )
    assert busier >= base
    assert higher >= base


def test_only_the_grid_has_the_queue_and_the_carbon_of_the_site():
    years = {
        kind: [float(supplied(kind).after_s(queue)) / YEAR_S for queue in (0.0, 9.0 * YEAR_S)]
        for kind in kinds.kinds("supply")
    }
    assert years.pop("grid") == [0.0, 9.0]
    assert all(one == other > 1.0 for one, other in years.values())
    carbon = {
        kind: [float(supplied(kind).carbon_kg_per_s(1e6, grid)) for grid in (0.0, 1e-7)]
        for kind in kinds.kinds("supply")
    }
    assert carbon.pop("grid") == [0.0, pytest.approx(0.1)]
    assert all(one == other for one, other in carbon.values())
    assert carbon["nuclear"] == [0.0, 0.0]


def test_gas_burnt_with_that_share_emits_that_much():
    """52.91 kg a million BTU, as the EIA has it today, at 6,200 BTU a kilowatt-hour: 0.328 kg."""
    supply = supplied(
        "gas", carbon=f"{52.91 / 1.055056} kg/GJ", efficiency=3.6e6 / (6200 * 1055.056)
    )
    assert float(supply.carbon_kg_per_s(1e6, 0.0)) * 3.6 == pytest.approx(52.91 * 6200e-6, rel=1e-6)
    assert load("suncatcher", {"ground.0.supply": "gas"}).scenario.ground[
        0
    ].supply.carbon_kg_per_j * 1.055056e9 == pytest.approx(52.91, rel=5e-3)
    plant = supplied("off_grid", least_sun=0.7)
    alone = (
        float(plant.carbon_kg_per_s(1.0, 0.0))
        * plant.turbine_efficiency_frac
        / plant.carbon_kg_per_j
    )
    assert alone == pytest.approx(0.3, abs=1e-6)


@pytest.mark.parametrize("mean_frac", [1.0, 0.7])
def test_a_plant_without_a_grid_costs_what_the_programme_found(monkeypatch, mean_frac):
    """Chosen and billed alike, turbines by the peak."""
    found = []
    monkeypatch.setattr(
        off_grid,
        "least_cost",
        lambda *args, **prices: found.append(least_cost(*args, **prices)) or found[-1],
    )
    plant = supplied("off_grid", mean_frac, least_sun=0.7)
    costs = plant.costs_usd_per_year(1e6, 1e6 / mean_frac, PRICE, CAPITAL)
    assert float(sum(costs.values())) == pytest.approx(1e6 * found[0].usd_per_year, rel=1e-6)
    assert plant.gas_frac == pytest.approx(
        0.3, abs=1e-6
    )  # no more than asked for, as gas is cheapest
    dearer = supplied("off_grid", mean_frac, least_sun=0.7, battery="500 USD/kWh")
    assert dearer.stored_j_per_w < plant.stored_j_per_w
    assert dearer.panels_w_per_w > plant.panels_w_per_w


def test_a_plant_that_cannot_carry_its_load_is_named(monkeypatch):
    monkeypatch.setattr(off_grid.Model, "_sun_frac", lambda self: np.zeros(48))
    with pytest.raises(
        Infeasible,
        match="no plant without a grid carries its load with 90% of its electricity from the Sun",
    ):
        supplied("off_grid")


def test_what_sized_a_plant_is_no_input_once_it_is_settled():
    loaded = load("suncatcher", {"ground.0.supply": "off_grid"})
    before, after = (
        {key for key, _, _ in leaves(one)} for one in (loaded.scenario, settled(loaded.scenario))
    )
    sizing = {
        f"ground.0.supply.{name}"
        for name in (
            "latitude",
            "altitude",
            "turbidity",
            "clearness",
            "correlation",
            "yield",
            "rate",
            "least_sun",
        )
    }
    assert sizing < before
    assert not sizing & (after | priors.uncertain(settled(loaded.scenario), loaded.priors).keys())
    assert "ground.0.supply.solar" in priors.uncertain(settled(loaded.scenario), loaded.priors)
    assert (
        not {
            f"ground.0.supply.{name}"
            for name in ("panels", "stored", "engines", "gas", "panels_w_per_w")
        }
        & after
    )


def test_a_scenario_with_plants_reads_back(tmp_path):
    """Tables inside an array of tables are written so that they stand in the one they belong to."""
    file = tmp_path / "plants.toml"
    file.write_text(
        'title = "Two"\nextends = "suncatcher"\n[[ground]]\nsupply = "gas"\n[[ground]]\nuse ='
        ' "us-virginia-grid"\n[ground.supply]\nkind = "nuclear"\nplant = "8 USD/W"\n'
    )
    loaded = load(file)
    assert loaded.origins["ground.1.supply.plant"].where == "plants.toml:9"
    (tmp_path / "again.toml").write_text(resolved(loaded))
    again = load(tmp_path / "again.toml", {"name": "plants"})
    assert again.scenario == loaded.scenario
    assert [one.supply.kind for one in again.scenario.ground] == ["gas", "nuclear"]
    other = load(file, {"ground.1.supply.kind": "gas"})
    assert other.dropped == ()  # a plant's price is known to both
    assert load(file, {"ground.1.supply.kind": "off_grid"}).dropped == ("ground.1.supply.plant",)


def test_gas_is_burnt_as_in_mccalips_calculator():
    """26.66 USD for a megawatt-hour: 6,200 BTU a kilowatt-hour at 4.30 USD per million BTU."""
    supply = supplied("gas", fuel="4.0756 USD/GJ", efficiency=3.6e6 / (6200 * 1055.056))
    fuel = float(supply.costs_usd_per_year(1e6, 1.2e6, PRICE, CAPITAL)["fuel"])
    assert fuel / (YEAR_S / 3600.0) == pytest.approx(26.66, rel=1e-3)


@pytest.mark.parametrize(
    ("kind", "years", "price", "spare"), [("gas", 25, 1.8, 1.25), ("nuclear", 40, 10.0, 1.1)]
)
def test_a_plant_is_paid_back_over_its_life(kind, years, price, spare):
    """The payments, discounted one by one, are what it costs to build."""
    yearly = float(supplied(kind).costs_usd_per_year(1e6, 1.2e6, PRICE, CAPITAL)["power plant"])
    assert sum(yearly / (1.0 + CAPITAL) ** year for year in range(1, years + 1)) == pytest.approx(
        1.2e6 * spare * price, rel=1e-9
    )


# -- workloads -----------------------------------------------------------------


def h100s(**changes):
    return dataclasses.replace(load("starlink-ai").scenario.satellite.compute, **changes)


def workload(kind, **changes):
    """A workload as a scenario has it; one that needs a model gets a small one."""
    if getattr(kinds.model("workload", kind), "CATALOGUE", "") == "models":
        changes = {"model": "llama-3-8b"} | changes
    return load("starlink-ai", {"work": {"kind": kind} | changes}).scenario.work


@of("workload")
def test_workload_never_passes_the_peak(kind):
    work = workload(kind)
    one, twice = work.rates(h100s()), work.rates(h100s(peak_flop_per_s=2 * 989e12))
    assert 0.0 < float(one.efficiency_frac) <= 1.0
    assert 0.0 < float(one.utilisation_frac) <= 1.0
    assert float(twice.efficiency_frac * twice.goodput_frac) <= float(
        one.efficiency_frac * one.goodput_frac
    )
    if one.tokens_per_s is not None:
        assert float(one.tokens_per_s) <= float(twice.tokens_per_s)


@of("workload")
def test_workload_loses_time_by_name_and_the_ground_loses_the_same_things(kind):
    rates = workload(kind).rates(h100s())
    assert [loss.name for loss in rates.losses] == [loss.name for loss in rates.ground_losses]
    assert all(0.0 < float(loss.frac) <= 1.0 for loss in (*rates.losses, *rates.ground_losses))
    assert float(rates.goodput_frac) == pytest.approx(
        float(np.prod([loss.frac for loss in rates.losses]))
    )
    assert float(rates.ground_goodput_frac) == pytest.approx(
        float(np.prod([loss.frac for loss in rates.ground_losses]))
    )
    if rates.job is None:
        assert rates.losses == ()  # who loses time to others has a job with them


@of("workload")
def test_workload_settles_once_and_for_all(kind):
    settled = workload(kind).settled(h100s())
    assert settled.settled(h100s()) == settled
    assert settled.rates(h100s()) == workload(kind).rates(
        h100s()
    )  # settling names what rates would choose


@pytest.mark.parametrize(
    "kind", [kind for kind in kinds.kinds("workload") if hasattr(workload(kind), "parameters")]
)
def test_workload_with_a_model_refuses_one_that_does_not_fit(kind):
    with pytest.raises(Infeasible, match="memory binds"):
        dataclasses.replace(workload(kind), parameters=1e13).settled(h100s())


def test_constellations_are_covered():
    """Both gallery constellations give as many orbits as satellites, sorted by plane."""
    for name, count, planes in (("suncatcher", 81, 1), ("starlink-ai", 1584, 72)):
        orbits = design(load(name).scenario).groups[0].orbits
        assert len(orbits.node_rad) == len(orbits.phase_rad) == count
        assert len(orbits.plane_node_rad) == planes
