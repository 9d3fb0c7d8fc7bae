"""What pydantic finds wrong with one value of a scenario, in words a tired engineer can act on."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from dawndusk.core import units
from dawndusk.core.errors import nearest
from dawndusk.scenario.layers import hints

_LIMITS = {
    "greater_than": ("above", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("below", "lt"),
    "less_than_equal": ("at most", "le"),
}
_WANTED = {"int_type": "a whole number", "string_type": "text", "bool_type": "true or false"}


def is_quantity(hint: Any) -> bool:
    """Whether the annotation holds a float at its core."""
    return hint is float or any(
        is_quantity(inner) for inner in typing.get_args(hint) if inner is not None
    )


def complaint(cls: type, error: Any, key: str, value: Any) -> tuple[str, str]:
    """The reason of one of pydantic's errors about a key of a record, and the nearest right answer
    if there is one.
    """
    name = next(
        (field.name for field in dataclasses.fields(cls) if units.key_of(field.name) == key), key
    )
    unit, kind, context = units.unit_of(name), error["type"], error.get("ctx", {})
    if kind == "missing":
        example = (
            f", like {units.example(unit)!r}"
            if units.suffix(name) and is_quantity(hints(cls)[name])
            else ""
        )
        return f"required{example}", ""
    if kind in _LIMITS:
        word, bound = _LIMITS[kind]
        limit = (
            units.show(float(context[bound]), unit)
            if units.suffix(name)
            else f"{context[bound]}".removesuffix(".0")
        )
        return (
            f"must be {word} {limit}, is {value:g}"
            if isinstance(value, float)
            else f"must be {word} {limit}, is {value}"
        ), ""
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "literal_error":
        known = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return f"must be {context['expected']}, is {value!r}", nearest(str(value), known)
    if kind.startswith("date"):
        return f"expected a date like 2030-01-01, got {value!r}", ""
    if kind == "finite_number":
        return "must be a finite number", ""
    return (
        (
            f"expected {_WANTED[kind]}, got {value!r}"
            if kind in _WANTED
            else f"{error['msg']}, got {value!r}"
        ),
        "",
    )
