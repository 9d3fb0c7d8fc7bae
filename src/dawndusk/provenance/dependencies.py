"""The inputs that each result depends on, as measured: every input of several scenarios and of
every kind is moved one at a time.

`tools/dependencies.py` measures them and writes `data/tables/dependencies.json`, from result to
input to effect. Numbers are moved up and down by one percent of their value; a whole number by one;
a flag or a choice to each other one; a date by thirty days. The effect is the relative change of
the result over the relative change of the input (an elasticity), or, where the input is no number,
the relative change itself; of several measurements the largest. An index stands as a star.

Source: dawndusk-method
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Effect:
    """How far an input moves a result; `per_percent` where the input is a number."""

    value: float
    per_percent: bool

    @property
    def text(self) -> str:
        """The effect in words.

        >>> Effect(-0.5, True).text, Effect(0.25, False).text
        ('-0.5 % per 1 %', '25 % by another choice')
        """
        if self.per_percent:
            return f"{self.value:+.2g} % per 1 %"
        return f"{100.0 * abs(self.value):.2g} % by another choice"


@cache
def table() -> dict[str, dict[str, float | list[float]]]:
    """Effects by result and input; those of an input that is no number in a list of one."""
    file = resources.files("dawndusk.data").joinpath("tables/dependencies.json")
    found: dict[str, dict[str, float | list[float]]] = json.loads(file.read_text("utf-8"))
    return found


@cache
def starred(key: str) -> str:
    """A key with its indices as stars.

    >>> starred("bill.grounds.1.ratio"), starred("constellation.shell.0.altitude")
    ('bill.grounds.*.ratio', 'constellation.shell.*.altitude')
    """
    return re.sub(r"\.\d+(?=\.|$)", ".*", key)


def of(result: str, inputs: Iterable[str]) -> dict[str, Effect]:
    """The inputs of a run that a result depends on, the largest effect first; empty for one that
    was not measured.
    """
    measured = table().get(starred(result), {})
    found = {}
    for key in inputs:
        held = measured.get(starred(key))
        if held is not None:
            found[key] = Effect(held[0], False) if isinstance(held, list) else Effect(held, True)
    return dict(sorted(found.items(), key=lambda one: -abs(one[1].value)))
