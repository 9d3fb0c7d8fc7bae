"""Lanes: which satellites of a group fly heat and power, and in which pieces.

Satellites of one plane have the same Sun, a part of an orbit earlier or later, so a few of each fly
for all of it. Pieces of lanes have few sizes, as each needs a kernel of its own.

Equation: lanes in the middle of equal parts of each plane, sorted by phase
Valid: satellites of a plane carry the same load
Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from dawndusk.core.numeric import Indices, Values, jax
from dawndusk.records.fleet import Orbits

OF_A_PLANE, OF_A_GROUP = 2, 16  # lanes: so many of each plane, or in all where that is more
CHUNK = 16384  # lanes of a piece at most, to bound memory
FULL = 16  # a piece is filled up to a multiple


class Lanes(NamedTuple):
    """The satellites of a group that fly heat and power, for others of their plane too."""

    satellite: Indices  # [lane]
    of: Indices  # [satellite], the lane that flies for it


def lanes_of(orbits: Orbits, every: bool = False) -> Lanes | None:
    """Lanes in the middle of equal parts of each plane; None where every satellite is its own.

    Satellites are sorted by plane, those of a plane by phase.
    """
    import numpy

    node = orbits.node_rad
    if every or isinstance(node, jax().core.Tracer):
        return None
    begins = numpy.flatnonzero(numpy.concatenate([[True], node[1:] != node[:-1]]))
    sizes = numpy.diff(begins, append=len(node))
    each = numpy.minimum(sizes, max(OF_A_PLANE, -(-OF_A_GROUP // len(sizes))))
    if (each == sizes).all():
        return None
    plane, first = numpy.repeat(numpy.arange(len(each)), each), numpy.cumsum(each) - each
    part = numpy.arange(len(plane)) - first[plane]
    satellite = begins[plane] + (2 * part + 1) * sizes[plane] // (2 * each[plane])
    own = numpy.repeat(numpy.arange(len(each)), sizes)  # plane of each satellite
    place = numpy.arange(len(node)) - begins[own]
    return Lanes(satellite, first[own] + place * each[own] // sizes[own])


class Piece(NamedTuple):
    """Lanes that fly together; of those that fill it up, the weight is 0."""

    node_rad: Values  # [lane]
    phase_rad: Values
    share_frac: Values  # of the group's satellites
    kept: int | None  # lanes that count; None: all


def pieces_of(
    orbits: Orbits, lanes: Lanes | None, chunk: int = CHUNK, traced: bool = False
) -> Iterator[Piece]:
    """Lanes in pieces of equal size, filled up so that few sizes need a kernel; as they are where
    the flight is part of what JAX traces.
    """
    import numpy

    node, phase = plain((orbits.node_rad, orbits.phase_rad), "float64")
    if lanes is not None:
        node, phase = node[lanes.satellite], phase[lanes.satellite]
    count = len(node)
    each = numpy.ones(count) if lanes is None else numpy.bincount(lanes.of)
    share = each / each.sum()
    size = size_of(count, chunk)
    if traced or size == count:
        yield Piece(node, phase, share, None)
        return
    for first in range(0, count, size):
        index = numpy.arange(first, first + size)
        held = numpy.minimum(index, count - 1)
        part = numpy.where(index < count, share[held], 0.0)
        yield Piece(node[held], phase[held], part, min(size, count - first))


def size_of(count: int, chunk: int) -> int:
    """Lanes of a piece: a multiple of `FULL`, and as many for each device."""
    pieces, unit = -(-count // chunk), min(FULL, chunk) * len(jax().devices())
    return -(-count // pieces // unit) * unit


def spread(lanes: Values) -> Any:
    """Lanes in equal parts on all devices."""
    import numpy

    lib = jax()
    if len(lib.devices()) == 1 or isinstance(lanes, lib.core.Tracer):
        return lanes
    mesh = lib.sharding.Mesh(numpy.array(lib.devices()), ("lane",))
    parts = lib.sharding.NamedSharding(mesh, lib.sharding.PartitionSpec("lane"))
    return lib.device_put(lanes, parts)


def plain(tree: Any, dtype: str | None = None) -> Any:
    """Leaves as NumPy arrays (of that type), but for those that JAX is tracing."""
    import numpy

    lib = jax()
    return lib.tree_util.tree_map(
        lambda leaf: leaf if isinstance(leaf, lib.core.Tracer) else numpy.asarray(leaf, dtype), tree
    )
