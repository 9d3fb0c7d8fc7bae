"""Radiation: dose behind the shield, upsets of chips and where they occur, and the effect of more
shielding or a higher orbit.

Equation: values per year = rates x 365.25 days; means over the fleet's satellites
Valid: as flight/exposure
Source: dawndusk-method
"""

from __future__ import annotations

import datetime

from dawndusk.core.units import unit
from dawndusk.report import radiation_figures as figures
from dawndusk.report import tables
from dawndusk.report.anchors import ref
from dawndusk.report.radiation_figures import LEVELS
from dawndusk.results.bill import Results as Bill
from dawndusk.results.flight import Results as Flight
from dawndusk.results.numbers import fixed, number, percent
from dawndusk.results.radiation import CLASSES, MET, RAD, millimetres
from dawndusk.results.saved import SavedRun
from dawndusk.results.verdict import Variant

ONE_PLACE = 0.06  # share of the time below which the protons are met in one region
COVERED = 0.1  # difference from the mean that fifteen orbits on each of twelve days stay within


def section(run: SavedRun) -> str:
    """Dose, upsets, the South Atlantic Anomaly, and the effect of shield and altitude."""
    flight, fleet = run.flight, run.fleet
    if flight is None or fleet is None:
        return tables.stopped("fly")
    facts = [
        ("Dose", _dose(run, flight)),
        ("Upsets", _upsets(run, flight)),
        ("Effect on the work", _effect(run, flight)),
        ("South Atlantic Anomaly", _anomaly(flight)),
    ]
    varied = run.verdict.shields and run.bill is not None
    if run.bill is not None and varied:
        facts += [("Shield", _shield(run, run.bill)), ("Altitude", _altitude(run, run.bill))]
    group = fleet.groups[fleet.darkest]
    levels = [percent(one, 0) for one in LEVELS]
    caption = (
        "Values of the fleet are of all chips flown, over the counted orbits, by trapped protons."
        " Upsets by cosmic rays, some percent more, are not included. Map: trapped protons that"
        f" upset chips at {fixed(group.altitude_m / 1e3)} km; shaded from"
        f" {', '.join(levels[:-1])} and {levels[-1]} of their peak. The South Atlantic Anomaly is"
        " shown at its place in the middle of the mission."
    )
    drawn = figures.anomaly(run.tables["anomaly"], group.max_latitude_rad)
    found = (
        f'{tables.facts(facts)}<div class="scroll">{tables.grid(*_table(flight))}</div>'
        f"<figure>{drawn}<figcaption>{caption}</figcaption></figure>"
    )
    if varied:
        drawn = figures.dose_curves(
            run.tables["dose_by_thickness"],
            run.tables["dose_by_altitude"],
            (group.altitude_m, run.scenario.satellite.shield.thickness_m),
            flight.groups[fleet.darkest].dose_gy_per_year,
        )
        found += (
            f"<figure>{drawn}<figcaption>Trapped dose by shield thickness at the fleet's altitude,"
            " and by altitude behind three shields, all else nominal; dot: this fleet.</figcaption>"
            "</figure>"
        )
    return found


def _rad(name: str, gray: float) -> str:
    return ref(f"flight.{name}", f"{number(gray * RAD)} rad")


def _dose(run: SavedRun, flight: Flight) -> str:
    shield, activity = run.scenario.satellite.shield, run.scenario.environment.solar_activity
    sphere, slab = "at the centre of a sphere", "behind a slab"
    inside, other = (sphere, slab) if shield.geometry == "sphere" else (slab, sphere)
    sun = {"cycle": "solar cycle of the dates", "mean": "mean of solar minimum and maximum"}.get(
        activity, f"solar {activity}"
    )
    protons = ref("flight.dose_proton_frac", percent(flight.dose_proton_frac, 0))
    return (
        f"<b>{_rad('dose_gy_per_year', flight.dose_gy_per_year)}</b> a year in silicon from trapped"
        f" particles ({sun}), {inside} of {fixed(shield.thickness_m * 1e3, 1)} mm of aluminium;"
        f" {_rad('dose_other_gy_per_year', flight.dose_other_gy_per_year)} {other}. Protons are"
        f" {protons} of it. Solar particle events add"
        f" {_rad('dose_solar_gy_per_year', flight.dose_solar_gy_per_year)} a year on average,"
        f" {_rad('dose_event_gy', flight.dose_event_gy)} each ({_events(run, flight)}), cosmic rays"
        f" {_rad('dose_cosmic_gy_per_year', flight.dose_cosmic_gy_per_year)} a year. The models of"
        " trapped particles are accurate to a factor of about two."
    )


