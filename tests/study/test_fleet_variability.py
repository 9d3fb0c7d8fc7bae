"""Aleatory variability of the ratio against fleets drawn one by one. Tags: physics, law."""

import dataclasses
from functools import partial

import numpy as np
import pytest

from dawndusk.bill.price import price
from dawndusk.chain import evaluate, settled
from dawndusk.core.units import YEAR_S
from dawndusk.flight.fly import fly
from dawndusk.results.uncertainty import data, screen
from dawndusk.scenario.reading import load
from dawndusk.study import batch
from dawndusk.study import draws as drawing
from dawndusk.study.fleet_variability import fleet_variability, parts_frac
from tests.study.studies import at, drawn


def variability(scenario):
    small = batch.short(scenario)
    return fleet_variability(small, batch.evaluated(small))


def test_inputs_models_and_chance_are_all_of_the_variance():
    found = drawn()
    parts = parts_frac(found)
    assert sum(parts.values()) == pytest.approx(1.0, rel=1e-12)
    assert parts["inputs"] > 0.9
    assert 0.0 < parts["chance"] < 0.01
    told = data(load("suncatcher"), found)
    assert told["variance_frac"] == parts
    assert told["chance"]["ratio_p10"] < found.nominal["ratio"] < told["chance"]["ratio_p90"]


@pytest.mark.parametrize(
    "changes", [{}, {"constellation.satellites": 21}, {"life.replacement": "launch"}]
)
def test_the_variability_is_that_of_fleets_drawn_one_by_one(changes):
    """2,000 fleets, each satellite with its own end, priced by the chain; where losses are made
    good the closed form is at most too wide.
    """
    scenario, _ = at("suncatcher", changes)
    small = batch.short(scenario)
    outcome = evaluate(small, fly=partial(fly, strips=False, by_satellite=False, belts=False))
    life, fleet = outcome.life, outcome.fleet
    dice, years, count = np.random.default_rng(3), 5.0, fleet.satellites
    loss, chip_loss = (
        float(one) * YEAR_S
        for one in (scenario.life.satellite_loss_per_s, scenario.satellite.compute.loss_per_s)
    )
    delay = float(scenario.life.delay_s) / YEAR_S if scenario.life.replacement == "launch" else 1e9
    chips = round(float(fleet.chips) / count)
    worked, lost, began = np.zeros(2000), np.zeros(2000), np.zeros((2000, count))
    while (began < years).any():
        ends = dice.exponential(1.0 / loss, began.shape)
        up = np.clip(years - began, 0.0, ends)
        worked += np.mean(
            [
                np.minimum(dice.exponential(1.0 / chip_loss, up.shape), up).mean(axis=1)
                for _ in range(chips)
            ],
            axis=0,
        )
        lost += (began + ends < years).sum(axis=1)
        began += ends + delay
    relative = worked / worked.mean()
    ratios = [
        float(
            price(
                small,
                fleet,
                outcome.work,
                dataclasses.replace(
                    life,
                    availability_frac=life.availability_frac * one,
                    replaced_satellites=many if life.replaced_satellites else 0.0,
                ),
            ).ratio
        )
        for one, many in zip(relative, lost, strict=True)
    ]
    found = variability(scenario)
    width = np.diff(np.log(np.quantile(ratios, (0.1, 0.9))))[0]
    ours = np.log(found.p90 / found.p10)
    made_good = bool(life.replaced_satellites)
    assert ours == pytest.approx(width, rel=0.1) or (made_good and width < ours < 1.5 * width)
    assert found.variance == pytest.approx((ours / 2.563) ** 2, rel=0.02)


def test_variability_falls_with_the_fleet_and_is_zero_without_losses():
    small, large = (
        variability(at("suncatcher", {"constellation.satellites": many})[0]) for many in (13, 81)
    )
    assert large.variance == pytest.approx(small.variance * 13 / 81, rel=0.02)
    whole = variability(
        at("suncatcher", {"life.satellite_loss": "0 1/yr", "satellite.compute.loss": "0 1/yr"})[0]
    )
    assert whole.variance == pytest.approx(0.0, abs=1e-12)
    power = variability(at("suncatcher", {"money.boundary": "power_only"})[0])
    assert power.variance == 0.0


def test_the_share_of_the_models_is_theirs():
    """A scenario whose only doubt is the factor on the belts: all that the draws spread comes from
    models.
    """
    loaded = load(
        "suncatcher",
        {
            "constellation.altitude": "1400 km",
            "satellite.shield.thickness": "2 mm",
            "uncertainty.draws": 1000,
        },
    )
    only = {"environment.radiation_factor": loaded.priors["environment.radiation_factor"]}
    found = drawing.draw(settled(loaded.scenario), only)
    assert parts_frac(found)["models"] > 0.5
    assert "inputs" in screen(loaded, found)
