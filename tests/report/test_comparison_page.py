"""The page of a comparison: it stands alone, and every number on it is explained."""

import re

import pytest

from dawndusk.report.comparison_page import comparison_page
from tests.changed import changed
from tests.report.test_page import Reader, loads
from tests.systems import systems


@pytest.fixture(scope="module")
def runs(saved_run):
    return systems(saved_run)


@pytest.fixture(scope="module")
def html(runs):
    return comparison_page(runs)


def test_every_cell_that_leads_on_is_explained(html):
    ids = set(re.findall(r' id="([^"]+)"', html))
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= ids
    assert len(targets) > 60


def test_the_page_stands_alone(html):
    reader = Reader(html)
    assert reader.balanced
    assert loads(reader) == []
    assert len(html.encode()) < 1_500_000


def test_the_ranking_on_one_launch_is_printed_where_two_systems_have_it(runs, html):
    assert "With the launch of" not in html
    levelled = [
        changed(run, {"verdict.level_ratio": ratio})
        for run, ratio in zip(runs[:2], (4, 3), strict=True)
    ]
    words = "".join(Reader(comparison_page([*levelled, runs[2]])).words)
    assert "With the launch of suncatcher-pair and built-up masses: starcloud-3 3.00," in words


def test_two_systems_on_the_ground_compare_too(runs):
    other = changed(runs[2], {"scenario.name": "other"})
    assert "Nothing flies in any of them" in comparison_page([runs[2], other])
