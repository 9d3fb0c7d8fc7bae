"""Run the benchmarks named on the command line, or all; print one line each and write
bench/results.json.
"""

import json
import platform
import sys
from pathlib import Path

from bench import commands, draws, fleet, kernel, million

ALL = {
    "kernel": kernel.measure,
    "draws": draws.measure,
    "commands": commands.measure,
    "fleet": fleet.measure,
    "million": million.measure,
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(ALL)
    path = Path(__file__).with_name("results.json")
    results = json.loads(path.read_text()) if path.exists() else {}
    results["machine"] = f"{platform.machine()}, Python {platform.python_version()}"
    for name in wanted:
        results[name] = ALL[name]()
        for what, value in results[name].items():
            print(f"{name:<9} {what:<62} {value:>10,.3g}")
    path.write_text(json.dumps(results, indent=1) + "\n")
