"""Rows: where every default number comes from.

A row is `item.field` with a value, a unit, a range, a source and a kind of evidence. Records take
their defaults from rows (`default("lithium-ion.depth_of_discharge")`); a scenario table takes a
whole item by `use = "tpu-v6e"`. A CSV beside the scenario, or the entry point group `dawndusk.rows`
of another package, adds rows.
"""

from __future__ import annotations

import csv
import dataclasses
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dawndusk.core import units
from dawndusk.core.errors import BadInput, Problem
from dawndusk.core.kinds import offered

KINDS = ("measured", "standard", "peer-reviewed", "agency", "vendor", "claim", "press", "estimate")
SHAPES = ("uniform", "triangular", "normal", "lognormal")
COLUMNS = (
    "id",
    "value",
    "unit",
    "low",
    "high",
    "dist",
    "price_year",
    "source",
    "where",
    "kind",
    "retrieved",
    "note",
)
SPREAD_KEYS = {"low", "high", "mode", "median", "dist"}  # of a distribution in a scenario
BASE_YEAR = 2026
HERE = Path(__file__).parent
PLAIN = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")  # a number as most are written


@dataclass(frozen=True)
class Spread:
    """How far a number may lie from its nominal, in SI: bounds for uniform and triangular, p5 and
    p95 for normal and lognormal.
    """

    shape: str
    low: float
    high: float


def nominal(numbers: Mapping[str, float], shape: str) -> float:
    """Nominal of a distribution as a scenario file gives it: the mode, else the median, else the
    middle of the range, which is geometric for a lognormal shape.

    Args:
        numbers: `low` and `high`, with `mode` or `median` where given; any unit.
        shape: one of SHAPES.

    Returns:
        The nominal in the same unit.

    >>> ends = {"low": 1.0, "high": 4.0}
    >>> nominal(ends, "lognormal"), nominal(ends, "uniform")
    (2.0, 2.5)
    """
    low, high = numbers["low"], numbers["high"]
    middle = (low * high) ** 0.5 if shape == "lognormal" else 0.5 * (low + high)
    return numbers.get("mode", numbers.get("median", middle))


@dataclass(frozen=True)
class Row:
    """One number: value, low and high in SI (money in USD of the row's price year)."""

    id: str
    value: float
    unit: str
    spread: Spread | None
    price_year: int | None
    source: str
    where: str
    kind: str
    note: str
    family: str

    @property
    def text(self) -> str:
        """The value as the table has it, unit included."""
        return self._show(self.value)

    @property
    def range_text(self) -> str:
        """The spread as the table has it."""
        spread = self.spread
        return (
            f"{self._show(spread.low)} to {self._show(spread.high)}, {spread.shape}"
            if spread
            else ""
        )

    def _show(self, value: float) -> str:
        if self.unit == "1":
            return f"{value:.6g}"
        if self.unit == "degC":
            return f"{value - units.CELSIUS_K:.6g} degC"
        return f"{value / units.unit(self.unit)[0]:.6g} {self.unit}"

    @property
    def item(self) -> str:
        """The thing the row is about, `tpu-v6e` of `tpu-v6e.power`."""
        return self.id.rpartition(".")[0]

    def in_year(self, year: int) -> Row:
        """The row in money of another year (consumer prices); unchanged when it holds no money."""
        if self.price_year is None or self.price_year == year:
            return self
        factor = deflator(year) / deflator(self.price_year)
        spread = self.spread and Spread(
            self.spread.shape, self.spread.low * factor, self.spread.high * factor
        )
        return dataclasses.replace(self, value=self.value * factor, spread=spread, price_year=year)


def deflator(year: int) -> float:
    """Consumer price index of a year. Raises KeyError with the reason for one without a row."""
    row = rows().get(f"cpi-u.y{year}")
    if row is None:
        years = sorted(key.removeprefix("cpi-u.y") for key in rows() if key.startswith("cpi-u.y"))
        raise KeyError(f"no price index for {year}; there is {years[0]} to {years[-1]}")
    return row.value


@cache
def rows() -> dict[str, Row]:
    """All built-in rows by id."""
    found: dict[str, Row] = {}
    for file in sorted((HERE / "rows").glob("*.csv")):
        found.update(read(file.read_text("utf-8").splitlines(), file.name))
    return found


