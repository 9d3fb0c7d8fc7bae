"""Uncertainty: distributions of the results over draws of all uncertain inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Band:
    """Median of a distribution, the ends of its 80 % interval, and the nominal value."""

    p10: float
    p50: float
    p90: float
    nominal: float


@dataclass(frozen=True)
class Share:
    """Share of the variance explained by one input, or by several that vary together, and the value
    of perfect information on it.
    """

    key: str
    variance_frac: float  # of log(ratio), by this input alone
    worth_usd_per_kw_year: float


@dataclass(frozen=True, kw_only=True)
class FleetVariability:
    """Aleatory (fleet-to-fleet) variability of the ratio at the nominal."""

    satellites: int
    deviation_frac: float  # of the chips alive over the mission, relative to their mean
    p10: float  # of the ratio
    p90: float
    variance: float  # of log(ratio)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """Draws of the whole chain: inputs [draw, key] in SI, outputs [draw] by name, and the outputs
    at the nominal.
    """

    keys: tuple[str, ...]
    inputs: Any
    outputs: dict[str, Any]
    nominal: dict[str, float]
    seconds: float  # wall time of the draws, without compilation
    # reasons why draws are infeasible, with their shares of all draws
    failing: tuple[tuple[str, float], ...] = ()
    shares: tuple[Share, ...] = ()  # of every input, the largest first
    prices: Share | None = None  # of the prices of a satellite's parts together
    fleet_variability: FleetVariability | None = None

    @property
    def closing(self) -> Any:
        """Which draws have a design that closes and works, [draw]."""
        return self.outputs["closes"] > 0.0

    def band(self, name: str) -> Band:
        """The band of an output over the draws that close."""
        import numpy

        with numpy.errstate(invalid="ignore"):  # between two that are infinite lies nothing
            low, middle, high = numpy.quantile(self.outputs[name][self.closing], (0.1, 0.5, 0.9))
        return Band(float(low), float(middle), float(high), float(self.nominal[name]))

    def cheaper_in(self, name: str) -> float:
        """Share of all draws in which a ratio is below 1; one that does not close is not."""
        return float((self.closing & (self.outputs[name] < 1.0)).mean())

    @property
    def closes_frac(self) -> float:
        """Share of the draws whose design closes."""
        return float(self.closing.mean())

    @property
    def cheaper_frac(self) -> float:
        """Share of all draws in which orbit is cheaper; one that does not close is not."""
        return self.cheaper_in("ratio")
