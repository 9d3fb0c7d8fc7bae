"""Drivers: the uncertain inputs with the largest one-at-a-time effect on the cost ratio.

Every input that has a spread is evaluated at both ends by the chain of draws, with its short flight
(study/batch). The inputs with the largest effect are then evaluated on the fleet itself or, where
that is larger, on a sample spread evenly over groups and planes.

Equation: shortlist by |log(ratio at high / ratio at low)| of the short chain, and inputs with an
end where no design closes; effect = ratio at high - ratio at low, all else nominal;
crossings of ratio = 1 between the nominal and an end by bracketing
Valid: one input at a time, interactions excluded
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from functools import partial

from dawndusk.core.memo import Memo
from dawndusk.core.numeric import Values
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.data.catalogue import Spread
from dawndusk.records.run import Driver
from dawndusk.records.scenario import Scenario
from dawndusk.study import batch
from dawndusk.study.break_even import crossings
from dawndusk.study.executor import Executor, Serial, Tell
from dawndusk.study.quick import quick, ratio

SHORTLIST, KEPT = 8, 5
CROSSING = 1e-3  # relative tolerance of a value where the ratio is 1
BROKEN = 2  # inputs in the shortlist, at most, with an end where no design closes


def drivers(
    scenario: Scenario,
    priors: Mapping[str, Spread],
    *,
    executor: Executor | None = None,
    memo: Memo | None = None,
    tell: Tell | None = None,
) -> tuple[Driver, ...]:
    """The inputs with the largest effect on the ratio, then those with an end where no design
    closes.

    Args:
        scenario: settled.
        priors: spread of each uncertain input, by dotted key.
        executor: where evaluations run; one after another by default.
        memo: results of earlier evaluations in the same study.
        tell: called with the number of shortlisted inputs done and of all.

    Returns: at most five drivers, the largest effect first, then at most two of which the ratio at
    an end is nan.
    """
    import numpy

    executor, memo = executor or Serial(), memo or Memo()
    names = {
        key: name
        for key, name, value in leaves(scenario)
        if key in priors and isinstance(value, float)
    }
    keys = sorted(names)
    if not keys:
        return ()
    small = quick(scenario)
    nominal = ratio(small, memo)
    moved = shortlist(scenario, keys, priors)
    broken = [key for key, one in zip(keys, moved, strict=True) if numpy.isinf(one)][:BROKEN]
    ranked = [keys[i] for i in numpy.argsort(-moved, kind="stable") if numpy.isfinite(moved[i])]
    short = ranked[: SHORTLIST - len(broken)] + broken
    rated = partial(_rated, small, names, priors, memo)
    found = list(executor.map(rated, short, tell=tell))
    largest = sorted((one for one in found if one.closes), key=lambda one: -abs(one.effect))[:KEPT]
    crossed = executor.map(partial(_crossed, small, nominal, memo), largest)
    return (*crossed, *(one for one in found if not one.closes))


def _rated(
    scenario: Scenario, names: Mapping[str, str], priors: Mapping[str, Spread], memo: Memo, key: str
) -> Driver:
    """One input with the ratios at both ends of its spread."""
    low, high = priors[key].low, priors[key].high
    at_low, at_high = (ratio(replace_leaves(scenario, {key: end}), memo) for end in (low, high))
    return Driver(key, names[key], low, high, at_low, at_high)


def _crossed(scenario: Scenario, nominal_ratio: float, memo: Memo, driver: Driver) -> Driver:
    """The driver with the values between the nominal and either end where the ratio is 1."""
    nominal = next(value for key, _, value in leaves(scenario) if key == driver.key)

    def log_ratio(value: float) -> float:
        return math.log(ratio(replace_leaves(scenario, {driver.key: value}), memo))

    ends = ((driver.low, driver.ratio_at_low), (driver.high, driver.ratio_at_high))
    beyond = (
        (nominal, end) for end, at_end in ends if (nominal_ratio - 1.0) * (at_end - 1.0) < 0.0
    )
    return dataclasses.replace(driver, turns_at=crossings(log_ratio, beyond, CROSSING))


def shortlist(scenario: Scenario, keys: list[str], priors: Mapping[str, Spread]) -> Values:
    """Distance of log(ratio) between the ends of each input's spread, by the short chain of draws.

    Returns: [key]; infinite where no design closes at an end.
    """
    import numpy

    named = {key: value for key, _, value in leaves(scenario) if key in priors}
    inputs = numpy.tile([named[key] for key in keys], (2 * len(keys), 1))
    for at, key in enumerate(keys):
        inputs[2 * at : 2 * at + 2, at] = priors[key].low, priors[key].high
    ratios = batch.ratios(batch.Batch(scenario, keys, batch.RATIO)(inputs))
    moved = numpy.abs(numpy.log(ratios[1::2] / ratios[0::2]))
    return numpy.where(numpy.isfinite(moved), moved, numpy.inf)
