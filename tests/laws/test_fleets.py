"""Laws of fleets in several shells, of samples that stand for all, and of scenarios where nothing
flies.
"""

from functools import cache

import numpy as np
import pytest

from dawndusk.chain import evaluate, settled
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.pipeline import run
from dawndusk.results.summary import summary
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.reading import load
from tests.laws.test_money_laws import UNLEARNT

QUICK = {"flight.days": 3, "flight.orbits": 2}
STEADY = {"learning.facility": 0.0}  # a hall's price whatever its size


def priced(name, changes):
    """The five stages without the studies of a run."""
    return evaluate(settled(load(name, changes).scenario))


SHELLS = """\
title = "Two shells"
[flight]
days = 3
orbits = 2
[constellation]
kind = "shells"
[[constellation.shell]]
name = "low"
altitude = "550 km"
inclination = "53 deg"
planes = 6
satellites_per_plane = 4
[[constellation.shell]]
name = "high"
altitude = "1000 km"
inclination = "sun-synchronous"
local_time = "17:30"
span = "15 deg"
planes = 3
satellites_per_plane = 10
[satellite.compute]
use = "h100"
count = 8
"""


@pytest.fixture
def shells(tmp_path):
    (tmp_path / "shells.toml").write_text(SHELLS)
    return load(tmp_path / "shells.toml").scenario


def test_shells_are_the_sum_of_their_walkers(shells):
    import dataclasses

    whole = evaluate(shells)
    alone = [
        evaluate(dataclasses.replace(shells, constellation=shell))
        for shell in shells.constellation.shell
    ]
    assert [group.name for group in whole.fleet.groups] == ["low", "high"]
    assert whole.fleet.satellites == 54
    assert float(whole.fleet.mass_kg) == pytest.approx(
        sum(float(one.fleet.mass_kg) for one in alone), rel=1e-12
    )
    for together, one in zip(whole.flight.groups, alone, strict=True):
        # steps per orbit are the fleet's largest number, so a shell alone takes a few other steps:
        # shares agree to the step's ramp
        assert float(np.mean(together.totals.sunlit_frac)) == pytest.approx(
            float(one.flight.mean("sunlit_frac")), abs=2e-3
        )
    mean = sum(group.count * float(group.sunlit_frac) for group in whole.flight.groups) / 54
    assert whole.flight.share("sunlit_frac") == pytest.approx(mean, rel=1e-12)
    assert whole.flight.darkest.strip is not None
    assert sum(group.strip is not None for group in whole.flight.groups) == 1


def test_a_span_keeps_all_planes_near_dawn_dusk(shells):
    _, high = design(shells).groups
    nodes = np.asarray(high.orbits.plane_node_rad)
    assert np.degrees(nodes - nodes[0]) == pytest.approx(
        [0.0, 5.0, 10.0]
    )  # 15 deg over three planes
    whole = load("starlink-ai").scenario.constellation.groups(0.0)[0][1].plane_node_rad
    assert np.diff(np.degrees(whole)) == pytest.approx(5.0)  # 360 deg over 72 planes


@pytest.mark.parametrize("most", [1, 72, 100, 1583])
def test_a_sample_is_spread_over_the_planes_and_stands_for_all(most):
    orbits = load("starlink-ai").scenario.constellation.groups(0.0)[0][1]
    some = orbits.sampled(most)
    assert some.count == 1584
    assert len(some.node_rad) == len(some.phase_rad) == most
    counts = np.unique(some.node_rad, return_counts=True)[1]
    assert counts.max() - counts.min() <= 1
    assert len(counts) == min(most, 72)


@pytest.mark.parametrize("name", ["suncatcher-prototype", "spacex-ai1@sheet-a", "starlink-ai"])
def test_six_orbits_settle_what_is_too_small_for_its_load(name):
    """Each day starts with full batteries, which flatters a satellite that cannot fill them
    again.
    """
    ramps = {
        "flight.sample": 60,
        "satellite.policy.kind": "charge_and_heat",
    }  # bursts are not periodic with the orbit
    hasty, default, long = (
        run(name, ramps | extra, until="serve")
        for extra in ({"flight.settle": 0}, {}, {"flight.settle": 10})
    )
    stored = [
        float(one.flight.mean("stored_w") / one.flight.mean("used_w"))
        for one in (hasty, default, long)
    ]
    assert abs(stored[1]) < 1e-4
    assert float(default.work.duty_frac) == pytest.approx(float(long.work.duty_frac), rel=2e-4)
    if name != "starlink-ai":  # sized for its load, it is settled from the start
        assert stored[0] < -5e-3
        assert abs(float(hasty.work.duty_frac / long.work.duty_frac) - 1.0) > 5e-3


