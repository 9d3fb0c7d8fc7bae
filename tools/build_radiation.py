"""Builds data/tables/radiation.npz: dose behind aluminium around circular orbits, and maps of the
particles that upset chips.

    python -m tools.build_radiation

The chain, one function each: integral fluxes of AP8 and AE8 over the globe, each phase of the solar
cycle in the field of its own epoch -> mean over longitude -> mean over a circular orbit
(tools/belts.py) -> spectrum -> SHIELDOSE-2, silicon behind aluminium. Beside it one solar event
like that of August 1972, where the geomagnetic cut-off lets it in, dose and protons, and maps of
protons and electrons over latitude and longitude.

Altitudes are built one after another and kept in build/radiation/: a build that was stopped goes on
where it was. All values are kept as their natural logarithms in thousandths, which is finer than
the models by a hundred.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tools import belts

TABLE = Path(__file__).parents[1] / "src" / "dawndusk" / "data" / "tables" / "radiation.npz"
PARTS = Path(__file__).parents[1] / "build" / "radiation"
ALTITUDE_KM = np.geomspace(300.0, 2000.0, 25)
INCLINATION_DEG = np.linspace(
    0.0, 90.0, 19
)  # beyond 90 deg the orbit passes the same latitudes as below
DEPTH_MM = np.geomspace(0.1, 20.0, 24)
PHASES = ("min", "max")
GEOMETRIES = (
    "sphere",
    "slab",
)  # silicon at the centre of a solid sphere; behind a slab, lit from its far side alone
SOURCES = ("electrons", "bremsstrahlung", "protons")
MAPPED_MEV = np.array([10.0, 20.0, 30.0, 60.0, 100.0])  # of the maps: protons above
PROTONS_MEV = np.geomspace(10.0, 300.0, 15)  # of the orbit means, up to where AP8 ends
ELECTRONS_MEV = np.array([1.0])

LATITUDE_DEG = np.arange(-90.0, 91.0, 2.5)
LONGITUDE_DEG = np.arange(0.0, 360.0, 5.0)
PROTON_MEV = np.geomspace(0.1, 400.0, 60)
ELECTRON_MEV = np.geomspace(0.04, 7.0, 40)
SOLVED_MM = np.geomspace(
    0.05, 25.0, 70
)  # SHIELDOSE-2 takes the sphere's dose from the slope over depth: it needs many depths
LEAST_FLUX = (
    1e-3  # 1/cm2/s: a hundred-thousandth of what the anomaly has; of an event, 1/cm2: nothing
)
LEAST_DOSE = 1e-14  # Gy/s, 0.03 mrad a year
# of orbit means with altitude, in the logarithm: cubics between the nodes then stay below 5 % a
# kilometre
STEEPEST_PER_KM = 0.042
GY_PER_RAD = 0.01


def spectrum(
    energy_mev: np.ndarray, integral: np.ndarray, samples: int
) -> tuple[np.ndarray, np.ndarray]:
    """Energies and differential flux per MeV, always above zero, as SHIELDOSE-2 needs it."""
    fine = np.geomspace(energy_mev[0], energy_mev[-1], samples + 1)
    above = np.exp(
        np.interp(np.log(fine), np.log(energy_mev), np.log(np.maximum(integral, belts.FLOOR)))
    )
    return np.sqrt(fine[1:] * fine[:-1]), np.maximum(-np.diff(above) / np.diff(fine), 1e-30)


def doses(electrons: np.ndarray, protons: np.ndarray, solar: bool = False) -> np.ndarray:
    """Dose rates [geometry, source, depth] in Gy/s of silicon from integral fluxes in 1/cm2/s; of
    fluences, Gy.
    """
    from spacepy.irbempy import Shieldose2

    model = Shieldose2()
    model.set_shielding(depths=SOLVED_MM, units="mm")
    for species, (energy, flux) in {
        "e": spectrum(ELECTRON_MEV, electrons, 200),
        "p_un" if solar else "p_tr": spectrum(PROTON_MEV, protons, 300),
    }.items():
        model.set_flux(flux, energy, species)
    model.get_dose(
        detector=3, nucmeth=2
    )  # protons lose by nuclear reactions too; what they set free stays where it is
    names = (
        "dose_electron",
        "dose_bremsstrahlung",
        "dose_proton_untrapped" if solar else "dose_proton_trapped",
    )
    found = np.array(
        [np.asarray(model.results[name]) for name in names]
    )  # [source, depth, geometry]: thick slab, slab, half of a sphere
    rates = GY_PER_RAD * np.stack([2.0 * found[:, :, 2], found[:, :, 1]])
    logs = np.log(np.maximum(rates, LEAST_DOSE))
    return np.exp(
        [
            [np.interp(np.log(DEPTH_MM), np.log(SOLVED_MM), source) for source in geometry]
            for geometry in logs
        ]
    )


def at_altitude(
    altitude_km: float, inclinations_deg: np.ndarray = INCLINATION_DEG
) -> dict[str, np.ndarray]:
    """Every array of the table at one altitude."""
    latitude, longitude = np.meshgrid(LATITUDE_DEG, LONGITUDE_DEG, indexing="ij")
    found: dict[str, list[np.ndarray]] = {
        "dose": [],
        "protons": [],
        "proton_map": [],
        "electron_map": [],
    }
    for phase in PHASES:
        protons = belts.flux("p", phase, altitude_km, latitude, longitude, PROTON_MEV)
        electrons = belts.flux("e", phase, altitude_km, latitude, longitude, ELECTRON_MEV)
        dose, mean = [], []
        for inclination in inclinations_deg:
            around = [
                belts.orbit_mean(one.mean(axis=1), LATITUDE_DEG, inclination)
                for one in (electrons, protons)
            ]
            dose.append(doses(*around))
            mean.append(_above(around[1], PROTONS_MEV))
        found["dose"].append(np.array(dose))
        found["protons"].append(np.array(mean))
        found["proton_map"].append(np.moveaxis(_above(protons, MAPPED_MEV), -1, 0))
        found["electron_map"].append(_above(electrons, ELECTRONS_MEV, ELECTRON_MEV)[..., 0])
    event = belts.event_at("max", altitude_km, latitude, longitude, PROTON_MEV).mean(axis=1)
    none = np.zeros(len(ELECTRON_MEV))
    fluences = [belts.orbit_mean(event, LATITUDE_DEG, one) for one in inclinations_deg]
    found["event_dose"] = [doses(none, one, solar=True)[:, 2] for one in fluences]
    found["event_protons"] = [_above(one, PROTONS_MEV) for one in fluences]
    return {name: np.array(value) for name, value in found.items()}


def _above(
    integral: np.ndarray, wanted_mev: np.ndarray, energy_mev: np.ndarray = PROTON_MEV
) -> np.ndarray:
    """Flux above the wanted energies, by its logarithm over that of the energy."""
    logs, place = np.log(np.maximum(integral, LEAST_FLUX)), np.log(energy_mev)
    return np.exp(
        np.apply_along_axis(lambda one: np.interp(np.log(wanted_mev), place, one), -1, logs)
    )


def softened(logarithms: np.ndarray) -> np.ndarray:
    """A table [altitude, ...] that falls downward by no more than STEEPEST: where the belts begin
    near the equator AP8 has an edge as of a knife.

    Only what is a small part of what is right above is raised: some rad a year, where cosmic rays
    bring as many.
    """
    found = logarithms.astype(float)
    for at in range(len(ALTITUDE_KM) - 2, -1, -1):
        fall = 1e3 * STEEPEST_PER_KM * (ALTITUDE_KM[at + 1] - ALTITUDE_KM[at])
        found[at] = np.maximum(found[at], found[at + 1] - fall)
    return np.round(found).astype(np.int16)


def thousandths(values: np.ndarray) -> np.ndarray:
    """Natural logarithms in thousandths."""
    return np.round(1e3 * np.log(values)).astype(np.int16)


def main() -> None:
    """Write the table, altitude by altitude."""
    PARTS.mkdir(parents=True, exist_ok=True)
    parts = []
    for altitude in ALTITUDE_KM:
        part = PARTS / f"{altitude:.3f}.npz"
        if not part.exists():
            np.savez(
                part.with_suffix(".new.npz"),
                **{
                    name: thousandths(value) for name, value in at_altitude(float(altitude)).items()
                },
            )
            part.with_suffix(".new.npz").rename(part)
        parts.append(np.load(part))
        print(f"{altitude:.0f} km", flush=True)
    whole = {name: np.stack([part[name] for part in parts]) for name in parts[0].files}
    whole |= {name: softened(whole[name]) for name in ("dose", "protons")}
    np.savez_compressed(
        TABLE, **whole, altitude_km=ALTITUDE_KM, inclination_deg=INCLINATION_DEG, depth_mm=DEPTH_MM
    )


if __name__ == "__main__":
    main()
