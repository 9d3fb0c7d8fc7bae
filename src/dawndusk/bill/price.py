"""Price: both sides for the same delivered work, every asset annualised with its own life and each
side's own cost of capital.

The ground gets as many chips as deliver what the orbit delivers, with its own losses. `ratio` =
orbit / ground. Unit prices are per amount delivered (a chip-hour is an hour of a chip that works
and whose work is kept; a kilowatt is of such chips and their hosts), so that every unit gives the
same ratio. Only the boundary `power_only` sets array nameplate beside IT x PUE and compares launch
with the power bill, as Google's paper does (which takes no cost of capital and all of the IT
power). Yearly costs become present values by one discount rate for both sides, which cannot move
the ratio.

Carbon and water are of the work, whatever boundary is priced: launches in orbit, electricity and
cooling on the ground. What a side waits for before it works is no cost; it is weighed with what the
work is worth.

Equation: chips on the ground = kept chips / goodput there / availability there; kept chips =
launched x duty x resuming x recovering x availability x goodput.
Valid: both sides do the same work with the same chips, demand and efficiency at it; prices constant
in real terms.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from dawndusk.bill import ground as on_ground
from dawndusk.bill import orbit as in_orbit
from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S
from dawndusk.physics import waiting
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.records.bill import Bill, Side
from dawndusk.records.economy import Ground
from dawndusk.records.fleet import Fleet
from dawndusk.records.items import CARBON, find
from dawndusk.records.life import Life
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Factor, Rates, Work

NOTHING = 1e-12  # of chips or of work in time
UNDEFINED: Any = None  # a comparison without an orbit
HOURS_PER_YEAR = YEAR_S / 3600.0
KW_YEAR_J = 1e3 * YEAR_S


@dataclass(frozen=True)
class Kept:
    """What a side delivers while the mission lasts: chips whose work is kept, and what they make of
    it.
    """

    chips: Array
    working_kw: Array  # of chips and hosts
    # that a price is said for: the same, or array nameplate where only power is compared
    kilowatts: Array
    flop_per_s: Array
    tokens_per_s: Array | None


@dataclass(frozen=True)
class Beside:
    """What a side takes beside money: carbon and water a year, losses on the way, and how long
    until it works.
    """

    carbon_kg: Array
    water_m3: Array
    wait_s: Array
    waterfall: tuple[Factor, ...]


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
    found = in_orbit.costs(scenario, fleet, life)
    insured = 1.0 if boundary == "power_only" else 1.0 + scenario.programme.insurance_frac
    slope = found.slope_per_year * insured
    beside = Beside(
        carbon_kg=in_orbit.carbon_kg_per_year(scenario, fleet, life),
        water_m3=0.0,
        wait_s=scenario.launch.wait_s,
        waterfall=work.waterfall + life.waterfall,
    )
    orbit = _side(
        scenario,
        "orbit",
        found.items_usd_per_year,
        fleet.chips,
        fleet.total("it_w"),
        kept,
        beside,
    )
    nameplate_w = fleet.power_w if boundary == "power_only" else None
    grounds = []
    for name, ground in zip(on_ground.site_names(scenario.ground), scenario.ground, strict=True):
        installed = (
            kept.chips / work.rates.ground_goodput_frac / on_ground.working_frac(ground, compute)
        )
        grounds.append(
            _ground_side(scenario, name, ground, work.rates, installed, kept, nameplate_w)
        )

    first = grounds[0]
    without = (_without_chips(orbit), _without_chips(first))
    return Bill(
        boundary=boundary,
        orbit=orbit,
        grounds=tuple(grounds),
        ratio=orbit.usd_per_year / first.usd_per_year,
        ratio_without_chips=without[0] / without[1],
        difference_usd_per_kw_year=orbit.usd_per_kw_year - first.usd_per_kw_year,
        ratio_with_free_launch=(orbit.usd_per_year - slope * scenario.launch.price_usd_per_kg)
        / first.usd_per_year,
        capital_usd=found.capital_usd,
        launch_usd_per_kg=found.launch_usd_per_kg,
        break_even_launch_usd_per_kg=scenario.launch.price_usd_per_kg
        + (first.usd_per_year - orbit.usd_per_year) / slope,
        break_even_value_usd_per_kw_year=(
            UNDEFINED if boundary == "power_only" else _worth(scenario, orbit, first)
        ),
    )


def _worth(scenario: Scenario, orbit: Side, ground: Side) -> Array:
    """What a kilowatt-year must be worth for orbit's earlier start to outweigh its price."""
    costs = orbit.usd_per_kw_year / KW_YEAR_J, ground.usd_per_kw_year / KW_YEAR_J
    discount = scenario.money.discount_frac
    return KW_YEAR_J * waiting.worth_usd_per_w_s(
        costs[0], orbit.wait_s, costs[1], ground.wait_s, discount
    )


