"""Files of `dawndusk new`: the same scenario, with every key that can be set."""

import dataclasses
import re
import tomllib
from importlib import resources

import pytest

from dawndusk.cli import invoke
from dawndusk.core.record import leaves
from dawndusk.records.scenario import Scenario
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.inputs import keys, models
from dawndusk.scenario.reading import load
from dawndusk.scenario.template import editable


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


@pytest.mark.parametrize("name", gallery())
def test_comments_of_the_file_are_in_its_copy(name):
    given, copy = load(name).given.splitlines(), editable(name).splitlines()
    assert [line for line in given if line.lstrip().startswith("#") and line not in copy] == []
