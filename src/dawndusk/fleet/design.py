"""Design: from a scenario to a fleet that closes.

The worst orbit of the year at the end of life sizes the array, the longest eclipse the battery, full load over the brightest Earth the
radiator; masses then close with structure, propulsion and propellant. What the scenario gives is kept, what it leaves out is
solved. Pure over arrays: with JAX values in the scenario the whole stage is batched and differentiated.

Equation: generated x conversion = load x (sunlit share + eclipse share / battery efficiency), in the worst orbit of the year; battery =
load x longest eclipse / (discharge efficiency x depth); launched mass = parts / (1 - structure - propulsion) x exp(dv / ve)
Valid: one satellite type per group, full load all the year, circular orbits of 300 to 2,000 km
Source: dawndusk-method, by the functions of physics and the parts of the scenario
"""

from __future__ import annotations

import dataclasses
from typing import Any

from dawndusk.core.errors import Infeasible
from dawndusk.core.numeric import Array, np
from dawndusk.physics import orbit, rocket, season, sun
from dawndusk.physics.constants import SOLAR_CONSTANT_W_PER_M2
from dawndusk.records.fields import reference_orbit
from dawndusk.records.fleet import Fleet, Group, Margin, Orbits, Worst
from dawndusk.records.flight import Season, Surroundings
from dawndusk.records.scenario import Launch, Propulsion, Satellite, Scenario

LEAST_SUNLIGHT_W_PER_M2 = 10.0  # below it no array is worth its mass
PARK_M = 200e3  # where a vehicle's reference payload is counted


def design(scenario: Scenario) -> Fleet:
    """The fleet of a scenario. Never raises for a value that a derivative may touch: see `require_closed`."""
    start_s = sun.seconds_j2000(scenario.mission.start)
    named = _sampled(scenario.constellation.groups(start_s), scenario.flight.sample)
    steps = scenario.flight.steps_per_orbit or max(
        orbit.whole_steps(float(orbits.altitude_m), float(scenario.flight.step_s)) for _, orbits in named
    )
    groups = tuple(_group(scenario, name, orbits, start_s) for name, orbits in named)
    return Fleet(groups=groups, life_s=satellite_life_s(scenario), steps_per_orbit=steps)


def satellite_life_s(scenario: Scenario) -> Array:
    """How long a satellite works: the mission, or its chips' life where that is shorter, as nobody exchanges chips in orbit."""
    return np.minimum(scenario.mission.life_s, scenario.satellite.compute.life_s)


def _sampled(named: list[tuple[str, Orbits]], most: int | None) -> list[tuple[str, Orbits]]:
    """At most about `most` satellites of the fleet, from every group in proportion to its size, at least one."""
    total = sum(orbits.count for _, orbits in named)
    if most is None or most >= total:
        return named
    return [(name, orbits.sampled(max(round(most * orbits.count / total), 1))) for name, orbits in named]


def require_closed(fleet: Fleet) -> None:
    """Raise Infeasible, naming the binding constraint, when any margin of any group is not positive."""
    for group in fleet.groups:
        for margin in group.worst.margins:
            if not float(margin.value) > 0.0:
                raise Infeasible(
                    f"no design closes for the {group.name}: {margin.failing} ({float(f'{float(margin.value):.3g}'):+,.15g} {margin.unit})"
                )


