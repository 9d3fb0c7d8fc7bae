"""The figure of the power balance: what enters a node leaves it, and its labels are legible."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from dawndusk.report import charts, power_flow
from dawndusk.results.flight import PowerBalance
from dawndusk.results.numbers import percent
from dawndusk.results.saved import SavedRun
from tests.report.test_page import SMALL, Reader

# width of a letter of the figure's labels in DejaVu Sans, as wide as any font that a page may get
LETTER = 6.7
LINE = 12.0  # height of its letters
CASES = [
    ("suncatcher", {}),
    ("suncatcher", {"satellite.battery.kind": "keep_alive"}),
    ("suncatcher", {"satellite.radiator.kind": "integrated_panel"}),
    ("spacex-million", {"flight.sample": 60}),
]


@pytest.fixture(scope="module", params=CASES)
def made(request: pytest.FixtureRequest, saved_run: Callable[..., SavedRun]) -> SavedRun:
    name, changes = request.param
    return saved_run(name, SMALL | changes, until="fly")


@pytest.fixture
def found(made: SavedRun) -> PowerBalance:
    assert made.flight is not None
    return made.flight.power_balance


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_what_flows_into_a_node_flows_out_of_it(found: PowerBalance, width: int) -> None:
    stops, flows = power_flow._laid_out(found, width)
    least = (
        1e-5 * stops[0].size + abs(found.stored_w) * stops[0].size / found.sunlight_w
    )  # float32, and what was stored
    for stop in stops:
        into = sum(one.size for one in flows if one.target is stop)
        out = sum(one.size for one in flows if one.source is stop)
        assert into or out, stop.name
        for size in (into, out):
            assert size == 0.0 or size == pytest.approx(stop.size, abs=least), stop.name


def test_the_sentence_has_the_share_of_the_chips(made: SavedRun, found: PowerBalance) -> None:
    text = power_flow.section(made)
    share = percent(found.chips_and_hosts_w / found.sunlight_w)
    assert f"<b>{share}</b> is used by chips and hosts" in text
    assert ("conducted from the array" in text) == (found.crossing_w > 0.0)
    assert Reader(text).balanced


def labels(stops: list[charts.Stop], drawing: str) -> list[tuple[float, float, float, float]]:
    """Left, right, top and bottom of every line of text."""
    boxes = []
    for attrs, words in texts(drawing):
        wide, x, y = LETTER * len(words), float(attrs["x"]), float(attrs["y"])
        left = x - wide if attrs.get("text-anchor") == "end" else x
        boxes.append((left, left + wide, y - LINE, y))
    assert len(boxes) >= 2 * len(stops)
    return boxes


def texts(drawing: str) -> list[tuple[dict[str, str], str]]:
    root = ET.fromstring(f"<svg>{drawing}</svg>")
    return [(dict(one.attrib), one.text or "") for one in root.iter("text")]


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_labels_stand_apart_inside_the_figure(found: PowerBalance, width: int) -> None:
    stops, flows = power_flow._laid_out(found, width)
    height, drawing = charts.sankey(stops, flows, width)
    boxes = labels(stops, drawing)
    for left, right, top, bottom in boxes:
        assert left >= -0.5
        assert right <= width + 0.5
        assert top >= 0.0
        assert bottom <= height
    for a, b in itertools.combinations(boxes, 2):
        apart = a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
        assert apart, (a, b)


def test_a_thin_flow_stays_visible() -> None:
    a, b = (
        charts.Stop("a", (), 0.0, 10.0, 100.0, "sun"),
        charts.Stop("b", (), 200.0, 10.0, 0.01, "sun"),
    )
    _, drawing = charts.sankey([a, b], [charts.Flow(a, b, 0.01, "sun")], 300)
    heights = {
        float(point.split(",")[1].rstrip("Z"))
        for point in re.findall(r"[\d.]+,[\d.]+Z?", drawing[: drawing.index("/>")])
    }
    assert heights == {10.0, round(10.0 + charts.THIN, 1)}
