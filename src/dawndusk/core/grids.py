"""Values between the nodes of a table, smooth to the first derivative and no number outside it; and
means by Gauss's nodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from dawndusk.core.numeric import Array, np


def place(value: Array, ends: tuple[float, float], nodes: int) -> Array:
    """Where a value lies among nodes in equal ratios, the first at 0.

    >>> float(place(10.0, (1.0, 100.0), 3))
    1.0
    """
    return np.log(np.asarray(value) / ends[0]) / np.log(ends[1] / ends[0]) * (nodes - 1)


def weights(place: Array, nodes: int) -> Array:
    """Share of each node, and of one more at either end, in the value at a place: cubic
    convolution. Shape [..., nodes + 2].

    >>> [float(share) for share in weights(0.5, 2)]
    [-0.0625, 0.5625, 0.5625, -0.0625]
    """
    away = np.abs(np.expand_dims(place, -1) - np.arange(-1.0, nodes + 1.0))
    near, far = 1.0 + away**2 * (1.5 * away - 2.5), 2.0 - away * (4.0 - away * (2.5 - 0.5 * away))
    shares = np.where(away < 1.0, near, np.where(away < 2.0, far, 0.0))
    outside = (place < -1e-9) | (place > nodes - 1.0 + 1e-9)
    return np.where(np.expand_dims(outside, -1), float("nan"), shares)


def straight(table: Any, axes: Sequence[int]) -> Any:
    """A table with one node more at each end of those axes, as the end goes on straight."""
    import numpy

    for axis in axes:
        first, second, third, last = (numpy.take(table, [at], axis=axis) for at in (0, 1, -2, -1))
        table = numpy.concatenate([2.0 * first - second, table, 2.0 * last - third], axis=axis)
    return table


def mirrored(table: Any, axis: int) -> Any:
    """A table of inclinations from 0 to 90 deg continued to 180 deg, where it is the same
    backwards, one node more at each end.
    """
    import numpy

    table = numpy.moveaxis(table, axis, 0)
    table = numpy.concatenate([table, table[-2::-1]])
    return numpy.moveaxis(numpy.concatenate([table[1:2], table, table[-2:-1]]), 0, axis)


@cache
def gauss(nodes: int) -> tuple[Any, Any]:
    """Gauss and Legendre's nodes between 0 and 1, and their weights: the mean of a smooth function
    is the weighted sum.

    >>> at, weight = gauss(3)
    >>> round(float((weight * at**5).sum()), 12)
    0.166666666667
    """
    import numpy

    at, weight = numpy.polynomial.legendre.leggauss(nodes)
    return 0.5 * (1.0 + at), 0.5 * weight
