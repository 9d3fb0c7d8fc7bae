"""The sections of the page, each a function from a saved run to HTML."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from html import escape

from dawndusk.data.catalogue import row
from dawndusk.report import cost_steps, figures, tables, waiting
from dawndusk.report.anchors import ref
from dawndusk.results import demand as demands
from dawndusk.results import headline, numbers, waterfall
from dawndusk.results.bill import Results as Bill
from dawndusk.results.bill import Side
from dawndusk.results.demand import DemandShare
from dawndusk.results.fleet import Group
from dawndusk.results.fleet import Results as Fleet
from dawndusk.results.numbers import fixed, number, percent, prefixed
from dawndusk.results.radiation import RAD
from dawndusk.results.saved import SavedRun
from dawndusk.results.tables import Table

BREAK_EVEN = "bill.break_even_launch_usd_per_kg"
DAY_S = 86400.0


def date(day: datetime.date) -> str:
    """A day as printed."""
    return f"{day.day} {day:%B %Y}"


# -- verdict -------------------------------------------------------------------


def verdict(run: SavedRun) -> str:
    """The verdict: one sentence, the cards, and related facts."""
    bill, bound = run.bill, numbers.prose(run.verdict.binding_constraint)
    if bill is None:
        return f"{tables.stopped('price')}<p>Binding constraint: {bound}.</p>"
    linked = ref("verdict.binding_constraint", bound)
    facts = [("Boundary", f"<b>{bill.boundary}</b>: {headline.BOUNDARIES[bill.boundary]}")]
    if bill.orbit is None:
        cards = [_prices(bill.sides, bill.boundary, named=True)]
        facts += [("Largest item", linked), ("Time to service", waiting.fact(run, bill))]
    else:
        cards = _ratios(bill, bill.orbit)
        facts.append(("Break-even launch price", _break_even(run, bill)))
        others = "; ".join(
            f"{number(bill.orbit.usd_per_year / side.usd_per_year)} times {escape(side.name)}"
            for side in bill.grounds[1:]
        )
        if others:
            facts.append(("Compared with other grounds", f"orbit costs {others}"))
        if bill.boundary != "power_only":
            facts.append(("Time to service", waiting.fact(run, bill)))
        facts.append(("Binding constraint", linked))
        if run.verdict.faults:
            facts.append(("Inconsistent", numbers.prose("; ".join(run.verdict.faults))))
    paragraph = (
        f'<p class="words">{ref("verdict.words", "<b>Summary.</b>")}'
        f" {numbers.prose(run.verdict.words or '')}</p>"
    )
    return (
        f'<p class="lead">{_lead(run, bill)}</p>{paragraph}<div'
        f' class="cards">{"".join(cards)}</div>{tables.facts(facts)}'
    )


def _lead(run: SavedRun, bill: Bill) -> str:
    """The sentence of the verdict, its number linked."""
    words = escape(run.verdict.sentence)
    key = "bill.ratio" if bill.orbit else "bill.ground.usd_per_chip_hour"
    return re.sub(r"\d[\d,.]*%?", lambda found: ref(key, found[0]), words, count=1)


def _ratios(bill: Bill, orbit: Side) -> list[str]:
    where = f"boundary <b>{bill.boundary}</b>"
    without = (
        "without chips and servers, which both sides buy"
        if bill.boundary == "compute"
        else "chips and servers are on neither side"
    )
    what = "launch / power bill" if bill.boundary == "power_only" else "cost of the same work"
    difference = bill.difference_usd_per_kw_year or 0.0
    return [
        _card(_times("bill.ratio", bill.ratio), "orbit / ground", f"{what}, {where}"),
        _card(
            ref("bill.difference_usd_per_kw_year", number(abs(difference))),
            f"USD per kW-year {'more' if difference >= 0 else 'less'} in orbit",
            f"{_kilowatt(bill)}, {where}",
        ),
        _card(
            _times("bill.ratio_without_chips", bill.ratio_without_chips),
            "orbit / ground without chips",
            f"{without}, {where}",
        ),
        _prices({"bill.orbit": orbit, "bill.ground": bill.ground}, bill.boundary),
    ]


def _times(key: str, value: float | None) -> str:
    return f"{ref(key, number(value or 0.0))}<small>{numbers.TIMES}</small>"


def _kilowatt(bill: Bill) -> str:
    return (
        "array nameplate against IT load"
        if bill.boundary == "power_only"
        else "per kW of working chips and hosts"
    )


def _card(value: str, name: str, note: str) -> str:
    return (
        f'<div class="card"><p class="big">{value}</p><p class="what">{name}</p><p'
        f' class="note">{note}</p></div>'
    )


def _prices(sides: Mapping[str, Side], boundary: str, named: bool = False) -> str:
    """The card of unit prices of several sides by key, `named` by their sites or else as orbit and
    ground.
    """
    if any(side.usd_per_chip_hour is None for side in sides.values()):
        return _card(
            numbers.NONE,
            "USD per chip-hour",
            f"boundary <b>{boundary}</b> prices no delivered work",
        )
    heads = [escape(side.name) for side in sides.values()] if named else ["orbit", "ground"]

    def line(label: str, name: str) -> str:
        cells = "".join(
            f"<td>{ref(f'{key}.{name}', number(getattr(side, name)))}</td>"
            for key, side in sides.items()
        )
        return f'<tr><th scope="row">{label}</th>{cells}</tr>'

    lines = line("chip-hour", "usd_per_chip_hour")
    if all(side.usd_per_million_tokens is not None for side in sides.values()):
        lines += line("M tokens", "usd_per_million_tokens")
    if named:
        lines += line("kW-year", "usd_per_kw_year")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        f'<div class="card{" sites" if named else ""}"><table class="pair"><thead><tr><th'
        f' scope="col">USD per</th>{head}</tr></thead><tbody>{lines}</tbody></table><p'
        f' class="note">of working chips; M: million; boundary <b>{boundary}</b></p></div>'
    )


def _break_even(run: SavedRun, bill: Bill) -> str:
    launch = run.scenario.launch
    to = numbers.prose(launch.to)
    paid = (
        f"{ref('launch.price', f'{number(launch.price_usd_per_kg, 4, trim=True)} USD/kg')} to {to}"
    )
    if launch.launched_kg is not None:
        now = number(run.scenario.learning.world_kg / 1e6, trim=True)
        total = ref("launch.launched", number(launch.launched_kg / 1e6, trim=True))
        paid += f", the price after {total} kt launched in total; {now} kt by 2026"
    price = bill.break_even_launch_usd_per_kg
    words = run.reasons[BREAK_EVEN] if price is None else f"{fixed(price)} USD/kg to {launch.to}"
    return f"{ref(BREAK_EVEN, numbers.prose(words))} (the scenario pays {paid})"


# -- work and cost -------------------------------------------------------------


def compute(run: SavedRun) -> str:
    """Delivered compute, factor by factor from the peak."""
    work, life = run.work, run.life
    if work is None:
        return tables.stopped("serve")
    left = waterfall.steps(work, life)[-1].after
    mean = prefixed(work.peak_flop_per_s * left, "FLOP/s")
    section = "work" if life is None else "life"
    done, share = f"{section}.delivered_flop_per_s", f"{section}.delivered_frac"
    peak = ref("work.peak_flop_per_s", prefixed(work.peak_flop_per_s, "FLOP/s"))
    words = f"Delivered: {ref(done, f'<b>{mean}</b>')} of {peak} peak ({ref(share, percent(left))})"
    if life is not None:
        whole = ref("life.delivered_flop", f"{number(life.delivered_flop)} FLOP")
        years = numbers.quantity(run.scenario.mission.life_s, "yr")
        words += f", mean over the life of a satellite; {whole} in the {years} of the mission."
    elif not run.scenario.on_ground:
        words += " by the healthy fleet; losses over the years were not run."
    else:
        words += "." if run.bill is None else f" at {escape(run.bill.ground.name)}."
    tokens = work.tokens_per_s if life is None else life.tokens_per_s
    if tokens is not None and (life is not None or run.scenario.on_ground):
        words += f" Output: {ref(f'{section}.tokens_per_s', number(tokens))} tokens a second."
    if work.training_s is not None:
        days = ref("work.training_s", f"{number(work.training_s / DAY_S)} days")
        words += f" Duration of one training job with a healthy fleet: {days}."
    if work.limit:
        words += f" The rate of a chip is limited by {ref('work.limit', escape(work.limit))}."
    note = "Solid: share of the peak that is left. Hatched: loss of the step."
    drawn = f"<figure>{figures.waterfall(work, life)}<figcaption>{note}</figcaption></figure>"
    return f"<p>{words}</p>{drawn}{'' if run.bill is None else _all_waterfalls(run.bill)}"


def _all_waterfalls(bill: Bill) -> str:
    """The factors of every side, as shares."""
    if bill.orbit is None:
        return ""
    sides = bill.sides
    left = [{factor.name: factor.frac for factor in side.waterfall} for side in sides.values()]
    names = list(dict.fromkeys(name for one in left for name in one))
    names = [name for name in names if any(one.get(name, 1.0) < numbers.WHOLE for one in left)]
    lines = [
        (
            escape(name),
            *(
                (
                    ref(f"{key}.waterfall.{list(one).index(name)}.frac", percent(one[name]))
                    if name in one
                    else numbers.NONE
                )
                for key, one in zip(sides, left, strict=True)
            ),
        )
        for name in names
    ]
    lines.append(("share of the peak", *(percent(math.prod(one.values())) for one in left)))
    head = ["", *(escape(side.name) for side in sides.values())]
    return (
        "<p>Losses of every side, each counted once:</p>"
        f'<div class="scroll">{tables.grid(head, lines)}</div>'
    )


def cost(run: SavedRun) -> str:
    """Both sides of the bill, item by item."""
    bill = run.bill
    if bill is None:
        return tables.stopped("price")
    same = (
        ""
        if bill.boundary == "power_only" or bill.orbit is None
        else "for the same delivered work, "
    )
    words = (
        f"Yearly cost {same}{_kilowatt(bill)}, on the boundary <b>{bill.boundary}</b>:"
        f" {headline.BOUNDARIES[bill.boundary]}. Capital is recovered over the life of each asset"
        " at the cost of capital of each side."
    )
    if same and bill.orbit is not None:
        chips = ", ".join(
            f"{ref(f'bill.grounds.{index}.chips', fixed(side.chips))} at {escape(side.name)}"
            for index, side in enumerate(bill.grounds)
        )
        words += (
            " Chips for the same work:"
            f" {ref('bill.orbit.chips', fixed(bill.orbit.chips))} in orbit, {chips}."
        )
    caption = "All bars have the same scale. Letters: parts of the table."
    drawn = f"<figure>{figures.costs(bill)}<figcaption>{caption}</figcaption></figure>"
    if bill.orbit is not None:
        note = "Cost steps from ground to orbit, part by part, on the same scale."
        drawn += (
            f"<figure>{cost_steps.figure(bill, bill.orbit)}<figcaption>{note}</figcaption></figure>"
        )
    return f"<p>{words}</p>{drawn}{tables.cost_table(bill)}{waiting.resources(bill)}"


def demand(run: SavedRun) -> str:
    """The electricity of the work as a share of the demand of data centres."""
    bill = run.bill
    if bill is None:
        return tables.stopped("price")
    lines = [_demand(f"bill.demand.{at}", one) for at, one in enumerate(bill.demand)]
    taken = ref("bill.ground.grid_twh_per_year", f"{number(bill.ground.grid_twh_per_year)} TWh")
    words = (
        f"The same work on the ground ({escape(bill.ground.name)}) uses {taken} of electricity a"
        " year. A range of demand corresponds to a range of its share of all electricity: the total"
        " is the same at both ends."
    )
    head = (
        "",
        "electricity of the data centres",
        "share of the total",
        "sites",
        "share of this work",
        "launches a year for all of it",
        "capital of fleets for all of it",
    )
    capital = row("data-centres.capital")
    assert capital.spread is not None
    low, high = capital.spread.low / 1e12, capital.spread.high / 1e12
    money = (
        "Expected world capital expenditure on data centres until 2030:"
        f" {number(demands.CAPITAL_USD / 1e12, trim=True)} trillion USD ({low:.1f} to {high:.1f};"
        f" {capital.kind}). The capital of a fleet is spent before it works, chips included, and"
        " again at the end of the chips' life."
    )
    shown = (
        f"<figure>{figures.load()}<figcaption>Electricity of the data centres of the United States;"
        " 2028: projection.</figcaption></figure>"
    )
    return (
        f'<p>{words}</p>{shown}<div class="scroll">{tables.grid(head, lines)}</div><p>{money}</p>'
    )


def _demand(key: str, one: DemandShare) -> tuple[str, ...]:
    """One line of the table of demands."""
    counts = one.carried_frac >= demands.LEAST
    flights, capital, whole = one.launches_per_year, one.capital_usd, one.whole_twh_per_year
    return (
        escape(one.name),
        ref(f"{key}.low_twh_per_year", one.energy_text),
        f"{one.part_text} of {ref(f'{key}.whole_twh_per_year', f'{fixed(whole)} TWh')}",
        ref(f"{key}.sites", fixed(one.sites)) if one.sites else numbers.NONE,
        ref(f"{key}.carried_frac", demands.share_text(one.carried_frac)),
        ref(f"{key}.launches_per_year", number(flights)) if flights and counts else numbers.NONE,
        (
            ref(f"{key}.capital_usd", f"{number(capital / 1e12)} trillion USD")
            if capital and counts
            else numbers.NONE
        ),
    )


# -- flight --------------------------------------------------------------------


def orbit(run: SavedRun) -> str:
    """One orbit of the day with the lowest sunlight, step by step."""
    fleet, flight = run.fleet, run.flight
    if fleet is None or flight is None:
        return tables.stopped("fly")
    at = fleet.darkest
    group = fleet.groups[at]
    strip = _of_group(run.tables["strip"], group)
    if not len(strip["time_s"]):
        return '<p class="stopped">Not available: no orbit was recorded.</p>'
    period = float(strip["time_s"][-1] + strip["time_s"][0])
    day = run.scenario.mission.start + datetime.timedelta(seconds=group.worst_sunlight_at_s)
    sunlight = ref(
        f"fleet.groups.{at}.worst_sunlight_w_per_m2",
        f"{fixed(group.worst_sunlight_w_per_m2)} W/m²",
    )
    dark = ref(
        f"flight.groups.{at}.worst_eclipse_s",
        f"{fixed(flight.groups[at].worst_eclipse_s / 60, 1)} minutes",
    )
    words = (
        "A satellite of plane"
        f" {ref(f'fleet.groups.{at}.worst_plane', group.worst_plane)} around"
        f" {ref(f'fleet.groups.{at}.worst_sunlight_at_s', date(day))}, the day with the lowest"
        f" orbit-average sunlight: {sunlight} on the array, {dark} of each orbit in eclipse."
    )
    limit_k = float(run.scenario.satellite.compute.limit_k)
    drawn = figures.orbit(strip, group.name, limit_k, period)
    return f"<p>{words}{_shown(fleet)}</p><figure>{drawn}</figure>"


def _of_group(table: Table, group: Group) -> Table:
    """The rows of one group of satellites."""
    own = table["group"] == group.name
    return {name: column[own] for name, column in table.items()}


def _shown(fleet: Fleet) -> str:
    """Which group is shown, of several."""
    count, name = len(fleet.groups), escape(fleet.groups[fleet.darkest].name)
    return (
        f" Shown: {name}, of {count} groups the one with the lowest sunlight." if count > 1 else ""
    )


def year(run: SavedRun) -> str:
    """Beta angle and eclipses through the year."""
    fleet, flight = run.fleet, run.flight
    if fleet is None or flight is None:
        return tables.stopped("fly")
    at = fleet.darkest
    group, flown = fleet.groups[at], flight.groups[at]
    lived = f"flight.groups.{at}"
    period = ref(f"fleet.groups.{at}.period_s", f"{fixed(group.period_s / 60, 1)} minutes")
    longest = ref(f"{lived}.longest_eclipse_s", fixed(flown.longest_eclipse_s / 60, 1))
    days = ref(f"{lived}.eclipse_days_per_year", number(flown.eclipse_days_per_year))
    words = (
        f"Sunlit share of the year: {ref(f'{lived}.sunlit_frac', percent(flown.sunlit_frac))}. Days"
        f" with eclipse: {days}."
        f" Longest eclipse: {longest} minutes of an orbit of {period}. Beta is the angle of the Sun"
        " above the orbital plane."
    )
    season = _of_group(run.tables["season"], group)
    start = run.scenario.mission.start
    drawn = figures.year(start, season, group, flown.longest_eclipse_s)
    return f"<p>{words}{_shown(fleet)}</p><figure>{drawn}</figure>"


def mass(run: SavedRun) -> str:
    """The mass of one satellite by item."""
    fleet = run.fleet
    if fleet is None:
        return tables.stopped("design")
    at, alone = fleet.darkest, len(fleet.groups) == 1
    group = fleet.groups[at]
    total, kilowatts = group.satellite_mass_kg, group.satellite_it_w / 1e3
    per_kw = f"{number(total / kilowatts)} kg per kW"
    if alone:
        per_kw = ref("fleet.mass_kg_per_it_kw", per_kw)
    kilograms = ref(f"fleet.groups.{at}.satellite_mass_kg", f"<b>{fixed(total)} kg</b>")
    power = ref(f"fleet.groups.{at}.satellite_it_w", f"{number(kilowatts)} kW")
    array, radiator = (
        ref(f"fleet.groups.{at}.satellite_{name}_m2", f"{fixed(area)} m²")
        for name, area in (
            ("array", group.satellite_array_m2),
            ("radiator", group.satellite_radiator_m2),
        )
    )
    words = (
        f"Launch mass of one satellite: {kilograms} for {power} of chips and hosts, {per_kw}; solar"
        f" array {array}, radiator {radiator}. Fleet"
        f" of {ref('fleet.satellites', fixed(fleet.satellites))}:"
        f" {ref('fleet.mass_kg', f'{number(fleet.mass_kg / 1e3)} t')},"
        f" {ref('fleet.vehicle_loads', number(fleet.vehicle_loads))} launches of"
        f" {escape(run.scenario.launch.use)}."
    )
    given = (
        " The mass is given; its difference from the sum of the parts is an item of its own."
        if run.scenario.satellite.mass_kg is not None
        else ""
    )
    drawn = figures.masses(_of_group(run.tables["mass"], group), group, alone)
    return f"<p>{words}{given}{_shown(fleet)}</p><figure>{drawn}</figure>"


def groups(run: SavedRun) -> str:
    """The groups of satellites of a fleet that has several."""
    if run.fleet is None:
        return tables.stopped("design")
    lines = []
    for index, group in enumerate(run.fleet.groups):
        designed, lived = f"fleet.groups.{index}", f"flight.groups.{index}"
        tilt = math.degrees(group.inclination_rad)
        cells = [
            escape(group.name),
            ref(f"{designed}.satellites", fixed(group.satellites)),
            ref(f"{designed}.altitude_m", f"{fixed(group.altitude_m / 1e3)} km"),
            ref(f"{designed}.inclination_rad", f"{fixed(tilt, 1)}°"),
            ref(f"{designed}.satellite_mass_kg", f"{fixed(group.satellite_mass_kg)} kg"),
            ref(f"{designed}.vehicle_loads", number(group.vehicle_loads)),
            ref(
                f"{designed}.worst_sunlight_w_per_m2",
                f"{fixed(group.worst_sunlight_w_per_m2)} W/m²",
            ),
        ]
        if run.flight is not None:
            flown = run.flight.groups[index]
            cells += [
                ref(f"{lived}.sunlit_frac", percent(flown.sunlit_frac)),
                ref(f"{lived}.duty_frac", percent(flown.duty_frac)),
                ref(f"{lived}.dose_gy_per_year", number(flown.dose_gy_per_year * RAD)),
            ]
        lines.append(cells)
    head = [
        "group",
        "satellites",
        "altitude",
        "inclination",
        "satellite mass",
        "launches",
        "lowest sunlight",
    ]
    if run.flight is not None:
        head += ["sunlit", "duty", "rad a year"]
    words = (
        "Each group is designed for its own worst season, so its satellites differ where the"
        " scenario leaves a size open."
    )
    return f'<p>{words}</p><div class="scroll">{tables.grid(head, lines)}</div>'
