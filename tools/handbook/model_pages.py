"""One page for each model: what it computes, where it holds, whose it is, its functions or keys,
and what it was held against.
"""

from __future__ import annotations

import doctest
import importlib
import inspect
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any, Protocol

from dawndusk import parts
from dawndusk.core import units
from dawndusk.core.kinds import kinds
from dawndusk.data.catalogue import rows, sources
from dawndusk.provenance import calculator
from dawndusk.provenance.docstrings import Docstring, body, labelled, model_docstring, sentence
from dawndusk.records.fields import PartField
from dawndusk.records.scenario import SEVERAL, Scenario
from dawndusk.results.keys import keys as result_keys
from dawndusk.scenario.gallery import gallery
from dawndusk.scenario.inputs import Input, described, items, keys
from dawndusk.scenario.toml import to_toml
from handbook import checks
from handbook.markdown import capital, code, facts, fence, link, raw, table, text
from handbook.modules import GROUPS, Model, built_on, families, models

INDEX = "models/index.md"


def pages() -> dict[str, str]:
    """The text of every model's page, by its path."""
    return {model.page: "\n".join(page(model)) for model in models().values()}


def page(model: Model) -> Iterator[str]:
    """The lines of one model's page."""
    here = model.page
    yield from ["---", f"title: {model.title}", "---", f"# {raw(capital(model.title))}", ""]
    first, *rest = body(model.module)
    yield from [text(first), "{ .lead }", ""]
    for paragraph in rest:
        yield from [text(paragraph), ""]
    yield from _statements(model, here)
    if model.group == "physics":
        yield from _checked(model, here)
        yield from _functions(model)
    elif model.group == "parts":
        yield from _keys(model)
        yield from _example(model.record, "Example")
        yield from _methods(model)
        yield from _checked(model, here)
    else:
        yield from _results(model)
        yield from _public(model)
        yield from _checked(model, here)


# -- what stands behind it -----------------------------------------------------


def _statements(model: Model, here: str) -> list[str]:
    found = model_docstring(model.module)
    equations = [
        f"[{code(key)}](#{one.__name__}) {_equation(said)}"
        for key, one, said in _said_by_functions(model, "Equation")
    ]
    valid = [
        f"[{code(key)}](#{one.__name__}) {text(said)}"
        for key, one, said in _said_by_functions(model, "Valid")
    ]
    below = built_on(model)
    return facts(
        [
            ("Equation", ([_equation(found.equation)] if found.equation else []) + equations),
            ("Valid", [text(capital(found.valid))] if found.valid else valid),
            ("Source", [*cited(found), *(source(key) for key in _sources_of_functions(model))]),
            (
                "Built on",
                [", ".join(link(code(one.name), one.page, here) for one in below)] if below else [],
            ),
            ("Code", [code(model.module.__name__)]),
        ]
    )


def _said_by_functions(model: Model, label: str) -> Iterator[tuple[str, Callable[..., Any], str]]:
    """Functions of a module of physics that state an equation, or a range, of their own."""
    if model.group == "physics":
        for function in _own_functions(model):
            said = labelled(function.__doc__).get(label)
            if said:
                yield units.key_of(function.__name__), function, said


def _sources_of_functions(model: Model) -> list[str]:
    """Sources that only functions name."""
    everywhere = (
        {key for one in _own_functions(model) for key in model_docstring(one).sources}
        if model.group == "physics"
        else set()
    )
    return sorted(everywhere - {*model_docstring(model.module).sources})


def cited(found: Docstring) -> list[str]:
    """The sources of a model, the place at the last of them."""
    return [source(key, found.place if key == found.sources[-1] else "") for key in found.sources]


def _equation(words: str) -> str:
    return f"<span class='equation'>{text(words)}</span>"


def source(key: str, place: str = "") -> str:
    """An entry of the bibliography with the place in it, and how it was read; a name that is not in
    it stands for itself.
    """
    found = sources().get(key)
    where = f", {text(place)}" if place else ""
    if found is None:
        return raw(key) + where
    title = f"*{raw(found['title'])}*"
    if "url" in found:
        title = f"[{title}]({found['url']})"
    read = f"<br><small>Read: {raw(found['read'])}</small>" if found.get("read") else ""
    return f"{title}, {raw(found['authors'])}, {found['year']}{where}{read}"


def _checked(model: Model, here: str) -> Iterator[str]:
    yield from ["", "## What it was held against", ""]
    found = checks.checks_of(model)
    if not found:
        below = [one for one in built_on(model) if checks.checks_of(one)]
        names = ", ".join(link(code(one.name), one.page, here) for one in below)
        yield (
            "Nothing outside dawndusk yet: no record of the tests in `docs/validation` names this"
            " model."
        )
        yield f"The physics under it has records of its own: {names}." if below else ""
        return
    yield (
        "Drawn and measured by the tests; what the tags mean says"
        f" {link('the page on validation', 'validation.md', here)}."
    )
    for check in found:
        yield from check.section(
            here, "###", f"against-{check.name}"
        )  # a function may have the check's name


