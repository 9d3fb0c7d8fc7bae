"""The chain of stages, as data: design -> fly -> serve -> evolve -> price. No other module knows
the order.

A stage is one entry of `STAGES`. Its function names the records of earlier stages that it needs as
its parameters, after the scenario, so that commands, outcomes, reasons of absent results and the
handbook all follow from the entry. `evaluate` is the whole chain as one pure function, which is
also what is batched and differentiated.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dawndusk.records.run import Outcome
    from dawndusk.records.scenario import Scenario


@dataclass(frozen=True)
class Stage:
    """One stage: the command that stops after it, the record that it gives, and the function that
    gives it.

    Functions are named as module:function and imported when the stage runs, so that the command
    line lists its commands at once.
    """

    name: str
    gives: str  # the record's name in an outcome, and the section of `run.json`
    about: str  # what the command does
    run: str
    # the function where nothing flies; without one the stage gives nothing there
    on_ground: str = ""

    def function(self, on_ground: bool = False) -> Callable[..., Any]:
        """The function that gives the record."""
        return _function(self.on_ground if on_ground else self.run)


@cache
def _function(named: str) -> Callable[..., Any]:
    module, _, name = named.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(f"dawndusk.{module}"), name)
    return found


@cache
def _needs(named: str) -> tuple[str, ...]:
    """The records that a function takes: its parameters without a default, after the scenario."""
    taken = inspect.signature(_function(named)).parameters.values()
    return tuple(one.name for one in taken if one.default is one.empty and one.name != "scenario")


STAGES = (
    Stage("design", "fleet", "Stop after the design: what must fly.", "fleet.design:design"),
    Stage(
        "fly",
        "flight",
        "Stop after the flight: sunlight, power, heat and radiation over the sampled days.",
        "flight.fly:fly",
    ),
    Stage(
        "serve",
        "work",
        "Stop after the work: what gets done.",
        "work.serve:serve",
        "work.serve:serve_on_ground",
    ),
    Stage(
        "evolve", "life", "Stop after the life: losses, wear and replacement.", "life.evolve:evolve"
    ),
    Stage(
        "price",
        "bill",
        "Stop after the price: the cost of both sides.",
        "bill.price:price",
        "bill.price:price_on_ground",
    ),
)
LAST = STAGES[-1].name


def settled(scenario: Scenario) -> Scenario:
    """The scenario with everything fixed that no draw may change: whole numbers that a stage would
    choose, a plant without a grid.

    Raises Infeasible where the work does not fit.
    """
    from dawndusk.work.serve import replica

    compute = scenario.satellite.compute
    if scenario.on_ground:
        compute = replica(scenario)
    capital = scenario.money.ground_capital_frac
    ground = tuple(
        dataclasses.replace(one, supply=one.supply.settled(capital, one.energisation_frac))
        for one in scenario.ground
    )
    return dataclasses.replace(scenario, work=scenario.work.settled(compute), ground=ground)


def evaluate(scenario: Scenario, until: str = LAST, **given: Any) -> Outcome:
    """The chain as a pure function, up to a stage.

    Args:
        scenario: settled, or one that needs no settling. until: name of the last stage to run.
        given: by the name of a record, such as `fleet`, the record itself, or None where it is not
        known; by the name of a stage, such
            as `fly`, a function that runs in its place.
    """
    from dawndusk.records.run import Outcome

    found = {stage.gives: given.pop(stage.gives, None) for stage in STAGES}
    for stage in up_to(until):
        named = stage.on_ground if scenario.on_ground else stage.run
        if found[stage.gives] is None and named:
            records = (found[name] for name in _needs(named))
            function = (
                _function(named) if scenario.on_ground else given.get(stage.name, _function(named))
            )
            found[stage.gives] = function(scenario, *records)
    return Outcome(**found)


def up_to(until: str) -> Iterator[Stage]:
    """The stages up to one of that name, which is among them. Raises ValueError for a name of none.

    >>> [stage.gives for stage in up_to("serve")]
    ['fleet', 'flight', 'work']
    """
    names = [stage.name for stage in STAGES]
    return iter(STAGES[: names.index(until) + 1])
