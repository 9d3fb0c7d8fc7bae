"""Design: from a scenario to a fleet that closes.

The worst orbit of the year at the end of life sizes the array, the longest eclipse the battery,
full load in the hottest case the radiator (`Radiator.sized` of its kind, parts/radiator, in the
surroundings of `_hottest`: brightest sunlight of the year, three beta angles, 24 places of the
orbit); masses then close with structure, propulsion and propellant. What the scenario gives is
kept, what it leaves out is solved. Pure over arrays: with JAX values in the scenario the whole
stage is batched and differentiated.

Equation: generated x conversion = load x (sunlit share + eclipse share / battery efficiency), in
the worst orbit of the year; radiator area = heat / least net flux in the hottest case; battery =
load x longest eclipse / (discharge efficiency x depth);
launched mass = parts / (1 - structure - propulsion) x exp(dv / ve); share of a vehicle = the larger
of mass over its payload to the orbit and folded volume over its fairing's
Valid: one satellite type per group, full load all the year, circular orbits of 300 to 2,000 km
Source: dawndusk-method, by the functions of physics and the parts of the scenario
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import Any

from dawndusk.core.errors import Infeasible
from dawndusk.core.numeric import Array, Values, np, repeated
from dawndusk.parts.array import yield_frac
from dawndusk.physics import eclipse, faces, harness, orbit, rocket, season, sun
from dawndusk.physics.constants import SOLAR_CONSTANT_W_PER_M2
from dawndusk.records import items
from dawndusk.records.fields import reference_orbit
from dawndusk.records.fleet import Fleet, Group, Margin, Orbits, SizingCase
from dawndusk.records.flight import Season
from dawndusk.records.items import SatelliteBasis
from dawndusk.records.mission import Launch
from dawndusk.records.parts import Battery, Constellation, Radiator, SolarArray, solved
from dawndusk.records.satellite import Propulsion, Satellite
from dawndusk.records.scenario import Scenario
from dawndusk.records.surroundings import ArrayBack, Axes, Surroundings

LEAST_SUNLIGHT_W_PER_M2 = 10.0  # below it no array is worth its mass
PHASES = 24  # places around an orbit at which temperatures are settled
PARK_M = 200e3  # where a vehicle's reference payload is counted


def design(scenario: Scenario) -> Fleet:
    """The fleet of a scenario. Never raises for a value that a derivative may touch: see
    `require_closed`.
    """
    start_s = sun.seconds_j2000(scenario.mission.start)
    assert scenario.constellation is not None, "the chain designs only where something flies"
    named = _sampled(_placed(scenario.constellation, start_s), scenario.flight.sample)
    steps = scenario.flight.steps_per_orbit or max(
        orbit.whole_steps(float(orbits.altitude_m), float(scenario.flight.step_s))
        for _, orbits in named
    )
    groups = tuple(_group(scenario, name, orbits, start_s) for name, orbits in named)
    return Fleet(groups=groups, life_s=satellite_life_s(scenario), steps_per_orbit=steps)


def satellite_life_s(scenario: Scenario) -> Array:
    """How long a satellite works: the mission, or its chips' life where that is shorter, as nobody
    exchanges chips in orbit.
    """
    return np.minimum(scenario.mission.life_s, scenario.satellite.compute.life_s)


def _placed(constellation: Constellation, start_s: float) -> list[tuple[str, Orbits]]:
    """Names and orbits of the groups. Those of plain numbers are kept and shared: a study designs
    the same million satellites many times.
    """
    asked: Any = constellation
    try:
        hash(asked)
    except TypeError:  # of values that JAX traces
        return constellation.groups(start_s)
    return list(_kept(asked, start_s))


@lru_cache(maxsize=4)
def _kept(constellation: Any, start_s: float) -> tuple[tuple[str, Orbits], ...]:
    return tuple(constellation.groups(start_s))


def _sampled(named: list[tuple[str, Orbits]], most: int | None) -> list[tuple[str, Orbits]]:
    """At most about `most` satellites of the fleet, from every group in proportion to its size, at
    least one.
    """
    total = sum(orbits.count for _, orbits in named)
    if most is None or most >= total:
        return named
    return [
        (name, orbits.sampled(max(round(most * orbits.count / total), 1))) for name, orbits in named
    ]


def require_closed(fleet: Fleet) -> None:
    """Raise Infeasible, naming the binding constraint, when any margin of any group is not
    positive.
    """
    for group in fleet.groups:
        for margin in group.worst.margins:
            if not float(margin.value) > 0.0:
                raise Infeasible(
                    f"no design closes for the {group.name}: {margin.failing}"
                    f" ({float(f'{float(margin.value):.3g}'):+,.15g} {margin.unit})"
                )
        satellite = group.satellite
        sizes = {
            "array": solved(satellite.array.area_m2),
            "battery": solved(satellite.battery.capacity_j),
            "radiator": solved(satellite.radiator.area_m2),
        }
        for name, size in sizes.items():
            if not 0.0 < float(size) < np.inf:
                raise Infeasible(
                    f"no design closes for the {group.name}: its {name} would need the size"
                    f" {float(size):.3g}"
                )


def _group(scenario: Scenario, name: str, orbits: Orbits, start_s: float) -> Group:
    given, life_s = scenario.satellite, satellite_life_s(scenario)
    compute, bus = given.compute, given.bus
    through = given.conversion.distribution_efficiency_frac * given.attitude.joint_efficiency_frac()
    it_w = compute.count * (compute.power_w + compute.host_power_w)
    base_w = bus.power_w + bus.overhead_frac * it_w + given.links.terminals * given.links.power_w
    bus_w = base_w + given.cooling.pump_w((it_w + base_w) / through)
    load_w, idle_w = it_w + bus_w, compute.idle_frac * it_w + bus_w

    year = season.year(
        orbits.altitude_m, orbits.inclination_rad, orbits.plane_node_rad, start_s, per_day=1
    )
    period_s = orbit.period_s(orbits.altitude_m)
    battery = given.battery.sized(load_w, idle_w, year.eclipse_frac * period_s, period_s, life_s)
    demand_w = _demand_w(battery, year, load_w, idle_w) / through
    sunlight = _sunlight(given, year)
    needed = demand_w / np.maximum(sunlight, 1e-3)
    at = np.argmax(needed)
    plane, day = np.unravel_index(at, sunlight.shape)
    worst_around = _around(orbits, np.take(year.beta_rad, at), np.take(year.sunlight_w_per_m2, day))
    array, yields, facing = _sized_array(
        given, orbits, worst_around, np.take(needed, at), load_w / through, life_s
    )

    eclipse_s = season.longest_eclipse_s(year, orbits.altitude_m)
    heat_w = _heat_w(battery, load_w, idle_w, through, eclipse_s / period_s)
    hot, axes, back = _hottest(given, array, orbits, year, load_w / through, yields)
    radiator = given.radiator.sized(heat_w, hot, axes, back, life_s)
    satellite = dataclasses.replace(given, array=array, battery=battery, radiator=radiator)
    power_w = solved(array.area_m2) * SOLAR_CONSTANT_W_PER_M2 * facing

    basis = SatelliteBasis(
        satellite=satellite,
        it_w=it_w,
        load_w=load_w,
        heat_w=heat_w,
        power_w=power_w,
        conductors_kg=_conductors_kg(satellite, power_w),
    )
    mass, wet_kg = _masses(basis, orbits.altitude_m)
    basis = dataclasses.replace(basis, mass_kg=mass)
    price = _prices(basis)
    payload = payload_to(scenario.launch, orbits.altitude_m, orbits.inclination_rad)
    stowed_m3, room_m3 = (
        _stowed_m3(basis, wet_kg),
        scenario.launch.volume_m3 * scenario.launch.filled_frac,
    )
    share = np.maximum(wet_kg / payload, stowed_m3 / room_m3)  # of a vehicle: what runs out first
    idle_drawn_w = idle_w / through
    margins = (
        *_array_margins(sunlight, yields, array, idle_drawn_w),
        _radiator_margin(radiator, hot, axes, back),
        _battery_margin(battery, idle_w * eclipse_s),
        _chip_margin(satellite, given.radiator, idle_drawn_w, heat_w, hot, axes, back, life_s),
        *_launch_margins(satellite, wet_kg, payload, stowed_m3, room_m3),
    )
    return Group(
        name=name,
        orbits=orbits,
        satellite=satellite,
        load_w=load_w,
        power_w=power_w,
        it_w=it_w,
        bus_w=bus_w,
        heat_w=heat_w,
        distribution_efficiency_frac=through,
        mass_kg=mass,
        price_usd=price,
        chips_usd=compute.count * (compute.price_usd + compute.server_price_usd),
        launch_mass_kg=wet_kg,
        stowed_m3=stowed_m3,
        launch_equivalent_kg=share * payload * launch_factor(scenario.launch, orbits),
        vehicle_loads=orbits.count * share,
        worst=SizingCase(
            sunlight_w_per_m2=np.min(sunlight),
            day=np.take(year.day, day),
            plane=plane,
            longest_eclipse_s=eclipse_s,
            margins=margins,
        ),
    )


def _sunlight(satellite: Satellite, year: Season) -> Values:
    """Mean sunlight per orbit on the array, [plane, day]."""
    lit = 1.0 - year.eclipse_frac
    return year.sunlight_w_per_m2 * lit * satellite.attitude.mean_incidence(np.sin(year.beta_rad))


def _demand_w(battery: Battery, year: Season, load_w: Array, idle_w: Array) -> Array:
    """Mean power per orbit that the loads and the battery take, [plane, day]."""
    dark = year.eclipse_frac
    return (
        load_w * (1.0 - dark) + battery.carried_w(load_w, idle_w) * dark / battery.round_trip_frac()
    )


def _around(orbits: Orbits, beta_rad: Array, sunlight_w_per_m2: Array) -> Surroundings:
    """The surroundings of a satellite around an orbit of that beta angle; the phase is a new last
    axis.
    """
    import numpy

    phase = 2.0 * numpy.pi * (numpy.arange(PHASES) + 0.5) / PHASES
    beta = np.expand_dims(beta_rad, -1)
    cosine = np.cos(beta) * numpy.cos(phase)
    dark = cosine < -eclipse.horizon_cosine(orbits.altitude_m)
    return Surroundings(
        altitude_m=orbits.altitude_m,
        sun_cosine=cosine,
        sun_ahead=-np.cos(beta) * numpy.sin(phase),
        sin_beta=np.sin(beta),
        sunlight_w_per_m2=np.expand_dims(sunlight_w_per_m2, -1),
        sunlit_frac=np.where(dark, 0.0, 1.0),
        earthshine=faces.earthshine(orbits.altitude_m),
    )


def _sized_array(
    given: Satellite,
    orbits: Orbits,
    worst: Surroundings,
    power_per_irradiance_m2: Array,
    drawn_w: Array,
    life_s: Array,
) -> tuple[SolarArray, Array, Array]:
    """The array at the end of life, its yield through its worst orbit, and the yield there of one
    that faces the Sun.
    """
    front, covered = given.attitude.axes(worst).front, given.radiator.covers_array
    array = given.array.aged(orbits.altitude_m, orbits.inclination_rad, life_s, covered)
    # where chips and cells are one panel, its back sheds the array's heat too, and brings that of
    # the chips
    shed = array.backed(given.radiator.emissivity_frac(life_s)) if covered else array

    def sized(brought: Array) -> tuple[SolarArray, Array, Array]:
        yields, facing = (
            yield_frac(shed, one, worst, brought)
            for one in (front, dataclasses.replace(front, sun=1.0))
        )
        return array.sized(power_per_irradiance_m2, yields, facing), yields, facing

    def turn(brought: Array) -> tuple[Array]:
        return (drawn_w / solved(sized(brought)[0].area_m2),)

    # a larger panel is cooler and gives more: settles by a fifth a turn
    return sized(repeated(5, turn, 0.0)[0] if covered else 0.0)


def _hottest(
    satellite: Satellite,
    array: SolarArray,
    orbits: Orbits,
    year: Season,
    drawn_w: Array,
    yields: Array,
) -> tuple[Surroundings, Axes, ArrayBack]:
    """The hot cases of the radiator, [beta, phase]: orbits of least, middle and largest |beta| in
    the brightest sunlight of the year; its axes and the array's back there.
    """
    beta = np.abs(year.beta_rad)
    least, most = np.min(beta), np.max(beta)
    around = _around(
        orbits, np.stack([least, 0.5 * (least + most), most]), np.max(year.sunlight_w_per_m2)
    )
    axes = satellite.attitude.axes(around)
    absorbed_w = array.absorbed_w(axes.front, around)
    generated_w = (
        solved(array.area_m2)
        * yields
        * around.sunlight_w_per_m2
        * around.sunlit_frac
        * np.maximum(axes.front.sun, 0.0)
    )
    heat_w = absorbed_w - np.minimum(drawn_w, generated_w)
    radiating = array.radiating_w_per_k4()
    return (
        around,
        axes,
        ArrayBack(
            area_m2=solved(array.area_m2),
            temperature_k=(heat_w / radiating) ** 0.25,
            heat_w=heat_w,
            radiating_w_per_k4=radiating,
            back_emissivity_frac=array.back_emissivity_frac,
        ),
    )


def _heat_w(
    battery: Battery, load_w: Array, idle_w: Array, through: Array, dark_frac: Array
) -> Array:
    """All that becomes heat in the Sun after the longest eclipse: the load, its conversion, and the
    losses of charging for the eclipse.
    """
    charging_w = (
        battery.carried_w(load_w, idle_w)
        * dark_frac
        / (1.0 - dark_frac)
        / battery.round_trip_frac()
    )
    return load_w / through + charging_w * (1.0 / through - battery.charge_efficiency_frac)


def _array_margins(
    sunlight: Values, yields: Array, array: SolarArray, idle_w: Array
) -> tuple[Margin, ...]:
    """Power of the array over the idle load, and its sunlight, in the worst orbit of the year."""
    least = np.min(sunlight)
    return (
        Margin(
            failing="the given array does not carry the idle load through its worst season",
            unit="W",
            value=least * yields * solved(array.area_m2) - idle_w,
        ),
        Margin(
            failing="the array gets too little sunlight in its worst season",
            unit="W/m2",
            value=least - LEAST_SUNLIGHT_W_PER_M2,
        ),
    )


def _battery_margin(battery: Battery, idle_j: Array) -> Margin:
    """Energy that the battery delivers, over that of the idle load in the longest eclipse."""
    usable_j = (1.0 - battery.floor_frac) * battery.full_j * battery.discharge_efficiency_frac
    return Margin(
        failing="the given battery does not carry the idle load through the longest eclipse",
        unit="J",
        value=usable_j - idle_j,
    )


def _launch_margins(
    satellite: Satellite, wet_kg: Array, payload_kg: Array, stowed_m3: Array, room_m3: Array
) -> tuple[Margin, ...]:
    """Mass left for the parts, and what is left of one vehicle's payload and fairing."""
    return (
        Margin(
            failing="structure, propulsion and margins leave no mass for anything else",
            unit="of dry mass",
            value=1.0 - satellite.bus.structure_frac - satellite.propulsion.dry_mass_frac,
        ),
        Margin(
            failing="one satellite is heavier than the vehicle's payload to its orbit",
            unit="kg",
            value=payload_kg - wet_kg,
        ),
        Margin(
            failing="one folded satellite is larger than the vehicle's fairing",
            unit="m3",
            value=room_m3 - stowed_m3,
        ),
    )


