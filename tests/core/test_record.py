"""Records as JAX sees them. Tag: house."""

import dataclasses
import itertools
import math
import typing
from typing import Annotated

import pytest

from dawndusk.core import kinds
from dawndusk.core.numeric import Array, Values, jax
from dawndusk.core.record import COUNT, PURE, RECORDS, leaves, meanings, record
from dawndusk.core.record import _require_units as require_units
from dawndusk.records.fields import Fraction, NotNegative, Positive
from dawndusk.scenario.reading import load
from tests.parts.test_every_kind import EVERY


def dummy(cls):
    """A record with the same number in every field."""
    made = object.__new__(cls)
    for field in dataclasses.fields(cls):
        object.__setattr__(made, field.name, 1.0)
    return made


def test_no_two_records_are_one_to_the_compiler():
    """Two kinds with the same fields, such as both batteries, must never get one another's compiled
    function.
    """
    for family, kind in EVERY:
        kinds.model(family, kind)  # its record is made
    tree = jax().tree_util.tree_structure
    structures = [(cls, tree(dummy(cls))) for cls in RECORDS]
    names = {cls: sorted(field.name for field in dataclasses.fields(cls)) for cls in RECORDS}
    pairs = list(itertools.combinations(structures, 2))
    assert sum(names[one] == names[other] for (one, _), (other, _) in pairs) > 0
    assert [(one, other) for (one, a), (other, b) in pairs if a == b] == []
    assert all(a == tree(dummy(cls)) for cls, a in structures)


def test_a_record_comes_back_from_its_leaves():
    part = dummy(kinds.model("battery", "keep_alive"))
    leaves, structure = jax().tree_util.tree_flatten(part)
    assert jax().tree_util.tree_unflatten(structure, leaves) == part


def test_what_no_file_may_say_is_no_leaf_unless_asked_for():
    battery = load("suncatcher").scenario.satellite.battery
    some, every = (
        [key for key, _, _ in leaves(battery, internal=internal)] for internal in (False, True)
    )
    assert set(every) - set(some) == {"remaining", "cycling"}
    assert [key for key in every if key in some] == some


def test_a_record_that_extends_another_has_its_meanings():
    found = meanings(kinds.model("supply", "off_grid"))
    assert found["solar_usd_per_w"].startswith("of panels on trackers")
    assert all(found.values())


def made_of(name, hint):
    """A record with one field; it is forgotten again."""
    try:
        return record(type("Made", (), {"__annotations__": {name: hint}}))
    finally:
        RECORDS[:] = [cls for cls in RECORDS if cls.__name__ != "Made"]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("emissivity", float),
        ("power_kw", float),
        ("emissivity", Array),
        ("emissivity", Values),
        ("emissivity", Fraction),
        ("emissivity", Positive | None),
        ("power_kw", Positive),
        ("speed_km_per_s", Positive),
        ("cost_usd_per_year", Positive),  # of results alone: a file's text would be read as USD/s
        ("masses", dict[str, Array]),
        ("masses", tuple[Array, ...]),
        ("satellites", float),
    ],
)
def test_a_number_whose_name_has_no_unit_is_refused(name, hint):
    with pytest.raises(TypeError, match=f"Made.{name}: the name of a number ends in its SI unit"):
        made_of(name, hint)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("power_w", float),
        ("emissivity_frac", Fraction),
        ("aspect_ratio", Positive | None),
        ("masses_kg", dict[str, Array]),
        ("cost_usd_per_year", Array),
        ("ratio_without_chips", Array | None),
        ("frac", Array),
        ("satellites", Annotated[Positive, COUNT]),
        ("exponent", Annotated[NotNegative, PURE]),
        ("planes", int),
        ("name", str),
        ("anything", typing.Any),
    ],
)
def test_a_number_with_a_unit_or_a_reason_is_taken(name, hint):
    assert dataclasses.is_dataclass(made_of(name, hint))


def notes_on(hint):
    """All that is said along a type."""
    inner = (note for one in typing.get_args(hint) for note in notes_on(one))
    return [*inner, *getattr(hint, "__metadata__", ())]


def limits(hint):
    """Least and greatest value that a type lets pass."""
    low = [getattr(one, "ge", getattr(one, "gt", None)) for one in notes_on(hint)]
    high = [getattr(one, "le", getattr(one, "lt", None)) for one in notes_on(hint)]
    return (
        max((one for one in low if one is not None), default=-math.inf),
        min((one for one in high if one is not None), default=math.inf),
    )


def test_a_share_that_a_file_holds_lies_between_0_and_1():
    """Any other number without a unit is a `_ratio`."""
    for family, kind in EVERY:
        kinds.model(family, kind)  # its record is made
    seen = 0
    for cls in RECORDS:
        hints = typing.get_type_hints(cls, include_extras=True)
        for name, hint in hints.items():
            low, high = limits(hint)
            if name.endswith("_frac") and (low, high) != (-math.inf, math.inf):
                seen += 1
                assert low >= 0.0, (cls, name)
                assert high <= 1.0, (cls, name)
    assert seen > 80


def test_every_record_of_ours_names_its_units():
    """Not asked at every start: 150 classes, each of which would be evaluated."""
    ours = [one for one in RECORDS if one.__module__.startswith("dawndusk.")]
    assert len(ours) > 80
    for one in ours:
        require_units(one)


def test_a_class_without_source_has_empty_meanings():
    made = dataclasses.make_dataclass("Made", [("mass_kg", float)])
    assert meanings(made) == {"mass_kg": ""}
