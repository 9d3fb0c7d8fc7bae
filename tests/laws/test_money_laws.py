"""Laws of mass, life and money over whole evaluations of small fleets. Tag: physics (bookkeeping
that must hold exactly).
"""

from functools import cache, partial

import numpy as np
import pytest

from dawndusk.bill.ground import site_names
from dawndusk.chain import evaluate
from dawndusk.core.units import YEAR_S
from dawndusk.fleet.design import design, payload_to
from dawndusk.flight.fly import fly
from dawndusk.physics.survival import ages
from dawndusk.pipeline import run
from dawndusk.results.saved import saved
from dawndusk.results.screen import screen
from dawndusk.results.summary import summary
from dawndusk.scenario.reading import load

SMALL = {
    "flight.days": 2,
    "flight.orbits": 1,
    "flight.steps_per_orbit": 40,
    "constellation.satellites": 5,
}
CHEAP = {
    "satellite.price": "100000 USD",
    "money.boundary": "facility",
    "life.operations": "0 USD/yr",
    "life.mission_control": "0 USD/yr",
    "programme.development": "0 USD",
    "programme.gateway": "0 USD/yr",
}
RESUPPLY = {"life.replacement": "launch"}
UNLEARNT = {  # prices as they are said, however much is bought
    f"learning.{name}": 0.0
    for name in (
        "launch",
        "array",
        "battery",
        "radiator",
        "lasers",
        "electronics",
        "structure",
        "assembly",
        "facility",
        "plant",
    )
}
TRAINING = {
    "work.kind": "training",
    "work.model": "llama-3-8b",
    "work.replicas": 4,
    "work.link": "1 Gbit/s",
    "work.corpus": "1 Ttoken",
}
HOURS = YEAR_S / 3600.0
EXACT = 1e-9  # float64 arithmetic


@cache
def _outcome(items):
    scenario = load("suncatcher", SMALL | dict(items)).scenario
    return scenario, evaluate(scenario, fly=partial(fly, strips=False))


def outcome(*changes):
    """Scenario and outcome with those overrides."""
    return _outcome(
        tuple(sorted({key: value for one in changes for key, value in one.items()}.items()))
    )


def ratio(*changes):
    return float(outcome(*changes)[1].bill.ratio)


# -- break-even ----------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {},
        RESUPPLY,
        {"mission.life": "8 yr"},
        {"money.boundary": "compute", "satellite.compute.price": "1 USD"},
    ],
)
def test_break_even_fed_back_gives_one(changes):
    price = float(outcome(CHEAP, changes)[1].bill.break_even_launch_usd_per_kg)
    assert price > 0.0
    assert ratio(CHEAP, changes, {"launch.price": f"{price!r} USD/kg"}) == pytest.approx(
        1.0, abs=1e-3
    )  # exact but for printing
    assert (
        ratio(CHEAP, changes, {"launch.price": f"{price * 1.02!r} USD/kg"}) > 1.0005
    )  # the check can fail


def test_negative_break_even_means_that_none_exists():
    dear = {"satellite.price": "20 MUSD"}
    assert float(outcome(dear)[1].bill.break_even_launch_usd_per_kg) < 0.0
    assert ratio(dear, {"launch.price": "0 USD/kg"}) > 1.0


def test_break_even_does_not_depend_on_the_price_it_starts_from():
    prices = [
        outcome(CHEAP, {"launch.price": f"{price} USD/kg"})[1].bill.break_even_launch_usd_per_kg
        for price in (0, 200, 1500)
    ]
    np.testing.assert_allclose(prices, prices[0], rtol=1e-9)


# -- each loss once ------------------------------------------------------------


def test_ageing_of_the_array_is_mass_and_not_lost_work():
    young, old = (
        outcome({"satellite.array.cells.degradation": rate})[1] for rate in ("0 %/yr", "4 %/yr")
    )
    assert float(old.work.delivered_flop_per_s) == pytest.approx(
        float(young.work.delivered_flop_per_s), rel=1e-6
    )  # float32 flight
    assert float(old.life.availability_frac) == pytest.approx(
        float(young.life.availability_frac), rel=EXACT
    )
    before, after = young.fleet.groups[0], old.fleet.groups[0]
    grown = float(after.mass_kg["array"] / before.mass_kg["array"])
    assert (
        1.005 < grown / np.exp(0.04 * 5.0) < 1.02
    )  # what is not power any more is heat: some 3 K, 0.35 % each
    assert float(after.price_usd["array"] / before.price_usd["array"]) == pytest.approx(
        grown, rel=EXACT
    )
    assert float(old.fleet.power_w) == pytest.approx(
        float(young.fleet.power_w), rel=EXACT
    )  # at the end of life


