"""Results know neither pages nor drawings: other programs read them without any of it."""

import subprocess
import sys

CODE = """
import importlib, pkgutil, sys
import dawndusk.results
for _, name, _ in pkgutil.walk_packages(dawndusk.results.__path__, "dawndusk.results."):
    importlib.import_module(name)
assert "dawndusk.results.saved" in sys.modules
print(*[name for name in sys.modules if name.startswith(PREFIX)])
"""


def loaded(prefix: str) -> str:
    """Modules of that beginning that every module of results together load."""
    code = CODE.replace("PREFIX", repr(prefix))
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=300
    ).stdout.strip()


def test_no_module_of_results_loads_a_page() -> None:
    assert loaded("dawndusk.report") == ""
    assert "dawndusk.study.quick" in loaded("dawndusk.study")  # the check can fail
