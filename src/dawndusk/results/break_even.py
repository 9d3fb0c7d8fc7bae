"""Where an input breaks even, as data and text.

Equation: as study/break_even
Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dawndusk.bill.ground import site_names
from dawndusk.core import units
from dawndusk.core.record import leaves
from dawndusk.records.loaded import Loaded
from dawndusk.results.numbers import number
from dawndusk.study.break_even import BreakEven


def data(loaded: Loaded, found: Sequence[BreakEven], over: str | None = None) -> dict[str, Any]:
    """What `break-even.json` holds: values in SI."""
    first = found[0]
    points = [
        {
            "over": one.over,
            "value": one.value,
            "ratio": one.ratio,
            "reason": one.reason or None,
            "ratio_at_nominal": one.ratio_at_nominal,
        }
        for one in found
    ]
    return {
        "scenario": loaded.scenario.name,
        "boundary": loaded.scenario.money.boundary,
        "key": first.key,
        "unit": units.unit_of(first.field),
        "nominal": first.nominal,
        "low": first.low,
        "high": first.high,
        "over": over,
        "points": points,
    }


def screen(loaded: Loaded, found: Sequence[BreakEven], over: str | None = None) -> str:
    """What `dawndusk break-even` prints."""
    first, scenario = found[0], loaded.scenario
    unit = units.unit_of(first.field)
    where = f"{scenario.name}; {site_names(scenario.ground)[0]}; boundary {scenario.money.boundary}"
    sought = (
        f"Sought from {units.show(first.low, unit)} to {units.show(first.high, unit)}, all else"
        " nominal"
    )
    if over is None:
        here = (
            f"{first.key} is {units.show(first.nominal, unit)}, ratio"
            f" {number(first.ratio_at_nominal)} ({where})"
        )
        if first.value is None:
            return f"{here}\nNo break-even: {first.reason}\n{sought}"
        return (
            f"{here}\nBreak-even at {units.show(first.value, unit)}: fed back, the whole chain has"
            f" ratio {first.ratio:.4f}\n{sought}"
        )
    other = units.unit_of(next(field for key, field, _ in leaves(scenario) if key == over))
    lines = [f"Where {first.key} breaks even, over {over} ({where})", ""]
    for one in found:
        said = f"none: {one.reason}" if one.value is None else units.show(one.value, unit)
        lines.append(f"  {units.show(float(one.over or 0.0), other, 4):>18}   {said}")
    return "\n".join([*lines, "", sought])
