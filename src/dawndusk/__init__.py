"""dawndusk: design, fly, price and run AI data centres in orbit, on one and the same state.

>>> import dawndusk as dd
>>> dd.load("suncatcher").scenario.constellation.satellites
81
"""

from __future__ import annotations

import importlib
from typing import Any

from dawndusk.chain import STAGES

__version__ = "0.4.0"

_WHERE = {
    "load": "scenario.reading",
    "run": "pipeline",
    "compare": "store.comparing",
    "evaluate": "chain",
    **{stage.name: stage.run.partition(":")[0] for stage in STAGES},
    "save": "store.folder",
    "summary": "results.summary",
    "explain": "provenance.explanation",
}
__all__ = ["__version__", *_WHERE]


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        return getattr(importlib.import_module(f"dawndusk.{_WHERE[name]}"), name)
    if name == "store":
        return importlib.import_module("dawndusk.store")
    raise AttributeError(f"module 'dawndusk' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
