"""From every number of a page to the text that explains it: the same text that `dawndusk explain` prints."""

from __future__ import annotations

from html import escape
from typing import Any

from dawndusk.data.catalogue import Row
from dawndusk.report.explanation import explain, results


def anchor(key: str, prefix: str = "is") -> str:
    """The HTML id of a key's explanation."""
    return escape(f"{prefix}-{key.replace(' ', '-')}", quote=True)


def ref(key: str, html: object) -> str:
    """A number (as HTML) that leads to its explanation; an input's key may begin with `inputs.`."""
    key = key.removeprefix("inputs.")
    return f'<a class="n" href="#{anchor(key)}">{html}</a>'


def explained(summary: dict[str, Any], rows: dict[str, Row]) -> str:
    """Every key of a run, folded: results first, then inputs; `rows` are those beside the built-in ones."""
    parts = []
    for title, keys in (("Results", results(summary)), ("Inputs", list(summary["inputs"]))):
        folded = "".join(_folded(key, summary, rows) for key in keys)
        parts.append(
            f"<details><summary>{title}: all {len(keys)}, each with its equation or row, its source and what lies under it</summary>{folded}</details>"
        )
    return "".join(parts)


def _folded(key: str, summary: dict[str, Any], rows: dict[str, Row]) -> str:
    head, _, rest = explain(key, summary, rows).partition("\n")
    return (
        f'<details class="why" id="{anchor(key)}"><summary><code>{escape(head)}</code></summary><pre>{escape(rest)}</pre></details>'
    )
