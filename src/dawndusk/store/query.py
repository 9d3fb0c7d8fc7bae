"""Queries: SQL over the tables of a saved run or study, by DuckDB.

The Parquet tables of the folder are views by their names. Of a run, `results` (key, value, text,
unit, meaning) and `inputs` (key, value, low, high, origin, note) hold what `run.json` holds. A
query is one SELECT statement; it reaches no other file, no network and no extension.
"""

from __future__ import annotations

import csv
import glob
import io
import json
import math
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.core.units import unit_of
from dawndusk.provenance.explanation import results as keys_of
from dawndusk.results.keys import about, value_of
from dawndusk.results.numbers import NONE, number
from dawndusk.results.saved import SavedRun
from dawndusk.store.folder import RUN, STUDY
from dawndusk.store.folder import files as files_of
from dawndusk.store.opening import folder_of
from dawndusk.store.opening import open as opened

GAP, WIDTH = "  ", 100  # between columns; characters of the list of tables
CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": False,  # no variable of this program is a table
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "temp_directory": "",  # nothing is spilled to disk
}
NUMERIC = re.compile(r"DOUBLE|FLOAT|DECIMAL|U?(TINY|SMALL|BIG|HUGE)?INT")
FLOATS = ("DOUBLE", "FLOAT")  # what has a unit; whole numbers count
MISSING = re.compile(r"Table with name (.+?) does not exist")
RESULTS = {  # column -> type of DuckDB
    "key": "VARCHAR",
    "value": "DOUBLE",
    "text": "VARCHAR",
    "unit": "VARCHAR",
    "meaning": "VARCHAR",
}
INPUTS = dict.fromkeys(("key", "value", "low", "high", "origin", "note"), "VARCHAR")


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    type: str  # as DuckDB names it
    unit: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether it holds numbers."""
        return NUMERIC.match(self.type) is not None


@dataclass(frozen=True)
class Table:
    """A table that a query can name."""

    name: str
    rows: int
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Answer:
    """The rows that a query gave, at most as many as were wanted, of a total."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


# -- asking ----------------------------------------------------------------------------------------


def query(path: str | Path, sql: str, most: int | None = None) -> Answer:
    """The answer of one SELECT statement over the tables of a saved run or study.

    Args:
        path: of the folder, or its name under `runs/`.
        sql: the statement, in DuckDB's dialect.
        most: rows to return; all if None.

    Raises BadInput where there is no such folder, and with DuckDB's reason where the statement
    fails.
    """
    import duckdb

    with duckdb.connect(config=CONFIG) as connection:
        names = _attach(connection, path)[1]
        try:
            statement = _select(connection.extract_statements(sql))
            found = connection.execute(statement)
            columns = tuple(Column(name, str(kind)) for name, kind, *_ in found.description or ())
            rows = found.fetchall() if most is None else found.fetchmany(most + 1)
            total = len(rows)
            if most is not None and total > most:
                counted = connection.execute(f"SELECT count(*) FROM (\n{statement}\n)")
                total = counted.fetchall()[0][0]
        except duckdb.Error as error:
            raise BadInput(_problem(str(error), names)) from None
    return Answer(columns, tuple(rows[:most]), total)


def tables(path: str | Path) -> tuple[Table, ...]:
    """The tables of a saved run or study, with their columns, units and numbers of rows.

    Raises BadInput where there is no such folder, or where a table is damaged.
    """
    import duckdb

    with duckdb.connect(config=CONFIG) as connection:
        unit, names = _attach(connection, path)
        found = []
        for name in names:
            rows = connection.execute(f"SELECT count(*) FROM {_name(name)}").fetchall()[0][0]
            described = connection.execute(f"DESCRIBE {_name(name)}").fetchall()
            columns = (Column(column, kind) for column, kind, *_ in described)
            with_units = tuple(
                Column(one.name, one.type, unit(one.name) if one.type in FLOATS else "")
                for one in columns
            )
            found.append(Table(name, rows, with_units))
    return tuple(found)


