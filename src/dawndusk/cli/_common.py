"""What commands share: options, progress, answers, and stopping."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

SCENARIO = click.argument("scenario")
CHANGES = click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override a value; may be given again.",
)
SEED = click.option("--seed", type=click.IntRange(min=0), help="Seed of everything random.")
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Number of threads; default: one for each processor.",
)

asked: list[
    int
    # signals received: an interruption inside a destructor or an extension's callback is swallowed
    # there
] = []


def json_option(
    name: str, folder: bool = False, more: str = ""
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option `--json` of a command whose answer is the file `name`; `folder` where a folder is
    written anyway.
    """
    also = "; the folder is written too" if folder else ""
    return click.option(
        "--json",
        "as_json",
        is_flag=True,
        help=f"Print {name} alone on standard output{more}{also}.",
    )


def answer(out: str | None, name: str, data: Any, text: str, as_json: bool) -> None:
    """Print an answer as text or JSON, and keep it in a folder if one is named."""
    found = json.dumps(data, indent=1) + "\n"
    if out is not None:
        from dawndusk.store.folder import reserved

        with reserved(Path(out), name) as folder:
            (folder / name).write_text(found, "utf-8")
            stop_if_asked()
        text += f"\nFiles: {out}/ ({name})"
    click.echo((found if as_json else text).rstrip("\n"))


def tell_dropped(keys: tuple[str, ...]) -> None:
    """Name on standard error the keys that an override made meaningless."""
    for key in keys:
        click.echo(f"dropped {key} (it described a value that was replaced)", err=True)


@contextlib.contextmanager
def progress() -> Iterator[tuple[Callable[[str, int, int], None], list[dict[str, Any]]]]:
    """A teller of progress: a bar on standard error when that is a terminal, and always lines for
    the log.
    """
    import time

    began, log, bars = time.perf_counter(), [], {}
    display = None
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress

        display = Progress(console=Console(stderr=True), transient=True)

    def tell(what: str, done: int, total: int) -> None:
        stop_if_asked()
        log.append(
            {
                "seconds": round(time.perf_counter() - began, 3),
                "doing": what,
                "done": done,
                "of": total,
            }
        )
        if display is not None:
            if what not in bars:
                bars[what] = display.add_task(what, total=total)
            display.update(bars[what], completed=done)

    with display or contextlib.nullcontext():
        yield tell, log


def stop_if_asked() -> None:
    """Stop if a signal was received that an extension swallowed. Raises KeyboardInterrupt."""
    if asked:
        raise KeyboardInterrupt
