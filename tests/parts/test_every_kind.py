"""Laws that every kind of a family keeps, whoever wrote it."""

import dataclasses
import inspect

import numpy
import pytest

from dawndusk.core import kinds
from dawndusk.core.errors import Infeasible
from dawndusk.fleet.design import design
from dawndusk.reading import load
from dawndusk.records.flight import Surroundings

FAMILIES = ("array", "attitude", "battery", "constellation", "cooling", "policy", "radiator", "workload")
EVERY = [(family, kind) for family in FAMILIES for kind in kinds.kinds(family)]
AROUND = Surroundings(altitude_m=650e3, sun_cosine=0.4, sin_beta=0.8, sunlight_w_per_m2=1361.0)


def of(family):
    return pytest.mark.parametrize("kind", kinds.kinds(family))


def made(family, kind, **values):
    return kinds.model(family, kind)(**values)


@pytest.mark.parametrize(("family", "kind"), EVERY)
def test_is_documented(family, kind):
    model = kinds.model(family, kind)
    module = inspect.getmodule(model)
    assert "Equation" in module.__doc__
    assert ">>>" in module.__doc__ + (model.__doc__ or "") or family == "workload"
    for name, method in inspect.getmembers(model, inspect.isfunction):
        if not name.startswith("_"):
            assert method.__doc__, name


@of("attitude")
def test_attitude_never_sees_more_than_the_sun(kind):
    attitude = made("attitude", kind)
    sines = numpy.linspace(-1, 1, 21)
    for seen in (attitude.mean_incidence(sines), attitude.incidence(Surroundings(altitude_m=650e3, sin_beta=sines))):
        assert numpy.all((numpy.asarray(seen) >= 0) & (numpy.asarray(seen) <= 1))


@of("array")
def test_array_gives_what_it_was_sized_for_and_less_with_age(kind):
    year = 3.15576e7
    array = made("array", kind).sized(40.0, 5 * year)
    assert float(array.power_w_at(1000.0)) == pytest.approx(40e3)
    _, power = array.step(array.initial(), 1000.0, 0.5, 60.0)
    assert float(power) == pytest.approx(20e3)
    older = made("array", kind, area_m2=array.area_m2).sized(0.0, 10 * year)
    assert older.area_m2 == array.area_m2  # a given area stays
    assert float(older.power_w_at(1000.0)) < 40e3
    assert float(array.mass_kg()) > 0
    assert float(array.price_usd()) > 0


@of("battery")
@pytest.mark.parametrize("power_w", [-900.0, 0.0, 900.0])
def test_battery_conserves_energy(kind, power_w):
    battery = made("battery", kind).sized(1000.0, 3600.0)
    state = 0.5 * battery.capacity_j
    after, lost = battery.step(state, power_w, 60.0)
    assert float(after - state) == pytest.approx((power_w - lost) * 60.0)
    assert float(lost) >= 0.0
    assert float(battery.available_w(state, 60.0)) >= 900.0
    assert float(battery.acceptable_w(battery.initial(), 60.0)) == 0.0
    assert float(battery.available_w(battery.floor_frac * battery.capacity_j, 60.0)) == 0.0


@of("battery")
def test_battery_delivers_what_it_was_sized_for(kind):
    battery = made("battery", kind).sized(1000.0, 3600.0)
    state = battery.initial()
    for _ in range(60):
        state, _ = battery.step(state, -1000.0, 60.0)
    assert float(battery.charge_frac(state)) == pytest.approx(1 - battery.depth_of_discharge_frac)


@of("cooling")
def test_cooling_conserves_energy_and_settles(kind):
    plate, state, handed = made("cooling", kind), None, 0.0
    state = start = plate.initial(330.0)
    for _ in range(100):
        state, chip_k, to_radiator = plate.step(state, 30e3, 330.0, 100.0, 60.0)
        handed += float(to_radiator) * 60.0
    assert float(chip_k) == pytest.approx(float(plate.chip_k(330.0, 300.0)))
    assert 30e3 * 6000 - handed == pytest.approx(float(state - start) * 100 * plate.heat_capacity_j_per_k)


@of("radiator")
def test_radiator_sheds_what_it_was_sized_for(kind):
    radiator = made("radiator", kind).sized(40e3, AROUND)
    assert float(radiator.area_m2 * radiator.net_w_per_m2(radiator.temperature_k, AROUND)) == pytest.approx(40e3)
    state = radiator.initial()
    for _ in range(200):
        state, shed = radiator.step(state, 40e3, AROUND, 60.0)
    assert float(shed) == pytest.approx(40e3, rel=1e-6)
    assert float(radiator.surface_k(state)) == pytest.approx(radiator.temperature_k, abs=1e-3)
    warmer = radiator.net_w_per_m2(radiator.temperature_k + 10, AROUND)
    assert float(warmer) > float(radiator.net_w_per_m2(radiator.temperature_k, AROUND))
    given = made("radiator", kind, area_m2=radiator.area_m2).sized(40e3, AROUND)
    assert float(given.temperature_k) == pytest.approx(radiator.temperature_k)


@of("policy")
def test_policy_stays_between_none_and_full(kind):
    policy = made("policy", kind)
    for charge in (0.0, 0.15, 1.0):
        for idle_k, full_k in ((300.0, 310.0), (355.0, 365.0), (400.0, 410.0)):
            _, by_charge, by_heat = policy.step(policy.initial(), charge, idle_k, full_k, 363.0, 60.0)
            assert 0.0 <= float(by_charge) <= 1.0
            assert 0.0 <= float(by_heat) <= 1.0
    assert float(policy.step(policy.initial(), 1.0, 300.0, 310.0, 363.0, 60.0)[2]) == 1.0


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
    assert float(twice.efficiency_frac * twice.goodput_frac) <= float(one.efficiency_frac * one.goodput_frac)
    if one.tokens_per_s is not None:
        assert float(one.tokens_per_s) <= float(twice.tokens_per_s)


@of("workload")
def test_workload_loses_time_by_name_and_the_ground_loses_the_same_things(kind):
    rates = workload(kind).rates(h100s())
    assert [loss.name for loss in rates.losses] == [loss.name for loss in rates.ground_losses]
    assert all(0.0 < float(loss.frac) <= 1.0 for loss in (*rates.losses, *rates.ground_losses))
    assert float(rates.goodput_frac) == pytest.approx(float(numpy.prod([loss.frac for loss in rates.losses])))
    assert float(rates.ground_goodput_frac) == pytest.approx(float(numpy.prod([loss.frac for loss in rates.ground_losses])))
    if rates.job is None:
        assert rates.losses == ()  # who loses time to others has a job with them


@of("workload")
def test_workload_settles_once_and_for_all(kind):
    settled = workload(kind).settled(h100s())
    assert settled.settled(h100s()) == settled
    assert settled.rates(h100s()) == workload(kind).rates(h100s())  # settling names what rates would choose


@pytest.mark.parametrize("kind", [kind for kind in kinds.kinds("workload") if hasattr(workload(kind), "parameters")])
def test_workload_with_a_model_refuses_one_that_does_not_fit(kind):
    with pytest.raises(Infeasible, match="memory binds"):
        dataclasses.replace(workload(kind), parameters=1e13).settled(h100s())


def test_constellations_are_covered():
    """Both gallery constellations give as many orbits as satellites, sorted by plane."""
    for name, count, planes in (("suncatcher", 81, 1), ("starlink-ai", 1584, 72)):
        orbits = design(load(name).scenario).groups[0].orbits
        assert len(orbits.node_rad) == len(orbits.phase_rad) == count
        assert len(orbits.plane_node_rad) == planes
