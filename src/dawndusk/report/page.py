"""The page: a run as one self-contained HTML file, to read on a screen or a phone, to print, and to pass on.

Nothing is loaded from anywhere, and the same run gives the same bytes.
"""

from __future__ import annotations

import datetime
from html import escape

from dawndusk.core.numeric import np
from dawndusk.core.units import CELSIUS_K
from dawndusk.physics.orbit import period_s
from dawndusk.records.bill import Bill, Side
from dawndusk.records.run import Run
from dawndusk.report import figures, numbers, tables, verdict
from dawndusk.report.looks import document
from dawndusk.report.numbers import fixed, number, percent, prefixed

BOUNDARIES = {
    "power_only": "launch in orbit against the power bill on the ground",
    "facility": "everything except chips and servers, on both sides",
    "compute": "everything, chips and servers included, on both sides",
}
NOT_MODELLED = (
    ("Radiation dose and upsets", "the shield has mass and price, but chips neither age nor err from radiation; planned"),
    ("Links, latency and downlink", "laser terminals have mass, power and price, but carry no traffic; planned"),
    ("Drag and formation keeping", "propellant is one sum for the whole life, not flown; below 450 km it is too little; planned"),
    ("Plane changes and phasing", "every satellite is launched straight into its plane; planned"),
    ("Debris and manoeuvres", "no impacts, no avoidance; downtime is one share; planned"),
    ("Non-recurring engineering", "prices are those of a satellite built in numbers; planned"),
    ("Insurance", "on neither side of the bill; planned"),
    ("Disposal services", "propellant for leaving orbit is aboard, nobody is paid to fetch a dead satellite; planned"),
)


def page(run: Run) -> str:
    """The whole report as HTML. What a stopped run did not reach is a line that says so."""
    parts = (
        ("verdict", "Verdict", _verdict(run)),
        ("compute", "Where the compute goes", _compute(run)),
        ("cost", "What it costs", _cost(run)),
        ("orbit", "One orbit at its worst", _orbit(run)),
        ("year", "One year of sunlight", _year(run)),
        ("mass", "What a satellite weighs", _mass(run)),
        ("drivers", "What moves the answer", _drivers(run)),
        ("sampling", "How the year was sampled", _sampling(run)),
        ("missing", "Not modelled yet", _missing()),
        ("defaults", "Defaults used", _defaults(run)),
    )
    contents = "".join(f'<a href="#{id}">{name}</a>' for id, name, _ in parts)
    body = "".join(
        f'<section id="{id}"><h2><span>{place}</span>{name}</h2>{content}</section>'
        for place, (id, name, content) in enumerate(parts, 1)
    )
    return document(run.scenario.title, f"{_masthead(run)}<nav>{contents}</nav><main>{body}</main>{_footer(run)}")


def _masthead(run: Run) -> str:
    fleet, mission = run.fleet, run.scenario.mission
    group = fleet.groups[0]
    facts = (
        f"{int(fleet.satellites):,} satellites",
        f"{fixed(float(group.orbits.altitude_m) / 1e3)} km, {fixed(np.degrees(float(group.orbits.inclination_rad)), 1)}°",
        f"{fixed(fleet.chips)} {numbers.TIMES} {escape(group.satellite.compute.use)}",
        f"{prefixed(fleet.total('it_w'), 'W')} of chips and hosts",
        f"{numbers.quantity(mission.life_s, 'yr')} from {_date(mission.start)}",
    )
    return (
        f'<header><p class="kicker">dawndusk report: {escape(run.scenario.name)}</p><h1>{escape(run.scenario.title)}</h1>'
        f'<p class="fleet">{"<i> · </i>".join(facts)}</p></header>'
    )


def _footer(run: Run) -> str:
    import dawndusk

    return (
        f"<footer><p>Made by dawndusk {escape(dawndusk.__version__)} from the scenario {escape(run.scenario.name)}. "
        f"Money is real USD of {run.scenario.money.base_year}. A kilowatt, if nothing else is said, is of chips and host that work; "
        "a year has 365.25 days.</p></footer>"
    )


