"""Serve: from flown duty and a workload to delivered work, as a waterfall from the peak.

Each factor is the share of the work before it that is left; their product is `delivered_frac`. Heat
comes first, as the policy's heat ramp alone would leave it; power is what remains of the flown
duty; each pause then costs the time to resume, each upset that is noticed the time to recover.
Losses of hardware and downtime belong to the life stage.

Equation: delivered = peak x heat x power x resuming x upsets x demand x goodput x efficiency; a job
of F FLOP takes F / (its share of that, demand aside).
Valid: a chip's upset stops that chip alone, but for a training job, whose interruptions it adds to;
a job's satellites have the fleet's mean chips and duty; a workload's losses are those at full duty.
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses

from dawndusk.core.errors import Infeasible
from dawndusk.core.numeric import Array, np
from dawndusk.physics import survival
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.satellite import Compute
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Factor, Rates, Work


def serve(scenario: Scenario, fleet: Fleet, flight: Flight) -> Work:
    """The work of the healthy fleet. Raises Infeasible when the workload does not fit a satellite,
    or a job the fleet.
    """
    upsets = flight.met("upsets_per_s")
    rates = scenario.work.rates(
        scenario.satellite.compute, sum(rate for name, rate in upsets.items() if name != "silent")
    )
    peaks = [
        group.count * group.satellite.compute.count * group.satellite.compute.peak_flop_per_s
        for group in fleet.groups
    ]
    chips = [group.count * group.satellite.compute.count for group in fleet.groups]
    peak = sum(peaks)
    cool = (
        sum(share * one for share, one in zip(flight.by_group("cool_frac"), peaks, strict=True))
        / peak
    )
    duty = (
        sum(share * one for share, one in zip(flight.by_group("duty_frac"), peaks, strict=True))
        / peak
    )
    stopped = (
        sum(share * one for share, one in zip(_stopped_frac(scenario, flight), peaks, strict=True))
        / peak
    )
    resumed, recovered = 1.0 - stopped / np.maximum(duty, 1e-9), 1.0 - flight.met("downtime_frac")
    working = duty * resumed * recovered
    whole = (
        1.0
        if rates.job is None
        else fleet.satellites // rates.job.satellites * rates.job.satellites / fleet.satellites
    )
    waterfall = (
        Factor(name="heat", frac=cool),
        Factor(name="power and eclipse", frac=duty / np.maximum(cool, 1e-9)),
        Factor(name="resuming after pauses", frac=resumed),
        Factor(name="radiation upsets", frac=recovered),
        *((Factor(name="whole jobs", frac=whole),) if rates.job else ()),
        Factor(name="demand", frac=rates.utilisation_frac),
        *rates.losses,
        Factor(name="chip efficiency at the work", frac=rates.efficiency_frac),
    )
    delivered = (
        working * whole * rates.utilisation_frac * rates.goodput_frac * rates.efficiency_frac
    )
    tokens = None
    if rates.tokens_per_s is not None:
        at_work = sum(
            share * one for share, one in zip(flight.by_group("duty_frac"), chips, strict=True)
        )
        tokens = rates.tokens_per_s * rates.utilisation_frac * resumed * recovered * at_work
    return Work(
        peak_flop_per_s=peak,
        delivered_frac=delivered,
        delivered_flop_per_s=peak * delivered,
        duty_frac=duty,
        resumed_frac=resumed,
        recovered_frac=recovered,
        jobs_frac=whole,
        goodput_frac=rates.goodput_frac,
        waterfall=waterfall,
        tokens_per_s=tokens,
        training_s=_training_s(rates, fleet.satellites, rates.goodput_frac, peak * working),
        silent_per_million_tokens=(
            None if rates.tokens_per_s is None else 1e6 * upsets["silent"] / rates.tokens_per_s
        ),
        silent_per_training_day=(
            None
            if rates.job is None
            else 86400.0 * upsets["silent"] * rates.job.satellites * sum(chips) / fleet.satellites
        ),
        rates=rates,
    )


def _stopped_frac(scenario: Scenario, flight: Flight) -> list[Array]:
    """Share of the time that chips spend on loading what a pause put away, group by group; no more
    than they work at all.
    """
    resume_s = scenario.satellite.compute.resume_s
    lost = [
        pauses / group.step_s * resume_s
        for pauses, group in zip(flight.by_group("pauses"), flight.groups, strict=True)
    ]
    return [
        np.minimum(one, duty) for one, duty in zip(lost, flight.by_group("duty_frac"), strict=True)
    ]


def serve_on_ground(scenario: Scenario) -> Work:
    """The work of the chips of a data centre where nothing flies, at its first site; a job has all
    of them, its replicas equal parts.
    """
    compute, ground = scenario.satellite.compute, scenario.ground[0]
    rates = scenario.work.rates(replica(scenario))
    parts = rates.job.satellites if rates.job else 1
    peak = compute.count * compute.peak_flop_per_s
    working, repaired = (
        ground.availability_frac,
        survival.in_service(compute.loss_per_s, ground.repair_s),
    )
    goodput = rates.ground_goodput_frac
    delivered = working * repaired * rates.utilisation_frac * goodput * rates.efficiency_frac
    tokens = (
        None
        if rates.tokens_per_s is None
        else rates.tokens_per_s * rates.utilisation_frac * compute.count * working * repaired
    )
    return Work(
        peak_flop_per_s=peak,
        delivered_frac=delivered,
        delivered_flop_per_s=peak * delivered,
        duty_frac=np.ones(()),
        resumed_frac=1.0,
        recovered_frac=1.0,
        jobs_frac=1.0,
        goodput_frac=goodput,
        waterfall=rates.on_ground(working, repaired),
        tokens_per_s=tokens,
        training_s=_training_s(rates, parts, goodput, peak * working * repaired),
        silent_per_million_tokens=None,
        silent_per_training_day=None,
        rates=rates,
    )


def replica(scenario: Scenario) -> Compute:
    """The chips that one replica of a job has in a data centre; all of them where the work is no
    job.
    """
    compute = scenario.satellite.compute
    job = scenario.work.rates(compute).job
    return (
        compute
        if job is None
        else dataclasses.replace(compute, count=compute.count / job.satellites)
    )


def _training_s(
    rates: Rates, satellites: int, goodput_frac: Array, able_flop_per_s: Array
) -> Array | None:
    """How long a job runs on its part of what so many satellites are able to do; None where a job
    has no end.
    """
    job = rates.job
    if job is None:
        return None
    if job.satellites > satellites:
        raise Infeasible(
            f"the job takes {job.satellites} satellites and there"
            f" {'is' if satellites == 1 else 'are'} {satellites}; the number of satellites binds."
            " Fewer work.replicas would fit."
        )
    if job.work_flop is None:
        return None
    return job.work_flop / (
        able_flop_per_s * job.satellites / satellites * goodput_frac * rates.efficiency_frac
    )
