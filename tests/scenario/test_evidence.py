"""Evidence comments: kind, source and text."""

import pytest

from dawndusk.data.catalogue import KINDS
from dawndusk.scenario.evidence import Evidence, evidence

ROW = "row tpu-v6e.power"


@pytest.mark.parametrize(
    ("note", "stated"),
    [
        ("vendor, suncatcher2026: page 3", ("vendor", "suncatcher2026", "page 3")),
        ("estimate: a choice; one of two", ("estimate", "", "a choice; one of two")),
        ("peer-reviewed, xu2018: k: 1 to 1.7", ("peer-reviewed", "xu2018", "k: 1 to 1.7")),
        ("press, field-launch", ("press", "field-launch", "")),
        ("measured", ("measured", "", "")),
        (f"{ROW} (estimate, dawndusk)", ("estimate", "dawndusk", ROW)),
        (f"{ROW} (vendor, data sheet of Nova (2nd))", ("vendor", "data sheet of Nova (2nd)", ROW)),
    ],
)
def test_parts_of_a_comment(note, stated):
    assert evidence(note) == Evidence(*stated)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a choice",
        "guess: a choice",
        "estimates: a choice",
        "pressed",
        "vendor, Two Words: page 3",
        "estimate a choice",
        "row tpu-v6e.power",
        "default",
        "suncatcher.toml:12",
    ],
)
def test_other_comments_state_no_evidence(note):
    assert evidence(note) is None


def test_every_kind_is_read():
    assert [evidence(f"{kind}, a: b").kind for kind in KINDS] == list(KINDS)
