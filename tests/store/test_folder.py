"""Run folders: what dawndusk wrote is listed, replaced and read; what it did not write is kept."""

import json

import pytest

from dawndusk import store
from dawndusk.core.errors import BadInput
from dawndusk.pipeline import run
from dawndusk.results.tables import TABLES
from dawndusk.store.folder import files, reserved, save
from tests.systems import OLD, SMALL

PAYLOAD = ("board", "cold_plate", "host", "switch")


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


def test_a_damaged_run_is_replaced(folder):
    (folder / "run.json").write_text('{"dawndusk"')
    designed(folder)
    assert store.open(folder).fleet.satellites == 2


def test_names_of_tables(saved_run):
    assert set(saved_run("suncatcher-pair", SMALL).tables) <= set(TABLES)
    assert not files(OLD, None) & {"results.csv"}
