"""Types of scenario fields: quantities with ranges, and fields that hold a part of some kind."""

from __future__ import annotations

import dataclasses
import math
import re
import sys
import typing
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, TypeVar

from annotated_types import Ge, Gt, Le, Lt
from pydantic.functional_validators import AfterValidator, BeforeValidator
from pydantic_core import CoreSchema, core_schema
from pydantic_core.core_schema import ValidationInfo

from dawndusk.core import units
from dawndusk.core.record import is_record


@dataclass(frozen=True)
class PartField:
    """Marker of a field that holds a part of a family; `default` is the kind of a table without
    `kind`, empty where the kind is required.
    """

    family: str
    default: str

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        """Any object: the reader has made it from the class that the registry names."""
        return core_schema.any_schema()


ABSENT: Any = None  # a part that the reader fills with its default kind


@dataclass(frozen=True)
class Written:
    """Alternative textual form of a quantity: its pattern, an example, and a function that writes
    it.
    """

    pattern: str
    example: str
    write: Callable[[float], str] | None = None


def _read(value: Any, info: ValidationInfo, like: str | None = None) -> Any:
    expected = units.unit_of(info.field_name or (info.context or {}).get("field", ""))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"expected a value like {units.example(expected, like=like)!r}")
    if isinstance(value, str):
        return units.parse(value, expected, like)
    if not abs(value) <= sys.float_info.max:  # nan is not; an int may be too large for a float
        raise ValueError("must be a finite number")
    if expected != "1":
        raise ValueError(
            f"{value} has no unit; write it like {units.example(expected, value, like)!r}"
        )
    return float(value)


def _like(unit: str) -> BeforeValidator:
    """Reads a quantity that people write in that unit: messages give it as the example."""
    return BeforeValidator(lambda value, info: _read(value, info, unit))


def _read_clock(value: Any) -> Any:
    if isinstance(value, str):
        return units.parse(value, "s")
    raise ValueError(f"{value!r} is not a time of day; write it like '18:00'")


def _flag(value: Any) -> Any:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {value!r}")
    return value


def _clock(value: float) -> str:
    return f"{int(value // 3600):02d}:{int(value % 3600 // 60):02d}"


T = TypeVar("T")
if TYPE_CHECKING:
    from dawndusk.core.numeric import Values

    Solved: TypeAlias = T | Values
else:

    class Solved:
        """`Solved[Positive]` is read as `Positive`; a stage may put an array in its place."""

        def __class_getitem__(cls, item: Any) -> Any:
            return item


# A float in SI whose unit is the ending of its field's name; text with that dimension in files.
Quantity = Annotated[float, BeforeValidator(_read)]
TimeOfDay = Annotated[  # seconds after midnight
    float, BeforeValidator(_read_clock), Written(r"([01]?\d|2[0-3]):[0-5]\d|24:00", "18:00", _clock)
]
Positive = Annotated[Quantity, Gt(0.0)]
NotNegative = Annotated[Quantity, Ge(0.0)]
Fraction = Annotated[Quantity, Ge(0.0), Le(1.0)]
PositiveFraction = Annotated[Quantity, Gt(0.0), Le(1.0)]
Temperature = Annotated[
    Quantity, Ge(150.0), Le(500.0)
]  # kelvin; materials and coolants of spacecraft


def _altitude(value: float) -> float:
    if not LOWEST_M <= value <= HIGHEST_M:
        why = (
            "inside the Earth"
            if value < 0.0
            else (
                f"outside {LOWEST_M / 1e3:g} km to {HIGHEST_M / 1e3:g} km, where the orbit model"
                " holds"
            )
        )
        raise ValueError(f"{units.show(value, 'm')} is {why}")
    return value


def _depth(value: float) -> float:
    if not THINNEST_M <= value <= THICKEST_M:
        ends = f"{THINNEST_M * 1e3:g} mm to {THICKEST_M * 1e3:g} mm"
        raise ValueError(
            f"{value * 1e3:g} mm is outside {ends}, where the dose behind it is tabulated"
        )
    return value


def _cross_section(value: float) -> float:
    if not 0.0 <= value <= LARGEST_M2:
        raise ValueError(
            f"{value * 1e4:g} cm2 is outside 0 to {LARGEST_M2 * 1e4:g} cm2: no chip errs at one in"
            " a thousand of the protons that pass it"
        )
    return value


