"""Evolve: losses and replacements over the mission, in closed form.

Without replacement the mean share of satellites alive over a life T at loss rate r is (1 - exp(-rT)) / (rT); with replacement every loss
is launched anew after a delay, and r delay / (1 + r delay) of the fleet is missing. Chips fail for good, at a rate c, and nobody
repairs them in orbit; a replaced satellite brings new ones, so that the mean share alive is r/s + c/s (1 - exp(-sT)) / (sT) with
s = r + c (satellites that never get replaced: r = 0). Array ageing is in the design already (sized at its end of life) and is
not charged again here. Constant rates: no infant mortality, no wear-out.
"""

from __future__ import annotations

from dawndusk.core import draws
from dawndusk.core.numeric import Array, np
from dawndusk.records.fleet import Fleet
from dawndusk.records.life import Life
from dawndusk.records.scenario import Scenario
from dawndusk.records.work import Work


def mean_survival(rate_per_s: Array, life_s: Array) -> Array:
    """Mean share alive over a life at a constant loss rate; 1 where nothing is lost.

    >>> round(1 / float(mean_survival(0.1, 5.0)), 3), float(mean_survival(0.0, 5.0))
    (1.271, 1.0)
    """
    x = rate_per_s * life_s
    safe = np.maximum(x, 1e-6)
    return np.where(x > 1e-6, (1.0 - np.exp(-safe)) / safe, 1.0 - 0.5 * x)


def mean_chips(loss_per_s: Array, renewal_per_s: Array, life_s: Array) -> Array:
    """Mean share of chips alive when their satellites are renewed, chips and all, at a constant rate.

    >>> round(float(mean_chips(0.05, 0.0, 5.0)), 4), round(float(mean_chips(0.05, 0.05, 5.0)), 4)
    (0.8848, 0.8935)
    """
    both = np.maximum(loss_per_s + renewal_per_s, 1e-30)
    alive = mean_survival(both, life_s)
    return alive + (1.0 - alive) * renewal_per_s / both


def evolve(scenario: Scenario, fleet: Fleet, work: Work) -> Life:
    """Means over the mission."""
    life, years = scenario.life, fleet.life_s
    loss = life.satellite_loss_per_s
    replaced = 0.0
    satellites = mean_survival(loss, years)
    if life.replacement == "launch":
        satellites = 1.0 / (1.0 + loss * life.delay_s)
        replaced = fleet.satellites * satellites * loss * years
    renewal = loss if life.replacement == "launch" else 0.0
    chips = mean_chips(scenario.satellite.compute.loss_per_s, renewal, years)
    available = satellites * chips * (1.0 - life.downtime_frac)
    return Life(
        satellites_frac=satellites, chips_frac=chips, uptime_frac=1.0 - life.downtime_frac, availability_frac=available,
        replaced_satellites=replaced, launches=replaced * fleet.mass_kg / fleet.satellites / fleet.payload_kg,
        delivered_flop=work.delivered_flop_per_s * available * years,
    )  # fmt: skip


def lost_in_draw(scenario: Scenario, fleet: Fleet, chunk: int = 1_000_000) -> int:
    """How many of the launched satellites one draw of the seed loses within the mission: each has its own exponential lifetime."""
    import numpy

    total, chance = int(fleet.satellites), 1.0 - float(np.exp(-scenario.life.satellite_loss_per_s * fleet.life_s))
    lost = 0
    for first in range(0, total, chunk):
        index = numpy.arange(first, min(first + chunk, total))
        lost += int((numpy.asarray(draws.uniform(scenario.mission.seed, "satellite loss", index)) < chance).sum())
    return lost
