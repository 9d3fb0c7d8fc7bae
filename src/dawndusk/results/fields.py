"""Result fields: a result of a run is one field of a section's record, and nothing is said of it
twice.

The name ends in its unit. The declaration holds the meaning, how the value is taken from a run, the
function that computes it, a formula over other results where there is one, and the reason where it
is null. `run.json`, the key reference, `explain`, reasons and printed units are all derived from
these declarations.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import math
import operator
import re
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from dawndusk.core.units import unit_of

T = TypeVar("T")
LARGEST = 1e308  # of a number in JSON
Get = Callable[[Any], Any]
Why = str | Callable[[Any], str]


@dataclass(frozen=True)
class Said:
    """What the declaration of a result says of it."""

    text: str  # its meaning
    get: Get | None  # the value of a source; None: the source's attribute of the same name
    by: Callable[..., Any] | None  # the function that computes it
    part: str  # the part of a scenario whose own equation stands behind it
    formula: str  # over other results: names of the same record, or whole keys
    uses: tuple[str, ...]  # other results in its equation, where that is no formula
    null: Why  # why it may be null: a reason, or a function of the run
    flies: bool  # whether it exists only where something flies
    alias: str  # an earlier name, under which it stands in `run.json` too


def result(
    text: str,
    get: Get | None = None,
    *,
    by: Callable[..., Any] | None = None,
    part: str = "",
    formula: str = "",
    uses: str = "",
    null: Why = "",
    flies: bool = False,
    alias: str = "",
) -> Any:
    """Declare a result as a field of a section's record; see `Said` for the arguments."""
    return dataclasses.field(
        metadata={
            "result": Said(text, get, by, part, formula, tuple(uses.split()), null, flies, alias)
        }
    )


@typing.dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(result,))
def results(cls: type[T]) -> type[T]:
    """Make `cls` a frozen record of results; an alias is an attribute too.

    Raises TypeError for a number whose name has a `per` without units on both sides.
    """
    for name, hint in cls.__annotations__.items():
        if "float" in str(hint) and "_per_" in name and unit_of(name) == "1":
            raise TypeError(f"{cls.__qualname__}.{name}: no unit is known for a part of this name")
    cls.__getattr__ = _by_alias  # type: ignore[attr-defined]
    return dataclass(frozen=True, kw_only=True)(cls)


def _by_alias(record: Any, alias: str) -> Any:
    for name, said in declared(type(record)):
        if said.alias == alias:
            return getattr(record, name)
    raise AttributeError(f"no result {alias!r} in {type(record).__module__}")


@dataclass(frozen=True)
class Result:
    """One result as programs meet it: its key, with a star for an index or an item's name, and its
    declaration.
    """

    key: str
    name: str  # of the field
    said: Said
    owner: type
    renamed: bool = False  # whether an alias is on the way

    @property
    def unit(self) -> str:
        """The unit, as printed; empty for a number without one, for text and for lists."""
        unit = unit_of(self.name) if _holds_numbers(_hints(self.owner)[self.name]) else ""
        return "" if unit == "1" else unit

    @property
    def section(self) -> str:
        """The section of `run.json` that holds it."""
        return self.key.partition(".")[0]

    @property
    def function(self) -> str:
        """The dotted name of the function that computes it; empty where no stage does."""
        by = self.said.by
        return "" if by is None else f"{by.__module__}.{by.__name__}"

    @property
    def absent(self) -> str:
        """Why it is null in every run, as no stage computes it yet; empty for all others."""
        return self.said.null if self.said.by is None and isinstance(self.said.null, str) else ""


# -- shapes ----------------------------------------------------------------------------------------


@functools.cache
def _hints(cls: Any) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def declared(cls: Any) -> Iterator[tuple[str, Said]]:
    """Name and declaration of every result of a record, in order."""
    for field in dataclasses.fields(cls):
        yield field.name, field.metadata["result"]


