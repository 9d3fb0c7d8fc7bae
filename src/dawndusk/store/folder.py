"""The run folder: what a run leaves behind, written aside and renamed at the end, so that nothing
is ever half there.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import hashlib
import json
import os
import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from dawndusk import __version__
from dawndusk.core.errors import BadInput, Infeasible, Problem
from dawndusk.data.catalogue import rows_beside
from dawndusk.records.loaded import Loaded
from dawndusk.records.run import Run
from dawndusk.records.uncertainty import Drawn
from dawndusk.results.saved import SavedRun, saved
from dawndusk.results.tables import TABLES, Table
from dawndusk.scenario.toml import dump

RUN, COMPARISON, STUDY = (
    "run.json",
    "compare.json",
    "uncertainty.json",
)  # what says that a folder is of this kind
NAMES = {
    RUN: "run",
    COMPARISON: "comparison",
    STUDY: "study",
    "sensitivity.json": "sensitivity",
    "break-even.json": "break-even",
    "reproduction.json": "reproduction",
}
HOLD = {  # keys that each of these files has had in every version
    RUN: {"dawndusk", "scenario", "inputs", "reasons", "verdict", "fleet"},
    COMPARISON: {"boundary", "systems"},
    STUDY: {"scenario", "boundary", "draws"},
    "sensitivity.json": {"scenario", "boundary", "inputs"},
    "break-even.json": {"scenario", "boundary", "points"},
    "reproduction.json": {"title", "source", "figures"},
}
FILES = {  # of a folder without a list of its files: of one file, or made before 0.4
    *NAMES,
    "scenario.toml",
    "resolved.toml",
    "report.html",
    "compare.html",
    "uncertainty.html",
    "log.jsonl",
    *(f"{name}.parquet" for name in (*TABLES, "draws")),
}
KEPT, LOCK = "draws-*.npz", "lock"  # work in progress, and whose it is


class Kept(KeyboardInterrupt):
    """An interruption that left work behind, to be gone on with."""


@contextlib.contextmanager
def reserved(out: Path, ours: str = RUN, *, of: Loaded | None = None) -> Iterator[Path]:
    """A new folder `<out>.<process>.partial` to write in, renamed to `out` at the end; on any error
    or interruption nothing is left.

    Of a study, which takes long, the draws stay when it is stopped: the folder is `<out>.<hash of
    what decides its numbers>.partial`, and the next command of the same study finds them. Raises
    Kept then, and BadInput when the place cannot be written, holds something that is not of ours (a
    folder without the file `ours`), or is written by another command.
    """
    out = _ours(out, ours)
    _recover(out)
    made = [parent for parent in (out.parent, *out.parent.parents) if not parent.exists()]
    sign = (
        str(os.getpid())
        if of is None
        else hashlib.sha256(f"{__version__}\n{resolved(of)}".encode()).hexdigest()[:8]
    )
    partial = out.with_name(
        f"{out.name}.{sign}.partial"
    )  # two runs at once do not touch each other's
    old = out.with_name(f"{out.name}.{os.getpid()}.old")
    if of is None:  # of a process that was killed and had the same number
        shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True, exist_ok=of is not None)
        lock = None if of is None else _locked(partial / LOCK)
    except BlockingIOError:
        raise BadInput(
            Problem("another command is drawing the same study", where=str(out), key="--out")
        ) from None
    except OSError as error:
        for parent in made:
            with contextlib.suppress(OSError):
                parent.rmdir()
        raise _unwritable(partial if isinstance(error, FileExistsError) else out, error) from None
    try:
        yield partial
        if out.exists():
            _ours(out, ours).rename(old)
        partial.rename(out)
        for file in (*out.glob(KEPT), *out.glob(LOCK)):
            file.unlink()
        shutil.rmtree(old, ignore_errors=True)
    except BaseException as error:
        if old.exists() and out.exists():  # another command was first
            shutil.rmtree(old, ignore_errors=True)
        elif old.exists():
            old.rename(out)
        if isinstance(error, Infeasible) or not any(partial.glob(KEPT)):
            _remove(partial, made)
        elif isinstance(error, KeyboardInterrupt):
            raise Kept(
                f"interrupted; what was done is kept in {partial.name}, and the same command goes"
                " on with it"
            ) from None
        if isinstance(error, OSError) and _is_about(error, partial, out):
            raise _unwritable(out, error) from error
        raise
    finally:
        if lock is not None:
            lock.close()


def _ours(out: Path, ours: str) -> Path:
    """The place itself, which is free or holds a folder of that kind and nothing else."""
    try:
        out = out.resolve()  # a link's folder is replaced, not the link
        free = not out.exists()
    except (OSError, RuntimeError) as error:  # a name too long, links in a circle
        reason = getattr(error, "strerror", None) or "links lead in a circle"
        raise BadInput(
            Problem(f"cannot be written: {reason}", where=str(out), key="--out")
        ) from None
    if free:
        return out
    if out.is_mount() or out == Path.cwd() or out in Path.cwd().parents:
        reason = "is the working directory, one above it, or a mount: name another folder"
        raise BadInput(Problem(reason, where=str(out), key="--out"))
    data = _content(out / ours)
    if data is None:
        raise BadInput(
            Problem(
                f"exists and is not a {NAMES[ours]} folder; it is left as it is",
                where=str(out),
                key="--out",
            )
        )
    written = {ours} | files(out, data)
    if "files" not in data:
        named = _rows_named(out)
        written = {name for name in written if not name.lower().endswith(".csv") or name in named}
    strangers = sorted(
        path.name
        for path in out.iterdir()
        if not path.is_file() or not (path.name in written or path.name == LOCK or path.match(KEPT))
    )
    if strangers:
        raise BadInput(
            Problem(
                f"holds a file that dawndusk did not write ({strangers[0]}); it is left as it is",
                where=str(out),
                key="--out",
            )
        )
    if not os.access(out, os.W_OK):
        raise _unwritable(out, PermissionError(13, "Permission denied"))
    return out


def files(folder: Path, data: Mapping[str, Any] | None) -> set[str]:
    """Names of the files that dawndusk wrote into a finished folder.

    Args:
        folder: the folder. data: content of the file that says of which kind it is, None where that
            is damaged. Its `files` are listed by it; a folder of one file, or of an older version,
            lists none and holds its usual names and the tables of rows that can be read as such.
    """
    if data is not None and isinstance(data.get("files"), list):
        return {name for name in data["files"] if isinstance(name, str) and Path(name).name == name}
    return FILES | {
        file.name
        for file in folder.iterdir()
        if file.suffix.lower() == ".csv" and _is_of_rows(file)
    }


def _content(file: Path) -> dict[str, Any] | None:
    """Content of the file that makes a folder one of ours, empty for a list of several; None where
    it is damaged or not one of ours.
    """
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    several = found if isinstance(found, list) else [found]  # `reproduce --all` writes a list
    if not several or not all(isinstance(one, dict) for one in several):
        return None
    if not all(one.keys() >= HOLD[file.name] for one in several):
        return None
    return found if isinstance(found, dict) else {}


def _rows_named(folder: Path) -> set[str]:
    """Names of the tables of rows that the scenario in a folder names."""
    try:
        named = tomllib.loads((folder / "scenario.toml").read_text("utf-8")).get("rows", ())
    except (OSError, ValueError):
        return set()
    return {Path(str(one)).name for one in ([named] if isinstance(named, str) else named)}


def _recover(out: Path) -> None:
    """Put a folder back whose replacement was killed between two renames."""
    for old in sorted(out.parent.glob(f"{glob.escape(out.name)}.*.old")):
        process = old.name.removeprefix(f"{out.name}.").removesuffix(".old")
        if process.isdecimal() and not out.exists() and not _is_running(int(process)):
            old.rename(out)


def _is_running(process: int) -> bool:
    """Whether a process of that number is there; assumed where signal 0 is no question."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # of another user
        return True
    return True


