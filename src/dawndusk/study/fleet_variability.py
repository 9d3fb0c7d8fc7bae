"""Luck: how far the ratio of one fleet differs from that of another that is built alike, by its
losses alone.

What is not known yet, how far a model may be off, and chance are three things. The first two are
drawn; chance stays when every number is known, and is smaller the larger the fleet. Here it is
worked out at the nominal and set beside the variance of the draws.

Equation: ratio priced anew at availability x (1 - z s), s the standard deviation of the share alive
over its mean; where losses are made good, with z sqrt(losses) more of them; p10 and p90 at z =
-1.2816 and 1.2816; variance of log(ratio) by its slope at z = 0. Of all variance, drawn and chance:
models = what the inputs in MODELS explain alone, inputs = the rest of what is drawn
Valid: normal, for some twenty satellites or more; no fleet is better than one that loses nothing.
Satellites and chips alone: no luck of storms, of wear by dose, or of the ground, whose chips are
repaired. Where losses are made good, chips count as if none were, which is at most what they do
Source: dawndusk-method, by physics/survival
"""

from __future__ import annotations

import dataclasses
import math

from dawndusk.bill.price import price
from dawndusk.physics import survival
from dawndusk.records.fleet import Fleet
from dawndusk.records.run import Outcome
from dawndusk.records.scenario import Scenario
from dawndusk.records.uncertainty import Drawn, Luck

TENTH = 1.2815515655446004  # of the normal distribution
SLOPE = 0.01  # standard deviations to either side
MODELS = (
    "environment.radiation_factor",
    # multiplies what the models of the belts say: it is nobody's to measure before a flight, unlike an
    # input's value
)


def luck(scenario: Scenario, outcome: Outcome) -> Luck:
    """What chance alone makes of the ratio of a scenario that came to this."""
    fleet, work, life = outcome.fleet, outcome.work, outcome.life
    assert work is not None
    assert life is not None
    deviation = alive_deviation_frac(scenario, fleet)
    most = 1.0 / float(life.satellites_frac * life.chips_frac)  # nothing lost
    replaced = float(life.replaced_satellites)

    def ratio(z: float) -> float:
        """Of a fleet so many standard deviations worse than the mean."""
        other = dataclasses.replace(
            life,
            availability_frac=life.availability_frac * min(1.0 - z * deviation, most),
            replaced_satellites=max(replaced + z * math.sqrt(replaced), 0.0),
        )
        return float(price(scenario, fleet, work, other).ratio)

    slope = math.log(ratio(SLOPE) / ratio(-SLOPE)) / (2.0 * SLOPE)
    return Luck(
        satellites=int(fleet.satellites),
        deviation_frac=deviation,
        p10=ratio(-TENTH),
        p90=ratio(TENTH),
        variance=slope**2,
    )


def alive_deviation_frac(scenario: Scenario, fleet: Fleet) -> float:
    """Standard deviation of the share of chips alive over the mission, relative to its mean."""
    loss, chip_loss = scenario.life.satellite_loss_per_s, scenario.satellite.compute.loss_per_s
    chips = float(fleet.chips) / fleet.satellites
    satellites = fleet.satellites * max(
        float(scenario.mission.life_s / fleet.life_s), 1.0
    )  # of all generations
    if scenario.life.replacement == "launch":
        delay_s = scenario.life.delay_s
        held = survival.in_service_variance(
            loss, delay_s, scenario.mission.life_s, fleet.satellites
        )
        alone = survival.alive_variance(0.0, chip_loss, fleet.life_s, satellites, chips)
        parts = (
            held / survival.in_service(loss, delay_s) ** 2
            + alone / survival.mean_survival(chip_loss, fleet.life_s) ** 2
        )
        return math.sqrt(max(float(parts), 0.0))
    variance = survival.alive_variance(loss, chip_loss, fleet.life_s, satellites, chips)
    return math.sqrt(max(float(variance), 0.0)) / float(
        survival.mean_survival(loss + chip_loss, fleet.life_s)
    )


def parts_frac(drawn: Drawn) -> dict[str, float]:
    """Shares of the variance of log(ratio) by what is not known yet, by models and by chance; they
    add up to 1.
    """
    import numpy

    spread = float(numpy.log(drawn.outputs["ratio"][drawn.closing]).var())
    chance = 0.0 if drawn.luck is None else drawn.luck.variance
    models = sum(one.variance_frac for one in drawn.shares if one.key in MODELS) * spread
    whole = (spread + chance) or 1.0
    return {"inputs": (spread - models) / whole, "models": models / whole, "chance": chance / whole}
