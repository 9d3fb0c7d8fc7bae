"""The scenario: what a user writes, every default filled in from a row."""

from __future__ import annotations

import datetime
from dataclasses import field
from typing import Annotated, Any, ClassVar, Literal

from annotated_types import Ge, Le

from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import default
from dawndusk.records.fields import (
    Fraction,
    Idle,
    NotNegative,
    Part,
    Positive,
    PositiveFraction,
    ReferenceOrbit,
    Temperature,
)

Boundary = Literal["power_only", "facility", "compute"]


@record
class Mission:
    """When the fleet flies, for how long, and the seed of everything random."""

    start: Annotated[datetime.date, Ge(datetime.date(1990, 1, 1)), Le(datetime.date(2049, 1, 1))] = datetime.date(2030, 1, 1)
    life_s: Positive = 5.0 * YEAR_S
    seed: Annotated[int, Ge(0), Le(2**31 - 1)] = 1


@record
class Sampling:
    """How the year is sampled by the day clock: days spread evenly, whole orbits in each, a step near `step_s`."""

    days: Annotated[int, Ge(1), Le(366)] = 12
    orbits: Annotated[int, Ge(1), Le(100)] = 15
    settle: Annotated[int, Ge(0), Le(10)] = 1  # orbits flown before counting, so that charge and temperatures settle
    step_s: Annotated[Positive, Le(300.0)] = 60.0
    steps_per_orbit: Annotated[int, Ge(20), Le(10_000)] | None = None  # absent: as `step` asks


@record
class Compute:
    """The chips of one satellite and the host that serves them; `use` names a chip of the catalogue."""

    CATALOGUE: ClassVar[str] = "chips"
    use: str
    count: Positive  # chips per satellite
    power_w: Positive  # of one chip at full load
    host_power_w: NotNegative = default("payload.host_power")  # host, memory and network, per chip
    idle_frac: Idle = default("payload.idle")  # of full power, while doing nothing
    peak_flop_per_s: Positive  # dense, 16-bit
    memory_byte: Positive
    bandwidth_byte_per_s: Positive  # of the memory
    price_usd: Positive  # of one chip
    server_price_usd: NotNegative = default("payload.server_price")  # host, board and network, per chip
    limit_k: Temperature = default("payload.chip_limit")  # above it the chip stops
    loss_per_s: NotNegative = default("payload.chip_loss")  # chips that fail for good
    life_s: Positive = default("payload.chip_life")  # until it is replaced on the ground


@record
class Payload:
    """What surrounds the chips, by mass per watt of chips and host; `use` names a way to build it."""

    CATALOGUE: ClassVar[str] = "payload"
    use: str = "stripped-board"
    board_kg_per_w: NotNegative
    cold_plate_kg_per_w: NotNegative
    host_kg_per_w: NotNegative
    switch_kg_per_w: NotNegative
    price_usd_per_w: NotNegative = default("payload.integration_price")  # making it fit for space


@record
class Conversion:
    """From the array's voltage to the chips'."""

    efficiency_frac: PositiveFraction = default("conversion.efficiency")
    specific_mass_kg_per_w: NotNegative = default("conversion.specific_mass")
    price_usd_per_w: NotNegative = default("conversion.price")


@record
class Shield:
    """Material between the chips and the radiation belts."""

    material: Literal["aluminium"] = "aluminium"
    thickness_m: NotNegative = default("shield.thickness")
    density_kg_per_m3: Positive = default("shield.density")
    area_m2_per_w: NotNegative = default("shield.area")  # shielded surface per watt of compute
    price_usd_per_kg: NotNegative = default("shield.price")


@record
class Links:
    """Laser terminals, by number and mass; what they carry is not modelled yet."""

    terminals: Annotated[int, Ge(0)] = field(default=4, metadata={"row": "links.terminals"})
    mass_kg: NotNegative = default("links.mass")  # of one terminal
    power_w: NotNegative = default("links.power")
    price_usd: NotNegative = default("links.price")


@record
class Propulsion:
    """Electric propulsion for raising, keeping and leaving the orbit."""

    specific_impulse_s: Positive = default("propulsion.specific_impulse")
    delta_v_m_per_s: NotNegative | None = None  # over the whole life; absent: spiral down at the end, and keeping
    disposal_altitude_m: Positive = default("propulsion.disposal_altitude")  # to where it spirals down before it burns
    keeping_m_per_s: NotNegative = default("propulsion.keeping")  # drag, light pressure and avoidance, over the whole life
    dry_mass_frac: Fraction = default("propulsion.dry_mass")  # thrusters and tank, of the dry satellite
    price_usd_per_kg: NotNegative = default("propulsion.price")


