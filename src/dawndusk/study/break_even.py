"""Break-even: the value of an input at which orbit and ground cost the same, all else nominal.

The quick chain is evaluated at values over the whole range of the input. Between neighbours where
the ratio crosses 1 the value is found by `core/roots`; the crossing nearest to the nominal is the
result, and the whole chain gives the ratio there.

Equation: log(ratio(x)) = 0, by bracketing
Valid: the crossing nearest to the nominal; an input without bounds is searched from a thousandth to
a thousand times its nominal; two crossings between neighbouring values are missed
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from dawndusk.core.errors import BadInput, Infeasible, Problem, nearest
from dawndusk.core.memo import Memo
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.core.roots import root
from dawndusk.data.catalogue import Spread
from dawndusk.flight.fly import fly
from dawndusk.records.fields import bounds
from dawndusk.records.scenario import Scenario
from dawndusk.study.executor import Executor, Serial, Tell
from dawndusk.study.quick import quick, ratio

FAR = 1000.0  # ratio of the range's ends to the nominal, for an input without bounds
TRIES = 25  # values over the range
ROOT = 1e-7  # relative tolerance of the value
STILL = 1e-9  # range of log(ratio) below which the input has no effect
POINTS = 7  # values of another input


@dataclass(frozen=True)
class BreakEven:
    """Break-even value of an input in SI with the ratio of the whole chain there, or the reason why
    there is none.
    """

    key: str
    field: str
    nominal: float
    ratio_at_nominal: float
    low: float  # ends of the range searched
    high: float
    value: float | None
    ratio: float | None
    reason: str = ""
    over: float | None = None  # value of another input, in SI, at which this one is found


def seek_over(
    scenario: Scenario,
    key: str,
    over: str,
    spread: Spread | None,
    *,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> tuple[BreakEven, ...]:
    """Break-even values of `key` over another input.

    Args:
        scenario: settled.
        key: dotted key of a number, in SI.
        over: dotted key of another number, varied across its spread, or from half to twice its
            nominal where it has none.
        spread: of `over`.
        executor: where the values of `over` are evaluated; one after another by default.
        tell: called with the number of values of `over` done and of all.

    Raises: BadInput where either key is not a number of the scenario.
    """
    numbers = {name: value for name, _, value in leaves(scenario) if isinstance(value, float)}
    if over not in numbers or over == key:
        raise BadInput(
            Problem(
                "is no other number of this scenario",
                key=over,
                nearest=nearest(over, numbers.keys() - {key}),
            )
        )
    low, high = (spread.low, spread.high) if spread else (0.5 * numbers[over], 2.0 * numbers[over])
    memo = Memo()
    ratio(quick(scenario), memo)  # compiled once, before several threads need it
    at = partial(_seek_at, scenario, key, over, memo)
    return tuple((executor or Serial()).map(at, _values(low, high, POINTS), tell=tell))


def _seek_at(scenario: Scenario, key: str, over: str, memo: Memo, value: float) -> BreakEven:
    found = seek(replace_leaves(scenario, {over: value}), key, memo=memo)
    return dataclasses.replace(found, over=value)


def seek(
    scenario: Scenario, key: str, *, executor: Executor | None = None, memo: Memo | None = None
) -> BreakEven:
    """Break-even value of one input.

    Args:
        scenario: settled.
        key: dotted key of a number.
        executor: where the values over the range are evaluated; one after another by default.
        memo: results of earlier evaluations in the same study.

    Raises: BadInput where the key is not a number of the scenario.
    """
    numbers = {
        name: (field, value) for name, field, value in leaves(scenario) if isinstance(value, float)
    }
    if key not in numbers:
        raise BadInput(
            Problem("is no number of this scenario", key=key, nearest=nearest(key, numbers))
        )
    field, nominal = numbers[key]
    small, least, most = quick(scenario), *bounds(scenario, key)
    low, high = max(least, nominal / FAR), min(most, nominal * FAR if nominal > 0.0 else FAR)
    over = partial(_log_ratio, small, key, memo or Memo())
    at_nominal = math.exp(over(nominal))  # compiles, before several threads need it
    values = sorted({*_values(low, high, TRIES), nominal})
    tried = dict(zip(values, (executor or Serial()).map(over, values), strict=True))
    found = crossings(over, _pairs(tried))
    if not found:
        return BreakEven(key, field, nominal, at_nominal, low, high, None, None, _reason(tried))
    value = min(found, key=lambda one: abs(one - nominal))
    whole = ratio(replace_leaves(scenario, {key: value}), fly=fly)
    return BreakEven(key, field, nominal, at_nominal, low, high, value, whole)


def _log_ratio(scenario: Scenario, key: str, memo: Memo, value: float) -> float:
    """log(ratio) at a value of one input: 0 at break-even, nan where no design closes."""
    try:
        return math.log(ratio(replace_leaves(scenario, {key: value}), memo))
    except Infeasible:
        return math.nan


def _values(low: float, high: float, count: int) -> list[float]:
    """Values from end to end: in equal ratios where the input is positive, else in equal steps."""
    parts = [at / (count - 1) for at in range(count)]
    if low > 0.0:
        return [low * (high / low) ** part for part in parts]
    return [low + (high - low) * part for part in parts]


def crossings(
    over: Callable[[float], float], ends: Iterable[tuple[float, float]], relative: float = ROOT
) -> tuple[float, ...]:
    """Zeros of a function between pairs of values at which it has opposite signs; omitted where the
    function is nan on the way, as no design closes there.

    >>> crossings(lambda value: value - 0.25, [(0.0, 1.0)])
    (0.25,)
    """
    found = (root(over, low, high, relative) for low, high in ends)
    return tuple(one for one in found if math.isfinite(one))


def _pairs(tried: dict[float, float]) -> list[tuple[float, float]]:
    """Neighbouring values between which the ratio crosses 1."""
    return [
        (first, second)
        for first, second in itertools.pairwise(tried)
        if math.isfinite(tried[first] + tried[second]) and tried[first] * tried[second] <= 0.0
    ]


def _reason(tried: dict[float, float]) -> str:
    """Why there is no break-even value."""
    found = [one for one in tried.values() if math.isfinite(one)]
    if not found:
        return "no design closes anywhere between them"
    closest = math.exp(min(found, key=abs))
    if max(found) - min(found) < STILL:
        return f"it does not move the ratio, {closest:.4g}"
    if _pairs(tried):
        return "where the ratio passes 1 no design closes"
    side = "above" if closest > 1.0 else "below"
    return f"the ratio stays {side} 1 wherever a design closes, {closest:.4g} at the nearest"
