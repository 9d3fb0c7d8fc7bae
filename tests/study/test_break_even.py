"""Break-even: values fed back into the chain, the nearest of several, and reasons why there is
none. Tags: physics, law.
"""

import pytest

from dawndusk.chain import evaluate
from dawndusk.core.errors import BadInput
from dawndusk.core.record import replace_leaves
from dawndusk.pipeline import break_even
from dawndusk.study.break_even import crossings, seek
from dawndusk.study.quick import quick, ratio
from tests.study.studies import CHEAP, at


@pytest.mark.parametrize(
    "key",
    [
        "launch.price",
        "ground.0.electricity",
        "satellite.compute.price",
        "life.satellite_loss",
        "mission.life",
    ],
)
def test_break_even_fed_back(key):
    changes = CHEAP | {"ground": [{"use": "us-texas-grid", "electricity": "0.9 USD/kWh"}]}
    (found,) = break_even("suncatcher", key, changes=changes)
    assert found.ratio == pytest.approx(1.0, abs=1e-3)
    scenario, _ = at("suncatcher", changes)
    assert float(
        evaluate(replace_leaves(scenario, {key: found.value})).bill.ratio
    ) == pytest.approx(1.0, abs=1e-3)


def test_no_break_even_says_why():
    (found,) = break_even("suncatcher", "launch.price")
    assert found.value is None
    assert found.reason.startswith("the ratio stays above 1")
    with pytest.raises(BadInput, match=r"did you mean launch\.price"):
        break_even("suncatcher", "launch.pric")


def test_the_nearest_of_two_crossings_is_found():
    scenario, _ = at("suncatcher", CHEAP)
    found = seek(scenario, "satellite.compute.life")
    year = 365.25 * 86400.0
    assert found.ratio == pytest.approx(1.0, abs=1e-3)
    assert 5.0 < found.value / year < 6.0
    below = ratio(replace_leaves(quick(scenario), {"satellite.compute.life": 3.5 * year}))
    assert below > 1.0  # there is another one, farther away


def test_an_input_that_moves_nothing_says_so():
    scenario, _ = at("suncatcher", CHEAP)
    assert seek(scenario, "ground.0.queue").reason.startswith("it does not move the ratio")


def test_a_crossing_where_no_design_closes_is_left_out():
    def over(value):
        return float("nan") if 0.4 < value < 0.6 else value - 0.5

    assert crossings(over, [(0.0, 1.0)]) == ()
    assert crossings(lambda value: value - 0.5, [(0.0, 1.0)]) == (pytest.approx(0.5),)
