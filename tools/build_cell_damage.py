"""Builds data/tables/cell_damage.csv: how fast trapped particles damage a solar cell behind its
cover glass, by orbit.

    python -m tools.build_cell_damage

The chain, one function each: integral fluxes of AP8 at solar minimum and AE8 at solar maximum (the
worse of both) over the globe, on a sphere of the orbit's radius -> mean over longitude -> mean over
a circular orbit -> slowing down through glass, straight ahead and from every direction of the front
half (the back is taken as infinitely thick) -> damage of what comes out, at the cell's surface.
Solar protons: the fluence of one event like that of August 1972, where the geomagnetic cut-off lets
it in.

Protons are counted in protons of 10 MeV, electrons in electrons of 1 MeV, that arrive at the bare
cell at normal incidence and do the same damage: protons by the non-ionising energy loss in silicon,
electrons by its square (a p-type base). The loss in gallium arsenide stands here to be compared
(tests/validation/test_cells.py). Left out: scattering of electrons in the glass, the cell's own
depth, the Earth's shade against solar protons.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tools import belts

TABLE = Path(__file__).parents[1] / "src" / "dawndusk" / "data" / "tables" / "cell_damage.csv"
ALTITUDE_KM = np.geomspace(300.0, 2000.0, 17)
INCLINATION_DEG = np.linspace(
    0.0, 90.0, 10
)  # beyond 90 deg the orbit passes the same latitudes as below
COVER_UM = np.geomspace(50.0, 500.0, 4)
PARTICLES = (
    "electrons",
    "protons",
    "solar_protons",
)  # electrons of 1 MeV, protons of 10 MeV, 1/cm2/s; protons of one solar event, 1/cm2

LATITUDE_DEG = np.arange(-90.0, 91.0, 3.0)
LONGITUDE_DEG = np.arange(0.0, 360.0, 10.0)
PROTON_MEV = np.geomspace(1.0, 400.0, 40)
ELECTRON_MEV = np.geomspace(0.15, 7.0, 30)

ELECTRON_REST_MEV = 0.51099895
GLASS_G_PER_CM3 = (
    2.554  # cover glass CMG, ceria-doped borosilicate: the-aerospace-corporation/solarpy
)
GLASS_ELECTRONS_PER_U = 0.4993  # Z/A of silica
GLASS_EXCITATION_MEV = 139.2e-6  # silica, ICRU 37
SILICA = (
    8.049,
    9.099,
    9257.0,
    384.6,
    0.01007,
)  # ICRU 49, Ziegler's form, as in Geant4's G4BraggModel
SILICA_U = 60.0843
DISPLACEMENT_EV = 21.0  # silicon as usual; gallium arsenide as annealed cells show (baur2013)

# Non-ionising energy loss of protons, MeV cm2/g, by energy in MeV: SR-NIEL, as kept in
# shirokawakita/sr_niel_analysis, data/csv
NIEL_MEV = (
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.5,
    1.0,
    2.0,
    3.0,
    5.0,
    7.0,
    10.0,
    15.0,
    20.0,
    30.0,
    50.0,
    70.0,
    100.0,
    150.0,
    200.0,
    300.0,
    400.0,
)
NIEL_SILICON = (
    2.5802,
    1.6454,
    0.83666,
    0.4798,
    0.268,
    0.11999,
    0.063442,
    0.033142,
    0.022565,
    0.014754,
    0.011642,
    0.0094037,
    0.0077203,
    0.0067586,
    0.0055935,
    0.0044102,
    0.0037017,
    0.0029757,
    0.0022803,
    0.0019291,
    0.0016326,
    0.0015217,
)
NIEL_GALLIUM_ARSENIDE = (
    1.2704,
    0.91865,
    0.52541,
    0.32118,
    0.18824,
    0.089413,
    0.049467,
    0.026588,
    0.018421,
    0.0117,
    0.0089165,
    0.0069609,
    0.0055898,
    0.005029,
    0.0045763,
    0.0040037,
    0.0037432,
    0.0035923,
    0.0033609,
    0.0031875,
    0.0031039,
    0.0031377,
)


def zonal_flux(altitude_km: float) -> dict[str, np.ndarray]:
    """Of each sort of particle, how many above each energy by latitude: the mean over longitude at
    that radius.
    """
    places = altitude_km, *np.meshgrid(LATITUDE_DEG, LONGITUDE_DEG, indexing="ij")
    found = {
        "electrons": belts.flux("e", "max", *places, ELECTRON_MEV),
        "protons": belts.flux("p", "min", *places, PROTON_MEV),
        "solar_protons": belts.event_at("min", *places, PROTON_MEV),
    }
    return {name: flux.mean(axis=1) for name, flux in found.items()}


def orbit_mean(zonal: np.ndarray, inclination_deg: float) -> np.ndarray:
    """Mean over a circular orbit of means over longitude [latitude, column]."""
    return belts.orbit_mean(zonal, LATITUDE_DEG, inclination_deg)


def fitted_stopping(energy_mev: np.ndarray) -> np.ndarray:
    """Stopping power of silica for slow protons, MeV cm2/g: the fit of ICRU 49, which runs 10 % too
    high at 2 MeV.
    """
    low, a, b, c, d = SILICA
    t = energy_mev * 1e3 / 1.00728  # keV per atomic mass unit
    slow, fast = a * t**0.45, b / t * np.log(1.0 + c / t + d * t)
    return np.where(t < 10.0, low * np.sqrt(t), slow * fast / (slow + fast)) * 602.214 / SILICA_U


def bethe_stopping(energy_mev: np.ndarray) -> np.ndarray:
    """Stopping power of silica for fast protons, MeV cm2/g: Bethe's formula without corrections for
    shells.
    """
    gamma = 1.0 + energy_mev / belts.PROTON_REST_MEV
    square = 1.0 - gamma**-2
    depth = np.log(2.0 * ELECTRON_REST_MEV * square * gamma**2 / GLASS_EXCITATION_MEV) - square
    return 0.307075 * GLASS_ELECTRONS_PER_U / square * depth


def proton_stopping(energy_mev: np.ndarray) -> np.ndarray:
    """Stopping power of silica for protons, MeV cm2/g: the one or the other, from 0.7 MeV on, where
    they are equal.
    """
    return np.where(energy_mev < 0.7, fitted_stopping(energy_mev), bethe_stopping(energy_mev))


@cache
def proton_range() -> tuple[np.ndarray, np.ndarray]:
    """Energy in MeV and range in silica, g/cm2."""
    energy = np.geomspace(0.01, 1000.0, 3000)
    slowness = 1.0 / proton_stopping(energy)
    steps = 0.5 * (slowness[1:] + slowness[:-1]) * np.diff(energy)
    return energy, np.concatenate([[0.0], np.cumsum(steps)]) + energy[0] * slowness[0]


@cache
def electron_range() -> tuple[np.ndarray, np.ndarray]:
    """Energy in MeV and range, g/cm2: Katz and Penfold 1952, taken at one pace above 2.5 MeV."""
    energy = np.geomspace(0.01, 30.0, 2000)
    return energy, np.where(
        energy < 2.5, 0.412 * energy ** (1.265 - 0.0954 * np.log(energy)), 0.530 * energy - 0.106
    )


def proton_damage(niel: tuple[float, ...]) -> Any:
    """Damage of a proton of that energy in protons of 10 MeV."""
    known = np.log(NIEL_MEV), np.log(niel)
    return lambda energy: np.exp(
        np.interp(np.log(energy), *known) - np.interp(np.log(10.0), *known)
    )


def electron_niel(energy_mev: float, charge: int, mass_u: float, displacement_ev: float) -> float:
    """Non-ionising energy loss of an electron, MeV cm2/g: McKinley and Feshbach's scattering, the
    recoil's share by Lindhard.
    """
    rest, fine = ELECTRON_REST_MEV, 1.0 / 137.036
    square = 1.0 - (rest / (energy_mev + rest)) ** 2
    most, least = (
        2.0 * energy_mev * (energy_mev + 2.0 * rest) / (mass_u * 931.494),
        displacement_ev * 1e-6,
    )
    if most <= least:
        return 0.0
    recoil = np.geomspace(least, most, 400)
    x = recoil / most
    spread = 1.0 - square * x + np.pi * fine * charge * np.sqrt(square) * (np.sqrt(x) - x)
    section = (
        np.pi
        * (charge * 2.8179403e-13) ** 2
        * (1.0 - square)
        / square**2
        * most
        / recoil**2
        * spread
    )  # cm2/MeV
    e = recoil * 1e6 / (86.931 * charge ** (7 / 3))
    share = 1.0 / (
        1.0
        + 0.1337
        * charge ** (1 / 6)
        * np.sqrt(charge / mass_u)
        * (3.4008 * e ** (1 / 6) + 0.40244 * e**0.75 + e)
    )
    return float(6.02214e23 / mass_u * np.trapezoid(recoil * section * share, recoil))


def silicon_electron_niel(energy_mev: float, displacement_ev: float = DISPLACEMENT_EV) -> float:
    """Of silicon."""
    return electron_niel(energy_mev, 14, 28.0855, displacement_ev)


def gallium_arsenide_electron_niel(
    energy_mev: float, displacement_ev: float = DISPLACEMENT_EV
) -> float:
    """Of gallium arsenide, its two elements by mass."""
    gallium, arsenic = 69.723, 74.922
    gallium_part = gallium * electron_niel(energy_mev, 31, gallium, displacement_ev)
    return (gallium_part + arsenic * electron_niel(energy_mev, 33, arsenic, displacement_ev)) / (
        gallium + arsenic
    )


def electron_damage(niel: Any, power: float) -> Any:
    """Damage of an electron of that energy in electrons of 1 MeV."""
    energies = np.geomspace(0.1, 10.0, 200)
    known = np.array([(niel(float(energy)) / niel(1.0)) ** power for energy in energies])
    return lambda energy: np.interp(np.log(energy), np.log(energies), known, left=0.0)


def behind_glass(
    energy_mev: np.ndarray,
    integral: np.ndarray,
    ranges: tuple[np.ndarray, np.ndarray],
    damage: Any,
    cover_um: float,
) -> float:
    """Damage per second of an isotropic flux at the back face of the glass: front half, straight
    paths, by energy that comes out.

    What comes out at energy E' came in at E, where range(E) = range(E') + thickness / cosine;
    dE/dE' is the ratio of the slopes.
    """
    depth = cover_um * 1e-4 * GLASS_G_PER_CM3
    logs = np.log(np.maximum(integral, belts.FLOOR))
    fine = np.geomspace(energy_mev[0], energy_mev[-1], 1500)
    above = np.exp(np.interp(np.log(fine), np.log(energy_mev), logs))
    middle, differential = np.sqrt(fine[1:] * fine[:-1]), -np.diff(above) / np.diff(fine)
    out = np.geomspace(0.01, energy_mev[-1], 400)
    steps = np.gradient(out)
    reach = np.interp(out, *ranges)
    slope_out = np.gradient(reach, out)
    total, cosines = 0.0, (np.arange(40) + 0.5) / 40
    for cosine in cosines:
        came_in = np.interp(reach + depth / cosine, ranges[1], ranges[0])
        slope_in = np.interp(came_in, out, slope_out)
        flux = np.interp(came_in, middle, differential, left=0.0, right=0.0)
        total += float(np.sum(flux * slope_out / slope_in * damage(out) * steps))
    return 0.5 * total / len(cosines)


@cache
def damages(material: str) -> tuple[Any, Any]:
    """Damage by energy of electrons and of protons."""
    if material == "silicon":
        return electron_damage(silicon_electron_niel, 2.0), proton_damage(NIEL_SILICON)
    return electron_damage(gallium_arsenide_electron_niel, 1.0), proton_damage(
        NIEL_GALLIUM_ARSENIDE
    )


def damage_rates(
    flux: dict[str, np.ndarray], cover_um: float, material: str = "silicon"
) -> list[float]:
    """The columns of one orbit and one glass, from its mean integral fluxes."""
    electron, proton = damages(material)
    return [
        behind_glass(ELECTRON_MEV, flux["electrons"], electron_range(), electron, cover_um),
        behind_glass(PROTON_MEV, flux["protons"], proton_range(), proton, cover_um),
        behind_glass(PROTON_MEV, flux["solar_protons"], proton_range(), proton, cover_um),
    ]


def cells(
    altitude_km: float, inclinations_deg: Any = INCLINATION_DEG, covers_um: Any = COVER_UM
) -> list[list[float]]:
    """The rows of one altitude: altitude in km, inclination in deg, cover in um, the columns."""
    zonal = zonal_flux(altitude_km)
    found = []
    for angle in inclinations_deg:
        flux = {sort: orbit_mean(column, angle) for sort, column in zonal.items()}
        found += [[altitude_km, angle, cover, *damage_rates(flux, cover)] for cover in covers_um]
    return found


def main() -> None:
    """Write the table."""
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(["altitude_km", "inclination_deg", "cover_um", *PARTICLES])
        for altitude in ALTITUDE_KM:
            for row in cells(float(altitude)):
                lines.writerow([f"{value:.4g}" for value in row])


if __name__ == "__main__":
    main()
