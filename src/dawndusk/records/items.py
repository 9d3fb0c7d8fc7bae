"""Items of mass and cost: each is declared once, as one entry of `ITEMS`.

An entry holds the item's amounts, its part of the bill and of the mass bar, its learning curve, the
narrowest boundary that counts it and its term in the bridge between analyses. Stages, tables,
figures and the bridge iterate over `ITEMS`. The order of `ITEMS` is the order of a bill.

An amount is a function of a basis, the record of what its stage computes first. None leaves the
item out. Amounts that depend on the sum of the others or on emissions (margin, structure,
propulsion, propellant, assembly and test, "not explained", carbon) are computed by their stage; the
costs of a power supply are returned by its kind.

Source: dawndusk-method
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar, get_args

from dawndusk.core.errors import DawnduskError, nearest
from dawndusk.core.numeric import Array, np
from dawndusk.core.units import YEAR_S
from dawndusk.records.economy import Boundary, Ground, Learning
from dawndusk.records.parts import solved
from dawndusk.records.satellite import Satellite
from dawndusk.records.scenario import Scenario

BOUNDARIES = ("power_only", "facility", "compute")  # each counts the items of those before

OrbitTerm = Literal[
    "launch_usd_per_kg",
    "satellite_usd_per_w",
    "chips_usd_per_w",
    "development_usd_per_w",
    "replacement_usd_per_w_s",
    "operations_usd_per_w_s",
]
GroundTerm = Literal[
    "building_usd_per_w", "chips_usd_per_w", "energy_usd_per_w_s", "operations_usd_per_w_s"
]


class UnknownItem(DawnduskError):
    """An item that is not declared, or a cost of an item without a part of the bill."""


# -- what amounts are computed from ------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class SatelliteBasis:
    """One sized satellite, for mass, folded volume and price."""

    satellite: Satellite
    it_w: Array  # chips and host
    load_w: Array  # on the bus, chips at full load
    heat_w: Array  # to the radiator at full load
    power_w: Array  # of the array at its end of life, facing the Sun at 1 au
    conductors_kg: Array  # of the harness, without insulation
    mass_kg: Mapping[str, Array] = field(default_factory=dict)  # of all items, once it is known


@dataclass(frozen=True, kw_only=True)
class OrbitBasis:
    """The fleet and its replacements, for the costs of orbit."""

    scenario: Scenario
    satellites: Array
    bought_satellites: Array  # of all generations in the mission
    satellites_usd: Array  # paid for all of them, without chips and servers
    chips_usd: Array  # paid for their chips and servers
    launched_kg: Array  # at the orbit that the launch price is for
    launch_usd: Array  # paid to launch them
    recovery_per_year: Array  # yearly share of capital, over the life of a satellite
    replaced_per_year: Array  # share of the fleet launched anew each year
    dead_per_year: Array  # satellites lost in a year


@dataclass(frozen=True, kw_only=True)
class GroundBasis:
    """The IT installed at a site, for the costs of the ground."""

    scenario: Scenario
    ground: Ground
    chips: Array
    it_w: Array  # chips and host; array nameplate on the boundary power_only


Basis = TypeVar("Basis", SatelliteBasis, OrbitBasis, GroundBasis)
OfSatellite = Callable[[SatelliteBasis], Array | None]
OfOrbit = Callable[[OrbitBasis], Array | None]
OfGround = Callable[[GroundBasis], Array | None]


def amount(declared: Callable[[Basis], Array | None] | None, basis: Basis) -> Array | None:
    """The amount that an entry declares; None where it declares none."""
    return None if declared is None else declared(basis)


# -- what an entry holds -----------------------------------------------------------------


@dataclass(frozen=True)
class BarPart:
    """A segment of the bar of masses or of costs: letter, name and colour, on every page."""

    letter: str
    name: str
    fill: str


@dataclass(frozen=True, kw_only=True)
class OrbitCost:
    """The cost of an item in orbit; one with a price per satellite needs no amount here.

    Raises ValueError for a running cost in a term that is recovered as capital.
    """

    term: OrbitTerm = "satellite_usd_per_w"  # of `terms.OrbitTerms`
    learning: str = ""  # curve of `Learning` by mass launched or built; empty: constant price
    capital_usd: OfOrbit | None = None  # paid before the fleet works, recovered over its life
    again: bool = False  # the capital is paid again for each replaced satellite
    usd_per_year: OfOrbit | None = None  # running cost

    def __post_init__(self) -> None:
        if self.usd_per_year is not None and not self.term.endswith("_usd_per_w_s"):
            known = [one for one in get_args(OrbitTerm) if one.endswith("_usd_per_w_s")]
            raise ValueError(
                f"a running cost needs a `term` per time ({', '.join(known)}), not {self.term!r}"
            )


@dataclass(frozen=True, kw_only=True)
class GroundCost:
    """The cost of an item on the ground; the costs of a supply have their amount from its kind."""

    term: GroundTerm = "energy_usd_per_w_s"  # of `terms.GroundTerms`
    learning: str = ""  # curve of `Learning` by data-centre power; empty: constant price
    capital_usd: OfGround | None = None  # recovered over `life_s`
    life_s: Callable[[GroundBasis], Array] = lambda b: b.ground.facility_life_s
    usd_per_year: OfGround | None = None  # running cost


@dataclass(frozen=True, kw_only=True)
class Item:
    """One item of mass or cost. Raises ValueError for an amount without a part, an unknown curve.

    >>> find("coolant loop").cost_part.name, find("coolant loop").title
    ('Radiator', 'Coolant loop')
    """

    id: str  # its key in run.json
    cost_part: BarPart | None = None  # of the bill; None: no item of cost
    mass: BarPart | None = None  # of the mass bar; None: no segment there
    boundary: Boundary = "facility"  # the narrowest that counts it
    kg: OfSatellite | None = None  # of one satellite
    has_margin: bool = True  # the design margin applies to its mass
    stowed_m3: OfSatellite | None = None  # folded; None: by its mass and the density of the rest
    usd: OfSatellite | None = None  # price for one satellite
    orbit: OrbitCost = OrbitCost()
    ground: GroundCost = GroundCost()

    def __post_init__(self) -> None:
        for curve in (self.orbit.learning, self.ground.learning):
            if curve and f"{curve}_frac" not in Learning.__dataclass_fields__:
                raise ValueError(f"item {self.id!r}: there is no learning curve {curve!r}")
        costs = (self.usd, *_amounts(self.orbit), *_amounts(self.ground))
        if self.cost_part is None and any(one is not None for one in costs):
            raise ValueError(
                f"item {self.id!r} has a cost but no part of the bill: give `cost_part`"
            )
        if self.cost_part not in (None, *COST_PARTS):
            raise ValueError(
                f"item {self.id!r} needs a cost_part of COST_PARTS, not {self.cost_part}"
            )
        if self.mass is None and self.kg is not None:
            raise ValueError(
                f"item {self.id!r} has a mass but no part of the mass bar: give `mass`"
            )

    @property
    def title(self) -> str:
        """The id with a capital, for tables and figures."""
        return self.id[:1].upper() + self.id[1:]

    def counts_on(self, boundary: str) -> bool:
        """Whether a boundary counts it.

        >>> find("launch").counts_on("power_only"), find("lost chips").counts_on("facility")
        (True, False)
        """
        return BOUNDARIES.index(self.boundary) <= BOUNDARIES.index(boundary)


def _amounts(cost: OrbitCost | GroundCost) -> tuple[object, object]:
    return cost.capital_usd, cost.usd_per_year


# -- parts of the bill and of the mass bar -----------------------------------------------

CHIP_COSTS = BarPart("A", "Chips and servers", "#8A8F98")
LAUNCH_COSTS = BarPart("B", "Launch", "#D55E00")
POWER_COSTS = BarPart("C", "Power", "#F2A900")
RADIATOR_COSTS = BarPart("D", "Radiator", "#CC79A7")
LASER_COSTS = BarPart("E", "Lasers", "#56B4E9")
BUS_COSTS = BarPart("F", "Bus and assembly", "#0072B2")
REPLACEMENT_COSTS = BarPart("G", "Replacements", "#3B4CC0")
FACILITY_COSTS = BarPart("H", "Facility", "#009E73")
ELECTRICITY_COSTS = BarPart("I", "Electricity", "#F0E442")
OPERATION_COSTS = BarPart("K", "Operations", "#4A4F57")
PROGRAMME_COSTS = BarPart("L", "Programme", "#9A6B3F")
COST_PARTS = (  # in the order of the bars
    CHIP_COSTS,
    LAUNCH_COSTS,
    POWER_COSTS,
    RADIATOR_COSTS,
    LASER_COSTS,
    BUS_COSTS,
    REPLACEMENT_COSTS,
    FACILITY_COSTS,
    ELECTRICITY_COSTS,
    OPERATION_COSTS,
    PROGRAMME_COSTS,
)
REST = BarPart("O", "the rest", "#B7BCC4")  # of the mass bar, where an item has no segment alone

# -- the items ---------------------------------------------------------------------------

# ids that other modules use
ARRAY, BATTERY, RADIATOR = "array", "battery", "radiator"
MARGIN, STRUCTURE, PROPULSION, PROPELLANT = "margin", "structure", "propulsion", "propellant"
NOT_EXPLAINED = "not explained"
ASSEMBLY, SATELLITE = "assembly and test", "satellite"
LAUNCH, CARBON = "launch", "carbon"


def _replaced(basis: OrbitBasis, usd: Array) -> Array | None:
    """What replaces a purchase each year; None where lost satellites are not replaced."""
    if basis.scenario.life.replacement == "none":
        return None
    return basis.replaced_per_year * usd


def _insured(basis: OrbitBasis, usd: Array) -> Array:
    return basis.scenario.programme.insurance_frac * usd


def _disposal(basis: OrbitBasis) -> Array:
    """Saved for the end of the satellites, and dead ones removed."""
    programme, capital_frac = basis.scenario.programme, basis.scenario.money.orbit_capital_frac
    saved = (basis.recovery_per_year - capital_frac) * basis.satellites * programme.disposal_usd
    return saved + basis.dead_per_year * programme.removed_frac * programme.removal_usd


def _ground_segment(basis: OrbitBasis) -> Array:
    programme = basis.scenario.programme
    stations = np.maximum(
        programme.least_gateways, basis.satellites / programme.satellites_per_gateway
    )
    return stations * programme.gateway_usd_per_s * YEAR_S


def _boards_kg(basis: SatelliteBasis) -> Array:
    payload = basis.satellite.payload
    return basis.it_w * (
        payload.board_kg_per_w
        + payload.cold_plate_kg_per_w
        + payload.host_kg_per_w
        + payload.switch_kg_per_w
    )


def _shield_kg(basis: SatelliteBasis) -> Array:
    shield = basis.satellite.shield
    return basis.it_w * shield.area_m2_per_w * shield.thickness_m * shield.density_kg_per_m3


def _panels_m3(basis: SatelliteBasis) -> Array:
    """Folded panels of a radiator; one that is the array's back takes no room of its own."""
    radiator = basis.satellite.radiator
    panels_m2 = solved(radiator.area_m2) * (0.0 if radiator.covers_array else 1.0)
    return panels_m2 * basis.satellite.stowage.radiator_m


