"""The sections of the page, each a function from the run to HTML."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from html import escape

from dawndusk.bill.ground import site_names
from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import row
from dawndusk.physics.orbit import period_s
from dawndusk.records.bill import Bill, Side
from dawndusk.records.run import Run
from dawndusk.report import cost_steps, figures, tables, waiting
from dawndusk.report.links import ref
from dawndusk.results import cost_parts, numbers, waterfall
from dawndusk.results import demand as demands
from dawndusk.results import headline as words_of
from dawndusk.results import narrative as plain
from dawndusk.results.numbers import fixed, number, percent, prefixed
from dawndusk.results.radiation import RAD


def date(day: datetime.date) -> str:
    """A day as people write it."""
    return f"{day.day} {day:%B %Y}"


# -- verdict -------------------------------------------------------------------


def verdict(run: Run) -> str:
    """The verdict: one sentence, the cards, and the few facts that go with them."""
    bill = run.bill
    if bill is None:
        return (
            f"{tables.stopped('price')}<p>What sizes the fleet:"
            f" {numbers.prose(words_of.binding(run))}.</p>"
        )
    facts = [("Boundary", f"<b>{bill.boundary}</b>: {words_of.BOUNDARIES[bill.boundary]}")]
    if bill.orbit is None:
        cards = [_prices(bill.grounds, bill.boundary, "grounds")]
        facts.append(
            (
                "Largest item",
                ref("verdict.binding_constraint", numbers.prose(words_of.binding(run))),
            )
        )
        facts.append(("Waiting", waiting.fact(run)))
    else:
        cards = _ratios(bill)
        facts.append(("Break-even launch price", _break_even(run)))
        others = "; ".join(
            f"{number(float(bill.orbit.usd_per_year) / float(side.usd_per_year))} times"
            f" {escape(side.name)}"
            for side in bill.grounds[1:]
        )
        if others:
            facts.append(("Against the other grounds", f"orbit costs {others}"))
        facts += [("Waiting", waiting.fact(run))] if bill.worth_usd_per_kw_year is not None else []
        facts.append(
            ("What binds", ref("verdict.binding_constraint", numbers.prose(words_of.binding(run))))
        )
        facts += (
            [("Inconsistent", numbers.prose("; ".join(faults)))]
            if (faults := words_of.faults(run))
            else []
        )
    paragraph = (
        f'<p class="words">{ref("verdict.words", "<b>In plain words.</b>")}'
        f" {numbers.prose(plain.paragraph(run))}</p>"
    )
    return (
        f'<p class="lead">{_lead(run, bill)}</p>{paragraph}<div'
        f' class="cards">{"".join(cards)}</div>{tables.facts(facts)}'
    )


def _lead(run: Run, bill: Bill) -> str:
    """The sentence of the verdict, its number linked."""
    words = escape(words_of.sentence(run))
    key = "bill.ratio" if bill.orbit else "bill.ground.usd_per_chip_hour"
    return re.sub(r"\d[\d,.]*%?", lambda found: ref(key, found[0]), words, count=1)


def _ratios(bill: Bill) -> list[str]:
    where = f"boundary <b>{bill.boundary}</b>"
    without = (
        "chips and servers, which both sides buy, left out"
        if bill.boundary == "compute"
        else "chips and servers are on neither side"
    )
    what = "launch / power bill" if bill.boundary == "power_only" else "cost of the same work"
    difference = float(bill.difference_usd_per_kw_year)
    assert bill.orbit is not None
    return [
        _card(_times("bill.ratio", bill.ratio), "orbit / ground", f"{what}, {where}"),
        _card(
            ref("bill.difference_usd_per_kw_year", number(abs(difference))),
            f"USD per kW-year {'dearer' if difference >= 0 else 'cheaper'} in orbit",
            f"{_kilowatt(bill)}, {where}",
        ),
        _card(
            _times("bill.ratio_without_chips", bill.ratio_without_chips),
            "orbit / ground without chips",
            f"{without}, {where}",
        ),
        _prices((bill.orbit, bill.ground), bill.boundary, ""),
    ]


def _times(key: str, value: Array) -> str:
    return f"{ref(key, number(value))}<small>{numbers.TIMES}</small>"


def _kilowatt(bill: Bill) -> str:
    return (
        "array nameplate against IT load"
        if bill.boundary == "power_only"
        else "per kW of chips and host that work"
    )


def _card(value: str, name: str, note: str) -> str:
    return (
        f'<div class="card"><p class="big">{value}</p><p class="what">{name}</p><p'
        f' class="note">{note}</p></div>'
    )


def _prices(sides: Sequence[Side], boundary: str, table: str) -> str:
    """The card of unit prices, side by side; `table` is where they stand in the bill if not as
    orbit and ground.
    """
    if sides[0].usd_per_chip_hour is None:
        return _card(
            numbers.NONE,
            "USD per chip-hour",
            f"boundary <b>{boundary}</b> prices no delivered work",
        )
    places = (
        [f"bill.{table}.{index}" for index in range(len(sides))]
        if table
        else ["bill.orbit", "bill.ground"]
    )
    heads = [escape(side.name) for side in sides] if table else ["orbit", "ground"]

    def line(label: str, name: str) -> str:
        values = zip(places, sides, strict=True)
        cells = "".join(
            f"<td>{ref(f'{place}.{name}', number(getattr(side, name)))}</td>"
            for place, side in values
        )
        return f'<tr><th scope="row">{label}</th>{cells}</tr>'

    lines = line("chip-hour", "usd_per_chip_hour")
    if sides[0].usd_per_million_tokens is not None:
        lines += line("M tokens", "usd_per_million_tokens")
    if table:
        lines += line("kW-year", "usd_per_kw_year")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        f'<div class="card{" sites" if table else ""}"><table class="pair"><thead><tr><th'
        f' scope="col">USD per</th>{head}</tr></thead><tbody>{lines}</tbody></table><p'
        f' class="note">of chips that work; M: million; boundary <b>{boundary}</b></p></div>'
    )


def _break_even(run: Run) -> str:
    price, to = run.scenario.launch.price_usd_per_kg, numbers.prose(run.scenario.launch.to)
    assumed = f"{ref('launch.price', f'{number(price, 4, trim=True)} USD/kg')} to {to}"
    launched = run.scenario.launch.launched_kg
    if launched is not None:
        now = number(run.scenario.learning.world_kg / 1e6, trim=True)
        assumed += (
            f", the price when {ref('launch.launched', number(launched / 1e6, trim=True))} kt have"
            f" flown in all; {now} had by 2026"
        )
    words = ref("bill.break_even_launch_usd_per_kg", numbers.prose(words_of.break_even(run)))
    return f"{words} (the scenario pays {assumed})"


# -- work and cost -------------------------------------------------------------


def compute(run: Run) -> str:
    """Where the peak goes, factor by factor."""
    work, life = run.work, run.life
    if work is None:
        return tables.stopped("serve")
    left = waterfall.steps(work, life)[-1].after
    mean = prefixed(float(work.peak_flop_per_s) * left, "FLOP/s")
    section = "work" if life is None else "life"
    done, share = f"{section}.delivered_flop_per_s", f"{section}.delivered_frac"
    peak = ref("work.peak_flop_per_s", prefixed(work.peak_flop_per_s, "FLOP/s"))
    words = (
        f"Of {peak} of peak, {ref(done, f'<b>{mean}</b>')} is delivered"
        f" ({ref(share, percent(left))})"
    )
    available = 1.0
    if run.scenario.on_ground:
        words += f" at {escape(site_names(run.scenario.ground)[0])}."
    elif life is None:
        words += " while the fleet is healthy; losses over the years were not run."
    else:
        whole = ref("life.delivered_flop", f"{number(life.delivered_flop)} FLOP")
        words += (
            f", mean over a satellite's life: {whole} in the"
            f" {numbers.quantity(run.scenario.mission.life_s, 'yr')} of the mission."
        )
        available = float(life.availability_frac)
    if work.tokens_per_s is not None and (life is not None or run.scenario.on_ground):
        rate = ref(f"{section}.tokens_per_s", number(float(work.tokens_per_s) * available))
        words += f" That is {rate} output tokens a second."
    if work.training_s is not None:
        days = ref("work.training_s", f"{number(float(work.training_s) / 86400.0)} days")
        words += f" One training job takes {days} while the fleet is healthy."
    limit = f" The rate of a chip is set by {escape(work.rates.limit)}." if work.rates.limit else ""
    note = "Solid: what is left of the peak. Hatched: what the step takes."
    drawn = f"<figure>{figures.waterfall(work, life)}<figcaption>{note}</figcaption></figure>"
    return f"<p>{words}{limit}</p>{drawn}{'' if run.bill is None else _both_waterfalls(run.bill)}"


def _both_waterfalls(bill: Bill) -> str:
    """The same steps on every side, as shares; a ground has its own losses."""
    if bill.orbit is None:
        return ""
    sides = bill.sides
    left = [{factor.name: float(factor.frac) for factor in side.waterfall} for side in sides]
    names = list(dict.fromkeys(name for one in left for name in one))
    names = [name for name in names if any(one.get(name, 1.0) < numbers.WHOLE for one in left)]
    lines = []
    for name in names:
        keys = [
            (
                f"{cost_parts.place(bill, side)}.waterfall.{list(one).index(name)}.frac"
                if name in one
                else ""
            )
            for side, one in zip(sides, left, strict=True)
        ]
        lines.append(
            (
                escape(name),
                *(
                    ref(key, percent(one[name])) if key else numbers.NONE
                    for key, one in zip(keys, left, strict=True)
                ),
            )
        )
    lines.append(("of the peak is left", *(percent(math.prod(one.values())) for one in left)))
    return (
        "<p>Every side has losses of its own, each counted once:</p><div"
        f' class="scroll">{tables.grid(["", *(escape(side.name) for side in sides)], lines)}</div>'
    )


def cost(run: Run) -> str:
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
        f" {words_of.BOUNDARIES[bill.boundary]}. Capital is spread over each asset's own life at"
        " each side's own cost of capital."
    )
    if same and bill.orbit is not None:
        chips = ", ".join(
            f"{ref(f'bill.grounds.{index}.chips', fixed(side.chips))} on {escape(side.name)}"
            for index, side in enumerate(bill.grounds)
        )
        words += (
            f" Equal work takes {ref('bill.orbit.chips', fixed(bill.orbit.chips))} chips in orbit"
            f" and {chips}."
        )
    caption = "All bars share one scale. Letters name the parts in the table."
    drawn = f"<figure>{figures.costs(bill)}<figcaption>{caption}</figcaption></figure>"
    if bill.orbit is not None:
        note = "On the same scale, part by part: from what the ground costs to what orbit costs."
        drawn += (
            f"<figure>{cost_steps.figure(bill, bill.orbit)}<figcaption>{note}</figcaption></figure>"
        )
    return f"<p>{words}</p>{drawn}{tables.cost_table(bill)}{waiting.beside(bill)}"


def demand(run: Run) -> str:
    """The work beside the electricity of somebody's data centres."""
    if run.bill is None:
        return tables.stopped("price")
    drawn = float(run.bill.ground.grid_w) * YEAR_S / demands.TWH_J
    lines = []
    for index, one in enumerate(demands.of_run(run)):
        key = f"bill.demand.{index}"
        lines.append(
            (
                escape(one.name),
                ref(f"{key}.low_twh_per_year", one.energy_text),
                (
                    f"{one.part_text} of"
                    f" {ref(f'{key}.whole_twh_per_year', f'{fixed(one.whole_twh_per_year)} TWh')}"
                ),
                ref(f"{key}.sites", fixed(one.sites)) if one.sites else numbers.NONE,
                ref(f"{key}.carried_frac", demands.share_text(one.carried_frac)),
                (
                    ref(f"{key}.launches_per_year", number(one.launches_per_year))
                    if one.launches_per_year and one.carried_frac >= demands.LEAST
                    else numbers.NONE
                ),
                (
                    ref(f"{key}.capital_usd", f"{number(one.capital_usd / 1e12)} trillion USD")
                    if one.capital_usd and one.carried_frac >= demands.LEAST
                    else numbers.NONE
                ),
            )
        )
    taken = ref("bill.ground.grid_twh_per_year", f"{number(drawn)} TWh")
    words = (
        f"The same work on the ground ({escape(site_names(run.scenario.ground)[0])}) takes {taken}"
        " of electricity a year. A range of demand and its share of all electricity belong"
        " together: both ends mean the same total."
    )
    head = (
        "",
        "their electricity",
        "share of the total",
        "sites",
        "this work takes",
        "launches a year for all of it",
        "fleets for all of it cost",
    )
    capital = row("data-centres.capital")
    assert capital.spread is not None
    low, high = capital.spread.low / 1e12, capital.spread.high / 1e12
    money = (
        f"The world is expected to spend {number(demands.CAPITAL_USD / 1e12, trim=True)} trillion"
        f" USD on data centres until 2030 ({low:.1f} to {high:.1f}; {capital.kind}), all of it"
        " together; what a fleet costs is paid before it works, chips included, and anew when the"
        " chips' life ends."
    )
    shown = (
        f"<figure>{figures.load()}<figcaption>Electricity of the data centres of the United States;"
        " 2028 as projected.</figcaption></figure>"
    )
    return (
        f'<p>{words}</p>{shown}<div class="scroll">{tables.grid(head, lines)}</div><p>{money}</p>'
    )


