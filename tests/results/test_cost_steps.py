"""Cost steps from the ground to orbit: they add up to the difference, and stay between nothing and
the side of the higher cost.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from dawndusk.results.cost_steps import steps
from dawndusk.results.saved import SavedRun
from tests.results.test_narrative import CASES


@pytest.mark.parametrize("case", ["dearer", "cheaper", "power", "facility"])
def test_steps_add_up_to_the_difference(saved_run: Callable[..., SavedRun], case: str) -> None:
    bill = saved_run(*CASES[case]).bill
    assert bill is not None
    assert bill.orbit is not None
    found = steps(bill.orbit, bill.ground)
    low, high = bill.ground.usd_per_kw_year, bill.orbit.usd_per_kw_year
    assert math.fsum(one.after - one.before for one in found) == pytest.approx(
        bill.difference_usd_per_kw_year, rel=1e-9
    )
    assert found[0].before == pytest.approx(low)
    assert found[-1].after == pytest.approx(high)
    for one in found:
        assert (
            -1e-6
            <= min(one.before, one.after)
            <= max(one.before, one.after)
            <= max(low, high) * (1.0 + 1e-9)
        )