def _events(run: SavedRun, flight: Flight) -> str:
    """Number and dates of the solar particle events of the draw."""
    words = f"{ref('flight.events_in_draw', flight.events_in_draw)} in this draw"
    start = run.scenario.mission.start
    when = [f"{start + datetime.timedelta(seconds=one):%B %Y}" for one in flight.events_at_s]
    return words + (f": {', '.join(when)}" if 0 < len(when) <= 4 else "")


def _upsets(run: SavedRun, flight: Flight) -> str:
    silent = flight.upsets_per_chip_year["silent"]
    above = ref(
        "flight.upset_protons_above_j",
        f"{fixed(flight.upset_protons_above_j / unit('MeV')[0])} MeV",
    )
    words = (
        f"A {run.scenario.satellite.compute.use} has"
        f" {ref('flight.upsets_per_chip_year.silent', number(silent))} silent errors a year"
    )
    if silent > 0.0:
        words += f", one every {number(365.25 / silent)} days"
    words += (
        ". Upsets follow the protons that pass the shield with enough energy: those above"
        f" {above} outside it, on a straight path. The table also gives the rate by dose per event,"
        " another reading of the same beam test. Solar particle events are counted by their protons"
        " likewise and are not part of the draw."
    )
    row = run.defaults.get("satellite.compute.silent_error")
    if row is not None and row.kind == "estimate":
        words += (
            " <b>No beam test of this chip is known: its cross-sections are estimates, uncertain by"
            " a factor of ten.</b>"
        )
    return words


def _effect(run: SavedRun, flight: Flight) -> str:
    downtime = ref("flight.upset_downtime_frac", percent(flight.upset_downtime_frac, 4))
    words = f"Resets, crashes and memory errors take {downtime} of a chip's time."
    work, life = run.work, run.life
    if work is not None and work.silent_per_million_tokens is not None:
        rate = ref("work.silent_per_million_tokens", number(work.silent_per_million_tokens))
        words += f" Silent errors: {rate} per million output tokens."
    if work is not None and work.silent_per_training_day is not None:
        rate = ref("work.silent_per_training_day", number(work.silent_per_training_day))
        words += f" Silent errors of a training job: {rate} a day."
    if life is not None:
        dose = ref("life.dose_gy", f"{number(life.dose_gy * RAD)} rad")
        words += (
            f" The dose of a chip over its satellite's life is {dose}; wear by dose leaves"
            f" {ref('life.dose_survival_frac', percent(life.dose_survival_frac))} of the chips'"
            " time."
        )
    return words


def _anomaly(flight: Flight) -> str:
    time, flown = flight.anomaly_time_frac, flight.flown_protons_ratio
    place = ", over the South Atlantic" if time < ONE_PLACE else ""  # higher orbits meet the belt
    peak = ref("flight.anomaly_peak_over_mean", number(flight.anomaly_peak_over_mean))
    words = (
        f"{percent(MET, 0)} of those protons are met in"
        f" {ref('flight.anomaly_time_frac', percent(time))} of the time{place}; the peak flux is"
        f" {peak} times the mean. Flux flown on the sampled days:"
        f" {ref('flight.flown_protons_ratio', percent(flown))} of the mean of the orbit"
    )
    return words + (
        "."
        if abs(flown - 1.0) < COVERED
        else ": so few orbits do not cover all longitudes equally. Dose and cost use the mean."
    )


