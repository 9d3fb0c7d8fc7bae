"""The training workload: what it takes from its inputs, its limits, its gradients, and what a user
is told. Tag: physics.
"""

import dataclasses

import numpy as np
import pytest

from dawndusk.cli import invoke
from dawndusk.core.errors import BadInput, Infeasible
from dawndusk.core.numeric import jax
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.pipeline import run
from dawndusk.scenario.reading import load

SLOW = {"link": "1 Gbit/s", "latency": "0 s"}


def scenario_of(**changes):
    return load(
        "suncatcher", {"work": {"kind": "training", "model": "llama-3-8b"} | changes}
    ).scenario


def rates(**changes):
    scenario = scenario_of(**changes)
    return scenario.work.rates(scenario.satellite.compute)


def waiting(**changes):
    """Communication's share of the time over that of computing."""
    share = float(rates(**changes).losses[0].frac)
    return (1.0 - share) / share


# -- communication -------------------------------------------------------------


@pytest.mark.parametrize("method", ["diloco", "data_parallel"])
def test_one_replica_waits_for_nobody(method):
    alone = rates(replicas=1, method=method, link="1 bit/s", latency="1 h")
    assert float(alone.losses[0].frac) == float(alone.ground_losses[0].frac) == 1.0
    assert float(alone.goodput_frac) == float(alone.ground_goodput_frac) < 1.0  # interruptions stay


def test_more_replicas_send_more_and_at_most_twice_the_model():
    times = [waiting(replicas=count, **SLOW) for count in (2, 3, 10, 81)]
    assert np.array(times) / times[0] == pytest.approx([1.0, 4 / 3, 9 / 5, 160 / 81])


def test_waiting_is_as_bytes_over_link_and_inner_steps():
    base = waiting(**SLOW)
    assert waiting(**SLOW | {"link": "2 Gbit/s"}) == pytest.approx(base / 2)
    assert waiting(**SLOW, inner_steps=50) == pytest.approx(base * 2)
    assert waiting(**SLOW, wire_bytes=0.5) == pytest.approx(base / 2)  # 4 bits
    assert waiting(**SLOW, batch="2 Mtoken") == pytest.approx(base / 2)  # of a step twice as long
    exchange_s = 2 * 8.03e9 * (1 - 1 / 8) / (1e9 / 8)
    assert waiting(**SLOW | {"latency": f"{exchange_s!r} s"}) == pytest.approx(base * 2)


def test_data_parallel_exchanges_16_bit_gradients_after_every_step():
    base = waiting(**SLOW)
    assert waiting(**SLOW, method="data_parallel") == pytest.approx(base * 100 * 2)
    assert waiting(**SLOW, method="data_parallel", inner_steps=7) == waiting(
        **SLOW, method="data_parallel"
    )
    assert waiting(**SLOW, method="data_parallel", wire_bytes=1) == pytest.approx(base * 100)


def test_overlap_hides_an_exchange_behind_steps():
    plain = waiting(**SLOW, method="data_parallel")  # exchange over step
    assert waiting(**SLOW, method="data_parallel", overlap_steps=1) == pytest.approx(
        plain - 1.0
    )  # the longer of the two
    fast = {"link": "1 Tbit/s", "latency": "0 s", "method": "data_parallel"}
    assert waiting(**fast) > 0.0
    assert waiting(**fast, overlap_steps=1) == 0.0
    assert (
        waiting(**SLOW, overlap_steps=100) == 0.0
    )  # the exchange takes less than the round of steps


def test_the_ground_has_a_port_for_every_chip():
    found = rates(
        link="100 Gbit/s", ground_chip_link="1 Gbit/s", latency="0 s"
    )  # 100 chips in a replica
    assert float(found.ground_losses[0].frac) == pytest.approx(
        float(found.losses[0].frac), rel=1e-12
    )  # the same sum
    assert float(rates().ground_goodput_frac) > float(rates().goodput_frac)


# -- interruptions -------------------------------------------------------------


def test_what_never_breaks_loses_only_a_checkpoint_now_and_then():
    assert float(rates(interruptions="0 1/yr").losses[1].frac) == pytest.approx(
        1.0, abs=1e-6
    )  # the rate's floor


def test_interruptions_cost_more_the_more_there_are_and_the_longer_they_take():
    shares = [
        float(rates(**change).losses[1].frac)
        for change in (
            {},
            {"replicas": 80},
            {"interruptions": "2 1/yr"},
            {"restart": "2 h"},
            {"checkpoint_write": "5 MB/s"},
        )
    ]
    assert all(share < shares[0] - 0.005 for share in shares[1:])


def test_replicas_in_one_state_share_the_writing():
    free = {"restart": "0 s", "checkpoint_write": "1 MB/s"}
    own, shared = (
        1.0 - float(rates(method=method, **free).losses[1].frac)
        for method in ("diloco", "data_parallel")
    )
    assert own / shared == pytest.approx(
        8**0.5, rel=0.05
    )  # losses go with the root of a checkpoint's time; second order


# -- gradients -----------------------------------------------------------------

CORNERS = [
    {},
    {"method": "data_parallel", "overlap_steps": 0.5, "wire_bytes": 2},
    {"interruptions": "0 1/yr", "restart": "0 s", "latency": "0 s", "reserved": 0.0},
    {"replicas": 1},
    {"interruptions": "9 1/day", "restart": "10 h"},  # never gets anywhere
]


