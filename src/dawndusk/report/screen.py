"""The verdict on one screen: at most 24 lines of plain text."""

from __future__ import annotations

import math

from dawndusk.core import units
from dawndusk.records.bill import Side
from dawndusk.records.run import Run
from dawndusk.report import verdict
from dawndusk.report.numbers import prefixed
from dawndusk.report.summary import inputs

WIDTH = 100
LINES = 24


def screen(run: Run, where: str = "") -> str:
    """What `dawndusk run` prints; `where` is the run folder."""
    lines = [f"{run.scenario.name}: {run.scenario.title}", ""]
    lines += _bill(run) + _work(run) + _fleet(run) + _drivers(run) + _trust(run)
    if where:
        lines.append(f"Files: {where}")
    return "\n".join(lines[:LINES])


def _bill(run: Run) -> list[str]:
    bill = run.bill
    if bill is None:
        return []
    sides = (bill.orbit, bill.ground)
    lines = [verdict.sentence(run)]
    for label, name, digits in (("USD per chip-hour", "usd_per_chip_hour", 2), ("USD per million tokens", "usd_per_million_tokens", 2),
                                ("USD per kW-year", "usd_per_kw_year", 0)):  # fmt: skip
        lines += _pair(label, name, digits, sides)
    lines[-1] += f"   difference {float(bill.difference_usd_per_kw_year):+,.0f}"
    lines.append(f"  ratio without chips {float(bill.ratio_without_chips):.2f};  break-even launch price {verdict.break_even(run)}")
    return lines


def _pair(label: str, name: str, digits: int, sides: tuple[Side, Side]) -> list[str]:
    values = [getattr(side, name) for side in sides]
    if any(value is None for value in values):
        return []
    return [f"  {label:<24} orbit {float(values[0]):>10,.{digits}f}   ground {float(values[1]):>10,.{digits}f}"]


def _work(run: Run) -> list[str]:
    if run.work is None:
        return []
    work, life = run.work, run.life
    share, steps = float(work.delivered_frac), [(factor.name, float(factor.frac)) for factor in work.waterfall]
    if life is not None:
        share *= float(life.availability_frac)
        steps += [
            ("satellites alive", float(life.satellites_frac)),
            ("chips alive", float(life.chips_frac)),
            ("uptime", float(life.uptime_frac)),
        ]
    peak = float(work.peak_flop_per_s)
    shown = [f"{name} {frac:.1%}" for name, frac in steps]
    half = (len(shown) + 1) // 2
    return [f"Delivered {prefixed(peak * share, 'FLOP/s')} of {prefixed(peak, 'FLOP/s')} peak ({share:.1%}), after",
            "  " + ", ".join(shown[:half]) + ",", "  " + ", ".join(shown[half:])]  # fmt: skip


def _fleet(run: Run) -> list[str]:
    fleet, orbits = run.fleet, run.fleet.groups[0].orbits
    line = f"Fleet: {int(fleet.satellites):,} satellites of {float(fleet.mass_kg / fleet.satellites):,.0f} kg"
    line += f" at {float(orbits.altitude_m) / 1e3:,.0f} km, {math.degrees(float(orbits.inclination_rad)):.1f} deg"
    line += f"; {prefixed(float(fleet.total('it_w')), 'W')} of chips and hosts"
    line += f"; {float(sum(group.launches for group in fleet.groups)):,.1f} launches of {run.scenario.launch.use}"
    unexplained = float(fleet.groups[0].mass_kg.get("not explained", 0.0))
    lines = [line, f"Binds: {verdict.binding(run)}"]
    if unexplained < 0.0:
        lines.append(f"Inconsistent: the given mass is {-unexplained:,.0f} kg below what the parts add up to")
    return lines


def _drivers(run: Run) -> list[str]:
    if not run.drivers:
        return []
    lines = ["Moves the ratio most, all else nominal:"]
    for one in (driver for driver in run.drivers if driver.closes):
        unit = units.unit_of(one.field)
        low, high = units.show(one.low, unit, 3), units.show(one.high, unit, 3)
        lines.append(f"  {one.key:<34} {low:>14} to {high:<14} ratio {one.ratio_at_low:.2f} to {one.ratio_at_high:.2f}")
    broken = [driver.key for driver in run.drivers if not driver.closes]
    if broken:
        lines.append(f"  no design closes at an end of {', '.join(broken)}"[:WIDTH])
    return lines


def _trust(run: Run) -> list[str]:
    used = {key: run.loaded.row(origin.row) for key, origin in run.loaded.origins.items() if origin.row and key in inputs(run)}
    guesses = {key for key, row in used.items() if row is not None and row.kind == "estimate"}
    line = f"Trust: {len(guesses)} of {len(used)} defaults are estimates"
    if run.drivers:
        line += f", {sum(one.key in guesses for one in run.drivers)} of the {len(run.drivers)} inputs above"
    lines = [line]
    if run.sampling_error is not None:
        sampling, error = run.scenario.flight, run.sampling_error
        lines.append(
            f"Flown: {sampling.days} days of {sampling.orbits} orbits at the end of life; sunlit share {error['sunlit_frac']:+.2%} from the closed form of the year"
        )
    lines.append("Not modelled yet: radiation, links, drag and formation, plane changes, non-recurring engineering, insurance")
    return lines
