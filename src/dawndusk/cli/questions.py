"""Commands that answer questions: where a number comes from, the sources of a run, and the
functions of physics.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dawndusk.core.errors import BadInput, Problem, nearest

SECTIONS = ("verdict", "bill", "life", "work", "flight", "fleet")


@click.command()
@click.argument("key")
@click.argument("run", required=False)
def explain(key: str, run: str | None) -> None:
    """Where a number comes from: KEY is an input, a result or a row; RUN a run folder, or a name
    under runs/.
    """
    from dawndusk.provenance.explanation import explain as text

    click.echo(text(key, *_summary_of(run)))
    if run is None and key.partition(".")[0] in SECTIONS:
        click.echo(
            "\nWithout a run only what a design gives is known: name a run folder, dawndusk explain"
            " KEY RUN",
            err=True,
        )


@click.command()
@click.argument("run")
def cite(run: str) -> None:
    """The bibliography of a run as BibTeX: RUN is a run folder, or a name under runs/."""
    from dawndusk.provenance.bibliography import bibtex

    click.echo(bibtex(*_summary_of(run)).rstrip("\n"))


def _summary_of(run: str | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The `run.json` of a run; without one, that of the newest idea of a run: the inputs of
    `suncatcher`, results not reached.
    """
    if run is None:
        from dawndusk.pipeline import run as execute
        from dawndusk.results.summary import summary

        return summary(execute("suncatcher", until="design")), {}
    from dawndusk.data.catalogue import rows_beside

    for folder in (Path(run), Path("runs") / run):
        if (folder / "run.json").is_file():
            extra: dict[str, Any] = {}
            for file in folder.glob("*.csv"):
                extra |= rows_beside(file)
            return _read_summary(folder / "run.json"), extra
    names = [path.name for path in Path("runs").glob("*") if (path / "run.json").is_file()]
    raise BadInput(
        Problem(
            f"no run folder {run!r}, nor one of that name under runs/", nearest=nearest(run, names)
        )
    )


@click.command()
@click.argument("function", required=False)
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, all values in SI.")
def calc(function: str | None, arguments: tuple[str, ...], as_json: bool) -> None:
    """Compute a public function of physics/: its value, equation, validity and source; without
    FUNCTION, list them.

    Try: dawndusk calc orbit.period altitude="650 km"
    """
    from dawndusk.provenance import calculator

    if function is None or (function in calculator.functions() and not arguments):
        click.echo(
            json.dumps(calculator.index(function), indent=2)
            if as_json
            else calculator.listing(function)
        )
        return
    answer = calculator.calculate(function, arguments)
    click.echo(
        json.dumps(calculator.as_json(answer), indent=2, allow_nan=False)
        if as_json
        else calculator.as_text(answer)
    )


def _read_summary(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
        if {"inputs", "reasons", "verdict", "scenario", "fleet"} <= found.keys():
            return found
    except (ValueError, AttributeError, OSError):
        pass
    raise BadInput(Problem("is not the run.json of a run of dawndusk", where=str(file)))
