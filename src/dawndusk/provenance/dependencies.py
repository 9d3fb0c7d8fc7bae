"""The inputs that each result depends on, as measured: every input of several scenarios and of
every kind is moved one at a time.

`tools/dependencies.py` measures them and writes `data/tables/dependencies.json`, from result to
input to effect. Numbers are moved up and down by one percent of their value; a whole number by one;
a flag or a choice to each other one; a date by thirty days. The effect is the relative change of
the result over the relative change of the input (an elasticity), or, where the input is no number,
the relative change itself. It is the median over the scenarios that have both, with the lowest and
the highest; that of a given run may differ, above all where the design meets a limit. An index
stands as a star.

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
    """How far an input moves a result: the median of the measured scenarios, the lowest and the
    highest; `per_percent` where the input is a number.
    """

    median: float
    low: float
    high: float
    per_percent: bool

    @property
    def text(self) -> str:
        """The effect in words.

        >>> Effect(-0.5, -0.5, -0.5, True).text, Effect(0.1, 0.0, 0.66, True).text
        ('-0.5 % per 1 %', '+0.1 % per 1 % (0 to +0.66)')
        >>> Effect(0.25, 0.25, 0.25, False).text
        '25 % by another choice'
        """
        if not self.per_percent:
            return f"{100.0 * abs(self.median):.2g} % by another choice"
        text = f"{_signed(self.median)} % per 1 %"
        ends = f" ({_signed(self.low)} to {_signed(self.high)})"
        return text + (ends if self.low < self.high else "")

    @property
    def size(self) -> tuple[float, float]:
        """By which effects are ordered: the median, then the largest."""
        return abs(self.median), max(abs(self.low), abs(self.high))


def _signed(value: float) -> str:
    return f"{value:+.2g}" if value else "0"


@cache
def table() -> dict[str, dict[str, float | list[float]]]:
    """Effects by result and input: median, lowest and highest, or one number where they are equal;
    that of an input that is no number in a list of one.
    """
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
    """The inputs of a run that a result depends on, the largest median effect first; empty for one
    that was not measured.
    """
    measured = table().get(starred(result), {})
    found = {key: _effect(measured[starred(key)]) for key in inputs if starred(key) in measured}
    return dict(sorted(found.items(), key=lambda one: one[1].size, reverse=True))


def _effect(held: float | list[float]) -> Effect:
    if isinstance(held, float | int):
        return Effect(held, held, held, True)
    if len(held) == 1:
        return Effect(held[0], held[0], held[0], False)
    median, low, high = held
    return Effect(median, low, high, True)
