"""Priors: quantiles against scipy, correlations, draws. Tags: physics, law."""

import numpy as np
import pytest
from scipy import stats

from dawndusk.core.errors import BadInput
from dawndusk.data.catalogue import Spread
from dawndusk.records.fields import bounds
from dawndusk.scenario import priors
from tests.study.studies import at, with_correlations


@pytest.mark.parametrize("shape", ["uniform", "triangular", "normal", "lognormal"])
def test_quantiles_are_those_of_scipy(shape):
    low, nominal, high = 2.0, 3.0, 4.5
    share = np.linspace(0.001, 0.999, 999)
    ours = priors.quantile(Spread(shape, low, high), nominal, stats.norm.ppf(share))
    width = {
        "normal": ((nominal - low) / 1.6449, (high - nominal) / 1.6449),
        "lognormal": (np.log(nominal / low) / 1.6449, np.log(high / nominal) / 1.6449),
    }
    theirs = {
        "uniform": lambda: stats.uniform(low, high - low).ppf(share),
        "triangular": (
            lambda: stats.triang((nominal - low) / (high - low), low, high - low).ppf(share)
        ),
        "normal": lambda: np.where(
            share < 0.5,
            stats.norm(nominal, width["normal"][0]).ppf(share),
            stats.norm(nominal, width["normal"][1]).ppf(share),
        ),
        "lognormal": lambda: np.where(
            share < 0.5,
            stats.lognorm(width["lognormal"][0], scale=nominal).ppf(share),
            stats.lognorm(width["lognormal"][1], scale=nominal).ppf(share),
        ),
    }[shape]()
    np.testing.assert_allclose(ours, theirs, rtol=1e-4)
    if shape in ("normal", "lognormal"):
        ends = priors.quantile(Spread(shape, low, high), nominal, stats.norm.ppf([0.05, 0.5, 0.95]))
        np.testing.assert_allclose(ends, [low, nominal, high], rtol=1e-9)


def test_a_draw_is_the_same_in_any_chunk_and_beside_any_other_input():
    scenario, spreads = at("suncatcher")
    whole = priors.drawn(scenario, spreads, 0, 500)
    np.testing.assert_array_equal(whole[200:300], priors.drawn(scenario, spreads, 200, 300))
    lone = with_correlations(scenario)
    few = {key: spreads[key] for key in ("launch.price", "satellite.bus.price")}
    keys = list(priors.uncertain(scenario, spreads))
    all_of_them = priors.drawn(lone, spreads, 0, 500)
    for place, key in enumerate(priors.uncertain(lone, few)):
        np.testing.assert_array_equal(
            priors.drawn(lone, few, 0, 500)[:, place], all_of_them[:, keys.index(key)]
        )


def test_correlations_are_recovered_from_the_draws():
    scenario, spreads = at("suncatcher")
    asked = {
        ("launch.price", "satellite.bus.price"): 0.7,
        ("launch.payload", "money.orbit_capital"): -0.5,
    }
    inputs = priors.drawn(
        with_correlations(scenario, *asked.items(), prices=0.3), spreads, 0, 20_000
    )
    keys = list(priors.uncertain(scenario, spreads))

    def between(first, second):
        places = [
            stats.norm.ppf((stats.rankdata(inputs[:, keys.index(key)]) - 0.5) / len(inputs))
            for key in (first, second)
        ]
        return np.corrcoef(*places)[0, 1]

    for pair, value in asked.items():
        assert between(*pair) == pytest.approx(value, abs=0.02)  # three sigma of 20,000 draws
    assert between("satellite.bus.price", "satellite.links.price") == pytest.approx(0.3, abs=0.021)
    assert between("launch.price", "satellite.links.price") == pytest.approx(0.0, abs=0.022)


def test_correlations_that_contradict_are_refused():
    scenario, spreads = at("suncatcher")
    keys = ["launch.price", "launch.payload", "money.orbit_capital"]
    torn = with_correlations(scenario, (keys[:2], 0.9), (keys[1:], 0.9), ([keys[0], keys[2]], -0.9))
    with pytest.raises(BadInput, match="not positive definite"):
        priors.drawn(torn, spreads, 0, 10)
    with pytest.raises(BadInput, match=r"launch.prize.*did you mean launch.price"):
        priors.drawn(
            with_correlations(scenario, (["launch.prize", "launch.payload"], 0.5)), spreads, 0, 10
        )


def test_draws_stay_within_what_a_scenario_may_say():
    scenario, spreads = at("suncatcher")
    inputs = priors.drawn(scenario, spreads, 0, 20_000)
    for place, key in enumerate(priors.uncertain(scenario, spreads)):
        low, high = bounds(scenario, key)
        assert (inputs[:, place] >= low).all(), key
        assert (inputs[:, place] <= high).all(), key
