"""Records as JAX sees them. Tag: house."""

import dataclasses
import itertools

from dawndusk.core import kinds
from dawndusk.core.numeric import jax
from dawndusk.core.record import RECORDS
from tests.parts.test_every_kind import EVERY


def dummy(cls):
    """A record with the same number in every field."""
    made = object.__new__(cls)
    for field in dataclasses.fields(cls):
        object.__setattr__(made, field.name, 1.0)
    return made


def test_no_two_records_are_one_to_the_compiler():
    """Two kinds with the same fields, such as both batteries, must never get one another's compiled function."""
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
