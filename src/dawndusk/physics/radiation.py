"""Trapped particles and solar protons around circular orbits: the dose behind aluminium, and the
protons that upset chips.

Means of an orbit come from tables of AP8 and AE8 behind SHIELDOSE-2, held at solar minimum or
maximum or between the two: `activity` is 0 at minimum, where protons are most, and 1 at maximum,
where electrons are. The models are true within a factor of about two. Cosmic rays add 2 to 10 rad a
year, a row.

Valid: circular orbits, 300 to 2,000 km, behind 0.1 to 20 mm of aluminium
Source: bilitza1996, seltzer1994, made by tools/build_radiation.py
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from dawndusk.core import grids
from dawndusk.core.numeric import Array, Values, np
from dawndusk.core.units import unit
from dawndusk.data.catalogue import constant

ALTITUDES_M = (300e3, 2000e3)  # the table's first and last, 25 in equal ratios
DEPTHS_M = (0.1e-3, 20e-3)  # 24 in equal ratios
NODES = (25, 19, 24)  # altitude, inclination from 0 to 90 deg, depth
PER_CM2 = 1e4  # per m2
MEV = unit("MeV")[0]
ENERGIES_J = (10.0 * MEV, 300.0 * MEV)  # protons of an orbit, 15 in equal ratios; AP8 ends there
ENERGY_NODES = 15
MAPPED_J = tuple(MEV * energy for energy in (10.0, 20.0, 30.0, 60.0, 100.0))  # protons of the maps
THIRTY_J = 30.0 * MEV
PLACES = 128  # of each angle of `around`
WAYS = 16  # through a slab, between along it and straight through
DRIFT_RAD_PER_S = constant("anomaly.drift")
EPOCH_S = constant("anomaly.epoch")
RANGE_30_M = constant("proton-range.at_30mev")
RANGE_EXPONENT = constant("proton-range.exponent")


def dose_gy_per_s(
    altitude_m: Array, inclination_rad: Array, depth_m: Array, activity_frac: Array
) -> tuple[Array, Array]:
    """Dose rate of trapped particles in silicon, mean of an orbit, at the centre of a solid sphere
    and behind a slab. Shapes broadcast.

    The sphere has `depth_m` of aluminium on every side; the slab lets particles in from one side
    alone, and is thicker to those that come aslant. Chips inside a satellite are between the two.

    Equation: electrons + bremsstrahlung + protons, each the exp of cubics through the logarithms of
    a table, (1 - activity) minimum + activity maximum
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, depth_m 0.1 mm to 20 mm,
    activity_frac 0 to 1
    Returns: sphere_gy_per_s, slab_gy_per_s

    >>> from dawndusk.core.units import YEAR_S
    >>> sphere, slab = dose_gy_per_s(650e3, 98.0 * np.pi / 180, 10e-3, 0.0)
    >>> round(float(sphere) * YEAR_S, 2), round(float(slab) * YEAR_S, 2)
    (1.96, 0.63)
    """
    by_source = _at(
        _table()["dose"], altitude_m, inclination_rad, depth_m
    )  # [..., phase, geometry, source]
    sums = np.sum(by_source, axis=-1)
    mixed = _mixed(sums, activity_frac, -2)
    return mixed[..., 0], mixed[..., 1]


def proton_share_frac(
    altitude_m: Array, inclination_rad: Array, depth_m: Array, activity_frac: Array
) -> tuple[Array, Array]:
    """Share of the dose that protons bring, in the sphere and behind the slab; electrons and their
    X-rays bring the rest. Shapes broadcast.

    Equation: protons over the sum, as in `dose`
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, depth_m 0.1 mm to 20 mm,
    activity_frac 0 to 1
    Returns: sphere_frac, slab_frac

    >>> sphere, slab = proton_share_frac(650e3, 1.71, 3e-3, 1.0)
    >>> round(float(sphere), 2), round(float(slab), 2)
    (0.17, 0.5)
    """
    mixed = _mixed(_at(_table()["dose"], altitude_m, inclination_rad, depth_m), activity_frac, -3)
    share = mixed[..., 2] / np.sum(mixed, axis=-1)
    return share[..., 0], share[..., 1]


def event_dose_gy(altitude_m: Array, inclination_rad: Array, depth_m: Array) -> tuple[Array, Array]:
    """Dose in silicon of the protons of one large solar event, at the centre of a sphere and behind
    a slab. Shapes broadcast.

    The Earth's field keeps them from low magnetic latitudes; the Earth's own shade is left out.

    Equation: the exp of cubics through the logarithms of a table: August 1972 far from the Earth,
    cut off at 14.9 GV / L^2
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, depth_m 0.1 mm to 20 mm
    Source: king1974, seltzer1994, made by tools/build_radiation.py
    Returns: sphere_gy, slab_gy

    >>> (
    ...     round(float(event_dose_gy(650e3, 1.71, 10e-3)[0]), 2),
    ...     round(float(event_dose_gy(650e3, 1.71, 1e-3)[0]), 2),
    ... )
    (2.32, 10.29)
    """
    found = _at(_table()["event_dose"], altitude_m, inclination_rad, depth_m)
    return found[..., 0], found[..., 1]


def protons_per_m2_s(
    altitude_m: Array, inclination_rad: Array, energy_j: Array, activity_frac: Array
) -> Array:
    """Trapped protons above an energy outside any shield, mean of an orbit, from all sides. Shapes
    broadcast.

    Equation: the exp of cubics through the logarithms of a table, (1 - activity) minimum + activity
    maximum
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, energy_j 10 MeV to 300
    MeV, activity_frac 0 to 1
    Source: bilitza1996, made by tools/build_radiation.py

    >>> round(
    ...     float(protons_per_m2_s(650e3, 98.0 * np.pi / 180, THIRTY_J, 1.0)) / 1e4, 1
    ... )  # a second through a square centimetre
    37.9
    """
    above = _above("protons", altitude_m, inclination_rad, np.expand_dims(np.asarray(energy_j), -1))
    return PER_CM2 * _mixed(above, np.expand_dims(np.asarray(activity_frac), -1), -1)[..., 0]


def protons_behind_per_m2_s(
    altitude_m: Array, inclination_rad: Array, inside_j: Array, depth_m: Array, activity_frac: Array
) -> tuple[Array, Array]:
    """Trapped protons that come out of the shield with at least `inside_j`, at the centre of a
    sphere and behind a slab. Shapes broadcast.

    Equation: sphere F(> E(d)); slab 1/2 the mean of F(> E(d / u)) over u, the cosine with the
    slab's normal, from 0 to 1; E(d) as `outside_j`
    Valid: straight ways; what nuclear reactions take (some 5 % behind 20 mm, recalled) and set free
    is left out
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, inside_j 10 MeV to 100
    MeV, depth_m 0 mm to 20 mm, activity_frac 0 to 1
    Source: bilitza1996, pstar, made by tools/build_radiation.py
    Returns: sphere_per_m2_s, slab_per_m2_s

    >>> sphere, slab = protons_behind_per_m2_s(650e3, 1.71, 20 * MEV, 10e-3, 0.5)
    >>> (
    ...     round(float(sphere) / 1e4, 1),
    ...     round(float(slab) / 1e4, 1),
    ... )  # a second through a square centimetre
    (35.2, 12.7)
    """
    above = _above("protons", altitude_m, inclination_rad, _ways_j(inside_j, depth_m))
    return _sphere_and_slab(
        PER_CM2 * _mixed(above, np.expand_dims(np.asarray(activity_frac), -1), -1)
    )


def event_protons_behind_per_m2(
    altitude_m: Array, inclination_rad: Array, inside_j: Array, depth_m: Array
) -> tuple[Array, Array]:
    """Protons of one anomalously large solar event that come out of the shield with at least
    `inside_j`, sphere and slab. Shapes broadcast.

    Equation: as `protons_behind`, of the event's fluence
    Valid: as `event_dose`
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, inside_j 10 MeV to 100
    MeV, depth_m 0 mm to 20 mm
    Source: king1974, pstar, made by tools/build_radiation.py
    Returns: sphere_per_m2, slab_per_m2

    >>> f"{float(event_protons_behind_per_m2(650e3, 1.71, 20 * MEV, 10e-3)[0]):.1e}"
    '8.0e+12'
    """
    return _sphere_and_slab(
        PER_CM2
        * _above("event_protons", altitude_m, inclination_rad, _ways_j(inside_j, depth_m))[..., 0]
    )


def range_m(energy_j: Array) -> Array:
    """How deep a proton goes into aluminium. Any shape.

    Equation: R = R30 (E / 30 MeV)^p
    Valid: 10 to 200 MeV, within 3 %; at 400 MeV it is 12 % long
    Range: energy_j 10 MeV to 400 MeV
    Source: pstar

    >>> round(float(range_m(THIRTY_J)) * 1e3, 2), round(float(range_m(100 * MEV)) * 1e3, 1)
    (4.37, 37.1)
    """
    return RANGE_30_M * (energy_j / THIRTY_J) ** RANGE_EXPONENT


def outside_j(inside_j: Array, depth_m: Array) -> Array:
    """Energy before the shield of a proton that comes out of it with `inside_j`, straight through.
    Shapes broadcast.

    Equation: R(E) = R(inside) + depth
    Valid: to 200 MeV outside, within 2 %
    Range: inside_j 10 MeV to 100 MeV, depth_m 0 mm to 20 mm
    Source: pstar

    >>> round(float(outside_j(10 * MEV, 10e-3)) / MEV, 1)
    49.5
    """
    return THIRTY_J * ((range_m(inside_j) + depth_m) / RANGE_30_M) ** (1.0 / RANGE_EXPONENT)


def _mixed(phases: Values, activity_frac: Array, axis: int) -> Values:
    """Between solar minimum and maximum, which lie along that axis, counted from the last."""
    low, high = np.take(phases, 0, axis=axis), np.take(phases, 1, axis=axis)
    share = np.asarray(activity_frac)
    for _ in range(-axis - 1):  # of what stands behind the phases, the share knows nothing
        share = np.expand_dims(share, -1)
    return (1.0 - share) * low + share * high


def _above(name: str, altitude_m: Array, inclination_rad: Array, energy_j: Array) -> Values:
    """Protons of a table above energies [..., way]: [..., way, phase]."""
    orbits = np.einsum(
        "...a,...i,aipe->...pe",
        *_weights(altitude_m, inclination_rad),
        _table()[name],
        optimize=True,
    )
    energies = grids.weights(grids.place(energy_j, ENERGIES_J, ENERGY_NODES), ENERGY_NODES)
    return np.exp(np.einsum("...pe,...we->...wp", orbits, energies))


def _ways_j(inside_j: Array, depth_m: Array) -> Array:
    """Energies outside [..., way] of protons that leave the shield with `inside_j`: first straight
    through, then aslant through a slab.

    What the table does not reach counts as its last, in a slab of 20 mm the last 5 deg along it.
    """
    depths = np.expand_dims(np.asarray(depth_m), -1) / np.concatenate(
        [np.ones(1), grids.gauss(WAYS)[0]]
    )
    return np.minimum(outside_j(np.expand_dims(np.asarray(inside_j), -1), depths), ENERGIES_J[1])


def _sphere_and_slab(by_way: Values) -> tuple[Array, Array]:
    """From all sides alike, and from one side of a slab, of fluxes [..., way] from all sides as
    each way lets them in.
    """
    return by_way[..., 0], 0.5 * np.sum(grids.gauss(WAYS)[1] * by_way[..., 1:], axis=-1)


def _by_energy(energy_j: Array) -> Array:
    """Weights [..., 5] of the logarithms at the maps' energies: Lagrange's, over the logarithm of
    the energy.
    """
    import numpy

    nodes = numpy.log(numpy.array(MAPPED_J) / MAPPED_J[0])
    place = np.log(np.asarray(energy_j) / MAPPED_J[0])
    weights = []
    for node in range(len(nodes)):
        others = numpy.delete(nodes, node)
        weights.append(
            np.prod(np.stack([(place - other) / (nodes[node] - other) for other in others]), axis=0)
        )
    return np.stack(weights, axis=-1)


def _at(logarithms: Values, altitude_m: Array, inclination_rad: Array, depth_m: Array) -> Values:
    """What a table [altitude, inclination, depth, ...] says there, shape [..., the rest of the
    table].
    """
    depths = grids.weights(grids.place(depth_m, DEPTHS_M, NODES[2]), NODES[2])
    rest = "xyz"[: logarithms.ndim - 3]
    return np.exp(
        np.einsum(
            f"...a,...i,...d,aid{rest}->...{rest}",
            *_weights(altitude_m, inclination_rad),
            depths,
            logarithms,
            optimize=True,
        )
    )


def _weights(altitude_m: Array, inclination_rad: Array) -> tuple[Array, Array]:
    """Shares of the tables' altitudes and inclinations."""
    return (
        grids.weights(grids.place(altitude_m, ALTITUDES_M, NODES[0]), NODES[0]),
        grids.weights(np.asarray(inclination_rad) / np.pi * 2.0 * (NODES[1] - 1), 2 * NODES[1] - 1),
    )


