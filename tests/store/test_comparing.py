"""Comparing scenarios that are run with runs that are opened, on one boundary."""

import json
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from dawndusk.cli import invoke
from dawndusk.core.errors import BadInput
from dawndusk.pipeline import run
from dawndusk.store.comparing import compare
from tests.store.test_opening import edit
from tests.systems import OLD, SMALL


def scenario(folder, name):
    """A file of a scenario of the gallery under its own name, on small settings."""
    path = folder / f"small-{name}.toml"
    flight = "" if name == "us-ground" else "[flight]\ndays = 2\norbits = 2\n"
    path.write_text(f'name = "{name}"\ntitle = "Small"\nextends = "{name}"\n{flight}')
    return str(path)


@pytest.fixture(scope="module")
def compared(run_folder, tmp_path_factory):
    """Two scenarios that are run, and a saved run that is opened."""
    folder = tmp_path_factory.mktemp("compared")
    names = [scenario(folder, "suncatcher-pair"), scenario(folder, "starcloud-3")]
    return compare([*names, run_folder("us-ground")])


@pytest.fixture
def folders(run_folder, tmp_path, monkeypatch):
    """Copies of two saved runs under `runs/`, to be edited."""
    monkeypatch.chdir(tmp_path)
    for name, changes in (("suncatcher-pair", SMALL), ("us-ground", None)):
        shutil.copytree(run_folder(name, changes), tmp_path / "runs" / name)
    return tmp_path / "runs"


def refused(*names, boundary=None):
    with pytest.raises(BadInput) as error:
        compare(names, boundary)
    return str(error.value)


def on_boundary(folder, boundary):
    edit(folder, lambda found: found["bill"].update(boundary=boundary))


def test_saved_runs_of_one_scenario_are_named_by_their_folders(folders):
    shutil.copytree("runs/suncatcher-pair", "runs/again")
    found = compare(["runs/suncatcher-pair", "runs/again/run.json", "runs/us-ground"])
    assert [one.name for one in found] == ["suncatcher-pair", "again", "us-ground"]
    assert found[0].bill.ratio == found[1].bill.ratio


def test_a_scenario_is_compared_as_it_runs_alone(compared, saved_run):
    """All but the ratio on one basis, where a value was written, and the files of the folder."""
    alone = saved_run("suncatcher-pair", SMALL).summary
    found = json.loads(json.dumps(compared[0].summary))
    for summary in (alone := json.loads(json.dumps(alone)), found):
        summary["verdict"].pop("level_ratio")
        summary["reasons"].pop("verdict.level_ratio", None)
        summary.pop("inputs")
        summary.pop("scenario")
    alone.pop("files")
    assert found == alone


def test_a_scenario_has_its_ratio_on_the_launch_of_the_first_system_that_flies(compared):
    """The first system with no given mass stays where it is, to flying one orbit a day."""
    first, heavy, ground = compared
    assert first.verdict.level_ratio == pytest.approx(first.bill.ratio, rel=2e-3)
    items = heavy.fleet.items_kg.items()
    parts_kg = sum(kg for name, kg in items if name != "not explained")
    launch = first.scenario.launch
    same = run(
        "starcloud-3",
        SMALL
        | {
            "launch.use": launch.use,
            "launch.price": f"{launch.price_usd_per_kg} USD/kg",
            "launch.to": launch.to,
            "satellite.mass": f"{parts_kg} kg",
        },
    )
    assert heavy.verdict.level_ratio == pytest.approx(float(same.bill.ratio), rel=2e-3)
    assert ground.verdict.level_ratio is None


def test_a_scenario_goes_on_the_boundary_of_the_first_system(folders, tmp_path):
    on_boundary(folders / "suncatcher-pair", "facility")
    found = compare(["runs/suncatcher-pair", scenario(tmp_path, "us-ground")])
    assert [one.bill.boundary for one in found] == ["facility", "facility"]


def test_saved_runs_are_taken_as_they_are(folders):
    edit(folders / "us-ground", lambda found: found["bill"]["ground"].update(usd_per_w=7.0))
    found = compare(["runs/us-ground/", "runs/suncatcher-pair/run.json"])
    assert [one.name for one in found] == ["us-ground", "suncatcher-pair"]
    assert found[0].bill.ground.usd_per_w == 7.0
    assert found[1].verdict.level_ratio is None


