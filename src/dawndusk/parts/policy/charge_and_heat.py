"""Throttle when the battery runs low or the chips run hot.

Two ramps, each from 1 down to 0: over `charge_band` above `charge_floor` of the battery, and over `heat_band` below the chip's limit;
the chips work at the smaller. The heat ramp looks at the temperature that the step would end with, T0 idle and T1 at full work: from
duty = (limit - T(duty)) / band. A ramp on the temperature before the step swings between full and none, as a radiator moves 80 K per
unit of duty.

Equation: duty = the lesser of (charge - floor) / charge band and (limit - T0) / (heat band + T1 - T0), each between 0 and 1
Valid: work in proportion to duty, power too above the idle power
Source: dawndusk-method, its numbers from the rows `policy.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Fraction, Positive, PositiveFraction


@record
class Model:
    """The two ramps.

    >>> from dawndusk.parts.policy.charge_and_heat import Model
    >>> state, charge, heat = Model().step((), 1.0, 300.0, 310.0, 363.0, 60.0)
    >>> float(charge), float(heat)
    (1.0, 1.0)
    """

    charge_floor_frac: Fraction = default("policy.charge_floor")  # state of charge at which the chips stop
    charge_band_frac: PositiveFraction = default("policy.charge_band")  # of charge above the floor, up to full work
    heat_band_k: Positive = default("policy.heat_band")  # below the chip's limit, from full work down to none

    def initial(self) -> tuple[()]:
        """No state."""
        return ()

    def step(
        self, state: tuple[()], charge_frac: Array, idle_chip_k: Array, full_chip_k: Array, limit_k: Array, step_s: Array
    ) -> tuple[tuple[()], Array, Array]:
        """Next state, the duty that the charge allows and the duty that the heat allows, each 0 to 1.

        `idle_chip_k` and `full_chip_k` are the chip temperatures at the end of the step without and with full work.
        """
        charge = np.clip((charge_frac - self.charge_floor_frac) / self.charge_band_frac, 0.0, 1.0)
        heat = np.clip((limit_k - idle_chip_k) / (self.heat_band_k + full_chip_k - idle_chip_k), 0.0, 1.0)
        return state, charge, heat
