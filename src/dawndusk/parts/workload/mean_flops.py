"""Work known only by its mean: a share of the peak that models achieve, and a share of the time
that somebody pays.

Equation: delivered = peak x MFU x utilisation.
Valid: means over whatever the chips do; nothing is said of memory, tokens or waiting.
Source: dawndusk, rows `mean-flops.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import PositiveFraction
from dawndusk.records.satellite import Compute
from dawndusk.records.work import Rates


@record
class Model:
    """Model FLOP utilisation and demand."""

    # model FLOP utilisation: useful work over the dense 16-bit peak
    mfu_frac: PositiveFraction = default("mean-flops.mfu")
    # of the time that somebody pays for
    utilisation_frac: PositiveFraction = default("mean-flops.utilisation")

    def settled(self, compute: Compute) -> Model:
        """Itself: nothing to fix."""
        return self

    def rates(self, compute: Compute, interruptions_per_s: Array = 0.0) -> Rates:
        """The same for every chip."""
        return Rates(
            efficiency_frac=self.mfu_frac,
            utilisation_frac=self.utilisation_frac,
            limit="model FLOP utilisation",
        )
