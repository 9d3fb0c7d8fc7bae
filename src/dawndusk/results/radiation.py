"""Radiation: dose behind the shield, upsets and where they are met.

Equation: values per year = rates x 365.25 days; means over the fleet's satellites
Valid: as flight/exposure
Source: dawndusk-method
"""

from __future__ import annotations

from typing import Any

from dawndusk.core.numeric import np
from dawndusk.core.units import YEAR_S
from dawndusk.physics import radiation
from dawndusk.records.flight import Flight
from dawndusk.records.run import Run, Shielded
from dawndusk.results.numbers import number

RAD = 100.0  # per gray


def millimetres(thickness_m: float) -> str:
    """A thickness as printed.

    >>> millimetres(7.5e-3)
    '7.5 mm'
    """
    return f"{number(thickness_m * 1e3, 3, trim=True)} mm"


MET = 0.9  # share of the protons whose time is told


def keys(run: Run, flight: Flight) -> dict[str, Any]:
    """What `run.json` holds of it, under `flight`."""
    storm = float(flight.met("storm_gy"))
    storms = run.storms_in_draw or ()
    return {
        "dose_gy_per_year": _a_year(flight, "dose_gy_per_s"),
        "dose_other_gy_per_year": _a_year(flight, "other_gy_per_s"),
        "dose_proton_frac": flight.met("proton_frac"),
        "dose_solar_gy_per_year": _a_year(flight, "solar_gy_per_s"),
        "dose_storm_gy": storm,
        "storms_in_draw": len(storms),
        "dose_storms_in_draw_gy": len(storms) * storm,
        "dose_cosmic_gy_per_year": _a_year(flight, "cosmic_gy_per_s"),
        "solar_activity_frac": flight.met("activity_frac"),
        "upsets_per_chip_year": _a_year(flight, "upsets_per_s"),
        "upsets_belts_per_chip_year": _a_year(flight, "belts_per_s"),
        "upsets_storms_per_chip_year": _a_year(flight, "storms_per_s"),
        "upsets_by_dose_per_chip_year": _a_year(flight, "by_dose_per_s"),
        "upset_protons_per_m2_s": flight.met("protons_per_m2_s"),
        "upset_protons_above_j": flight.met("least_energy_j"),
        "upset_downtime_frac": flight.met("downtime_frac"),
        "anomaly_time_frac": time_frac(flight),
        "anomaly_peak_over_mean": peak_over_mean(flight),
        "flown_protons_frac": flight.mean("protons_frac"),
        "flown_dose_frac": flight.mean("dose_frac"),
        "upsets_in_draw": flight.upsets("counts"),
        "upsets_expected": flight.upsets("expected"),
    }


def _a_year(flight: Flight, what: str) -> Any:
    found = flight.met(what)
    return (
        {name: one * YEAR_S for name, one in found.items()}
        if isinstance(found, dict)
        else found * YEAR_S
    )


def time_frac(flight: Flight) -> float:
    """Share of the time in which 90 % of the protons that upset chips are met, mean over the fleet."""
    each = (
        one.count * radiation.time_share_frac(one.belts.places_frac[0], MET)
        for one in flight.groups
        if one.belts is not None
    )
    return sum(each) / flight.satellites


def shielded(one: Shielded) -> dict[str, float]:
    """One of the other shields or orbits, as `run.json` has it."""
    return {
        "thickness_m": one.thickness_m,
        "altitude_m": one.altitude_m,
        "dose_gy_per_year": one.dose_gy_per_s * YEAR_S,
        "silent_per_chip_year": one.silent_per_s * YEAR_S,
        "satellite_kg": one.satellite_kg,
        "ratio": one.ratio,
    }


def in_short(flight: Flight) -> str:
    """Dose and silent errors in one line of plain text, for the screen."""
    belts, storms = (
        number(_a_year(flight, what) * RAD) for what in ("dose_gy_per_s", "solar_gy_per_s")
    )
    silent = float(flight.met("upsets_per_s")["silent"])
    often = (
        f"a silent error every {number(1.0 / silent / 86400.0)} days a chip"
        if silent > 0.0
        else "no silent errors"
    )
    return (
        f"Radiation: {belts} rad a year of the belts behind the shield, {storms} of storms; {often}"
    )


def peak_over_mean(flight: Flight) -> float:
    """Most of the protons that count at any place over their orbit's mean."""
    return max(
        float(np.max(one.belts.places_frac[0])) for one in flight.groups if one.belts is not None
    )
