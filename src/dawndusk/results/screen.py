"""The verdict on one screen: at most 24 lines of plain text."""

from __future__ import annotations

import math

from dawndusk.core import units
from dawndusk.records.bill import Side
from dawndusk.records.fleet import Fleet
from dawndusk.records.run import Run
from dawndusk.results import demand, headline, radiation, waiting
from dawndusk.results.numbers import WHOLE, number, prefixed
from dawndusk.results.summary import inputs
from dawndusk.study.quick import sampled

WIDTH = 100
LINES = 24
UNSETTLED = (
    -2e-3
)  # charge gained per energy used below which the duty is too high by more than that


def screen(run: Run, where: str = "") -> str:
    """What `dawndusk run` prints; `where` is the run folder."""
    lines = [f"{run.scenario.name}: {run.scenario.title}", ""]
    lines += _bill(run) + _work(run) + _demand(run) + _fleet(run)
    moves, last = _drivers(run), _trust(run) + ([f"Files: {where}"] if where else [])
    if len(lines + moves + last) > LINES:
        lines.remove("")  # under the title
    room = max(LINES - len(lines + last), 0)
    return "\n".join(lines + moves[:room] + last)


def _bill(run: Run) -> list[str]:
    bill = run.bill
    if bill is None:
        return []
    sides = (
        [("orbit", bill.orbit), ("ground", bill.ground)]
        if bill.orbit
        else [(side.name, side) for side in bill.grounds]
    )
    lines = [headline.sentence(run)]
    for label, name, digits in (
        ("USD per chip-hour", "usd_per_chip_hour", 2),
        ("USD per million tokens", "usd_per_million_tokens", 2),
        ("USD per kW-year", "usd_per_kw_year", 0),
    ):
        lines += _prices(label, name, digits, sides)
    if bill.orbit is None:
        return lines + waiting.in_short(bill, WIDTH)
    lines[-1] += f"   difference {float(bill.difference_usd_per_kw_year):+,.0f}"
    lines.append(
        f"  ratio without chips {number(bill.ratio_without_chips)};  break-even launch price"
        f" {headline.break_even(run)}"
    )
    return lines + waiting.in_short(bill, WIDTH)


def _prices(label: str, name: str, digits: int, sides: list[tuple[str, Side]]) -> list[str]:
    values = [(side, getattr(one, name)) for side, one in sides]
    if any(value is None for _, value in values):
        return []
    return [
        f"  {label:<24} "
        + "   ".join(f"{side} {float(value):>10,.{digits}f}" for side, value in values)
    ]


def _work(run: Run) -> list[str]:
    if run.work is None:
        return []
    work, life = run.work, run.life
    share, steps = (
        float(work.delivered_frac),
        [(factor.name, float(factor.frac)) for factor in work.waterfall],
    )
    if life is not None:
        share *= float(life.availability_frac)
        steps += [(factor.name, float(factor.frac)) for factor in life.waterfall]
    peak = float(work.peak_flop_per_s)
    shown = [
        f"{name} {frac:.1%}" for name, frac in steps if frac < WHOLE
    ]  # what costs next to nothing is left to the page
    half = (len(shown) + 1) // 2
    return [
        (
            f"Delivered {prefixed(peak * share, 'FLOP/s')} of {prefixed(peak, 'FLOP/s')} peak"
            f" ({share:.1%}), after"
        ),
        "  " + ", ".join(shown[:half]) + ",",
        "  " + ", ".join(shown[half:]),
    ]


def _demand(run: Run) -> list[str]:
    """The work beside somebody's electricity, in one line for each demand."""
    found = [f"Beside {demand.words(one)}" for one in demand.beside(run)]
    return found if run.scenario.on_ground else found[-1:]


