"""The comparison of saved runs: the numbers of the runs themselves, a dash where there is none."""

import pytest

from dawndusk.results import comparison
from dawndusk.results.comparison import ABSENT, DEMAND, lines
from dawndusk.results.drivers import finite
from dawndusk.results.numbers import fixed, number
from tests.changed import changed
from tests.systems import systems


@pytest.fixture(scope="module")
def runs(saved_run):
    return systems(saved_run)


def cells(runs, label):
    return next(line.cells for line in lines(runs) if line.label == label)


def test_cells_are_the_numbers_of_the_runs(runs):
    bill = runs[1].bill
    assert cells(runs, "cost ratio, orbit / own ground")[1].text == f"{number(bill.ratio)} x"
    assert cells(runs, "USD per kW-year")[1].text == fixed(bill.orbit.usd_per_kw_year)
    assert cells(runs, "USD per kW-year")[2].text == fixed(runs[2].bill.ground.usd_per_kw_year)
    assert cells(runs, "launch price as quoted")[1].text == "500 USD/kg"
    assert cells(runs, "defaults that are estimates")[2].text == "71 of 88"


def test_a_system_on_the_ground_has_no_cells_of_a_fleet(runs):
    labels = ("cost ratio, orbit / own ground", "satellites", "mass per satellite", "launches")
    for label in (*labels, "array", "break-even launch price"):
        assert cells(runs, label)[2] is ABSENT
        assert cells(runs, label)[1] is not ABSENT
    assert cells(runs, "site up")[:2] == (ABSENT, ABSENT)


def test_a_ratio_on_one_launch_is_that_of_the_saved_run_or_a_dash(runs):
    levelled = changed(runs[0], {"verdict.level_ratio": 2.5})
    found = cells((levelled, *runs[1:]), "same launch, built-up mass")
    assert [cell.text for cell in found] == ["2.50 x", "–", "–"]


def test_costs_and_masses_add_up_as_printed(runs):
    found = lines(runs)
    for index, one in enumerate(runs):
        parts = [line.cells[index].text for line in found if line.section == comparison.COST]
        total = sum(float(part.replace(",", "")) for part in parts if part != "–")
        expected = comparison.price_side(one).usd_per_kw_year
        assert total == pytest.approx(expected, abs=0.5 * len(parts))  # printed whole
    masses = [
        line.cells[1].text.replace("−", "-") for line in found if line.section == comparison.MASS
    ]
    total = sum(float(mass) for mass in masses if mass != "–")
    # printed to a tenth
    assert total == pytest.approx(runs[1].fleet.mass_kg_per_it_kw, abs=0.05 * len(masses))


def test_a_demand_that_one_run_names_is_compared_with_every_run(runs):
    """us-2023 stands in us-ground alone; the share is the electricity at the own ground over it."""
    names = [[one.name for one in run.bill.demand] for run in runs]
    assert ["us-2023" in some for some in names] == [False, False, True]
    found = next(line for line in lines(runs) if line.label.startswith("us-2023"))
    assert found.section == DEMAND
    assert [bool(cell.key) for cell in found.cells] == [False, False, True]
    percent = [float(cell.text.removesuffix(" %")) for cell in found.cells]
    grid = [run.bill.ground.grid_twh_per_year for run in runs]
    assert percent == pytest.approx([100.0 * twh / 176.0 for twh in grid], rel=0.05)  # two digits


def test_launches_for_a_demand_of_ones_own_are_those_of_the_bill(runs):
    """Made anew from fleet, life and mission, they equal what the run itself found."""
    for run in runs[:2]:
        own = run.bill.demand[0]
        made = comparison._share(run, own)
        assert made.launches_per_year == pytest.approx(own.launches_per_year, rel=1e-9)
        assert made.capital_usd == pytest.approx(own.capital_usd, rel=1e-9)
        assert made.carried_frac == pytest.approx(own.carried_frac, rel=1e-9)


def test_the_terminal_has_every_line_and_fits(runs):
    text = comparison.text(runs)
    assert max(map(len, text.splitlines())) <= 190
    for line in lines(runs):
        assert line.label[:20] in text  # a longer one is wrapped
    for one in runs:
        assert f"  {one.name}: {one.verdict.binding_constraint}" in text


def test_the_evidence_behind_a_range_is_that_of_its_row_or_of_its_comment(runs):
    found = {one.key: comparison.evidence(runs[0], one) for one in finite(runs[0].verdict.drivers)}
    assert found["satellite.bus.price"] == "estimate"  # a comment in the scenario
    for key, kind in found.items():
        if key in runs[0].defaults:
            assert kind == runs[0].defaults[key].kind


def test_data_is_the_run_json_of_every_system(runs):
    found = comparison.data(runs)
    assert found["boundary"] == "compute"
    for run in runs:
        held = {key: value for key, value in run.summary.items() if key != "files"}
        assert found["systems"][run.name] == held
