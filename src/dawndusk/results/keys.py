"""The keys of `run.json`: what each means, in which unit, from which function, and which inputs lie
under it.

Programs may rely on these keys: they are added to, never renamed. A star stands for one word of a
key.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One key: unit as printed, meaning, the function that gives it, the inputs under it, and why
    it is always null if it is.
    """

    unit: str
    text: str
    function: str = ""
    under: tuple[str, ...] = ()  # inputs, or whole tables of them
    missing: str = ""
    part: str = ""  # of the scenario, whose own equation stands behind it


_ORBIT = ("mission.start", "constellation")
_LOADS = ("satellite.compute", "satellite.bus", "satellite.links", "satellite.conversion")
_SUN = (*_ORBIT, "satellite.attitude")
_MASS = (*_LOADS, *_SUN, "satellite", "mission.life")
_FLOWN = (
    *_SUN,
    "mission.life",
    "flight",
    "satellite.policy",
    "satellite.battery",
    "satellite.array",
    "satellite.radiator",
    "satellite.cooling",
    *_LOADS,
)
_WORKING = ("work", "satellite.compute", "compute", "ground", *_FLOWN)
_LOST = ("life", "mission.life", "satellite.compute.loss")
_MONEY = (
    "money",
    "launch",
    "life",
    "programme",
    "learning",
    "mission",
    "flight",
    "ground",
    "work",
    "satellite",
    "compute",
    "constellation",
)
_GROUND = (
    "money",
    "learning",
    "ground",
    "work",
    "satellite",
    "compute",
    "mission",
    "constellation",
    "life",
    "flight",
)
_FLEET, _FLY, _SEASON = (
    "dawndusk.fleet.design.design",
    "dawndusk.flight.fly.fly",
    "dawndusk.physics.season",
)
_SERVE, _EVOLVE, _PRICE = (
    "dawndusk.work.serve.serve",
    "dawndusk.life.evolve.evolve",
    "dawndusk.bill.price.price",
)
_POWERS, _WEAR = "dawndusk.results.power_flow.powers", "dawndusk.results.endurance"
_BESIDE, _DRIVERS = "dawndusk.results.demand.beside", "dawndusk.study.drivers.drivers"
_EXPOSED = "dawndusk.flight.exposure.exposure"
_SHIELD = ("satellite.shield.thickness", "satellite.shield.geometry")
_BELTS = ("constellation", *_SHIELD, "environment", "mission.start", "mission.life")
_STORMS = ("constellation", *_SHIELD)
_UPSET_BY = {  # class -> what its upsets hang on beside the belts
    name: tuple(f"satellite.compute.{one}" for one in chip)
    for name, chip in {
        "silent": ("silent_error", "ecc", "memory_upset"),
        "memory": ("memory_error", "ecc", "memory_upset", "scrub", "memory"),
        "reset": ("reset",),
        "host": ("host_crash",),
    }.items()
}
_UPSET = (*_BELTS, *dict.fromkeys(key for chip in _UPSET_BY.values() for key in chip))
_SILENT = (*_BELTS, *_UPSET_BY["silent"])
LINKS = "links are not modelled yet"
FORMATION = "formation keeping and traffic are not modelled yet"

