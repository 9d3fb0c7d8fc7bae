"""Published analyses from their own inputs, and the bridges from their answers to ours. Tag:
reproduction.
"""

import dataclasses
import importlib
import json
import re
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from dawndusk.analyses import reproduction
from dawndusk.analyses.bridge import STEPS, bridge, orbit_usd_per_w_s, ratio, terms_of
from dawndusk.analyses.reproduction import names, reproduce
from dawndusk.chain import evaluate, settled
from dawndusk.cli import invoke
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import sources
from dawndusk.flight.fly import fly
from dawndusk.pipeline import terms
from dawndusk.records.terms import GroundTerms, OrbitTerms
from dawndusk.results.reproduction import screen, table
from dawndusk.scenario.reading import load

REPRODUCED = [name for name in names() if not reproduce(name).unpublished]
PRICED = [name for name in REPRODUCED if reproduce(name).terms is not None]


@cache
def ours():
    return terms("suncatcher")


@pytest.mark.parametrize("name", names())
def test_holds_and_has_a_source(name):
    found = reproduce(name)
    assert found.source in sources()
    assert [
        (figure.case, figure.key, figure.apart_frac) for figure in found.figures if not figure.holds
    ] == []
    assert bool(found.figures) != bool(found.unpublished)


@pytest.mark.parametrize("name", REPRODUCED)
def test_another_input_would_be_noticed(name):
    """A third more of any input moves a result, and of most of them moves a figure out of its
    tolerance.
    """
    module, said = (
        importlib.import_module(f"dawndusk.analyses.{name.replace('-', '_')}"),
        reproduction._said(name),
    )
    idle, unnoticed, fields = [], [], dataclasses.fields(module.Inputs)
    for field in fields:
        moved, noticed = False, False
        for case in said["case"]:
            its = reproduction.read(module.Inputs, said["inputs"] | case.get("inputs", {}))
            value = getattr(its, field.name)
            changed = dataclasses.replace(
                its,
                **{field.name: value + 1 if isinstance(value, int) else value * 4.0 / 3.0 or 0.1},
            )
            moved = moved or module.results(changed) != module.results(its)
            figures = reproduction._figures(
                case, module.results(changed), case.get("tolerance", said["tolerance"])
            )
            noticed = noticed or not all(figure.holds for figure in figures)
        idle += [field.name] * (not moved)
        unnoticed += [field.name] * (not noticed)
    assert idle == []
    assert len(unnoticed) <= 0.4 * len(fields), unnoticed


@pytest.mark.parametrize("name", PRICED)
def test_the_terms_give_the_published_ratio(name):
    found = reproduce(name)
    if found.ratio is not None:
        first = next(figure for figure in found.figures if figure.key == "ratio")
        assert ratio(found.terms) == pytest.approx(first.computed, rel=0.01)


@pytest.mark.parametrize("name", PRICED)
def test_factors_close(name):
    theirs = reproduce(name).terms
    factors = bridge(theirs, ours())
    assert ratio(theirs) * np.prod([factor for _, factor in factors]) == pytest.approx(
        ratio(ours()), rel=1e-9
    )
    assert len({what for what, _ in factors}) == len(factors) > 2


@pytest.mark.parametrize("side", ["orbit", "ground"])
def test_a_term_that_changes_is_a_factor_of_its_own_step(side):
    """Twice a term: the bridge has one step, that of the term, and its factor is the quotient of
    both ratios.
    """
    theirs = reproduce("orbitaldatacentersim").terms
    held = getattr(theirs, side)
    for field in dataclasses.fields(held):
        other = dataclasses.replace(
            theirs,
            **{side: dataclasses.replace(held, **{field.name: 2.0 * getattr(held, field.name)})},
        )
        ((name, factor),) = bridge(theirs, other)
        assert field.name in STEPS[name][("orbit", "ground").index(side)]
        assert factor == pytest.approx(ratio(other) / ratio(theirs), rel=1e-12)
    dear = dataclasses.replace(theirs.orbit, launch_usd_per_kg=2.0 * theirs.orbit.launch_usd_per_kg)
    launch = (
        theirs.orbit.mass_kg_per_w * theirs.orbit.launch_usd_per_kg / theirs.orbit.delivered_frac
    )
    more = (
        launch
        * theirs.orbit.capital_frac
        / (1.0 - (1.0 + theirs.orbit.capital_frac) ** -10.0)
        / YEAR_S
    )  # over its ten years, by hand
    ((_, factor),) = bridge(theirs, dataclasses.replace(theirs, orbit=dear))
    assert factor == pytest.approx(1.0 + more / orbit_usd_per_w_s(theirs.orbit), rel=1e-9)