def _shield(run: SavedRun, bill: Bill) -> str:
    shields, own = run.verdict.shields, run.scenario.satellite.shield.thickness_m
    at = next(index for index, one in enumerate(shields) if one.thickness_m >= own - 1e-9)
    here, words = shields[at], ""
    if at + 1 < len(shields):
        more = shields[at + 1]
        words = (
            f"{millimetres(more.thickness_m - here.thickness_m)} more removes"
            f" {_removed(more.dose_gy_per_year, here.dose_gy_per_year)} of the dose and"
            f" {_removed(more.silent_per_chip_year, here.silent_per_chip_year)} of the silent"
            f" errors, adds {number(more.satellite_kg - here.satellite_kg)} kg to a satellite and"
            f" {_moved(bill, more.ratio, here.ratio)}. "
        )
    falls = [
        _removed(
            _nearest(shields, after).dose_gy_per_year, _nearest(shields, before).dose_gy_per_year
        )
        for before, after in ((1e-3, 2e-3), (5e-3, 10e-3), (10e-3, 20e-3))
    ]
    words += (
        f"From 1 to 2 mm the dose falls by {falls[0]}, from 5 to 10 mm by {falls[1]}, from 10 to 20"
        f" mm by {falls[2]}: fast protons penetrate deep into aluminium. "
    )
    closing = [(one.ratio, one.thickness_m) for one in shields if one.ratio is not None]
    if not closing:
        return f"{words}No design closes behind any of the thicknesses."
    ratio, best_m = min(closing, key=lambda one: one[0])
    beyond = (
        "the thickest in the tables, so more may pay off"
        if best_m == shields[-1].thickness_m
        else "beyond it aluminium costs more than it saves"
    )
    return (
        f"{words}<b>Lowest cost of the thicknesses tried: {millimetres(best_m)}</b>, ratio"
        f" {number(ratio)}; {beyond}. Silent errors have no price in the model."
    )


def _nearest(shields: tuple[Variant, ...], depth_m: float) -> Variant:
    return min(shields, key=lambda one: abs(one.thickness_m - depth_m))


def _removed(after: float, before: float) -> str:
    return percent(1.0 - after / before if before > 0.0 else 0.0)


def _moved(bill: Bill, after: float | None, before: float | None) -> str:
    """A change of the ratio as money, at the ground's cost of the same work."""
    if after is None or before is None:
        return "leaves no design that closes"
    usd = (after - before) * bill.ground.usd_per_kw_year
    return (
        f"{'costs' if usd >= 0.0 else 'saves'} {number(abs(usd))} USD per kW-year (ratio"
        f" {fixed(after - before, 4, sign=True)})"
    )


def _altitude(run: SavedRun, bill: Bill) -> str:
    pair = run.verdict.higher
    if pair is None:
        return "100 km higher is outside the range of the orbit model."
    before, after = pair.before, pair.after
    dose = after.dose_gy_per_year / before.dose_gy_per_year
    silent = (
        after.silent_per_chip_year / before.silent_per_chip_year
        if before.silent_per_chip_year
        else 1.0
    )
    return (
        f"100 km higher the dose is {number(dose)} times as large and silent errors"
        f" {number(silent)} times; it {_moved(bill, after.ratio, before.ratio)}, with sunlight,"
        " launch and wear included."
    )


def _table(flight: Flight) -> tuple[list[str], list[list[str]]]:
    rates = {
        "upsets": flight.upsets_per_chip_year,
        "upsets_storms": flight.upsets_storms_per_chip_year,
        "upsets_belts": flight.upsets_belts_per_chip_year,
        "upsets_by_dose": flight.upsets_by_dose_per_chip_year,
    }
    head = [
        "upsets per chip-year",
        "all",
        "solar events",
        "trapped protons",
        "trapped, by dose",
        "fleet, drawn",
        "expected",
    ]
    lines = [
        [
            words,
            *(
                ref(f"flight.{which}_per_chip_year.{name}", number(rate[name]))
                for which, rate in rates.items()
            ),
            ref(f"flight.upsets_in_draw.{name}", fixed(flight.upsets_in_draw[name])),
            ref(f"flight.upsets_expected.{name}", fixed(flight.upsets_expected[name], 1)),
        ]
        for name, words in CLASSES.items()
    ]
    return head, lines
