"""Constellations: where the satellites are."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic.functional_validators import BeforeValidator
from pydantic_core.core_schema import ValidationInfo

from dawndusk.core.units import parse
from dawndusk.records.fields import Quantity, Written
from dawndusk.records.parts import Constellation as Constellation

SUN_SYNCHRONOUS = "sun-synchronous"


def _inclination(value: Any, info: ValidationInfo) -> Any:
    if value == SUN_SYNCHRONOUS:
        return None
    if isinstance(value, str) and not 0.0 <= parse(value, "rad") <= parse("180 deg", "rad"):
        raise ValueError(f"{value} is outside 0 deg to 180 deg")
    return value


# Radians, or None where the inclination follows from the altitude so that the node keeps pace with
# the Sun.
Inclination = Annotated[
    Quantity | None, BeforeValidator(_inclination), Written(SUN_SYNCHRONOUS, SUN_SYNCHRONOUS)
]
