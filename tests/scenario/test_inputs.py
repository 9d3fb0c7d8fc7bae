"""Inputs: every key of every record has a meaning."""

import re

import pytest

from dawndusk.core import kinds
from dawndusk.records.economy import Ground
from dawndusk.records.fields import hints, part_of
from dawndusk.records.satellite import Satellite
from dawndusk.records.scenario import Scenario
from dawndusk.scenario.inputs import keys
from tests.scenario.records import EVERY


@pytest.mark.parametrize("name", EVERY)
def test_every_key_has_a_meaning(name):
    assert [key.name for key in keys(EVERY[name]) if not re.search(r"\w", key.meaning)] == []


def test_walk_meets_every_family_and_kind():
    """The test above would be empty if the walk stopped early."""
    fields = [hint for cls in (Scenario, Satellite, Ground) for hint in hints(cls).values()]
    families = {part.family for part in map(part_of, fields) if part is not None}
    assert len(families) == 9
    assert {
        kinds.model(family, kind) for family in families for kind in kinds.kinds(family)
    } <= set(EVERY.values())
