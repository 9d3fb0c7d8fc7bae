"""Whole runs of the gallery against small reviewed results. Regenerate with `make reference` and read the diff."""

import json
from pathlib import Path

import pytest

from dawndusk.layers import gallery
from dawndusk.pipeline import run
from dawndusk.reading import load
from dawndusk.report.screen import LINES, screen
from dawndusk.report.summary import summary

HERE = Path(__file__).parent
DIGITS = 5  # float32 flight on another processor moves the sixth


def rounded(value):
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def differences(found, expected, path=""):
    """Keys whose numbers differ by more than 2e-5, or whose other values differ at all."""
    if isinstance(expected, dict) and isinstance(found, dict):
        keys = sorted(found.keys() | expected.keys())
        return [one for key in keys for one in differences(found.get(key), expected.get(key), f"{path}.{key}")]
    if isinstance(expected, list) and isinstance(found, list) and len(found) == len(expected):
        return [
            one for index, pair in enumerate(zip(found, expected, strict=True)) for one in differences(*pair, f"{path}.{index}")
        ]
    if isinstance(expected, float) and isinstance(found, float):
        close = abs(found - expected) <= 2e-5 * max(abs(expected), 0.05)  # differences of float32 shares are good to 1e-6
        return [] if close else [f"{path}: {found} for {expected}"]
    return [] if found == expected else [f"{path}: {found} for {expected}"]


@pytest.fixture(scope="module")
def finished():
    return {name: run(name) for name in gallery()}


@pytest.mark.parametrize("name", gallery())
def test_result(name, finished, request):
    found = rounded(summary(finished[name]))
    found.pop("inputs")
    found.pop("dawndusk")
    path = HERE / f"{name}.json"
    if request.config.getoption("--rewrite"):
        path.write_text(json.dumps(found, indent=1) + "\n")
    assert differences(found, json.loads(path.read_text())) == []


def test_comparison_can_fail(finished):
    found = rounded(summary(finished["suncatcher"]))
    other = json.loads(json.dumps(found))
    other["bill"]["ratio"] *= 1.0001
    assert len(differences(found, other)) == 1


@pytest.mark.parametrize("name", gallery())
def test_screen_fits(name, finished):
    text = screen(finished[name], f"runs/{name}/")
    assert len(text.splitlines()) <= LINES
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("altitude", ["400 km", "650 km", "1200 km", "2000 km"])
def test_suncatcher_from_400_to_2000_km(altitude):
    made = run(load("suncatcher", {"constellation.altitude": altitude, "flight.days": 4, "flight.orbits": 3}), until="evolve")
    assert float(made.work.duty_frac) > 0.999
    assert float(made.fleet.groups[0].satellite.array.area_m2) > 100
