"""Commands that run a scenario: one for every stage, `run`, and `compare`."""

from __future__ import annotations

from pathlib import Path

import click

from dawndusk.chain import LAST, STAGES
from dawndusk.cli._common import (
    CHANGES,
    DEVICE,
    SCENARIO,
    SEED,
    json_option,
    progress,
    stop_if_asked,
    tell_dropped,
)


def stage_command(name: str, until: str, text: str) -> click.Command:
    """A command that runs a scenario up to a stage."""

    @click.command(name, help=text)
    @SCENARIO
    @CHANGES
    @SEED
    @DEVICE
    @click.option("--out", metavar="DIR", help="The run folder itself; default runs/<name>.")
    @json_option("run.json", folder=True)
    @click.option(
        "--per-satellite",
        is_flag=True,
        help="Also write one row for each satellite and sampled day.",
    )
    def command(
        scenario: str,
        changes: tuple[str, ...],
        seed: int | None,
        out: str | None,
        as_json: bool,
        per_satellite: bool,
    ) -> None:
        _run_stage(until, scenario, changes, seed, out, as_json, per_satellite)

    return command


run = stage_command("run", LAST, "Run all stages; write the run folder and print the verdict.")
STAGE_COMMANDS = {
    stage.name: stage_command(stage.name, stage.name, stage.about) for stage in STAGES
}


def _run_stage(
    until: str,
    scenario: str,
    changes: tuple[str, ...],
    seed: int | None,
    out: str | None,
    as_json: bool,
    per_satellite: bool,
) -> None:
    from dawndusk.results.screen import screen
    from dawndusk.scenario.reading import load
    from dawndusk.store.folder import reserved, save

    loaded = load(scenario, changes, seed)
    tell_dropped(loaded.dropped)
    shown = out or f"runs/{loaded.scenario.name}"
    with reserved(Path(shown)) as folder, progress() as (tell, log):
        from dawndusk.pipeline import run

        finished = run(loaded, until=until, tell=tell, by_satellite=per_satellite)
        found = save(finished, folder, satellites=per_satellite, log=log)
        stop_if_asked()
        text = (
            (folder / "run.json").read_text("utf-8")
            if as_json
            else screen(found, f"{shown}/ (report.html, run.json, ...)")
        )
    click.echo(text.rstrip("\n"))


@click.command()
@DEVICE
@click.argument("systems", nargs=-1, required=True)
@click.option(
    "--boundary",
    type=click.Choice(["power_only", "facility", "compute"]),
    help="What is counted; default: the first system's.",
)
@click.option(
    "--out",
    metavar="DIR",
    default="runs/compare",
    show_default=True,
    help="The folder of the comparison itself.",
)
@json_option("compare.json", folder=True)
def compare(systems: tuple[str, ...], boundary: str | None, out: str, as_json: bool) -> None:
    """Compare two to five systems on one boundary.

    Each of SYSTEMS is a scenario, which is run, or the path of a run folder, such as
    runs/suncatcher, which is opened.
    """
    from dawndusk.results.comparison import text
    from dawndusk.store import comparing
    from dawndusk.store.folder import COMPARISON, reserved, save_comparison
    from dawndusk.store.opening import is_path

    with reserved(Path(out), COMPARISON) as folder, progress() as (tell, _):
        runs = comparing.compare(systems, boundary, tell)
        for name, one in zip(systems, runs, strict=True):
            if not is_path(name):
                tell_dropped(one.loaded.dropped)
        save_comparison(runs, folder)
        stop_if_asked()
        shown = (
            (folder / COMPARISON).read_text("utf-8")
            if as_json
            else f"{text(runs)}\n\nFiles: {out}/ (compare.html, compare.json)"
        )
    click.echo(shown.rstrip("\n"))
