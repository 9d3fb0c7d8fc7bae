"""Results of the price: the cost of both sides for the same delivered work."""

from __future__ import annotations

from typing import Any

from dawndusk.analyses.bridge import terms_of
from dawndusk.bill import ground as on_ground
from dawndusk.bill import orbit as in_orbit
from dawndusk.bill.price import price
from dawndusk.core.units import YEAR_S
from dawndusk.physics import waiting as waits
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.results import cost_parts, waiting
from dawndusk.results.demand import TWH_J, DemandShare, of_run, share
from dawndusk.results.fields import result, results
from dawndusk.results.headline import no_break_even
from dawndusk.results.terms import Terms
from dawndusk.results.work import NO_TOKENS

POWER_ONLY = "boundary power_only compares launch with a power bill, no work is delivered"


def _no_work(run: Any) -> str:
    """Why a price of delivered work is null."""
    return POWER_ONLY if run.bill.boundary == "power_only" else NO_TOKENS


def _no_worth(run: Any) -> str:
    return waiting.no_worth(run.bill) or POWER_ONLY


@results
class Factor:
    """One step of a side's waterfall."""

    name: str = result("what takes this share", by=price)
    frac: float = result(
        "share that this step leaves of the peak of the chips installed; the product is what a side"
        " delivers of it",
        by=price,
    )


@results
class Side:
    """One side on the chosen boundary: orbit, or a site on the ground that delivers the same
    work.
    """

    name: str = result("orbit, or the site", by=price)
    usd_per_chip_hour: float | None = result(
        "yearly cost per hour of a chip that works and whose work is kept", by=price, null=_no_work
    )
    usd_per_pflop_day: float | None = result(
        "yearly cost per petaFLOP/s delivered for a day", by=price, null=_no_work
    )
    usd_per_kw_year: float = result(
        "yearly cost per kilowatt of chips and host that work; power_only: array nameplate or IT"
        " x PUE",
        by=price,
    )
    usd_per_million_tokens: float | None = result(
        "yearly cost per million output tokens", by=price, null=_no_work
    )
    usd_per_w: float = result(
        "present value per watt of chips and host that work",
        by=price,
        formula="usd_per_kw_year * bill.present_value_factor / 1000",
    )
    wait_s: float = result(
        "time to service, from the decision: of orbit a fleet of a developed type, of a ground its"
        " grid queue or its own plant",
        by=price,
    )
    delay_discount_frac: float = result(
        "share of a present value that is left after that wait, by money.discount",
        by=waits.started_frac,
        uses="wait_s",
        alias="started_frac",
    )
    carbon_kg_per_year: float = result(
        "CO2 equivalent: of launches spread over a satellite's life, or of electricity; of"
        " manufacture on neither side",
        by=price,
    )
    carbon_kg_per_kw_year: float = result(
        "the same per kilowatt of chips and host that work, on every boundary", by=price
    )
    water_m3_per_year: float = result("consumed on the site for cooling; none in orbit", by=price)
    water_m3_per_kw_year: float = result(
        "the same per kilowatt of chips and host that work, on every boundary", by=price
    )
    chips: float = result("chips installed for the same work", by=price)
    waterfall: tuple[Factor, ...] = result(
        "what is left of the peak of the chips installed, step by step", by=price
    )
    it_w: float = result("chips and hosts installed, at full load", by=price)
    grid_twh_per_year: float = result(
        "electricity of the site, from the grid or its own plant: IT x energisation x PUE; none in"
        " orbit",
        lambda side: float(side.grid_w) * YEAR_S / TWH_J,
        by=price,
    )
    usd_per_year: float = result(
        "yearly cost: the sum of its items", by=price, formula="sum(items_usd_per_year.*)"
    )
    items_usd_per_year: dict[str, float] = result(
        "yearly cost of this item: capital recovered over its own life, or a running cost; `launch`"
        " includes replacements",
        by=in_orbit.costs,
    )
    items_usd_per_kw_year: dict[str, float] = result(
        "the same per kilowatt of chips and host that work",
        cost_parts.items_usd_per_kw_year,
        by=in_orbit.costs,
    )
    parts_usd_per_kw_year: dict[str, float] = result(
        "items that belong together, summed",
        lambda side: {
            part.name.lower(): usd for part, usd in cost_parts.parts_usd_per_kw_year(side).items()
        },
        by=in_orbit.costs,
    )


