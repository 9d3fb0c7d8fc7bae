"""The scenario: what a user writes, every default filled in from a row."""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Gt, Le, Lt

from dawndusk.core.kinds import kind_of
from dawndusk.core.numeric import Array
from dawndusk.core.record import COUNT, record
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import default
from dawndusk.records.fields import (
    CrossSection,
    Depth,
    Flag,
    Fraction,
    Idle,
    NotNegative,
    PartField,
    Positive,
    PositiveFraction,
    Quantity,
    ReferenceOrbit,
    Solved,
    Temperature,
    Written,
)
from dawndusk.records.parts import (
    Attitude,
    Battery,
    Constellation,
    Cooling,
    Policy,
    Radiator,
    SolarArray,
    Supply,
    Workload,
)

ABSENT: Any = None  # a part that the reader fills with its default kind
Correlated = Annotated[Quantity, Gt(-1.0), Lt(1.0)]
Boundary = Literal["power_only", "facility", "compute"]
Learnt = Annotated[Quantity, Ge(0.0), Le(0.4)]
HarnessLoss = Annotated[Quantity, Ge(0.001), Le(0.2)]
Day = Annotated[datetime.date, Ge(datetime.date(1990, 1, 1)), Le(datetime.date(2049, 1, 1))]


@record
class Mission:
    """When the fleet flies, for how long, and the seed of everything random."""

    # first day of flight; the Sun's place, and nodes given by local time, count from it
    start: Day = datetime.date(2030, 1, 1)
    # how long the fleet works: the array is sized for its end, satellites are paid back over it
    life_s: Positive = 5.0 * YEAR_S
    # of everything random; the same seed draws the same
    seed: Annotated[int, Ge(0), Le(2**31 - 1)] = 1


@record
class Sampling:
    """How the year is sampled by the day clock: days spread evenly, whole orbits in each, a step
    near `step_s`.
    """

    days: Annotated[int, Ge(1), Le(366)] = 12  # days flown, spread evenly over the year
    orbits: Annotated[int, Ge(1), Le(100)] = 15  # whole orbits flown and counted on each of them
    # orbits flown before counting, so that charge and temperatures settle
    settle: Annotated[int, Ge(0), Le(10)] = 4
    # wanted time step; the flown one divides the nodal period evenly
    step_s: Annotated[Positive, Le(300.0)] = 60.0
    # whole number of time steps; absent: as `step` asks
    steps_per_orbit: Annotated[int, Ge(20), Le(10_000)] | None = None
    # satellites flown at most, the same share of every plane; absent: all
    sample: Annotated[int, Ge(1)] | None = None


@record
class Environment:
    """The particles that satellites meet: how active the Sun is, and how far the models of the
    belts are off.
    """

    # held for the mission, or by its dates
    solar_activity: Literal["minimum", "maximum", "mean", "cycle"] = "mean"
    # on all that the models of the belts say
    radiation_factor_ratio: Positive = default("radiation.factor")


