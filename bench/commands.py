"""Whole commands as a user meets them, warm and cold, and start-up beside a bare interpreter that
imports click.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time

FIVE = ("suncatcher", "starcloud-3", "three-body", "starlink-ai", "us-ground")
SMALL = ("--set", "flight.days=2", "--set", "flight.orbits=2")


def seconds(*args, cache, repeat=3):
    """Least wall time of a command in an empty folder."""
    times = []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            subprocess.run(
                [sys.executable, *args],
                cwd=folder,
                env=os.environ | {"DAWNDUSK_CACHE": cache},
                check=True,
                capture_output=True,
            )
            times.append(time.perf_counter() - began)
    return min(times)


def measure():
    with tempfile.TemporaryDirectory() as cache:
        cold = seconds("-m", "dawndusk", "run", "suncatcher", cache=cache, repeat=1)
        warm = seconds("-m", "dawndusk", "run", "suncatcher", cache=cache)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        bare = seconds("-c", "import click", cache=cache, repeat=9)
        helps = seconds("-m", "dawndusk", "--help", cache=cache, repeat=9)
        check = seconds("-m", "dawndusk", "check", "suncatcher", cache=cache, repeat=9)
        saved = [f"{cache}/runs/{name}" for name in FIVE]
        for name, out in zip(FIVE, saved, strict=True):
            small = () if name == "us-ground" else SMALL
            run = ("-m", "dawndusk", "run", name, *small, "--out", out)
            seconds(*run, cache=cache, repeat=1)
        compared = seconds("-m", "dawndusk", "compare", *saved, cache=cache, repeat=9)
    return {
        "run suncatcher, cold compilation cache, s": cold,
        "run suncatcher, warm compilation cache, s": warm,
        "run suncatcher, peak memory, MB": peak_mb,
        "--help over a bare interpreter that imports click": helps / bare,
        "check over a bare interpreter that imports click": check / bare,
        "compare of five saved runs, s": compared,
    }
