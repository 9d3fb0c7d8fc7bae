"""Opening a run folder: what `dawndusk run` left behind becomes a `SavedRun`."""

from __future__ import annotations

import dataclasses
import glob
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import dawndusk
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.data.catalogue import Row, rows_beside
from dawndusk.records.loaded import Loaded, Origin
from dawndusk.results import fields
from dawndusk.results.keys import SECTIONS, record
from dawndusk.results.saved import SavedRun
from dawndusk.results.tables import Table
from dawndusk.scenario.gallery import gallery
from dawndusk.store.folder import HOLD, NAMES, RUN, files

RESOLVED, GIVEN, RUNS = "resolved.toml", "scenario.toml", Path("runs")


def open(path: str | Path) -> SavedRun:
    """Open a finished run: its folder, its `run.json`, or the name of a folder under `runs/`.

    Tables and the resolved scenario are read when they are needed.

    Raises BadInput where there is no run, where the file is damaged or not one of ours, or where a
    newer version made it.
    """
    folder = folder_of(path)
    summary = _read(folder / RUN)
    rows: dict[str, Row] = {}
    for section in SECTIONS:
        if isinstance(summary.get(section), dict):
            fields.under_present_names(
                record(section), summary[section], section, summary["reasons"]
            )
    written = [folder / name for name in sorted(files(folder, summary))]
    for file in written:
        if file.suffix.lower() == ".csv":
            rows |= rows_beside(file)
    return SavedRun(summary, Tables(written), lambda: _loaded(folder, summary), rows)


def is_path(name: str) -> bool:
    """Whether a word is the path of a run rather than the name of a scenario: it holds a separator,
    or is a folder and no name of the gallery.

    >>> is_path("runs/suncatcher"), is_path("suncatcher")
    (True, False)
    """
    if name.endswith(".toml"):
        return False
    return bool({"/", "\\"} & set(name)) or (name not in gallery() and Path(name).is_dir())


def folder_of(path: str | Path, kinds: tuple[str, ...] = (RUN,)) -> Path:
    """The folder that a path means: itself, that of the file, or one of that name under `runs/`.

    Args:
        path: of a folder or of the file that makes it one, or a name.
        kinds: the files that make it a folder of the wanted kind, such as `run.json`.

    Raises BadInput where there is none, or one of another kind.
    """
    given = Path(path)
    tries = [given.parent if given.name in kinds else given, RUNS / given]
    for folder in tries:
        if any((folder / file).is_file() for file in kinds):
            return folder
    wanted = " or ".join(kinds)
    for folder in tries:
        kind = next((kind for file, kind in NAMES.items() if (folder / file).is_file()), "")
        if kind:
            reason = f"is a {kind} folder; a {NAMES[kinds[0]]} folder holds {wanted}"
            raise BadInput(Problem(reason, where=str(path)))
        if folder.is_dir():
            reason = f"holds no {wanted}, so it is not a finished {NAMES[kinds[0]]}"
            raise BadInput(Problem(reason, where=str(path)))
    names = [one.parent.name for file in kinds for one in RUNS.glob(f"*/{file}")]
    near = nearest(given.name, names)
    raise BadInput(
        Problem(f"no run folder {str(path)!r}, nor one of that name under runs/", nearest=near)
    )


