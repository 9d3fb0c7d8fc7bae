"""Studies that several tests share."""

import dataclasses
from functools import cache

from dawndusk.chain import settled
from dawndusk.records.scenario import Correlation
from dawndusk.scenario.reading import load
from dawndusk.study import draws as drawing

MANY = 4000
# orbit costs a little less than the ground, and either end of the chips' life reverses that
CHEAP = {
    "flight.days": 2,
    "flight.orbits": 1,
    "satellite.price": "50000 USD",
    "life.mission_control": "300000 USD/yr",
    "life.operations": "2000 USD/yr",
    "life.satellite_loss": "0.005 1/yr",
    "satellite.compute.loss": "0.02 1/yr",
    "programme.gateway": "100000 USD/yr",
    "money.orbit_capital": 0.08,
    "launch.price": "40 USD/kg",
}


def at(name, changes=()):
    loaded = load(name, changes)
    return settled(loaded.scenario), loaded.priors


def with_correlations(scenario, *correlations, prices=0.0):
    made = tuple(
        Correlation(inputs=tuple(inputs), value_ratio=value) for inputs, value in correlations
    )
    return dataclasses.replace(
        scenario,
        uncertainty=dataclasses.replace(
            scenario.uncertainty, correlation=made, satellite_prices_ratio=prices
        ),
    )


@cache
def drawn(name="suncatcher"):
    scenario, spreads = at(name, {"uncertainty.draws": MANY})
    return drawing.draw(scenario, spreads)
