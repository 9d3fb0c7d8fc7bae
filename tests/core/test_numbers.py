"""Random numbers against jax.random, and roots against SciPy. Tag: physics."""

import math
import zlib

import numpy as np
import pytest

from dawndusk.core.numeric import jax, repeated
from dawndusk.core.random_numbers import uniform
from dawndusk.core.roots import root


@pytest.mark.parametrize("seed", [0, 1, 77, 2**31 - 1])
@pytest.mark.parametrize("step", [0, 5])
def test_random_numbers_are_those_of_jax(seed, step):
    random, satellites = jax().random, np.array([0, 1, 2, 999_999, 3_000_000])

    def one(satellite):
        key = random.key(seed)
        for part in (zlib.crc32(b"loss") & 0x7FFFFFFF, satellite, step):
            key = random.fold_in(key, part)
        return random.uniform(key, dtype="float32")

    theirs = np.asarray(jax().vmap(one)(satellites))
    np.testing.assert_array_equal(uniform(seed, "loss", satellites, step), theirs)


FUNCTIONS = (
    (lambda x: x**3 - 2.0, 0.0, 2.0),
    (lambda x: math.cos(x) - x, 0.0, 1.0),
    (lambda x: math.exp(x) - 1e5, -10.0, 20.0),
    (lambda x: math.atan(1e3 * x - 1.0), -1.0, 3.0),
    (lambda x: 1.0 if x > 0.7 else -1.0, 0.0, 1.0),
)


@pytest.mark.parametrize("case", range(len(FUNCTIONS)))
def test_roots_are_those_of_brent(case):
    from scipy.optimize import brentq

    function, low, high = FUNCTIONS[case]
    tries = []

    def counted(x):
        tries.append(x)
        return function(x)

    found = root(counted, low, high, 1e-9)
    assert found == pytest.approx(brentq(function, low, high, rtol=1e-12), rel=2e-9)
    assert len(tries) < 60
    assert root(function, high, low, 1e-9) == pytest.approx(found, rel=2e-9)


def test_no_sign_change_or_no_number_has_no_root():
    assert math.isnan(root(lambda x: x * x + 1.0, -1.0, 2.0))
    assert math.isnan(root(lambda x: math.nan if 0.2 < x < 0.8 else x - 0.5, 0.0, 1.0))
    assert root(lambda x: x, 0.0, 1.0) == pytest.approx(0.0, abs=1e-12)


def test_turns_of_a_loop_are_turns_written_out():
    def turn(x, y):
        return 0.5 * (x + y / x), y

    plain = repeated(6, turn, 1.0, 2.0)[0]
    traced = jax().jit(lambda y: repeated(6, turn, 1.0, y)[0])
    assert float(traced(2.0)) == pytest.approx(plain, rel=1e-15)
    for gradient in (jax().grad, jax().jacfwd):
        slope = gradient(lambda y: repeated(6, turn, 1.0, y)[0])(2.0)
        assert float(slope) == pytest.approx(0.5 / math.sqrt(2.0), rel=1e-9)
