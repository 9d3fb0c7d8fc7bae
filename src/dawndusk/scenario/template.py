"""Template: a scenario of the gallery as one file to edit, with its comments, and beside them every
key that it leaves to a default.

A scenario that extends others is written out whole, each line as it stands in the file that said it
last, so that the copy stands alone. The keys left to defaults follow in their tables as comments:
taking away the sign sets them to what they are.
"""

from __future__ import annotations

import datetime
import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from dawndusk.core import kinds
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.data.catalogue import SPREAD_KEYS, Row
from dawndusk.records.run import Loaded, Origin
from dawndusk.records.scenario import Scenario
from dawndusk.scenario import positions
from dawndusk.scenario.gallery import find, gallery
from dawndusk.scenario.inputs import Key, in_file, keys, models
from dawndusk.scenario.reading import load
from dawndusk.scenario.schema import TOP
from dawndusk.scenario.toml import toml

_COLUMN = 33  # where the comments of the gallery begin

_HEAD = """\
#:schema ./dawndusk.scenario.schema.json
# A copy of the gallery's {name}, to edit and then `dawndusk run`. The line above lets an editor complete and check this file, once
# there is `dawndusk schema > dawndusk.scenario.schema.json` beside it. Lines like `# key = value` are left to defaults: take away the sign to set one.
#
"""