def _is_about(error: OSError, *folders: Path) -> bool:
    """Whether an error names no file, or one in these folders."""
    if error.filename is None:
        return True
    file = Path(os.fsdecode(error.filename))
    return any(folder in (file, *file.parents) for folder in folders)


def _is_of_rows(file: Path) -> bool:
    try:
        rows_beside(file)
    except BadInput:
        return False
    return True


def _unwritable(out: Path, error: OSError) -> BadInput:
    return BadInput(Problem(f"cannot be written: {error.strerror}", where=str(out), key="--out"))


def _locked(file: Path) -> IO[str]:
    """The file, open and ours until it is closed, even by a crash. Raises BlockingIOError where
    another command has it.
    """
    held = file.open("w", encoding="utf-8")
    with contextlib.suppress(ImportError):  # a system without such locks
        import fcntl

        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            held.close()
            raise
    return held


def _remove(partial: Path, made: list[Path]) -> None:
    shutil.rmtree(partial, ignore_errors=True)
    for parent in made:
        with contextlib.suppress(OSError):
            parent.rmdir()


def save(
    run: Run,
    folder: str | Path,
    *,
    satellites: bool = False,
    log: list[dict[str, Any]] | None = None,
) -> SavedRun:
    """Write every file of a run into a folder, which is made if there is none; `satellites` adds
    one row for each satellite and day. Returns the run as saved.
    """
    from dawndusk.report.page import page

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    found = saved(run, by_satellite=satellites)
    _save_scenario(run.loaded, folder)
    _write_parquet(found.tables, folder)
    (folder / "report.html").write_text(page(found), "utf-8")
    (folder / "log.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in log or []), "utf-8"
    )
    _finish(found.summary, folder, RUN)
    return found


