"""The scenario: what a user writes, every default filled in from a row."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Gt, Le, Lt

from dawndusk.core.kinds import kind_of
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.economy import Demand, Ground, Learning, Money, Programme
from dawndusk.records.fields import PartField, Quantity, Written
from dawndusk.records.mission import Attrition, Environment, Launch, Mission, Sampling
from dawndusk.records.parts import Constellation, Workload
from dawndusk.records.satellite import Compute, Satellite

Correlated = Annotated[Quantity, Gt(-1.0), Lt(1.0)]


@record
class Correlation:
    """Uncertain inputs that go together."""

    # keys of two inputs with a spread or more
    inputs: Annotated[tuple[str, ...], Written(r"[a-z0-9_.]+", "launch.price satellite.bus.price")]
    # of the normal draws behind each two: above 0 where they are high together, below where one is
    # high as the other is low
    value_ratio: Correlated


@record
class Uncertainty:
    """How the uncertain inputs are drawn."""

    draws: Annotated[int, Ge(100), Le(10_000_000)] = 10_000  # of all inputs together
    # correlation of what the parts of a satellite cost, chips apart
    satellite_prices_ratio: Correlated = default("correlation.satellite_prices")
    correlation: tuple[Correlation, ...] = ()  # what else goes together


@record
class Scenario:
    """One whole question: a fleet, its work, its price and the ground it is compared with."""

    name: str  # of the run folder; absent: the file's own name
    title: str  # a line that says what this is
    mission: Mission  # when the fleet flies, and for how long
    flight: Sampling  # how the year is sampled
    environment: Environment  # the particles that satellites meet
    # where the satellites are
    constellation: Annotated[Constellation | None, PartField("constellation", "")] = None
    satellite: Satellite  # one satellite type
    launch: Launch  # the vehicle and its price
    work: Annotated[Workload, PartField("workload", "mean_flops")]  # what the chips do
    life: Attrition  # how satellites are lost, replaced and operated
    programme: Programme  # what a fleet costs besides
    learning: Learning  # how prices fall with what was made
    compute: Compute | None = None  # the chips of a data centre on the ground, where nothing flies
    # the data centres on the ground that orbit is compared with; the first decides the ratio
    ground: tuple[Ground, ...]
    demand: tuple[Demand, ...]  # whose electricity the work is set beside
    money: Money  # what is counted, in which year's prices, at what cost of capital
    uncertainty: Uncertainty  # how the uncertain inputs are drawn

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between tables, as (key, reason): what is compared with nothing else must
        cost something.
        """
        grounds = [(f"ground.{index}", one) for index, one in enumerate(self.ground)]
        free_power = [
            (key, one)
            for key, one in grounds
            if one.electricity_usd_per_j == 0.0 and kind_of(one.supply) == "grid"
        ]
        if self.money.boundary != "power_only":
            why = (
                "facility, operations and electricity are all 0: chips aside the ground costs"
                " nothing, so there is nothing to compare with"
            )
            return [
                (key, why)
                for key, one in free_power
                if one.facility_usd_per_w == 0.0 == one.operations_usd_per_w_s
            ]
        free = [f"{key}.electricity" for key, _ in free_power]
        if not self.on_ground and self.launch.price_usd_per_kg == 0.0:
            free.append("launch.price")
        return [
            (key, "must be > 0 on the boundary power_only, where nothing else has a price")
            for key in free
        ]

    @property
    def on_ground(self) -> bool:
        """Whether nothing flies; flight, launch, life and satellite then mean nothing, but for the
        chips.
        """
        return self.constellation is None


ORBITAL = {
    "flight": Sampling,
    "environment": Environment,
    "launch": Launch,
    "life": Attrition,
    "programme": Programme,
}  # tables that mean nothing on the ground alone
SEVERAL = (
    "ground",
    "demand",
)  # arrays of tables; one of them may be written as a table, or as a bare name