# -- physics -------------------------------------------------------------------


def _own_functions(model: Model) -> list[Callable[..., Any]]:
    """The public functions of a module, in its order."""
    return [
        value
        for name, value in vars(model.module).items()
        if inspect.isfunction(value)
        and value.__module__ == model.module.__name__
        and not name.startswith("_")
    ]


def _functions(model: Model) -> Iterator[str]:
    topic = model.module.__name__.rpartition(".")[2]
    members = calculator.functions().get(topic, {})
    if not members:
        yield from _constants(model)
        return
    yield from ["", "## Functions", ""]
    yield (
        "Arrays and numbers in SI, of NumPy or JAX. The examples follow on"
        f" {code(f'from {model.module.__name__} import *')}."
    )
    for key, function in members.items():
        yield from ["", f"### {raw(key)} {{ #{function.__name__} }}", ""]
        for paragraph in body(function):
            yield from [text(paragraph), ""]
        said = labelled(function.__doc__)
        yield from facts(
            [
                ("Equation", [_equation(said["Equation"])] if "Equation" in said else []),
                ("Valid", [text(capital(said["Valid"]))] if "Valid" in said else []),
                ("Source", cited(model_docstring(function)) if "Source" in said else []),
            ]
        )
        yield from _arguments(function)
        yield from _session(function)
        yield from _on_the_command_line(f"{topic}.{key}", function)


def _arguments(function: Callable[..., Any]) -> list[str]:
    signature = inspect.signature(function)
    words = calculator.example_words(function)
    on_line = calculator.arguments(function)
    found = []
    for name, parameter in signature.parameters.items():
        unit = _unit(units.si_unit_of(name)) if name in on_line else "a record of this module"
        default = (
            "" if parameter.default is parameter.empty else f", else {code(str(parameter.default))}"
        )
        found.append((code(name), f"{unit}{default}", code(words[name]) if name in words else ""))
    returns = model_docstring(function).returns or (function.__name__,)
    made = inspect.signature(function).return_annotation
    gives = [
        f"{code(name)}{', ' + _unit(units.si_unit_of(name)) if units.suffix(name) else ''}"
        for name in returns
    ]
    found.append(
        (
            "gives",
            (
                "; ".join(gives)
                if made in ("Array", "float", "int") or len(returns) > 1
                else code(str(made))
            ),
            "",
        )
    )
    return table(["Argument", "Unit", "For example"], found)


def _unit(unit: str) -> str:
    return "a number" if unit == "1" else raw(unit)


def _session(thing: Any) -> list[str]:
    """The example of a docstring as it would look in the interpreter."""
    lines = []
    for one in doctest.DocTestParser().get_examples(thing.__doc__ or ""):
        first, *more = one.source.rstrip("\n").splitlines()
        lines += [
            f">>> {first}",
            *(f"... {line}" for line in more),
            *one.want.rstrip("\n").splitlines(),
        ]
    return fence("pycon", "\n".join(lines)) if lines else []


def _on_the_command_line(name: str, function: Callable[..., Any]) -> list[str]:
    words = calculator.example_words(function)
    keyed = [(calculator.arguments(function)[one].key, word) for one, word in words.items()]
    answer = calculator.calculate(name, tuple(f"{key}={word}" for key, word in keyed))
    shown = calculator.as_text(answer).partition("\n  is ")[0]
    said = " ".join(f'{key}="{word}"' if " " in word else f"{key}={word}" for key, word in keyed)
    return fence("console", f"$ dawndusk calc {name} {said}\n{shown}\n...")


def _constants(model: Model) -> Iterator[str]:
    yield from ["", "## Constants", "", "Each is a row of `data/rows/physics.csv`."]
    found = []
    for row in rows().values():
        if row.family == "physics":
            spread = f"<br><small>{raw(row.range_text)}</small>" if row.spread else ""
            found.append(
                (
                    code(row.id),
                    f"{raw(row.text)}{spread}",
                    f"{raw(row.kind)}, {source(row.source)}",
                    text(row.note),
                )
            )
    yield from table(["Row", "Value", "Evidence", "Note"], found)


# -- parts ---------------------------------------------------------------------


def places() -> dict[str, tuple[str, PartField]]:
    """Where in a scenario each family stands: its key, and the marker of the field."""
    found: dict[str, tuple[str, PartField]] = {}

    def walk(cls: type, path: str) -> None:
        for key in keys(cls):
            here = f"{path}.{key.name}".strip(".")
            if key.part is not None:
                found[key.part.family] = (here, key.part)
            elif (table := key.table or key.tables) is not None:
                walk(table, here)

    walk(Scenario, "")
    return found


