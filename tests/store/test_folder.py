"""Run folders: what dawndusk wrote is listed, replaced and read; what it did not write is kept."""

import json
import os
import shutil
from pathlib import Path

import pytest

from dawndusk import store
from dawndusk.core.errors import BadInput
from dawndusk.pipeline import run
from dawndusk.results.tables import TABLES
from dawndusk.store.folder import reserved, save
from dawndusk.store.query import query
from tests.store.test_opening import edit
from tests.systems import OLD, SMALL

PAYLOAD = ("board", "cold_plate", "host", "switch")

ENDED = 2**22 + 1  # no process has a number as large


@pytest.fixture
def folder(tmp_path):
    return designed(tmp_path / "pair")


def designed(folder):
    with reserved(folder) as partial:
        save(run("suncatcher-pair", SMALL, until="design"), partial)
    return folder


def test_every_file_is_listed(folder):
    listed = json.loads((folder / "run.json").read_text())["files"]
    assert listed == sorted(file.name for file in folder.iterdir())
    assert "mass.parquet" in listed


def test_a_folder_is_made_where_there_is_none(tmp_path):
    save(run("suncatcher-pair", SMALL, until="design"), str(tmp_path / "new" / "pair"))
    assert store.open(tmp_path / "new" / "pair").fleet.satellites == 2


def test_a_finished_run_is_replaced(folder):
    before = (folder / "run.json").stat().st_ino
    designed(folder)
    assert (folder / "run.json").stat().st_ino != before


@pytest.mark.parametrize("name", ["results.csv", "mine.parquet", "notes.md", ".hidden"])
def test_a_file_of_the_user_is_never_deleted_nor_read(folder, name):
    (folder / name).write_text("a,b\n1,2\n")
    with pytest.raises(BadInput, match=rf"did not write \({name}\)"):
        designed(folder)
    assert (folder / name).read_text() == "a,b\n1,2\n"
    opened = store.open(folder)
    assert opened.fleet.satellites == 2
    assert "mine" not in opened.tables


def test_rows_that_a_scenario_brings_along_are_of_the_run(tmp_path):
    columns = "id,value,unit,low,high,dist,price_year,source,where,kind,retrieved,note"
    rows = [f"wide.{name},0.02,kg/W,,,,,dawndusk,,estimate,," for name in PAYLOAD]
    (tmp_path / "mine.csv").write_text("\n".join([columns, *rows]))
    (tmp_path / "mine.toml").write_text(
        'extends = "suncatcher-pair"\nrows = "mine.csv"\nsatellite.payload.use = "wide"\n'
    )
    folder = tmp_path / "out"
    for _ in range(2):  # the second replaces the first
        with reserved(folder) as partial:
            save(run(tmp_path / "mine.toml", until="design"), partial)
    assert (folder / "mine.csv").is_file()
    assert store.open(folder).defaults["satellite.payload.board"].value == 0.02


def test_an_older_run_without_a_list_is_replaced_unless_something_was_added(tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    for file in OLD.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    assert "files" not in json.loads((folder / "run.json").read_text())
    (folder / "results.csv").write_text("a,b\n")
    with pytest.raises(BadInput, match=r"results\.csv"):
        designed(folder)
    (folder / "results.csv").unlink()
    designed(folder)


@pytest.mark.parametrize("text", ['{"dawndusk"', '{"name": "another tool"}', "[]"])
def test_what_is_no_run_is_left_as_it_is(folder, text):
    (folder / "run.json").write_text(text)
    with pytest.raises(BadInput, match="is not a run folder"):
        designed(folder)
    assert (folder / "report.html").is_file()


def test_a_folder_named_as_one_of_our_files_is_left_as_it_is(folder):
    (folder / "cost.parquet").mkdir()
    (folder / "cost.parquet" / "part-0").write_text("mine")
    with pytest.raises(BadInput, match=r"did not write \(cost\.parquet\)"):
        designed(folder)
    assert (folder / "cost.parquet" / "part-0").read_text() == "mine"


def test_files_elsewhere_are_not_followed(folder):
    outside = folder.parent / "outside.csv"
    outside.write_text("id,value\n")
    edit(folder, lambda found: found.update(files=["../outside.csv", str(outside), "mass.parquet"]))
    assert "mass" in store.open(folder).tables


def test_the_working_directory_is_not_replaced(folder, monkeypatch):
    monkeypatch.chdir(folder)
    for place in (".", "..", folder):
        with pytest.raises(BadInput, match=r"working directory|is not a run folder"):
            designed(Path(place))


def test_a_circle_of_links_is_one_message(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(BadInput, match="cannot be written"):
        designed(tmp_path / "a")


def test_all_reproductions_are_replaced_too(tmp_path):
    """Their file holds a list; another tool's list is left as it is."""
    ours = [{"title": "A", "source": "b", "figures": []}]
    for _ in range(2):
        with reserved(tmp_path / "all", "reproduction.json") as partial:
            (partial / "reproduction.json").write_text(json.dumps(ours))
    for other in ([], [1], [{"title": "A"}]):
        (tmp_path / "all" / "reproduction.json").write_text(json.dumps(other))
        with pytest.raises(BadInput, match="is not a reproduction folder"):
            reserved(tmp_path / "all", "reproduction.json").__enter__()


def test_a_folder_whose_replacement_was_killed_is_put_back(folder):
    folder.rename(folder.with_name(f"pair.{ENDED}.old"))  # the state between the two renames
    with reserved(folder):
        assert store.open(folder).fleet.satellites == 2


@pytest.mark.parametrize("name", [f"pair.{os.getppid()}.old", "pair.backup.old"])
def test_what_a_running_command_or_the_user_put_aside_stays(folder, name):
    folder.rename(folder.with_name(name))
    designed(folder)
    assert (folder.with_name(name) / "run.json").is_file()


def test_an_error_about_another_file_is_not_about_the_folder(folder):
    with pytest.raises(FileNotFoundError), reserved(folder):
        (folder.parent / "elsewhere.txt").read_text()


def test_a_leftover_of_a_killed_process_of_the_same_number_is_no_obstacle(tmp_path):
    (tmp_path / f"pair.{os.getpid()}.partial").mkdir()
    designed(tmp_path / "pair")


def test_draws_left_in_a_finished_study_are_ours(folder):
    (folder / "draws-0.npz").write_text("")
    (folder / "lock").write_text("")
    designed(folder)


def test_a_disk_that_fills_up_is_one_message_and_loses_nothing(folder, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("dawndusk.store.folder._write_parquet", full)
    with pytest.raises(BadInput, match="cannot be written: No space left on device"):
        designed(folder)
    assert store.open(folder).fleet.satellites == 2
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_two_commands_that_end_together_are_one_message(folder, monkeypatch):
    """Another command puts its folder there between the two renames."""
    rename = Path.rename

    def raced(path, target):
        if path.name.endswith(".partial"):
            shutil.copytree(next(folder.parent.glob("*.old")), folder)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", raced)
    with pytest.raises(BadInput, match="cannot be written"):
        designed(folder)
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.mark.parametrize("name", ["run[1]", "st*r", "a?b", "it's"])
def test_names_that_are_patterns_are_names(tmp_path, name):
    designed(tmp_path / "run1")
    designed(tmp_path / "star")
    folder = designed(tmp_path / name)
    assert len(store.open(folder).tables["mass"]["item"]) > 5
    assert query(folder, "SELECT count(DISTINCT item) FROM mass").rows[0][0] > 5


def test_names_of_tables(saved_run):
    assert set(saved_run("suncatcher-pair", SMALL).tables) <= set(TABLES)
