"""Whole commands as a user meets them, warm and cold, beside JAX's own start, and start-up beside a
bare interpreter that imports click.
"""

import os
import resource
import statistics
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


JAX = "import jax, jax.numpy as n; jax.jit(lambda x: 2.0 * x + 1.0)(n.ones(4)).block_until_ready()"


def measure():
    with tempfile.TemporaryDirectory() as cache:
        cold = seconds("-m", "dawndusk", "run", "suncatcher", cache=cache, repeat=1)
        peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        # in turn: the machine's moods strike both
        turns = [
            (
                seconds("-m", "dawndusk", "run", "suncatcher", cache=cache, repeat=1),
                seconds("-c", JAX, cache=cache, repeat=1),
            )
            for _ in range(7)
        ]
        warm, line = map(min, zip(*turns, strict=True))
        ratio = statistics.median(one / other for one, other in turns)
        bare = seconds("-c", "import click", cache=cache, repeat=15)
        helps = seconds("-m", "dawndusk", "--help", cache=cache, repeat=15)
        check = seconds("-m", "dawndusk", "check", "suncatcher", cache=cache, repeat=15)
        saved = [f"{cache}/runs/{name}" for name in FIVE]
        for name, out in zip(FIVE, saved, strict=True):
            small = () if name == "us-ground" else SMALL
            run = ("-m", "dawndusk", "run", name, *small, "--out", out)
            seconds(*run, cache=cache, repeat=1)
        compared = seconds("-m", "dawndusk", "compare", *saved, cache=cache, repeat=9)
    return {
        "run suncatcher, nothing compiled, s": cold,
        "the same, peak memory, MB": peak_mb,
        "run suncatcher, warm, s": warm,
        "importing JAX and compiling one line, s": line,
        "run suncatcher, warm, over importing JAX and compiling one line": ratio,
        "--help over a bare interpreter that imports click": helps / bare,
        "check over a bare interpreter that imports click": check / bare,
        "compare of five saved runs, s": compared,
    }