def _date(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _stopped(stage: str) -> str:
    return f'<p class="stopped">Not in this run: it stopped before the stage <code>{stage}</code>.</p>'


# -- sections ----------------------------------------------------------------------------------------------------------


def _verdict(run: Run) -> str:
    bill = run.bill
    if bill is None:
        return f"{_stopped('price')}<p>What sizes the fleet: {numbers.prose(verdict.binding(run))}.</p>"
    where = f"boundary <b>{bill.boundary}</b>"
    without = (
        "chips and servers, which both sides buy, left out"
        if bill.boundary == "compute"
        else "chips and servers are on neither side"
    )
    cards = (
        _card(f"{number(bill.ratio)}<small>{numbers.TIMES}</small>", "orbit / ground", f"{'launch / power bill' if bill.boundary == 'power_only' else 'cost of the same work'}, {where}"),
        _card(number(bill.difference_usd_per_kw_year), "USD per kW-year dearer in orbit", f"{_kilowatt(bill)}, {where}")
        if float(bill.difference_usd_per_kw_year) >= 0
        else _card(number(-float(bill.difference_usd_per_kw_year)), "USD per kW-year cheaper in orbit", f"{_kilowatt(bill)}, {where}"),
        _card(f"{number(bill.ratio_without_chips)}<small>{numbers.TIMES}</small>", "orbit / ground without chips",
              f"{without}, {where}"),
        _units(bill),
    )  # fmt: skip
    others = "; ".join(
        f"{number(float(bill.orbit.usd_per_year) / float(side.usd_per_year))} times {escape(side.name)}"
        for side in bill.grounds[1:]
    )
    facts = [
        ("Boundary", f"<b>{bill.boundary}</b>: {BOUNDARIES[bill.boundary]}"),
        ("Break-even launch price", _break_even(run)),
    ]
    if others:
        facts.append(("Against the other grounds", f"orbit costs {others}"))
    facts.append(("What binds", numbers.prose(verdict.binding(run))))
    return f'<p class="lead">{escape(verdict.sentence(run))}</p><div class="cards">{"".join(cards)}</div>{tables.facts(facts)}'


def _kilowatt(bill: Bill) -> str:
    return "array nameplate against IT load" if bill.boundary == "power_only" else "per kW of chips and host that work"


def _card(value: str, name: str, note: str) -> str:
    return f'<div class="card"><p class="big">{value}</p><p class="what">{name}</p><p class="note">{note}</p></div>'


def _units(bill: Bill) -> str:
    """The card of unit prices, both sides."""
    if bill.orbit.usd_per_chip_hour is None:
        return _card(numbers.NONE, "USD per chip-hour", f"boundary <b>{bill.boundary}</b> prices no delivered work")

    def pair(name: str) -> str:
        return "".join(f"<td>{number(getattr(side, name))}</td>" for side in (bill.orbit, bill.ground))

    lines = f'<tr><th scope="row">chip-hour</th>{pair("usd_per_chip_hour")}</tr>'
    if bill.orbit.usd_per_million_tokens is not None:
        lines += f'<tr><th scope="row">M tokens</th>{pair("usd_per_million_tokens")}</tr>'
    return (
        '<div class="card"><table class="pair"><thead><tr><th scope="col">USD per</th><th scope="col">orbit</th>'
        f'<th scope="col">ground</th></tr></thead><tbody>{lines}</tbody></table><p class="note">of chips that work; M: million; boundary '
        f"<b>{bill.boundary}</b></p></div>"
    )


def _break_even(run: Run) -> str:
    assumed = f"{number(run.scenario.launch.price_usd_per_kg, 4, trim=True)} USD/kg to {numbers.prose(run.scenario.launch.to)}"
    return f"{numbers.prose(verdict.break_even(run))} (the scenario pays {assumed})"


def _compute(run: Run) -> str:
    work, life = run.work, run.life
    if work is None:
        return _stopped("serve")
    left = figures.steps(work, life)[-1].after
    mean = prefixed(float(work.peak_flop_per_s) * left, "FLOP/s")
    words = f"Of {prefixed(work.peak_flop_per_s, 'FLOP/s')} of peak, <b>{mean}</b> is delivered ({percent(left)})"
    if life is None:
        words += " while the fleet is healthy; " + "losses over the years were not run."
    else:
        words += f", mean over the mission: {number(life.delivered_flop)} FLOP in {numbers.quantity(run.fleet.life_s, 'yr')}."
        if work.tokens_per_s is not None:
            words += f" That is {number(float(work.tokens_per_s) * float(life.availability_frac))} output tokens a second."
    limit = f" The rate of a chip is set by {escape(work.rates.limit)}." if work.rates.limit else ""
    note = "Solid: what is left of the peak. Hatched: what the step takes."
    return f"<p>{words}{limit}</p><figure>{figures.waterfall(work, life)}<figcaption>{note}</figcaption></figure>"


def _cost(run: Run) -> str:
    bill = run.bill
    if bill is None:
        return _stopped("price")
    words = (
        f"Yearly cost {'' if bill.boundary == 'power_only' else 'for the same delivered work, '}{_kilowatt(bill)}, on the boundary <b>{bill.boundary}</b>: {BOUNDARIES[bill.boundary]}. "
        "Capital is spread over each asset's own life at each side's own cost of capital."
    )
    chips = ", ".join(f"{fixed(side.chips)} on {_side(side)}" for side in bill.grounds)
    same = "" if bill.boundary == "power_only" else f" Equal work takes {fixed(bill.orbit.chips)} chips in orbit and {chips}."
    caption = "All bars share one scale. Letters name the parts in the table."
    return f"<p>{words}{same}</p><figure>{figures.costs(bill)}<figcaption>{caption}</figcaption></figure>{tables.cost_table(bill)}"


def _side(side: Side) -> str:
    return escape(side.name)


def _orbit(run: Run) -> str:
    if run.flight is None:
        return _stopped("fly")
    group, flown = run.fleet.groups[0], run.flight.groups[0]
    strip = flown.strip
    if strip is None:
        return '<p class="stopped">No strip was kept of this flight.</p>'
    period = float(strip.time_s[-1] + strip.time_s[0])
    day = run.scenario.mission.start + datetime.timedelta(days=float(group.worst.day))
    at = int(np.argmin(np.abs(flown.season.day - group.worst.day)))
    dark = float(flown.season.eclipse_frac[int(group.worst.plane), at] * period_s(group.orbits.altitude_m))
    words = (
        f"A satellite of plane {int(group.worst.plane) + 1} around {_date(day)}, the day with the least sunlight per orbit: "
        f"{fixed(group.worst.sunlight_w_per_m2)} W/m² on the array, {fixed(dark / 60, 1)} minutes of each orbit in eclipse."
    )
    return f"<p>{words}{_first(run)}</p><figure>{figures.orbit(run, flown, strip, period)}</figure>"


def _first(run: Run) -> str:
    count = len(run.fleet.groups)
    return f" Shown: {escape(run.fleet.groups[0].name)}, the first of {count} groups." if count > 1 else ""


def _year(run: Run) -> str:
    if run.flight is None:
        return _stopped("fly")
    flown, orbits = run.flight.groups[0], run.fleet.groups[0].orbits
    period = float(period_s(orbits.altitude_m))
    words = (
        f"Sunlit for {percent(flown.sunlit_frac)} of the year. Any eclipse on {number(flown.eclipse_days_per_year)} days, "
        f"at the longest {fixed(float(flown.longest_eclipse_s) / 60, 1)} minutes of a {fixed(period / 60, 1)}-minute orbit. "
        "Beta is the angle of the Sun above the orbit's plane."
    )
    return f"<p>{words}{_first(run)}</p><figure>{figures.year(run.scenario.mission.start, flown, period)}</figure>"


def _mass(run: Run) -> str:
    group = run.fleet.groups[0]
    total, kilowatts = float(group.launch_mass_kg), float(group.it_w) / 1e3
    words = (
        f"One satellite weighs <b>{fixed(total)} kg</b> at launch and carries {number(kilowatts)} kW of chips and hosts: "
        f"{number(total / kilowatts)} kg per kW. The fleet of {fixed(run.fleet.satellites)} weighs {number(float(run.fleet.mass_kg) / 1e3)} t "
        f"and takes {number(sum(float(one.launches) for one in run.fleet.groups))} launches of {escape(run.scenario.launch.use)}."
    )
    given = (
        " Its mass is given; what the parts do not explain is an item of its own." if group.satellite.mass_kg is not None else ""
    )
    return f"<p>{words}{given}{_first(run)}</p><figure>{figures.masses(group)}</figure>"


def _drivers(run: Run) -> str:
    if run.bill is None:
        return _stopped("price")
    shown = figures.finite(run)
    if not shown:
        return "<p>No input has a range over which a design closes, so nothing was varied.</p>"
    words = (
        "The uncertain inputs that move the ratio most, each recomputed through the whole chain at its low and at its high value with all "
        f"else nominal, on a small fleet of the same kind. Boundary <b>{run.bill.boundary}</b>, ground {_side(run.bill.ground)}."
    )
    ratio = float(run.bill.ratio)
    turns = [
        one.key
        for one in shown
        if min(ratio, one.ratio_at_low, one.ratio_at_high) < 1.0 < max(ratio, one.ratio_at_low, one.ratio_at_high)
    ]
    turn = (
        f"Alone, {', '.join(f'<code>{escape(key)}</code>' for key in turns)} can turn the verdict."
        if turns
        else "None of them alone turns the verdict."
    )
    if len(shown) < len(run.drivers):
        turn += f" {len(run.drivers) - len(shown)} more close no design at one end and are left out."
    caption = "Indigo: the input at its low value. Amber, striped: at its high value. Dotted: parity with the ground. A linked name leads to its default."
    return f"<p>{words} {turn}</p><figure>{figures.tornado(run, run.bill)}<figcaption>{caption}</figcaption></figure>"


def _sampling(run: Run) -> str:
    flight, sampling = run.flight, run.scenario.flight
    if flight is None or run.sampling_error is None:
        return _stopped("fly")
    strip = flight.groups[0].strip
    step = float(sampling.step_s) if strip is None else float(strip.time_s[1] - strip.time_s[0])
    count = sum(float(one.count) for one in flight.groups)
    closed = sum(float(one.count) * float(one.sunlit_frac) for one in flight.groups) / count
    days = sum(float(one.count) * float(one.eclipse_days_per_year) for one in flight.groups) / count
    error = run.sampling_error["duty_frac"]
    spread = f"± {fixed(100 * error, 2)} points" if error == error else "one day has no spread"
    lines = (
        ("Sunlit share", percent(closed, 2), percent(flight.mean("sunlit_frac"), 2),
         f"{fixed(100 * run.sampling_error['sunlit_frac'], 2, sign=True)} points"),
        ("Compute duty", "", percent(flight.mean("duty_frac"), 2), spread),
        ("Longest eclipse", f"{fixed(max(float(one.longest_eclipse_s) for one in flight.groups) / 60, 1)} min", "", ""),
        ("Days a year with eclipse", fixed(days, 1), "", ""),
        ("Lowest battery charge", "", percent(min(float(np.min(one.totals.min_soc_frac)) for one in flight.groups)), ""),
        ("Hottest chip", "", f"{fixed(max(float(np.max(one.totals.max_chip_k)) for one in flight.groups) - CELSIUS_K, 1)} °C", ""),
        ("Hottest radiator", "", f"{fixed(max(float(np.max(one.totals.max_radiator_k)) for one in flight.groups) - CELSIUS_K, 1)} °C", ""),
    )  # fmt: skip
    words = (
        f"<b>{_count(sampling.days, 'day')} {numbers.TIMES} {_count(sampling.orbits, 'orbit')} {numbers.TIMES} {fixed(step, 1)} s</b> for each of {fixed(count)} satellites: days spread evenly over "
        f"the year, {_count(sampling.settle, 'more orbit')} before each to settle charge and temperatures. The closed form "
        "covers every plane and every day; the error of the duty is the standard error of its mean over the sampled days."
    )
    return f"<p>{words}</p>{tables.grid(('', 'closed form', 'flown', 'difference or error'), lines)}"


def _count(many: int, what: str) -> str:
    return f"{many} {what}" if many == 1 else f"{many} {what}s"


def _missing() -> str:
    return tables.facts(NOT_MODELLED)


def _defaults(run: Run) -> str:
    found = tables.defaults(run)
    guesses = {one.key for one in found if one.is_estimate}
    words = f"The scenario left {len(found)} values to rows of the catalogue; <b>{len(guesses)} of them are estimates</b>, marked ◆"
    if run.drivers:
        moved = sum(driver.key in guesses for driver in run.drivers)
        words += f", and so are {moved} of the {len(run.drivers)} inputs that moved the answer most"
    return f"<p>{words}.</p><details><summary>All {len(found)} defaults with value, range, source</summary>{tables.defaults_table(found)}</details>"


# -- looks -------------------------------------------------------------------------------------------------------------
