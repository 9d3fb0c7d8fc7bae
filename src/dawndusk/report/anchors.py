"""From every number of a page to the text that explains it: the same text that `dawndusk explain`
prints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from dawndusk.provenance.explanation import explain, results
from dawndusk.results.saved import SavedRun


def anchor(key: str, prefix: str = "is") -> str:
    """The HTML id of a key's explanation."""
    return escape(f"{prefix}-{key.replace(' ', '-')}", quote=True)


def ref(key: str, html: object, prefix: str = "is") -> str:
    """A number (as HTML) that leads to its explanation; an input's key may begin with `inputs.`."""
    key = key.removeprefix("inputs.")
    return f'<a class="n" href="#{anchor(key, prefix)}">{html}</a>'


def explained(page: str, run: SavedRun) -> str:
    """Every key of a run that the page (as HTML) leads to, folded: results first, then inputs."""
    words = "each with its equation or row, its source and the inputs that it depends on"
    wanted = set(re.findall(r'href="#([^"]+)"', page))
    parts = (("Results", results(run.summary)), ("Inputs", list(run.inputs)))
    shown = ((title, [key for key in keys if anchor(key) in wanted]) for title, keys in parts)
    return "".join(folded(f"{title}: {len(keys)}, {words}", keys, run) for title, keys in shown)


def folded(title: str, keys: Iterable[str], run: SavedRun, prefix: str = "is") -> str:
    """What `explain` says of some keys, each folded, all under one title."""
    texts = []
    for key in keys:
        head, _, rest = explain(key, run).partition("\n")
        what = f"<summary><code>{escape(head)}</code></summary><pre>{escape(rest)}</pre>"
        texts.append(f'<details class="why" id="{anchor(key, prefix)}">{what}</details>')
    return f"<details><summary>{escape(title)}</summary>{''.join(texts)}</details>"
