"""Demand: the share of a data-centre electricity demand that the same work on the ground takes, and
the launches and the capital of a fleet for all of that demand.

Equation: share = IT x energisation x PUE x one year / their energy, of the chips that do the same
work at the first ground; launches per year for all of it = (loads of the fleet over the mission,
replacements and following generations included) / years / share; capital for all of it = capital
before the fleet works / share.
Valid: data centres are taken to use their electricity as the scenario's ground does; their own
chips are older and do less with it.
Source: dawndusk-method
"""

from __future__ import annotations

import math

from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import constant
from dawndusk.records.run import Run
from dawndusk.results.fields import result, results
from dawndusk.results.numbers import number

TWH_J = 3.6e15
CAPITAL_USD = constant("data-centres.capital")  # expected world spending on data centres until 2030
HISTORY = ("us-2014", "us-2018", "us-2023", "us-2028")
LEAST = 1e-5  # share of a demand below which multiples of the fleet are not printed


def share(
    of: Electricity,
    grid_twh_per_year: float,
    vehicle_loads_per_year: float | None,
    capital_usd: float | None,
) -> DemandShare:
    """The share of one demand that a workload takes, scaled up to all of that demand.

    Args:
        of: the demand.
        grid_twh_per_year: electricity of the same work at the first ground.
        vehicle_loads_per_year: flights of the fleet, replacements and new generations included;
            None where nothing flies.
        capital_usd: paid before the fleet works; None where nothing flies.

    Returns:
        The demand with its share, and launches and capital for all of it.
    """
    frac = grid_twh_per_year / of.twh_per_year
    return DemandShare(
        name=of.name,
        twh_per_year=of.twh_per_year,
        low_twh_per_year=of.low_twh_per_year,
        high_twh_per_year=of.high_twh_per_year,
        whole_twh_per_year=of.whole_twh_per_year,
        sites=of.sites,
        carried_frac=frac,
        launches_per_year=None if vehicle_loads_per_year is None else vehicle_loads_per_year / frac,
        capital_usd=None if capital_usd is None else capital_usd / frac,
    )


@results
class Electricity:
    """The electricity of data centres in one year."""

    name: str = result("whose data centres, and in which year", by=share)
    twh_per_year: float = result("electricity that they use in that year", by=share)
    low_twh_per_year: float = result("the same at the low end of its range", by=share)
    high_twh_per_year: float = result("the same at the high end of its range", by=share)
    whole_twh_per_year: float = result(
        "all electricity used there: their energy over their share", by=share
    )
    sites: float | None = result(
        "number of their data centres", by=share, null="the sites were not counted"
    )

    @property
    def energy_text(self) -> str:
        """Their energy per year, or its range."""
        low, high = self.low_twh_per_year, self.high_twh_per_year
        return f"{high:,.0f} TWh" if low == high else f"{low:,.0f} to {high:,.0f} TWh"

    @property
    def part_text(self) -> str:
        """Their share of all electricity there; a range of energy is one of the share, as both ends
        mean the same total.
        """
        low, high = (
            share_text(twh / self.whole_twh_per_year)
            for twh in (self.low_twh_per_year, self.high_twh_per_year)
        )
        return low if low == high else f"{low.removesuffix(' %')} to {high}"


@results
class DemandShare(Electricity):
    """The electricity of data centres in one year, and the share of it that the same work takes."""

    carried_frac: float = result(
        "share of it that the same work takes on the first ground", by=share
    )
    launches_per_year: float | None = result(
        "flights a year that carry all of it by fleets of this kind, kept up with replacements and"
        " new generations",
        by=share,
        flies=True,
    )
    capital_usd: float | None = result(
        "paid for fleets of this kind that carry all of it, before they work",
        by=share,
        flies=True,
    )


def of_run(run: Run) -> tuple[DemandShare, ...]:
    """A priced run compared with every demand of its scenario."""
    assert run.bill is not None
    loads = None
    if run.life is not None:
        years = float(run.scenario.mission.life_s) / YEAR_S
        loads = float(run.fleet.vehicle_loads + run.life.vehicle_loads) / years
    capital = None if run.bill.capital_usd is None else float(run.bill.capital_usd)
    grid = float(run.bill.ground.grid_w) * YEAR_S / TWH_J
    return tuple(share(one, grid, loads, capital) for one in _electricity(run))


def _electricity(run: Run) -> list[Electricity]:
    found = []
    for index, demand in enumerate(run.scenario.demand):
        prior = run.loaded.priors.get(f"demand.{index}.energy")
        energy = float(demand.energy_j)
        low, high = (prior.low, prior.high) if prior else (energy, energy)
        found.append(
            Electricity(
                name=demand.use,
                twh_per_year=energy / TWH_J,
                low_twh_per_year=low / TWH_J,
                high_twh_per_year=high / TWH_J,
                whole_twh_per_year=energy / TWH_J / float(demand.share_frac),
                sites=demand.sites,
            )
        )
    return found


def words(one: DemandShare) -> str:
    """The share of a demand, and the launches for all of it, in one phrase."""
    text = f"{share_text(one.carried_frac)} of data-centre demand {one.name} ({one.energy_text}/yr)"
    if one.launches_per_year is None or one.carried_frac < LEAST:
        return text
    return f"{text}; {number(one.launches_per_year)} launches/yr for all of it"


def share_text(frac: float) -> str:
    """A share as percent, small ones with two significant digits.

    >>> share_text(0.0213), share_text(0.0000451), share_text(1.9)
    ('2.1 %', '0.0045 %', '190 %')
    """
    percent = 100.0 * frac
    decimals = max(0, 1 - math.floor(math.log10(percent))) if percent < 10.0 else 0
    return f"{percent:,.{decimals}f} %"
