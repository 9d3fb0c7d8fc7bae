"""What a scenario file may hold, told three ways from one source: the meanings beside the fields,
the JSON schema, and the files of `dawndusk new`.
"""

import dataclasses
import datetime
import json
import re
import subprocess
import sys
import textwrap
import tomllib
from importlib import resources

import pytest
from jsonschema import Draft7Validator

from dawndusk.cli import invoke
from dawndusk.core import kinds, units
from dawndusk.core.record import leaves, notes
from dawndusk.data import catalogue
from dawndusk.records.scenario import Ground, Satellite, Scenario
from dawndusk.scenario import patterns
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.inputs import keys, models
from dawndusk.scenario.layers import hints, part_of
from dawndusk.scenario.reading import load
from dawndusk.scenario.schema import scenario_schema
from dawndusk.scenario.template import editable
from dawndusk.scenario.toml import dump


def records():
    """Every record that a scenario file can hold a table of."""
    found, waiting = [], [Scenario]
    while waiting:
        cls = waiting.pop()
        if cls not in found:
            found.append(cls)
            for key in keys(cls):
                waiting += (
                    models(key.part).values()
                    if key.part
                    else [one for one in (key.table, key.tables) if one]
                )
    return found


EVERY = {f"{cls.__module__}.{cls.__qualname__}": cls for cls in records()}


@pytest.fixture(scope="module")
def schema():
    return json.loads(json.dumps(scenario_schema()))  # as it is printed


@pytest.fixture(scope="module")
def errors(schema):
    """A function from the text of a file to the schema's complaints, as (dotted key, keyword)."""
    validator = Draft7Validator(schema)

    def told(text):
        tree = json.loads(json.dumps(tomllib.loads(text), default=datetime.date.isoformat))
        return {
            (".".join(map(str, one.absolute_path)), one.validator)
            for one in validator.iter_errors(tree)
        }

    return told


# -- meanings ------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_every_key_has_a_meaning(name):
    assert [key.name for key in keys(EVERY[name]) if not re.search(r"\w", key.meaning)] == []


def test_walk_meets_every_family_and_kind():
    """The test above would be empty if the walk stopped early."""
    fields = [hint for cls in (Scenario, Satellite, Ground) for hint in hints(cls).values()]
    families = {part.family for part in map(part_of, fields) if part is not None}
    assert len(families) == 9
    assert {
        kinds.model(family, kind) for family in families for kind in kinds.kinds(family)
    } <= set(EVERY.values())


def test_a_class_without_source_has_empty_notes():
    made = dataclasses.make_dataclass("Made", [("mass_kg", float)])
    assert notes(made) == {"mass_kg": ""}


# -- the schema ----------------------------------------------------------------


def test_schema_is_one(schema):
    Draft7Validator.check_schema(schema)


def test_every_value_is_described_with_an_example(schema):
    """Each key that is not a table says what it is, and shows a value that it accepts itself."""
    count = 0
    for cls in EVERY.values():
        for key in keys(cls):
            if key.part or key.table or key.tables:
                continue
            name = f"{cls.__module__.removeprefix('dawndusk.')}.{cls.__qualname__}"
            made = (
                schema["properties"]
                if cls is Scenario
                else schema["definitions"][name]["properties"]
            )
            said = made[key.name]
            assert said["description"].lower().startswith(key.meaning.lower()), key.name
            shown = said.get("examples") or said["enum"]
            assert (
                list(
                    Draft7Validator(said | {"definitions": schema["definitions"]}).iter_errors(
                        shown[0]
                    )
                )
                == []
            ), key.name
            if key.core is float and key.unit != "1":
                assert "or the like" in said["description"] or key.written, key.name
            if key.row is not None:
                assert key.row.source in said["description"], key.name
            count += 1
    assert count > 100


