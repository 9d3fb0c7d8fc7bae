"""Items: the entries are complete and consistent, and an undeclared item is an error."""

import dataclasses
import re

import pytest

from dawndusk.analyses.bridge import terms_of
from dawndusk.bill.price import price
from dawndusk.core.errors import DawnduskError
from dawndusk.records import items
from dawndusk.records.economy import Learning
from dawndusk.records.items import BarPart, GroundCost, Item, OrbitCost, UnknownItem
from dawndusk.records.terms import GroundTerms, OrbitTerms
from tests.laws.test_money_laws import outcome


def names(cls):
    return {field.name for field in dataclasses.fields(cls)}


def test_no_id_is_declared_twice():
    assert len(items._DECLARED) == len(items.ITEMS)
    assert [item.id for item in items.ITEMS.values()] == list(items.ITEMS)


def test_entries_name_curves_and_terms_that_exist():
    for item in items.ITEMS.values():
        assert {item.orbit.term} <= names(OrbitTerms)
        assert {item.ground.term} <= names(GroundTerms)
        for curve in (item.orbit.learning, item.ground.learning):
            assert not curve or f"{curve}_frac" in names(Learning), item.id
        assert item.boundary in items.BOUNDARIES


@pytest.mark.parametrize("parts", [items.COST_PARTS, items.mass_parts()])
def test_letters_names_and_colours_are_distinct(parts):
    for field in dataclasses.fields(BarPart):
        assert len({getattr(part, field.name) for part in parts}) == len(parts)
    assert all(re.fullmatch("#[0-9A-F]{6}", part.fill) for part in parts)


def test_every_curve_of_the_scenario_is_that_of_an_item():
    declared = {
        curve for one in items.ITEMS.values() for curve in (one.orbit.learning, one.ground.learning)
    }
    assert {f"{curve}_frac" for curve in declared if curve} == {
        name for name in names(Learning) if name.endswith("_frac") and "growth" not in name
    }


# -- what is not declared ----------------------------------------------------------------


def test_an_undeclared_item_is_named_with_the_nearest():
    with pytest.raises(
        UnknownItem, match=r"'coolant lop' is not declared .did you mean coolant loop"
    ):
        items.find("coolant lop")
    with pytest.raises(DawnduskError, match=r"'tea' is not declared: .*items\.register"):
        items.cost_part("tea")
    with pytest.raises(UnknownItem, match="'margin' has no part of the bill"):
        items.cost_part("margin")


def test_a_supply_that_returns_an_undeclared_item_is_an_error(monkeypatch):
    scenario, found = outcome()
    grid = type(scenario.ground[0].supply)
    monkeypatch.setattr(grid, "costs_usd_per_year", lambda *_: {"meter": 1.0})
    with pytest.raises(UnknownItem, match="'meter'"):
        price(scenario, found.fleet, found.work, found.life)


def test_a_price_of_an_undeclared_item_is_an_error():
    scenario, found = outcome()
    group = found.fleet.groups[0]
    other = dataclasses.replace(group, price_usd=group.price_usd | {"ballast": 1.0})
    fleet = dataclasses.replace(found.fleet, groups=(other,))
    with pytest.raises(UnknownItem, match="'ballast'"):
        price(scenario, fleet, found.work, found.life)


def test_a_side_with_an_undeclared_item_has_no_terms():
    scenario, found = outcome()
    side = found.bill.orbit
    side = dataclasses.replace(side, items_usd_per_year=side.items_usd_per_year | {"tea": 1.0})
    with pytest.raises(UnknownItem, match="'tea'"):
        terms_of(scenario, found.fleet, dataclasses.replace(found.bill, orbit=side))


# -- declarations ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Item(id="x", usd=lambda b: 1.0), "has a cost but no part of the bill"),
        (
            lambda: Item(id="x", orbit=OrbitCost(capital_usd=lambda b: 1.0)),
            "has a cost but no part of the bill",
        ),
        (
            lambda: Item(id="x", ground=GroundCost(usd_per_year=lambda b: 1.0)),
            "has a cost but no part of the bill",
        ),
        (lambda: Item(id="x", kg=lambda b: 1.0), "has a mass but no part of the mass bar"),
        (
            lambda: Item(id="x", cost_part=BarPart("Z", "Else", "#000000")),
            "needs a cost_part of COST_PARTS",
        ),
        (lambda: Item(id="x", orbit=OrbitCost(learning="arrays")), "no learning curve 'arrays'"),
        (lambda: OrbitCost(usd_per_year=lambda b: 1.0), "needs a `term` per time"),
    ],
)
def test_an_incomplete_declaration_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_an_id_is_registered_once(monkeypatch):
    monkeypatch.setattr(items, "ITEMS", dict(items.ITEMS))
    drilling = Item(id="drilling", cost_part=items.ELECTRICITY_COSTS, boundary="power_only")
    assert items.register(drilling) is drilling
    assert items.register(dataclasses.replace(drilling)) == items.find("drilling")
    with pytest.raises(ValueError, match="'drilling' is already declared"):
        items.register(Item(id="drilling", cost_part=items.BUS_COSTS))