@record
class Compute:
    """The chips of one satellite and the host that serves them; `use` names a chip of the
    catalogue.
    """

    CATALOGUE: ClassVar[str] = "chips"
    use: str  # the chip, a name of the catalogue
    count: Annotated[Positive, COUNT]  # chips per satellite, or in the ground-only data centre
    power_w: Positive  # of one chip at full load
    # of host, memory and network at full load, per chip
    host_power_w: NotNegative = default("payload.host_power")
    idle_frac: Idle = default("payload.idle")  # of full power, while doing nothing
    peak_flop_per_s: Positive  # of one chip: dense, 16-bit
    memory_byte: Positive  # of one chip
    bandwidth_byte_per_s: Positive  # of the memory of one chip
    price_usd: Positive  # of one chip
    # of host, board and network, per chip
    server_price_usd: NotNegative = default("payload.server_price")
    limit_k: Temperature = default("payload.chip_limit")  # chip temperature above which it stops
    # share of the chips that fail for good, per time
    loss_per_s: NotNegative = default("payload.chip_loss")
    # of a chip's full power at its limit temperature that leaks, work or not
    leakage_frac: Idle = default("payload.leakage")
    leakage_scale_k: Positive = default("payload.leakage_scale")  # over which leakage grows e-fold
    # lost after each pause: loading what was put away
    resume_s: NotNegative = default("payload.resume")
    # cross-section of one chip for results gone wrong unnoticed
    silent_error_m2: CrossSection = default("payload.silent_error")
    # for errors that ECC notices and cannot mend
    memory_error_m2: CrossSection = default("payload.memory_error")
    # for single bits of memory, which ECC mends
    memory_upset_m2: CrossSection = default("payload.memory_upset")
    reset_m2: CrossSection = default("payload.reset")  # for the chip stopping until it is reset
    # of the host that serves the chip, for crashes
    host_crash_m2: CrossSection = default("payload.host_crash")
    ecc: Flag = True  # memory mends one bit of a word; without it such bits are silent errors
    scrub_s: Positive = default("payload.scrub")  # in which all of memory is read and mended
    # that a chip loses by an error in memory
    memory_error_time_s: NotNegative = default("payload.memory_error_time")
    reset_time_s: NotNegative = default("payload.reset_time")  # that a chip loses by a reset
    # that a chip loses by a crash of its host
    host_crash_time_s: NotNegative = default("payload.host_crash_time")
    # that half of the chips survive
    dose_tolerance_gy: Positive = default("payload.dose_tolerance")
    # of the logarithm of that, from chip to chip
    dose_spread_ratio: Positive = default("payload.dose_spread")
    # after which a chip is obsolete: capital in chips is paid back over it
    life_s: Positive = default("payload.chip_life")


@record
class Payload:
    """What surrounds the chips, by mass per watt of chips and host; `use` names a design."""

    CATALOGUE: ClassVar[str] = "payload"
    use: str = "stripped-board"  # a way to build what surrounds the chips, a name of the catalogue
    board_kg_per_w: NotNegative  # chips and their boards, per watt of chips and host
    cold_plate_kg_per_w: NotNegative  # cold plates and their fluid, per watt of chips and host
    host_kg_per_w: NotNegative  # host boards and memory, per watt of chips and host
    # switches and cables inside the satellite, per watt of chips and host
    switch_kg_per_w: NotNegative
    # making boards fit for launch and vacuum, per watt of them
    price_usd_per_w: NotNegative = default("payload.integration_price")


@record
class Conversion:
    """From the array's terminals to the chips': regulators, and the harness along the wings."""

    # of regulators: power at the loads per power into them
    efficiency_frac: PositiveFraction = default("conversion.efficiency")
    # of regulators, per watt of load
    specific_mass_kg_per_w: NotNegative = default("conversion.specific_mass")
    price_usd_per_w: NotNegative = default("conversion.price")  # of regulators, per watt of load
    voltage_volt: Positive = default("conversion.voltage")  # of the bus that the harness carries
    # above which bare cells arc to the plasma of low orbits
    voltage_limit_volt: Positive = default("conversion.voltage_limit")
    # of the power, lost along the wings: less loss, more metal
    harness_loss_frac: HarnessLoss = default("harness.loss")
    harness_resistivity_ohm_m: Positive = default("harness.resistivity")  # of the conductor
    harness_density_kg_per_m3: Positive = default("harness.density")  # of the conductor
    # insulation, shields and connectors, per conductor mass
    harness_insulation_ratio: NotNegative = default("harness.insulation")

    def problems(self) -> list[tuple[str, str]]:
        """A bus above what the plasma allows, as (key, reason)."""
        if self.voltage_volt <= self.voltage_limit_volt:
            return []
        why = (
            f"{self.voltage_volt:g} V is outside 0 to {self.voltage_limit_volt:g} V"
            " (voltage_limit), where bare cells do not arc to the plasma"
        )
        return [("voltage", f"{why}; an insulated array may be given a higher limit")]

    @property
    def distribution_efficiency_frac(self) -> Array:
        """Power at the loads per power at the array."""
        return self.efficiency_frac * (1.0 - self.harness_loss_frac)


