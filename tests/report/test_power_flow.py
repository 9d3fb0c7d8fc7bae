"""The flow of power: it balances at every node, what it says of the radiator is what the radiator
sheds, and its labels can be read.
"""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

import numpy
import pytest

from dawndusk.flight.fly import days_s, make_drive
from dawndusk.flight.step import advance, chain_of, flyer_of, initial, surroundings
from dawndusk.physics.sun import seconds_j2000
from dawndusk.pipeline import run
from dawndusk.records.run import Run
from dawndusk.report import charts, power_flow
from dawndusk.report.page import page
from dawndusk.results.numbers import percent
from dawndusk.results.summary import summary
from tests.report.test_page import SMALL, Reader

# width of a letter of the figure's labels in DejaVu Sans, as wide as any font that a page may get
LETTER = 6.7
LINE = 12.0  # height of its letters


@pytest.fixture(
    scope="module",
    params=[
        ("suncatcher", {}),
        ("suncatcher", {"satellite.battery.kind": "keep_alive"}),
        ("suncatcher", {"satellite.radiator.kind": "integrated_panel"}),
        ("spacex-million", {"flight.sample": 60}),
    ],
)
def made(request: pytest.FixtureRequest) -> Run:
    name, changes = request.param
    return run(name, SMALL | changes, until="serve")


@pytest.fixture
def found(made: Run) -> dict[str, float]:
    return summary(made)["flight"]["sankey"]


def test_electricity_taken_is_used_lost_or_stored(found: dict[str, float]) -> None:
    used = found["chips_and_hosts_w"] + found["bus_w"]
    assert found["generated_w"] - found["curtailed_w"] == pytest.approx(found["taken_w"], rel=1e-9)
    assert found["taken_w"] == pytest.approx(
        used + found["lost_w"] + found["stored_w"], rel=1e-5
    )  # the flight sums in float32
    assert 0.0 <= found["battery_lost_w"] < found["lost_w"]
    assert found["array_heat_w"] > found["curtailed_w"] >= 0.0


@pytest.mark.parametrize("width", [charts.WIDE, charts.NARROW])
def test_what_flows_into_a_node_flows_out_of_it(found: dict[str, float], width: int) -> None:
    stops, flows = power_flow._laid_out(found, width)
    least = (
        1e-5 * stops[0].size + abs(found["stored_w"]) * stops[0].size / found["sunlight_w"]
    )  # float32, and what was stored
    for stop in stops:
        into = sum(one.size for one in flows if one.target is stop)
        out = sum(one.size for one in flows if one.source is stop)
        assert into or out, stop.name
        for size in (into, out):
            assert size == 0.0 or size == pytest.approx(stop.size, abs=least), stop.name


@pytest.mark.parametrize("kind", ["flat_panel", "integrated_panel"])
def test_the_radiator_sheds_what_is_said_of_it(kind: str) -> None:
    """Through one orbit, step by step: fourth power of its temperature against used + lost + taken
    in + conducted from the array.
    """
    one = run("suncatcher", SMALL | {"satellite.radiator.kind": kind}, until="fly")
    group, steps, settle = one.fleet.groups[0], one.fleet.steps_per_orbit, 3
    start_s, flyer = seconds_j2000(one.scenario.mission.start), flyer_of(group, steps)
    day_s = days_s(one.scenario.flight, start_s)[:1]
    drive = make_drive(
        flyer,
        group.orbits.node_rad[:1],
        group.orbits.phase_rad[:1],
        day_s,
        start_s,
        settle * steps,
        steps,
    )
    state, told, shed, flown = initial(flyer.satellite), 0.0, 0.0, 0.0
    radiating, joint = chain_of(flyer.satellite)[0][3], chain_of(flyer.satellite)[2][3]
    for index in range((settle + 1) * steps):
        number = index - settle * steps
        around = surroundings(
            flyer,
            tuple(part[index] for part in drive.sun),
            drive.node_turn[0] + number * flyer.node_turn_per_step,
            drive.phase_turn + number * flyer.phase_turn_per_step,
        )
        before, apart = state.radiator_k, state.array_k - state.radiator_k
        state, sample = advance(flyer, state, around)
        if number >= 0:
            crossing = joint * 0.5 * (apart + state.array_k - state.radiator_k)
            told += float(numpy.mean(sample.used_w + sample.lost_w + sample.absorbed_w + crossing))
            flown += float(numpy.mean(sample.radiated_w))
            shed += float(numpy.mean(radiating * (0.5 * (before + state.radiator_k)) ** 4))
    assert flown == pytest.approx(shed, rel=1e-6)
    assert told == pytest.approx(
        shed, rel=2e-3
    )  # temperatures at the middle of steps of 60 s, an orbit that begins as it ends


def test_the_sentence_says_the_share_of_the_chips(made: Run, found: dict[str, float]) -> None:
    text = page(made)
    share = percent(found["chips_and_hosts_w"] / found["sunlight_w"])
    assert f"<b>{share}</b> ends in its chips" in text
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
def test_labels_stand_apart_inside_the_figure(found: dict[str, float], width: int) -> None:
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