@pytest.mark.parametrize("name", ["starlink-ai", "spacex-ai1@sheet-a"])
def test_one_satellite_of_each_plane_gives_the_fleets_work_and_price(name):
    """Over whole orbits satellites of one plane differ by how a step cuts the shadow's edge."""
    planes = {"starlink-ai": 72, "spacex-ai1@sheet-a": 20}[name]
    whole, some = (priced(name, QUICK | extra) for extra in ({}, {"flight.sample": planes}))
    assert some.flight.flown == planes
    assert some.fleet.satellites == whole.fleet.satellites
    assert float(some.work.duty_frac) == pytest.approx(float(whole.work.duty_frac), abs=1e-3)
    assert float(some.bill.ratio) == pytest.approx(float(whole.bill.ratio), rel=2e-3)


def test_summing_up_by_day_is_summing_up_all():
    scenario = settled(load("starlink-ai", QUICK).scenario)
    fleet = design(scenario)
    kept = fly(scenario, fleet, strips=False, chunk=500).groups[0].totals
    summed = fly(scenario, fleet, strips=False, chunk=500, by_satellite=False).groups[0].totals
    assert np.shape(kept.used_w) == (3, 1584)
    assert np.shape(summed.used_w) == (3,)
    for name in (
        "generated_w",
        "used_w",
        "stored_w",
        "lost_w",
        "curtailed_w",
        "duty_frac",
        "sunlit_frac",
    ):
        expected = np.mean(getattr(kept, name), axis=1, dtype="float64")
        scale = float(np.abs(np.asarray(kept.generated_w)).mean()) if name.endswith("_w") else 1.0
        assert getattr(summed, name) == pytest.approx(
            expected, abs=1e-9 * scale
        )  # sums in float64, in another order
    assert (summed.min_soc_frac == np.min(kept.min_soc_frac, axis=1)).all()
    assert (summed.max_chip_k == np.max(kept.max_chip_k, axis=1)).all()


# -- nothing flies -------------------------------------------------------------


@cache
def on_ground(chip, changes=()):
    return run("us-ground", {"compute.use": chip} | dict(changes))


def test_a_site_costs_the_same_alone_as_beside_an_orbit():
    beside = priced("suncatcher", QUICK | STEADY).bill.ground
    alone = on_ground("tpu-v6e", tuple(STEADY.items())).bill.ground
    for name in (
        "usd_per_chip_hour",
        "usd_per_kw_year",
        "usd_per_pflop_day",
        "usd_per_million_tokens",
        "usd_per_w",
    ):
        assert float(getattr(alone, name)) == pytest.approx(
            float(getattr(beside, name)), rel=1e-6
        )  # the orbit's duty is float32


def test_a_training_site_costs_the_same_alone_as_beside_an_orbit():
    training = (("work.kind", "training"), ("work.model", "llama-3-8b"))
    beside = priced("suncatcher", QUICK | dict(training)).bill.ground
    alone = on_ground(
        "tpu-v6e", (*training, ("compute.count", 800))
    ).bill.ground  # eight replicas of 100 chips, as there
    assert float(alone.usd_per_pflop_day) == pytest.approx(
        float(beside.usd_per_pflop_day), rel=1e-6
    )  # the orbit's duty is float32


def test_twice_the_chips_cost_twice_and_no_more_each():
    one, two = (
        on_ground("h100", (("compute.count", many), *STEADY.items())) for many in (1000, 2000)
    )
    assert float(two.bill.ground.usd_per_year) == pytest.approx(
        2 * float(one.bill.ground.usd_per_year), rel=1e-12
    )
    learnt = on_ground(
        "h100", (("compute.count", 2000),)
    )  # a hall that learns costs a little less when it is larger, as a fleet does
    assert float(learnt.bill.ground.usd_per_year) < float(two.bill.ground.usd_per_year)
    assert float(two.bill.ground.usd_per_chip_hour) == pytest.approx(
        float(one.bill.ground.usd_per_chip_hour), rel=1e-12
    )


