"""Cost by part: the items of a bill that belong together, with the letter and colour that mark them
on every page.
"""

from __future__ import annotations

from dataclasses import dataclass

from dawndusk.records.bill import Bill, Side


@dataclass(frozen=True)
class Part:
    """What belongs together on the bill: a letter that marks it everywhere, a name, a fill and the
    items it gathers.
    """

    letter: str
    name: str
    fill: str
    items: tuple[str, ...]


PARTS = (
    Part("A", "Chips and servers", "#8A8F98", ("chips and servers", "lost chips")),
    Part("B", "Launch", "#D55E00", ("launch",)),
    Part("C", "Power", "#F2A900", ("array", "battery", "power conversion", "harness")),
    Part("D", "Radiator", "#CC79A7", ("radiator", "coolant loop")),
    Part("E", "Lasers", "#56B4E9", ("lasers",)),
    Part(
        "F",
        "Bus and assembly",
        "#0072B2",
        (
            "satellite",
            "avionics",
            "structure",
            "propulsion",
            "shield",
            "compute integration",
            "assembly and test",
        ),
    ),
    Part("G", "Replacements", "#3B4CC0", ("replaced satellites",)),
    Part("H", "Facility", "#009E73", ("facility",)),
    Part(
        "I",
        "Electricity",
        "#F0E442",
        ("electricity", "power plant", "storage", "fuel", "upkeep of the plant"),
    ),
    Part("K", "Operations", "#4A4F57", ("operations", "ground segment", "carbon")),
    Part(
        "L", "Programme", "#9A6B3F", ("development", "insurance", "insurance of chips", "disposal")
    ),
)


REST = Part("M", "Other", "#B7BCC4", ())


def items_usd_per_kw_year(side: Side) -> dict[str, float]:
    """A side's items per kilowatt-year of working chips; they add up to `side.usd_per_kw_year`."""
    scale = float(side.usd_per_kw_year) / (
        float(side.usd_per_year) or 1.0
    )  # what costs nothing has nothing to share out
    return {name: float(usd) * scale for name, usd in side.items_usd_per_year.items()}


def part_of(item: str) -> Part:
    """Where an item belongs; what nobody placed goes to the rest."""
    return next((part for part in PARTS if item in part.items), REST)


def parts_usd_per_kw_year(side: Side) -> dict[Part, float]:
    """A side's costs by part, in the order of the bars; the same total."""
    items = items_usd_per_kw_year(side)
    own = {
        part: [usd for name, usd in items.items() if part_of(name) is part]
        for part in (*PARTS, REST)
    }
    return {part: sum(found) for part, found in own.items() if found}


def differences_usd_per_kw_year(orbit: Side, ground: Side) -> dict[Part, float]:
    """Orbit less ground by part, the dearest first; they add up to the difference of the two."""
    ours, theirs = parts_usd_per_kw_year(orbit), parts_usd_per_kw_year(ground)
    found = {
        part: ours.get(part, 0.0) - theirs.get(part, 0.0)
        for part in (*PARTS, REST)
        if part in ours or part in theirs
    }
    return dict(sorted(found.items(), key=lambda one: -one[1]))


def place(bill: Bill, side: Side) -> str:
    """Where a side stands in `run.json`."""
    if side is bill.orbit:
        return "bill.orbit"
    return f"bill.grounds.{next(index for index, one in enumerate(bill.grounds) if one is side)}"
