"""The keys of `run.json`, read off the records of results: what each means, in which unit, and from
which function.

Programs may rely on these keys: they are added to, never renamed. A star stands for an index, or
for a name such as that of an item.
"""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from dawndusk.chain import STAGES
from dawndusk.results import fields
from dawndusk.results.fields import Result, result, results

SECTIONS = (*(stage.gives for stage in STAGES), "verdict")


@results
class Scenario:
    """The scenario that ran."""

    name: str = result("name of the scenario: `name` in the file, else the file's stem")
    title: str = result("title of the scenario")


@results
class Head:
    """What `run.json` holds beside results, inputs and reasons."""

    dawndusk: str = result("version of dawndusk that made the run")
    scenario: Scenario = result("the scenario")
    files: tuple[str, ...] = result("names of the files in the run folder")


@cache
def record(section: str) -> type[Any]:
    """The record of a section: the class `Results` of its module."""
    found: type[Any] = importlib.import_module(f"dawndusk.results.{section}").Results
    return found


@cache
def keys() -> dict[str, Result]:
    """Every key of `run.json` but inputs and reasons, in order; a section itself is none."""
    head = [Result(name, name, said, Head) for name, said in fields.declared(Head)]
    found = [one for one in head if one.key != "scenario"]
    found += [
        Result(f"scenario.{name}", name, said, Scenario) for name, said in fields.declared(Scenario)
    ]
    for section in SECTIONS:
        found += fields.keys(record(section), section)
    return {one.key: one for one in found}


@cache
def about(key: str) -> Result | None:
    """What is declared of a key of `run.json`: of itself, or of the one with stars that it matches.

    >>> about("bill.grounds.1.usd_per_w").unit
    'USD/W'
    """
    known = keys()
    if key in known:
        return known[key]
    words = key.split(".")
    for pattern, found in known.items():
        parts = pattern.split(".")
        if "*" in parts and len(parts) <= len(words):
            # a last star takes an item's name, dots and all
            most = len(parts) if parts[-1] != "*" else len(words)
            pairs = zip(parts, words, strict=False)
            if len(words) <= most and all(part in ("*", word) for part, word in pairs):
                return found
    return None


def value_of(key: str, summary: dict[str, Any]) -> Any:
    """The value at a key; an item's name may hold dots."""
    found: Any = summary
    words = key.split(".")
    for at, word in enumerate(words):
        if isinstance(found, list):
            found = found[int(word)] if word.isdecimal() and int(word) < len(found) else None
        elif isinstance(found, dict):
            rest = ".".join(words[at:])
            if rest in found:
                return found[rest]
            found = found.get(word)
        else:
            return None
    return found
