"""A run: the scenario as read, and what the stages made of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from dawndusk.records.bill import Bill
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.life import Life
from dawndusk.records.loaded import Loaded
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Work


@dataclass(frozen=True)
class Driver:
    """An uncertain input in SI, the ratio at its low and at its high value, all else nominal."""

    key: str
    field: str
    low: float
    high: float
    ratio_at_low: float
    ratio_at_high: float
    turns_at: tuple[float, ...] = ()  # between the nominal and either end, where the ratio is 1

    @property
    def effect(self) -> float:
        """How far the ratio moves across the spread: at high less at low."""
        return self.ratio_at_high - self.ratio_at_low

    @property
    def closes(self) -> bool:
        """Whether a design closes at both ends."""
        return math.isfinite(self.effect)


@dataclass(frozen=True)
class Shielded:
    """The same fleet behind another shield or on another orbit; the dose is trapped, the mass of a
    satellite and the altitude are means.
    """

    thickness_m: float
    altitude_m: float
    dose_gy_per_s: float
    silent_per_s: float  # silent errors of one chip
    satellite_kg: float
    ratio: float  # not a number where no design closes


class Outcome:
    """The records that the stages gave, by name; None for a stage that was not reached, or that
    gives nothing on the ground.
    """

    fleet: Fleet
    flight: Flight | None
    work: Work | None
    life: Life | None
    bill: Bill | None

    def __init__(self, **records: Any) -> None:
        self.records = records

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["records"][name]
        except KeyError:
            raise AttributeError(f"no stage gives {name!r}") from None


@dataclass(frozen=True, kw_only=True)
class Run:
    """A finished run: the scenario, what its stages gave, and what was asked of the whole chain
    around them.
    """

    loaded: Loaded
    outcome: Outcome
    drivers: tuple[Driver, ...] = ()
    lost_in_draw: int | None = None
    events_in_draw: tuple[float, ...] | None = None  # seconds from the mission's start
    sampling_error: dict[str, float] | None = None
    shields: tuple[Shielded, ...] = ()  # by thickness
    higher: tuple[Shielded, Shielded] | None = None  # as it is and 100 km higher, flown quickly
    # of a system in a comparison, on the first one's launch and without a given mass
    level_ratio: float | None = None

    def __getattr__(self, name: str) -> Any:  # the records of any stage
        outcome = self.__dict__.get("outcome")
        if outcome is None or name not in outcome.records:
            raise AttributeError(f"a run has no {name!r}")
        return outcome.records[name]

    @property
    def scenario(self) -> Scenario:
        """The scenario that ran."""
        return self.loaded.scenario

    @property
    def fleet(self) -> Fleet:
        """The design."""
        return self.outcome.fleet

    @property
    def flight(self) -> Flight | None:
        """The flight, if the run reached it."""
        return self.outcome.flight

    @property
    def work(self) -> Work | None:
        """The work, if the run reached it."""
        return self.outcome.work

    @property
    def life(self) -> Life | None:
        """The life, if the run reached it."""
        return self.outcome.life

    @property
    def bill(self) -> Bill | None:
        """The bill, if the run reached it."""
        return self.outcome.bill