def test_every_term_is_taken_in_a_step():
    taken = [{name for step in STEPS.values() for name in step[side]} for side in (0, 1)]
    assert taken == [
        {field.name for field in dataclasses.fields(cls)} for cls in (OrbitTerms, GroundTerms)
    ]


@pytest.mark.parametrize(
    "name", ["suncatcher", "starlink-ai", "blue-origin-sunrise", "spacex-ai1@sheet-a"]
)
def test_our_own_terms_give_our_ratio(name):
    """With satellites that are lost and launched again, chips that wear out, several groups."""
    scenario = settled(
        load(name, {"money.boundary": "compute", "life.replacement": "launch"}).scenario
    )
    outcome = evaluate(scenario, fly=partial(fly, strips=False))
    assert ratio(terms_of(scenario, outcome.fleet, outcome.bill)) == pytest.approx(
        float(outcome.bill.ratio), rel=1e-6
    )


def test_the_boundary_alone_turns_the_answer(tmp_path):
    """Google's favourable and Turyshev's unfavourable conclusion from one file, that of the
    handbook.
    """
    page = (Path(__file__).parents[2] / "docs" / "reproduce.md").read_text("utf-8")
    file = tmp_path / "two-answers.toml"
    file.write_text(
        re.search(r'```toml title="two-answers.toml"\n(.*?)```', page, re.S)[1], "utf-8"
    )
    found = {
        boundary: float(
            evaluate(
                settled(load(file, {"money.boundary": boundary}).scenario),
                fly=partial(fly, strips=False),
            ).bill.ratio
        )
        for boundary in ("power_only", "facility")
    }
    assert found["power_only"] < 0.95
    assert found["facility"] > 5.0


def test_the_readme_says_how_many():
    text, count = (
        (Path(__file__).parents[2] / "README.md").read_text("utf-8"),
        sum(len(reproduce(name).figures) for name in REPRODUCED),
    )
    assert f"{count} of {count} within" in text
    assert f"what leads most from there to {ratio(ours()):.2f} |" in text
    for name in PRICED:
        found = reproduce(name)
        row = next(
            line
            for line in text.splitlines()
            if f"| {ratio(found.terms):.3g} | {len(found.figures)}, " in line
        )
        factor = max(
            (factor for _, factor in bridge(found.terms, ours())), key=lambda one: abs(np.log(one))
        )
        assert f": × {factor:#.2g}".rstrip(".") in row, name


def test_slips_are_told():
    told = " ".join(reproduce("mccalip").findings)
    assert "1.131 to 1; they are equal at 588.3 USD/kg" in told
    assert "2.74 times, not 3.223" in told
    assert "50 USD/kg" in " ".join(reproduce("starcloud-white-paper").findings)


def test_the_screen_and_the_table_tell_all():
    everything = [reproduce(name) for name in names()]
    told = table(everything, ("suncatcher", ours()))
    assert all(name in told for name in names())
    assert told.endswith("Every figure is within its tolerance.")
    for one in everything:
        shown = screen(one, ("suncatcher", ours()))
        assert one.title in shown
        assert all(figure.case in shown for figure in one.figures)


def test_exit_code_is_one_outside_the_tolerance(monkeypatch, capsys, tmp_path):
    assert invoke(["reproduce", "epoch", "--json", "--out", str(tmp_path / "kept")]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((tmp_path / "kept" / "reproduction.json").read_text())
    assert told["holds"]
    strict = dataclasses.replace(
        reproduce("epoch"),
        figures=tuple(
            dataclasses.replace(one, tolerance_frac=1e-9) for one in reproduce("epoch").figures
        ),
    )
    monkeypatch.setattr(reproduction, "reproduce", lambda name: strict)
    assert invoke(["reproduce", "epoch"]) == 1
    assert "1 of 4 figures within" in capsys.readouterr().out