KEYS: dict[str, Key] = {
    "dawndusk": Key("", "version of dawndusk that made the run"),
    "scenario.name": Key("", "name of the scenario: `name` in the file, else the file's stem"),
    "scenario.title": Key("", "title of the scenario"),
    "fleet.satellites": Key("", "satellites launched at the start", _FLEET, ("constellation",)),
    "fleet.mass_kg": Key("kg", "launched mass of all satellites, propellant included", _FLEET, _MASS),
    "fleet.satellite_mass_kg": Key("kg", "launched mass of one satellite, mean over the fleet", _FLEET, _MASS),
    "fleet.power_w": Key("W", "array output at the end of life, facing the Sun at 1 au: area x 1361 x packing x efficiency at the temperature of the worst orbit x ageing", _FLEET, (*_SUN, "satellite.array", "satellite.battery", *_LOADS, "mission.life")),
    "fleet.it_w": Key("W", "chips and hosts at full load", _FLEET, ("satellite.compute", "constellation")),
    "fleet.chips": Key("", "chips launched", _FLEET, ("satellite.compute.count", "constellation")),
    "fleet.array_m2": Key("m2", "array area of all satellites", _FLEET, (*_SUN, "satellite.array", "satellite.battery", *_LOADS, "mission.life"), part="satellite.array"),
    "fleet.array_stowed_m3": Key("m3", "volume of all arrays in the fairing, folded or rolled", _FLEET, (*_SUN, "satellite.array", "satellite.battery", *_LOADS, "mission.life"), part="satellite.array"),
    "fleet.array_w_per_kg": Key("W/kg", "output of the arrays at the end of life over their mass", _FLEET, (*_SUN, "satellite.array", "mission.life"), part="satellite.array"),
    "fleet.battery_j": Key("J", "battery capacity of all satellites", _FLEET, ("satellite.battery", *_LOADS, *_ORBIT), part="satellite.battery"),
    "fleet.radiator_m2": Key("m2", "radiator panel area of all satellites; both faces radiate unless said", _FLEET, ("satellite.radiator", "satellite.battery", *_LOADS, *_ORBIT), part="satellite.radiator"),
    "fleet.propellant_kg": Key("kg", "propellant of all satellites", _FLEET, ("satellite.propulsion", *_MASS)),
    "fleet.items_kg.*": Key("kg", "mass of this subsystem of one satellite, mean over the fleet; all items add up to fleet.satellite_mass_kg", _FLEET, _MASS),
    "fleet.items_kg_per_it_kw.*": Key("kg/kW", "the same per kilowatt of chips and hosts", _FLEET, _MASS),
    "fleet.shells.*.name": Key("", "name of the group of satellites", _FLEET, ("constellation",)),
    "fleet.shells.*.satellites": Key("", "satellites of the group", _FLEET, ("constellation",)),
    "fleet.shells.*.altitude_m": Key("m", "semi-major axis less 6,378.137 km", _FLEET, ("constellation",)),
    "fleet.shells.*.inclination_rad": Key("rad", "inclination; that of a sun-synchronous orbit follows from its altitude", _FLEET, ("constellation",)),
    "fleet.shells.*.satellite_mass_kg": Key("kg", "launched mass of one of its satellites", _FLEET, _MASS),
    "fleet.shells.*.vehicle_loads": Key("", "vehicles that it fills, by mass or by volume, fractions counted", _FLEET, ("launch", *_MASS)),
    "fleet.shells.*.worst_sunlight_w_per_m2": Key("W/m2", "least mean sunlight of an orbit on its array", _FLEET, _SUN),
    "flight.shells.*.sunlit_frac": Key("", "share of the year in sunlight, of this group", f"{_SEASON}.sunlit_frac", _ORBIT),
    "flight.shells.*.longest_eclipse_s": Key("s", "longest eclipse of the year, of this group", f"{_SEASON}.longest_eclipse_s", _ORBIT),
    "flight.shells.*.eclipse_days_per_year": Key("", "days of the year with any eclipse, of this group", f"{_SEASON}.eclipse_days", _ORBIT),
    "flight.shells.*.duty_frac": Key("", "share of full work that heat and power allow, of this group", _FLY, _FLOWN),
    "flight.shells.*.dose_gy_per_year": Key("Gy/yr", "trapped dose behind the shield, of this group", _EXPOSED, _BELTS),
    "flight.shells.*.silent_per_chip_year": Key("1/yr", "silent errors of one chip, of this group", _EXPOSED, _UPSET),
    "fleet.satellite_life_s": Key("s", "how long a satellite works: the mission, or its chips' life where that is shorter", _FLEET, ("mission.life", "satellite.compute.life")),
    "fleet.satellite_it_w": Key("W", "chips and hosts of one satellite at full load, mean over the fleet", _FLEET, ("satellite.compute",)),
    "fleet.satellite_heat_w": Key("W", "heat of one satellite to its radiator at full load: load, conversion, and what charging for the eclipse loses", _FLEET, (*_LOADS, "satellite.battery", *_ORBIT)),
    "fleet.mass_kg_per_it_kw": Key("kg/kW", "launched mass per kilowatt of chips and hosts", _FLEET, _MASS),
    "fleet.launch_usd_per_kg": Key("USD/kg", "price of a kilogram to the satellites' own orbits: by what payload is left there", "dawndusk.fleet.design.launch_factor", ("launch", *_ORBIT)),
    "fleet.stowed_m3": Key("m3", "volume of all satellites in the fairing: arrays, folded radiators, the rest by its density", _FLEET, _MASS),
    "fleet.vehicle_loads": Key("", "vehicles that the fleet fills, by mass over payload to each group's orbit or by volume over fairing, fractions counted", _FLEET, ("launch", *_MASS)),
    "fleet.launches": Key("", "flights of the vehicle: by mass or by volume, each group rounded up", _FLEET, ("launch", *_MASS)),
    "fleet.specific_mass_kg_per_kw": Key("kg/kW", "launched mass per kilowatt of fleet.power_w", _FLEET, _MASS),
    "fleet.worst_sunlight_w_per_m2": Key("W/m2", "least mean sunlight of an orbit on the array: S (1 - eclipse share) x incidence", _FLEET, _SUN),
    "fleet.battery_life_s": Key("s", "age of the battery when its capacity has fallen to its end of life, of the group whose battery ends first", "dawndusk.physics.ageing.life_s", ("satellite.battery", *_LOADS, *_ORBIT, "mission.life", "satellite.compute.life")),
    "fleet.battery_depth_frac": Key("", "depth of discharge of that battery in the longest eclipse, of what is left at the end of the satellite's life", _FLEET, ("satellite.battery", *_LOADS, *_ORBIT, "mission.life", "satellite.compute.life"), part="satellite.battery"),
    "fleet.radiator_k": Key("K", "surface of the radiator at full load in its worst season, warmest group", _FLEET, ("satellite.radiator", "satellite.array", "satellite.battery", *_LOADS, *_SUN), part="satellite.radiator"),
    "fleet.radiator_holes_per_year": Key("", "holes by debris in the radiator of a satellite, mean over the fleet", "dawndusk.physics.debris.hits_per_s", ("satellite.radiator", "satellite.battery", *_LOADS, *_ORBIT)),
    "flight.sunlit_frac": Key("", "share of the year in sunlight, closed form over every plane and day", f"{_SEASON}.sunlit_frac", _ORBIT),
    "flight.longest_eclipse_s": Key("s", "longest eclipse of the year: arccos(sqrt(1 - (R/a)^2) / cos beta) / pi x period", f"{_SEASON}.longest_eclipse_s", _ORBIT),
    "flight.eclipse_days_per_year": Key("", "days of the year with any eclipse, mean over the planes", f"{_SEASON}.eclipse_days", _ORBIT),
    "flight.min_soc_frac": Key("", "lowest battery charge flown, any satellite", _FLY, _FLOWN),
    "flight.stored_frac": Key("", "charge that batteries gain over the counted orbits, per energy used; below zero they still drain: settle longer", _FLY, _FLOWN),
    "flight.min_chip_k": Key("K", "coldest chip flown, any satellite", _FLY, _FLOWN),
    "flight.max_chip_k": Key("K", "hottest chip flown, any satellite", _FLY, _FLOWN),
    "flight.max_radiator_k": Key("K", "hottest radiator flown, any satellite", _FLY, _FLOWN),
    "flight.max_array_k": Key("K", "hottest array flown, any satellite", _FLY, _FLOWN),
    "flight.worst_hour_frac": Key("", "work of the whole fleet in the worst hour of the sampled days, of full work: satellites of one local time go dark together", _FLY, _FLOWN),
    "flight.pauses_per_year": Key("", "times a year that a satellite's work falls below half of full work, mean over the fleet", f"{_WEAR}.pauses_per_year", _FLOWN),
    "flight.eclipses_per_year": Key("", "eclipses of a satellite in a year, each a cycle of its battery, mean over the fleet", f"{_WEAR}.cycles_per_year", _ORBIT),
    **{f"flight.sankey.{name}": Key("W", f"{text}, of one satellite, mean over fleet and sampled days", _POWERS, _FLOWN) for name, text in {
        "sunlight_w": "sunlight that falls on the array",
        "reflected_w": "sunlight that the array reflects",
        "array_heat_w": "sunlight that stays in the array as heat, curtailed power included",
        "curtailed_w": "power that the array could have given and nobody took",
        "generated_w": "power that the array could give",
        "taken_w": "power taken from the array: generated less curtailed",
        "chips_and_hosts_w": "power used by chips and hosts",
        "bus_w": "power used by all else: bus, links, pumps",
        "lost_w": "power lost in regulators, harness and battery",
        "battery_lost_w": "of that, lost in the battery",
        "stored_w": "what the battery gained over the counted orbits",
        "radiator_absorbed_w": "heat that the radiator takes in from Sun, Earth and array",
        "crossing_w": "heat of the array that crosses to the radiator, where the two are one panel",
        "radiated_w": "heat that the radiator sheds: all that is used or lost, what it takes in, and what crosses from the array",
    }.items()},
    "flight.flown_satellites": Key("", "satellites that flew and stand for all: every one, or `flight.sample` of them", _FLY, ("flight.sample", "constellation")),
    "flight.flown_sunlit_frac": Key("", "share of the sampled days in sunlight; checks flight.sunlit_frac", _FLY, (*_ORBIT, "flight")),
    "flight.sampling_error_sunlit_frac": Key("", "flown less closed-form sunlit share", "dawndusk.flight.fly.sampling_error", (*_ORBIT, "flight")),
    "flight.sampling_error_duty_frac": Key("", "standard error of the mean duty over the sampled days", "dawndusk.flight.fly.sampling_error", _FLOWN),
    "flight.dose_gy_per_year": Key("Gy/yr", "trapped dose in silicon behind the shield, at the centre of a sphere of aluminium or behind a slab as `satellite.shield.geometry` says, mean over the life and the fleet", _EXPOSED, _BELTS),
    "flight.dose_other_gy_per_year": Key("Gy/yr", "the same in the other geometry: a slab lets particles in from one side alone", _EXPOSED, _BELTS),
    "flight.dose_proton_frac": Key("", "protons' share of the trapped dose; electrons and their X-rays leave the rest", "dawndusk.physics.radiation.proton_share_frac", _BELTS),
    "flight.dose_solar_gy_per_year": Key("Gy/yr", "dose of solar protons: that of one storm x how often storms are expected while the Sun is so active", _EXPOSED, (*_STORMS, "environment.solar_activity", "mission")),
    "flight.dose_storm_gy": Key("Gy", "dose of one storm of solar protons, as large as that of August 1972", "dawndusk.physics.radiation.event_dose_gy", _STORMS),
    "flight.storms_in_draw": Key("", "storms that one draw of the seed brings over the mission", "dawndusk.life.evolve.storms_in_draw", ("mission", "environment.solar_activity")),
    "flight.dose_storms_in_draw_gy": Key("Gy", "what those storms leave", "dawndusk.life.evolve.storms_in_draw", ("mission", "environment.solar_activity", *_STORMS)),
    "flight.dose_cosmic_gy_per_year": Key("Gy/yr", "dose of cosmic rays, which no shield changes much: a row", _EXPOSED),
    "flight.solar_activity_frac": Key("", "the Sun's activity over a satellite's life: 0 at minimum, 1 at maximum", "dawndusk.physics.solar_cycle.mean_activity_frac", ("environment.solar_activity", "mission")),
    **{f"flight.{which}.{name}": Key(unit, text, function, (*more, *_BELTS, *chip)) for which, (unit, text, function, more) in {
        "upsets_per_chip_year": ("1/yr", "upsets of one chip of this class, by trapped and solar protons: silent corruption, uncorrectable memory error, chip reset, host crash", _EXPOSED, ()),
        "upsets_storms_per_chip_year": ("1/yr", "of those, by solar protons, as often as storms are expected", _EXPOSED, ()),
        "upsets_belts_per_chip_year": ("1/yr", "of those, by trapped protons", _EXPOSED, ()),
        "upsets_by_dose_per_chip_year": ("1/yr", "upsets by trapped protons had the beam test been read as dose per event: stands beside the rate that counts", "dawndusk.physics.upsets.by_dose_per_s", ()),
        "upsets_in_draw": ("", "upsets in the belts of all satellites flown, over the counted orbits, as one draw of the seed has them", "dawndusk.flight.exposure.counted", ("mission.seed", "flight")),
        "upsets_expected": ("", "the integral of their rate along the way, which the draws scatter around", "dawndusk.flight.exposure.counted", ("flight",)),
    }.items() for name, chip in _UPSET_BY.items()},
    "flight.upset_protons_per_m2_s": Key("1/m2/s", "trapped protons that come through the shield with enough energy to upset a chip, mean of the orbit", "dawndusk.physics.radiation.protons_behind_per_m2_s", _BELTS),
    "flight.upset_protons_above_j": Key("J", "energy that those have at least before the shield if they come straight through it", "dawndusk.physics.radiation.outside_j", ("satellite.shield.thickness",)),
    "flight.upset_downtime_frac": Key("", "share of a chip's time that noticed upsets cost", _EXPOSED, _UPSET),
    "flight.anomaly_time_frac": Key("", "share of the time in which 90 % of those protons are met, mean over the fleet", "dawndusk.physics.radiation.time_share_frac", _BELTS),
    "flight.anomaly_peak_over_mean": Key("", "their most at any place of an orbit over its mean", "dawndusk.physics.radiation.around", _BELTS),
    "flight.flown_protons_frac": Key("", "those protons as flown on the sampled days over the orbit's mean; checks it", _FLY, (*_BELTS, "flight")),
    "flight.flown_dose_frac": Key("", "trapped dose as flown on the sampled days over the orbit's mean; checks it", _FLY, (*_BELTS, "flight")),
    "flight.latency_s": Key("s", "time from user to chip, p50 and p99", missing=LINKS),
    "flight.min_neighbour_m": Key("m", "least distance between two satellites", missing=FORMATION),
    "flight.downlink_bit_per_s": Key("bit/s", "mean rate of the fleet to the ground", missing=LINKS),
    "flight.delta_v_m_per_s_per_year": Key("m/s/yr", "speed change to keep orbit and formation", missing=FORMATION),
    "flight.manoeuvres_per_year": Key("1/yr", "avoidance manoeuvres of the fleet", missing=FORMATION),
    "work.peak_flop_per_s": Key("FLOP/s", "dense 16-bit peak of all chips", _SERVE, ("satellite.compute", "compute", "constellation")),
    "work.delivered_flop_per_s": Key("FLOP/s", "peak x delivered_frac, of the healthy fleet", _SERVE, _WORKING),
    "work.delivered_frac": Key("", "product of the waterfall's factors", _SERVE, _WORKING),
    "work.duty_frac": Key("", "share of full work that heat and power allow, mean over the sampled days", _SERVE, _FLOWN),
    "work.waterfall": Key("", "where the peak goes, factor by factor; losses of hardware stand in life", _SERVE, _WORKING),
    "work.waterfall.*.name": Key("", "what takes this share", _SERVE),
    "work.waterfall.*.frac": Key("", "share of the work before it that is left after this factor", _SERVE, _WORKING),
    "work.tokens_per_s": Key("1/s", "output tokens of the healthy fleet at the demand", _SERVE, _WORKING),
    "work.goodput_frac": Key("", "share of compute time that becomes kept work: communication x checkpoints, of a training job", _SERVE, ("work", "satellite.compute", "compute"), part="work"),
    "work.training_s": Key("s", "6 N D over what the job's chips deliver while it runs, healthy; demand does not slow it", _SERVE, _WORKING),
    "work.silent_per_million_tokens": Key("", "results that radiation corrupts unnoticed, per million output tokens: a chip's rate over its tokens while it computes", _SERVE, ("work", *_SILENT)),
    "work.silent_per_training_day": Key("1/day", "results that radiation corrupts unnoticed in a day of the whole training job", _SERVE, ("work", *_SILENT)),
    "life.unworn_frac": Key("", "share that dose has not worn out, of the chips that nothing else took, mean over the life: chips survive doses that spread around satellite.compute.dose_tolerance", _EVOLVE, (*_BELTS, "satellite.compute.dose_tolerance", "satellite.compute.dose_spread", *_LOST)),
    "life.availability_frac": Key("", "satellites alive x chips alive x chips not worn out x uptime, mean over a satellite's life", _EVOLVE, _LOST),
    "life.satellites_frac": Key("", "mean share of satellites alive: (1 - exp(-rT)) / (rT), or 1 / (1 + r delay) when replaced", _EVOLVE, ("life", "mission.life")),
    "life.chips_frac": Key("", "share of chips alive, mean over the time of satellites alive, whose chips are as old as they are", _EVOLVE, _LOST),
    "life.uptime_frac": Key("", "share of the time outside safe modes, updates and manoeuvres", _EVOLVE, ("life.downtime",)),
    "life.replaced_satellites": Key("", "satellites launched to replace lost ones over the mission", _EVOLVE, ("life", "mission.life", "constellation")),
    "life.launches": Key("", "flights for replacements over the mission, and for generations that follow the first, as a fraction", _EVOLVE, ("life", "mission.life", "launch", *_MASS)),
    "life.lost_in_draw": Key("", "satellites that one draw of the seed loses over their life", "dawndusk.life.evolve.lost_in_draw", ("life.satellite_loss", "mission", "constellation")),
    "life.delivered_frac": Key("", "share of the peak that is delivered: work.delivered_frac x availability", _EVOLVE, (*_LOST, *_WORKING)),
    "life.delivered_flop_per_s": Key("FLOP/s", "mean over a satellite's life: work.delivered_flop_per_s x availability", _EVOLVE, (*_LOST, *_WORKING)),
    "life.tokens_per_s": Key("1/s", "output tokens, mean over a satellite's life: work.tokens_per_s x availability", _EVOLVE, (*_LOST, *_WORKING)),
    "life.delivered_flop": Key("FLOP", "delivered over the mission: work.delivered_flop_per_s x availability x life", _EVOLVE, (*_LOST, *_WORKING)),
    "bill.boundary": Key("", "power_only: launch against the power bill; facility: everything but chips; compute: everything", _PRICE, ("money.boundary",)),
    "bill.orbit_usd": Key("USD", "present value over the mission: yearly cost x (1 - (1 + d)^-n) / d", _PRICE, _MONEY),
    "bill.ground_usd": Key("USD", "the same for the first ground, which delivers the same work", _PRICE, _MONEY),
    "bill.ratio": Key("", "orbit_usd / ground_usd", _PRICE, _MONEY),
    "bill.ratio_without_chips": Key("", "the ratio when the chips and servers that both sides buy are left out", _PRICE, _MONEY),
    "bill.difference_usd_per_kw_year": Key("USD/kW/yr", "orbit less ground, per kilowatt of chips and host that work", _PRICE, _MONEY),
    "bill.capital_usd": Key("USD", "paid before the fleet works: satellites with their chips, launch, insurance, its share of the development", "dawndusk.bill.orbit.costs", _MONEY),
    "bill.launch_usd_per_kg": Key("USD/kg", "launch price that the fleet pays to the scenario's reference orbit, mean over its own part of the learning curve", "dawndusk.bill.orbit.paid", ("launch.price", "launch.launched", "learning", "constellation")),
    "bill.break_even_launch_usd_per_kg": Key("USD/kg", "launch price, to the scenario's reference orbit, at which the ratio is 1", _PRICE, _MONEY),
    "bill.worth_usd_per_kw_year": Key("USD/kW/yr", "worth of a delivered kilowatt-year above which orbit's earlier start outweighs what it costs more than the first ground", "dawndusk.physics.waiting.worth_usd_per_w_s", ("launch.wait", "ground.0.queue", "ground.0.supply", "money.discount")),
    "bill.orbit_cheaper_frac": Key("", "share of draws in which orbit is cheaper", missing="a run is of the nominal alone; `dawndusk uncertainty` draws for it"),
    "bill.demand.*.name": Key("", "whose data centres, and in which year", _BESIDE, ("demand",)),
    "bill.demand.*.twh_per_year": Key("TWh", "electricity that they use in that year", _BESIDE, ("demand",)),
    "bill.demand.*.low_twh_per_year": Key("TWh", "the same at the low end of its range", _BESIDE, ("demand",)),
    "bill.demand.*.high_twh_per_year": Key("TWh", "the same at the high end of its range", _BESIDE, ("demand",)),
    "bill.demand.*.whole_twh_per_year": Key("TWh", "all electricity used there: their energy over their share", _BESIDE, ("demand",)),
    "bill.demand.*.sites": Key("", "number of their data centres", _BESIDE, ("demand",)),
    "bill.demand.*.carried_frac": Key("", "share of it that the same work takes on the first ground", _BESIDE, ("demand", *_GROUND)),
    "bill.demand.*.launches_per_year": Key("", "flights a year that carry all of it by fleets of this kind, kept up with replacements and new generations", _BESIDE, ("demand", *_MONEY)),
    "bill.demand.*.capital_usd": Key("USD", "paid for fleets of this kind that carry all of it, before they work", _BESIDE, ("demand", *_MONEY)),
    "verdict.binding_constraint": Key("", "what shortens the work, or else the sized part that costs most", "dawndusk.results.verdict.binding", _MONEY),
    "verdict.words": Key("", "the verdict in plain words: what decides, what would change it, what it rests on", "dawndusk.results.narrative.paragraph", _MONEY),
    "verdict.level_ratio": Key("", "bill.ratio with the launch of a comparison's first system, and every satellite as heavy as its parts", "dawndusk.study.quick.level_ratio", _MONEY),
    **{f"verdict.{where}.{name}": Key(unit, f"{text}, {which}", "dawndusk.study.shield.by_thickness" if where == "shields.*" else "dawndusk.study.shield.higher", under) for where, which in {
        "shields.*": "behind a shield of that thickness, all else nominal", "higher.before": "as it is, flown quickly", "higher.after": "100 km higher, all else nominal, flown quickly",
    }.items() for name, (unit, text, under) in {
        "thickness_m": ("m", "thickness of the shield", ("satellite.shield.thickness",)),
        "altitude_m": ("m", "altitude, mean over the shells", ("constellation",)),
        "dose_gy_per_year": ("Gy/yr", "trapped dose", _BELTS),
        "silent_per_chip_year": ("1/yr", "silent errors of one chip", _SILENT),
        "satellite_kg": ("kg", "launched mass of one satellite", _MASS),
        "ratio": ("", "bill.ratio", _MONEY),
    }.items()},
    "verdict.drivers.*.key": Key("", "the input", _DRIVERS),
    "verdict.drivers.*.unit": Key("", "SI unit of low and high", _DRIVERS),
    "verdict.drivers.*.low": Key("", "low end of the input's range, SI", _DRIVERS),
    "verdict.drivers.*.high": Key("", "high end of the input's range, SI", _DRIVERS),
    "verdict.drivers.*.ratio_at_low": Key("", "bill.ratio with the input at its low end, all else nominal", _DRIVERS, _MONEY),
    "verdict.drivers.*.ratio_at_high": Key("", "bill.ratio with the input at its high end, all else nominal", _DRIVERS, _MONEY),
    "verdict.drivers.*.turns_at.*": Key("", "value, SI, between the nominal and an end of the range at which the ratio is 1, all else nominal", _DRIVERS, _MONEY),
    "verdict.drivers.*.effect": Key("", "ratio_at_high less ratio_at_low", _DRIVERS, _MONEY),
    "verdict.drivers": Key("", "inputs that move the ratio most: effect = ratio at high less ratio at low", _DRIVERS, _MONEY),
}  # fmt: skip

