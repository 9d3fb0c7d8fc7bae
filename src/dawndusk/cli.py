"""The command line. Nothing heavier than click is imported before a command runs."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from dawndusk.core.errors import BadInput, DawnduskError, Problem, nearest

SECTIONS = ("verdict", "bill", "life", "work", "flight", "fleet")


class Commands(click.Group):
    """The group of commands, which answers a wrong one with the nearest right one."""

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """As click does, with a hint."""
        if args and self.get_command(context, args[0]) is None and not args[0].startswith("-"):
            raise BadInput(Problem(f"no command {args[0]!r}", nearest=nearest(args[0], self.commands)))
        return super().resolve_command(context, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(None, "--version", package_name="dawndusk", message="dawndusk %(version)s")
def cli() -> None:
    """Design, fly, price and run AI data centres in orbit, on one and the same state.

    SCENARIO is a TOML file or a name of the gallery (see `dawndusk scenarios`). Try: dawndusk run suncatcher
    """


SCENARIO = click.argument("scenario")
CHANGES = click.option("--set", "changes", multiple=True, metavar="KEY=VALUE", help="Override a value; may be given again.")
SEED = click.option("--seed", type=click.IntRange(min=0), help="Seed of everything random.")
WORKERS = click.option("--workers", type=click.IntRange(1, 256), help="Threads that draw; default: one for each processor.")


def json_option(name: str, folder: bool = False, more: str = "") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option `--json` of a command whose answer is the file `name`; `folder` where a folder is written anyway."""
    also = "; the folder is written too" if folder else ""
    return click.option("--json", "as_json", is_flag=True, help=f"Print {name} alone on standard output{more}{also}.")


def stage_command(name: str, text: str) -> None:
    """Add a command that runs a scenario up to a stage."""

    @cli.command(name, help=text)
    @SCENARIO
    @CHANGES
    @SEED
    @click.option("--out", metavar="DIR", help="The run folder itself; default runs/<name>.")
    @json_option("run.json", folder=True)
    @click.option("--per-satellite", is_flag=True, help="Also write one row for each satellite and sampled day.")
    def command(
        scenario: str, changes: tuple[str, ...], seed: int | None, out: str | None, as_json: bool, per_satellite: bool
    ) -> None:
        _run_stage("price" if name == "run" else name, scenario, changes, seed, out, as_json, per_satellite)


for _name, _text in {
    "run": "Run all stages; write the run folder and print the verdict.",
    "design": "Stop after the design: what must fly.",
    "fly": "Stop after the flight: what the fleet lives through.",
    "serve": "Stop after the work: what gets done.",
    "evolve": "Stop after the life: how the fleet ages.",
    "price": "Stop after the price: what it costs, and against what.",
}.items():
    stage_command(_name, _text)


def _run_stage(
    until: str, scenario: str, changes: tuple[str, ...], seed: int | None, out: str | None, as_json: bool, per_satellite: bool
) -> None:
    from dawndusk.folder import reserved, save
    from dawndusk.reading import load
    from dawndusk.report.screen import screen

    loaded = load(scenario, changes, seed)
    _tell_dropped(loaded.dropped)
    shown = out or f"runs/{loaded.scenario.name}"
    with reserved(Path(shown)) as folder, progress() as (tell, log):
        from dawndusk.pipeline import run

        finished = run(loaded, until=until, tell=tell, by_satellite=per_satellite)
        save(finished, folder, satellites=per_satellite, log=log)
        _stop_if_asked()
        text = (folder / "run.json").read_text("utf-8") if as_json else screen(finished, f"{shown}/ (report.html, run.json, ...)")
    click.echo(text.rstrip("\n"))


@cli.command()
@click.argument("scenarios", nargs=-1, required=True)
@click.option(
    "--boundary", type=click.Choice(["power_only", "facility", "compute"]), help="What is counted; default: the first scenario's."
)
@click.option("--out", metavar="DIR", default="runs/compare", show_default=True, help="The folder of the comparison itself.")
@json_option("compare.json", folder=True)
def compare(scenarios: tuple[str, ...], boundary: str | None, out: str, as_json: bool) -> None:
    """Set up to five scenarios side by side, on one boundary."""
    from dawndusk.folder import COMPARISON, reserved, save_comparison
    from dawndusk.report.comparison import text

    with reserved(Path(out), COMPARISON) as folder, progress() as (tell, _):
        from dawndusk import pipeline

        runs = pipeline.compare(scenarios, boundary, tell)
        for one in runs:
            _tell_dropped(one.loaded.dropped)
        save_comparison(runs, folder)
        _stop_if_asked()
        shown = (
            (folder / COMPARISON).read_text("utf-8") if as_json else f"{text(runs)}\n\nFiles: {out}/ (compare.html, compare.json)"
        )
    click.echo(shown.rstrip("\n"))


