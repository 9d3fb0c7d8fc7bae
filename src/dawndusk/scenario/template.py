"""Template: a scenario of the gallery as one file to edit, with its comments and with every key
that it leaves to a default.

A scenario that extends others becomes one file, each line as in the file that set it last. Keys
left to defaults follow as comments in their tables: without the sign they set what is the default.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import takewhile
from pathlib import Path
from typing import Any

from dawndusk.core import kinds
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.data.catalogue import Row
from dawndusk.records.loaded import Loaded, Origin
from dawndusk.records.scenario import Scenario
from dawndusk.scenario.gallery import find, gallery
from dawndusk.scenario.inputs import Input, in_file, keys, models
from dawndusk.scenario.reading import load
from dawndusk.scenario.schema import TOP
from dawndusk.scenario.toml import to_toml

_COLUMN = 33  # where the comments of the gallery begin

_HEAD = """\
#:schema ./dawndusk.scenario.schema.json
# Copy of the gallery's {name}: edit it, then `dawndusk run`. With the line above, an
# editor completes and checks this file once the schema is beside it:
# `dawndusk schema > dawndusk.scenario.schema.json`. Lines like `# key = value` are defaults: remove
# the sign to set the key.
#
"""


def editable(name: str) -> str:
    """Write a gallery scenario as a file to edit.

    Args:
        name: of the gallery.

    Returns:
        The text, which reads to the same scenario.

    Raises:
        BadInput: the gallery has no such scenario.

    >>> editable("suncatcher").splitlines()[0]
    '#:schema ./dawndusk.scenario.schema.json'
    """
    name = name.removesuffix(".toml")
    if name not in gallery():
        raise BadInput(
            Problem(f"no scenario {name!r} in the gallery", nearest=nearest(name, gallery()))
        )
    path = Path(str(resources.files("dawndusk.scenario.gallery"))) / f"{name}.toml"
    loaded = load(path)
    texts = dict(_ancestry(path, loaded.given))
    lines = [*_heads(texts), *_Copy(loaded, texts).table(Scenario, loaded.resolved)]
    title = f"title = {to_toml('Copy of ' + loaded.scenario.title)}"
    text = re.sub(r"^title *=.*$", lambda _: title, "\n".join(lines), count=1, flags=re.M)
    return f"{_HEAD.format(name=name)}{text}\n"


def _ancestry(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """Names and texts of a scenario file and all that it extends, itself first."""
    yield path.name, text
    parent = tomllib.loads(text).get("extends")
    if parent is not None:
        yield from _ancestry(*find(parent, path.parent))


def _heads(texts: dict[str, str]) -> Iterator[str]:
    """The comment at the top of each file."""
    for number, (name, text) in enumerate(texts.items()):
        head = list(takewhile(lambda line: line.startswith("#"), text.splitlines()))
        if number and head:
            yield from ("#", f"# From {name.removesuffix('.toml')}:")
        yield from head


@dataclass(frozen=True)
class _Copy:
    """A scenario, and the texts of its file and of all that it extends, by name of the file."""

    loaded: Loaded
    texts: dict[str, str]

    def table(
        self,
        cls: type,
        table: dict[str, Any],
        path: str = "",
        header: str = "",
        kind: str = "",
        defaults: bool = True,
    ) -> Iterator[str]:
        """The lines of a table and of all tables in it: keys that a file sets, then keys left to
        `defaults`, where `kind` is the line of a kind.
        """
        within = self.assigned(path)  # the table stands within a line of the table around it
        lines = [] if within else list(self.assignments(table, path))
        if defaults:
            lines += filter(None, [kind, *self.defaults(cls, path)])
        if lines or (self.where(path) and not within):
            yield from ("", header) if header else ()
            yield from lines
        for key in keys(cls):
            here, value = f"{path}.{key.name}".strip("."), table.get(key.name)
            if key.tables is not None:  # the first stands for all
                for number, one in enumerate(value or [{}]):
                    at, first = f"{here}.{number}", defaults and number == 0
                    header = self.header(at, f"[[{_plain(here)}]]", one, key)
                    yield from self.table(key.tables, one, at, header, defaults=first)
            elif isinstance(value, dict) and (record := _record(key, value)) is not None:
                header = self.header(here, f"[{_plain(here)}]", value, key)
                kind = self.kind(key, value, here)
                yield from self.table(record, value, here, header, kind, defaults)

    def defaults(self, cls: type, path: str) -> Iterator[str]:
        """The lines of the keys of a table that no file sets."""
        for key in keys(cls):
            here = f"{path}.{key.name}".strip(".")
            if not (key.part or key.table or key.tables or self.where(here)):
                yield self.default(key, here)
        if not path:
            yield _line("rows", "mine.csv", f"not set: {TOP['rows']}")

    def where(self, here: str) -> str:
        """File and line of a key or a table, empty where no file has it."""
        return self.loaded.origins.get(here, Origin()).where

    def source(self, here: str) -> str:
        """The line of a file that sets a key or opens a table, empty where there is none."""
        file, _, number = self.where(here).rpartition(":")
        return self.texts[file].splitlines()[int(number) - 1].strip() if file else ""

    def assigned(self, here: str) -> bool:
        """Whether a file sets the key as `key = value`, rather than as a header."""
        return self.source(here)[:1] not in ("", "[")

    def assignments(self, table: dict[str, Any], path: str) -> Iterator[str]:
        """The lines that set the keys of a table, as in their files; a line that sets other keys
        too is written anew.
        """
        for name, value in table.items():
            here = f"{path}.{name}".strip(".")
            if not self.assigned(here):
                continue
            line = self.source(here)
            try:
                alone = tomllib.loads(line).keys() == {name}
            except tomllib.TOMLDecodeError:
                alone = False
            note = self.loaded.origins[here].note
            yield line if alone else f"{name} = {to_toml(value)}" + (f"  # {note}" if note else "")

    def header(self, here: str, header: str, value: dict[str, Any], key: Input) -> str:
        """The header of a table: a comment where the table is absent, or stands within a line and
        cannot be opened again.
        """
        if not value:
            return f"{f'# {header}':<{_COLUMN - 1}} # not set: {key.meaning}"
        return f"# {header}" if self.assigned(here) else header

    def kind(self, key: Input, value: dict[str, Any], here: str) -> str:
        """The line of a kind left to the default, empty where a file sets it."""
        if key.part is None or self.assigned(here) or self.where(f"{here}.kind"):
            return ""
        return _line("kind", value["kind"], f"{' or '.join(models(key.part))}; {key.meaning}")

    def default(self, key: Input, here: str) -> str:
        """The line of a key left to its default: evidence, range and meaning as in the comments of
        the gallery.
        """
        row = self.loaded.row(self.loaded.origins.get(here, Origin()).row)
        if row is not None:
            value = int(row.value) if key.core is int else in_file(row, key.unit)
            source = f", {row.source}" if row.source != "dawndusk" else ""
            meaning = "; ".join(filter(None, [_range(row), key.meaning]))
            return _line(key.name, value, f"{row.kind}{source}: {meaning}")
        if key.default is None:
            return _line(key.name, key.example, f"not set: {key.meaning}")
        value = key.item.default if key.core is datetime.date else key.default
        return _line(key.name, value, key.meaning)


def _record(key: Input, value: dict[str, Any]) -> type | None:
    """The record of a table, None for a distribution."""
    return kinds.model(key.part.family, value["kind"]) if key.part is not None else key.table


def _plain(path: str) -> str:
    """A dotted key without the numbers of array tables, as in a header."""
    return re.sub(r"\.\d+", "", path)


def _line(name: str, value: Any, comment: str) -> str:
    whole = (
        isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    )  # a parameter count without its ".0"
    return f"{f'# {name} = {to_toml(int(value) if whole else value)}':<{_COLUMN - 1}} # {comment}"


def _range(row: Row) -> str:
    """A row's spread, with the unit said once.

    >>> from dawndusk.data.catalogue import row
    >>> _range(row("tpu-v6e.power")), _range(row("links.terminals"))
    ('250 to 350 W', '')
    """
    low, _, high = row.range_text.removesuffix(", triangular").partition(" to ")
    number, _, unit = low.partition(" ")
    return (
        f"{number if unit == high.partition(',')[0].partition(' ')[2] else low} to {high}"
        if high
        else ""
    )