def _keys(model: Model) -> Iterator[str]:
    place, part = places()[model.family]
    assert model.record is not None
    yield from ["", "## In a scenario", ""]
    first = (
        [f"[[{head}]]"] if (head := place.partition(".")[0]) in SEVERAL else []
    )  # a table of each of several
    table_of_kind = [
        *first,
        f"[{place}]",
        f'kind = "{model.kind}"',
        *_assignments(model.record, place, _written(place, model.kind)),
    ]
    yield from fence("toml", "\n".join(table_of_kind))
    if part.default == model.kind:
        yield "This is the kind that a scenario takes when it names none."
    yield from key_table(model.record)
    yield from in_the_catalogue(model.record)
    for inner, cls in tables_of(model.record):
        yield from inner_table(f"{place}.{inner}", cls, f"{inner}-table")


def inner_table(path: str, cls: type, anchor: str, note: str = "") -> Iterator[str]:
    """A table inside that of a part: what it is, its equation, its keys."""
    yield from [
        "",
        f"### {raw(path)} {{ #{anchor} }}",
        "",
        f"{code(f'[{path}]')} {text(' '.join(body(cls)))} {note}",
    ]
    said = labelled(cls.__doc__).get("Equation")
    yield from facts([("Equation", [_equation(said)] if said else [])])
    yield from key_table(cls)
    yield from in_the_catalogue(cls)


def tables_of(cls: type) -> list[tuple[str, type]]:
    """The tables inside that of a record, by the keys where they stand."""
    return [(key.name, key.table) for key in keys(cls) if key.table is not None]


def in_the_catalogue(cls: type) -> list[str]:
    """The names that a table may take its values from."""
    there = ", ".join(code(name) for name in items(cls))
    return ["", f"In the catalogue: {there}.", ""] if there else []


def _assignments(cls: type, place: str, written: dict[str, Any]) -> Iterator[str]:
    """The keys that were written, those that must be, and the catalogue's name; of an array of
    tables the first.
    """
    tables: list[str] = []
    names = getattr(cls, "CATALOGUE_KEY", "use") if hasattr(cls, "CATALOGUE") else ""
    for key in keys(cls):
        if key.tables is not None:
            first: dict[str, Any] = next(iter(written.get(key.name, [])), {})
            tables += ["", f"[[{place}.{key.name}]]", *_assignments(key.tables, place, first)]
        elif key.table is not None:
            inner = list(_assignments(key.table, f"{place}.{key.name}", written.get(key.name, {})))
            tables += ["", f"[{place}.{key.name}]", *inner] if inner else []
        elif (
            key.name in written
            or key.name == names
            or not (key.optional or key.name in described(cls))
        ):
            yield f"{key.name} = {to_toml(written.get(key.name, key.example))}"
    yield from tables


@cache
def _written(place: str, kind: str) -> dict[str, Any]:
    """What the first scenario of the gallery with a table of that kind says in it; empty where none
    has one.
    """
    for name in gallery():
        found: Any = tomllib.loads(
            resources.files("dawndusk.scenario.gallery").joinpath(f"{name}.toml").read_text("utf-8")
        )
        for word in place.split("."):
            found = found.get(word, {}) if isinstance(found, dict) else {}
        if isinstance(found, dict) and found.get("kind") == kind:
            return found
    return {}


def key_table(cls: type) -> list[str]:
    """The keys of a record's table: meaning, default with its range, and the evidence for it."""
    found = [
        (code(key.name), f"{text(capital(key.meaning))}{_limits(key)}", *_default(key))
        for key in keys(cls)
        if key.table is None and key.part is None and not (cls is Scenario and key.tables)
    ]
    if not found:
        return ["", "It has no keys but `kind`.", ""]
    return table(["Key", "Meaning", "Default", "Evidence for the default"], found)


def _limits(key: Input) -> str:
    """The unit in which one would write it, and the least and the most."""
    unit = (
        unit_in_rows(key) if key.name in described(key.cls) else str(key.example).partition(" ")[2]
    )
    said = [f"in {raw(unit)} or the like"] if key.core is float and key.unit != "1" and unit else []
    said += [raw(key.limits)] if key.limits else []
    return f"<br><small>{capital(', '.join(said))}</small>" if said else ""


def unit_in_rows(key: Input) -> str:
    """The unit that the catalogue's own rows of that key have."""
    family = getattr(key.cls, "CATALOGUE", "")
    known = [
        row for row in rows().values() if row.family == family and row.id.endswith(f".{key.name}")
    ]
    row = known[0] if known else key.row
    return row.unit if row is not None else "1"


