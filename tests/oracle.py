"""A slow second opinion on the day clock: the same satellite in plain NumPy float64, written apart
from dawndusk.

It reads the numbers of a designed group and nothing else of dawndusk: own Sun, own orbit vectors,
own shadow, own light of the Earth, own chain of heat, own electricity, one step after another. Two
of its models are other ones: reflected sunlight is a quadrature over the Earth's disc, and
temperatures follow the exact exponential of the chain, corrected for radiation in sub-steps. Lanes
are [day, satellite].
"""

import dataclasses
import datetime

import numpy as np

RADIUS_M, MU, J2 = 6378137.0, 3.986004418e14, 1.08262668e-3
SIGMA, ALBEDO, INFRARED, SOLAR = 5.670374419e-8, 0.30, 237.0, 1361.0
AU_M, SUN_RADIUS_M = 1.495978707e11, 6.957e8
RATED_K, OBLIQUE = 301.15, 0.03  # at which cells are rated; of their glass
SUBSTEPS = 4  # of the exponential: 0.002 K from 40 of them where an array enters shadow
MEANS = (
    "sunlit_frac",
    "sunlight_w",
    "generated_w",
    "used_w",
    "lost_w",
    "curtailed_w",
    "absorbed_w",
    "radiated_w",
    "duty_frac",
    "cool_frac",
    "pauses",
)
EXTREMES = {  # name of a total: the sample that it is the least or most of
    "min_soc_frac": ("soc_frac", np.min),
    "max_soc_frac": ("soc_frac", np.max),
    "min_chip_k": ("chip_k", np.min),
    "max_chip_k": ("chip_k", np.max),
    "max_radiator_k": ("radiator_k", np.max),
    "max_array_k": ("array_k", np.max),
}
FIELDS = (*MEANS, "stored_w", *EXTREMES)


def sun_of_date(seconds):
    """Unit vector [..., 3] to the apparent Sun of date and sunlight in W/m2; seconds TT from J2000
    (Meeus, chapter 25).
    """
    t = np.asarray(seconds) / 86400.0 / 36525.0
    anomaly = np.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    e = 0.016708634 - 0.000042037 * t - 0.0000001267 * t * t
    centre = (1.914602 - 0.004817 * t - 0.000014 * t * t) * np.sin(anomaly)
    centre = (
        centre + (0.019993 - 0.000101 * t) * np.sin(2 * anomaly) + 0.000289 * np.sin(3 * anomaly)
    )
    node = np.radians(125.04 - 1934.136 * t)
    longitude = np.radians(
        280.46646 + 36000.76983 * t + 0.0003032 * t * t + centre - 0.00569 - 0.00478 * np.sin(node)
    )
    tilt = np.radians(23.43929111 - 0.0130041667 * t + 0.00256 * np.cos(node))
    unit = np.stack(
        [np.cos(longitude), np.sin(longitude) * np.cos(tilt), np.sin(longitude) * np.sin(tilt)], -1
    )
    distance = 1.000001018 * (1 - e * e) / (1 + e * np.cos(anomaly + np.radians(centre)))
    return unit, SOLAR / distance**2


def orbit_frame(node, inclination, phase):
    """Unit vectors to the satellite, along its flight and along the orbit's normal, each [...,
    3].
    """
    ascending = np.stack([np.cos(node), np.sin(node), np.zeros_like(node)], -1)
    normal = np.stack(
        [
            np.sin(node) * np.sin(inclination),
            -np.cos(node) * np.sin(inclination),
            np.ones_like(node) * np.cos(inclination),
        ],
        -1,
    )
    ahead = np.cross(normal, ascending)
    place = ascending * np.cos(phase)[..., None] + ahead * np.sin(phase)[..., None]
    return place, np.cross(normal, place), normal