@record
class Bus:
    """Everything else that makes a satellite."""

    power_w: NotNegative = default("bus.power")  # avionics, pointing, radio
    overhead_frac: Fraction = default("bus.overhead")  # pumps and bus loads that grow with the compute
    mass_kg: NotNegative = default("bus.mass")  # avionics, pointing, radio
    structure_frac: Fraction = default("bus.structure")  # of the dry satellite: structure, harness, mechanisms
    margin_frac: Fraction = default("bus.margin")  # on everything but the chips' boards
    price_usd: NotNegative = default("bus.price")
    structure_price_usd_per_kg: NotNegative = default("bus.structure_price")
    assembly_frac: Fraction = default("bus.assembly")  # assembly and test, of the hardware's price


@record
class Satellite:
    """One satellite type. A given mass or price is taken as published; an absent one is built up from the parts."""

    mass_kg: Positive | None = None
    price_usd: Positive | None = None  # without chips and their servers
    attitude: Annotated[Any, Part("attitude", "sun_tracking")] = None
    policy: Annotated[Any, Part("policy", "charge_and_heat")] = None
    compute: Compute
    payload: Payload
    array: Annotated[Any, Part("array", "rigid")] = None
    battery: Annotated[Any, Part("battery", "lithium_ion")] = None
    cooling: Annotated[Any, Part("cooling", "cold_plate")] = None
    radiator: Annotated[Any, Part("radiator", "flat_panel")] = None
    conversion: Conversion = field(default_factory=Conversion)
    shield: Shield = field(default_factory=Shield)
    links: Links = field(default_factory=Links)
    propulsion: Propulsion = field(default_factory=Propulsion)
    bus: Bus = field(default_factory=Bus)


@record
class Launch:
    """The vehicle and its price, which holds for one reference orbit (`to`); another orbit costs by what payload is left."""

    CATALOGUE: ClassVar[str] = "launch"
    GOES_WITH_ITEM: ClassVar[tuple[str, ...]] = ("to",)  # said of one vehicle's price, not of another's
    use: str = "starship"
    price_usd_per_kg: NotNegative
    to: ReferenceOrbit = "200 km 28.5 deg"  # "650 km sso" or "200 km 28.5 deg"
    payload_kg: Positive  # to 200 km, due east of the site
    dry_mass_kg: NotNegative  # last stage
    specific_impulse_s: Positive
    site_latitude_rad: NotNegative = default("launch.site_latitude")


@record
class Attrition:
    """How the fleet loses satellites, and whether they are replaced."""

    satellite_loss_per_s: NotNegative = default("fleet.satellite_loss")
    downtime_frac: Fraction = default("fleet.downtime")  # safe modes, updates, manoeuvres
    replacement: Literal["none", "launch"] = "none"
    delay_s: NotNegative = default("fleet.replacement_delay")
    operations_usd_per_s: NotNegative = default("fleet.operations")  # per satellite: ground segment, staff
    mission_control_usd_per_s: NotNegative = default("fleet.mission_control")  # however small the fleet


@record
class Ground:
    """A data centre on the ground; `use` names a site of the catalogue."""

    CATALOGUE: ClassVar[str] = "ground"
    use: str = "us-texas-grid"
    electricity_usd_per_j: NotNegative
    pue: Annotated[Positive, Ge(1.0)]
    facility_usd_per_w: NotNegative = default("ground.facility")  # building, power and cooling plant, per watt of IT
    facility_life_s: Positive = default("ground.facility_life")
    operations_usd_per_w_s: NotNegative = default("ground.operations")
    availability_frac: PositiveFraction = default("ground.availability")  # power, cooling and network are up
    repair_s: NotNegative = default("ground.repair")  # until a failed chip is replaced
    energisation_frac: PositiveFraction = default("ground.energisation")  # of IT power drawn on average while available


@record
class Money:
    """Boundary of the comparison, base year of every price, and what capital costs a year on either side."""

    boundary: Boundary = "compute"
    base_year: Annotated[int, Ge(2000), Le(2100)] = 2026
    orbit_capital_frac: Fraction = default("money.orbit_capital")
    ground_capital_frac: Fraction = default("money.ground_capital")
    discount_frac: Fraction = default("money.discount")  # turns yearly costs into a present value, both sides


@record
class Scenario:
    """One whole question: a fleet, its work, its price and the ground it is compared with."""

    name: str
    title: str
    mission: Mission
    flight: Sampling
    constellation: Annotated[Any, Part("constellation", "")]
    satellite: Satellite
    launch: Launch
    work: Annotated[Any, Part("workload", "mean_flops")]
    life: Attrition
    ground: tuple[Ground, ...]
    money: Money