@cli.command()
@SCENARIO
@CHANGES
@SEED
@click.option("--draws", type=click.IntRange(100, 10_000_000), help="How many; default: uncertainty.draws of the scenario.")
@WORKERS
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
    """Draw everything that has a spread: bands, how often orbit is cheaper, where the spread comes from.

    What is stopped goes on where it was when asked again.
    """
    from dawndusk.folder import STUDY, reserved, save_uncertainty
    from dawndusk.reading import load
    from dawndusk.report.uncertainty import screen

    more = () if draws is None else (f"uncertainty.draws={draws}",)
    loaded = load(scenario, (*changes, *more), seed)
    _tell_dropped(loaded.dropped)
    shown = out or f"runs/{loaded.scenario.name}-uncertainty"
    with reserved(Path(shown), STUDY, of=loaded) as folder, progress() as (tell, _):
        from dawndusk import pipeline

        drawn = pipeline.uncertainty(loaded, workers=workers, kept=folder, tell=tell)
        save_uncertainty(loaded, drawn, folder)
        _stop_if_asked()
        files = f"Files: {shown}/ (uncertainty.html, uncertainty.json, draws.parquet)"
        text = (folder / STUDY).read_text("utf-8") if as_json else f"{screen(loaded, drawn)}\n{files}"
    click.echo(text.rstrip("\n"))


@cli.command()
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
@click.option("--out", metavar="DIR", help="A folder for sensitivity.json; none is written without it.")
@json_option("sensitivity.json")
def sensitivity(
    scenario: str, changes: tuple[str, ...], seed: int | None, samples: str, workers: int | None, out: str | None, as_json: bool
) -> None:
    """Which inputs the spread of the ratio comes from, alone and with others: Sobol's indices of log(ratio)."""
    from dawndusk.reading import load
    from dawndusk.report import sensitivity as report

    loaded = load(scenario, changes, seed)
    _tell_dropped(loaded.dropped)
    with progress() as (tell, _):
        from dawndusk import pipeline

        found = pipeline.sensitivity(loaded, int(samples), workers=workers, tell=tell)
        _answer(out, "sensitivity.json", report.data(loaded, found), report.screen(loaded, found), as_json)


@cli.command("break-even")
@click.argument("key")
@SCENARIO
@CHANGES
@click.option("--over", metavar="KEY", help="Another input: where KEY breaks even over all that it may be.")
@click.option("--out", metavar="DIR", help="A folder for break-even.json; none is written without it.")
@json_option("break-even.json", more=", values in SI")
def break_even(key: str, scenario: str, changes: tuple[str, ...], over: str | None, out: str | None, as_json: bool) -> None:
    """The value of KEY at which orbit costs what the ground costs, or why there is none.

    Try: dawndusk break-even launch.price suncatcher
    """
    from dawndusk.reading import load
    from dawndusk.report import break_even as report

    loaded = load(scenario, changes)
    _tell_dropped(loaded.dropped)
    with progress() as (tell, _):
        from dawndusk import pipeline

        found = pipeline.break_even(loaded, key, over, tell=tell)
        _answer(out, "break-even.json", report.data(loaded, found, over), report.screen(loaded, found, over), as_json)


