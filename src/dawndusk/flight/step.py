"""One step of the day clock, for any number of satellites and days at once.

Sun and shadow, then electricity, then heat through the chain chip - plate - coolant - radiator -
array. Battery and policy bring their own states and steps; attitude, array, cooling and radiator
give the chain its loads, capacities and conductances: a kind of any of them needs no edit here.
Works on NumPy and JAX arrays alike.

Equation: generated = used + stored + lost + curtailed; all electricity ends as heat: chips through
plates and coolant, the rest in the coolant
Valid: powers constant within a step; bus and idle chips are served first, then work, then the
battery
Source: dawndusk-method, conservation of energy
"""

from __future__ import annotations

import dataclasses
from typing import Annotated, Any

from dawndusk.core.numeric import Array, Count, Pure, np, once
from dawndusk.core.record import NoUnit, record
from dawndusk.physics import chain, chip, eclipse, faces, orbit, turns
from dawndusk.records.fleet import Group, Orbits
from dawndusk.records.parts import solved
from dawndusk.records.satellite import Satellite
from dawndusk.records.surroundings import Earthshine, Surroundings

FILLED = 0.999  # state of charge that counts as full


@record
class Flyer:
    """What the step needs of a group: the designed satellite, its loads, and the geometry of its
    orbits.
    """

    satellite: Satellite
    bus_w: Array
    heat_w: Array
    distribution_efficiency_frac: Array  # power at the loads per power at the array
    altitude_m: Array
    cos_inclination: Pure
    sin_inclination: Pure
    horizon_cos: Pure
    earthshine: Earthshine
    phase_turn_per_step: Pure
    node_turn_per_step: Pure
    step_s: Array


@record
class State:
    """Temperatures of the chain, the state of battery and policy in their own shapes, and the work
    of the step before.
    """

    chip_k: Array
    plate_k: Array
    coolant_k: Array
    radiator_k: Array
    array_k: Array
    battery: Annotated[Array, NoUnit("the kind's own")]
    policy: Any
    duty_frac: Array

    @property
    def chain_k(self) -> tuple[Array, ...]:
        """The chain, from the chips to the array."""
        return self.chip_k, self.plate_k, self.coolant_k, self.radiator_k, self.array_k


@record
class Sample:
    """What happened during one step; arrays are [day, satellite]."""

    sunlit_frac: Array
    sunlight_w: Array
    generated_w: Array
    used_w: Array
    lost_w: Array
    curtailed_w: Array
    absorbed_w: Array
    radiated_w: Array
    duty_frac: Array
    cool_frac: Array
    pauses: Count
    soc_frac: Array
    chip_k: Array
    plate_k: Array
    coolant_k: Array
    radiator_k: Array
    array_k: Array


def initial(satellite: Satellite) -> State:
    """Full battery, everything as warm as the radiator at its design temperature, at full work."""
    surface = satellite.radiator.temperature_k
    return State(
        chip_k=surface,
        plate_k=surface,
        coolant_k=surface,
        radiator_k=surface,
        array_k=surface,
        battery=satellite.battery.initial(),
        policy=satellite.policy.initial(),
        duty_frac=1.0,
    )


def reset_undercharged(flyer: Flyer, state: State, fullest_frac: Array) -> State:
    """The same state; where the battery did not fill during an orbit after the first, its charge is
    lowered to where the policy begins to throttle.

    A day begins with a full battery; one whose array is too small for its load would drain for ten
    orbits before it settles.
    """
    battery, policy = flyer.satellite.battery, flyer.satellite.policy
    scarce = battery.initial(np.minimum(policy.charge_floor_frac + policy.charge_band_frac, 1.0))
    low = np.where(fullest_frac < FILLED, np.minimum(scarce, state.battery), state.battery)
    return dataclasses.replace(state, battery=low)