def drift_rad(time_s: Array) -> Array:
    """How far west the anomaly has moved since the field that the models were made with. `time_s`
    any shape, seconds TT from J2000.

    Equation: 0.3 deg a year since 1967
    Valid: decades; its way north, a third of that, is left out
    Source: dawndusk, the rows `anomaly.*`

    >>> from dawndusk.core.units import YEAR_S
    >>> round(float(drift_rad(30.0 * YEAR_S)) * 180 / np.pi, 1)
    19.5
    """
    return DRIFT_RAD_PER_S * (time_s - EPOCH_S)


def protons_at_per_m2_s(
    altitude_m: Array,
    latitude_rad: Array,
    longitude_rad: Array,
    energy_j: Array,
    activity_frac: Array,
) -> Array:
    """Trapped protons above an energy at places over the globe, from all sides. Latitude and
    longitude broadcast, all else is one number.

    Equation: bilinear between maps of 2.5 by 5 deg, in the logarithm between altitudes and through
    five energies
    Valid: 300 to 2,000 km; 10 to 100 MeV; in the magnetic field of the models' epoch, see
    `drift_rad`
    Source: bilitza1996, made by tools/build_radiation.py

    >>> from numpy import radians
    >>> round(
    ...     float(protons_at_per_m2_s(650e3, radians(-30.0), radians(-40.0), THIRTY_J, 1.0)) / 1e4
    ... )  # a second through a square centimetre
    1915
    """
    held = _table()["proton_map"]  # [altitude, phase, energy, latitude, longitude]
    logs = np.einsum("...e,pexy->pxy", _by_energy(energy_j), _at_height(held, altitude_m))
    return PER_CM2 * _on_map(_mixed(np.exp(logs), activity_frac, -3), latitude_rad, longitude_rad)


