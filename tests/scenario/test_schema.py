"""The JSON schema of scenario files: it accepts what the reader takes and refuses mistakes where
they stand.
"""

import json
import re
import subprocess
import sys
import textwrap

import pytest
from jsonschema import Draft7Validator

from dawndusk.cli import invoke
from dawndusk.records.scenario import Scenario
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.inputs import keys
from dawndusk.scenario.reading import load
from dawndusk.scenario.toml import dump
from tests.scenario.records import EVERY


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


def test_units_and_names_are_offered(schema, errors):
    """Editors complete from these; whatever is offered is accepted."""
    compute = schema["definitions"]["records.satellite.Compute"]

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
                covers_array = area_m2 = temperature_k = sized = emissivity_frac = None
                absorbed_w = absorbed_by_array_w = radiating_w_per_k4 = capacity_j_per_k = None
                array_w_per_k = mass_kg = price_usd = holes_per_s = None
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
