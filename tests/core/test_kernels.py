"""Kernels: found again on disk by another process, and compiled anew where anything is wrong with
what lies there. Tags: house, law.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from dawndusk.core import kernels
from dawndusk.core.kernels import Kernel
from dawndusk.core.numeric import jax

TRACED = """
import sys, time
from dawndusk.core.numeric import jax
import numpy

def slow(x, power):
    print("traced")
    return x**power

if __name__ == "__main__":
    from dawndusk.core.kernels import Kernel
    print(float(Kernel(slow)(numpy.array(float(sys.argv[1])), power=int(sys.argv[2]))))
"""


@pytest.fixture
def script(tmp_path):
    file = tmp_path / "script.py"
    file.write_text(TRACED)
    return file


def told(script, *words, cache="cache", **variables):
    env = os.environ | {"DAWNDUSK_CACHE": str(script.parent / cache) if cache else ""} | variables
    done = subprocess.run(
        [sys.executable, script, *map(str, words)], capture_output=True, text=True, env=env
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def held(script):
    return sorted((script.parent / "cache" / "kernels").iterdir())


def test_another_process_finds_it_whatever_the_numbers(script):
    assert told(script, 3.0, 2) == ["traced", "9.0"]
    assert told(script, 5.0, 2) == ["25.0"]
    assert told(script, 5.0, 3) == ["traced", "125.0"]  # a static argument is part of it
    assert len(held(script)) == 2


def test_another_source_compiles_it_anew(script):
    told(script, 3.0, 2)
    script.write_text(TRACED.replace("x**power", "x**power + 1.0"))
    assert told(script, 3.0, 2) == ["traced", "10.0"]


def test_what_is_cut_or_no_kernel_is_compiled_anew_and_replaced(script):
    told(script, 3.0, 2)
    (file,) = held(script)
    whole = file.read_bytes()
    for wrong in (whole[:1000], b"", b"x" * 5000, whole[:-1] + b"x"):
        file.write_bytes(wrong)
        assert told(script, 3.0, 2) == ["traced", "9.0"]
        assert told(script, 3.0, 2) == ["9.0"]
    assert held(script) == [file]


def test_a_kernel_under_another_name_is_compiled_anew(script):
    told(script, 3.0, 2)
    (squared,) = held(script)
    told(script, 3.0, 3)
    (cubed,) = set(held(script)) - {squared}
    cubed.write_bytes(squared.read_bytes())
    assert told(script, 3.0, 3) == ["traced", "27.0"]


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root gives away")
def test_a_kernel_of_another_user_is_not_read(script):
    told(script, 3.0, 2)
    os.chown(held(script)[0], 12345, 12345)
    assert told(script, 3.0, 2) == ["traced", "9.0"]


def test_bytecode_written_into_a_folder_changes_nothing(script):
    package = script.parent / "held"
    package.mkdir()
    (package / "__init__.py").write_text("")

    def run():
        env = os.environ | {"DAWNDUSK_CACHE": str(script.parent / "cache")}
        command = [sys.executable, "-c", "import runpy; runpy.run_module('held.run')"]
        done = subprocess.run(
            command, capture_output=True, text=True, env=env, cwd=script.parent, check=True
        )
        return done.stdout.split()

    (package / "made.py").write_text(TRACED.partition("if __name__")[0])
    (package / "run.py").write_text(
        "from dawndusk.core.kernels import Kernel\n"
        "from held.made import slow, numpy\n"
        "print(float(Kernel(slow)(numpy.array(3.0), power=2)))\n"
    )
    assert run() == ["traced", "9.0"]
    (package / "__pycache__").mkdir(exist_ok=True)
    (package / "__pycache__" / "other.cpython-311.pyc").write_bytes(b"")
    assert run() == ["9.0"]


def test_a_kernel_that_runs_a_part_of_another_package_is_not_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("DAWNDUSK_CACHE", str(tmp_path))

    @dataclass(frozen=True)
    class Theirs:
        part: float

    def same(x, part=None):
        return x

    same.__module__ = "dawndusk.core.kernels"
    assert float(Kernel(same)(np.array(1.0))) == 1.0
    assert len(list((tmp_path / "kernels").iterdir())) == 1
    jax().tree_util.register_dataclass(Theirs, data_fields=["part"], meta_fields=[])
    for args in (Theirs(2.0), (Theirs(2.0),), {"a": Theirs(2.0)}):
        Kernel(same)(np.array(1.0), args)
    Kernel(same)(np.array(1.0), part=Theirs(2.0))  # static, as the scenario of a chain of draws
    assert len(list((tmp_path / "kernels").iterdir())) == 1


def test_nothing_is_kept_without_a_folder_and_a_folder_that_is_a_file_does_no_harm(script):
    assert told(script, 3.0, 2, cache="") == ["traced", "9.0"]
    (script.parent / "cache").write_text("in the way")
    assert told(script, 3.0, 2) == ["traced", "9.0"]


def test_two_at_once_leave_one_whole_kernel(script):
    env = os.environ | {"DAWNDUSK_CACHE": str(script.parent / "cache")}
    both = [
        subprocess.Popen([sys.executable, script, "3.0", "2"], stdout=subprocess.PIPE, env=env)
        for _ in range(2)
    ]
    assert [one.communicate()[0].split()[-1] for one in both] == [b"9.0"] * 2
    assert len(held(script)) == 1
    assert told(script, 3.0, 2) == ["9.0"]


def test_what_was_not_used_for_longest_is_removed(tmp_path, monkeypatch):
    monkeypatch.setenv("DAWNDUSK_CACHE", str(tmp_path))
    folder, kernel = tmp_path / "kernels", Kernel(lambda x: x + 1.0)
    kernel.ready(np.zeros(1))
    (first,) = folder.iterdir()
    most = int(3.5 * first.stat().st_size)
    monkeypatch.setattr(kernels, "KEPT_BYTES", most)
    for count in range(2, 7):
        time.sleep(0.01)
        kernel.ready(np.zeros(count))
        time.sleep(0.01)
        Kernel(kernel.function).ready(np.zeros(1))  # read again, so not the one to go
    assert first in set(folder.iterdir())
    assert most / 2 < sum(one.stat().st_size for one in folder.iterdir()) <= most


def test_a_kernel_is_the_function_for_traced_values():
    from dawndusk.core.numeric import jax

    kernel = Kernel(lambda x: x**3)
    assert float(jax().grad(lambda x: kernel(x))(2.0)) == 12.0
    assert kernel.live((np.zeros(2),), {}) == (True,)


def test_kernels_of_dawndusk_lie_where_they_are_said_to(monkeypatch, tmp_path):
    monkeypatch.setenv("DAWNDUSK_CACHE", str(tmp_path))
    assert kernels.cache_folder() == tmp_path
    monkeypatch.setenv("DAWNDUSK_CACHE", "")
    assert kernels.cache_folder() is None
    monkeypatch.delenv("DAWNDUSK_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert kernels.cache_folder() == Path("/somewhere/dawndusk")


def test_nobody_at_home_is_no_fault(monkeypatch):
    def homeless(path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("DAWNDUSK_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "expanduser", homeless)
    assert kernels.cache_folder() is None
