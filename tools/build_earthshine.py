"""Builds data/tables/earthshine.csv: the weights of the terms of physics.faces.albedo_w_per_m2, as
polynomials in the horizon's cosine.

    python -m tools.build_earthshine

At some altitudes the terms are fitted to the integral over the visible and lit disc of the Earth; a
polynomial goes through the weights of each term, in the variable of `faces._place`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from dawndusk.physics import faces
from dawndusk.physics.eclipse import horizon_cosine

TABLE = Path(__file__).parents[1] / "src" / "dawndusk" / "data" / "tables" / "earthshine.csv"
DEGREE = 5  # of the polynomials: a tenth of what the fit itself is off


def series() -> Any:
    """Coefficients [term, power], through fits at Chebyshev's nodes."""
    places = np.cos((np.arange(DEGREE + 1) + 0.5) / (DEGREE + 1) * np.pi)
    ends = [float(horizon_cosine(altitude_m)) for altitude_m in (faces.LOWEST_M, faces.HIGHEST_M)]
    weights = [_fitted(0.5 * (ends[0] + ends[1] + place * (ends[1] - ends[0]))) for place in places]
    return np.linalg.solve(np.vander(places, increasing=True), np.array(weights)).T


def _fitted(horizon_cos: float) -> Any:
    """Weights of the terms at one altitude: least squares over faces and suns, most of which cut
    the disc.

    The first two weights are integrals, so that the answer is exact where nothing is cut.
    """
    earth_sine = (1.0 - horizon_cos**2) ** 0.5
    normal, toward, weight = _disc(earth_sine)
    nodes = -np.cos((np.arange(12) + 0.5) / 12 * np.pi)
    azimuth = (np.arange(8) + 0.5) / 8 * np.pi
    sun_cosine, down = (
        np.concatenate([horizon_cos * nodes, [0.7, 1.0]]),
        earth_sine * nodes,
    )  # the last two: all is lit
    sun = np.stack([np.sqrt(1.0 - sun_cosine**2), 0.0 * sun_cosine, sun_cosine])
    level = np.sqrt(1.0 - down[:, None] ** 2)
    face = np.stack(
        [level * np.cos(azimuth), level * np.sin(azimuth), -down[:, None] + 0.0 * azimuth]
    )
    on_ground = weight[:, None] * np.maximum(normal @ sun, 0.0)
    on_face = np.maximum(toward @ face.reshape(3, -1), 0.0)
    integral = (on_ground.T @ on_face).reshape(len(sun_cosine), len(down), len(azimuth))
    whole = [
        -np.sum(weight * normal[:, 2] * toward[:, 2]),
        np.sum(weight * normal[:, 0] * toward[:, 0]),
    ]
    across = sun[0][:, None, None] * face[0]
    terms = faces._terms(horizon_cos, earth_sine, sun_cosine[:, None, None], down[:, None], across)
    flat = np.stack([(term + 0.0 * integral).ravel() for term in terms], axis=1)
    return np.concatenate(
        [whole, np.linalg.lstsq(flat[:, 2:], integral.ravel() - flat[:, :2] @ whole, rcond=None)[0]]
    )


def _disc(earth_sine: float) -> tuple[Any, Any, Any]:
    """Patches of the visible Earth: their normals, directions from the satellite, and solid angles
    over pi; the third axis is the zenith.

    Gauss's nodes in the angle at the Earth's centre, equal steps around; lengths in Earth radii.
    """
    node, share = np.polynomial.legendre.leggauss(48)
    angle, azimuth = 0.5 * np.arccos(earth_sine) * (1.0 + node), (np.arange(96) + 0.5) / 48 * np.pi
    sine, cosine, radius = np.sin(angle), np.cos(angle), 1.0 / earth_sine
    squared = 1.0 + radius**2 - 2.0 * radius * cosine
    solid = 0.5 * np.arccos(earth_sine) * share * sine * (radius * cosine - 1.0) / squared**1.5 / 48
    around = np.stack([np.cos(azimuth), np.sin(azimuth)], axis=-1)
    normal = np.concatenate(
        [sine[:, None, None] * around, cosine[:, None, None] + 0.0 * around[:, :1]], axis=-1
    )
    toward = (normal - np.array([0.0, 0.0, radius])) / np.sqrt(squared)[:, None, None]
    return normal.reshape(-1, 3), toward.reshape(-1, 3), np.repeat(solid, 96)


def main() -> None:
    """Write the table."""
    head = ",".join(f"power_{power}" for power in range(DEGREE + 1))
    lines = [",".join(f"{number:.9g}" for number in term) for term in series()]
    TABLE.write_text("\n".join([head, *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
