"""Patterns: regular expressions of the text that `units.parse` reads, for editors that check a file
while it is typed.

A unit is written as one symbol over at most two others (`USD/kW/yr`, `W m-2`), as every unit of a
scenario can be. `units.parse` also reads roundabout products such as `kg m2 s-3` for a power, which
no pattern here knows.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass

from dawndusk.core import units

# Powers in which a dimension is met: areas and volumes, accelerations, radiation.
_POWERS = {"m": (1, 2, 3), "s": (1, 2), "K": (1, 4)}
_NUMBER = (  # short, as editors show it to whoever mistypes; `parse` is stricter
    r"[\d._]+([eE][+-]?\d+)?"
)
_SIGNS = {"any": "[+-]?", "not_negative": r"\+?", "positive": r"\+?(?=[0._]*[1-9])"}


@functools.cache
def quantity(expected: str, sign: str = "any") -> str:
    """A regular expression of text with a unit of the dimension of `expected`; `sign` is any,
    not_negative or positive.

    Degrees Celsius may be negative. A quantity without dimension may go without a unit.

    >>> import re
    >>> texts = ("0.1 USD/kWh", "0.1 USD/Wh", "0.1 USD/kW", "0.1", "1e-8 USD J-1")
    >>> [bool(re.search(quantity("USD/J"), text)) for text in texts]
    [True, True, False, False, True]
    """
    number = _SIGNS[sign] + _NUMBER
    unit = "|".join(_expressions(expected))
    if expected == "1":
        return rf"^{number} ?({unit})?$"  # a bare number may stand in quotes
    if expected == "K":
        return rf"^({number} ?({unit})|[+-]?{_NUMBER} ?degC)$"
    return rf"^{number} ?({unit})$"


def alike(expected: str) -> list[str]:
    """The symbols that a unit of one symbol could be exchanged for, without prefixes; empty for a
    unit of several.

    >>> alike("s"), alike("USD/kg")
    (['s', 'min', 'h', 'd', 'day', 'yr', 'year'], [])
    """
    return list(units.vocabulary().get(units.unit(expected)[1], ()))


@dataclass(frozen=True)
class _Term:
    """A dimension to a power, as it stands in a unit."""

    dimension: units.Dimension
    symbols: str
    power: int

    @property
    def above(self) -> str:
        return self.symbols + (rf"\^?{self.power}" if self.power > 1 else "")

    @property
    def below(self) -> str:
        return rf"(/{self.above}| {self.symbols}\^?-{self.power})"


@functools.cache
def _terms() -> list[_Term]:
    """Everything that can stand in a unit."""
    found = []
    for dimension, symbols in units.vocabulary().items():
        if any(dimension):
            for power in _POWERS.get(next(iter(symbols)), (1,)):
                either = "|".join(symbols.values())
                found.append(
                    _Term(
                        tuple(power * one for one in dimension),
                        f"({either})" if "|" in either else either,
                        power,
                    )
                )
    return found


@functools.cache
def _below() -> dict[units.Dimension, list[tuple[_Term, ...]]]:
    """What stands below the line, by its dimension: nothing, one term, or two."""
    found: dict[units.Dimension, list[tuple[_Term, ...]]] = {}
    for count in (0, 1, 2):
        for terms in itertools.product(_terms(), repeat=count):
            found.setdefault(_sum(*(term.dimension for term in terms)), []).append(terms)
    return found


def _expressions(expected: str) -> list[str]:
    """Regular expressions of a unit: with as few symbols as can be, or as many as the SI unit is
    written with.
    """
    dimension = units.unit(expected)[1]
    minus = tuple(-power for power in dimension)
    found = [("(1|%)", terms) for terms in _below().get(minus, ())]
    for above in _terms():
        found += [
            (above.above, terms)
            for terms in _below().get(_sum(above.dimension, minus), ())
            if above not in terms
        ]
    if not found:  # two terms above the line, as in K m2/W
        for one, other in itertools.permutations(_terms(), 2):
            below = _below().get(_sum(one.dimension, other.dimension, minus), ())
            found += [
                (f"{one.above}[ *]{other.above}", terms)
                for terms in below
                if one not in terms and other not in terms
            ]
        fewest = min(len(terms) for _, terms in found)
        return [
            above + "".join(term.below for term in terms)
            for above, terms in found
            if len(terms) == fewest
        ]

    def length(above: str, terms: tuple[_Term, ...]) -> int:
        return len(terms) + (above != "(1|%)")

    own = len([word for word in expected.split("/") if word != "1"])
    most = max(own, min(length(*one) for one in found))
    return [
        above + "".join(term.below for term in terms)
        for above, terms in found
        if length(above, terms) <= most
    ]


def _sum(*dimensions: units.Dimension) -> units.Dimension:
    return tuple(map(sum, zip(*dimensions, strict=True))) or tuple(0 for _ in units.BASES)
