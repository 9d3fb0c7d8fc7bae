"""The house rule: no number without a row, no row without source, range and kind, and none that
nothing uses.
"""

import ast
import csv
import dataclasses
import datetime
import functools
import importlib
import itertools
import math
import pkgutil
import re
import tomllib
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import dawndusk
from dawndusk.core import units
from dawndusk.core.errors import BadInput
from dawndusk.core.record import RECORDS
from dawndusk.data import catalogue
from dawndusk.provenance.docstrings import cited, labelled
from dawndusk.scenario.evidence import evidence
from dawndusk.scenario.toml import read

HEAD = ",".join(catalogue.COLUMNS)
REGISTRIES = (
    "pypi.org",
    "npmjs.com",
    "crates.io",
    "huggingface.co",
    "anaconda.org",
    "hub.docker.com",
    "rubygems.org",
)


def tables() -> dict[str, list[dict[str, str]]]:
    """Every built-in CSV as text, before anything is parsed."""
    folder = resources.files(catalogue.__package__).joinpath("rows")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".csv")),
        key=lambda file: file.name,
    )
    return {
        file.name.removesuffix(".csv"): list(csv.DictReader(file.read_text("utf-8").splitlines()))
        for file in files
    }


def records() -> list[type]:
    """Every record class of dawndusk, parts included."""
    for module in pkgutil.walk_packages(dawndusk.__path__, "dawndusk."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [cls for cls in RECORDS if cls.__module__.startswith("dawndusk.")]


@functools.cache
def constants() -> dict[str, str]:
    """Row id -> the module-level name that holds it, for each `NAME = constant("row")` of the
    source.
    """
    found = {}
    for file in Path(dawndusk.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and getattr(node.value.func, "id", "") == "constant"
            ):
                found[node.value.args[0].value] = node.targets[0].id
    return found


def behind_models() -> set[str]:
    """Keys of the bibliography in the `Source:` lines of all docstrings."""
    found: set[str] = set()
    for file in Path(dawndusk.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                found.update(cited(labelled(ast.get_docstring(node)).get("Source", ""))[0])
    return found


def in_files() -> set[str]:
    """Keys of the bibliography in the comments of gallery files, `# vendor, suncatcher2026: section
    2`, and in those of published analyses.
    """
    folder = Path(dawndusk.__path__[0])
    stated = [
        evidence(comment)
        for file in (folder / "scenario" / "gallery").rglob("*.toml")
        for comment in read(file.read_text("utf-8")).comments.values()
    ]
    return {one.source for one in stated if one is not None and one.source} | {
        tomllib.loads(file.read_text("utf-8"))["source"]
        for file in (folder / "analyses").glob("*.toml")
    }


def dimension(unit: str) -> units.Dimension:
    return units.unit("K" if unit == "degC" else unit)[1]


def uses(classes: list[type], rows: dict[str, catalogue.Row]) -> dict[str, list[str]]:
    """Row id -> names, with the ending that tells their unit, of the fields and constants that take
    it.
    """
    found: dict[str, list[str]] = {id: [name.lower()] for id, name in constants().items()}
    for cls in classes:
        for field in dataclasses.fields(cls):
            if "row" in field.metadata:
                found.setdefault(field.metadata["row"], []).append(field.name)
    defaults = set(found)
    for cls in classes:
        by_key = {units.key_of(field.name): field.name for field in dataclasses.fields(cls)}
        for row in rows.values():
            key = row.id.rpartition(".")[2]
            if (
                row.family == getattr(cls, "CATALOGUE", "")
                and row.id not in defaults
                and key in by_key
            ):
                found.setdefault(row.id, []).append(by_key[key])
    return found


def faults(table: list[dict[str, str]], sources: dict[str, dict]) -> list[str]:
    """What the house rule finds wrong in the text of rows."""
    found = []
    for row in table:
        wrong = []
        if row["kind"] not in catalogue.KINDS:
            wrong.append("kind")
        if row["source"] not in sources:
            wrong.append("source")
        if row["kind"] == "estimate" and row["source"] != "dawndusk" and not row["note"]:
            wrong.append("an estimate of others says why")
        if row["source"] == "dawndusk" and row["kind"] != "estimate":
            wrong.append("our own figure is an estimate")
        if row["source"] == "dawndusk" and not row["note"]:
            wrong.append("an estimate has a note")
        if (
            row["source"] == "dawndusk"
            and not row["low"]
            and "choice" not in row["note"]
            and "inside the rack" not in row["note"]
        ):
            wrong.append("an estimate has a range, or is a choice")
        if bool(row["low"]) != bool(row["high"]):
            wrong.append("half a range")
        elif row["low"] and not float(row["low"]) <= float(row["value"]) <= float(row["high"]):
            wrong.append("value outside its range")
        elif row["low"] and float(row["low"]) == float(row["high"]):
            wrong.append("empty range")
        if row["dist"] and (not row["low"] or row["dist"] not in catalogue.SHAPES):
            wrong.append("dist")
        if ("USD" in row["unit"]) != bool(row["price_year"]):
            wrong.append("price year")
        if not re.fullmatch(r"[a-z0-9@-]+\.[a-z0-9_]+", row["id"]):
            wrong.append("id")
        try:
            datetime.date.fromisoformat(row["retrieved"])
        except ValueError:
            wrong.append("retrieved")
        found += [f"{row['id']}: {what}" for what in wrong]
    return found


ALL = [row for table in tables().values() for row in table]
GOOD = {
    "id": "thing.mass",
    "value": "2",
    "unit": "kg",
    "low": "1",
    "high": "3",
    "dist": "triangular",
    "price_year": "",
    "source": "dawndusk",
    "where": "",
    "kind": "estimate",
    "retrieved": "2026-11-22",
    "note": "a guess",
}


def test_rows_keep_the_house_rule():
    assert faults(ALL, catalogue.sources()) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"kind": "hearsay"}, "kind"),
        ({"source": "nobody2020"}, "source"),
        ({"kind": "vendor"}, "our own figure is an estimate"),
        ({"note": ""}, "an estimate has a note"),
        ({"low": "", "high": "", "dist": ""}, "an estimate has a range, or is a choice"),
        ({"source": "other", "note": ""}, "an estimate of others says why"),
        ({"high": ""}, "half a range"),
        ({"value": "4"}, "value outside its range"),
        ({"low": "2", "high": "2"}, "empty range"),
        ({"dist": "bell"}, "dist"),
        ({"unit": "USD/kg"}, "price year"),
        ({"price_year": "2026"}, "price year"),
        ({"id": "thing"}, "id"),
        ({"retrieved": "lately"}, "retrieved"),
    ],
)
def test_the_house_rule_sees_a_spoiled_row(change, fault):
    sources = {"dawndusk": {}, "other": {}}
    assert faults([GOOD], sources) == []
    assert f"{(GOOD | change)['id']}: {fault}" in faults([GOOD | change], sources)


