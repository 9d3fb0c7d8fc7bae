"""Markdown from plain text: nothing that a docstring or a row says is taken for markup, but for its
`code`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

_MARKUP = re.compile(r"[\\`*_{}\[\]|~^=#!+-]")


def raw(words: str) -> str:
    """Words that show as they are."""
    return _MARKUP.sub(lambda sign: f"&#{ord(sign[0])};", html.escape(words, quote=False))


def code(words: str) -> str:
    """Words as code."""
    return f"<code>{raw(words)}</code>"


def text(words: str) -> str:
    """A sentence; what stands between backticks is code."""
    return "".join(
        code(part) if odd % 2 else raw(part) for odd, part in enumerate(words.split("`"))
    )


def capital(words: str) -> str:
    """With a capital at the beginning, unless that is a symbol or a name of the code.

    >>> capital("share of the time"), capital("a choice")
    ('Share of the time', 'A choice')
    >>> capital("b: of a parameter"), capital("orbit_usd / ground_usd")
    ('b: of a parameter', 'orbit_usd / ground_usd')
    """
    return (
        words[:1].upper() + words[1:] if re.match(r"[a-z]{2,}(?![\w:])|a [a-z]", words) else words
    )


def link(words: str, page: str, here: str, anchor: str = "") -> str:
    """A link from one page to another, both as paths below docs; the words are Markdown already."""
    up = len(PurePosixPath(here).parts) - 1
    return f"[{words}]({'../' * up}{page}{'#' + anchor if anchor else ''})"


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()
) -> list[str]:
    """A table of cells that are Markdown already; columns with those numbers are flushed right."""
    flushed = set(right)
    lines = [
        "| " + " | ".join(head) + " |",
        "|" + "|".join("--:" if n in flushed else "---" for n in range(len(head))) + "|",
    ]
    return [
        "",
        *lines,
        *("| " + " | ".join(cell or " " for cell in row) + " |" for row in rows),
        "",
    ]


def fence(language: str, lines: str, title: str = "") -> list[str]:
    """A block of code."""
    return [
        "",
        f"```{language}" + (f' title="{title}"' if title else ""),
        *lines.rstrip("\n").splitlines(),
        "```",
        "",
    ]


def facts(pairs: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Labels, each with its lines, which are Markdown already; labels without a line are left
    out.
    """
    found = [""]
    for label, lines in pairs:
        told = list(lines)
        if told:
            found += [label, *(f":   {line}\n" for line in told)]
    return [*found, ""]
