"""The summary: `run.json`, the keys that other programs may rely on. No clock time, no path."""

from __future__ import annotations

import math
from typing import Any

from dawndusk.core import units
from dawndusk.core.units import YEAR_S
from dawndusk.records.bill import Side
from dawndusk.records.run import Run
from dawndusk.results import cost_parts as tables
from dawndusk.results import demand, endurance, power_flow, radiation, verdict, waiting
from dawndusk.results import narrative as words
from dawndusk.results.keys import (
    BESIDE_MONEY,
    KEYS,
    LEVEL,
    NO_END,
    NO_HIGHER,
    NO_LEVEL,
    NO_SHIELD,
    NOTHING_FLIES,
    ORBITAL,
    UNITS_OF_A_SIDE,
    reason,
)


def summary(run: Run) -> dict[str, Any]:
    """Everything `run.json` holds, as plain numbers, text, lists and dicts."""
    import dawndusk

    found: dict[str, Any] = {
        "dawndusk": dawndusk.__version__,
        "scenario": {"name": run.scenario.name, "title": run.scenario.title},
        "fleet": _fleet(run),
        "flight": _flight(run),
        "work": _work(run),
        "life": _life(run),
        "bill": _bill(run),
        "verdict": {
            "binding_constraint": verdict.binding(run),
            "words": words.paragraph(run) or None,
            "level_ratio": run.level_ratio,
            "shields": [radiation.shielded(one) for one in run.shields],
            "higher": (
                run.higher
                and {
                    "before": radiation.shielded(run.higher[0]),
                    "after": radiation.shielded(run.higher[1]),
                }
            ),
            "drivers": [
                {
                    "key": one.key,
                    "unit": units.unit_of(one.field),
                    "low": one.low,
                    "high": one.high,
                    "ratio_at_low": one.ratio_at_low,
                    "ratio_at_high": one.ratio_at_high,
                    "effect": one.effect,
                    "turns_at": list(one.turns_at),
                }
                for one in run.drivers
            ],
        },
        "inputs": inputs(run),
    }
    found = _plain(found)
    return found | {"reasons": _reasons(run, found)}


def inputs(run: Run) -> dict[str, dict[str, Any]]:
    """Every input by dotted key: its text as in a file, where it came from, and the comment on its
    line.
    """
    found = {}
    for key, value in _walk(run.loaded.resolved, ""):
        origin = run.loaded.origins.get(key)
        found[key] = {
            "value": value,
            "from": (origin and (origin.where or f"row {origin.row}")) or "default",
        }
        if origin is not None and origin.note:
            found[key]["note"] = origin.note
    return found


def _walk(table: Any, path: str) -> list[tuple[str, Any]]:
    members = table.items() if isinstance(table, dict) else enumerate(table)
    found = []
    for name, value in members:
        here = f"{path}.{name}".strip(".")
        spread = isinstance(value, dict) and {"low", "high"} <= value.keys()
        if isinstance(value, dict | list) and not spread:
            found += _walk(value, here)
        elif value is not None:
            found.append((here, value))
    return found


