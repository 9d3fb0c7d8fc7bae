"""The day kernel at 10,000 satellites x 1,440 steps, each flying for itself, beside a plain C loop
of the same step, the NumPy oracle and sgp4 (positions only), per CPU-second.
"""

import shutil
import time

import numpy
from tests.oracle import fly as fly_oracle

from bench import c_loop
from dawndusk.chain import settled
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.scenario.reading import load

SATELLITES, STEPS = 10_000, 1_440


def cpu_seconds(work, least=3):
    """Least CPU time of all threads over a few runs."""
    times = []
    for _ in range(least):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def scenario(planes, each, **flight):
    changes = {
        "constellation.planes": planes,
        "constellation.satellites_per_plane": each,
        "constellation.phasing": 1,
    }
    return settled(
        load(
            "starlink-ai", changes | {f"flight.{key}": value for key, value in flight.items()}
        ).scenario
    )


def sgp4_positions():
    from sgp4.api import Satrec, SatrecArray

    line = (
        "1 44714U 19074B   24001.50000000  .00001000  00000-0  70000-4 0  9990",
        "2 44714  53.0550 100.0000 0001400  90.0000 270.0000 15.06390000    10",
    )
    batch = SatrecArray([Satrec.twoline2rv(*line)] * 1000)
    dates = numpy.full(STEPS, 2460310.5), numpy.arange(STEPS) / 1440.0
    return cpu_seconds(lambda: batch.sgp4(*dates), 2) / (1000 * STEPS)


def measure():
    one_day = scenario(100, SATELLITES // 100, days=1, orbits=1, settle=9, steps_per_orbit=144)
    fleet = design(one_day)
    fly(one_day, fleet, strips=False, every=True)
    ours = cpu_seconds(lambda: fly(one_day, fleet, strips=False, every=True)) / (SATELLITES * STEPS)
    few = scenario(10, 100, days=1, orbits=1, settle=0, steps_per_orbit=STEPS // 15)
    small = design(few)
    oracle = cpu_seconds(lambda: fly_oracle(few, small, small.groups[0]), 2) / (1000 * STEPS // 15)
    return {
        "million satellite-steps per CPU-second": 1e-6 / ours,
        "ratio to the NumPy float64 oracle": oracle / ours,
        "ratio to sgp4.SatrecArray (positions only)": sgp4_positions() / ours,
        **loops(ours),
    }


def loops(ours):
    """The C loop, checked to be the same step."""
    if shutil.which("gcc") is None:
        return {}
    steps = STEPS // 15
    short = scenario(100, SATELLITES // 100, days=1, orbits=1, settle=0, steps_per_orbit=steps)
    fleet, found = design(short), {}
    totals = fly(short, fleet, strips=False, every=True, belts=False).groups[0].totals
    for flag in ("-O3", "-Ofast"):
        seconds, sums = min((c_loop.flown(short, fleet, steps, flag) for _ in range(3)), key=first)
        for name in ("generated_w", "used_w", "duty_frac"):
            numpy.testing.assert_allclose(
                sums[name] / steps, getattr(totals, name)[0], rtol=1e-3, atol=1e-4
            )
        found[f"ratio to a plain C loop, gcc {flag} -march=native"] = (
            seconds / (SATELLITES * steps) / ours
        )
    return found


def first(pair):
    return pair[0]