def surroundings(
    flyer: Flyer, sun: tuple[Array, Array, Array, Array], node_turn: Array, phase_turn: Array
) -> Surroundings:
    """Sun and shadow at a place on the orbit; `sun` is the unit vector (x, y, z) and the
    irradiance.
    """
    x, y, z, irradiance = sun
    cos_node, sin_node = turns.cosine(node_turn), turns.sine(node_turn)
    along_node, across = x * cos_node + y * sin_node, y * cos_node - x * sin_node
    ahead = across * flyer.cos_inclination + z * flyer.sin_inclination
    sin_beta = z * flyer.cos_inclination - across * flyer.sin_inclination
    cos_phase, sin_phase = turns.cosine(phase_turn), turns.sine(phase_turn)
    cosine = along_node * cos_phase + ahead * sin_phase
    rate = ahead * cos_phase - along_node * sin_phase
    cosine, rate, sin_beta = once(cosine, rate, sin_beta)
    lit = eclipse.sunlit(cosine, rate, flyer.horizon_cos, flyer.phase_turn_per_step * (2.0 * np.pi))
    return Surroundings(
        altitude_m=flyer.altitude_m,
        sun_cosine=cosine,
        sun_ahead=rate,
        sin_beta=sin_beta,
        sunlight_w_per_m2=irradiance,
        sunlit_frac=lit,
        earthshine=flyer.earthshine,
    )


def advance(flyer: Flyer, state: State, around: Surroundings) -> tuple[State, Sample]:
    """The next state and what happened: generated = used + stored + lost + curtailed, to
    rounding.
    """
    satellite, step_s, through = flyer.satellite, flyer.step_s, flyer.distribution_efficiency_frac
    battery, limit_k = satellite.battery, satellite.compute.limit_k
    sunlight, generated, array_absorbed, radiator_absorbed = _absorbed(satellite, state, around)
    idle_w, working_w, chips_frac = _drawn(flyer, state.chip_k)
    ready = chain.prepared(state.chain_k, *thermal_chain(satellite), step_s)

    def heated(used: Array, lost: Array, drawn: Array) -> tuple[Array, ...]:
        """The chain after the step: power at the loads, losses, and power drawn from the array."""
        chips = np.maximum(used - flyer.bus_w, 0.0) * chips_frac
        coolant = used - chips + lost
        return chain.after(ready, (chips, 0.0, coolant, radiator_absorbed, array_absorbed - drawn))

    def hottest(used: Array) -> Array:
        """The worst placed chip after a step at that load."""
        chip_k = heated(used, used * (1.0 / through - 1.0), np.minimum(used / through, generated))[
            0
        ]
        return satellite.cooling.hottest_k(chip_k, used / (through * flyer.heat_w))

    policy, charge_power, heat_power = satellite.policy.step(
        state.policy,
        battery.charge_frac(state.battery),
        hottest(idle_w),
        hottest(idle_w + working_w),
        limit_k,
        step_s,
    )

    supply = generated * through
    possible = (supply + battery.workable_w(state.battery, step_s) - idle_w) / working_w
    power = np.clip(possible, 0.0, np.minimum(charge_power, heat_power))
    used = np.minimum(
        idle_w + power * working_w, supply + battery.available_w(state.battery, step_s)
    )
    into_battery = np.minimum(
        supply - used, battery.acceptable_w(state.battery, step_s)
    )  # below zero: out of it
    stored, battery_lost = battery.step(state.battery, into_battery, step_s)
    drawn = (used + into_battery) / through
    lost = drawn * (1.0 - through) + battery_lost
    chain_k = heated(used, lost, drawn)

    duty = satellite.policy.work_frac(power)
    names = ("chip_k", "plate_k", "coolant_k", "radiator_k", "array_k")
    kelvins = dict(zip(names, chain_k, strict=True))
    after = State(**kelvins, battery=stored, policy=policy, duty_frac=duty)
    kelvins["chip_k"] = satellite.cooling.hottest_k(chain_k[0], (used + lost) / flyer.heat_w)
    sample = Sample(
        sunlit_frac=around.sunlit_frac,
        sunlight_w=sunlight,
        generated_w=generated,
        used_w=used,
        lost_w=lost,
        curtailed_w=generated - drawn,
        absorbed_w=radiator_absorbed,
        radiated_w=satellite.radiator.radiating_w_per_k4()
        * (0.5 * (state.radiator_k + kelvins["radiator_k"])) ** 4,
        duty_frac=duty,
        cool_frac=satellite.policy.work_frac(heat_power),
        pauses=np.where((duty < 0.5) & (state.duty_frac >= 0.5), 1.0, 0.0),
        soc_frac=battery.charge_frac(stored),
        **kelvins,
    )
    return after, sample


