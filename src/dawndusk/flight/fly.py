"""Fly: the fleet through sampled days that cover the year, summed up as it goes.

Days are independent samples spread evenly over a year, so they are a batch axis beside the
satellites: [day, satellite]. Satellites of one plane have the same Sun, a part of an orbit earlier
or later: heat and power are flown by a few of each plane, for one orbit in the middle of the day
once that repeats (`flight.day_kernel`); the way of each through the belts is a closed form
(`flight.exposure`). The closed forms of the year (sunlit share, longest eclipse, eclipse days) come
from `physics.season`, and the flown days check them.

Equation: means over sampled days of generated = used + stored + lost + curtailed, step by step
(flight/step)
Valid: steps well shorter than an eclipse; sampled days stand for the year, their error is in the
report; satellites of a group carry the same load
Source: dawndusk-method, by the functions of physics and the parts of the scenario
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, cast

from dawndusk.core.memo import Memo
from dawndusk.core.numeric import Values, is_traced, jax, np
from dawndusk.flight import day_kernel, exposure
from dawndusk.flight.day_kernel import LEAST, MET, MOST, SUMMED
from dawndusk.flight.lanes import CHUNK, Lanes, Piece, lanes_of, pieces_of, plain, size_of, spread
from dawndusk.flight.step import Flyer, flyer_of, step_s
from dawndusk.physics import season, sun
from dawndusk.records.fleet import Fleet, Group
from dawndusk.records.flight import Belts, Exposure, Flight, GroupFlight, Strip, Totals
from dawndusk.records.scenario import Scenario

Progress = Callable[[int, int], None]


def fly(
    scenario: Scenario,
    fleet: Fleet,
    *,
    precision: str = "float32",
    progress: Progress | None = None,
    strips: bool = True,
    by_satellite: bool = True,
    belts: bool = True,
    every: bool = False,
    chunk: int = CHUNK,
    memo: Memo | None = None,
) -> Flight:
    """The flight of a fleet.

    Args:
        scenario: settled.
        fleet: of the scenario.
        precision: of the scan over time.
        progress: called with the number of satellites done and of all.
        strips: whether one orbit of the darkest group is kept step by step.
        by_satellite: whether totals are kept by satellite, not by day alone: memory then grows with
            the fleet.
        belts: whether satellites fly through the map of the belts, where upsets are drawn; else,
            and for values that JAX traces, they meet the particles of their orbit's mean.
        every: whether every satellite flies heat and power, not a few of each plane.
        chunk: lanes flown at a time, and satellites, to bound memory.
        memo: the day kernel runs only for inputs that it has not seen.
    """
    done, groups = 0, []
    darkest = fleet.darkest if strips else None
    total = sum(len(group.orbits.phase_rad) for group in fleet.groups)
    for group in fleet.groups:

        def tell(satellites: int, before: int = done) -> None:
            if progress is not None:
                progress(before + satellites, total)

        tell(0)
        found = exposure.exposure(scenario, group.orbits, fleet.life_s)
        lanes = lanes_of(group.orbits, every)
        totals, course = _heat_and_power(scenario, fleet, group, lanes, precision, chunk, memo)
        totals = _each(totals, lanes) if by_satellite else _by_day(totals, lanes)
        met = None
        if belts and not is_traced(group):
            met, ratios = exposure.through_belts(
                scenario, group, found, fleet.life_s, by_satellite, chunk, tell
            )
            totals = dataclasses.replace(totals, protons_ratio=ratios[0], dose_ratio=ratios[1])
        strip = _worst_orbit(scenario, fleet, group, lanes, chunk) if group is darkest else None
        flown = _Flown(totals, course, found, met, strip, lanes)
        groups.append(_with_closed_forms(scenario, fleet, group, flown))
        done += len(group.orbits.phase_rad)
        tell(0, done)
    return Flight(groups=tuple(groups))


def _heat_and_power(
    scenario: Scenario,
    fleet: Fleet,
    group: Group,
    lanes: Lanes | None,
    precision: str,
    chunk: int,
    memo: Memo | None,
) -> tuple[Totals, Values]:
    """Totals of the lanes, [day, lane], and the work of all through an orbit, [day, step]; flown in
    chunks of equal size.
    """
    import numpy

    flyer, static = (
        plain(flyer_of(group, fleet.steps_per_orbit), "float64"),
        _static(scenario, fleet),
    )
    static["precision"] = precision
    totals, missing = [], []
    for piece in pieces_of(group.orbits, lanes, chunk, is_traced((flyer, group.orbits))):
        made, lost, _ = _flown(_days(scenario, flyer, piece), static, memo)
        totals.append(_cut(made, piece.kept))
        missing.append(lost)
    course = cast("Values", 1.0 - sum(missing))
    if len(totals) == 1:
        return totals[0], course
    return _map(lambda *arrays: numpy.concatenate(arrays, 1), *totals), course


def _cut(totals: Totals, kept: int | None) -> Totals:
    """Without the lanes that fill a piece up."""
    return totals if kept is None else _map(lambda array: array[:, :kept], totals)


def _each(totals: Totals, lanes: Lanes | None) -> Totals:
    """Totals of every satellite, [day, satellite], from those of the lanes."""
    return totals if lanes is None else _map(lambda array: array[:, lanes.of], totals)


def _by_day(totals: Totals, lanes: Lanes | None) -> Totals:
    """Summed up over the satellites, in float64: means of means and extremes of extremes, [day]."""
    import numpy

    count = None if lanes is None else numpy.bincount(lanes.of)  # satellites of each lane

    def mean(array: Values) -> Values:
        if count is None:
            return np.mean(array, axis=1, dtype="float64")
        return array.astype("float64") @ (count / count.sum())

    least = {name: np.min(getattr(totals, name), axis=1) for name in LEAST}
    most = {name: np.max(getattr(totals, name), axis=1) for name in MOST}
    means = {name: mean(getattr(totals, name)) for name in (*SUMMED, "stored_w")}
    met = {name: np.mean(getattr(totals, name), axis=1) for name in MET}
    return dataclasses.replace(totals, **least, **most, **means, **met)


def day_inputs(scenario: Scenario, fleet: Fleet, memo: Memo) -> Hashable:
    """A key of all that the sampled days of a fleet depend on, apart from particles: equal for
    designs with equal days.
    """
    static = _static(scenario, fleet)

    def inputs(group: Group) -> Hashable:
        flyer = plain(flyer_of(group, fleet.steps_per_orbit), "float64")
        pieces = pieces_of(group.orbits, lanes_of(group.orbits))
        days = (_days(scenario, flyer, piece) for piece in pieces)
        return tuple(memo.inputs(day_kernel.KERNEL, one, static) for one in days)

    return tuple(map(inputs, fleet.groups))


def _days(scenario: Scenario, flyer: Flyer, piece: Piece) -> tuple[Any, ...]:
    """Arguments of the day kernel, static ones apart: the orbits flown are those in the middle of
    each day, and begin where the day does.
    """
    start_s, sampling = sun.seconds_j2000(scenario.mission.start), scenario.flight
    orbit_s = flyer.step_s / flyer.phase_turn_per_step
    first = (sampling.orbits - _orbits(scenario)) // 2
    begins_s = season.sampled_days_s(sampling.days, start_s) + first * orbit_s
    lanes = map(spread, (piece.node_rad, piece.phase_rad, piece.share_frac))
    return flyer, *lanes, begins_s, start_s


def _orbits(scenario: Scenario) -> int:
    """Orbits of a day that heat and power are flown through: one, as it repeats, but where the
    policy keeps a state of its own.
    """
    return 1 if scenario.satellite.policy.initial() == () else scenario.flight.orbits


def _static(scenario: Scenario, fleet: Fleet) -> dict[str, Any]:
    """Static arguments of the day kernel."""
    return {
        "settle": scenario.flight.settle,
        "orbits": _orbits(scenario),
        "steps_per_orbit": fleet.steps_per_orbit,
        "precision": "float32",
    }


def _flown(
    days: tuple[Any, ...], static: dict[str, Any], memo: Memo | None = None
) -> tuple[Totals, Values, Strip]:
    """What the day kernel makes, or the memo holds."""
    if memo is not None:
        return memo.call_kernel(day_kernel.KERNEL, days, static)
    return plain(day_kernel.KERNEL(*days, **static))


def exposed(scenario: Scenario, fleet: Fleet, flight: Flight) -> Flight:
    """The same flight with another scenario's particles by their means, which change nothing else
    that flies; what was met on the way is left out.
    """
    groups = (
        dataclasses.replace(
            flown, exposure=exposure.exposure(scenario, group.orbits, fleet.life_s), belts=None
        )
        for group, flown in zip(fleet.groups, flight.groups, strict=True)
    )
    return dataclasses.replace(flight, groups=tuple(groups))


class _Flown(NamedTuple):
    """What one group flew."""

    totals: Totals
    course_frac: Values
    exposure: Exposure
    belts: Belts | None
    strip: Strip | None
    lanes: Lanes | None


def _with_closed_forms(
    scenario: Scenario, fleet: Fleet, group: Group, flown: _Flown
) -> GroupFlight:
    """What one group flew, with the closed forms of its year."""
    orbits, start_s = group.orbits, sun.seconds_j2000(scenario.mission.start)
    year = season.year(orbits.altitude_m, orbits.inclination_rad, orbits.plane_node_rad, start_s)
    satellites = len(orbits.phase_rad)
    return GroupFlight(
        name=group.name,
        count=group.count,
        flown=satellites,
        lanes=satellites if flown.lanes is None else len(flown.lanes.satellite),
        totals=flown.totals,
        season=year,
        exposure=flown.exposure,
        belts=flown.belts,
        strip=flown.strip,
        step_s=step_s(orbits, fleet.steps_per_orbit),
        course_frac=flown.course_frac,
        sunlit_frac=season.sunlit_frac(year),
        longest_eclipse_s=season.longest_eclipse_s(year, orbits.altitude_m),
        eclipse_days_per_year=season.eclipse_days(year),
    )


def _map(function: Callable[..., Any], *trees: Any) -> Any:
    return jax().tree_util.tree_map(function, *trees)


def _worst_orbit(
    scenario: Scenario, fleet: Fleet, group: Group, lanes: Lanes | None, chunk: int
) -> Strip:
    """One satellite of the worst plane through an orbit of its worst day, step by step: by the same
    kernel, in every lane of it.
    """
    import numpy

    flyer = plain(flyer_of(group, fleet.steps_per_orbit), "float64")
    count = len(group.orbits.phase_rad if lanes is None else lanes.satellite)
    many = size_of(count, chunk)  # as its days have: no other kernel
    node = numpy.full(many, float(group.orbits.plane_node_rad[int(group.worst.plane)]))
    piece = Piece(node, numpy.zeros(many), numpy.zeros(many), None)
    *rest, days, start_s = _days(scenario, flyer, piece)
    day_s = start_s + float(group.worst.day) * 86400.0
    return _flown((*rest, numpy.full(len(days), day_s), start_s), _static(scenario, fleet))[2]


def sampling_error(flight: Flight) -> dict[str, float]:
    """How far the sampled days are from the year: flown less closed-form sunlit share, and the
    spread of the mean duty over days.

    The second is the standard error of the mean over the sampled days, as if they were drawn at
    random.
    """
    import numpy

    by_day = (
        sum(
            group.count
            * numpy.asarray(group.totals.duty_frac, "float64")
            .reshape(len(group.totals.duty_frac), -1)
            .mean(1)
            for group in flight.groups
        )
        / flight.satellites
    )
    error = (
        float(numpy.std(by_day, ddof=1) / len(by_day) ** 0.5) if len(by_day) > 1 else float("nan")
    )
    return {
        "sunlit_frac": float(flight.mean("sunlit_frac")) - flight.share("sunlit_frac"),
        "duty_frac": error,
    }