@cache
def rows_of_packages() -> dict[str, Row]:
    """Rows that installed packages add: each entry point of group `dawndusk.rows` names a folder of
    CSV files. Raises BadInput, with the name of the package, where they cannot be loaded.
    """
    from importlib import resources

    found: dict[str, Row] = {}
    for entry in offered("rows"):
        try:
            for file in resources.files(entry.value).iterdir():
                if file.name.endswith(".csv"):
                    found.update(read(file.read_text("utf-8").splitlines(), file.name, deflator))
        except BadInput:
            raise
        except (Exception, SystemExit) as error:  # whatever the code of another package raises
            reason = f"rows of the package {entry.value} cannot be loaded"
            raise BadInput(Problem(f"{reason}: {type(error).__name__}: {error}")) from error
    return found


def rows_beside(path: Path) -> dict[str, Row]:
    """Rows of a CSV that a scenario names. Raises BadInput when it cannot be read."""
    try:
        return read(path.read_text("utf-8-sig").splitlines(), path.name, deflator)
    except OSError as error:
        raise BadInput(Problem(f"cannot read {path.name}: {error.strerror}", key="rows")) from None
    except UnicodeDecodeError:
        raise BadInput(Problem(f"cannot read {path.name}: not UTF-8 text", key="rows")) from None
    except ValueError as error:  # a name that no file can have
        raise BadInput(Problem(f"cannot read {path.name!r}: {error}", key="rows")) from None


def read(
    lines: Iterable[str], name: str, index: Callable[[int], float] | None = None
) -> dict[str, Row]:
    """Parse the lines of one CSV. Raises BadInput with file and line of every bad row; with `index`
    a price year must be one of its.
    """
    found: dict[str, Row] = {}
    problems = []
    reader = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(
            Problem(f"a table of rows needs the columns {', '.join(missing)}", where=name)
        )
    for record in reader:
        try:
            if None in record:
                raise ValueError("more cells than columns; a note that holds a comma needs quotes")
            row = _row(record, name.removesuffix(".csv"))
            if index is not None and row.price_year is not None:
                index(row.price_year)
            found[row.id] = row
        except (ValueError, KeyError, TypeError) as error:
            problems.append(
                Problem(
                    str(error.args[0]),
                    where=f"{name}:{reader.line_num}",
                    key=record.get("id") or "",
                )
            )
    if problems:
        raise BadInput(*problems)
    return found


def _row(record: dict[str, str], family: str) -> Row:
    unit = record["unit"] or "1"
    value, low, high = (_number(record[column], unit) for column in ("value", "low", "high"))
    if value is None:
        raise ValueError("a row needs a value")
    if record["kind"] not in KINDS:
        raise ValueError(f"kind {record['kind']!r} is not one of {', '.join(KINDS)}")
    if not record["source"]:
        raise ValueError("a row needs a source")
    spread = None
    if low is not None and high is not None:
        shape = record["dist"] or "triangular"
        if shape not in SHAPES:
            raise ValueError(f"dist {shape!r} is not one of {', '.join(SHAPES)}")
        if not low <= value <= high:
            raise ValueError(
                f"value {record['value']} lies outside {record['low']} to {record['high']}"
            )
        spread = Spread(shape, low, high)
    year = int(record["price_year"]) if record["price_year"] else None
    if year is None and "USD" in unit:
        raise ValueError("money needs a price_year")
    return Row(
        record["id"],
        value,
        unit,
        spread,
        year,
        record["source"],
        record["where"],
        record["kind"],
        record["note"],
        family,
    )


def _number(text: str, unit: str) -> float | None:
    if not text:
        return None
    base = "K" if unit == "degC" else unit
    factor = units.unit(base)[0]
    if unit == "degC" or not PLAIN.fullmatch(text):
        return units.parse(f"{text} {unit}", base)
    return units.scaled(float(text), factor)


def row(id: str) -> Row:
    """The row of that id, built in or of an installed package.

    >>> row("earth.radius").value
    6378137.0
    """
    return rows().get(id) or rows_of_packages()[id]


def constant(id: str) -> float:
    """The SI value of a built-in row."""
    return row(id).value


def default(id: str) -> Any:
    """A dataclass field whose default is a row's value in SI and base-year money; it remembers the
    row's id.
    """
    return dataclasses.field(default=row(id).in_year(BASE_YEAR).value, metadata={"row": id})


@cache
def sources() -> dict[str, dict[str, Any]]:
    """The bibliography: key -> title, authors, year, url."""
    return tomllib.loads((HERE / "sources.toml").read_text("utf-8"))
