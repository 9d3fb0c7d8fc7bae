"""Price: both sides for the same delivered work, every asset annualised with its own life and each side's own cost of capital.

The ground gets as many chips as deliver what the orbit delivers, with its own losses. `ratio` = orbit / ground. Unit prices are per
amount delivered (a chip-hour is an hour of a chip that works and whose work is kept; a kilowatt is of such chips and their hosts), so that
every unit gives the same ratio. Only the boundary `power_only` sets array nameplate beside IT x PUE and compares launch with the power
bill, as Google's paper does (which takes no cost of capital and all of the IT power). Yearly costs become present values by one discount rate for both sides, which cannot move the ratio.

Carbon and water are of the work, whatever boundary is priced: launches in orbit, electricity and cooling on the ground. What a side waits for
before it works is no cost; it is weighed with what the work is worth.

Equation: chips on the ground = kept chips / goodput there / availability there; kept chips = launched x duty x resuming x recovering x availability x goodput.
Valid: both sides do the same work with the same chips, demand and efficiency at it; prices constant in real terms.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S
from dawndusk.physics import survival, waiting
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.records.bill import Bill, Side
from dawndusk.records.fleet import Fleet
from dawndusk.records.life import Life
from dawndusk.records.scenario import Compute, Ground, Scenario
from dawndusk.records.work import Work

NOTHING = 1e-12  # of chips or of work in time
HOURS_PER_YEAR = YEAR_S / 3600.0
KW_YEAR_J = 1e3 * YEAR_S
CHIPS = ("chips and servers", "lost chips")


@dataclass(frozen=True)
class Kept:
    """What a side delivers while the mission lasts: chips whose work is kept, and what they make of it."""

    chips: Array
    kilowatts: Array  # of chips and hosts; array nameplate where only power is compared
    flop_per_s: Array
    tokens_per_s: Array | None


@dataclass(frozen=True)
class Beside:
    """What a side takes beside money: carbon and water a year, and how long until it works; `kilowatts` of chips and hosts that work."""

    carbon_kg: Array
    water_m3: Array
    wait_s: Array
    kilowatts: Array


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
    working_kw = kept.kilowatts
    if boundary == "power_only":
        kept = dataclasses.replace(kept, kilowatts=fleet.power_w / 1e3)
    orbit_items, launch_slope = orbit_costs(scenario, fleet, life)
    orbit_items = _within(boundary, orbit_items, ("launch",))
    beside = Beside(launch_carbon_kg_per_year(scenario, fleet, life), 0.0, scenario.launch.wait_s, working_kw)
    orbit = _side(scenario, "orbit", orbit_items, fleet.chips, fleet.total("it_w"), kept, beside)
    grounds = []
    for name, ground in zip(names(scenario.ground), scenario.ground, strict=True):
        installed = kept.chips / work.rates.ground_goodput_frac / _working_frac(ground, compute)
        it_w = installed * (compute.power_w + compute.host_power_w)
        grounds.append(
            _ground_side(
                scenario, name, ground, installed, it_w, kept, working_kw, fleet.power_w if boundary == "power_only" else it_w
            )
        )

    first = grounds[0]
    without = (_without_chips(orbit), _without_chips(first))
    return Bill(
        boundary=boundary, orbit=orbit, grounds=tuple(grounds), ratio=orbit.usd_per_year / first.usd_per_year,
        ratio_without_chips=without[0] / without[1],
        difference_usd_per_kw_year=orbit.usd_per_kw_year - first.usd_per_kw_year,
        break_even_launch_usd_per_kg=scenario.launch.price_usd_per_kg + (first.usd_per_year - orbit.usd_per_year) / launch_slope,
        worth_usd_per_kw_year=None if boundary == "power_only" else _worth(scenario, orbit, first),
    )  # fmt: skip


def _worth(scenario: Scenario, orbit: Side, ground: Side) -> Array:
    """What a kilowatt-year must be worth for orbit's earlier start to outweigh its price."""
    costs = orbit.usd_per_kw_year / KW_YEAR_J, ground.usd_per_kw_year / KW_YEAR_J
    discount = scenario.money.discount_frac
    return KW_YEAR_J * waiting.worth_usd_per_w_s(costs[0], orbit.wait_s, costs[1], ground.wait_s, discount)


def price_on_ground(scenario: Scenario, work: Work) -> Bill:
    """The bill of a data centre where nothing flies, at every ground of the scenario: the same chips, each site's own losses."""
    compute = scenario.satellite.compute
    sides = []
    for name, ground in zip(names(scenario.ground), scenario.ground, strict=True):
        working = _working_frac(ground, compute)
        kept = _kept(
            scenario, work, compute.count * working * work.goodput_frac, working / _working_frac(scenario.ground[0], compute)
        )
        it_w = compute.count * (compute.power_w + compute.host_power_w)
        sides.append(_ground_side(scenario, name, ground, compute.count, it_w, kept, kept.kilowatts, it_w))
    return Bill(
        boundary=scenario.money.boundary, orbit=None, grounds=tuple(sides), ratio=None, ratio_without_chips=None,
        difference_usd_per_kw_year=None, break_even_launch_usd_per_kg=None, worth_usd_per_kw_year=None,
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
    scenario: Scenario,
    name: str,
    items: dict[str, Array],
    chips: Array,
    it_w: Array,
    kept: Kept,
    beside: Beside,
    grid_w: Array = 0.0,
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
        carbon_kg_per_year=beside.carbon_kg, carbon_kg_per_kw_year=beside.carbon_kg / beside.kilowatts,
        water_m3_per_year=beside.water_m3, water_m3_per_kw_year=beside.water_m3 / beside.kilowatts,
        wait_s=beside.wait_s, started_frac=waiting.started_frac(beside.wait_s, scenario.money.discount_frac),
    )  # fmt: skip


