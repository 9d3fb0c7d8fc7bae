"""Orbit's side of the bill: what a fleet, its launch and its programme cost a year, what is paid
before it works, and what its launches emit.

Equation: capital = price x paid x r / (1 - (1 + r)^-n), r the orbit's cost of capital, n years of a
satellite's life, paid as `paid` for launch and the parts of a satellite and 1 for chips and
development
Valid: as bill/price; one share of the fleet is lost and replaced in every year
Source: short1995, dawndusk-method
"""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.physics.learning import paid_ratio
from dawndusk.records.fleet import Fleet
from dawndusk.records.items import ITEMS, LAUNCH, OrbitBasis, amount, find
from dawndusk.records.life import Life
from dawndusk.records.scenario import Scenario


@dataclass(frozen=True)
class Costs:
    """What orbit costs."""

    items_usd_per_year: dict[str, Array]
    capital_usd: Array  # paid before the fleet works
    launch_usd_per_kg: Array  # that it pays, on average along its part of the curve
    # dollars a year that one dollar per kilogram of launch price is worth, its insurance apart
    slope_per_year: Array


def paid(scenario: Scenario, fleet: Fleet, life: Life) -> dict[str, Array]:
    """What the fleet pays over each price of the scenario, on average along its own part of every
    curve, by the curve's name.

    Equation: as physics/learning.paid_ratio, by the mass launched and built in the mission,
    replacements and following generations with it
    Source: suncatcher2026
    """
    learning = scenario.learning
    own = fleet.mass_kg * (1.0 + life.vehicle_loads / fleet.vehicle_loads)
    curves = dict.fromkeys(item.orbit.learning for item in ITEMS.values() if item.orbit.learning)
    found = {}
    for curve in curves:
        given = scenario.launch.launched_kg if curve == LAUNCH else learning.built_kg
        total = learning.world_kg if given is None else given
        begun = total if learning.begun_kg is None else learning.begun_kg
        saved = getattr(learning, f"{curve}_frac")
        found[curve] = paid_ratio(begun / total, own / begun, saved)
    return found


def costs(scenario: Scenario, fleet: Fleet, life: Life) -> Costs:
    """All that orbit costs, by item; emissions apart.

    All of a satellite is recovered over its life, which ends with its chips' (see `design`): the
    chips that follow need a new bus and a new launch. What is lost and replaced is bought again as
    a yearly expense. Losses in service are in `life`, and in no premium.

    Equation: launch = (r / (1 - (1 + r)^-n) + share replaced a year) x mass, or what it fills of a
    vehicle, x price to the orbit x paid; development = its price x satellites / those that share
    it, all generations at least, recovered; insurance = premium x all that is bought and launched;
    disposal = satellites x price x r / ((1 + r)^n - 1), saved for their end, and dead satellites a
    year x share fetched x price; ground segment = stations x price, at least so many
    Source: short1995
    """
    recovery = recovery_per_year(scenario.money.orbit_capital_frac, fleet.life_s)
    again = replaced_per_year(scenario, fleet, life)
    count, curves = fleet.satellites, paid(scenario, fleet, life)

    def pays(id: str, usd: Array) -> Array:
        return usd * curves.get(find(id).orbit.learning, 1.0)

    capital: dict[str, Array] = {}
    for group in fleet.groups:
        for id, usd in group.price_usd.items():
            capital[id] = capital.get(id, 0.0) + group.count * pays(id, usd)
    launched = fleet.total("launch_equivalent_kg")
    basis = OrbitBasis(
        scenario=scenario,
        satellites=count,
        bought_satellites=count * np.maximum(scenario.mission.life_s / fleet.life_s, 1.0),
        satellites_usd=sum(capital.values()),
        chips_usd=fleet.total("chips_usd"),
        launched_kg=launched,
        launch_usd=pays(LAUNCH, launched * scenario.launch.price_usd_per_kg),
        recovery_per_year=recovery,
        replaced_per_year=again,
        dead_per_year=count * life.satellites_frac * scenario.life.satellite_loss_per_s * YEAR_S,
    )
    found: dict[str, Array] = {}
    for id, item in ITEMS.items():
        bought = amount(item.orbit.capital_usd, basis)
        running = amount(item.orbit.usd_per_year, basis)
        if bought is not None:
            capital[id] = pays(id, bought)
        if id in capital:
            found[id] = (recovery + again if item.orbit.again else recovery) * capital[id]
        if running is not None:
            found[id] = found.get(id, 0.0) + pays(id, running)
    return Costs(
        items_usd_per_year=found,
        capital_usd=sum(capital.values()),
        launch_usd_per_kg=pays(LAUNCH, scenario.launch.price_usd_per_kg),
        slope_per_year=(recovery + again) * pays(LAUNCH, launched),
    )


def carbon_kg_per_year(scenario: Scenario, fleet: Fleet, life: Life) -> Array:
    """Carbon of the launches, spread over a satellite's life, those of replacements with it.

    Equation: full flights x payload x carbon per kg of it x (1 / life + share replaced a year)
    Source: dawndusk-method
    """
    flights = fleet.vehicle_loads * (
        YEAR_S / fleet.life_s + replaced_per_year(scenario, fleet, life)
    )
    return flights * scenario.launch.payload_kg * scenario.launch.carbon_per_payload_ratio


def replaced_per_year(scenario: Scenario, fleet: Fleet, life: Life) -> Array:
    """Share of the fleet that is launched anew each year."""
    return life.replaced_satellites / fleet.satellites / (scenario.mission.life_s / YEAR_S)
