"""Errors that end a run. Each knows its exit code and says what is wrong in words a tired engineer
can act on.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MOST_SHOWN = 20


class DawnduskError(Exception):
    """Base of every error that dawndusk raises on purpose; `exit_code` is what the command line
    returns.
    """

    exit_code = 70


class Infeasible(DawnduskError):
    """A well-formed scenario that no design closes; the message names the binding constraint."""

    exit_code = 4


@dataclass(frozen=True)
class Problem:
    """One mistake in the input: where it stands, which key, why it is wrong and what may have been
    meant.
    """

    reason: str
    key: str = ""
    where: str = ""
    nearest: str = ""

    def __str__(self) -> str:
        parts = [part for part in (self.where, self.key) if part]
        return ": ".join([*parts, self.reason]) + (
            f" (did you mean {self.nearest}?)" if self.nearest else ""
        )


class BadInput(DawnduskError):
    """The input cannot be read as a scenario; all mistakes are listed at once.

    >>> problem = Problem("unknown key", key="satellite.aray", where="mine.toml:3", nearest="array")
    >>> print(BadInput(problem))
    mine.toml:3: satellite.aray: unknown key (did you mean array?)
    """

    exit_code = 2

    def __init__(self, *problems: Problem | str) -> None:
        self.problems = [
            Problem(problem) if isinstance(problem, str) else problem for problem in problems
        ]
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            lines.append(f"... and {len(self.problems) - MOST_SHOWN} more")
        if len(lines) > 1:
            lines.insert(0, f"{len(self.problems)} mistakes")
        super().__init__("\n".join(lines))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like `word`, or an empty string.

    >>> nearest("aray", ["array", "battery"])
    'array'
    """
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.5)
    return found[0] if found else ""
