"""Saved runs with some of their results replaced, for tests of what is printed in other cases."""

import copy
import dataclasses
from typing import Any

from dawndusk.results.saved import SavedRun


def changed(run: SavedRun, values: dict[str, Any], **scenario: Any) -> SavedRun:
    """A saved run with other values at some keys of `run.json`, and other fields of its
    scenario.
    """
    summary = copy.deepcopy(run.summary)
    for key, value in values.items():
        *path, last = key.split(".")
        held = summary
        for word in path:
            held = held[int(word) if isinstance(held, list) else word]
        held[int(last) if isinstance(held, list) else last] = value
    loaded = dataclasses.replace(run.loaded, scenario=dataclasses.replace(run.scenario, **scenario))
    return SavedRun(summary, run.tables, lambda: loaded, run.rows)