def electrons_at_per_m2_s(
    altitude_m: Array, latitude_rad: Array, longitude_rad: Array, activity_frac: Array
) -> Array:
    """Trapped electrons above 1 MeV at places over the globe, from all sides. Latitude and
    longitude broadcast, all else is one number.

    Equation: bilinear between maps of 2.5 by 5 deg, in the logarithm between altitudes
    Valid: 300 to 2,000 km; in the magnetic field of the models' epoch, see `drift_rad`
    Source: bilitza1996, made by tools/build_radiation.py

    >>> from numpy import radians
    >>> round(
    ...     float(electrons_at_per_m2_s(650e3, radians(-30.0), radians(-40.0), 1.0)) / 1e4
    ... )  # a second through a square centimetre
    7807
    """
    return PER_CM2 * _on_map(
        _mixed(np.exp(_at_height(_table()["electron_map"], altitude_m)), activity_frac, -3),
        latitude_rad,
        longitude_rad,
    )


def _at_height(maps: Values, altitude_m: Array) -> Values:
    """Logarithms of maps [altitude, ...] at one altitude."""
    place = np.clip(grids.place(altitude_m, ALTITUDES_M, NODES[0]), 0.0, NODES[0] - 1.000001)
    below = np.asarray(np.floor(place), "int32")
    above = place - below
    return (1.0 - above) * np.take(maps, below, axis=0) + above * np.take(maps, below + 1, axis=0)


