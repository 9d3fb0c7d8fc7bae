"""Serve: from flown duty and a workload to delivered work, as a waterfall from the peak.

Each factor is the share of the work before it that is left; their product is `delivered_frac`. Heat comes first, as the policy's heat ramp
alone would leave it; power is what remains of the flown duty. Losses of hardware and downtime belong to the life stage.
"""

from __future__ import annotations

from dawndusk.core.numeric import np
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Factor, Work


def serve(scenario: Scenario, fleet: Fleet, flight: Flight) -> Work:
    """The work of the healthy fleet. Raises Infeasible when the workload does not fit a satellite."""
    rates = scenario.work.rates(scenario.satellite.compute)
    peaks = [group.count * group.satellite.compute.count * group.satellite.compute.peak_flop_per_s for group in fleet.groups]
    chips = [group.count * group.satellite.compute.count for group in fleet.groups]
    peak = sum(peaks)
    cool = sum(share * one for share, one in zip(flight.by_group("cool_frac"), peaks, strict=True)) / peak
    duty = sum(share * one for share, one in zip(flight.by_group("duty_frac"), peaks, strict=True)) / peak
    waterfall = (
        Factor(name="heat", frac=cool),
        Factor(name="power and eclipse", frac=duty / np.maximum(cool, 1e-9)),
        Factor(name="demand", frac=rates.utilisation_frac),
        Factor(name="chip efficiency at the work", frac=rates.efficiency_frac),
    )
    delivered = duty * rates.utilisation_frac * rates.efficiency_frac
    tokens = None
    if rates.tokens_per_s is not None:
        working = sum(share * one for share, one in zip(flight.by_group("duty_frac"), chips, strict=True))
        tokens = rates.tokens_per_s * rates.utilisation_frac * working
    return Work(
        peak_flop_per_s=peak, delivered_frac=delivered, delivered_flop_per_s=peak * delivered, duty_frac=duty, waterfall=waterfall,
        tokens_per_s=tokens, rates=rates,
    )  # fmt: skip
