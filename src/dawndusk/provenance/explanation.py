"""Explanations: where a number comes from, what lies under it, who overrode it and what it
moved.
"""

from __future__ import annotations

import dataclasses
import re
import typing
from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any

from dawndusk.chain import STAGES
from dawndusk.core import kinds, units
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.core.record import is_record, meanings
from dawndusk.data.catalogue import Row, rows, rows_of_packages, sources
from dawndusk.provenance import dependencies
from dawndusk.provenance.docstrings import model_docstring, sentence
from dawndusk.records.fields import hints, part_of
from dawndusk.records.items import ITEMS
from dawndusk.records.scenario import Scenario
from dawndusk.results.fields import PATTERN, Result, evaluated, terms
from dawndusk.results.keys import about, keys, value_of
from dawndusk.results.saved import SavedRun
from dawndusk.scenario.evidence import evidence as stated_evidence

MOST_INPUTS = 12  # listed under a result
MOST_TERMS = 6  # of a sum or product, listed with their values
DEEP = 3  # formulas within formulas that are traced


def explain(key: str, run: SavedRun) -> str:
    """What a key means, its value in a run, and the rows and sources, or the equation, behind it.

    `key` is an input (`satellite.array.efficiency`), a result (`bill.ratio`) or a row
    (`tpu-v6e.power`). Raises BadInput for another.
    """
    known = ChainMap(run.rows, rows(), rows_of_packages())
    inputs, declared = run.summary["inputs"], keys()
    key = _plain_key(key, inputs)
    if key in inputs:
        return "\n".join(_input(key, run.summary, known))
    if about(key) is not None and (_found(key, run.summary) or key in declared):
        return "\n".join(_result(key, run.summary, known))
    if key in known:
        return "\n".join([f"{key} = {known[key].text}   (row)", *_row(known[key])])
    cls, field = owner(key, inputs)
    if cls is not None and field and "." in key:
        return (
            f"{key} is not given in this run\n  is         {meanings(cls).get(field, '')}"
            "\n  source     none: the design solves it, or the run does not need it"
        )
    named = (*inputs, *results(run.summary), *declared)
    below = [name for name in named if name.startswith(key + ".") and "*" not in name]
    if below:
        return "\n".join([f"{key} holds", *(f"  {name}" for name in dict.fromkeys(below))])
    near = nearest(key, [*(name for name in (*named, *known) if "*" not in name)])
    raise BadInput(Problem("no input, result or row of that name", key=key, nearest=near))


def results(summary: dict[str, Any]) -> list[str]:
    """Every key of `run.json` that holds one value and is not an input; null ones too."""
    return [
        key
        for section in summary
        if section not in ("inputs", "reasons", "files")
        for key in _leaves(summary[section], section)
    ]


def _leaves(value: Any, path: str) -> list[str]:
    if isinstance(value, dict):
        return [key for name, inner in value.items() for key in _leaves(inner, f"{path}.{name}")]
    if isinstance(value, list):
        return [
            key for index, inner in enumerate(value) for key in _leaves(inner, f"{path}.{index}")
        ]
    return [path]


def _plain_key(key: str, inputs: dict[str, Any]) -> str:
    """A key as `run.json` nests it (`inputs.launch.price.value`, `reasons.bill.ratio`) as the key
    it is about.
    """
    if key.startswith("inputs."):
        key = key.removeprefix("inputs.")
        head, _, tail = key.rpartition(".")
        return head if head in inputs and tail in ("value", "from", "note") else key
    return key.removeprefix("reasons.")


def _found(key: str, summary: dict[str, Any]) -> bool:
    return value_of(key, summary) is not None or key in summary["reasons"]


# -- results -------------------------------------------------------------------


def _result(key: str, summary: dict[str, Any], known: Mapping[str, Row]) -> list[str]:
    one = about(key)
    assert one is not None
    value = value_of(key, summary)
    unit = f" {one.unit}" if one.unit and value is not None else ""
    lines = [f"{key} = {_text(value)}{unit}   (result)", f"  is         {one.said.text}"]
    lines += _member(key, summary) + _item(key)
    if value is None:
        lines.append(f"  null       {why_null(key, summary) or one.absent or 'not reached'}")
    function = _function(one, summary)
    part = owner(f"{one.said.part}.kind", summary["inputs"])[0] if one.said.part else None
    model, by = function, f"{function.__module__}.{function.__name__}" if function else ""
    if part is not None and function is not None:
        model, by = part, f"{part.__module__}, in {function.__name__}"
    if one.said.formula and value is not None:
        lines.append(f"  equation   {key} = {_formula(key, one)}")
    elif model is not None and model_docstring(model).equation:
        lines.append(f"  equation   {model_docstring(model).equation}")
    if value is not None:
        named = (_whole(name, key) for name in one.said.uses)
        used = [_valued(name, summary) for name in named if value_of(name, summary) is not None]
        lines += _labelled("values", _traced(key, one, summary) + used)
    if model is not None:
        lines += _model(model, f"by {by}", equation=False)
    else:
        lines.append(
            f"  source     {f'none: {one.absent}' if one.absent else 'the scenario itself'}"
        )
    if value is not None:
        lines += _drivers(summary) if key == "bill.ratio" else []
        lines += _depends(key, summary, known)
    return lines


