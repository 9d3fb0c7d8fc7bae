"""The sections of the page on its evidence: sensitivities, sampling of the year, limitations of the
model, and default values.
"""

from __future__ import annotations

from html import escape

from dawndusk.core.units import CELSIUS_K
from dawndusk.report import figures, tables
from dawndusk.report.anchors import ref
from dawndusk.results import numbers
from dawndusk.results.defaults import defaults as used_defaults
from dawndusk.results.drivers import finite
from dawndusk.results.flight import Results as Flight
from dawndusk.results.numbers import fixed, percent
from dawndusk.results.saved import SavedRun

EXTREMES = {  # temperatures flown, by their key
    "Coldest chip": "min_chip_k",
    "Hottest chip": "max_chip_k",
    "Hottest radiator": "max_radiator_k",
    "Hottest array": "max_array_k",
}

NOT_MODELLED = (
    (
        "Cosmic-ray upsets",
        (
            "the dose of cosmic rays is included; upsets by their protons and heavy ions, and"
            " latch-ups, are not (planned)"
        ),
    ),
    (
        "Recovery from silent errors",
        "silent errors are counted, but cause no repeated work and have no price (planned)",
    ),
    (
        "Links, latency and downlink",
        "laser terminals have mass, power and price, but carry no traffic (planned)",
    ),
    (
        "Relays, gateways and demand over time",
        "work is done where the satellites are and delivered at no cost (planned)",
    ),
    (
        "Orbit raising by the satellite",
        (
            "the upper stage of the vehicle goes to the final orbit, which is expensive above 1,000"
            " km (planned)"
        ),
    ),
    (
        "Drag and formation keeping",
        (
            "propellant is one sum for the whole life and is not flown; below 450 km it is too low"
            " (planned)"
        ),
    ),
    (
        "Plane changes and phasing",
        "every satellite is launched directly into its plane (planned)",
    ),
    (
        "Debris and manoeuvres",
        (
            "debris penetrates the tubes of the radiator and nothing else; there is no collision"
            " avoidance, and downtime is one share (planned)"
        ),
    ),
    (
        "Large satellites",
        (
            "avionics, lasers, operations and disposal are priced per satellite, whatever its size:"
            " the cost of satellites of tens of tonnes is too low"
        ),
    ),
    (
        "Interest before the start",
        "interest while a fleet, a hall or a plant is built or waits is on neither side",
    ),
    (
        "Network of the site",
        (
            "orbit pays for its ground stations and their fibre, the ground for no network beyond"
            " its hall (planned)"
        ),
    ),
    (
        "Future chips",
        (
            "both sides buy the same chips at the same price in every year; better chips are a"
            " scenario of their own"
        ),
    ),
    (
        "Learning of power plants",
        (
            "panels and storage on the ground learn by data centres built, not by their own world"
            " total (planned)"
        ),
    ),
    (
        "Carbon of manufacture and re-entry",
        (
            "launches and electricity are included; emissions of manufacturing chips, buildings and"
            " satellites, methane leaks, soot and metal at high altitude are on neither side"
        ),
    ),
)


def drivers(run: SavedRun) -> str:
    """The inputs with the largest one-at-a-time effect on the ratio."""
    bill, fleet, found = run.bill, run.fleet, run.verdict.drivers
    if bill is None or fleet is None:
        return tables.stopped("price")
    shown = finite(found)
    if not shown or bill.ratio is None:
        return "<p>No input has a range over which a design closes, so none was varied.</p>"
    sample = run.verdict.drivers_satellites or fleet.satellites
    where = (
        "a sample of"
        f" {ref('verdict.drivers_satellites', fixed(sample))} satellites, the same share of every"
        " plane"
        if fleet.satellites > sample
        else "the fleet"
    )
    words = (
        "Uncertain inputs with the largest effect on the ratio. Each is recomputed through all"
        f" stages at its low and at its high value, all else nominal, on {where}. Boundary"
        f" <b>{bill.boundary}</b>, ground {escape(bill.ground.name)}."
    )
    turns = [
        one.key
        for one in shown
        if min(bill.ratio, *one.ratios) < 1.0 < max(bill.ratio, *one.ratios)
    ]
    turn = (
        "Inputs that change the verdict alone:"
        f" {', '.join(f'<code>{escape(key)}</code>' for key in turns)}."
        if turns
        else "None of them changes the verdict alone."
    )
    if len(shown) < len(found):
        turn += f" Left out, as no design closes at one end: {len(found) - len(shown)} more."
    caption = (
        "Indigo: input at its low value. Amber, striped: at its high value. Dotted: cost of the"
        " ground. The name of an input links to its source."
    )
    return (
        f"<p>{words} {turn}</p><figure>{figures.tornado(run, bill.ratio)}"
        f"<figcaption>{caption}</figcaption></figure>"
    )


