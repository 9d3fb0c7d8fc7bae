"""The keys of `run.json`: what each means, in which unit, by which equation, from which function.

Programs may rely on these keys: they are added to, never renamed.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One key: unit as printed, meaning with its equation, the function that gives it, and why it is always null if it is."""

    unit: str
    text: str
    function: str = ""
    missing: str = ""


_FLEET, _FLY, _SEASON = "dawndusk.fleet.design.design", "dawndusk.flight.fly.fly", "dawndusk.physics.season.year"
_SERVE, _EVOLVE, _PRICE = "dawndusk.work.serve.serve", "dawndusk.life.evolve.evolve", "dawndusk.bill.price.price"
RADIATION = "radiation is not modelled yet"
LINKS = "links are not modelled yet"
FORMATION = "formation keeping and traffic are not modelled yet"

KEYS: dict[str, Key] = {
    "scenario.name": Key("", "name of the scenario: `name` in the file, else the file's stem"),
    "scenario.title": Key("", "title of the scenario"),
    "fleet.satellites": Key("", "satellites launched at the start", _FLEET),
    "fleet.mass_kg": Key("kg", "launched mass of all satellites, propellant included", _FLEET),
    "fleet.satellite_mass_kg": Key("kg", "launched mass of one satellite, mean over the fleet", _FLEET),
    "fleet.power_w": Key("W", "array output at the end of life at normal incidence and 1 au: area x 1361 x efficiency x ageing", _FLEET),
    "fleet.it_w": Key("W", "chips and hosts at full load", _FLEET),
    "fleet.chips": Key("", "chips launched", _FLEET),
    "fleet.array_m2": Key("m2", "array area of all satellites", _FLEET),
    "fleet.battery_j": Key("J", "battery capacity of all satellites", _FLEET),
    "fleet.radiator_m2": Key("m2", "radiator panel area of all satellites; both faces radiate unless said", _FLEET),
    "fleet.propellant_kg": Key("kg", "propellant of all satellites", _FLEET),
    "fleet.launches": Key("", "flights of the vehicle: mass over payload to the orbit, each group rounded up", _FLEET),
    "fleet.specific_mass_kg_per_kw": Key("kg/kW", "launched mass per kilowatt of fleet.power_w", _FLEET),
    "fleet.worst_sunlight_w_per_m2": Key("W/m2", "least mean sunlight of an orbit on the array: S (1 - eclipse share) x incidence", _FLEET),
    "flight.sunlit_frac": Key("", "share of the year in sunlight, closed form over every plane and day", _SEASON),
    "flight.longest_eclipse_s": Key("s", "longest eclipse of the year: arccos(sqrt(1 - (R/a)^2) / cos beta) / pi x period", _SEASON),
    "flight.eclipse_days_per_year": Key("", "days of the year with any eclipse, mean over the planes", _SEASON),
    "flight.min_soc_frac": Key("", "lowest battery charge flown, any satellite", _FLY),
    "flight.max_chip_k": Key("K", "hottest chip flown, any satellite", _FLY),
    "flight.max_radiator_k": Key("K", "hottest radiator flown, any satellite", _FLY),
    "flight.flown_sunlit_frac": Key("", "share of the sampled days in sunlight; checks flight.sunlit_frac", _FLY),
    "flight.sampling_error_sunlit_frac": Key("", "flown less closed-form sunlit share", "dawndusk.flight.fly.sampling_error"),
    "flight.sampling_error_duty_frac": Key(
        "", "standard error of the mean duty over the sampled days", "dawndusk.flight.fly.sampling_error"
    ),
    "flight.dose_gy_per_year": Key("Gy/yr", "trapped dose in silicon at the centre of an aluminium sphere", missing=RADIATION),
    "flight.dose_solar_gy_per_year": Key("Gy/yr", "dose of solar protons", missing=RADIATION),
    "flight.upsets_per_chip_year": Key("1/yr", "upsets of one chip by class", missing=RADIATION),
    "flight.latency_s": Key("s", "time from user to chip, p50 and p99", missing=LINKS),
    "flight.min_neighbour_m": Key("m", "least distance between two satellites", missing=FORMATION),
    "flight.downlink_bit_per_s": Key("bit/s", "mean rate of the fleet to the ground", missing=LINKS),
    "flight.delta_v_m_per_s_per_year": Key("m/s/yr", "speed change to keep orbit and formation", missing=FORMATION),
    "flight.manoeuvres_per_year": Key("1/yr", "avoidance manoeuvres of the fleet", missing=FORMATION),
    "work.peak_flop_per_s": Key("FLOP/s", "dense 16-bit peak of all chips", _SERVE),
    "work.delivered_flop_per_s": Key("FLOP/s", "peak x delivered_frac, of the healthy fleet", _SERVE),
    "work.delivered_frac": Key("", "product of the waterfall's factors", _SERVE),
    "work.duty_frac": Key("", "share of full work that heat and power allow, mean over the sampled days", _SERVE),
    "work.waterfall": Key("", "where the peak goes, factor by factor; losses of hardware stand in life", _SERVE),
    "work.tokens_per_s": Key("1/s", "output tokens of the healthy fleet at the demand", _SERVE),
    "work.goodput_frac": Key("", "share of compute time that becomes kept work", missing="training is not modelled yet"),
    "life.availability_frac": Key("", "satellites alive x chips alive x uptime, mean over the mission", _EVOLVE),
    "life.satellites_frac": Key("", "mean share of satellites alive: (1 - exp(-rT)) / (rT), or 1 / (1 + r delay) when replaced", _EVOLVE),
    "life.chips_frac": Key("", "mean share of chips working on living satellites: (1 - exp(-rT)) / (rT)", _EVOLVE),
    "life.uptime_frac": Key("", "share of the time outside safe modes, updates and manoeuvres", _EVOLVE),
    "life.replaced_satellites": Key("", "satellites launched to replace lost ones over the mission", _EVOLVE),
    "life.launches": Key("", "flights for replacements over the mission, as a fraction", _EVOLVE),
    "life.lost_in_draw": Key("", "satellites that one draw of the seed loses over the mission", "dawndusk.life.evolve.lost_in_draw"),
    "life.delivered_flop": Key("FLOP", "delivered over the mission: work.delivered_flop_per_s x availability x life", _EVOLVE),
    "bill.boundary": Key("", "power_only: launch against the power bill; facility: everything but chips; compute: everything", _PRICE),
    "bill.orbit_usd": Key("USD", "present value over the mission: yearly cost x (1 - (1 + d)^-n) / d", _PRICE),
    "bill.ground_usd": Key("USD", "the same for the first ground, which delivers the same work", _PRICE),
    "bill.ratio": Key("", "orbit_usd / ground_usd", _PRICE),
    "bill.ratio_without_chips": Key("", "the ratio when the chips and servers that both sides buy are left out", _PRICE),
    "bill.difference_usd_per_kw_year": Key("USD/kW/yr", "orbit less ground, per kilowatt of chips and host that work", _PRICE),
    "bill.break_even_launch_usd_per_kg": Key("USD/kg", "launch price, to the scenario's reference orbit, at which the ratio is 1", _PRICE),
    "bill.orbit_cheaper_frac": Key("", "share of draws in which orbit is cheaper", missing="uncertainty of the whole is not modelled yet"),
    "verdict.binding_constraint": Key("", "what shortens the work, or else the sized part that costs most", "dawndusk.report.verdict.binding"),
    "verdict.drivers": Key("", "inputs that move the ratio most: effect = ratio at high less ratio at low", "dawndusk.study.drivers.drivers"),
}  # fmt: skip

