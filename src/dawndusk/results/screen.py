"""The verdict on one screen: at most 24 lines of plain text, from a saved run."""

from __future__ import annotations

import math
from collections.abc import Sequence

from dawndusk.core import units
from dawndusk.core.units import YEAR_S
from dawndusk.results import demand, waterfall
from dawndusk.results.bill import Results as BillResults
from dawndusk.results.bill import Side
from dawndusk.results.drivers import finite
from dawndusk.results.fleet import Results as FleetResults
from dawndusk.results.flight import Results as FlightResults
from dawndusk.results.numbers import WHOLE, number, prefixed
from dawndusk.results.radiation import RAD
from dawndusk.results.saved import SavedRun
from dawndusk.results.waiting import years

WIDTH = 130
LINES = 24
# charge gained per energy used below which the duty is too high by more than that
UNSETTLED = -2e-3


def screen(run: SavedRun, files: str = "") -> str:
    """What `dawndusk run` prints.

    Args:
        run: the saved run, up to any stage.
        files: the run folder, named in the last line; none if empty.
    """
    lines = [f"{run.name}: {run.title}", ""]
    lines += _bill(run) + _work(run) + _demand(run) + _fleet(run)
    moves, last = _sensitivities(run), _evidence(run) + ([f"Files: {files}"] if files else [])
    if len(lines + moves + last) > LINES:
        lines.remove("")  # under the title
    room = max(LINES - len(lines + last), 0)
    return "\n".join(lines + moves[:room] + last)


def _bill(run: SavedRun) -> list[str]:
    bill = run.bill
    if bill is None:
        return []
    sides = (
        [("orbit", bill.orbit), ("ground", bill.ground)]
        if bill.orbit
        else [(side.name, side) for side in bill.grounds]
    )
    lines = [run.verdict.sentence] if run.verdict.sentence else []  # not in runs of 0.3
    for label, name, digits in (
        ("USD per chip-hour", "usd_per_chip_hour", 2),
        ("USD per million tokens", "usd_per_million_tokens", 2),
        ("USD per kW-year", "usd_per_kw_year", 0),
    ):
        lines += _by_side(label, [(side, getattr(one, name)) for side, one in sides], digits)
    if bill.orbit is None:
        waits = [(side.name, side.wait_s / YEAR_S) for side in bill.grounds]
        return lines + _by_side("time to service, yr", waits, 1)
    lines[-1] += f"   difference {bill.difference_usd_per_kw_year:+,.0f}"
    lines.append(
        f"  ratio without chips {number(bill.ratio_without_chips or 0.0)};  break-even launch price"
        f" {_break_even(run, bill)}"
    )
    return lines + _time_to_service(run, bill, bill.orbit)


def _by_side(label: str, values: Sequence[tuple[str, float | None]], digits: int) -> list[str]:
    """One line with a value for every side; none where a side has no such value."""
    if any(value is None for _, value in values):
        return []
    shown = "   ".join(f"{side} {value:>10,.{digits}f}" for side, value in values)
    return [f"  {label:<24} {shown}"]


def _break_even(run: SavedRun, bill: BillResults) -> str:
    price = bill.break_even_launch_usd_per_kg
    if price is None:
        return run.reasons["bill.break_even_launch_usd_per_kg"]
    return f"{price:,.0f} USD/kg to {run.inputs['launch.to']['value']}"


def _time_to_service(run: SavedRun, bill: BillResults, orbit: Side) -> list[str]:
    """Time to service and carbon of both sides in one line; carbon is left out where it does not
    fit, all of it on the boundary power_only, which prices no work.
    """
    if bill.boundary == "power_only":
        return []
    line = f"Time to service: orbit {years(orbit)}, ground {years(bill.ground)}"
    worth = bill.break_even_value_usd_per_kw_year
    if worth is None:
        line += f" ({run.reasons['bill.break_even_value_usd_per_kw_year']})"
    elif worth > orbit.usd_per_kw_year:
        line += f"; the earlier start pays off above {number(worth)} USD/kW-yr"
    else:
        line += "; orbit has the lower cost and the earlier start"
    carbon = (number(side.carbon_kg_per_kw_year / 1e3) for side in (orbit, bill.ground))
    more = f"; CO2 {' and '.join(carbon)} t/kW-yr"
    return [line + more if len(line + more) <= WIDTH else line]


def _work(run: SavedRun) -> list[str]:
    if run.work is None:
        return []
    share = (run.life or run.work).delivered_frac
    peak = run.work.peak_flop_per_s
    # what costs next to nothing is left to the page
    steps = [one for one in waterfall.steps(run.work, run.life) if one.frac < WHOLE]
    shown = [f"{one.name} {one.frac:.1%}" for one in steps]
    half = (len(shown) + 1) // 2
    return [
        (
            f"Delivered {prefixed(peak * share, 'FLOP/s')} of {prefixed(peak, 'FLOP/s')} peak"
            f" ({share:.1%}), after"
        ),
        "  " + ", ".join(shown[:half]) + ",",
        "  " + ", ".join(shown[half:]),
    ]


