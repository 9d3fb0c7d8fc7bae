"""Layers: files over the files that they extend, and overrides over both."""

from typing import Annotated, Any

import numpy
import pytest

import dawndusk
from dawndusk.core.errors import BadInput
from dawndusk.core.record import record
from dawndusk.records.economy import Ground
from dawndusk.records.fields import PartField
from dawndusk.records.loaded import Origin
from dawndusk.records.scenario import Scenario
from dawndusk.scenario.layers import OVERRIDE, Layers


@record
class Terminal:
    """A table inside a table, with a part of its own."""

    radiator: Annotated[Any, PartField("radiator", "flat_panel")] = None


@record
class Links:
    """A table with several tables inside, of which each has a part."""

    terminal: tuple[Terminal, ...] = ()
    spare: Terminal | None = None


@record
class Root:
    """A scratch scenario."""

    links: Links
    ground: tuple[Ground, ...] = ()


NESTED = {
    "links.spare.radiator": {"links": {"spare": {"radiator": {"fin": {"pitch": "0.1 m"}}}}},
    "links.terminal.1.radiator": {
        "links": {"terminal": [{}, {"radiator": {"kind": "flat_panel", "fin": {}}}]}
    },
}


def given(tree, path):
    for word in path.split("."):
        tree = tree[int(word)] if word.isdigit() else tree[word]
    return tree


@pytest.mark.parametrize("path", NESTED)
def test_a_new_kind_drops_keys_wherever_the_part_is(path):
    layers = Layers(root=Root, tree=NESTED[path])
    layers.merge(given(layers.tree, path), {"kind": "body_panel"}, path, {})
    assert given(layers.tree, path) == {"kind": "body_panel"}
    assert layers.dropped == [f"{path}.fin"]


def test_a_part_inside_a_part_has_the_record_of_its_kind():
    layers = Layers(tree={"satellite": {"radiator": "body_panel", "array": {"cells": {}}}})
    assert layers.field_at("satellite.radiator")[1].kind == "body_panel"
    assert layers.field_at("satellite.array.cells")[1].__name__ == "Cells"
    assert layers.field_at("ground.0.supply")[0].family == "supply"
    assert layers.field_at("")[1] is Scenario
    layers = Layers(tree={"satellite": {"radiator": {"kind": ["x"]}}})
    for path in ("satellite.radiator", "satellite.radiator.coating", "satellite.x.y", "x", "title"):
        assert layers.field_at(path)[1] is None


def test_another_item_inside_a_part_drops_what_described_the_old_one():
    cells = "satellite.array.cells"
    changes = {f"{cells}.efficiency": 0.2, f"{cells}.use": "triple-junction"}
    kept = dawndusk.load("suncatcher", changes)
    assert kept.scenario.satellite.array.cells.efficiency_frac == 0.2  # an override is kept
    held = {"efficiency": 0.2, "degradation": "1 %/yr"}  # no row has the latter
    layers = Layers(tree={"satellite": {"array": {"cells": held}}})
    layers.set(f"{cells}.use", "triple-junction")
    assert layers.dropped == [f"{cells}.efficiency"]
    assert given(layers.tree, cells) == {"degradation": "1 %/yr", "use": "triple-junction"}


def test_what_is_dropped_has_no_origin():
    loaded = dawndusk.load("suncatcher", {"launch.use": "falcon-9"})
    assert "launch.to" in loaded.dropped
    assert "launch.to" not in loaded.origins
    assert loaded.origins["launch.use"] == Origin(where=OVERRIDE)
    assert loaded.origins["launch.price"].row == "falcon-9.price"


def test_lines_and_evidence_of_inline_and_interrupted_tables(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = "Two sites"\nextends = "suncatcher"\n[[ground]]\nuse = "us-texas-grid"\n'
        '[money]\nboundary = "facility"\n[[ground]]\nuse = "us-virginia-grid"  # estimate: mine\n'
        "[uncertainty]\ncorrelation = [\n"
        '  { inputs = ["launch.price", "launch.payload"], value = 0.5 },  # estimate: both\n]\n'
    )
    loaded = dawndusk.load(tmp_path / "mine.toml")
    assert loaded.origins["ground.0.use"].where == "mine.toml:4"
    assert loaded.origins["money.boundary"].where == "mine.toml:6"
    assert loaded.origins["ground.1.use"] == Origin(where="mine.toml:8", note="estimate: mine")
    value = loaded.origins["uncertainty.correlation.0.value"]
    assert value == Origin(where="mine.toml:11", note="estimate: both")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title = 'never closed", "not TOML"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deep"),
        ("", "the file is empty"),
        ("title = 'x'\nextends = 'mine'", "circular reference through mine.toml"),
        ("title = 'x'\nrows = 3", "expected the name of a CSV file"),
    ],
)
def test_other_files_are_refused(text, reason, tmp_path):
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(BadInput, match=reason):
        dawndusk.load(tmp_path / "mine.toml")


