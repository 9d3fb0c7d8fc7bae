"""The site: built without a network and strictly, loading nothing from outside, every link in it
leading somewhere, every model with its page.
"""

import html
import importlib
import json
import pkgutil
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import dawndusk.parts
import dawndusk.physics
from dawndusk.cli import COMMANDS
from dawndusk.data.catalogue import sources
from dawndusk.provenance.docstrings import model_docstring
from dawndusk.results.keys import keys as result_keys
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.reading import load

ROOT = Path(__file__).parents[2]
STAGES = (
    "fleet.design",
    "flight.fly",
    "flight.day_kernel",
    "flight.step",
    "work.serve",
    "life.evolve",
    "bill.orbit",
    "bill.ground",
    "bill.price",
    "study.drivers",
)
LOADS = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "embed": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
}


def modules():
    """Every module that must have a page, with the path of that page."""
    found = {
        f"physics.{name}": f"physics/{name}"
        for _, name, _ in pkgutil.iter_modules(dawndusk.physics.__path__)
    }
    for _, name, package in pkgutil.walk_packages(dawndusk.parts.__path__, "dawndusk.parts."):
        if not package and not name.rpartition(".")[2].startswith("_"):
            short = name.removeprefix("dawndusk.")
            found[short] = short.replace(".", "/")
    assert "parts/radiator/flat_panel" in found.values()
    return found | {name: f"stages/{name.partition('.')[2]}" for name in STAGES}


class Page(HTMLParser):
    """What a page loads, where it leads, and what can be led to in it."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.leads, self.ids, self.styles = [], [], set(), []
        self.inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.inside = tag
        if LOADS.get(tag) in said:
            self.loads.append(said[LOADS[tag]])
        if tag == "link" and said.get("rel") not in ("next", "prev"):
            self.loads.append(said["href"])
        if "srcset" in said:
            self.loads += [one.split()[0] for one in said["srcset"].split(",")]
        if "style" in said:
            self.styles.append(said["style"])
        if tag == "a" and "href" in said:
            self.leads.append(said["href"])
        self.ids |= {said[name] for name in ("id", "name") if said.get(name)}

    def handle_data(self, data):
        if self.inside == "style":
            self.styles.append(data)


def outside(address):
    """Whether an address leaves the folder of the site."""
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc) and parts.scheme != "data"


def in_styles(text):
    """Addresses that a style sheet loads."""
    return re.findall(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", text)


def broken(path, address, site, pages):
    """Whether an address of a page leads to no file of the site, or to no place in it; `/` is the
    site's own, as the page 404 has it.
    """
    parts = urlsplit(address)
    base = site if parts.path.startswith("/") else path.parent
    target = (base / unquote(parts.path).lstrip("/")).resolve() if parts.path else path
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(site) or not target.is_file():
        return True
    return (
        bool(parts.fragment)
        and target in pages
        and unquote(parts.fragment) not in pages[target].ids
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory, offline):
    folder = (tmp_path_factory.mktemp("docs") / "site").resolve()
    words = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "--site-dir",
        str(folder),
    ]
    done = subprocess.run(words, cwd=ROOT, env=offline, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_pages_load_nothing_from_outside(site, pages):
    loaded = {
        (path.name, one)
        for path, page in pages.items()
        for one in [*page.loads, *(a for s in page.styles for a in in_styles(s))]
    }
    assert len(loaded) > len(pages)
    assert not [one for one in loaded if outside(one[1])]
    for path in site.rglob("*.css"):
        assert not [one for one in in_styles(path.read_text("utf-8")) if outside(one)], path


def test_the_theme_has_no_reason_to_fetch(site, pages):
    """Its script would fetch only for diagrams in Mermaid, for the stars of a repository, and in
    browsers before 2020.
    """
    for path in pages:
        text = path.read_text("utf-8")
        assert 'class="mermaid"' not in text
        assert 'data-md-component="source"' not in text
    settings = json.loads(
        re.search(
            r'<script id="__config"[^>]*>(.*?)</script>', (site / "index.html").read_text("utf-8")
        )[1]
    )
    assert not outside(settings["search"])


def test_links_lead_somewhere(site, pages):
    checked = [
        (path, one)
        for path, page in pages.items()
        for one in [*page.leads, *page.loads]
        if not outside(one)
    ]
    assert len(checked) > 1000
    assert not [
        (path.relative_to(site).as_posix(), one)
        for path, one in checked
        if broken(path, one, site, pages)
    ]


def test_these_checks_can_fail(site, pages):
    page = Page(
        '<link rel="stylesheet" href="https://fonts.example/a.css"><img src="a.png"'
        ' srcset="//cdn.example/b.png 2x"><a href="#no">'
    )
    assert [one for one in page.loads if outside(one)] == [
        "https://fonts.example/a.css",
        "//cdn.example/b.png",
    ]
    assert in_styles("@import 'https://a.example/x'; b{background:url(\"//c.example/y\")}") == [
        "https://a.example/x",
        "//c.example/y",
    ]
    index = site / "index.html"
    assert broken(index, "#no", site, pages)
    assert broken(index, "gallery.html#no", site, pages)
    assert broken(index, "nothing.html", site, pages)
    assert broken(index, "../outside.html", site, pages)
    assert not broken(index, "gallery.html#suncatcher", site, pages)


def facts(text):
    """What stands beside each label at the head of a model's page."""
    block = re.search(r"<dl>(.*?)</dl>", text, re.S)[1]
    return dict(re.findall(r"<dt>(\w[\w ]*)</dt>\s*<dd>(.*?)</dd>\s*(?=<dt>|$)", block, re.S))