def test_availability_enters_cost_once():
    scenario, found = outcome({"satellite.array.area": "150 m2"})
    working = float(
        found.fleet.chips
        * found.work.duty_frac
        * found.work.resumed_frac
        * found.work.recovered_frac
        * found.life.availability_frac
    )
    orbit, ground = found.bill.orbit, found.bill.ground
    assert float(found.work.duty_frac) < 0.999
    for side in (orbit, ground):  # both deliver the same chip-hours
        assert float(side.usd_per_chip_hour) * working * HOURS == pytest.approx(
            float(side.usd_per_year), rel=EXACT
        )
        assert sum(map(float, side.items_usd_per_year.values())) == pytest.approx(
            float(side.usd_per_year), rel=EXACT
        )
    site = scenario.ground[0]
    waiting = 1.0 / (1.0 + scenario.satellite.compute.loss_per_s * site.repair_s)
    assert float(ground.chips) * site.availability_frac * waiting == pytest.approx(
        working, rel=EXACT
    )
    factors = [
        found.life.satellites_frac,
        found.life.chips_frac,
        found.life.dose_survival_frac,
        found.life.uptime_frac,
    ]
    assert float(np.prod(factors)) == pytest.approx(float(found.life.availability_frac), rel=EXACT)


def test_work_that_is_lost_enters_cost_once():
    scenario, found = outcome(TRAINING, UNLEARNT)
    work, orbit, ground = found.work, found.bill.orbit, found.bill.ground
    assert (
        float(work.goodput_frac) < 0.9 < float(work.rates.ground_goodput_frac)
    )  # a slow link: both goodputs matter
    kept = float(
        found.fleet.chips
        * work.duty_frac
        * work.resumed_frac
        * work.recovered_frac
        * work.jobs_frac
        * found.life.availability_frac
        * work.goodput_frac
    )
    for side in (orbit, ground):  # both keep the work of the same chip-hours
        assert float(side.usd_per_chip_hour) * kept * HOURS == pytest.approx(
            float(side.usd_per_year), rel=EXACT
        )
    site = scenario.ground[0]
    working = site.availability_frac / (1.0 + scenario.satellite.compute.loss_per_s * site.repair_s)
    assert float(ground.chips) * working * float(work.rates.ground_goodput_frac) == pytest.approx(
        kept, rel=EXACT
    )
    _, faster = outcome(TRAINING, UNLEARNT, {"work.link": "100 Gbit/s"})
    assert float(faster.bill.orbit.usd_per_year) == pytest.approx(
        float(orbit.usd_per_year), rel=EXACT
    )
    gained = float(faster.work.goodput_frac / work.goodput_frac)
    assert gained > 1.1
    assert float(found.bill.ratio) == pytest.approx(gained * float(faster.bill.ratio), rel=EXACT)


def test_training_alone_is_as_dear_as_any_work_of_the_same_mean():
    """One replica waits for nobody, and interruptions, but for radiation's, cost both sides alike:
    the ratio is that of work known by its mean.
    """
    calm = {
        f"satellite.compute.{name}": "0 cm2"
        for name in ("memory_error", "memory_upset", "reset", "host_crash")
    }
    alone = TRAINING | calm | {"work.replicas": 1, "work.mfu": 0.35, "work.utilisation": 0.8}
    mean = calm | {"work.kind": "mean_flops", "work.mfu": 0.35, "work.utilisation": 0.8}
    assert ratio(alone) == pytest.approx(ratio(mean), rel=EXACT)
    assert float(outcome(alone)[1].work.goodput_frac) < 1.0


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("life.downtime", 0.0, 0.3),
        ("satellite.compute.loss", "0 %/yr", "15 %/yr"),
        ("life.satellite_loss", "0 %/yr", "10 %/yr"),
    ],
)
def test_a_loss_without_replacement_costs_work_and_nothing_else(key, low, high):
    (_, less), (_, more) = outcome({key: low}), outcome({key: high})
    assert float(more.bill.orbit.usd_per_year) == pytest.approx(
        float(less.bill.orbit.usd_per_year), rel=EXACT
    )
    lost = float(more.life.availability_frac / less.life.availability_frac)
    assert lost < 0.9
    dearer = float(more.bill.orbit.usd_per_chip_hour / less.bill.orbit.usd_per_chip_hour)
    assert dearer * lost == pytest.approx(1.0, rel=EXACT)
    assert float(more.work.delivered_flop_per_s) == pytest.approx(
        float(less.work.delivered_flop_per_s), rel=EXACT
    )  # of the healthy fleet


