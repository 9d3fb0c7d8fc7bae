"""A lithium-ion battery that carries the full load through eclipse: one energy, with limits, an
efficiency each way, and ageing.

Sized so that on the satellite's last day the longest eclipse draws the depth of discharge from what
is left of the capacity; the depth is the deepest that lets the cells live as long as the satellite,
or less where the rate asks for a larger battery. It stands on the loads' side of the regulators:
what it gives to the loads passes none.

Equation: dE/dt = charge efficiency x power in, or -power out / discharge efficiency; E between the
floor and what is left of the capacity; capacity = load x longest eclipse / (discharge efficiency x
depth x remaining), at least load / (rate x remaining); remaining and depth by physics.ageing
Valid: currents below about 1 C; that the default `rate` of 2 C wears no more is assumed; cells at 0
to 45 degC all their life; efficiencies that do not age
Source: dawndusk-method, xu2018, saft-ves180, saft-geo-life, gsyuasa2008, its numbers from the rows
`lithium-ion.*`
"""

from __future__ import annotations

import dataclasses

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import battery as family
from dawndusk.parts.battery import Ageing, CellTemperature
from dawndusk.records.fields import Idle, NotNegative, Positive, PositiveFraction, Solved


@record
class Model:
    """A battery; without a `capacity`, design gives it one.

    >>> import numpy
    >>> from dawndusk.core.units import YEAR_S
    >>> battery = Model().sized(1000.0, 200.0, numpy.full(360, 2100.0), 5700.0, 5 * YEAR_S)
    >>> round(float(battery.depth_of_discharge_frac), 2), round(float(battery.life_s()) / YEAR_S, 2)
    (0.28, 5.0)
    >>> energy, lost = battery.step(1.8e6, -950.0, 60.0)
    >>> round(energy), round(float(lost), 1)
    (1741237, 29.4)
    """

    capacity_j: Solved[Positive] | None = (
        None  # stored energy when new and full; absent: design solves it
    )
    # in the longest eclipse, at the end; absent: solved
    depth_of_discharge_frac: Solved[PositiveFraction] | None = None
    # the deepest that design chooses, however few the cycles
    deepest_frac: PositiveFraction = default("lithium-ion.deepest")
    # energy stored per energy in
    charge_efficiency_frac: PositiveFraction = default("lithium-ion.charge_efficiency")
    # energy out per energy drawn
    discharge_efficiency_frac: PositiveFraction = default("lithium-ion.discharge_efficiency")
    # least time that it carries the full load
    reserve_s: NotNegative = default("lithium-ion.reserve")
    floor_frac: Idle = default("lithium-ion.floor")  # of what is left of the capacity, never drawn
    # most power in or out, per capacity left: 1/h is 1 C
    rate_per_s: Positive = default("lithium-ion.rate")
    # when new, per mass of cells, housing, electronics
    specific_energy_j_per_kg: Positive = default("lithium-ion.specific_energy")
    price_usd_per_j: NotNegative = default("lithium-ion.price")  # per capacity when new
    # of the cells, all their life
    temperature_k: CellTemperature = default("lithium-ion.temperature")
    ageing: Ageing = dataclasses.field(default_factory=Ageing)  # of the cells
    # of the new capacity, set by design
    remaining_frac: Array = dataclasses.field(default=1.0, metadata={"internal": True})
    # fade by cycles of depth 1, set by design
    cycling_per_s: Array = dataclasses.field(default=0.0, metadata={"internal": True})

    problems, sized, life_s = family.problems, family.sized, family.life_s
    round_trip_frac, mass_kg, price_usd = family.round_trip_frac, family.mass_kg, family.price_usd
    initial, charge_frac, step = family.initial, family.charge_frac, family.step
    acceptable_w, available_w = family.acceptable_w, family.available_w
    workable_w = family.available_w

    @property
    def full_j(self) -> Array:
        """What is left of the capacity."""
        return family.full_j(self)

    def carried_w(self, load_w: Array, idle_w: Array) -> Array:
        """The full load."""
        return load_w