def text_of(markup):
    return " ".join(html.unescape(re.sub("<[^>]*>", "", markup)).split())


@pytest.mark.parametrize("name", modules())
def test_a_model_has_a_page(name, site):
    text = (site / "models" / f"{modules()[name]}.html").read_text("utf-8")
    told = facts(text)
    assert text_of(told["Code"]) == f"dawndusk.{name}"
    if name != "physics.constants":  # they are rows, each with its own source
        for label in ("Equation", "Valid", "Source"):
            assert len(text_of(told[label])) > 5, label
    records = [
        json.loads(path.read_text("utf-8"))
        for path in (ROOT / "docs" / "validation").glob("*.json")
    ]
    mine = [record for record in records if f"dawndusk.{name}" in record["models"]]
    assert ("Nothing outside dawndusk yet" in text) == (not mine)
    for record in mine:
        assert f"validation/{record['name']}.svg" in text
        assert text.count(f'<h3 id="against-{record["name"]}">') == 1


@pytest.mark.parametrize("name", modules())
def test_no_source_hides_in_the_place_within_another(name):
    place = model_docstring(importlib.import_module(f"dawndusk.{name}")).place
    assert not sources().keys() & set(re.findall(r"[\w-]+", place)) - {"dawndusk"}


@pytest.mark.parametrize("name", [name for name in modules() if name.startswith("parts.")])
def test_a_part_is_shown_as_a_scenario_may_have_it(name, site, tmp_path):
    text = (site / "models" / f"{modules()[name]}.html").read_text("utf-8")
    shown = re.search(
        r'<div class="language-toml highlight"><pre>.*?<code>(.*?)</code></pre>', text, re.S
    )[1]
    table = html.unescape(re.sub("<[^>]*>", "", shown))
    assert f'kind = "{name.rpartition(".")[2]}"' in table
    (tmp_path / "mine.toml").write_text(
        f'title = "As on the page"\nextends = "spacex-million"\n{table}'
    )
    load(tmp_path / "mine.toml")


def test_the_orbit_page_shows_the_secular_orbits(site):
    text = (site / "models" / "physics" / "orbit.html").read_text("utf-8")
    assert "validation/secular-j2.svg" in text
    assert "650 km sun-synchronous, along track after a day" in text_of(text)


def test_nothing_is_missing_from_the_lists(site):
    def page(name):
        return html.unescape((site / name).read_text("utf-8"))

    for path in (ROOT / "docs" / "validation").glob("*.json"):
        assert f'<h2 id="{path.stem}">' in page("validation.html")
    for name in gallery():
        assert f'<h2 id="{re.sub("[^a-z0-9]+", "-", name)}">' in page("gallery.html")
    for key in (key for key, one in result_keys().items() if not one.renamed):
        assert f"<code>{key}</code>" in page("keys.html")
    for path in (ROOT / "docs" / "decisions").glob("0*.md"):
        assert f'href="{path.stem}.html"' in page("decisions/index.html")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help_and_an_example(name, site):
    text = (site / "commands.html").read_text("utf-8")
    section = re.search(rf'<h2 id="{name}">(.*?)(?:<h2|</article>)', text, re.S)[1]
    told = text_of(section)
    assert f"Usage: dawndusk {name}" in told
    assert told.count(f"dawndusk {name}") > 1
