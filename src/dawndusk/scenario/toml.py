"""Writing a scenario back as TOML, each value with where it came from."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from dawndusk.data.catalogue import SPREAD_KEYS, Row
from dawndusk.records.run import Origin


def dump(tree: dict[str, Any], origins: Mapping[str, Origin], rows: Mapping[str, Row]) -> str:
    """The resolved scenario as TOML, each line with where its value came from."""
    lines: list[str] = []
    _dump(tree, "", lines, origins, rows)
    return "\n".join(lines) + "\n"


def _dump(
    table: dict[str, Any],
    path: str,
    lines: list[str],
    origins: Mapping[str, Origin],
    rows: Mapping[str, Row],
) -> None:
    inner = {key: value for key, value in table.items() if _is_table(value) or _is_tables(value)}
    for key, value in table.items():
        if key in inner or value is None:
            continue
        here = f"{path}.{key}".strip(".")
        lines.append(f"{key} = {toml(value)}{_comment(origins.get(here), rows)}")
    for key, value in inner.items():
        here = f"{path}.{key}".strip(".")
        for index, one in enumerate(value if isinstance(value, list) else [value]):
            many = isinstance(value, list)
            header = re.sub(r"\.\d+", "", here)  # of the last one, inside an array of tables
            lines += ["", f"[[{header}]]" if many else f"[{header}]"]
            _dump(one, f"{here}.{index}" if many else here, lines, origins, rows)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and not (value and value.keys() <= SPREAD_KEYS)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _comment(origin: Origin | None, rows: Mapping[str, Row]) -> str:
    if origin is None:
        return "  # default"
    if origin.row:
        row = rows.get(origin.row)
        return f"  # row {origin.row}" + (f" ({row.kind}, {row.source})" if row else "")
    return f"  # {origin.where}"


def toml(value: Any) -> str:
    """A value as TOML, on one line.

    >>> toml({"low": "1 km", "high": 2.0})
    '{ low = "1 km", high = 2.0 }'
    """
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return repr(value)
