"""A scenario as read, with the story of its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dawndusk.data.catalogue import Row, Spread
from dawndusk.records.scenario import Scenario


@dataclass(frozen=True)
class Origin:
    """Where a value came from: a file's line and the comment on it, `--set`, or a row; neither for
    a default of the record itself.
    """

    where: str = ""
    row: str = ""
    note: str = ""


@dataclass(frozen=True)
class Loaded:
    """A scenario with the spread and the origin of its numbers (by dotted key), and every value as
    it would stand in a file.
    """

    scenario: Scenario
    priors: dict[str, Spread]
    origins: dict[str, Origin]
    resolved: dict[str, Any]
    rows: dict[str, Row]  # beside the built-in ones
    given: str  # the file's own text
    rows_files: tuple[Path, ...] = ()
    dropped: tuple[str, ...] = ()  # keys that an override made meaningless

    def row(self, id: str) -> Row | None:
        """The row of that id, in money of the scenario's base year."""
        from dawndusk.data.catalogue import rows, rows_of_packages

        found = self.rows.get(id) or rows().get(id) or rows_of_packages().get(id)
        return found and found.in_year(self.scenario.money.base_year)
