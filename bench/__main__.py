"""Run the benchmarks named on the command line, or all; print one line each, add them to
bench/history.csv, and say which are worse by more than a fifth than when they were last measured.
"""

import csv
import datetime
import platform
import subprocess
import sys
from pathlib import Path

from bench import answers, commands, draws, fleet, kernel, million

ALL = {
    "kernel": kernel.measure,
    "draws": draws.measure,
    "answers": answers.measure,
    "commands": commands.measure,
    "fleet": fleet.measure,
    "million": million.measure,
}
HISTORY = Path(__file__).with_name("history.csv")
COLUMNS = ("date", "commit", "machine", "benchmark", "what", "value")
WORSE = 0.2


def better(what):
    """Whether more is better: of what is counted per second, and of speeds over others'."""
    return "per second" in what or "per CPU-second" in what or what.startswith("ratio to")


def worse(what, value, before):
    """How much worse than before, as a share: above zero if it is."""
    return (before / value if better(what) else value / before) - 1.0


def last(path=HISTORY):
    """The last value of each benchmark and what it measured."""
    if not path.exists():
        return {}
    with path.open(newline="") as file:
        return {
            (row["benchmark"], row["what"]): float(row["value"]) for row in csv.DictReader(file)
        }


def main(wanted):
    before, new = last(), not HISTORY.exists()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True
    ).stdout.strip()
    machine = f"{platform.machine()}, Python {platform.python_version()}"
    head = (datetime.date.today().isoformat(), commit, machine)
    fallen = []
    with HISTORY.open("a", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if new:
            writer.writerow(COLUMNS)
        for name in wanted:
            for what, value in ALL[name]().items():
                writer.writerow((*head, name, what, f"{value:.4g}"))
                file.flush()
                print(f"{name:<9} {what:<66} {value:>10,.3g}", flush=True)
                lost = worse(what, value, before.get((name, what), value))
                if lost > WORSE:
                    fallen.append(f"{name}: {what} is worse by {lost:.0%} than before")
    print("\n".join(fallen) or "nothing is worse than before by more than a fifth")


if __name__ == "__main__":
    main(sys.argv[1:] or list(ALL))
