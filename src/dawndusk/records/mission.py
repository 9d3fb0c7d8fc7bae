"""Mission inputs: dates, sampling of the year, environment, launch and attrition."""

from __future__ import annotations

import datetime
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge, Le

from dawndusk.core.record import record
from dawndusk.core.units import YEAR_S
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Idle, NotNegative, Positive, PositiveFraction, ReferenceOrbit

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
    # whole orbits counted on each of them; heat and power repeat and are flown in the middle one,
    # or in all of them where the policy keeps a state from orbit to orbit
    orbits: Annotated[int, Ge(1), Le(100)] = 15
    # orbits flown before counting, so that charge and temperatures settle
    settle: Annotated[int, Ge(0), Le(10)] = 6
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