def test_rows_of_the_nearer_file_win(tmp_path):
    header = "id,value,unit,low,high,dist,price_year,source,where,kind,retrieved,note\n"
    for name, watts, extends in (("base", 111, "suncatcher"), ("child", 222, "base")):
        (tmp_path / f"{name}.csv").write_text(
            f"{header}tpu-v6e.power,{watts},W,,,,,dawndusk,,estimate,,\n"
        )
        (tmp_path / f"{name}.toml").write_text(
            f'title = "{name}"\nextends = "{extends}"\nrows = "{name}.csv"\n'
        )
    loaded = dawndusk.load(tmp_path / "child.toml")
    assert loaded.scenario.satellite.compute.power_w == 222
    assert [file.name for file in loaded.rows_files] == ["base.csv", "child.csv"]


def test_one_ground_may_be_written_as_a_table():
    one = dawndusk.load("suncatcher", {"ground.pue": 1.3}).scenario
    assert (one.ground[0].use, one.ground[0].pue_ratio) == ("us-texas-grid", 1.3)
    assert (
        dawndusk.load("suncatcher", {"ground": "us-virginia-grid"}).scenario.ground[0].use
        == "us-virginia-grid"
    )


def test_an_empty_table_keeps_what_it_extends(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'title = "Empty"\nextends = "suncatcher"\n[satellite.shield]\n[launch]\nuse = "falcon-9"\n'
    )
    loaded = dawndusk.load(tmp_path / "mine.toml").scenario
    assert loaded.satellite.shield.thickness_m == 0.01
    assert loaded.launch.use == "falcon-9"
    assert (
        loaded.launch.site_latitude_rad
        == dawndusk.load("suncatcher").scenario.launch.site_latitude_rad
    )


def test_another_item_takes_its_own_values_with_it():
    """The price given for one vehicle is not another's; what the user says of the new one stays,
    and what it has no row for.
    """
    loaded = dawndusk.load("suncatcher", {"launch.use": "falcon-9"})
    assert loaded.scenario.launch.price_usd_per_kg == pytest.approx(4230)
    assert loaded.dropped == ("launch.price", "launch.to", "launch.launched")
    dearer = dawndusk.load(
        "suncatcher", {"launch.price": "1500 USD/kg"}
    )  # said for another total than the price before it
    assert dearer.scenario.launch.launched_kg is None
    kept = dawndusk.load("suncatcher", {"launch.price": "1500 USD/kg", "launch.launched": "20 kt"})
    assert kept.scenario.launch.launched_kg == 20e6
    both = dawndusk.load("suncatcher", {"launch.price": "3000 USD/kg", "launch.use": "falcon-9"})
    assert both.scenario.launch.price_usd_per_kg == 3000
    table = dawndusk.load(
        "suncatcher", {"satellite.compute": {"power": "500 W"}, "satellite.compute.use": "b200"}
    )
    assert table.scenario.satellite.compute.power_w == 500
    kind = dawndusk.load("suncatcher", {"work.kind": "mean_flops"})
    assert kind.dropped == ("work.model",)


def test_overrides_from_python_may_be_numbers_of_numpy_and_nothing_is_no_value():
    changes = {"satellite.compute.count": numpy.int64(50), "ground.0.pue": numpy.float32(1.25)}
    scenario = dawndusk.load("suncatcher", changes).scenario
    assert (scenario.satellite.compute.count, scenario.ground[0].pue_ratio) == (50.0, 1.25)
    with pytest.raises(BadInput, match="title: None is not a value"):
        dawndusk.load("suncatcher", {"title": None})
    with pytest.raises(BadInput, match="'1' is not a key"):
        dawndusk.load("suncatcher", {1: 2})
