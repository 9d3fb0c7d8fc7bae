"""Reading: a scenario file, its ancestors and its overrides become one checked `Scenario`.

The layers are merged first (`layers.py`). Absent keys are then filled in from rows, and every table
is validated against its record from the inside out, so that all mistakes are reported at once with
file, line and key.
"""

from __future__ import annotations

import copy
import dataclasses
import re
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic_core import ValidationError

from dawndusk.core import kinds, units
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.core.record import is_record
from dawndusk.data import catalogue
from dawndusk.data.catalogue import SPREAD_KEYS, Row, Spread
from dawndusk.records.fields import PartField, hints, part_of, record_of
from dawndusk.records.loaded import Loaded, Origin
from dawndusk.records.satellite import Satellite
from dawndusk.records.scenario import ORBITAL, SEVERAL, Scenario
from dawndusk.scenario.gallery import find
from dawndusk.scenario.layers import Layers, pair
from dawndusk.scenario.messages import is_quantity, message
from dawndusk.scenario.priors import factor, uncertain
from dawndusk.scenario.values import read

_TOP = {"title", "name", "extends", "rows"}


def load(
    name: str | Path, changes: Mapping[str, Any] | Iterable[str] = (), seed: int | None = None
) -> Loaded:
    """Read and check a scenario: a path, or a name of the gallery; `changes` are overrides such as
    {"mission.life": "7 yr"}.

    Raises BadInput that lists every mistake.

    >>> load("suncatcher").scenario.constellation.satellites
    81
    """
    layers = Layers()
    path, given = find(str(name))
    layers.read(path, given)
    for key, value in changes.items() if isinstance(changes, Mapping) else map(pair, changes):
        layers.set(key, value)
    if seed is not None:
        layers.set("mission.seed", seed)
    reader = _Reader(origins=layers.origins, extra_rows=layers.rows)
    scenario = reader.check(layers.tree, path)
    if scenario.uncertainty.correlation:
        factor(scenario, list(uncertain(scenario, reader.priors)))
    return Loaded(
        scenario,
        reader.priors,
        reader.origins,
        layers.tree,
        layers.rows,
        given,
        tuple(layers.rows_files),
        tuple(layers.dropped),
    )