@record
class Shield:
    """Material between the chips and the radiation belts."""

    material: Literal["aluminium"] = "aluminium"  # of the shield
    thickness_m: Depth = default("shield.thickness")  # of the shield around the chips, 0.1 to 20 mm
    # as thick on all sides of the chips, or open to one side alone
    geometry: Literal["sphere", "slab"] = "sphere"
    density_kg_per_m3: Positive = default("shield.density")  # of the material
    # shielded surface, per watt of chips and host
    area_m2_per_w: NotNegative = default("shield.area")
    price_usd_per_kg: NotNegative = default("shield.price")  # of the shield, machined and fitted


@record
class Links:
    """Laser terminals, by number and mass; what they carry is not modelled yet."""

    # laser terminals per satellite
    terminals: Annotated[int, Ge(0)] = field(default=4, metadata={"row": "links.terminals"})
    mass_kg: NotNegative = default("links.mass")  # of one terminal
    power_w: NotNegative = default("links.power")  # of one terminal while it tracks
    price_usd: NotNegative = default("links.price")  # of one terminal


@record
class Propulsion:
    """Electric propulsion for raising, keeping and leaving the orbit."""

    # exhaust speed over standard gravity
    specific_impulse_s: Positive = default("propulsion.specific_impulse")
    # over the whole life; absent: `keeping`, and a spiral to `disposal_altitude`
    delta_v_m_per_s: NotNegative | None = None
    # to where it spirals at the end; drag does the rest
    disposal_altitude_m: Positive = default("propulsion.disposal_altitude")
    # against drag and light pressure, for avoidance, over the life
    keeping_m_per_s: NotNegative = default("propulsion.keeping")
    # thrusters, power unit and tank, of the dry satellite
    dry_mass_frac: Fraction = default("propulsion.dry_mass")
    price_usd_per_kg: NotNegative = default("propulsion.price")  # of thrusters, power unit and tank


@record
class Bus:
    """Everything else that makes a satellite."""

    power_w: NotNegative = default("bus.power")  # of avionics, pointing and radio
    # heaters and controllers, of the power of chips and host
    overhead_frac: Fraction = default("bus.overhead")
    mass_kg: NotNegative = default("bus.mass")  # of avionics, pointing and radio
    # structure and mechanisms, of the dry satellite
    structure_frac: Fraction = default("bus.structure")
    # mass growth, on everything but the chips' boards
    margin_frac: Fraction = default("bus.margin")
    price_usd: NotNegative = default("bus.price")  # of avionics, pointing and radio
    # of structure, harness and mechanisms
    structure_price_usd_per_kg: NotNegative = default("bus.structure_price")
    # assembly and test, of the hardware's price without chips
    assembly_frac: Fraction = default("bus.assembly")


@record
class Stowage:
    """How much of a fairing a satellite takes, its array apart."""

    # thickness of the folded radiator, per area of its panels
    radiator_m: NotNegative = default("stowage.radiator")
    density_kg_per_m3: Positive = default("stowage.density")  # of all the rest


@record
class Satellite:
    """One satellite type. A given mass or price is taken as published; an absent one is built up
    from the parts.
    """

    # of one satellite at launch, propellant included; absent: built up from the parts
    mass_kg: Positive | None = None
    # of one satellite without chips and their servers; absent: built up from the parts
    price_usd: Positive | None = None
    # how it points: what the array sees of the Sun
    attitude: Annotated[Attitude, PartField("attitude", "sun_tracking")] = ABSENT
    # when it throttles the chips
    policy: Annotated[Policy, PartField("policy", "charge_and_heat")] = ABSENT
    compute: Compute  # the chips and the host that serves them
    payload: Payload  # what surrounds the chips
    array: Annotated[SolarArray, PartField("array", "rigid")] = ABSENT  # the solar array
    battery: Annotated[Battery, PartField("battery", "lithium_ion")] = ABSENT  # the battery
    # what carries heat from the chips to the radiator
    cooling: Annotated[Cooling, PartField("cooling", "single_phase")] = ABSENT
    radiator: Annotated[Radiator, PartField("radiator", "flat_panel")] = ABSENT  # the radiator
    # from the array's voltage to the chips'
    conversion: Conversion = field(default_factory=Conversion)
    # material between the chips and the radiation belts
    shield: Shield = field(default_factory=Shield)
    links: Links = field(default_factory=Links)  # laser terminals, by number and mass
    propulsion: Propulsion = field(default_factory=Propulsion)  # thrusters and propellant
    bus: Bus = field(default_factory=Bus)  # everything else
    stowage: Stowage = field(default_factory=Stowage)  # the room that it takes in the fairing


