"""Random numbers that a satellite draws the same, alone or among a million, in whatever chunks it
is computed.

A key is the seed folded by (purpose, satellite, step); nothing else enters. The generator is
Threefry, counter-based, and gives the numbers of `jax.random` without its compiler (held to it in
tests/core).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from dawndusk.core.numeric import Array, Indices, Values

if TYPE_CHECKING:
    from dawndusk.core.kernels import Kernel

ROTATIONS = (13, 15, 26, 6), (17, 29, 16, 24)  # of Threefry, two blocks of rounds
MANY = 30.0  # a mean above which Poisson numbers are taken from a normal one


def uniform(seed: int, purpose: str, satellites: Array | Indices, step: int = 0) -> Values:
    """One number in [0, 1) for each satellite index, shape of `satellites`, float32.

    >>> import numpy
    >>> several = uniform(1, "loss", numpy.arange(9))
    >>> bool((several[3:5] == uniform(1, "loss", numpy.array([3, 4]))).all())
    True
    """
    import numpy

    words = numpy.asarray(satellites).astype("uint32")
    purposes = numpy.array(_number(purpose), "uint32")
    return cast("Values", _drawn(numpy.uint32(seed), purposes, words, numpy.uint32(step)))


def uniforms(seed: int, purposes: Sequence[str], satellites: Indices) -> Values:
    """The same for many purposes, [satellite, purpose], compiled.

    >>> import numpy
    >>> found = uniforms(1, ("loss", "upset"), numpy.arange(3))
    >>> bool((found[:, 1] == uniform(1, "upset", numpy.arange(3))).all())
    True
    """
    import numpy

    numbers = numpy.array([_number(one) for one in purposes], "uint32")
    words = numpy.asarray(satellites).astype("uint32")[:, None]
    return numpy.asarray(_kernel()(numpy.uint32(seed), numbers, words, numpy.uint32(0)))


def _number(purpose: str) -> int:
    return zlib.crc32(purpose.encode()) & 0x7FFFFFFF


def _drawn(seed: Any, purpose: Any, satellites: Any, step: Any) -> Any:
    """Words of 32 bits, shapes that broadcast; for NumPy and JAX alike."""
    import numpy

    nothing = 0 * (purpose + satellites)
    key = (nothing, nothing + seed)
    for part in (purpose, satellites, step):
        key = _hashed(key, (nothing, nothing + part))
    high, low = _hashed(key, (nothing, nothing))
    fraction = ((high ^ low) >> numpy.uint32(9)) | numpy.uint32(0x3F800000)  # of 1 to 2
    return fraction.view("float32") - numpy.float32(1.0)


@cache
def _kernel() -> Kernel:
    from dawndusk.core.kernels import Kernel  # not for `check`

    return Kernel(_drawn)


def poisson(uniform: Array, mean: Array) -> Indices:
    """The Poisson numbers of those means that uniform draws in [0, 1) stand for: NumPy arrays,
    shape of both.

    The least k whose share of smaller and equal numbers is above the draw; above a mean of 30 by
    Cornish and Fisher, within one.

    >>> import numpy
    >>> uniform, mean = numpy.array([0.1, 0.5, 0.99, 0.5]), numpy.array([2.0, 2.0, 2.0, 1e4])
    >>> [int(count) for count in poisson(uniform, mean)]
    [0, 2, 6, 10000]
    """
    import numpy

    share, mean = numpy.broadcast_arrays(
        numpy.asarray(uniform, "float64"), numpy.asarray(mean, "float64")
    )
    few = numpy.minimum(mean, MANY)
    term = numpy.exp(-few)
    below, counts = term.copy(), numpy.zeros(share.shape, "int64")
    for k in range(1, 200):
        above = share >= below
        if not above.any():
            break
        counts += above
        term = term * few / k
        below += term
    if (mean > MANY).any():
        from scipy.special import ndtri

        normal = ndtri(numpy.clip(share, 1e-9, 1.0 - 1e-9))
        spread = numpy.sqrt(mean)
        many = numpy.round(
            mean
            + spread * normal
            + (normal**2 - 1.0) / 6.0
            + (normal - normal**3) / (72.0 * numpy.maximum(spread, 1.0))
        )
        counts = numpy.where(mean > MANY, numpy.maximum(many, 0.0), counts).astype("int64")
    return counts


def _hashed(key: tuple[Any, Any], count: tuple[Any, Any]) -> tuple[Any, Any]:
    """Two words of 32 bits from two of a key and two of a counter, any shapes: Threefry-2x32 with
    20 rounds.
    """
    import numpy

    words = numpy.uint32
    keys = (key[0], key[1], key[0] ^ key[1] ^ words(0x1BD11BDA))
    x, y = count[0] + keys[0], count[1] + keys[1]
    for block in range(5):
        for turn in ROTATIONS[block % 2]:
            x = x + y
            y = x ^ ((y << words(turn)) | (y >> words(32 - turn)))
        x, y = x + keys[(block + 1) % 3], y + keys[(block + 2) % 3] + words(block + 1)
    return x, y