def _radiator_margin(radiator: Radiator, hot: Surroundings, axes: Axes, back: ArrayBack) -> Margin:
    """Heat radiated less heat absorbed by the radiator, per area, so that a negative area does not
    pass for a sound one.
    """
    area_m2 = solved(radiator.area_m2)
    absorbed = np.max(radiator.absorbed_w(hot, axes, back.temperature_k) / area_m2)
    radiated = radiator.radiating_w_per_k4() / area_m2 * radiator.temperature_k**4
    return Margin(
        failing="the radiator absorbs more heat than it radiates",
        unit="W/m2",
        value=radiated - absorbed,
    )


def _chip_margin(
    satellite: Satellite,
    given: Radiator,
    idle_w: Array,
    heat_w: Array,
    hot: Surroundings,
    axes: Axes,
    back: ArrayBack,
    age_s: Array,
) -> Margin:
    """The chips stay below their limit at full load; where the radiator's area is given they may
    throttle, but stay below it when idle.
    """
    compute, radiator = satellite.compute, satellite.radiator
    full = given.area_m2 is None and not given.covers_array
    if not full:
        heat_w, radiator = idle_w, given.sized(idle_w, hot, axes, back, age_s)
    chip_w = compute.power_w * (1.0 if full else compute.idle_frac)
    interface, film, radiator_w_per_k = satellite.cooling.conductances_w_per_k(
        compute.count, solved(radiator.area_m2)
    )
    above = compute.count * chip_w * (1.0 / interface + 1.0 / film) + heat_w / radiator_w_per_k
    hottest = satellite.cooling.hottest_k(radiator.temperature_k + above, 1.0)
    failing = (
        f"the chips pass their temperature limit {'at full load' if full else 'even when idle'}"
    )
    return Margin(failing=failing, unit="K", value=compute.limit_k - hottest)


