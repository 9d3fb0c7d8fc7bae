"""The sections of the page that say how far to trust it: what moves the answer, how the year was
sampled, what is missing or guessed.
"""

from __future__ import annotations

from html import escape

from dawndusk.core.units import CELSIUS_K
from dawndusk.records.flight import Flight
from dawndusk.records.run import Run
from dawndusk.report import figures, tables
from dawndusk.report.links import ref
from dawndusk.results import numbers
from dawndusk.results.defaults import defaults as used_defaults
from dawndusk.results.drivers import finite
from dawndusk.results.numbers import fixed, percent
from dawndusk.study.quick import sampled

NOT_MODELLED = (
    (
        "Cosmic-ray upsets",
        (
            "cosmic rays leave their dose, but upsets by their protons and heavy ions, and"
            " latch-ups, are not counted; planned"
        ),
    ),
    (
        "Recovery from silent errors",
        "they are counted, but nothing is computed again for them and they have no price; planned",
    ),
    (
        "Links, latency and downlink",
        "laser terminals have mass, power and price, but carry no traffic; planned",
    ),
    (
        "Relays, gateways and demand in time",
        "work is done where the satellites are and delivered at no cost; planned",
    ),
    (
        "Raising the orbit by the satellite",
        "the vehicle's last stage goes all the way, which is dear above 1,000 km; planned",
    ),
    (
        "Drag and formation keeping",
        (
            "propellant is one sum for the whole life, not flown; below 450 km it is too little;"
            " planned"
        ),
    ),
    ("Plane changes and phasing", "every satellite is launched straight into its plane; planned"),
    (
        "Debris and manoeuvres",
        (
            "debris holes the radiator's tubes and nothing else, nobody steers clear; downtime is"
            " one share; planned"
        ),
    ),
    (
        "Large satellites",
        (
            "avionics, lasers, operations and disposal are priced for each satellite, whatever its"
            " size: those of tens of tonnes come too cheap"
        ),
    ),
    (
        "Money before the start",
        "interest while a fleet, a hall or a plant is built or waits, on neither side",
    ),
    (
        "The site's network",
        (
            "orbit pays for its ground stations and their fibre, the ground for no network beyond"
            " its hall; planned"
        ),
    ),
    (
        "Chips to come",
        (
            "both sides buy the same chips at the same price in every year; better ones are a"
            " scenario of their own"
        ),
    ),
    (
        "Plants that get cheaper with the world's",
        (
            "panels and storage on the ground learn by data centres built, not by their own world"
            " total; planned"
        ),
    ),
    (
        "Carbon of making and of re-entry",
        (
            "launches and electricity are counted; what making chips, buildings and satellites"
            " emits, leaks of methane, soot and metal high in the air are on neither side"
        ),
    ),
)


def drivers(run: Run) -> str:
    """The inputs that move the ratio most."""
    if run.bill is None:
        return tables.stopped("price")
    shown = finite(run)
    if not shown:
        return "<p>No input has a range over which a design closes, so nothing was varied.</p>"
    sample = sampled(run.scenario)
    many = run.fleet.satellites > sample
    where = (
        f"a sample of {fixed(sample)} satellites, the same share of every plane"
        if many
        else "the fleet"
    )
    words = (
        "The uncertain inputs that move the ratio most, each recomputed through the whole chain at"
        f" its low and at its high value with all else nominal, on {where}. Boundary"
        f" <b>{run.bill.boundary}</b>, ground {escape(run.bill.ground.name)}."
    )
    ratio = float(run.bill.ratio)
    turns = [
        one.key
        for one in shown
        if min(ratio, one.ratio_at_low, one.ratio_at_high)
        < 1.0
        < max(ratio, one.ratio_at_low, one.ratio_at_high)
    ]
    turn = (
        f"Alone, {', '.join(f'<code>{escape(key)}</code>' for key in turns)} can turn the verdict."
        if turns
        else "None of them alone turns the verdict."
    )
    if len(shown) < len(run.drivers):
        turn += (
            f" {len(run.drivers) - len(shown)} more close no design at one end and are left out."
        )
    caption = (
        "Indigo: the input at its low value. Amber, striped: at its high value. Dotted: parity with"
        " the ground. A name leads to where the input comes from."
    )
    return (
        f"<p>{words}"
        f" {turn}</p><figure>{figures.tornado(run, run.bill)}<figcaption>{caption}</figcaption></figure>"
    )