_DECLARED = (
    Item(
        id="chips and servers",
        cost_part=CHIP_COSTS,
        boundary="compute",
        orbit=OrbitCost(term="chips_usd_per_w", capital_usd=lambda b: b.chips_usd),
        ground=GroundCost(
            term="chips_usd_per_w",
            capital_usd=lambda b: (
                b.chips
                * (
                    b.scenario.satellite.compute.price_usd
                    + b.scenario.satellite.compute.server_price_usd
                )
            ),
            life_s=lambda b: b.scenario.satellite.compute.life_s,
        ),
    ),
    # -- one satellite, without its chips
    Item(
        id="compute boards",
        mass=BarPart("C", "compute boards", "#8A8F98"),
        kg=_boards_kg,
        has_margin=False,
    ),
    Item(
        id="compute integration",
        cost_part=BUS_COSTS,
        usd=lambda b: b.it_w * b.satellite.payload.price_usd_per_w,
        orbit=OrbitCost(learning="electronics"),
    ),
    Item(
        id=ARRAY,
        cost_part=POWER_COSTS,
        mass=BarPart("A", "array", "#F2A900"),
        kg=lambda b: b.satellite.array.mass_kg() + b.satellite.attitude.mass_kg(b.power_w),
        stowed_m3=lambda b: b.satellite.array.stowed_m3(),
        usd=lambda b: b.satellite.array.price_usd() + b.satellite.attitude.price_usd(b.power_w),
        orbit=OrbitCost(learning="array"),
    ),
    Item(
        id=BATTERY,
        cost_part=POWER_COSTS,
        mass=BarPart("B", "battery", "#F0E442"),
        kg=lambda b: b.satellite.battery.mass_kg(),
        usd=lambda b: b.satellite.battery.price_usd(),
        orbit=OrbitCost(learning="battery"),
    ),
    Item(
        id=RADIATOR,
        cost_part=RADIATOR_COSTS,
        mass=BarPart("R", "radiator", "#CC79A7"),
        kg=lambda b: b.satellite.radiator.mass_kg(),
        stowed_m3=_panels_m3,
        usd=lambda b: b.satellite.radiator.price_usd(),
        orbit=OrbitCost(learning="radiator"),
    ),
    Item(
        id="coolant loop",
        cost_part=RADIATOR_COSTS,
        mass=BarPart("L", "coolant loop", "#56B4E9"),
        kg=lambda b: b.satellite.cooling.mass_kg(b.heat_w),
        usd=lambda b: b.satellite.cooling.price_usd(b.heat_w),
        orbit=OrbitCost(learning="radiator"),
    ),
    Item(
        id="harness",
        cost_part=POWER_COSTS,
        mass=REST,
        kg=lambda b: b.conductors_kg * (1.0 + b.satellite.conversion.harness_insulation_ratio),
        usd=lambda b: b.mass_kg["harness"] * b.satellite.bus.structure_price_usd_per_kg,
        orbit=OrbitCost(learning="structure"),
    ),
    Item(
        id="power conversion",
        cost_part=POWER_COSTS,
        mass=BarPart("P", "power conversion", "#E69F00"),
        kg=lambda b: b.load_w * b.satellite.conversion.specific_mass_kg_per_w,
        usd=lambda b: b.load_w * b.satellite.conversion.price_usd_per_w,
        orbit=OrbitCost(learning="electronics"),
    ),
    Item(
        id="shield",
        cost_part=BUS_COSTS,
        mass=REST,
        kg=_shield_kg,
        usd=lambda b: b.mass_kg["shield"] * b.satellite.shield.price_usd_per_kg,
        orbit=OrbitCost(learning="structure"),
    ),
    Item(
        id="lasers",
        cost_part=LASER_COSTS,
        mass=REST,
        kg=lambda b: b.satellite.links.terminals * b.satellite.links.mass_kg,
        usd=lambda b: b.satellite.links.terminals * b.satellite.links.price_usd,
        orbit=OrbitCost(learning="lasers"),
    ),
    Item(
        id="avionics",
        cost_part=BUS_COSTS,
        mass=REST,
        kg=lambda b: b.satellite.bus.mass_kg,
        usd=lambda b: b.satellite.bus.price_usd,
        orbit=OrbitCost(learning="electronics"),
    ),
    Item(id=MARGIN, mass=REST),
    Item(
        id=STRUCTURE,
        cost_part=BUS_COSTS,
        mass=BarPart("S", "structure", "#0072B2"),
        usd=lambda b: b.mass_kg[STRUCTURE] * b.satellite.bus.structure_price_usd_per_kg,
        orbit=OrbitCost(learning="structure"),
    ),
    Item(
        id=PROPULSION,
        cost_part=BUS_COSTS,
        mass=REST,
        usd=lambda b: b.mass_kg[PROPULSION] * b.satellite.propulsion.price_usd_per_kg,
        orbit=OrbitCost(learning="structure"),
    ),
    Item(id=PROPELLANT, mass=REST),
    # given mass less the sum of all others, which may be negative: no segment of a bar
    Item(id=NOT_EXPLAINED),
    Item(id=ASSEMBLY, cost_part=BUS_COSTS, orbit=OrbitCost(learning="assembly")),
    # one given price, instead of all the above
    Item(id=SATELLITE, cost_part=BUS_COSTS, orbit=OrbitCost(learning="structure")),
    # -- programme, launch and operations
    Item(
        id="development",
        cost_part=PROGRAMME_COSTS,
        orbit=OrbitCost(
            term="development_usd_per_w",
            capital_usd=lambda b: (
                b.scenario.programme.development_usd
                * b.satellites
                / np.maximum(b.scenario.programme.satellites, b.bought_satellites)
            ),
        ),
    ),
    Item(
        id=LAUNCH,
        cost_part=LAUNCH_COSTS,
        boundary="power_only",
        orbit=OrbitCost(
            term="launch_usd_per_kg",
            learning="launch",
            capital_usd=lambda b: b.launched_kg * b.scenario.launch.price_usd_per_kg,
            again=True,
        ),
    ),
    Item(
        id="insurance",
        cost_part=PROGRAMME_COSTS,
        orbit=OrbitCost(
            term="operations_usd_per_w_s",
            capital_usd=lambda b: _insured(b, b.satellites_usd + b.launch_usd),
            again=True,
        ),
    ),
    Item(
        id="insurance of chips",
        cost_part=PROGRAMME_COSTS,
        boundary="compute",
        orbit=OrbitCost(
            term="operations_usd_per_w_s",
            capital_usd=lambda b: _insured(b, b.chips_usd),
            again=True,
        ),
    ),
    Item(
        id="replaced satellites",
        cost_part=REPLACEMENT_COSTS,
        orbit=OrbitCost(
            term="replacement_usd_per_w_s",
            usd_per_year=lambda b: _replaced(b, b.satellites_usd),
        ),
    ),
    Item(
        id="lost chips",
        cost_part=CHIP_COSTS,
        boundary="compute",
        orbit=OrbitCost(
            term="replacement_usd_per_w_s", usd_per_year=lambda b: _replaced(b, b.chips_usd)
        ),
        ground=GroundCost(
            term="operations_usd_per_w_s",
            usd_per_year=lambda b: (
                b.scenario.satellite.compute.loss_per_s
                * YEAR_S
                * b.chips
                * b.scenario.satellite.compute.price_usd
            ),
        ),
    ),
    Item(
        id="facility",
        cost_part=FACILITY_COSTS,
        ground=GroundCost(
            term="building_usd_per_w",
            learning="facility",
            capital_usd=lambda b: b.it_w * b.ground.facility_usd_per_w,
        ),
    ),
    Item(
        id="operations",
        cost_part=OPERATION_COSTS,
        orbit=OrbitCost(
            term="operations_usd_per_w_s",
            usd_per_year=lambda b: (
                (
                    b.scenario.life.operations_usd_per_s * b.satellites
                    + b.scenario.life.mission_control_usd_per_s
                )
                * YEAR_S
            ),
        ),
        ground=GroundCost(
            term="operations_usd_per_w_s",
            usd_per_year=lambda b: b.ground.operations_usd_per_w_s * YEAR_S * b.it_w,
        ),
    ),
    Item(
        id="ground segment",
        cost_part=OPERATION_COSTS,
        orbit=OrbitCost(term="operations_usd_per_w_s", usd_per_year=_ground_segment),
    ),
    Item(
        id="disposal",
        cost_part=PROGRAMME_COSTS,
        orbit=OrbitCost(term="operations_usd_per_w_s", usd_per_year=_disposal),
    ),
    # -- supplies of the ground, with the amounts of their kinds
    Item(id="electricity", cost_part=ELECTRICITY_COSTS, boundary="power_only"),
    Item(
        id="power plant",
        cost_part=ELECTRICITY_COSTS,
        boundary="power_only",
        ground=GroundCost(learning="plant"),
    ),
    Item(
        id="storage",
        cost_part=ELECTRICITY_COSTS,
        boundary="power_only",
        ground=GroundCost(learning="plant"),
    ),
    Item(id="fuel", cost_part=ELECTRICITY_COSTS, boundary="power_only"),
    Item(id="upkeep of the plant", cost_part=ELECTRICITY_COSTS, boundary="power_only"),
    # emissions of a side at the price of carbon
    Item(id=CARBON, cost_part=OPERATION_COSTS, orbit=OrbitCost(term="operations_usd_per_w_s")),
)
ITEMS: dict[str, Item] = {item.id: item for item in _DECLARED}  # by id, in the order of a bill


