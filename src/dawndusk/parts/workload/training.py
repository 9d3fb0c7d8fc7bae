"""Training a language model: replicas inside satellites that step on their own and exchange weights
over a stated link.

Equation: see `physics.training`: a step takes 6 N B / (chips x peak x MFU), an exchange 2 N b (1 -
1/M) / W + latency; of the rest Young's interval between checkpoints keeps Daly's share. A replica
holds N x (bytes of training state) in the memory of its chips and writes that at a checkpoint: its
own with `diloco`, where no two replicas are in one state, its part of one copy with
`data_parallel`.
Valid: replicas equally fast; what the satellites of one replica say to each other within a step is
not charged, so a replica of several needs links between them far faster than `link`; an
interruption anywhere sends the whole job back, with `diloco` too. On the ground the same job runs
at the same rate of interruptions, one network port a chip, and without latency.
Source: kaplan2020, charles2025, young1974, daly2006, rows `training.*` and of the model
"""

from __future__ import annotations

import math
from dataclasses import field
from typing import Annotated, ClassVar, Literal

from annotated_types import Ge

from dawndusk.core.errors import Infeasible
from dawndusk.core.numeric import Array
from dawndusk.core.record import COUNT, record
from dawndusk.data.catalogue import constant, default, row
from dawndusk.physics import training
from dawndusk.records.fields import Fraction, NotNegative, Positive, PositiveFraction
from dawndusk.records.satellite import Compute
from dawndusk.records.work import Factor, Job, Rates

OUTER_GRADIENT_BYTES = constant("training.outer_gradient_bytes")
GRADIENT_BYTES = constant("training.gradient_bytes")


def _whole(id: str) -> int:
    """A whole number with a row as default."""
    made: int = field(default=int(row(id).value), metadata={"row": id})
    return made