def inner(hint: Any) -> type | None:
    """The record of results that a field holds, one or several of."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint
    return next((found for one in typing.get_args(hint) if (found := inner(one)) is not None), None)


def is_several(hint: Any) -> bool:
    """Whether a field holds a list."""
    return typing.get_origin(hint) is tuple or any(is_several(one) for one in typing.get_args(hint))


def is_by_name(hint: Any) -> bool:
    """Whether a field holds a value for each of several names."""
    return typing.get_origin(hint) is dict


def _holds_numbers(hint: Any) -> bool:
    return hint in (int, float) or any(
        _holds_numbers(one) for one in typing.get_args(hint) if one is not type(None)
    )


def keys(cls: type, path: str, renamed: bool = False) -> Iterator[Result]:
    """Every result of a record below a key, those of records in it after it; those under an alias
    too.
    """
    for name, said in declared(cls):
        hint = _hints(cls)[name]
        star, held = ".*" if is_several(hint) or is_by_name(hint) else "", inner(hint)
        for word in filter(None, (name, said.alias)):
            key, other = f"{path}.{word}", renamed or word != name
            yield Result(key if held else key + star, name, said, cls, other)
            if held is not None:
                yield from keys(held, key + star, other)


# -- values ----------------------------------------------------------------------------------------


def build(cls: type[T], source: Any, run: Any | None = None) -> T:
    """The record of a source. A getter is called with `run` if given, else with the source; a field
    without one is the source's attribute of the same name.
    """
    found: dict[str, Any] = {}
    hints = _hints(cls)  # type: ignore[arg-type]
    for name, said in declared(cls):
        held = said.get(source if run is None else run) if said.get else getattr(source, name)
        hint = hints[name]
        record = inner(hint)
        if record is not None and held is not None:
            several = is_several(hint)
            found[name] = (
                tuple(build(record, one) for one in held) if several else build(record, held)
            )
        else:
            found[name] = plain(held)
    return cls(**found)


def plain(value: Any) -> Any:
    """Numbers of NumPy and JAX as Python's own; what is not finite as None."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return tuple(plain(item) for item in value)
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    number = float(value)
    return number if math.isfinite(number) else None


def as_json(record: Any) -> dict[str, Any]:
    """A record as `run.json` holds it, aliases after the names that they stand for."""
    found: dict[str, Any] = {}
    for name, said in declared(type(record)):
        value = getattr(record, name)
        if dataclasses.is_dataclass(value):
            value = as_json(value)
        elif isinstance(value, tuple):
            value = [as_json(one) if dataclasses.is_dataclass(one) else one for one in value]
        found |= {name: value} | ({said.alias: value} if said.alias else {})
    return found


def from_json(cls: type[T], held: Mapping[str, Any]) -> T:
    """The record that `as_json` made; a result that an older version did not have is None, empty or
    of nothing.
    """
    found: dict[str, Any] = {}
    hints = _hints(cls)  # type: ignore[arg-type]
    for name, _ in declared(cls):
        hint, value = hints[name], held.get(name)
        record = inner(hint)
        if is_several(hint):
            value = (
                tuple(value or ())
                if record is None
                else tuple(from_json(record, one) for one in value or ())
            )
        elif record is not None and value is not None:
            value = from_json(record, value)
        elif is_by_name(hint):
            value = dict(value or {})
        found[name] = value
    return cls(**found)


def under_present_names(
    cls: type, held: dict[str, Any], path: str, reasons: dict[str, str]
) -> None:
    """Add to the JSON of a record, and to the reasons of nulls, the names that results had not yet
    in an older version.

    Args:
        cls: the record. held: its JSON, changed in place. path: its key, such as `fleet`.
        reasons: by key, changed in place.
    """
    hints = _hints(cls)
    for name, said in declared(cls):
        if said.alias in held and name not in held:
            held[name] = held[said.alias]
            if f"{path}.{said.alias}" in reasons:
                reasons[f"{path}.{name}"] = reasons[f"{path}.{said.alias}"]
        record, value = inner(hints[name]), held.get(name)
        if record is not None and isinstance(value, list):
            for at, one in enumerate(value):
                under_present_names(record, one, f"{path}.{name}.{at}", reasons)
        elif record is not None and isinstance(value, dict):
            under_present_names(record, value, f"{path}.{name}", reasons)