def _function(one: Result, summary: dict[str, Any]) -> Callable[..., Any] | None:
    """The function that computed a result in this run: where nothing flies, the stage's own for the
    ground.
    """
    if one.said.by is None or summary["fleet"] is not None:
        return one.said.by
    named = f"{one.said.by.__module__}:{one.said.by.__name__}".removeprefix("dawndusk.")
    for stage in STAGES:
        if stage.run == named and stage.on_ground:
            return stage.function(on_ground=True)
    return one.said.by


def _traced(key: str, one: Result, summary: dict[str, Any], deep: int = 0) -> list[str]:
    """The results in the formula of a result with their values, and those in theirs, one deeper
    each.
    """
    lines, pad = [], "  " * deep
    for name in (_whole(term, key) for term in terms(one.said.formula)):
        places = _members_of(name, summary)
        for place in places[:MOST_TERMS]:
            found = about(place)
            follow = found is not None and found.said.formula and deep < DEEP and "*" not in name
            lines.append(f"{pad}{_valued(place, summary)}")
            if found is not None and follow:
                lines[-1] += f" = {_formula(place, found)}"
                lines += _traced(place, found, summary, deep + 1)
        lines += [f"{pad}and {len(places) - MOST_TERMS} more"] if len(places) > MOST_TERMS else []
    return lines


def _formula(key: str, one: Result) -> str:
    """The formula of a result with whole keys."""
    return re.sub(PATTERN, lambda match: _whole(match[0], key), one.said.formula)


def _valued(key: str, summary: dict[str, Any]) -> str:
    """A key with its value and unit."""
    found = about(key)
    return f"{key} = {_text(value_of(key, summary))} {found.unit if found else ''}".rstrip()


def _whole(term: str, key: str) -> str:
    """A name in a formula as a whole key: beside the result, or of another section."""
    beside = f"{key.rpartition('.')[0]}.{term}"
    return beside if about(beside) is not None else term


def _members_of(name: str, summary: dict[str, Any]) -> list[str]:
    """The keys that a name with a star stands for, those of the largest values first; a plain key
    alone.
    """
    head, star, tail = name.partition(".*")
    held = value_of(head, summary)
    if not star:
        return [name] if held is not None else []
    found = held.keys() if isinstance(held, dict) else range(len(held or ()))
    places = [f"{head}.{one}{tail}" for one in found]
    if tail:
        return places
    return sorted(places, key=lambda one: -abs(value_of(one, summary) or 0.0))


def formula_value(key: str, summary: dict[str, Any]) -> float | None:
    """What the formula of a result comes to with the values of a run; None without one, or where a
    value is absent.
    """
    one = about(key)
    if one is None or not one.said.formula or value_of(key, summary) is None:
        return None

    def value(term: str) -> Any:
        name = _whole(term, key)
        found = [value_of(place, summary) for place in _members_of(name, summary)]
        return found if "*" in name else found[0]

    try:
        return evaluated(one.said.formula, value)
    except (IndexError, TypeError):
        return None


def _member(key: str, summary: dict[str, Any]) -> list[str]:
    """Which member of a list the key is of: what the list says of it first, as `altitude_m =
    650000`.
    """
    path, _, leaf = key.rpartition(".")
    member = value_of(path, summary)
    if not path.rpartition(".")[2].isdecimal() or not isinstance(member, dict):
        return []
    first = next(
        (
            name
            for name, value in member.items()
            if name != leaf and isinstance(value, str | int | float)
        ),
        None,
    )
    return [f"  of         {first} = {_text(member[first])}"] if first is not None else []


