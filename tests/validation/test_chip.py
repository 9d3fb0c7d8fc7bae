"""Chips over clock and temperature against published measurements, and the policies that throttle
them. Each test has its tag in a comment.

Measured points and how they were read: `data/sources.toml`, keys chung2024, you2023, liao2005.
"""

import numpy as np
import pytest
from scipy.optimize import least_squares

from dawndusk.core.numeric import jax
from dawndusk.data.catalogue import row
from dawndusk.parts.policy import bursts, charge_and_heat, clock
from dawndusk.physics import chip
from tests.validation.draw import Axis, Chart, Curve, svg

IDLE, EXPONENT, FLOOR = (
    row(f"payload.{key}").value for key in ("idle", "clock_exponent", "clock_floor")
)

# -- clock ---------------------------------------------------------------------

# Time (s) and energy (J) of one micro-batch forward and backward at clocks locked from 1,410 MHz
# down by 30 (A100) and 60 (A40); chung2024
GPT_3_ON_A100 = (
    (0.14312, 68.390),
    (0.14345, 68.501),
    (0.14459, 65.897),
    (0.14687, 63.950),
    (0.14954, 61.780),
    (0.15236, 59.010),
    (0.15558, 56.921),
    (0.15903, 55.219),
    (0.16268, 53.338),
    (0.16671, 52.466),
    (0.17049, 51.127),
    (0.17513, 49.855),
    (0.17958, 50.167),
    (0.18470, 50.316),
    (0.19013, 50.608),
    (0.19542, 51.125),
    (0.20155, 51.018),
    (0.20698, 51.133),
    (0.21525, 51.380),
)
BLOOM_ON_A100 = (
    (0.15030, 70.116),
    (0.15010, 69.244),
    (0.15154, 66.524),
    (0.15319, 64.280),
    (0.15573, 61.185),
    (0.15880, 59.037),
    (0.16199, 56.440),
    (0.16549, 54.917),
    (0.16925, 53.120),
    (0.17329, 51.116),
    (0.17720, 50.132),
    (0.18173, 48.884),
    (0.18651, 49.812),
    (0.19165, 49.879),
    (0.19714, 50.100),
    (0.20239, 50.468),
    (0.20858, 50.625),
    (0.21402, 50.766),
    (0.22236, 51.014),
)
GPT_3_ON_A40 = (
    (0.38956, 113.785),
    (0.39277, 110.193),
    (0.40063, 103.463),
    (0.41638, 97.413),
    (0.42779, 94.407),
    (0.43997, 91.480),
    (0.45422, 90.531),
    (0.46598, 90.364),
    (0.45476, 86.435),
    (0.47857, 87.148),
    (0.49156, 87.551),
)
# Time of an epoch (s) and mean power (W) of ResNet-50, batch 256, under power limits of 250 W down
# to 100 W by 25; you2023
RESNET_50_ON_V100 = (
    (3515.0, 220.25),
    (3584.3, 205.44),
    (3701.0, 184.94),
    (3852.2, 166.37),
    (4148.7, 144.59),
    (5065.0, 121.97),
    (6781.2, 98.38),
)


def shares(points, energy=True):
    """Work and power of measured points, over those of the first, at full clock."""
    time, other = np.array(points).T
    power = other / time if energy else other
    return time[0] / time, power / power[0]


MEASURED = {
    "Bloom, A100": shares(BLOOM_ON_A100),
    "ResNet-50, V100": shares(RESNET_50_ON_V100, energy=False),
    "GPT-3, A40": shares(GPT_3_ON_A40),
}


def test_the_clock_rows_are_the_fit_to_one_chip():
    # calibration: exponent and floor to 19 clocks of GPT-3 175B on an A100, idle power from its row
    work, power = shares(GPT_3_ON_A100)
    fit = least_squares(lambda q: chip.power_frac(work, IDLE, *q) - power, (3.0, 0.8))
    error = np.sqrt(np.diag(np.linalg.inv(fit.jac.T @ fit.jac)) * np.mean(fit.fun**2))
    assert np.all(np.abs(fit.x - (EXPONENT, FLOOR)) < error)  # rounded to less than the fit knows
    assert (
        np.abs(chip.power_frac(work, IDLE, EXPONENT, FLOOR) - power).max() < 0.03
    )  # the kink is sharp, chips round it off
    slicing = chip.power_frac(work, IDLE, 1.0, FLOOR)
    assert np.abs(slicing - power).max() > 0.2  # a chip without voltage scaling would be noticed


