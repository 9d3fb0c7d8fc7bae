"""Lower the clock when the battery runs low or the chips run hot: more work per watt than slicing
time.

The ramps are those of `charge_and_heat`. Clock and voltage fall together down to the clock at which
the voltage is lowest; less power than that slices time at that clock.

Equation: power = the lesser of (charge - floor) / charge band and (limit - T0) / (heat band + T1 -
T0), each between 0 and 1; work = power^(1/e) above power = f^e, else power / f^(e - 1); e the
exponent, f the clock floor
Valid: work limited by arithmetic, as in training; a throttled reader of memory loses less work than
this
Source: chung2024, you2023, its numbers from the rows `policy.*` and `payload.clock_*`
"""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Le

from dawndusk.core.numeric import Array
from dawndusk.core.record import PURE, record
from dawndusk.data.catalogue import default
from dawndusk.parts import policy as family
from dawndusk.physics import chip
from dawndusk.records.fields import Fraction, Positive, PositiveFraction, Quantity

Exponent = Annotated[Quantity, Ge(1.0), Le(6.0)]
Floor = Annotated[Quantity, Ge(0.05), Le(1.0)]


@record
class Model:
    """The two ramps, and the clock.

    >>> state, charge, heat = Model().step((), 1.0, 350.0, 370.0, 363.0, 60.0)
    >>> round(float(heat), 2), round(float(Model().work_frac(heat)), 2)
    (0.52, 0.82)
    """

    # state of charge at which the chips stop
    charge_floor_frac: Fraction = default("policy.charge_floor")
    # of charge above the floor, up to full work
    charge_band_frac: PositiveFraction = default("policy.charge_band")
    # below the chip's limit, from full work down to none
    heat_band_k: Positive = default("policy.heat_band")
    # e: power above idle goes as the work's e-th power above the floor
    exponent: Annotated[Exponent, PURE] = default("payload.clock_exponent")
    # f, of full work: below it the voltage falls no further
    clock_floor_frac: Floor = default("payload.clock_floor")

    initial, step = family.no_state, family.ramps

    def work_frac(self, power_frac: Array) -> Array:
        """Work at the clock that draws that share of the working power."""
        return chip.work_frac_of(power_frac, 0.0, self.exponent, self.clock_floor_frac)
