"""A slow second opinion on the day clock: the same equations in plain NumPy float64, written apart from dawndusk.

It reads the numbers of a designed group and nothing else of dawndusk: own Sun, own orbit vectors, own shadow, own electricity and own heat, one
step after another. Lanes are [day, satellite].
"""

import dataclasses
import datetime

import numpy as np

RADIUS_M, MU, J2 = 6378137.0, 3.986004418e14, 1.08262668e-3
SIGMA, ALBEDO, INFRARED, SOLAR = 5.670374419e-8, 0.30, 237.0, 1361.0
AU_M, SUN_RADIUS_M = 1.495978707e11, 6.957e8
GLOW = 0.8  # half-width of the terminator's glow, of the horizon's cosine squared
FIELDS = (
    "sunlit_frac", "generated_w", "used_w", "stored_w", "lost_w", "curtailed_w", "duty_frac", "cool_frac", "min_soc_frac", "max_chip_k",
    "max_radiator_k",
)  # fmt: skip


def sun_of_date(seconds):
    """Unit vector [..., 3] to the apparent Sun of date and sunlight in W/m2; seconds TT from J2000 (Meeus, chapter 25)."""
    t = np.asarray(seconds) / 86400.0 / 36525.0
    anomaly = np.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    e = 0.016708634 - 0.000042037 * t - 0.0000001267 * t * t
    centre = (1.914602 - 0.004817 * t - 0.000014 * t * t) * np.sin(anomaly)
    centre = centre + (0.019993 - 0.000101 * t) * np.sin(2 * anomaly) + 0.000289 * np.sin(3 * anomaly)
    node = np.radians(125.04 - 1934.136 * t)
    longitude = np.radians(280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * np.sin(node))
    tilt = np.radians(23.43929111 - 0.0130041667 * t + 0.00256 * np.cos(node))
    unit = np.stack([np.cos(longitude), np.sin(longitude) * np.cos(tilt), np.sin(longitude) * np.sin(tilt)], -1)
    distance = 1.000001018 * (1 - e * e) / (1 + e * np.cos(anomaly + np.radians(centre)))
    return unit, SOLAR / distance**2


def orbit_frame(node, inclination, phase):
    """Unit vectors to the satellite, along its flight and along the orbit's normal, each [..., 3]."""
    ascending = np.stack([np.cos(node), np.sin(node), np.zeros_like(node)], -1)
    normal = np.stack([np.sin(node) * np.sin(inclination), -np.cos(node) * np.sin(inclination),
                       np.ones_like(node) * np.cos(inclination)], -1)  # fmt: skip
    ahead = np.cross(normal, ascending)
    place = ascending * np.cos(phase)[..., None] + ahead * np.sin(phase)[..., None]
    return place, np.cross(normal, place), normal


