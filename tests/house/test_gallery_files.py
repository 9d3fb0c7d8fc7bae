"""Every value in a gallery file says what kind of evidence it is, and where it was published."""

import re
from pathlib import Path

import pytest

import dawndusk
from dawndusk.data.catalogue import KINDS, sources
from dawndusk.scenario.gallery import gallery

FOLDER = Path(dawndusk.__path__[0]) / "scenario" / "gallery"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.toml"))
SAID = re.compile(rf"  # (?:estimate: \S|({'|'.join(KINDS)}), ([a-z0-9-]+): \S)")
EXEMPT = re.compile(r"(title|extends|kind) *=")


def unsaid(text):
    """Lines that give a value without saying where it is from; how the year is sampled is nobody's
    to publish.
    """
    found, table = [], ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            table = line
        elif (
            line.strip()
            and not line.startswith("#")
            and not EXEMPT.match(line)
            and table != "[flight]"
            and not SAID.search(line)
        ):
            found.append((number, line))
    return found


@pytest.mark.parametrize("name", FILES)
def test_every_value_has_its_evidence(name):
    text = (FOLDER / name).read_text("utf-8")
    assert unsaid(text) == []
    assert text.startswith("# ")
    assert max(map(len, text.splitlines())) <= 170
    cited = {key for _, key in SAID.findall(text) if key}
    assert cited <= sources().keys()


def test_the_check_can_fail():
    assert unsaid('[mission]\nlife = "5 yr"') == [(2, 'life = "5 yr"')]
    assert unsaid('[mission]\nlife = "5 yr"  # published') != []
    assert unsaid('[mission]\nlife = "5 yr"  # vendor, suncatcher2026: the dose') == []


def test_titles_say_what_each_is():
    assert all(len(title) > 20 for title in gallery().values())