def sampling(run: SavedRun) -> str:
    """How much of the year was flown, and its difference from the whole year."""
    flight = run.flight
    if flight is None:
        return tables.stopped("fly")
    sampled, strip = run.scenario.flight, run.tables["strip"]
    step = (
        float(strip["time_s"][1] - strip["time_s"][0])
        if len(strip["time_s"]) > 1
        else float(sampled.step_s)
    )
    error = flight.sampling_error_duty_frac
    spread = "one day has no spread" if error is None else f"± {fixed(100 * error, 2)} points"
    stored = percent(flight.stored_ratio, 2)
    difference = f"{fixed(100 * flight.sampling_error_sunlit_ratio, 2, sign=True)} points"
    longest = f"{fixed(flight.longest_eclipse_s / 60, 1)} min"

    def shown(key: str, text: str) -> str:
        return ref(f"flight.{key}", text)

    lines = [
        (
            "Sunlit share",
            shown("sunlit_frac", percent(flight.sunlit_frac, 2)),
            shown("flown_sunlit_frac", percent(flight.flown_sunlit_frac, 2)),
            shown("sampling_error_sunlit_ratio", difference),
        ),
        (
            "Compute duty",
            "",
            shown("duty_frac", percent(flight.duty_frac, 2)),
            shown("sampling_error_duty_frac", spread),
        ),
        ("Longest eclipse", shown("longest_eclipse_s", longest), "", ""),
        (
            "Days a year with eclipse",
            shown("eclipse_days_per_year", fixed(flight.eclipse_days_per_year, 1)),
            "",
            "",
        ),
        (
            "Lowest battery charge",
            "",
            shown("min_soc_frac", percent(flight.min_soc_frac)),
            "",
        ),
        (
            "Charge gained over the counted orbits",
            "",
            shown("stored_ratio", f"{stored} of the energy used"),
            "0 when settled",
        ),
    ]
    lines += [
        (name, "", shown(key, f"{fixed(getattr(flight, key) - CELSIUS_K, 1)} °C"), "")
        for name, key in EXTREMES.items()
    ]
    words = (
        f"<b>{_count(sampled.days, 'day')} {numbers.TIMES} {_count(sampled.orbits, 'orbit')}"
        f" {numbers.TIMES} {fixed(step, 1)} s</b> for {_flown(flight, run)}. The days are spread"
        " evenly over the year. Heat and power are flown in the middle orbit, as they repeat (with"
        " a policy that keeps a state, as bursts do, in all of them),"
        f" after {_count(sampled.settle, 'orbit')} that settle charge and temperatures, by"
        f" {ref('flight.flown_lanes', fixed(flight.flown_lanes))} satellites for all of their"
        " plane. Each satellite meets the map of the belts in every orbit. The closed form covers"
        " every plane and every day. The error of the duty is the standard error of its mean over"
        " the sampled days."
    )
    head = ("", "closed form", "flown", "difference or error")
    return f'<p>{words}</p><div class="scroll">{tables.grid(head, lines)}</div>'


def _flown(flight: Flight, run: SavedRun) -> str:
    """Which satellites flew."""
    satellites = 0 if run.fleet is None else run.fleet.satellites
    if flight.flown_satellites == satellites:
        return f"each of {ref('flight.flown_satellites', fixed(satellites))} satellites"
    some = ref(
        "flight.flown_satellites", f"{fixed(flight.flown_satellites)} of {fixed(satellites)}"
    )
    return f"{some} satellites, the same share of every plane, as a sample of all"


def _count(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"


def missing(run: SavedRun) -> str:
    """What no number of the page includes."""
    return tables.facts(NOT_MODELLED)


def defaults(run: SavedRun) -> str:
    """The values that the scenario takes from rows."""
    found = used_defaults(run)
    estimates = {one.key for one in found if one.is_estimate}
    words = (
        f"{len(found)} values of the scenario come from rows of the catalogue;"
        f" <b>{len(estimates)} of them are estimates</b>, marked ◆"
    )
    if moved := run.verdict.drivers:
        among = sum(driver.key in estimates for driver in moved)
        words += f", including {among} of the {len(moved)} inputs with the largest effect"
    return (
        f"<p>{words}.</p><details><summary>All {len(found)} defaults with value, range and"
        f" source</summary>{tables.defaults_table(found)}</details>"
    )
