"""A changed input in a warm process: every uncertain input moved by one percent, in turn."""

import statistics
import time

from dawndusk.core.errors import DawnduskError
from dawndusk.core.record import leaves
from dawndusk.pipeline import Session
from dawndusk.scenario.reading import load


def measure():
    return {
        f"{name}, a changed input to its verdict, {what}, ms": value
        for name in ("suncatcher", "starlink-ai")
        for what, value in milliseconds(name).items()
    }


def milliseconds(name):
    """Median and ninth decile over the inputs."""
    loaded, session, times = load(name), Session(name), []
    for key, _, value in leaves(loaded.scenario):
        if key in loaded.priors and isinstance(value, float) and value:
            began = time.perf_counter()
            try:
                session.outcome({key: 1.01 * value})
            except DawnduskError:  # beyond what it may be
                continue
            times.append(1e3 * (time.perf_counter() - began))
    return {"median": statistics.median(times), "p90": statistics.quantiles(times, n=10)[-1]}
