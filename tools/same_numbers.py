"""Compares the run folders of two versions, scenario by scenario: every number of the old
`run.json` stands in the new one.

    python tools/same_numbers.py OLD NEW [--within 1e-6]

OLD and NEW hold one run folder for each scenario. Prints what is missing or differs; exit code 1
where anything does. Text may change; keys may be added.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def differences(old: Any, new: Any, within: float, path: str = "") -> Iterator[str]:
    """What of the old value is missing or differs in the new one, numbers beyond a relative
    tolerance.
    """
    if isinstance(old, dict | list):
        if not isinstance(new, type(old)) or (isinstance(old, list) and len(new) != len(old)):
            yield f"{path}: another shape"
            return
        members = old.items() if isinstance(old, dict) else enumerate(old)
        for name, value in members:
            here = f"{path}.{name}".strip(".")
            if isinstance(old, dict) and name not in new:
                yield f"{here}: missing"
            else:
                yield from differences(value, new[name], within, here)
    elif isinstance(old, bool) or not isinstance(old, int | float):
        if (old is None) != (new is None):
            yield f"{path}: {new} for {old}"
    elif not isinstance(new, int | float) or abs(new - old) > within * abs(old):
        yield f"{path}: {new} for {old}"


def numbers(value: Any) -> int:
    """How many numbers a value holds."""
    if isinstance(value, dict | list):
        return sum(map(numbers, value.values() if isinstance(value, dict) else value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def main() -> int:
    """Compare, print, and tell whether all is equal."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("old", type=Path)
    parser.add_argument("new", type=Path)
    parser.add_argument("--within", type=float, default=1e-6)
    said = parser.parse_args()
    wrong = 0
    for file in sorted(said.old.glob("*/run.json")):
        old = json.loads(file.read_text("utf-8"))
        other = said.new / file.parent.name / "run.json"
        found = ["no run"] if not other.is_file() else []
        found += (
            differences(old, json.loads(other.read_text("utf-8")), said.within) if not found else []
        )
        print(f"{file.parent.name}: {numbers(old)} numbers, {len(found)} differ")
        print("".join(f"  {one}\n" for one in found), end="")
        wrong += len(found)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
