"""Measures which inputs each result depends on, and writes
`src/dawndusk/data/tables/dependencies.json`; run by `make reference`.

Every input of three scenarios, and of scenarios that together have every kind of part once, is
moved one at a time through the whole chain with a short flight: a number by one percent and a whole
number by one, both up and down, for at the end of a range or at a kink one side shows nothing; a
flag or a choice to each other one, a date by thirty days, and a number that is zero to the high end
of its range. What changes in a result beyond rounding is a dependency; its effect is the relative
change of the result over that of the input, or the relative change itself where the input is no
number or zero. The table has the median over the scenarios, and the lowest and the highest.

    python tools/dependencies.py [--only NAME ...] [--check FRACTION]
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import json
import math
import random
import statistics
import sys
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dawndusk.chain import STAGES, evaluate, settled
from dawndusk.core.errors import DawnduskError
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.flight.fly import fly, sampling_error
from dawndusk.life.evolve import events_in_draw, lost_in_draw
from dawndusk.provenance.dependencies import starred
from dawndusk.provenance.explanation import owner
from dawndusk.records.fields import bounds, hints
from dawndusk.records.loaded import Loaded
from dawndusk.records.run import Run
from dawndusk.records.scenario import Scenario
from dawndusk.results import fields
from dawndusk.results.keys import record
from dawndusk.scenario.reading import load
from dawndusk.study.executor import Processes

TABLE = Path(__file__).parents[1] / "src/dawndusk/data/tables/dependencies.json"
SHORT = {"flight.days": 3, "flight.orbits": 1, "flight.settle": 3, "flight.step": "120 s"}
STEP, NOISE, DIGITS = 0.01, 1e-9, 2
KINDS = {  # scenarios that have every kind of part once, beside the first three
    "suncatcher": {},
    "starlink-ai": {"flight.sample": 24},
    "us-ground": {},
    "spacex-ai1@sheet-a": {},
    "roll_out": {"satellite.array": "roll_out", "satellite.cooling": "two_phase"},
    "keep_alive": {"satellite.battery": "keep_alive", "satellite.attitude": "solar_drive"},
    "orbit_normal": {"satellite.attitude": "orbit_normal", "satellite.policy": "clock"},
    "body_panel": {"satellite.radiator": "body_panel", "ground.0.supply": "gas"},
    "integrated_panel": {"satellite.radiator": "integrated_panel", "ground.0.supply": "nuclear"},
    "bursts": {"satellite.policy": "bursts", "work.kind": "mean_flops"},
    "training": {"work": {"kind": "training"}, "life.replacement": "launch"},
    "off_grid": {"ground.0.supply": "off_grid", "environment.solar_activity": "cycle"},
    "shells": {"flight.sample": 24},
}
OF = {
    "shells": "blue-origin-sunrise"
}  # the scenario of a name that is none itself; else suncatcher


def scenario(name: str) -> Loaded:
    """The scenario of a name in KINDS, with a short flight."""
    known = (
        name
        if name in ("suncatcher", "starlink-ai", "us-ground") or "@" in name
        else OF.get(name, "suncatcher")
    )
    flight = {} if name == "us-ground" else SHORT
    return load(known, flight | KINDS[name])


def results(loaded: Loaded, changed: Scenario) -> dict[str, tuple[Any, ...]]:
    """Every result of the stages, by key with stars for indices: the values that the star stands
    for.
    """
    ready = _settled(changed)

    def short(scenario: Scenario, fleet: Any) -> Any:
        return fly(scenario, fleet, strips=False)

    outcome = evaluate(ready, fly=short)
    flies = outcome.flight is not None
    run = Run(
        loaded=dataclasses.replace(loaded, scenario=changed),
        outcome=outcome,
        lost_in_draw=lost_in_draw(ready, outcome.fleet) if flies else None,
        events_in_draw=events_in_draw(ready) if flies else None,
        sampling_error=sampling_error(outcome.flight) if flies else None,
    )
    found: dict[str, list[Any]] = {}
    for stage in STAGES:
        held = getattr(outcome, stage.gives)
        if held is not None:
            for key, value in _flat(
                fields.as_json(fields.build(record(stage.gives), held, run)), stage.gives
            ):
                found.setdefault(starred(key), []).append(value)
    return {key: tuple(values) for key, values in found.items()}


_plants: dict[str, Any] = {}  # grounds by what sizes them: a plant without a grid takes seconds


def _settled(scenario: Scenario) -> Scenario:
    content = repr((scenario.ground, scenario.money.ground_capital_frac))
    if content not in _plants:
        _plants[content] = settled(scenario).ground
    known = dataclasses.replace(scenario, ground=_plants[content])
    return settled(known)


def _flat(table: Any, path: str) -> Iterator[tuple[str, Any]]:
    members = table.items() if isinstance(table, dict) else enumerate(table)
    for name, value in members:
        if isinstance(value, dict | list):
            yield from _flat(value, f"{path}.{name}")
        else:
            yield f"{path}.{name}", value


def moves(loaded: Loaded) -> dict[str, list[tuple[Any, float | None]]]:
    """The values to try of every input, each with its relative change; None for no number."""
    found: dict[str, list[tuple[Any, float | None]]] = {}
    held = {key: {"value": kind} for key, kind in _kinds(loaded)}
    for key, _, value in leaves(loaded.scenario):
        if value is None or key in ("name", "title"):
            continue
        if isinstance(value, bool):
            found[key] = [(not value, None)]
        elif isinstance(value, int):
            found[key] = [(value + 1, None), (value - 1, None)]
        elif isinstance(value, datetime.date):
            found[key] = [(value + datetime.timedelta(days=30), None)]
        elif isinstance(value, str):
            cls, field = owner(key, held)
            options = typing.get_args(hints(cls)[field]) if cls is not None and field else ()
            if typing.get_origin(hints(cls)[field] if cls and field else None) is typing.Literal:
                found[key] = [(other, None) for other in options if other != value]
        elif isinstance(value, float):
            low, high = bounds(loaded.scenario, key)
            if value == 0.0:
                spread = loaded.priors.get(key)
                found[key] = [(spread.high if spread else min(high, STEP), None)]
            else:
                ends = (value * (1.0 + STEP), value * (1.0 - STEP))
                found[key] = [(end, end / value - 1.0) for end in ends if low <= end <= high]
    return found


def _kinds(loaded: Loaded) -> Iterator[tuple[str, str]]:
    for key, value in _flat(loaded.resolved, ""):
        if key.endswith(".kind"):
            yield key.strip("."), value


@dataclass
class Measured:
    """Effects in one scenario, by result and input."""

    effects: dict[tuple[str, str], float]
    per_percent: dict[str, bool]  # by input
    results: set[str]  # that have a value


def measured(name: str, only: float = 1.0) -> Measured:
    """All effects in one scenario, or those of a share of its inputs. Of several moves of an input
    the largest effect counts.
    """
    loaded = scenario(name)
    before = results(loaded, loaded.scenario)
    tries = moves(loaded)
    chosen = (
        sorted(tries)
        if only >= 1.0
        else random.Random(name).sample(sorted(tries), int(only * len(tries)))
    )
    there = {key for key, values in before.items() if any(one is not None for one in values)}
    found = Measured({}, {}, there)
    for key in chosen:
        for value, step in tries[key]:
            try:
                after = results(loaded, replace_leaves(loaded.scenario, {key: value}))
            except (DawnduskError, ValueError, ZeroDivisionError):
                continue
            found.per_percent[starred(key)] = step is not None
            for result, old in before.items():
                change = _change(old, after.get(result, ()))
                effect = change / step if step else change
                pair = result, starred(key)
                if abs(effect) > abs(found.effects.get(pair, 0.0)):
                    found.effects[pair] = effect
    return found


def _change(old: tuple[Any, ...], new: tuple[Any, ...]) -> float:
    """The largest relative change between two lists of values, with its sign; 1 where text changed
    or a value came or went.
    """
    if len(old) != len(new):
        return 1.0
    most = 0.0
    for a, b in zip(old, new, strict=True):
        if isinstance(a, float | int) and isinstance(b, float | int) and not isinstance(a, bool):
            scale = max(abs(a), abs(b))
            change = (b - a) / (abs(a) or scale) if abs(b - a) > NOISE * scale else 0.0
        else:
            change = 0.0 if a == b else 1.0
        most = change if abs(change) > abs(most) else most
    return most


def merged(names: list[str]) -> dict[str, dict[str, Any]]:
    """The table, by result and input: the median effect with the lowest and the highest of the
    scenarios that have both; of an input that is no number the largest, in a list of one.
    """
    found = list(Processes().map(measured, names, tell=_tell))
    table: dict[str, dict[str, Any]] = {}
    for result, key in sorted({pair for one in found for pair in one.effects}):
        having = [
            one
            for one in found
            if key in one.per_percent and (result in one.results or (result, key) in one.effects)
        ]
        effects = [one.effects.get((result, key), 0.0) for one in having]
        if any(one.per_percent[key] for one in having):
            ends = (statistics.median(effects), min(effects), max(effects))
            shown = [_rounded(one) for one in ends]
            table.setdefault(result, {})[key] = shown if len(set(shown)) > 1 else shown[0]
        else:
            table.setdefault(result, {})[key] = [_rounded(max(effects, key=abs))]
    return table


def _tell(done: int, total: int) -> None:
    print(f"{done} of {total} scenarios", file=sys.stderr, flush=True)


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else 1.0


def untold(names: list[str], only: float, table: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Dependencies that are measured and not in the table."""
    found = {pair for name in names for pair in measured(name, only).effects}
    return sorted(
        f"{result} moves with {key}" for result, key in found if key not in table.get(result, {})
    )


def write(table: Mapping[str, Any]) -> None:
    """A line for each result, so that a change can be reviewed."""
    lines = ",\n".join(
        f"{json.dumps(result)}: {json.dumps(held)}" for result, held in table.items()
    )
    TABLE.write_text("{\n" + lines + "\n}\n", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument(
        "--check", type=float, help="share of the inputs to move again; print what the table omits"
    )
    said = parser.parse_args()
    if said.check:
        missing = untold(said.only, said.check, json.loads(TABLE.read_text("utf-8")))
        print("\n".join(missing))
        sys.exit(bool(missing))
    write(merged(said.only))