def _conductors_kg(satellite: Satellite, power_w: Array) -> Array:
    """Mass of the harness without its insulation."""
    conversion = satellite.conversion
    return harness.mass_kg(
        power_w,
        0.5 * harness.wing_m(solved(satellite.array.area_m2), satellite.array.aspect_ratio),
        conversion.voltage_volt,
        conversion.harness_loss_frac,
        conversion.harness_resistivity_ohm_m,
        conversion.harness_density_kg_per_m3,
    )


def _amounts(name: str, basis: SatelliteBasis) -> dict[str, Array]:
    """The amount of every item that declares one: its `kg`, `stowed_m3` or `usd`."""
    found = {id: items.amount(getattr(item, name), basis) for id, item in items.ITEMS.items()}
    return {id: amount for id, amount in found.items() if amount is not None}


def _masses(basis: SatelliteBasis, altitude_m: Array) -> tuple[dict[str, Array], Array]:
    """Mass by item, and the mass at launch; items with a segment of the mass bar come first.

    A given mass leaves a rest, which may be negative, that the items do not explain.
    """
    satellite = basis.satellite
    bus, propulsion = satellite.bus, satellite.propulsion
    own = _amounts("kg", basis)
    mass = {id: own[id] for id in sorted(own, key=lambda id: items.find(id).mass is items.REST)}
    mass[items.MARGIN] = bus.margin_frac * sum(
        kg for id, kg in mass.items() if items.find(id).has_margin
    )
    dry = sum(mass.values()) / np.maximum(1.0 - bus.structure_frac - propulsion.dry_mass_frac, 1e-3)
    mass[items.STRUCTURE] = bus.structure_frac * dry
    mass[items.PROPULSION] = propulsion.dry_mass_frac * dry
    mass[items.PROPELLANT] = dry * rocket.propellant_frac(
        _delta_v_m_per_s(propulsion, altitude_m),
        rocket.exhaust_m_per_s(propulsion.specific_impulse_s),
    )
    if satellite.mass_kg is None:
        return mass, sum(mass.values())
    mass[items.NOT_EXPLAINED] = satellite.mass_kg - sum(mass.values())
    return mass, satellite.mass_kg