def _fleet(run: Run) -> dict[str, Any] | None:
    fleet = run.fleet
    groups = fleet.groups
    if not groups:
        return None
    battery = endurance.first_worn(fleet).satellite.battery
    return {
        "satellites": fleet.satellites,
        "mass_kg": fleet.mass_kg,
        "satellite_mass_kg": fleet.mean("launch_mass_kg"),
        "satellite_life_s": fleet.life_s,
        "satellite_it_w": fleet.mean("it_w"),
        "satellite_heat_w": fleet.mean("heat_w"),
        "power_w": fleet.power_w,
        "it_w": fleet.total("it_w"),
        "chips": fleet.chips,
        "array_m2": sum(group.count * group.satellite.array.area_m2 for group in groups),
        "array_stowed_m3": sum(group.count * group.satellite.array.stowed_m3() for group in groups),
        "array_w_per_kg": (
            fleet.power_w / sum(group.count * group.satellite.array.mass_kg() for group in groups)
        ),
        "battery_j": sum(group.count * group.satellite.battery.capacity_j for group in groups),
        "radiator_m2": sum(group.count * group.satellite.radiator.area_m2 for group in groups),
        "propellant_kg": sum(group.count * group.mass_kg["propellant"] for group in groups),
        "shells": [
            {
                "name": group.name,
                "satellites": group.count,
                "altitude_m": group.orbits.altitude_m,
                "inclination_rad": group.orbits.inclination_rad,
                "satellite_mass_kg": group.launch_mass_kg,
                "vehicle_loads": group.launches,
                "worst_sunlight_w_per_m2": group.worst.sunlight_w_per_m2,
            }
            for group in groups
        ],
        "items_kg": fleet.items_kg,
        "items_kg_per_it_kw": {
            name: kg / (fleet.mean("it_w") / 1e3) for name, kg in fleet.items_kg.items()
        },
        "stowed_m3": sum(group.count * group.stowed_m3 for group in groups),
        "launches": sum(math.ceil(float(group.launches)) for group in groups),
        "vehicle_loads": fleet.launches,
        "launch_usd_per_kg": (
            fleet.total("launch_equivalent_kg")
            / fleet.mass_kg
            * run.scenario.launch.price_usd_per_kg
        ),
        "mass_kg_per_it_kw": fleet.mass_kg / (fleet.total("it_w") / 1e3),
        "specific_mass_kg_per_kw": fleet.mass_kg / (fleet.power_w / 1e3),
        "worst_sunlight_w_per_m2": min(float(group.worst.sunlight_w_per_m2) for group in groups),
        "battery_life_s": battery.life_s(),
        "battery_depth_frac": battery.depth_of_discharge_frac,
        "radiator_k": max(float(group.satellite.radiator.temperature_k) for group in groups),
        "radiator_holes_per_year": endurance.holes_per_year(fleet),
    }


def _flight(run: Run) -> dict[str, Any] | None:
    flight = run.flight
    if flight is None:
        return None
    assert run.sampling_error is not None
    found: dict[str, Any] = {
        "sunlit_frac": flight.share("sunlit_frac"),
        "longest_eclipse_s": max(float(group.longest_eclipse_s) for group in flight.groups),
        "eclipse_days_per_year": flight.share("eclipse_days_per_year"),
        "min_soc_frac": flight.least("min_soc_frac"),
        "stored_frac": flight.mean("stored_w") / flight.mean("used_w"),
        "min_chip_k": flight.least("min_chip_k"),
        "max_chip_k": flight.most("max_chip_k"),
        "max_radiator_k": flight.most("max_radiator_k"),
        "max_array_k": flight.most("max_array_k"),
        "worst_hour_frac": flight.worst_hour_frac,
        "pauses_per_year": endurance.pauses_per_year(flight),
        "eclipses_per_year": endurance.cycles_per_year(run.fleet, flight),
        "sankey": power_flow.powers(run.fleet, flight),
        "shells": [
            {
                "sunlit_frac": one.sunlit_frac,
                "longest_eclipse_s": one.longest_eclipse_s,
                "eclipse_days_per_year": one.eclipse_days_per_year,
                "duty_frac": duty,
                "dose_gy_per_year": one.exposure.dose_gy_per_s * YEAR_S,
                "silent_per_chip_year": one.exposure.upsets_per_s["silent"] * YEAR_S,
            }
            for one, duty in zip(flight.groups, flight.by_group("duty_frac"), strict=True)
        ],
        "flown_satellites": flight.flown,
        "flown_sunlit_frac": flight.mean("sunlit_frac"),
        "sampling_error_sunlit_frac": run.sampling_error["sunlit_frac"],
        "sampling_error_duty_frac": run.sampling_error["duty_frac"],
        **radiation.keys(run, flight),
    }
    return found | {
        key.partition(".")[2]: None
        for key, about in KEYS.items()
        if key.startswith("flight.") and about.missing
    }


def _work(run: Run) -> dict[str, Any] | None:
    work = run.work
    if work is None:
        return None
    return {
        "peak_flop_per_s": work.peak_flop_per_s,
        "delivered_flop_per_s": work.delivered_flop_per_s,
        "delivered_frac": work.delivered_frac,
        "duty_frac": work.duty_frac,
        "waterfall": [{"name": factor.name, "frac": factor.frac} for factor in work.waterfall],
        "tokens_per_s": work.tokens_per_s,
        "goodput_frac": work.goodput_frac if work.rates.job else None,
        "training_s": work.training_s,
        "silent_per_million_tokens": work.silent_per_million_tokens,
        "silent_per_training_day": work.silent_per_training_day,
    }