class Earth:
    """The Earth below a satellite, in patches of directions in the frame (zenith, flight, orbit
    normal).
    """

    def __init__(self, a, rings=24, sectors=36):
        self.sine = RADIUS_M / a
        self.horizon = np.sqrt(1 - self.sine**2)
        node, weight = np.polynomial.legendre.leggauss(rings)
        down = (
            0.5 * (1 + self.horizon) + 0.5 * (1 - self.horizon) * node
        )  # cosine of the angle from the nadir
        azimuth = (np.arange(sectors) + 0.5) / sectors * 2 * np.pi
        down, azimuth = (grid.ravel() for grid in np.meshgrid(down, azimuth, indexing="ij"))
        across = np.sqrt(1 - down**2)
        self.toward = np.stack([-down, across * np.cos(azimuth), across * np.sin(azimuth)], -1)
        self.angle = np.repeat(weight, sectors) * 0.5 * (1 - self.horizon) * 2 * np.pi / sectors
        slant = a * down - np.sqrt(np.maximum(RADIUS_M**2 - (a * across) ** 2, 0))
        self.ground = (np.array([a, 0, 0]) + slant[:, None] * self.toward) / RADIUS_M

    def view(self, up):
        """View factor of a plate whose normal has that cosine with the zenith (Howell's catalogue:
        sphere seen by a tilted plate).
        """
        down, h = -up, 1 / self.sine
        root, tilted = np.sqrt(h * h - 1), np.sqrt(np.maximum(1 - down**2, 1e-12))
        slope = np.clip(root / (h * tilted), -1, 1), np.clip(-root * down / tilted, -1, 1)
        cut = 0.5 - np.arcsin(slope[0]) / np.pi
        cut += (down * np.arccos(slope[1]) - root * np.sqrt(np.maximum(1 - (h * down) ** 2, 0))) / (
            np.pi * h * h
        )
        return np.where(down >= self.sine, down / h**2, np.where(down <= -self.sine, 0.0, cut))

    def reflected(self, sun, normals):
        """Sunlight that patches of the Earth throw onto plates, of unit sunlight and albedo; [...,
        3] and [..., 3].
        """
        lit = np.maximum(sun @ self.ground.T, 0) * (self.angle / np.pi)
        return np.sum(lit * np.maximum(normals @ self.toward.T, 0), -1)


def stance(attitude, sun):
    """Front, side and top of the satellite in the frame (zenith, flight, orbit normal), for a Sun
    [..., 3] in that frame.
    """
    zenith, flight, normal = np.eye(3)
    if attitude.kind == "orbit_normal":
        return np.sign(sun[..., 2:]) * normal, flight + 0 * sun, zenith + 0 * sun
    if attitude.kind == "solar_drive":
        return sun, flight + 0 * sun, zenith + 0 * sun
    assert attitude.kind == "sun_tracking"
    side = np.cross(sun, zenith)
    side = side / np.linalg.norm(side, axis=-1, keepdims=True)
    return sun, side, np.cross(side, sun)


def fly(scenario, fleet, group, albedo=ALBEDO):
    """Totals of one group, a dict of [day, satellite]; `albedo` so that a test can take it away, or
    perturb it.
    """
    sampling, satellite = scenario.flight, group.satellite
    a = RADIUS_M + float(group.orbits.altitude_m)
    tilt = float(group.orbits.inclination_rad)
    n = np.sqrt(MU / a**3)
    k = 1.5 * J2 * n * (RADIUS_M / a) ** 2
    phase_rate, node_rate = n + k * (3 - 4 * np.sin(tilt) ** 2), -k * np.cos(tilt)
    step_s = 2 * np.pi / phase_rate / fleet.steps_per_orbit

    epoch = datetime.datetime(2000, 1, 1, 12)
    start = (
        datetime.datetime.combine(scenario.mission.start, datetime.time()) - epoch
    ).total_seconds() + 69.184
    offset = (np.arange(sampling.days) + 0.5) / sampling.days * 365.25 * 86400.0
    nodes, phases = (
        np.asarray(group.orbits.node_rad, float),
        np.asarray(group.orbits.phase_rad, float),
    )
    earth = Earth(a)
    craft = Craft(group, step_s, (sampling.days, len(nodes)))

    settle, counted = (
        sampling.settle * fleet.steps_per_orbit,
        sampling.orbits * fleet.steps_per_orbit,
    )
    seen, fullest = [], 0.0
    for number in range(-settle, counted):
        moment = offset + (number + 0.5) * step_s
        toward, sunlight = sun_of_date(start + moment)
        node = nodes + node_rate * moment[:, None]
        frame = orbit_frame(node, tilt, phases + phase_rate * (number + 0.5) * step_s + 0.0 * node)
        sun = np.stack([np.sum(vector * toward[:, None, :], -1) for vector in frame], -1)
        if (
            sampling.settle > 2 and number == 2 * fleet.steps_per_orbit - settle
        ):  # what did not fill in its second orbit is short of power
            low = craft.full_j * min(
                satellite.policy.charge_floor_frac + satellite.policy.charge_band_frac, 1.0
            )
            craft.energy = np.where(fullest < 0.999, np.minimum(low, craft.energy), craft.energy)
        if number == 0:
            began = craft.energy
        sample = craft.step(
            light_of(
                satellite, earth, sun, sunlight[:, None], 2 * np.pi / fleet.steps_per_orbit, albedo
            )
        )
        first = (number + settle) % fleet.steps_per_orbit == 0
        fullest = sample["soc_frac"] if first else np.maximum(fullest, sample["soc_frac"])
        if number >= 0:
            seen.append(sample)
    series = {name: np.array([sample[name] for sample in seen]) for name in seen[0]}
    found = {name: series[name].mean(0) for name in MEANS} | {
        "stored_w": (craft.energy - began) / (counted * step_s)
    }
    return found | {name: reduce(series[what], 0) for name, (what, reduce) in EXTREMES.items()}


