"""dawndusk: design, fly, price and run AI data centres in orbit, on one and the same state.

>>> import dawndusk as dd
>>> dd.load("suncatcher").scenario.constellation.satellites
81
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.4.0"

_WHERE = {
    "load": "scenario.reading",
    "run": "pipeline",
    "Session": "pipeline",
    "compare": "store.comparing",
    "evaluate": "chain",
    "save": "store.folder",
    "summary": "results.summary",
    "explain": "provenance.explanation",
}


def _where() -> dict[str, str]:
    """The module of every public function, those of the stages included."""
    stages = importlib.import_module("dawndusk.chain").STAGES
    return _WHERE | {stage.name: stage.run.partition(":")[0] for stage in stages}


def __getattr__(name: str) -> Any:
    if name == "store":
        return importlib.import_module("dawndusk.store")
    if name == "__all__":
        return ["__version__", *_where()]
    where = _WHERE.get(name) or (None if name.startswith("_") else _where().get(name))
    if where is None:
        raise AttributeError(f"module 'dawndusk' has no attribute {name!r}")
    return getattr(importlib.import_module(f"dawndusk.{where}"), name)


def __dir__() -> list[str]:
    return ["__version__", *_where()]