def test_other_chips_and_jobs_by_that_fit(figure):
    # prediction: same rows, other models, another accelerator of the kind, and a card with plain
    # memory
    errors = {
        name: np.abs(chip.power_frac(work, IDLE, EXPONENT, FLOOR) - power).max()
        for name, (work, power) in MEASURED.items()
    }
    x = np.linspace(0.0, 1.0, 101)
    fitted = shares(GPT_3_ON_A100)
    chart = Chart(
        "Power over full power",
        Axis(0.0, 1.0, "work over full work"),
        Axis(0.0, 1.0, most=5),
        [
            Curve(
                f"model: exponent {EXPONENT:g}, floor {FLOOR:g}",
                x,
                chip.power_frac(x, IDLE, EXPONENT, FLOOR),
            ),
            Curve("time slicing", x, chip.power_frac(x, IDLE, 1.0, FLOOR), "soft"),
            Curve("GPT-3, A100: fitted", *fitted, "ink", circles=True),
            *(
                Curve(f"{name}: predicted", *points, style, circles=True)
                for (name, points), style in zip(MEASURED.items(), "bcd", strict=True)
            ),
        ],
        height=260.0,
    )
    figure(
        "chip-clock",
        svg("Power of a chip that is slowed by its clock, over its work", chart),
        what="power of a chip slowed by its clock",
        against=(
            "time and energy of Bloom on A100 and GPT-3 on A40 at locked clocks, of ResNet-50 on"
            " V100 under power limits, by a fit to GPT-3 on A100"
        ),
        tag="prediction",
        models=["dawndusk.physics.chip"],
        must_be={
            f"{name}, of full power": 0.08 for name in MEASURED
        },  # half of what the ranges of exponent and floor span (0.16)
        measured={f"{name}, of full power": error for name, error in errors.items()},
    )
    assert (
        max(
            np.abs(chip.power_frac(work, IDLE, 1.0, FLOOR) - power).max()
            for work, power in MEASURED.values()
        )
        > 0.2
    )


def test_work_of_power_of_work():
    # physics: the inverse is one, for every exponent and floor, ends and kink included
    work = np.union1d(np.linspace(0.0, 1.0, 101), [FLOOR])
    for exponent in (1.0, 2.0, EXPONENT, 6.0):
        for floor in (0.05, FLOOR, 1.0):
            power = chip.power_frac(work, IDLE, exponent, floor)
            assert power[0] == IDLE
            assert power[-1] == pytest.approx(1.0, abs=1e-12)
            assert np.all(np.diff(power) > 0.0)
            back = chip.work_frac_of(power, IDLE, exponent, floor)
            assert back == pytest.approx(
                work, abs=1e-9
            )  # rounding of power, magnified by 1/floor^5


@pytest.mark.parametrize("function", [chip.power_frac, chip.work_frac_of])
def test_gradients_of_the_clock_are_finite_and_right(function):
    # physics: derivatives against differences, off the kink; finite at the ends and on it
    lib = jax()
    slope = lib.vmap(
        lib.grad(lambda x, e, f: function(x, 0.0, e, f), argnums=(0, 1, 2)), in_axes=(0, None, None)
    )
    everywhere = slope(lib.numpy.array([0.0, FLOOR**EXPONENT, FLOOR, 1.0]), EXPONENT, FLOOR)
    assert all(np.isfinite(part).all() for part in everywhere)
    x, small = np.array([0.1, 0.7, 0.95]), 1e-6
    found = slope(lib.numpy.array(x), EXPONENT, FLOOR)
    for part, (dx, de, df) in zip(found, np.eye(3) * small, strict=True):
        up, down = (
            function(x + sign * dx, 0.0, EXPONENT + sign * de, FLOOR + sign * df)
            for sign in (1, -1)
        )
        assert part == pytest.approx(
            (up - down) / (2.0 * small), rel=1e-6, abs=1e-8
        )  # cut-off and rounding of such a difference


# -- temperature ---------------------------------------------------------------

# Mean leakage current (uA) of 65 nm gates at 100, 80 and 60 degC, by supply voltage; liao2005
LEAKAGE_AT_K = 273.15 + np.array([100.0, 80.0, 60.0])
LEAKAGE_UA = {"0.95 V": np.array([23.44, 19.44, 16.00]), "1.05 V": np.array([29.56, 25.14, 21.33])}


