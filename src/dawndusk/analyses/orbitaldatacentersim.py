"""OrbitalDatacenterSim: one rack a satellite for a megawatt in orbit against the same racks on the
ground, in dollars per token.

Equation: satellite = (rack + array + battery + radiator + bus) x (1 + structure) + propellant; the
batch from unit a to unit b costs (b - a) x price x mean of (unit / reference)^log2(learning); cost
per token = (present value of satellites, chips, launches, development and running, less what is
left at the end) / present value of 1 USD a year / tokens a year; ground = chips + building +
electricity the same way
Valid: as its program v5.5 with its default modes: sun-synchronous orbit, one rack a satellite,
nothing serviced, every satellite brought down by its own stage; up to 11 satellites (above that it
adds switch satellites); room in the rocket and the leased link limit nothing
Source: orbitaldatacentersim2026
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated

from dawndusk.core.record import COUNT, PURE, record
from dawndusk.core.units import YEAR_S
from dawndusk.records.fields import (
    Altitude,
    Fraction,
    Idle,
    NotNegative,
    Positive,
    PositiveFraction,
    Quantity,
    Temperature,
    TimeOfDay,
)
from dawndusk.records.terms import GroundTerms, OrbitTerms, Terms

YEAR_H = 8760.0  # of its year, for energy and hours; its seconds are those of the Julian year
SIGMA, GRAVITY, EARTH_M, EARTH_MU = (
    5.670374419e-8,
    9.80665,
    6371e3,
    6.67430e-11 * 5.97219e24,
)  # its constants
PARKING_M = 200e3  # where the thrusters take a satellite before its stage brings it down
FULLEST = 0.98  # of a shell
DAYS = range(1, 366, 5)  # of the year, on which it looks for the Sun


@record
class Inputs:
    """What its controls say."""

    target_w: Positive
    rack_power_w: Positive
    rack_mass_kg: Positive
    rack_price_usd: NotNegative
    gpus: Annotated[Positive, COUNT]  # of a rack
    overhead_ratio: NotNegative  # power of the other IT over that of the rack
    spare_ratio: NotNegative  # racks that only wait
    network_mass_kg: NotNegative
    relay_mass_kg: NotNegative
    altitude_m: Altitude
    inclination_rad: Quantity
    node_time_s: TimeOfDay  # local time at the ascending node
    density_kg_per_m3: NotNegative  # of the air
    drag_coefficient_ratio: NotNegative
    drag_area_frac: Fraction  # of array and radiator
    stationkeeping_m_per_s_s: NotNegative
    shell_satellites: Annotated[NotNegative, COUNT]  # of others
    shell_capacity: Annotated[Positive, COUNT]
    avoidances_per_s: NotNegative  # of a satellite, in the shell as it is
    crowding: Annotated[NotNegative, PURE]  # exponent
    avoidance_m_per_s: NotNegative
    avoidance_pause_s: NotNegative
    bus_mass_kg: NotNegative
    propulsion_mass_kg: NotNegative
    shield_mass_kg: NotNegative
    array_w_per_kg: Positive
    array_output_w_per_m2: Positive
    array_margin_ratio: NotNegative
    conversion_frac: PositiveFraction
    charge_frac: PositiveFraction
    discharge_frac: PositiveFraction
    battery_j_per_kg: Positive
    reserve_s: NotNegative  # beyond the longest eclipse
    radiator_k: Temperature
    emissivity_frac: PositiveFraction
    sides: Annotated[Positive, COUNT]
    environment_w_per_m2: NotNegative  # absorbed, each side
    fin_frac: PositiveFraction
    degradation_frac: Fraction
    radiator_mass_kg_per_m2: NotNegative
    transport_kg_per_w: NotNegative  # of heat
    structure_ratio: NotNegative
    thruster_s: Positive  # specific impulse
    contingency_m_per_s: NotNegative
    stage_mass_kg: NotNegative
    stage_impulse_s: Positive
    perigee_m: NotNegative  # that the stage aims at
    disposed_frac: Fraction  # of those that still work
    disposed_dead_frac: Fraction
    removal_usd: NotNegative  # of one that stays up
    disposal_usd: NotNegative
    life_s: Positive  # by design
    availability_frac: Fraction
    failures_per_s: NotNegative  # of satellites
    radiation_ratio: NotNegative  # failures with radiation over those without
    radiation_loss_frac: Fraction
    wait_s: NotNegative  # for a replacement
    node_failures_per_s: NotNegative
    bus_price_usd: NotNegative
    array_price_usd_per_kg: NotNegative
    thermal_price_usd_per_kg: NotNegative
    other_price_usd_per_kg: NotNegative
    relay_price_usd: NotNegative
    integration_usd: NotNegative
    reference_unit: Annotated[Positive, COUNT]  # that the prices are for
    learning_frac: PositiveFraction  # price after a doubling
    development_usd: NotNegative
    launch_usd: NotNegative
    launch_discount_frac: Idle  # with each doubling
    launch_floor_frac: Fraction
    payload_kg: Positive
    operations_usd_per_s: NotNegative  # of a satellite
    relay_lease_usd_per_s: NotNegative
    insurance_per_s: NotNegative
    horizon_s: Positive
    discount_frac: Fraction
    refresh_s: Positive  # of chips
    throughput_token_per_s_w: Positive
    utilisation_frac: PositiveFraction
    facility_usd_per_w: NotNegative
    facility_life_s: Positive
    facility_operations_per_s: NotNegative  # of its price
    pue_ratio: Positive
    electricity_usd_per_j: NotNegative
    ground_availability_frac: PositiveFraction


@record
class Results:
    """What it shows, and what its cost is made of."""

    satellites: Annotated[float, COUNT]
    productive_w: float
    satellite_mass_kg: float
    mass_kg: float
    productive_mass_kg_per_w: float  # per productive watt
    sunlit_frac: float
    eclipse_s: float  # the longest
    array_power_w: float
    array_m2: float
    battery_j: float
    rejection_w_per_m2: float
    radiator_m2: float
    drag_m_per_s_s: float
    velocity_m_per_s: float  # of its whole life
    launches: Annotated[float, COUNT]
    capital_usd_per_w: float  # per productive watt, with development
    present_usd_per_w: float  # per productive watt, all costs over the years
    whole_usd: float  # all costs over the years
    availability_frac: float
    working_nodes_frac: float
    tokens_token_per_s: float
    gpu_usd_per_s: float
    derelicts_per_s: float
    disposal_usd_per_s: float
    orbit_price_usd_per_token: float
    ground_price_usd_per_token: float
    ratio: float
    built: Annotated[float, COUNT]  # satellites over the years
    satellites_share_frac: float  # without chips
    launch_share_frac: float
    chips_share_frac: float
    running_share_frac: float
    development_share_frac: float
    launch_usd_per_kg: float  # of the first satellites


@dataclass(frozen=True)
class Satellite:
    """One satellite: sizes, mass and price."""

    sunlit_frac: float
    eclipse_s: float
    array_w: float
    array_m2: float
    battery_j: float
    rejection_w_per_m2: float
    radiator_m2: float
    drag_m_per_s_s: float
    velocity_m_per_s: float
    mass_kg: float
    price_usd: float  # at the reference unit, without chips


@dataclass(frozen=True)
class Spent:
    """Dollars for a batch of satellites, or their present value over the years."""

    chips_usd: float
    satellites_usd: float
    launch_usd: float

    @property
    def usd(self) -> float:
        """Together."""
        return self.chips_usd + self.satellites_usd + self.launch_usd

    def plus(self, other: Spent, weight: float) -> Spent:
        """With another one, weighted."""
        return Spent(
            self.chips_usd + weight * other.chips_usd,
            self.satellites_usd + weight * other.satellites_usd,
            self.launch_usd + weight * other.launch_usd,
        )


@dataclass(frozen=True)
class Orbit:
    """The account of the satellites over the years."""

    satellite: Satellite
    first: Spent
    total: Spent  # present value
    built: Annotated[float, COUNT]
    running_usd_per_year: float

    def present_usd(self, its: Inputs) -> float:
        """Present value of everything."""
        return self.total.usd + its.development_usd + self.running_usd_per_year * _worth(its)


@dataclass(frozen=True)
class Ground:
    """The account of the same racks on the ground."""

    building_usd: float
    chips_usd: float
    energy_usd_per_year: float
    operations_usd_per_year: float
    present_usd: float


def results(its: Inputs) -> Results:
    """Its answers."""
    working, installed = _racks(its)
    orbit, ground = _orbit(its), _ground(its)
    satellite, productive = orbit.satellite, working * its.rack_power_w
    mass, present, used = (
        installed * satellite.mass_kg,
        orbit.present_usd(its),
        productive * its.utilisation_frac,
    )
    available, nodes = _availability_frac(its), _nodes_frac(its)
    tokens = its.throughput_token_per_s_w * used * available * nodes
    ground_tokens = its.throughput_token_per_s_w * used * its.ground_availability_frac
    orbit_price = present / _worth(its) / max(1.0, tokens * YEAR_S)
    ground_price = ground.present_usd / _worth(its) / max(1.0, ground_tokens * YEAR_S)
    return Results(
        satellites=installed,
        productive_w=productive,
        satellite_mass_kg=satellite.mass_kg,
        mass_kg=mass,
        productive_mass_kg_per_w=mass / productive,
        sunlit_frac=satellite.sunlit_frac,
        eclipse_s=satellite.eclipse_s,
        array_power_w=satellite.array_w,
        array_m2=satellite.array_m2,
        battery_j=satellite.battery_j,
        rejection_w_per_m2=satellite.rejection_w_per_m2,
        radiator_m2=satellite.radiator_m2,
        drag_m_per_s_s=satellite.drag_m_per_s_s,
        velocity_m_per_s=satellite.velocity_m_per_s,
        launches=_launches(its, satellite),
        capital_usd_per_w=(orbit.first.usd + its.development_usd) / productive,
        present_usd_per_w=present / productive,
        whole_usd=present,
        availability_frac=available,
        working_nodes_frac=nodes,
        tokens_token_per_s=tokens,
        gpu_usd_per_s=present
        / _worth(its)
        / (working * its.gpus * YEAR_H * 3600.0 * its.utilisation_frac * available),
        derelicts_per_s=_derelicts_per_year(its) / YEAR_S,
        disposal_usd_per_s=_disposal_usd_per_year(its) / YEAR_S,
        orbit_price_usd_per_token=orbit_price,
        ground_price_usd_per_token=ground_price,
        ratio=orbit_price / ground_price,
        built=orbit.built,
        satellites_share_frac=orbit.total.satellites_usd / present,
        launch_share_frac=orbit.total.launch_usd / present,
        chips_share_frac=orbit.total.chips_usd / present,
        running_share_frac=orbit.running_usd_per_year * _worth(its) / present,
        development_share_frac=its.development_usd / present,
        launch_usd_per_kg=orbit.first.launch_usd / mass,
    )


def terms(its: Inputs) -> Terms:
    """Its answer in the terms that all have.

    Orbit: the life is its ten years, and satellites with chips and launch bought again are
    `replacement`. Ground: chips live until their refresh; `operations` also has what its residual
    values differ from plain annuities. Utilisation, the same on both sides, is left out.
    """
    working, installed = _racks(its)
    orbit, ground, it_w = (
        _orbit(its),
        _ground(its),
        installed * its.rack_power_w * (1.0 + its.overhead_ratio),
    )
    mass, again = (
        installed * orbit.satellite.mass_kg,
        (orbit.total.usd - orbit.first.usd) / _worth(its),
    )
    annuities = ground.building_usd / _worth(its, its.facility_life_s) + ground.chips_usd / _worth(
        its, its.refresh_s
    )
    besides = ground.present_usd / _worth(its) - annuities - ground.energy_usd_per_year
    return Terms(
        OrbitTerms(
            mass_kg_per_w=mass / it_w,
            launch_usd_per_kg=orbit.first.launch_usd / mass,
            satellite_usd_per_w=orbit.first.satellites_usd / it_w,
            chips_usd_per_w=orbit.first.chips_usd / it_w,
            development_usd_per_w=its.development_usd / it_w,
            replacement_usd_per_w_s=again / it_w / YEAR_S,
            operations_usd_per_w_s=orbit.running_usd_per_year / it_w / YEAR_S,
            life_s=its.horizon_s,
            capital_frac=its.discount_frac,
            delivered_frac=working / installed * _availability_frac(its) * _nodes_frac(its),
        ),
        GroundTerms(
            building_usd_per_w=ground.building_usd / it_w,
            building_life_s=its.facility_life_s,
            chips_usd_per_w=ground.chips_usd / it_w,
            chips_life_s=its.refresh_s,
            energy_usd_per_w_s=ground.energy_usd_per_year / it_w / YEAR_S,
            operations_usd_per_w_s=besides / it_w / YEAR_S,
            capital_frac=its.discount_frac,
            delivered_frac=working / installed * its.ground_availability_frac,
        ),
    )


def _racks(its: Inputs) -> tuple[int, int]:
    """Racks that work, and all with the spare ones; each is a satellite."""
    working = math.ceil(its.target_w / its.rack_power_w)
    return working, working + math.ceil(working * its.spare_ratio)


def _orbit(its: Inputs) -> Orbit:
    satellite, years, built = _satellite(its), its.horizon_s / YEAR_S, 0.0
    first, total = Spent(0.0, 0.0, 0.0), Spent(0.0, 0.0, 0.0)
    for year, units, left in _batches(its):
        spent = _batch(its, satellite, built, units)
        first = first if year else spent
        total = total.plus(
            spent, (1.0 + its.discount_frac) ** -year - left * (1.0 + its.discount_frac) ** -years
        )
        built += units
    hired = _racks(its)[1] * (its.operations_usd_per_s + its.relay_lease_usd_per_s) * YEAR_S
    return Orbit(
        satellite,
        first,
        total,
        built,
        hired + first.usd * its.insurance_per_s * YEAR_S + _disposal_usd_per_year(its),
    )


def _batches(its: Inputs) -> list[tuple[float, float, float]]:
    """Year, satellites, and the share of their price that is left at the end: the first, those
    after each refresh, those for lost ones.
    """
    years, interval, installed = its.horizon_s / YEAR_S, _interval_years(its), float(_racks(its)[1])
    again = [(time, installed, left) for time, left in _again(interval, years)]
    lost = [
        (float(year), installed * _lost_per_year(its), 0.0)
        for year in range(1, round(years) + 1)
        if _lost_per_year(its)
    ]
    return [(0.0, installed, 0.0), *sorted(again + lost, key=lambda batch: batch[0])]


def _again(interval: float, years: float) -> list[tuple[float, float]]:
    """Years in which something is bought again within the horizon, and the share of it that is left
    at the end.
    """
    times = [interval * count for count in range(1, math.ceil(years / interval))]
    return [(time, max(0.0, (time + interval - years) / interval)) for time in times]


def _batch(its: Inputs, satellite: Satellite, built: float, units: float) -> Spent:
    """What some satellites cost after so many others."""
    launches = _launches(its, satellite) / _racks(its)[1]  # for a satellite
    price = its.launch_usd * max(
        its.launch_floor_frac,
        _learnt(1.0 - its.launch_discount_frac, 1.0, built * launches, units * launches),
    )
    made = satellite.price_usd * _learnt(its.learning_frac, its.reference_unit, built, units)
    return Spent(units * its.rack_price_usd, units * made, units * launches * price)


def _learnt(learning: float, reference: float, built: float, units: float) -> float:
    """Mean price of the units after those built, over that of the reference unit."""
    slope, begin = math.log2(learning), built + 0.5
    if slope == -1.0:
        return math.log1p(units / begin) / units * reference
    return float(
        ((begin + units) ** (slope + 1.0) - begin ** (slope + 1.0))
        / ((slope + 1.0) * units * reference**slope)
    )


def _launches(its: Inputs, satellite: Satellite) -> int:
    """Of the first satellites; one that is too heavy for the rocket flies all the same."""
    return math.ceil(_racks(its)[1] / max(1, int(its.payload_kg / satellite.mass_kg)))


def _satellite(its: Inputs) -> Satellite:
    load = its.rack_power_w * (1.0 + its.overhead_ratio)
    sunlit, eclipse = _sunlight(its)
    array = (
        load
        * (1.0 + (1.0 - sunlit) / (sunlit * its.charge_frac))
        / its.conversion_frac
        * (1.0 + its.array_margin_ratio)
    )
    battery = load * (eclipse + its.reserve_s) / its.discharge_frac
    side = its.emissivity_frac * SIGMA * its.radiator_k**4 - its.environment_w_per_m2
    rejection = its.sides * its.fin_frac * side * (1.0 - its.degradation_frac)
    array_m2, radiator_m2 = array / its.array_output_w_per_m2, load / rejection
    array_kg, battery_kg = array / its.array_w_per_kg, battery / its.battery_j_per_kg
    thermal_kg = radiator_m2 * its.radiator_mass_kg_per_m2 + load * its.transport_kg_per_w
    small_kg = its.network_mass_kg + its.relay_mass_kg + its.shield_mass_kg + its.propulsion_mass_kg
    inside_kg = (
        its.rack_mass_kg
        + small_kg
        + its.bus_mass_kg
        + array_kg
        + battery_kg
        + thermal_kg
        + its.stage_mass_kg
    )
    dry_kg = inside_kg * (1.0 + its.structure_ratio)
    drag = _drag(its, (array_m2 + radiator_m2) * its.drag_area_frac, dry_kg)
    velocity = _velocity(its, drag)
    fuel_kg = _propellant_kg(dry_kg, _brake(its), its.stage_impulse_s)
    fuel_kg += _propellant_kg(dry_kg + fuel_kg, velocity, its.thruster_s)
    other_kg = small_kg + battery_kg + inside_kg * its.structure_ratio + fuel_kg
    price = (
        its.bus_price_usd
        + its.integration_usd
        + its.relay_price_usd
        + array_kg * its.array_price_usd_per_kg
    )
    price += thermal_kg * its.thermal_price_usd_per_kg + other_kg * its.other_price_usd_per_kg
    return Satellite(
        sunlit,
        eclipse,
        array,
        array_m2,
        battery,
        rejection,
        radiator_m2,
        drag,
        velocity,
        dry_kg + fuel_kg,
        price,
    )


def _sunlight(its: Inputs) -> tuple[float, float]:
    """Share of the year in sunlight, and the longest eclipse: a cylinder of shadow, a
    sun-synchronous circle.
    """
    radius, dark = EARTH_M + its.altitude_m, []
    lowest = math.sqrt(its.altitude_m**2 + 2.0 * EARTH_M * its.altitude_m) / radius
    node = (its.node_time_s / 3600.0 - 12.0) * math.radians(15.0)
    for day in DAYS:
        north = _declination(day)
        sine = math.cos(north) * math.sin(its.inclination_rad) * math.sin(node) + math.sin(
            north
        ) * math.cos(its.inclination_rad)
        along = math.sqrt(1.0 - sine**2)  # cosine of the Sun's height above the orbit
        dark.append(math.acos(lowest / along) / math.pi if lowest < along else 0.0)
    period = 2.0 * math.pi * math.sqrt(radius**3 / EARTH_MU)
    return 1.0 - sum(dark) / len(dark), max(dark) * period


def _declination(day: int) -> float:
    """Of the Sun, in radians, by its short formula."""
    anomaly = math.radians(357.528 + 0.9856003 * day)
    longitude = (
        280.46 + 0.9856474 * day + 1.915 * math.sin(anomaly) + 0.02 * math.sin(2.0 * anomaly)
    )
    return math.asin(math.sin(math.radians(23.439)) * math.sin(math.radians(longitude)))


def _speed(altitude_m: float) -> float:
    """In a circle."""
    return math.sqrt(EARTH_MU / (EARTH_M + altitude_m))


def _drag(its: Inputs, area_m2: float, dry_kg: float) -> float:
    return (
        0.5
        * its.density_kg_per_m3
        * _speed(its.altitude_m) ** 2
        * its.drag_coefficient_ratio
        * area_m2
        / dry_kg
    )


def _velocity(its: Inputs, drag_m_per_s_s: float) -> float:
    """What the thrusters give over the life, with the spiral down to the parking orbit."""
    yearly = (
        its.stationkeeping_m_per_s_s
        + drag_m_per_s_s
        + _avoidances_per_s(its) * its.avoidance_m_per_s
    )
    return (
        yearly * its.life_s
        + its.contingency_m_per_s
        + abs(_speed(PARKING_M) - _speed(its.altitude_m))
    )


def _brake(its: Inputs) -> float:
    """What the stage gives, from the parking orbit."""
    high, low = EARTH_M + PARKING_M, EARTH_M + its.perigee_m
    return _speed(PARKING_M) - math.sqrt(EARTH_MU * (2.0 / high - 2.0 / (high + low)))


def _propellant_kg(mass_kg: float, velocity_m_per_s: float, impulse_s: float) -> float:
    return mass_kg * math.expm1(velocity_m_per_s / (GRAVITY * impulse_s))


def _avoidances_per_s(its: Inputs) -> float:
    """More where the shell is fuller than it was."""
    before, after = (
        min(count / its.shell_capacity, FULLEST)
        for count in (its.shell_satellites, its.shell_satellites + _racks(its)[1])
    )
    return float(its.avoidances_per_s * ((1.0 - before) / (1.0 - after)) ** its.crowding)


def _lost_per_year(its: Inputs) -> float:
    """Share of the satellites."""
    return its.failures_per_s * YEAR_S * its.radiation_ratio


def _interval_years(its: Inputs) -> float:
    """After which a satellite is bought again: with its chips or at the end of its life, whatever
    comes first.
    """
    return min(its.refresh_s, its.life_s) / YEAR_S


def _derelicts_per_year(its: Inputs) -> float:
    retired, dead = 1.0 / _interval_years(its), _lost_per_year(its)
    return _racks(its)[1] * (
        retired * (1.0 - its.disposed_frac) + dead * (1.0 - its.disposed_dead_frac)
    )


def _disposal_usd_per_year(its: Inputs) -> float:
    events = _racks(its)[1] * (1.0 / _interval_years(its) + _lost_per_year(its))
    return events * its.disposal_usd + _derelicts_per_year(its) * its.removal_usd


def _availability_frac(its: Inputs) -> float:
    pauses = _avoidances_per_s(its) * YEAR_S * its.avoidance_pause_s / (YEAR_H * 3600.0)
    share = (its.availability_frac - pauses - its.radiation_loss_frac) * (
        1.0 - _lost_per_year(its) * its.wait_s / YEAR_S
    )
    return min(1.0, max(0.0, share))


def _nodes_frac(its: Inputs) -> float:
    """Nodes that work, in the middle of the life."""
    return max(0.0, 1.0 - its.node_failures_per_s * its.life_s / 2.0)


def _ground(its: Inputs) -> Ground:
    installed = _racks(its)[1]
    it_w, chips, years = (
        installed * its.rack_power_w * (1.0 + its.overhead_ratio),
        installed * its.rack_price_usd,
        its.horizon_s / YEAR_S,
    )
    building, end = it_w * its.facility_usd_per_w, (1.0 + its.discount_frac) ** -years
    energy = (
        it_w * its.pue_ratio * its.utilisation_frac * YEAR_H * 3600.0 * its.electricity_usd_per_j
    )
    operations = building * its.facility_operations_per_s * YEAR_S
    again = sum(
        (1.0 + its.discount_frac) ** -time - left * end
        for time, left in _again(its.refresh_s / YEAR_S, years)
    )
    left = max(0.0, 1.0 - its.horizon_s / its.facility_life_s)
    present = (
        chips * (1.0 + again) + building * (1.0 - left * end) + (energy + operations) * _worth(its)
    )
    return Ground(building, chips, energy, operations, present)


def _worth(its: Inputs, life_s: float | None = None) -> float:
    """Present value of a dollar a year, over the horizon where no life is given."""
    years, rate = (its.horizon_s if life_s is None else life_s) / YEAR_S, its.discount_frac
    return float((1.0 - (1.0 + rate) ** -years) / rate) if rate else years
