"""Price: both sides for the same delivered work, every asset annualised with its own life and each side's own cost of capital.

The ground gets as many chips as deliver what the orbit delivers, with its own losses. `ratio` = orbit / ground. Unit prices are per
amount delivered (a chip-hour is an hour of a chip that works and whose work is kept; a kilowatt is of such chips and their hosts), so that
every unit gives the same ratio. Only the boundary `power_only` sets array nameplate beside IT x PUE and compares launch with the power
bill, as Google's paper does (which takes no cost of capital and all of the IT power). Yearly costs become present values by one discount rate for both sides, which cannot move the ratio.

Equation: chips on the ground = kept chips / goodput there / availability there; kept chips = launched x duty x resuming x recovering x availability x goodput.
Valid: both sides do the same work with the same chips, demand and efficiency at it; prices constant in real terms.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S
from dawndusk.physics import survival
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.physics.learning import paid_frac
from dawndusk.records.bill import Bill, Side
from dawndusk.records.fleet import Fleet
from dawndusk.records.life import Life
from dawndusk.records.scenario import Compute, Ground, Scenario
from dawndusk.records.work import Work

PLANTS = ("power plant", "storage")  # capital of a supply
NOTHING = 1e-12  # of chips or of work in time
HOURS_PER_YEAR = YEAR_S / 3600.0
CHIPS = ("chips and servers", "lost chips", "insurance of chips")
LEARNS = {  # what a satellite's parts learn as, by the name of their price
    "array": "array", "battery": "battery", "radiator": "radiator", "coolant loop": "radiator", "lasers": "lasers", "avionics": "electronics",
    "power conversion": "electronics", "compute integration": "electronics", "assembly and test": "assembly",
}  # all the rest as structure  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """What a side delivers while the mission lasts: chips whose work is kept, and what they make of it."""

    chips: Array
    kilowatts: Array  # of chips and hosts; array nameplate where only power is compared
    flop_per_s: Array
    tokens_per_s: Array | None


def price(scenario: Scenario, fleet: Fleet, work: Work, life: Life) -> Bill:
    """The bill of a fleet's work against every ground of the scenario."""
    boundary = scenario.money.boundary
    compute = scenario.satellite.compute
    chips = (
        fleet.chips
        * work.duty_frac
        * work.resumed_frac
        * work.recovered_frac
        * work.jobs_frac
        * life.availability_frac
        * work.goodput_frac
    )
    kept = _kept(scenario, work, chips, life.availability_frac)
    if boundary == "power_only":
        kept = dataclasses.replace(kept, kilowatts=fleet.power_w / 1e3)
    paid = paid_in_orbit(scenario, fleet, life)
    orbit_items, launch_slope, capital_usd = orbit_costs(scenario, fleet, life, paid)
    orbit_items = _within(boundary, orbit_items, ("launch",))
    insured_frac = 0.0 if boundary == "power_only" else scenario.programme.insurance_frac
    launch_slope = launch_slope * (1.0 + insured_frac)
    orbit = _side(scenario, "orbit", orbit_items, fleet.chips, fleet.total("it_w"), kept)
    grounds = []
    for ground in scenario.ground:
        installed = kept.chips / work.rates.ground_goodput_frac / _working_frac(ground, compute)
        it_w = installed * (compute.power_w + compute.host_power_w)
        side = _ground_side(scenario, ground, installed, fleet.power_w if boundary == "power_only" else it_w, kept)
        grounds.append(dataclasses.replace(side, it_w=it_w, grid_w=grid_w(ground, it_w)))  # of the work, whatever is compared

    first = grounds[0]
    without = (_without_chips(orbit), _without_chips(first))
    return Bill(
        boundary=boundary, orbit=orbit, grounds=tuple(grounds), ratio=orbit.usd_per_year / first.usd_per_year,
        ratio_without_chips=without[0] / without[1],
        difference_usd_per_kw_year=orbit.usd_per_kw_year - first.usd_per_kw_year,
        insured_frac=insured_frac, capital_usd=capital_usd, launch_usd_per_kg=scenario.launch.price_usd_per_kg * paid["launch"],
        break_even_launch_usd_per_kg=scenario.launch.price_usd_per_kg + (first.usd_per_year - orbit.usd_per_year) / launch_slope,
    )  # fmt: skip


def price_on_ground(scenario: Scenario, work: Work) -> Bill:
    """The bill of a data centre where nothing flies, at every ground of the scenario: the same chips, each site's own losses."""
    compute = scenario.satellite.compute
    sides = []
    for ground in scenario.ground:
        working = _working_frac(ground, compute)
        kept = _kept(
            scenario, work, compute.count * working * work.goodput_frac, working / _working_frac(scenario.ground[0], compute)
        )
        it_w = compute.count * (compute.power_w + compute.host_power_w)
        sides.append(_ground_side(scenario, ground, compute.count, it_w, kept))
    return Bill(
        boundary=scenario.money.boundary, orbit=None, grounds=tuple(sides), ratio=None, ratio_without_chips=None,
        difference_usd_per_kw_year=None, insured_frac=None, capital_usd=None, launch_usd_per_kg=None, break_even_launch_usd_per_kg=None,
    )  # fmt: skip


