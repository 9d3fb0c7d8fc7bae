"""Opening a run folder: what a run left behind is read back, everything else is refused."""

import json
import re
import shutil

import pytest

import dawndusk
from dawndusk import store
from dawndusk.core.errors import BadInput
from dawndusk.store.opening import is_path
from tests.systems import OLD, SMALL


@pytest.fixture
def folder(run_folder, tmp_path):
    """A copy of a run folder, to be damaged."""
    return shutil.copytree(run_folder("suncatcher-pair", SMALL), tmp_path / "pair")


def edit(folder, change):
    """Change what `run.json` holds."""
    file = folder / "run.json"
    found = json.loads(file.read_text())
    change(found)
    file.write_text(json.dumps(found))


def refused(path):
    """The message that a path is refused with."""
    with pytest.raises(BadInput) as error:
        store.open(path)
    return str(error.value)


def test_a_run_is_opened_as_it_was(folder):
    run = store.open(folder)
    assert run.summary == json.loads((folder / "run.json").read_text())
    assert (run.name, run.fleet.satellites) == ("suncatcher-pair", 2)
    assert run.bill.orbit.usd_per_kw_year == run.summary["bill"]["orbit"]["usd_per_kw_year"]
    assert set(run.tables) == {
        *("anomaly", "cost", "days", "dose_by_altitude", "dose_by_thickness", "groups"),
        *("mass", "season", "strip"),
    }
    assert run.tables["mass"]["satellite_kg"].sum() == pytest.approx(run.fleet.satellite_mass_kg)
    assert run.scenario.satellite.compute.count * 2 == run.fleet.chips


def test_values_keep_their_origin(folder):
    run = store.open(folder)
    assert run.inputs["flight.days"] == {"value": 2, "from": "--set"}
    assert run.loaded.origins["flight.days"].where == "--set"
    assert run.defaults["satellite.compute.power"].id == "tpu-v6e.power"
    assert run.nominal("satellite.compute.power", "W") == 300.0
    assert run.nominal("mission.life", "s") == 5 * 365.25 * 86400
    assert run.nominal("launch.price", "USD/kg") == run.scenario.launch.price_usd_per_kg


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dawndusk": "abc"}, "`dawndusk` is no version"),
        ({"scenario": None}, "`scenario` has no name and title"),
        ({"inputs": None}, "`inputs` is no table"),
        ({"inputs": {}}, "`verdict` or `inputs` is empty"),
        ({"inputs": {"a": {"value": 1}}}, "`inputs.a` has no value or no origin"),
        ({"inputs": {"a": {"value": 1, "from": "x", "note": 3}}}, "`inputs.a.note` is no text"),
        ({"verdict": None}, "`verdict` or `inputs` is empty"),
        ({"fleet": []}, "`fleet` is no table"),
        ({"fleet": {"groups": 7}}, "`fleet.groups` is no list"),
        ({"fleet": {"mass_kg": "heavy"}}, "`fleet.mass_kg` is 'heavy'"),
        ({"fleet": {"mass_kg": 10**400}}, "`fleet.mass_kg` is 1000"),
        ({"fleet": {"items_kg": {"tank": []}}}, "`fleet.items_kg` holds a value of another type"),
        ({"bill": {"ground": None}}, "`bill.ground` is null"),
        ({"work": {"waterfall": [{"frac": True}]}}, "`work.waterfall.0.frac` is True"),
    ],
)
def test_a_value_of_another_type_is_one_message(folder, change, said):
    def edited(found):
        for key, value in change.items():
            held = found[key]
            found[key] = held | value if isinstance(value, dict) and value and held else value

    edit(folder, edited if "inputs" not in change else lambda found: found.update(change))
    assert f"run.json: is damaged: {said}" in refused(folder)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"dawndusk": ' + "1" * 5000 + "}"])
def test_what_python_cannot_read_is_one_message(folder, text):
    (folder / "run.json").write_text(text)
    assert "run.json: is damaged: " in refused(folder)