@pytest.mark.parametrize(
    ("loss", "renewal"), [(0.0, 0.0), (0.05, 0.0), (0.05, 0.025), (0.0, 0.1), (0.2, 0.3)]
)
def test_chips_alive_follow_their_rate_equation(loss, renewal):
    years, alive, total, step = 5.0, 1.0, 0.0, 1e-3
    for _ in range(5000):  # d alive / dt = renewal (1 - alive) - loss alive, by the midpoint
        middle = alive + 0.5 * step * (renewal * (1.0 - alive) - loss * alive)
        alive, total = (
            alive + step * (renewal * (1.0 - middle) - loss * middle),
            total + step * middle,
        )
    age_s, weight = ages(renewal / YEAR_S, renewal / YEAR_S, years * YEAR_S)
    found = float(np.sum(weight * np.exp(-loss / YEAR_S * age_s)))
    assert found == pytest.approx(total / years, abs=1e-6)  # second order in a step of 1e-3 years


def test_the_waterfall_multiplies_to_what_is_delivered():
    for changes in (
        {},
        {"satellite.array.area": "150 m2"},
        {"satellite.radiator.area": "30 m2"},
        TRAINING,
    ):
        work = outcome(changes)[1].work
        assert float(np.prod([factor.frac for factor in work.waterfall])) == pytest.approx(
            float(work.delivered_frac), rel=1e-6
        )  # float32
        assert all(0.0 < float(factor.frac) <= 1.0 + 1e-6 for factor in work.waterfall)
        assert float(work.delivered_flop_per_s) == pytest.approx(
            float(work.peak_flop_per_s * work.delivered_frac), rel=EXACT
        )


# -- resupply ------------------------------------------------------------------


def test_resupply_is_never_free():
    (_, without), (scenario, found) = outcome(UNLEARNT), outcome(UNLEARNT, RESUPPLY)
    plain, supplied = (one.bill.orbit.items_usd_per_year for one in (without, found))
    replaced, fleet = float(found.life.replaced_satellites), found.fleet
    lost = float(scenario.life.satellite_loss_per_s * fleet.life_s)
    assert replaced == pytest.approx(
        5 * lost, rel=0.02
    )  # less those missing while they wait, 1.2 %
    yearly = replaced / (float(fleet.life_s) / YEAR_S)
    group = fleet.groups[0]
    launch_usd = float(group.launch_equivalent_kg * scenario.launch.price_usd_per_kg)
    assert float(supplied["launch"] - plain["launch"]) == pytest.approx(
        yearly * launch_usd, rel=EXACT
    )
    assert float(supplied["replaced satellites"]) == pytest.approx(
        yearly * sum(map(float, group.price_usd.values())), rel=EXACT
    )
    assert float(supplied["lost chips"]) == pytest.approx(
        yearly * float(group.chips_usd), rel=EXACT
    )
    assert float(found.life.vehicle_loads) == pytest.approx(
        replaced * float(group.vehicle_loads / group.count), rel=EXACT
    )
    assert float(found.life.satellites_frac) > float(
        without.life.satellites_frac
    )  # what is paid for comes back
    assert float(found.bill.orbit.usd_per_year) > float(without.bill.orbit.usd_per_year)


def test_resupply_of_nothing_costs_nothing():
    safe = {"life.satellite_loss": "0 %/yr"}
    (_, without), (_, found) = outcome(safe), outcome(safe, RESUPPLY)
    assert float(found.bill.orbit.usd_per_year) == pytest.approx(
        float(without.bill.orbit.usd_per_year), rel=EXACT
    )
    assert float(found.life.replaced_satellites) == 0.0
    assert float(found.life.vehicle_loads) == 0.0
    assert float(found.life.satellites_frac) == pytest.approx(1.0, rel=EXACT)


# -- both sides alike ----------------------------------------------------------


