"""Checks that types say something: mypy over the package, every kind of part against its family's
protocol, and the share of expressions that mypy knows nothing of.

    python -m tools.any_typed

Prints the share of `Any`-typed expressions of each folder, by mypy's any-exprs report, and fails
where mypy does, or where a folder of the numeric half is above the limit. `make types` runs it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

LIMIT_FRAC = 0.2
LIMITED = ("physics", "parts", "fleet", "flight", "work", "life", "bill")
PROTOCOLS = {
    "array": "SolarArray",
    "attitude": "Attitude",
    "battery": "Battery",
    "constellation": "Constellation",
    "cooling": "Cooling",
    "policy": "Policy",
    "radiator": "Radiator",
    "supply": "Supply",
    "workload": "Workload",
}
ROOT = Path(__file__).parents[1]


def kinds() -> dict[str, list[str]]:
    """The kinds of each family: the files of its folder that have no leading underscore."""
    parts = ROOT / "src" / "dawndusk" / "parts"
    return {
        family: sorted(file.stem for file in (parts / family).glob("[!_]*.py"))
        for family in sorted(
            path.name for path in parts.iterdir() if (path / "__init__.py").exists()
        )
    }


def claims() -> str:
    """A module that type-checks where every kind keeps its family's protocol.

    >>> "radiator_flat_panel: type[protocols.Radiator] = m" in claims()
    True
    """
    lines = ["from dawndusk.records import parts as protocols"]
    for family, names in kinds().items():
        for name in names:
            lines += [
                f"from dawndusk.parts.{family}.{name} import Model as made_{family}_{name}",
                f"{family}_{name}: type[protocols.{PROTOCOLS[family]}] = made_{family}_{name}",
            ]
    return "\n".join(lines) + "\n"


def shares(report: str) -> dict[str, tuple[int, int]]:
    """Any-typed expressions and all expressions of each folder, from mypy's report.

    >>> shares(" dawndusk.physics.fin  15  221  93.21%\\n dawndusk.physics.heat  2  75  97.33%")
    {'physics': (17, 296)}
    """
    unknown, all_ = Counter[str](), Counter[str]()
    for line in report.splitlines():
        match line.split():
            case [name, anys, exprs, _] if name.startswith("dawndusk."):
                folder = name.split(".")[1]
                unknown[folder] += int(anys)
                all_[folder] += int(exprs)
    return {folder: (unknown[folder], all_[folder]) for folder in sorted(all_)}


def main() -> int:
    """Run mypy and print the shares; the exit code is 1 where something is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        claimed = Path(folder) / "claims.py"
        claimed.write_text(claims())
        report = ["--any-exprs-report", folder]
        command = [sys.executable, "-m", "mypy", *report, "src", str(claimed)]
        code = subprocess.run(command, cwd=ROOT).returncode
        found = shares((Path(folder) / "any-exprs.txt").read_text()) if code == 0 else {}
    for name, (unknown, all_) in found.items():
        limit = f"at most {LIMIT_FRAC:.0%}" if name in LIMITED else ""
        print(f"{name:12}{unknown / all_:7.1%} of {all_:6,} expressions are Any  {limit}".rstrip())
    above = [
        name for name in LIMITED if name in found and found[name][0] > LIMIT_FRAC * found[name][1]
    ]
    if above:
        print(f"above the limit of {LIMIT_FRAC:.0%}: {', '.join(above)}", file=sys.stderr)
    return 1 if code or above else 0


if __name__ == "__main__":
    sys.exit(main())
