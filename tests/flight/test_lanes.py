"""What is not flown: satellites of a plane by a few of them, orbits of a day by one, places on the
map of the belts by a closed form, and lanes on several devices. Tags: law, physics.
"""

import os
import subprocess
import sys

import numpy as np
import pytest

from dawndusk.chain import settled
from dawndusk.fleet.design import design
from dawndusk.flight import ground_track
from dawndusk.flight.fly import fly
from dawndusk.flight.lanes import lanes_of
from dawndusk.physics import radiation
from dawndusk.records.fleet import Orbits
from dawndusk.scenario.reading import load
from tests import oracle

SMALL = {"flight.days": 3}
SHELL = {
    "constellation.planes": 5,
    "constellation.satellites_per_plane": 24,
    "constellation.phasing": 2,
}


def orbits(*sizes):
    node = np.repeat(np.arange(float(len(sizes))), sizes)
    phase = np.concatenate([np.arange(size) / size for size in sizes])
    return Orbits(
        altitude_m=650e3,
        inclination_rad=1.0,
        count=len(node),
        node_rad=node,
        phase_rad=phase,
        plane_node_rad=np.unique(node),
    )


def test_lanes_lie_in_their_plane_and_carry_equal_parts():
    for sizes in ((81,), (22,) * 72, (3, 40, 1, 17), (1000,) * 3, (7,) * 100):
        ours = orbits(*sizes)
        found = lanes_of(ours)
        assert (ours.node_rad[found.satellite][found.of] == ours.node_rad).all()
        assert (found.of[found.satellite] == np.arange(len(found.satellite))).all()
        for plane in np.unique(ours.node_rad):
            _, counts = np.unique(found.of[ours.node_rad == plane], return_counts=True)
            assert counts.max() - counts.min() <= 1
            assert len(counts) >= min(2, (ours.node_rad == plane).sum())
    assert lanes_of(orbits(1, 1, 2)) is None
    assert lanes_of(orbits(81), every=True) is None


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"satellite.array.area": "110 m2"},
        {"satellite.radiator.area": "20 m2"},
        {"satellite.battery": "keep_alive", "satellite.policy": "clock"},
    ],
)
def test_a_few_of_a_plane_stand_for_all(changes):
    scenario = settled(load("starlink-ai", SMALL | SHELL | changes).scenario)
    fleet = design(scenario)
    few, all_ = (fly(scenario, fleet, strips=False, every=every) for every in (False, True))
    assert few.lanes == 20
    assert all_.lanes == few.flown == 120
    scale = float(all_.mean("generated_w"))
    for name in ("generated_w", "used_w", "lost_w", "curtailed_w", "absorbed_w", "radiated_w"):
        assert float(few.mean(name)) == pytest.approx(float(all_.mean(name)), abs=3e-4 * scale)
    for name in ("duty_frac", "sunlit_frac", "cool_frac"):
        assert float(few.mean(name)) == pytest.approx(float(all_.mean(name)), abs=3e-4), name
    for name in ("max_chip_k", "max_radiator_k", "max_array_k"):
        assert few.most(name) == pytest.approx(all_.most(name), abs=0.1)
    assert few.least("min_soc_frac") == pytest.approx(all_.least("min_soc_frac"), abs=2e-3)
    assert few.worst_hour_frac == pytest.approx(all_.worst_hour_frac, abs=0.02)
    for name, counts in all_.groups[0].belts.counts.items():
        np.testing.assert_array_equal(few.groups[0].belts.counts[name], counts)


