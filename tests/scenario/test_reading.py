"""Reading: values from files, rows and defaults, and mistakes at their lines."""

import pytest

from dawndusk.core.errors import BadInput
from dawndusk.scenario.reading import load

MISTAKES = """\
title = "Mistakes after longer values"
extends = "suncatcher"
[uncertainty]
correlation = [
  # pairs of inputs
  { inputs = ["launch.price", "launch.payload"], value = 2 },
]
draws = 10
[[ground]]
use = "us-texas-grid"
[satellite]
radiator = { kind = "flat_panel", fin = { pitch = "1 kg" } }
[[ground]]
pue = 0.5
"""


def test_mistakes_are_listed_in_the_order_of_the_file(tmp_path):
    (tmp_path / "mine.toml").write_text(MISTAKES)
    with pytest.raises(BadInput) as caught:
        load(tmp_path / "mine.toml")
    assert [(one.where, one.key, one.reason) for one in caught.value.problems] == [
        ("mine.toml:6", "uncertainty.correlation.0.value", "must be < 1, got 2"),
        ("mine.toml:8", "uncertainty.draws", "must be >= 100, got 10"),
        (
            "mine.toml:12",
            "satellite.radiator.fin.pitch",
            "kg is the wrong dimension; expected a unit like km",
        ),
        ("mine.toml:14", "ground.1.pue", "must be >= 1, got 0.5"),
    ]


def test_a_value_is_the_overrides_then_the_files_then_the_rows():
    assert load("suncatcher").origins["satellite.compute.power"].row == "tpu-v6e.power"
    changed = load("suncatcher", ["satellite.compute.power=250 W", "mission.life=7 yr"], seed=3)
    assert changed.scenario.satellite.compute.power_w == 250.0
    assert changed.origins["satellite.compute.power"].where == "--set"
    assert changed.origins["satellite.compute.count"].where == "suncatcher.toml:24"
    assert changed.scenario.mission.seed == 3


@pytest.mark.parametrize(
    ("value", "nominal"),
    [
        ({"low": "1 yr", "high": "9 yr"}, 5.0),
        ({"low": "1 yr", "mode": "2 yr", "high": "9 yr"}, 2.0),
        ({"low": "1 yr", "high": "9 yr", "dist": "lognormal"}, 3.0),
        ({"low": "1 yr", "median": "4 yr", "high": "9 yr", "dist": "normal"}, 4.0),
    ],
)
def test_the_nominal_of_a_distribution(value, nominal):
    loaded = load("suncatcher", {"mission.life": value})
    assert loaded.scenario.mission.life_s / 31557600.0 == pytest.approx(nominal, rel=1e-12)
    assert loaded.priors["mission.life"].low == 31557600.0


def test_a_ground_only_scenario_has_no_orbital_tables():
    loaded = load("us-ground")
    assert loaded.scenario.on_ground
    assert not {"launch", "satellite", "constellation"} & loaded.resolved.keys()
