"""Slice time when the battery runs low or the chips run hot.

Two ramps, each from 1 down to 0: over `charge_band` above `charge_floor` of the battery, and over
`heat_band` below the chip's limit; the chips draw the smaller. The heat ramp looks at the
temperature that the step would end with, T0 idle and T1 at full work.

Equation: power = the lesser of (charge - floor) / charge band and (limit - T0) / (heat band + T1 -
T0), each between 0 and 1; work = power, both above idle
Valid: chips that run at full clock or not at all
Source: dawndusk-method, its numbers from the rows `policy.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.parts import policy as family
from dawndusk.records.fields import Fraction, Positive, PositiveFraction


@record
class Model:
    """The two ramps.

    >>> state, charge, heat = Model().step((), 1.0, 300.0, 310.0, 363.0, 60.0)
    >>> float(charge), float(heat), Model().work_frac(0.5)
    (1.0, 1.0, 0.5)
    """

    # state of charge at which the chips stop
    charge_floor_frac: Fraction = default("policy.charge_floor")
    # of charge above the floor, up to full work
    charge_band_frac: PositiveFraction = default("policy.charge_band")
    # below the chip's limit, from full work down to none
    heat_band_k: Positive = default("policy.heat_band")

    initial, step = family.no_state, family.ramps

    def work_frac(self, power_frac: Array) -> Array:
        """As much work as power."""
        return power_frac
