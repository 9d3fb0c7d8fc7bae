"""Results of the design: what must fly."""

from __future__ import annotations

import math
from typing import Any

from dawndusk.fleet.design import design, launch_factor
from dawndusk.physics import ageing, debris, orbit
from dawndusk.records.fleet import Fleet
from dawndusk.results.endurance import DAY_S, first_worn, holes_per_year
from dawndusk.results.fields import result, results


def _max_latitude_rad(group: Any) -> float:
    return math.asin(abs(math.sin(float(group.orbits.inclination_rad))))


@results
class Group:
    """One group of satellites: the same orbit family, design and launch batch."""

    name: str = result("name of the group of satellites", by=design)
    satellites: int = result("satellites of the group", lambda group: group.count, by=design)
    altitude_m: float = result(
        "semi-major axis less 6,378.137 km", lambda group: group.orbits.altitude_m, by=design
    )
    inclination_rad: float = result(
        "inclination; that of a sun-synchronous orbit follows from its altitude",
        lambda group: group.orbits.inclination_rad,
        by=design,
    )
    satellite_mass_kg: float = result(
        "launched mass of one of its satellites", lambda group: group.launch_mass_kg, by=design
    )
    vehicle_loads: float = result(
        "vehicles that it fills, by mass or by volume, fractions counted",
        lambda group: group.vehicle_loads,
        by=design,
    )
    worst_sunlight_w_per_m2: float = result(
        "lowest orbit-average sunlight on its array",
        lambda group: group.worst.sunlight_w_per_m2,
        by=design,
    )
    worst_sunlight_at_s: float = result(
        "time from the mission's start to the day of that sunlight",
        lambda group: group.worst.day * DAY_S,
        by=design,
    )
    worst_plane: int = result(
        "orbital plane of that sunlight, counted from 1",
        lambda group: int(group.worst.plane) + 1,
        by=design,
    )
    planes: int = result(
        "orbital planes", lambda group: len(group.orbits.plane_node_rad), by=design
    )
    period_s: float = result(
        "orbital period",
        lambda group: orbit.period_s(group.orbits.altitude_m),
        by=orbit.period_s,
    )
    max_latitude_rad: float = result(
        "highest latitude below the orbit: arcsin |sin inclination|", _max_latitude_rad, by=design
    )
    satellite_it_w: float = result(
        "chips and hosts of one of its satellites at full load",
        lambda group: group.it_w,
        by=design,
    )
    satellite_array_m2: float = result(
        "solar array area of one of its satellites",
        lambda group: group.satellite.array.area_m2,
        by=design,
        part="satellite.array",
    )
    satellite_radiator_m2: float = result(
        "radiator panel area of one of its satellites; both faces radiate unless stated",
        lambda group: group.satellite.radiator.area_m2,
        by=design,
        part="satellite.radiator",
    )


def _per_it_kw(fleet: Fleet) -> dict[str, Any]:
    return {name: kg / (fleet.mean("it_w") / 1e3) for name, kg in fleet.items_kg.items()}


def _battery(fleet: Fleet) -> Any:
    return first_worn(fleet).satellite.battery


