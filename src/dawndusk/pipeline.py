"""The order of the stages, and nothing else knows it: scenario -> design -> fly -> serve -> evolve -> price.

`evaluate` is the whole chain as one pure function, which is also what is differentiated; `run` adds what a person wants around it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from dawndusk.bill.price import price
from dawndusk.fleet.design import design, require_closed
from dawndusk.flight.fly import fly, sampling_error
from dawndusk.life.evolve import evolve, lost_in_draw
from dawndusk.reading import load
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.run import Loaded, Outcome, Run
from dawndusk.records.scenario import Scenario
from dawndusk.study.drivers import drivers
from dawndusk.work.serve import serve

STAGES = ("design", "fly", "serve", "evolve", "price")
Tell = Callable[[str, int, int], None]  # what is done, how much of it, of how much


def settled(scenario: Scenario) -> Scenario:
    """The scenario with every whole number fixed that a stage would choose. Raises Infeasible when the work does not fit."""
    return dataclasses.replace(scenario, work=scenario.work.settled(scenario.satellite.compute))


def evaluate(scenario: Scenario, until: str = "price", fly: Callable[[Scenario, Fleet], Flight] = fly) -> Outcome:
    """The chain as a pure function, up to a stage; `fly` may be another flight of the same fleet."""
    fleet = design(scenario)
    if until == "design":
        return Outcome(fleet=fleet)
    flight = fly(scenario, fleet)
    if until == "fly":
        return Outcome(fleet=fleet, flight=flight)
    work = serve(scenario, fleet, flight)
    if until == "serve":
        return Outcome(fleet=fleet, flight=flight, work=work)
    life = evolve(scenario, fleet, work)
    bill = price(scenario, fleet, work, life) if until == "price" else None
    return Outcome(fleet=fleet, flight=flight, work=work, life=life, bill=bill)


def run(
    scenario: Loaded | str | Path,
    changes: Mapping[str, Any] | Iterable[str] = (),
    *,
    until: str = "price",
    tell: Tell | None = None,
) -> Run:
    """Run a scenario up to a stage; `tell` is called as the work goes on. Raises BadInput or Infeasible.

    >>> run("suncatcher", until="design").fleet.satellites
    81
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario, changes)
    ready = settled(loaded.scenario)
    require_closed(design(ready))

    def watched(what: str) -> Callable[[int, int], None] | None:
        return None if tell is None else lambda done, total: tell(what, done, total)

    def fly_watched(scenario: Scenario, fleet: Fleet) -> Flight:
        return fly(scenario, fleet, progress=watched("flying"))

    outcome = evaluate(ready, until, fly_watched)
    return Run(
        loaded=loaded, fleet=outcome.fleet, flight=outcome.flight, work=outcome.work, life=outcome.life, bill=outcome.bill,
        drivers=drivers(evaluate, ready, loaded.priors, watched("drivers")) if outcome.bill is not None else (),
        lost_in_draw=lost_in_draw(ready, outcome.fleet) if outcome.life is not None else None,
        sampling_error=sampling_error(outcome.flight) if outcome.flight is not None else None,
    )  # fmt: skip