def _attach(connection: Any, path: str | Path) -> tuple[Callable[[str], str], list[str]]:
    """Make the tables of a folder known to a connection and lock it; the unit of a column by its
    name, and the names of the tables.
    """
    import duckdb

    folder = folder_of(path, (RUN, STUDY))
    names: list[str] = []
    unit: Callable[[str], str] = _unit
    if (folder / RUN).is_file():
        run = opened(folder)
        _create(connection, "results", RESULTS, _results(run))
        _create(connection, "inputs", INPUTS, _inputs(run))
        names, data = ["results", "inputs"], run.summary
    else:
        unit = _unit_of_draws(folder / STUDY)
        data = json.loads((folder / STUDY).read_text("utf-8"))
    written = files_of(folder, data)
    files = [folder.resolve() / name for name in sorted(written) if name.endswith(".parquet")]
    files = [file for file in files if file.is_file()]
    for file in files:
        quoted = glob.escape(str(file)).replace("'", "''")
        try:
            connection.execute(f"CREATE VIEW {_name(file.stem)} AS FROM read_parquet('{quoted}')")
        except duckdb.Error as error:
            reason = f"cannot be read: {str(error).partition(chr(10))[0]}"
            raise BadInput(Problem(reason, where=str(folder / file.name))) from None
        names.append(file.stem)
    allowed = {path for file in files for path in (str(file), glob.escape(str(file)))}
    connection.execute("SET allowed_paths = $1", [sorted(allowed)])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return unit, names


def _name(text: str) -> str:
    """A name as SQL quotes it."""
    return '"' + text.replace('"', '""') + '"'