def test_ids_are_unique_across_files():
    ids = [row["id"] for row in ALL]
    assert sorted({id for id in ids if ids.count(id) > 1}) == []
    assert set(ids) == set(catalogue.rows())


def test_every_source_is_cited_and_says_how_it_was_read():
    sources = catalogue.sources()
    assert (
        sorted(set(sources) - {row["source"] for row in ALL} - behind_models() - in_files()) == []
    )
    assert sorted((behind_models() | in_files()) - set(sources)) == []
    for key, entry in sources.items():
        assert set(entry) - {"url"} == {"title", "authors", "year", "read"}, key
        assert re.match(r"(primary|second-hand): \S|own judgement", entry["read"]), (
            f"{key}: {entry['read']}"
        )
        host = urlsplit(entry.get("url", "https://none.example")).netloc.removeprefix("www.")
        assert host, key
        assert not host.endswith(REGISTRIES), key


def test_nothing_recalled_stands_as_more_than_an_estimate():
    assert [row["id"] for row in ALL if row["kind"] != "estimate" and "recall" in row["note"]] == []
    assert [
        key
        for key, entry in catalogue.sources().items()
        if key != "dawndusk" and "recall" in entry["read"]
    ] == []


def test_money_has_a_deflator_for_its_year():
    years = {int(row["price_year"]) for row in ALL if row["price_year"]}
    assert years
    for year in years | {catalogue.BASE_YEAR}:
        assert catalogue.deflator(year) > 0.0
    with pytest.raises(KeyError, match="no price index for 1890"):
        catalogue.deflator(1890)


def test_consumer_prices_rise():
    index = [catalogue.deflator(year) for year in range(2019, catalogue.BASE_YEAR + 1)]
    assert all(1.0 < after / before < 1.09 for before, after in itertools.pairwise(index))


def test_every_row_has_the_unit_of_the_fields_that_take_it():
    rows, found = catalogue.rows(), uses(records(), catalogue.rows())
    assert len(found) > 150, "the walk over the records finds them"
    wrong = [
        f"{id}: {rows[id].unit} for {name}"
        for id, names in found.items()
        for name in names
        if (units.suffix(name) or id not in constants())
        and dimension(rows[id].unit) != dimension(units.unit_of(name))
    ]
    assert wrong == []