def editable(name: str) -> str:
    """The text of a gallery scenario as a file to edit; it reads to the same scenario. Raises
    BadInput for a name that is not there.

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
    text = _Whole(loaded, path).text() if "extends" in tomllib.loads(loaded.given) else loaded.given
    title = f"title = {toml('Copy of ' + loaded.scenario.title)}"
    text = re.sub(r"^title *=.*$", lambda _: title, text, count=1, flags=re.M)
    return _HEAD.format(name=name) + _with_defaults(text, loaded)


# -- one file of several -------------------------------------------------------


class _Whole:
    """A scenario and what it extends, written as one file."""

    def __init__(self, loaded: Loaded, path: Path) -> None:
        self.loaded, self.texts = loaded, dict(_ancestry(path, loaded.given))

    def text(self) -> str:
        heads = [
            f"# From {name}:\n{head}" if number else head
            for number, (name, head) in enumerate(_heads(self.texts))
        ]
        return "\n".join(["\n#\n".join(heads), *self.table(self.loaded.resolved, "")]) + "\n"

    def table(self, table: dict[str, Any], path: str) -> Iterator[str]:
        """The lines of a table: its own keys, then the tables in it of which anything was written."""
        below = []
        for key, value in table.items():
            here = f"{path}.{key}".strip(".")
            if self.assigned(here, key):
                yield self.line(here, key, value)
            elif isinstance(value, dict) and not (value and value.keys() <= SPREAD_KEYS):
                below.append((here, f"[{here}]", value))
            elif isinstance(value, list):
                header = re.sub(r"\.\d+", "", here)
                below += [
                    (f"{here}.{index}", f"[[{header}]]", one) for index, one in enumerate(value)
                ]
        for here, header, value in below:
            if any(
                origin.where
                for at, origin in self.loaded.origins.items()
                if at == here or at.startswith(here + ".")
            ):
                yield from ("", header)
                yield from self.table(value, here)

    def assigned(self, here: str, key: str) -> bool:
        """Whether the key was written, and as `key = value`."""
        written = self.source(here)
        return bool(written) and not written.lstrip().startswith("[")

    def line(self, here: str, key: str, value: Any) -> str:
        """The line as it stands in its file; made anew where it says more than this one key."""
        line = self.source(here).strip()
        try:
            if tomllib.loads(line).keys() == {key}:
                return line
        except tomllib.TOMLDecodeError:
            pass
        return f"{key} = {toml(value)}"

    def source(self, here: str) -> str:
        """The line of the file that set a key, empty where none did."""
        file, _, number = self.loaded.origins.get(here, Origin()).where.rpartition(":")
        return self.texts[file].splitlines()[int(number) - 1] if file in self.texts else ""


def _ancestry(path: Path, text: str) -> Iterator[tuple[str, str]]:
    """Names and texts of a scenario file and all that it extends, itself first."""
    yield path.name, text
    parent = tomllib.loads(text).get("extends")
    if parent is not None:
        yield from _ancestry(*find(parent, path.parent))


def _heads(texts: dict[str, str]) -> list[tuple[str, str]]:
    """The comment that each file begins with."""
    return [
        (name.removesuffix(".toml"), "\n".join(_head(text)))
        for name, text in texts.items()
        if any(_head(text))
    ]


def _head(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


# -- what is left to defaults --------------------------------------------------


def _with_defaults(text: str, loaded: Loaded) -> str:
    """The text with the keys left to defaults as comments, at the end of their tables or in new
    tables below.
    """
    lines, at = text.splitlines(), positions.lines(text)
    headers = {path: number - 1 for path, number in at.items() if lines[number - 1].startswith("[")}
    ends = sorted([*headers.values(), len(lines)])
    inserted: dict[int, list[str]] = {}
    places: dict[str, int] = {}
    below: list[str] = []
    for left in _Defaults(loaded, set(headers)).of(Scenario, loaded.resolved, ""):
        if left.path in headers or not left.path:
            first = headers.get(left.path, -1)
            end = next(number for number in ends if number > first)
            last = max(
                n for n in range(first, end) if n == first or re.match(r"\s*[^#\s]", lines[n])
            )
            inserted[last], places[left.path] = left.lines, last
        elif (inside := left.path.rpartition(".")[0]) in places and inside.endswith(
            ".0"
        ):  # of the first of several
            inserted[places[inside]] += ["", left.header, *left.lines]
        elif left.lines:
            below += ["", left.header, *left.lines]
    told = [one for number, line in enumerate(lines) for one in (line, *inserted.get(number, ()))]
    return "\n".join([*told, *below]) + "\n"


@dataclass(frozen=True)
class _Left:
    """A table and its lines for the keys that nobody set."""

    path: str
    header: str
    lines: list[str]


@dataclass(frozen=True)
class _Defaults:
    """What a scenario leaves to defaults; `headers` are the tables that its text opens."""

    loaded: Loaded
    headers: set[str]

    @functools.cached_property
    def written(self) -> set[str]:
        """Every key and table that stands in a file."""
        return {key for key, origin in self.loaded.origins.items() if origin.where}

    def of(
        self,
        cls: type,
        table: dict[str, Any],
        path: str,
        meaning: str = "",
        kind: tuple[str, ...] = (),
    ) -> Iterator[_Left]:
        """The table of a record and all tables below it; of an array of tables the first stands for
        all.
        """
        lines, below = list(kind), []
        for key in keys(cls):
            here, value = f"{path}.{key.name}".strip("."), table.get(key.name)
            if key.part is not None and isinstance(value, dict):
                below.append(
                    (
                        kinds.model(key.part.family, value["kind"]),
                        value,
                        here,
                        key.meaning,
                        self.kind(key, value, here),
                    )
                )
            elif key.table is not None and isinstance(value, dict):
                below.append((key.table, value, here, key.meaning, ()))
            elif key.tables is not None:
                below.append((key.tables, value[0] if value else {}, f"{here}.0", key.meaning, ()))
            elif not (key.part or key.table or key.tables) and here not in self.written:
                lines.append(self.line(key, here))
        if not path:
            lines.append(_line("rows", "mine.csv", f"not set: {TOP['rows']}"))
        header = (
            f"[[{path.removesuffix('.0')}]]"
            if path.endswith(".0")
            else f"[{path.replace('.0.', '.')}]"
        )
        if path in self.written - self.headers:
            header = f"# {header}"  # a table inside a line cannot be opened again
        elif path and not table:
            header = f"{f'# {header}':<{_COLUMN - 1}} # not set: {meaning}"
        yield _Left(path, header, lines)
        for deeper in below:
            yield from self.of(*deeper)

    def kind(self, key: Key, value: dict[str, Any], here: str) -> tuple[str, ...]:
        """The line of a kind that nobody chose."""
        short = here in self.written and here not in self.headers  # `attitude = "sun_tracking"`
        if short or f"{here}.kind" in self.written or key.part is None:
            return ()
        return (_line("kind", value["kind"], f"{' or '.join(models(key.part))}; {key.meaning}"),)

    def line(self, key: Key, here: str) -> str:
        """The line of a key that nobody set: its default, then evidence, range and meaning as in
        the gallery's own comments.
        """
        row = self.loaded.row(self.loaded.origins.get(here, Origin()).row)
        if row is not None:
            value = int(row.value) if key.core is int else in_file(row, key.unit)
            source = f", {row.source}" if row.source != "dawndusk" else ""
            return _line(
                key.name,
                value,
                f"{row.kind}{source}: " + "; ".join(filter(None, [_range(row), key.meaning])),
            )
        if key.default is None:
            return _line(key.name, key.example, f"not set: {key.meaning}")
        return _line(
            key.name, key.item.default if key.core is datetime.date else key.default, key.meaning
        )


def _line(name: str, value: Any, comment: str) -> str:
    whole = (
        isinstance(value, float) and value.is_integer() and abs(value) < 1e15
    )  # a parameter count without its ".0"
    return f"{f'# {name} = {toml(int(value) if whole else value)}':<{_COLUMN - 1}} # {comment}"


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
