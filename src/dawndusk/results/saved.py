"""A finished run as programs and pages read it, from memory or from a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from dawndusk.core import units
from dawndusk.data.catalogue import Row, nominal, rows, rows_of_packages
from dawndusk.records.loaded import Loaded
from dawndusk.records.run import Run
from dawndusk.records.scenario import Scenario
from dawndusk.results import fields
from dawndusk.results.bill import Results as BillResults
from dawndusk.results.fleet import Results as FleetResults
from dawndusk.results.flight import Results as FlightResults
from dawndusk.results.keys import SECTIONS, about, record, value_of
from dawndusk.results.life import Results as LifeResults
from dawndusk.results.summary import summary
from dawndusk.results.tables import Table, tables
from dawndusk.results.verdict import Results as VerdictResults
from dawndusk.results.work import Results as WorkResults


class SavedRun:
    """What a run left behind.

    A section of results is an attribute, such as `saved.bill.ratio`; one that the run did not reach
    is None. `summary` is the whole `run.json`, `tables` holds columns by table, and `loaded` is the
    resolved scenario with the origin of every value.
    """

    fleet: FleetResults | None
    flight: FlightResults | None
    work: WorkResults | None
    life: LifeResults | None
    bill: BillResults | None
    verdict: VerdictResults

    def __init__(
        self,
        summary: dict[str, Any],
        tables: Mapping[str, Table],
        read: Callable[[], Loaded],
        rows: Mapping[str, Row] | None = None,
    ) -> None:
        self.summary, self.tables, self._read = summary, tables, read
        self.rows = dict(rows or {})  # beside the built-in ones

    def __getattr__(self, name: str) -> Any:
        if name not in SECTIONS:
            raise AttributeError(f"a run has no section {name!r}")
        held = self.summary.get(name)
        found = None if held is None else fields.from_json(record(name), held)
        self.__dict__[name] = found
        return found

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario with the origin and the spread of its numbers. Raises BadInput where it
        cannot be read any more.
        """
        return self._read()

    @property
    def scenario(self) -> Scenario:
        """The resolved scenario."""
        return self.loaded.scenario

    @property
    def name(self) -> str:
        """The name of the scenario."""
        return str(self.summary["scenario"]["name"])

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return str(self.summary["scenario"]["title"])

    @property
    def inputs(self) -> dict[str, dict[str, Any]]:
        """Every input by key: `value` as in a file, `from` its origin, and `note`, its comment, if
        there is one.
        """
        found: dict[str, dict[str, Any]] = self.summary["inputs"]
        return found

    def nominal(self, key: str, unit: str) -> float:
        """The nominal value of a numeric input.

        Args:
            key: of the input, such as `mission.life`.
            unit: the SI unit that the value is returned in.

        Returns:
            The value in that unit.

        Raises KeyError where the run has no such input.
        """
        value = self.inputs[key]["value"]
        if not isinstance(value, dict):
            return units.parse(str(value), unit)
        numbers = {
            name: units.parse(str(one), unit) for name, one in value.items() if name != "dist"
        }
        return nominal(numbers, value.get("dist", "uniform"))

    @cached_property
    def defaults(self) -> dict[str, Row]:
        """The row behind every input that the scenario left to one, by the key of the input."""
        known = rows_of_packages() | rows() | self.rows
        named = {key: entry["from"] for key, entry in self.inputs.items()}
        return {
            key: known[source.removeprefix("row ")]
            for key, source in named.items()
            if source.startswith("row ") and source.removeprefix("row ") in known
        }

    def renamed(self, name: str) -> SavedRun:
        """The same run under another name of its scenario."""
        summary = {**self.summary, "scenario": {**self.summary["scenario"], "name": name}}
        return SavedRun(summary, self.tables, self._read, self.rows)

    def value(self, key: str) -> Any:
        """The value of a result by its key, such as `bill.orbit.usd_per_kw_year`; None for a null,
        for which `reasons` has the reason.

        Raises KeyError where the run has no such result.
        """
        found = value_of(key, self.summary)
        if found is None and key not in self.reasons:
            raise KeyError(key)
        return found

    def unit(self, key: str) -> str:
        """The unit of a result by its key, as printed; empty for a number without one and for text.

        Raises KeyError where there is no such result.
        """
        declared = about(key)
        if declared is None:
            raise KeyError(key)
        return declared.unit

    @property
    def reasons(self) -> dict[str, str]:
        """Why each null is null, by key."""
        found: dict[str, str] = self.summary["reasons"]
        return found


def saved(run: Run, *, by_satellite: bool = False) -> SavedRun:
    """A finished run as it would be opened from its folder; `by_satellite` adds a row for each
    satellite and day.

    >>> from dawndusk.pipeline import run
    >>> saved(run("suncatcher", until="design")).fleet.satellites
    81
    """
    return SavedRun(summary(run), tables(run, by_satellite), lambda: run.loaded, run.loaded.rows)