def price_on_ground(scenario: Scenario, work: Work) -> Bill:
    """The bill of a data centre where nothing flies, at every ground of the scenario: the same
    chips, each site's own losses.
    """
    compute = scenario.satellite.compute
    sides = []
    for name, ground in zip(on_ground.site_names(scenario.ground), scenario.ground, strict=True):
        working = on_ground.working_frac(ground, compute)
        kept = _kept(
            scenario,
            work,
            compute.count * working * work.goodput_frac,
            working / on_ground.working_frac(scenario.ground[0], compute),
        )
        sides.append(_ground_side(scenario, name, ground, work.rates, compute.count, kept))
    return Bill(
        boundary=scenario.money.boundary,
        orbit=None,
        grounds=tuple(sides),
        ratio=UNDEFINED,
        ratio_without_chips=UNDEFINED,
        difference_usd_per_kw_year=UNDEFINED,
        ratio_with_free_launch=UNDEFINED,
        capital_usd=UNDEFINED,
        launch_usd_per_kg=UNDEFINED,
        break_even_launch_usd_per_kg=UNDEFINED,
        break_even_value_usd_per_kw_year=UNDEFINED,
    )


def _kept(scenario: Scenario, work: Work, chips: Array, working_frac: Array) -> Kept:
    """What is delivered by chips whose work is kept, when so much of the healthy rate is left."""
    compute = scenario.satellite.compute
    some = np.maximum(
        chips, NOTHING
    )  # so that no price divides by nothing: `pipeline.run` refuses a fleet that does no work
    working_kw = some * (compute.power_w + compute.host_power_w) / 1e3
    return Kept(
        chips=some,
        working_kw=working_kw,
        kilowatts=working_kw,
        flop_per_s=np.maximum(work.delivered_flop_per_s * working_frac, NOTHING),
        tokens_per_s=(
            None
            if work.tokens_per_s is None
            else np.maximum(work.tokens_per_s * working_frac, NOTHING)
        ),
    )


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
    """One side: of its items, and its emissions at the price of carbon, those that the boundary
    counts.
    """
    items = _within(
        scenario.money.boundary,
        items | {CARBON: beside.carbon_kg * scenario.money.carbon_usd_per_kg},
    )
    yearly = sum(items.values())
    years = _present_years(scenario)
    tokens = None if kept.tokens_per_s is None else kept.tokens_per_s * YEAR_S / 1e6
    whole = scenario.money.boundary != "power_only"
    return Side(
        name=name,
        items_usd_per_year=items,
        usd_per_year=yearly,
        present_usd=yearly * years,
        chips=chips,
        it_w=it_w,
        grid_w=grid_w,
        usd_per_chip_hour=yearly / (kept.chips * HOURS_PER_YEAR) if whole else None,
        usd_per_pflop_day=yearly / (kept.flop_per_s / 1e15 * 365.25) if whole else None,
        usd_per_kw_year=yearly / kept.kilowatts,
        usd_per_million_tokens=yearly / tokens if whole and tokens is not None else None,
        usd_per_w=yearly * years / (kept.kilowatts * 1e3),
        carbon_kg_per_year=beside.carbon_kg,
        carbon_kg_per_kw_year=beside.carbon_kg / kept.working_kw,
        water_m3_per_year=beside.water_m3,
        water_m3_per_kw_year=beside.water_m3 / kept.working_kw,
        waterfall=beside.waterfall,
        wait_s=beside.wait_s,
        delay_discount_frac=waiting.started_frac(beside.wait_s, scenario.money.discount_frac),
    )


def _ground_side(
    scenario: Scenario,
    name: str,
    ground: Ground,
    rates: Rates,
    chips: Array,
    kept: Kept,
    nameplate_w: Array | None = None,
) -> Side:
    """A site with so many chips installed; `nameplate_w` is what is priced where that is not their
    IT.
    """
    compute, money = scenario.satellite.compute, scenario.money
    it_w = chips * (compute.power_w + compute.host_power_w)
    priced_w = it_w if nameplate_w is None else nameplate_w
    supply = ground.supply.settled(
        money.ground_capital_frac, ground.energisation_frac
    )  # as it is, where `pipeline.settled` was asked
    carbon_kg = (
        supply.carbon_kg_per_s(on_ground.mean_w(ground, it_w), ground.carbon_kg_per_j) * YEAR_S
    )
    beside = Beside(
        carbon_kg=carbon_kg,
        water_m3=it_w * ground.energisation_frac * ground.water_m3_per_j * YEAR_S,
        wait_s=supply.after_s(ground.queue_s),
        waterfall=rates.on_ground(
            ground.availability_frac, on_ground.repaired_frac(ground, compute)
        ),
    )
    return _side(
        scenario,
        name,
        on_ground.costs(scenario, ground, chips, priced_w)
        | on_ground.supply_costs(scenario, ground, supply, priced_w),
        chips,
        it_w,
        kept,
        beside,
        on_ground.mean_w(ground, it_w),
    )


def _within(boundary: str, amounts: dict[str, Array]) -> dict[str, Array]:
    """The items that a boundary counts."""
    return {id: usd for id, usd in amounts.items() if find(id).counts_on(boundary)}


def _without_chips(side: Side) -> Array:
    return sum(_within("facility", side.items_usd_per_year).values())


def _present_years(scenario: Scenario) -> Array:
    """Present value of a dollar a year over the mission."""
    return (
        1.0 / recovery_per_year(scenario.money.discount_frac, scenario.mission.life_s) * np.ones(())
    )
