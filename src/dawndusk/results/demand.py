"""The work set beside somebody's electricity: what share of it the same work on the ground would
take, and how many launches all of it.

Equation: share = IT x energisation x PUE x one year / their energy, of the chips that do the same
work at the first ground; launches a year for all of it = (loads of the fleet over the mission,
replacements and following generations with them) / years / share; money for all of it = that before
the fleet works / share.
Valid: data centres are taken to use their electricity as the scenario's ground does; their own
chips are older and do less with it.
Source: dawndusk-method
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import constant
from dawndusk.records.run import Run
from dawndusk.results.numbers import number

TWH_J = 3.6e15
CAPITAL_USD = constant(
    "data-centres.capital"
)  # what the world is expected to spend on data centres until 2030
HISTORY = ("us-2014", "us-2018", "us-2023", "us-2028")
LEAST = 1e-5  # share of a demand below which a multiple of the fleet says nothing


@dataclass(frozen=True)
class Beside:
    """One year of somebody's data centres beside the run's work; `low` and `high` bound their
    energy where it is uncertain.
    """

    name: str
    twh: float
    low_twh: float
    high_twh: float
    share_frac: float  # of all electricity there
    sites: float | None
    frac: float  # what the run's work would take of it
    launches_per_year: float | None  # for all of it, had it to fly
    capital_usd: float | None  # the same: what such fleets cost before they work

    @property
    def whole_twh(self) -> float:
        """All electricity used there."""
        return self.twh / self.share_frac

    @property
    def energy_text(self) -> str:
        """Their energy, or its range."""
        return (
            f"{self.twh:,.0f} TWh"
            if self.low_twh == self.high_twh
            else f"{self.low_twh:,.0f} to {self.high_twh:,.0f} TWh"
        )

    @property
    def part_text(self) -> str:
        """Their share of all electricity there; a range of energy is one of the share, as the total
        is one.
        """
        low, high = (share_text(twh / self.whole_twh) for twh in (self.low_twh, self.high_twh))
        return low if low == high else f"{low.removesuffix(' %')} to {high}"


def grid_twh_per_year(run: Run) -> float | None:
    """Electricity that the same work takes at the first ground; None before the price."""
    return None if run.bill is None else float(run.bill.ground.grid_w) * YEAR_S / TWH_J


def beside(run: Run, named_by: Run | None = None) -> tuple[Beside, ...]:
    """The run's work beside every demand of its scenario, or of another run's; empty before the
    price.
    """
    drawn = grid_twh_per_year(run)
    if drawn is None:
        return ()
    capital = run.bill.capital_usd if run.bill else None
    namer, years = named_by or run, float(run.scenario.mission.life_s) / YEAR_S
    found = []
    for index, demand in enumerate(namer.scenario.demand):
        prior = namer.loaded.priors.get(f"demand.{index}.energy")
        energy = float(demand.energy_j)
        low, high = (prior.low, prior.high) if prior else (energy, energy)
        frac = drawn * TWH_J / energy
        flights = (
            None
            if run.life is None
            else float(run.fleet.launches + run.life.launches) / years / frac
        )
        found.append(
            Beside(
                name=demand.use,
                twh=energy / TWH_J,
                low_twh=low / TWH_J,
                high_twh=high / TWH_J,
                share_frac=float(demand.share_frac),
                sites=demand.sites,
                frac=frac,
                launches_per_year=flights,
                capital_usd=None if capital is None else float(capital) / frac,
            )
        )
    return tuple(found)


def words(one: Beside) -> str:
    """A demand and the run's share of it in one sentence."""
    text = (
        f"{one.name} ({one.energy_text} a year): the same work on the ground takes"
        f" {share_text(one.frac)}"
    )
    if one.launches_per_year is None or one.frac < LEAST:
        return text
    return f"{text}; {number(one.launches_per_year)} launches a year for all of it"


def share_text(frac: float) -> str:
    """A share as percent, small ones with two digits that say something.

    >>> share_text(0.0213), share_text(0.0000451), share_text(1.9)
    ('2.1 %', '0.0045 %', '190 %')
    """
    percent = 100.0 * frac
    decimals = max(0, 1 - math.floor(math.log10(percent))) if percent < 10.0 else 0
    return f"{percent:,.{decimals}f} %"
