"""Radiation: dose behind the shield, upsets and where they are met.

Equation: values per year = rates x 365.25 days; means over the fleet's satellites
Valid: as flight/exposure
Source: dawndusk-method
"""

from __future__ import annotations

from typing import Any

from dawndusk.core.numeric import np
from dawndusk.core.units import YEAR_S
from dawndusk.flight.exposure import UPSETS
from dawndusk.physics import radiation, sun
from dawndusk.records.flight import Flight
from dawndusk.records.run import Run
from dawndusk.results.numbers import number

CLASSES = UPSETS  # words for each class of upsets, by its name in `run.json`
RAD = 100.0  # per gray
CELL_DEG = 5.0  # of the map of protons
DEPTHS_M, HEIGHTS_M = (0.5e-3, 20e-3), (300e3, 2000e3)  # of the dose curves
DRAWN_M, OWN_M = (1e-3, 4e-3, 20e-3), (1.3e-3, 15e-3)  # shields by altitude; where its own is one


def millimetres(thickness_m: float) -> str:
    """A thickness as printed.

    >>> millimetres(7.5e-3)
    '7.5 mm'
    """
    return f"{number(thickness_m * 1e3, 3, trim=True)} mm"


MET = 0.9  # share of the protons whose time is told


def time_frac(flight: Flight) -> float:
    """Share of the time in which 90 % of the protons that upset chips are met, fleet mean."""
    each = (
        one.count * radiation.time_share_frac(one.belts.places_ratio[0], MET)
        for one in flight.groups
        if one.belts is not None
    )
    return sum(each) / flight.satellites


def peak_over_mean(flight: Flight) -> float:
    """Most of the protons that count at any place over their orbit's mean."""
    return max(
        float(np.max(one.belts.places_ratio[0])) for one in flight.groups if one.belts is not None
    )


def protons_by_place(run: Run) -> dict[str, Any]:
    """The map of the trapped protons that upset chips, in cells of 5 degrees.

    The altitude is that of the group with the darkest orbit; the South Atlantic Anomaly has drifted
    until the middle of the mission.

    Returns:
        Columns by name: `group`, `latitude_rad` and `longitude_rad` of the cell's centre, and
        `protons_per_m2_s`, each [cell], from south to north, and from west to east in it.
    """
    import numpy

    assert run.flight is not None
    mission, exposure = run.scenario.mission, run.flight.darkest.exposure
    middle_s = sun.seconds_j2000(mission.start) + 0.5 * float(mission.life_s)
    half = 0.5 * CELL_DEG
    latitude, longitude = (
        numpy.radians(one.ravel())
        for one in numpy.meshgrid(
            numpy.arange(-90.0 + half, 90.0, CELL_DEG),
            numpy.arange(-180.0 + half, 180.0, CELL_DEG),
            indexing="ij",
        )
    )
    flux = radiation.protons_at_per_m2_s(
        run.fleet.darkest.orbits.altitude_m,
        latitude,
        longitude + float(radiation.drift_rad(middle_s)),
        exposure.least_energy_j,
        exposure.activity_frac,
    )
    return {
        "group": numpy.repeat(run.flight.darkest.name, len(latitude)),
        "latitude_rad": latitude,
        "longitude_rad": longitude,
        "protons_per_m2_s": numpy.asarray(flux, "float32"),
    }


def dose_by_thickness(run: Run) -> dict[str, Any]:
    """Trapped dose by thickness of the shield, in the orbit of the group with the darkest orbit.

    Returns:
        Columns by name: `group`, `altitude_m`, `thickness_m` and `dose_gy_per_year`, each [row].
    """
    import numpy

    thickness_m = numpy.geomspace(*DEPTHS_M, 60)
    return _doses(run, float(run.fleet.darkest.orbits.altitude_m), thickness_m)


def dose_by_altitude(run: Run) -> dict[str, Any]:
    """Trapped dose by altitude, all else as the group with the darkest orbit, behind three shields.

    Returns:
        Columns as of `dose_by_thickness`, one shield after another, thinnest first.
    """
    import numpy

    own = float(run.scenario.satellite.shield.thickness_m)
    thin, middle, thick = DRAWN_M
    shown = (thin, own if OWN_M[0] < own < OWN_M[1] else middle, thick)
    altitude_m = numpy.linspace(*HEIGHTS_M, 86)
    curves = [_doses(run, altitude_m, one) for one in shown]
    return {name: numpy.concatenate([one[name] for one in curves]) for name in curves[0]}


def _doses(run: Run, altitude_m: Any, thickness_m: Any) -> dict[str, Any]:
    import numpy

    assert run.flight is not None
    group, flown = run.fleet.darkest, run.flight.darkest
    sphere, slab = radiation.dose_gy_per_s(
        altitude_m, group.orbits.inclination_rad, thickness_m, flown.exposure.activity_frac
    )
    dose = sphere if run.scenario.satellite.shield.geometry == "sphere" else slab
    dose = run.scenario.environment.radiation_factor_ratio * numpy.asarray(dose, "float64") * YEAR_S
    heights, depths, dose = numpy.broadcast_arrays(altitude_m, thickness_m, dose)
    return {
        "group": numpy.repeat(flown.name, len(dose)),
        "altitude_m": heights,
        "thickness_m": depths,
        "dose_gy_per_year": dose,
    }