def names(grounds: tuple[Ground, ...]) -> tuple[str, ...]:
    """A name for every ground: its site, its supply where that is not the grid, and a number where one like it stands before it.

    >>> from dawndusk.reading import load
    >>> names(load("suncatcher", {"ground": [{}, {"supply": "gas"}, {}]}).scenario.ground)
    ('us-texas-grid', 'gas at us-texas-grid', 'us-texas-grid 2')
    """
    plain = [one.use if one.supply.kind == "grid" else f"{one.supply.kind.replace('_', ' ')} at {one.use}" for one in grounds]
    before = [plain[:at].count(name) for at, name in enumerate(plain)]
    return tuple(f"{name} {count + 1}" if count else name for name, count in zip(plain, before, strict=True))


def _ground_side(
    scenario: Scenario, name: str, ground: Ground, chips: Array, it_w: Array, kept: Kept, working_kw: Array, priced_w: Array
) -> Side:
    """`it_w` does the work; `priced_w` is what is compared."""
    ground = dataclasses.replace(ground, supply=ground.supply.settled(scenario.money.ground_capital_frac, ground.energisation_frac))
    power = supply_costs(scenario, ground, priced_w)
    carbon_kg = ground.supply.carbon_kg_per_s(grid_w(ground, it_w), ground.carbon_kg_per_j) * YEAR_S
    water_m3 = it_w * ground.energisation_frac * ground.water_m3_per_j * YEAR_S
    items = ground_costs(scenario, ground, chips, priced_w) | power | {"carbon": carbon_kg * scenario.money.carbon_usd_per_kg}
    items = _within(scenario.money.boundary, items, tuple(power))
    beside = Beside(carbon_kg, water_m3, ground.supply.after_s(ground.queue_s), working_kw)
    return _side(scenario, name, items, chips, it_w, kept, beside, grid_w(ground, it_w))


def grid_w(ground: Ground, it_w: Array) -> Array:
    """Mean power that a site draws from its supply for that much installed IT."""
    return it_w * ground.energisation_frac * ground.pue


def _working_frac(ground: Ground, compute: Compute) -> Array:
    """Share of the time that an installed chip works: the site is up and the chip does not wait for repair."""
    return ground.availability_frac * survival.in_service(compute.loss_per_s, ground.repair_s)


def orbit_costs(scenario: Scenario, fleet: Fleet, life: Life) -> tuple[dict[str, Array], Array]:
    """Yearly cost of the orbit by item, and how many dollars a year one dollar per kilogram of launch price is worth.

    All of a satellite is recovered over its life, which ends with its chips' (see `design`): the chips that follow need a new bus and a
    new launch. What is lost and replaced is bought again as a yearly expense.

    Equation: item = price x r / (1 - (1 + r)^-n), r the orbit's cost of capital, n years of a satellite's life; launch = (the same + share
    replaced a year) x launched mass x price to the orbit.
    Source: short1995
    """
    recovery = recovery_per_year(scenario.money.orbit_capital_frac, fleet.life_s)
    again = _replaced_per_year(scenario, fleet, life)
    items: dict[str, Array] = {"chips and servers": recovery * fleet.total("chips_usd")}
    for group in fleet.groups:
        for name, usd in group.price_usd.items():
            items[name] = items.get(name, 0.0) + recovery * group.count * usd
    slope = (recovery + again) * fleet.total("launch_equivalent_kg")
    items["launch"] = slope * scenario.launch.price_usd_per_kg
    if scenario.life.replacement == "launch":
        items["replaced satellites"] = again * sum(group.count * sum(group.price_usd.values()) for group in fleet.groups)
        items["lost chips"] = again * fleet.total("chips_usd")
    operations = scenario.life.operations_usd_per_s * fleet.satellites + scenario.life.mission_control_usd_per_s
    items["operations"] = operations * YEAR_S
    items["carbon"] = launch_carbon_kg_per_year(scenario, fleet, life) * scenario.money.carbon_usd_per_kg
    return items, slope


def launch_carbon_kg_per_year(scenario: Scenario, fleet: Fleet, life: Life) -> Array:
    """Carbon of the launches, spread over a satellite's life, those of replacements with it.

    Equation: full flights x payload x carbon per kg of it x (1 / life + share replaced a year)
    Source: dawndusk-method
    """
    flights = fleet.launches * (YEAR_S / fleet.life_s + _replaced_per_year(scenario, fleet, life))
    return flights * scenario.launch.payload_kg * scenario.launch.carbon_per_payload


def _replaced_per_year(scenario: Scenario, fleet: Fleet, life: Life) -> Array:
    return life.replaced_satellites / fleet.satellites / (scenario.mission.life_s / YEAR_S)


def ground_costs(scenario: Scenario, ground: Ground, chips: Array, it_w: Array) -> dict[str, Array]:
    """Yearly cost of that many chips on the ground, by item, but for their electricity.

    Equation: capital = price x r / (1 - (1 + r)^-n), r the ground's cost of capital, n each asset's own life
    Source: short1995
    """
    compute, capital = scenario.satellite.compute, scenario.money.ground_capital_frac
    bought = chips * (compute.price_usd + compute.server_price_usd)
    return {
        "chips and servers": recovery_per_year(capital, compute.life_s) * bought,
        "lost chips": compute.loss_per_s * YEAR_S * chips * compute.price_usd,
        "facility": recovery_per_year(capital, ground.facility_life_s) * it_w * ground.facility_usd_per_w,
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
    return found


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