def _group(scenario: Scenario, name: str, orbits: Orbits, start_s: float) -> Group:
    given, life_s = scenario.satellite, satellite_life_s(scenario)
    compute, bus = given.compute, given.bus
    it_w = compute.count * (compute.power_w + compute.host_power_w)
    bus_w = bus.power_w + bus.overhead_frac * it_w + given.links.terminals * given.links.power_w
    load_w = it_w + bus_w

    year = season.year(orbits.altitude_m, orbits.inclination_rad, orbits.plane_node_rad, start_s, per_day=1)
    sunlight, needed = _needed(given, year, load_w)
    eclipse_s = season.longest_eclipse_s(year, orbits.altitude_m)
    heat_w = _heat_w(given, load_w, eclipse_s / orbit.period_s(orbits.altitude_m))
    hot = Surroundings(
        altitude_m=orbits.altitude_m,
        sun_cosine=np.max(np.cos(year.beta_rad)),
        sunlight_w_per_m2=np.max(year.sunlight_w_per_m2),
    )
    array = given.array.sized(np.max(needed), life_s)
    battery = given.battery.sized(load_w, eclipse_s)
    radiator = given.radiator.sized(heat_w, hot)
    satellite = dataclasses.replace(given, array=array, battery=battery, radiator=radiator)

    mass, wet_kg = _masses(satellite, orbits.altitude_m, it_w, load_w, heat_w)
    price = _prices(satellite, mass, it_w, load_w)
    payload = payload_to(scenario.launch, orbits.altitude_m, orbits.inclination_rad)
    plane, day = np.unravel_index(np.argmin(sunlight), sunlight.shape)
    idle_w = (compute.idle_frac * it_w + bus_w) / given.conversion.efficiency_frac
    margins = (
        Margin(failing="the given array does not carry the idle load through its worst season", unit="W",
               value=np.min(sunlight) * array.yield_frac() * array.area_m2 - idle_w),
        Margin(failing="the array gets too little sunlight in its worst season", unit="W/m2", value=np.min(sunlight) - LEAST_SUNLIGHT_W_PER_M2),
        Margin(failing="the radiator takes in more than it sheds", unit="W/m2", value=radiator.net_w_per_m2(radiator.temperature_k, hot)),
        _chip_margin(given, radiator, idle_w, hot),
        Margin(failing="structure, propulsion and margins leave no mass for anything else", unit="of dry mass",
               value=1.0 - bus.structure_frac - given.propulsion.dry_mass_frac),
        Margin(failing="one satellite is heavier than the vehicle's payload to its orbit", unit="kg", value=payload - wet_kg),
    )  # fmt: skip
    return Group(
        name=name, orbits=orbits, satellite=satellite, load_w=load_w,
        power_w=array.power_w_at(SOLAR_CONSTANT_W_PER_M2), it_w=it_w, bus_w=bus_w, heat_w=heat_w,
        mass_kg=mass, price_usd=price, chips_usd=compute.count * (compute.price_usd + compute.server_price_usd),
        launch_mass_kg=wet_kg, launch_equivalent_kg=wet_kg * launch_factor(scenario.launch, orbits), launches=orbits.count * wet_kg / payload,
        worst=Worst(sunlight_w_per_m2=np.min(sunlight), day=np.take(year.day, day), plane=plane, longest_eclipse_s=eclipse_s, margins=margins),
    )  # fmt: skip


def _needed(satellite: Satellite, year: Season, load_w: Array) -> tuple[Array, Array]:
    """Mean sunlight per orbit on the array, and the power per irradiance that carries the load through that orbit; both [plane, day].

    generated x conversion = load x (sunlit share + eclipse share / battery efficiency).
    """
    lit = 1.0 - year.eclipse_frac
    sunlight = year.sunlight_w_per_m2 * lit * satellite.attitude.mean_incidence(np.sin(year.beta_rad))
    demand = load_w * (lit + year.eclipse_frac / satellite.battery.round_trip_frac()) / satellite.conversion.efficiency_frac
    return sunlight, demand / np.maximum(sunlight, 1e-3)


def _heat_w(satellite: Satellite, load_w: Array, dark_frac: Array) -> Array:
    """All that becomes heat in the Sun after the longest eclipse: the load, its conversion, and the losses of charging for the eclipse."""
    efficiency = satellite.conversion.efficiency_frac
    charging_w = load_w * dark_frac / (1.0 - dark_frac) / satellite.battery.round_trip_frac()
    return load_w / efficiency + charging_w * (1.0 / efficiency - satellite.battery.charge_efficiency_frac)


def _chip_margin(given: Satellite, radiator: Any, idle_w: Array, hot: Surroundings) -> Margin:
    """The chips stay below their limit at full load; on a given radiator area they may throttle, but must stay below it when idle."""
    compute = given.compute
    if given.radiator.area_m2 is None:
        value = compute.limit_k - given.cooling.chip_k(radiator.temperature_k, compute.power_w)
        return Margin(failing="the chips pass their temperature limit at full load", unit="K", value=value)
    value = compute.limit_k - given.cooling.chip_k(
        given.radiator.sized(idle_w, hot).temperature_k, compute.idle_frac * compute.power_w
    )
    return Margin(failing="the chips pass their temperature limit even when idle", unit="K", value=value)


