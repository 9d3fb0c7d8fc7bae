"""Commands about scenario files: check, the gallery, a file to edit, and the schema."""

from __future__ import annotations

import json

import click

from dawndusk.cli._common import CHANGES, SCENARIO, tell_dropped


@click.command()
@SCENARIO
@CHANGES
def check(scenario: str, changes: tuple[str, ...]) -> None:
    """Check a scenario: keys, units, kinds and ranges; no physics."""
    from dawndusk.scenario.reading import load

    loaded = load(scenario, changes)
    tell_dropped(loaded.dropped)
    rows = sum(bool(origin.row) for origin in loaded.origins.values())
    click.echo(
        f"{loaded.scenario.name}: ok, {len(loaded.priors)} inputs with a spread, {rows} defaults"
        " from rows"
    )


@click.command()
def scenarios() -> None:
    """List the gallery."""
    click.echo(_gallery())


def _gallery() -> str:
    from dawndusk.scenario.gallery import gallery

    found = gallery()
    return "\n".join(f"{name:<{max(map(len, found))}}  {title}" for name, title in found.items())


@click.command()
@click.argument("name", required=False)
def new(name: str | None) -> None:
    """Print a scenario of the gallery as one file to edit, all keys in it; without NAME, list them.

    Try: dawndusk new suncatcher > mine.toml
    """
    if name is None:
        click.echo(_gallery())
        click.echo("Take one of them: dawndusk new suncatcher > mine.toml", err=True)
        return
    from dawndusk.scenario.template import editable

    click.echo(editable(name), nl=False)


@click.command()
def schema() -> None:
    """Print the JSON schema of scenario files, by which editors complete and check them.

    Try: dawndusk schema > dawndusk.scenario.schema.json
    """
    from dawndusk.scenario.schema import scenario_schema

    click.echo(json.dumps(scenario_schema(), indent=1, ensure_ascii=False))
