"""Laws of items: each one of a design or a bill is declared, stands in one part, and adds up; a new
one is one entry. Tag: law.
"""

from functools import cache, partial

import pytest

from dawndusk.analyses.bridge import ratio, terms_of
from dawndusk.chain import evaluate, settled
from dawndusk.core import kinds
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly, sampling_error
from dawndusk.records import items
from dawndusk.records.items import GroundCost, Item, OrbitCost
from dawndusk.records.run import Run
from dawndusk.report.figures import masses
from dawndusk.report.tables import cost_table
from dawndusk.results.cost_parts import parts_usd_per_kw_year
from dawndusk.results.saved import saved
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.reading import load
from tests.laws.test_money_laws import EXACT, RESUPPLY, SMALL, UNLEARNT

SUPPLIES = {"ground": [{"supply": kind} for kind in kinds.kinds("supply")]}
VARIANTS = {
    "as it is": {},
    "resupply": RESUPPLY,
    "every supply": SUPPLIES,
    "given mass and price": {"satellite.mass": "3000 kg", "satellite.price": "2 MUSD"},
    "facility": {"money.boundary": "facility"},
    "power_only": {"money.boundary": "power_only"},
}


def evaluated(*changes):
    """Scenario and outcome, evaluated anew: an item may have been added since."""
    overrides = {key: value for one in (SMALL, *changes) for key, value in one.items()}
    scenario = settled(load("suncatcher", overrides).scenario)
    return scenario, evaluate(scenario, fly=partial(fly, strips=False))


@cache
def variant(name):
    return evaluated(VARIANTS[name])


# -- declared, in one part, complete -----------------------------------------------------


@pytest.mark.parametrize("name", list(gallery()))
def test_every_item_of_a_design_is_declared(name):
    scenario = load(name).scenario
    if scenario.on_ground:
        pytest.skip("nothing flies")
    for group in design(scenario).groups:
        for id in group.mass_kg:
            assert items.find(id).mass in items.mass_parts() or id == items.NOT_EXPLAINED
        for id in group.price_usd:
            assert items.find(id).orbit.learning
        assert sum(map(float, group.mass_kg.values())) == pytest.approx(
            float(group.launch_mass_kg), rel=EXACT
        )


@pytest.mark.parametrize("name", VARIANTS)
def test_every_item_of_a_bill_is_in_one_part_and_parts_add_up(name):
    for side in variant(name)[1].bill.sides:
        held = {id: items.cost_part(id) for id in side.items_usd_per_year}
        assert set(held.values()) <= set(items.COST_PARTS)
        scale = float(side.usd_per_kw_year) / float(side.usd_per_year)
        parts = parts_usd_per_kw_year(side)
        assert sum(parts.values()) == pytest.approx(float(side.usd_per_kw_year), rel=EXACT)
        for part, usd in parts.items():
            own = [float(side.items_usd_per_year[id]) for id in held if held[id] is part]
            assert usd == pytest.approx(scale * sum(own), rel=EXACT)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_bill_is_in_the_order_of_the_items(name):
    """The items of a supply, in the order of its kind, stand together."""
    place = {id: at for at, id in enumerate(items.ITEMS)}
    for side in variant(name)[1].bill.sides:
        own = [
            id
            for id in side.items_usd_per_year
            if items.cost_part(id) is not items.ELECTRICITY_COSTS
        ]
        assert own == sorted(own, key=place.__getitem__)


def test_every_declared_item_occurs():
    """Over all variants: an entry that nothing uses would be dead."""
    found = {
        id
        for name in VARIANTS
        for side in variant(name)[1].bill.sides
        for id in side.items_usd_per_year
    }
    found |= {
        id for name in VARIANTS for group in variant(name)[1].fleet.groups for id in group.mass_kg
    }
    assert found == set(items.ITEMS)


# -- a new item is one entry -------------------------------------------------------------


def added(monkeypatch, item, *changes):
    """The outcome before, and with one entry more; nothing learns."""
    before = evaluated(UNLEARNT, *changes)
    monkeypatch.setitem(items.ITEMS, item.id, item)
    return before, evaluated(UNLEARNT, *changes)


def saved_run(changes):
    """The run as pages read it."""
    loaded = load("suncatcher", SMALL | changes)
    outcome = evaluate(settled(loaded.scenario))
    error = sampling_error(outcome.flight)
    return saved(Run(loaded=loaded, outcome=outcome, sampling_error=error))


def assert_in_one_part(bills, item, side):
    """In the bill, in its part alone, in the table, in the total, and in the bridge."""
    before, after = (getattr(bill, side) for bill in bills)
    usd = float(after.items_usd_per_year[item.id])
    assert usd > 0.0
    assert item.id not in before.items_usd_per_year
    assert sum(map(float, after.items_usd_per_year.values())) == pytest.approx(
        float(after.usd_per_year), rel=EXACT
    )
    scale = float(after.usd_per_kw_year) / float(after.usd_per_year)
    own = [
        float(after.items_usd_per_year[id])
        for id in after.items_usd_per_year
        if items.cost_part(id) is item.cost_part
    ]
    assert parts_usd_per_kw_year(after)[item.cost_part] == pytest.approx(
        scale * sum(own), rel=EXACT
    )
    assert item.id in cost_table(saved_run(UNLEARNT).bill).lower()
    return usd