@record
class Launch:
    """The vehicle and its price, which holds for one reference orbit (`to`); another orbit costs by
    what payload is left.
    """

    CATALOGUE: ClassVar[str] = "launch"
    # said of one vehicle's price, not of another's
    GOES_WITH_ITEM: ClassVar[tuple[str, ...]] = (
        "to",
        "launched",
    )
    GOES_WITH: ClassVar[dict[str, str]] = {"price": "launched"}  # said of one price, not of another
    use: str = "starship"  # the vehicle, a name of the catalogue
    # of a kilogram to the orbit `to`; another orbit costs by the payload that is left
    price_usd_per_kg: NotNegative
    # the orbit that `price` is said for, like "650 km sso" or "200 km 28.5 deg"
    to: ReferenceOrbit = "200 km 28.5 deg"
    # in all the world, when `price` is paid; absent: `learning.world`
    launched_kg: Positive | None = None
    payload_kg: Positive  # to 200 km, due east of the site
    dry_mass_kg: NotNegative  # of the last stage, which reaches orbit too
    specific_impulse_s: Positive  # of the last stage: exhaust speed over standard gravity
    volume_m3: Positive  # inside the fairing
    # of that volume, at most, between what does not fit together
    filled_frac: PositiveFraction = default("launch.filled")
    # of the launch site: least inclination without a plane change
    site_latitude_rad: NotNegative = default("launch.site_latitude")
    # from deciding until a fleet of a developed type serves
    wait_s: NotNegative = default("launch.wait")
    # kg of CO2 equivalent of a full flight per kg of its payload
    carbon_per_payload_ratio: NotNegative = default("launch.carbon_per_payload")


@record
class Attrition:
    """How the fleet loses satellites, and whether they are replaced."""

    # r, per time: 1 - exp(-r t) of the fleet is lost after t
    satellite_loss_per_s: NotNegative = default("fleet.satellite_loss")
    # of the time in safe modes, updates and manoeuvres
    downtime_frac: Idle = default("fleet.downtime")
    replacement: Literal["none", "launch"] = "none"  # whether a lost satellite is launched anew
    # from a loss to the replacement's service
    delay_s: NotNegative = default("fleet.replacement_delay")
    # staff and software, per satellite
    operations_usd_per_s: NotNegative = default("fleet.operations")
    # what control of the fleet costs however small it is
    mission_control_usd_per_s: NotNegative = default("fleet.mission_control")


@record
class Programme:
    """What a fleet costs besides its satellites, their launch and their staff."""

    # of the satellite type: design, qualification, tooling
    development_usd: NotNegative = default("programme.development")
    # of the type, that share its development; the fleet's where those are more
    satellites: Annotated[Positive, COUNT] = default("programme.satellites")
    # premium for launch and commissioning, of what is launched and of the launch
    insurance_frac: Fraction = default("programme.insurance")
    # of one ground station with its fibre, per time
    gateway_usd_per_s: NotNegative = default("programme.gateway")
    # that one ground station serves
    satellites_per_gateway: Annotated[Positive, COUNT] = default("programme.satellites_per_gateway")
    # ground stations, however small the fleet
    least_gateways: Annotated[NotNegative, COUNT] = default("programme.least_gateways")
    # at the end of a satellite, beside its propellant
    disposal_usd: NotNegative = default("programme.disposal")
    removal_usd: NotNegative = default("programme.removal")  # of fetching one dead satellite
    # of dead satellites that somebody fetches
    removed_frac: Fraction = default("programme.removed")