LOWEST_M, HIGHEST_M = 300e3, 2000e3
THINNEST_M, THICKEST_M = 0.1e-3, 20e-3
LARGEST_M2 = 1e-7
Flag = Annotated[bool, BeforeValidator(_flag)]
Idle = Annotated[Quantity, Ge(0.0), Lt(1.0)]
Altitude = Annotated[Quantity, AfterValidator(_altitude), Ge(LOWEST_M), Le(HIGHEST_M)]
Depth = Annotated[  # of aluminium
    float, _like("mm"), AfterValidator(_depth), Ge(THINNEST_M), Le(THICKEST_M)
]
# of one chip: events over the protons through each unit of area
CrossSection = Annotated[
    float, _like("cm2"), AfterValidator(_cross_section), Ge(0.0), Le(LARGEST_M2)
]


def _orbit(value: str) -> str:
    reference_orbit(value)
    return value


def reference_orbit(text: str) -> tuple[float, float | None]:
    """Altitude in metres and inclination in radians (None: sun-synchronous) of text such as "650 km
    sso" or "200 km 28.5 deg".

    >>> reference_orbit("650 km sso")
    (650000.0, None)
    """
    match = re.fullmatch(r"(\S+ \S+) (sso|\S+ deg)", text.strip())
    if not match:
        raise ValueError(
            f"{text!r} is not an orbit; write it like '650 km sso' or '200 km 28.5 deg'"
        )
    altitude_m, inclination_rad = (
        units.parse(match[1], "m"),
        None if match[2] == "sso" else units.parse(match[2], "rad"),
    )
    if not 150e3 <= altitude_m <= HIGHEST_M:
        raise ValueError(f"{match[1]} is outside 150 km to {HIGHEST_M / 1e3:g} km")
    if inclination_rad is not None and not 0.0 <= inclination_rad <= math.pi:
        raise ValueError(f"{match[2]} is outside 0 deg to 180 deg")
    return altitude_m, inclination_rad


ReferenceOrbit = Annotated[
    str, AfterValidator(_orbit), Written(r"\S+ \S+ (sso|\S+ deg)", "650 km sso")
]


def bounds(record: Any, key: str) -> tuple[float, float]:
    """Between which values a number of a record may lie, by its type; `key` is dotted as in a file.

    >>> from dawndusk.records.mission import Mission
    >>> from dawndusk.records.economy import Money
    >>> bounds(Money(), "discount"), bounds(Mission(), "life")
    ((0.0, 1.0), (5e-324, inf))
    """
    word, _, rest = key.partition(".")
    name = next(
        field.name for field in dataclasses.fields(record) if units.key_of(field.name) == word
    )
    held = getattr(record, name)
    if rest and isinstance(held, tuple):
        index, _, rest = rest.partition(".")
        held = held[int(index)]
    if rest:
        return bounds(held, rest)
    low, high = -math.inf, math.inf
    for one in getattr(hints(type(record))[name], "__metadata__", ()):  # type: ignore[arg-type]
        match one:
            case Ge(ge=end):
                low = max(low, float(end))  # type: ignore[arg-type]
            case Gt(gt=end):
                low = max(low, math.nextafter(float(end), math.inf))  # type: ignore[arg-type]
            case Le(le=end):
                high = min(high, float(end))  # type: ignore[arg-type]
            case Lt(lt=end):
                high = min(high, math.nextafter(float(end), -math.inf))  # type: ignore[arg-type]
    return low, high


@cache
def hints(cls: type) -> dict[str, Any]:
    """Type hints of a record's fields, annotations included."""
    return typing.get_type_hints(cls, include_extras=True)


def part_of(hint: Any) -> PartField | None:
    """The marker of a field that holds a part, else None."""
    marks = getattr(hint, "__metadata__", ())
    return next((mark for mark in marks if isinstance(mark, PartField)), None)


def record_of(hint: Any) -> type | None:
    """The record of a field that holds one, optionally, or several; else None.

    >>> from dawndusk.records.scenario import Scenario
    >>> record_of(hints(Scenario)["ground"]).__name__, record_of(hints(Scenario)["title"])
    ('Ground', None)
    """
    return next((one for one in (hint, *typing.get_args(hint)) if is_record(one)), None)
