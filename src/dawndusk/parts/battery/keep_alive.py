"""No battery for compute: in eclipse the chips idle, and the cells carry only what keeps the
satellite alive.

The same cells as in `lithium_ion`, sized for the idle load: bus, idle chips and their hosts. Work
waits for the Sun, so that every eclipse is a pause of the jobs and a swing of the chips'
temperature.

Equation: as in lithium_ion, with the idle load for the load; work = 0 where the array gives no more
than the idle load
Valid: as in lithium_ion; jobs that can be put away at the edge of the shadow
Source: dawndusk-method, xu2018, its numbers from the rows `lithium-ion.*`
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
    """A battery for idling; without a `capacity`, design gives it one.

    >>> import numpy
    >>> from dawndusk.core.units import YEAR_S
    >>> small = Model().sized(1000.0, 200.0, numpy.full(360, 2100.0), 5700.0, 5 * YEAR_S)
    >>> round(
    ...     float(
    ...         small.full_j
    ...         * small.depth_of_discharge_frac
    ...         * small.discharge_efficiency_frac
    ...         / 2100.0
    ...     )
    ... )
    200
    >>> (
    ...     float(small.available_w(small.initial(), 60.0)) > 0.0,
    ...     small.workable_w(small.initial(), 60.0),
    ... )
    (True, 0.0)
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
    # least time that it carries the idle load
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

    @property
    def full_j(self) -> Array:
        """What is left of the capacity."""
        return family.full_j(self)

    def carried_w(self, load_w: Array, idle_w: Array) -> Array:
        """The idle load."""
        return idle_w

    def workable_w(self, state: Array, step_s: Array) -> Array:
        """None: work draws on the array alone."""
        return 0.0
