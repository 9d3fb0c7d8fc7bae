"""Solar cells in orbit: what heat, slanting light and trapped particles take from them.

Particles knock atoms out of place in the cell. The damage of all of them is told as the fluence of
1 MeV electrons, at normal incidence on the bare cell, that would do the same; the power then falls
with its logarithm.

Source: dawndusk-method, its numbers from the rows of the family `cells`
"""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import Any

from dawndusk.core import grids
from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import SOLAR_EVENTS_PER_S

ALTITUDES_M = (300e3, 2000e3)  # the table's first and last, 17 in equal ratios
COVERS_M = (50e-6, 500e-6)  # 4 in equal ratios
NODES = (17, 10, 4)  # altitude, inclination from 0 to 90 deg, cover
OBLIQUE = 0.03  # b of `incidence_frac`, fitted to Kelly's cosine; tests/validation holds it to it
PER_CM2 = 1e4  # per m2
# Added to electrons, protons (both 1/cm2/s) and solar protons (1/cm2), so that logarithms exist:
# nothing to a cell.
FLOORS = (1.0, 0.01, 1e6)


def efficiency_frac(
    efficiency_frac: Array, coefficient_per_k: Array, temperature_k: Array, reference_k: Array
) -> Array:
    """Efficiency at a temperature, from that at a reference temperature; never below zero. Shapes
    broadcast.

    The coefficient is relative to the efficiency and negative: -0.004 per kelvin loses 0.4 % of the
    power with each.

    Equation: efficiency x max(0, 1 + coefficient x (T - T0))
    Valid: 200 to 400 K, within 1 % of an ideal diode's power; the colder the cell, the less it
    gains
    Range: temperature_k 200 K to 400 K
    Source: epjpv2013

    >>> round(float(efficiency_frac(0.22, -0.004, 341.15, 301.15)), 4)
    0.1848
    """
    return efficiency_frac * np.maximum(
        1.0 + coefficient_per_k * (temperature_k - reference_k), 0.0
    )


def incidence_frac(cosine: Array) -> Array:
    """Power under slanting light over that under normal light, by the cosine of the angle; the
    glass reflects more the flatter it comes.

    Zero, with zero slope, where the light grazes or comes from behind. Shapes broadcast.

    Equation: c^3 (1 + b) / (c^2 + b), b = 0.03, c = max(cosine, 0)
    Valid: flat cover glass; within 0.02 of Kelly's cosine, which is zero beyond 85 deg
    Range: cosine -1 to 1
    Source: patel2005, the fit is ours

    >>> (
    ...     float(incidence_frac(1.0)),
    ...     round(float(incidence_frac(0.5)), 3),
    ...     float(incidence_frac(-0.2)),
    ... )
    (1.0, 0.46, 0.0)
    """
    c = np.maximum(cosine, 0.0)
    return c**3 * (1.0 + OBLIQUE) / (c**2 + OBLIQUE)


def remaining_frac(
    fluence_per_m2: Array, coefficient_frac: Array, reference_per_m2: Array
) -> Array:
    """Power left over power when new, after that fluence of 1 MeV electrons; never below zero.
    Shapes broadcast.

    Equation: P / P0 = max(0, 1 - C log10(1 + phi / phi_x))
    Valid: up to about 1e20 electrons per m2, where more than half is left; at room temperature,
    without annealing
    Range: fluence_per_m2 0 1/m2 to 1e20 1/m2
    Source: tada1982, fetzer2012

    >>> round(float(remaining_frac(1e19, 0.222, 2.35e18)), 2)
    0.84
    """
    return np.maximum(
        1.0 - coefficient_frac * np.log10(1.0 + fluence_per_m2 / reference_per_m2), 0.0
    )


def fluence_per_m2_s(
    altitude_m: Array, inclination_rad: Array, cover_m: Array, electrons_per_proton: Array
) -> Array:
    """1 MeV electrons a second that would damage the bare cell as a circular orbit does behind that
    cover glass.

    `electrons_per_proton`: how many of them do the damage of one proton of 10 MeV; this sets kinds
    of cells apart. Fluxes are those of the worse phase of the solar cycle: protons at its minimum,
    electrons at its maximum; outbursts of solar protons like that of August 1972 come as often as
    the row `solar-protons.events` says. The back of the cell counts as infinitely thick. Shapes
    broadcast; not a number outside the table. Protons below 0.1 MeV, which stop in the first
    micrometre, make 12 % of the damage behind 100 um.

    Equation: electrons + ratio x (protons + events x protons of one event), each the exp of cubics
    through the logarithms of a table
    Valid: circular orbits, 300 to 2,000 km, glass of 50 to 500 um; the belts are known within a
    factor 2, damage by energy is silicon's, and slow protons count in full
    Range: altitude_m 300 km to 2000 km, inclination_rad 0 deg to 180 deg, cover_m 50 um to 500 um
    Source: bilitza1996, srniel, icru49, king1974, made by tools/build_cell_damage.py
    Returns: fluence_per_m2_s

    >>> from dawndusk.core.units import YEAR_S
    >>> rate = fluence_per_m2_s(650e3, 98.0 * np.pi / 180, 100e-6, 3000.0)
    >>> f"{float(rate * 5 * YEAR_S):.1e}"
    '3.1e+17'
    """
    weights = (
        grids.weights(grids.place(altitude_m, ALTITUDES_M, NODES[0]), NODES[0]),
        grids.weights(np.asarray(inclination_rad) / np.pi * 2.0 * (NODES[1] - 1), 2 * NODES[1] - 1),
        grids.weights(grids.place(cover_m, COVERS_M, NODES[2]), NODES[2]),
    )
    found = np.exp(np.einsum("...a,...i,...c,aics->...s", *weights, _logarithms()))
    return PER_CM2 * (
        found[..., 0] + electrons_per_proton * (found[..., 1] + SOLAR_EVENTS_PER_S * found[..., 2])
    )


@cache
def _logarithms() -> Any:
    """The table by altitude, inclination from 0 to 180 deg, cover and sort of particle, one node
    more at each end.
    """
    text = resources.files("dawndusk.data").joinpath("tables/cell_damage.csv").read_text("utf-8")
    lines = [
        [float(line[sort]) for sort in ("electrons", "protons", "solar_protons")]
        for line in csv.DictReader(text.splitlines())
    ]
    table = np.log(np.reshape(np.array(lines), (*NODES, 3)) + np.array(FLOORS))
    return grids.straight(grids.mirrored(table, 1), (0, 2))