@dataclass
class _Reader:
    """The state of one reading; mistakes gather here until all tables are seen."""

    origins: dict[str, Origin]
    extra_rows: dict[str, Row]
    problems: list[Problem] = field(default_factory=list)
    priors: dict[str, Spread] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    # what a scenario of the ground alone does not have, by key
    hidden: dict[str, Any] = field(default_factory=dict)
    base_year: int = catalogue.BASE_YEAR

    def check(self, tree: dict[str, Any], path: Path) -> Scenario:
        """Fill, validate, and raise everything that is wrong."""
        tree.setdefault("name", path.stem)
        if (
            not isinstance(tree["name"], str)
            or not re.fullmatch(r"[^/\\\x00-\x1f]{1,100}", tree["name"])
            or tree["name"].startswith(".")
        ):
            self.problem(
                "name",
                "must be 1 to 100 characters, without a slash and without a leading dot: it names"
                " the run folder",
            )
        base_year = (
            tree.get("money", {}).get("base_year") if isinstance(tree.get("money"), dict) else None
        )
        if isinstance(base_year, int) and 2000 <= base_year <= 2100:
            try:
                catalogue.deflator(base_year)
                self.base_year = base_year
            except KeyError as error:
                self.problem("money.base_year", str(error.args[0]))
        if "compute" in tree and not {"constellation", "satellite"} & tree.keys():
            self.stay_on_the_ground(tree)
        else:
            self.require(tree, path)
        for key in SEVERAL:
            tree.setdefault(key, [{}])
            if isinstance(tree[key], str):
                tree[key] = {"use": tree[key]}
            if isinstance(
                tree[key], dict
            ):  # one of them may be written without the second pair of brackets
                tree[key] = [tree[key]]
        scenario = self.table(Scenario, tree, "")
        if self.problems:
            raise BadInput(*_in_file_order(self.problems))
        assert isinstance(scenario, Scenario)
        return scenario

    def require(self, tree: dict[str, Any], path: Path) -> None:
        """Note what no default can stand in for."""
        for key, what in (
            ("title", "one line of text"),
            ("constellation", "the orbits of the satellites"),
        ):
            if key not in tree:
                self.absent.add(key)
                self.problems.append(Problem(f"required: {what}", key=key, where=path.name))
        if "compute" in tree:
            self.problem(
                "compute",
                "[compute] is for ground-only scenarios; use [satellite.compute]",
            )
            self.absent.add("compute")
        satellite = tree.setdefault("satellite", {})
        if isinstance(satellite, dict) and "compute" not in satellite:
            self.absent.add("satellite.compute")
            self.problems.append(
                Problem(
                    "required: the chips of one satellite", key="satellite.compute", where=path.name
                )
            )

    def stay_on_the_ground(self, tree: dict[str, Any]) -> None:
        """Nothing flies: the orbital tables must be absent, and their records stay at defaults that
        nobody sees.
        """
        for key in ORBITAL.keys() & tree.keys():
            self.problem(
                key,
                "is not used by a ground-only scenario; a fleet needs [constellation] and"
                " [satellite.compute]",
            )
            tree.pop(key)
        unseen = _Reader(origins={}, extra_rows=self.extra_rows, base_year=self.base_year)
        self.hidden = {key: unseen.table(cls, {}, key) for key, cls in ORBITAL.items()} | {
            "constellation": None
        }
        self.hidden["satellite"] = unseen.table(
            Satellite, {"compute": copy.deepcopy(tree["compute"])}, "satellite"
        )

    def table(self, cls: type, table: Any, path: str) -> Any:
        """The record that a table makes, or None after noting what is wrong with it."""
        if not isinstance(table, dict):
            self.problem(path, f"expected a table, got {table!r}")
            return None
        use = self.use(cls, table, path)
        values: dict[str, Any] = {}
        known = {}
        for item in dataclasses.fields(cls):
            if item.metadata.get("internal"):
                continue
            key = units.key_of(item.name)
            known[key] = item
            here = f"{path}.{key}" if path else key
            if here in self.absent or here in self.hidden:
                values[key] = self.hidden.get(here)
                continue
            self.fill(item, key, here, table, use, hints(cls)[item.name])
            if key in table:
                values[key] = self.value(hints(cls)[item.name], item.name, table, key, here)
        for key in [key for key in table if key not in known and key not in ("kind", "use")]:
            self.problems.append(
                self.unknown(f"{path}.{key}".strip("."), key, known, str(table.get("kind", "")))
            )
            values.pop(key, None)
        if "use" in table and "use" not in known:
            self.problem(f"{path}.use", "this table has no catalogue; remove `use`")
        return self.build(cls, values, path)

    def use(self, cls: type, table: dict[str, Any], path: str) -> str:
        """The catalogue item that a table takes its values from, checked."""
        family = getattr(cls, "CATALOGUE", "")
        key = getattr(cls, "CATALOGUE_KEY", "use")
        if not family:
            return ""
        item = table.get(
            key, next((f.default for f in dataclasses.fields(cls) if f.name == key), None)
        )
        if not isinstance(item, str):
            return ""
        required = {
            units.key_of(f.name)
            for f in dataclasses.fields(cls)
            if f.default is f.default_factory is dataclasses.MISSING
        } - {key, *table}
        known = {
            row.item
            for row in self.rows().values()
            if row.family == family or row.id in self.extra_rows
        }
        known = {
            name
            for name in known
            if any(self.row(f"{name}.{need}") for need in required) or name == item
        }
        if required and not any(self.row(f"{item}.{need}") for need in required):
            self.problems.append(
                Problem(
                    f"unknown item {item!r} in the {family} catalogue",
                    f"{path}.{key}",
                    self.where(f"{path}.{key}"),
                    nearest(item, known - {item}),
                )
            )
            for need in required:  # one message is enough
                table.setdefault(need, None)
        return item

    def rows(self) -> dict[str, Row]:
        return catalogue.rows() | self.extra_rows

    def row(self, id: str) -> Row | None:
        found = (
            self.extra_rows.get(id)
            or catalogue.rows().get(id)
            or catalogue.rows_of_packages().get(id)
        )
        return found and found.in_year(self.base_year)

    def fill(
        self,
        item: dataclasses.Field[Any],
        key: str,
        here: str,
        table: dict[str, Any],
        use: str,
        hint: Any,
    ) -> None:
        """Write an absent value into the table: from the catalogue item, the default's row, or the
        record itself.
        """
        if key in table:
            return
        row = self.row(f"{use}.{key}") if use else None
        row = row or (self.row(item.metadata["row"]) if "row" in item.metadata else None)
        if row is not None:
            table[key] = _as_value(row, units.unit_of(item.name))
            self.origins[here] = Origin(row=row.id)
        elif is_record(hint) or part_of(hint) is not None:
            table[key] = {}
        elif item.default is not dataclasses.MISSING and item.default not in (None, ()):
            table[key] = _plain(item.default, item.name)

    def value(self, hint: Any, name: str, table: dict[str, Any], key: str, here: str) -> Any:
        """What pydantic gets for one key: tables become records first, spreads their nominal."""
        raw = table[key]
        part = part_of(hint)
        if part is not None:
            return self.part(part, table, key, here)
        record = record_of(hint)
        if record is not None and typing.get_origin(hint) is tuple:
            if not isinstance(raw, list) or not raw:
                self.problem(here, f"expected one or more tables, written [[{key}]]")
                return ()
            return tuple(
                self.table(record, one, f"{here}.{index}") for index, one in enumerate(raw)
            )
        if record is not None:
            return self.table(record, raw, here)
        if isinstance(raw, dict) and is_quantity(hint):
            return self.spread(raw, name, here)
        return raw

    def part(self, part: PartField, table: dict[str, Any], key: str, here: str) -> Any:
        raw = table[key]
        if raw is None:
            raw = table[key] = {}
        if isinstance(raw, str):
            raw = table[key] = {"kind": raw}
        if not isinstance(raw, dict):
            self.problem(here, f"expected a table or the name of a kind, got {raw!r}")
            return None
        kind = raw.setdefault("kind", part.default)
        try:
            if not isinstance(kind, str) or not kind:
                raise kinds.UnknownKind(part.family, str(kind))
            model = kinds.model(part.family, kind)
        except kinds.UnknownKind as error:
            self.problems.append(
                Problem(str(error), f"{here}.kind", self.where(f"{here}.kind"), error.nearest)
            )
            return None
        return self.table(model, raw, here)

    def spread(self, raw: dict[str, Any], name: str, here: str) -> str | None:
        """The nominal of a distribution, as text in SI; its spread is kept in the priors."""
        unit = units.unit_of(name)
        extra = raw.keys() - SPREAD_KEYS
        if extra:
            self.problem(
                here,
                f"unknown key of a distribution: {', '.join(sorted(extra))} (available: low, high,"
                " mode, median, dist)",
            )
            return None
        try:
            numbers = {k: units.parse(str(v), unit) for k, v in raw.items() if k != "dist"}
        except units.UnitError as error:
            self.problem(here, str(error))
            return None
        if "low" not in numbers or "high" not in numbers:
            self.problem(here, "a distribution needs low and high")
            return None
        low, high = numbers["low"], numbers["high"]
        shape = raw.get("dist", "triangular" if "mode" in numbers else "uniform")
        if shape not in catalogue.SHAPES:
            self.problems.append(
                Problem(
                    f"unknown dist {shape!r} (available: {', '.join(catalogue.SHAPES)})",
                    here,
                    self.where(here),
                    nearest(str(shape), catalogue.SHAPES),
                )
            )
            return None
        if not low < high:
            self.problem(here, f"low must be < high, got {raw['low']} and {raw['high']}")
            return None
        nominal = catalogue.nominal(numbers, shape)
        if not low <= nominal <= high:
            self.problem(here, f"nominal is outside {raw['low']} to {raw['high']}")
            return None
        self.priors[here] = Spread(shape, low, high)
        return f"{nominal!r} {unit}"

    def build(self, cls: type, values: dict[str, Any], path: str) -> Any:
        """Validate one flat level. Children that failed are None and already reported.

        Keys become field names by `units.key_of`; text becomes a number in SI in `records.fields`,
        by the unit that the field's name ends in.
        """
        before = len(self.problems)
        wanted = {
            units.key_of(item.name): hints(cls)[item.name] for item in dataclasses.fields(cls)
        }
        broken = {
            key for key, value in values.items() if _failed(value) and not _allows_none(wanted[key])
        }
        given = {key: value for key, value in values.items() if not _failed(value)}
        try:
            made = read(cls, given)
        except ValidationError as error:
            for one in error.errors():
                key = str(one["loc"][0]) if one["loc"] else ""
                if key not in broken:
                    here = f"{path}.{key}".strip(".")
                    reason, near = message(cls, one, key, values.get(key))
                    self.problems.append(Problem(reason, here, self.where(here), near))
            return None
        if len(self.problems) == before and hasattr(made, "problems"):
            for key, reason in made.problems():
                self.problem(f"{path}.{key}".strip("."), reason)
        return made

    # -- messages

    def problem(self, key: str, reason: str) -> None:
        self.problems.append(Problem(reason, key, self.where(key)))

    def unknown(self, path: str, key: str, known: Iterable[str], kind: str = "") -> Problem:
        return Problem(
            f"unknown key of kind {kind!r}" if kind else "unknown key",
            path,
            self.where(path),
            nearest(key, known),
        )

    def where(self, key: str) -> str:
        """The line of the key, or of the nearest table around it."""
        while key:
            origin = self.origins.get(key)
            if origin is not None and origin.where:
                return origin.where
            key = key.rpartition(".")[0]
        return ""