def light_of(satellite, earth, sun, sunlight, travel_rad, albedo):
    """Share of the Sun seen, sunlight on the array by its cosine, and what each face takes in: all
    that the satellite's state does not move.
    """
    width = 2 * SUN_RADIUS_M / AU_M * earth.sine + np.abs(sun[..., 1]) * travel_rad
    lit = np.clip((sun[..., 0] + earth.horizon + width / 2) / width, 0, 1)
    array, radiator = satellite.array, satellite.radiator
    front, side, top = stance(satellite.attitude, sun)

    def taken(normal, absorptivity, emissivity):
        bright = albedo * sunlight * earth.reflected(sun, normal) + sunlight * lit * np.maximum(
            np.sum(normal * sun, -1), 0
        )
        return absorptivity * bright + emissivity * INFRARED * earth.view(normal[..., 0])

    black, paint = array.back_emissivity_frac, radiator.coating
    panel = taken(front, array.cells.absorptivity_frac, array.cells.emissivity_frac) + taken(
        -front, black, black
    )
    faces = (
        {"side": (side, -side), "earth": (-top, top)}[radiator.facing]
        if radiator.kind == "flat_panel"
        else (
            {"side": side, "earth": -top, "zenith": top, "back": -front}[
                getattr(radiator, "facing", "back")
            ],
        )
    )
    share = 0.5 * radiator.faces if radiator.kind == "flat_panel" else 1.0
    paints = share * sum(
        taken(face, paint.absorptivity_frac, paint.emissivity_frac) for face in faces
    )
    cosine = np.maximum(np.sum(front * sun, -1), 0)
    return {
        "lit": lit,
        "sunlight": sunlight * lit,
        "cosine": cosine,
        "panel": panel * array.area_m2,
        "paint": paints,
    }