def test_both_sides_pay_the_same_for_a_chip():
    equal = {
        "money.orbit_capital": 0.08,
        "money.ground_capital": 0.08,
        "mission.life": "5 yr",
        "satellite.compute.life": "5 yr",
    }
    scenario, found = outcome(equal)
    orbit, ground = (
        float(side.items_usd_per_year["chips and servers"] / side.chips)
        for side in (found.bill.orbit, found.bill.ground)
    )
    assert orbit == pytest.approx(ground, rel=EXACT)
    price = scenario.satellite.compute.price_usd + scenario.satellite.compute.server_price_usd
    assert orbit == pytest.approx(price * 0.08 / (1 - 1.08**-5), rel=EXACT)


@pytest.mark.parametrize("changes", [{}, TRAINING])
def test_every_unit_gives_the_same_ratio(changes):
    bill = outcome(changes)[1].bill
    for unit in (
        "usd_per_chip_hour",
        "usd_per_pflop_day",
        "usd_per_kw_year",
        "usd_per_million_tokens",
        "usd_per_w",
        "usd_per_year",
        "present_usd",
    ):
        if changes and unit == "usd_per_million_tokens":
            assert bill.orbit.usd_per_million_tokens is bill.ground.usd_per_million_tokens is None
            continue
        assert float(getattr(bill.orbit, unit) / getattr(bill.ground, unit)) == pytest.approx(
            float(bill.ratio), rel=EXACT
        ), unit
    difference = float(bill.orbit.usd_per_kw_year - bill.ground.usd_per_kw_year)
    assert float(bill.difference_usd_per_kw_year) == pytest.approx(difference, rel=EXACT)


def test_discounting_cannot_move_the_ratio():
    assert ratio({"money.discount": 0.02}) == pytest.approx(
        ratio({"money.discount": 0.15}), rel=EXACT
    )


def test_boundaries_are_nested():
    items = {
        name: set(outcome({"money.boundary": name})[1].bill.orbit.items_usd_per_year)
        for name in ("power_only", "facility", "compute")
    }
    assert items["power_only"] < items["facility"] < items["compute"]
    whole, facility = outcome()[1].bill, outcome({"money.boundary": "facility"})[1].bill
    assert float(whole.ratio_without_chips) == pytest.approx(float(facility.ratio), rel=EXACT)


# -- monotone ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "values", "sign"),
    [
        ("launch.price", [f"{x} USD/kg" for x in (0, 50, 200, 1500, 7000)], 1),
        ("ground.0.electricity", [f"{x} USD/kWh" for x in (0.01, 0.05, 0.1, 0.3)], -1),
        ("ground.0.pue", [1.0, 1.1, 1.5], -1),
        ("ground.0.availability", [0.9, 0.99, 1.0], 1),
        ("satellite.array.areal_mass", [f"{x} kg/m2" for x in (1, 3, 6)], 1),
        ("satellite.compute.loss", ["0 %/yr", "5 %/yr", "10 %/yr"], 1),
        ("life.downtime", [0.0, 0.02, 0.1], 1),
        ("money.orbit_capital", [0.0, 0.05, 0.12, 0.2], 1),
    ],
)
def test_the_ratio_moves_the_right_way(key, values, sign):
    steps = sign * np.diff([ratio({key: value}) for value in values])
    assert (steps > 0.0).all()


# -- mass ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["suncatcher", "starlink-ai"])
def test_masses_add_up(name):
    fleet = design(load(name).scenario)
    group, given = fleet.groups[0], load(name).scenario.satellite
    mass = {item: float(kilograms) for item, kilograms in group.mass_kg.items()}
    assert min(mass.values()) > 0.0
    assert sum(mass.values()) == pytest.approx(float(group.launch_mass_kg), rel=EXACT)
    dry = sum(mass.values()) - mass["propellant"]
    assert mass["structure"] == pytest.approx(given.bus.structure_frac * dry, rel=EXACT)
    assert mass["propulsion"] == pytest.approx(given.propulsion.dry_mass_frac * dry, rel=EXACT)
    exhaust = 9.80665 * given.propulsion.specific_impulse_s
    down = np.sqrt(3.986004418e14 / (6378137.0 + 250e3)) - np.sqrt(
        3.986004418e14 / (6378137.0 + group.orbits.altitude_m)
    )
    wanted = (
        down + given.propulsion.keeping_m_per_s
    )  # a low-thrust spiral takes the difference of circular speeds
    assert exhaust * np.log((dry + mass["propellant"]) / dry) == pytest.approx(
        wanted, rel=EXACT
    )  # Tsiolkovsky
    assert float(fleet.mass_kg) == pytest.approx(
        group.count * float(group.launch_mass_kg), rel=EXACT
    )
    payload = payload_to(
        load(name).scenario.launch, group.orbits.altitude_m, group.orbits.inclination_rad
    )
    assert float(group.vehicle_loads) * float(payload) == pytest.approx(
        float(fleet.mass_kg), rel=EXACT
    )


