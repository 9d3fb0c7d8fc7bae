"""What a docstring says of a model: its equation, where it is valid, its source, what it returns,
and an example call.

A line that begins `Equation:`, `Valid:`, `Range:`, `Source:` or `Returns:` states one, up to the
next such line, a blank line or an example. What is the same for all functions of a module stands in
the module's docstring; a function's own line comes first. A source line is keys of
`data/sources.toml`, then optionally the place: `Source: vallado2013, chapter 9`. A range line names
arguments and the ends between which they may lie: `Range: temperature_k 200 K to 400 K, cosine -1
to 1`.
"""

from __future__ import annotations

import ast
import doctest
import inspect
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

from dawndusk.data.catalogue import sources

WIDTH = 110

_LABEL = re.compile(r"(Equation|Valid|Range|Source|Returns):\s*(.*)")
_RANGE = re.compile(r"(\w+) (\S[^,]*?) to (\S[^,]*)")
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True)
class Docstring:
    """What stands behind a function or a part; an empty text where nothing is said."""

    equation: str
    valid: str
    sources: tuple[str, ...]  # keys of data/sources.toml
    place: str  # in the source, or a remark on it
    # names with their unit endings, where the function's name does not tell
    returns: tuple[str, ...]
    # lowest and highest value of an argument, as written
    ranges: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@cache
def model_docstring(thing: Any) -> Docstring:
    """The labelled statements in the docstring of a function, a class or a module.

    >>> from dawndusk.physics import orbit
    >>> found = model_docstring(orbit.node_rate_rad_per_s)
    >>> found.equation, found.sources, found.place
    ('-k cos i, k = 1.5 J2 n (R/a)^2', ('vallado2013',), 'chapter 9, e = 0')
    """
    of_module = (
        {} if isinstance(thing, ModuleType) else labelled(sys.modules[thing.__module__].__doc__)
    )
    said = of_module | labelled(thing.__doc__)
    keys, place = cited(said.get("Source", ""))
    returns = tuple(name.strip() for name in said.get("Returns", "").split(",") if name.strip())
    ranges = {name: (low, high) for name, low, high in _RANGE.findall(said.get("Range", ""))}
    return Docstring(said.get("Equation", ""), said.get("Valid", ""), keys, place, returns, ranges)


def cited(text: str) -> tuple[tuple[str, ...], str]:
    """Keys and place of a source line: words without a space are keys until the first that is more
    than one word.

    >>> cited("vallado2013, wgs84, chapter 9, e = 0")
    (('vallado2013', 'wgs84'), 'chapter 9, e = 0')
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    keys = next((index for index, word in enumerate(words) if not _KEY.fullmatch(word)), len(words))
    return tuple(words[:keys]), ", ".join(words[keys:])


@cache
def labelled(text: str | None) -> dict[str, str]:
    """The labelled lines of a docstring, joined, without their final stop.

    >>> labelled("A thing.\\n\\nEquation: a\\n    = b.\\nValid: always\\n\\nMore.")
    {'Equation': 'a = b', 'Valid': 'always'}
    """
    found: dict[str, list[str]] = {}
    here: list[str] | None = None
    for line in inspect.cleandoc(text or "").splitlines():
        label = _LABEL.match(line)
        if label:
            here = found.setdefault(label[1], [])
            here.append(label[2])
        elif not line.strip() or line.lstrip().startswith(">>>"):
            here = None
        elif here is not None:
            here.append(line.strip())
    return {key: " ".join(lines).strip().removesuffix(".") for key, lines in found.items()}


def body(thing: Any) -> tuple[str, ...]:
    """The paragraphs of a docstring that are neither labelled lines nor an example, each on one
    line.

    >>> body(body)
    ('The paragraphs of a docstring that are neither labelled lines nor an example, each on one line.',)
    """
    paragraphs: list[list[str]] = [[]]
    skipping = False
    for line in inspect.cleandoc(thing.__doc__ or "").splitlines():
        if not line.strip():
            paragraphs.append([])
            skipping = False
        elif skipping or _LABEL.match(line) or line.lstrip().startswith(">>>"):
            skipping = True
        else:
            paragraphs[-1].append(line.strip())
    return tuple(" ".join(lines) for lines in paragraphs if lines)


@cache
def sentence(thing: Any) -> str:
    """The first sentence of a docstring, on one line, without its stop.

    >>> sentence(sentence)
    'The first sentence of a docstring, on one line, without its stop'
    """
    paragraph = " ".join(inspect.cleandoc(thing.__doc__ or "").partition("\n\n")[0].split())
    return re.split(r"\.(?:\s|$)", paragraph, maxsplit=1)[0]


def example(function: Callable[..., Any]) -> dict[str, Any]:
    """The arguments of the first call of a function in its own example; empty without one.

    >>> from dawndusk.physics import orbit
    >>> example(orbit.hohmann_m_per_s)
    {'low_m': 300000.0, 'high_m': 650000.0}
    """
    space = dict(vars(sys.modules[function.__module__]))
    for one in doctest.DocTestParser().get_examples(function.__doc__ or ""):
        for node in ast.walk(ast.parse(one.source)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == function.__name__
            ):
                values = [_value(word, space) for word in node.args]
                named = {word.arg: _value(word.value, space) for word in node.keywords if word.arg}
                return dict(inspect.signature(function).bind(*values, **named).arguments)
        exec(compile(one.source, function.__name__, "exec"), space)
    return {}


def _value(node: ast.expr, space: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(node), "example", "eval"), space)


def behind(said: Docstring) -> Iterator[str]:
    """The lines that tell what stands behind a model: equation, validity and sources."""
    yield from wrapped("equation", said.equation)
    yield from wrapped("valid", said.valid)
    for key in said.sources:
        source = sources()[key]
        yield from wrapped("source", f"{source['title']}, {source['authors']}, {source['year']}")
    if said.place:
        yield from wrapped("", said.place)


def wrapped(label: str, words: str) -> list[str]:
    """Words after a label, on as many lines as they take."""
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=f"  {label:<11}",
        subsequent_indent=" " * 13,
        break_long_words=False,
    )
