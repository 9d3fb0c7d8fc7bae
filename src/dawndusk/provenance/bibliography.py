"""The bibliography of one run, as BibTeX: the sources of the numbers that it took and of the models
that computed it.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from dawndusk.data.catalogue import rows, rows_of_packages, sources
from dawndusk.physics import constants as physical
from dawndusk.provenance.docstrings import model_docstring
from dawndusk.provenance.explanation import evidence, owner
from dawndusk.results.keys import keys
from dawndusk.results.saved import SavedRun

OURS = ("dawndusk", "dawndusk-method")  # estimates and methods of our own, cited by the first entry


def bibtex(run: SavedRun) -> str:
    """Every source behind a run as BibTeX, one entry each, sorted by key.

    Behind each entry stands what it was used for: inputs by key, and models by module.
    """
    summary = run.summary
    known = rows_of_packages() | rows() | run.rows
    used: dict[str, list[str]] = {}
    for key, entry in summary["inputs"].items():
        for source in evidence(entry, known)[1]:
            used.setdefault(source, []).append(key)
    taken = models(summary)
    for id in constants(taken):
        used.setdefault(known[id].source, []).append(id)
    for module in taken:
        for source in cited(module):
            used.setdefault(source, []).append(module.__name__)
    own = used.get("dawndusk", [])
    lines = [
        f"% Sources of the run {run.name}, by dawndusk {summary['dawndusk']}.".replace(
            "@", " at "
        ),  # else an entry
        (
            f"% {len(own)} of its {len(summary['inputs'])} inputs are estimates by the authors of"
            " dawndusk; `dawndusk explain KEY RUN` shows each."
        ),
        "",
        _entry(
            "dawndusk",
            "software",
            title="dawndusk: design, fly and price AI data centres in orbit",
            author="{dawndusk contributors}",
            year="2026",
            version=summary["dawndusk"],
        ),
    ]
    for key in sorted(used.keys() - {*OURS}):
        lines += ["", f"% used for {_few(used[key])}", _source(key)]
    return "\n".join(lines) + "\n"


def models(summary: dict[str, Any]) -> list[ModuleType]:
    """The modules that computed a run: the stages it reached, the kinds it chose, and all of
    physics under them.
    """
    reached = {
        one.said.by.__module__
        for one in keys().values()
        if one.said.by is not None and summary.get(one.section)
    }
    first = [importlib.import_module(name) for name in sorted(reached)]
    chosen = (
        owner(key, summary["inputs"])[0] for key in summary["inputs"] if key.endswith(".kind")
    )
    first += [importlib.import_module(part.__module__) for part in chosen if part is not None]
    found: dict[str, ModuleType] = {}
    while first:
        module = first.pop()
        if module.__name__ not in found:
            found[module.__name__] = module
            first += _physics_of(module)
    return [found[name] for name in sorted(found)]


def _physics_of(module: ModuleType) -> Iterator[ModuleType]:
    """The modules of physics and of families of parts that a module imports, whole or something of
    them.
    """
    for value in vars(module).values():
        made = inspect.isfunction(value) or inspect.isclass(value)
        used = (
            value if isinstance(value, ModuleType) else inspect.getmodule(value) if made else None
        )
        if used is not None and used.__name__.startswith(("dawndusk.physics.", "dawndusk.parts.")):
            yield used


def constants(taken: Iterable[ModuleType]) -> list[str]:
    """The rows of the physical constants that these modules take by name."""
    source = inspect.getsource(physical)
    ids = {
        match[1]: match[2] for match in re.finditer(r"^(\w+) = constant\(\"(.+)\"\)", source, re.M)
    }
    return sorted(
        {
            ids[name]
            for module in taken
            if module is not physical
            for name in vars(module)
            if name in ids
        }
    )


def cited(module: ModuleType) -> list[str]:
    """Every source that a module's docstrings name."""
    things = [
        module,
        *(
            value
            for value in vars(module).values()
            if inspect.isfunction(value) and value.__module__ == module.__name__
        ),
    ]
    return sorted(
        {source for thing in things if thing.__doc__ for source in model_docstring(thing).sources}
    )


def _few(words: list[str], most: int = 6) -> str:
    shown = ", ".join(words[:most])
    return shown if len(words) <= most else f"{shown} and {len(words) - most} more"


def _source(key: str) -> str:
    source = sources().get(key)
    if source is None:  # of a row beside the scenario, in words
        return _entry(
            re.sub(r"[^A-Za-z0-9._:-]+", "-", key).strip("-"), "misc", title=f"{{{_latex(key)}}}"
        )
    fields = {
        "title": f"{{{_latex(source['title'])}}}",
        "author": _authors(source["authors"]),
        "year": str(source["year"]),
    }
    if "url" in source:
        fields["url"] = source["url"]
    if source.get("read"):
        fields["note"] = _latex(f"Read: {source['read']}")
    return _entry(key, "misc", **fields)


def _entry(key: str, kind: str, **fields: str) -> str:
    body = "".join(f"  {name:<7} = {{{value}}},\n" for name, value in fields.items())
    return f"@{kind}{{{key},\n{body}}}"


def _authors(text: str) -> str:
    """Names joined as BibTeX wants them; a body that is no person in braces of its own.

    >>> _authors("G. Kopp, J. L. Lean"), _authors("F. G. Lemoine and others"), _authors("Epoch AI")
    ('G. Kopp and J. L. Lean', 'F. G. Lemoine and others', '{Epoch AI}')
    """
    rest, others, _ = text.partition(" and others")
    names = [
        name if re.match(r"[A-Z]\. ?", name) else f"{{{_latex(name)}}}" for name in rest.split(", ")
    ]
    return " and ".join([*names, *(["others"] if others else [])])


def _latex(text: str) -> str:
    return re.sub(r"([&%$#_{}])", r"\\\1", text)
