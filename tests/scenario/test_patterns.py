"""Patterns of quantities agree with the reader of units."""

import re

import pytest

from dawndusk.core import units
from dawndusk.data import catalogue
from dawndusk.scenario import patterns
from dawndusk.scenario.inputs import keys
from tests.scenario.records import EVERY


def test_patterns_agree_with_the_reader():
    """For each unit that a key has, and each spelling in the rows and tables: the pattern accepts
    exactly what `parse` reads.
    """
    spelled = (
        {row.unit for row in catalogue.rows().values()}
        | set(units.FRIENDLY)
        | set(units.FRIENDLY.values())
    )
    spelled |= {
        "km",
        "Mm",
        "nm",
        "MW",
        "mW",
        "TWh",
        "kN",
        "USD/t",
        "USD kg-1",
        "W m-2",
        "W/m^2",
        "J/h",
        "%",
        "h",
        "day",
        "Gbit/s",
        "1/d",
        "degC",
    }
    expected = {key.unit for cls in EVERY.values() for key in keys(cls) if key.core is float}
    roundabout = {
        ("J/h", "W"),
        ("USD/W/s", "USD/J"),
        ("USD/kW/yr", "USD/J"),
    }  # read, and not worth a pattern
    assert len(expected) > 25
    disagreements = set()
    for unit in expected:
        for word in spelled:
            try:
                units.parse(f"3.5 {word}", unit)
                reads = True
            except units.UnitError:
                reads = False
            if reads != bool(re.search(patterns.quantity(unit, "positive"), f"3.5 {word}")):
                disagreements.add((word, unit))
    assert disagreements <= roundabout


@pytest.mark.parametrize(
    ("text", "sign", "fits"),
    [
        ("0 W", "positive", False),
        ("0 W", "not_negative", True),
        ("0.0e3 W", "positive", False),
        ("-1 W", "not_negative", False),
        ("-1 W", "any", True),
        ("1_000 W", "positive", True),
        ("1e-3 W", "positive", True),
        ("W", "any", False),
        ("100", "any", False),
    ],
)
def test_signs(text, sign, fits):
    assert bool(re.search(patterns.quantity("W", sign), text)) == fits