@pytest.mark.parametrize("changes", CORNERS)
def test_gradients_are_finite_and_equal_differences(changes):
    scenario = scenario_of(corpus="1 Ttoken", **changes)
    floats = {
        key: value for key, _, value in leaves(scenario.work, "work") if isinstance(value, float)
    }
    keys, point = list(floats), np.array(list(floats.values()))
    assert len(keys) > 12

    def values(point):
        work = replace_leaves(scenario, dict(zip(keys, point, strict=True))).work
        found = work.rates(scenario.satellite.compute)
        return jax().numpy.stack(
            [
                jax().numpy.asarray(one, "float64")
                for one in (found.goodput_frac, found.ground_goodput_frac)
            ]
        )

    slopes = np.asarray(jax().jacfwd(values)(point))
    assert np.isfinite(slopes).all()
    for index in np.flatnonzero(point):  # at zero there is only one side
        step = 1e-6 * point[index] * np.eye(len(point))[index]
        change = (np.asarray(values(point + step)) - np.asarray(values(point - step))) / 2e-6
        # 1e-3 as DESIGN asks; below 1e-8 a difference is the rounding of float64 over a millionth
        # of the point
        np.testing.assert_allclose(
            slopes[:, index] * point[index], change, rtol=1e-3, atol=1e-8, err_msg=keys[index]
        )


# -- what fits -----------------------------------------------------------------


def test_training_state_must_fit_a_replica():
    scenario = load("starlink-ai", {"work": {"kind": "training", "model": "llama-3-70b"}}).scenario
    compute = scenario.satellite.compute
    with pytest.raises(Infeasible) as caught:
        scenario.work.settled(compute)
    said = str(caught.value)
    assert "1,129 GB" in said  # 70.55e9 parameters of 16 bytes
    assert "896 GB" in said  # 16 chips of 80 GB, less 30 %
    assert "memory binds" in said
    assert "satellites_per_replica = 2," in said
    two = dataclasses.replace(scenario.work, satellites_per_replica=2)
    assert two.settled(compute) is two
    assert two.rates(compute).job.satellites == 16


SHORT = {
    "flight.days": 2,
    "flight.orbits": 1,
    "flight.steps_per_orbit": 40,
    "constellation.satellites": 9,
}


def trained(**changes):
    work = {
        f"work.{key}": value
        for key, value in ({"kind": "training", "model": "llama-3-8b"} | changes).items()
    }
    return run(load("suncatcher", SHORT | work), until="serve").work


def test_a_training_takes_its_work_over_what_its_job_delivers():
    work = trained(corpus="15 Ttoken")
    chips = 8 * 100
    rate = (
        chips
        * 918e12
        * float(work.duty_frac * work.resumed_frac * work.recovered_frac)
        * 0.4
        * float(work.goodput_frac)
    )
    assert float(work.training_s) == pytest.approx(6 * 8.03e9 * 15e12 / rate, rel=1e-9)  # float64
    assert float(trained(corpus="15 Ttoken", utilisation=0.5).training_s) == pytest.approx(
        float(work.training_s), rel=1e-9
    )
    factors = {one.name: float(one.frac) for one in work.waterfall}
    kept = factors["communication between replicas"] * factors["checkpoints and restarts"]
    assert float(work.goodput_frac) == pytest.approx(kept, rel=1e-12)  # float64
    assert trained().training_s is None


def test_a_job_larger_than_the_fleet_is_refused():
    with pytest.raises(Infeasible, match="takes 10 satellites and there are 9"):
        trained(replicas=10)


# -- bad input -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"link": "0 Gbit/s"}, "work.link: must be > 0 GB/s, got 0 Gbit/s"),
        ({"link": "-1 Gbit/s"}, "work.link: must be > 0 GB/s, got -1 Gbit/s"),
        ({"link": 10}, "work.link: 10 has no unit; write it like '10 GB/s'"),
        ({"link": "10 GW"}, "work.link: GW is the wrong dimension"),
        (
            {"link_rate": "1 Gbit/s"},
            "work.link_rate: unknown key of kind 'training' (did you mean link?)",
        ),
        ({"replicas": 0}, "work.replicas: must be >= 1, got 0"),
        ({"replicas": 2.5}, "work.replicas"),
        ({"inner_steps": 0}, "work.inner_steps: must be >= 1, got 0"),
        ({"interruptions": "-1 1/yr"}, "work.interruptions: must be >= 0 1/yr, got -1 1/yr"),
        ({"mfu": 1.2}, "work.mfu: must be <= 1, got 1.2"),
        ({"method": "dilco"}, "(did you mean diloco?)"),
        ({"model": "llama-3-80b"}, "(did you mean llama-3-8b?)"),
        (
            {"overlap_steps": 101},
            "work.overlap_steps: 101 is more than the 100 steps between two exchanges of diloco",
        ),
        (
            {"method": "data_parallel", "overlap_steps": 2},
            "2 is more than the 1 step between two exchanges of data_parallel",
        ),
        ({"corpus": "1e12"}, "work.corpus: 1e+12 has no unit"),
    ],
)
def test_mistakes_are_told(changes, said):
    with pytest.raises(BadInput) as caught:
        scenario_of(**changes)
    assert said in str(caught.value)


def test_what_does_not_fit_ends_with_code_4(tmp_path, capsys):
    args = ["design", "starlink-ai", "--set", "work.kind=training", "--out", str(tmp_path / "run")]
    assert invoke(args) == 4
    assert "training llama-3-70b does not fit" in capsys.readouterr().err
    assert invoke([*args, "--set", "work.satellites_per_replica=2"]) == 0
