"""`dawndusk calc`: every public function of physics/ from the command line, and what stands behind
each. Tag: law.
"""

import ast
import dataclasses
import importlib
import inspect
import json
import math
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import dawndusk
from dawndusk import parts, physics
from dawndusk.cli import invoke
from dawndusk.core import record, units
from dawndusk.core.errors import BadInput
from dawndusk.data.catalogue import sources
from dawndusk.provenance import calculator
from dawndusk.provenance.docstrings import Docstring, cited, example, labelled, model_docstring

EVERY = [f"{topic}.{key}" for topic, members in calculator.functions().items() for key in members]
STAGES = (
    "fleet.design",
    "flight.fly",
    "flight.day_kernel",
    "flight.step",
    "work.serve",
    "life.evolve",
    "bill.orbit",
    "bill.ground",
    "bill.price",
)
# the example is written with 12 significant digits; angles and dates of it pass through sums a
# thousand times as large
WRITTEN = 1e-9


def function_of(name):
    topic, _, key = name.partition(".")
    return calculator.functions()[topic][key]


def called_from_python(function):
    """The function with the values of its own example; a record made by its maker's example, if it
    has one, but for what both are given.
    """
    values = example(function)
    for name, hint in inspect.get_annotations(function, eval_str=True).items():
        maker = (
            calculator._maker(function, hint)
            if name != "return" and record.is_record(hint)
            else None
        )
        if maker is not None:
            values[name] = maker(**example(maker) | shared(values, maker))
    return function(**values)


def shared(values, maker):
    return {name: value for name, value in values.items() if name in calculator.arguments(maker)}


def faults(said: Docstring):
    """What is missing or wrong behind a model."""
    found = [word for word in ("equation", "valid", "sources") if not getattr(said, word)]
    return found + [
        f"source {key!r} is not in the bibliography" for key in said.sources if key not in sources()
    ]


def test_the_walk_finds_every_public_function():
    defined = set()
    for file in Path(physics.__path__[0]).glob("*.py"):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                defined.add((file.stem, node.name))
    found = {
        (topic, one.__name__)
        for topic, members in calculator.functions().items()
        for one in members.values()
    }
    assert found == defined
    assert len(EVERY) == len(defined), "no two functions of a topic have the same key"


@pytest.mark.parametrize("name", EVERY)
def test_every_function_answers_as_from_python(name, capsys):
    function = function_of(name)
    words = calculator.example_words(function)
    needed = [one.name for one in calculator.arguments(function).values() if not one.optional]
    assert set(needed) <= set(words), "the docstring's example calls the function"
    assert (
        invoke(
            [
                "calc",
                name,
                "--json",
                *(f"{units.key_of(key)}={word}" for key, word in words.items()),
            ]
        )
        == 0
    )
    by_key = json.loads(capsys.readouterr().out)
    assert (
        invoke(
            [
                "calc",
                f"{name.partition('.')[0]}.{function.__name__}",
                "--json",
                *(f"{key}={word}" for key, word in words.items()),
            ]
        )
        == 0
    )
    assert json.loads(capsys.readouterr().out) == by_key, "full names are understood as well"

    value = called_from_python(function)
    if record.is_record(type(value)):
        value = tuple(getattr(value, field.name) for field in dataclasses.fields(value))
    elif isinstance(value, tuple) and len(by_key["result"]) == 1:  # as many as there were arguments
        value = (value,)
    for found, wanted in zip(
        by_key["result"].values(), value if isinstance(value, tuple) else (value,), strict=True
    ):
        assert found == pytest.approx(np.asarray(wanted, float), rel=WRITTEN, abs=1e-12), (
            "1e-12: a sine that should be zero"
        )
    for unit in by_key["units"].values():
        units.unit(unit)


@pytest.mark.parametrize("name", EVERY)
def test_every_function_says_what_stands_behind_it(name, capsys):
    function = function_of(name)
    said = model_docstring(function)
    assert faults(said) == []
    assert (
        invoke(
            [
                "calc",
                name,
                *(f"{key}={word}" for key, word in calculator.example_words(function).items()),
            ]
        )
        == 0
    )
    shown = " ".join(capsys.readouterr().out.split())
    for words in (
        said.equation,
        said.valid,
        said.place,
        *(sources()[key]["title"] for key in said.sources),
    ):
        assert " ".join(words.split()) in shown


