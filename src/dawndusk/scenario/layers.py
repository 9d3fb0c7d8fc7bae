"""Layers: a scenario file over what it extends, and overrides over both, with the place where every
value was written.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dawndusk.core import kinds, units
from dawndusk.core.errors import BadInput, Problem
from dawndusk.data import catalogue
from dawndusk.data.catalogue import SPREAD_KEYS, Row
from dawndusk.records.fields import Part
from dawndusk.records.run import Origin
from dawndusk.records.scenario import SEVERAL, Ground, Satellite, Scenario
from dawndusk.scenario import positions
from dawndusk.scenario.gallery import find


def pair(text: str) -> tuple[str, Any]:
    """Key and value of an override written as `key=value`. Raises BadInput without the sign."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise BadInput(Problem(f"{text!r} is not key=value", where="--set"))
    return key.strip(), toml_value(value.strip())


def toml_value(text: str) -> Any:
    """The value as TOML, else as a string.

    >>> toml_value("3"), toml_value("650 km")
    (3, '650 km')
    """
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


@functools.cache
def hints(cls: type) -> dict[str, Any]:
    """Type hints of a record's fields, annotations included."""
    return typing.get_type_hints(cls, include_extras=True)


def part_of(hint: Any) -> Part | None:
    """The marker of a field that holds a part."""
    return next(
        (extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Part)), None
    )


@functools.cache
def _parts() -> dict[str, Part]:
    """Where in a scenario a part stands, by dotted key without the numbers of tables."""
    found: dict[str, Part] = {}
    for prefix, cls in (("", Scenario), ("satellite.", Satellite), ("ground.", Ground)):
        found |= {
            prefix + name: part
            for name, hint in hints(cls).items()
            if (part := part_of(hint)) is not None
        }
    return found


def _default_kind(path: str) -> str:
    part = _parts().get(_unnumbered(path))
    return part.default if part is not None else ""


def _unnumbered(path: str) -> str:
    return re.sub(r"\.\d+", "", path)


def _class_at(path: str) -> type | None:
    """The record class of a plain table at a dotted key of the scenario, or None."""
    cls: Any = Scenario
    for word in path.split("."):
        if word.isdigit():
            continue
        hint = (
            hints(cls).get(word)
            if isinstance(cls, type) and dataclasses.is_dataclass(cls)
            else None
        )
        cls = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else hint
    return cls if isinstance(cls, type) else None


def _default_item(path: str, name: str, otherwise: Any) -> Any:
    """The catalogue item that a table takes when it names none."""
    default = getattr(_class_at(path), name, otherwise)
    return default if isinstance(default, str) else otherwise


