"""Laws of a programme's costs, of folded volume and of learning. Tag: physics (bookkeeping that
must hold exactly).
"""

import dataclasses

import numpy as np
import pytest

from dawndusk.core.units import YEAR_S
from dawndusk.physics.learning import paid_ratio
from dawndusk.study.batch import YEARS, by_year
from tests.laws.test_money_laws import EXACT, RESUPPLY, UNLEARNT, outcome, ratio

FAR = {
    "learning.begun": "48 kt",
    "launch.launched": "12 kt",
    "learning.built": "12 kt",
}  # two doublings after the prices


def items(*changes):
    return {
        name: float(usd) for name, usd in outcome(*changes)[1].bill.orbit.items_usd_per_year.items()
    }


# -- programme -----------------------------------------------------------------


def test_development_is_paid_once_by_all_that_share_it():
    shared = items({"programme.satellites": 5000.0})["development"]
    assert items({"programme.satellites": 1000.0})["development"] == pytest.approx(
        5 * shared, rel=EXACT
    )
    alone = items({"programme.satellites": 1.0})["development"]  # the fleet of five is more
    scenario, found = outcome({"programme.satellites": 1.0})
    recovery = 0.12 / (1 - 1.12**-5)
    assert alone == pytest.approx(recovery * scenario.programme.development_usd, rel=EXACT)
    assert found.fleet.satellites == 5
    twice = items(
        {"programme.satellites": 1.0, "mission.life": "10 yr", "satellite.compute.life": "5 yr"}
    )["development"]
    assert twice == pytest.approx(
        alone / 2, rel=EXACT
    )  # two generations of five share it, each recovers its half


@pytest.mark.parametrize("changes", [{}, RESUPPLY])
def test_a_premium_is_a_share_of_all_that_is_launched_and_of_the_launch(changes):
    """What is lost later is in the life, so that no loss is paid twice: a fleet's losses do not
    move the premium of what is launched first.
    """
    found = items(changes, {"programme.insurance": 0.05})
    bought = sum(
        usd
        for name, usd in found.items()
        if name
        in (
            "array",
            "battery",
            "radiator",
            "coolant loop",
            "harness",
            "power conversion",
            "shield",
            "lasers",
            "avionics",
            "structure",
            "propulsion",
            "compute integration",
            "assembly and test",
            "launch",
            "replaced satellites",
        )
    )
    assert found["insurance"] == pytest.approx(0.05 * bought, rel=EXACT)
    assert found["insurance of chips"] == pytest.approx(
        0.05 * (found["chips and servers"] + found.get("lost chips", 0.0)), rel=EXACT
    )
    if not changes:
        assert items({"life.satellite_loss": "9 %/yr"})["insurance"] == pytest.approx(
            items({"life.satellite_loss": "1 %/yr"})["insurance"], rel=EXACT
        )


def test_disposal_is_saved_for_the_end_and_fetching_is_paid_for_each_dead():
    scenario, found = outcome({"programme.removed": 0.5})
    programme, rate, years = scenario.programme, scenario.money.orbit_capital_frac, 5
    saved = 5 * programme.disposal_usd * rate / ((1 + rate) ** years - 1)
    paid_in = sum(
        saved * (1 + rate) ** year for year in range(years)
    )  # at the end of each year, with interest
    assert paid_in == pytest.approx(5 * programme.disposal_usd, rel=EXACT)
    dead = 5 * float(found.life.satellites_frac) * scenario.life.satellite_loss_per_s * YEAR_S
    assert items({"programme.removed": 0.5})["disposal"] == pytest.approx(
        saved + dead * 0.5 * programme.removal_usd, rel=EXACT
    )


def test_ground_stations_follow_the_fleet_from_the_least():
    scenario, _ = outcome()
    station = scenario.programme.gateway_usd_per_s * YEAR_S
    assert items()["ground segment"] == pytest.approx(2 * station, rel=EXACT)
    assert items({"programme.satellites_per_gateway": 0.5})["ground segment"] == pytest.approx(
        10 * station, rel=EXACT
    )


def test_programme_is_no_part_of_a_launch_against_a_power_bill():
    assert set(items({"money.boundary": "power_only"})) == {"launch"}
    assert "insurance of chips" not in items({"money.boundary": "facility"})


# -- volume --------------------------------------------------------------------


