"""On which line of a TOML file each key stands, and the comment there; tomllib does not say."""

from __future__ import annotations

import re

_KEY = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_HEADER = re.compile(rf"^\s*(\[\[?)\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(rf"(?:^|[{{,])\s*({_KEY}(?:\s*\.\s*{_KEY})*)\s*=(?!=)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'[^\']*\'')


def lines(text: str) -> dict[str, int]:
    """Line number, from 1, of every key (dotted; array tables numbered from 0) that stands in the
    text.

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
            table = _numbered(table, counts)
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


def _numbered(table: str, counts: dict[str, int]) -> str:
    """The table with the number of every array of tables on the way to it: `[g.u]` belongs to the
    last `[[g]]`.

    >>> _numbered("g.u", {"g": 1}), _numbered("g", {"g": 0}), _numbered("a.b", {})
    ('g.1.u', 'g.0', 'a.b')
    """
    words = table.split(".")
    heads = [".".join(words[: count + 1]) for count in range(len(words))]
    return ".".join(
        f"{word}.{counts[head]}" if head in counts else word
        for word, head in zip(words, heads, strict=True)
    )


def comments(text: str) -> dict[int, str]:
    """The comment that ends each line, by line number from 1; lines that are nothing but a comment
    are left out.

    >>> comments('a = "x # y"  # why\\n# head\\nb = 2')
    {1: 'why'}
    """
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        bare = _STRING.sub(lambda match: '"' * len(match[0]), line)
        at = bare.find("#")
        if at > 0 and bare[:at].strip():
            found[number] = line[at + 1 :].strip()
    return found


def _dotted(text: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in text.split("."))