class Craft:
    """One satellite type in every lane: the numbers it was designed with, and its state."""

    def __init__(self, group, step_s, lanes):
        self.parts = satellite = group.satellite
        self.bus_w, self.heat_w, self.through, self.step_s = (
            float(group.bus_w),
            float(group.heat_w),
            float(group.distribution_efficiency_frac),
            step_s,
        )
        compute, cooling, array, radiator, battery = (
            getattr(satellite, name)
            for name in ("compute", "cooling", "array", "radiator", "battery")
        )
        chips, plate = compute.count, cooling.plate
        self.radiator_m2 = radiator.area_m2 * (
            radiator.fin.efficiency_frac * radiator.working_frac
            if radiator.kind == "flat_panel"
            else radiator.fin_efficiency_frac
        )
        faces, view = (
            (radiator.faces, radiator.array_view_frac)
            if radiator.kind == "flat_panel"
            else (1.0, 0.0)
        )
        self.between = (
            self.radiator_m2
            * faces
            * SIGMA
            * view
            * radiator.coating.emissivity_frac
            * array.back_emissivity_frac
        )
        joined = (
            radiator.conductance_w_per_m2_k * radiator.area_m2
            if radiator.kind == "integrated_panel"
            else 0.0
        )
        self.radiating = np.array(
            [
                0,
                0,
                0,
                self.radiator_m2 * faces * SIGMA * radiator.coating.emissivity_frac,
                array.area_m2 * SIGMA * (array.cells.emissivity_frac + array.back_emissivity_frac),
            ]
        )
        self.capacity = np.array(
            [
                chips * plate.chip_j_per_k,
                chips * plate.plate_j_per_k,
                chips * cooling.coolant_j_per_k,
                radiator.area_m2 * radiator.heat_capacity_j_per_m2_k,
                array.area_m2 * array.heat_capacity_j_per_m2_k,
            ]
        )
        joints = [
            chips / plate.interface_k_per_w,
            chips / plate.film_k_per_w,
            radiator.area_m2 / cooling.panel_k_m2_per_w,
            joined,
        ]
        self.conductance = np.zeros((5, 5))  # heat that leaves each node, per kelvin of every node
        for node, joint in enumerate(joints):
            self.conductance[node : node + 2, node : node + 2] += joint * np.array(
                [[1, -1], [-1, 1]]
            )
        self.full_j = battery.capacity_j * battery.remaining_frac
        self.kelvin = np.full((*lanes, 5), float(radiator.temperature_k))
        self.energy, self.worked = np.full(lanes, float(self.full_j)), np.ones(lanes)
        self.charged = self.cool = np.ones(lanes, bool)

    def step(self, light):
        """What happens in one step in that light."""
        chip_k, radiator_k, array_k = self.kelvin[..., 0], self.kelvin[..., 3], self.kelvin[..., 4]
        compute, cells, battery = self.parts.compute, self.parts.array.cells, self.parts.battery
        glass = light["cosine"] ** 3 * (1 + OBLIQUE) / (light["cosine"] ** 2 + OBLIQUE)
        efficiency = (
            cells.efficiency_frac
            * cells.remaining_frac
            * (1 + cells.temperature_coefficient_per_k * (array_k - RATED_K))
        )
        generated = (
            self.parts.array.area_m2
            * self.parts.array.packing_frac
            * light["sunlight"]
            * glass
            * np.maximum(efficiency, 0)
        )
        absorbed = self.radiator_m2 * light["paint"] + self.between * array_k**4
        into_array = light["panel"] + self.between * radiator_k**4

        leaking = compute.leakage_frac * (
            np.exp((chip_k - compute.limit_k) / compute.leakage_scale_k) - 1
        )
        chips_w = compute.count * compute.power_w * (1 + leaking)
        it_w = chips_w + compute.count * compute.host_power_w
        idle, work = self.bus_w + compute.idle_frac * it_w, (1 - compute.idle_frac) * it_w

        def after(used, taken, lost):
            at_chips = np.maximum(used - self.bus_w, 0) * chips_w / it_w
            loads = np.broadcast_arrays(
                at_chips, 0.0, used - at_chips + lost, absorbed, into_array - taken
            )
            return self.settled(np.stack(loads, -1))

        tried = np.stack([idle, idle + work])
        hottest = self.hottest(
            after(tried, np.minimum(tried / self.through, generated), tried / self.through - tried),
            tried / self.through,
        )
        by_charge, by_heat = self.allowed(self.energy / self.full_j, *hottest)

        supply, most = generated * self.through, battery.rate_per_s * self.full_j
        drawable = np.clip(
            (self.energy - battery.floor_frac * self.full_j)
            * battery.discharge_efficiency_frac
            / self.step_s,
            0,
            most,
        )
        for_work = 0.0 if battery.kind == "keep_alive" else drawable
        power = np.clip((supply + for_work - idle) / work, 0, np.minimum(by_charge, by_heat))
        used = np.minimum(idle + power * work, supply + drawable)
        charged = np.minimum(
            np.maximum(supply - used, 0),
            np.clip(
                (self.full_j - self.energy) / battery.charge_efficiency_frac / self.step_s, 0, most
            ),
        )
        drawn = np.maximum(used - supply, 0)
        taken = (used + charged - drawn) / self.through
        battery_loss = charged * (1 - battery.charge_efficiency_frac) + drawn * (
            1 / battery.discharge_efficiency_frac - 1
        )
        lost = taken * (1 - self.through) + battery_loss
        self.kelvin = after(used, taken, lost)
        self.energy = self.energy + self.step_s * (
            charged * battery.charge_efficiency_frac - drawn / battery.discharge_efficiency_frac
        )
        duty, before = self.work(power), self.worked
        self.worked = duty
        return {
            "sunlit_frac": light["lit"],
            "sunlight_w": self.parts.array.area_m2 * light["sunlight"] * light["cosine"],
            "generated_w": generated,
            "used_w": used,
            "lost_w": lost,
            "curtailed_w": generated - taken,
            "absorbed_w": absorbed,
            "duty_frac": duty,
            "cool_frac": self.work(by_heat),
            "pauses": (duty < 0.5) * (before >= 0.5) * 1.0,
            "soc_frac": self.energy / self.full_j,
            "radiated_w": self.radiating[3] * (0.5 * (radiator_k + self.kelvin[..., 3])) ** 4,
            "chip_k": self.hottest(self.kelvin, used + lost),
            "radiator_k": self.kelvin[..., 3],
            "array_k": self.kelvin[..., 4],
        }

    def hottest(self, kelvin, heat_w):
        """The last chip on a line of liquid sits half the coolant's rise above the mean."""
        return kelvin[..., 0] + (
            0.5 * self.parts.cooling.rise_k * heat_w / self.heat_w
            if self.parts.cooling.kind == "single_phase"
            else 0.0
        )

    def allowed(self, charge, idle_k, full_k):
        """Shares of the working power that charge and heat allow."""
        policy, limit_k = self.parts.policy, self.parts.compute.limit_k
        if policy.kind != "bursts":
            by_heat = (limit_k - idle_k) / (policy.heat_band_k + full_k - idle_k)
            return np.clip(
                (charge - policy.charge_floor_frac) / policy.charge_band_frac, 0, 1
            ), np.clip(by_heat, 0, 1)
        stop_k = limit_k - policy.heat_margin_k
        self.charged = np.where(
            self.charged,
            charge > policy.charge_floor_frac,
            charge >= policy.charge_floor_frac + policy.charge_band_frac,
        )
        self.cool = full_k <= stop_k - np.where(self.cool, 0, policy.cool_by_k)
        return self.charged * 1.0, self.cool * 1.0

    def work(self, power):
        """Work at that share of the working power."""
        policy = self.parts.policy
        if policy.kind != "clock":
            return power
        slow = policy.clock_floor_frac
        return np.where(
            power >= slow**policy.exponent,
            power ** (1 / policy.exponent),
            power / slow ** (policy.exponent - 1),
        )

    def settled(self, heat_w):
        """The chain after one step: C dT/dt = Q - G T - k T^4, as exponentials of its linear part;
        radiation's bend by two evaluations a sub-step.
        """
        root = np.sqrt(self.capacity)
        linear = self.conductance + np.eye(5) * (4 * self.radiating * self.kelvin**3)[..., None]
        rate, vectors = np.linalg.eigh(linear / (root[:, None] * root))
        h = self.step_s / SUBSTEPS
        one = -np.expm1(-rate * h) / (rate * h)
        two = (1 - one) / (rate * h)

        def flow(y):
            kelvin = (vectors @ y[..., None])[..., 0] / root
            net = heat_w - self.radiating * kelvin**4 - kelvin @ self.conductance
            return ((net / root)[..., None, :] @ vectors)[..., 0, :]

        y = np.broadcast_to(((self.kelvin * root)[..., None, :] @ vectors)[..., 0, :], heat_w.shape)
        for _ in range(SUBSTEPS):
            first = flow(y)
            between = y + h * one * first
            y = between + h * two * (flow(between) - first + rate * (between - y))
        return (vectors @ y[..., None])[..., 0] / root


def perturbed(group, key, factor):
    """The group with one number of its satellite, such as `array.cells.efficiency_frac`,
    multiplied: for showing that a comparison can fail.
    """

    def within(held, path):
        first, *rest = path
        inner = getattr(held, first)
        return dataclasses.replace(held, **{first: within(inner, rest) if rest else inner * factor})

    return within(group, ["satellite", *key.split(".")])
