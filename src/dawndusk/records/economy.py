"""Economic inputs: programme costs, learning, data centres on the ground, demand and money."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le

from dawndusk.core.record import COUNT, record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import (
    ABSENT,
    Fraction,
    NotNegative,
    PartField,
    Positive,
    PositiveFraction,
    Quantity,
    Solved,
)
from dawndusk.records.parts import Supply

Boundary = Literal["power_only", "facility", "compute"]
Learnt = Annotated[Quantity, Ge(0.0), Le(0.4)]


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