def _item(key: str) -> list[str]:
    """How an item of a bill is paid, of a key that ends in one."""
    head, _, id = key.partition(".items_usd_per_")
    item = ITEMS.get(id.partition(".")[2])
    if item is None or not head.startswith("bill."):
        return []
    cost = item.orbit if head == "bill.orbit" else item.ground
    capital = item.usd if head == "bill.orbit" else None
    if cost.usd_per_year is not None:
        paid = ["a running cost"]
    elif capital is not None or cost.capital_usd is not None:
        paid = ["capital, recovered over the life of what it buys at the side's cost of capital"]
    else:
        paid = []
    learning = [f"its price follows learning.{cost.learning}"] if cost.learning else []
    part = [f"in the part {item.cost_part.name}"] if item.cost_part is not None else []
    return [f"  item       {', '.join([*paid, *learning, *part])}"]


def why_null(key: str, summary: dict[str, Any]) -> str:
    """The reason of a null: its own, or that of the section around it."""
    while key:
        if key in summary["reasons"]:
            return str(summary["reasons"][key])
        key = key.rpartition(".")[0]
    return ""


def _model(thing: Any, by: str, equation: bool = True) -> list[str]:
    """What stands behind a model: equation, function or module, validity and source."""
    found = model_docstring(thing)
    lines = [f"  equation   {found.equation}"] if found.equation and equation else []
    lines.append(f"  computed   {by}")
    if found.valid:
        lines.append(f"  valid      {found.valid}")
    for source in found.sources:
        lines += _source(source, "")
    if found.place:
        lines.append(f"             {found.place}")
    return lines


def _depends(key: str, summary: dict[str, Any], known: Mapping[str, Row]) -> list[str]:
    """The inputs that a result depends on, as measured, the largest effect first, with value and
    evidence.
    """
    inputs = summary["inputs"]
    found = list(dependencies.of(key, inputs).items())
    shown = [
        f"{name} = {_text(inputs[name]['value'])} ({_whence(inputs[name], known)}): {effect.text}"
        for name, effect in found[:MOST_INPUTS]
    ]
    if len(found) > MOST_INPUTS:
        left = len(found) - MOST_INPUTS
        shown.append(f"and {left} inputs of smaller effect")
    if shown:
        shown.append("(median effect and range over the measured scenarios; this run may differ)")
    return _labelled("depends on", shown)


def _drivers(summary: dict[str, Any]) -> list[str]:
    """The largest one-at-a-time sensitivities of the ratio in this run."""
    found = [one for one in summary["verdict"].get("drivers", ()) if one["effect"] is not None]
    return _labelled("drivers", [f"{one['key']} moves {_moves(one)}" for one in found])


def evidence(entry: dict[str, Any], known: Mapping[str, Row]) -> tuple[str, tuple[str, ...]]:
    """Kind of evidence of an input and the keys of its sources; `entry` is its part of
    `run.json`.
    """
    origin = entry["from"]
    if origin.startswith("row "):
        row = known.get(origin.removeprefix("row "))
        return (row.kind, (row.source,)) if row else (origin, ())
    stated = stated_evidence(entry.get("note", ""))
    if stated is not None:
        return stated.kind, (stated.source or "dawndusk",)
    return ("a choice of dawndusk" if origin == "default" else origin), ()


def _whence(entry: dict[str, Any], known: Mapping[str, Row]) -> str:
    """Evidence and source of an input in few words."""
    kind, keys = evidence(entry, known)
    return ", ".join([kind, *(key for key in keys if key != kind and key != "dawndusk")])


# -- inputs --------------------------------------------------------------------


def _input(key: str, summary: dict[str, Any], known: Mapping[str, Row]) -> list[str]:
    entry = summary["inputs"][key]
    value, origin = entry["value"], entry["from"]
    cls, field = owner(key, summary["inputs"])
    kind = cls is not None and not field  # a part's model, not a number
    lines = [f"{key} = {_text(value)}   (input)"]
    if cls is not None:
        lines.append(f"  is         {meanings(cls).get(field, '') if field else sentence(cls)}")
    row = _row_behind(key, cls, field, summary["inputs"], known)
    if origin.startswith("row "):
        given = known.get(origin.removeprefix("row "))
        lines += [
            f"  from       {origin}",
            *(_row(given) if given else ["  source     the package that brought the row"]),
        ]
    elif origin == "default":
        where = f"{cls.__module__}.{cls.__qualname__}" if cls is not None else "the reader"
        lines += [
            "  from       the record's own default",
            *([] if kind else [f"  source     a choice of dawndusk, in {where}"]),
        ]
    else:
        lines += [
            f"  set by     {origin}",
            *([] if kind and not entry.get("note") else _said(origin, entry.get("note", ""))),
        ]
        if row is not None:
            lines.append(
                f"  instead of row {row.id}: {row.text}"
                + (f", from {row.range_text}" if row.spread else "")
            )
    if kind:
        lines += _model(cls, f"by {cls.__module__}")
    for driver in summary["verdict"]["drivers"]:
        if driver["key"] == key:
            lines.append(f"  moves      {_moves(driver)}")
            break
    else:
        if isinstance(value, dict) and summary["verdict"]["drivers"]:
            lines.append(
                "  moves      the ratio less than the inputs that are named with the verdict"
            )
    return lines


