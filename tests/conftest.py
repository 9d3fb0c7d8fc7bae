"""Shared by all tests: no network, saved runs, references that one option rewrites, and the figures
of the validation tests.
"""

import fcntl
import hashlib
import json
import math
import os
import re
import socket
from pathlib import Path

import pytest

VALIDATION = Path(__file__).parents[1] / "docs" / "validation"
TAGS = ("physics", "prediction", "calibration", "reproduction")


def pytest_addoption(parser):
    parser.addoption(
        "--rewrite",
        action="store_true",
        help="rewrite the reviewed references instead of comparing; then read the diff",
    )


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Opening a connection fails the test."""

    def refuse(*args, **kwargs):
        raise AssertionError("a test tried to reach the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """The folder of a run, which is run once in a test session, whatever number of workers it has:
    `run_folder(name, changes, until)`.
    """
    base = tmp_path_factory.getbasetemp()
    base = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "saved"
    base.mkdir(exist_ok=True)

    def made(name, changes=None, until="price"):
        from dawndusk.pipeline import run
        from dawndusk.store.folder import save

        asked = json.dumps([name, changes or {}, until], sort_keys=True)
        sign = hashlib.sha256(asked.encode()).hexdigest()[:12]
        folder, partial = base / f"{name}-{sign}", base / f"{name}-{sign}.partial"
        with (base / f"{sign}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another worker may be at it
            if not folder.exists():
                partial.mkdir(exist_ok=True)
                save(run(name, changes or {}, until=until), partial)
                partial.rename(folder)
        return folder

    return made


@pytest.fixture(scope="session")
def saved_run(run_folder):
    """A run opened from its folder: `saved_run(name, changes, until)`, with arguments as of
    `pipeline.run`.
    """
    from dawndusk import store

    opened = {}

    def found(name, changes=None, until="price"):
        folder = run_folder(name, changes, until)
        if folder not in opened:
            opened[folder] = store.open(folder)
        return opened[folder]

    return found


@pytest.fixture
def reference(request):
    """Compare text with a reviewed file, or rewrite it with --rewrite."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--rewrite"):
            path.write_text(text, "utf-8")
        assert text == path.read_text("utf-8")

    return compare


@pytest.fixture
def figure(request):
    """Hold measured errors to their limits, and keep them, with a drawing, in docs/validation.

    `keep(name, drawing, what=, against=, tag=, models=, must_be=, measured=)`: `measured` and
    `must_be` map "what, unit" to an error and to the largest it may be; `models` names the modules
    that are validated. With --rewrite the two files are written. Without, an error that moved by
    more than `within_frac` of its limit fails: other libraries and processors round differently, a
    tenth of the limit is a change in a model. A drawing is compared without its numbers.
    """

    def keep(name, drawing, *, what, against, tag, models, must_be, measured, within_frac=0.1):
        assert tag in TAGS
        assert list(measured) == list(must_be)
        measured = {key: rounded(float(value), must_be[key]) for key, value in measured.items()}
        assert not {key: value for key, value in measured.items() if not value <= must_be[key]}, (
            name
        )
        record = {
            "name": name,
            "what": what,
            "against": against,
            "tag": tag,
            "models": models,
            "must_be": must_be,
            "measured": measured,
        }
        svg, errors = VALIDATION / f"{name}.svg", VALIDATION / f"{name}.json"
        if request.config.getoption("--rewrite"):
            VALIDATION.mkdir(parents=True, exist_ok=True)
            svg.write_text(drawing, "utf-8")
            errors.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", "utf-8")
        assert errors.exists(), f"{name} has no figure yet: write it with --rewrite, and look at it"
        kept = json.loads(errors.read_text("utf-8"))
        moved = {key: (value, kept["measured"].get(key)) for key, value in measured.items()}
        assert {**kept, "measured": None} == {
            **record,
            "measured": None,
        }, "what the figure says has changed: use --rewrite"
        assert list(kept["measured"]) == list(measured)
        moved = {
            key: (now, was)
            for key, (now, was) in moved.items()
            if not abs(now - was) <= within_frac * must_be[key]
        }
        assert not moved, f"{name}: errors moved (now, before): {moved}"
        assert skeleton(drawing) == skeleton(svg.read_text("utf-8")), (
            f"{name}: the drawing has changed: use --rewrite"
        )

    return keep


def rounded(error, limit):
    """Three digits, and none below a thousandth of the limit: what is noise there differs from
    machine to machine.
    """
    digits = 3 - math.floor(math.log10(limit))
    return float(f"{round(error, digits):.3g}") if math.isfinite(error) else error


def skeleton(drawing):
    """A drawing with every number replaced, so that the last digit of a coordinate does not
    matter.
    """
    return re.sub("[-\u2212]?[0-9][0-9.,]*", "#", drawing)