def around(
    altitude_m: Array,
    inclination_rad: Array,
    energy_j: Array,
    share_frac: Array,
    activity_frac: Array,
) -> Values:
    """Protons above an energy, and dose, at places of an orbit over their mean: [2, place on the
    orbit, longitude of its node].

    Both angles run through a turn in equal parts, seen at their middle, `PLACES` of each: the
    argument of latitude, and the geographic longitude of the ascending node. An orbit comes through
    all of them alike, so that the mean of either is 1, and the share of the places is the share of
    the time. `share_frac` of the dose is the protons', the rest goes as electrons above 1 MeV. All
    arguments are single numbers.

    Equation: sin(latitude) = sin i sin u, longitude = node + atan2(cos i sin u, cos u), u the
    argument of latitude
    Valid: as `protons_at_per_m2_s`
    Source: bilitza1996, made by tools/build_radiation.py
    Returns: over_mean

    >>> protons, dose = around(650e3, 1.71, THIRTY_J, 0.98, 0.5)
    >>> round(float(protons.mean()), 6), round(float(protons.max()))
    (1.0, 66)
    """
    turn = (np.asarray(range(PLACES)) + 0.5) / PLACES * (2.0 * np.pi)
    latitude = np.arcsin(np.clip(np.sin(inclination_rad) * np.sin(turn), -1.0, 1.0))
    longitude = (
        np.expand_dims(np.arctan2(np.cos(inclination_rad) * np.sin(turn), np.cos(turn)), -1) + turn
    )
    latitude = np.expand_dims(latitude, -1)
    protons = protons_at_per_m2_s(altitude_m, latitude, longitude, energy_j, activity_frac)
    electrons = electrons_at_per_m2_s(altitude_m, latitude, longitude, activity_frac)
    protons, electrons = protons / np.mean(protons), electrons / np.mean(electrons)
    return np.stack([protons, share_frac * protons + (1.0 - share_frac) * electrons])


