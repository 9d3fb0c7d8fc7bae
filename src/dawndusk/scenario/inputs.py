"""Inputs: every key of a scenario file with its type, unit, limits, default and meaning, from the
records.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import functools
import inspect
import typing
from dataclasses import dataclass
from typing import Any

from annotated_types import Ge, Gt, Le, Lt

from dawndusk.core import kinds, units
from dawndusk.core.record import is_record, meanings
from dawndusk.data import catalogue
from dawndusk.data.catalogue import BASE_YEAR, Row
from dawndusk.records.fields import PartField, Written, hints


@dataclass(frozen=True)
class Input:
    """One input: the record and the field of a key in a table, the field's type without
    annotations, and the annotations.
    """

    cls: type
    item: dataclasses.Field[Any]
    core: Any
    marks: tuple[Any, ...]

    @property
    def name(self) -> str:
        """As written in a file."""
        return units.key_of(self.item.name)

    @property
    def unit(self) -> str:
        """SI unit; "1" for a number without one."""
        return units.unit_of(self.item.name)

    @property
    def meaning(self) -> str:
        """The comment beside the field."""
        return meanings(self.cls)[self.item.name]

    @property
    def part(self) -> PartField | None:
        """The family, where a part stands."""
        return next((one for one in self.marks if isinstance(one, PartField)), None)

    @property
    def table(self) -> type | None:
        """The record, where a table stands."""
        return self.core if is_record(self.core) else None

    @property
    def tables(self) -> type | None:
        """The record of each, where an array of tables stands."""
        inner = typing.get_args(self.core)[0] if typing.get_origin(self.core) is tuple else None
        return inner if is_record(inner) else None

    @property
    def written(self) -> Written | None:
        """Its alternative textual form, if it has one."""
        return next((one for one in self.marks if isinstance(one, Written)), None)

    @property
    def row(self) -> Row | None:
        """The row that stands in for an absent value, in money of the base year."""
        id = self.item.metadata.get("row", "")
        found = catalogue.rows().get(id) or catalogue.rows_of_packages().get(id)
        return found and found.in_year(BASE_YEAR)

    @property
    def optional(self) -> bool:
        """Whether the record has something to put in for an absent key."""
        return not (
            self.item.default is dataclasses.MISSING
            and self.item.default_factory is dataclasses.MISSING
        )

    @property
    def default(self) -> Any:
        """What an absent key amounts to, as it would stand in a file; None when that depends on
        other keys.
        """
        value = self.item.default
        if self.part is not None:
            return self.part.default or None
        if self.row is not None and self.core is float:
            return in_file(self.row, self.unit)
        if isinstance(value, float) and self.written is not None and self.written.write is not None:
            return self.written.write(value)
        if isinstance(value, float) and units.suffix(self.item.name):
            return units.show(value, self.unit, 12)
        if isinstance(value, datetime.date):
            return value.isoformat()
        return value if isinstance(value, str | int | float) else None

    @property
    def example(self) -> Any:
        """A value as it could stand in a file: the default where there is one."""
        if self.default is not None:
            return self.default
        if self.written is not None:
            return (
                self.written.example.split()
                if typing.get_origin(self.core) is tuple
                else self.written.example
            )
        if self.core is float and units.suffix(self.item.name):
            return units.example(self.unit)
        if self.core is str:
            return next(iter(items(self.cls)), "text")
        return max(
            [1, *(one.ge for one in self.marks if isinstance(one, Ge) and isinstance(one.ge, int))]
        )

    @property
    def limits(self) -> str:
        """The least and the most it may be, in words; empty when nothing is said."""
        words = []
        for mark, word in ((Gt, "above"), (Ge, "at least"), (Lt, "below"), (Le, "at most")):
            for one in self.marks:
                if isinstance(one, mark):
                    words.append(f"{word} {self._shown(getattr(one, mark.__name__.lower()))}")
        return ", ".join(words)

    def _shown(self, bound: Any) -> str:
        if isinstance(bound, float):
            return units.show(bound, self.unit) if bound else "0"
        return f"{bound:,}" if isinstance(bound, int) else str(bound)


@functools.cache
def keys(cls: type) -> tuple[Input, ...]:
    """The keys of a record's table, in its order.

    >>> from dawndusk.records.mission import Mission
    >>> [(key.name, key.default, key.limits) for key in keys(Mission)][1]
    ('life', '5 yr', 'above 0')
    """
    public = [item for item in dataclasses.fields(cls) if not item.metadata.get("internal")]
    return tuple(Input(cls, item, *_bare(hints(cls)[item.name])) for item in public)


def _bare(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type inside an annotation, without None, and the annotations."""
    if hasattr(hint, "__metadata__"):
        core, marks = _bare(typing.get_args(hint)[0])
        return core, (*marks, *hint.__metadata__)
    inner = [one for one in typing.get_args(hint) if one is not type(None)]
    return (
        _bare(inner[0]) if type(None) in typing.get_args(hint) and len(inner) == 1 else (hint, ())
    )


