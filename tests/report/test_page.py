"""The page: it stands alone, it is well formed, its bars add up to its numbers, and it survives a
run that stopped early.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dawndusk import store
from dawndusk.core.errors import BadInput
from dawndusk.core.record import leaves
from dawndusk.pipeline import run
from dawndusk.provenance.explanation import explain, results
from dawndusk.report import charts, figures, tables
from dawndusk.report.anchors import anchor
from dawndusk.report.page import page
from dawndusk.results import cost_parts, defaults, numbers, waterfall
from dawndusk.results.keys import value_of
from dawndusk.results.saved import SavedRun
from dawndusk.store.folder import save
from tests.changed import changed

SMALL = {"flight.days": 2, "flight.orbits": 2}
VOID = {"meta", "br", "wbr", "hr", "img", "link", "input"}


Saved = Callable[..., SavedRun]


@pytest.fixture(scope="module")
def made(saved_run: Saved) -> SavedRun:
    return saved_run("suncatcher", SMALL)


@pytest.fixture(scope="module")
def html(made: SavedRun) -> str:
    return page(made)


class Reader(HTMLParser):
    """Checks that tags nest, and keeps every element with its attributes and all text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self.side: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def balanced(self) -> bool:
        return not self.faults and not self.open


def loads(reader: Reader) -> list[str]:
    """Every address that a browser would fetch or that leads out of the page."""
    names = {"src", "href", "xlink:href", "srcset", "data", "action", "poster"}
    return [
        value
        for _, attrs, _ in reader.elements
        for name, value in attrs.items()
        if name in names and not (value or "").startswith("#")
    ]


def test_tags_are_balanced(html: str) -> None:
    assert Reader(html).balanced
    assert not Reader(html.replace("</figure>", "", 1)).balanced  # the check can fail


def test_nothing_is_loaded(html: str) -> None:
    assert loads(Reader(html)) == []
    assert "url(http" not in html
    assert "@import" not in html
    assert "default-src 'none'" in html
    assert loads(Reader('<img src="https://example.org/a.png">')) != []


def test_size_and_same_bytes(made: SavedRun, html: str) -> None:
    assert len(html.encode()) < 1_500_000  # small enough to mail, every explanation inside
    assert page(made) == html


def test_every_inner_link_arrives(html: str) -> None:
    reader = Reader(html)
    ids = [attrs["id"] for _, attrs, _ in reader.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {(attrs["href"] or "")[1:] for _, attrs, _ in reader.elements if "href" in attrs}
    assert len(targets) > 10
    assert targets <= set(ids)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("suncatcher", SMALL),
        ("blue-origin-sunrise", {"flight.sample": 129}),  # the run of tests/runs
        ("us-ground", {}),
    ],
)
def test_a_page_of_an_opened_folder_is_the_page_that_the_run_wrote(
    run_folder: Callable[..., Path], name: str, changes: dict[str, int]
) -> None:
    folder = run_folder(name, changes)
    written = (folder / "report.html").read_text("utf-8")
    opened = store.open(folder)
    assert page(opened) == written
    assert page(changed(opened, {"verdict.sentence": "Another."})) != written


def test_a_chip_of_its_own_rows_has_the_same_page(tmp_path: Path) -> None:
    header = "id,value,unit,low,high,dist,price_year,source,where,kind,retrieved,note\n"
    (tmp_path / "mine.csv").write_text(f"{header}tpu-v6e.power,450,W,,,,,dawndusk,,vendor,,\n")
    (tmp_path / "mine.toml").write_text(
        'title = "Mine"\nextends = "suncatcher"\nrows = "mine.csv"\n'
    )
    folder = tmp_path / "run"
    folder.mkdir()
    save(run(tmp_path / "mine.toml", until="design"), folder)
    text = (folder / "report.html").read_text("utf-8")
    assert page(store.open(folder)) == text
    assert ">450 W<" in text


def test_a_folder_without_what_is_drawn_is_refused(made: SavedRun) -> None:
    older = {name: table for name, table in made.tables.items() if name != "anomaly"}
    with pytest.raises(
        BadInput, match="lacks results that the report shows; run the scenario again"
    ):
        page(SavedRun(made.summary, older, lambda: made.loaded))


def test_user_text_is_escaped(made: SavedRun) -> None:
    evil = '<script>alert(1)</script> & "quotes"'
    site = '"><img src=x>'
    values = {"scenario.name": "<b>name", "bill.ground.name": site, "bill.grounds.0.name": site}
    text = page(changed(made, values, title=evil))
    reader = Reader(text)
    assert reader.balanced
    assert sum(tag == "script" for tag, _, _ in reader.elements) == 1  # our own
    assert not any(tag == "img" for tag, _, _ in reader.elements)
    assert evil in "".join(reader.words)  # shown as text


