"""The summary: `run.json`, the keys that other programs may rely on. No clock time, no path."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import dawndusk
from dawndusk.chain import STAGES
from dawndusk.records.run import Run
from dawndusk.results import fields
from dawndusk.results.keys import SECTIONS, record

STOPPED = "the run stopped before this stage"
NOTHING_FLIES = "nothing flies in this scenario"


def summary(run: Run) -> dict[str, Any]:
    """Everything `run.json` holds, as plain numbers, text, lists and dicts."""
    found = sections(run)
    return {
        "dawndusk": dawndusk.__version__,
        "scenario": {"name": run.scenario.name, "title": run.scenario.title},
        **{name: one and fields.as_json(one) for name, one in found.items()},
        "inputs": inputs(run),
        "reasons": reasons(run, found),
    }


def sections(run: Run) -> dict[str, Any]:
    """The record of results of every section; None where the run did not reach it."""
    reached = {stage.gives: getattr(run.outcome, stage.gives) for stage in STAGES}
    return {
        name: (
            None
            if name in reached and reached[name] is None
            else fields.build(record(name), reached.get(name, run), run)
        )
        for name in SECTIONS
    }


def inputs(run: Run) -> dict[str, dict[str, Any]]:
    """Every input by dotted key: its text as in a file, where it came from, and the comment on its
    line.
    """
    found = {}
    for key, value in _walk(run.loaded.resolved, ""):
        origin = run.loaded.origins.get(key)
        source = (origin and (origin.where or f"row {origin.row}")) or "default"
        found[key] = {"value": fields.plain(value), "from": source}
        if origin is not None and origin.note:
            found[key]["note"] = origin.note
    return found


def _walk(table: Any, path: str) -> Iterator[tuple[str, Any]]:
    members = table.items() if isinstance(table, dict) else enumerate(table)
    for name, value in members:
        here = f"{path}.{name}".strip(".")
        spread = isinstance(value, dict) and {"low", "high"} <= value.keys()
        if isinstance(value, dict | list) and not spread:
            yield from _walk(value, here)
        elif value is not None:
            yield here, value


def reasons(run: Run, found: dict[str, Any]) -> dict[str, str]:
    """Why each null is null, by its key."""
    told: dict[str, str] = {}
    alone = {stage.gives: stage.on_ground for stage in STAGES}
    for name, one in found.items():
        if one is None:
            told[name] = NOTHING_FLIES if run.scenario.on_ground and not alone[name] else STOPPED
        else:
            told |= dict(_nulls(one, name, run))
    return told


def _nulls(one: Any, path: str, run: Run) -> Iterator[tuple[str, str]]:
    """Key and reason of every null in a record, in order, also under its alias."""
    for name, said in fields.declared(type(one)):
        value = getattr(one, name)
        for word in filter(None, (name, said.alias)):
            key = f"{path}.{word}"
            if value is None:
                alone = said.flies and run.scenario.on_ground
                yield key, NOTHING_FLIES if alone else _why(said, run)
            elif dataclasses.is_dataclass(value):
                yield from _nulls(value, key, run)
            elif isinstance(value, tuple):
                for index, item in enumerate(value):
                    if dataclasses.is_dataclass(item):
                        yield from _nulls(item, f"{key}.{index}", run)


def _why(said: fields.Said, run: Run) -> str:
    return said.null(run) if callable(said.null) else said.null