def time_share_frac(over_mean: Array, share_frac: float = 0.9) -> float:
    """Share of the time in which a share of all particles is met, the places where they are most
    first. `over_mean` any shape.

    Equation: least share of the places whose sum is the share of all
    Valid: places that are met alike, as those of `around`
    Source: dawndusk-method
    Returns: time_frac

    >>> import numpy
    >>> time_share_frac(numpy.array([8.0, 1.0, 1.0, 0.0]), 0.9)
    0.5
    """
    import numpy

    most = numpy.sort(numpy.ravel(over_mean))[::-1]
    return float(
        (numpy.searchsorted(numpy.cumsum(most), share_frac * most.sum() * (1.0 - 1e-12)) + 1)
        / most.size
    )


def _on_map(values: Array, latitude_rad: Array, longitude_rad: Array) -> Array:
    """Bilinear on a map [latitude from -90 to 90 deg, longitude from 0]; its last longitude is next
    to its first.
    """
    rows, columns = np.shape(values)
    y = (latitude_rad / np.pi + 0.5) * (rows - 1)
    x = longitude_rad / (2.0 * np.pi) * columns
    south = np.clip(np.floor(y), 0, rows - 2)
    west = np.floor(x)
    flat = np.reshape(values, -1)
    found: Array = 0.0
    for row in (0, 1):
        for column in (0, 1):
            share = np.abs(1.0 - row - (y - south)) * np.abs(1.0 - column - (x - west))
            found = found + share * np.take(
                flat, np.asarray((south + row) * columns + (west + column) % columns, "int32")
            )
    return found


@cache
def _table() -> dict[str, Any]:
    """The logarithms of the tables, with inclinations to 180 deg and one node more at each end."""
    import numpy

    with resources.files("dawndusk.data").joinpath("tables/radiation.npz").open("rb") as file:
        held = {
            name: value / 1e3
            for name, value in numpy.load(file).items()
            if value.dtype == numpy.int16
        }
    dose = numpy.moveaxis(
        held["dose"], (2, 5), (1, 2)
    )  # [altitude, phase, inclination, geometry, source, depth] to
    # [altitude, inclination, depth, phase, geometry, source]
    event = numpy.moveaxis(held["event_dose"], 3, 2)  # [altitude, inclination, depth, geometry]
    protons = numpy.swapaxes(held["protons"], 1, 2)  # [altitude, inclination, phase, energy]
    event_protons = numpy.expand_dims(held["event_protons"], 2)  # the same, of one phase
    return {
        "dose": grids.straight(grids.mirrored(dose, 1), (0, 2)),
        "event_dose": grids.straight(grids.mirrored(event, 1), (0, 2)),
        "protons": grids.straight(grids.mirrored(protons, 1), (0, 3)),
        "event_protons": grids.straight(grids.mirrored(event_protons, 1), (0, 3)),
        "proton_map": held["proton_map"],
        "electron_map": held["electron_map"],
    }
