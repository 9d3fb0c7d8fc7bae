"""The models that have a page: every module of physics, every kind of part, every stage; and where
each page lies.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from dawndusk import parts, physics
from dawndusk.core import kinds
from dawndusk.provenance.docstrings import sentence

STAGES = (
    "fleet.design",
    "flight.fly",
    "flight.day_kernel",
    "flight.step",
    "work.serve",
    "life.evolve",
    "bill.orbit",
    "bill.ground",
    "bill.price",
    "study.drivers",
)
GROUPS = {"physics": "Physics", "parts": "Parts", "stages": "Stages"}


@dataclass(frozen=True)
class Model:
    """A module with a page of its own."""

    module: ModuleType
    group: str  # of GROUPS
    family: str = ""  # of a part
    kind: str = ""

    @property
    def name(self) -> str:
        """As in the code, without the package."""
        return self.module.__name__.removeprefix("dawndusk.")

    @property
    def page(self) -> str:
        """Path below docs."""
        return f"models/{self.group}/{self.name.partition('.')[2].replace('.', '/')}.md"

    @property
    def title(self) -> str:
        """Short, for menus."""
        last = self.name.rpartition(".")[2].replace("_", " ")
        return f"{last} {self.family}".strip()

    @property
    def is_about(self) -> str:
        """What its docstring begins with."""
        return sentence(self.module)

    @property
    def record(self) -> type | None:
        """The record of a part's kind."""
        return kinds.model(self.family, self.kind) if self.family else None


@cache
def models() -> dict[str, Model]:
    """Every model with a page, by the name of its module."""
    found = [
        Model(importlib.import_module(f"{physics.__name__}.{name}"), "physics")
        for name in _inside(physics)
    ]
    for family in families():
        package = importlib.import_module(f"{parts.__name__}.{family}")
        found += [
            Model(importlib.import_module(f"{package.__name__}.{name}"), "parts", family, name)
            for name in _inside(package)
        ]
    found += [Model(importlib.import_module(f"dawndusk.{name}"), "stages") for name in STAGES]
    return {model.module.__name__: model for model in found}


def families() -> list[str]:
    """The families of parts."""
    return _inside(parts)


def _inside(package: ModuleType) -> list[str]:
    names = (name for _, name, _ in pkgutil.iter_modules(package.__path__))
    return sorted(name for name in names if not name.startswith("_"))


def built_on(model: Model) -> list[Model]:
    """The models of physics that a model imports, whole or a function of them."""
    used = {
        inspect.getmodule(value) if inspect.isfunction(value) else value
        for value in vars(model.module).values()
        if inspect.ismodule(value) or inspect.isfunction(value)
    }
    names = {
        module.__name__ for module in used if module is not None and module is not model.module
    }
    return [
        one for one in models().values() if one.group == "physics" and one.module.__name__ in names
    ]
