"""What commands share: options, progress, answers, and stopping."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

EVERY_S = 60.0  # between two lines of progress
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


def _choose_device(context: click.Context, option: click.Parameter, name: str | None) -> None:
    if name is not None:
        from dawndusk.core.numeric import choose_device

        choose_device(name)


DEVICE = click.option(
    "--device",
    metavar="NAME",
    callback=_choose_device,
    expose_value=False,
    help="Where compiled code runs: cpu, gpu, tpu, ...; default: as JAX chooses.",
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
    """A teller of progress on standard error, with the time left: a bar when that is a terminal,
    else a line a minute; and always lines for the log.
    """
    import time

    began, log, bars = time.perf_counter(), [], {}
    lines = _Lines(time.perf_counter)
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
        else:
            line = lines.told(what, done, total)
            if line:
                click.echo(line, err=True)

    with display or contextlib.nullcontext():
        yield tell, log


class _Lines:
    """Progress as lines, one a minute."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._said = clock, clock()
        self._began: dict[str, float] = {}

    def told(self, what: str, done: int, total: int) -> str:
        """The line to print, empty where the last one is less than a minute ago.

        >>> times = iter([0.0, 0.0, 60.0])
        >>> lines = _Lines(lambda: next(times))
        >>> lines.told("flying", 0, 1000), lines.told("flying", 250, 1000)
        ('', 'flying: 250 of 1,000, about 3 min left')
        """
        now = self._clock()
        began = self._began.setdefault(what, now)
        if now - self._said < EVERY_S:
            return ""
        self._said = now
        left_s = (now - began) * (total - done) / done if done else 0.0
        left = f"{left_s / 60.0:.0f} min" if left_s >= 90.0 else f"{left_s:.0f} s"
        return f"{what}: {done:,} of {total:,}" + (f", about {left} left" if left_s else "")


def stop_if_asked() -> None:
    """Stop if a signal was received that an extension swallowed. Raises KeyboardInterrupt."""
    if asked:
        raise KeyboardInterrupt
