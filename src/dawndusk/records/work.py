"""The work that gets done while the fleet is healthy, and where the rest of the peak went."""

from __future__ import annotations

import math

from dawndusk.core.numeric import Array
from dawndusk.core.record import record


@record
class Factor:
    """One step of the waterfall: what share of the work before it is left."""

    name: str
    frac: Array


@record
class Job:
    """A job that several satellites do together, or on the ground a data centre alone."""

    satellites: int
    work_flop: Array | None = None  # of the whole job, where it has an end


@record
class Rates:
    """What one healthy chip does at full duty; `efficiency_frac` is achieved FLOP per peak FLOP
    while it computes.
    """

    efficiency_frac: Array
    utilisation_frac: Array  # share of the capacity that somebody uses
    losses: tuple[Factor, ...] = ()  # what a job spends on waiting and on work done again
    ground_losses: tuple[Factor, ...] = ()  # the same on the ground, with its own links
    job: Job | None = None
    tokens_per_s: Array | None = None
    limit: str = ""  # what bounds the rate

    @property
    def goodput_frac(self) -> Array:
        """Share of the compute time that becomes kept work: the product of the losses."""
        return math.prod((loss.frac for loss in self.losses), start=1.0)

    @property
    def ground_goodput_frac(self) -> Array:
        """The same on the ground."""
        return math.prod((loss.frac for loss in self.ground_losses), start=1.0)

    def on_ground(self, site_up_frac: Array, repaired_frac: Array) -> tuple[Factor, ...]:
        """The waterfall of a data centre that is up, and whose chips do not await repair, so much
        of the time.
        """
        return (
            Factor(name="site up", frac=site_up_frac),
            Factor(name="chips not awaiting repair", frac=repaired_frac),
            Factor(name="demand", frac=self.utilisation_frac),
            *self.ground_losses,
            Factor(name="chip efficiency at the work", frac=self.efficiency_frac),
        )


@record
class Work:
    """The fleet's work. The factors' product is `delivered_frac`; losses of hardware come later, in
    the life.
    """

    peak_flop_per_s: Array
    delivered_frac: Array
    delivered_flop_per_s: Array
    duty_frac: Array  # share of full work that heat and power allow
    resumed_frac: Array  # share of that which resuming after pauses leaves
    # share of that which recovering from radiation's resets and crashes leaves
    recovered_frac: Array
    jobs_frac: Array  # share of the satellites that whole jobs can use; 1 but for training
    goodput_frac: Array  # share of the compute time that becomes kept work; 1 but for training
    waterfall: tuple[Factor, ...]
    tokens_per_s: Array | None
    training_s: Array | None  # of a whole training job, while it runs
    silent_per_million_tokens: Array | None  # silent errors by radiation
    silent_per_training_day: Array | None  # of a whole training job
    rates: Rates