def _in_file_order(problems: list[Problem]) -> list[Problem]:
    def order(problem: Problem) -> tuple[str, int]:
        file, _, line = problem.where.rpartition(":")
        return file, int(line) if line.isdecimal() else 0

    return sorted(problems, key=order)


def _failed(value: Any) -> bool:
    """Whether a table below could not be read, which is reported already."""
    return value is None or (isinstance(value, tuple) and None in value)


def _allows_none(hint: Any) -> bool:
    return type(None) in typing.get_args(hint) or any(
        _allows_none(inner) for inner in typing.get_args(hint) if not isinstance(inner, str)
    )


def _plain(value: Any, name: str) -> Any:
    """A default as it would stand in a file."""
    if isinstance(value, float) and units.suffix(name):
        return units.show(value, units.unit_of(name), 12)
    return value


def _as_value(row: Row, unit: str) -> Any:
    """A row as it would stand in a file, spread and all."""
    if row.spread is None:
        return units.show(row.value, unit, 12) if unit != "1" else row.value
    shape = row.spread.shape
    middle = "mode" if shape == "triangular" else "median"
    numbers = {"low": row.spread.low, middle: row.value, "high": row.spread.high}
    shown: dict[str, Any] = {
        key: units.show(value, unit, 12) if unit != "1" else value for key, value in numbers.items()
    }
    return shown if shape in ("triangular",) else shown | {"dist": shape}
