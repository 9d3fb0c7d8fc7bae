"""Records as JAX sees them. Tag: house."""

import dataclasses
import itertools

from dawndusk.core import kinds
from dawndusk.core.numeric import jax
from dawndusk.core.record import RECORDS, leaves, notes
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


def test_a_record_that_extends_another_has_its_notes():
    found = notes(kinds.model("supply", "off_grid"))
    assert found["solar_usd_per_w"].startswith("of panels on trackers")
    assert all(found.values())
