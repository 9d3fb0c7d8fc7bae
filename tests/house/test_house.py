"""The house: names, imports, files, and that others can build on to it."""

import importlib
import json
import os
import pkgutil
import re
import shlex
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import dawndusk
from dawndusk.cli import invoke

ROOT = Path(__file__).parents[2]
OLD = str(ROOT / "tests" / "store" / "run-0.3.0")


def python(*args, cwd=None, path=None, **kwargs):
    env = os.environ | ({"PYTHONPATH": str(path)} if path else {})
    return subprocess.run(
        [sys.executable, *args],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=300,
        **kwargs,
    )


def test_no_module_is_named_like_a_public_function():
    modules = {
        name.rpartition(".")[2]
        for _, name, _ in pkgutil.walk_packages(dawndusk.__path__, "dawndusk.")
    }
    top = {name for _, name, _ in pkgutil.iter_modules(dawndusk.__path__)}
    assert not top & set(dawndusk.__all__)
    assert "pipeline" in modules


def test_public_names_exist():
    for name in dawndusk.__all__:
        assert getattr(dawndusk, name) is not None


@pytest.mark.parametrize(
    ("args", "absent"),
    [
        (["--help"], {"pydantic", "numpy", "jax", "rich", "duckdb"}),
        (["check", "suncatcher"], {"numpy", "jax", "rich", "duckdb"}),
        (["scenarios"], {"numpy", "jax", "rich", "duckdb"}),
        (["explain", "tpu-v6e.power"], {"jax", "rich", "duckdb"}),
        (["query", OLD, "FROM cost"], {"jax", "numpy", "rich"}),
        (["schema"], {"numpy", "jax", "rich", "duckdb"}),
        (["new", "suncatcher"], {"numpy", "jax", "rich", "duckdb"}),
        (["calc"], {"numpy", "jax", "rich", "duckdb"}),
        (["calc", "orbit.period", "altitude=650 km"], {"jax", "rich", "duckdb"}),
    ],
)
def test_light_commands_stay_light(args, absent):
    code = (
        f"import sys; from dawndusk.cli import invoke; invoke({args!r}); print('LOADED',"
        " *sys.modules)"
    )
    loaded = set(python("-c", code).stdout.rpartition("LOADED")[2].split())
    assert "dawndusk.cli" in loaded
    assert not absent & loaded


def test_run_json_has_no_clock_and_no_path(tmp_path):
    for number in (1, 2):
        assert invoke(["design", "suncatcher", "--out", str(tmp_path / f"run{number}")]) == 0
    first, second = ((tmp_path / f"run{number}" / "run.json").read_text() for number in (1, 2))
    assert first == second
    assert str(tmp_path) not in first


def test_resolved_scenario_runs_to_equal_numbers(tmp_path, capsys):
    few = ["--set", "flight.days=2", "--set", "flight.orbits=2"]
    for args in (
        ["run", "suncatcher", *few, "--set", "satellite.attitude=orbit_normal"],
        ["run", "first/resolved.toml"],
    ):
        out = tmp_path / ("first" if "suncatcher" in args else "second")
        args = [
            word if word != "first/resolved.toml" else str(tmp_path / "first" / "resolved.toml")
            for word in args
        ]
        assert invoke([*args, "--out", str(out), "--json"]) == 0
    first, second = (
        json.loads((tmp_path / name / "run.json").read_text()) for name in ("first", "second")
    )
    printed = json.loads(capsys.readouterr().out.partition("\n}\n")[0] + "\n}")
    assert printed == first
    assert first.pop("inputs") != second.pop("inputs")  # the origins differ
    assert first == second