FACTORS = [
    1.0,
    100.0,
    1.0 / 1.602176634e-13,
    1.0 / 60.0,
    1.0 / 86400.0,
    1.0 / 31557600.0,
    180.0 / math.pi,
    *(10.0**power for power in range(-18, 4, 3)),
]


def says(words: str, value: object) -> bool:
    """Whether the first number of some words is the value, in any unit that a page writes it in."""
    found = re.match(r"[\u2212+-]?\d[\d,.]*", words.removeprefix("\u00b1 "))
    if found is None or not isinstance(value, int | float):
        return True  # words lead to words
    if re.fullmatch(r"\d+ [A-Z][a-z]+ \d{4}", words):
        return True  # a date, of a time from the mission's start
    shown = float(found[0].replace(",", "").replace("\u2212", "-").rstrip("."))
    power = re.search("\u00d7 10([\u207b\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+)", words)
    if power:
        shown *= 10.0 ** int(
            power[1].translate(
                str.maketrans(
                    "\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079",
                    "-0123456789",
                )
            )
        )
    written = [value * factor for factor in FACTORS] + [value - 273.15]
    digits = len(found[0].replace(",", "").partition(".")[2])
    return any(
        abs(abs(shown) - abs(one)) <= max(6e-3 * abs(one), 0.51 * 10.0**-digits) for one in written
    )  # three digits are printed


@pytest.mark.parametrize("name", ["suncatcher", "spacex-ai1@sheet-a", "us-ground"])
def test_a_linked_number_is_the_number_it_leads_to(saved_run: Saved, name: str) -> None:
    one = saved_run(name, SMALL if name == "suncatcher" else {})
    facts = one.summary
    values = {anchor(key).removeprefix("is-"): value_of(key, facts) for key in results(facts)}
    text = page(one)
    links = re.findall(r'<a (?:class="n" )?href="#is-([^"]+)">(?:<b>|<text[^>]*>)?([^<]*)', text)
    wrong = [
        (id, words, values[id])
        for id, words in links
        if id in values and not says(words, values[id])
    ]
    assert len(links) > 40
    assert wrong == []
    assert not says("3.06 launches", 4)


def html_text(html: str) -> str:
    return "".join(Reader(html).words)


def segments(drawing: str) -> dict[str, list[tuple[float, float]]]:
    """Start and width of the stacked bars' segments of the wide drawing, by side."""
    found: dict[str, list[tuple[float, float]]] = {}
    side = ""
    for tag, attrs, _ in Reader(drawing[: drawing.index("</svg>") + 6]).elements:
        side = attrs.get("data-side") or side
        if tag == "rect" and attrs.get("class") == "segment":
            found.setdefault(side, []).append(
                (float(attrs["x"] or 0.0), float(attrs["width"] or 0.0))
            )
    return found


def test_stacked_bars_add_up_to_the_bill(made: SavedRun) -> None:
    assert made.bill is not None
    sides = (made.bill.orbit, *made.bill.grounds)
    drawn = segments(figures.costs(made.bill))
    full = max(float(side.usd_per_kw_year) for side in sides)
    usd_per_pixel = full / (charts.WIDE - 1.0)
    for side in sides:
        total, parts = float(side.usd_per_kw_year), drawn[side.name]
        rounding = 0.001 * len(parts)  # pixels: the drawing has three decimals
        assert math.fsum(cost_parts.items_usd_per_kw_year(side).values()) == pytest.approx(
            total, rel=1e-9
        )
        assert math.fsum(cost_parts.parts_usd_per_kw_year(side).values()) == pytest.approx(
            total, rel=1e-9
        )
        assert math.fsum(width for _, width in parts) * usd_per_pixel == pytest.approx(
            total, abs=rounding * usd_per_pixel
        )
        for (x, width), (after, _) in itertools.pairwise(parts):
            assert x + width == pytest.approx(after, abs=0.002)
        for (_, width), usd in zip(
            parts, cost_parts.parts_usd_per_kw_year(side).values(), strict=True
        ):
            assert width * usd_per_pixel == pytest.approx(usd, abs=0.001 * usd_per_pixel)


def test_every_item_and_the_totals_are_in_the_table(made: SavedRun) -> None:
    assert made.bill is not None
    table = tables.cost_table(made.bill)
    words = {word.lower() for word in Reader(table).words}
    for side in (made.bill.orbit, *made.bill.grounds):
        assert numbers.fixed(side.usd_per_kw_year) in words
        assert set(side.items_usd_per_year) <= words


def test_waterfall_ends_at_what_is_delivered(made: SavedRun) -> None:
    assert made.work is not None
    assert made.life is not None
    steps = waterfall.steps(made.work, made.life)
    delivered = float(made.work.delivered_frac) * float(made.life.availability_frac)
    assert steps[-1].after == pytest.approx(delivered, rel=1e-6)  # the duty is float32
    assert math.fsum(step.before - step.after for step in steps) == pytest.approx(
        1.0 - delivered, rel=1e-6
    )


