"""The work that gets done while the fleet is healthy, and where the rest of the peak went."""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record


@record
class Factor:
    """One step of the waterfall: what share of the work before it is left."""

    name: str
    frac: Array


@record
class Rates:
    """What one healthy chip does at full duty; `efficiency_frac` is achieved FLOP per peak FLOP."""

    efficiency_frac: Array
    utilisation_frac: Array  # share of the capacity that somebody uses
    tokens_per_s: Array | None = None
    limit: str = ""  # what bounds the rate


@record
class Work:
    """The fleet's work. The factors' product is `delivered_frac`; losses of hardware come later, in the life."""

    peak_flop_per_s: Array
    delivered_frac: Array
    delivered_flop_per_s: Array
    duty_frac: Array  # share of full work that heat and power allow
    waterfall: tuple[Factor, ...]
    tokens_per_s: Array | None
    rates: Rates
