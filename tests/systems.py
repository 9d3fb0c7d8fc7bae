"""Three systems on small settings, which tests of comparisons and screens read."""

from pathlib import Path

from dawndusk.results.saved import SavedRun

SMALL = {"flight.days": 2, "flight.orbits": 2}
OLD = Path(__file__).parent / "store" / "run-0.3.0"  # of us-ground, without its report
NAMES = ("suncatcher-pair", "starcloud-3", "us-ground")


def small(name: str) -> dict[str, object]:
    """The changes that make a scenario of the gallery quick to fly."""
    return {} if name == "us-ground" else SMALL


def systems(saved_run) -> tuple[SavedRun, ...]:
    """The three systems, opened from their folders."""
    return tuple(saved_run(name, small(name)) for name in NAMES)
