"""Break-even: the value of an input at which orbit costs what the ground costs, all else nominal.

The input is tried from end to end of what it may be, on the quick chain; between every two tries
where the ratio passes 1 the value is found, and the nearest to the nominal is the answer. The whole
chain judges it.

Equation: log(ratio(x)) = 0, by Brent's method
Valid: the crossing nearest to the nominal; an input without bounds is sought from a thousandth to a
thousand times the nominal; a crossing that comes and goes between two tries is missed
Source: dawndusk-method
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dawndusk.core.errors import BadInput, Infeasible, Problem, nearest
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.data.catalogue import Spread
from dawndusk.flight.fly import fly
from dawndusk.records.fields import bounds
from dawndusk.records.scenario import Scenario
from dawndusk.study.quick import quick, ratio

FAR = 1000.0  # times the nominal, and as far below it
TRIES = 25
ROOT = 1e-7  # of the value
STILL = 1e-9  # of log(ratio): what does not move
POINTS = 7  # of another input


@dataclass(frozen=True)
class BreakEven:
    """Where an input breaks even: `value` in SI with the ratio of the whole chain there, or the
    reason why there is no such value.
    """

    key: str
    field: str
    nominal: float
    ratio_at_nominal: float
    low: float  # between which it was sought
    high: float
    value: float | None
    ratio: float | None
    reason: str = ""
    over: float | None = None  # another input's value, in SI, where it was set


def seek_over(
    scenario: Scenario,
    key: str,
    over: str,
    spread: Spread | None,
    tell: Callable[[int, int], None] | None = None,
) -> tuple[BreakEven, ...]:
    """Where `key` breaks even at values of another input across its spread, or from half to twice
    its nominal where it has none.
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
    found = []
    for at, value in enumerate(_places(low, high, POINTS)):
        one = seek(replace_leaves(scenario, {over: value}), key)
        found.append(dataclasses.replace(one, over=value))
        if tell is not None:
            tell(at + 1, POINTS)
    return tuple(found)


def seek(scenario: Scenario, key: str) -> BreakEven:
    """Seek it. Raises BadInput where the key is no number of the scenario."""
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

    def over(value: float) -> float:
        """log(ratio): zero where it breaks even, not a number where no design closes."""
        try:
            return math.log(ratio(replace_leaves(small, {key: value})))
        except Infeasible:
            return math.nan

    tried = {value: over(value) for value in sorted({*_places(low, high, TRIES), nominal})}
    here = math.exp(tried[nominal])
    found = crossings(over, _pairs(tried))
    if not found:
        return BreakEven(key, field, nominal, here, low, high, None, None, _why(tried))
    value = min(found, key=lambda one: abs(one - nominal))
    return BreakEven(
        key,
        field,
        nominal,
        here,
        low,
        high,
        value,
        ratio(replace_leaves(scenario, {key: value}), fly),
    )


def _places(low: float, high: float, count: int) -> list[float]:
    """So many places from end to end: in equal ratios where the input is above zero."""
    parts = [at / (count - 1) for at in range(count)]
    return (
        [low * (high / low) ** part for part in parts]
        if low > 0.0
        else [low + (high - low) * part for part in parts]
    )


def crossings(
    over: Callable[[float], float], ends: Iterable[tuple[float, float]], relative: float = ROOT
) -> tuple[float, ...]:
    """Where a function is zero between ends at which it has other signs; left out where it is not a
    number on the way, as no design closes there.
    """
    from scipy.optimize import brentq

    found = []
    for low, high in ends:
        with contextlib.suppress(ValueError):  # of what is not a number
            found.append(float(brentq(over, low, high, rtol=relative, xtol=1e-300)))
    return tuple(found)


def _pairs(tried: dict[float, float]) -> list[tuple[float, float]]:
    """Neighbours between which the ratio passes 1."""
    return [
        (first, second)
        for first, second in itertools.pairwise(tried)
        if math.isfinite(tried[first] + tried[second]) and tried[first] * tried[second] <= 0.0
    ]


def _why(tried: dict[float, float]) -> str:
    """Why no value breaks even."""
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