def sampling(run: Run) -> str:
    """How much of the year was flown, and how far that is from all of it."""
    flight, sampled = run.flight, run.scenario.flight
    if flight is None or run.sampling_error is None:
        return tables.stopped("fly")
    strip = flight.darkest.strip
    step = float(sampled.step_s) if strip is None else float(strip.time_s[1] - strip.time_s[0])
    error = run.sampling_error["duty_frac"]
    spread = f"± {fixed(100 * error, 2)} points" if error == error else "one day has no spread"
    longest = max(float(one.longest_eclipse_s) for one in flight.groups)
    lines = (
        (
            "Sunlit share",
            ref("flight.sunlit_frac", percent(flight.share("sunlit_frac"), 2)),
            ref("flight.flown_sunlit_frac", percent(flight.mean("sunlit_frac"), 2)),
            ref(
                "flight.sampling_error_sunlit_frac",
                f"{fixed(100 * run.sampling_error['sunlit_frac'], 2, sign=True)} points",
            ),
        ),
        (
            "Compute duty",
            "",
            ref("work.duty_frac", percent(flight.mean("duty_frac"), 2)),
            ref("flight.sampling_error_duty_frac", spread),
        ),
        (
            "Longest eclipse",
            ref("flight.longest_eclipse_s", f"{fixed(longest / 60, 1)} min"),
            "",
            "",
        ),
        (
            "Days a year with eclipse",
            ref("flight.eclipse_days_per_year", fixed(flight.share("eclipse_days_per_year"), 1)),
            "",
            "",
        ),
        (
            "Lowest battery charge",
            "",
            ref("flight.min_soc_frac", percent(flight.least("min_soc_frac"))),
            "",
        ),
        (
            "Charge gained over the counted orbits",
            "",
            ref(
                "flight.stored_frac",
                f"{percent(flight.mean('stored_w') / flight.mean('used_w'), 2)} of what was used",
            ),
            "0 when settled",
        ),
        (
            "Coldest chip",
            "",
            ref("flight.min_chip_k", f"{fixed(flight.least('min_chip_k') - CELSIUS_K, 1)} °C"),
            "",
        ),
        (
            "Hottest chip",
            "",
            ref("flight.max_chip_k", f"{fixed(flight.most('max_chip_k') - CELSIUS_K, 1)} °C"),
            "",
        ),
        (
            "Hottest radiator",
            "",
            ref(
                "flight.max_radiator_k", f"{fixed(flight.most('max_radiator_k') - CELSIUS_K, 1)} °C"
            ),
            "",
        ),
        (
            "Hottest array",
            "",
            ref("flight.max_array_k", f"{fixed(flight.most('max_array_k') - CELSIUS_K, 1)} °C"),
            "",
        ),
    )
    words = (
        f"<b>{_count(sampled.days, 'day')} {numbers.TIMES} {_count(sampled.orbits, 'orbit')}"
        f" {numbers.TIMES} {fixed(step, 1)} s</b> for {_flown(flight)}: days spread evenly over the"
        f" year, {_count(sampled.settle, 'more orbit')} before each to settle charge and"
        " temperatures. The closed form covers every plane and every day; the error of the duty is"
        " the standard error of its mean over the sampled days."
    )
    return (
        f"<p>{words}</p>{tables.grid(('', 'closed form', 'flown', 'difference or error'), lines)}"
    )


def _flown(flight: Flight) -> str:
    """Which satellites flew."""
    if flight.flown == flight.satellites:
        return f"each of {ref('flight.flown_satellites', fixed(flight.satellites))} satellites"
    some = ref("flight.flown_satellites", f"{fixed(flight.flown)} of {fixed(flight.satellites)}")
    return f"{some} satellites, the same share of every plane, which stand for all"


def _count(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"


def missing(run: Run) -> str:
    """What no number of this page knows of."""
    return tables.facts(NOT_MODELLED)


def defaults(run: Run) -> str:
    """The values that the scenario left to rows."""
    found = used_defaults(run)
    guesses = {one.key for one in found if one.is_estimate}
    words = (
        f"The scenario left {len(found)} values to rows of the catalogue; <b>{len(guesses)} of them"
        " are estimates</b>, marked ◆"
    )
    if run.drivers:
        moved = sum(driver.key in guesses for driver in run.drivers)
        words += f", and so are {moved} of the {len(run.drivers)} inputs that moved the answer most"
    return (
        f"<p>{words}.</p><details><summary>All {len(found)} defaults with value, range,"
        f" source</summary>{tables.defaults_table(found)}</details>"
    )