@results
class Results:
    """What must fly. Values are of the whole fleet unless one satellite is named, which is the mean
    over the fleet.
    """

    satellites: int = result(
        "satellites launched at the start", by=design, formula="sum(groups.*.satellites)"
    )
    mass_kg: float = result(
        "launched mass of all satellites, propellant included",
        by=design,
        formula="satellites * satellite_mass_kg",
    )
    satellite_mass_kg: float = result(
        "launched mass of one satellite",
        lambda run: run.fleet.mean("launch_mass_kg"),
        by=design,
        formula="sum(items_kg.*)",
    )
    satellite_life_s: float = result(
        "design life of a satellite: the mission, or its chips' life where that is shorter",
        lambda run: run.fleet.life_s,
        by=design,
    )
    satellite_it_w: float = result(
        "chips and hosts of one satellite at full load",
        lambda run: run.fleet.mean("it_w"),
        by=design,
    )
    satellite_heat_w: float = result(
        "heat of one satellite to its radiator at full load: load, conversion, and charging losses"
        " for the eclipse",
        lambda run: run.fleet.mean("heat_w"),
        by=design,
    )
    satellite_load_w: float = result(
        "power on the bus of one satellite at full load: chips, hosts and all else",
        lambda run: run.fleet.mean("load_w"),
        by=design,
    )
    distribution_efficiency_frac: float = result(
        "power at the loads per power at the array: regulators, harness, slip rings",
        lambda run: run.fleet.mean("distribution_efficiency_frac"),
        by=design,
    )
    longest_eclipse_s: float = result(
        "longest eclipse of the year, which sizes the batteries",
        lambda run: max(float(group.worst.longest_eclipse_s) for group in run.fleet.groups),
        by=design,
    )
    power_w: float = result(
        "array output at the end of life, facing the Sun at 1 au: area x 1361 x packing x"
        " efficiency at the temperature of the worst orbit x ageing",
        by=design,
    )
    it_w: float = result(
        "chips and hosts at full load",
        lambda run: run.fleet.total("it_w"),
        by=design,
        formula="satellites * satellite_it_w",
    )
    chips: float = result("chips launched", by=design)
    array_m2: float = result(
        "array area of all satellites",
        lambda run: sum(g.count * g.satellite.array.area_m2 for g in run.fleet.groups),
        by=design,
        part="satellite.array",
        uses=(
            "satellites satellite_load_w distribution_efficiency_frac worst_sunlight_w_per_m2"
            " longest_eclipse_s"
        ),
    )
    array_stowed_m3: float = result(
        "volume of all arrays in the fairing, folded or rolled",
        lambda run: sum(g.count * g.satellite.array.stowed_m3() for g in run.fleet.groups),
        by=design,
        part="satellite.array",
    )
    array_w_per_kg: float = result(
        "output of the arrays at the end of life over their mass",
        lambda run: (
            run.fleet.power_w
            / sum(group.count * group.satellite.array.mass_kg() for group in run.fleet.groups)
        ),
        by=design,
        part="satellite.array",
    )
    battery_j: float = result(
        "battery capacity of all satellites",
        lambda run: sum(g.count * g.satellite.battery.capacity_j for g in run.fleet.groups),
        by=design,
        part="satellite.battery",
        uses="satellites satellite_load_w longest_eclipse_s battery_depth_frac",
    )
    radiator_m2: float = result(
        "radiator panel area of all satellites; both faces radiate unless stated",
        lambda run: sum(g.count * g.satellite.radiator.area_m2 for g in run.fleet.groups),
        by=design,
        part="satellite.radiator",
        uses="satellites satellite_heat_w radiator_k",
    )
    propellant_kg: float = result(
        "propellant of all satellites",
        lambda run: sum(group.count * group.mass_kg["propellant"] for group in run.fleet.groups),
        by=design,
    )
    groups: tuple[Group, ...] = result(
        "the groups of satellites", lambda run: run.fleet.groups, by=design, alias="shells"
    )
    items_kg: dict[str, float] = result(
        "mass of this subsystem of one satellite; all items add up to fleet.satellite_mass_kg",
        by=design,
    )
    items_kg_per_it_kw: dict[str, float] = result(
        "the same per kilowatt of chips and hosts", lambda run: _per_it_kw(run.fleet), by=design
    )
    stowed_m3: float = result(
        "volume of all satellites in the fairing: arrays, folded radiators, the rest by its"
        " density",
        lambda run: run.fleet.total("stowed_m3"),
        by=design,
    )
    launches: int = result(
        "flights of the vehicle: by mass or by volume, each group rounded up",
        lambda run: sum(math.ceil(float(group.vehicle_loads)) for group in run.fleet.groups),
        by=design,
    )
    vehicle_loads: float = result(
        "vehicles that the fleet fills, by mass over payload to each group's orbit or by volume"
        " over fairing, fractions counted",
        lambda run: run.fleet.vehicle_loads,
        by=design,
        formula="sum(groups.*.vehicle_loads)",
    )
    launch_usd_per_kg: float = result(
        "price of a kilogram to the satellites' own orbits: by the payload that is left there",
        lambda run: (
            run.fleet.total("launch_equivalent_kg")
            / run.fleet.mass_kg
            * run.scenario.launch.price_usd_per_kg
        ),
        by=launch_factor,
    )
    mass_kg_per_it_kw: float = result(
        "launched mass per kilowatt of chips and hosts",
        lambda run: run.fleet.mass_kg / (run.fleet.total("it_w") / 1e3),
        by=design,
        formula="mass_kg / it_w * 1000",
    )
    specific_mass_kg_per_kw: float = result(
        "launched mass per kilowatt of fleet.power_w",
        lambda run: run.fleet.mass_kg / (run.fleet.power_w / 1e3),
        by=design,
        formula="mass_kg / power_w * 1000",
    )
    worst_sunlight_w_per_m2: float = result(
        "lowest orbit-average sunlight on the array: S (1 - eclipse share) x incidence",
        lambda run: min(float(group.worst.sunlight_w_per_m2) for group in run.fleet.groups),
        by=design,
        formula="min(groups.*.worst_sunlight_w_per_m2)",
    )
    battery_life_s: float = result(
        "age of the battery when its capacity has fallen to its end of life, of the group whose"
        " battery ends first",
        lambda run: _battery(run.fleet).life_s(),
        by=ageing.life_s,
        uses="battery_depth_frac flight.eclipses_per_year",
    )
    battery_life_group: str = result(
        "name of the group whose battery ends first",
        lambda run: first_worn(run.fleet).name,
        by=ageing.life_s,
    )
    battery_depth_frac: float = result(
        "depth of discharge of that battery in the longest eclipse, of what is left at the end of"
        " the satellite's life",
        lambda run: _battery(run.fleet).depth_of_discharge_frac,
        by=design,
        part="satellite.battery",
    )
    radiator_k: float = result(
        "surface of the radiator at full load in its worst season, warmest group",
        lambda run: max(
            float(group.satellite.radiator.temperature_k) for group in run.fleet.groups
        ),
        by=design,
        part="satellite.radiator",
    )
    radiator_holes_per_year: float = result(
        "perforations by debris of one satellite's radiator",
        lambda run: holes_per_year(run.fleet),
        by=debris.hits_per_s,
    )

    @property
    def darkest(self) -> int:
        """Index of the group with the lowest orbit-average sunlight."""
        sunlight = [group.worst_sunlight_w_per_m2 for group in self.groups]
        return sunlight.index(min(sunlight))
