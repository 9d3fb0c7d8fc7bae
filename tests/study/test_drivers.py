"""Drivers: the largest effects, and the values where the ratio is 1. Tags: law."""

import pytest

from dawndusk.core.record import replace_leaves
from dawndusk.study.drivers import drivers
from dawndusk.study.quick import quick, ratio
from tests.study.studies import CHEAP, at


def test_a_driver_turns_the_verdict_where_it_says():
    scenario, spreads = at("suncatcher", CHEAP)
    found = {one.key: one for one in drivers(scenario, spreads) if one.turns_at}
    assert len(found["satellite.compute.life"].turns_at) == 2
    for driver in found.values():
        for value in driver.turns_at:
            assert driver.low < value < driver.high
            assert ratio(replace_leaves(quick(scenario), {driver.key: value})) == pytest.approx(
                1.0, abs=2e-3
            )
