"""Whole runs of the gallery against small reviewed results. Regenerate with `make reference` and
read the diff.

Mega-fleets are designed and priced whole, and flown by one satellite of each plane: over whole
orbits the others live through the same. Full size is flown by `python -m bench million`.
"""

import json
from pathlib import Path

import pytest

from dawndusk.pipeline import run
from dawndusk.provenance.bibliography import bibtex
from dawndusk.provenance.explanation import (
    explain,
    formula_value,
    results,
    why_null,
)
from dawndusk.report.page import page
from dawndusk.results.keys import value_of
from dawndusk.results.screen import LINES, screen
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.reading import load

HERE = Path(__file__).parent
# float32 flight on another processor moves the sixth, which the tolerance forgives; a fifth that
# rounds the other way would not be
DIGITS = 6
MEGA = 10_000  # satellites from which only one of each plane flies

each = pytest.mark.parametrize("name", gallery())


@pytest.fixture
def finished(saved_run):
    """A run of the gallery, opened from its folder."""

    def opened(name):
        shells = getattr(load(name).scenario.constellation, "shell", ())
        mega = sum(shell.total for shell in shells) > MEGA
        return saved_run(name, {"flight.sample": sum(one.planes for one in shells)} if mega else {})

    return opened


REVIEWED = """
fleet: satellites mass_kg satellite_mass_kg satellite_life_s it_w power_w satellite_heat_w
    array_m2 battery_j battery_life_s radiator_m2 radiator_k propellant_kg stowed_m3 launches
    vehicle_loads launch_usd_per_kg mass_kg_per_it_kw worst_sunlight_w_per_m2
flight: sunlit_frac longest_eclipse_s min_soc_frac max_chip_k worst_hour_frac pauses_per_year
    dose_gy_per_year upsets_per_chip_year.silent anomaly_time_frac
work: delivered_flop_per_s delivered_frac duty_frac tokens_per_s goodput_frac
life: availability_frac dose_survival_frac vehicle_loads delivered_flop
bill: orbit_usd ground_usd ratio ratio_without_chips difference_usd_per_kw_year capital_usd
    break_even_launch_usd_per_kg break_even_value_usd_per_kw_year orbit.usd_per_chip_hour
    ground.usd_per_chip_hour orbit.carbon_kg_per_kw_year ground.usd_per_kw_year
verdict: binding_constraint
"""  # what a reviewer reads when a model or a row changes; the laws and validations hold the rest


def reviewed():
    """The keys above, whole."""
    section, found = "", []
    for word in REVIEWED.split():
        if word.endswith(":"):
            section = word.removesuffix(":")
        else:
            found.append(f"{section}.{word}")
    return found


def numbers(run):
    """The reviewed results of a run, to so many digits, without those that it does not have."""
    found = {key: value_of(key, run.summary) for key in reviewed()}
    return {
        key: float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value
        for key, value in found.items()
        if value is not None
    }


def differences(found, expected):
    """Keys whose numbers differ by more than 2e-5, or whose other values differ at all."""

    def close(key):
        pair = found.get(key), expected.get(key)
        if all(isinstance(one, float | int) for one in pair):
            return abs(pair[0] - pair[1]) <= 2e-5 * max(abs(pair[1]), 0.05)  # float32 flight: 1e-6
        return pair[0] == pair[1]

    keys = dict.fromkeys([*expected, *found])
    return [f"{key}: {found.get(key)} for {expected.get(key)}" for key in keys if not close(key)]


@each
def test_result(name, finished, request):
    found, path = numbers(finished(name)), HERE / f"{name}.json"
    if request.config.getoption("--rewrite"):
        path.write_text(json.dumps(found, indent=1) + "\n")
    assert differences(found, json.loads(path.read_text())) == []


def test_comparison_can_fail(finished):
    found = numbers(finished("suncatcher"))
    assert len(differences(found, found | {"bill.ratio": found["bill.ratio"] * 1.0001})) == 1
    assert len(differences(found, {k: v for k, v in found.items() if k != "fleet.it_w"})) == 1


@each
def test_every_formula_holds(name, finished):
    """What a result is said to be, over other results, is what it is."""
    run, held = finished(name), 0
    for key in results(run.summary):
        expected = formula_value(key, run.summary)
        if expected is not None:
            held += 1
            value = value_of(key, run.summary)
            assert value == pytest.approx(expected, rel=2e-6, abs=1e-9), key  # float32 flight
    assert held >= (4 if run.scenario.on_ground else 25)


@each
def test_every_null_has_its_reason(name, finished):
    run = finished(name)
    for key in results(run.summary):
        if value_of(key, run.summary) is None:
            assert why_null(key, run.summary), key


@each
def test_screen_fits(name, finished):
    text = screen(finished(name), f"runs/{name}/")
    assert len(text.splitlines()) <= LINES
    assert text.splitlines()[-1].startswith("Files: ")  # nothing was cut off
    assert max(map(len, text.splitlines())) <= 130


@each
def test_every_key_is_explained_and_has_a_source(name, finished):
    run = finished(name)
    facts = run.summary
    keys = [*results(facts), *facts["inputs"], *facts["reasons"]]
    assert len(keys) > 100
    for key in keys:
        text = explain(key, run)
        assert "\n  source     " in text or text.startswith(f"{key} holds\n"), text
        if key in facts["reasons"] and not text.startswith(f"{key} holds"):
            assert "\n  null       " + facts["reasons"][key] in text


@each
def test_page_stands_alone(name, finished):
    text = page(finished(name))
    assert len(text.encode()) < 1_500_000
    targets = {part.partition('"')[0] for part in text.split('href="#')[1:]}
    ids = {part.partition('"')[0] for part in text.split(' id="')[1:]}
    assert targets <= ids


@each
def test_bibliography_names_what_the_file_cites(name, finished):
    text = bibtex(finished(name))
    assert text.count("{") - text.count("\\{") == text.count("}") - text.count("\\}")
    assert text.count("@") == text.count("\n@")  # no stray sign that BibTeX would take for an entry
    for entry in finished(name).inputs.values():
        cited = entry.get("note", "").partition(":")[0].partition(", ")[2]
        assert not cited or f"@misc{{{cited}," in text


@pytest.mark.parametrize("altitude", ["400 km", "650 km", "1200 km", "2000 km"])
def test_suncatcher_from_400_to_2000_km(altitude):
    made = run(
        load(
            "suncatcher", {"constellation.altitude": altitude, "flight.days": 4, "flight.orbits": 3}
        ),
        until="evolve",
    )
    assert float(made.work.duty_frac) > 0.999
    assert float(made.fleet.groups[0].satellite.array.area_m2) > 100
