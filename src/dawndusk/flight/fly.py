"""Fly: the fleet through sampled days that cover the year, summed up as it goes.

Days are independent samples spread evenly over a year, so they are a batch axis beside the
satellites: [day, satellite]. Each starts with full batteries, flies `settle` orbits to forget that,
then whole orbits that count. Geometry of each day starts from angles made in float64; the flight
itself follows `precision`. The closed forms of the year (sunlit share, longest eclipse, eclipse
days) come from `physics.season`, and the flown days check them.

Equation: means over sampled days of generated = used + stored + lost + curtailed, step by step
(flight/step)
Valid: steps well shorter than an eclipse; sampled days stand for the year, their error is in the
report
Source: dawndusk-method, by the functions of physics and the parts of the scenario
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Annotated, Any, Literal, cast

from dawndusk.core.memo import Memo
from dawndusk.core.numeric import Array, Indices, Values, jax, np
from dawndusk.core.record import PURE, record
from dawndusk.flight import exposure
from dawndusk.flight.step import (
    Flyer,
    Sample,
    State,
    advance,
    flyer_of,
    initial,
    particles,
    reset_undercharged,
    surroundings,
)
from dawndusk.physics import orbit, radiation, season, sun
from dawndusk.records.fleet import Fleet, Group
from dawndusk.records.flight import Belts, Exposure, Flight, GroupFlight, Strip, Totals
from dawndusk.records.mission import Sampling
from dawndusk.records.scenario import Scenario

CHUNK = 16384  # satellites at a time, to bound memory
Suns = tuple[Values, Values, Values, Values]  # unit vector (x, y, z) and irradiance
Progress = Callable[[int, int], None]


@record
class Drive:
    """What comes from outside: Sun [step, day] with irradiance, the node of each satellite at each
    day's start, and its phase.
    """

    sun: Annotated[Suns, PURE]
    node_turn: Annotated[Values, PURE]  # [day, satellite]
    ground_turn: Annotated[
        Values, PURE
    ]  # [day] of the Earth, and of the anomaly that drifts west over it
    phase_turn: Annotated[Values, PURE]  # [satellite]


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
        return memo.inputs(_kernel(), days, _static(scenario, steps))

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
        return memo.call_compiled(_kernel(), days, static)
    return _fetched(_kernel()(*days, **static))


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
    least = {name: np.min(getattr(totals, name), axis=1) for name in _LEAST}
    most = {name: np.max(getattr(totals, name), axis=1) for name in _MOST}
    means = {
        name: np.mean(getattr(totals, name), axis=1, dtype="float64")
        for name in (*_SUMMED, "stored_w")
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
        for name in (*_SUMMED, "stored_w")
    }
    joined = pieces[0]
    for piece in pieces[1:]:
        joined = dataclasses.replace(
            joined, **_further(joined, piece, {name: name for name in _LEAST | _MOST})
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


@cache
def _kernel() -> Any:
    """The day kernel, compiled once per shape."""
    return jax().jit(fly_days, static_argnames=("settle", "orbits", "steps_per_orbit", "precision"))


def fly_days(
    flyer: Flyer,
    node_rad: Values,
    phase_rad: Values,
    day_s: Values,
    start_s: float,
    settle: int,
    orbits: int,
    steps_per_orbit: int,
    precision: str,
) -> tuple[Totals, Array]:
    """Every satellite [satellite] through every day [day]: the day kernel, a scan over time.
    Totals, and work in time [day, step].
    """
    lib = jax()
    before, counted = settle * steps_per_orbit, orbits * steps_per_orbit
    drive = make_drive(flyer, node_rad, phase_rad, day_s, start_s, before, counted)
    flyer, drive = _cast((flyer, drive), precision)
    lanes = drive.node_turn.shape
    state = lib.tree_util.tree_map(
        lambda leaf: lib.numpy.broadcast_to(leaf, lanes), initial(flyer.satellite)
    )
    battery = flyer.satellite.battery

    def through_step(carry: tuple[State, Totals], at: Any) -> tuple[tuple[State, Totals], Array]:
        state, sample = _fly_step(flyer, drive, carry[0], at)
        return (state, _add(carry[1], sample)), lib.numpy.mean(sample.duty_frac, axis=1)

    def through_orbit(carry: tuple[State, Totals], at: Any) -> tuple[tuple[State, Totals], Array]:
        counts, looks, *steps = at
        before, sums = carry
        (after, orbit), course = lib.lax.scan(
            through_step, (before, _zero(lanes, precision)), steps
        )
        orbit = dataclasses.replace(
            orbit, stored_w=battery.charge_frac(after.battery) - battery.charge_frac(before.battery)
        )
        joined = _join(sums, orbit)  # sums of sums: float32 keeps the balance
        low = reset_undercharged(flyer, after, orbit.max_soc_frac)
        after = dataclasses.replace(
            after, battery=lib.numpy.where(looks, low.battery, after.battery)
        )
        return (
            after,
            lib.tree_util.tree_map(
                lambda new, old: lib.numpy.where(counts, new, old), joined, sums
            ),
        ), course

    number = lib.numpy.arange(settle + orbits)
    counts, looks = number >= settle, number == _reset_orbit(settle)
    steps = [
        part.reshape(settle + orbits, steps_per_orbit, *part.shape[1:])
        for part in (lib.numpy.arange(-before, counted), *drive.sun)
    ]
    (_, sums), course = lib.lax.scan(
        through_orbit, (state, _zero(lanes, precision)), (counts, looks, *steps)
    )
    means = {name: getattr(sums, name) / counted for name in _SUMMED}
    totals = dataclasses.replace(
        sums, stored_w=sums.stored_w * battery.full_j / (counted * flyer.step_s), **means
    )
    return totals, course[settle:].reshape(counted, -1).T


_SUMMED = (
    "sunlit_frac",
    "sunlight_w",
    "generated_w",
    "used_w",
    "lost_w",
    "curtailed_w",
    "absorbed_w",
    "radiated_w",
    "duty_frac",
    "cool_frac",
    "pauses",
    "protons_ratio",
    "dose_ratio",
)
_LEAST = {
    "min_soc_frac": "soc_frac",
    "min_chip_k": "chip_k",
}  # of the totals, and what of a sample it is the least of
_MOST = {
    "max_soc_frac": "soc_frac",
    "max_chip_k": "chip_k",
    "max_radiator_k": "radiator_k",
    "max_array_k": "array_k",
}


def _reset_orbit(settle: int) -> int:
    """The orbit after which a battery that does not fill is relieved: the second, where another
    follows to settle what that left.
    """
    return 1 if settle > 2 else -1


def _fly_step(flyer: Flyer, drive: Drive, state: State, at: Any) -> tuple[State, Sample]:
    number, *suns = at
    number = number.astype(drive.phase_turn.dtype)
    day_sun = tuple(part[:, None] for part in suns)
    node = drive.node_turn + number * flyer.node_turn_per_step
    phase = drive.phase_turn + number * flyer.phase_turn_per_step
    met = particles(
        flyer, phase, node - drive.ground_turn[:, None] - number * flyer.ground_turn_per_step
    )
    return advance(flyer, state, surroundings(flyer, day_sun, node, phase), met)


def _zero(lanes: tuple[int, ...], precision: str) -> Totals:
    nothing = jax().numpy.zeros(lanes, precision)
    return Totals(
        **dict.fromkeys((*_SUMMED, "stored_w", *_MOST), nothing),
        **dict.fromkeys(_LEAST, nothing + 1e6),
    )  # no charge and no temperature is above a million


def _add(sums: Totals, sample: Sample) -> Totals:
    added = {name: getattr(sums, name) + getattr(sample, name) for name in _SUMMED}
    return dataclasses.replace(sums, **added, **_further(sums, sample, _LEAST | _MOST))


def _join(sums: Totals, more: Totals) -> Totals:
    added = {name: getattr(sums, name) + getattr(more, name) for name in (*_SUMMED, "stored_w")}
    return dataclasses.replace(
        sums, **added, **_further(sums, more, {name: name for name in _LEAST | _MOST})
    )


def _further(sums: Totals, other: Any, called: dict[str, str]) -> dict[str, Values]:
    """The extremes of the totals, `other` taken in, where each stands under the name it is called
    by.
    """
    least = {name: np.minimum(getattr(sums, name), getattr(other, called[name])) for name in _LEAST}
    return least | {
        name: np.maximum(getattr(sums, name), getattr(other, called[name])) for name in _MOST
    }


def make_drive(
    flyer: Flyer,
    node_rad: Values,
    phase_rad: Values,
    day_s: Values,
    start_s: float,
    before: int,
    counted: int,
) -> Drive:
    """Sun and angles of the sampled days, in the precision of the inputs; step 0 is the first that
    counts, seen at its middle.
    """
    number = np.arange(-before, counted)
    time_s = day_s[None, :] + (number[:, None] + 0.5) * np.mean(flyer.step_s)
    x, y, z, distance = sun.direction(time_s)
    half = 0.5 * flyer.phase_turn_per_step
    rate = flyer.node_turn_per_step / flyer.step_s
    node = (
        node_rad[None, :] / (2.0 * np.pi) + (day_s[:, None] - start_s + 0.5 * flyer.step_s) * rate
    )
    phase = phase_rad / (2.0 * np.pi) + half
    begins_s = day_s + 0.5 * np.mean(flyer.step_s)
    ground = orbit.earth_turn(begins_s) - radiation.drift_rad(begins_s) / (2.0 * np.pi)
    return Drive(
        sun=cast("Suns", (x, y, z, sun.irradiance_w_per_m2(distance))),
        node_turn=node - np.floor(node),
        phase_turn=phase - np.floor(phase),
        ground_turn=cast("Values", ground - np.floor(ground)),
    )


def _cast(tree: Any, precision: str) -> Any:
    return jax().tree_util.tree_map(lambda leaf: jax().numpy.asarray(leaf, precision), tree)


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
        if index == (_reset_orbit(settle) + 1) * steps:
            state = reset_undercharged(
                flyer, state, np.max(np.stack([one.soc_frac for one in samples[-steps:]]), axis=0)
            )
        state, sample = _fly_step(
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
