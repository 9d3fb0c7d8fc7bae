"""The power balance of a satellite: it closes, and its heat is what the radiator sheds."""

from __future__ import annotations

from collections.abc import Callable

import numpy
import pytest

from dawndusk.flight.day_kernel import make_drive
from dawndusk.flight.step import advance, flyer_of, initial, surroundings, thermal_chain
from dawndusk.physics import season
from dawndusk.physics.sun import seconds_j2000
from dawndusk.pipeline import run
from dawndusk.results.saved import SavedRun
from tests.report.test_page import SMALL
from tests.report.test_power_flow import CASES


@pytest.mark.parametrize(("name", "changes"), CASES)
def test_electricity_taken_is_used_lost_or_stored(
    saved_run: Callable[..., SavedRun], name: str, changes: dict[str, object]
) -> None:
    flight = saved_run(name, SMALL | changes, until="fly").flight
    assert flight is not None
    found = flight.power_balance
    used = found.chips_and_hosts_w + found.bus_w
    assert found.generated_w - found.curtailed_w == pytest.approx(found.taken_w, rel=1e-9)
    assert found.taken_w == pytest.approx(
        used + found.lost_w + found.stored_w, rel=1e-5
    )  # the flight sums in float32
    assert 0.0 <= found.battery_lost_w < found.lost_w
    assert found.array_heat_w > found.curtailed_w >= 0.0


@pytest.mark.parametrize("kind", ["flat_panel", "integrated_panel"])
def test_the_radiator_sheds_what_is_said_of_it(kind: str) -> None:
    """Through one orbit, step by step: fourth power of its temperature against used + lost + taken
    in + conducted from the array.
    """
    one = run("suncatcher", SMALL | {"satellite.radiator.kind": kind}, until="fly")
    group, steps, settle = one.fleet.groups[0], one.fleet.steps_per_orbit, 3
    start_s, flyer = seconds_j2000(one.scenario.mission.start), flyer_of(group, steps)
    day_s = season.sampled_days_s(one.scenario.flight.days, start_s)[:1]
    drive = make_drive(
        flyer,
        group.orbits.node_rad[:1],
        group.orbits.phase_rad[:1],
        day_s,
        start_s,
        settle * steps,
        steps,
    )
    state, told, shed, flown = initial(flyer.satellite), 0.0, 0.0, 0.0
    radiating, joint = thermal_chain(flyer.satellite)[0][3], thermal_chain(flyer.satellite)[2][3]
    for index in range((settle + 1) * steps):
        number = index - settle * steps
        around = surroundings(
            flyer,
            tuple(part[index] for part in drive.sun),
            drive.node_turn[0] + number * flyer.node_turn_per_step,
            drive.phase_turn + number * flyer.phase_turn_per_step,
        )
        before, apart = state.radiator_k, state.array_k - state.radiator_k
        state, sample = advance(flyer, state, around)
        if number >= 0:
            crossing = joint * 0.5 * (apart + state.array_k - state.radiator_k)
            told += float(numpy.mean(sample.used_w + sample.lost_w + sample.absorbed_w + crossing))
            flown += float(numpy.mean(sample.radiated_w))
            shed += float(numpy.mean(radiating * (0.5 * (before + state.radiator_k)) ** 4))
    assert flown == pytest.approx(shed, rel=1e-6)
    assert told == pytest.approx(
        shed, rel=2e-3
    )  # temperatures at the middle of steps of 60 s, an orbit that begins as it ends
