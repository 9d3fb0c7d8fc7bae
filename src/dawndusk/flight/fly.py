"""Fly: the fleet through sampled days that cover the year, summed up as it goes.

Days are independent samples spread evenly over a year, so they are a batch axis beside the
satellites: [day, satellite]. `flight.day_kernel` flies them in chunks of satellites; the closed
forms of the year (sunlit share, longest eclipse, eclipse days) come from `physics.season`, and the
flown days check them.

Equation: means over sampled days of generated = used + stored + lost + curtailed, step by step
(flight/step)
Valid: steps well shorter than an eclipse; sampled days stand for the year, their error is in the
report
Source: dawndusk-method, by the functions of physics and the parts of the scenario
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal, cast

from dawndusk.core.memo import Memo
from dawndusk.core.numeric import Array, Indices, Values, jax, np
from dawndusk.flight import exposure
from dawndusk.flight.day_kernel import (
    LEAST,
    MOST,
    SUMMED,
    extremes,
    fly_step,
    kernel,
    make_drive,
    reset_orbit,
)
from dawndusk.flight.step import Flyer, Sample, flyer_of, initial, reset_undercharged
from dawndusk.physics import orbit, season, sun
from dawndusk.records.fleet import Fleet, Group
from dawndusk.records.flight import Belts, Exposure, Flight, GroupFlight, Strip, Totals
from dawndusk.records.mission import Sampling
from dawndusk.records.scenario import Scenario

CHUNK = 16384  # satellites at a time, to bound memory
Progress = Callable[[int, int], None]


def fly(
    scenario: Scenario,
    fleet: Fleet,
    *,
    precision: str = "float32",
    chunk: int = CHUNK,
    progress: Progress | None = None,
    strips: bool = True,
    by_satellite: bool = True,
    belts: bool = True,
    memo: Memo | None = None,
) -> Flight:
    """Fly the fleet. `progress(done, all)` is told after every chunk of satellites; `strips` keeps
    one orbit of the darkest group.

    Without `by_satellite` each chunk is summed up by day as soon as it has flown, so that memory
    does not grow with the fleet; without `belts` the satellites meet the particles of their orbit's
    mean everywhere, and no upset is drawn. With a `memo` the day kernel runs only for inputs that
    it has not seen.
    """
    done, groups = 0, []
    darkest = fleet.darkest if strips else None
    total = sum(len(group.orbits.phase_rad) for group in fleet.groups)
    for group in fleet.groups:

        def tell(satellites: int, before: int = done) -> None:
            if progress is not None:
                progress(before + satellites, total)

        found = exposure.exposure(scenario, group.orbits, fleet.life_s)
        totals, course, met = fly_group(
            scenario,
            fleet,
            group,
            found,
            precision=precision,
            chunk=chunk,
            tell=tell,
            by_satellite=by_satellite,
            belts=belts,
            memo=memo,
        )
        groups.append(
            _with_closed_forms(
                scenario, fleet, group, totals, course, found, met, strip=group is darkest
            )
        )
        done += len(group.orbits.phase_rad)
    return Flight(groups=tuple(groups))


def fly_together(designs: Sequence[tuple[Scenario, Fleet]], memo: Memo) -> list[Flight]:
    """Fly many designs at once as lanes of the same kernel; only sums by day are kept.

    Designs whose days read the same inputs share their lanes. The Sun's position is that at the
    mean step of all lanes.

    Args:
        designs: scenarios that differ neither in sampling nor in start, and their fleets, which
            have the same number of groups, of satellites in each group and of steps per orbit.
        memo: of the study, for the inputs that days read.
    """
    import numpy

    tree, numbers = jax().tree_util, dict[Hashable, int]()
    number = [numbers.setdefault(day_inputs(*one, memo), len(numbers)) for one in designs]
    fleets = [designs[number.index(at)][1] for at in range(len(numbers))]  # distinct to the days
    sampled, steps = designs[0][0], fleets[0].steps_per_orbit
    flights: list[list[GroupFlight]] = [[] for _ in designs]
    unkept = numpy.zeros((sampled.flight.days, 0))
    for index in range(len(fleets[0].groups)):
        groups = [fleet.groups[index] for fleet in fleets]
        each = len(groups[0].orbits.phase_rad)
        flyers = [_plain(flyer_of(group, steps)) for group in groups]
        flyer = tree.tree_map(lambda *leaves: numpy.repeat(numpy.stack(leaves), each), *flyers)  # noqa: B023
        node, phase = (
            numpy.concatenate([getattr(group.orbits, name) for group in groups])
            for name in ("node_rad", "phase_rad")
        )
        made, _ = _flown(_days(sampled, flyer, node, phase), _static(sampled, steps))
        lanes = [slice(at * each, (at + 1) * each) for at in range(len(fleets))]
        sums = [_by_day(tree.tree_map(lambda array: array[:, lane], made)) for lane in lanes]  # noqa: B023
        for (scenario, fleet), at, groups_flown in zip(designs, number, flights, strict=True):
            group = fleet.groups[index]
            found = exposure.exposure(scenario, group.orbits, fleet.life_s)
            groups_flown.append(
                _with_closed_forms(
                    scenario, fleet, group, sums[at], unkept, found, None, strip=False
                )
            )
    return [Flight(groups=tuple(groups)) for groups in flights]


def day_inputs(scenario: Scenario, fleet: Fleet, memo: Memo) -> Hashable:
    """A key of all that the sampled days of a fleet depend on, apart from particles: equal for
    designs with equal days.
    """
    steps = fleet.steps_per_orbit

    def inputs(group: Group) -> Hashable:
        flyer, orbits = flyer_of(group, steps), group.orbits
        days = _days(scenario, flyer, orbits.node_rad, orbits.phase_rad)
        return memo.inputs(kernel(), days, _static(scenario, steps))

    return tuple(map(inputs, fleet.groups))


def _days(scenario: Scenario, flyer: Flyer, node_rad: Array, phase_rad: Array) -> tuple[Any, ...]:
    """Arguments of the day kernel, static ones apart."""
    start_s = sun.seconds_j2000(scenario.mission.start)
    return flyer, node_rad, phase_rad, days_s(scenario.flight, start_s), start_s


def _static(scenario: Scenario, steps_per_orbit: int, precision: str = "float32") -> dict[str, Any]:
    """Static arguments of the day kernel."""
    sampling = scenario.flight
    return {
        "settle": sampling.settle,
        "orbits": sampling.orbits,
        "steps_per_orbit": steps_per_orbit,
        "precision": precision,
    }


def _flown(
    days: tuple[Any, ...], static: dict[str, Any], memo: Memo | None = None
) -> tuple[Totals, Values]:
    """Totals and work in time from the day kernel, or from the memo."""
    if memo is not None:
        return memo.call_compiled(kernel(), days, static)
    return _fetched(kernel()(*days, **static))


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


def fly_group(
    scenario: Scenario,
    fleet: Fleet,
    group: Group,
    found: Exposure,
    *,
    precision: str,
    chunk: int,
    tell: Callable[[int], None],
    by_satellite: bool,
    belts: bool,
    memo: Memo | None,
) -> tuple[Totals, Values, Belts | None]:
    """Fly one group, in chunks of equal size; `tell(satellites)` after each. Its totals, the work
    of all through the days, and what the belts did.
    """
    import numpy

    sampling, orbits, satellites = scenario.flight, group.orbits, len(group.orbits.phase_rad)
    static = _static(scenario, fleet.steps_per_orbit, precision)
    pieces = -(-satellites // chunk)
    size = -(-satellites // pieces)
    places = exposure.places(orbits, found) if belts else None
    flat = None if places is None else np.reshape(places, (2, -1))
    flyer = _plain(flyer_of(group, fleet.steps_per_orbit, flat))
    days = np.expand_dims(exposure.day_ratio(scenario, orbits, found, fleet.life_s), -1)
    counted_s = sampling.orbits * fleet.steps_per_orbit * flyer.step_s
    numbers: Indices = numpy.arange(satellites) if orbits.number is None else orbits.number
    totals, courses, counts, upsets = [], [], [], []
    for piece in range(pieces):
        last = min((piece + 1) * size, satellites)
        index = numpy.minimum(
            numpy.arange(piece * size, (piece + 1) * size), satellites - 1
        )  # equal sizes: one compilation
        node, phase = _plain((orbits.node_rad[index], orbits.phase_rad[index]))
        made, course = _flown(_days(scenario, flyer, node, phase), static, memo)
        courses.append(course)
        counts.append(last - piece * size)
        made = jax().tree_util.tree_map(lambda array, count=counts[-1]: array[:, :count], made)
        made = dataclasses.replace(
            made, protons_ratio=days[0] * made.protons_ratio, dose_ratio=days[1] * made.dose_ratio
        )
        if belts and not isinstance(made.protons_ratio, jax().core.Tracer):
            here = numbers[piece * size : last]
            upsets.append(exposure.counted(scenario, group, made, found, counted_s, here))
        totals.append(made if by_satellite else _by_day(made))
        tell(last)
    parts = (count / satellites * one for count, one in zip(counts, courses, strict=True))
    course = cast(Values, sum(parts))
    met = _met(places, upsets, by_satellite) if upsets and places is not None else None
    if not by_satellite:
        return _joined(totals, counts), course, met
    whole = (
        totals[0]
        if pieces == 1
        else jax().tree_util.tree_map(lambda *arrays: numpy.concatenate(arrays, 1), *totals)
    )
    return whole, course, met


def _met(places: Values, upsets: Sequence[tuple[Any, Any]], by_satellite: bool) -> Belts:
    """What the belts did to the satellites of all chunks, each or all together."""
    import numpy

    def together(part: Literal[0, 1]) -> dict[str, Any]:
        whole = {
            name: numpy.concatenate([piece[part][name] for piece in upsets])
            for name in upsets[0][part]
        }
        return whole if by_satellite else {name: one.sum() for name, one in whole.items()}

    return Belts(places_ratio=places, counts=together(0), expected=together(1))


def _by_day(totals: Totals) -> Totals:
    """Summed up over the satellites, in float64: means of means and extremes of extremes."""
    least = {name: np.min(getattr(totals, name), axis=1) for name in LEAST}
    most = {name: np.max(getattr(totals, name), axis=1) for name in MOST}
    means = {
        name: np.mean(getattr(totals, name), axis=1, dtype="float64")
        for name in (*SUMMED, "stored_w")
    }
    return dataclasses.replace(totals, **least, **most, **means)


def _joined(pieces: list[Totals], counts: list[int]) -> Totals:
    """One group of several summed-up chunks, each as heavy as its satellites are many."""
    total = sum(counts)
    means = {
        name: sum(
            count / total * getattr(piece, name)
            for count, piece in zip(counts, pieces, strict=True)
        )
        for name in (*SUMMED, "stored_w")
    }
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = dataclasses.replace(
            joined, **extremes(joined, piece, {name: name for name in LEAST | MOST})
        )
    return dataclasses.replace(joined, **means)


def _with_closed_forms(
    scenario: Scenario,
    fleet: Fleet,
    group: Group,
    totals: Totals,
    course: Values,
    found: Exposure,
    met: Belts | None,
    strip: bool,
) -> GroupFlight:
    """What one group flew, with the closed forms of its year."""
    orbits, start_s = group.orbits, sun.seconds_j2000(scenario.mission.start)
    year = season.year(orbits.altitude_m, orbits.inclination_rad, orbits.plane_node_rad, start_s)
    return GroupFlight(
        name=group.name,
        count=group.count,
        flown=len(orbits.phase_rad),
        totals=totals,
        season=year,
        exposure=found,
        belts=met,
        strip=worst_orbit(scenario, fleet, group) if strip else None,
        step_s=_step_s(group, fleet),
        course_frac=course,
        sunlit_frac=season.sunlit_frac(year),
        longest_eclipse_s=season.longest_eclipse_s(year, orbits.altitude_m),
        eclipse_days_per_year=season.eclipse_days(year),
    )


def _step_s(group: Group, fleet: Fleet) -> Array:
    rate = orbit.latitude_rate_rad_per_s(group.orbits.altitude_m, group.orbits.inclination_rad)
    return 2.0 * np.pi / rate / fleet.steps_per_orbit


def days_s(sampling: Sampling, start_s: float) -> Values:
    """Start of each sampled day, [day], in seconds TT from J2000: the middle of equal parts of a
    year.
    """
    import numpy

    return (
        start_s + (numpy.arange(sampling.days) + 0.5) / sampling.days * season.YEAR_DAYS * 86400.0
    )


def _plain(tree: Any) -> Any:
    """Leaves as float64 NumPy arrays, but for those that JAX is tracing."""
    import numpy

    lib = jax()
    return lib.tree_util.tree_map(
        lambda leaf: leaf if isinstance(leaf, lib.core.Tracer) else numpy.asarray(leaf, "float64"),
        tree,
    )


def _fetched(tree: Any) -> Any:
    """Results as NumPy arrays, but for those that JAX is tracing."""
    import numpy

    lib = jax()
    return lib.tree_util.tree_map(
        lambda leaf: leaf if isinstance(leaf, lib.core.Tracer) else numpy.asarray(leaf), tree
    )


def worst_orbit(scenario: Scenario, fleet: Fleet, group: Group) -> Strip:
    """One satellite of the worst plane through an orbit of its worst day, once settled, step by
    step, in float64 NumPy.
    """
    import numpy

    start_s, steps = sun.seconds_j2000(scenario.mission.start), fleet.steps_per_orbit
    flyer = flyer_of(group, steps)
    day_s = numpy.array([start_s + float(group.worst.day) * 86400.0])
    node = group.orbits.plane_node_rad[[int(group.worst.plane)]]
    settle = max(scenario.flight.settle, 4)
    before = settle * steps
    drive = make_drive(flyer, node, numpy.zeros(1), day_s, start_s, before, steps)
    state = initial(flyer.satellite)
    samples: list[Sample] = []
    for index in range(before + steps):
        if index == (reset_orbit(settle) + 1) * steps:
            state = reset_undercharged(
                flyer, state, np.max(np.stack([one.soc_frac for one in samples[-steps:]]), axis=0)
            )
        state, sample = fly_step(
            flyer,
            drive,
            state,
            (numpy.float64(index - before), *(part[index] for part in drive.sun)),
        )
        samples.append(sample)
    names = [name for name in Strip.__dataclass_fields__ if name != "time_s"]
    last = {
        name: numpy.array([numpy.mean(getattr(sample, name)) for sample in samples[before:]])
        for name in names
    }
    return Strip(time_s=(np.arange(0, steps) + 0.5) * float(flyer.step_s), **last)


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
