"""Evidence: the comment beside a value in a scenario file, `kind, source: text`.

The kind is one of those of catalogue rows, the source a key of the bibliography. Source and text
may be absent: `vendor, suncatcher2026: page 3`, `estimate: a choice`. A resolved scenario refers to
a row instead: `row tpu-v6e.power (estimate, dawndusk)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dawndusk.data.catalogue import KINDS

_KIND, _SOURCE = "|".join(KINDS), "[a-z0-9-]+"
_STATED = re.compile(rf"(?P<kind>{_KIND})(?:, (?P<source>{_SOURCE}))?(?:: (?P<text>.*))?")
_ROW = re.compile(rf"(?P<text>row \S+) \((?P<kind>{_KIND}), (?P<source>.*)\)")


@dataclass(frozen=True)
class Evidence:
    """Kind of evidence, key of its source, and place or reason; the last two may be empty."""

    kind: str
    source: str
    text: str


def evidence(note: str) -> Evidence | None:
    """Read the evidence in a comment.

    Args:
        note: the comment without its sign.

    Returns:
        The evidence, None where the comment has another form.

    >>> evidence("vendor, suncatcher2026: page 3")
    Evidence(kind='vendor', source='suncatcher2026', text='page 3')
    >>> evidence("estimate: a choice")
    Evidence(kind='estimate', source='', text='a choice')
    >>> evidence("a choice") is None
    True
    """
    found = _STATED.fullmatch(note) or _ROW.fullmatch(note)
    if found is None:
        return None
    return Evidence(**{name: value or "" for name, value in found.groupdict().items()})