def _keys(value: Any, path: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    return [
        one
        for name, inner in value.items()
        for one in (f"{path}.{name}", *_keys(inner, f"{path}.{name}"))
    ]


@dataclass
class Layers:
    """A tree that grows by merging, and the story of its values."""

    tree: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    rows_files: list[Path] = field(default_factory=list)

    def read(self, path: Path, text: str, seen: tuple[Path, ...] = ()) -> None:
        """Lay a file, and before it what it extends, upon the tree. Raises BadInput for what is not
        a scenario file.
        """
        if path.resolve() in seen:
            raise BadInput(
                Problem(
                    "extends itself, by way of " + ", ".join(p.name for p in seen),
                    key="extends",
                    where=path.name,
                )
            )
        try:
            tree = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadInput(Problem(f"not TOML: {error}", where=path.name)) from None
        except RecursionError:
            raise BadInput(Problem("not a scenario: nested too deep", where=path.name)) from None
        if not tree:
            raise BadInput(
                Problem(
                    "the file is empty; a scenario needs a title, a [constellation] and a"
                    " [satellite.compute]",
                    where=path.name,
                )
            )
        notes = positions.comments(text)
        at = {
            key: Origin(where=f"{path.name}:{line}", note=notes.get(line, ""))
            for key, line in positions.lines(text).items()
        }
        if "extends" in tree:
            self.read(*find(str(tree.pop("extends")), path.parent), (*seen, path.resolve()))
            self.tree.pop("name", None)
        if "rows" in tree:
            if not isinstance(tree["rows"], str):
                raise BadInput(
                    Problem("expected the name of a CSV file", key="rows", where=path.name)
                )
            file = path.parent / tree.pop("rows")
            self.rows |= catalogue.rows_beside(file)
            self.rows_files.append(file)
        self.merge(self.tree, tree, "", at)

    def merge(
        self, base: dict[str, Any], over: dict[str, Any], path: str, at: Mapping[str, Origin]
    ) -> None:
        """Lay `over` upon `base`; a new kind drops the keys it does not know, a new catalogue item
        those that described the old one.
        """
        if "kind" in over and base.get("kind", _default_kind(path)) != over["kind"]:
            self.drop_unknown(base, over["kind"], path)
        for name in ("use", "model"):
            if (
                name in over
                and base
                and base.get(name, _default_item(path, name, over[name])) != over[name]
            ):
                self.drop_described(base, over[name], path)
        for key, with_it in getattr(_class_at(path), "GOES_WITH", {}).items():
            said = self.origins.get(f"{path}.{with_it}", Origin()).where == "--set"
            if key in over and with_it in base and with_it not in over and not said:
                del base[with_it]
                self.origins.pop(f"{path}.{with_it}", None)
        for key, value in over.items():
            here = f"{path}.{key}" if path else key
            if isinstance(value, dict) and isinstance(base.get(key), list):
                if len(base[key]) != 1:
                    raise BadInput(
                        Problem(
                            f"there are {len(base[key])} of them; write {here}.0",
                            key=here,
                            where=at.get(here, Origin()).where,
                        )
                    )
                self.merge(
                    base[key][0],
                    value,
                    f"{here}.0",
                    {
                        f"{here}.0{k.removeprefix(here)}": v
                        for k, v in at.items()
                        if k.startswith(here)
                    },
                )
            elif isinstance(value, dict) and not (value and value.keys() <= SPREAD_KEYS):
                if isinstance(base.get(key), str):  # a bare string is short for its kind
                    base[key] = {"kind": base[key]}
                if not isinstance(base.get(key), dict) or (
                    base[key] and base[key].keys() <= SPREAD_KEYS
                ):
                    base[key] = {}
                self.note(here, at)
                self.merge(base[key], value, here, at)
            elif isinstance(value, str) and isinstance(base.get(key), dict) and "kind" in base[key]:
                self.merge(
                    base[key], {"kind": value}, here, {f"{here}.kind": at.get(here, Origin())}
                )
            else:
                base[key] = value
                for stale in [
                    old for old in self.origins if old == here or old.startswith(here + ".")
                ]:
                    del self.origins[stale]
                self.note(here, at)
                self.origins |= {
                    inner: origin for inner, origin in at.items() if inner.startswith(here + ".")
                }

    def note(self, key: str, at: Mapping[str, Origin]) -> None:
        """Remember where a key was written."""
        if key in at:
            self.origins[key] = at[key]

    def drop_unknown(self, base: dict[str, Any], kind: Any, path: str) -> None:
        """Take out of `base` what another kind of the same family does not know, and remember it."""
        try:
            cls = kinds.model(_parts()[_unnumbered(path)].family, kind)
        except (KeyError, TypeError, AttributeError, kinds.UnknownKind):
            return  # reported when the table is read
        known = {"kind", *(units.key_of(item.name) for item in dataclasses.fields(cls))}
        for key in [key for key in base if key not in known]:
            del base[key]
            self.dropped.append(f"{path}.{key}")

    def drop_described(self, base: dict[str, Any], item: Any, path: str) -> None:
        """Take out of `base` what was said of another item and has a row of the new one's own,
        unless an override said it.
        """
        rows = catalogue.rows() | self.rows
        goes_with = getattr(_class_at(path), "GOES_WITH_ITEM", ())
        for key in [key for key in base if f"{item}.{key}" in rows or key in goes_with]:
            if self.origins.get(f"{path}.{key}", Origin()).where != "--set":
                del base[key]
                self.dropped.append(f"{path}.{key}")

    def one_of(self, path: str, index: int, key: str) -> dict[str, Any]:
        """The table of that number in an array of tables; `key` is what is to be set in it."""
        found: Any = self.tree
        if path in SEVERAL:  # there even when nobody wrote it
            found.setdefault(path, [{}])
        for word in path.split("."):
            found = found.get(word) if isinstance(found, dict) else None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise BadInput(
                Problem(
                    f"{path} holds no tables that a key could be set in", key=key, where="--set"
                )
            )
        if index >= len(found):
            raise BadInput(
                Problem(f"{path} has the numbers 0 to {len(found) - 1}", key=key, where="--set")
            )
        return found[index]

    def set(self, key: str, value: Any) -> None:
        """One override; `ground.0.pue` reaches into an array of tables."""
        words = key.split(".")
        if words[0] in ("rows", "extends"):
            raise BadInput(Problem("can only stand in a file", key=key, where="--set"))
        over: dict[str, Any] = {words[-1]: value}
        place = next((at for at, word in enumerate(words[:-1]) if at and word.isdigit()), None)
        if place is not None:
            table = self.one_of(".".join(words[:place]), int(words[place]), key)
            for word in reversed(words[place + 1 : -1]):
                over = {word: over}
            self.merge(table, over, ".".join(words[: place + 1]), {key: Origin(where="--set")})
            return
        for word in reversed(words[:-1]):
            over = {word: over}
        at = {".".join(words[: count + 1]): Origin(where="--set") for count in range(len(words))}
        at |= {inner: Origin(where="--set") for inner in _keys(value, key)}
        self.merge(self.tree, over, "", at)
