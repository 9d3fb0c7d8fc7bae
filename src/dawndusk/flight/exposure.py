"""Exposure: what the belts, the Sun and the galaxy do to the chips of a group, by the means of its
orbit.

Upsets follow the protons that leave the shield with enough energy; the same beam test read as dose
per event stands beside them. Each satellite's way through the map of the anomaly on the sampled
days (flight/ground_track) has the same rates, and upsets are drawn there.

Equation: dose = factor x table(altitude, inclination, depth, activity); upsets = cross-section x
(trapped protons + storms a second x protons of one) that leave the shield with 20 MeV
Valid: as physics/radiation and physics/upsets: a factor of two; trapped and solar protons alone
Source: bilitza1996, seltzer1994, king1974, pstar, dawndusk-method, by the functions of physics
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from dawndusk.core import random_numbers
from dawndusk.core.numeric import Array, Indices, Values, np
from dawndusk.data.catalogue import constant
from dawndusk.flight import ground_track
from dawndusk.physics import orbit, radiation, season, solar_cycle, sun, upsets
from dawndusk.physics.constants import SIDEREAL_DAY_S
from dawndusk.records.fleet import Group, Orbits
from dawndusk.records.flight import Belts, Exposure
from dawndusk.records.satellite import Compute
from dawndusk.records.scenario import Scenario

COSMIC_GY_PER_S = constant("cosmic-rays.dose")
UPSETS = {
    "silent": "silent corruption",
    "memory": "uncorrectable memory error",
    "reset": "chip reset",
    "host": "host crash",
}


def exposure(scenario: Scenario, orbits: Orbits, life_s: Array) -> Exposure:
    """Means over a satellite's life, from the mission's start."""
    satellite, environment = scenario.satellite, scenario.environment
    shield, compute = satellite.shield, satellite.compute
    activity: Array | None = solar_cycle.HELD_FRAC.get(environment.solar_activity)
    if activity is None:
        activity = solar_cycle.mean_activity_frac(sun.seconds_j2000(scenario.mission.start), life_s)
    factor = environment.radiation_factor_ratio
    met = _met(orbits.altitude_m, orbits.inclination_rad, shield.thickness_m, activity)
    pairs = (met.doses, met.shares, met.storms, met.protons, met.storm_protons)
    (dose, other), (share, _), (storm, _), (protons, _), (storm_protons, _) = (
        pair if shield.geometry == "sphere" else pair[::-1] for pair in pairs
    )
    protons, storms = factor * protons, solar_cycle.storms_per_s(activity)
    sections = cross_sections_m2(compute)
    in_belts = {name: upsets.by_fluence_per_s(one, protons) for name, one in sections.items()}
    in_storms = {
        name: upsets.by_fluence_per_s(one, storms * storm_protons) for name, one in sections.items()
    }
    by_dose = {
        name: upsets.by_dose_per_s(one, factor * dose * share) for name, one in sections.items()
    }
    if compute.ecc:
        bits = upsets.by_fluence_per_s(compute.memory_upset_m2, protons)
        in_belts["memory"] = in_belts["memory"] + upsets.pairs_per_s(
            bits, compute.memory_byte, compute.scrub_s
        )
    lost = {
        "memory": compute.memory_error_time_s,
        "reset": compute.reset_time_s,
        "host": compute.host_crash_time_s,
    }
    waiting = sum((in_belts[name] + in_storms[name]) * time for name, time in lost.items())
    return Exposure(
        activity_frac=activity,
        dose_gy_per_s=factor * dose,
        other_gy_per_s=factor * other,
        proton_frac=share,
        storm_gy=storm,
        solar_gy_per_s=storms * storm,
        cosmic_gy_per_s=COSMIC_GY_PER_S,
        least_energy_j=met.least_j,
        protons_per_m2_s=protons,
        belts_per_s=in_belts,
        storms_per_s=in_storms,
        by_dose_per_s=by_dose,
        downtime_frac=waiting / (1.0 + waiting),
    )


class _Met(NamedTuple):
    """What the tables say of an orbit and a shield: pairs are of sphere and slab."""

    doses: tuple[Array, Array]
    shares: tuple[Array, Array]  # of protons
    storms: tuple[Array, Array]  # dose of one
    protons: tuple[Array, Array]  # that count
    storm_protons: tuple[Array, Array]
    least_j: Array


def _met(*where: Any) -> _Met:
    """At an altitude, an inclination, a depth and an activity; plain numbers are looked up once, as
    studies ask for the same again and again.
    """
    return _known(*where) if all(isinstance(one, float) for one in where) else _looked_up(*where)


def _looked_up(altitude_m: Array, inclination_rad: Array, depth_m: Array, activity: Array) -> _Met:
    where = altitude_m, inclination_rad
    return _Met(
        doses=radiation.dose_gy_per_s(*where, depth_m, activity),
        shares=radiation.proton_share_frac(*where, depth_m, activity),
        storms=radiation.event_dose_gy(*where, depth_m),
        protons=radiation.protons_behind_per_m2_s(*where, upsets.LEAST_ENERGY_J, depth_m, activity),
        storm_protons=radiation.event_protons_behind_per_m2(*where, upsets.LEAST_ENERGY_J, depth_m),
        least_j=radiation.outside_j(upsets.LEAST_ENERGY_J, depth_m),
    )


_known = lru_cache(maxsize=1024)(_looked_up)


def cross_sections_m2(compute: Compute) -> dict[str, Array]:
    """Of one chip, by class: without ECC every bit that flips in memory goes unnoticed, and none is
    noticed.
    """
    silent, memory = compute.silent_error_m2, compute.memory_error_m2
    if not compute.ecc:
        silent, memory = silent + compute.memory_upset_m2, 0.0 * memory
    return {
        "silent": silent,
        "memory": memory,
        "reset": compute.reset_m2,
        "host": compute.host_crash_m2,
    }


def places(orbits: Orbits, found: Exposure) -> Values:
    """Protons that count, and dose, over the orbit's mean, at all its places: [2, argument of
    latitude, longitude of the node].
    """
    where = orbits.altitude_m, orbits.inclination_rad
    return radiation.around(*where, found.least_energy_j, found.proton_frac, found.activity_frac)


def day_ratio(scenario: Scenario, orbits: Orbits, found: Exposure, life_s: Array) -> Values:
    """Protons and dose of the sampled days over the life's mean, [2, day]: the days stand for equal
    parts of it, each as active as the Sun then is.
    """
    import numpy

    environment, shield = scenario.environment, scenario.satellite.shield
    if environment.solar_activity != "cycle":
        return numpy.ones((2, scenario.flight.days))
    parts = (numpy.arange(scenario.flight.days) + 0.5) / scenario.flight.days
    activity = solar_cycle.activity_frac(sun.seconds_j2000(scenario.mission.start) + parts * life_s)
    where = orbits.altitude_m, orbits.inclination_rad
    which = 0 if shield.geometry == "sphere" else 1
    dose = radiation.dose_gy_per_s(*where, shield.thickness_m, activity)[which]
    protons = radiation.protons_behind_per_m2_s(
        *where, upsets.LEAST_ENERGY_J, shield.thickness_m, activity
    )[which]
    return environment.radiation_factor_ratio * np.stack(
        [protons / found.protons_per_m2_s, dose / found.dose_gy_per_s]
    )


def through_belts(
    scenario: Scenario,
    group: Group,
    found: Exposure,
    life_s: Array,
    by_satellite: bool,
    chunk: int,
    tell: Callable[[int], None],
) -> tuple[Belts, Values]:
    """What every satellite meets on its way through the belts on the sampled days: upsets, drawn,
    and protons and dose over the orbit's mean of the life, [2, day, satellite]; summed up over the
    satellites, [2, day], unless `by_satellite`.

    Satellites go in chunks of so many; `tell(satellites)` after each.
    """
    import numpy

    orbits, sampling = group.orbits, scenario.flight
    met, day = places(orbits, found), day_ratio(scenario, orbits, found, life_s)
    start_s = sun.seconds_j2000(scenario.mission.start)
    begins_s = season.sampled_days_s(sampling.days, start_s)
    orbit_s = 2.0 * np.pi / orbit.latitude_rate_rad_per_s(orbits.altitude_m, orbits.inclination_rad)
    node_rate = orbit.node_rate_rad_per_s(orbits.altitude_m, orbits.inclination_rad) / (2.0 * np.pi)
    drift = float(orbit_s * (node_rate - 1.0 / SIDEREAL_DAY_S))
    of_the_way = ground_track.mean_over_orbits(met, drift, sampling.orbits)
    ground = orbit.earth_turn(begins_s) - radiation.drift_rad(begins_s) / (2.0 * np.pi)
    moved = np.expand_dims((begins_s - start_s) * node_rate - ground, 1)  # turns, [day, 1]
    counted_s, count = sampling.orbits * float(orbit_s), len(orbits.phase_rad)
    ratios, upsets_of = list[Values](), list[Sequence[dict[str, Any]]]()
    for first in range(0, count, chunk):
        here = slice(first, min(first + chunk, count))
        phase, node = (one[here] / (2.0 * np.pi) for one in (orbits.phase_rad, orbits.node_rad))
        ratio = day[..., None] * ground_track.at(of_the_way, phase, node + moved)
        numbers = numpy.arange(count)[here] if orbits.number is None else orbits.number[here]
        upset = _upsets(scenario, group, found, counted_s * ratio[0].sum(0), numbers)
        if not by_satellite:
            upset = [{name: one.sum(keepdims=True) for name, one in part.items()} for part in upset]
        upsets_of.append(upset)
        ratios.append(ratio if by_satellite else ratio.sum(2, keepdims=True))
        tell(here.stop)
    ratio = numpy.concatenate(ratios, 2)

    def together(part: int) -> dict[str, Any]:
        every = {name: numpy.concatenate([one[part][name] for one in upsets_of]) for name in UPSETS}
        return every if by_satellite else {name: one.sum() for name, one in every.items()}

    belts = Belts(places_ratio=met, counts=together(0), expected=together(1))
    return belts, ratio if by_satellite else ratio.sum(2) / count


def _upsets(
    scenario: Scenario, group: Group, found: Exposure, mean_s: Values, number: Indices
) -> Sequence[dict[str, Any]]:
    """Upsets of each satellite's chips over all counted orbits, drawn, and the integral of their
    rate: class -> [satellite].

    `mean_s` is as long as those orbits would be in the mean of the belts. The number of a satellite
    is what its draws go by, whoever else flies.
    """
    chips, seed = float(scenario.satellite.compute.count), scenario.mission.seed
    expected = {name: float(rate) * chips * mean_s for name, rate in found.belts_per_s.items()}
    drawn = {
        name: random_numbers.poisson(
            random_numbers.uniform(seed, f"upset {name}, {group.name}", number), mean
        )
        for name, mean in expected.items()
    }
    return drawn, expected
