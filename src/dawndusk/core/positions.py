"""On which line of a TOML file each key stands; tomllib does not say."""

from __future__ import annotations

import re

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(rf"(?:^|[{{,])\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=(?!=)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def lines(text: str) -> dict[str, int]:
    """Line number, from 1, of every key (dotted; array tables numbered from 0) that stands in the text.

    >>> lines('title = "x"\\n[a]\\nb = { c = 1 }\\n[[g]]\\n[[g]]\\nu = 2')
    {'title': 1, 'a': 2, 'a.b': 3, 'a.b.c': 3, 'g.0': 4, 'g.1': 5, 'g.1.u': 6}
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        if header:
            table = _dotted(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}.{counts[table]}"
            found.setdefault(table, number)
            continue
        bare = _STRING.sub(lambda match: '"' * len(match[0]), line.split(" #")[0])
        outer = ""
        for match in _ASSIGNMENT.finditer(bare):
            key = _dotted(line[match.start(1) : match.end(1)])
            path = ".".join(filter(None, [table, outer, key]))
            found.setdefault(path, number)
            if bare[match.end() :].lstrip().startswith("{"):
                outer = ".".join(filter(None, [outer, key]))
    return found


def _dotted(text: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in text.split("."))