@record
class Model:
    """A job of `replicas`, each on all chips of its satellites, that trains `model`; a fleet with
    room for several jobs runs several.

    >>> from dawndusk.scenario.reading import load
    >>> loaded = load("suncatcher", {"work.kind": "training", "work.model": "llama-3-8b"}).scenario
    >>> [
    ...     (loss.name, round(float(loss.frac), 3))
    ...     for loss in loaded.work.rates(loaded.satellite.compute).losses
    ... ]
    [('communication between replicas', 0.991), ('checkpoints and restarts', 0.993)]
    """

    CATALOGUE: ClassVar[str] = "models"
    CATALOGUE_KEY: ClassVar[str] = "model"
    model: str  # of the catalogue
    parameters: Annotated[Positive, COUNT]  # N: what is held, stepped and exchanged
    active_parameters: Annotated[
        Positive, COUNT
    ]  # N of 6 N D: fewer than `parameters` in a mixture of experts
    # model FLOP over peak FLOP while a replica computes
    mfu_frac: PositiveFraction = default("training.mfu")
    # of the capacity that somebody trains on
    utilisation_frac: PositiveFraction = default("training.utilisation")
    batch_token: Positive = default("training.batch")  # B: tokens of one replica in one step
    corpus_token: Positive | None = None  # D: tokens of the whole training; absent: no end is known
    # exchange weights' change after inner steps, or gradients after every step
    method: Literal["diloco", "data_parallel"] = "diloco"
    # H: between two exchanges of diloco
    inner_steps: Annotated[int, Ge(1)] = _whole("training.inner_steps")
    # tau: steps that go on while an exchange runs; at most 1 for data_parallel, H for diloco
    overlap_steps: Annotated[NotNegative, COUNT] = 0.0
    # b: of a parameter in an exchange; absent: 1 (int8) for diloco, 2 (bf16) for data_parallel
    wire_bytes: Annotated[Positive, COUNT] | None = None
    # M: copies of the model that one job trains at once
    replicas: Annotated[int, Ge(1)] = _whole("training.replicas")
    satellites_per_replica: Annotated[int, Ge(1)] = 1  # satellites whose chips make one replica
    # W: what one replica sends, and receives at the same time
    link_byte_per_s: Positive = default("training.link")
    # network port of one chip on the ground
    ground_chip_link_byte_per_s: Positive = default("training.ground_chip_link")
    latency_s: NotNegative = default("training.latency")  # of one exchange, all its hops
    # of the job, for each of its chips
    interruptions_per_s: NotNegative = default("training.interruptions")
    # from an interruption to the first new step
    restart_s: NotNegative = default("training.restart")
    # one chip's share, while the work waits
    checkpoint_write_byte_per_s: Positive = default("training.checkpoint_write")
    # of a parameter, in memory and in a checkpoint
    state_bytes: Annotated[Positive, COUNT] = default("training.state_bytes")
    reserved_frac: Fraction = default("training.reserved")  # of memory, for activations and runtime

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between keys, as (key, reason)."""
        if self.overlap_steps > self._steps:
            between = f"{self._steps} step{'s' if self._steps > 1 else ''} between two exchanges"
            return [
                (
                    "overlap_steps",
                    f"{self.overlap_steps:g} is more than the {between} of {self.method}",
                )
            ]
        return []

    def settled(self, compute: Compute) -> Model:
        """Itself: its whole numbers are given. Raises Infeasible when the training state does not
        fit a replica's memory.
        """
        state, one = (
            float(self._state_byte),
            float(compute.memory_byte * compute.count) * (1.0 - self.reserved_frac),
        )
        if state > one * self.satellites_per_replica:
            several = (
                f"{self.satellites_per_replica} satellites have"
                if self.satellites_per_replica > 1
                else "one satellite has"
            )
            enough = f"satellites_per_replica = {math.ceil(state / one)}, " if one > 0.0 else ""
            raise Infeasible(
                f"training {self.model} does not fit: weights, gradients and optimiser take"
                f" {state / 1e9:,.0f} GB and {several}"
                f" {one * self.satellites_per_replica / 1e9:,.0f} GB for them; memory binds."
                f" {enough}more chips per satellite, a chip with more memory or a smaller model"
                " would fit."
            )
        return self

    def rates(self, compute: Compute, interruptions_per_s: Array = 0.0) -> Rates:
        """FLOP of one chip, and what the job loses in orbit, where radiation adds its
        interruptions, and on the ground.
        """
        chips = self.satellites_per_replica * compute.count  # of a replica
        corpus = self.corpus_token
        job = Job(
            satellites=self.replicas * self.satellites_per_replica,
            work_flop=(
                None if corpus is None else training.work_flop(self.active_parameters, corpus)
            ),
        )
        step_s = training.step_time_s(
            self.active_parameters,
            self.batch_token,
            chips * compute.peak_flop_per_s * self.mfu_frac,
        )
        kept, ground_kept = (
            Factor(
                name="checkpoints and restarts",
                frac=self._checkpointing_frac(chips, self.interruptions_per_s + more),
            )
            for more in (interruptions_per_s, 0.0)
        )
        return Rates(
            efficiency_frac=self.mfu_frac,
            utilisation_frac=self.utilisation_frac,
            losses=(self._communication(step_s, self.link_byte_per_s, self.latency_s), kept),
            ground_losses=(
                self._communication(step_s, chips * self.ground_chip_link_byte_per_s, 0.0),
                ground_kept,
            ),
            job=job,
            limit=f"the model FLOP utilisation of training {self.model}",
        )

    @property
    def _steps(self) -> int:
        """Steps from one exchange to the next."""
        return self.inner_steps if self.method == "diloco" else 1

    @property
    def _state_byte(self) -> Array:
        return self.parameters * self.state_bytes

    def _communication(self, step_s: Array, link_byte_per_s: Array, latency_s: Array) -> Factor:
        wire = OUTER_GRADIENT_BYTES if self.method == "diloco" else GRADIENT_BYTES
        if self.wire_bytes is not None:
            wire = self.wire_bytes
        exchange_s = training.synchronisation_s(
            self.parameters, wire, self.replicas, link_byte_per_s, latency_s
        )
        share = training.communication_frac(step_s, exchange_s, self._steps, self.overlap_steps)
        return Factor(name="communication between replicas", frac=share)

    def _checkpointing_frac(self, chips: Array, interruptions_per_s: Array) -> Array:
        together = (
            self.replicas if self.method == "data_parallel" else 1
        )  # replicas in one state write one copy of it
        checkpoint_s = self._state_byte / (together * chips * self.checkpoint_write_byte_per_s)
        rate = training.interruptions_per_s(self.replicas * chips, interruptions_per_s)
        interval_s = training.checkpoint_interval_s(checkpoint_s, rate)
        return training.checkpointing_frac(interval_s, checkpoint_s, self.restart_s, rate)
