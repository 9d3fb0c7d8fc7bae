"""Memo: what is reused is equal, and nothing is reused that could differ. Tags: law."""

import pickle
from types import SimpleNamespace

import numpy as np
import pytest

from dawndusk.chain import evaluate
from dawndusk.core.memo import Memo, content
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.fleet.design import design
from dawndusk.flight.fly import day_inputs
from dawndusk.study.quick import designed, flown, quick
from dawndusk.study.representative_sample import represented
from tests.study.studies import at


def small(name, changes=()):
    scenario, spreads = at(name, {"flight.days": 2, **dict(changes)})
    return represented(quick(scenario), 2, 1), spreads


def moved(scenario):
    """The scenario with each of its numbers in turn 1 % lower, by key."""
    for key, _, value in leaves(scenario):
        if isinstance(value, float) and value:
            yield key, replace_leaves(scenario, {key: 0.99 * value})


def same(first, second):
    return content(first) == content(second)


@pytest.mark.parametrize("name", ["suncatcher", "spacex-ai1@sheet-a"])
def test_days_that_read_the_same_are_the_same(name):
    """Every number of the scenario moved: where the inputs of the days are equal, the kernel gives
    bit-equal sums, without a memo; most prices are among these, no power and no size is.
    """
    scenario, _ = small(name)
    fleet, memo = design(scenario), Memo()
    nominal, inputs = flown(scenario, fleet), day_inputs(scenario, fleet, memo)
    totals = [group.totals for group in nominal.groups]
    alike, other = set(), set()
    for key, changed in moved(scenario):
        redesigned = design(changed)
        if day_inputs(changed, redesigned, memo) != inputs:
            other.add(key)
            continue
        alike.add(key)
        if key.startswith("satellite."):
            groups = flown(changed, redesigned).groups
            for group, sums in zip(groups, totals, strict=True):
                for field in ("duty_frac", "generated_w", "max_chip_k", "min_soc_frac"):
                    np.testing.assert_array_equal(
                        getattr(group.totals, field), getattr(sums, field)
                    )
    assert {"launch.price", "satellite.shield.thickness", "satellite.compute.reset"} <= alike
    assert {"satellite.compute.power", "satellite.compute.limit", "satellite.compute.life"} <= other
    assert not [key for key in other if key.endswith("price")]


def test_a_chain_with_a_memo_is_the_chain():
    """Every number moved, one memo for all: fleets, and ratios of inputs of every table, are
    bit-equal to those without it.
    """
    scenario, _ = small("suncatcher")
    memo, tables = Memo(), set()
    for key, changed in moved(scenario):
        assert same(designed(changed, memo), design(changed)), key
        table = key.rpartition(".")[0]
        if table not in tables:
            tables.add(table)
            fleet = design(changed)
            outcomes = [
                evaluate(changed, fleet=fleet, flight=flown(changed, fleet, one))
                for one in (memo, None)
            ]
            assert len({float(one.bill.ratio) for one in outcomes}) == 1, key
    assert len(tables) > 20


def test_design_is_called_for_what_it_reads_alone():
    scenario, calls = SimpleNamespace(read=1.0, unread=1.0), []

    def stage(scenario):
        calls.append(scenario.read)
        return scenario.read if scenario.read < 2.0 else scenario.unread

    memo = Memo()
    for read, unread in ((1.0, 1.0), (1.0, 2.0), (3.0, 2.0), (3.0, 5.0), (3.0, 2.0), (1.0, 9.0)):
        scenario = SimpleNamespace(read=read, unread=unread)
        assert memo.call(stage, scenario) == (read if read < 2.0 else unread)
    assert calls == [1.0, 3.0, 3.0]


def test_a_memo_is_bounded_and_starts_empty_in_another_process():
    memo, calls = Memo(most=2), []

    def stage(scenario):
        calls.append(scenario.value)
        return scenario.value

    for value in (1.0, 2.0, 1.0, 3.0, 2.0, 1.0):
        memo.call(stage, SimpleNamespace(value=value))
    assert calls == [1.0, 2.0, 3.0, 2.0, 1.0]  # the least recently used went first
    other = pickle.loads(pickle.dumps(memo))
    assert other.most == 2
    assert not other._held


def test_content_tells_apart_what_a_function_can():
    numbers = [1.0, -0.0, 0.0, float("nan"), 1, True, "1", np.float32(1.0), np.ones(1), np.ones(20)]
    keys = [content(value) for value in numbers]
    assert len(set(keys)) == len(keys)
    assert keys == [content(value) for value in numbers]
