"""The gallery: scenario files that come with dawndusk, each with the evidence of every value beside
it.
"""

from __future__ import annotations

import errno
import tomllib
from pathlib import Path

from dawndusk.core.errors import BadInput, Problem, nearest

HERE = Path(__file__).parent


def gallery() -> dict[str, str]:
    """Names and titles of the scenarios that come with dawndusk."""
    return {
        file.name.removesuffix(".toml"): tomllib.loads(file.read_text("utf-8"))["title"]
        for file in sorted(HERE.glob("*.toml"))
    }


def path_of(name: str) -> Path:
    """The file of that name in the gallery, whether or not it exists."""
    return HERE / (name.removesuffix(".toml") + ".toml")


def find(name: str, beside: Path | None = None) -> tuple[Path, str]:
    """The file a name means (beside the extending file, then in the gallery) and its text.

    Raises BadInput where there is none, or where it cannot be read.
    """
    tries = [Path(name), Path(name + ".toml")]
    if beside is not None:
        tries = [beside / attempt for attempt in tries]
    for path in [*tries, path_of(name)]:
        try:
            if path.is_file():
                return path, path.read_text("utf-8-sig")
        except UnicodeDecodeError:
            raise BadInput(Problem("cannot be read: not UTF-8 text", where=name)) from None
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise BadInput(Problem(f"cannot be read: {error.strerror}", where=name)) from None
    raise BadInput(
        Problem(
            f"no scenario file {name[:80]!r}, nor one of that name in the gallery",
            nearest=nearest(name, gallery()),
        )
    )
