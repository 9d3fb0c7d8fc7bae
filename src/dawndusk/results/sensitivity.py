"""Sobol's indices as data and text.

Equation: as study/sensitivity
Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dawndusk.records.loaded import Loaded
from dawndusk.results.numbers import fixed
from dawndusk.study.sensitivity import Indices

SHOWN = 12


def data(loaded: Loaded, found: Sequence[Indices]) -> dict[str, Any]:
    """What `sensitivity.json` holds."""
    return {
        "scenario": loaded.scenario.name,
        "boundary": loaded.scenario.money.boundary,
        "of": "log(ratio)",
        "inputs": [vars(one) for one in found],
    }


def screen(loaded: Loaded, found: Sequence[Indices]) -> str:
    """What `dawndusk sensitivity` prints."""
    lines = [
        (
            f"Share of the variance of log(ratio), {loaded.scenario.name}, of {len(found)} inputs;"
            " inputs taken as independent"
        ),
        "",
    ]
    lines.append(f"  {'':<40}{'alone':>8}{'with others':>22}")
    lines += [
        f"  {one.key:<40}{fixed(100.0 * one.first, 1):>8} \u00b1"
        f" {fixed(100.0 * one.first_error, 1):<5}{fixed(100.0 * one.total, 1):>8} \u00b1"
        f" {fixed(100.0 * one.total_error, 1):<5} %"
        for one in found[:SHOWN]
    ]
    return "\n".join(lines)