UNITS_OF_A_SIDE = {
    "usd_per_chip_hour": Key("USD", "yearly cost per hour of a chip that works", _PRICE),
    "usd_per_pflop_day": Key("USD", "yearly cost per petaFLOP/s delivered for a day", _PRICE),
    "usd_per_kw_year": Key("USD/kW/yr", "yearly cost per kilowatt of chips and host that work; power_only: array nameplate or IT x PUE", _PRICE),
    "usd_per_million_tokens": Key("USD", "yearly cost per million output tokens", _PRICE),
    "usd_per_w": Key("USD/W", "present value per watt of chips and host that work", _PRICE),
}  # fmt: skip
for _side in ("orbit", "ground"):
    for _name, _key in UNITS_OF_A_SIDE.items():
        KEYS[f"bill.{_side}.{_name}"] = _key


def reason(key: str, boundary: str = "") -> str:
    """Why a key that the run reached is null."""
    if key in KEYS and KEYS[key].missing:
        return KEYS[key].missing
    if boundary == "power_only" and key.startswith("bill."):
        return "boundary power_only compares launch with a power bill, no work is delivered"
    if key == "flight.sampling_error_duty_frac":
        return "one sampled day has no spread"
    if key.endswith(("tokens_per_s", "million_tokens")):
        return "the workload has no tokens"
    return "not reached"
