"""Radiation: the dose behind the shield, what upsets chips and where, and what more aluminium or a
higher orbit would change.

Equation: values per year = rates x 365.25 days; means over the fleet's satellites
Valid: as flight/exposure
Source: dawndusk-method
"""

from __future__ import annotations

import datetime
import math

from dawndusk.core.units import unit
from dawndusk.flight.exposure import UPSETS
from dawndusk.records.flight import Flight
from dawndusk.records.run import Run, Shielded
from dawndusk.report import radiation_figures as figures
from dawndusk.report import tables
from dawndusk.report.links import ref
from dawndusk.report.radiation_figures import CLASSES
from dawndusk.results import numbers
from dawndusk.results.numbers import fixed, number, percent
from dawndusk.results.radiation import MET, RAD, _a_year, millimetres, peak_over_mean, time_frac

ONE_PLACE = 0.06  # of the time, within which it is one place
COVERED = 0.1  # of the mean: what fifteen orbits on each of twelve days keep within


# -- section -------------------------------------------------------------------


def section(run: Run) -> str:
    """Dose, upsets, the anomaly, and the two levers."""
    if run.flight is None:
        return tables.stopped("fly")
    flight = run.flight
    facts = [
        ("Dose", _dose(run, flight)),
        ("Upsets", _upsets(run, flight)),
        ("What they cost", _cost(run, flight)),
        ("The anomaly", _anomaly(flight)),
    ]
    if run.shields and run.bill is not None:
        facts += [("Shield", _shield(run)), ("Altitude", _altitude(run))]
    found = f'{tables.facts(facts)}<div class="scroll">{tables.grid(*_table(flight))}</div>'
    where = run.fleet.darkest, flight.darkest
    caption = (
        "The fleet's are of all chips flown, over the counted orbits, in the belts. Left out:"
        " cosmic rays, protons and heavy ions, which add some percent. Below: trapped protons that"
        f" count for upsets at {fixed(float(where[0].orbits.altitude_m) / 1e3)} km; shaded from"
        f" {percent(CLASSES[0], 0)}, {percent(CLASSES[1], 0)}, {percent(CLASSES[2], 0)} and"
        f" {percent(CLASSES[3], 0)} of their peak; the anomaly stands where it has drifted to by"
        " the middle of the mission."
    )
    found += f"<figure>{figures.anomaly(run, *where)}<figcaption>{caption}</figcaption></figure>"
    if run.shields and run.bill is not None:
        found += (
            f"<figure>{figures.depth_and_altitude(run)}<figcaption>Trapped dose, all else nominal;"
            " a dot where this fleet is.</figcaption></figure>"
        )
    return found


def _rad(key: str, gray: float) -> str:
    return ref(key, f"{number(float(gray) * RAD)} rad")


def _dose(run: Run, flight: Flight) -> str:
    shield, environment = run.scenario.satellite.shield, run.scenario.environment
    inside = (
        f"at the centre of a sphere of {fixed(shield.thickness_m * 1e3, 1)} mm of aluminium"
        if shield.geometry == "sphere"
        else f"behind a slab of {fixed(shield.thickness_m * 1e3, 1)} mm of aluminium"
    )
    other = "behind a slab" if shield.geometry == "sphere" else "at the centre of a sphere"
    sun = {"cycle": "as the dates have it", "mean": "the mean of solar minimum and maximum"}.get(
        environment.solar_activity, f"solar {environment.solar_activity}"
    )
    return (
        f"<b>{_rad('flight.dose_gy_per_year', _a_year(flight, 'dose_gy_per_s'))}</b> of silicon a"
        f" year from the belts ({sun}), {inside};"
        f" {_rad('flight.dose_other_gy_per_year', _a_year(flight, 'other_gy_per_s'))} {other}."
        f" {ref('flight.dose_proton_frac', percent(flight.met('proton_frac'), 0))} of it are"
        " protons. Solar storms add"
        f" {_rad('flight.dose_solar_gy_per_year', _a_year(flight, 'solar_gy_per_s'))} a year on"
        f" average, {_rad('flight.dose_storm_gy', flight.met('storm_gy'))} each ({_storms(run)}),"
        " cosmic rays"
        f" {_rad('flight.dose_cosmic_gy_per_year', _a_year(flight, 'cosmic_gy_per_s'))}. The models"
        " of the belts are known within a factor of about two."
    )