UNITS_OF_A_SIDE = {
    "usd_per_chip_hour": ("USD", "yearly cost per hour of a chip that works and whose work is kept"),
    "usd_per_pflop_day": ("USD", "yearly cost per petaFLOP/s delivered for a day"),
    "usd_per_kw_year": ("USD/kW/yr", "yearly cost per kilowatt of chips and host that work; power_only: array nameplate or IT x PUE"),
    "usd_per_million_tokens": ("USD", "yearly cost per million output tokens"),
    "usd_per_w": ("USD/W", "present value per watt of chips and host that work"),
}  # fmt: skip
BESIDE_MONEY = {
    "wait_s": ("s", "from deciding until it works: of orbit a fleet of a developed type, of a ground its queue or the plant of its own"),
    "started_frac": ("", "what that wait leaves of a present value, by money.discount"),
    "carbon_kg_per_year": ("kg/yr", "CO2 equivalent: of launches spread over a satellite's life, or of electricity; of making things on neither side"),
    "carbon_kg_per_kw_year": ("kg/kW/yr", "the same per kilowatt of chips and host that work, on every boundary"),
    "water_m3_per_year": ("m3/yr", "consumed on the site for cooling; none in orbit"),
    "water_m3_per_kw_year": ("m3/kW/yr", "the same per kilowatt of chips and host that work, on every boundary"),
}  # fmt: skip
_OF_A_SIDE = (
    UNITS_OF_A_SIDE
    | BESIDE_MONEY
    | {
        "name": ("", "orbit, or the site"),
        "chips": ("", "chips installed for the same work"),
        "waterfall.*.name": ("", "what takes this share"),
        "waterfall.*.frac": (
            "",
            (
                "share that this step leaves of the peak of the chips installed; the product is"
                " what a side delivers of it"
            ),
        ),
        "it_w": ("W", "chips and hosts installed, at full load"),
        "grid_twh_per_year": (
            "TWh",
            (
                "electricity of the site in a year, from the grid or a plant of its own: IT x"
                " energisation x PUE; none in orbit"
            ),
        ),
        "items_usd_per_kw_year.*": (
            "USD/kW/yr",
            "the same per kilowatt of chips and host that work",
        ),
        "parts_usd_per_kw_year.*": ("USD/kW/yr", "items that belong together, summed"),
        "items_usd_per_year.*": (
            "USD/yr",
            (
                "yearly cost of this item: capital recovered over its own life, or a running cost;"
                " `launch` holds replacements' too"
            ),
        ),
    }
)
for _side, _under in (("orbit", _MONEY), ("ground", _GROUND), ("grounds.*", _GROUND)):
    for _name, (_unit, _text) in _OF_A_SIDE.items():
        _by = (
            f"dawndusk.bill.{'orbit' if _side == 'orbit' else 'ground'}.costs"
            if "s_usd_per_" in _name
            else _PRICE
        )
        _by = "dawndusk.physics.waiting.started_frac" if _name == "started_frac" else _by
        KEYS[f"bill.{_side}.{_name}"] = Key(_unit, _text, _by, _under)