def test_leakage_over_temperature(figure):
    # calibration: one scale for each voltage, two points left over to say whether an exponential
    # holds; the row's range covers both
    scales, errors = {}, {}
    for name, current in LEAKAGE_UA.items():
        share = current / current[0]
        fit = least_squares(
            lambda q, share=share: (
                chip.leakage_factor(LEAKAGE_AT_K, LEAKAGE_AT_K[0], 1.0, q) - share
            ),
            60.0,
        )
        scales[name], errors[name] = float(fit.x[0]), np.abs(fit.fun).max()
    spread = row("payload.leakage_scale").spread
    assert all(spread.low < scale < spread.high for scale in scales.values())
    celsius = np.linspace(20.0, 105.0, 86)
    limit_k, leakage = row("payload.chip_limit").value, row("payload.leakage")
    drawing = svg(
        "Leakage of 65 nm gates over temperature, and the power of a chip",
        Chart(
            "Leakage over that at 100 degC",
            Axis(20.0, 105.0, "temperature, degC"),
            Axis(0.0, 1.2, most=6),
            [
                *(
                    Curve(
                        f"e-fold over {scale:.0f} K",
                        celsius,
                        chip.leakage_factor(celsius, 100.0, 1.0, scale),
                        style,
                    )
                    for style, scale in zip("ab", scales.values(), strict=True)
                ),
                *(
                    Curve(
                        f"published, {name}",
                        LEAKAGE_AT_K - 273.15,
                        current / current[0],
                        style,
                        circles=True,
                    )
                    for style, (name, current) in zip("ab", LEAKAGE_UA.items(), strict=True)
                ),
            ],
        ),
        Chart(
            f"Power over that at the limit of {limit_k - 273.15:.0f} degC, clock and work being the"
            " same",
            Axis(20.0, 105.0, "temperature, degC"),
            Axis(0.8, 1.2, most=4),
            [
                Curve(
                    f"e-fold over {scale:g} K, {leakage.value:g} of the power at the limit",
                    celsius,
                    chip.leakage_factor(celsius + 273.15, limit_k, leakage.value, scale),
                    style,
                )
                for style, scale in zip(
                    "abc",
                    (row("payload.leakage_scale").value, spread.low, spread.high),
                    strict=True,
                )
            ],
            height=150.0,
        ),
    )
    figure(
        "chip-leakage",
        drawing,
        what="leakage over temperature as an exponential",
        against="published leakage of 65 nm gates, a scale fitted at each voltage",
        tag="calibration",
        models=["dawndusk.physics.chip"],
        must_be={
            f"at {name}, of the leakage at 100 degC": 0.005 for name in errors
        },  # printed to 1e-3; a twentieth of what 10 K do
        measured={
            f"at {name}, of the leakage at 100 degC": error for name, error in errors.items()
        },
    )


def test_leakage_is_bounded_by_what_an_idle_chip_draws():
    # physics: idle, no chip draws less than it leaks at the temperature of a machine room
    cold = row("payload.leakage").value * np.exp(
        (308.15 - row("payload.chip_limit").value) / row("payload.leakage_scale").value
    )
    assert cold < IDLE


# -- policies ------------------------------------------------------------------


def test_the_clock_does_more_work_with_the_same_power():
    power = np.linspace(0.0, 1.0, 101)
    slow, sliced = clock.Model().work_frac(power), charge_and_heat.Model().work_frac(power)
    assert np.all(slow[1:-1] > sliced[1:-1])
    assert (slow[0], slow[-1]) == (0.0, pytest.approx(1.0, abs=1e-12))
    assert clock.Model().work_frac(0.5) == pytest.approx(
        0.5 / FLOOR ** (EXPONENT - 1.0), rel=1e-12
    )  # below the floor: in proportion
    hot = (1.0, 350.0, 370.0, 363.0, 60.0)
    assert clock.Model().step((), *hot) == charge_and_heat.Model().step((), *hot)  # the same ramps


# A node of 2 h that heads for 390 K at full work and 290 K at rest, its chip 14 K above it at full
# work
NODE = {"rest_k": 290.0, "work_k": 390.0, "chip_k": 14.0, "time_s": 7200.0}
LIMIT_K = 363.15


def burst(policy, step_s, count, start_k, charge=lambda index, on: 1.0, library=np):
    """Whether it works, node temperature and chip temperature of every step, exact for constant
    power in a step.
    """
    fade = np.exp(-step_s / NODE["time_s"])
    state, node_k, found = tuple(one + 0.0 * start_k for one in policy.initial()), start_k, []
    for index in range(count):
        ends = [aim + (node_k - aim) * fade for aim in (NODE["rest_k"], NODE["work_k"])]
        state, by_charge, by_heat = policy.step(
            state, charge(index, state), ends[0], ends[1] + NODE["chip_k"], LIMIT_K, step_s
        )
        power = library.minimum(by_charge, by_heat)
        node_k = ends[0] + power * (ends[1] - ends[0])
        found.append((power, node_k, node_k + power * NODE["chip_k"]))
    return [library.stack(part) for part in zip(*found, strict=True)]