@pytest.mark.parametrize("name", gallery())
def test_gallery_and_what_a_run_leaves_are_accepted(name, errors):
    loaded = load(name)
    assert errors(loaded.given) == set()
    assert errors(dump(loaded.resolved, loaded.origins, loaded.rows)) == set()


def test_resolved_of_a_real_run_is_accepted(errors, tmp_path):
    assert invoke(["design", "suncatcher", "--out", str(tmp_path / "run")]) == 0
    assert errors((tmp_path / "run" / "resolved.toml").read_text("utf-8")) == set()


REFUSED = [
    # unknown keys, of the file, of a table, of a part whose kind is said, left out, or has no such
    # key
    ('extends = "suncatcher"\ncolour = 3', "colour"),
    ('extends = "suncatcher"\n[constelation]\naltitude = "650 km"', "constelation"),
    ('extends = "suncatcher"\n[satellite.array]\nefficency = 0.3', "satellite.array.efficency"),
    ('extends = "suncatcher"\n[satellite.array]\nage = "3 yr"', "satellite.array.age"),
    (
        'extends = "suncatcher"\n[satellite.radiator]\nkind = "flat-panel"\nfins = 3',
        "satellite.radiator.fins",
    ),
    ('extends = "suncatcher"\n[work]\nkind = "mean_flops"\nmodel = "llama-3-8b"', "work.model"),
    # unknown kinds, long and short
    (
        'extends = "suncatcher"\n[satellite.radiator]\nkind = "flat_pannel"',
        "satellite.radiator.kind",
    ),
    ('extends = "suncatcher"\n[constellation]\nkind = "walkr"', "constellation.kind"),
    ('extends = "suncatcher"\n[satellite]\nattitude = "nadir"', "satellite.attitude"),
    # quantities: no unit, the wrong one, no number, none above zero, not in words
    ('extends = "suncatcher"\n[constellation]\naltitude = 650', "constellation.altitude"),
    ('extends = "suncatcher"\n[constellation]\naltitude = "650"', "constellation.altitude"),
    ('extends = "suncatcher"\n[constellation]\naltitude = "650 kg"', "constellation.altitude"),
    ('extends = "suncatcher"\n[constellation]\naltitude = "1e3 parsec"', "constellation.altitude"),
    ('extends = "suncatcher"\n[constellation]\nlocal_time = "25:00"', "constellation.local_time"),
    ('extends = "suncatcher"\n[constellation]\nlocal_time = 18', "constellation.local_time"),
    ('extends = "suncatcher"\n[mission]\nlife = "0 yr"', "mission.life"),
    ('extends = "suncatcher"\n[satellite.compute]\npower = [1, 2]', "satellite.compute.power"),
    ('extends = "suncatcher"\n[satellite.compute]\npower = "-3 W"', "satellite.compute.power"),
    ('extends = "suncatcher"\n[launch]\nprice = { low = "3 USD/kg" }', "launch.price"),
    (
        'extends = "suncatcher"\n[launch]\nprice = { low = "1 USD/kg", high = "3 USD" }',
        "launch.price.high",
    ),
    (
        (
            'extends = "suncatcher"\n[launch]\nprice = { low = "1 USD/kg", high = "3 USD/kg", dist'
            ' = "gaussian" }'
        ),
        "launch.price.dist",
    ),
    ('extends = "suncatcher"\n[launch]\nto = "mars"', "launch.to"),
    # limits
    ('extends = "suncatcher"\n[satellite.compute]\nidle = 1', "satellite.compute.idle"),
    ('extends = "suncatcher"\n[satellite.compute]\ncount = 0', "satellite.compute.count"),
    ('extends = "suncatcher"\n[flight]\nsteps_per_orbit = 1', "flight.steps_per_orbit"),
    ('extends = "suncatcher"\n[[ground]]\npue = 0.9', "ground"),
    # words, dates, tables
    ('extends = "suncatcher"\n[money]\nboundary = "everything"', "money.boundary"),
    ('extends = "suncatcher"\n[mission]\nstart = 3', "mission.start"),
    ('extends = "suncatcher"\n[satellite]\ncompute = 3', "satellite.compute"),
    ('extends = "suncatcher"\nname = "../elsewhere"', "name"),
    # names that the catalogue does not have
    ('extends = "suncatcher"\n[satellite.compute]\nuse = "h1000"', "satellite.compute.use"),
    ('extends = "suncatcher"\n[work]\nkind = "inference"\nmodel = "llama-3-7b"', "work.model"),
    ('extends = "suncatcher"\n[[ground]]\nuse = "us-texas-gird"', "ground.0.use"),
    # what nothing stands in for
    ("[money]", ""),
    ('title = "x"\n[constellation]\nkind = "cluster"', ""),
    (
        (
            'title = "x"\n[constellation]\naltitude = "650 km"\n[satellite.compute]\nuse ='
            ' "h100"\ncount = 1'
        ),
        "constellation",
    ),
    (
        (
            'title = "x"\n[constellation]\nkind = "cluster"\n[satellite.compute]\nuse ='
            ' "h100"\ncount = 1'
        ),
        "constellation",
    ),
    (
        (
            'title = "x"\n[constellation]\nkind = "shells"\nshell = [{ planes = 3'
            ' }]\n[satellite.compute]\nuse = "h100"'
        ),
        "constellation.shell.0",
    ),
    ('title = "x"\n[compute]\nuse = "h100"', "compute"),
    ('title = "x"\n[compute]\nuse = "h100"\ncount = 8\n[launch]', "launch"),
]


