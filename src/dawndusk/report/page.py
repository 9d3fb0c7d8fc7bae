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
from dawndusk.report import figures, tables, verdict
from dawndusk.report.tables import fixed, number, percent, prefixed

BOUNDARIES = {
    "power_only": "launch in orbit against the power bill on the ground",
    "facility": "everything except chips and servers, on both sides",
    "compute": "everything, chips and servers included, on both sides",
}
NOT_MODELLED = (
    ("Radiation dose and upsets", "the shield has mass and price, but chips neither age nor err from radiation; planned"),
    ("Links, latency and downlink", "laser terminals have mass, power and price, but carry no traffic; planned"),
    ("Formation keeping", "propellant is one sum for the whole life, not flown; planned"),
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
    return _document(run.scenario.title, f"{_masthead(run)}<nav>{contents}</nav><main>{body}</main>{_footer(run)}")


def _document(title: str, body: str) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">'
        f"<style>{STYLE}</style></head><body>{HATCH}{body}<script>{SCRIPT}</script></body></html>\n"
    )


def _masthead(run: Run) -> str:
    fleet, mission = run.fleet, run.scenario.mission
    group = fleet.groups[0]
    facts = (
        f"{int(fleet.satellites):,} satellites",
        f"{fixed(float(group.orbits.altitude_m) / 1e3)} km, {fixed(np.degrees(float(group.orbits.inclination_rad)), 1)}°",
        f"{fixed(fleet.chips)} {tables.TIMES} {escape(group.satellite.compute.use)}",
        f"{prefixed(fleet.total('it_w'), 'W')} of chips and hosts",
        f"{tables.quantity(mission.life_s, 'yr')} from {_date(mission.start)}",
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
        return f"{_stopped('price')}<p>What sizes the fleet: {tables.prose(verdict.binding(run))}.</p>"
    where = f"boundary <b>{bill.boundary}</b>"
    without = (
        "chips and servers, which both sides buy, left out"
        if bill.boundary == "compute"
        else "chips and servers are on neither side"
    )
    cards = (
        _card(f"{number(bill.ratio)}<small>{tables.TIMES}</small>", "orbit / ground", f"{'launch / power bill' if bill.boundary == 'power_only' else 'cost of the same work'}, {where}"),
        _card(number(bill.difference_usd_per_kw_year), "USD per kW-year dearer in orbit", f"{_kilowatt(bill)}, {where}")
        if float(bill.difference_usd_per_kw_year) >= 0
        else _card(number(-float(bill.difference_usd_per_kw_year)), "USD per kW-year cheaper in orbit", f"{_kilowatt(bill)}, {where}"),
        _card(f"{number(bill.ratio_without_chips)}<small>{tables.TIMES}</small>", "orbit / ground without chips",
              f"{without}, {where}"),
        _units(bill),
    )  # fmt: skip
    others = "; ".join(
        f"{number(float(bill.orbit.usd_per_year) / float(side.usd_per_year))} times {escape(side.name)}"
        for side in bill.grounds[1:]
    )
    facts = [
        ("Boundary", f"<b>{bill.boundary}</b>: {BOUNDARIES[bill.boundary]}"),
        ("Break-even launch price", _break_even(run, bill)),
    ]
    if others:
        facts.append(("Against the other grounds", f"orbit costs {others}"))
    facts.append(("What binds", tables.prose(verdict.binding(run))))
    return f'<p class="lead">{_sentence(bill)}</p><div class="cards">{"".join(cards)}</div>{tables.facts(facts)}'


def _sentence(bill: Bill) -> str:
    ratio = float(bill.ratio)
    times = f"{number(ratio)} times what" if ratio >= 1.0 else f"{percent(ratio, 0)} of what"
    what = {
        "power_only": f"Launching this fleet costs {times} powering it on the ground does",
        "facility": f"Chips aside, doing this work in orbit costs {times} it costs on the ground",
        "compute": f"Doing this work in orbit costs {times} it costs on the ground",
    }[bill.boundary]
    return f'{what} (<span class="whole">{escape(bill.ground.name)}</span>; boundary <span class="whole">{bill.boundary}</span>).'


def _kilowatt(bill: Bill) -> str:
    return "array nameplate against IT load" if bill.boundary == "power_only" else "per kW of chips and host that work"


def _card(value: str, name: str, note: str) -> str:
    return f'<div class="card"><p class="big">{value}</p><p class="what">{name}</p><p class="note">{note}</p></div>'


def _units(bill: Bill) -> str:
    """The card of unit prices, both sides."""
    if bill.orbit.usd_per_chip_hour is None:
        return _card(tables.NONE, "USD per chip-hour", f"boundary <b>{bill.boundary}</b> prices no delivered work")

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


def _break_even(run: Run, bill: Bill) -> str:
    price = float(bill.break_even_launch_usd_per_kg)
    assumed = f"the scenario pays {number(run.scenario.launch.price_usd_per_kg, 4, trim=True)} USD/kg to {tables.prose(run.scenario.launch.to)}"
    if price >= 0.0:
        return f"{number(price)} USD/kg ({assumed})"
    free = (float(bill.orbit.usd_per_year) - float(bill.orbit.items_usd_per_year["launch"])) / float(bill.ground.usd_per_year)
    return f"none: even if launch were free, orbit would cost {number(free)} times the ground ({assumed})"


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
        words += f", mean over the mission: {number(life.delivered_flop)} FLOP in {tables.quantity(run.fleet.life_s, 'yr')}."
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
        f"Yearly cost for the same delivered work, {_kilowatt(bill)}, on the boundary <b>{bill.boundary}</b>: {BOUNDARIES[bill.boundary]}. "
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
        f"<b>{_count(sampling.days, 'day')} {tables.TIMES} {_count(sampling.orbits, 'orbit')} {tables.TIMES} {fixed(step, 1)} s</b> for each of {fixed(count)} satellites: days spread evenly over "
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

HATCH = (
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>'
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="6" height="6" class="hatch-back"/><line x1="0" y1="0" x2="0" y2="6" class="hatch-line"/></pattern>'
    '<pattern id="stripe" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="5" height="5" class="stripe-back"/><line x1="0" y1="0" x2="0" y2="5" class="stripe-line"/></pattern></defs></svg>'
)
SCRIPT = """
const fold=document.querySelector('#defaults details');
const open=()=>{if(location.hash.startsWith('#row-')){fold.open=true;document.getElementById(location.hash.slice(1))?.scrollIntoView()}};
addEventListener('hashchange',open);open();
let was=false;addEventListener('beforeprint',()=>{was=fold.open;fold.open=true});addEventListener('afterprint',()=>{fold.open=was});
"""
STYLE = """
:root{--paper:#fff;--ink:#1b1f26;--soft:#5b6370;--rule:#dfe2e7;--grid:#e9ebef;--card:#f6f7f9;--sun:#F2A900;--eclipse:#3B4CC0;--bar:#0072B2;
--shade:rgba(59,76,192,.13);--band:rgba(59,76,192,.20);--hot:#D55E00;--cold:#0072B2;--link:#2b3ba3;--lost:#c3c8d0}
*{box-sizing:border-box}html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
body{margin:0 auto;max-width:848px;padding:0 24px;background:var(--paper);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
header{padding:56px 0 20px}h1{font-size:31px;line-height:1.2;letter-spacing:-.015em;font-weight:650;margin:6px 0 12px;text-wrap:balance}
.kicker{margin:0;color:var(--soft);font-size:14px}.fleet{margin:0;color:var(--soft)}.fleet i{font-style:normal;color:var(--lost)}
nav{border-top:1px solid var(--rule);border-bottom:1px solid var(--rule);padding:9px 0;font-size:13.5px;display:flex;flex-wrap:wrap;gap:2px 18px}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}nav a{color:var(--soft)}
section{padding:34px 0 6px}h2{font-size:21px;line-height:1.3;letter-spacing:-.01em;font-weight:650;margin:0 0 10px}
h2 span{color:var(--soft);font-weight:400;margin-right:.6em}p{margin:0 0 14px;max-width:68ch}
.lead{font-size:23px;line-height:1.38;letter-spacing:-.01em;margin:4px 0 22px;text-wrap:pretty}
.whole{white-space:nowrap}
.cards{display:grid;grid-template-columns:1fr 1.12fr 1fr 1.42fr;gap:12px;margin:0 0 22px}
.card{background:var(--card);border-radius:10px;padding:16px 16px 12px;border-top:3px solid var(--sun)}.card p{margin:0}
.big{font-size:34px;line-height:1.1;font-weight:650;letter-spacing:-.02em}.big small{font-size:22px;font-weight:500;margin-left:2px}
.what{font-size:14.5px;font-weight:600;line-height:1.35;margin-top:7px!important}.note{font-size:12.5px;line-height:1.4;color:var(--soft);margin-top:5px!important}
.pair{width:100%;font-size:15px;margin:0}.pair th,.pair td{border:0;padding:2px 0 3px;text-align:right;font-weight:650}.pair td{font-size:18px;letter-spacing:-.01em;padding-left:10px}.pair th{white-space:nowrap}
.pair th:first-child{text-align:left;font-weight:500;font-size:12.5px;color:var(--soft)}.pair thead th{font-weight:500;font-size:12.5px;color:var(--soft)}
dl.facts{margin:0 0 14px;border-top:1px solid var(--rule)}.facts div{display:grid;grid-template-columns:210px 1fr;gap:16px;padding:7px 0;border-bottom:1px solid var(--rule)}
dt{color:var(--soft)}dd{margin:0}figure{margin:16px 0 18px}figcaption{font-size:13.5px;color:var(--soft);margin-top:6px}
.stopped{color:var(--soft);border-left:3px solid var(--rule);padding-left:12px}
table{border-collapse:collapse;font-size:14px;line-height:1.4;margin:8px 0 14px;width:100%}th,td{text-align:right;padding:4px 0 4px 14px;border-bottom:1px solid var(--rule);font-weight:400;vertical-align:baseline}
th:first-child{text-align:left;padding-left:0}thead th{color:var(--soft);font-size:13px}.scroll{overflow-x:auto}
.costs .part th,.costs .part td{font-weight:600;padding-top:7px}.costs .item th{padding-left:32px;color:var(--soft)}.costs .item td{color:var(--soft)}
.costs .part th{padding-left:32px;text-indent:-32px}.letter{text-indent:0}.costs td,.plain td{white-space:nowrap}
.costs .total th,.costs .total td{font-weight:700;border-top:2px solid var(--ink);border-bottom:0}
.letter{display:inline-block;width:20px;border-radius:4px;text-align:center;font-size:12px;line-height:18px;font-weight:650;margin-right:12px;-webkit-print-color-adjust:exact;print-color-adjust:exact}
code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
summary{cursor:pointer;color:var(--link);padding:6px 0}.defaults{font-size:13px}.defaults th,.defaults td{text-align:left;padding:6px 0 6px 16px}.defaults th:first-child{padding-left:0}
.defaults th:first-child{width:29%}.defaults .value{white-space:nowrap}.defaults .kind{width:13%}.defaults .source{width:37%}.spread{display:block;color:var(--soft);font-size:12px}.kind,.source{color:var(--soft)}.estimate{color:var(--ink);font-weight:600;white-space:nowrap}
tr:target th,tr:target td{background:rgba(242,169,0,.20)}
footer{border-top:1px solid var(--rule);margin-top:36px;padding:16px 0 48px;color:var(--soft);font-size:13px}
svg{display:block;width:100%;height:auto;overflow:visible}svg.narrow{display:none}
svg text{font-size:12.5px;fill:var(--ink)}svg .tick,svg .note{font-size:12px;fill:var(--soft)}svg .strong{font-weight:650}svg .name{font-weight:500}svg .inside{font-size:12.5px;font-weight:600;white-space:pre;fill:inherit}
svg .plate{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}svg a .name{fill:var(--link)}
.grid{stroke:var(--grid)}.axis{stroke:var(--soft);stroke-width:1}.bar{fill:var(--bar)}.quiet{fill:var(--soft)}.sun{fill:var(--sun)}
.lost{fill:url(#hatch)}.hatch-back{fill:var(--paper)}.hatch-line{stroke:var(--lost);stroke-width:4}.stripe-back{fill:var(--sun)}.stripe-line{stroke:#fff;stroke-opacity:.55;stroke-width:3}
.segment{stroke:var(--paper);stroke-width:1.5}.shade{fill:var(--shade)}.band{fill:var(--band)}.low{fill:var(--eclipse)}.high{fill:url(#stripe)}
.nominal{stroke:var(--ink);stroke-width:1.5}.parity{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:2 3}
.l{fill:none;stroke-width:2;stroke-linejoin:round}.l.sun{stroke:var(--sun);stroke-width:2.5;fill:none}.l.eclipse{stroke:var(--eclipse)}.l.ink{stroke:var(--ink)}.l.hot{stroke:var(--hot)}.l.cold{stroke:var(--cold)}
.dash{stroke-dasharray:6 4}.dots{stroke-dasharray:1.5 4;stroke-width:1.8}
@media (max-width:640px){body{padding:0 16px;font-size:15.5px}header{padding-top:32px}h1{font-size:25px}.lead{font-size:20px}.cards{grid-template-columns:1fr 1fr;gap:10px}
.card{padding:13px 12px 10px}.big{font-size:28px}.card:first-child,.card:last-child{grid-column:1/-1}.facts div{grid-template-columns:1fr;gap:0}
svg.wide{display:none}svg.narrow{display:block;max-width:440px}table{font-size:13px}th,td{padding-left:8px}
.defaults thead{display:none}.defaults tr{display:grid;grid-template-columns:1fr auto;padding:8px 0;border-bottom:1px solid var(--rule)}
.defaults th,.defaults td{border:0;padding:1px 0!important}.defaults th,.defaults .source{grid-column:1/-1}.defaults .kind{text-align:right}}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14161b;--ink:#e8eaee;--soft:#9aa3b0;--rule:#2c313a;--grid:#252a32;--card:#1c2027;--eclipse:#8b9af5;--bar:#3d9bd6;
--shade:rgba(124,140,240,.20);--band:rgba(139,154,245,.28);--hot:#f08a3c;--cold:#62b5e8;--link:#a3b0ff;--lost:#4a515d}}
@media print{@page{size:A4;margin:16mm 15mm}body{max-width:none;padding:0;font-size:10.5pt}header{padding-top:0}nav,summary{display:none}section{padding:16px 0 0}
figure,.cards,.card,.facts div,tr{break-inside:avoid}h2,.lead{break-after:avoid}h2+p{break-after:avoid;break-inside:avoid}.cards{grid-template-columns:1fr 1fr}.defaults .kind{font-size:8.5pt}.card{-webkit-print-color-adjust:exact;print-color-adjust:exact}
svg.wide{display:block!important}svg.narrow{display:none!important}details::details-content{content-visibility:visible!important;display:block!important;height:auto!important}
a{color:inherit}.defaults{font-size:8.5pt}.scroll{overflow:visible}}
"""
