"""Results of the flight: sunlight, power, heat and radiation of the fleet over the sampled days."""

from __future__ import annotations

from typing import Any

from dawndusk.core.numeric import np
from dawndusk.core.units import YEAR_S
from dawndusk.flight.exposure import exposure, through_belts
from dawndusk.flight.fly import fly, sampling_error
from dawndusk.life import evolve
from dawndusk.physics import radiation, season, solar_cycle, upsets
from dawndusk.results import endurance, power_flow
from dawndusk.results.fields import result, results
from dawndusk.results.radiation import peak_over_mean, time_frac

LINKS = "links are not modelled yet"
FORMATION = "formation keeping and traffic are not modelled yet"


@results
class Group:
    """One group of satellites, by the closed forms of its year and as flown."""

    sunlit_frac: float = result("sunlit share of the year, of this group", by=season.sunlit_frac)
    longest_eclipse_s: float = result(
        "longest eclipse of the year, of this group", by=season.longest_eclipse_s
    )
    eclipse_days_per_year: float = result(
        "days of the year with any eclipse, of this group", by=season.eclipse_days
    )
    duty_frac: float = result(
        "share of full work that heat and power allow, of this group",
        lambda group: np.mean(group.totals.duty_frac, dtype="float64"),
        by=fly,
    )
    dose_gy_per_year: float = result(
        "trapped dose behind the shield, of this group",
        lambda group: group.exposure.dose_gy_per_s * YEAR_S,
        by=exposure,
    )
    silent_per_chip_year: float = result(
        "silent errors of one chip, of this group",
        lambda group: group.exposure.upsets_per_s["silent"] * YEAR_S,
        by=exposure,
    )
    worst_eclipse_s: float = result(
        "eclipse of each orbit on the day of the group's lowest sunlight, in that plane",
        by=season.year,
    )


@results
class PowerBalance:
    """Mean powers of one satellite, over fleet and sampled days; they balance at every node."""

    sunlight_w: float = result("sunlight that falls on the array", by=power_flow.powers)
    reflected_w: float = result("sunlight that the array reflects", by=power_flow.powers)
    array_heat_w: float = result(
        "sunlight that stays in the array as heat, curtailed power included",
        by=power_flow.powers,
        formula="sunlight_w - reflected_w - taken_w",
    )
    curtailed_w: float = result(
        "power that the array could have given and that no load used", by=power_flow.powers
    )
    generated_w: float = result("power that the array could give", by=power_flow.powers)
    taken_w: float = result(
        "power taken from the array: generated less curtailed",
        by=power_flow.powers,
        formula="generated_w - curtailed_w",
    )
    chips_and_hosts_w: float = result("power used by chips and hosts", by=power_flow.powers)
    bus_w: float = result("power used by all else: bus, links, pumps", by=power_flow.powers)
    lost_w: float = result("power lost in regulators, harness and battery", by=power_flow.powers)
    battery_lost_w: float = result("of that, lost in the battery", by=power_flow.powers)
    stored_w: float = result(
        "what the battery gained over the counted orbits", by=power_flow.powers
    )
    radiator_absorbed_w: float = result(
        "heat that the radiator absorbs from Sun, Earth and array", by=power_flow.powers
    )
    crossing_w: float = result(
        "heat of the array that crosses to the radiator, where the two are one panel",
        by=power_flow.powers,
    )
    radiated_w: float = result(
        "heat that the radiator sheds: all that is used or lost, what it absorbs, and what crosses"
        " from the array",
        by=power_flow.powers,
        formula="chips_and_hosts_w + bus_w + lost_w + radiator_absorbed_w + crossing_w",
    )


def _mean(what: str) -> Any:
    return lambda run: run.flight.mean(what)


def _least(what: str) -> Any:
    return lambda run: run.flight.least(what)


def _most(what: str) -> Any:
    return lambda run: run.flight.most(what)


def _share(what: str) -> Any:
    return lambda run: run.flight.share(what)


def _met(what: str) -> Any:
    return lambda run: run.flight.met(what)


def _yearly(what: str) -> Any:
    """A rate of the exposure, or that of each class of upsets, per year."""

    def get(run: Any) -> Any:
        found = run.flight.met(what)
        if isinstance(found, dict):
            return {name: one * YEAR_S for name, one in found.items()}
        return found * YEAR_S

    return get


def _absent(run: Any) -> None:
    """What no stage computes yet."""


def _storms(run: Any) -> int:
    return len(run.events_in_draw or ())


def _groups(run: Any) -> list[Any]:
    """The groups as flown, each with what takes its design as well."""
    pairs = zip(run.fleet.groups, run.flight.groups, strict=True)
    return [
        _Named(vars(flown) | {"worst_eclipse_s": endurance.worst_eclipse_s(group, flown)})
        for group, flown in pairs
    ]