# -- flight --------------------------------------------------------------------


def orbit(run: Run) -> str:
    """One orbit of the worst day, step by step."""
    if run.flight is None:
        return tables.stopped("fly")
    group, flown = run.fleet.darkest, run.flight.darkest
    strip = flown.strip
    if strip is None:
        return '<p class="stopped">No strip was kept of this flight.</p>'
    period = float(strip.time_s[-1] + strip.time_s[0])
    day = run.scenario.mission.start + datetime.timedelta(days=float(group.worst.day))
    at = int(np.argmin(np.abs(flown.season.day - group.worst.day)))
    dark = float(
        flown.season.eclipse_frac[int(group.worst.plane), at] * period_s(group.orbits.altitude_m)
    )
    sunlight = ref(
        _shell(run, "fleet", "worst_sunlight_w_per_m2"),
        f"{fixed(group.worst.sunlight_w_per_m2)} W/m²",
    )
    words = (
        f"A satellite of plane {int(group.worst.plane) + 1} around {date(day)}, the day with the"
        f" least sunlight per orbit: {sunlight} on the array, {fixed(dark / 60, 1)} minutes of each"
        " orbit in eclipse."
    )
    return f"<p>{words}{_shown(run)}</p><figure>{figures.orbit(run, flown, strip, period)}</figure>"