@pytest.mark.parametrize(("text", "where"), REFUSED)
def test_mistakes_are_refused_where_they_stand(text, where, errors):
    assert where in {key for key, _ in errors(text)}


@pytest.mark.parametrize(
    "text",
    [
        'extends = "suncatcher"',  # everything else may be left out
        # a file that we cannot see may bring rows
        'extends = "elsewhere"\n[satellite.compute]\nuse = "nova-1"',
        'extends = "suncatcher"\nrows = "mine.csv"\n[satellite.compute]\nuse = "nova-1"',
        'extends = "suncatcher"\nground = "us-texas-grid"',
        'extends = "suncatcher"\n[ground]\npue = "1.2"',
        'extends = "suncatcher"\n[satellite]\nattitude = "orbit-normal"',
        (
            'extends = "suncatcher"\n[satellite.radiator]\ntemperature = "-20 degC"\nprice = "2'
            ' kUSD m-2"'
        ),
        (
            'extends = "suncatcher"\n[satellite.compute]\ncount = { low = 60, mode = "72", high ='
            ' 85.5, dist = "normal" }'
        ),
        (
            'extends = "suncatcher"\n[constellation]\ninclination = { low = "97 deg", high = "98'
            ' deg" }\nlocal_time = "18 h"'
        ),
        'title = "x"\n[compute]\nuse = "h100"\ncount = 8',
    ],
)
def test_what_the_reader_takes_is_not_refused(text, errors):
    assert errors(text) == set()


def test_patterns_agree_with_the_reader():
    """For each unit that a key has, and each spelling in the rows and tables: the pattern accepts
    exactly what `parse` reads.
    """
    spelled = (
        {row.unit for row in catalogue.rows().values()}
        | set(units.FRIENDLY)
        | set(units.FRIENDLY.values())
    )
    spelled |= {
        "km",
        "Mm",
        "nm",
        "MW",
        "mW",
        "TWh",
        "kN",
        "USD/t",
        "USD kg-1",
        "W m-2",
        "W/m^2",
        "J/h",
        "%",
        "h",
        "day",
        "Gbit/s",
        "1/d",
        "degC",
    }
    expected = {key.unit for cls in EVERY.values() for key in keys(cls) if key.core is float}
    roundabout = {
        ("J/h", "W"),
        ("USD/W/s", "USD/J"),
        ("USD/kW/yr", "USD/J"),
    }  # read, and not worth a pattern
    assert len(expected) > 25
    disagreements = set()
    for unit in expected:
        for word in spelled:
            try:
                units.parse(f"3.5 {word}", unit)
                reads = True
            except units.UnitError:
                reads = False
            if reads != bool(re.search(patterns.quantity(unit, "positive"), f"3.5 {word}")):
                disagreements.add((word, unit))
    assert disagreements <= roundabout