@pytest.mark.parametrize("name", [name for name in EVERY if calculator.ranges(function_of(name))])
def test_outside_its_range_a_function_says_the_range(name, capsys):
    function = function_of(name)
    words, wanted = calculator.example_words(function), calculator.arguments(function)
    for key, (least, most, said) in calculator.ranges(function).items():
        assert key in wanted
        assert least < most
        span = most - least
        for outside in (least - 1e-3 * span, most + 1e-3 * span):
            asked = words | {key: units.show(outside, units.unit_of(key), 12)}
            assert (
                invoke(
                    ["calc", name, *(f"{units.key_of(one)}={word}" for one, word in asked.items())]
                )
                == 2
            )
            error = capsys.readouterr().err
            assert f"is outside {said}, where this is valid" in error
            assert units.key_of(key) in error


@pytest.mark.parametrize(
    "name",
    [
        *(
            module.name
            for module in pkgutil.walk_packages(parts.__path__, f"{parts.__name__}.")
            if not module.ispkg
        ),
        *(f"{dawndusk.__name__}.{stage}" for stage in STAGES),
    ],
)
def test_every_part_and_stage_says_what_stands_behind_it(name):
    assert faults(model_docstring(importlib.import_module(name))) == []


def test_missing_statements_would_be_noticed():
    assert faults(Docstring("", "", (), "", ())) == ["equation", "valid", "sources"]
    misspelt = cited("valado2013, chapter 9")
    assert faults(Docstring("a = b", "always", *misspelt, ())) == [
        "source 'valado2013' is not in the bibliography"
    ]


def test_labelled_lines_end_where_others_begin():
    text = """A thing.

    Equation: one
    and its rest.
    Valid: here
    Source: wgs84, some page

    Equations: not a label.
    >>> 1
    1
    """
    assert labelled(text) == {
        "Equation": "one and its rest",
        "Valid": "here",
        "Source": "wgs84, some page",
    }
    assert labelled(None) == {}


def test_lists_make_arrays_and_what_is_not_finite_is_null(capsys):
    assert (
        invoke(["calc", "orbit.sun_synchronous_inclination", "altitude=650 km, 6500 km", "--json"])
        == 0
    )
    found = json.loads(capsys.readouterr().out)["result"]["sun_synchronous_inclination_rad"]
    assert math.degrees(found[0]) == pytest.approx(97.99, abs=0.005), (
        "the digits printed in the docstring"
    )
    assert found[1] is None
    assert invoke(["calc", "orbit.sun_synchronous_inclination", "altitude=650 km, 6500 km"]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith("sun_synchronous_inclination = 97.986 deg, no finite value   (")
    )


def test_a_date_is_understood_where_an_instant_is_asked_for():
    by_date = calculator.calculate("sun.mean_longitude", ("time=2026-03-20",)).results
    by_time = calculator.calculate("sun.mean_longitude", ("time=827236869.184 s",)).results
    assert by_date == by_time
    with pytest.raises(BadInput, match="'2026-03-20' is a date, not a quantity"):
        calculator.calculate("annuity.recovery_per_year", ("rate=8 %", "life=2026-03-20"))


def test_a_record_is_made_from_the_arguments_of_its_maker():
    orbit = ("altitude=650 km", "inclination=97.99 deg", "plane_node=0 deg", "start=2030-01-01")
    year = calculator.calculate("season.year", orbit).results
    share = calculator.calculate("season.sunlit", orbit).results["sunlit_frac"]
    assert share == 1.0 - year["eclipse_frac"].mean()
    assert [
        one.key for one in calculator.arguments(function_of("season.longest_eclipse")).values()
    ] == [
        "altitude",
        "inclination",
        "plane_node",
        "start",
        "per_day",
    ]


def test_a_large_answer_is_summed_up(capsys):
    assert (
        invoke(
            [
                "calc",
                "season.year",
                "altitude=650 km",
                "inclination=98 deg",
                "plane_node=0 deg,90 deg",
                "start=2030-01-01",
            ]
        )
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "day = 1461 values: least 0.125, mean 182.625, most 365.125"
    assert lines[1].startswith("beta = 2 x 1461 values: least 6.04531 deg, mean 40.0512 deg, most ")


def test_the_listing_has_every_function_under_its_topic(capsys):
    assert invoke(["calc"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == EVERY
    assert [line.partition(":")[0] for line in lines if not line.startswith("  ")][:-1] == list(
        calculator.functions()
    )
    assert invoke(["calc", "heat"]) == 0
    assert (
        capsys.readouterr()
        .out.splitlines()[0]
        .startswith("heat: Heat of a flat plate near the Earth")
    )
    assert invoke(["calc", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == EVERY
