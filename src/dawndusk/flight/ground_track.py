"""Ground track: what a satellite meets of a map of the turning Earth, mean over whole orbits.

Two angles tell where a satellite is over the Earth: its argument of latitude, and the geographic
longitude of its ascending node, which drifts as the Earth turns. A satellite runs through the first
at a constant rate while the second drifts at a constant rate: a straight line, whose mean is a
closed form of the map's Fourier coefficients.

Valid: circular orbits, nodal precession at a constant rate; maps smooth beside their cells
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, Values


def mean_over_orbits(at_places: Values, drift_turn: float, orbits: int) -> Values:
    """Mean of a map along the way of whole orbits, for every place where the way may begin.

    Equation: Fourier coefficient (k, m) times exp(i pi f) sinc(f), f = orbits x (k + m drift): the
    mean of exp(2 pi i (k s + m drift s)) over s from 0 to `orbits`
    Source: dawndusk-method

    Args:
        at_places: map, [..., argument of latitude, longitude of the node], both angles a whole turn
            in equal parts, seen at their middle.
        drift_turn: of the node's longitude in one orbit, in turns.
        orbits: how many.

    >>> import numpy
    >>> cells = (numpy.arange(16) + 0.5) / 16
    >>> east = 1.0 + 0.5 * numpy.cos(2.0 * numpy.pi * cells) * numpy.ones((16, 1))
    >>> found = mean_over_orbits(east, -0.07, 15)
    >>> steps = numpy.arange(0.5, 15_000) / 1000  # of an orbit, from the first place
    >>> way = 1.0 + 0.5 * numpy.cos(2.0 * numpy.pi * (cells[0] - 0.07 * steps))
    >>> bool(abs(found[0, 0] - way.mean()) < 1e-6)
    True
    """
    import numpy

    rows, columns = at_places.shape[-2:]
    turns = numpy.fft.fftfreq(rows, 1.0 / rows)[:, None], numpy.fft.rfftfreq(columns, 1.0 / columns)
    phase = orbits * (turns[0] + turns[1] * drift_turn)
    waves = numpy.fft.rfft2(at_places) * numpy.exp(1j * numpy.pi * phase) * numpy.sinc(phase)
    return numpy.fft.irfft2(waves, s=(rows, columns))


def at(map_of_places: Values, latitude_turn: Array, longitude_turn: Array) -> Values:
    """Values of maps [..., argument of latitude, longitude of the node] at angles in turns, of any
    shape and size; bilinear.

    Equation: between the middles of four cells, around the turn
    Source: dawndusk-method

    >>> import numpy
    >>> float(at(numpy.array([[1.0, 3.0]]), 0.3, 0.5))
    2.0
    """
    import numpy

    rows, columns = map_of_places.shape[-2:]
    flat = map_of_places.reshape(*map_of_places.shape[:-2], rows * columns)
    row, column = numpy.asarray(latitude_turn) * rows - 0.5, longitude_turn * columns - 0.5
    low, west = numpy.floor(row), numpy.floor(column)
    up, east = row - low, column - west
    first, left = low.astype("int64") % rows, west.astype("int64") % columns
    second, right = (first + 1) % rows, (left + 1) % columns
    here, ahead = (
        (1.0 - east) * flat[..., one * columns + left] + east * flat[..., one * columns + right]
        for one in (first, second)
    )
    found: Values = (1.0 - up) * here + up * ahead
    return found
