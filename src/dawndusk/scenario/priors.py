"""Priors: what the uncertain inputs of a scenario may be, drawn together.

Every input with a spread is a distribution around its nominal; inputs that go together are tied by
a Gaussian copula. A draw is a number of its own: the same whatever else is drawn and in whatever
chunks, so that orbit and ground, and two runs of one seed, meet the same draws.

Equation: x = Q(F(z)), z normal with the stated correlations; Q the quantile function of the input,
F the normal distribution
Valid: normal and log-normal have their nominal as median and their ends as 5th and 95th percentile,
either side with a width of its own
Source: dawndusk-method
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from dawndusk.core import random_numbers
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.core.numeric import Array
from dawndusk.core.record import leaves
from dawndusk.data.catalogue import Spread
from dawndusk.records.fields import bounds
from dawndusk.records.scenario import Scenario

NINETY_FIFTH = 1.6448536269514722  # of the normal distribution


def uncertain(scenario: Scenario, priors: Mapping[str, Spread]) -> dict[str, float]:
    """The inputs that are drawn, by key, with their nominal values: all that have a spread, but for
    how they are drawn.
    """
    numbers = {
        key: value
        for key, _, value in leaves(scenario)
        if key in priors and isinstance(value, float)
    }
    return {key: value for key, value in numbers.items() if not key.startswith("uncertainty.")}


def satellite_prices(keys: Sequence[str]) -> list[str]:
    """Those of the keys that say what the parts of a satellite cost, chips apart."""
    return [
        key
        for key in keys
        if key.startswith("satellite.")
        and not key.startswith("satellite.compute.")
        and "price" in key
    ]


def quantile(spread: Spread, nominal: float, normal: Array) -> Array:
    """Values of an input at places of the normal distribution, any shape.

    >>> import numpy
    >>> places = numpy.array([-NINETY_FIFTH, 0.0, NINETY_FIFTH])
    >>> quantile(Spread("lognormal", 0.5, 3.0), 1.0, places).round(6).tolist()
    [0.5, 1.0, 3.0]
    >>> quantile(Spread("triangular", 0.0, 2.0), 1.0, 9.0 * places).round(6).tolist()
    [0.0, 1.0, 2.0]
    """
    import numpy
    from scipy.special import ndtr

    low, high = spread.low, spread.high
    if spread.shape in ("normal", "lognormal"):
        middle, ends = nominal, (low, high)
        if spread.shape == "lognormal":
            middle, ends = numpy.log(nominal), (numpy.log(low), numpy.log(high))
        found = middle + numpy.abs(normal) / NINETY_FIFTH * numpy.where(
            normal < 0.0, ends[0] - middle, ends[1] - middle
        )
        return numpy.exp(found) if spread.shape == "lognormal" else found
    share = ndtr(normal)
    if spread.shape == "uniform":
        return low + share * (high - low)
    rising = (nominal - low) / (high - low)
    up = low + numpy.sqrt(share * (high - low) * (nominal - low))
    down = high - numpy.sqrt((1.0 - share) * (high - low) * (high - nominal))
    return numpy.where(share < rising, up, down)


def factor(scenario: Scenario, keys: Sequence[str]) -> Any:
    """Cholesky's factor [key, key] of the correlations. Raises BadInput where they contradict one
    another or name no uncertain input.
    """
    import numpy

    said, matrix = scenario.uncertainty, numpy.eye(len(keys))
    tied = [
        (satellite_prices(keys), said.satellite_prices_ratio),
        *((one.inputs, one.value_ratio) for one in said.correlation),
    ]
    for index, (together, value) in enumerate(tied):
        if index and len(set(together)) < 2:
            raise BadInput(
                Problem(
                    "a correlation needs at least two inputs",
                    key=f"uncertainty.correlation.{index - 1}.inputs",
                )
            )
        for key in together:
            if key not in keys:
                where = f"uncertainty.correlation.{index - 1}.inputs"
                raise BadInput(
                    Problem(
                        f"{key!r} is not an input with a spread",
                        where,
                        nearest=nearest(key, keys),
                    )
                )
        for first, second in itertools.permutations([keys.index(key) for key in together], 2):
            matrix[first, second] = value
    try:
        return numpy.linalg.cholesky(matrix)
    except numpy.linalg.LinAlgError:
        reason = (
            "the correlation matrix is not positive definite, as when A with B and B with C are"
            " positive and A with C is negative"
        )
        raise BadInput(Problem(reason, key="uncertainty.correlation")) from None


def drawn(scenario: Scenario, priors: Mapping[str, Spread], first: int, last: int) -> Array:
    """Draws `first` to `last` of the inputs of `uncertain`, [draw, input], in its order."""
    import numpy

    index = numpy.arange(first, last)
    purposes = [f"prior {key}" for key in uncertain(scenario, priors)]
    shares = random_numbers.uniforms(scenario.mission.seed, purposes, index)
    return at_shares(scenario, priors, shares.astype("float64"))


def at_shares(
    scenario: Scenario, priors: Mapping[str, Spread], shares: Array, *, correlated: bool = True
) -> Array:
    """Inputs [draw, input] at shares between 0 and 1 of independent draws, [draw, input], within
    what a scenario may say.
    """
    import numpy
    from scipy.special import ndtri

    nominal = uncertain(scenario, priors)
    normal = ndtri(numpy.clip(shares, 2.0**-25, 1.0 - 2.0**-25))
    if correlated:
        normal = normal @ factor(scenario, list(nominal)).T
    found = numpy.empty_like(normal)
    for at, (key, value) in enumerate(nominal.items()):
        found[:, at] = numpy.clip(
            quantile(priors[key], value, normal[:, at]), *bounds(scenario, key)
        )
    return found
