"""One step of the day clock, for any number of satellites and days at once.

Sun and shadow, then electricity, then heat. Array, battery, cooling, radiator and policy bring their own states and steps: a kind with more
nodes or an event of its own needs no edit here. Works on NumPy and JAX arrays alike.

Equation: generated = used + stored + lost + curtailed; all electricity ends as heat: chips through the cooling, the rest to the radiator
Valid: powers constant within a step; bus and idle chips are served first, then work, then the battery
Source: dawndusk-method, conservation of energy
"""

from __future__ import annotations

from typing import Any

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.physics import eclipse, turns
from dawndusk.records.fleet import Group
from dawndusk.records.flight import Surroundings
from dawndusk.records.scenario import Satellite


@record
class Flyer:
    """What the step needs of a group: the designed satellite, its loads, and the geometry of its orbits."""

    satellite: Satellite
    it_w: Array
    bus_w: Array
    altitude_m: Array
    cos_inclination: Array
    sin_inclination: Array
    horizon_cos: Array
    phase_turn_per_step: Array
    node_turn_per_step: Array
    step_s: Array


@record
class State:
    """The state of every part, each in the part's own shape."""

    array: Any
    battery: Any
    cooling: Any
    radiator: Any
    policy: Any


@record
class Sample:
    """What happened during one step; arrays are [day, satellite]."""

    sunlit_frac: Array
    generated_w: Array
    used_w: Array
    lost_w: Array
    curtailed_w: Array
    duty_frac: Array
    cool_frac: Array
    soc_frac: Array
    chip_k: Array
    radiator_k: Array


def initial(satellite: Satellite) -> State:
    """Full battery, radiator at its design temperature."""
    surface = satellite.radiator.surface_k(satellite.radiator.initial())
    return State(
        array=satellite.array.initial(), battery=satellite.battery.initial(), cooling=satellite.cooling.initial(surface),
        radiator=satellite.radiator.initial(), policy=satellite.policy.initial(),
    )  # fmt: skip


def surroundings(flyer: Flyer, sun: tuple[Array, Array, Array, Array], node_turn: Array, phase_turn: Array) -> Surroundings:
    """Sun and shadow at a place on the orbit; `sun` is the unit vector (x, y, z) and the irradiance."""
    x, y, z, irradiance = sun
    cos_node, sin_node = turns.cosine(node_turn), turns.sine(node_turn)
    along_node, across = x * cos_node + y * sin_node, y * cos_node - x * sin_node
    ahead = across * flyer.cos_inclination + z * flyer.sin_inclination
    sin_beta = z * flyer.cos_inclination - across * flyer.sin_inclination
    cos_phase, sin_phase = turns.cosine(phase_turn), turns.sine(phase_turn)
    cosine = along_node * cos_phase + ahead * sin_phase
    rate = ahead * cos_phase - along_node * sin_phase
    lit = eclipse.sunlit(cosine, rate, flyer.horizon_cos, flyer.phase_turn_per_step * (2.0 * np.pi))
    return Surroundings(
        altitude_m=flyer.altitude_m, sun_cosine=cosine, sin_beta=sin_beta, sunlight_w_per_m2=irradiance, sunlit_frac=lit
    )


def advance(flyer: Flyer, state: State, around: Surroundings) -> tuple[State, Sample]:
    """The next state and what happened: generated = used + stored + lost + curtailed, to rounding."""
    satellite, step_s = flyer.satellite, flyer.step_s
    battery, efficiency = satellite.battery, satellite.conversion.efficiency_frac
    array, generated = satellite.array.step(
        state.array, around.sunlight_w_per_m2 * around.sunlit_frac, satellite.attitude.incidence(around), step_s
    )
    idle_w = flyer.bus_w + satellite.compute.idle_frac * flyer.it_w
    working_w = (1.0 - satellite.compute.idle_frac) * flyer.it_w
    forecast = [_heat(flyer, state, around, used, used * (1.0 / efficiency - 1.0)) for used in (idle_w, idle_w + working_w)]
    chips_k = [
        chip_k + satellite.radiator.surface_k(after) - satellite.radiator.surface_k(state.radiator) for _, after, chip_k in forecast
    ]
    policy, charge_duty, heat_duty = satellite.policy.step(
        state.policy, battery.charge_frac(state.battery), *chips_k, satellite.compute.limit_k, step_s
    )

    supply = generated * efficiency
    reach = supply + battery.available_w(state.battery, step_s)
    duty = np.clip((reach - idle_w) / working_w, 0.0, np.minimum(charge_duty, heat_duty))
    used = np.minimum(idle_w + duty * working_w, reach)
    into_battery = np.minimum(supply - used, battery.acceptable_w(state.battery, step_s))  # below zero: out of it
    stored, battery_lost = battery.step(state.battery, into_battery, step_s)
    taken = (used + into_battery) / efficiency
    lost = taken * (1.0 - efficiency) + battery_lost
    cooling, radiator, chip_k = _heat(flyer, state, around, used, lost)

    sample = Sample(
        sunlit_frac=around.sunlit_frac, generated_w=generated, used_w=used, lost_w=lost, curtailed_w=generated - taken, duty_frac=duty,
        cool_frac=heat_duty, soc_frac=battery.charge_frac(stored), chip_k=chip_k, radiator_k=satellite.radiator.surface_k(radiator),
    )  # fmt: skip
    return State(array=array, battery=stored, cooling=cooling, radiator=radiator, policy=policy), sample


def _heat(flyer: Flyer, state: State, around: Surroundings, used_w: Array, lost_w: Array) -> tuple[Any, Any, Array]:
    """States of cooling and radiator after a step at that load, and the chip temperature: all electricity ends as heat."""
    satellite, compute = flyer.satellite, flyer.satellite.compute
    chips_w = np.maximum(used_w - flyer.bus_w, 0.0) * (compute.power_w / (compute.power_w + compute.host_power_w))
    surface_k = satellite.radiator.surface_k(state.radiator)
    cooling, chip_k, plate_w = satellite.cooling.step(state.cooling, chips_w, surface_k, compute.count, flyer.step_s)
    radiator, _ = satellite.radiator.step(state.radiator, plate_w + (used_w - chips_w) + lost_w, around, flyer.step_s)
    return cooling, radiator, chip_k


def flyer_of(group: Group, steps_per_orbit: int) -> Flyer:
    """The step's view of a group."""
    from dawndusk.physics import orbit

    orbits = group.orbits
    rate = orbit.latitude_rate_rad_per_s(orbits.altitude_m, orbits.inclination_rad)
    step_s = 2.0 * np.pi / rate / steps_per_orbit
    node_rate = orbit.node_rate_rad_per_s(orbits.altitude_m, orbits.inclination_rad)
    return Flyer(
        satellite=group.satellite, it_w=group.it_w, bus_w=group.bus_w, altitude_m=orbits.altitude_m,
        cos_inclination=np.cos(orbits.inclination_rad), sin_inclination=np.sin(orbits.inclination_rad),
        horizon_cos=eclipse.horizon_cosine(orbits.altitude_m), phase_turn_per_step=1.0 / steps_per_orbit,
        node_turn_per_step=node_rate * step_s / (2.0 * np.pi), step_s=step_s,
    )  # fmt: skip