def _fleet(run: Run) -> list[str]:
    fleet = run.fleet
    if run.scenario.on_ground:
        return [f"Largest: {headline.binding(run)}"]
    line = (
        f"Fleet: {fleet.satellites:,} satellite{'s' if fleet.satellites > 1 else ''} of"
        f" {float(fleet.mass_kg / fleet.satellites):,.0f} kg {where(fleet)}"
    )
    line += f"; {prefixed(float(fleet.total('it_w')), 'W')} of chips and hosts"
    line += f"; {number(fleet.launches)} launches of {run.scenario.launch.use}"
    faults = headline.faults(run)
    if run.flight is not None:
        return [
            line,
            radiation.in_short(run.flight),
            f"Binds: {headline.binding(run)}",
            *([f"Inconsistent: {'; '.join(faults)}"] if faults else []),
        ]
    return [
        line,
        f"Binds: {headline.binding(run)}",
        *([f"Inconsistent: {'; '.join(faults)}"] if faults else []),
    ]


def where(fleet: Fleet) -> str:
    """Where the satellites are, in few words.

    >>> from dawndusk.fleet.design import design
    >>> from dawndusk.scenario.reading import load
    >>> where(design(load("suncatcher").scenario))
    'at 650 km, 98.0 deg'
    """
    altitude, inclination = spans(fleet)
    return (
        f"at {altitude}, {inclination}"
        if len(fleet.groups) == 1
        else f"in {len(fleet.groups)} shells, {altitude}"
    )


def spans(fleet: Fleet) -> tuple[str, str]:
    """Altitude and inclination of a fleet, or their range over its shells."""
    heights = [
        f"{float(group.orbits.altitude_m) / 1e3:,.0f}"
        for group in sorted(fleet.groups, key=lambda one: float(one.orbits.altitude_m))
    ]
    tilts = [
        f"{math.degrees(tilt):.1f}"
        for tilt in sorted(float(group.orbits.inclination_rad) for group in fleet.groups)
    ]
    low, high = (
        f"{some[0]} to {some[-1]}" if some[0] != some[-1] else some[0] for some in (heights, tilts)
    )
    return f"{low} km", f"{high} deg"


def _drivers(run: Run) -> list[str]:
    if not run.drivers:
        return []
    sample = sampled(run.scenario)
    some = f" (on a sample of {sample:,} satellites)" if run.fleet.satellites > sample else ""
    lines = [f"Moves the ratio most, all else nominal{some}:"]
    for one in (driver for driver in run.drivers if driver.closes):
        unit = units.unit_of(one.field)
        low, high = units.show(one.low, unit, 3), units.show(one.high, unit, 3)
        lines.append(
            f"  {one.key:<34} {low:>14} to {high:<14} ratio {number(one.ratio_at_low)} to"
            f" {number(one.ratio_at_high)}"
        )
    broken = [driver.key for driver in run.drivers if not driver.closes]
    if broken:
        lines.append(f"  no design closes at an end of {', '.join(broken)}"[:WIDTH])
    return lines


def _trust(run: Run) -> list[str]:
    used = {
        key: run.loaded.row(origin.row)
        for key, origin in run.loaded.origins.items()
        if origin.row and key in inputs(run)
    }
    guesses = {key for key, row in used.items() if row is not None and row.kind == "estimate"}
    line = f"Trust: {len(guesses)} of {len(used)} defaults are estimates"
    if run.drivers:
        line += (
            f", {sum(one.key in guesses for one in run.drivers)} of the {len(run.drivers)} inputs"
            " above"
        )
    lines = [line]
    if run.sampling_error is not None:
        sampling, error = run.scenario.flight, run.sampling_error
        some = (
            ""
            if run.flight is None or run.flight.flown == run.flight.satellites
            else f" by {run.flight.flown:,} satellites"
        )
        settled = (
            run.flight is None
            or float(run.flight.mean("stored_w") / run.flight.mean("used_w")) > UNSETTLED
        )
        check = f"sunlit share {error['sunlit_frac']:+.2%} from the closed form"
        check = check if settled else "not settled, batteries still drain: set flight.settle higher"
        lines.append(
            f"Flown: {sampling.days} days of {sampling.orbits} orbits at the end of life{some};"
            f" {check}"
        )
    if not run.scenario.on_ground:
        lines.append(
            "Not modelled yet: cosmic-ray upsets, links, drag and formation, plane changes"
        )
    return lines