def _kept(scenario: Scenario, work: Work, chips: Array, working_frac: Array) -> Kept:
    """What is delivered by chips whose work is kept, when so much of the healthy rate is left."""
    compute = scenario.satellite.compute
    some = np.maximum(chips, NOTHING)  # so that no price divides by nothing: `pipeline.run` refuses a fleet that does no work
    return Kept(
        chips=some, kilowatts=some * (compute.power_w + compute.host_power_w) / 1e3,
        flop_per_s=np.maximum(work.delivered_flop_per_s * working_frac, NOTHING),
        tokens_per_s=None if work.tokens_per_s is None else np.maximum(work.tokens_per_s * working_frac, NOTHING),
    )  # fmt: skip


def _side(
    scenario: Scenario, name: str, items: dict[str, Array], chips: Array, it_w: Array, kept: Kept, grid_w: Array = 0.0
) -> Side:
    yearly = sum(items.values())
    years = _present_years(scenario)
    tokens = None if kept.tokens_per_s is None else kept.tokens_per_s * YEAR_S / 1e6
    whole = scenario.money.boundary != "power_only"
    return Side(
        name=name, items_usd_per_year=items, usd_per_year=yearly, present_usd=yearly * years, chips=chips, it_w=it_w, grid_w=grid_w,
        usd_per_chip_hour=yearly / (kept.chips * HOURS_PER_YEAR) if whole else None,
        usd_per_pflop_day=yearly / (kept.flop_per_s / 1e15 * 365.25) if whole else None,
        usd_per_kw_year=yearly / kept.kilowatts,
        usd_per_million_tokens=yearly / tokens if whole and tokens is not None else None,
        usd_per_w=yearly * years / (kept.kilowatts * 1e3),
    )  # fmt: skip


def _ground_side(scenario: Scenario, ground: Ground, chips: Array, it_w: Array, kept: Kept) -> Side:
    power = supply_costs(scenario, ground, it_w)
    items = _within(scenario.money.boundary, ground_costs(scenario, ground, chips, it_w) | power, tuple(power))
    name = ground.use if ground.supply.kind == "grid" else f"{ground.use} ({ground.supply.kind})"
    return _side(scenario, name, items, chips, it_w, kept, grid_w(ground, it_w))


def grid_w(ground: Ground, it_w: Array) -> Array:
    """Mean power that a site draws from its supply for that much installed IT."""
    return it_w * ground.energisation_frac * ground.pue


def _working_frac(ground: Ground, compute: Compute) -> Array:
    """Share of the time that an installed chip works: the site is up and the chip does not wait for repair."""
    return ground.availability_frac * survival.in_service(compute.loss_per_s, ground.repair_s)


def paid_in_orbit(scenario: Scenario, fleet: Fleet, life: Life) -> dict[str, Array]:
    """What the fleet pays over each price of the scenario, on average along its own part of every curve, by the curve's name.

    Equation: as physics/learning.paid_frac, by the mass launched and built, replacements within the mission with it
    Source: suncatcher2026
    """
    learning = scenario.learning
    own = fleet.mass_kg * (1.0 + life.replaced_satellites / fleet.satellites)
    world, built = learning.world_kg, learning.built_kg
    totals = {"launch": world if learning.launched_kg is None else learning.launched_kg}
    totals |= dict.fromkeys((*LEARNS.values(), "structure"), world if built is None else built)
    begun = {name: total if learning.begun_kg is None else learning.begun_kg for name, total in totals.items()}
    return {
        name: paid_frac(begun[name] / total, own / begun[name], getattr(learning, f"{name}_frac")) for name, total in totals.items()
    }


