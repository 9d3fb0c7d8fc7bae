"""The command line. Nothing heavier than click is imported before a command runs."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import os
import signal
import sys
from typing import Any, NoReturn

import click

from dawndusk.chain import STAGES
from dawndusk.cli import _common
from dawndusk.core.errors import BadInput, DawnduskError, Problem, nearest

COMMANDS = {  # name -> module of this package that holds it
    "run": "runs",
    **{stage.name: "runs" for stage in STAGES},
    "compare": "runs",
    "uncertainty": "studies",
    "sensitivity": "studies",
    "break-even": "studies",
    "reproduce": "studies",
    "check": "scenarios",
    "scenarios": "scenarios",
    "new": "scenarios",
    "schema": "scenarios",
    "explain": "questions",
    "query": "questions",
    "cite": "questions",
    "calc": "questions",
}


class Commands(click.Group):
    """The group of commands, each imported when it is needed; a wrong name is answered with the
    nearest right one.
    """

    def list_commands(self, context: click.Context) -> list[str]:
        """In the order of a project's life, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{COMMANDS[name]}")
        found = getattr(module, "STAGE_COMMANDS", {}).get(name) or getattr(
            module, name.replace("-", "_")
        )
        assert isinstance(found, click.Command)
        return found

    def resolve_command(self, context: click.Context, args: list[str]) -> Any:
        """As click does, with a hint."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            raise BadInput(Problem(f"no command {args[0]!r}", nearest=nearest(args[0], COMMANDS)))
        return super().resolve_command(context, args)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(None, "--version", package_name="dawndusk", message="dawndusk %(version)s")
def cli() -> None:
    """Design, fly, price and run AI data centres in orbit, on one shared state.

    SCENARIO is a TOML file or a name of the gallery (see `dawndusk scenarios`). Try: dawndusk run
    suncatcher
    """


def _interrupt(which: int, frame: Any) -> None:
    _common.asked.append(which)
    raise KeyboardInterrupt


def main() -> None:
    """Run the command line and leave with its exit code."""
    # imports and tracing make a million objects that live: collecting them costs a tenth of a run
    gc.set_threshold(700_000, 20, 20)
    for which in (signal.SIGINT, signal.SIGTERM):  # being stopped leaves as little behind as Ctrl-C
        signal.signal(which, _interrupt)
    _leave(invoke(sys.argv[1:]))


def _leave(code: int) -> NoReturn:
    """End the process with that code at once, exit functions done: taking compiled code and a
    million objects apart costs an eighth of a run, and an interruption inside the import of an
    extension module would end it by the signal instead of the code. A profiler is left to end it.
    """
    if sys.getprofile() or sys.gettrace():
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, AttributeError):  # its reader has gone, or it was closed
            stream.flush()
    atexit._run_exitfuncs()
    os._exit(code)


def invoke(args: list[str]) -> int:
    """Run one command; returns the exit code. Every error of ours is one message on standard
    error.
    """
    try:
        cli.main(args, prog_name="dawndusk", standalone_mode=False)
    except DawnduskError as error:
        _complain(str(error))
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        return 0
    except click.ClickException as error:
        _complain(error.format_message())
        return 2
    except (KeyboardInterrupt, click.Abort) as stop:
        said = str(stop) or str(stop.__cause__ or "")  # click makes an Abort of an interruption
        _complain(said or "interrupted; nothing was left behind")
        return 130
    except BrokenPipeError:
        return 0
    except OSError as error:  # a full disk, a name too long, a file that may not be read
        place = f"{error.filename}: " if error.filename else ""
        _complain(f"{place}{error.strerror or error}")
        return 2
    except Exception as error:
        if getattr(error, "exit_code", None) == 1:  # a tolerance is missed, and the answer printed
            return 1
        _complain(f"internal error, please report it: {type(error).__name__}: {error}")
        return 70
    return 0


def _complain(reason: str) -> None:
    """Print an error; one that cannot be printed leaves the exit code."""
    with contextlib.suppress(OSError):
        click.echo(f"dawndusk: {reason}", err=True)
