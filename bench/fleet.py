"""A large fleet: starlink-ai with 100,000 satellites through its sampled year, in a process of its own."""

import os
import re
import subprocess
import sys
import tempfile
import time

SET = ("constellation.planes=500", "constellation.satellites_per_plane=200", "constellation.phasing=1")


def measure():
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        command = [sys.executable, "-m", "dawndusk", "fly", "starlink-ai", *(word for one in SET for word in ("--set", one))]
        code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print('PEAK', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        done = subprocess.run(
            [sys.executable, "-c", code, *command], cwd=folder, check=True, capture_output=True, text=True, env=os.environ
        )
        peak = int(re.search(r"PEAK (\d+)", done.stdout)[1]) / 1024**2
        return {
            "fly 100,000 satellites through 12 days of 15 orbits, s": time.perf_counter() - began,
            "the same, peak memory, GB": peak,
        }