# -- lookup ------------------------------------------------------------------------------


def register(item: Item) -> Item:
    """Declare an item from another module, for instance that of a kind, at its import.

    Args:
        item: the entry; on a bill it follows those of this module.

    Returns:
        The same item.

    Raises:
        ValueError: a different item has this id.
    """
    if ITEMS.setdefault(item.id, item) != item:
        raise ValueError(f"item {item.id!r} is already declared: choose another id")
    return item


def find(id: str) -> Item:
    """The item of that id. Raises UnknownItem, with the nearest id."""
    if id not in ITEMS:
        guess = nearest(id, ITEMS)
        meant = f" (did you mean {guess}?)" if guess else ""
        raise UnknownItem(
            f"item {id!r} is not declared{meant}: the module that returns it must register it with"
            " dawndusk.records.items.register"
        )
    return ITEMS[id]


def cost_part(id: str) -> BarPart:
    """The part of the bill that an item belongs to. Raises UnknownItem."""
    part = find(id).cost_part
    if part is None:
        raise UnknownItem(f"item {id!r} has no part of the bill: its declaration needs `cost_part`")
    return part


def mass_parts() -> tuple[BarPart, ...]:
    """The parts of the mass bar in its order, the rest last."""
    own = dict.fromkeys(item.mass for item in ITEMS.values() if item.mass not in (None, REST))
    return (*(part for part in own if part is not None), REST)