def _shell(run: Run, section: str, key: str) -> str:
    """The key of what is shown: of the darkest group of satellites."""
    return f"{section}.shells.{run.fleet.groups.index(run.fleet.darkest)}.{key}"


def _shown(run: Run) -> str:
    count = len(run.fleet.groups)
    return (
        f" Shown: {escape(run.fleet.darkest.name)}, of {count} shells the one with the darkest"
        " orbit."
        if count > 1
        else ""
    )


def year(run: Run) -> str:
    """Beta and eclipse through the year."""
    if run.flight is None:
        return tables.stopped("fly")
    flown, orbits = run.flight.darkest, run.fleet.darkest.orbits
    period = float(period_s(orbits.altitude_m))
    words = (
        f"Sunlit for {ref(_shell(run, 'flight', 'sunlit_frac'), percent(flown.sunlit_frac))} of the"
        " year. Any eclipse on"
        f" {ref(_shell(run, 'flight', 'eclipse_days_per_year'), number(flown.eclipse_days_per_year))}"
        " days, at the longest"
        f" {ref(_shell(run, 'flight', 'longest_eclipse_s'), fixed(float(flown.longest_eclipse_s) / 60, 1))}"
        f" minutes of a {fixed(period / 60, 1)}-minute orbit. Beta is the angle of the Sun above"
        " the orbit's plane."
    )
    return f"<p>{words}{_shown(run)}</p><figure>{figures.year(run.scenario.mission.start, flown, period)}</figure>"


