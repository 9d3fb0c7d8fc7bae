"""Every value in a gallery file has its kind of evidence and its source beside it."""

from pathlib import Path

import pytest

import dawndusk
from dawndusk.data.catalogue import sources
from dawndusk.scenario.evidence import evidence
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.toml import read

FOLDER = Path(dawndusk.__path__[0]) / "scenario" / "gallery"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.toml"))
EXEMPT = ("title", "extends", "kind")
SAMPLING = "flight."  # how the year is sampled has no source


def values(tree, path=""):
    """Keys of all values of a tree, those of distributions taken as one."""
    for name, value in tree.items():
        here = f"{path}.{name}".strip(".")
        if isinstance(value, list) and isinstance(value[0], dict):
            for number, table in enumerate(value):
                yield from values(table, f"{here}.{number}")
        elif isinstance(value, dict) and "low" not in value:
            yield from values(value, here)
        else:
            yield here


def stated(text):
    """The evidence of each value of a file, None where there is none."""
    document = read(text)
    return {
        key: evidence(document.comments.get(key, ""))
        for key in values(document.tree)
        if key.rpartition(".")[2] not in EXEMPT and not key.startswith(SAMPLING)
    }


def without_evidence(text):
    """Keys whose comment lacks a text or, except for an estimate, a source."""
    return [
        key
        for key, found in stated(text).items()
        if found is None or not found.text or not (found.source or found.kind == "estimate")
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_value_has_its_evidence(name):
    text = (FOLDER / name).read_text("utf-8")
    assert without_evidence(text) == []
    assert text.startswith("# ")
    assert max(map(len, text.splitlines())) <= 170
    cited = {found.source for found in stated(text).values()} - {""}
    assert cited <= sources().keys()


def test_the_check_can_fail():
    for comment in ("", "  # published", "  # vendor: the dose", "  # vendor, suncatcher2026"):
        assert without_evidence(f'[mission]\nlife = "5 yr"{comment}') == ["mission.life"]
    assert without_evidence('[mission]\nlife = "5 yr"  # vendor, suncatcher2026: the dose') == []


def test_titles_say_what_each_is():
    assert all(len(title) > 20 for title in gallery().values())
