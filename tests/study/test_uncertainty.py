"""Uncertainty: priors against scipy, the batch against the chain, bands, indices. Tags:
physics, law.
"""

import dataclasses
from functools import partial

import numpy as np
import pytest

from dawndusk.chain import evaluate, settled
from dawndusk.core.record import replace_leaves
from dawndusk.flight.fly import fly
from dawndusk.report.uncertainty import page
from dawndusk.results.uncertainty import break_even_sentence, data, ratio_at, screen
from dawndusk.scenario import priors
from dawndusk.scenario.reading import load
from dawndusk.study import draws as drawing
from dawndusk.study import sensitivity
from tests.study.studies import MANY, at, drawn, with_correlations

# -- the chain -----------------------------------------------------------------


def test_the_batch_is_the_chain_draw_by_draw():
    """Five draws, each by the chain as it stands, with the flight of a run: the short flight and
    the batch change nothing.
    """
    scenario, _ = at("suncatcher")
    found = drawn()
    for draw in range(5):
        changes = dict(zip(found.keys, map(float, found.inputs[draw]), strict=True))
        whole = evaluate(
            replace_leaves(scenario, changes), fly=partial(fly, strips=False, belts=False)
        )
        assert found.outputs["ratio"][draw] == pytest.approx(float(whole.bill.ratio), rel=2e-5)
        assert found.outputs["mass_kg"][draw] == pytest.approx(float(whole.fleet.mass_kg), rel=1e-9)


@pytest.mark.parametrize("name", ["suncatcher", "starlink-ai"])
def test_the_nominal_is_that_of_a_run_and_inside_its_band(name):
    found = drawn(name)
    scenario, _ = at(name)
    assert found.nominal["ratio"] == pytest.approx(float(evaluate(scenario).bill.ratio), rel=2e-3)
    for output in (
        "ratio",
        "ratio_without_chips",
        "difference_usd_per_kw_year",
        "orbit_usd_per_chip_hour",
    ):
        band = found.band(output)
        assert band.p10 < band.nominal < band.p90
        assert band.p10 < band.p50 < band.p90
    assert found.closes_frac > 0.8


def test_orbit_is_cheaper_where_launch_costs_less_than_its_break_even():
    """A law: the two are one condition, and break-even counts every term that the ratio does."""
    found = drawn()
    launch = found.inputs[:, found.keys.index("launch.price")]
    below = found.closing & (launch < found.outputs["break_even_launch_usd_per_kg"])
    assert (below == (found.closing & (found.outputs["ratio"] < 1.0))).all()
    assert found.cheaper_frac == below.mean()


def test_the_ratio_at_another_launch_price_is_the_chains():
    """The band over the launch price needs no second study: five draws, each evaluated anew at 700
    USD/kg.
    """
    loaded, found = load("suncatcher"), drawn()
    np.testing.assert_allclose(
        [
            ratio_at(loaded, found, price)[at]
            for at, price in enumerate(
                found.inputs[found.closing][:5, found.keys.index("launch.price")]
            )
        ],
        found.outputs["ratio"][found.closing][:5],
    )
    scenario = settled(loaded.scenario)
    expected = []
    for draw in found.inputs[found.closing][:5]:
        changes = dict(zip(found.keys, map(float, draw), strict=True)) | {"launch.price": 700.0}
        expected.append(
            float(
                evaluate(
                    replace_leaves(scenario, changes), fly=partial(fly, strips=False, belts=False)
                ).bill.ratio
            )
        )
    np.testing.assert_allclose(ratio_at(loaded, found, 700.0)[:5], expected, rtol=2e-5)


def test_orbit_and_ground_meet_the_same_draws():
    """Common random numbers: chips that are dear are dear on both sides, and the ratio varies less
    than that of sides drawn apart would.
    """
    found = drawn()
    kept = found.closing
    chips = np.log(found.inputs[kept, found.keys.index("satellite.compute.price")])
    orbit, ground = (
        np.log(found.outputs[f"{side}_usd_per_chip_hour"][kept]) for side in ("orbit", "ground")
    )
    assert np.corrcoef(chips, orbit)[0, 1] > 3.0 / np.sqrt(MANY)  # more than chance
    assert np.corrcoef(chips, ground)[0, 1] > 0.5
    assert np.var(orbit - ground) < np.var(orbit) + np.var(ground)


