"""The comparison: one boundary for all, the numbers of the runs themselves, and a page that stands
alone.
"""

import json
import re

import pytest

from dawndusk.cli import invoke
from dawndusk.pipeline import compare, run
from dawndusk.report.comparison_page import comparison_page
from dawndusk.results import comparison
from dawndusk.results.comparison import ABSENT, lines
from dawndusk.results.numbers import fixed, number
from dawndusk.results.summary import summary
from tests.report.test_page import Reader, loads

NAMES = ("suncatcher-pair", "starcloud-3", "us-ground")


@pytest.fixture(scope="module")
def runs():
    return compare(NAMES)


@pytest.fixture(scope="module")
def html(runs):
    return comparison_page(runs)


def cells(runs, label):
    return next(line.cells for line in lines(runs) if line.label == label)


def rest_of(facts):
    """A summary without what only a comparison adds: where the boundary came from, and the ratio on
    one basis.
    """
    facts["verdict"].pop("level_ratio")
    facts["reasons"].pop("verdict.level_ratio", None)
    facts.pop("inputs")
    return facts


def test_on_one_basis_the_first_system_with_no_given_mass_stays_where_it_is(runs):
    assert runs[0].level_ratio == pytest.approx(
        float(runs[0].bill.ratio), rel=2e-3
    )  # flown for one orbit a day
    heavy, first = runs[1], runs[0]
    same = run(
        "starcloud-3",
        {
            "launch.use": first.scenario.launch.use,
            "launch.price": f"{first.scenario.launch.price_usd_per_kg} USD/kg",
            "launch.to": first.scenario.launch.to,
            "satellite.mass": f"{parts_kg(heavy)} kg",
        },
    )
    assert heavy.level_ratio == pytest.approx(float(same.bill.ratio), rel=2e-3)
    assert runs[2].level_ratio is None


def parts_kg(one):
    return sum(float(kg) for name, kg in one.fleet.items_kg.items() if name != "not explained")


def test_the_boundary_is_the_first_ones_or_the_given_one(runs):
    assert {one.bill.boundary for one in runs} == {"compute"}
    other = compare(NAMES, "facility")
    assert {one.bill.boundary for one in other} == {"facility"}
    assert float(other[1].bill.ratio) == pytest.approx(float(runs[1].bill.ratio_without_chips))


def test_a_system_is_compared_as_it_runs_alone(runs):
    alone = run("starcloud-3")
    found, expected = (rest_of(summary(one)) for one in (runs[1], alone))
    assert found == expected
    assert cells(runs, "orbit / its own ground")[1].text == f"{number(alone.bill.ratio)} x"
    assert cells(runs, "USD per kW-year")[1].text == fixed(alone.bill.orbit.usd_per_kw_year)


def test_what_does_not_fly_has_no_such_cell(runs):
    for label in (
        "orbit / its own ground",
        "satellites",
        "mass of one satellite",
        "launches",
        "array",
    ):
        assert cells(runs, label)[2] is ABSENT
        assert cells(runs, label)[1] is not ABSENT
    assert cells(runs, "site up")[:2] == (ABSENT, ABSENT)


def test_costs_and_masses_add_up_as_printed(runs):
    found = lines(runs)
    for index, one in enumerate(runs):
        parts = [line.cells[index].text for line in found if line.section.startswith("Cost")]
        total = sum(float(part.replace(",", "")) for part in parts if part != "–")
        assert total == pytest.approx(
            float(comparison.price_side(one).usd_per_kw_year), abs=0.5 * len(parts)
        )  # printed whole
    masses = [
        line.cells[1].text.replace("−", "-") for line in found if line.section.startswith("Mass")
    ]
    each = float(runs[1].fleet.mass_kg) / float(runs[1].fleet.total("it_w")) * 1e3
    assert sum(float(mass) for mass in masses if mass != "–") == pytest.approx(
        each, abs=0.05 * len(masses)
    )


def test_every_cell_that_says_so_is_explained(runs, html):
    ids = set(re.findall(r' id="([^"]+)"', html))
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= ids
    assert len(targets) > 60


def test_page_stands_alone(html):
    reader = Reader(html)
    assert reader.balanced
    assert loads(reader) == []
    assert len(html.encode()) < 1_500_000


def test_terminal_has_every_line_and_fits(runs):
    text = comparison.text(runs)
    assert max(map(len, text.splitlines())) <= 170
    for line in lines(runs):
        assert line.label[:20] in text
    for one in runs:
        assert one.scenario.name in text


def test_command_leaves_a_folder_and_prints_json(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert (
        invoke(["compare", "suncatcher-pair", "us-ground", "--json", "--boundary", "facility"]) == 0
    )
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / "runs" / "compare" / "compare.json").read_text())
    assert printed["boundary"] == "facility"
    assert list(printed["systems"]) == ["suncatcher-pair", "us-ground"]
    assert (tmp_path / "runs" / "compare" / "compare.html").is_file()
    assert invoke(["compare", "us-ground", "suncatcher-pair"]) == 0  # replaces what is ours
    assert "suncatcher-pair" in capsys.readouterr().out


def test_two_systems_of_the_ground_compare_too(tmp_path):
    (tmp_path / "other.toml").write_text(
        'title = "Half of it"\nextends = "us-ground"\n[compute]\ncount = 1000\n'
    )
    both = compare(["us-ground", tmp_path / "other.toml"])
    assert "Nothing flies in any of them" in comparison_page(both)
    half, whole = (cell.text for cell in cells(both, "USD per chip-hour"))
    assert half == whole