def fly(scenario, fleet, group, albedo=ALBEDO):
    """Totals of one group, a dict of [day, satellite]; `albedo` only so that a test can perturb it."""
    sampling, satellite = scenario.flight, group.satellite
    a = RADIUS_M + float(group.orbits.altitude_m)
    tilt = float(group.orbits.inclination_rad)
    n = np.sqrt(MU / a**3)
    k = 1.5 * J2 * n * (RADIUS_M / a) ** 2
    phase_rate, node_rate = n + k * (3 - 4 * np.sin(tilt) ** 2), -k * np.cos(tilt)
    step_s = 2 * np.pi / phase_rate / fleet.steps_per_orbit

    epoch = datetime.datetime(2000, 1, 1, 12)
    start = (datetime.datetime.combine(scenario.mission.start, datetime.time()) - epoch).total_seconds() + 69.184
    offset = (np.arange(sampling.days) + 0.5) / sampling.days * 365.25 * 86400.0
    nodes, phases = np.asarray(group.orbits.node_rad, float), np.asarray(group.orbits.phase_rad, float)
    craft = Craft(satellite, float(group.it_w), float(group.bus_w), a, step_s, np.ones((sampling.days, len(nodes))), albedo)

    settle, counted = sampling.settle * fleet.steps_per_orbit, sampling.orbits * fleet.steps_per_orbit
    seen = {name: [] for name in FIELDS}
    began = craft.energy
    for number in range(-settle, counted):
        moment = offset + (number + 0.5) * step_s
        sun, sunlight = sun_of_date(start + moment)
        node = nodes + node_rate * moment[:, None]
        place, ahead, normal = orbit_frame(node, tilt, phases + phase_rate * (number + 0.5) * step_s + 0.0 * node)
        toward = [np.sum(vector * sun[:, None, :], -1) for vector in (place, ahead, normal)]
        if number == 0:
            began = craft.energy
        sample = craft.step(*toward, sunlight[:, None], 2 * np.pi / fleet.steps_per_orbit)
        if number >= 0:
            for name, value in sample.items():
                seen[name].append(value)
    found = {name: np.mean(values, 0) for name, values in seen.items() if values}
    found |= {name: np.min(seen[name], 0) for name in ("min_soc_frac",)}
    found |= {name: np.max(seen[name], 0) for name in ("max_chip_k", "max_radiator_k")}
    return found | {"stored_w": (craft.energy - began) / (counted * step_s)}


