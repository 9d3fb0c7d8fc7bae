"""Explanations: where a number comes from."""

from __future__ import annotations

from typing import Any

from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.data.catalogue import Row, rows, sources
from dawndusk.report.keys import KEYS


def explain(key: str, summary: dict[str, Any], extra_rows: dict[str, Row] | None = None) -> str:
    """What a key of a run means, its value, and its row and source or equation; `summary` is a run's `run.json`.

    `key` is an input (`satellite.array.efficiency`), a result (`bill.ratio`) or a row (`tpu-v6e.power`). Raises BadInput for another.
    """
    known_rows = rows() | (extra_rows or {})
    inputs = summary["inputs"]
    if key in inputs:
        return "\n".join(_input(key, inputs[key], summary, known_rows))
    if key in KEYS:
        return "\n".join(_result(key, summary))
    if key in known_rows:
        return "\n".join([key, *_row(known_rows[key])])
    below = [name for name in (*inputs, *KEYS) if name.startswith(key + ".")]
    if below:
        return "\n".join([f"{key} holds", *(f"  {name}" for name in below)])
    raise BadInput(Problem("no input, result or row of that name", key=key, nearest=nearest(key, [*inputs, *KEYS, *known_rows])))


def _input(key: str, entry: dict[str, Any], summary: dict[str, Any], known: dict[str, Row]) -> list[str]:
    value = entry["value"]
    lines = [f"{key} = {_text(value)}   (input)"]
    origin = entry["from"]
    if origin.startswith("row "):
        row = known.get(origin.removeprefix("row "))
        lines += [f"  from       {origin}", *(_row(row) if row else [])]
    else:
        lines.append("  from       the record's own default" if origin == "default" else f"  set by     {origin}")
    for driver in summary["verdict"]["drivers"]:
        if driver["key"] == key and driver["effect"] is None:
            lines.append("  moves      the design: at one end of its range none closes")
        elif driver["key"] == key:
            lines.append(
                f"  moves      the ratio from {driver['ratio_at_low']:.3g} at its low to {driver['ratio_at_high']:.3g} at its high value"
            )
    return lines


def _result(key: str, summary: dict[str, Any]) -> list[str]:
    about = KEYS[key]
    value: Any = summary
    for word in key.split("."):
        value = value.get(word) if isinstance(value, dict) else None
    unit = f" {about.unit}" if about.unit else ""
    lines = [f"{key} = {_text(value)}{unit if value is not None else ''}   (result)", f"  is         {about.text}"]
    if about.function:
        lines.append(f"  computed   by {about.function}")
    if value is None:
        section = key.partition(".")[0]
        lines.append(f"  null       {summary['reasons'].get(key) or summary['reasons'].get(section) or 'not reached'}")
    return lines


def _row(row: Row) -> list[str]:
    source = sources().get(row.source, {})
    lines = [f"  value      {row.text}"]
    lines.append(f"  range      {row.range_text}" if row.spread else "  range      none given")
    lines.append(f"  evidence   {row.kind}" + (f", in USD of {row.price_year}" if row.price_year else ""))
    lines.append(f"  source     {source.get('title', row.source)}" + (f", {source['authors']}, {source['year']}" if source else ""))
    if row.where:
        lines.append(f"             {row.where}")
    if "url" in source:
        lines.append(f"             {source['url']}")
    if source.get("read"):
        lines.append(f"  read       {source['read']}")
    if row.note:
        lines.append(f"  note       {row.note}")
    return lines


def _text(value: Any) -> str:
    if isinstance(value, dict) and {"low", "high"} <= value.keys():
        middle = value.get("mode", value.get("median"))
        return (f"{middle}, " if middle is not None else "") + f"from {value['low']} to {value['high']}"
    if isinstance(value, float):
        return f"{value:,.6g}"
    return str(value)
