"""Every block of code of the pages that are written by hand, run in order, page by page, from an
empty folder.

- ```` ```console ````: a line that begins with `$ ` is a command; the lines after it are what it
  prints, all of it, or with a line `...` in
  place of what is left out. What begins with `dawndusk: ` is printed by a command that fails.
- ```` ```toml title="mine.toml" ````, and so for csv and python: the file of that name, which
  something after it must use.
- ```` ```python ```` without a title: a program.

A block of another kind, one that cannot be run, or one that prints something else is a failure;
`make reference` rewrites what is printed.
"""

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r'```(\w+)(?: title="([^"]+)")?')
LEFT_OUT = "..."


@dataclass
class Block:
    """A block, where its lines stand in the page, and the lines."""

    language: str
    title: str
    begin: int
    lines: list[str]


def blocks(text):
    found, inside = [], None
    for number, line in enumerate(text.splitlines()):
        if inside is not None and line == "```":
            found.append(inside)
            inside = None
        elif inside is not None:
            inside.lines.append(line)
        elif "```" in line:
            match = FENCE.fullmatch(line)
            assert match, f"line {number + 1}: {line!r} is no block that can be run"
            inside = Block(match[1], match[2] or "", number + 1, [])
    assert inside is None, "a block is never closed"
    return found


PAGES = [
    path
    for path in sorted(DOCS.rglob("*.md"))
    if path.parent.name != "decisions" and blocks(path.read_text("utf-8"))
]


@dataclass
class Runner:
    """Runs the blocks of one page in a folder, in a given environment."""

    folder: Path
    environment: dict

    def run(self, block):
        """The lines of the block as they should be."""
        if block.title:
            assert block.language in (
                "toml",
                "csv",
                "python",
            ), f"{block.title}: {block.language} is not a file to write"
            path = self.folder / block.title
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(block.lines) + "\n", "utf-8")
            return block.lines
        if block.language == "console":
            return [
                line
                for command, printed in sessions(block.lines)
                for line in (f"$ {command}", *self.command(command, printed))
            ]
        assert block.language == "python", (
            f"a block of {block.language} without a file name cannot be run"
        )
        done = self.program([sys.executable, "-c", "\n".join(block.lines)])
        assert done.returncode == 0, done.stdout
        return block.lines

    def command(self, command, expected):
        """What a command prints, cut as it was cut before."""
        fails = bool(expected) and expected[0].startswith("dawndusk: ")
        printed = []
        for step in self.steps(command):
            done = self.program(["bash", "-c", step])
            assert (done.returncode != 0) == fails, (
                f"{step}: exit code {done.returncode}\n{done.stdout}"
            )
            printed += [line.rstrip() for line in done.stdout.splitlines()]
        return cut(printed, expected)

    def steps(self, command):
        """The commands behind a command: a recipe of the Makefile without what installs, a package
        put where only this page sees it.
        """
        words = shlex.split(command)
        if words[0] == "make":
            done = subprocess.run(
                ["make", "--dry-run", "-o", f".venv/{words[1]}", words[1]],
                cwd=ROOT,
                capture_output=True,
                text=True,
            )
            assert done.returncode == 0, done.stderr
            return [
                line.removeprefix(".venv/bin/")
                for line in done.stdout.splitlines()
                if not line.startswith("make")
            ]
        if words[:4] == ["python", "-m", "pip", "install"]:
            library = self.folder / "library"
            self.environment["PYTHONPATH"] += os.pathsep + str(library)
            return [
                f"{command} --quiet --no-deps --no-build-isolation --disable-pip-version-check"
                f" --target {shlex.quote(str(library))}"
            ]
        assert words[0] in ("dawndusk", "python"), f"{words[0]} is not a command that the tests run"
        return [command]

    def program(self, words):
        return subprocess.run(
            words,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )


def sessions(lines):
    """Commands, each with the lines that it prints."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            assert found, f"{line!r} stands before the first command"
            found[-1][1].append(line)
    return found


def cut(printed, expected):
    """What was printed, with as many lines left out, at the same place, as in what is expected."""
    if LEFT_OUT not in expected:
        return printed
    head = expected.index(LEFT_OUT)
    tail = len(expected) - head - 1
    assert head + tail < len(printed), f"nothing is left out of {printed}"
    return [*printed[:head], LEFT_OUT, *(printed[-tail:] if tail else [])]


def unused(found):
    """Files that nothing after them names: no command, and no other file."""
    missing = []
    for number, block in enumerate(found):
        if block.title:
            after = "\n".join(line for later in found[number + 1 :] for line in later.lines)
            names = {Path(block.title).name, Path(block.title).stem, Path(block.title).parts[0]}
            if not any(
                re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", after) for name in names
            ):
                missing.append(block.title)
    return missing


@pytest.mark.slow
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(DOCS).as_posix())
def test_a_page_does_what_it_shows(path, tmp_path, offline, reference):
    text = path.read_text("utf-8")
    found = blocks(text)
    assert not unused(found)
    runner = Runner(tmp_path, dict(offline))
    lines = text.splitlines()
    for block in reversed(
        [(block, runner.run(block)) for block in found]
    ):  # from the end, so that line numbers stay true
        of, shown = block
        lines[of.begin : of.begin + len(of.lines)] = shown
    reference(path, "\n".join(lines) + "\n")


def run(page, folder, offline):
    return [Runner(folder, dict(offline)).run(block) for block in blocks(page)]


def test_the_runner_can_fail(tmp_path, offline):
    assert run("```console\n$ dawndusk --version\n```\n", tmp_path, offline) != [
        ["$ dawndusk --version"]
    ]
    with pytest.raises(AssertionError, match="exit code 2"):
        run("```console\n$ dawndusk check nothing\n```\n", tmp_path, offline)
    with pytest.raises(AssertionError, match="exit code 0"):
        run("```console\n$ dawndusk check suncatcher\ndawndusk: no\n```\n", tmp_path, offline)
    with pytest.raises(AssertionError, match="not a command"):
        run("```console\n$ ls\n```\n", tmp_path, offline)
    with pytest.raises(AssertionError, match="cannot be run"):
        run("```toml\na = 1\n```\n", tmp_path, offline)
    with pytest.raises(AssertionError, match="cannot be run"):
        run("```text\nhello\n```\n", tmp_path, offline)
    with pytest.raises(AssertionError, match="can be run"):
        run("1. indented\n\n    ```console\n    $ ls\n    ```\n", tmp_path, offline)
    with pytest.raises(AssertionError, match="network"):
        run(
            '```python\nimport socket\nsocket.create_connection(("localhost", 9))\n```\n',
            tmp_path,
            offline,
        )


def test_a_file_that_nothing_uses_is_found():
    page = (
        '```toml title="a.toml"\nx = 1\n```\n```csv title="b.csv"\nx\n```\n```console\n$ dawndusk'
        " check a.toml\n```\n"
    )
    assert unused(blocks(page)) == ["b.csv"]


def test_what_is_left_out_stays_left_out():
    printed = ["one", "two", "three", "four"]
    assert cut(printed, ["one"]) == printed
    assert cut(printed, ["1", LEFT_OUT]) == ["one", LEFT_OUT]
    assert cut(printed, ["1", LEFT_OUT, "4"]) == ["one", LEFT_OUT, "four"]
    assert cut(printed, [LEFT_OUT, "3", "4"]) == [LEFT_OUT, "three", "four"]