def _create(
    connection: Any, name: str, types: dict[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    columns = [list(column) for column in zip(*rows, strict=True)]
    parts = (f"unnest(?::{kind}[]) AS {column}" for column, kind in types.items())
    connection.execute(f"CREATE TABLE {name} AS SELECT {', '.join(parts)}", columns)


def _results(run: SavedRun) -> list[tuple[str, float | None, str | None, str, str]]:
    """Every result: a number as `value`, another value as `text`."""
    found = []
    for key in keys_of(run.summary):
        held, one = value_of(key, run.summary), about(key)
        is_number = isinstance(held, int | float)
        found.append(
            (
                key,
                float(held) if is_number else None,
                None if is_number or held is None else str(held),
                one.unit if one else "",
                one.said.text if one else "",
            )
        )
    return found


def _inputs(run: SavedRun) -> list[tuple[str | None, ...]]:
    """Every input as text: its nominal value, and the ends of its range where it has one."""
    found = []
    for key, entry in run.inputs.items():
        held = entry["value"]
        spread = held if isinstance(held, dict) else {"mode": held}
        middle = spread.get("mode", spread.get("median"))
        values = (middle, spread.get("low"), spread.get("high"))
        texts = [None if one is None else str(one) for one in values]
        found.append((key, *texts, entry["from"], entry.get("note")))
    return found


def _unit(column: str) -> str:
    """The unit that the name of a column ends in; empty for a number without one."""
    found = unit_of(column)
    return "" if found == "1" else found


def _unit_of_draws(file: Path) -> Callable[[str], str]:
    """The unit of a column of a study's draws: of the input of that key, or of the result. Raises
    BadInput where the study's file is damaged.
    """
    try:
        held = json.loads(file.read_text("utf-8"))["inputs"]
        units = {str(one["key"]): str(one["unit"]) for one in held}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise BadInput(Problem("is damaged: not that of a study", where=str(file))) from None

    def unit(column: str) -> str:
        if column.startswith("result."):
            return _unit(column.removeprefix("result."))
        return str(units.get(column, "")).removesuffix("1")

    return unit


def _select(statements: Sequence[Any]) -> str:
    """The text of the one statement, without its semicolon. Raises BadInput for anything else."""
    kinds = [one.type.name for one in statements]
    if kinds != ["SELECT"]:
        got = " and ".join(kinds) or "nothing"
        raise BadInput(Problem(f"takes one SELECT statement, got {got}", where="query"))
    return str(statements[0].query).strip().rstrip(";")


def _problem(message: str, names: Sequence[str]) -> Problem:
    """DuckDB's reason; an unknown table with the nearest one that the folder holds."""
    missing = MISSING.search(message)
    if missing is not None:
        near = nearest(missing[1], names)
        known = f"no table {missing[1]!r}; this folder has {', '.join(names)}"
        return Problem(known, where="query", nearest=near)
    reason = message.partition("\nLINE ")[0].partition("\n\tCandidate functions")[0]
    return Problem(" ".join(reason.split()), where="query")


# -- printing --------------------------------------------------------------------------------------


def as_text(answer: Answer, width: int | None = None) -> str:
    """An answer as an aligned table, with a note of what was left out.

    Args:
        answer: of a query.
        width: characters that a line may have; columns beyond are left out. None: no limit.
    """
    cells = [[one.name for one in answer.columns]]
    cells += [[_shown(value) for value in row] for row in answer.rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    fit = len(widths)
    while width is not None and fit > 1 and sum(widths[:fit]) + len(GAP) * (fit - 1) > width:
        fit -= 1
    lines = [
        GAP.join(
            cell.rjust(size) if column.is_numeric else cell.ljust(size)
            for cell, size, column in zip(row, widths[:fit], answer.columns, strict=False)
        ).rstrip()
        for row in cells
    ]
    left_out = []
    if len(answer.rows) < answer.total:
        left_out.append(f"{len(answer.rows):,} of {answer.total:,} rows")
    if fit < len(widths):
        left_out.append(f"{fit} of {len(widths)} columns")
    if left_out:
        lines += ["", f"{' and '.join(left_out)} shown; --csv and --json print all"]
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if value is None:
        return NONE
    return number(value, 6, trim=True) if isinstance(value, float) else str(value)


def as_csv(answer: Answer) -> str:
    """An answer as comma-separated values, the names of the columns first; a null is empty."""
    found = io.StringIO()
    writer = csv.writer(found, lineterminator="\n")
    writer.writerow([one.name for one in answer.columns])
    writer.writerows(answer.rows)
    return found.getvalue()


def as_json(answer: Answer) -> list[dict[str, Any]]:
    """An answer as one object for each row; a number that is not finite is null, and what JSON does
    not have, such as a date, is text.
    """
    names = [one.name for one in answer.columns]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in answer.rows]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value if value is None or isinstance(value, str | bool | int) else str(value)


def listing(found: Sequence[Table]) -> str:
    """The tables with their columns, units in brackets, and numbers of rows, as text."""
    lines, name = [], max((len(table.name) for table in found), default=0)
    indent = name + len("    1,234,567 rows ")
    for table in found:
        columns = ", ".join(
            f"{one.name}\xa0[{one.unit}]" if one.unit else one.name for one in table.columns
        )
        head = f"{table.name:<{name}}{table.rows:>13,} rows"
        first, *rest = textwrap.wrap(columns, WIDTH - indent, break_on_hyphens=False)
        lines += [head.ljust(indent) + first, *(" " * indent + line for line in rest)]
    return "\n".join(lines).replace("\xa0", " ")  # a unit stays with its column


def listed(found: Sequence[Table]) -> Answer:
    """The columns of every table as an answer, for `as_csv` and `as_json`."""
    names = ("table", "rows", "column", "type", "unit")
    kinds = ("VARCHAR", "BIGINT", "VARCHAR", "VARCHAR", "VARCHAR")
    rows = tuple(
        (table.name, table.rows, one.name, one.type, one.unit)
        for table in found
        for one in table.columns
    )
    return Answer(tuple(map(Column, names, kinds)), rows, len(rows))