def test_an_item_of_the_satellite(monkeypatch):
    """With a mass, a volume, a price and a curve of its own."""
    tracker = Item(
        id="star tracker",
        cost_part=items.BUS_COSTS,
        mass=items.BarPart("T", "star tracker", "#7F3C8D"),
        kg=lambda b: 12.0,
        stowed_m3=lambda b: 0.5,
        usd=lambda b: 1e5 + 1e3 * b.mass_kg["star tracker"],
        orbit=OrbitCost(learning="electronics"),
    )
    (_, before), (scenario, after) = added(monkeypatch, tracker)
    old, new = before.fleet.groups[0], after.fleet.groups[0]
    assert float(new.mass_kg["star tracker"]) == 12.0
    assert float(new.price_usd["star tracker"]) == pytest.approx(112e3)
    margin = scenario.satellite.bus.margin_frac
    dry = (12.0 * (1.0 + margin)) / (
        1.0 - scenario.satellite.bus.structure_frac - scenario.satellite.propulsion.dry_mass_frac
    )
    more = float(new.launch_mass_kg - old.launch_mass_kg)
    assert more == pytest.approx(
        dry
        * (
            1.0
            + float(new.mass_kg["propellant"] / (new.launch_mass_kg - new.mass_kg["propellant"]))
        ),
        rel=1e-9,
    )
    volume = 0.5 + (more - 12.0) / scenario.satellite.stowage.density_kg_per_m3
    assert float(new.stowed_m3 - old.stowed_m3) == pytest.approx(volume, rel=1e-9)
    run = saved_run(UNLEARNT)
    assert "Star tracker" in masses(run.tables["mass"], run.fleet.groups[0])
    assert tracker.mass in items.mass_parts()
    usd = assert_in_one_part((before.bill, after.bill), tracker, "orbit")
    assert usd == pytest.approx(5 * 112e3 * 0.12 / (1 - 1.12**-5), rel=1e-9)
    terms = terms_of(scenario, after.fleet, after.bill)
    assert ratio(terms) == pytest.approx(float(after.bill.ratio), rel=1e-9)


@pytest.mark.parametrize(
    ("item", "term", "side"),
    [
        (
            Item(
                id="spectrum fees",
                cost_part=items.OPERATION_COSTS,
                orbit=OrbitCost(
                    term="operations_usd_per_w_s", usd_per_year=lambda b: 2e5 * b.satellites
                ),
            ),
            "operations_usd_per_w_s",
            "orbit",
        ),
        (
            Item(
                id="spare satellites",
                cost_part=items.REPLACEMENT_COSTS,
                orbit=OrbitCost(capital_usd=lambda b: 0.2 * b.satellites_usd, again=True),
            ),
            "satellite_usd_per_w",
            "orbit",
        ),
        (
            Item(
                id="land",
                cost_part=items.FACILITY_COSTS,
                ground=GroundCost(term="building_usd_per_w", capital_usd=lambda b: 0.5 * b.it_w),
            ),
            "building_usd_per_w",
            "ground",
        ),
        (
            Item(
                id="insurance of the site",
                cost_part=items.OPERATION_COSTS,
                ground=GroundCost(
                    term="operations_usd_per_w_s", usd_per_year=lambda b: 0.1 * b.it_w
                ),
            ),
            "operations_usd_per_w_s",
            "ground",
        ),
    ],
    ids=lambda one: getattr(one, "id", None),
)
def test_an_item_of_the_bill(monkeypatch, item, term, side):
    (scenario, before), (_, after) = added(monkeypatch, item)
    usd = assert_in_one_part((before.bill, after.bill), item, side)
    old, new = (getattr(one.bill, side) for one in (before, after))
    assert float(new.usd_per_year - old.usd_per_year) == pytest.approx(usd, rel=1e-6)
    terms = [terms_of(scenario, one.fleet, one.bill) for one in (before, after)]
    assert ratio(terms[1]) == pytest.approx(float(after.bill.ratio), rel=1e-9)
    moved = [
        name
        for name in vars(getattr(terms[0], side))
        if getattr(getattr(terms[1], side), name)
        != pytest.approx(getattr(getattr(terms[0], side), name), rel=1e-9)
    ]
    assert moved == [term]


def test_an_item_of_a_supply(monkeypatch):
    """Its kind returns the amount; the entry says what it is, and what it learns."""
    drilling = Item(
        id="drilling",
        cost_part=items.ELECTRICITY_COSTS,
        boundary="power_only",
        ground=GroundCost(learning="plant"),
    )
    grid = kinds.model("supply", "grid")
    plain = grid.costs_usd_per_year
    monkeypatch.setitem(items.ITEMS, "drilling", drilling)
    monkeypatch.setattr(grid, "costs_usd_per_year", lambda *args: plain(*args) | {"drilling": 1e5})
    for boundary in items.BOUNDARIES:
        _, found = evaluated(UNLEARNT, {"money.boundary": boundary})
        assert float(found.bill.ground.items_usd_per_year["drilling"]) == pytest.approx(1e5)
    _, learnt = evaluated({"learning.plant": "20 %", "learning.halls_begun": "1 TW"})
    assert float(learnt.bill.ground.items_usd_per_year["drilling"]) < 0.9e5


def test_an_amount_of_none_leaves_an_item_out(monkeypatch):
    tether = Item(
        id="tether",
        cost_part=items.BUS_COSTS,
        mass=items.REST,
        kg=lambda b: None,
        usd=lambda b: None,
        orbit=OrbitCost(term="operations_usd_per_w_s", usd_per_year=lambda b: None),
        ground=GroundCost(capital_usd=lambda b: None),
    )
    (_, before), (_, after) = added(monkeypatch, tether)
    assert "tether" not in after.fleet.groups[0].mass_kg | after.bill.orbit.items_usd_per_year
    assert float(after.bill.ratio) == float(before.bill.ratio)
