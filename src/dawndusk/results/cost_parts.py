"""Cost by part: sums of the items of a bill that belong together, as `records/items` declares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from dawndusk.records.items import COST_PARTS, BarPart, cost_part


class Priced(Protocol):
    """A side of the bill, of a run at hand or of a saved one."""

    @property
    def items_usd_per_year(self) -> Mapping[str, Any]:
        """Yearly costs by item."""

    @property
    def usd_per_year(self) -> Any:
        """Their sum."""

    @property
    def usd_per_kw_year(self) -> Any:
        """The same per kilowatt of chips and hosts that work."""


def items_usd_per_kw_year(side: Priced) -> dict[str, float]:
    """A side's items per kilowatt-year of working chips; they add up to `side.usd_per_kw_year`."""
    scale = float(side.usd_per_kw_year) / (
        float(side.usd_per_year) or 1.0
    )  # what costs nothing has nothing to share out
    return {name: float(usd) * scale for name, usd in side.items_usd_per_year.items()}


def parts_usd_per_kw_year(side: Priced) -> dict[BarPart, float]:
    """A side's costs by part, in the order of the bars; the same total. Raises UnknownItem."""
    found: dict[BarPart, list[float]] = {part: [] for part in COST_PARTS}
    for id, usd in items_usd_per_kw_year(side).items():
        found[cost_part(id)].append(usd)
    return {part: sum(held) for part, held in found.items() if held}


def differences_usd_per_kw_year(orbit: Priced, ground: Priced) -> dict[BarPart, float]:
    """Orbit less ground by part, the dearest first; they add up to the difference of the two."""
    ours, theirs = parts_usd_per_kw_year(orbit), parts_usd_per_kw_year(ground)
    found = {
        part: ours.get(part, 0.0) - theirs.get(part, 0.0)
        for part in COST_PARTS
        if part in ours or part in theirs
    }
    return dict(sorted(found.items(), key=lambda one: -one[1]))
