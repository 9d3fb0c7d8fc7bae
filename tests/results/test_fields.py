"""Results as fields: built, written, read again, and what is derived from their declarations."""

import dataclasses
import json
from types import SimpleNamespace

import pytest

from dawndusk.chain import STAGES
from dawndusk.results import fields
from dawndusk.results.fields import result, results
from dawndusk.results.keys import SECTIONS, about, keys, record


def half(run):
    """The function that a test's result names."""
    return run.mass_kg / 2.0


@results
class Part:
    """One of several."""

    name: str = result("its name")
    mass_kg: float = result("its mass", by=half)


@results
class Section:
    """A section of a scratch run."""

    mass_kg: float = result("all mass", by=half)
    half_kg: float = result("half of it", half, by=half, formula="mass_kg / 2")
    parts: tuple[Part, ...] = result("its parts", by=half, alias="pieces")
    by_item_kg: dict[str, float] = result("mass by item", by=half)
    first: Part | None = result("the first part", lambda run: None, null="there is none")
    price_usd: float | None = result("its price", lambda run: float("nan"), null=lambda run: "free")


RUN = SimpleNamespace(
    mass_kg=3.0,
    parts=[SimpleNamespace(name="a", mass_kg=1.0), SimpleNamespace(name="b", mass_kg=2.0)],
    by_item_kg={"panel": 1.5, "tank, full": 1.5},
)


def test_a_new_result_is_one_field():
    """Its value, its key, its unit and its meaning follow from the declaration alone."""
    built = fields.build(Section, RUN, RUN)
    assert built.half_kg == 1.5
    told = {one.key: one for one in fields.keys(Section, "scratch")}
    assert told["scratch.half_kg"].unit == "kg"
    assert told["scratch.half_kg"].function.endswith("test_fields.half")
    assert told["scratch.parts.*.mass_kg"].said.text == "its mass"
    assert told["scratch.parts.*.name"].unit == ""


def test_an_earlier_name_is_an_attribute_too():
    built = fields.build(Section, RUN, RUN)
    assert built.pieces is built.parts
    with pytest.raises(AttributeError, match="no result 'piece'"):
        _ = built.piece


def test_a_number_per_something_unknown_is_refused():
    with pytest.raises(TypeError, match=r"Section\.mass_kg_per_wing: no unit is known"):

        @results
        class Section:
            mass_kg_per_wing: float = result("all mass for each wing", by=half)


def test_an_older_run_has_the_present_names():
    held = {"mass_kg": 3.0, "pieces": None}
    reasons = {"scratch.pieces": "stopped"}
    fields.under_present_names(Section, held, "scratch", reasons)
    assert held["parts"] is None
    assert reasons["scratch.parts"] == "stopped"


def test_what_is_written_is_read_again():
    built = fields.build(Section, RUN, RUN)
    written = json.loads(json.dumps(fields.as_json(built)))
    assert written["pieces"] == written["parts"]
    assert written["price_usd"] is None  # not a number is no JSON
    assert fields.from_json(Section, written) == built


def test_an_older_version_lacks_what_is_new():
    old = fields.from_json(Section, {"mass_kg": 3.0})
    assert (old.mass_kg, old.half_kg, old.parts, old.by_item_kg) == (3.0, None, (), {})


@pytest.mark.parametrize("section", SECTIONS)
def test_every_result_is_declared_whole(section):
    """A meaning, and the function that computes it or the reason why nothing does; a unit that its
    name says.
    """
    for one in fields.keys(record(section), section):
        assert one.said.text, one.key
        assert one.said.by is not None or one.absent, one.key
        nullable = type(None) in getattr(fields._hints(one.owner)[one.name], "__args__", ())
        told = bool(one.said.null) or one.said.flies or dataclasses.is_dataclass(one.owner) is None
        assert told or not nullable, f"{one.key} may be null and has no reason"


def test_formulas_name_results():
    for one in keys().values():
        for term in (*fields.terms(one.said.formula), *one.said.uses):
            beside = f"{one.key.removesuffix('.*').rpartition('.')[0]}.{term}"
            assert about(beside) or about(term), f"{one.key}: {term}"


def test_sections_are_the_stages():
    assert SECTIONS[:-1] == tuple(stage.gives for stage in STAGES)


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("mass_kg", "kg"),
        ("launch_usd_per_kg", "USD/kg"),
        ("usd_per_million_tokens", "USD/Mtoken"),
        ("usd_per_pflop_day", "USD/PFLOP/s-day"),
        ("twh_per_year", "TWh/yr"),
        ("upset_protons_per_m2_s", "1/m2/s"),
        ("tokens_per_s", "token/s"),
        ("sunlit_frac", "1"),
        ("satellites", "1"),
        ("anomaly_peak_over_mean", "1"),
        ("eclipse_days_per_year", "day/yr"),
        ("silent_per_training_day", "1/day"),
    ],
)
def test_units_follow_from_names(name, unit):
    assert fields.unit_of(name) == unit


def test_formulas_are_arithmetic_and_nothing_else():
    assert fields.evaluated("max(a.*) - 2 * b", {"a.*": [1.0, 5.0], "b": 2.0}.get) == 1.0
    with pytest.raises((ValueError, KeyError, SyntaxError)):
        fields.evaluated("open(a)", {"a": 1.0}.get)
    with pytest.raises((ValueError, KeyError, SyntaxError)):
        fields.evaluated("a ** b", {"a": 1.0, "b": 2.0}.get)
