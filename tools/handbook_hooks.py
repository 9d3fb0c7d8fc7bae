"""MkDocs: the pages that are generated, and the generated parts of pages that are written by hand.

A line `<!-- generated: NAME -->` of a page is replaced by what the handbook makes of that name; a
name may take a word, as in `<!-- generated: help run -->`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from handbook import checks, lists, model_pages
from handbook.modules import GROUPS, models

PARTS: dict[str, Callable[..., Iterable[str]]] = {
    "catalogue": lambda here: lists.catalogue(),
    "checks": checks.all_sections,
    "checks-overview": checks.overview,
    "decisions": lists.decisions,
    "gallery": lists.gallery,
    "help": lambda here, name="": lists.usage(name),
    "inputs": lists.inputs,
    "models": model_pages.overview,
    "results": lists.results,
    "tags": lambda here: checks.tags(),
}


def on_config(config: Any) -> Any:
    """Put the generated pages into the menu."""
    for entry in config.nav:
        if "Models" in entry:
            groups = {
                title: [{one.title: one.page} for one in models().values() if one.group == group]
                for group, title in GROUPS.items()
            }
            entry["Models"] = [
                model_pages.INDEX,
                *({title: found} for title, found in groups.items()),
            ]
        if "Decisions" in entry:
            entry["Decisions"] = ["decisions/index.md", *lists.decision_pages()]
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add a page for each model."""
    from mkdocs.structure.files import File

    for path, words in model_pages.pages().items():
        files.append(File.generated(config, path, content=words))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, files: Any) -> str:
    """Fill in the generated parts of a page."""
    here = page.file.src_uri
    return re.sub(
        r"^<!-- generated: (.+?) -->$",
        lambda found: "\n".join(part(found[1], here)),
        markdown,
        flags=re.M,
    )


def part(words: str, here: str) -> Iterable[str]:
    """One generated part, for the page `here`."""
    name, *more = words.split()
    return PARTS[name](here, *more)