def orbit_costs(scenario: Scenario, fleet: Fleet, life: Life, paid: dict[str, Array]) -> tuple[dict[str, Array], Array, Array]:
    """Yearly cost of the orbit by item; how many dollars a year one dollar per kilogram of launch price is worth, its insurance apart; what is paid before the fleet works.

    All of a satellite is recovered over its life, which ends with its chips' (see `design`): the chips that follow need a new bus and a
    new launch. What is lost and replaced is bought again as a yearly expense. Losses after the first months are in `life`, and in no premium.

    Equation: item = price x paid x r / (1 - (1 + r)^-n), r the orbit's cost of capital, n years of a satellite's life, paid as `paid_in_orbit`; launch =
    (the same + share replaced a year) x launched mass x price to the orbit x paid; development = its price x satellites / those that share it,
    recovered; insurance = premium x all that is bought and launched; disposal = satellites x price x r / ((1 + r)^n - 1), saved for their end, and
    dead satellites a year x share fetched x price; ground segment = stations x price, at least so many
    Source: short1995
    """
    recovery = recovery_per_year(scenario.money.orbit_capital_frac, fleet.life_s)
    again = life.replaced_satellites / fleet.satellites / (scenario.mission.life_s / YEAR_S)  # of the fleet, each year
    programme, count = scenario.programme, fleet.satellites
    built: dict[str, Array] = {}
    for group in fleet.groups:
        for name, usd in group.price_usd.items():
            built[name] = built.get(name, 0.0) + group.count * usd * paid[LEARNS.get(name, "structure")]
    slope = (recovery + again) * fleet.total("launch_equivalent_kg") * paid["launch"]
    items: dict[str, Array] = {"chips and servers": recovery * fleet.total("chips_usd")}
    items |= {name: recovery * usd for name, usd in built.items()}
    items["development"] = recovery * programme.development_usd * count / np.maximum(programme.satellites, count)
    items["launch"] = slope * scenario.launch.price_usd_per_kg
    items["insurance"] = programme.insurance_frac * ((recovery + again) * sum(built.values()) + items["launch"])
    items["insurance of chips"] = programme.insurance_frac * (recovery + again) * fleet.total("chips_usd")
    if scenario.life.replacement == "launch":
        items["replaced satellites"] = again * sum(built.values())
        items["lost chips"] = again * fleet.total("chips_usd")
    operations = scenario.life.operations_usd_per_s * count + scenario.life.mission_control_usd_per_s
    items["operations"] = operations * YEAR_S
    gateways = np.maximum(programme.least_gateways, count / programme.satellites_per_gateway)
    items["ground segment"] = gateways * programme.gateway_usd_per_s * YEAR_S
    dead = count * life.satellites_frac * scenario.life.satellite_loss_per_s * YEAR_S  # a year
    items["disposal"] = (recovery - scenario.money.orbit_capital_frac) * count * programme.disposal_usd
    items["disposal"] += dead * programme.removed_frac * programme.removal_usd
    hardware = (
        fleet.total("chips_usd")
        + sum(built.values())
        + fleet.total("launch_equivalent_kg") * paid["launch"] * scenario.launch.price_usd_per_kg
    )
    capital_usd = hardware * (1.0 + programme.insurance_frac) + items["development"] / recovery
    return items, slope, capital_usd


def paid_on_ground(scenario: Scenario, it_w: Array, learning_frac: Array) -> Array:
    """The same for what is built on the ground, by the power of all data centres.

    Equation: as physics/learning.paid_frac, by watts of IT
    Source: dawndusk-method
    """
    total = scenario.learning.halls_w
    begun = total if scenario.learning.halls_begun_w is None else scenario.learning.halls_begun_w
    return paid_frac(begun / total, it_w / begun, learning_frac)


def ground_costs(scenario: Scenario, ground: Ground, chips: Array, it_w: Array) -> dict[str, Array]:
    """Yearly cost of that many chips on the ground, by item, but for their electricity.

    Equation: capital = price x r / (1 - (1 + r)^-n), r the ground's cost of capital, n each asset's own life
    Source: short1995
    """
    compute, capital = scenario.satellite.compute, scenario.money.ground_capital_frac
    paid = paid_on_ground(scenario, it_w, scenario.learning.facility_frac)
    bought = chips * (compute.price_usd + compute.server_price_usd)
    return {
        "chips and servers": recovery_per_year(capital, compute.life_s) * bought,
        "lost chips": compute.loss_per_s * YEAR_S * chips * compute.price_usd,
        "facility": recovery_per_year(capital, ground.facility_life_s) * it_w * ground.facility_usd_per_w * paid,
        "operations": ground.operations_usd_per_w_s * YEAR_S * it_w,
    }


def supply_costs(scenario: Scenario, ground: Ground, it_w: Array) -> dict[str, Array]:
    """Yearly cost of the electricity of that much installed IT, by item: as the kind of supply says.

    Equation: mean power = IT x energisation x PUE; peak = IT x PUE
    Source: dawndusk-method
    """
    found: dict[str, Array] = ground.supply.costs_usd_per_year(
        grid_w(ground, it_w), it_w * ground.pue, ground.electricity_usd_per_j, scenario.money.ground_capital_frac
    )
    paid = paid_on_ground(scenario, it_w, scenario.learning.plant_frac)
    return {name: usd * paid if name in PLANTS else usd for name, usd in found.items()}


def _within(boundary: str, items: dict[str, Array], power_items: tuple[str, ...]) -> dict[str, Array]:
    if boundary == "power_only":
        return {name: usd for name, usd in items.items() if name in power_items}
    if boundary == "facility":
        return {name: usd for name, usd in items.items() if name not in CHIPS}
    return items


def _without_chips(side: Side) -> Array:
    return sum(usd for name, usd in side.items_usd_per_year.items() if name not in CHIPS)


def _present_years(scenario: Scenario) -> Array:
    """Present value of a dollar a year over the mission."""
    return 1.0 / recovery_per_year(scenario.money.discount_frac, scenario.mission.life_s) * np.ones(())
