"""Random numbers that a satellite draws the same, alone or among a million, in whatever chunks it
is computed.

A key is the seed folded by (purpose, satellite, step); nothing else enters.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

from dawndusk.core.numeric import Array, Indices, Values, jax

MANY = 30.0  # a mean above which Poisson numbers are taken from a normal one


def uniform(seed: int, purpose: str, satellites: Array | Indices, step: int = 0) -> Values:
    """One number in [0, 1) for each satellite index, shape of `satellites`, float32.

    >>> import numpy
    >>> several = uniform(1, "loss", numpy.arange(9))
    >>> bool((several[3:5] == uniform(1, "loss", numpy.array([3, 4]))).all())
    True
    """
    return _uniform()(seed, zlib.crc32(purpose.encode()) & 0x7FFFFFFF, satellites, step)


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


@cache
def _uniform() -> Any:
    lib = jax()

    def one(seed: Array, purpose: Array, satellite: Array, step: Array) -> Array:
        key = lib.random.key(seed)
        for part in (purpose, satellite, step):
            key = lib.random.fold_in(key, part)
        return lib.random.uniform(key, dtype="float32")

    return lib.jit(lib.vmap(one, in_axes=(None, None, 0, None)))