def test_a_run_replaces_a_run(tmp_path):
    out = str(tmp_path / "run")
    assert invoke(["design", "suncatcher", "--out", out]) == 0
    assert (
        invoke(["design", "suncatcher", "--set", "constellation.altitude=800 km", "--out", out])
        == 0
    )
    assert (
        json.loads((tmp_path / "run" / "run.json").read_text())["inputs"]["constellation.altitude"][
            "value"
        ]
        == "800 km"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


RADIATOR = '''
"""A radiator that sheds a fixed flux, for the test."""
from __future__ import annotations
import dataclasses
from dawndusk.core.record import record
from dawndusk.records.fields import Positive, Temperature

@record
class Model:
    """A sheet that takes in nothing."""
    covers_array = False
    area_m2: Positive | None = None
    temperature_k: Temperature = 330.0
    flux_w_per_m2: Positive = 500.0  # at that temperature
    areal_mass_kg_per_m2: Positive = 4.0
    def sized(self, heat_w, hot, axes, panel, age_s):
        return dataclasses.replace(self, area_m2=heat_w / self.flux_w_per_m2)
    def absorbed_w(self, around, axes, array_k): return 0.0
    def radiating_w_per_k4(self): return self.area_m2 * self.flux_w_per_m2 / self.temperature_k**4
    def absorbed_by_array_w(self, temperature_k): return 0.0
    def capacity_j_per_k(self): return self.area_m2 * 4000.0
    def array_w_per_k(self): return 0.0
    def mass_kg(self): return self.area_m2 * self.areal_mass_kg_per_m2
    def price_usd(self): return self.area_m2 * 1000.0
    def holes_per_s(self): return 0.0
    def emissivity_frac(self, age_s): return 0.9
'''


def test_a_package_that_cannot_be_loaded_is_named(tmp_path):
    """It is one message about the kind; scenarios without it run, and the schema lists the rest."""
    library = tmp_path / "lib"
    meta = library / "old-1.0.dist-info"
    meta.mkdir(parents=True)
    (library / "old.py").write_text("from dawndusk.records import gone\n")
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: old\nVersion: 1.0\n")
    (meta / "entry_points.txt").write_text("[dawndusk.radiator]\nold = old\n")

    def said(*args):
        return python("-m", "dawndusk", *args, cwd=tmp_path, path=library)

    done = said("check", "suncatcher", "--set", "satellite.radiator={kind = 'old'}")
    assert done.returncode == 2
    assert "satellite.radiator.kind: radiator kind 'old' (old) cannot be loaded" in done.stderr
    assert "ImportError: cannot import name 'gone'" in done.stderr
    assert said("check", "suncatcher").returncode == 0
    assert said("schema").returncode == 0
    record = "from dawndusk.core.record import record\n\n@record\nclass Model:\n    x_m: float\n"
    for text, reason in (
        ("class Model: pass\n", "Model is no record"),
        (record, "Model lacks absorbed_by_array_w, absorbed_w"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
    ):
        (library / "old.py").write_text(text)
        done = said("check", "suncatcher", "--set", "satellite.radiator={kind = 'old'}")
        assert done.returncode == 2
        assert reason in done.stderr
        assert said("schema").returncode == 0
    (meta / "entry_points.txt").write_text("[dawndusk.rows]\nrows = gone\n")
    done = said("check", "suncatcher")
    assert done.returncode == 2
    assert "rows of the package gone cannot be loaded: ModuleNotFoundError" in done.stderr


def test_a_new_radiator_is_one_file_and_a_new_chip_only_rows(tmp_path):
    """A scratch package adds a kind by an entry point; a CSV beside the scenario adds a chip.
    Nothing of dawndusk is edited.
    """
    package = tmp_path / "lib" / "droplets"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "droplet.py").write_text(RADIATOR)
    meta = tmp_path / "lib" / "droplets-1.0.dist-info"
    meta.mkdir()
    (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: droplets\nVersion: 1.0\n")
    (meta / "entry_points.txt").write_text("[dawndusk.radiator]\ndroplet = droplets.droplet\n")
    header = "id,value,unit,low,high,dist,price_year,source,where,kind,retrieved,note\n"
    rows = [
        ("power", 400, "W", ""),
        ("peak", 1000, "TFLOP/s", ""),
        ("memory", 64, "GB", ""),
        ("bandwidth", 3, "TB/s", ""),
        ("price", 9000, "USD", 2026),
    ]
    (tmp_path / "chips.csv").write_text(
        header + "".join(f"nova-1.{n},{v},{u},,,,{y},dawndusk,,estimate,,\n" for n, v, u, y in rows)
    )
    scenario = """\
        title = "A new radiator and a new chip"
        extends = "suncatcher"
        rows = "chips.csv"
        [flight]
        days = 2
        orbits = 2
        [satellite]
        radiator = { kind = "droplet", flux = "800 W/m2" }
        [satellite.compute]
        use = "nova-1"
        """
    (tmp_path / "mine.toml").write_text(textwrap.dedent(scenario))
    done = python(
        "-m", "dawndusk", "run", "mine.toml", "--json", cwd=tmp_path, path=tmp_path / "lib"
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["inputs"]["satellite.compute.power"]["from"] == "row nova-1.power"
    heat_w = (100 * 500 * 1.04 + 500 + 4 * 80) / (
        0.95 * 0.98
    )  # chips and default hosts, overhead, bus, lasers, through the conversion
    assert (
        heat_w < found["fleet"]["radiator_m2"] / 81 * 800 < 1.06 * heat_w
    )  # and pumps, and the losses of charging
    told = python(
        "-m",
        "dawndusk",
        "explain",
        "satellite.compute.power",
        "mine",
        cwd=tmp_path,
        path=tmp_path / "lib",
    )
    assert "400 W" in told.stdout


def test_installed_wheel_runs_the_gallery(tmp_path):
    """What a user installs has the rows, the scenarios and the page's parts in it."""
    built = python(
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(ROOT),
    )
    assert built.returncode == 0, built.stderr
    wheel = next(tmp_path.glob("*.whl"))
    target = tmp_path / "site"
    assert (
        python(
            "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(wheel)
        ).returncode
        == 0
    )
    work = tmp_path / "work"
    work.mkdir()
    where = python("-c", "import dawndusk; print(dawndusk.__file__)", cwd=work, path=target)
    assert where.stdout.startswith(str(target))
    for args in (
        ["--version"],
        ["scenarios"],
        ["check", "starlink-ai"],
        ["schema"],
        ["new", "spacex-ai1@sheet-a"],
        ["design", "suncatcher"],
        ["explain", "fleet.array_m2", "suncatcher"],
    ):
        done = python("-m", "dawndusk", *args, cwd=work, path=target)
        assert done.returncode == 0, done.stderr


def test_a_run_folder_with_other_things_in_it_is_left_alone(tmp_path, capsys):
    out = tmp_path / "run"
    assert invoke(["design", "suncatcher", "--out", str(out)]) == 0
    (out / "notes.md").write_text("mine")
    assert invoke(["design", "suncatcher", "--out", str(out)]) == 2
    assert "notes.md" in capsys.readouterr().err
    assert (out / "notes.md").read_text() == "mine"


def test_every_folder_of_the_package_has_an_init():
    package = ROOT / "src" / "dawndusk"
    folders = {path.parent for path in package.rglob("*.py")}
    assert all((folder / "__init__.py").exists() for folder in folders)


def test_stages_are_reached_by_name():
    for name in ("design", "fly", "serve", "evolve", "price", "load", "run", "explain"):
        assert callable(getattr(importlib.import_module("dawndusk"), name))


@pytest.mark.slow
def test_readme_commands_run_as_printed(tmp_path, monkeypatch, capsys):
    """Every `dawndusk ...` line and every block of code of the README, in order, from an empty
    folder; but for what a page shows as well.
    """
    text = (ROOT / "README.md").read_text("utf-8")
    commands = [
        line.partition("#")[0].split("dawndusk ", 1)[1]
        for line in text.splitlines()
        if line.startswith("    dawndusk ")
    ]
    assert len(commands) >= 9
    shown = {
        line[11:]
        for page in (ROOT / "docs").glob("*.md")
        for line in page.read_text("utf-8").splitlines()
        if line.startswith("$ dawndusk ")
    }
    commands = [
        command for command in map(str.strip, commands) if command not in shown
    ]  # those run in tests/docs
    monkeypatch.chdir(tmp_path)
    assert invoke(["run", "suncatcher"]) == 0  # what `make demo` did
    assert capsys.readouterr().out in text  # the README shows the whole screen, to the letter
    for command in commands:
        assert invoke(shlex.split(command)) == 0, command
    blocks = dict(re.findall(r"```(toml|python)\n(.*?)```", text, re.S))
    (tmp_path / "mine.toml").write_text(blocks["toml"])
    assert invoke(["check", "mine.toml"]) == 0
    exec(compile(blocks["python"], "README", "exec"), {})
    assert "ratio " in capsys.readouterr().out
