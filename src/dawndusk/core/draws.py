"""Random numbers that a satellite draws the same, alone or among a million, in whatever chunks it is computed.

A key is the seed folded by (purpose, satellite, step); nothing else enters.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

from dawndusk.core.numeric import Array, jax


def uniform(seed: int, purpose: str, satellites: Array, step: int = 0) -> Array:
    """One number in [0, 1) for each satellite index, shape of `satellites`, float32.

    >>> import numpy
    >>> bool((uniform(1, "loss", numpy.arange(9))[3:5] == uniform(1, "loss", numpy.array([3, 4]))).all())
    True
    """
    return _uniform()(seed, zlib.crc32(purpose.encode()) & 0x7FFFFFFF, satellites, step)


@cache
def _uniform() -> Any:
    lib = jax()

    def one(seed: Array, purpose: Array, satellite: Array, step: Array) -> Array:
        key = lib.random.key(seed)
        for part in (purpose, satellite, step):
            key = lib.random.fold_in(key, part)
        return lib.random.uniform(key, dtype="float32")

    return lib.jit(lib.vmap(one, in_axes=(None, None, 0, None)))
