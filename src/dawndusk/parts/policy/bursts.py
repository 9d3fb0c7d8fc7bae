"""Compute in bursts, as flown prototypes do: at full work until too hot or too empty, then nothing
until cool and charged again.

Two latches, and work while both are on: heat goes off where T1 > limit - margin, on again where T1
<= limit - margin - cool by; charge goes off where it is <= floor, on again where it is >= floor +
charge band. T1 is the chip after one more step, at full work.

Equation: work = power = heat latch x charge latch
Valid: bursts of several time steps; satellites that at rest cool so far that T1 reaches limit -
margin - cool by (else they wait for ever)
Source: dawndusk-method, its numbers from the rows `policy.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction


@record
class Model:
    """Hysteresis in charge and in temperature; the state is a latch for each, 1 or 0.

    >>> _, charge, heat = Model().step(
    ...     (1.0, 1.0), 1.0, 350.0, 370.0, 363.0, 60.0
    ... )  # would pass the limit
    >>> float(charge), float(heat)
    (1.0, 0.0)
    >>> [
    ...     float(Model().step((1.0, hot), 1.0, 330.0, 350.0, 363.0, 60.0)[2]) for hot in (1.0, 0.0)
    ... ]  # works on, but does not start
    [1.0, 0.0]
    """

    # state of charge at which a burst ends
    charge_floor_frac: Fraction = default("policy.charge_floor")
    # of charge above the floor, before the next one begins
    charge_band_frac: PositiveFraction = default("policy.charge_band")
    # below the chip's limit, where a burst ends
    heat_margin_k: NotNegative = default("policy.heat_margin")
    # below that, where at full work the chip would be when the next one begins
    cool_by_k: Positive = default("policy.cool_by")

    def initial(self) -> tuple[float, float]:
        """Charged and cool: in a burst."""
        return 1.0, 1.0

    def step(
        self,
        state: tuple[Array, Array],
        charge_frac: Array,
        idle_chip_k: Array,
        full_chip_k: Array,
        limit_k: Array,
        step_s: Array,
    ) -> tuple[tuple[Array, Array], Array, Array]:
        """The next latches, which are the shares of the working power that charge and heat allow:
        all or nothing.
        """
        charged, cool = state
        floor, stop_k = self.charge_floor_frac, limit_k - self.heat_margin_k
        on = np.where(
            charged > 0.5, charge_frac > floor, charge_frac >= floor + self.charge_band_frac
        )
        cold = full_chip_k <= np.where(cool > 0.5, stop_k, stop_k - self.cool_by_k)
        latches = (
            0.0 * charged + np.where(on, 1.0, 0.0),
            0.0 * cool + np.where(cold, 1.0, 0.0),
        )  # as precise as the state
        return latches, *latches

    def work_frac(self, power_frac: Array) -> Array:
        """As much work as power."""
        return power_frac
