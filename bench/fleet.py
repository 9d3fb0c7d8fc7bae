"""A large fleet: starlink-ai with 100,000 satellites through its sampled year, in a process of its
own.
"""

from bench.million import command

SET = (
    "constellation.planes=500",
    "constellation.satellites_per_plane=200",
    "constellation.phasing=1",
)


def measure():
    seconds, peak_gb = command(
        "fly", "starlink-ai", *(word for one in SET for word in ("--set", one))
    )
    return {
        "fly 100,000 satellites through 12 days of 15 orbits, s": seconds,
        "the same, peak memory, GB": peak_gb,
    }
