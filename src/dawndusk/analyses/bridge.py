"""Bridge: why two answers to "orbit or ground?" differ, as named factors from one to the other.

Both answers are written in the same terms; then one group of terms after another is taken from the
other answer, and what that does to the ratio is its factor. The product of all factors is the
quotient of both ratios, whatever the order; a single factor depends on what was changed before it,
and the order is that of the list.

Equation: cost per delivered watt = (sum of price x r / (1 - (1 + r)^-n) + yearly costs) / share
delivered; ratio = orbit / ground
Valid: as the terms: an answer is one number for a whole life, whatever was flown or assumed for it
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from dawndusk.core.units import YEAR_S
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.records.bill import Bill, Side
from dawndusk.records.fleet import Fleet
from dawndusk.records.items import Item, find
from dawndusk.records.scenario import Scenario
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms

COUNTED = "what is counted at all"
STEPS: dict[
    str, tuple[tuple[str, ...], tuple[str, ...]]
] = {  # what is taken from the other answer: terms of orbit, terms of the ground
    "lives and cost of capital": (
        ("life_s", "capital_frac"),
        ("building_life_s", "chips_life_s", "capital_frac"),
    ),
    "mass of a kilowatt": (("mass_kg_per_w",), ()),
    "launch price": (("launch_usd_per_kg",), ()),
    "satellite without chips, development": (
        ("satellite_usd_per_w", "development_usd_per_w"),
        (),
    ),
    "chips and servers, on both sides": (("chips_usd_per_w",), ("chips_usd_per_w",)),
    "replacement, insurance and operations in orbit": (
        ("replacement_usd_per_w_s", "operations_usd_per_w_s"),
        (),
    ),
    "sunlight, ageing and losses in orbit": (("delivered_frac",), ()),
    "hours that the ground works": ((), ("delivered_frac",)),
    "building": ((), ("building_usd_per_w",)),
    "electricity, or the plant for it": ((), ("energy_usd_per_w_s",)),
    "operations and repair on the ground": ((), ("operations_usd_per_w_s",)),
}


def orbit_usd_per_w_s(terms: OrbitTerms) -> float:
    """Cost of a delivered watt in orbit."""
    bought = (
        terms.mass_kg_per_w * terms.launch_usd_per_kg
        + (terms.satellite_usd_per_w or 0.0)
        + (terms.chips_usd_per_w or 0.0)
        + (terms.development_usd_per_w or 0.0)
    )
    yearly = (terms.replacement_usd_per_w_s or 0.0) + (terms.operations_usd_per_w_s or 0.0)
    return (
        bought * _recovery_per_s(terms.capital_frac, terms.life_s) + yearly
    ) / terms.delivered_frac


def ground_usd_per_w_s(terms: GroundTerms) -> float:
    """Cost of a delivered watt on the ground."""
    building = (terms.building_usd_per_w or 0.0) * _recovery_per_s(
        terms.capital_frac, terms.building_life_s
    )
    chips = (terms.chips_usd_per_w or 0.0) * _recovery_per_s(terms.capital_frac, terms.chips_life_s)
    yearly = (terms.energy_usd_per_w_s or 0.0) + (terms.operations_usd_per_w_s or 0.0)
    return (building + chips + yearly) / terms.delivered_frac


def ratio(terms: Terms) -> float:
    """Orbit over ground."""
    return orbit_usd_per_w_s(terms.orbit) / ground_usd_per_w_s(terms.ground)


def bridge(theirs: Terms, ours: Terms) -> tuple[tuple[str, float], ...]:
    """Factors by name whose product is `ratio(ours) / ratio(theirs)`; a step that changes nothing
    is left out.
    """
    found, here = [], theirs
    filled = Terms(_filled(theirs.orbit, ours.orbit), _filled(theirs.ground, ours.ground))
    for name, there in [(COUNTED, filled), *((name, None) for name in STEPS)]:
        if there is None:
            orbit, ground = STEPS[name]
            there = Terms(
                _taken(here.orbit, ours.orbit, orbit), _taken(here.ground, ours.ground, ground)
            )
        factor = ratio(there) / ratio(here)
        if abs(factor - 1.0) > 1e-9:
            found.append((name, factor))
        here = there
    return tuple(found)


def terms_of(scenario: Scenario, fleet: Fleet, bill: Bill) -> Terms:
    """What a scenario came to, priced on the boundary `compute`, in these terms: its ratio comes
    out again.
    """
    assert bill.orbit is not None
    orbit, ground, money = bill.orbit, bill.ground, scenario.money
    recovery = float(recovery_per_year(money.orbit_capital_frac, fleet.life_s))
    mass = float(fleet.total("launch_equivalent_kg")) / float(orbit.it_w)
    yearly = _by_term(orbit, lambda item: item.orbit.term)
    launched_again = yearly["launch_usd_per_kg"] - recovery * mass * float(bill.launch_usd_per_kg)
    replacement = yearly.get("replacement_usd_per_w_s", 0.0) + launched_again
    on_ground = _by_term(ground, lambda item: item.ground.term)
    site, compute = scenario.ground[0], scenario.satellite.compute
    return Terms(
        OrbitTerms(
            mass_kg_per_w=mass,
            launch_usd_per_kg=float(bill.launch_usd_per_kg),
            satellite_usd_per_w=yearly["satellite_usd_per_w"] / recovery,
            chips_usd_per_w=yearly["chips_usd_per_w"] / recovery,
            development_usd_per_w=yearly["development_usd_per_w"] / recovery,
            replacement_usd_per_w_s=replacement / YEAR_S,
            operations_usd_per_w_s=yearly["operations_usd_per_w_s"] / YEAR_S,
            life_s=float(fleet.life_s),
            capital_frac=money.orbit_capital_frac,
            delivered_frac=_delivered_frac(orbit),
        ),
        GroundTerms(
            building_usd_per_w=on_ground["building_usd_per_w"]
            / float(recovery_per_year(money.ground_capital_frac, site.facility_life_s)),
            building_life_s=site.facility_life_s,
            chips_usd_per_w=on_ground["chips_usd_per_w"]
            / float(recovery_per_year(money.ground_capital_frac, compute.life_s)),
            chips_life_s=compute.life_s,
            energy_usd_per_w_s=on_ground["energy_usd_per_w_s"] / YEAR_S,
            operations_usd_per_w_s=on_ground["operations_usd_per_w_s"] / YEAR_S,
            capital_frac=money.ground_capital_frac,
            delivered_frac=_delivered_frac(ground),
        ),
    )


def _by_term(side: Side, term_of: Callable[[Item], str]) -> dict[str, float]:
    """Yearly cost per watt of installed IT, by the term that the items of a side declare."""
    found: dict[str, float] = {}
    for id, usd in side.items_usd_per_year.items():
        term = term_of(find(id))
        found[term] = found.get(term, 0.0) + float(usd) / float(side.it_w)
    return found


def _delivered_frac(side: Any) -> float:
    """Kilowatts of IT whose work is kept over those installed."""
    return float(side.usd_per_year) / float(side.usd_per_kw_year) / (float(side.it_w) / 1e3)


def _recovery_per_s(capital_frac: float, life_s: float) -> float:
    return float(recovery_per_year(capital_frac, life_s)) / YEAR_S


def _filled(one: Any, other: Any) -> Any:
    missing = {field.name for field in dataclasses.fields(one) if getattr(one, field.name) is None}
    return _taken(one, other, tuple(missing))


def _taken(one: Any, other: Any, names: tuple[str, ...]) -> Any:
    return dataclasses.replace(one, **{name: getattr(other, name) for name in names})