def _stowed_m3(basis: SatelliteBasis, wet_kg: Array) -> Array:
    """Volume of a folded satellite: items that declare one, and the rest by its mass."""
    own = _amounts("stowed_m3", basis)
    rest_kg = wet_kg - sum(basis.mass_kg[id] for id in own)
    return sum(own.values()) + np.maximum(rest_kg, 0.0) / basis.satellite.stowage.density_kg_per_m3


def _delta_v_m_per_s(propulsion: Propulsion, altitude_m: Array) -> Array:
    """The given speed change, else a low-thrust spiral down at the end (the difference of circular
    speeds) and keeping.
    """
    if propulsion.delta_v_m_per_s is not None:
        return propulsion.delta_v_m_per_s
    down = orbit.speed_m_per_s(propulsion.disposal_altitude_m) - orbit.speed_m_per_s(altitude_m)
    return np.maximum(down, 0.0) + propulsion.keeping_m_per_s


def _prices(basis: SatelliteBasis) -> dict[str, Array]:
    """Price by item of one satellite without chips and servers; a given price is kept whole."""
    if basis.satellite.price_usd is not None:
        return {items.SATELLITE: basis.satellite.price_usd}
    price = _amounts("usd", basis)
    return price | {items.ASSEMBLY: basis.satellite.bus.assembly_frac * sum(price.values())}


def payload_to(launch: Launch, altitude_m: Array, inclination_rad: Array) -> Array:
    """Payload of the vehicle to a circular orbit."""
    extra = rocket.extra_speed_m_per_s(
        altitude_m, inclination_rad, launch.site_latitude_rad, PARK_M
    )
    return rocket.payload_kg(
        launch.payload_kg,
        launch.dry_mass_kg,
        extra,
        rocket.exhaust_m_per_s(launch.specific_impulse_s),
    )


def launch_factor(launch: Launch, orbits: Orbits) -> Array:
    """Price of a kilogram to these orbits over that to the reference orbit."""
    altitude_m, given_rad = reference_orbit(launch.to)
    inclination_rad = (
        orbit.sun_synchronous_inclination_rad(altitude_m) if given_rad is None else given_rad
    )
    reference = payload_to(launch, altitude_m, inclination_rad)
    return reference / np.maximum(
        payload_to(launch, orbits.altitude_m, orbits.inclination_rad), 1.0
    )
