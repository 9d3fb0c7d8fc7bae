"""Commands that study the whole chain: uncertainty, sensitivity, break-even, and published
analyses.
"""

from __future__ import annotations

from pathlib import Path

import click

from dawndusk.cli._common import (
    CHANGES,
    DEVICE,
    SCENARIO,
    SEED,
    WORKERS,
    answer,
    json_option,
    progress,
    stop_if_asked,
    tell_dropped,
)


class Outside(Exception):
    """A reproduction is outside its tolerance: exit code 1, after its answer."""

    exit_code = 1


@click.command()
@SCENARIO
@CHANGES
@SEED
@click.option(
    "--draws",
    type=click.IntRange(100, 10_000_000),
    help="How many; default: uncertainty.draws of the scenario.",
)
@WORKERS
@DEVICE
@click.option("--out", metavar="DIR", help="The folder itself; default runs/<name>-uncertainty.")
@json_option("uncertainty.json", folder=True)
def uncertainty(
    scenario: str,
    changes: tuple[str, ...],
    seed: int | None,
    draws: int | None,
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Draw everything that has a spread: bands, how often orbit is cheaper, where the spread comes
    from.

    An interrupted study resumes when the command is repeated.
    """
    from dawndusk.results.uncertainty import screen
    from dawndusk.scenario.reading import load
    from dawndusk.store.folder import STUDY, reserved, save_uncertainty

    more = () if draws is None else (f"uncertainty.draws={draws}",)
    loaded = load(scenario, (*changes, *more), seed)
    tell_dropped(loaded.dropped)
    shown = out or f"runs/{loaded.scenario.name}-uncertainty"
    with reserved(Path(shown), STUDY, of=loaded) as folder, progress() as (tell, _):
        from dawndusk import pipeline

        drawn = pipeline.uncertainty(loaded, workers=workers, kept=folder, tell=tell)
        save_uncertainty(loaded, drawn, folder)
        stop_if_asked()
        files = f"Files: {shown}/ (uncertainty.html, uncertainty.json, draws.parquet)"
        text = (
            (folder / STUDY).read_text("utf-8") if as_json else f"{screen(loaded, drawn)}\n{files}"
        )
    click.echo(text.rstrip("\n"))


@click.command()
@SCENARIO
@CHANGES
@SEED
@click.option(
    "--samples",
    type=click.Choice(["64", "128", "256", "512", "1024", "2048"]),
    default="128",
    show_default=True,
    help="Draws are samples x (inputs + 2).",
)
@WORKERS
@DEVICE
@click.option(
    "--out", metavar="DIR", help="A folder for sensitivity.json; none is written without it."
)
@json_option("sensitivity.json")
def sensitivity(
    scenario: str,
    changes: tuple[str, ...],
    seed: int | None,
    samples: str,
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """Which inputs the spread of the ratio comes from, alone and with others: Sobol's indices of
    log(ratio).
    """
    from dawndusk.results import sensitivity as report
    from dawndusk.scenario.reading import load

    loaded = load(scenario, changes, seed)
    tell_dropped(loaded.dropped)
    with progress() as (tell, _):
        from dawndusk import pipeline

        found = pipeline.sensitivity(loaded, int(samples), workers=workers, tell=tell)
        answer(
            out,
            "sensitivity.json",
            report.data(loaded, found),
            report.screen(loaded, found),
            as_json,
        )


@click.command("break-even")
@click.argument("key")
@SCENARIO
@CHANGES
@click.option(
    "--over", metavar="KEY", help="Another input: where KEY breaks even over all that it may be."
)
@click.option(
    "--out", metavar="DIR", help="A folder for break-even.json; none is written without it."
)
@WORKERS
@DEVICE
@json_option("break-even.json", more=", values in SI")
def break_even(
    key: str,
    scenario: str,
    changes: tuple[str, ...],
    over: str | None,
    workers: int | None,
    out: str | None,
    as_json: bool,
) -> None:
    """The value of KEY at which orbit costs what the ground costs, or why there is none.

    Try: dawndusk break-even launch.price suncatcher
    """
    from dawndusk.results import break_even as report
    from dawndusk.scenario.reading import load

    loaded = load(scenario, changes)
    tell_dropped(loaded.dropped)
    with progress() as (tell, _):
        from dawndusk import pipeline

        found = pipeline.break_even(loaded, key, over, workers=workers, tell=tell)
        answer(
            out,
            "break-even.json",
            report.data(loaded, found, over),
            report.screen(loaded, found, over),
            as_json,
        )


@click.command()
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="Every analysis, a line each.")
@click.option(
    "--to",
    default="suncatcher",
    show_default=True,
    metavar="SCENARIO",
    help="Whose answer it is bridged to.",
)
@click.option(
    "--out", metavar="DIR", help="A folder for reproduction.json; none is written without it."
)
@json_option("reproduction.json", more=", values in SI")
def reproduce(name: str | None, everything: bool, to: str, out: str | None, as_json: bool) -> None:
    """Work out a published analysis from its own inputs, and why its answer is not ours; without
    NAME, list them.

    Exit code 1 where a figure is outside its tolerance. Try: dawndusk reproduce mccalip
    """
    from dawndusk.analyses.reproduction import names
    from dawndusk.analyses.reproduction import reproduce as work_out
    from dawndusk.results import reproduction as report

    if name is not None and everything:
        raise click.UsageError("an analysis by name, or --all, not both")
    if name is None and not everything:
        if as_json or out is not None:
            raise click.UsageError("--json and --out need an analysis by name, or --all")
        titles = {one: work_out(one).title for one in names()}
        click.echo(
            "\n".join(f"{one:<{max(map(len, titles))}}  {title}" for one, title in titles.items())
        )
        return
    found = [work_out(one) for one in (names() if name is None else [name])]
    with progress():
        from dawndusk import pipeline

        ours = (to, pipeline.terms(to) if any(one.terms is not None for one in found) else None)
        told = [report.data(one, ours) for one in found]
        text = report.table(found, ours) if name is None else report.screen(found[0], ours)
        answer(out, "reproduction.json", told if name is None else told[0], text, as_json)
    if not all(one.holds for one in found):
        raise Outside
