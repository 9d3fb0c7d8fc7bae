"""Gradients of the whole chain: finite everywhere, equal to central differences away from kinks. Tag: physics."""

from functools import cache, partial

import numpy as np
import pytest

from dawndusk.core.numeric import jax
from dawndusk.core.record import replace_leaves
from dawndusk.flight.fly import fly
from dawndusk.pipeline import evaluate, settled
from dawndusk.reading import load

KEYS = (
    "constellation.altitude",
    "satellite.array.area",
    "satellite.battery.capacity",
    "satellite.radiator.area",
    "satellite.compute.count",
)
SHORT = {"flight.days": 4, "flight.orbits": 1, "flight.steps_per_orbit": 48}  # day 2 of 4 lies in the season of local time 18:00
GIVEN = {"satellite.array.area": "240 m2", "satellite.battery.capacity": "23 kWh", "satellite.radiator.area": "43 m2"}
FAMILIES = {
    "dawn-dusk": ("suncatcher", {"constellation.satellites": 1, "satellite.compute.count": 100}),
    "shell": ("starlink-ai", {"constellation.planes": 3, "constellation.satellites_per_plane": 1, "constellation.phasing": 1,
                              "satellite.compute.count": 20}),
}  # fmt: skip
ANGLE = {
    "dawn-dusk": "constellation.local_time",
    "shell": "constellation.inclination",
}  # traced with the rest, so that one compilation serves
PLACES = [("dawn-dusk", 64800.0), ("dawn-dusk", 21600.0), ("shell", np.radians(53.0))]
ALTITUDES_M = (400e3, 650e3, 1400e3, 2000e3)
SATELLITES = {  # array m2, battery J, radiator m2, chips: near what design solves; too small an array and battery; too small a radiator
    "dawn-dusk": {"roomy": (240.0, 23 * 3.6e6, 43.0, 100.0), "tight": (185.0, 12 * 3.6e6, 38.0, 100.0), "hot": (240.0, 23 * 3.6e6, 31.0, 100.0)},
    "shell": {"roomy": (215.0, 30 * 3.6e6, 31.0, 20.0), "tight": (170.0, 18 * 3.6e6, 31.0, 20.0), "hot": (215.0, 30 * 3.6e6, 22.0, 20.0)},
}  # fmt: skip


@cache
def chain(family):
    """Values and Jacobians [output, key], compiled, as functions of the point and of the orbit's angle."""
    name, changes = FAMILIES[family]
    scenario = settled(load(name, SHORT | GIVEN | changes).scenario)
    flight = partial(fly, precision="float64", strips=False)

    def values(point, angle):
        changed = replace_leaves(scenario, dict(zip((*KEYS, ANGLE[family]), (*point, angle), strict=True)))
        out = evaluate(changed, fly=flight)
        return jax().numpy.stack([out.work.delivered_flop_per_s * out.life.availability_frac, out.bill.orbit.usd_per_chip_hour])

    lib = jax()
    return lib.jit(values), lib.jit(lib.jacfwd(values)), lib.jit(lib.jacrev(values))


def elasticities(family, point, angle, mode=1):
    """Relative change of each output per relative change of each key."""
    values, jacobian = np.asarray(chain(family)[0](point, angle)), np.asarray(chain(family)[mode](point, angle))
    return jacobian * point / values[:, None]


def differences(family, point, angle, size=1e-6):
    """The same by central differences."""
    values, base = chain(family)[0], np.asarray(chain(family)[0](point, angle))
    columns = []
    for index in range(len(point)):
        high, low = point.copy(), point.copy()
        high[index] *= 1 + size
        low[index] *= 1 - size
        columns.append((np.asarray(values(high, angle)) - np.asarray(values(low, angle))) / (2 * size) / base)
    return np.stack(columns, 1)


def point_of(family, altitude_m, satellite):
    return np.array([altitude_m, *SATELLITES[family][satellite]])


