"""A batch of designs is the same as one design after another, and compiling changes nothing."""

from functools import partial

import numpy
import pytest

from dawndusk.chain import evaluate, settled
from dawndusk.core.numeric import jax
from dawndusk.core.record import replace_leaves
from dawndusk.flight.fly import fly
from dawndusk.scenario.reading import load

KEYS = (
    "satellite.array.cells.efficiency",
    "satellite.radiator.coating.emissivity",
    "launch.price",
    "satellite.compute.power",
    "satellite.cooling.plate.interface",
    "satellite.conversion.voltage",
    "satellite.battery.temperature",
)
POINTS = numpy.array(
    [
        [0.22, 0.88, 200.0, 300.0, 0.010, 120.0, 293.15],
        [0.25, 0.85, 900.0, 280.0, 0.008, 100.0, 298.15],
        [0.20, 0.90, 100.0, 340.0, 0.012, 150.0, 288.15],
    ]
)
KINDS = {
    "default": {},
    "others": {
        "satellite.attitude": "solar_drive",
        "satellite.radiator": "body_panel",
        "satellite.cooling.kind": "two_phase",
        "satellite.policy": "clock",
        "satellite.battery": "keep_alive",
        "satellite.array.kind": "roll_out",
    },
    "one panel": {
        "satellite.attitude": "orbit_normal",
        "satellite.radiator": "integrated_panel",
        "satellite.policy": "bursts",
    },
}


@pytest.mark.parametrize("case", KINDS)
def test_batch_equals_loop_and_compiled_equals_plain(case):
    changes = {
        "flight.days": 2,
        "flight.orbits": 1,
        "constellation.satellites": 5,
        "constellation.local_time": "17:30",
    } | KINDS[case]
    scenario = settled(load("suncatcher", changes).scenario)

    def answer(point):
        out = evaluate(
            replace_leaves(scenario, dict(zip(KEYS, point, strict=True))),
            fly=partial(fly, precision="float64", strips=False),
        )
        return jax().numpy.stack(
            [
                jax().numpy.asarray(value)
                for value in (out.bill.ratio, out.fleet.mass_kg, out.work.delivered_flop_per_s)
            ]
        )

    plain = numpy.array(
        [numpy.asarray(answer([float(value) for value in point])) for point in POINTS]
    )
    batch = numpy.asarray(jax().jit(jax().vmap(answer))(POINTS))
    numpy.testing.assert_allclose(
        batch, plain, rtol=1e-12
    )  # float64, the same operations in another order
    assert numpy.all(numpy.diff(plain[:, 0]) != 0)