@cli.command()
@click.argument("name", required=False)
@click.option("--all", "everything", is_flag=True, help="Every analysis, a line each.")
@click.option("--to", default="suncatcher", show_default=True, metavar="SCENARIO", help="Whose answer it is bridged to.")
@click.option("--out", metavar="DIR", help="A folder for reproduction.json; none is written without it.")
@json_option("reproduction.json", more=", values in SI")
def reproduce(name: str | None, everything: bool, to: str, out: str | None, as_json: bool) -> None:
    """Work out a published analysis from its own inputs, and why its answer is not ours; without NAME, list them.

    Exit code 1 where a figure is outside its tolerance. Try: dawndusk reproduce mccalip
    """
    from dawndusk.report import reproduction as report
    from dawndusk.study.reproduction import names
    from dawndusk.study.reproduction import reproduce as work_out

    if name is not None and everything:
        raise click.UsageError("an analysis by name, or --all, not both")
    if name is None and not everything:
        if as_json or out is not None:
            raise click.UsageError("--json and --out need an analysis by name, or --all")
        titles = {one: work_out(one).title for one in names()}
        click.echo("\n".join(f"{one:<{max(map(len, titles))}}  {title}" for one, title in titles.items()))
        return
    found = [work_out(one) for one in (names() if name is None else [name])]
    with progress():
        from dawndusk import pipeline

        ours = (to, pipeline.terms(to) if any(one.terms is not None for one in found) else None)
        told = [report.data(one, ours) for one in found]
        text = report.table(found, ours) if name is None else report.screen(found[0], ours)
        _answer(out, "reproduction.json", told if name is None else told[0], text, as_json)
    if not all(one.holds for one in found):
        raise Outside


class Outside(Exception):
    """A reproduction is outside its tolerance: exit code 1, after its answer."""


def _answer(out: str | None, name: str, data: Any, text: str, as_json: bool) -> None:
    """Print an answer as text or JSON, and keep it in a folder if one is named."""
    found = json.dumps(data, indent=1) + "\n"
    if out is not None:
        from dawndusk.folder import reserved

        with reserved(Path(out), name) as folder:
            (folder / name).write_text(found, "utf-8")
            _stop_if_asked()
        text += f"\nFiles: {out}/ ({name})"
    click.echo((found if as_json else text).rstrip("\n"))


def _tell_dropped(keys: tuple[str, ...]) -> None:
    for key in keys:
        click.echo(f"dropped {key}: it belonged to what an override replaced", err=True)


@contextlib.contextmanager
def progress() -> Iterator[tuple[Callable[[str, int, int], None], list[dict[str, Any]]]]:
    """A teller of progress: a bar on standard error when that is a terminal, and always lines for the log."""
    import time

    began, log, bars = time.perf_counter(), [], {}
    display = None
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        display = Progress(console=Console(stderr=True), transient=True)

    def tell(what: str, done: int, total: int) -> None:
        _stop_if_asked()
        log.append({"seconds": round(time.perf_counter() - began, 3), "doing": what, "done": done, "of": total})
        if display is not None:
            if what not in bars:
                bars[what] = display.add_task(what, total=total)
            display.update(bars[what], completed=done)

    with display or contextlib.nullcontext():
        yield tell, log


@cli.command()
@SCENARIO
@CHANGES
def check(scenario: str, changes: tuple[str, ...]) -> None:
    """Check a scenario: keys, units, kinds and ranges; no physics."""
    from dawndusk.reading import load

    loaded = load(scenario, changes)
    _tell_dropped(loaded.dropped)
    rows = sum(bool(origin.row) for origin in loaded.origins.values())
    click.echo(f"{loaded.scenario.name}: ok, {len(loaded.priors)} inputs with a spread, {rows} defaults from rows")


@cli.command()
def scenarios() -> None:
    """List the gallery."""
    click.echo(_gallery())


def _gallery() -> str:
    from dawndusk.layers import gallery

    found = gallery()
    return "\n".join(f"{name:<{max(map(len, found))}}  {title}" for name, title in found.items())


@cli.command()
@click.argument("name", required=False)
def new(name: str | None) -> None:
    """Print a scenario of the gallery as one file to edit, all keys in it; without NAME, list them.

    Try: dawndusk new suncatcher > mine.toml
    """
    if name is None:
        click.echo(_gallery())
        click.echo("Take one of them: dawndusk new suncatcher > mine.toml", err=True)
        return
    from dawndusk.template import editable

    click.echo(editable(name), nl=False)


@cli.command()
def schema() -> None:
    """Print the JSON schema of scenario files, by which editors complete and check them.

    Try: dawndusk schema > dawndusk.schema.json
    """
    from dawndusk.schema import scenario_schema

    click.echo(json.dumps(scenario_schema(), indent=1, ensure_ascii=False))


