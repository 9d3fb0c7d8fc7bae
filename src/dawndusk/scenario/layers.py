"""Layers: a scenario file over the file it extends, and overrides over both, with the place where
every value was written.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dawndusk.core import kinds, units
from dawndusk.core.errors import BadInput, Problem
from dawndusk.data import catalogue
from dawndusk.data.catalogue import Row
from dawndusk.records.fields import PartField, hints, part_of, record_of
from dawndusk.records.loaded import Origin
from dawndusk.records.scenario import SEVERAL, Scenario
from dawndusk.scenario.gallery import find
from dawndusk.scenario.toml import from_toml, is_spread, read

OVERRIDE = "--set"
DEEPEST = 20  # dots in a key


def pair(text: str) -> tuple[str, Any]:
    """Split an override written as `key=value`. Raises BadInput without the sign."""
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise BadInput(Problem(f"{text!r} is not key=value", where=OVERRIDE))
    return key.strip(), from_toml(value.strip())


@dataclass
class Layers:
    """A tree that grows by merging, and the origin of its values.

    `root` is the record of the whole tree; `tree` holds values as in a file.
    """

    root: type = Scenario
    tree: dict[str, Any] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    rows: dict[str, Row] = field(default_factory=dict)
    rows_files: list[Path] = field(default_factory=list)

    def read(self, path: Path, text: str, seen: tuple[Path, ...] = ()) -> None:
        """Lay the file that this one extends, and then this one, over the tree.

        Raises:
            BadInput: the text is not a scenario file.
        """
        if path.resolve() in seen:
            chain = ", ".join(p.name for p in seen)
            raise BadInput(
                Problem(f"circular reference through {chain}", key="extends", where=path.name)
            )
        try:
            document = read(text)
        except ValueError as error:
            raise BadInput(Problem(f"not TOML: {error}", where=path.name)) from None
        except RecursionError:
            raise BadInput(Problem("not a scenario: nested too deep", where=path.name)) from None
        tree = document.tree
        if not tree:
            raise BadInput(
                Problem(
                    "the file is empty; a scenario needs a title, a [constellation] and a"
                    " [satellite.compute]",
                    where=path.name,
                )
            )
        at = {
            key: Origin(where=f"{path.name}:{line}", note=document.comments.get(key, ""))
            for key, line in document.lines.items()
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
        """Lay `over` upon `base`, the table of the tree at `path`.

        A new kind drops the keys that it does not have, a new catalogue item those that described
        the old one.
        """
        part, record = self.field_at(path) if base else (None, None)
        if part is not None and "kind" in over and base.get("kind", part.default) != over["kind"]:
            self.drop_unknown(base, part, over["kind"], path)
        for name in ("use", "model"):
            if name in over and base:
                default = getattr(record, name, None)
                item = base.get(name, default if isinstance(default, str) else over[name])
                if item != over[name]:
                    self.drop_described(base, record, over[name], path)
        for key, with_it in getattr(record, "GOES_WITH", {}).items():
            if key in over and with_it in base and with_it not in over:
                self.drop_told(base, f"{path}.{with_it}")
        for key, value in over.items():
            self.merge_key(base, key, value, f"{path}.{key}".lstrip("."), at)

    def merge_key(
        self, base: dict[str, Any], key: str, value: Any, here: str, at: Mapping[str, Origin]
    ) -> None:
        """Lay a value upon that of the same key in `base`."""
        held = base.get(key)
        if isinstance(value, dict) and isinstance(held, list):
            if len(held) != 1:
                raise BadInput(
                    Problem(
                        f"is an array of {len(held)} tables; write {here}.0",
                        key=here,
                        where=at.get(here, Origin()).where,
                    )
                )
            first = {
                f"{here}.0{inner.removeprefix(here)}": origin
                for inner, origin in at.items()
                if f"{inner}.".startswith(f"{here}.")
            }
            self.merge(held[0], value, f"{here}.0", first)
        elif isinstance(value, dict) and not is_spread(value):
            if isinstance(held, str):  # a bare string is short for its kind
                base[key] = {"kind": held}
            elif not isinstance(held, dict) or is_spread(held):
                base[key] = {}
            self.note(here, at)
            self.merge(base[key], value, here, at)
        elif isinstance(value, str) and isinstance(held, dict) and "kind" in held:
            self.merge(held, {"kind": value}, here, {f"{here}.kind": at.get(here, Origin())})
        else:
            base[key] = value
            for stale in [old for old in self.origins if f"{old}.".startswith(f"{here}.")]:
                del self.origins[stale]
            self.origins |= {
                inner: origin for inner, origin in at.items() if f"{inner}.".startswith(f"{here}.")
            }

    def field_at(self, path: str) -> tuple[PartField | None, type | None]:
        """The part marker and the record of the table at a dotted key, each None where there is
        none; a part has the record of the kind that the tree names.

        >>> layers = Layers(tree={"satellite": {"array": {"kind": "roll_out"}}})
        >>> part, record = layers.field_at("satellite.array")
        >>> part.family, record.kind
        ('array', 'roll_out')
        """
        part: PartField | None = None
        record: type | None = self.root
        table: Any = self.tree
        for word in path.split(".") if path else ():
            if word.isdecimal():  # one of several
                several = isinstance(table, list) and int(word) < len(table)
                table = table[int(word)] if several else None
                continue
            if record is None:
                return None, None
            names = {units.key_of(item.name): item.name for item in dataclasses.fields(record)}
            hint = hints(record).get(names.get(word, ""))
            table = table.get(word) if isinstance(table, dict) else None
            part = part_of(hint)
            record = record_of(hint) if part is None else _chosen(part, table)
        return part, record

    def note(self, key: str, at: Mapping[str, Origin]) -> None:
        """Keep the place where a key was written."""
        if key in at:
            self.origins[key] = at[key]

    def drop_unknown(self, base: dict[str, Any], part: PartField, kind: Any, path: str) -> None:
        """Drop the keys that another kind of the same family does not have."""
        record = _kind(part, kind)
        if record is None:
            return  # reported when the table is read
        known = {"kind", *(units.key_of(item.name) for item in dataclasses.fields(record))}
        for key in [key for key in base if key not in known]:
            del base[key]
            self.dropped.append(f"{path}.{key}")

    def drop_described(
        self, base: dict[str, Any], record: type | None, item: Any, path: str
    ) -> None:
        """Drop the keys that described another item and for which the new one has rows, except
        overrides.
        """
        rows = catalogue.rows() | self.rows
        goes_with = getattr(record, "GOES_WITH_ITEM", ())
        for key in [key for key in base if f"{item}.{key}" in rows or key in goes_with]:
            self.drop_told(base, f"{path}.{key}")

    def drop_told(self, base: dict[str, Any], here: str) -> None:
        """Drop a key, and say so, unless an override gave it."""
        if self.origins.get(here, Origin()).where != OVERRIDE:
            del base[here.rpartition(".")[2]]
            self.origins.pop(here, None)
            self.dropped.append(here)

    def one_of(self, path: str, index: int, key: str) -> dict[str, Any]:
        """The table of that number in an array of tables; `key` is the override to be set in it."""
        found: Any = self.tree
        if path in SEVERAL:  # defaults stand in for absent ones
            found.setdefault(path, [{}])
        for word in path.split("."):
            found = found.get(word) if isinstance(found, dict) else None
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise BadInput(Problem(f"{path} is not an array of tables", key=key, where=OVERRIDE))
        if index >= len(found):
            raise BadInput(
                Problem(f"{path} has tables 0 to {len(found) - 1}", key=key, where=OVERRIDE)
            )
        return found[index]

    def set(self, key: str, value: Any) -> None:
        """Lay one override over the tree; `ground.0.pue` is a key in an array of tables.

        Raises:
            BadInput: the key is no key of an input, or the value is None.
        """
        if not isinstance(key, str) or key.count(".") > DEEPEST:
            raise BadInput(Problem(f"{str(key)[:60]!r} is not a key", where=OVERRIDE))
        if value is None:
            raise BadInput(Problem("None is not a value", key=key, where=OVERRIDE))
        if getattr(value, "shape", None) == ():  # a number of NumPy
            value = value.item()
        words = key.split(".")
        if words[0] in ("rows", "extends"):
            raise BadInput(
                Problem(f"`{words[0]}` can be set only in a scenario file", where=OVERRIDE)
            )
        over: dict[str, Any] = {words[-1]: value}
        place = next((at for at, word in enumerate(words[:-1]) if at and word.isdecimal()), None)
        if place is not None:
            table = self.one_of(".".join(words[:place]), int(words[place]), key)
            for word in reversed(words[place + 1 : -1]):
                over = {word: over}
            self.merge(table, over, ".".join(words[: place + 1]), {key: Origin(where=OVERRIDE)})
            return
        for word in reversed(words[:-1]):
            over = {word: over}
        above = [".".join(words[: count + 1]) for count in range(len(words))]
        at = dict.fromkeys([*above, *_keys(value, key)], Origin(where=OVERRIDE))
        self.merge(self.tree, over, "", at)


def _chosen(part: PartField, table: Any) -> type | None:
    """The record of the kind that the table of a part names, `kind = "flat_panel"` or a bare
    name.
    """
    if isinstance(table, dict):
        table = table.get("kind")
    return _kind(part, part.default if table is None else table)


def _kind(part: PartField, kind: Any) -> type | None:
    try:
        return kinds.model(part.family, kind)
    except (AttributeError, TypeError, kinds.UnknownKind):
        return None


def _keys(value: Any, path: str) -> list[str]:
    """The dotted keys of a table and of all tables in it."""
    if not isinstance(value, dict):
        return []
    return [
        one
        for name, inner in value.items()
        for one in (f"{path}.{name}", *_keys(inner, f"{path}.{name}"))
    ]