def _absorbed(
    satellite: Satellite, state: State, around: Surroundings
) -> tuple[Array, Array, Array, Array]:
    """Sunlight on the array, the power that it can generate, and the heat absorbed by array and by
    radiator from Sun, Earth and each other.
    """
    array, radiator, axes = satellite.array, satellite.radiator, satellite.attitude.axes(around)
    light = around.sunlight_w_per_m2 * around.sunlit_frac
    generated = array.output_w(light, axes.front.sun, state.array_k)
    by_array = array.absorbed_w(axes.front, around) + radiator.absorbed_by_array_w(state.radiator_k)
    by_radiator = radiator.absorbed_w(around, axes, state.array_k)
    return solved(array.area_m2) * light * np.maximum(axes.front.sun, 0.0), *once(
        generated, by_array, by_radiator
    )


def _drawn(flyer: Flyer, chip_k: Array) -> tuple[Array, Array, Array]:
    """Power of an idle satellite, the power that full work adds, and the chips' share of the power
    of chips and hosts: warm chips leak.
    """
    compute = flyer.satellite.compute
    leaking = chip.leakage_factor(
        chip_k, compute.limit_k, compute.leakage_frac, compute.leakage_scale_k
    )
    chips_w = compute.count * compute.power_w * leaking
    it_w = chips_w + compute.count * compute.host_power_w
    return flyer.bus_w + compute.idle_frac * it_w, (1.0 - compute.idle_frac) * it_w, chips_w / it_w


def thermal_chain(
    satellite: Satellite,
) -> tuple[tuple[Array, ...], tuple[Array, ...], tuple[Array, ...]]:
    """What the chain radiates, holds and conducts, node by node, from the chips to the array."""
    array, radiator, chips = satellite.array, satellite.radiator, satellite.compute.count
    radiating = (0.0, 0.0, 0.0, radiator.radiating_w_per_k4(), array.radiating_w_per_k4())
    capacity = (
        *satellite.cooling.capacities_j_per_k(chips),
        radiator.capacity_j_per_k(),
        array.capacity_j_per_k(),
    )
    conductance = (
        *satellite.cooling.conductances_w_per_k(chips, solved(radiator.area_m2)),
        radiator.array_w_per_k(),
    )
    return radiating, capacity, conductance


def step_s(orbits: Orbits, steps_per_orbit: int) -> Array:
    """How long one step of the day clock is: equal parts of the nodal period."""
    rate = orbit.latitude_rate_rad_per_s(orbits.altitude_m, orbits.inclination_rad)
    return 2.0 * np.pi / rate / steps_per_orbit


def flyer_of(group: Group, steps_per_orbit: int) -> Flyer:
    """The step's view of a group."""
    orbits = group.orbits
    lasts_s = step_s(orbits, steps_per_orbit)
    node_rate = orbit.node_rate_rad_per_s(orbits.altitude_m, orbits.inclination_rad)
    return Flyer(
        satellite=group.satellite,
        bus_w=group.bus_w,
        heat_w=group.heat_w,
        distribution_efficiency_frac=group.distribution_efficiency_frac,
        altitude_m=orbits.altitude_m,
        cos_inclination=np.cos(orbits.inclination_rad),
        sin_inclination=np.sin(orbits.inclination_rad),
        horizon_cos=eclipse.horizon_cosine(orbits.altitude_m),
        earthshine=faces.earthshine(orbits.altitude_m),
        phase_turn_per_step=1.0 / steps_per_orbit,
        node_turn_per_step=node_rate * lasts_s / (2.0 * np.pi),
        step_s=lasts_s,
    )