def _default(key: Input) -> tuple[str, str]:
    if key.tables is not None:
        return "one table each", ""
    if key.name in described(key.cls):
        return "that of the catalogue item", ""
    row = key.row
    if row is not None:
        item = "<small>that of the catalogue item, else</small><br>" if items(key.cls) else ""
        spread = f"<br><small>{raw(row.range_text)}</small>" if row.spread else ""
        where = f", {raw(row.where)}" if row.where else ""
        note = f"<br><small>{text(row.note)}</small>" if row.note else ""
        return (
            f"{item}{raw(row.text)}{spread}",
            f"{raw(row.kind)}, {raw(row.source)}{where}{note}<br><small>row {code(row.id)}</small>",
        )
    if key.default is not None:
        shown = f"{key.default:g}" if isinstance(key.default, float) else str(key.default)
        return code(shown), "a choice of dawndusk"
    return ("may be left out" if key.optional or "absent:" in key.meaning else "must be given"), ""


def _example(thing: Any, title: str) -> list[str]:
    shown = _session(thing)
    return ["", f"## {title}", "", text(" ".join(body(thing))), *shown] if shown else []


def _methods(model: Model) -> Iterator[str]:
    name, methods = protocol(model.family)
    yield from [
        "",
        "## What the stages ask of it",
        "",
        f"Its family keeps the protocol {code(name)}:",
    ]
    yield from table(["Method or field", "Gives"], methods)


def protocol(family: str) -> tuple[str, list[tuple[str, str]]]:
    """The protocol of a family: its name, and its fields and methods with what they say."""
    package = importlib.import_module(f"{parts.__name__}.{family}")
    found = next(
        value
        for value in vars(package).values()
        if inspect.isclass(value)
        and issubclass(value, Protocol)
        and not value.__name__.startswith("_")
        and value is not Protocol
    )
    rows_ = [(code(name), "a field") for name in inspect.get_annotations(found)]
    promised = [item for one in reversed(found.__mro__) for item in vars(one).items()]
    for name, value in promised:
        if isinstance(value, property):
            rows_.append((code(name), text(" ".join(body(value)))))
        if inspect.isfunction(value) and not name.startswith("_"):
            asked = ", ".join(one for one in inspect.signature(value).parameters if one != "self")
            rows_.append((code(f"{name}({asked})"), text(" ".join(body(value)))))
    return found.__name__, rows_


# -- stages --------------------------------------------------------------------


def _results(model: Model) -> Iterator[str]:
    given = {
        key: one
        for key, one in result_keys().items()
        if one.function.startswith(f"{model.module.__name__}.") and not one.renamed
    }
    if given:
        yield from ["", "## What it gives", "", "Keys of `run.json`."]
        yield from table(
            ["Key", "Unit", "Meaning"],
            [
                (code(key), raw(one.unit), text(capital(one.said.text)))
                for key, one in given.items()
            ],
        )


def _public(model: Model) -> Iterator[str]:
    yield from ["", "## Functions", ""]
    rows_ = []
    for function in _own_functions(model):
        asked = ", ".join(inspect.signature(function).parameters)
        said = labelled(function.__doc__)
        equation = f"<br>{_equation(said['Equation'])}" if "Equation" in said else ""
        rows_.append(
            (
                f"{code(f'{function.__name__}({asked})')}",
                f"{text(' '.join(body(function)))}{equation}",
            )
        )
    yield from table(["Function", "Does"], rows_)


# -- the list of all -----------------------------------------------------------


def overview(here: str) -> Iterator[str]:
    """Every model with what it is about and how often it was held against something."""
    for group, title in GROUPS.items():
        yield from ["", f"## {title}", ""]
        if group == "parts":
            yield from _by_family(here)
        else:
            yield from _list([model for model in models().values() if model.group == group], here)


def _by_family(here: str) -> Iterator[str]:
    for family in families():
        package = importlib.import_module(f"{parts.__name__}.{family}")
        place, part = places()[family]
        yield from ["", f"### {raw(capital(family))}", ""]
        default = f", {code(part.default)} unless said" if part.default else ""
        yield f"{text(sentence(package))}. Stands at {code(place)} of a scenario{default}."
        yield from _list([model for model in models().values() if model.family == family], here)
        assert set(kinds(family)) >= {
            model.kind for model in models().values() if model.family == family
        }


def _list(found: list[Model], here: str) -> list[str]:
    rows_ = []
    for model in found:
        tags = [check.tag for check in checks.checks_of(model)]
        counted = "".join(checks.badge(tag, tags.count(tag)) for tag in checks.TAGS if tag in tags)
        rows_.append(
            (
                link(raw(capital(model.title)), model.page, here),
                text(model.is_about),
                counted or "none",
            )
        )
    return table(["Model", "Is about", "Held against"], rows_)
