"""Trapped and solar particles over the globe and around an orbit, from AP8 and AE8: what the tables
of `data/tables` are built from.

Longitude and latitude are geographic, on a sphere of the orbit's radius. Fluxes are
omnidirectional, of all particles above an energy, 1/cm2/s. AP8 and AE8 are asked in the field that
each was made with (aep8's `geomagnetic_coordinates`): a field of today would double the fluxes
below 1,000 km.
"""

from __future__ import annotations

from typing import Any

import numpy as np

EARTH_KM = 6378.137
PROTON_REST_MEV = 938.272
# flux where the models say none, so that logarithms exist; a millionth of a millionth of what
# damages
FLOOR = 1e-12


def coordinates(
    model: Any, altitude_km: float, latitude_deg: np.ndarray, longitude_deg: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Magnetic shell L and field B / B0 of places at that altitude; not a number on open field
    lines, where nothing is trapped.
    """
    from astropy import units
    from astropy.coordinates import EarthLocation
    from astropy.time import Time

    latitude, longitude = np.radians(latitude_deg), np.radians(longitude_deg)
    radius = EARTH_KM + altitude_km
    place = EarthLocation.from_geocentric(
        radius * np.cos(latitude) * np.cos(longitude),
        radius * np.cos(latitude) * np.sin(longitude),
        radius * np.sin(latitude) + 0.0 * longitude,
        unit=units.km,
    )
    with np.errstate(invalid="ignore"):
        shell, field = model.geomagnetic_coordinates(
            place, Time("2026-01-01")
        )  # the date places the Earth alone
    return np.asarray(shell), np.asarray(field)


def flux(
    particle: str,
    phase: str,
    altitude_km: float,
    latitude_deg: np.ndarray,
    longitude_deg: np.ndarray,
    energy_mev: np.ndarray,
) -> np.ndarray:
    """Flux [place..., energy] of trapped electrons "e" or protons "p" at solar "min" or "max"."""
    import aep8
    from astropy import units

    model: Any = aep8.model(particle, phase)
    shell, field = coordinates(model, altitude_km, latitude_deg, longitude_deg)
    with np.errstate(invalid="ignore"):
        found = model.integral_flux_for_geomagnetic_coordinates(
            shell[..., None], field[..., None], energy_mev * units.MeV
        ).value
    return np.nan_to_num(found)


def orbit_mean(
    zonal: np.ndarray, latitude_deg: np.ndarray, inclination_deg: float, samples: int = 720
) -> np.ndarray:
    """Mean [column] over a circular orbit, which passes every longitude at each of its latitudes
    alike, of means over longitude [latitude, column].
    """
    turn = (np.arange(samples) + 0.5) / samples * 2.0 * np.pi
    latitude = np.degrees(np.arcsin(np.sin(np.radians(inclination_deg)) * np.sin(turn)))
    return np.array([np.interp(latitude, latitude_deg, column).mean() for column in zonal.T])


def event_fluence(energy_mev: np.ndarray) -> np.ndarray:
    """Solar protons above that energy in one anomalously large event, 1/cm2, far from the Earth:
    August 1972, recalled from king1974.
    """
    return 7.9e9 * np.exp((30.0 - energy_mev) / 26.5)


def cut_off_mev(shell: np.ndarray) -> np.ndarray:
    """Least energy of a proton that reaches a magnetic shell from afar: Stormer's vertical cut-off,
    rigidity 14.9 GV / L^2.
    """
    momentum = 14.9e3 / shell**2
    return np.hypot(momentum, PROTON_REST_MEV) - PROTON_REST_MEV


def event_at(
    phase: str,
    altitude_km: float,
    latitude_deg: np.ndarray,
    longitude_deg: np.ndarray,
    energy_mev: np.ndarray,
) -> np.ndarray:
    """Protons [place..., energy] of one solar event that the Earth's field, as of a phase of the
    models, lets in, 1/cm2.
    """
    import aep8

    shell, _ = coordinates(aep8.model("p", phase), altitude_km, latitude_deg, longitude_deg)
    least = np.where(np.isfinite(shell), cut_off_mev(np.where(np.isfinite(shell), shell, 1.0)), 0.0)
    return event_fluence(np.maximum(energy_mev, least[..., None]))