@record
class Learning:
    """How prices fall with all that was ever launched and built, not with the years: a fleet pays
    the mean along its own part of the curve.

    A rate is what each doubling of the total saves. Prices are those of the scenario where the
    totals are `launch.launched`, `built` and `halls`.
    """

    launch_frac: Learnt = default("learning.launch")  # of the launch price, by the mass launched
    # of the array's price, by the mass of satellites built, as all below
    array_frac: Learnt = default("learning.array")
    battery_frac: Learnt = default("learning.battery")  # of the battery's
    radiator_frac: Learnt = default("learning.radiator")  # of the radiator's and the coolant loop's
    lasers_frac: Learnt = default("learning.lasers")  # of the laser terminals'
    # of avionics, power conversion, compute integration
    electronics_frac: Learnt = default("learning.electronics")
    # of structure, harness, shield and propulsion; of a satellite with a given price
    structure_frac: Learnt = default("learning.structure")
    assembly_frac: Learnt = default("learning.assembly")  # of assembly and test
    # of buildings on the ground, by the power of data centres built
    facility_frac: Learnt = default("learning.facility")
    # of a plant and storage on the site, by the same
    plant_frac: Learnt = default("learning.plant")
    # satellites in all the world, where the prices of their parts hold; absent: `world`
    built_kg: Positive | None = None
    # launched and built in all the world when the fleet begins; absent: prices are those of the
    # scenario
    begun_kg: Solved[Positive] | None = None
    # data centres in all the world when the ground begins; absent: `halls`
    halls_begun_w: Solved[Positive] | None = None
    world_kg: Positive = default("learning.world")  # launched and built in all the world until 2026
    yearly_kg_per_s: NotNegative = default("learning.yearly")  # in 2026
    growth_frac: Fraction = default("learning.growth")  # of that, each year
    halls_w: Positive = default("learning.halls")  # data centres in all the world until 2026
    halls_yearly_w_per_s: NotNegative = default("learning.halls_yearly")  # in 2026
    halls_growth_frac: Fraction = default("learning.halls_growth")  # of that, each year


@record
class Ground:
    """A data centre on the ground; `use` names a site of the catalogue."""

    CATALOGUE: ClassVar[str] = "ground"
    use: str = "us-texas-grid"  # the site, a name of the catalogue
    # where its electricity comes from: the grid, or a plant of its own
    supply: Annotated[Supply, PartField("supply", "grid")] = ABSENT
    electricity_usd_per_j: NotNegative  # price of electric energy from the grid, at the meter
    queue_s: NotNegative = default("ground.queue")  # from deciding until the grid gives power
    # CO2 equivalent of electric energy from the grid, at the meter
    carbon_kg_per_j: NotNegative = default("ground.carbon")
    # consumed on the site for cooling, per energy of the IT
    water_m3_per_j: NotNegative = default("ground.water")
    # power usage effectiveness: energy of the facility over that of its IT
    pue_ratio: Annotated[Positive, Ge(1.0)]
    # building, power and cooling plant, per watt of IT
    facility_usd_per_w: NotNegative = default("ground.facility")
    # over which the facility is paid back
    facility_life_s: Positive = default("ground.facility_life")
    # staff, upkeep and insurance per time, per watt of IT
    operations_usd_per_w_s: NotNegative = default("ground.operations")
    # of the time with power, cooling and network up
    availability_frac: PositiveFraction = default("ground.availability")
    repair_s: NotNegative = default("ground.repair")  # until a failed chip is replaced
    # mean power drawn while available, of the IT's rating
    energisation_frac: PositiveFraction = default("ground.energisation")


@record
class Demand:
    """Somebody's data centres and their electricity, to set the work beside; `use` names them."""

    CATALOGUE: ClassVar[str] = "demand"
    use: str = "us-2028"  # whose data centres, a name of the catalogue
    energy_j: Positive  # electricity of all their data centres in one year
    share_frac: PositiveFraction  # of all electricity used there in that year
    sites: Annotated[Positive, COUNT] | None = None  # how many data centres