@results
class Results:
    """What the fleet experiences on the sampled days, and in closed form over the year."""

    sunlit_frac: float = result(
        "sunlit share of the year, closed form over every plane and day",
        _share("sunlit_frac"),
        by=season.sunlit_frac,
    )
    longest_eclipse_s: float = result(
        "longest eclipse of the year: arccos(sqrt(1 - (R/a)^2) / cos beta) / pi x period",
        lambda run: max(float(group.longest_eclipse_s) for group in run.flight.groups),
        by=season.longest_eclipse_s,
    )
    eclipse_days_per_year: float = result(
        "days of the year with any eclipse, mean over the planes",
        _share("eclipse_days_per_year"),
        by=season.eclipse_days,
    )
    duty_frac: float = result(
        "share of full work that heat and power allow, mean over fleet and sampled days",
        _mean("duty_frac"),
        by=fly,
    )
    min_soc_frac: float = result(
        "lowest battery charge flown, any satellite", _least("min_soc_frac"), by=fly
    )
    stored_ratio: float = result(
        "charge that batteries gain over the counted orbits, per energy used; below zero they still"
        " drain: settle longer",
        lambda run: run.flight.mean("stored_w") / run.flight.mean("used_w"),
        by=fly,
        alias="stored_frac",
    )
    min_chip_k: float = result("coldest chip flown, any satellite", _least("min_chip_k"), by=fly)
    max_chip_k: float = result("hottest chip flown, any satellite", _most("max_chip_k"), by=fly)
    max_radiator_k: float = result(
        "hottest radiator flown, any satellite", _most("max_radiator_k"), by=fly
    )
    max_array_k: float = result("hottest array flown, any satellite", _most("max_array_k"), by=fly)
    worst_hour_frac: float = result(
        "work of the whole fleet in the worst hour of the sampled days, of full work: satellites of"
        " one local time go dark together",
        by=fly,
    )
    pauses_per_year: float = result(
        "times a year that a satellite's work falls below half of full work, mean over the fleet",
        lambda run: endurance.pauses_per_year(run.flight),
        by=endurance.pauses_per_year,
    )
    eclipses_per_year: float = result(
        "eclipses of a satellite in a year, each a cycle of its battery, mean over the fleet",
        lambda run: endurance.cycles_per_year(run.fleet, run.flight),
        by=endurance.cycles_per_year,
    )
    power_balance: PowerBalance = result(
        "power balance of one satellite, from sunlight to radiator",
        lambda run: _Named(power_flow.powers(run.fleet, run.flight)),
        by=power_flow.powers,
        alias="sankey",
    )
    groups: tuple[Group, ...] = result("the groups of satellites", _groups, by=fly, alias="shells")
    flown_satellites: int = result(
        "satellites that flew and stand for all: every one, or `flight.sample` of them",
        lambda run: run.flight.flown,
        by=fly,
    )
    flown_lanes: int = result(
        "satellites of those that flew heat and power, each for others of its plane too: over whole"
        " orbits these have the same Sun",
        lambda run: run.flight.lanes,
        by=fly,
    )
    flown_sunlit_frac: float = result(
        "sunlit share of the sampled days; checks flight.sunlit_frac", _mean("sunlit_frac"), by=fly
    )
    sampling_error_sunlit_ratio: float = result(
        "flown less closed-form sunlit share",
        lambda run: run.sampling_error["sunlit_frac"],
        by=sampling_error,
        formula="flown_sunlit_frac - sunlit_frac",
        alias="sampling_error_sunlit_frac",
    )
    sampling_error_duty_frac: float | None = result(
        "standard error of the mean duty over the sampled days",
        lambda run: run.sampling_error["duty_frac"],
        by=sampling_error,
        null="one sampled day has no spread",
    )
    dose_gy_per_year: float = result(
        "trapped dose in silicon behind the shield, at the centre of a sphere of aluminium or"
        " behind a slab as `satellite.shield.geometry` says, mean over the life and the fleet",
        _yearly("dose_gy_per_s"),
        by=exposure,
    )
    dose_other_gy_per_year: float = result(
        "the same in the other geometry: a slab lets particles in from one side alone",
        _yearly("other_gy_per_s"),
        by=exposure,
    )
    dose_proton_frac: float = result(
        "protons' share of the trapped dose; electrons and their X-rays leave the rest",
        _met("proton_frac"),
        by=radiation.proton_share_frac,
    )
    dose_solar_gy_per_year: float = result(
        "dose of solar protons: that of one event x the expected rate of events at that solar"
        " activity",
        _yearly("solar_gy_per_s"),
        by=exposure,
    )
    dose_event_gy: float = result(
        "dose of one solar particle event, as large as that of August 1972",
        _met("storm_gy"),
        by=radiation.event_dose_gy,
        alias="dose_storm_gy",
    )
    events_in_draw: int = result(
        "solar particle events in one draw of the seed over the mission",
        _storms,
        by=evolve.events_in_draw,
        alias="storms_in_draw",
    )
    events_at_s: tuple[float, ...] = result(
        "times of those events, from the mission's start",
        lambda run: run.events_in_draw or (),
        by=evolve.events_in_draw,
    )
    dose_events_in_draw_gy: float = result(
        "dose of those events",
        lambda run: _storms(run) * float(run.flight.met("storm_gy")),
        by=evolve.events_in_draw,
        formula="events_in_draw * dose_event_gy",
        alias="dose_storms_in_draw_gy",
    )
    dose_cosmic_gy_per_year: float = result(
        "dose of cosmic rays, which no shield changes much: a row",
        _yearly("cosmic_gy_per_s"),
        by=exposure,
    )
    solar_activity_frac: float = result(
        "the Sun's activity over a satellite's life: 0 at minimum, 1 at maximum",
        _met("activity_frac"),
        by=solar_cycle.mean_activity_frac,
    )
    upsets_per_chip_year: dict[str, float] = result(
        "upsets of one chip of this class, by trapped and solar protons: silent corruption,"
        " uncorrectable memory error, chip reset, host crash",
        _yearly("upsets_per_s"),
        by=exposure,
    )
    upsets_belts_per_chip_year: dict[str, float] = result(
        "of those, by trapped protons", _yearly("belts_per_s"), by=exposure
    )
    upsets_storms_per_chip_year: dict[str, float] = result(
        "of those, by solar protons, at the expected rate of events",
        _yearly("storms_per_s"),
        by=exposure,
    )
    upsets_by_dose_per_chip_year: dict[str, float] = result(
        "upsets by trapped protons with the beam test read as dose per event: an alternative to the"
        " rate that counts",
        _yearly("by_dose_per_s"),
        by=upsets.by_dose_per_s,
    )
    upset_protons_per_m2_s: float = result(
        "trapped protons that pass the shield with enough energy to upset a chip, mean of the"
        " orbit",
        _met("protons_per_m2_s"),
        by=radiation.protons_behind_per_m2_s,
    )
    upset_protons_above_j: float = result(
        "least energy of those before the shield, on a straight path through it",
        _met("least_energy_j"),
        by=radiation.outside_j,
    )
    upset_downtime_frac: float = result(
        "share of a chip's time that detected upsets cost", _met("downtime_frac"), by=exposure
    )
    anomaly_time_frac: float = result(
        "share of the time in which 90 % of those protons are met, mean over the fleet",
        lambda run: time_frac(run.flight),
        by=radiation.time_share_frac,
    )
    anomaly_peak_over_mean: float = result(
        "highest flux of those protons at any place of an orbit over its mean",
        lambda run: peak_over_mean(run.flight),
        by=radiation.around,
    )
    flown_protons_ratio: float = result(
        "those protons as flown on the sampled days over the orbit's mean; checks it",
        _mean("protons_ratio"),
        by=fly,
        alias="flown_protons_frac",
    )
    flown_dose_ratio: float = result(
        "trapped dose as flown on the sampled days over the orbit's mean; checks it",
        _mean("dose_ratio"),
        by=fly,
        alias="flown_dose_frac",
    )
    upsets_in_draw: dict[str, float] = result(
        "upsets in the belts of all satellites flown, over the counted orbits, in one draw of the"
        " seed",
        lambda run: run.flight.upsets("counts"),
        by=through_belts,
    )
    upsets_expected: dict[str, float] = result(
        "the integral of their rate along the orbit, which the draws scatter around",
        lambda run: run.flight.upsets("expected"),
        by=through_belts,
    )
    latency_s: float | None = result("time from user to chip, p50 and p99", _absent, null=LINKS)
    min_neighbour_m: float | None = result(
        "least distance between two satellites", _absent, null=FORMATION
    )
    downlink_bit_per_s: float | None = result(
        "mean rate of the fleet to the ground", _absent, null=LINKS
    )
    delta_v_m_per_s_per_year: float | None = result(
        "speed change to keep orbit and formation", _absent, null=FORMATION
    )
    manoeuvres_per_year: float | None = result(
        "avoidance manoeuvres of the fleet", _absent, null=FORMATION
    )


class _Named:
    """Values by name as attributes."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)