@pytest.mark.parametrize("satellite", ["roomy", "tight", "hot"])
@pytest.mark.parametrize("altitude_m", ALTITUDES_M)
@pytest.mark.parametrize(("family", "angle"), PLACES)
def test_gradients_are_finite_and_equal_differences(family, angle, altitude_m, satellite):
    point = point_of(family, altitude_m, satellite)
    found = elasticities(family, point, angle)
    assert np.isfinite(found).all()
    # 1e-3 as DESIGN asks; below 1e-6 a difference is the rounding of float64 sums over a millionth of the point
    np.testing.assert_allclose(found, differences(family, point, angle), rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(
    ("family", "satellite", "index"),
    [("dawn-dusk", "tight", 0), ("dawn-dusk", "tight", 1), ("dawn-dusk", "tight", 2), ("dawn-dusk", "hot", 3), ("shell", "tight", 0),
     ("shell", "tight", 1), ("shell", "tight", 2), ("shell", "hot", 3)],
)  # fmt: skip
def test_delivered_work_really_depends(family, satellite, index):
    point, angle = point_of(family, 650e3, satellite), dict(reversed(PLACES))[family]
    assert abs(elasticities(family, point, angle)[0, index]) > 1e-3
    assert 0.0 < elasticities(family, point, angle)[0, 4] < 1.0  # more chips on a satellite that starves give less than their share


def test_a_wrong_gradient_would_be_noticed():
    point = point_of("shell", 650e3, "tight")
    slope = differences("shell", point, PLACES[2][1])
    assert not np.allclose(elasticities("shell", point * 1.01, PLACES[2][1]), slope, rtol=1e-3, atol=1e-6)


def test_reverse_mode_equals_forward_mode():
    point = point_of("dawn-dusk", 650e3, "tight")
    forward, reverse = elasticities("dawn-dusk", point, 64800.0), elasticities("dawn-dusk", point, 64800.0, mode=2)
    np.testing.assert_allclose(forward, reverse, rtol=1e-9, atol=1e-12)  # float64


@pytest.mark.parametrize("altitude_m", [300e3, 1380e3, 1385e3, 1390e3, 1395e3, 2000e3])
def test_finite_at_the_edge_of_the_eclipse_season(altitude_m):
    assert np.isfinite(elasticities("dawn-dusk", point_of("dawn-dusk", altitude_m, "tight"), 64800.0)).all()


@cache
def sized():
    """Jacobian in altitude and chips while design solves array, battery and radiator."""
    scenario = settled(load("suncatcher", SHORT | {"constellation.satellites": 1}).scenario)

    def values(altitude_m, chips):
        changed = replace_leaves(scenario, {"constellation.altitude": altitude_m, "satellite.compute.count": chips})
        out = evaluate(changed, fly=partial(fly, precision="float64", strips=False))
        return jax().numpy.stack([out.work.delivered_flop_per_s * out.life.availability_frac, out.bill.orbit.usd_per_chip_hour])

    return jax().jit(values), jax().jit(jax().jacfwd(values, (0, 1)))


@pytest.mark.parametrize("altitude_m", [300e3, 400e3, 650e3, 1385e3, 1390e3, 1400e3, 2000e3])
def test_finite_while_design_solves_the_sizes(altitude_m):
    slopes = np.array(sized()[1](altitude_m, 100.0))
    assert np.isfinite(slopes).all()
    if altitude_m < 1380e3 or altitude_m > 1395e3:  # inside, the battery appears and the worst day jumps
        step = 1e-6 * altitude_m
        change = np.asarray(sized()[0](altitude_m + step, 100.0)) - np.asarray(sized()[0](altitude_m - step, 100.0))
        scale = np.asarray(sized()[0](altitude_m, 100.0)) / altitude_m
        np.testing.assert_allclose(slopes[0] / scale, change / (2 * step) / scale, rtol=1e-3, atol=1e-5)