def test_values_and_units_by_key(folder):
    run = store.open(folder)
    assert run.value("fleet.groups.0.altitude_m") == run.value("fleet.shells.0.altitude_m")
    assert run.unit("bill.orbit.usd_per_kw_year") == "USD/kW/yr"
    assert run.unit("fleet.groups.0.satellite_radiator_m2") == "m2"
    assert run.value("flight.latency_s") is None
    for missing in (run.value, run.unit):
        with pytest.raises(KeyError):
            missing("fleet.nothing")


def test_run_json_itself_and_a_name_under_runs_are_opened_too(folder, tmp_path, monkeypatch):
    assert store.open(folder / "run.json").name == "suncatcher-pair"
    folder.rename(tmp_path / "moved")
    (tmp_path / "runs").mkdir()
    (tmp_path / "moved").rename(tmp_path / "runs" / "mine")
    monkeypatch.chdir(tmp_path)
    assert store.open("mine").name == "suncatcher-pair"
    assert store.open("runs/mine").name == "suncatcher-pair"
    assert (
        refused("mime")
        == "no run folder 'mime', nor one of that name under runs/ (did you mean mine?)"
    )


def test_a_run_of_an_older_version_is_opened():
    run = store.open(OLD)
    assert run.summary["dawndusk"] == "0.3.0"
    assert run.bill.ground.usd_per_chip_hour == pytest.approx(2.34693, rel=1e-5)
    assert run.bill.ratio is None
    assert run.fleet is None
    assert run.verdict.faults == ()  # a result that this version did not have
    assert run.scenario.name == "us-ground"
    assert set(run.tables) == {"cost"}


def test_a_run_of_a_patch_is_opened_and_one_of_a_newer_version_is_not(folder):
    major, minor, patch = dawndusk.__version__.split(".")
    edit(folder, lambda found: found.update(dawndusk=f"{major}.{minor}.{int(patch) + 1}"))
    assert store.open(folder).name == "suncatcher-pair"
    edit(folder, lambda found: found.update(dawndusk=f"{major}.{int(minor) + 1}.0"))
    told = refused(folder)
    assert "was made by dawndusk" in told
    assert "upgrade dawndusk to open it" in told


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "is damaged: "),
        (b"\xff\xfe\x00", "is damaged: not UTF-8 text"),
        ("[1, 2]", "is not the run.json of a run of dawndusk"),
        ('{"name": "a package of something else"}', "is not the run.json of a run of dawndusk"),
    ],
)
def test_a_damaged_or_foreign_run_json_is_refused(tmp_path, content, reason):
    file = tmp_path / "run.json"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert reason in refused(tmp_path)


def test_a_cut_run_json_says_where_it_ends(folder):
    text = (folder / "run.json").read_text()
    (folder / "run.json").write_text(text[: len(text) // 2])
    told = refused(folder)
    assert re.search(r"is damaged: .*, line \d+; run the scenario again$", told)


def test_other_folders_are_refused(tmp_path):
    (tmp_path / "photos").mkdir()
    assert "holds no run.json, so it is not a finished run" in refused(tmp_path / "photos")
    for name, kind in (("compare.json", "comparison"), ("uncertainty.json", "study")):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / name).write_text("{}")
        assert f"is a {kind} folder; a run folder holds run.json" in refused(tmp_path / kind)
    assert "no run folder" in refused(tmp_path / "nothing")


def test_results_are_read_without_the_resolved_scenario(folder):
    (folder / "resolved.toml").unlink()
    run = store.open(folder)
    assert run.bill.ratio > 1.0
    with pytest.raises(BadInput, match=r"the run folder has no resolved\.toml"):
        _ = run.scenario


def test_a_damaged_table_is_refused_when_it_is_needed(folder):
    (folder / "mass.parquet").write_bytes(b"PAR1 no table")
    run = store.open(folder)
    assert len(run.tables["cost"]["item"]) > 10
    with pytest.raises(BadInput, match=r"mass\.parquet: cannot be read: "):
        _ = run.tables["mass"]


def test_a_path_has_a_separator_or_is_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert is_path("runs/suncatcher")
    assert is_path("./suncatcher")
    assert not is_path("suncatcher")
    for name in ("suncatcher", "mine"):
        (tmp_path / name).mkdir()
    assert not is_path("suncatcher")  # a name of the gallery stays one
    assert is_path("mine")
    assert not is_path("elsewhere/mine.toml")  # a scenario