def _life(run: Run) -> dict[str, Any] | None:
    life = run.life
    if life is None:
        return None
    return {
        "availability_frac": life.availability_frac,
        "satellites_frac": life.satellites_frac,
        "chips_frac": life.chips_frac,
        "unworn_frac": life.unworn_frac,
        "uptime_frac": life.uptime_frac,
        "replaced_satellites": life.replaced_satellites,
        "launches": life.launches,
        "lost_in_draw": run.lost_in_draw,
        "delivered_frac": life.delivered_frac,
        "delivered_flop_per_s": life.delivered_flop_per_s,
        "delivered_flop": life.delivered_flop,
        "tokens_per_s": life.tokens_per_s,
    }


def _bill(run: Run) -> dict[str, Any] | None:
    bill = run.bill
    if bill is None:
        return None
    price = bill.break_even_launch_usd_per_kg
    return {
        "boundary": bill.boundary,
        "orbit_usd": bill.orbit and bill.orbit.present_usd,
        "ground_usd": bill.ground.present_usd,
        "ratio": bill.ratio,
        "ratio_without_chips": bill.ratio_without_chips,
        "difference_usd_per_kw_year": bill.difference_usd_per_kw_year,
        "capital_usd": bill.capital_usd,
        "launch_usd_per_kg": bill.launch_usd_per_kg,
        "break_even_launch_usd_per_kg": (
            price if price is not None and float(price) >= 0.0 else None
        ),
        "worth_usd_per_kw_year": bill.worth_usd_per_kw_year,
        "orbit_cheaper_frac": None,
        "orbit": bill.orbit and _side(bill.orbit),
        "ground": _side(bill.ground),
        "grounds": [_side(side) for side in bill.grounds],
        "demand": [
            {
                "name": one.name,
                "twh_per_year": one.twh,
                "low_twh_per_year": one.low_twh,
                "high_twh_per_year": one.high_twh,
                "whole_twh_per_year": one.whole_twh,
                "sites": one.sites,
                "carried_frac": one.frac,
                "launches_per_year": one.launches_per_year,
                "capital_usd": one.capital_usd,
            }
            for one in demand.beside(run)
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        **{name: getattr(side, name) for name in (*UNITS_OF_A_SIDE, *BESIDE_MONEY)},
        "chips": side.chips,
        "waterfall": [{"name": factor.name, "frac": factor.frac} for factor in side.waterfall],
        "it_w": side.it_w,
        "grid_twh_per_year": float(side.grid_w) * YEAR_S / demand.TWH_J,
        "items_usd_per_year": side.items_usd_per_year,
        "items_usd_per_kw_year": tables.items_usd_per_kw_year(side),
        "parts_usd_per_kw_year": {
            part.name.lower(): usd for part, usd in tables.parts_usd_per_kw_year(side).items()
        },
    }


def _reasons(run: Run, found: dict[str, Any]) -> dict[str, str]:
    """Why each null is null."""
    reasons = {}
    on_ground = run.scenario.on_ground
    for section in ("fleet", "flight", "work", "life", "bill"):
        if found[section] is None:
            flies = section in ("fleet", "flight", "life") and on_ground
            reasons[section] = NOTHING_FLIES if flies else "the run stopped before this stage"
            continue
        for key, _ in _nulls(found[section], section):
            if on_ground and key in ORBITAL:
                reasons[key] = NOTHING_FLIES
            elif key == "bill.break_even_launch_usd_per_kg":
                reasons[key] = verdict.no_break_even(run)
            elif key == "bill.worth_usd_per_kw_year" and run.bill and waiting.no_worth(run.bill):
                reasons[key] = waiting.no_worth(run.bill)
            else:
                reasons[key] = reason(key, run.bill.boundary if run.bill else "")
    why = {
        LEVEL: NO_LEVEL,
        "verdict.words": "the run stopped before the price",
        "verdict.higher": NOTHING_FLIES if on_ground else NO_HIGHER,
    }
    for key, _ in _nulls(found["verdict"], "verdict"):
        reasons[key] = why.get(
            key, NO_SHIELD if key.startswith(("verdict.shields.", "verdict.higher.")) else NO_END
        )
    return reasons


def _nulls(table: Any, path: str) -> list[tuple[str, None]]:
    found: list[tuple[str, None]] = []
    for name, value in table.items() if isinstance(table, dict) else enumerate(table):
        if value is None:
            found.append((f"{path}.{name}", None))
        elif isinstance(value, dict | list):
            found += _nulls(value, f"{path}.{name}")
    return found


def _plain(value: Any) -> Any:
    """Numbers of NumPy and JAX as Python's own; what is not finite as None."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    number = float(value)
    return number if math.isfinite(number) else None