def in_file(row: Row, unit: str) -> Any:
    """The value of a row as a person would write it in a file: in the row's own unit, where that is
    exact.

    >>> loss, margin = catalogue.row("fleet.satellite_loss"), catalogue.row("bus.margin")
    >>> in_file(loss, "1/s"), in_file(margin, "1")
    ('2.5 %/yr', 0.1)
    """
    if unit == "1":
        return row.value
    return row.text if units.parse(row.text, unit) == row.value else units.show(row.value, unit, 12)


def described(cls: type) -> set[str]:
    """The keys that a table must have and takes from its catalogue item.

    >>> from dawndusk.records.economy import Ground
    >>> sorted(described(Ground))
    ['electricity', 'pue']
    """
    family = getattr(cls, "CATALOGUE", "")
    rows = {row.id.rpartition(".")[2] for row in catalogue.rows().values() if row.family == family}
    return {key.name for key in keys(cls) if not key.optional} & rows


def needed(cls: type) -> list[str]:
    """The keys that nothing stands in for; tables with such keys of their own are among them.

    >>> from dawndusk.records.satellite import Satellite
    >>> needed(Satellite)
    ['compute']
    """
    found = []
    for key in keys(cls):
        if key.part is not None:
            missing = not key.part.default
        elif key.table is not None:
            missing = not key.optional and bool(needed(key.table))
        else:
            missing = not key.optional and key.name not in described(cls)
        if missing:
            found.append(key.name)
    return found


@functools.cache
def items(cls: type) -> dict[str, str]:
    """The catalogue items that a table can take its values from, each with what its rows say; empty
    without a catalogue.

    >>> from dawndusk.records.economy import Ground
    >>> items(Ground)["us-texas-grid"]
    'electricity 0.0725 USD/kWh, pue 1.15'
    """
    family, wanted = getattr(cls, "CATALOGUE", ""), described(cls)
    found: dict[str, list[str]] = {}
    for row in [*catalogue.rows().values(), *catalogue.rows_of_packages().values()]:
        key = row.id.rpartition(".")[2]
        if key in wanted and (row.family == family or row.id not in catalogue.rows()):
            found.setdefault(row.item, []).append(f"{key} {row.text}")
    return {
        item: ", ".join(said) for item, said in sorted(found.items()) if len(said) == len(wanted)
    }


def models(part: PartField) -> dict[str, type]:
    """The kinds of a family that can be loaded, those of other packages included, and the record of
    each.
    """
    found = {}
    for kind in kinds.kinds(part.family):
        with contextlib.suppress(kinds.BrokenKind):
            found[kind] = kinds.model(part.family, kind)
    return found


def first_sentence(thing: Any) -> str:
    """What the docstring of a module, class or function begins with.

    >>> first_sentence(first_sentence)
    'What the docstring of a module, class or function begins with'
    """
    return (
        (inspect.getdoc(thing) or "")
        .split("\n\n")[0]
        .replace("\n", " ")
        .partition(". ")[0]
        .rstrip(".")
    )
