"""Schema: what a scenario file may hold, as a JSON schema that editors complete and check with.

Everything is read off the records and parts (`inputs`), the rows and the gallery; an installed
package that adds kinds or rows adds them here too. It is of draft 7, by which Taplo checks, the
language server behind the TOML plugins of most editors, and it says things the way that Taplo
honours them (tried with its version 0.9.3):

- It completes what it finds in `properties`, `patternProperties`, `items` and `anyOf`, never what
  stands behind `if`. So a family
  of parts lists the keys of all its kinds, and one `if` for each kind refuses what that kind does
  not know.
- It offers every branch of an `anyOf` as a key of its own. So text and distribution are told apart
  behind an `if`, and suggestions (units,
  catalogue names) stand in `patternProperties`, where they add values but no keys.
- It marks a whole table for one key that `additionalProperties` forbids. So other names are refused
  by a pattern, where they stand; it does
  not complete by that pattern, as it does not know look-ahead.
- It shows `description`, `default`, `enum` and `x-taplo`, not `examples`, and nothing that stands
  beside a `$ref`.

What a file must have depends on all of it (`extends` may bring every key, `rows` any catalogue
name). So no table requires anything by itself; the root does, under those conditions.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annotated_types import Ge, Gt, Le, Lt

from dawndusk import __version__
from dawndusk.core import units
from dawndusk.data import catalogue
from dawndusk.data.catalogue import SHAPES
from dawndusk.records.fields import PartField
from dawndusk.records.scenario import ORBITAL, SEVERAL, Scenario
from dawndusk.scenario import patterns
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.inputs import Input, described, first_sentence, items, keys, models, needed

Schema = dict[str, Any]

# Keys of a file that are not of its record.
TOP = {
    "extends": (
        "scenario to start from: a file beside this one, or a name of the gallery; the keys here"
        " override its keys"
    ),
    "rows": (
        "CSV file beside this one that adds rows to the catalogue: chips, sites, vehicles, models,"
        " defaults"
    ),
}
# A scenario that flies must have the first two; one of the ground alone, which has [compute], can
# have none.
FLYING = ("constellation", "satellite")
_NO_SUCH_KEY = {"not": {"$comment": "no such key"}}
_NAME = r"^(?!\.)[^/\\\u0000-\u001f]{1,100}$"


def scenario_schema() -> Schema:
    """The JSON schema of a scenario file, ready for `json.dumps`.

    >>> scenario_schema()["properties"]["mission"]
    {'$ref': '#/definitions/records.mission.Mission'}
    """
    return _Builder().root()


@dataclass
class _Builder:
    """The definitions, as they are met on the way down from the root."""

    definitions: dict[str, Schema] = field(default_factory=dict)

    def define(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to a definition, which is made when it is first met."""
        if name not in self.definitions:
            self.definitions[name] = {}  # a record that holds its like finds it here
            self.definitions[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def root(self) -> Schema:
        """The whole."""
        whole, scenarios = self.record(Scenario), gallery()
        top = {
            name: {"description": _capital(text), "type": "string"} for name, text in TOP.items()
        }
        whole["properties"]["name"] |= {"pattern": _NAME}
        names = self.define("names", lambda: self.names(Scenario))
        return {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "title": f"A scenario of dawndusk {__version__}",
            "description": whole["description"],
            "type": "object",
            "properties": {"title": whole["properties"].pop("title"), **top, **whole["properties"]},
            "patternProperties": {
                "^extends$": _suggest(scenarios),
                **_only(["title", *top, *whole["properties"]]),
            },
            "if": {"required": ["extends"]},
            "then": {
                "if": {
                    "properties": {"extends": {"enum": list(scenarios)}},
                    "not": {"required": ["rows"]},
                },
                "then": names,
            },
            "else": {
                "allOf": [
                    _required(Scenario, without=("name", *FLYING, *SEVERAL)),
                    {"if": {"required": ["rows"]}, "else": names},
                    {
                        "if": {"required": ["compute"]},
                        "then": {
                            "properties": {
                                key: {"not": {"$comment": "means nothing on the ground alone"}}
                                for key in (*FLYING, *ORBITAL)
                            }
                        },
                        "else": {"required": list(FLYING)},
                    },
                ]
            },
            "definitions": dict(sorted(self.definitions.items())),
        }

    # -- tables

    def table(self, cls: type) -> Schema:
        """A reference to the table of a record."""
        return self.define(_name(cls), lambda: self.record(cls))

    def record(self, cls: type) -> Schema:
        """The table of a record."""
        offered: dict[str, list[str]] = {}
        for key in keys(cls):
            if (suggestion := self.suggestion(key)) is not None:
                offered.setdefault(suggestion["$ref"], []).append(key.name)
        wanted = [name for name in needed(cls) if cls is not Scenario]
        return {
            "description": first_sentence(cls),
            "type": "object",
            "properties": {key.name: self.key(key) for key in keys(cls)},
            "patternProperties": (
                {f"^({'|'.join(names)})$": {"$ref": ref} for ref, names in offered.items()}
                | _only([key.name for key in keys(cls)])
            ),
        } | ({"x-taplo": {"initKeys": wanted}} if wanted else {})

    def key(self, key: Input) -> Schema:
        """One key of a table."""
        if key.part is not None:
            part = key.part
            return self.define(f"parts.{part.family}", lambda: self.family(part, key.meaning))
        if key.table is not None:
            return self.table(key.table)
        if key.tables is not None:
            many = {
                "description": _capital(key.meaning),
                "type": "array",
                "items": self.table(key.tables),
                "minItems": 1,
            }
            if key.cls is Scenario and key.name in SEVERAL:
                return {"anyOf": [many, self.table(key.tables), {"type": "string"}]}
            return many
        default = {} if key.default is None else {"default": key.default}
        return {"description": _description(key), **default, **self.value(key)}

    def value(self, key: Input) -> Schema:
        """What a value may be: a quantity, a whole number, one of some words, a date, text."""
        if key.core is float:
            return self.quantity(key)
        if key.core is int:
            return {"type": "integer", **_bounds(key), "examples": [key.example]}
        if key.core is bool:
            return {"type": "boolean", "enum": [True, False]}
        if key.core is datetime.date:
            return {"type": "string", "format": "date", "examples": [key.example]}
        if typing.get_origin(key.core) is typing.Literal:
            return {"enum": list(typing.get_args(key.core))}
        if typing.get_origin(key.core) is tuple and key.written is not None:
            one = {"type": "string", "pattern": f"^({key.written.pattern})$"}
            return {"type": "array", "items": one, "minItems": 1, "examples": [key.example]}
        if key.written is not None:
            return {
                "type": "string",
                "pattern": f"^({key.written.pattern})$",
                "examples": [key.example],
            }
        return {"type": "string", "examples": [key.example]}

    # -- quantities

    def quantity(self, key: Input) -> Schema:
        """Text with a unit, or a number where no unit is needed; else a distribution of them."""
        sign, bare = _sign(key), key.unit == "1"
        one = (
            {"pattern": patterns.quantity("1", sign), **_bounds(key)}
            if bare
            else self.text(key.unit, sign)
        )
        if key.written is not None:
            one = {"anyOf": [{"type": "string", "pattern": f"^({key.written.pattern})$"}, one]}
        return {
            "type": ["number", "string", "object"] if bare else ["string", "object"],
            "examples": [key.example],
            "if": {"type": "object"},
            "then": self.distribution(key.unit, "not_negative" if sign == "positive" else sign),
            "else": one,
        }

    def text(self, unit: str, sign: str) -> Schema:
        """A quantity in a string; whether it must be one is left to whoever refers to it."""
        return self.define(
            f"quantity.{_word(unit)}.{sign}", lambda: {"pattern": patterns.quantity(unit, sign)}
        )

    def distribution(self, unit: str, sign: str) -> Schema:
        """Low and high, perhaps a middle and a shape."""
        one = {
            "type": ["number", "string"] if unit == "1" else "string",
            "pattern": patterns.quantity(unit, sign),
        }
        return self.define(
            f"distribution.{_word(unit)}.{sign}",
            lambda: {
                "description": (
                    "uniform, or triangular with a mode: low and high are bounds; normal,"
                    " lognormal: they are p5 and p95"
                ),
                "type": "object",
                "properties": {
                    **dict.fromkeys(("low", "mode", "median", "high"), one),
                    "dist": {"enum": list(SHAPES)},
                },
                "required": ["low", "high"],
                "additionalProperties": False,
            },
        )

    def suggestion(self, key: Input) -> Schema | None:
        """Values to offer: names of the catalogue, and units."""
        if key.name == getattr(key.cls, "CATALOGUE_KEY", "use") and items(key.cls):
            return self.define(
                f"suggestions.{getattr(key.cls, 'CATALOGUE', '')}", lambda: _suggest(items(key.cls))
            )
        if key.core is float or key.written is not None:
            words = [key.written.example] if key.written is not None else []
            offered = (
                _units(key.unit)
                if key.core is float and not (key.written and key.written.write)
                else []
            )
            name = "-".join([*words, *([_word(key.unit)] if offered else [])]).replace(" ", "-")
            return self.define(
                f"suggestions.{name}", lambda: {"anyOf": [{"enum": [*words, *offered]}, True]}
            )
        return None

    # -- parts

    def family(self, part: PartField, meaning: str) -> Schema:
        """A part: a table with a `kind`, or the bare name of a kind. It lists the keys of all
        kinds; the kind then allows its own only.
        """
        known = models(part)
        spelled = [spelling for kind in known for spelling in _spellings(kind)]
        about = [
            first_sentence(inspect.getmodule(cls))
            for kind, cls in known.items()
            for _ in _spellings(kind)
        ]
        default = {"default": part.default} if part.default else {}
        kind_key: Schema = {
            "description": f"{_capital(meaning)}: {', '.join(known)}",
            **default,
            "enum": spelled,
        }
        kind_key["x-taplo"] = {"docs": {"enumValues": about}}
        properties, own = self.united(known)
        offered: Schema = {}
        for cls in known.values():
            offered |= {
                at: ref
                for at, ref in self.record(cls)["patternProperties"].items()
                if ref != _NO_SUCH_KEY
            }
        return {
            "description": _capital(meaning),
            **({} if not part.default or needed(known[part.default]) else default),
            "type": ["object", "string"],
            "pattern": f"^({'|'.join(spelled)})$",
            "properties": {"kind": kind_key, **properties},
            "patternProperties": offered | _only(["kind", *properties]),
            **_chain(
                [
                    (
                        kind,
                        own[kind]
                        | {"patternProperties": _only(["kind", *own[kind]["properties"]], kind)},
                    )
                    for kind in known
                    if len(known) > 1
                ]
            ),
        }

    def united(self, known: dict[str, type]) -> tuple[Schema, dict[str, Schema]]:
        """The keys of all kinds, and for each kind its own keys where the kinds differ."""
        properties: Schema = {}
        own: dict[str, Schema] = {kind: {"properties": {}} for kind in known}
        for name in dict.fromkeys(key.name for cls in known.values() for key in keys(cls)):
            owners = {
                kind: key for kind, cls in known.items() for key in keys(cls) if key.name == name
            }
            refs = {
                kind: {"$ref": f"{self.table(known[kind])['$ref']}/properties/{name}"}
                for kind in owners
            }
            unlike = {repr(self.key(key)): refs[kind] for kind, key in owners.items()}
            properties[name] = (
                next(iter(unlike.values()))
                if len(unlike) == 1
                else {"anyOf": list(unlike.values())}
            )
            for kind in owners:
                own[kind]["properties"][name] = True if len(unlike) == 1 else refs[kind]
        return properties, own

    def names(self, cls: type) -> Schema:
        """Refuses names that the catalogue does not have, in a table and all tables below it."""
        inside: dict[str, Schema] = {}
        for key in keys(cls):
            made: Schema = {}
            if key.part is not None:
                made = _chain(
                    [
                        (kind, one)
                        for kind, model in models(key.part).items()
                        if (one := self.names(model))
                    ]
                )
            elif table := key.table or key.tables:
                below = self.names(table)
                made = {"items": below, **below} if key.tables and below else below
            elif key.name == getattr(cls, "CATALOGUE_KEY", "use") and items(cls):
                made = {"enum": list(items(cls))}
            if made:
                inside[key.name] = made
        return {"properties": inside} if inside else {}


def _required(cls: type, without: tuple[str, ...] = ()) -> Schema:
    """Demands what nothing stands in for, in a table and all tables below it; a part without a kind
    must do as one of its default kind.
    """
    inside: dict[str, Schema] = {}
    for key in keys(cls):
        if key.part is not None:
            inside[key.name] = _required_of(key.part)
        elif (table := key.table or key.tables) and (below := _required(table)):
            inside[key.name] = {"items": below, **below} if key.tables else below
    wanted = [name for name in needed(cls) if name not in without]
    return ({"required": wanted} if wanted else {}) | ({"properties": inside} if inside else {})


def _required_of(part: PartField) -> Schema:
    known, unnamed = models(part), {"type": "object", "not": {"required": ["kind"]}}
    below = _chain([(kind, one) for kind, cls in known.items() if (one := _required(cls))])
    if not part.default:
        return {"not": unnamed, **below}
    if len(known) == 1:
        return below
    own = [key.name for key in keys(known[part.default])]
    return {"if": unnamed, "then": {"patternProperties": _only(own, part.default)}, "else": below}


def _only(names: list[str], kind: str = "") -> Schema:
    """Refuses keys of other names, where they stand; editors show the comment."""
    return {
        f"^(?!({'|'.join(names)})$)": (
            {"not": {"$comment": f"the kind {kind} has no such key"}} if kind else _NO_SUCH_KEY
        )
    }


def _chain(kinds: list[tuple[str, Schema]]) -> Schema:
    """For each kind what then holds, one `if` within the other, as Taplo does not look behind
    `allOf` for keys.
    """
    made: Schema = {}
    for kind, then in reversed(kinds):
        named = {"properties": {"kind": {"enum": _spellings(kind)}}, "required": ["kind"]}
        made = {"if": named, "then": then, **({"else": made} if made else {})}
    return made


def _spellings(kind: str) -> list[str]:
    """A kind as its file is named, and with hyphens."""
    return list(dict.fromkeys([kind, kind.replace("_", "-")]))


def _name(cls: type) -> str:
    return f"{cls.__module__.removeprefix('dawndusk.')}.{cls.__qualname__}"


def _word(unit: str) -> str:
    return "number" if unit == "1" else unit.replace("/", "-per-").replace(" ", "-")


def _suggest(offered: Mapping[str, str]) -> Schema:
    """Values that an editor offers, each with what it is; any other passes too."""
    return {
        "anyOf": [
            {"enum": list(offered), "x-taplo": {"docs": {"enumValues": list(offered.values())}}},
            True,
        ]
    }


@functools.cache
def _units(unit: str) -> list[Any]:
    """A value in each unit that people write for that dimension, and a distribution."""
    if unit == "1":
        return [{"low": 0.1, "mode": 0.2, "high": 0.3}]
    written = [row.unit for row in catalogue.rows().values() if _same(row.unit, unit)]
    words = list(dict.fromkeys([units.friendly(unit), *written, unit, *patterns.alike(unit)]))
    return [
        *(f"1 {word}" for word in words),
        {key: f"{n} {words[0]}" for n, key in enumerate(("low", "mode", "high"), 1)},
    ]


def _same(word: str, unit: str) -> bool:
    """Whether a row's unit is of that dimension."""
    return unit == "K" if word == "degC" else units.unit(word)[1] == units.unit(unit)[1]


def _sign(key: Input) -> str:
    """The sign by the lower limit. Kelvin are never below zero; degrees Celsius may be."""
    bounds = _bounds(key)
    if bounds.get("exclusiveMinimum", -1) >= 0:
        return "positive"
    return "not_negative" if bounds.get("minimum", -1) >= 0 else "any"


def _bounds(key: Input) -> Schema:
    """The limits of a number."""
    words = {
        "exclusiveMinimum": (Gt, "gt"),
        "minimum": (Ge, "ge"),
        "exclusiveMaximum": (Lt, "lt"),
        "maximum": (Le, "le"),
    }
    return {
        word: getattr(one, name)
        for word, (mark, name) in words.items()
        for one in key.marks
        if isinstance(one, mark)
    }


def _description(key: Input) -> str:
    """Meaning, unit, limits and default of a key, with the default's source."""
    parts = [key.meaning]
    if key.core is float and key.written is not None:
        other = (
            f"in {units.friendly(key.unit)} or the like, or"
            if key.written.write is None
            else "like"
        )
        parts.append(f"{other} {key.written.example}")
    elif key.core is float and key.unit != "1":
        parts.append(f"in {str(key.example).partition(' ')[2]} or the like")
    elif key.core is float:
        parts.append("a number, or in %" if units.suffix(key.item.name) else "a number")
    if key.limits:
        parts.append(key.limits)
    if key.name in described(key.cls):
        parts.append("default: that of the catalogue item")
    elif key.row is not None:
        spread = f", {key.row.range_text}" if key.row.spread else ""
        item = "that of the catalogue item, else " if items(key.cls) else ""
        parts.append(
            f"default: {item}{key.row.text}{spread} ({key.row.kind}, {key.row.source}; row"
            f" {key.row.id})"
        )
    elif key.default is not None:
        parts.append(f"default: {key.default}")
    return ". ".join(map(_capital, filter(None, parts)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
