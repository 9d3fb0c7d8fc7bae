"""Evolve: losses and replacements over the mission, in closed form.

Without replacement satellites are lost for good; with it every loss is launched anew after a delay. Chips fail for good and nobody
repairs them in orbit; a replaced satellite brings new ones. Dose wears out what does not fail before. Array ageing is in the design already (sized at its end of life) and is
not charged again here.

Equation: availability = satellites alive x chips alive x chips not worn out x (1 - downtime); satellites (1 - exp(-r T)) / (r T), or 1 / (1 + r delay) when
replaced; chips r/s + c/s (1 - exp(-s T)) / (s T), s = r + c, with r = 0 for satellites that are not replaced
Valid: constant loss rates: no infant mortality, no wear-out but by dose, as if every chip flew a whole life; means over the life of a large fleet's satellites
Source: mil-hdbk-338b, dawndusk-method, by the functions of physics/survival and physics/upsets
"""

from __future__ import annotations

from dawndusk.core import draws
from dawndusk.core.numeric import Array, np
from dawndusk.physics import survival, upsets
from dawndusk.physics.constants import SOLAR_EVENTS_PER_S
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.life import Life
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Work


def evolve(scenario: Scenario, fleet: Fleet, flight: Flight, work: Work) -> Life:
    """Means over a satellite's life, which is the mission's where generation follows generation."""
    life, mission_s = scenario.life, scenario.mission.life_s
    loss = life.satellite_loss_per_s
    replaced = 0.0
    satellites = survival.mean_survival(loss, fleet.life_s)
    if life.replacement == "launch":
        satellites = survival.in_service(loss, life.delay_s)
        replaced = fleet.satellites * satellites * loss * mission_s
    renewal = loss if life.replacement == "launch" else 0.0
    chips = survival.mean_chips(scenario.satellite.compute.loss_per_s, renewal, fleet.life_s)
    unworn = _unworn_frac(scenario, fleet, flight)
    available = satellites * chips * unworn * (1.0 - life.downtime_frac)
    delivered = work.delivered_flop_per_s * available
    following = mission_s / fleet.life_s - 1.0  # generations after the first
    return Life(
        satellites_frac=satellites, chips_frac=chips, unworn_frac=unworn, uptime_frac=1.0 - life.downtime_frac, availability_frac=available,
        replaced_satellites=replaced, launches=(replaced / fleet.satellites + following) * fleet.launches,
        delivered_frac=work.delivered_frac * available, delivered_flop_per_s=delivered, delivered_flop=delivered * mission_s,
        tokens_per_s=None if work.tokens_per_s is None else work.tokens_per_s * available,
    )  # fmt: skip


def _unworn_frac(scenario: Scenario, fleet: Fleet, flight: Flight) -> Array:
    """Share of the chips that dose has not worn out, mean over a satellite's life and the fleet's chips."""
    compute = scenario.satellite.compute
    chips = [group.count * group.satellite.compute.count for group in fleet.groups]
    each = (
        upsets.unworn_frac(flown.exposure.total_gy_per_s * fleet.life_s, compute.dose_tolerance_gy, compute.dose_spread_frac)
        for flown in flight.groups
    )
    return sum(share * one for share, one in zip(each, chips, strict=True)) / sum(chips)


def storms_in_draw(scenario: Scenario) -> tuple[float, ...]:
    """When one draw of the seed has large outbursts of solar protons, in seconds from the mission's start, sorted."""
    import numpy

    seed, life_s = scenario.mission.seed, float(scenario.mission.life_s)
    count = int(draws.poisson(draws.uniform(seed, "storms", numpy.arange(1)), numpy.full(1, SOLAR_EVENTS_PER_S * life_s))[0])
    times = numpy.asarray(draws.uniform(seed, "times of storms", numpy.arange(count)), "float64") * life_s
    return tuple(float(one) for one in numpy.sort(times))


def lost_in_draw(scenario: Scenario, fleet: Fleet, chunk: int = 1_000_000) -> int:
    """How many of the launched satellites one draw of the seed loses within their life: each has its own exponential lifetime."""
    import numpy

    total, chance = int(fleet.satellites), 1.0 - float(np.exp(-scenario.life.satellite_loss_per_s * fleet.life_s))
    lost = 0
    for first in range(0, total, chunk):
        index = numpy.arange(first, min(first + chunk, total))
        lost += int((numpy.asarray(draws.uniform(scenario.mission.seed, "satellite loss", index)) < chance).sum())
    return lost