def save_comparison(runs: Sequence[SavedRun], folder: Path) -> None:
    """Write a comparison into an existing folder: the page, and every run's summary for other
    programs.
    """
    from dawndusk.report.comparison_page import comparison_page
    from dawndusk.results import comparison

    (folder / "compare.html").write_text(comparison_page(runs), "utf-8")
    _finish(comparison.data(runs), folder, COMPARISON)


def save_uncertainty(loaded: Loaded, drawn: Drawn, folder: Path) -> None:
    """Write a study into an existing folder: the page, its data, every draw, and the scenario."""
    from dawndusk.report import uncertainty
    from dawndusk.results import uncertainty as uncertainty_results

    _save_scenario(loaded, folder)
    (folder / "uncertainty.html").write_text(uncertainty.page(loaded, drawn), "utf-8")
    inputs = {key: drawn.inputs[:, at] for at, key in enumerate(drawn.keys)}
    _write_parquet(
        {"draws": inputs | {f"result.{name}": values for name, values in drawn.outputs.items()}},
        folder,
    )
    _finish(uncertainty_results.data(loaded, drawn), folder, STUDY)


def _save_scenario(loaded: Loaded, folder: Path) -> None:
    """What was asked, as given and with every default, and the rows that it brought along."""
    (folder / "scenario.toml").write_text(loaded.given, "utf-8")
    (folder / "resolved.toml").write_text(resolved(loaded), "utf-8")
    for file in loaded.rows_files:
        shutil.copy(file, folder / file.name)


def _finish(data: dict[str, Any], folder: Path, ours: str) -> None:
    """Write the file that makes the folder one of its kind, last, with the names of all files."""
    kept = {LOCK, *(file.name for file in folder.glob(KEPT))}
    data["files"] = sorted({ours, *(file.name for file in folder.iterdir())} - kept)
    (folder / ours).write_text(json.dumps(data, indent=1) + "\n", "utf-8")


def resolved(loaded: Loaded) -> str:
    """The scenario with every default filled in and its source beside it; running it again gives
    equal numbers.
    """
    rows = {
        origin.row: row
        for origin in loaded.origins.values()
        if origin.row and (row := loaded.row(origin.row))
    }
    return dump(loaded.resolved, loaded.origins, rows)


def _write_parquet(tables: Mapping[str, Table], folder: Path) -> None:
    import duckdb

    with duckdb.connect() as connection:
        for name, columns in tables.items():
            file = str(folder / f"{name}.parquet").replace("'", "''")
            connection.register("columns", dict(columns))
            try:
                connection.execute(
                    f"COPY (SELECT * FROM columns) TO '{file}' (FORMAT parquet, COMPRESSION zstd)"
                )
            except duckdb.IOException as error:
                raise OSError(errno.EIO, str(error).partition("\n")[0]) from None