def test_runs_of_an_older_version_are_compared(folders):
    """One of 0.3.0, and one without what 0.4.0 added."""

    def strip(found):
        found["dawndusk"] = "0.3.0"
        for key in ("sentence", "faults", "drivers_satellites"):
            del found["verdict"][key]
        del found["bill"]["ratio_with_free_launch"]
        for key in ("groups", "satellite_load_w", "longest_eclipse_s"):
            del found["fleet"][key]
        del found["life"]["dose_survival_frac"]

    edit(folders / "suncatcher-pair", strip)
    assert invoke(["compare", str(OLD), "runs/suncatcher-pair"]) == 0
    assert (folders / "compare" / "compare.html").is_file()


def test_saved_runs_on_different_boundaries_are_refused_with_the_command_that_repairs_it(folders):
    on_boundary(folders / "us-ground", "facility")
    told = refused("runs/suncatcher-pair", "runs/us-ground")
    head, command = told.split(":\n  ")
    assert (
        head == "compare: boundary: boundaries differ (runs/suncatcher-pair compute, runs/us-ground"
        " facility); to run again on compute"
    )
    assert (
        command == "dawndusk run runs/us-ground/resolved.toml --out runs/us-ground-again --set"
        " money.boundary=compute"
    )
    assert invoke(shlex.split(command)[1:]) == 0
    assert len(compare(["runs/suncatcher-pair", "runs/us-ground-again"])) == 2
    both = refused("runs/suncatcher-pair", "runs/us-ground", boundary="power_only")
    assert both.count("--set money.boundary=power_only") == 2


def test_a_run_that_stopped_before_the_price_is_refused(folders, run_folder, tmp_path):
    stopped = run_folder("suncatcher-pair", SMALL, until="design")
    shutil.copytree(stopped, tmp_path / "runs" / "stopped")
    assert (
        refused("runs/us-ground", "runs/stopped")
        == "runs/stopped: stopped before the price; complete it: dawndusk run"
        " runs/stopped/resolved.toml --out runs/stopped-again"
    )


def test_a_run_of_a_version_without_what_is_compared_is_refused(folders):
    edit(folders / "suncatcher-pair", lambda found: found["fleet"].update(groups=[], shells=[]))
    told = refused("runs/us-ground", "runs/suncatcher-pair")
    assert "whose runs lack results that are compared; run it again: dawndusk run" in told


def test_names_numbers_and_boundaries_that_do_not_fit_are_refused(folders, tmp_path):
    assert refused("runs/us-ground") == "compare: takes 2 to 5 systems, got 1"
    six = [f"runs/{number}" for number in range(6)]
    assert refused(*six) == "compare: takes 2 to 5 systems, got 6"
    for other in ("runs/us-ground", "us-ground", scenario(tmp_path, "us-ground")):
        told = refused("runs/us-ground", other)
        assert told == "compare: two systems are named 'us-ground'"
    for name in ("suncatcher-pair", "us-ground"):
        on_boundary(folders / name, "power_only")
    assert "us-ground launches nothing" in refused("runs/suncatcher-pair", "runs/us-ground")
    assert "no run folder 'runs/nothing'" in refused("runs/us-ground", "runs/nothing")


def test_the_command_compares_mixtures_and_prints_json(folders, tmp_path, capsys):
    other = tmp_path / "other.toml"
    other.write_text('title = "Half of it"\nextends = "us-ground"\n[compute]\ncount = 1000\n')
    systems = ["runs/us-ground", "runs/suncatcher-pair", str(other)]
    assert invoke(["compare", *systems, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((folders / "compare" / "compare.json").read_text())
    assert list(printed["systems"]) == ["us-ground", "suncatcher-pair", "other"]
    assert invoke(["compare", *systems]) == 0  # replaces a comparison
    lines = capsys.readouterr().out.splitlines()
    hours = next(line for line in lines if line.startswith("  USD per chip-hour")).split()
    assert hours[3] == hours[5]  # half as many chips at the same price


def test_saved_runs_are_compared_without_the_numeric_core(folders):
    """Nothing is flown, so neither JAX nor NumPy is loaded."""
    code = (
        "import sys; from dawndusk.cli import invoke;"
        " code = invoke(['compare', 'runs/suncatcher-pair', 'runs/us-ground']);"
        " print('LOADED', code, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    code, *loaded = re.split(r"LOADED ", done.stdout)[1].split()
    assert code == "0", done.stderr
    assert "dawndusk.report.comparison_page" in loaded
    assert not {"jax", "numpy", "scipy", "duckdb"} & set(loaded)