def _read(file: Path) -> dict[str, Any]:
    """The `run.json` of a run of this or an older version."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadInput(Problem(f"cannot be read: {error.strerror}", where=str(file))) from None
    except UnicodeDecodeError:
        raise BadInput(Problem("is damaged: not UTF-8 text", where=str(file))) from None
    except json.JSONDecodeError as error:
        reason = f"is damaged: {error.msg}, line {error.lineno}; run the scenario again"
        raise BadInput(Problem(reason, where=str(file))) from None
    except (ValueError, RecursionError) as error:  # digits without end, brackets without end
        raise BadInput(Problem(f"is damaged: {error}", where=str(file))) from None
    if not isinstance(found, dict) or not found.keys() >= HOLD[RUN]:
        raise BadInput(Problem("is not the run.json of a run of dawndusk", where=str(file)))
    for wrong in _wrong(found):
        raise BadInput(Problem(f"is damaged: {wrong}; run the scenario again", where=str(file)))
    made = str(found["dawndusk"])
    if _version(made) > _version(dawndusk.__version__):
        reason = (
            f"was made by dawndusk {made}, newer than this {dawndusk.__version__}; upgrade dawndusk"
            " to open it"
        )
        raise BadInput(Problem(reason, where=str(file)))
    return found


def _wrong(found: Mapping[str, Any]) -> Iterator[str]:
    """What has not the type that it has in every `run.json`."""
    if not re.match(r"\d+\.\d+", str(found["dawndusk"])):
        yield "`dawndusk` is no version"
    scenario = found["scenario"]
    if not isinstance(scenario, dict) or not all(
        isinstance(scenario.get(name), str) for name in ("name", "title")
    ):
        yield "`scenario` has no name and title"
    for name, kinds in (("inputs", dict), ("reasons", str)):
        held = found[name]
        if not isinstance(held, dict) or not all(isinstance(one, kinds) for one in held.values()):
            yield f"`{name}` is no table"
        elif name == "inputs":
            for key, one in held.items():
                note = one.get("note", "")
                if "value" not in one or not isinstance(one.get("from"), str):
                    yield f"`inputs.{key}` has no value or no origin"
                elif not isinstance(note, str):
                    yield f"`inputs.{key}.note` is no text"
    if found["verdict"] is None or not found["inputs"]:
        yield "`verdict` or `inputs` is empty"
    for section in SECTIONS:
        if found.get(section) is not None:
            yield from fields.mistyped(record(section), found[section], section)


def _version(text: str) -> tuple[int, ...]:
    """Major and minor: a patch does not change what a run folder holds.

    >>> _version("0.3.0") < _version("0.10.1")
    True
    """
    return tuple(int(word) for word in re.findall(r"\d+", text)[:2])


def _loaded(folder: Path, summary: Mapping[str, Any]) -> Loaded:
    """The resolved scenario, each value with the origin that it had when it ran."""
    from dawndusk.scenario.reading import load

    file = folder / RESOLVED
    if not file.is_file():
        raise BadInput(Problem(f"the run folder has no {RESOLVED}", where=str(folder)))
    found = load(file)
    given = folder / GIVEN
    return dataclasses.replace(
        found,
        scenario=dataclasses.replace(found.scenario, name=summary["scenario"]["name"]),
        origins={key: _origin(entry) for key, entry in summary["inputs"].items()},
        given=given.read_text("utf-8") if given.is_file() else found.given,
    )


def _origin(entry: Mapping[str, str]) -> Origin:
    where, note = entry["from"], entry.get("note", "")
    if where == "default":
        return Origin(note=note)
    if where.startswith("row "):
        return Origin(row=where.removeprefix("row "), note=note)
    return Origin(where=where, note=note)


class Tables(Mapping[str, Table]):
    """The Parquet tables among some files, each read when it is first needed."""

    def __init__(self, files: Iterable[Path]) -> None:
        tables = (file for file in files if file.suffix == ".parquet" and file.is_file())
        self._files = {file.stem: file for file in tables}
        self._read: dict[str, Table] = {}

    def __getitem__(self, name: str) -> Table:
        if name not in self._read:
            self._read[name] = _columns(self._files[name])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _columns(file: Path) -> Table:
    """The columns of a Parquet file as NumPy arrays. Raises BadInput where it is damaged."""
    import duckdb

    try:
        with duckdb.connect() as connection:
            found: Table = connection.execute(
                "SELECT * FROM read_parquet(?)", [glob.escape(str(file))]
            ).fetchnumpy()
    except duckdb.Error as error:
        reason = str(error).partition("\n")[0]
        raise BadInput(Problem(f"cannot be read: {reason}", where=str(file))) from None
    return found
