"""TOML text of scenarios: read with the line and the evidence comment of every key, write with the
origin of every value.

tomllib reads the values, tomlkit the layout.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import tomlkit
from tomlkit.container import Container
from tomlkit.items import AoT, Array, InlineTable, Item, Table

from dawndusk.data.catalogue import SPREAD_KEYS, Row
from dawndusk.records.loaded import Origin

Body = TypeVar("Body", tomlkit.TOMLDocument, Table)
_HEADER = re.compile(r"^(?=[ \t]*\[)", re.M)
_BETWEEN = re.compile(r"(?:[\s,]|#.*)*")  # two members of an array
_COMMENT = re.compile(r"[ \t,]*#(.*)")


# -- reading -------------------------------------------------------------------


@dataclass(frozen=True)
class Document:
    """A TOML text as values, and the layout of its keys.

    Keys are dotted, with array tables numbered from 0. A line counts from 1. A comment is that at
    the end of the value, or else at the end of the first line of a longer value.
    """

    tree: dict[str, Any]
    lines: dict[str, int]
    comments: dict[str, str]


def read(text: str) -> Document:
    """Read a TOML text with the line and the comment of every key.

    Args:
        text: content of a file.

    Raises:
        ValueError: the text is not TOML.

    >>> found = read("[a]  # table\\nb = { c = 1 }\\n[[g]]\\n[[g]]\\nu = [\\n  2,\\n]  # reason")
    >>> found.lines
    {'a': 1, 'a.b': 2, 'a.b.c': 2, 'g.0': 3, 'g.1': 4, 'g.1.u': 5}
    >>> found.comments
    {'a': 'table', 'g.1.u': 'reason'}
    """
    tree, layout = tomllib.loads(text), _Layout()
    for section in _sections(text):
        layout.add(section, "")
    return Document(tree, layout.first, layout.comments())


def _sections(text: str) -> Iterator[Container]:
    """Parse the text header by header: in a whole document tomlkit moves a second `[[ground]]` up
    to the first, and the order of the lines is lost.

    A line of a longer value may look like a header. The text before it then ends inside a value and
    is not TOML.
    """
    pending = ""
    for part in _HEADER.split(text):
        pending += part
        try:
            tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        yield tomlkit.parse(pending)
        pending = ""


@dataclass
class _Layout:
    """Lines and comments, counted along the items of a document."""

    line: int = 1
    first: dict[str, int] = field(default_factory=dict)  # line of each key
    last: dict[str, int] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)  # comments by line
    counts: dict[str, int] = field(default_factory=dict)  # array tables opened so far

    def comments(self) -> dict[str, str]:
        found = {
            key: self.notes.get(self.last[key]) or self.notes.get(line, "")
            for key, line in self.first.items()
        }
        return {key: comment for key, comment in found.items() if comment}

    def add(self, body: Container, path: str) -> None:
        """Count the items of a document, of a table or of an inline table."""
        for key, item in body.body:
            here = f"{path}.{key.key}".lstrip(".") if key is not None else path
            if key is None:  # blank lines, lines of comment, commas
                self.line += item.as_string().count("\n")
            elif isinstance(item, AoT):
                for table in item.body:
                    self.counts[here] = self.counts.get(here, -1) + 1
                    self.add_table(table, f"{here}.{self.counts[here]}")
            elif isinstance(item, Table):  # `[g.u]` belongs to the last `[[g]]`
                number = f".{self.counts[here]}" if here in self.counts else ""
                self.add_table(item, here + number)
            else:
                self.add_value(item, here)
                self.end_line(item)

    def add_table(self, table: Table, here: str) -> None:
        if not table.is_super_table():  # a super table has no header of its own
            self.first[here] = self.last[here] = self.line
            self.end_line(table)
        self.add(table.value, here)

    def add_value(self, item: Item, here: str) -> None:
        first = self.first[here] = self.line
        if isinstance(item, InlineTable):
            self.add(item.value, here)
        elif isinstance(item, Array):
            self.add_members(item, here)
        self.line = self.last[here] = first + item.as_string().count("\n")

    def add_members(self, array: Array, here: str) -> None:
        """Count the inline tables of an array, and the comments at the ends of its lines."""
        text, at, start = array.as_string(), 1, self.line
        for number, item in enumerate([*array, None]):
            if comment := _COMMENT.match(text, at):
                self.notes[start + text.count("\n", 0, at)] = comment[1].strip()
            if item is None:
                return
            if gap := _BETWEEN.match(text, at):
                at = gap.end()
            self.line = start + text.count("\n", 0, at)
            if isinstance(item, InlineTable):
                self.add_value(item, f"{here}.{number}")
            at += len(item.as_string())

    def end_line(self, item: Item) -> None:
        if item.trivia.comment:
            self.notes[self.line] = item.trivia.comment.removeprefix("#").strip()
        self.line += item.trivia.trail.count("\n")


# -- writing -------------------------------------------------------------------


def dump(tree: Mapping[str, Any], origins: Mapping[str, Origin], rows: Mapping[str, Row]) -> str:
    """Write a resolved scenario as TOML, with the origin of every value as its comment.

    Args:
        tree: values as in a file.
        origins: origin of each value, by dotted key.
        rows: rows that are not built in, by id.
    """
    return tomlkit.dumps(_filled(tomlkit.document(), tree, "", origins, rows))


def _filled(
    body: Body,
    tree: Mapping[str, Any],
    path: str,
    origins: Mapping[str, Origin],
    rows: Mapping[str, Row],
) -> Body:
    """The document or table with all values of a tree: tables after other values, or these would
    belong to them.
    """
    for key, value in sorted(tree.items(), key=lambda one: _is_table(one[1]) or _is_tables(one[1])):
        here = f"{path}.{key}".strip(".")
        if _is_tables(value):
            array = tomlkit.aot()
            for number, one in enumerate(value):
                array.append(_filled(tomlkit.table(), one, f"{here}.{number}", origins, rows))
            body.append(key, array)
        elif _is_table(value):
            body.append(key, _filled(tomlkit.table(), value, here, origins, rows))
        elif value is not None:
            body.append(key, _item(value).comment(_comment(origins.get(here), rows)))
    return body


def is_spread(value: Any) -> bool:
    """Whether a value of a scenario is a distribution.

    >>> is_spread({"low": "1 km", "high": "2 km"}), is_spread({}), is_spread("1 km")
    (True, False, False)
    """
    return isinstance(value, dict) and bool(value) and value.keys() <= SPREAD_KEYS


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and not is_spread(value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _comment(origin: Origin | None, rows: Mapping[str, Row]) -> str:
    if origin is None:
        return "default"
    if origin.row:
        row = rows.get(origin.row)
        return f"row {origin.row}" + (f" ({row.kind}, {row.source})" if row else "")
    return origin.where


# -- single values -------------------------------------------------------------


def to_toml(value: Any) -> str:
    """Write a value as TOML, on one line.

    >>> to_toml({"low": "1 km", "high": 2.0})
    '{low = "1 km", high = 2.0}'
    """
    return _item(value).as_string()


def _item(value: Any) -> Item:
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, inner in value.items():
            table.append(key, _item(inner))
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        for inner in value:
            array.append(_item(inner))
        return array
    return tomlkit.item(value)


def from_toml(text: str) -> Any:
    """Read a value as TOML; text that is not TOML, or nested too deep, is a string.

    >>> from_toml("3"), from_toml("650 km")
    (3, '650 km')
    """
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError
        return text
