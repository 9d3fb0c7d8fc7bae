"""What `explain` prints: the equation of a result with the values of the run, its source, and what
it depends on.
"""

import pytest

from dawndusk.core.errors import BadInput
from dawndusk.provenance.explanation import explain, formula_value
from dawndusk.results.keys import value_of
from tests.systems import SMALL


@pytest.fixture(scope="module")
def made(saved_run):
    return saved_run("suncatcher", SMALL)


def test_the_ratio_is_traced_to_its_two_sides(made):
    lines = explain("bill.ratio", made).splitlines()
    assert lines[2] == "  equation   bill.ratio = bill.orbit_usd / bill.ground_usd"
    text = "\n".join(lines)
    for side in ("orbit", "ground"):
        assert f"bill.{side}_usd = " in text
        assert f"bill.{side}.usd_per_year = " in text
        assert f"bill.{side}.items_usd_per_year.chips and servers = " in text
    assert formula_value("bill.ratio", made.summary) == pytest.approx(made.bill.ratio, rel=1e-12)


def test_the_ratio_has_the_drivers_of_this_run_before_the_table(made):
    text = explain("bill.ratio", made)
    first = next(one for one in made.verdict.drivers if one.effect is not None)
    assert f"  drivers    {first.key} moves the ratio from" in text
    assert text.index("  drivers ") < text.index("  depends on ")
    assert "this run may differ" in text


def test_an_item_says_how_it_is_paid(made):
    launch = explain("bill.orbit.items_usd_per_year.launch", made)
    assert "  item       capital, recovered" in launch
    assert "its price follows learning.launch, in the part Launch" in launch
    staff = explain("bill.ground.items_usd_per_kw_year.operations", made)
    assert "  item       a running cost, in the part Operations" in staff


def test_a_part_explains_its_size_by_its_own_equation(made):
    text = explain("fleet.radiator_m2", made)
    assert "computed   by dawndusk.parts.radiator.flat_panel, in design" in text
    assert "  equation   heat = area x faces x fin efficiency" in text
    assert f"fleet.satellite_heat_w = {made.fleet.satellite_heat_w:,.6g} W" in text


def test_a_null_has_its_reason_and_no_equation(made):
    text = explain("flight.latency_s", made)
    assert "  null       links are not modelled yet" in text
    assert "  source     none: links are not modelled yet" in text
    assert "equation" not in text


def test_an_alias_is_the_same_result(made):
    first, second = (
        explain(f"life.{name}_frac", made).splitlines() for name in ("unworn", "dose_survival")
    )
    assert first[1:] == second[1:]
    assert value_of("fleet.groups.0.satellites", made.summary) == 81


def test_what_is_not_there_gets_the_nearest(made):
    with pytest.raises(BadInput, match=r"did you mean fleet\.radiator_m2"):
        explain("fleet.radiator_m3", made)


def test_an_input_says_where_it_came_from(made):
    text = explain("satellite.array.cells.efficiency", made)
    assert "(input)" in text
    assert "  evidence   " in text
