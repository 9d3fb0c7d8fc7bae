"""The public facade: run and study a scenario by name, file or as loaded."""

from __future__ import annotations

import contextlib
import dataclasses
import math
import numbers
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from dawndusk.analyses.bridge import terms_of
from dawndusk.chain import LAST, evaluate, settled
from dawndusk.core.errors import BadInput, Infeasible, Problem, nearest
from dawndusk.core.memo import Memo
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.fleet.design import require_closed
from dawndusk.flight.fly import fly, sampling_error
from dawndusk.life.evolve import events_in_draw, lost_in_draw
from dawndusk.records.fields import bounds
from dawndusk.records.loaded import Loaded
from dawndusk.records.run import Outcome, Run
from dawndusk.records.scenario import Scenario
from dawndusk.records.terms import Terms
from dawndusk.records.uncertainty import Drawn
from dawndusk.scenario.priors import uncertain
from dawndusk.scenario.reading import load
from dawndusk.study.batch import RATIO, Batch
from dawndusk.study.break_even import BreakEven, seek, seek_over
from dawndusk.study.draws import draw, ratios
from dawndusk.study.drivers import drivers
from dawndusk.study.executor import Executor, Threads
from dawndusk.study.quick import answered, designed, quick
from dawndusk.study.sensitivity import Indices, sobol
from dawndusk.study.shield import by_thickness, higher

Tell = Callable[[str, int, int], None]  # what is done, how much of it, of how much


def run(
    scenario: Loaded | str | Path,
    changes: Mapping[str, Any] | Iterable[str] = (),
    *,
    until: str = LAST,
    executor: Executor | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
    by_satellite: bool = False,
) -> Run:
    """Run a scenario up to a stage; `tell` is called as the work goes on. Raises BadInput or
    Infeasible.

    The drivers are evaluated by the `executor`, else by as many threads as `workers`. With
    `by_satellite` the flight keeps every satellite's sums for each sampled day, not only the
    fleet's.

    >>> run("suncatcher", until="design").fleet.satellites
    81
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario, changes)
    ready = settled(loaded.scenario)
    fleet = evaluate(ready, "design").fleet
    if fleet is not None:
        require_closed(fleet)
    warmed = _warmed(ready, loaded.priors) if until == LAST and fleet is not None else None
    watched = partial(fly, progress=_watched(tell, "flying"), by_satellite=by_satellite)
    outcome = evaluate(ready, until, fleet=fleet, fly=watched)
    if outcome.work is not None and not float(outcome.work.duty_frac) > 0.0:
        raise Infeasible(
            "the fleet does no work: heat and power never leave its chips more than idling; a"
            " larger radiator, array or battery would"
        )
    found: dict[str, Any] = {}
    if outcome.bill is not None and outcome.flight is not None:
        memo = Memo()
        if warmed is not None:
            warmed.join()
        found = {
            "drivers": drivers(
                ready,
                loaded.priors,
                executor=executor or Threads(workers),
                memo=memo,
                tell=_watched(tell, "drivers"),
            ),
            "shields": by_thickness(ready, outcome.flight, memo),
            "higher": higher(ready, memo),
        }
    return Run(
        loaded=loaded,
        outcome=outcome,
        **found,
        lost_in_draw=lost_in_draw(ready, outcome.fleet) if outcome.life is not None else None,
        events_in_draw=events_in_draw(ready) if outcome.flight is not None else None,
        sampling_error=sampling_error(outcome.flight) if outcome.flight is not None else None,
    )


def uncertainty(
    scenario: Loaded | str | Path,
    changes: Mapping[str, Any] | Iterable[str] = (),
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    kept: Path | None = None,
    tell: Tell | None = None,
) -> Drawn:
    """The whole chain for `uncertainty.draws` draws of every uncertain input, by the `executor`,
    else by as many threads as `workers`; chunks are stored in `kept` and found there again.

    Raises BadInput, also where nothing flies, or Infeasible where the nominal does not close.
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario, changes)
    return draw(
        _priced(loaded),
        loaded.priors,
        executor=executor or Threads(workers),
        kept=kept,
        tell=_watched(tell, "drawing"),
    )


def sensitivity(
    scenario: Loaded | str | Path,
    samples: int = 128,
    changes: Mapping[str, Any] | Iterable[str] = (),
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
) -> tuple[Indices, ...]:
    """Sobol's indices of every uncertain input, by samples x (inputs + 2) draws; `executor` and
    `workers` as in `uncertainty`. Raises BadInput or Infeasible as `uncertainty`.
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario, changes)
    ready = _priced(loaded)
    chain = ratios(
        ready,
        loaded.priors,
        executor=executor or Threads(workers),
        tell=_watched(tell, "drawing"),
    )
    return sobol(chain, ready, loaded.priors, samples)


def break_even(
    scenario: Loaded | str | Path,
    key: str,
    over: str | None = None,
    changes: Mapping[str, Any] | Iterable[str] = (),
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    tell: Tell | None = None,
) -> tuple[BreakEven, ...]:
    """The value of an input at which orbit and ground cost the same: once, or at values of another
    input; `executor` and `workers` as in `uncertainty`. Raises BadInput or Infeasible as
    `uncertainty`.
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario, changes)
    ready = _priced(loaded)
    before, after = ({name for name, _, _ in leaves(one)} for one in (loaded.scenario, ready))
    for name in (key, over):
        if name in before - after:
            raise BadInput(
                Problem(
                    "sizes a plant once, so nothing is sought over it; a scenario may say another"
                    " value",
                    key=name,
                )
            )
    executor = executor or Threads(workers)
    if over is None:
        return (seek(ready, key, executor=executor),)
    return seek_over(
        ready,
        key,
        over,
        loaded.priors.get(over),
        executor=executor,
        tell=_watched(tell, "break-even"),
    )