def test_a_study_goes_on_where_it_was(tmp_path):
    scenario, spreads = at("suncatcher", {"uncertainty.draws": 2000})
    asked = []

    def stopped(done, total):
        asked.append(done)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drawing.draw(scenario, spreads, kept=tmp_path, tell=stopped)
    held = sorted(path.name for path in tmp_path.iterdir())
    assert "draws-0.npz" in held
    with np.load(tmp_path / "draws-0.npz") as file:
        kept = dict(file)
    np.savez(
        tmp_path / "draws-0.npz", **(kept | {"mass_kg": kept["mass_kg"] + 1.0})
    )  # what is kept is taken, not drawn again
    found = drawing.draw(scenario, spreads, kept=tmp_path)
    np.testing.assert_array_equal(found.outputs["ratio"], drawn().outputs["ratio"][:2000])
    np.testing.assert_array_equal(
        found.outputs["mass_kg"][:1000], drawn().outputs["mass_kg"][:1000] + 1.0
    )


def test_where_only_power_is_compared_nothing_has_a_price_per_chip():
    loaded = load("suncatcher", {"money.boundary": "power_only", "uncertainty.draws": 1000})
    found = drawing.draw(settled(loaded.scenario), loaded.priors)
    told = data(loaded, found)
    assert set(told["bands"]) == {
        "ratio",
        "ratio_without_chips",
        "difference_usd_per_kw_year",
        "break_even_launch_usd_per_kg",
    }
    assert told["orbit_cheaper_frac"] == found.cheaper_frac
    assert "USD per chip-hour" not in screen(loaded, found)
    assert "ratio" in page(loaded, found)


# -- what it comes from --------------------------------------------------------


def test_sobol_of_a_known_function():
    """log(ratio) = sum of a log(x) over inputs: shares are a^2 var(log x) of the sum, alone and in
    all, whatever goes together otherwise.
    """
    scenario, spreads = at("suncatcher")
    keys = ("launch.price", "satellite.bus.price", "satellite.links.price")
    few = {key: spreads[key] for key in keys}
    order = list(priors.uncertain(scenario, few))
    variance = np.log(priors.drawn(with_correlations(scenario), few, 0, 100_000)).var(axis=0)
    slopes = np.array([1.0, 2.0, 3.0]) / np.sqrt(variance)
    found = sensitivity.sobol(lambda inputs: np.exp(np.log(inputs) @ slopes), scenario, few, 4096)
    expected = dict(zip(order, np.array([1.0, 4.0, 9.0]) / 14.0, strict=True))
    for one in found:
        assert one.first == pytest.approx(expected[one.key], abs=0.05)
        assert one.total == pytest.approx(expected[one.key], abs=0.05)
        assert one.first_error < 0.1


def test_shares_of_the_variance_are_shares():
    found = drawn().shares
    assert found[0].variance_frac > 0.1
    assert all(one.variance_frac >= 0.0 for one in found)
    assert all(one.worth_usd_per_kw_year >= -1e-9 for one in found)
    assert {one.key for one in found[:4]} & {
        "satellite.array.cells.price",
        "launch.price",
        "satellite.bus.price",
    }


# -- by launch price -----------------------------------------------------------


def test_the_figure_over_the_launch_price_names_every_vehicle():
    html = page(load("suncatcher"), drawn())
    for vehicle in ("starship", "falcon-9", "new-glenn", "long-march-2d", "this scenario"):
        assert f">{vehicle} " in html
    assert "breaks even" in html


def test_break_even_is_said_for_the_draws_that_have_one():
    found = drawn()
    outputs = dict(found.outputs)
    half = np.where(np.arange(MANY) % 2, 50.0, -200.0)
    outputs["break_even_launch_usd_per_kg"] = half
    outputs["closes"] = np.ones(MANY)
    said = break_even_sentence(dataclasses.replace(found, outputs=outputs))
    assert said.startswith(
        "In 50.0 % of the draws some launch price above zero breaks even, at 50.0 USD/kg in the"
        " middle"
    )
    assert said.endswith("even free launch leaves orbit dearer.")
    outputs["break_even_launch_usd_per_kg"] = half * 0.0 - 1.0
    assert "no launch price above zero" in break_even_sentence(
        dataclasses.replace(found, outputs=outputs)
    )


def test_every_draw_closes_or_has_a_reason():
    scenario, spreads = at("starcloud-40mw", {"uncertainty.draws": 1000})
    found = drawing.draw(scenario, spreads)
    assert sum(share for _, share in found.failing) + found.closes_frac == pytest.approx(
        1.0, abs=1e-12
    )
    assert found.failing[0][0] == "one satellite is heavier than the vehicle's payload to its orbit"


def test_free_launch_is_drawn_and_shown():
    loaded = load("suncatcher", {"launch.price": "0 USD/kg", "uncertainty.draws": 1000})
    found = drawing.draw(settled(loaded.scenario), loaded.priors)
    assert "this scenario 0" in page(loaded, found)