def _storms(run: Run) -> str:
    """How many storms the draw has, and when."""
    drawn = run.storms_in_draw or ()
    start = run.scenario.mission.start
    when = [f"{start + datetime.timedelta(seconds=one):%B %Y}" for one in drawn[:4]]
    words = f"{ref('flight.storms_in_draw', len(drawn))} in this draw"
    return words + (f": {', '.join(when)}" if when and len(drawn) <= len(when) else "")


def _upsets(run: Run, flight: Flight) -> str:
    silent = float(_a_year(flight, "upsets_per_s")["silent"])
    above = ref(
        "flight.upset_protons_above_j",
        f"{fixed(float(flight.met('least_energy_j')) / unit('MeV')[0])} MeV",
    )
    chip = run.scenario.satellite.compute.use
    words = (
        f"A {chip} errs silently {ref('flight.upsets_per_chip_year.silent', number(silent))} times"
        " a year"
    )
    if silent > 0.0:
        words += f", once in {number(365.25 / silent)} days"
    words += (
        f". What counts are the protons that come through the shield, those of more than {above}"
        " outside where they come straight; the same beam test read as dose per event stands"
        " beside it. Storms are counted by their protons likewise, and are not among the upsets"
        " drawn."
    )
    row = run.loaded.origins.get("satellite.compute.silent_error")
    found = run.loaded.row(row.row) if row and row.row else None
    if found is not None and found.kind == "estimate":
        words += (
            " <b>No beam test of this chip is known: its cross-sections are estimates, ten times"
            " less or more.</b>"
        )
    return words


def _cost(run: Run, flight: Flight) -> str:
    downtime = ref("flight.upset_downtime_frac", percent(flight.met("downtime_frac"), 4))
    words = f"Resets, crashes and errors in memory take {downtime} of a chip's time."
    work, life = run.work, run.life
    if work is not None and work.silent_per_million_tokens is not None:
        words += (
            " A million output tokens come with"
            f" {ref('work.silent_per_million_tokens', number(work.silent_per_million_tokens))}"
            " silent errors."
        )
    if work is not None and work.silent_per_training_day is not None:
        words += (
            " A training job takes"
            f" {ref('work.silent_per_training_day', number(work.silent_per_training_day))} silent"
            " errors a day."
        )
    if life is not None:
        total = float(flight.met("total_gy_per_s")) * float(run.fleet.life_s)
        words += (
            f" Over a satellite's life a chip takes {number(total * RAD)} rad, which leaves"
            f" {ref('life.unworn_frac', percent(life.unworn_frac))} of the chips' time."
        )
    return words


def _anomaly(flight: Flight) -> str:
    flown = float(flight.mean("protons_ratio"))
    place = (
        ", over the South Atlantic" if time_frac(flight) < ONE_PLACE else ""
    )  # higher up the belt itself is met
    words = (
        f"{percent(MET, 0)} of those protons are met in"
        f" {ref('flight.anomaly_time_frac', percent(time_frac(flight)))} of the time{place}: at"
        f" most {ref('flight.anomaly_peak_over_mean', number(peak_over_mean(flight)))} times the"
        f" mean. As flown on the sampled days: {ref('flight.flown_protons_frac', percent(flown))}"
        " of the orbit's mean"
    )
    return words + (
        "."
        if abs(flown - 1.0) < COVERED
        else ", as so few orbits do not pass every longitude alike; dose and price go by the mean."
    )