def mass(run: Run) -> str:
    """What one satellite is made of."""
    group = run.fleet.darkest
    total, kilowatts = float(group.launch_mass_kg), float(group.it_w) / 1e3
    per_kw = f"{number(total / kilowatts)} kg per kW"
    if len(run.fleet.groups) == 1:
        per_kw = ref("fleet.mass_kg_per_it_kw", per_kw)
    words = (
        "One satellite weighs"
        f" {ref(_shell(run, 'fleet', 'satellite_mass_kg'), f'<b>{fixed(total)} kg</b>')} at launch"
        f" and carries {number(kilowatts)} kW of chips and hosts: {per_kw}. The fleet of"
        f" {ref('fleet.satellites', fixed(run.fleet.satellites))} weighs"
        f" {ref('fleet.mass_kg', f'{number(float(run.fleet.mass_kg) / 1e3)} t')} and takes"
        f" {ref('fleet.vehicle_loads', number(run.fleet.launches))} launches of"
        f" {escape(run.scenario.launch.use)}."
    )
    given = (
        " Its mass is given; what the parts do not explain is an item of its own."
        if group.satellite.mass_kg is not None
        else ""
    )
    return f"<p>{words}{given}{_shown(run)}</p><figure>{figures.masses(group, len(run.fleet.groups) == 1)}</figure>"


