"""The ground's side of the bill: what the chips, the hall and the electricity of a site cost a
year.

Equation: capital = price x paid x r / (1 - (1 + r)^-n), r the ground's cost of capital, n each
asset's own life, paid as `paid`
Valid: as bill/price
Source: short1995, dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.kinds import kind_of
from dawndusk.core.numeric import Array
from dawndusk.physics import survival
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.physics.learning import paid_ratio
from dawndusk.records.economy import Ground
from dawndusk.records.items import ITEMS, GroundBasis, amount, find
from dawndusk.records.parts import SettledSupply
from dawndusk.records.satellite import Compute
from dawndusk.records.scenario import Scenario


def site_names(grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """A name for every ground: its site, its supply where that is not the grid, and a number where
    one like it stands before it.

    >>> from dawndusk.scenario.reading import load
    >>> site_names(load("suncatcher", {"ground": [{}, {"supply": "gas"}, {}]}).scenario.ground)
    ('us-texas-grid', 'gas at us-texas-grid', 'us-texas-grid 2')
    """
    plain = [
        (
            one.use
            if kind_of(one.supply) == "grid"
            else f"{kind_of(one.supply).replace('_', ' ')} at {one.use}"
        )
        for one in grounds
    ]
    before = [plain[:at].count(name) for at, name in enumerate(plain)]
    return tuple(
        f"{name} {count + 1}" if count else name for name, count in zip(plain, before, strict=True)
    )


def mean_w(ground: Ground, it_w: Array) -> Array:
    """Mean power that a site draws from its supply for that much installed IT."""
    return it_w * ground.energisation_frac * ground.pue_ratio


def working_frac(ground: Ground, compute: Compute) -> Array:
    """Share of the time that an installed chip works: the site is up and the chip does not wait for
    repair.
    """
    return ground.availability_frac * repaired_frac(ground, compute)


def repaired_frac(ground: Ground, compute: Compute) -> Array:
    """Share of the chips that do not wait for repair."""
    return survival.in_service(compute.loss_per_s, ground.repair_s)


def paid(scenario: Scenario, it_w: Array, learning_frac: Array) -> Array:
    """What is paid over a price of the scenario, on average along the site's own part of the curve.

    Equation: as physics/learning.paid_ratio, by the IT of all data centres
    Source: dawndusk-method
    """
    total = scenario.learning.halls_w
    begun = total if scenario.learning.halls_begun_w is None else scenario.learning.halls_begun_w
    return paid_ratio(begun / total, it_w / begun, learning_frac)


def costs(scenario: Scenario, ground: Ground, chips: Array, it_w: Array) -> dict[str, Array]:
    """Yearly cost of that many chips on the ground, by item; electricity and emissions apart.

    Equation: capital = price x r / (1 - (1 + r)^-n), r the ground's cost of capital, n each asset's
    own life
    Source: short1995
    """
    basis = GroundBasis(scenario=scenario, ground=ground, chips=chips, it_w=it_w)
    found: dict[str, Array] = {}
    for id, item in ITEMS.items():
        bought = amount(item.ground.capital_usd, basis)
        running = amount(item.ground.usd_per_year, basis)
        if bought is not None:
            life_s = item.ground.life_s(basis)
            found[id] = recovery_per_year(scenario.money.ground_capital_frac, life_s) * bought
        if running is not None:
            found[id] = found.get(id, 0.0) + running
    return _learnt(scenario, it_w, found)


def supply_costs(
    scenario: Scenario, ground: Ground, supply: SettledSupply, it_w: Array
) -> dict[str, Array]:
    """Yearly cost of the electricity of that much installed IT, by item: as the kind of supply
    says.

    Equation: mean power = IT x energisation x PUE; peak = IT x PUE
    Source: dawndusk-method
    """
    found = supply.costs_usd_per_year(
        mean_w(ground, it_w),
        it_w * ground.pue_ratio,
        ground.electricity_usd_per_j,
        scenario.money.ground_capital_frac,
    )
    return _learnt(scenario, it_w, found)


def _learnt(scenario: Scenario, it_w: Array, amounts: dict[str, Array]) -> dict[str, Array]:
    """Amounts by item, each as paid along its learning curve. Raises UnknownItem."""
    found = {}
    for id, usd in amounts.items():
        curve = find(id).ground.learning
        saved = getattr(scenario.learning, f"{curve}_frac") if curve else None
        found[id] = usd if saved is None else usd * paid(scenario, it_w, saved)
    return found