_RECOVERED = ("money.orbit_capital", "mission.life", "satellite.compute.life")
_OF_AN_ITEM = {  # of orbit -> what decides it; the other items as the whole bill
    **{name: (f"satellite.{part}", f"learning.{curve}", "learning.world", *_RECOVERED) for name, part, curve in (
        ("array", "array", "array"), ("battery", "battery", "battery"), ("radiator", "radiator", "radiator"), ("coolant loop", "cooling", "radiator"),
        ("lasers", "links", "lasers"), ("avionics", "bus.price", "electronics"), ("power conversion", "conversion", "electronics"),
        ("compute integration", "payload.price", "electronics"), ("structure", "bus", "structure"), ("propulsion", "propulsion", "structure"),
        ("shield", "shield", "structure"), ("harness", "conversion", "structure"), ("assembly and test", "bus.assembly", "assembly"),
    )},
    "chips and servers": ("satellite.compute.price", "satellite.compute.server_price", "satellite.compute.count", *_RECOVERED),
    "development": ("programme.development", "programme.satellites", "constellation", *_RECOVERED),
    "launch": ("launch", "learning.launch", "learning.world", *_RECOVERED, *_MASS),
    "insurance": ("programme.insurance", "launch", *_RECOVERED),
    "insurance of chips": ("programme.insurance", "satellite.compute.price", "satellite.compute.server_price", *_RECOVERED),
    "operations": ("life.operations", "life.mission_control", "constellation"),
    "ground segment": ("programme.gateway", "programme.satellites_per_gateway", "programme.least_gateways", "constellation"),
    "disposal": ("programme.disposal", "programme.removal", "programme.removed", "life.satellite_loss", *_RECOVERED),
    "carbon": ("money.carbon", "launch.carbon_per_payload", "launch.payload"),
}  # fmt: skip
for _item, _tables in _OF_AN_ITEM.items():
    for _name in ("items_usd_per_year", "items_usd_per_kw_year"):
        KEYS[f"bill.orbit.{_name}.{_item}"] = Key(
            *_OF_A_SIDE[f"{_name}.*"], "dawndusk.bill.orbit.costs", _tables
        )