def test_a_vehicle_is_full_by_mass_or_by_volume():
    _, heavy = outcome()
    _, bulky = outcome({"launch.volume": "100 m3"})
    group = bulky.fleet.groups[0]
    assert float(bulky.fleet.vehicle_loads) == pytest.approx(
        5 * float(group.stowed_m3) / 70.0, rel=EXACT
    )
    assert float(bulky.fleet.vehicle_loads) > 1.5 * float(heavy.fleet.vehicle_loads)
    dearer = float(bulky.fleet.vehicle_loads / heavy.fleet.vehicle_loads)
    assert items({"launch.volume": "100 m3"})["launch"] == pytest.approx(
        dearer * items()["launch"], rel=1e-5
    )  # a flight costs what it costs
    _, roomy = outcome({"launch.volume": "4000 m3"})
    assert float(roomy.fleet.vehicle_loads) == pytest.approx(
        float(heavy.fleet.vehicle_loads), rel=EXACT
    )


# -- learning ------------------------------------------------------------------


def test_two_halves_bought_one_after_the_other_cost_what_the_whole_costs():
    begun, own, rate = 1.7, 0.9, 0.2
    first, second = (
        paid_ratio(begun, own / 2, rate),
        paid_ratio(begun * (1 + own / 2), own / 2 / (1 + own / 2), rate),
    )
    assert float(first + second) / 2 == pytest.approx(
        float(paid_ratio(begun, own, rate)), rel=EXACT
    )


def test_who_learns_nothing_pays_what_the_scenario_says():
    scenario, found = outcome(UNLEARNT)
    group, recovery = found.fleet.groups[0], 0.12 / (1 - 1.12**-5)
    assert items(UNLEARNT)["array"] == pytest.approx(
        5 * recovery * float(group.price_usd["array"]), rel=EXACT
    )
    assert float(found.bill.launch_usd_per_kg) == pytest.approx(
        scenario.launch.price_usd_per_kg, rel=EXACT
    )
    np.testing.assert_allclose(by_year(scenario, found)[0], float(found.bill.ratio), rtol=EXACT)


def test_a_fleet_that_moves_its_own_curve_pays_less_than_the_first_kilogram():
    small, large = (
        float(
            outcome(
                {
                    "constellation.satellites": n,
                    "constellation.radius": "20 km",
                    "launch.launched": "1 kt",
                    "learning.built": "1 kt",
                }
            )[1].bill.launch_usd_per_kg
        )
        for n in (5, 81)
    )
    assert large < small < 200.0


def test_each_part_learns_by_its_own_rate():
    before, after = items({"learning.array": 0.0}), items({"learning.array": 0.0}, FAR)
    assert after["array"] == pytest.approx(before["array"], rel=1e-9)
    said = items({"learning.lasers": 0.25, "learning.built": "12 kt"})["lasers"]
    assert items(FAR, {"learning.lasers": 0.25})["lasers"] == pytest.approx(
        said * 0.75**2, rel=1e-3
    )  # less what the five add to either total


def test_both_sides_learn():
    begun = {"learning.halls_begun": "400 GW"}
    (scenario, first), (_, later) = outcome(), outcome(begun)
    facility = [float(one.bill.ground.items_usd_per_year["facility"]) for one in (first, later)]
    assert facility[1] == pytest.approx(
        facility[0] * (1 - scenario.learning.facility_frac) ** 2, rel=1e-6
    )
    assert ratio(begun) > ratio()


def test_years_count_only_by_what_is_made_in_them():
    scenario, found = outcome({"launch.launched": "12 kt"})
    idle = dataclasses.replace(
        scenario,
        learning=dataclasses.replace(
            scenario.learning, yearly_kg_per_s=0.0, halls_yearly_w_per_s=0.0
        ),
    )
    np.testing.assert_allclose(by_year(idle, found)[0], float(found.bill.ratio), rtol=EXACT)
    ratios, launch = by_year(scenario, found)
    assert len(ratios) == len(launch) == len(YEARS)
    assert float(launch[0]) == pytest.approx(float(found.bill.launch_usd_per_kg), rel=EXACT)
    assert (np.diff(ratios) < 0.0).all()
    assert (np.diff(launch) < 0.0).all()
    assert float(ratios[0]) == pytest.approx(
        float(found.bill.ratio), rel=EXACT
    )  # in 2026 prices are those of the scenario