@cli.command()
@click.argument("key")
@click.argument("run", required=False)
def explain(key: str, run: str | None) -> None:
    """Where a number comes from: KEY is an input, a result or a row; RUN a run folder, or a name under runs/."""
    from dawndusk.report.explanation import explain as text

    click.echo(text(key, *_summary_of(run)))
    if run is None and key.partition(".")[0] in SECTIONS:
        click.echo("\nWithout a run only what a design gives is known: name a run folder, dawndusk explain KEY RUN", err=True)


@cli.command()
@click.argument("run")
def cite(run: str) -> None:
    """The bibliography of a run as BibTeX: RUN is a run folder, or a name under runs/."""
    from dawndusk.report.bibliography import bibtex

    click.echo(bibtex(*_summary_of(run)).rstrip("\n"))


def _summary_of(run: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The `run.json` of a run; without one, that of the newest idea of a run: the inputs of `suncatcher`, results not reached."""
    if run is None:
        from dawndusk.pipeline import run as execute
        from dawndusk.report.summary import summary

        return summary(execute("suncatcher", until="design")), {}
    from dawndusk.data.catalogue import rows_beside

    for folder in (Path(run), Path("runs") / run):
        if (folder / "run.json").is_file():
            extra: dict[str, Any] = {}
            for file in folder.glob("*.csv"):
                extra |= rows_beside(file)
            return _read_summary(folder / "run.json"), extra
    names = [path.name for path in Path("runs").glob("*") if (path / "run.json").is_file()]
    raise BadInput(Problem(f"no run folder {run!r}, nor one of that name under runs/", nearest=nearest(run, names)))


@cli.command()
@click.argument("function", required=False)
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, all values in SI.")
def calc(function: str | None, arguments: tuple[str, ...], as_json: bool) -> None:
    """Compute a public function of physics/: its value, equation, validity and source; without FUNCTION, list them.

    Try: dawndusk calc orbit.period altitude="650 km"
    """
    from dawndusk.report import calculator

    if function is None or (function in calculator.functions() and not arguments):
        click.echo(json.dumps(calculator.index(function), indent=2) if as_json else calculator.listing(function))
        return
    answer = calculator.calculate(function, arguments)
    click.echo(json.dumps(calculator.as_json(answer), indent=2, allow_nan=False) if as_json else calculator.as_text(answer))


def _read_summary(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
        if {"inputs", "reasons", "verdict", "scenario", "fleet"} <= found.keys():
            return found
    except (ValueError, AttributeError, OSError):
        pass
    raise BadInput(Problem("is not the run.json of a run of dawndusk", where=str(file)))


_asked: list[int] = []  # signals received: an interruption inside a destructor or an extension's callback is swallowed there


def _interrupt(which: int, frame: Any) -> None:
    _asked.append(which)
    raise KeyboardInterrupt


def _stop_if_asked() -> None:
    """Stop if somebody asked for it and nobody heard."""
    if _asked:
        raise KeyboardInterrupt


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(
        200_000, 20, 20
    )  # imports and tracing make a million objects that live: collecting them costs a tenth of a run
    for which in (signal.SIGINT, signal.SIGTERM):  # being stopped leaves as little behind as Ctrl-C
        signal.signal(which, _interrupt)
    code = invoke(sys.argv[1:])
    if code == 130:  # interrupted inside an extension module's import, Python would end by the signal instead of the code
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def invoke(args: list[str]) -> int:
    """Run one command; returns the exit code. Every error of ours is one message on standard error."""
    try:
        cli.main(args, prog_name="dawndusk", standalone_mode=False)
    except DawnduskError as error:
        click.echo(f"dawndusk: {error}", err=True)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except click.ClickException as error:
        click.echo(f"dawndusk: {error.format_message()}", err=True)
        return 2
    except (KeyboardInterrupt, click.Abort) as stop:
        said = str(stop) or str(stop.__cause__ or "")  # click makes an Abort of an interruption
        click.echo(f"dawndusk: {said or 'interrupted; nothing was left behind'}", err=True)
        return 130
    except BrokenPipeError:
        return 0
    except Outside:
        return 1
    except Exception as error:
        click.echo(f"dawndusk: internal error, please report it: {type(error).__name__}: {error}", err=True)
        return 70
    return 0
