"""Messages: pydantic's errors about a value of a scenario, with the value, the limit and the
nearest right answer.
"""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from dawndusk.core import units
from dawndusk.core.errors import nearest
from dawndusk.records.fields import hints

_LIMITS = {
    "greater_than": (">", "gt"),
    "greater_than_equal": (">=", "ge"),
    "less_than": ("<", "lt"),
    "less_than_equal": ("<=", "le"),
}
_EXPECTED = {"int_type": "a whole number", "string_type": "text"}


def is_quantity(hint: Any) -> bool:
    """Whether the annotation holds a float at its core."""
    return hint is float or any(
        is_quantity(inner) for inner in typing.get_args(hint) if inner is not None
    )


def message(cls: type, error: Any, key: str, value: Any) -> tuple[str, str]:
    """Explain one of pydantic's errors about a key of a record.

    Args:
        cls: the record.
        error: an entry of `ValidationError.errors()`.
        key: as in a file.
        value: as in a file.

    Returns:
        The reason, and the nearest right answer, empty where there is none.
    """
    name = next(
        (field.name for field in dataclasses.fields(cls) if units.key_of(field.name) == key), key
    )
    unit, kind, context = units.unit_of(name), error["type"], error.get("ctx", {})
    if kind == "missing":
        quantity = units.suffix(name) and is_quantity(hints(cls)[name])
        return "required" + (f", like {units.example(unit)!r}" if quantity else ""), ""
    if kind in _LIMITS:
        sign, bound = _LIMITS[kind]
        limit = (
            units.show(float(context[bound]), unit)
            if units.suffix(name)
            else f"{context[bound]}".removesuffix(".0")
        )
        given = f"{value:g}" if isinstance(value, float) else value
        return f"must be {sign} {limit}, got {given}", ""
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "literal_error":
        known = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        return f"must be {context['expected']}, got {value!r}", nearest(str(value), known)
    if kind.startswith("date"):
        return f"expected a date like 2030-01-01, got {value!r}", ""
    if kind == "finite_number":
        return "must be a finite number", ""
    expected = f"expected {_EXPECTED[kind]}" if kind in _EXPECTED else error["msg"]
    return f"{expected}, got {value!r}", ""