def groups(run: Run) -> str:
    """The shells of a fleet that has several."""
    lines = []
    for index, group in enumerate(run.fleet.groups):
        flown = run.flight.groups[index] if run.flight is not None else None
        designed, lived = f"fleet.shells.{index}", f"flight.shells.{index}"
        cells = [
            escape(group.name),
            ref(f"{designed}.satellites", fixed(group.count)),
            ref(f"{designed}.altitude_m", f"{fixed(float(group.orbits.altitude_m) / 1e3)} km"),
            ref(
                f"{designed}.inclination_rad",
                f"{fixed(np.degrees(float(group.orbits.inclination_rad)), 1)}°",
            ),
            ref(f"{designed}.satellite_mass_kg", f"{fixed(group.launch_mass_kg)} kg"),
            ref(f"{designed}.vehicle_loads", number(group.launches)),
            ref(
                f"{designed}.worst_sunlight_w_per_m2",
                f"{fixed(group.worst.sunlight_w_per_m2)} W/m²",
            ),
        ]
        if flown is not None:
            duty = percent(np.mean(flown.totals.duty_frac))
            dose = number(float(flown.exposure.dose_gy_per_s) * YEAR_S * RAD)
            cells += [
                ref(f"{lived}.sunlit_frac", percent(flown.sunlit_frac)),
                ref(f"{lived}.duty_frac", duty),
                ref(f"{lived}.dose_gy_per_year", dose),
            ]
        lines.append(cells)
    head = [
        "shell",
        "satellites",
        "altitude",
        "inclination",
        "a satellite",
        "launches",
        "darkest orbit",
    ]
    if run.flight is not None:
        head += ["sunlit", "duty", "rad a year"]
    words = (
        "Each shell is designed for its own worst season, so its satellites differ where the"
        " scenario leaves a size open."
    )
    return f'<p>{words}</p><div class="scroll">{tables.grid(head, lines)}</div>'
