"""Comparing: scenarios that are run, and saved runs that are opened, on one boundary."""

from __future__ import annotations

import dataclasses
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from dawndusk.core.errors import BadInput, Infeasible, Problem
from dawndusk.records.loaded import Loaded
from dawndusk.records.mission import Launch
from dawndusk.results.saved import SavedRun, saved
from dawndusk.scenario.reading import load
from dawndusk.store.opening import RESOLVED, folder_of, is_path
from dawndusk.store.opening import open as opened

MOST = 5
Tell = Callable[[str, int, int], None]  # what is done, how much of it, of how much
System = SavedRun | Loaded


def compare(
    names: Iterable[str | Path], boundary: str | None = None, tell: Tell | None = None
) -> tuple[SavedRun, ...]:
    """Two to five systems on one boundary: scenarios are run, saved runs are taken as they are.

    A path, such as `runs/suncatcher`, is a saved run; a bare name or a `.toml` file is a scenario.
    Saved runs of one scenario are named by their folders.
    `verdict.level_ratio` of a scenario is the ratio with the launch of the first system that flies
    and with built-up masses; that of a saved run stays as it was saved.

    Args:
        names: of the systems.
        boundary: `power_only`, `facility` or `compute`; that of the first system if None.
        tell: called as the work goes on.

    Returns:
        The runs in the order of their names.

    Raises BadInput, also where a saved run is on another boundary, or Infeasible.

    >>> [run.name for run in compare(["three-body", "us-ground"])]
    ['three-body', 'us-ground']
    """
    wanted = [str(name) for name in names]
    if not 2 <= len(wanted) <= MOST:
        raise BadInput(Problem(f"takes 2 to {MOST} systems, got {len(wanted)}", where="compare"))
    first = _read(wanted[0], boundary)
    chosen = boundary or _boundary(wanted[0], first)
    systems = {wanted[0]: first} | {name: _read(name, chosen) for name in wanted[1:]}
    systems = _told_apart(systems)
    if len(systems) < len(wanted) or len(set(map(_name, systems.values()))) < len(wanted):
        names = [_name(systems[name]) for name in wanted]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadInput(Problem(f"two systems are named {twice!r}", where="compare"))
    _require_one_boundary(systems, chosen)
    flying = [one for one in systems.values() if not _on_ground(one)]
    return tuple(
        one if isinstance(one, SavedRun) else _run(one, flying[0] if flying else one, tell)
        for one in systems.values()
    )


def _told_apart(systems: Mapping[str, System]) -> dict[str, System]:
    """The systems, saved runs of one scenario under the names of their folders."""
    names = [_name(one) for one in systems.values()]
    return {
        path: (
            one.renamed(folder_of(path).resolve().name)
            if isinstance(one, SavedRun) and names.count(one.name) > 1
            else one
        )
        for path, one in systems.items()
    }


def _read(name: str, boundary: str | None) -> System:
    """A saved run, or a scenario on that boundary."""
    if is_path(name):
        found = opened(name)
        if found.fleet is not None and not found.fleet.groups:
            reason = (
                f"was made by dawndusk {found.summary['dawndusk']}, whose runs lack results that"
                f" are compared; run it again: {_again(name)}"
            )
            raise BadInput(Problem(reason, where=name))
        return found
    return load(name, {} if boundary is None else {"money.boundary": boundary})


def _name(system: System) -> str:
    return system.name if isinstance(system, SavedRun) else system.scenario.name


def _on_ground(system: System) -> bool:
    return system.fleet is None if isinstance(system, SavedRun) else system.scenario.on_ground


def _boundary(name: str, system: System) -> str:
    if isinstance(system, Loaded):
        return system.scenario.money.boundary
    if system.bill is None:
        reason = f"stopped before the price; complete it: {_again(name)}"
        raise BadInput(Problem(reason, where=name))
    return system.bill.boundary


def _require_one_boundary(systems: Mapping[str, System], chosen: str) -> None:
    """Raises BadInput where a saved run is on another boundary, or a boundary needs a launch."""
    held = {name: _boundary(name, one) for name, one in systems.items()}
    other = [name for name in held if held[name] != chosen]
    if other:
        listed = ", ".join(f"{name} {one}" for name, one in held.items())
        commands = "".join(f"\n  {_again(name, f'money.boundary={chosen}')}" for name in other)
        reason = f"boundaries differ ({listed}); to run again on {chosen}:{commands}"
        raise BadInput(Problem(reason, key="boundary", where="compare"))
    grounded = [_name(one) for one in systems.values() if _on_ground(one)]
    if chosen == "power_only" and grounded:
        reason = (
            f"power_only compares a launch with a power bill, and {grounded[0]} launches nothing;"
            " use compute or facility"
        )
        raise BadInput(Problem(reason, key="boundary", where="compare"))


def _again(name: str, changes: str = "") -> str:
    """The command that runs a saved run's scenario again, into a folder beside it."""
    folder = folder_of(name)
    words = ["dawndusk", "run", str(folder / RESOLVED), "--out", f"{folder}-again"]
    return shlex.join([*words, *(["--set", changes] if changes else [])])


def _run(loaded: Loaded, first: System, tell: Tell | None) -> SavedRun:
    """A scenario, run whole; with the ratio on the launch of the first system that flies."""
    from dawndusk import pipeline
    from dawndusk.chain import settled
    from dawndusk.study.quick import level_ratio

    name = loaded.scenario.name

    def told(what: str, done: int, total: int) -> None:
        if tell is not None:
            tell(f"{name}: {what}", done, total)

    try:
        found = pipeline.run(loaded, tell=told)
    except Infeasible as error:
        raise Infeasible(f"{name}: {error}") from None
    if not loaded.scenario.on_ground:
        launch: Launch = first.scenario.launch
        found = dataclasses.replace(
            found, level_ratio=level_ratio(settled(loaded.scenario), launch)
        )
    return saved(found)