@pytest.mark.parametrize("changes", [{}, {"satellite.array.area": "110 m2"}])
def test_one_orbit_stands_for_those_of_its_day(changes):
    """Against the oracle, which flies them all: works as much, within a thousandth."""
    few = {"constellation.satellites_per_plane": 1, "constellation.phasing": 0}
    scenario = settled(load("starlink-ai", SMALL | SHELL | few | changes).scenario)
    fleet = design(scenario)
    ours = fly(scenario, fleet, strips=False).groups[0].totals
    theirs = oracle.fly(scenario, fleet, fleet.groups[0])
    for name in ("generated_w", "used_w", "duty_frac", "sunlit_frac", "radiated_w"):
        assert getattr(ours, name).mean() == pytest.approx(theirs[name].mean(), rel=1e-3), name


def test_the_mean_along_a_way_is_that_of_its_steps():
    """A map of smooth hills, thousands of steps."""
    rng = np.random.default_rng(3)
    cells = (np.arange(32) + 0.5) / 32 * 2.0 * np.pi
    u, east = np.meshgrid(cells, cells, indexing="ij")
    hills = [(rng.integers(-3, 4), rng.integers(0, 4), rng.uniform(0.0, 6.0)) for _ in range(6)]

    def height(u, east):
        return 2.0 + sum(np.cos(k * u + m * east + phase) for k, m, phase in hills)

    for drift, count in ((-0.07, 15), (-0.0681, 1), (0.02, 4)):
        found = ground_track.mean_over_orbits(height(u, east), drift, count)
        steps = (np.arange(200_000) + 0.5) / 200_000 * count
        for at in ((0, 0), (5, 17), (31, 31)):
            way = height(
                cells[at[0]] + 2.0 * np.pi * steps, cells[at[1]] + 2.0 * np.pi * drift * steps
            )
            assert found[at] == pytest.approx(way.mean(), abs=1e-9)


def test_between_cells_a_map_is_bilinear_around_the_turn():
    side = np.arange(radiation.PLACES)
    held = np.sin(2.0 * np.pi * (side + 0.5) / len(side))[:, None] + 0.0 * side
    turns = np.array([-0.3, 0.0, 0.25, 0.999, 3.1])
    np.testing.assert_allclose(
        ground_track.at(held, turns, 0.4 + 0.0 * turns), np.sin(2.0 * np.pi * turns), atol=1e-3
    )


SHARDED = """
import sys, numpy
from dawndusk.core.numeric import jax
from dawndusk.chain import settled
from dawndusk.fleet.design import design
from dawndusk.flight.fly import fly
from dawndusk.scenario.reading import load

scenario = settled(load("starlink-ai", {"flight.days": 2, "flight.settle": 3}).scenario)
flight = fly(scenario, design(scenario), chunk=int(sys.argv[2]))
group = flight.groups[0]
names = group.totals.__dataclass_fields__
found = {name: numpy.asarray(getattr(group.totals, name)) for name in names}
strip = {f"strip_{name}": getattr(group.strip, name) for name in group.strip.__dataclass_fields__}
numpy.savez(sys.argv[1], devices=len(jax().devices()), course=group.course_frac, **found, **strip)
"""


def test_two_devices_give_what_one_gives(tmp_path):
    """144 lanes on two simulated devices, in one piece and in pieces that do not divide evenly."""
    files = {}
    for devices, chunk in ((1, 16384), (2, 16384), (2, 101)):
        file = tmp_path / f"{devices}-{chunk}.npz"
        flag = {"XLA_FLAGS": f"--xla_force_host_platform_device_count={devices}"}
        command = [sys.executable, "-c", SHARDED, file, str(chunk)]
        subprocess.run(command, check=True, env=os.environ | flag)
        files[devices, chunk] = dict(np.load(file))
        assert files[devices, chunk].pop("devices") == devices
    one = files[1, 16384]
    for other in (files[2, 16384], files[2, 101]):
        for name, values in one.items():
            scale = 1e-6 * max(float(np.abs(values).max()), 1e-3)
            if name in ("stored_w", "lost_w"):  # small differences of large numbers
                scale = 1e-6 * float(np.abs(one["generated_w"]).max())
            np.testing.assert_allclose(other[name], values, rtol=0, atol=scale, err_msg=name)