@record
class Money:
    """Boundary of the comparison, base year of every price, and what capital costs a year on either
    side.
    """

    # what is compared: launch and power bill, or all but the chips, or all
    boundary: Boundary = "compute"
    # of every price; rows of other years follow consumer prices
    base_year: Annotated[int, Ge(2000), Le(2100)] = 2026
    # cost of capital per year in orbit
    orbit_capital_frac: Fraction = default("money.orbit_capital")
    # cost of capital per year on the ground
    ground_capital_frac: Fraction = default("money.ground_capital")
    # rate per year that makes yearly costs a present value, on both sides
    discount_frac: Fraction = default("money.discount")
    # of CO2 equivalent, on both sides; not on the boundary power_only
    carbon_usd_per_kg: NotNegative = default("money.carbon")


@record
class Correlation:
    """Uncertain inputs that go together."""

    # keys of two inputs with a spread or more
    inputs: Annotated[tuple[str, ...], Written(r"[a-z0-9_.]+", "launch.price satellite.bus.price")]
    # of the normal draws behind each two: above 0 where they are high together, below where one is
    # high as the other is low
    value_ratio: Correlated


@record
class Uncertainty:
    """How the uncertain inputs are drawn."""

    draws: Annotated[int, Ge(100), Le(10_000_000)] = 10_000  # of all inputs together
    # correlation of what the parts of a satellite cost, chips apart
    satellite_prices_ratio: Correlated = default("correlation.satellite_prices")
    correlation: tuple[Correlation, ...] = ()  # what else goes together


@record
class Scenario:
    """One whole question: a fleet, its work, its price and the ground it is compared with."""

    name: str  # of the run folder; absent: the file's own name
    title: str  # a line that says what this is
    mission: Mission  # when the fleet flies, and for how long
    flight: Sampling  # how the year is sampled
    environment: Environment  # the particles that satellites meet
    # where the satellites are
    constellation: Annotated[Constellation | None, PartField("constellation", "")] = None
    satellite: Satellite  # one satellite type
    launch: Launch  # the vehicle and its price
    work: Annotated[Workload, PartField("workload", "mean_flops")]  # what the chips do
    life: Attrition  # how satellites are lost, replaced and operated
    programme: Programme  # what a fleet costs besides
    learning: Learning  # how prices fall with what was made
    compute: Compute | None = None  # the chips of a data centre on the ground, where nothing flies
    # the data centres on the ground that orbit is compared with; the first decides the ratio
    ground: tuple[Ground, ...]
    demand: tuple[Demand, ...]  # whose electricity the work is set beside
    money: Money  # what is counted, in which year's prices, at what cost of capital
    uncertainty: Uncertainty  # how the uncertain inputs are drawn

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between tables, as (key, reason): what is compared with nothing else must
        cost something.
        """
        grounds = [(f"ground.{index}", one) for index, one in enumerate(self.ground)]
        free_power = [
            (key, one)
            for key, one in grounds
            if one.electricity_usd_per_j == 0.0 and kind_of(one.supply) == "grid"
        ]
        if self.money.boundary != "power_only":
            why = (
                "facility, operations and electricity are all 0: chips aside the ground costs"
                " nothing, so there is nothing to compare with"
            )
            return [
                (key, why)
                for key, one in free_power
                if one.facility_usd_per_w == 0.0 == one.operations_usd_per_w_s
            ]
        free = [f"{key}.electricity" for key, _ in free_power]
        if not self.on_ground and self.launch.price_usd_per_kg == 0.0:
            free.append("launch.price")
        return [
            (key, "must be > 0 on the boundary power_only, where nothing else has a price")
            for key in free
        ]

    @property
    def on_ground(self) -> bool:
        """Whether nothing flies; flight, launch, life and satellite then mean nothing, but for the
        chips.
        """
        return self.constellation is None


ORBITAL = {
    "flight": Sampling,
    "environment": Environment,
    "launch": Launch,
    "life": Attrition,
    "programme": Programme,
}  # tables that mean nothing on the ground alone
SEVERAL = (
    "ground",
    "demand",
)  # arrays of tables; one of them may be written as a table, or as a bare name