def test_what_flies_is_null_on_the_ground_with_its_reason():
    found = summary(on_ground("gb300"))
    for key in ("fleet", "flight", "life"):
        assert found[key] is None
        assert found["reasons"][key] == "nothing flies in this scenario"
    for key in (
        "orbit",
        "orbit_usd",
        "ratio",
        "ratio_without_chips",
        "difference_usd_per_kw_year",
        "break_even_launch_usd_per_kg",
    ):
        assert found["bill"][key] is None
        assert found["reasons"][f"bill.{key}"] == "nothing flies in this scenario"
    assert not [
        key
        for key in found["inputs"]
        if key.split(".")[0] in ("satellite", "launch", "flight", "life", "constellation")
    ]
    product = np.prod([one["frac"] for one in found["work"]["waterfall"]])
    assert found["work"]["delivered_frac"] == pytest.approx(product)


def test_demand_is_set_beside_the_grid_power_of_the_same_work():
    found = summary(on_ground("gb300"))
    ground, (past, future) = found["bill"]["ground"], found["bill"]["demand"]
    assert ground["grid_twh_per_year"] == pytest.approx(ground["it_w"] * 0.8 * 1.15 * 8766e-12)
    assert (past["name"], future["name"]) == ("us-2023", "us-2028")
    assert past["carried_frac"] == pytest.approx(ground["grid_twh_per_year"] / 176)
    flying = summary(run("starcloud-3", QUICK))
    one = flying["bill"]["demand"][0]
    # the run's own launches, spread over its five years, carry its share
    assert one["launches_per_year"] * one["carried_frac"] * 5 == pytest.approx(
        flying["fleet"]["vehicle_loads"]
    )


def test_satellites_live_as_long_as_their_chips():
    """Nobody exchanges chips in orbit: a shorter chip life takes the bus and the launch with it,
    and a long mission takes generations.
    """
    quick = QUICK | UNLEARNT  # or the second generation would be bought for less
    five = priced("suncatcher", quick)
    three, ten = (
        priced("suncatcher", quick | extra)
        for extra in ({"satellite.compute.life": "3 yr"}, {"mission.life": "10 yr"})
    )
    assert float(three.fleet.life_s) == pytest.approx(3 * 3.15576e7)
    assert float(three.bill.ratio_without_chips) > float(five.bill.ratio_without_chips)
    assert float(three.bill.difference_usd_per_kw_year) > 1.2 * float(
        five.bill.difference_usd_per_kw_year
    )
    assert float(ten.bill.ratio) == pytest.approx(
        float(five.bill.ratio), rel=1e-6
    )  # two generations of the same satellites
    assert float(ten.life.vehicle_loads) == pytest.approx(float(ten.fleet.vehicle_loads))
    assert float(ten.life.delivered_flop) == pytest.approx(
        2 * float(five.life.delivered_flop), rel=1e-6
    )


def test_the_demand_does_not_depend_on_what_is_counted():
    shares = [
        summary(run("suncatcher", QUICK | {"money.boundary": one}))["bill"]["demand"][0][
            "carried_frac"
        ]
        for one in ("compute", "facility", "power_only")
    ]
    assert shares == pytest.approx([shares[0]] * 3)


def test_satellites_that_no_whole_job_can_use_do_not_work():
    training = {
        "work.kind": "training",
        "work.model": "llama-3-8b",
        "work.replicas": 5,
        "constellation.satellites": 9,
    }
    made = priced("suncatcher", QUICK | training)
    factors = {one.name: float(one.frac) for one in made.work.waterfall}
    assert factors["whole jobs"] == pytest.approx(5 / 9)
    assert float(made.work.delivered_frac) == pytest.approx(np.prod(list(factors.values())))


def test_a_spread_on_where_the_planes_are_is_a_driver_like_any_other():
    spread = {"constellation.local_time": {"low": "16:00", "mode": "18:00", "high": "18:30"}}
    assert float(run("suncatcher", QUICK | spread).bill.ratio) > 0.0
    altitude = {"constellation.altitude": {"low": "500 km", "mode": "650 km", "high": "900 km"}}
    assert float(run("suncatcher", QUICK | altitude).bill.ratio) > 0.0


def test_the_gallery_has_what_was_promised():
    assert set(gallery()) >= {
        "suncatcher",
        "starlink-ai",
        "suncatcher-prototype",
        "suncatcher-pair",
        "spacex-ai1@sheet-a",
        "spacex-ai1@sheet-b",
        "spacex-million",
        "blue-origin-sunrise",
        "starcloud-40mw",
        "starcloud-3",
        "three-body",
        "us-ground",
    }
    fleet = {
        name: design(load(name).scenario).satellites
        for name in ("spacex-million", "blue-origin-sunrise", "three-body")
    }
    assert fleet == {"spacex-million": 1_000_000, "blue-origin-sunrise": 51_600, "three-body": 12}
