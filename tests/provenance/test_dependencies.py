"""The table of dependencies against the model: what moves a result stands under it."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
import dependencies as tool
from dawndusk.core import kinds
from dawndusk.provenance import dependencies
from dawndusk.results.keys import about
from dawndusk.scenario.reading import load

TABLE = json.loads(tool.TABLE.read_text("utf-8"))
SHARE = 0.03  # of the inputs of each scenario, up and down: all of them take half an hour


@pytest.mark.slow
@pytest.mark.parametrize("name", tool.KINDS)
def test_no_dependency_is_missing(name):
    assert tool.untold([name], SHARE, TABLE) == []


def test_the_comparison_can_fail():
    broken = TABLE | {"fleet.array_m2": {}}
    assert any(
        "fleet.array_m2 moves with" in one for one in tool.untold(["suncatcher"], 0.1, broken)
    )


def test_every_kind_is_measured_once():
    found = set()
    for name in tool.KINDS:
        for key, kind in tool._kinds(tool.scenario(name)):
            family = {"work": "workload"}.get(key.split(".")[-2], key.split(".")[-2])
            found.add((family, kind.replace("-", "_")))
    families = (
        "array",
        "attitude",
        "battery",
        "constellation",
        "cooling",
        "policy",
        "radiator",
        "supply",
        "workload",
    )
    missing = {(family, kind) for family in families for kind in kinds.kinds(family)} - found
    assert not missing


def test_what_the_audit_found_missing_is_there():
    """Results that the lists typed by hand said not to depend on these."""
    under = TABLE["fleet.radiator_m2"]
    assert {"satellite.array.cells.efficiency", "satellite.cooling.pump_efficiency"} <= under.keys()
    for result in ("fleet.array_m2", "fleet.power_w", "fleet.battery_j", "fleet.satellite_heat_w"):
        assert any(key.startswith("satellite.cooling.") for key in TABLE[result]), result
    assert "satellite.shield.geometry" not in TABLE["fleet.array_m2"]


def test_every_result_of_a_stage_is_known():
    assert [key for key in TABLE if about(key) is None] == []


def test_effects_are_sorted_and_of_this_run():
    found = dependencies.of("bill.ratio", [key for key, _ in _inputs("suncatcher")])
    sizes = [one.size for one in found.values()]
    assert len(sizes) > 50
    assert sizes == sorted(sizes, reverse=True)
    assert dependencies.of("bill.ratio", ["no.such.input"]) == {}


def _inputs(name):
    from dawndusk.core.record import leaves

    return [(key, value) for key, _, value in leaves(load(name).scenario)]