def test_eclipse_shading_is_as_long_as_the_shadow(made: SavedRun) -> None:
    assert made.flight is not None
    dark = sum(b - a for a, b in figures.eclipses(made.tables["strip"]))
    assert dark == pytest.approx(
        made.flight.longest_eclipse_s, abs=10.0
    )  # the penumbra takes about 8 s at either edge
    strip = {"sunlit_frac": [0.0, 0.5, 1.0, 0.25, 0.0], "time_s": [5.0, 15.0, 25.0, 35.0, 45.0]}
    assert figures.eclipses(strip) == [(0.0, 15.0), (32.5, 50.0)]


def test_defaults_show_what_the_scenario_holds(made: SavedRun, html: str) -> None:
    found = defaults.defaults(made)
    values = {key: value for key, _, value in leaves(made.scenario)}
    ids = {attrs.get("id") for _, attrs, _ in Reader(html).elements}
    assert len(found) > 50
    for one in found:
        row = made.defaults[one.key].in_year(made.scenario.money.base_year)
        assert row.value == pytest.approx(values[one.key], rel=5e-6), (
            one.key
        )  # the resolved text has six digits
        assert f"row-{one.key}" in ids
    guesses = sum(one.is_estimate for one in found)
    assert f"{guesses} of them are estimates" in html
    assert html.count("◆ estimate</span>") == guesses


def test_drivers_link_to_where_they_come_from(made: SavedRun, html: str) -> None:
    assert made.verdict.drivers
    for driver in made.verdict.drivers:
        assert f'<a href="#{anchor(driver.key)}">' in html


def test_the_numbers_of_the_page_lead_to_what_explain_prints(made: SavedRun, html: str) -> None:
    facts = made.summary
    linked = set(re.findall(r'href="#is-([^"]+)"', html))
    keys = {anchor(key).removeprefix("is-"): key for key in (*results(facts), *facts["inputs"])}
    assert linked <= keys.keys()
    assert {
        "bill.ratio",
        "bill.orbit.usd_per_chip_hour",
        "fleet.groups.0.satellite_mass_kg",
        "flight.sunlit_frac",
        "life.uptime_frac",
    } <= linked
    assert len(linked) > 60
    text = html_text(html)
    for id in linked:
        assert explain(keys[id], made).partition("\n")[2] in text


def test_boundary_is_named_with_the_numbers(made: SavedRun, html: str) -> None:
    assert made.bill is not None
    cards = html[html.index('class="cards"') : html.index('class="facts"')]
    assert cards.count(f"<b>{made.bill.boundary}</b>") == 4
    assert numbers.number(made.bill.ratio) in cards


def test_break_even_or_why_there_is_none(made: SavedRun, html: str) -> None:
    assert made.bill is not None
    assert made.bill.break_even_launch_usd_per_kg is None
    assert "none: with free launch orbit still costs" in html
    other = page(changed(made, {"bill.break_even_launch_usd_per_kg": 123.0}))
    assert "123 USD/kg" in other
    assert "with free launch" not in other


@pytest.mark.parametrize("section", ["fleet", "flight", "work", "life"])
def test_a_run_stopped_after_a_stage_still_renders(made: SavedRun, section: str) -> None:
    stages = ("fleet", "flight", "work", "life", "bill")
    later: dict[str, Any] = dict.fromkeys(stages[stages.index(section) + 1 :])
    verdict = {"verdict.drivers": [], "verdict.shields": [], "verdict.higher": None}
    reader = Reader(page(changed(made, later | verdict)))
    assert reader.balanced
    assert "the run stopped before the stage price" in "".join(reader.words)


def test_a_run_stopped_at_design_still_renders(saved_run: Saved) -> None:
    text = page(saved_run("suncatcher", until="design"))
    assert Reader(text).balanced
    assert "stopped before the stage <code>price</code>" in text
    assert "stopped before the stage <code>fly</code>" in text
    assert "Mass breakdown" in text


def test_power_only_has_no_price_per_chip(saved_run: Saved) -> None:
    text = page(saved_run("suncatcher", SMALL | {"money.boundary": "power_only"}))
    assert Reader(text).balanced
    assert "prices no delivered work" in text
    assert "<b>power_only</b>" in text
    assert "compared on the boundary <code>compute</code> alone" in text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (29666.63, "29,700"),
        (0.4497, "0.450"),
        (999.9, "1,000"),
        (0.0, "0"),
        (float("nan"), "not finite"),
        (9.999, "10.0"),
    ],
)
def test_significant_digits(value: float, shown: str) -> None:
    assert numbers.number(value) == shown


def test_ticks_are_inside_and_few() -> None:
    for low, high in ((0.0, 97.7), (-78.0, 76.0), (1.0, 9.4), (0.0, 1.0)):
        marks = charts.ticks(low, high, 6)
        assert 2 <= len(marks) <= 7
        assert all(low - 1e-9 <= mark <= high + 1e-9 for mark in marks)