def test_bursts_last_as_long_as_the_closed_form():
    # physics: time between two temperatures of a node that relaxes, tau ln((a - T) / (a - T'))
    policy, step_s = bursts.Model(), 10.0
    state, _, chip_k = burst(policy, step_s, 6000, np.array([300.0]))
    high = LIMIT_K - policy.heat_margin_k - NODE["chip_k"]
    low = high - policy.cool_by_k
    on_s = NODE["time_s"] * np.log((NODE["work_k"] - low) / (NODE["work_k"] - high))
    off_s = NODE["time_s"] * np.log((high - NODE["rest_k"]) / (low - NODE["rest_k"]))
    changes = np.flatnonzero(np.diff(state[:, 0]))
    lasted = np.diff(changes)[1:] * step_s
    assert len(lasted) >= 6
    assert lasted[0::2] == pytest.approx(
        on_s if state[changes[1] + 1, 0] else off_s, abs=3.0 * step_s
    )  # turns on steps, and looks one ahead
    assert lasted[1::2] == pytest.approx(
        off_s if state[changes[1] + 1, 0] else on_s, abs=3.0 * step_s
    )
    assert chip_k.max() <= LIMIT_K - policy.heat_margin_k
    assert (
        chip_k.max() > LIMIT_K - policy.heat_margin_k - 0.5
    )  # a step more would have passed it: no burst is cut short


def test_a_burst_waits_for_charge():
    policy = bursts.Model()
    cold = (300.0, 310.0, LIMIT_K, 60.0)
    rising, falling = np.linspace(0.0, 0.3, 31), np.linspace(0.3, 0.0, 31)
    starts = rising[np.flatnonzero(policy.step((np.zeros(31), np.ones(31)), rising, *cold)[1])[0]]
    ends = falling[
        np.flatnonzero(policy.step((np.ones(31), np.ones(31)), falling, *cold)[1] == 0.0)[0]
    ]
    step = 0.01
    assert starts == pytest.approx(policy.charge_floor_frac + policy.charge_band_frac, abs=step)
    assert ends == pytest.approx(policy.charge_floor_frac, abs=step)
    assert policy.step((0.0, 0.0), 1.0, 345.0, 355.0, LIMIT_K, 60.0)[1:] == (
        1.0,
        0.0,
    )  # what holds it back is told apart: heat
    assert policy.step((0.0, 0.0), 0.15, 300.0, 310.0, LIMIT_K, 60.0)[1:] == (0.0, 1.0)  # charge
    assert policy.step((0.0, 1.0), 0.15, 340.0, 350.0, LIMIT_K, 60.0)[1:] == (
        0.0,
        1.0,
    )  # heat is not blamed for a pause of charge


def test_bursts_fly_under_jax_lane_by_lane():
    lib, policy, start_k = jax(), bursts.Model(), np.array([290.0, 320.0, 340.0, 345.0])
    expected, _, _ = burst(policy, 60.0, 200, start_k)
    fade = np.float32(np.exp(-60.0 / NODE["time_s"]))

    def step(carry, _):
        state, node_k = carry
        ends = [aim + (node_k - aim) * fade for aim in (NODE["rest_k"], NODE["work_k"])]
        state, by_charge, by_heat = policy.step(
            state, 1.0, ends[0], ends[1] + NODE["chip_k"], LIMIT_K, 60.0
        )
        power = lib.numpy.minimum(by_charge, by_heat)
        return (state, ends[0] + power * (ends[1] - ends[0])), power

    latches = tuple(lib.numpy.full(4, one, "float32") for one in policy.initial())
    begin = (latches, lib.numpy.asarray(start_k, "float32"))
    _, found = lib.lax.scan(step, begin, None, length=200)
    assert found.dtype == "float32"
    assert set(np.unique(found)) == {0.0, 1.0}
    differ = np.mean(np.asarray(found) != expected)
    assert (
        differ <= 0.02
    )  # single precision may turn a step sooner or later: 4 turns of 200 at most
    assert len({tuple(lane) for lane in expected.T}) == 4  # the lanes are apart