@results
class GroundSide(Side):
    """A site on the ground."""

    items_usd_per_year: dict[str, float] = result(
        "yearly cost of this item: capital recovered over its own life, or a running cost",
        by=on_ground.costs,
    )
    items_usd_per_kw_year: dict[str, float] = result(
        "the same per kilowatt of chips and host that work",
        cost_parts.items_usd_per_kw_year,
        by=on_ground.costs,
    )
    parts_usd_per_kw_year: dict[str, float] = result(
        "items that belong together, summed",
        lambda side: {
            part.name.lower(): usd for part, usd in cost_parts.parts_usd_per_kw_year(side).items()
        },
        by=on_ground.costs,
    )


def _terms(run: Any) -> Any:
    if run.bill.boundary != "compute" or run.bill.orbit is None:
        return None
    return terms_of(run.scenario, run.fleet, run.bill)


def _break_even(run: Any) -> Any:
    found = run.bill.break_even_launch_usd_per_kg
    return found if found is not None and float(found) >= 0.0 else None


@results
class Results:
    """The cost of both sides."""

    boundary: str = result(
        "power_only: launch against the power bill; facility: everything but chips; compute:"
        " everything",
        by=price,
    )
    present_value_factor: float = result(
        "present value of one dollar a year over the mission: (1 - (1 + d)^-n) / d, by"
        " money.discount",
        lambda run: run.bill.ground.present_usd / run.bill.ground.usd_per_year,
        by=recovery_per_year,
    )
    orbit_usd: float | None = result(
        "present value of orbit's cost over the mission",
        lambda run: run.bill.orbit and run.bill.orbit.present_usd,
        by=price,
        formula="orbit.usd_per_year * present_value_factor",
        flies=True,
    )
    ground_usd: float = result(
        "the same for the first ground, which delivers the same work",
        lambda run: run.bill.ground.present_usd,
        by=price,
        formula="ground.usd_per_year * present_value_factor",
    )
    ratio: float | None = result(
        "cost of the work in orbit over its cost on the first ground",
        by=price,
        formula="orbit_usd / ground_usd",
        flies=True,
    )
    ratio_without_chips: float | None = result(
        "the ratio when the chips and servers that both sides buy are left out",
        by=price,
        flies=True,
    )
    difference_usd_per_kw_year: float | None = result(
        "orbit less ground, per kilowatt of chips and host that work",
        by=price,
        formula="orbit.usd_per_kw_year - ground.usd_per_kw_year",
        flies=True,
    )
    capital_usd: float | None = result(
        "paid before the fleet works: satellites with their chips, launch, insurance, its share of"
        " the development",
        by=in_orbit.costs,
        flies=True,
    )
    launch_usd_per_kg: float | None = result(
        "launch price that the fleet pays to the scenario's reference orbit, mean over its own part"
        " of the learning curve",
        by=in_orbit.paid,
        flies=True,
    )
    break_even_launch_usd_per_kg: float | None = result(
        "launch price, to the scenario's reference orbit, at which the ratio is 1",
        _break_even,
        by=price,
        null=no_break_even,
        flies=True,
    )
    ratio_with_free_launch: float | None = result(
        "the ratio if launch cost nothing", by=price, flies=True
    )
    break_even_value_usd_per_kw_year: float | None = result(
        "value of a delivered kilowatt-year above which orbit's earlier start outweighs its extra"
        " cost over the first ground",
        by=waits.worth_usd_per_w_s,
        uses="orbit.usd_per_kw_year ground.usd_per_kw_year orbit.wait_s ground.wait_s",
        null=_no_worth,
        flies=True,
        alias="worth_usd_per_kw_year",
    )
    orbit_cheaper_frac: float | None = result(
        "share of draws in which orbit is cheaper",
        lambda run: None,
        null="a run is of the nominal alone; `dawndusk uncertainty` draws for it",
    )
    delay_cost_frac_per_year: float = result(
        "share of a present value that a year of delay costs, by money.discount",
        lambda run: 1.0 - waits.started_frac(YEAR_S, run.scenario.money.discount_frac),
        by=waits.started_frac,
    )
    terms: Terms | None = result(
        "the answer in the terms to which published analyses are bridged",
        _terms,
        by=terms_of,
        null="published analyses are bridged on the boundary compute alone",
        flies=True,
    )
    orbit: Side | None = result("orbit's side", by=price, flies=True)
    ground: GroundSide = result("the first ground", by=price)
    grounds: tuple[GroundSide, ...] = result("every ground", by=price)
    demand: tuple[DemandShare, ...] = result(
        "the work compared with the electricity of data centres", of_run, by=share
    )

    @property
    def sides(self) -> dict[str, Side]:
        """Every side by its key: orbit, if anything flies, and every ground."""
        found: dict[str, Side] = {} if self.orbit is None else {"bill.orbit": self.orbit}
        return found | {f"bill.grounds.{at}": side for at, side in enumerate(self.grounds)}
