"""Commands that answer questions: where a number comes from, the sources of a run, its tables by
SQL, and the functions of physics.
"""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import click

from dawndusk.chain import STAGES
from dawndusk.core.errors import BadInput, Problem

if TYPE_CHECKING:
    from dawndusk.results.saved import SavedRun

SECTIONS = (*(stage.gives for stage in STAGES), "verdict")


@click.command()
@click.argument("key")
@click.argument("run", required=False)
def explain(key: str, run: str | None) -> None:
    """Where a number comes from: KEY is an input, a result or a row; RUN a run folder, or a name
    under runs/.
    """
    from dawndusk.provenance.explanation import explain as text

    click.echo(text(key, _opened(run)))
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

    click.echo(bibtex(_opened(run)).rstrip("\n"))


@click.command()
@click.argument("run")
@click.argument("sql", required=False)
@click.option("--csv", "as_csv", is_flag=True, help="Print all rows as comma-separated values.")
@click.option("--json", "as_json", is_flag=True, help="Print all rows as JSON, one object each.")
@click.option(
    "--rows",
    "most",
    type=click.IntRange(1),
    default=40,
    show_default=True,
    help="Most rows of the text table.",
)
def query(run: str, sql: str | None, as_csv: bool, as_json: bool, most: int) -> None:
    """Query the tables of a run by SQL (DuckDB); without SQL, list them with columns and units.

    RUN is a folder of a run or of a study, or a name under runs/. SQL is one SELECT statement.

    Try: dawndusk query suncatcher "select item, usd_per_year from cost where side = 'orbit'"
    """
    from dawndusk.store import query as tables

    if as_csv and as_json:
        raise BadInput(Problem("--csv and --json exclude each other", where="query"))
    if sql is None:
        found = tables.tables(run)
        answer, text = tables.listed(found), tables.listing(found)
    else:
        answer = tables.query(run, sql, None if as_csv or as_json else most)
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        text = tables.as_text(answer, width)
    if as_json:
        text = json.dumps(tables.as_json(answer), indent=1)
    elif as_csv:
        text = tables.as_csv(answer)
    click.echo(text.rstrip("\n"))


def _opened(run: str | None) -> SavedRun:
    """A saved run; without one, `suncatcher` as far as its design."""
    if run is not None:
        from dawndusk import store

        return store.open(run)
    from dawndusk.pipeline import run as execute
    from dawndusk.results.saved import saved

    return saved(execute("suncatcher", until="design"))


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
