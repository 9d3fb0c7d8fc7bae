"""Satellite inputs: chips and what surrounds them, and the satellite that carries them."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le

from dawndusk.core.numeric import Array
from dawndusk.core.record import COUNT, record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import (
    ABSENT,
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
    Temperature,
)
from dawndusk.records.parts import Attitude, Battery, Cooling, Policy, Radiator, SolarArray

HarnessLoss = Annotated[Quantity, Ge(0.001), Le(0.2)]


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
