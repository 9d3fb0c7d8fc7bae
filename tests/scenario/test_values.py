"""The short way to read a value is held against pydantic, on every type that a field has."""

import dataclasses
import datetime
import math
import pkgutil

import pytest
from pydantic import TypeAdapter, ValidationError

from dawndusk import parts
from dawndusk.core import kinds
from dawndusk.core.record import RECORDS
from dawndusk.records.fields import hints
from dawndusk.scenario import reading, values

WORDS = (
    "7 yr",
    "650 km",
    "-3 km",
    "0.5",
    "18:00",
    "24:01",
    "sun-synchronous",
    "97.6 deg",
    "30 degC",
)
NUMBERS = (0, 1, 4, -1, 4.0, 0.5, 1.5, -0.25, 2030, 1e12, 1e308, math.nan, math.inf)
OTHERS = (True, False, None, "", "maximum", "side", "650 km sso", "nan", "1e999 km", [], [1], {})
DATES = (datetime.date(2030, 3, 20), datetime.date(1900, 1, 1), datetime.datetime(2030, 3, 20))


def _types():
    for family in (one.name for one in pkgutil.iter_modules(parts.__path__)):
        for kind in kinds.kinds(family):
            kinds.model(family, kind)
    found = {}
    for cls in RECORDS:
        if cls.__module__.startswith("dawndusk.") and "results" not in cls.__module__:
            for item in dataclasses.fields(cls):
                hint = hints(cls)[item.name]
                if values.rule(hint) is not None:
                    found.setdefault(str(hint), (hint, f"{cls.__name__}.{item.name}"))
    return list(found.values())


def _by_pydantic(hint, value, name):
    adapter = TypeAdapter(hint, config={"allow_inf_nan": False})
    return adapter.validate_python(value, context={"field": name})


@pytest.mark.parametrize(("hint", "of"), [pytest.param(*one, id=one[1]) for one in _types()])
def test_what_it_reads_is_what_pydantic_reads(hint, of):
    name, rule = of.rpartition(".")[2], values.rule(hint)
    read = 0
    for value in (*WORDS, *NUMBERS, *OTHERS, *DATES):
        try:
            ours = rule(value, name)
        except (ValueError, TypeError):
            continue
        theirs = _by_pydantic(hint, value, name)
        assert (ours, type(ours)) == (theirs, type(theirs)), value
        read += 1
    refused = 0
    for value in (*WORDS, *NUMBERS, *OTHERS, *DATES):
        try:
            _by_pydantic(hint, value, name)
        except (ValidationError, TypeError):
            refused += 1
            with pytest.raises((ValueError, TypeError)):
                rule(value, name)
    assert refused > 0 or hint is str


def test_a_right_scenario_needs_no_pydantic(monkeypatch):
    monkeypatch.setattr(values, "_validator", lambda cls: pytest.fail(f"{cls} by pydantic"))
    assert reading.load("suncatcher", {"constellation.satellites": 5.0}).scenario
