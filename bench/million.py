"""The filing at full size: a million satellites from scenario to report, and five systems compared,
each in a process of its own.
"""

import os
import re
import subprocess
import sys
import tempfile
import time

FIVE = ("suncatcher", "spacex-ai1@sheet-a", "blue-origin-sunrise", "starcloud-3", "us-ground")
PEAK = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print('PEAK',"
    " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def command(*words, repeat=1):
    """Least wall time in seconds and largest memory in GB of a dawndusk command."""
    times, peaks = [], []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", PEAK, sys.executable, "-m", "dawndusk", *words],
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
                env=os.environ,
            )
            times.append(time.perf_counter() - began)
            peaks.append(int(re.search(r"PEAK (\d+)", done.stdout)[1]) / 1024**2)
    return min(times), max(peaks)


def measure():
    whole_s, whole_gb = command("run", "spacex-million")
    command("compare", *FIVE)  # fills the compilation cache
    five_s, five_gb = command("compare", *FIVE, repeat=3)
    return {
        "run spacex-million, s": whole_s,
        "the same, peak memory, GB": whole_gb,
        "compare of five, warm, s": five_s,
        "the same, peak memory, GB ": five_gb,
    }