def test_every_row_is_used_and_every_used_row_exists():
    rows, found = catalogue.rows(), uses(records(), catalogue.rows())
    assert sorted(set(found) - set(rows)) == []
    assert sorted(id for id in rows if id not in found and not id.startswith("cpi-u.y")) == []


def test_the_walk_sees_a_dead_row_and_a_wrong_unit():
    chip = catalogue.row("h100.power")
    strange = {
        row.id: row
        for row in (
            dataclasses.replace(chip, id="h100.colour"),
            dataclasses.replace(chip, unit="kg"),
        )
    }
    found = uses(records(), strange)
    assert "h100.colour" not in found
    assert dimension(strange["h100.power"].unit) != dimension(units.unit_of(found["h100.power"][0]))


def test_items_of_one_family_have_the_same_keys():
    taken = uses(records(), catalogue.rows())
    defaults = {field.metadata.get("row") for cls in records() for field in dataclasses.fields(cls)}
    for family in {cls.CATALOGUE for cls in records() if getattr(cls, "CATALOGUE", "")}:
        keys: dict[str, set[str]] = {}
        for row in catalogue.rows().values():
            if row.family == family and row.id in taken and row.id not in defaults:
                keys.setdefault(row.item, set()).add(row.id.rpartition(".")[2])
        assert len(keys) > 1, family
        wanted = set.union(*keys.values())
        assert {
            item: sorted(wanted - have) for item, have in keys.items() if have != wanted
        } == {}, family


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("a.b,5,kg,1,3,,,x,,claim,2026-11-22,", "outside"),
        ("a.b,,kg,,,,,x,,claim,2026-11-22,", "needs a value"),
        ("a.b,5,kg,,,,,x,,rumour,2026-11-22,", "kind"),
        ("a.b,5,kg,,,,,,,claim,2026-11-22,", "source"),
        ("a.b,5,USD,,,,,x,,claim,2026-11-22,", "price_year"),
        ("a.b,5,kg,1,9,flat,,x,,claim,2026-11-22,", "dist"),
        ("a.b,5,stone,,,,,x,,claim,2026-11-22,", "not a unit"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(line, reason):
    with pytest.raises(BadInput) as caught:
        catalogue.read([HEAD, line], "mine.csv")
    assert reason in str(caught.value)
    assert "mine.csv:2" in str(caught.value)


def test_money_of_another_year_is_deflated_with_its_range():
    row = catalogue.read([HEAD, "a.b,100,USD,50,200,,2019,x,,claim,2026-11-22,"], "mine.csv")["a.b"]
    later, factor = row.in_year(2024), 313.689 / 255.657
    assert (later.value, later.spread.low, later.spread.high) == pytest.approx(
        (100 * factor, 50 * factor, 200 * factor)
    )
    assert row.in_year(2019) is row


def test_constants_agree_with_other_packages():
    scipy = pytest.importorskip("scipy.constants")
    skyfield = pytest.importorskip("skyfield.toposlib")
    value = catalogue.constant
    assert value("physics.stefan_boltzmann") == pytest.approx(scipy.Stefan_Boltzmann, rel=1e-9)
    assert value("physics.standard_gravity") == scipy.g
    assert value("sun.distance") == scipy.au
    assert value("earth.radius") == skyfield.wgs84.radius.m
    assert value("earth.j2") == pytest.approx(0.484165371736e-3 * math.sqrt(5.0), rel=1e-8), (
        "EGM96, normalised C20"
    )
    assert value("earth.sidereal_day") == pytest.approx(86400.0 / 1.002737909350795, abs=1e-3)
    assert value("sun.tropical_year") == pytest.approx(365.242190402 * 86400.0, abs=0.1)


def test_dense_models_are_counted_from_their_shape():
    for model, width, inner in (("llama-3-8b", 4096, 14336), ("llama-3-70b", 8192, 28672)):
        shape = {
            key: catalogue.constant(f"{model}.{key}")
            for key in ("layers", "kv_heads", "head_size", "parameters", "active_parameters")
        }
        layer = (
            2 * width**2
            + 2 * width * shape["kv_heads"] * shape["head_size"]
            + 3 * width * inner
            + 2 * width
        )
        assert shape["parameters"] == pytest.approx(
            2 * 128256 * width + shape["layers"] * layer + width, rel=1e-3
        )
        assert shape["active_parameters"] == shape["parameters"]
