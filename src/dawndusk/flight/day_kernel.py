"""The day kernel: a scan over time of every satellite on every sampled day, with sums and extremes
kept on the way.

Lanes are [day, satellite]. Each starts with a full battery, flies `settle` orbits that do not
count, then `orbits` that do; the geometry of a day is made of angles in float64, the scan follows
`precision`.

Equation: one step is flight/step; totals are means over the steps that count, and extremes
Valid: as flight/step; whole orbits
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import Annotated, Any, cast

from dawndusk.core.kernels import Kernel
from dawndusk.core.numeric import Array, Values, jax, np
from dawndusk.core.record import PURE, record
from dawndusk.flight.step import (
    Flyer,
    Sample,
    State,
    advance,
    initial,
    reset_undercharged,
    surroundings,
)
from dawndusk.physics import sun
from dawndusk.records.flight import Strip, Totals

STRIP = tuple(name for name in Strip.__dataclass_fields__ if name != "time_s")
STEPS = tuple(map(attrgetter, STRIP))
Suns = tuple[Values, Values, Values, Values]  # unit vector (x, y, z) and irradiance
SUMMED = (  # of a sample, summed over the steps
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
)
MET = ("protons_ratio", "dose_ratio")  # of the totals, not of heat and power: flight/exposure
LEAST = {  # of the totals, by the field of a sample that it is the minimum of; MOST the maximum
    "min_soc_frac": "soc_frac",
    "min_chip_k": "chip_k",
}
MOST = {
    "max_soc_frac": "soc_frac",
    "max_chip_k": "chip_k",
    "max_radiator_k": "radiator_k",
    "max_array_k": "array_k",
}


@record
class Drive:
    """Geometry of the sampled days: Sun [step, day] with irradiance, the node of each satellite at
    each day's start, and its phase.
    """

    sun: Annotated[Suns, PURE]
    node_turn: Annotated[Values, PURE]  # [day, satellite]
    phase_turn: Annotated[Values, PURE]  # [satellite]


def fly_days(
    flyer: Flyer,
    node_rad: Values,
    phase_rad: Values,
    share_frac: Values,
    day_s: Values,
    start_s: float,
    settle: int,
    orbits: int,
    steps_per_orbit: int,
    precision: str,
) -> tuple[Totals, Array, Strip]:
    """Every satellite [satellite] through orbits that begin at each of those moments [day], once
    settled: the day kernel, a scan over time. Totals; what is missing from full work in time, [day,
    step], each lane by its share; and the first satellite's last orbit on the first day.
    """
    lib = jax()
    before, counted = settle * steps_per_orbit, orbits * steps_per_orbit
    drive = make_drive(flyer, node_rad, phase_rad, day_s, start_s, before, counted)
    flyer, drive, share = _cast((flyer, drive, share_frac), precision)
    lanes = drive.node_turn.shape
    state = lib.tree_util.tree_map(
        lambda leaf: lib.numpy.broadcast_to(leaf, lanes), initial(flyer.satellite)
    )
    battery = flyer.satellite.battery

    def through_step(carry: tuple[State, Totals], at: Any) -> tuple[tuple[State, Totals], Any]:
        state, sample = fly_step(flyer, drive, carry[0], at)
        lost = lib.numpy.sum(share * (1.0 - sample.duty_frac), axis=1)
        return (state, _add(carry[1], sample)), (lost, [of(sample)[0, 0] for of in STEPS])

    def through_orbit(carry: Any, at: Any) -> Any:
        counts, resets, *steps = at
        before, sums = carry
        (after, orbit), seen = lib.lax.scan(through_step, (before, _zero(lanes, precision)), steps)
        orbit = dataclasses.replace(
            orbit, stored_w=battery.charge_frac(after.battery) - battery.charge_frac(before.battery)
        )
        low = reset_undercharged(flyer, after, orbit.max_soc_frac)
        after = dataclasses.replace(
            after, battery=lib.numpy.where(resets, low.battery, after.battery)
        )
        joined = _join(sums, orbit)  # sums of sums: float32 keeps the balance
        return (after, _where(counts, joined, sums)), seen

    number = lib.numpy.arange(settle + orbits)
    steps = [
        part.reshape(settle + orbits, steps_per_orbit, *part.shape[1:])
        for part in (lib.numpy.arange(-before, counted), *drive.sun)
    ]
    (_, sums), (lost, seen) = lib.lax.scan(
        through_orbit,
        (state, _zero(lanes, precision)),
        (number >= settle, number == reset_orbit(settle), *steps),
    )
    means = {name: getattr(sums, name) / counted for name in SUMMED}
    means |= dict.fromkeys(MET, lib.numpy.ones(lanes, precision))
    stored_w = sums.stored_w * battery.full_j / (counted * flyer.step_s)
    strip = dict(zip(STRIP, (part[-1] for part in seen), strict=True))
    time_s = (lib.numpy.arange(steps_per_orbit) + 0.5) * lib.numpy.mean(flyer.step_s)
    return (
        dataclasses.replace(sums, stored_w=stored_w, **means),
        lost[settle:].reshape(counted, -1).T,
        Strip(time_s=time_s, **strip),
    )


KERNEL = Kernel(fly_days)


def reset_orbit(settle: int) -> int:
    """The orbit after which a battery that does not fill is relieved: the second, where another
    follows to settle what that left.
    """
    return 1 if settle > 2 else -1


def fly_step(flyer: Flyer, drive: Drive, state: State, at: Any) -> tuple[State, Sample]:
    """One step of every lane; `at` is the number of the step and the Sun during it."""
    number, *suns = at
    number = number.astype(drive.phase_turn.dtype)
    day_sun = tuple(part[:, None] for part in suns)
    node = drive.node_turn + number * flyer.node_turn_per_step
    phase = drive.phase_turn + number * flyer.phase_turn_per_step
    return advance(flyer, state, surroundings(flyer, day_sun, node, phase))


def _zero(lanes: tuple[int, ...], precision: str) -> Totals:
    nothing = jax().numpy.zeros(lanes, precision)
    one: Any = 1.0
    return Totals(
        **dict.fromkeys((*SUMMED, "stored_w", *MOST), nothing),
        **dict.fromkeys(MET, one),
        **dict.fromkeys(LEAST, nothing + 1e6),
    )  # no charge and no temperature is above a million


def _add(sums: Totals, sample: Sample) -> Totals:
    added = {name: getattr(sums, name) + getattr(sample, name) for name in SUMMED}
    return dataclasses.replace(sums, **added, **extremes(sums, sample, LEAST | MOST))


def _join(sums: Totals, more: Totals) -> Totals:
    added = {name: getattr(sums, name) + getattr(more, name) for name in (*SUMMED, "stored_w")}
    called = {name: name for name in LEAST | MOST}
    return dataclasses.replace(sums, **added, **extremes(sums, more, called))


def _where(counts: Array, joined: Totals, sums: Totals) -> Totals:
    lib = jax()
    found: Totals = lib.tree_util.tree_map(
        lambda new, old: lib.numpy.where(counts, new, old), joined, sums
    )
    return found


def extremes(sums: Totals, other: Any, called: dict[str, str]) -> dict[str, Values]:
    """The extremes of the totals, `other` taken in, where each stands under the name it is called
    by.
    """
    least = {name: np.minimum(getattr(sums, name), getattr(other, called[name])) for name in LEAST}
    return least | {
        name: np.maximum(getattr(sums, name), getattr(other, called[name])) for name in MOST
    }


def make_drive(
    flyer: Flyer,
    node_rad: Values,
    phase_rad: Values,
    day_s: Values,
    start_s: float,
    before: int,
    after: int,
) -> Drive:
    """Sun and angles of so many steps before and after each moment, in the precision of the inputs;
    step 0 begins at the moment, and each is seen at its middle.
    """
    number = np.arange(-before, after)
    time_s = day_s[None, :] + (number[:, None] + 0.5) * np.mean(flyer.step_s)
    x, y, z, distance = sun.direction(time_s)
    half = 0.5 * flyer.phase_turn_per_step
    rate = flyer.node_turn_per_step / flyer.step_s
    node = (
        node_rad[None, :] / (2.0 * np.pi) + (day_s[:, None] - start_s + 0.5 * flyer.step_s) * rate
    )
    phase = phase_rad / (2.0 * np.pi) + half
    return Drive(
        sun=cast("Suns", (x, y, z, sun.irradiance_w_per_m2(distance))),
        node_turn=node - np.floor(node),
        phase_turn=phase - np.floor(phase),
    )


def _cast(tree: Any, precision: str) -> Any:
    return jax().tree_util.tree_map(lambda leaf: jax().numpy.asarray(leaf, precision), tree)