def _masses(satellite: Satellite, altitude_m: Array, it_w: Array, load_w: Array, heat_w: Array) -> tuple[dict[str, Array], Array]:
    """Mass by subsystem, and the mass at launch. A given mass leaves a rest, which may be negative, that the parts do not explain."""
    payload, bus, propulsion, shield = satellite.payload, satellite.bus, satellite.propulsion, satellite.shield
    mass = {
        "compute boards": it_w
        * (payload.board_kg_per_w + payload.cold_plate_kg_per_w + payload.host_kg_per_w + payload.switch_kg_per_w),
        "array": satellite.array.mass_kg(),
        "battery": satellite.battery.mass_kg(),
        "radiator": satellite.radiator.mass_kg(heat_w),
        "power conversion": load_w * satellite.conversion.specific_mass_kg_per_w,
        "shield": it_w * shield.area_m2_per_w * shield.thickness_m * shield.density_kg_per_m3,
        "lasers": satellite.links.terminals * satellite.links.mass_kg,
        "avionics": bus.mass_kg,
    }
    mass["margin"] = bus.margin_frac * (sum(mass.values()) - mass["compute boards"])
    dry = sum(mass.values()) / np.maximum(1.0 - bus.structure_frac - propulsion.dry_mass_frac, 1e-3)
    mass["structure"] = bus.structure_frac * dry
    mass["propulsion"] = propulsion.dry_mass_frac * dry
    mass["propellant"] = dry * rocket.propellant_frac(
        _delta_v_m_per_s(propulsion, altitude_m), rocket.exhaust_m_per_s(propulsion.specific_impulse_s)
    )
    if satellite.mass_kg is None:
        return mass, sum(mass.values())
    mass["not explained"] = satellite.mass_kg - sum(mass.values())
    return mass, satellite.mass_kg


def _delta_v_m_per_s(propulsion: Propulsion, altitude_m: Array) -> Array:
    """The given speed change, else a low-thrust spiral down at the end (the difference of circular speeds) and keeping."""
    if propulsion.delta_v_m_per_s is not None:
        return propulsion.delta_v_m_per_s
    down = orbit.speed_m_per_s(propulsion.disposal_altitude_m) - orbit.speed_m_per_s(altitude_m)
    return np.maximum(down, 0.0) + propulsion.keeping_m_per_s


def _prices(satellite: Satellite, mass: dict[str, Array], it_w: Array, load_w: Array) -> dict[str, Array]:
    """Price by subsystem of one satellite without chips and servers; a given price is kept whole."""
    if satellite.price_usd is not None:
        return {"satellite": satellite.price_usd}
    bus = satellite.bus
    price = {
        "compute integration": it_w * satellite.payload.price_usd_per_w,
        "array": satellite.array.price_usd(),
        "battery": satellite.battery.price_usd(),
        "radiator": satellite.radiator.price_usd(),
        "power conversion": load_w * satellite.conversion.price_usd_per_w,
        "shield": mass["shield"] * satellite.shield.price_usd_per_kg,
        "lasers": satellite.links.terminals * satellite.links.price_usd,
        "avionics": bus.price_usd,
        "structure": mass["structure"] * bus.structure_price_usd_per_kg,
        "propulsion": mass["propulsion"] * satellite.propulsion.price_usd_per_kg,
    }
    return price | {"assembly and test": bus.assembly_frac * sum(price.values())}


def payload_to(launch: Launch, altitude_m: Array, inclination_rad: Array) -> Array:
    """What the vehicle lifts to a circular orbit."""
    extra = rocket.extra_speed_m_per_s(altitude_m, inclination_rad, launch.site_latitude_rad, PARK_M)
    return rocket.payload_kg(launch.payload_kg, launch.dry_mass_kg, extra, rocket.exhaust_m_per_s(launch.specific_impulse_s))


def launch_factor(launch: Launch, orbits: Orbits) -> Array:
    """How much dearer a kilogram is to these orbits than to the reference orbit."""
    altitude_m, inclination_rad = reference_orbit(launch.to)
    if inclination_rad is None:
        inclination_rad = orbit.sun_synchronous_inclination_rad(altitude_m)
    reference = payload_to(launch, altitude_m, inclination_rad)
    return reference / np.maximum(payload_to(launch, orbits.altitude_m, orbits.inclination_rad), 1.0)
