"""Sensitivity: contribution of each input to the variance of the ratio, and its value of
information.

From the draws alone: the share of the variance of log(ratio) that the mean over each input's value
explains, in bins of equal numbers of draws. By Sobol's method, from draws made for it: first-order
and total indices, inputs taken as independent.

Equation: share = Var(E[log ratio | bin]) / Var(log ratio), less (bins - 1) / draws that random bins
explain; value of information (EVPPI) = what the choice between orbit and ground gains on average
if it may follow the bin: |E[min(d, 0)]| over bins of the mean difference d, less |min(E[d], 0)|
Valid: draws that close; one input at a time: correlated inputs share their part; value to a buyer
who takes the side of lower cost
Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dawndusk.core.numeric import Array, Values
from dawndusk.core.numeric import Indices as Whole
from dawndusk.data.catalogue import Spread
from dawndusk.records.scenario import Scenario
from dawndusk.records.uncertainty import Drawn, Share
from dawndusk.scenario import priors

BINS, LEAST_IN_A_BIN = 20, 250
RESAMPLED, NINETY_FIVE = 100, 1.96  # for the intervals of Sobol's indices


@dataclass(frozen=True)
class Indices:
    """Sobol's indices of one input with the half-width of their 95 % interval."""

    key: str
    first: float
    first_error: float
    total: float
    total_error: float


def shares(drawn: Drawn) -> tuple[Share, ...]:
    """Share of every input, the largest first."""
    kept = _Kept(drawn)
    return tuple(
        sorted(
            map(kept.share, drawn.keys, drawn.inputs[drawn.closing].T),
            key=lambda one: -one.variance_frac,
        )
    )


def together(drawn: Drawn, keys: Sequence[str], name: str) -> Share | None:
    """Share of several inputs as one, by the mean of their ranks; None for fewer than two."""
    import numpy

    if len(keys) < 2:
        return None
    columns = drawn.inputs[drawn.closing][:, [drawn.keys.index(key) for key in keys]]
    return _Kept(drawn).share(
        name, numpy.argsort(numpy.argsort(columns, axis=0), axis=0).mean(axis=1)
    )


def bins(draws: int) -> int:
    """Number of bins for a number of draws."""
    return max(min(BINS, draws // LEAST_IN_A_BIN), 4)


def chance(draws: int) -> float:
    """Share of the variance that an input without effect exceeds in about one study of a
    thousand.
    """
    return 4.0 * float((2.0 * (bins(draws) - 1)) ** 0.5) / draws


class _Kept:
    """The draws that close, in bins of equal numbers by a value."""

    def __init__(self, drawn: Drawn) -> None:
        import numpy

        self.logs = numpy.log(drawn.outputs["ratio"][drawn.closing])
        self.difference = drawn.outputs["difference_usd_per_kw_year"][drawn.closing]

    def share(self, key: str, values: Array) -> Share:
        """Share of the variance that a value [closing draw] explains, and its EVPPI."""
        import numpy

        draws, count = len(self.logs), bins(len(self.logs))
        order = numpy.array_split(numpy.argsort(values, kind="stable"), count)
        part, means, gains = numpy.array(
            [
                (len(bin) / draws, self.logs[bin].mean(), min(self.difference[bin].mean(), 0.0))
                for bin in order
            ]
        ).T
        explained = (
            float((part * (means - self.logs.mean()) ** 2).sum() / self.logs.var())
            - (count - 1) / draws
        )
        return Share(
            key, max(explained, 0.0), float(min(self.difference.mean(), 0.0) - (part * gains).sum())
        )


def sobol(
    evaluate: Callable[[Array], Array],
    scenario: Scenario,
    spreads: Mapping[str, Spread],
    samples: int,
) -> tuple[Indices, ...]:
    """Sobol's indices of log(ratio), from samples x (inputs + 2) draws.

    Args:
        evaluate: ratios [draw] from inputs [draw, key], such as `draws.ratios`; a draw whose design
            does not close (nan) counts as the mean of those that do.
        scenario: settled.
        spreads: by dotted key of an input.
        samples: a power of two.

    Returns: indices of every input, the largest total first.
    """
    import numpy
    from scipy.stats import qmc, sobol_indices

    keys, seed = tuple(priors.uncertain(scenario, spreads)), scenario.mission.seed
    first, second = numpy.split(qmc.Sobol(2 * len(keys), seed=seed).random(samples), 2, axis=1)
    # [key, sample, key]: the first sample with one input of the second
    mixed = numpy.repeat(first[None], len(keys), axis=0)
    for at in range(len(keys)):
        mixed[at, :, at] = second[:, at]
    shares = numpy.concatenate([first, second, mixed.reshape(-1, len(keys))])
    logs = numpy.log(evaluate(priors.at_shares(scenario, spreads, shares, correlated=False)))
    logs = numpy.where(numpy.isfinite(logs), logs, numpy.mean(logs[numpy.isfinite(logs)])).reshape(
        -1, samples
    )

    def indices(chosen: Whole) -> Values:
        """First-order and total index of those samples, [2, key]."""
        held = logs[:, chosen]
        found = sobol_indices(
            func={"f_A": held[:1], "f_B": held[1:2], "f_AB": held[2:, None]}, n=samples
        )
        return numpy.stack([numpy.ravel(found.first_order), numpy.ravel(found.total_order)])

    whole, dice = indices(numpy.arange(samples)), numpy.random.default_rng(seed)
    again = numpy.stack([indices(dice.integers(0, samples, samples)) for _ in range(RESAMPLED)])
    errors = NINETY_FIVE * again.std(axis=0)
    columns = zip(keys, whole[0], errors[0], whole[1], errors[1], strict=True)
    return tuple(
        sorted(
            (Indices(key, *map(float, numbers)) for key, *numbers in columns),
            key=lambda one: -one.total,
        )
    )