def _moves(driver: dict[str, Any]) -> str:
    if driver["effect"] is None:
        return "the design: at one end of its range none closes"
    return (
        f"the ratio from {driver['ratio_at_low']:.3g} at its low to {driver['ratio_at_high']:.3g}"
        " at its high value"
    )


def _said(origin: str, note: str) -> list[str]:
    """What the comment beside a value says of it: kind of evidence, source and place, if it is
    written that way.
    """
    stated = stated_evidence(note)
    if stated is None:
        lines = [
            (
                "  source     the command line"
                if origin == "--set"
                else f"  source     the scenario, {origin}"
            )
        ]
        return [*lines, f"  note       {note}"] if note else lines
    source = _source(stated.source or "dawndusk", stated.text)
    return [f"  evidence   {stated.kind}", *source]


def owner(key: str, inputs: dict[str, Any]) -> tuple[type | None, str]:
    """The record that holds an input, and its field there; an empty field for a part's `kind`; no
    record for what the reader itself takes.

    >>> owner("mission.life", {})[1]
    'life_s'
    """
    cls: type = Scenario
    path = ""
    words = key.split(".")
    for at, word in enumerate(words):
        path = f"{path}.{word}" if path else word
        if word.isdecimal():
            continue
        if word == "kind":
            return cls, ""
        field = next(
            (one for one in dataclasses.fields(cls) if units.key_of(one.name) == word), None
        )
        if field is None:
            return None, ""
        hint = hints(cls)[field.name]
        part = part_of(hint)
        inner = [one for one in (hint, *typing.get_args(hint)) if is_record(one)]
        if part is not None and at < len(words) - 1:
            kind = inputs.get(f"{path}.kind", {}).get("value", part.default)
            try:
                cls = kinds.model(part.family, kind)
            except kinds.UnknownKind:  # of an older version, or of a package that is not here
                return None, ""
        elif inner and at < len(words) - 1:
            cls = inner[0]
        else:
            return cls, field.name
    return None, ""


def _row_behind(
    key: str, cls: type | None, field: str, inputs: dict[str, Any], known: Mapping[str, Row]
) -> Row | None:
    """The row that an input would have come from, had nobody set it."""
    if cls is None or not field:
        return None
    table, _, name = key.rpartition(".")
    item = inputs.get(f"{table}.{getattr(cls, 'CATALOGUE_KEY', 'use')}", {}).get("value")
    of_item = known.get(f"{item}.{name}") if item and getattr(cls, "CATALOGUE", "") else None
    default = next(
        (one.metadata.get("row") for one in dataclasses.fields(cls) if one.name == field), None
    )
    return of_item or (known.get(default) if default else None)


# -- rows and sources ----------------------------------------------------------


def _row(row: Row) -> list[str]:
    lines = [f"  value      {row.text}"]
    lines.append(f"  range      {row.range_text}" if row.spread else "  range      none given")
    lines.append(
        f"  evidence   {row.kind}" + (f", in USD of {row.price_year}" if row.price_year else "")
    )
    lines += _source(row.source, row.where)
    if row.note:
        lines.append(f"  note       {row.note}")
    return lines


def _source(key: str, place: str) -> list[str]:
    source = sources().get(key)
    if source is None:
        lines = [f"  source     {key}"]
    else:
        lines = [f"  source     {source['title']}, {source['authors']}, {source['year']}"]
    if place:
        lines.append(f"             {place}")
    if source and "url" in source:
        lines.append(f"             {source['url']}")
    if source and source.get("read"):
        lines.append(f"  read       {source['read']}")
    return lines


def _labelled(label: str, found: list[str]) -> list[str]:
    return [f"  {label if index == 0 else '':<11}{line}" for index, line in enumerate(found)]


def _text(value: Any) -> str:
    if isinstance(value, dict) and {"low", "high"} <= value.keys():
        middle = value.get("mode", value.get("median"))
        return (
            f"{middle}, " if middle is not None else ""
        ) + f"from {value['low']} to {value['high']}"
    if isinstance(value, float):
        return f"{value:,.6g}"
    if isinstance(value, dict | list):
        return f"{len(value)} entries"
    return str(value)
