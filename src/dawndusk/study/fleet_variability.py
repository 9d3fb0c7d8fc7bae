"""Fleet variability: aleatory (fleet-to-fleet) variability of the cost ratio, from random losses of
satellites and chips.

Three kinds of uncertainty are kept apart: of input values, of models, and aleatory. Draws cover the
first two. The third remains when every input is known, and falls with the size of the fleet; it is
evaluated at the nominal and compared with the variance of the draws.

Equation: ratio priced at availability x (1 - z s), s = standard deviation of the share alive over
its mean; where losses are replaced, with z sqrt(losses) more of them; p10 and p90 at z = -1.2816
and 1.2816; variance of log(ratio) from its slope at z = 0. Shares of the total variance: models =
what the inputs in MODELS explain alone, chance = aleatory, inputs = all else
Valid: normal approximation, for twenty satellites or more; availability at most that without any
loss. Satellites and chips alone: no variability of storms, of wear by dose, or of the ground, whose
chips are repaired. Where losses are replaced, chips count as if none were: an upper bound
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
from dawndusk.records.uncertainty import Drawn, FleetVariability

TENTH = 1.2815515655446004  # of the normal distribution
SLOPE = 0.01  # standard deviations to either side
# factors on a model's result, not values that could be measured before a flight
MODELS = ("environment.radiation_factor",)


def fleet_variability(scenario: Scenario, outcome: Outcome) -> FleetVariability:
    """Aleatory variability of the ratio of a scenario, from its outcome up to the bill."""
    fleet, work, life = outcome.fleet, outcome.work, outcome.life
    assert work is not None
    assert life is not None
    deviation = alive_deviation_frac(scenario, fleet)
    most = 1.0 / float(life.satellites_frac * life.chips_frac)  # of the mean availability: no loss
    replaced = float(life.replaced_satellites)

    def ratio(z: float) -> float:
        """Ratio of a fleet whose losses are z standard deviations above the mean."""
        worse = dataclasses.replace(
            life,
            availability_frac=life.availability_frac * min(1.0 - z * deviation, most),
            replaced_satellites=max(replaced + z * math.sqrt(replaced), 0.0),
        )
        return float(price(scenario, fleet, work, worse).ratio)

    slope = math.log(ratio(SLOPE) / ratio(-SLOPE)) / (2.0 * SLOPE)
    return FleetVariability(
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
    generations = max(float(scenario.mission.life_s / fleet.life_s), 1.0)
    satellites = fleet.satellites * generations
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
    """Shares of the variance of log(ratio) from input values, from models and from chance
    (aleatory); they add up to 1.
    """
    import numpy

    spread = float(numpy.log(drawn.outputs["ratio"][drawn.closing]).var())
    chance = 0.0 if drawn.fleet_variability is None else drawn.fleet_variability.variance
    models = sum(one.variance_frac for one in drawn.shares if one.key in MODELS) * spread
    whole = (spread + chance) or 1.0
    return {"inputs": (spread - models) / whole, "models": models / whole, "chance": chance / whole}
