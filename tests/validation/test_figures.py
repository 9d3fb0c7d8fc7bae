"""The home of the figures: every record is whole and has its drawing, and every module of physics
has a record.
"""

import importlib
import json
import pkgutil
from xml.etree import ElementTree

import pytest

import dawndusk.physics
from tests.conftest import TAGS, VALIDATION

RECORDS = sorted(VALIDATION.glob("*.json"))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_record_is_whole(path):
    record = json.loads(path.read_text("utf-8"))
    assert list(record) == ["name", "what", "against", "tag", "models", "must_be", "measured"]
    assert record["name"] == path.stem
    assert record["tag"] in TAGS
    assert record["measured"].keys() == record["must_be"].keys()
    assert all(0.0 <= value <= record["must_be"][key] for key, value in record["measured"].items())
    for model in record["models"]:
        assert importlib.import_module(model).__doc__


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_drawing_needs_nothing_else(path):
    drawing = path.with_suffix(".svg").read_text("utf-8")
    root = ElementTree.fromstring(drawing)
    assert root.get("aria-label")
    assert "href" not in drawing
    assert "nan" not in drawing
    assert len(drawing) < 40_000  # small enough to keep


def test_no_drawing_is_without_its_record():
    assert {path.stem for path in VALIDATION.glob("*.svg")} == {path.stem for path in RECORDS}


def test_every_module_of_physics_has_a_record():
    named = {model for path in RECORDS for model in json.loads(path.read_text("utf-8"))["models"]}
    modules = {
        name for _, name, _ in pkgutil.iter_modules(dawndusk.physics.__path__, "dawndusk.physics.")
    }
    assert modules - {"dawndusk.physics.constants"} <= named


def test_a_figure_can_fail(figure, request, monkeypatch, tmp_path):
    monkeypatch.setattr("tests.conftest.VALIDATION", tmp_path)
    says = {
        "what": "lengths",
        "against": "a ruler",
        "tag": "physics",
        "models": ["dawndusk.physics.heat"],
        "must_be": {"length, m": 10.0},
    }
    drawing = '<svg aria-label="lengths"><line x1="1.5"/></svg>'
    monkeypatch.setattr(request.config.option, "rewrite", False)
    with pytest.raises(AssertionError, match="has no figure yet"):
        figure("lengths", drawing, **says, measured={"length, m": 3.0})
    monkeypatch.setattr(request.config.option, "rewrite", True)
    with pytest.raises(AssertionError, match="lengths"):
        figure("lengths", drawing, **says, measured={"length, m": 10.1})
    with pytest.raises(AssertionError, match="lengths"):
        figure("lengths", drawing, **says, measured={"length, m": float("nan")})
    assert not list(tmp_path.iterdir())  # an error above its limit is not kept
    figure("lengths", drawing, **says, measured={"length, m": 3.0})
    monkeypatch.setattr(request.config.option, "rewrite", False)
    figure("lengths", drawing.replace("1.5", "1.6"), **says, measured={"length, m": 3.9})
    with pytest.raises(AssertionError, match="errors moved"):
        figure("lengths", drawing, **says, measured={"length, m": 1.9})
    with pytest.raises(AssertionError, match="what the figure says"):
        figure("lengths", drawing, **says | {"against": "a tape"}, measured={"length, m": 3.0})
    with pytest.raises(AssertionError, match="drawing has changed"):
        figure("lengths", drawing.replace("line", "rect"), **says, measured={"length, m": 3.0})