def test_a_given_mass_is_kept_and_its_rest_is_named():
    group = design(load("suncatcher", {"satellite.mass": "3000 kg"}).scenario).groups[0]
    assert float(group.launch_mass_kg) == 3000.0
    assert sum(map(float, group.mass_kg.values())) == pytest.approx(3000.0, rel=EXACT)
    assert float(group.mass_kg["not explained"]) > 0.0


def test_an_end_where_no_design_closes_is_named_and_not_priced():
    changes = {
        "satellite.compute.count": {"low": 50, "mode": 100, "high": 9000},
        "flight.days": 2,
        "flight.orbits": 1,
    }
    made = run("suncatcher", changes)
    broken = [one.key for one in made.drivers if not one.closes]
    assert broken == ["satellite.compute.count"]
    assert "no design closes at an end of satellite.compute.count" in screen(saved(made))
    assert summary(made)["verdict"]["drivers"][-1]["effect"] is None


# -- waiting, carbon, water ----------------------------------------------------


def test_at_its_worth_the_work_is_worth_as_much_on_both_sides():
    scenario, found = outcome()
    bill, rate = found.bill, scenario.money.discount_frac
    worth = float(bill.break_even_value_usd_per_kw_year)
    assert worth > float(bill.orbit.usd_per_kw_year) > float(bill.ground.usd_per_kw_year)

    def present(side, worth):
        first = float(side.wait_s) / YEAR_S  # sixty years of work, year by year
        return sum(
            (worth - float(side.usd_per_kw_year)) / (1.0 + rate) ** (first + year)
            for year in range(1, 61)
        )

    assert present(bill.orbit, worth) == pytest.approx(present(bill.ground, worth), rel=1e-9)
    assert present(bill.orbit, 1.1 * worth) > present(bill.ground, 1.1 * worth)
    assert present(bill.orbit, 0.9 * worth) < present(bill.ground, 0.9 * worth)
    assert float(bill.ground.delay_discount_frac) == pytest.approx((1.0 + rate) ** -4.0)


def test_a_longer_queue_lowers_what_work_must_be_worth():
    worths = [
        float(outcome({"ground.0.queue": f"{years} yr"})[1].bill.break_even_value_usd_per_kw_year)
        for years in (3.5, 4, 7, 13)
    ]
    assert worths == sorted(worths, reverse=True)
    later = float(outcome({"launch.wait": "3.9 yr"})[1].bill.break_even_value_usd_per_kw_year)
    assert later > worths[1]
    for changes in ({"ground.0.queue": "3 yr"}, {"launch.wait": "9 yr"}, {"money.discount": 0.0}):
        assert np.isnan(float(outcome(changes)[1].bill.break_even_value_usd_per_kw_year)), changes
    assert (
        ratio({"ground.0.queue": "13 yr"}) == ratio({"launch.wait": "9 yr"}) == ratio()
    )  # no price holds a wait


def test_a_null_worth_says_why():
    few = {"flight.days": 1, "flight.orbits": 1}
    for changes, why in (
        ({"launch.wait": "9 yr"}, "orbit begins no earlier than us-texas-grid"),
        ({"money.discount": 0.0}, "a year of waiting costs nothing: money.discount is 0"),
        (
            {"money.boundary": "power_only"},
            "boundary power_only compares launch with a power bill, no work is delivered",
        ),
    ):
        facts = summary(run("suncatcher", few | changes))
        assert facts["bill"]["break_even_value_usd_per_kw_year"] is None
        assert facts["reasons"]["bill.break_even_value_usd_per_kw_year"] == why
        assert facts["bill"]["ground"]["wait_s"] == 4.0 * YEAR_S
    on_ground = summary(run("us-ground"))
    assert (
        on_ground["reasons"]["bill.break_even_value_usd_per_kw_year"]
        == "nothing flies in this scenario"
    )
    assert [one["wait_s"] / YEAR_S for one in on_ground["bill"]["grounds"]] == pytest.approx(
        [4.0, 7.0]
    )


