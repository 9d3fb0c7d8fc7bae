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
from dawndusk.records.life import Life
from dawndusk.records.scenario import Scenario

# as what a part of a satellite learns, by the name of its price; all the rest as structure
LEARNS = {
    "array": "array",
    "battery": "battery",
    "radiator": "radiator",
    "coolant loop": "radiator",
    "lasers": "lasers",
    "avionics": "electronics",
    "power conversion": "electronics",
    "compute integration": "electronics",
    "assembly and test": "assembly",
}


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
    learning, launched = scenario.learning, scenario.launch.launched_kg
    own = fleet.mass_kg * (1.0 + life.launches / fleet.launches)
    world, built = learning.world_kg, learning.built_kg
    totals = {"launch": world if launched is None else launched}
    totals |= dict.fromkeys((*LEARNS.values(), "structure"), world if built is None else built)
    begun = {
        name: total if learning.begun_kg is None else learning.begun_kg
        for name, total in totals.items()
    }
    return {
        name: paid_ratio(begun[name] / total, own / begun[name], getattr(learning, f"{name}_frac"))
        for name, total in totals.items()
    }


def costs(scenario: Scenario, fleet: Fleet, life: Life) -> Costs:
    """All that orbit costs, by item.

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
    programme, count, part = scenario.programme, fleet.satellites, paid(scenario, fleet, life)
    built: dict[str, Array] = {}
    for group in fleet.groups:
        for name, usd in group.price_usd.items():
            built[name] = (
                built.get(name, 0.0) + group.count * usd * part[LEARNS.get(name, "structure")]
            )
    satellites, chips = sum(built.values()), fleet.total("chips_usd")
    launched = fleet.total("launch_equivalent_kg") * part["launch"]
    launch = launched * scenario.launch.price_usd_per_kg
    bought = count * np.maximum(scenario.mission.life_s / fleet.life_s, 1.0)  # of all generations
    development = programme.development_usd * count / np.maximum(programme.satellites, bought)
    items: dict[str, Array] = {"chips and servers": recovery * chips}
    items |= {name: recovery * usd for name, usd in built.items()}
    items["development"] = recovery * development
    items["launch"] = (recovery + again) * launch
    items["insurance"] = programme.insurance_frac * (recovery + again) * (satellites + launch)
    items["insurance of chips"] = programme.insurance_frac * (recovery + again) * chips
    if scenario.life.replacement == "launch":
        items["replaced satellites"] = again * satellites
        items["lost chips"] = again * chips
    operations = (
        scenario.life.operations_usd_per_s * count + scenario.life.mission_control_usd_per_s
    )
    items["operations"] = operations * YEAR_S
    gateways = np.maximum(programme.least_gateways, count / programme.satellites_per_gateway)
    items["ground segment"] = gateways * programme.gateway_usd_per_s * YEAR_S
    dead = count * life.satellites_frac * scenario.life.satellite_loss_per_s * YEAR_S  # a year
    saved = (recovery - scenario.money.orbit_capital_frac) * count * programme.disposal_usd
    items["disposal"] = saved + dead * programme.removed_frac * programme.removal_usd
    items["carbon"] = carbon_kg_per_year(scenario, fleet, life) * scenario.money.carbon_usd_per_kg
    return Costs(
        items_usd_per_year=items,
        capital_usd=(chips + satellites + launch) * (1.0 + programme.insurance_frac) + development,
        launch_usd_per_kg=scenario.launch.price_usd_per_kg * part["launch"],
        slope_per_year=(recovery + again) * launched,
    )


def carbon_kg_per_year(scenario: Scenario, fleet: Fleet, life: Life) -> Array:
    """Carbon of the launches, spread over a satellite's life, those of replacements with it.

    Equation: full flights x payload x carbon per kg of it x (1 / life + share replaced a year)
    Source: dawndusk-method
    """
    flights = fleet.launches * (YEAR_S / fleet.life_s + replaced_per_year(scenario, fleet, life))
    return flights * scenario.launch.payload_kg * scenario.launch.carbon_per_payload_ratio


def replaced_per_year(scenario: Scenario, fleet: Fleet, life: Life) -> Array:
    """Share of the fleet that is launched anew each year."""
    return life.replaced_satellites / fleet.satellites / (scenario.mission.life_s / YEAR_S)
