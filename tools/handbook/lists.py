"""The other generated lists: the gallery, the commands' help, the keys of scenarios and of
run.json, the catalogue, the decisions.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import click

from dawndusk.cli import cli
from dawndusk.parts.array import Cells
from dawndusk.parts.cooling import single_phase, two_phase
from dawndusk.parts.radiator import Coating, Fin
from dawndusk.parts.workload import inference
from dawndusk.provenance.docstrings import body
from dawndusk.records.economy import Ground
from dawndusk.records.mission import Launch
from dawndusk.records.satellite import Compute
from dawndusk.records.scenario import Scenario
from dawndusk.results.fields import Result
from dawndusk.results.keys import about
from dawndusk.results.keys import keys as result_keys
from dawndusk.results.numbers import number, percent, prefixed, unit_text
from dawndusk.scenario.gallery import gallery as names_and_titles
from dawndusk.scenario.inputs import Input, described, keys
from dawndusk.scenario.schema import TOP
from handbook.markdown import capital, code, fence, link, raw, table, text
from handbook.model_pages import in_the_catalogue, inner_table, key_table, tables_of, unit_in_rows
from handbook.modules import Model, models

ROOT = Path(__file__).parents[2]
RESULTS = (
    "fleet.satellites",
    "fleet.satellite_mass_kg",
    "fleet.it_w",
    "fleet.launches",
    "fleet.array_m2",
    "fleet.radiator_m2",
    "fleet.radiator_k",
    "flight.sunlit_frac",
    "flight.worst_hour_frac",
    "work.delivered_flop_per_s",
    "work.delivered_frac",
    "bill.ratio",
    "bill.ratio_without_chips",
    "bill.difference_usd_per_kw_year",
    "bill.ground.usd_per_kw_year",
    "verdict.binding_constraint",
)
WIDTH = 104  # characters of a line of help
GROWS = {  # what rows alone can add
    "chip": Compute,
    "ground": Ground,
    "launch": Launch,
    "model": inference.Model,
    "cells": Cells,
    "coating": Coating,
    "fin": Fin,
    "coolant, liquid": single_phase.Model,
    "coolant, boiling": two_phase.Model,
}


# -- the gallery ---------------------------------------------------------------


def gallery(here: str) -> Iterator[str]:
    """Every scenario: its title, what its file says of itself, its reviewed results, and the
    file.
    """
    rows = []
    for name, title in names_and_titles().items():
        found = _reviewed(name)
        cells = [_value(found, key) for key in ("fleet.satellites", "fleet.it_w", "bill.ratio")]
        rows.append((f"[{code(name)}](#{_anchor(name)})", raw(title), *cells))
    yield from table(
        ["Scenario", "Title", "Satellites", "Chips and hosts", "Orbit over ground"],
        rows,
        right=(2, 3, 4),
    )
    for name, title in names_and_titles().items():
        file = _file(name)
        yield from ["", f"## {raw(name)} {{ #{_anchor(name)} }}", "", f"**{raw(title)}**", ""]
        yield from _told(file)
        base = tomllib.loads(file).get("extends")
        if base:
            yield from ["", f"It extends {code(base)}, which says:", "", *_told(_file(base))]
        yield from _results(name)
        yield from [
            "",
            f'??? note "The file {name}.toml"',
            "",
            *("    " + line for line in fence("toml", file)),
            "",
        ]


def _file(name: str) -> str:
    return resources.files("dawndusk.scenario.gallery").joinpath(f"{name}.toml").read_text("utf-8")


def _anchor(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name)


def _told(file: str) -> Iterator[str]:
    """The comment that a file begins with, a paragraph for each line that begins with a word and a
    colon.
    """
    for line in file.splitlines():
        if not line.startswith("#"):
            break
        words = line.removeprefix("#").strip()
        label = re.match(r"([A-Z][A-Za-z ]+): (.*)", words)
        yield from ["", f"*{label[1]}:* {text(label[2])}"] if label else [text(words)]
    yield ""


def _reviewed(name: str) -> dict[str, Any]:
    path = ROOT / "tests" / "runs" / f"{name}.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def _value(found: dict[str, Any], key: str) -> str:
    """A result as printed; empty where the run has none."""
    value, known = found.get(key), about(key)
    if value is None or known is None:
        return ""
    if isinstance(value, str):
        return raw(capital(value))
    if key.endswith("_frac"):
        return raw(percent(value))
    if known.unit in ("W", "FLOP/s"):
        return raw(prefixed(value, known.unit))
    digits = 4 if value < 1e4 else 6
    return raw(f"{number(value, digits, trim=True)} {unit_text(known.unit or '1')}".strip())


def _results(name: str) -> list[str]:
    found = _reviewed(name)
    if not found:
        return ["", "It has no reviewed results yet."]
    shown = [(key, about(key), _value(found, key)) for key in RESULTS]
    rows = [
        (text(capital(known.said.text)), value, code(key))
        for key, known, value in shown
        if value and known is not None
    ]
    return table(["Reviewed result", "Value", "Key of `run.json`"], rows)


# -- commands ------------------------------------------------------------------


def usage(name: str) -> list[str]:
    """What a command says with `--help`; all of them without a name."""
    whole = click.Context(
        cli,
        info_name="dawndusk",
        terminal_width=WIDTH,
        **{**cli.context_settings, "max_content_width": WIDTH},
    )
    command = cli.get_command(whole, name) if name else cli
    assert command is not None
    context = click.Context(command, info_name=name, parent=whole) if name else whole
    return fence("text", context.command.get_help(context))


# -- keys ----------------------------------------------------------------------


def results(here: str) -> Iterator[str]:
    """Every key of `run.json` by section."""
    sections = dict.fromkeys(key.partition(".")[0] for key in result_keys())
    for section in sections:
        rows = []
        for key, known in result_keys().items():
            if key.partition(".")[0] == section and not known.renamed:
                missing = (
                    f"<br><small>Always null: {raw(known.absent)}</small>" if known.absent else ""
                )
                rows.append(
                    (
                        code(key),
                        raw(known.unit),
                        f"{text(capital(known.said.text))}{_also(known)}{missing}",
                        _function(known.function, here),
                    )
                )
        yield from [
            "",
            f"## {raw(section)}",
            *table(["Key", "Unit", "Meaning", "Computed by"], rows),
        ]


def _also(known: Result) -> str:
    alias = known.said.alias
    return f"<br><small>Also {code(alias)}</small>" if alias else ""


def _function(name: str, here: str) -> str:
    module, _, function = name.rpartition(".")
    if module not in models():
        return code(name.removeprefix("dawndusk.")) if name else ""
    anchor = function if models()[module].group == "physics" else ""
    return link(code(name.removeprefix("dawndusk.")), models()[module].page, here, anchor)


def inputs(here: str) -> Iterator[str]:
    """Every table of a scenario file with its keys."""
    top = [
        (code(name), text(capital(meaning)), "may be left out", "") for name, meaning in TOP.items()
    ]
    yield from ["", "## At the top of the file", ""]
    lines = key_table(Scenario)
    yield from [*lines[:-1], *("| " + " | ".join(row) + " |" for row in top), ""]
    for key in keys(Scenario):
        yield from _table(key, key.name, here)


def _table(key: Input, path: str, here: str) -> Iterator[str]:
    inner = key.table or key.tables
    if key.part is not None:
        family = [model for model in models().values() if model.family == key.part.family]
        yield from [
            "",
            f"## {raw(path)} {{ #{_anchor(path)} }}",
            "",
            f"{text(capital(key.meaning))}. A part; its keys stand with its kind:",
        ]
        rows = [
            (
                link(code(one.kind), one.page, here),
                text(one.is_about),
                "yes" if one.kind == key.part.default else "",
            )
            for one in family
        ]
        yield from table(["Kind", "Is", "Taken when none is said"], rows)
        yield from _tables_of_kinds(family, path)
    elif inner is not None:
        brackets = f"[[{path}]]" if key.tables else f"[{path}]"
        yield from [
            "",
            f"## {raw(path)} {{ #{_anchor(path)} }}",
            "",
            f"{code(brackets)} {text(' '.join(body(inner)))}",
        ]
        if [one for one in keys(inner) if one.table is None and one.part is None]:
            yield from key_table(inner)
        yield from in_the_catalogue(inner)
        for one in keys(inner):
            yield from _table(one, f"{path}.{one.name}", here)


def _tables_of_kinds(family: list[Model], path: str) -> Iterator[str]:
    """Tables inside that of a part, which several kinds may share."""
    found: dict[tuple[str, type], list[str]] = {}
    for model in family:
        assert model.record is not None
        for inner in tables_of(model.record):
            found.setdefault(inner, []).append(code(model.kind))
    for (name, cls), kinds in found.items():
        yield from inner_table(
            f"{path}.{name}", cls, _anchor(f"{path}.{name}"), f"Of {', '.join(kinds)}."
        )


# -- what rows alone can add ---------------------------------------------------


def catalogue() -> list[str]:
    """What a new item must have, and may."""
    lines = []
    for name, cls in GROWS.items():
        family = getattr(cls, "CATALOGUE", "")
        must = [f"{code(key.name)}{_in(key)}" for key in keys(cls) if key.name in described(cls)]
        plain = (
            getattr(cls, "CATALOGUE_KEY", "use") == "use"
        )  # else its other keys say how the item is used
        may = [
            f"{code(key.name)}{_in(key)}"
            for key in keys(cls)
            if plain and key.optional and key.row is not None
        ]
        lines.append(
            (f"{name}<br><small>{code(family + '.csv')}</small>", ", ".join(must), ", ".join(may))
        )
    return table(["Item", "Rows it must have", "Rows it may have"], lines)


def _in(key: Input) -> str:
    unit = unit_in_rows(key)
    return f" ({raw(unit)})" if unit != "1" else ""


# -- decisions -----------------------------------------------------------------


def decision_pages() -> list[str]:
    """Their paths below docs."""
    return [
        f"decisions/{path.name}" for path in sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    ]


def decisions(here: str) -> Iterator[str]:
    """Each page of decisions with what it settles."""
    for page in decision_pages():
        lines = (ROOT / "docs" / page).read_text("utf-8").splitlines()
        title = next(line.removeprefix("#").strip() for line in lines if line.startswith("#"))
        yield from ["", f"## {link(f'{Path(page).stem[:4]}: {title}', page, here)}", ""]
        yield from [
            f"- {found[1]}" for line in lines if (found := re.match(r"\*\*(.+?)\*\*", line))
        ]