def _shield(run: Run) -> str:
    assert run.bill is not None
    own = run.scenario.satellite.shield.thickness_m
    at = next(index for index, one in enumerate(run.shields) if one.thickness_m >= own - 1e-9)
    here = run.shields[at]
    best = min(
        (one for one in run.shields if math.isfinite(one.ratio)),
        key=lambda one: one.ratio,
        default=here,
    )
    words = ""
    if at + 1 < len(run.shields):
        more = run.shields[at + 1]
        words = (
            f"{millimetres(more.thickness_m - here.thickness_m)} more takes"
            f" {_change(more.dose_gy_per_s, here.dose_gy_per_s)} of the dose and"
            f" {_change(more.silent_per_s, here.silent_per_s)} of the silent errors, weighs"
            f" {number(more.satellite_kg - here.satellite_kg)} kg a satellite and"
            f" {_moved(run, more.ratio - here.ratio)}. "
        )
    pairs = ((1e-3, 2e-3), (5e-3, 10e-3), (10e-3, 20e-3))
    falls = [
        _change(_nearest(run, after).dose_gy_per_s, _nearest(run, before).dose_gy_per_s)
        for before, after in pairs
    ]
    words += (
        f"From 1 to 2 mm {falls[0]} of the dose goes, from 5 to 10 mm {falls[1]}, from 10 to 20 mm"
        f" {falls[2]}. Fast protons go deep into aluminium. "
    )
    last = best is run.shields[-1]
    beyond = (
        "the thickest that is tabulated, so more may pay"
        if last
        else "beyond it aluminium costs more than it saves"
    )
    return (
        words
        + f"<b>Cheapest of the thicknesses tried is {millimetres(best.thickness_m)}</b>, ratio"
        f" {number(best.ratio)}: {beyond}. Silent errors have no price yet."
    )


def _nearest(run: Run, depth_m: float) -> Shielded:
    return min(run.shields, key=lambda one: abs(one.thickness_m - depth_m))


def _change(after: float, before: float) -> str:
    return percent(1.0 - after / before) if before > 0.0 else "nothing"


def _moved(run: Run, by: float) -> str:
    """What a change of the ratio is in money, at the ground's price of the same work."""
    if not math.isfinite(by) or run.bill is None:
        return "leaves no design that closes"
    usd = by * float(run.bill.ground.usd_per_kw_year)
    return (
        f"{'costs' if usd >= 0.0 else 'saves'} {number(abs(usd))} USD per kW-year (ratio"
        f" {numbers.fixed(by, 4, sign=True)})"
    )


def _altitude(run: Run) -> str:
    if run.higher is None:
        return "100 km higher is outside the range of the orbit model."
    before, after = run.higher
    dose, silent = (
        after.dose_gy_per_s / before.dose_gy_per_s,
        after.silent_per_s / before.silent_per_s if before.silent_per_s else 1.0,
    )
    return (
        f"100 km higher the dose is {number(dose)} times as large, silent errors {number(silent)}"
        f" times, and it {_moved(run, after.ratio - before.ratio)}, sunlight, launch and wear"
        " counted in."
    )


def _table(flight: Flight) -> tuple[list[str], list[list[str]]]:
    rates = {
        name: _a_year(flight, what)
        for name, what in (
            ("", "upsets_per_s"),
            ("_storms", "storms_per_s"),
            ("_belts", "belts_per_s"),
            ("_by_dose", "by_dose_per_s"),
        )
    }
    drawn, expected = flight.upsets("counts"), flight.upsets("expected")
    head = [
        "upsets of one chip a year",
        "all",
        "of storms",
        "of belts",
        "belts, by dose",
        "fleet, as drawn",
        "expected",
    ]
    lines = [
        [
            words,
            *(
                ref(f"flight.upsets{which}_per_chip_year.{name}", number(rate[name]))
                for which, rate in rates.items()
            ),
            ref(f"flight.upsets_in_draw.{name}", fixed(drawn[name])),
            ref(f"flight.upsets_expected.{name}", fixed(expected[name], 1)),
        ]
        for name, words in UPSETS.items()
    ]
    return head, lines