@pytest.mark.parametrize(
    ("text", "sign", "fits"),
    [
        ("0 W", "positive", False),
        ("0 W", "not_negative", True),
        ("0.0e3 W", "positive", False),
        ("-1 W", "not_negative", False),
        ("-1 W", "any", True),
        ("1_000 W", "positive", True),
        ("1e-3 W", "positive", True),
        ("W", "any", False),
        ("100", "any", False),
    ],
)
def test_signs(text, sign, fits):
    assert bool(re.search(patterns.quantity("W", sign), text)) == fits


def test_units_and_names_are_offered(schema, errors):
    """Editors complete from these; whatever is offered is accepted."""
    compute = schema["definitions"]["records.scenario.Compute"]

    def offered(key):
        refs = [
            one["$ref"]
            for at, one in compute["patternProperties"].items()
            if "$ref" in one and re.search(at, key)
        ]
        return [
            value
            for ref in refs
            for value in schema["definitions"][ref.rpartition("/")[2]]["anyOf"][0]["enum"]
        ]

    assert {"h100", "tpu-v6e"} <= set(offered("use"))
    assert {"1 kW", "1 W"} <= set(map(str, offered("power")))
    assert "1 %/yr" in offered("loss")
    for key in ("use", "power", "loss", "price", "limit", "count", "idle"):
        for value in offered(key):
            written = (
                "{ " + ", ".join(f"{k} = {json.dumps(v)}" for k, v in value.items()) + " }"
                if isinstance(value, dict)
                else json.dumps(value)
            )
            assert (
                errors(f'extends = "suncatcher"\n[satellite.compute]\n{key} = {written}') == set()
            )