def about(key: str) -> Key | None:
    """What is known of a key of `run.json`: its own entry, or the one with stars that it matches.

    >>> about("bill.grounds.1.usd_per_w").unit
    'USD/W'
    """
    if key in KEYS:
        return KEYS[key]
    words = key.split(".")
    for pattern, found in KEYS.items():
        parts = pattern.split(".")
        if "*" in parts and len(parts) <= len(words):
            most = (
                len(parts) if parts[-1] != "*" else len(words)
            )  # a last star takes an item's name, dots and all
            if len(words) <= most and all(
                part in ("*", word) for part, word in zip(parts, words, strict=False)
            ):
                return found
    return None


LEVEL, NO_LEVEL = (
    "verdict.level_ratio",
    "only a comparison sets systems on one basis, and only where a design closes on it",
)
NO_HIGHER = "100 km higher is outside the range of the orbit model, or nothing has a price"
NO_SHIELD = "no design closes there"
NO_END = "at one end of this input's range no design closes"
NOTHING_FLIES = "nothing flies in this scenario"
ORBITAL = {f"bill.{name}" for name in ("orbit", "orbit_usd", "ratio", "ratio_without_chips", "difference_usd_per_kw_year", "capital_usd", "launch_usd_per_kg", "break_even_launch_usd_per_kg", "worth_usd_per_kw_year")}  # fmt: skip


def reason(key: str, boundary: str = "") -> str:
    """Why a key that the run reached is null."""
    if key in KEYS and KEYS[key].missing:
        return KEYS[key].missing
    if key.startswith("bill.demand."):
        return "nobody counted the sites" if key.endswith(".sites") else NOTHING_FLIES
    if boundary == "power_only" and key.startswith("bill."):
        return "boundary power_only compares launch with a power bill, no work is delivered"
    if key == "flight.sampling_error_duty_frac":
        return "one sampled day has no spread"
    if key == "work.silent_per_training_day":
        return "the work is no training job in orbit"
    if key.endswith(("tokens_per_s", "million_tokens")):
        return "the workload has no output tokens"
    if key == "work.goodput_frac":
        return "only a training job waits for its replicas and goes back to checkpoints"
    if key == "work.training_s":
        return "no training job with an end: that needs `work.kind = training` and `work.corpus`"
    return "not reached"