def mistyped(cls: type, held: Any, path: str) -> Iterator[str]:
    """What in the JSON of a record is of another type than its field; what is missing is none.

    Args:
        cls: the record. held: its JSON. path: its key, such as `fleet`.
    """
    if not isinstance(held, dict):
        yield f"`{path}` is no table"
        return
    hints = _hints(cls)
    for name, _ in declared(cls):
        hint, value, key = hints[name], held.get(name), f"{path}.{name}"
        record = inner(hint)
        if value is None:
            if name in held and (record or is_several(hint)) and not _may_be_null(hint):
                yield f"`{key}` is null"
        elif is_several(hint):
            if not isinstance(value, list):
                yield f"`{key}` is no list"
            elif record is not None:
                for at, one in enumerate(value):
                    yield from mistyped(record, one, f"{key}.{at}")
            elif not all(_is_of(hint, one) for one in value):
                yield f"`{key}` holds a value of another type"
        elif record is not None:
            yield from mistyped(record, value, key)
        elif is_by_name(hint):
            if not isinstance(value, dict):
                yield f"`{key}` is no table"
            elif not all(_is_of(hint, one) for one in value.values()):
                yield f"`{key}` holds a value of another type"
        elif not _is_of(hint, value):
            yield f"`{key}` is {value!r:.40}"


def _may_be_null(hint: Any) -> bool:
    return type(None) in typing.get_args(hint)


def _is_of(hint: Any, value: Any) -> bool:
    """Whether a value is of the type that a hint names, or that its members have."""
    if value is None:
        return True  # what is not finite
    if isinstance(value, bool | str):
        return _holds(hint, type(value))
    if isinstance(value, int | float):
        return _holds_numbers(hint) and abs(value) < LARGEST
    return False


def _holds(hint: Any, kind: type) -> bool:
    return hint is kind or any(_holds(one, kind) for one in typing.get_args(hint))


# -- formulas --------------------------------------------------------------------------------------

PATTERN = re.compile(r"[a-z]\w*(?:\.[\w*]+)*(?![\w(])")
_FUNCTIONS: dict[str, Callable[..., Any]] = {"sum": sum, "prod": math.prod, "min": min, "max": max}


def terms(formula: str) -> list[str]:
    """The keys that a formula names, in order.

    >>> terms("orbit_usd / ground_usd"), terms("prod(waterfall.*.frac) * peak_flop_per_s")
    (['orbit_usd', 'ground_usd'], ['waterfall.*.frac', 'peak_flop_per_s'])
    """
    return list(dict.fromkeys(PATTERN.findall(formula)))


def evaluated(formula: str, value: Callable[[str], Any]) -> float:
    """The number that a formula comes to; `value` gives that of a key, or the list of those that a
    star stands for.

    >>> evaluated("prod(a.*) / b", {"a.*": [2.0, 3.0], "b": 4.0}.get)
    1.5
    """
    names = terms(formula)
    text = PATTERN.sub(lambda match: f"_{names.index(match[0])}", formula)
    return float(_number(ast.parse(text, mode="eval").body, [value(name) for name in names]))


_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip


def _number(node: ast.expr, values: list[Any]) -> Any:
    match node:
        case ast.Constant(value=held):
            return held
        case ast.Name(id=name):
            return values[int(name[1:])]
        case ast.BinOp(left=left, op=sign, right=right):
            return _OPERATORS[type(sign)](_number(left, values), _number(right, values))
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name](*(_number(one, values) for one in arguments))
    raise ValueError(f"not in a formula: {ast.unparse(node)}")