class Craft:
    """One satellite type in every lane: the numbers it was designed with, and its state."""

    def __init__(self, satellite, it_w, bus_w, a, step_s, ones, albedo):
        self.parts, self.it_w, self.bus_w, self.step_s, self.albedo = satellite, it_w, bus_w, step_s, albedo
        array, radiator = satellite.array, satellite.radiator
        self.yield_m2 = array.area_m2 * array.efficiency_frac * array.packing_frac
        self.yield_m2 *= np.exp(-array.degradation_per_s * array.age_s)
        self.earth_sine = RADIUS_M / a
        self.horizon = np.sqrt(1 - self.earth_sine**2)
        x = np.arcsin(self.horizon)
        self.view = (np.pi - 2 * x - np.sin(2 * x)) / (2 * np.pi)
        self.face_m2 = radiator.area_m2 * radiator.faces * radiator.fin_efficiency_frac
        self.fixed = satellite.attitude.kind == "orbit_normal"
        self.energy = satellite.battery.capacity_j * ones
        self.surface = radiator.temperature_k * ones
        self.chip = radiator.temperature_k * ones

    def step(self, up, forward, sideways, sunlight, travel_rad):
        """What happens in one step while the Sun stands at those cosines from place, flight direction and orbit normal."""
        lit = self.light(up, forward, travel_rad)
        generated = self.yield_m2 * sunlight * lit * (np.abs(sideways) if self.fixed else 1.0)
        allowed, cool = self.allowed(up, sunlight)
        used, duty, charged, drawn, curtailed = self.electricity(generated, allowed)
        conversion_loss = (generated - curtailed) * (1 - self.parts.conversion.efficiency_frac)
        battery = self.parts.battery
        battery_loss = charged * (1 - battery.charge_efficiency_frac) + drawn * (1 / battery.discharge_efficiency_frac - 1)
        self.energy = (
            self.energy + (charged * battery.charge_efficiency_frac - drawn / battery.discharge_efficiency_frac) * self.step_s
        )
        self.heat(used, conversion_loss + battery_loss, up, sunlight)
        return {
            "sunlit_frac": lit, "generated_w": generated, "used_w": used, "lost_w": conversion_loss + battery_loss,
            "curtailed_w": curtailed, "duty_frac": duty, "cool_frac": cool, "min_soc_frac": self.energy / battery.capacity_j,
            "max_chip_k": self.chip, "max_radiator_k": self.surface,
        }  # fmt: skip

    def light(self, up, forward, travel_rad):
        """Share of the Sun seen: a ramp around the shadow's edge, as wide as the penumbra and the step's travel."""
        width = 2 * SUN_RADIUS_M / AU_M * self.earth_sine + np.abs(forward) * travel_rad
        return np.clip((up + self.horizon + width / 2) / width, 0, 1)

    def allowed(self, up, sunlight):
        """Duty that the policy allows, and what heat alone would allow: where the ramp meets the end of the step, by a straight line."""
        policy, limit_k = self.parts.policy, self.parts.compute.limit_k
        charge = (self.energy / self.parts.battery.capacity_j - policy.charge_floor_frac) / policy.charge_band_frac
        ends, before = [], (self.chip, self.surface)
        for load in (self.parts.compute.idle_frac * self.it_w + self.bus_w, self.it_w + self.bus_w):
            self.heat(load, load / self.parts.conversion.efficiency_frac - load, up, sunlight)
            ends.append(self.chip + self.surface - before[1])
            self.chip, self.surface = before
        cool = np.clip((limit_k - ends[0]) / (policy.heat_band_k + ends[1] - ends[0]), 0, 1)
        return np.minimum(np.clip(charge, 0, 1), cool), cool

    def electricity(self, generated, allowed):
        """Serve bus and idle first, then work, then the battery, then nobody."""
        efficiency, battery = self.parts.conversion.efficiency_frac, self.parts.battery
        supply, base = generated * efficiency, self.bus_w + self.parts.compute.idle_frac * self.it_w
        span, most = self.it_w * (1 - self.parts.compute.idle_frac), battery.rate_per_s * battery.capacity_j
        left = (
            np.maximum(self.energy - battery.floor_frac * battery.capacity_j, 0) * battery.discharge_efficiency_frac / self.step_s
        )
        used = np.minimum(base + allowed * span, supply + np.minimum(left, most))
        surplus = supply - used
        room = np.maximum(battery.capacity_j - self.energy, 0) / battery.charge_efficiency_frac / self.step_s
        charged = np.minimum(np.maximum(surplus, 0), np.minimum(room, most))
        return (
            used,
            np.maximum(used - base, 0) / span,
            charged,
            np.maximum(-surplus, 0),
            (np.maximum(surplus, 0) - charged) / efficiency,
        )

    def heat(self, used, lost, up, sunlight):
        """Chips on cold plates, then the radiator, each implicit over the step."""
        compute, cooling, radiator, dt = self.parts.compute, self.parts.cooling, self.parts.radiator, self.step_s
        chips_w = np.maximum(used - self.bus_w, 0) * compute.power_w / (compute.power_w + compute.host_power_w)
        capacity, conductance = compute.count * cooling.heat_capacity_j_per_k, compute.count / cooling.resistance_k_per_w
        self.chip = self.chip + dt * (chips_w - conductance * (self.chip - self.surface)) / (capacity + conductance * dt)
        to_radiator = conductance * (self.chip - self.surface) + (used - chips_w) + lost

        edge = GLOW * self.horizon**2
        glow = np.where(up > edge, up, np.where(up < -edge, 0.0, (up + edge) ** 2 / (4 * edge)))
        reflected = radiator.absorptivity_frac * self.albedo * sunlight * glow
        taken_in = self.face_m2 * self.view * (reflected + radiator.emissivity_frac * INFRARED)
        black = self.face_m2 * radiator.emissivity_frac * SIGMA
        stored = radiator.area_m2 * radiator.heat_capacity_j_per_m2_k / dt
        net = to_radiator + taken_in - black * self.surface**4
        self.surface = self.surface + net / (stored + 4 * black * self.surface**3)


def perturbed(group, part, **factors):
    """The group with numbers of one part of its satellite multiplied: for showing that a comparison can fail."""
    held = getattr(group.satellite, part)
    changed = dataclasses.replace(held, **{name: getattr(held, name) * factor for name, factor in factors.items()})
    return dataclasses.replace(group, satellite=dataclasses.replace(group.satellite, **{part: changed}))