def terms(scenario: Loaded | str | Path = "suncatcher") -> Terms:
    """A scenario's own answer, all of it counted, in the terms that published ones are bridged to.
    Raises BadInput or Infeasible as `run`.
    """
    loaded = scenario if isinstance(scenario, Loaded) else load(scenario)
    ready = dataclasses.replace(
        _priced(loaded), money=dataclasses.replace(loaded.scenario.money, boundary="compute")
    )
    outcome = evaluate(ready)
    assert outcome.bill is not None
    return terms_of(ready, outcome.fleet, outcome.bill)


class Session:
    """A scenario held ready in this process, for answers to changed inputs within milliseconds.

    Heat and power fly as in `run`, by at most 250 satellites; what a change does not move is kept
    from earlier answers. Ratios are within 1e-3 of those of `run`.

    >>> session = Session("suncatcher")
    >>> cheaper = session.outcome({"launch.price": 100.0})
    >>> bool(cheaper.bill.ratio < session.outcome().bill.ratio)
    True
    """

    def __init__(
        self, scenario: Loaded | str | Path, changes: Mapping[str, Any] | Iterable[str] = ()
    ) -> None:
        """Read, settle and fly it once. Raises BadInput, or Infeasible as `run`."""
        self.loaded = scenario if isinstance(scenario, Loaded) else load(scenario, changes)
        self._scenario, self._memo = quick(_priced(self.loaded)), Memo()
        self._numbers = {
            key: bounds(self._scenario, key)
            for key, _, value in leaves(self._scenario)
            if isinstance(value, float)
        }
        self.outcome()

    def outcome(self, changes: Mapping[str, float] | None = None) -> Outcome:
        """What the chain gives with numbers in SI in place of the scenario's, by dotted key.

        Of another launch price, `launch.launched` is not known, as in `run`. Raises BadInput for
        another key or a value out of its bounds, Infeasible where no design closes.
        """
        within = self._within(changes or {})
        held, price = self._scenario.launch, within.get("launch.price")
        changed = replace_leaves(self._scenario, within)
        if price not in (None, held.price_usd_per_kg) and "launch.launched" not in within:
            launch = dataclasses.replace(changed.launch, launched_kg=None)
            changed = dataclasses.replace(changed, launch=launch)
        fleet = designed(changed, self._memo)
        require_closed(fleet)
        return answered(changed, self._memo, fleet=fleet)

    def _within(self, changes: Mapping[str, float]) -> dict[str, float]:
        """The changes as floats."""
        found: dict[str, float] = {}
        for key, value in changes.items():
            if key not in self._numbers:
                near = nearest(str(key), self._numbers)
                raise BadInput(Problem("is no number of this scenario", key=str(key), nearest=near))
            if isinstance(value, bool) or not isinstance(value, numbers.Real):
                raise BadInput(Problem(f"expected a number in SI, got {value!r}", key=key))
            with contextlib.suppress(OverflowError):
                found[key] = float(value)
            if not math.isfinite(found.get(key, math.inf)):
                raise BadInput(Problem("must be a finite number", key=key))
            low, high = self._numbers[key]
            if not low <= found[key] <= high:
                least = "above 0" if low == math.nextafter(0.0, 1.0) else f"{low:g}"
                raise BadInput(Problem(f"must be {least} to {high:g}, got {found[key]:g}", key=key))
        return found


def _warmed(scenario: Scenario, priors: Mapping[str, Any]) -> threading.Thread:
    """A thread that loads or compiles what the drivers need, while the fleet flies."""

    def ready() -> None:
        keys = tuple(uncertain(scenario, priors))
        with contextlib.suppress(Exception):  # what is wrong, the drivers meet and tell
            if keys:
                Batch(scenario, keys, RATIO).ready()

    made = threading.Thread(target=ready, daemon=True)
    made.start()
    return made


def _watched(tell: Tell | None, what: str) -> Callable[[int, int], None] | None:
    return None if tell is None else lambda done, total: tell(what, done, total)


def _priced(loaded: Loaded) -> Scenario:
    """The scenario, settled, if it flies and closes."""
    ready = settled(loaded.scenario)
    if ready.on_ground:
        raise BadInput(
            Problem(
                "nothing flies in it, so there is no orbit to set beside the ground",
                where=loaded.scenario.name,
            )
        )
    require_closed(evaluate(ready, "design").fleet)
    return ready
