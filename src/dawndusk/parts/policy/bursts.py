"""Compute in bursts, as flown prototypes do: at full work until too hot or too empty, then nothing until cool and charged again.

Equation: on -> off where T1 > limit - margin or charge <= floor; off -> on where T1 <= limit - margin - cool by and
charge >= floor + charge band; T1 the chip after one more step, at full work; work = power
Valid: bursts of several time steps; satellites that at rest cool so far that T1 reaches limit - margin - cool by (else they wait for ever)
Source: dawndusk-method, its numbers from the rows `policy.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction


@record
class Model:
    """Hysteresis in temperature and charge; the state is 1 in a burst, else 0.

    >>> on, charge, heat = Model().step(1.0, 1.0, 350.0, 370.0, 363.0, 60.0)  # would pass the limit
    >>> float(on), float(charge), float(heat)
    (0.0, 1.0, 0.0)
    >>> [float(Model().step(state, 1.0, 330.0, 350.0, 363.0, 60.0)[0]) for state in (1.0, 0.0)]  # works on, but does not start
    [1.0, 0.0]
    """

    charge_floor_frac: Fraction = default("policy.charge_floor")  # state of charge at which a burst ends
    charge_band_frac: PositiveFraction = default("policy.charge_band")  # of charge above the floor, before the next one begins
    heat_margin_k: NotNegative = default("policy.heat_margin")  # below the chip's limit, where a burst ends
    cool_by_k: Positive = default("policy.cool_by")  # below that, where at full work the chip would be when the next one begins

    def initial(self) -> float:
        """In a burst."""
        return 1.0

    def step(
        self, state: Array, charge_frac: Array, idle_chip_k: Array, full_chip_k: Array, limit_k: Array, step_s: Array
    ) -> tuple[Array, Array, Array]:
        """Next state, and the shares of the working power that charge and heat allow: all or nothing."""
        on, stop_k = state > 0.5, limit_k - self.heat_margin_k
        charged = np.where(on, charge_frac > self.charge_floor_frac, charge_frac >= self.charge_floor_frac + self.charge_band_frac)
        cool = full_chip_k <= np.where(on, stop_k, stop_k - self.cool_by_k)
        none = 0.0 * state  # keeps the state's shape and precision
        return none + np.where(charged & cool, 1.0, 0.0), np.where(charged, 1.0, 0.0), np.where(cool, 1.0, 0.0)

    def work_frac(self, power_frac: Array) -> Array:
        """As much work as power."""
        return power_frac
