"""Kinds: `kind = "flat_panel"` of family `radiator` is the class `Model` in
`dawndusk/parts/radiator/flat_panel.py`.

The folder is the registry; a name with a leading underscore is no kind. Another package adds a kind
under the entry-point group `dawndusk.<family>`; nothing here is edited.
"""

from __future__ import annotations

import contextlib
import copyreg
import dataclasses
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from dawndusk.core.errors import nearest
from dawndusk.core.record import is_record


class UnknownKind(ValueError):
    """No kind of that name in the family; `nearest` is the closest one."""

    def __init__(self, family: str, kind: str) -> None:
        known = kinds(family)
        self.nearest = nearest(kind, known)
        super().__init__(f"unknown {family} kind {kind!r} (available: {', '.join(known)})")


class BrokenKind(UnknownKind):
    """A kind of another package that cannot be imported, is no record, or lacks a method of its
    family.
    """

    def __init__(self, family: str, kind: str, where: str, error: BaseException) -> None:
        self.nearest = ""
        reason = f"{type(error).__name__}: {error}"
        ValueError.__init__(self, f"{family} kind {kind!r} ({where}) cannot be loaded: {reason}")


@cache
def model(family: str, kind: str) -> type:
    """The class of a kind, whose hyphens are underscores in its file. Raises UnknownKind, or
    BrokenKind where another package offers it and it cannot be loaded.
    """
    name = kind.replace("-", "_")
    if name in _built_in(family):
        module = importlib.import_module(f"dawndusk.parts.{family}.{name}")
        return _named(module.Model, family, name)
    for entry in offered(family):
        if entry.name.replace("-", "_") == name:
            try:
                loaded = entry.load()
                found = loaded if isinstance(loaded, type) else loaded.Model
                _require_kind(found, family)
            except (Exception, SystemExit) as error:  # whatever the code of another package raises
                raise BrokenKind(family, kind, entry.value, error) from error
            return _named(found, family, name)
    raise UnknownKind(family, kind)


def _named(found: Any, family: str, kind: str) -> type:
    """The class, which knows its family and kind from now on."""
    found.family, found.kind = family, kind
    copyreg.pickle(found, _reduced)
    return cast("type", found)


def _require_kind(found: Any, family: str) -> None:
    """Raise TypeError for a class of another package that is no record, or lacks what every kind of
    its family has; the built-in ones are checked by `make types`.
    """
    if not is_record(found):
        raise TypeError(f"{found.__name__} is no record: @dawndusk.core.record.record")
    missing = sorted(_promised(family) - set(dir(found)) - set(found.__dataclass_fields__))
    if missing:
        raise TypeError(f"{found.__name__} lacks {', '.join(missing)}")


def _promised(family: str) -> set[str]:
    """What every kind of a family has: the names of the protocol that its package offers, of the
    smaller one where it offers two.
    """
    offered = vars(importlib.import_module(f"dawndusk.parts.{family}")).values()
    protocols = [
        {name for name in (*vars(one), *one.__annotations__) if name[0] != "_"}
        for one in offered
        if isinstance(one, type) and one.__module__ == "dawndusk.records.parts"
    ]
    return min(protocols, key=len)


def kind_of(part: object) -> str:
    """The name of the kind that a part is of, empty for what no family has.

    >>> from dawndusk.scenario.reading import load
    >>> kind_of(load("suncatcher").scenario.satellite.radiator)
    'flat_panel'
    """
    return getattr(part, "kind", "")


def _reduced(part: Any) -> tuple[Any, ...]:
    """How a part is pickled: another process has to get its class from here, with its kind."""
    values = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
    return _restored, (part.family, part.kind, values)


def _restored(family: str, kind: str, values: dict[str, Any]) -> Any:
    return model(family, kind)(**values)


def kinds(family: str) -> list[str]:
    """Names of all kinds of a family, those of other packages included."""
    return sorted({*_built_in(family), *(entry.name for entry in offered(family))})


def offered(family: str) -> Iterable[Any]:
    """Entry points of other packages, in the group of that family."""
    if not any(map(_offers, sys.path)):
        return ()
    from importlib import metadata  # slow to import, and only where there is something to find

    return metadata.entry_points(group=f"dawndusk.{family}")


@cache
def _offers(folder: str) -> bool:
    """Whether a package installed in that folder offers anything to us."""
    try:
        inside = os.listdir(folder or ".")
    except OSError:
        return os.path.isfile(folder)  # packages in a zip file
    for name in inside:
        if name == "EGG-INFO" or name.endswith((".dist-info", ".egg-info")):
            with (
                contextlib.suppress(OSError),
                open(os.path.join(folder, name, "entry_points.txt"), "rb") as said,
            ):
                if b"[dawndusk." in said.read():
                    return True
    return False


@cache
def _built_in(family: str) -> tuple[str, ...]:
    package = importlib.import_module(f"dawndusk.parts.{family}")
    names = (info.name for info in pkgutil.iter_modules(package.__path__))
    return tuple(name for name in names if not name.startswith("_"))