def _demand(run: SavedRun) -> list[str]:
    """The work compared with data-centre demand: the last demand, or all of them where nothing
    flies.
    """
    found = [] if run.bill is None else [f"Scale: {demand.words(one)}" for one in run.bill.demand]
    return found if run.fleet is None else found[-1:]


def _fleet(run: SavedRun) -> list[str]:
    fleet, verdict = run.fleet, run.verdict
    if fleet is None:
        return [f"Largest: {verdict.binding_constraint}"]
    line = (
        f"Fleet: {fleet.satellites:,} satellite{'s' if fleet.satellites > 1 else ''} of"
        f" {fleet.satellite_mass_kg:,.0f} kg {orbits(fleet)}; {prefixed(fleet.it_w, 'W')} of chips"
        f" and hosts; {number(fleet.vehicle_loads)} launches of"
        f" {run.inputs['launch.use']['value']}"
    )
    return [
        line,
        *([] if run.flight is None else [_radiation(run.flight)]),
        f"Binds: {verdict.binding_constraint}",
        *([f"Inconsistent: {'; '.join(verdict.faults)}"] if verdict.faults else []),
    ]


def _radiation(flight: FlightResults) -> str:
    """Dose and silent errors in one line."""
    trapped, solar = (
        number(gy * RAD) for gy in (flight.dose_gy_per_year, flight.dose_solar_gy_per_year)
    )
    silent = flight.upsets_per_chip_year["silent"]
    often = f"one every {number(365.25 / silent)} days" if silent > 0.0 else "none"
    return (
        f"Radiation behind the shield: {trapped} rad/yr trapped, {solar} rad/yr solar events;"
        f" silent errors per chip: {often}"
    )


def orbits(fleet: FleetResults) -> str:
    """Altitude and inclination of a fleet in few words.

    >>> from dawndusk.pipeline import run
    >>> from dawndusk.results.saved import saved
    >>> orbits(saved(run("suncatcher", until="design")).fleet)
    'at 650 km, 98.0 deg'
    """
    altitude, inclination = orbit_ranges(fleet)
    return (
        f"at {altitude}, {inclination}"
        if len(fleet.groups) == 1
        else f"in {len(fleet.groups)} groups, {altitude}"
    )


def orbit_ranges(fleet: FleetResults) -> tuple[str, str]:
    """Altitude and inclination of a fleet, or their range over its groups."""
    heights = [f"{altitude / 1e3:,.0f}" for altitude in sorted(g.altitude_m for g in fleet.groups)]
    inclinations = [
        f"{math.degrees(one):.1f}" for one in sorted(g.inclination_rad for g in fleet.groups)
    ]
    low, high = (
        f"{some[0]} to {some[-1]}" if some[0] != some[-1] else some[0]
        for some in (heights, inclinations)
    )
    return f"{low} km", f"{high} deg"


def _sensitivities(run: SavedRun) -> list[str]:
    drivers, sample = run.verdict.drivers, run.verdict.drivers_satellites
    if not drivers or run.fleet is None:
        return []
    some = (
        f" (on a sample of {sample:,} satellites)"
        if sample and sample < run.fleet.satellites
        else ""
    )
    lines = [f"Largest one-at-a-time sensitivities{some}:"]
    for one in drivers:
        if one.ratio_at_low is not None and one.ratio_at_high is not None:
            low, high = units.show(one.low, one.unit, 3), units.show(one.high, one.unit, 3)
            lines.append(
                f"  {one.key:<34} {low:>14} to {high:<14} ratio {number(one.ratio_at_low)} to"
                f" {number(one.ratio_at_high)}"
            )
    broken = [one.key for one in drivers if not one.closes]
    if broken:
        lines.append(f"  no design closes at an end of {', '.join(broken)}"[:WIDTH])
    return lines


def _evidence(run: SavedRun) -> list[str]:
    estimates = {key for key, row in run.defaults.items() if row.kind == "estimate"}
    line = f"Evidence: {len(estimates)} of {len(run.defaults)} defaults are estimates"
    listed = finite(run.verdict.drivers)
    if listed:
        guessed = sum(one.key in estimates for one in listed)
        line += f", {guessed} of the {len(listed)} inputs above"
    lines = [line, *([] if run.flight is None else [_flown(run, run.flight)])]
    if run.fleet is not None:
        lines.append(
            "Not modelled yet: cosmic-ray upsets, links, drag and formation, plane changes"
        )
    return lines


def _flown(run: SavedRun, flight: FlightResults) -> str:
    days, orbits = (run.inputs[f"flight.{name}"]["value"] for name in ("days", "orbits"))
    assert run.fleet is not None
    some = (
        ""
        if flight.flown_satellites == run.fleet.satellites
        else f" by {flight.flown_satellites:,} satellites"
    )
    check = (
        f"sunlit share {flight.sampling_error_sunlit_ratio:+.2%} from the closed form"
        if flight.stored_ratio > UNSETTLED
        else "not settled, batteries still drain: set flight.settle higher"
    )
    return f"Flown: {days} days of {orbits} orbits at the end of life{some}; {check}"