def test_kinds_of_another_package_are_in_it(tmp_path):
    package = tmp_path / "droplets"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "droplet.py").write_text(
        textwrap.dedent('''\
            """A radiator of drops, for the test. It sheds."""
            from __future__ import annotations
            from dawndusk.core.record import record
            from dawndusk.records.fields import Positive

            @record
            class Model:
                """Drops."""
                flux_w_per_m2: Positive = 500.0  # of the sheet of drops
            ''')
    )
    meta = tmp_path / "droplets-1.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: droplets\nVersion: 1.0\n")
    (meta / "entry_points.txt").write_text("[dawndusk.radiator]\ndroplet = droplets.droplet\n")
    done = subprocess.run(
        [sys.executable, "-m", "dawndusk", "schema"],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    radiator = json.loads(done.stdout)["definitions"]["parts.radiator"]
    assert "droplet" in radiator["properties"]["kind"]["enum"]
    assert (
        "A radiator of drops, for the test"
        in radiator["properties"]["kind"]["x-taplo"]["docs"]["enumValues"]
    )
    assert "flux" in radiator["properties"]
    assert "of the sheet of drops" in done.stdout.lower()


# -- new -----------------------------------------------------------------------


def read_back(text, tmp_path, name):
    file = tmp_path / f"{name}.toml"
    file.write_text(text, "utf-8")
    return load(file)


def set_all(text, wanted):
    """The text with its commented keys set, where `wanted` says so of the comment behind."""
    commented = re.compile(
        r"^# (\w+ = (?:\"[^\"]*\"|\[[^#]*?\]|[^#\"]*?)|\[\[[\w.]+\]\]) *# (.*)$", re.M
    )
    return commented.sub(lambda match: match[1] if wanted(match[2]) else match[0], text)


@pytest.mark.parametrize("name", gallery())
def test_a_copy_is_the_same_scenario(name, errors, tmp_path):
    """It passes `check`, reads to an equal scenario with equal spreads, so that every stage gives
    the same; and stands alone.
    """
    text, original = editable(name), load(name)
    copy = read_back(text, tmp_path, "copy")
    assert text.startswith("#:schema ./dawndusk.scenario.schema.json\n")
    assert "extends" not in tomllib.loads(text)
    assert copy.scenario.name == "copy"
    assert copy.scenario.title == f"Copy of {original.scenario.title}"
    assert (
        dataclasses.replace(copy.scenario, name=name, title=original.scenario.title)
        == original.scenario
    )
    assert copy.priors == original.priors
    assert errors(text) == set()


@pytest.mark.parametrize("name", gallery())
def test_comments_of_a_copy_are_the_defaults(name, tmp_path):
    """Every sign taken away that stands before a default: the same numbers."""
    text, original = editable(name), load(name)
    whole = set_all(text, lambda comment: not comment.startswith("not set"))
    assert text.count("\n# ") - whole.count("\n# ") > 40
    found = {key: value for key, _, value in leaves(read_back(whole, tmp_path, "whole").scenario)}
    for key, _, value in leaves(original.scenario):
        if key not in ("name", "title"):
            close = (
                pytest.approx(value, rel=1e-11) if isinstance(value, float) else value
            )  # twelve digits are written where a unit is not exact
            assert found[key] == close, key


@pytest.mark.parametrize("name", ["suncatcher", "starlink-ai", "us-ground"])
def test_a_copy_shows_all_that_can_be_set(name):
    """With every commented key set, each table has each key of its record."""
    tree = tomllib.loads(set_all(editable(name), lambda comment: True))

    def absent(cls, table, path):
        for key in keys(cls):
            value = table.get(key.name)
            if isinstance(value, str) and key.part:
                value = {"kind": value}
            if key.part and value is not None:
                yield from absent(models(key.part)[value["kind"]], value, f"{path}.{key.name}")
            elif key.table and value is not None:
                yield from absent(key.table, value, f"{path}.{key.name}")
            elif key.tables and value is not None:
                yield from absent(key.tables, value[0], f"{path}.{key.name}")
            elif value is None:
                yield f"{path}.{key.name}".strip(".")

    orbital = ["constellation", "satellite", "flight", "environment", "launch", "life", "programme"]
    assert sorted(absent(Scenario, tree, "")) == sorted(
        orbital if name == "us-ground" else ["compute"]
    )


def test_new_without_a_name_lists_and_with_a_wrong_one_helps(capsys):
    assert invoke(["new"]) == 0
    told = capsys.readouterr()
    assert all(name in told.out for name in gallery())
    assert "dawndusk new suncatcher > mine.toml" in told.err
    assert invoke(["new", "suncacher"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err) == (
        "",
        "dawndusk: no scenario 'suncacher' in the gallery (did you mean suncatcher?)\n",
    )


def test_new_is_not_misled_by_a_file_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "suncatcher.toml").write_text('title = "another"\nextends = "starlink-ai"\n')
    (tmp_path / "suncatcher").mkdir()
    assert "Copy of Project Suncatcher" in editable("suncatcher")


def test_base_files_are_whole_within_their_copies():
    """Every value that a file of the gallery brings along by `extends` stands in the copy, with the
    comment of its own file.
    """
    folder = resources.files("dawndusk.scenario.gallery")
    base = (folder / "base" / "spacex-ai1.toml").read_text("utf-8")
    copy = editable("spacex-ai1@sheet-a").splitlines()
    lines = [
        line
        for line in base.splitlines()
        if re.match(r"\w+ = ", line) and not line.startswith("title")
    ]
    assert len(lines) > 15
    assert [line for line in lines if line not in copy] == []