def test_a_site_waits_for_its_queue_and_a_plant_for_its_own():
    sites = [
        {"use": "ireland-grid"},
        {"use": "ireland-grid", "supply": "gas"},
        {"use": "ireland-grid", "supply": {"kind": "gas", "wait": "1 yr"}},
    ]
    scenario = load("suncatcher", SMALL | {"ground": sites}).scenario
    bill = evaluate(scenario, fly=partial(fly, strips=False)).bill
    assert [float(one.wait_s) / YEAR_S for one in bill.grounds] == pytest.approx([8.0, 4.0, 1.0])
    assert [one.name for one in bill.sides] == [
        "orbit",
        "ireland-grid",
        "gas at ireland-grid",
        "gas at ireland-grid 2",
    ]


CARBON = "100 USD/t"


@pytest.mark.parametrize("boundary", ["facility", "compute"])
def test_a_price_on_carbon_costs_both_sides_what_they_emit(boundary):
    _, free = outcome({"money.boundary": boundary})
    _, priced = outcome({"money.boundary": boundary, "money.carbon": CARBON})
    for before, after in (
        (free.bill.orbit, priced.bill.orbit),
        (free.bill.ground, priced.bill.ground),
    ):
        assert float(before.items_usd_per_year["carbon"]) == 0.0
        assert float(after.usd_per_year - before.usd_per_year) == pytest.approx(
            0.1 * float(before.carbon_kg_per_year), rel=1e-6
        )
        assert float(after.usd_per_year) > float(before.usd_per_year)


def test_launch_against_a_power_bill_knows_no_price_on_carbon():
    _, free = outcome({"money.boundary": "power_only"})
    _, priced = outcome({"money.boundary": "power_only", "money.carbon": CARBON})
    assert float(priced.bill.ratio) == float(free.bill.ratio)
    assert free.bill.break_even_value_usd_per_kw_year is None


def test_carbon_and_water_are_those_of_the_work_whatever_is_priced():
    sides = [
        outcome({"money.boundary": name})[1].bill for name in ("power_only", "facility", "compute")
    ]
    for what in (
        "carbon_kg_per_year",
        "carbon_kg_per_kw_year",
        "water_m3_per_year",
        "water_m3_per_kw_year",
        "wait_s",
    ):
        for which in ("orbit", "ground"):
            found = [float(getattr(getattr(bill, which), what)) for bill in sides]
            assert found == pytest.approx([found[0]] * 3, rel=EXACT), (which, what)


def test_the_ground_emits_and_drinks_by_its_energy():
    scenario, found = outcome()
    site, side = scenario.ground[0], found.bill.ground
    kwh = float(side.grid_w) / 1e3 * HOURS
    assert float(side.carbon_kg_per_year) == pytest.approx(0.37 * kwh, rel=1e-6)
    assert float(side.water_m3_per_year) == pytest.approx(
        0.4e-3 * kwh / site.pue_ratio, rel=1e-6
    )  # of the IT's energy
    working_kw = float(side.usd_per_year / side.usd_per_kw_year)
    assert float(side.carbon_kg_per_kw_year) == pytest.approx(
        float(side.carbon_kg_per_year) / working_kw, rel=EXACT
    )


def test_orbit_emits_what_its_launches_do_and_drinks_nothing():
    (scenario, found), (_, supplied) = outcome(), outcome(RESUPPLY)
    flights_kg = float(found.fleet.vehicle_loads) * scenario.launch.payload_kg
    years = float(found.fleet.life_s) / YEAR_S
    assert float(found.bill.orbit.carbon_kg_per_year) == pytest.approx(
        178.8 * flights_kg / years, rel=1e-6
    )
    assert float(found.bill.orbit.water_m3_per_year) == 0.0
    again = float(
        supplied.life.vehicle_loads / found.fleet.vehicle_loads
    )  # flights for replacements over the mission
    grown = float(supplied.bill.orbit.carbon_kg_per_year / found.bill.orbit.carbon_kg_per_year)
    assert grown == pytest.approx(1.0 + again, rel=EXACT)
    assert grown > 1.05


def test_every_ground_has_a_name_of_its_own():
    plain, own = {"use": "us-texas-grid"}, {"use": "us-texas-grid", "supply": "nuclear"}
    given = [plain, own, plain, {"use": "france-grid"}, own, plain]
    found = site_names(load("suncatcher", {"ground": given}).scenario.ground)
    assert found == (
        "us-texas-grid",
        "nuclear at us-texas-grid",
        "us-texas-grid 2",
        "france-grid",
        "nuclear at us-texas-grid 2",
        "us-texas-grid 3",
    )
