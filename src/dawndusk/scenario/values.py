"""Values: a record from what stands in a file, each field by one function for its type.

pydantic decides what is wrong and says why. It is slow to import and to make its validators, a
third of the time of `check`, and nearly every file is right: what a type asks for is then called
here directly, the same functions and limits. tests/scenario/test_values.py holds both together.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import math
import types
import typing
from collections.abc import Callable
from typing import Any, NamedTuple

from annotated_types import Ge, Gt, Le, Lt
from pydantic.functional_validators import AfterValidator, BeforeValidator

from dawndusk.core import units
from dawndusk.core.record import RECORDS, NoUnit, Number
from dawndusk.records.fields import Written, hints

Rule = Callable[[Any, str], Any]
_EXACT = (str, bool, datetime.date)
_LIMITS: dict[type, Callable[[Any, Any], bool]] = {
    Gt: lambda value, note: value > note.gt,
    Ge: lambda value, note: value >= note.ge,
    Lt: lambda value, note: value < note.lt,
    Le: lambda value, note: value <= note.le,
}


def read(cls: type, given: dict[str, Any]) -> Any:
    """A record of values by key, as a file holds them; values that are records are kept.

    Raises pydantic's ValidationError, which lists all that is wrong.
    """
    made = _made(cls, given)
    return _validator(cls)(given) if made is None else made


def _made(cls: type, values: dict[str, Any]) -> Any:
    """A record of values by key, field by field; None where anything is not plainly right."""
    found, left = {}, dict(values)
    for item in dataclasses.fields(cls):
        key = units.key_of(item.name)
        if key not in left:
            continue
        value = left.pop(key)
        if not _built(value):
            how = rule(hints(cls)[item.name])
            if how is None:
                return None
            try:
                value = how(value, item.name)
            except (ValueError, TypeError):
                return None
        found[item.name] = value
    if left:
        return None
    try:
        return cls(**found)
    except TypeError:  # a required key is missing
        return None


def _built(value: Any) -> bool:
    """Whether this is a record, or several: a table that was read already."""
    several = isinstance(value, tuple) and value != ()
    return all(map(_built, value)) if several else type(value) in RECORDS


@functools.cache
def _validator(cls: type) -> Callable[[Any], Any]:
    """What makes a record, or says all that is wrong with its values."""
    from pydantic import TypeAdapter  # slow to import, and only for what `rule` cannot read

    return TypeAdapter(cls).validate_python


class _Info(NamedTuple):
    """What validators are told of the place."""

    field_name: str
    context: None = None


@functools.cache
def rule(hint: Any) -> Rule | None:
    """What reads a value of that type: called with the value and the field's name, it returns what
    the field holds, or raises ValueError. None for a type that only pydantic knows.

    >>> from dawndusk.records.fields import Positive
    >>> rule(Positive)("7 yr", "life_s")
    220903200.0
    >>> rule(Positive)("-7 yr", "life_s")
    Traceback (most recent call last):
        ...
    ValueError
    """
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Annotated:
        return _annotated(*inner)
    if origin is typing.Literal:
        return functools.partial(_among, inner)
    if origin in (typing.Union, types.UnionType) and len(inner) == 2 and type(None) in inner:
        other = rule(next(one for one in inner if one is not type(None)))
        return other and functools.partial(_optional, other)
    if hint is float:
        return _finite
    if hint is int:
        return _whole
    if hint in _EXACT:
        return functools.partial(_exactly, hint)
    return None


def _exactly(cls: type, value: Any, name: str) -> Any:
    if type(value) is not cls:
        raise ValueError
    return value


def _finite(value: Any, name: str) -> float:
    if type(value) not in (int, float) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _whole(value: Any, name: str) -> int:
    written_as_float = type(value) is float and value.is_integer() and abs(value) < 2**53
    if type(value) is not int and not written_as_float:
        raise ValueError
    return int(value)


def _among(allowed: tuple[Any, ...], value: Any, name: str) -> Any:
    if value not in allowed:
        raise ValueError
    return value


def _optional(other: Rule, value: Any, name: str) -> Any:
    return None if value is None else other(value, name)


def _annotated(core: Any, *notes: Any) -> Rule | None:
    """Before-validators from the last to the first, the type itself, then limits and
    after-validators in order.
    """
    read = rule(core)
    known = (BeforeValidator, AfterValidator, NoUnit, Number, Written, *_LIMITS)
    if read is None or not all(isinstance(note, known) for note in notes):
        return None
    before = [_called(note.func) for note in notes[::-1] if isinstance(note, BeforeValidator)]
    after = [
        _called(note.func) if isinstance(note, AfterValidator) else functools.partial(_within, note)
        for note in notes
        if isinstance(note, AfterValidator) or type(note) in _LIMITS
    ]

    def whole(value: Any, name: str) -> Any:
        for step in (*before, read, *after):
            value = step(value, name)
        return value

    return whole


def _within(note: Any, value: Any, name: str) -> Any:
    if not _LIMITS[type(note)](value, note):
        raise ValueError
    return value


def _called(function: Any) -> Rule:
    """A validator that may ask for the place, as pydantic calls it."""
    code, defaults = function.__code__, function.__defaults__ or ()
    if code.co_argcount - len(defaults) > 1:
        return lambda value, name: function(value, _Info(name))
    return lambda value, name: function(value)
