"""Serving a language model: a prefill/decode roofline on replicas inside one satellite.

Equation: prefill of a prompt 2 N s / (chips x peak x e_c); one decode step of a batch B
max((weights + B KV context) / (chips x bandwidth x e_m), 2 N B / (chips x peak x e_c)); KV = 2
layers kv_heads head_size bytes a token. B fills the memory left by the weights. Prefill and decode
share the chips; output tokens/s = B s_out / (B prefill + s_out step). N counts active parameters;
mixture models are charged all weights in memory traffic (large batches touch every expert). A
replica takes the fewest chips, in powers of two, that leave room for a batch.

Valid: perfect splitting over a replica's chips, attention FLOP left out (below 10 % at these
lengths); published analytical models of this kind err by 10-20 %.
Source: dawndusk, the usual roofline; rows `inference.*` and of the model
"""

from __future__ import annotations

import dataclasses
import math
from typing import Annotated, ClassVar

from annotated_types import Ge

from dawndusk.core.errors import Infeasible
from dawndusk.core.numeric import Array, np
from dawndusk.core.record import COUNT, record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Fraction, Positive, PositiveFraction
from dawndusk.records.parts import solved
from dawndusk.records.satellite import Compute
from dawndusk.records.work import Rates


@record
class Model:
    """Requests of `prompt` tokens in and `output` tokens out, to one open model, `model`."""

    CATALOGUE: ClassVar[str] = "models"
    CATALOGUE_KEY: ClassVar[str] = "model"
    model: str  # the language model, a name of the catalogue
    parameters: Annotated[Positive, COUNT]  # all weights of the model
    # N, weights that work on one token; fewer than all in a mixture of experts
    active_parameters: Annotated[Positive, COUNT]
    layers: Annotated[Positive, COUNT]  # transformer blocks
    kv_heads: Annotated[Positive, COUNT]  # heads of key and value that the cache holds, per layer
    head_size: Annotated[Positive, COUNT]  # numbers in one head
    prompt_token: Positive = default("inference.prompt")  # s, tokens that come in with a request
    output_token: Positive = default("inference.output")  # s_out, tokens that a request asks for
    # of one weight in memory: 2 is 16-bit, 1 is 8-bit
    weight_bytes: Annotated[Positive, COUNT] = default("inference.weight_bytes")
    # of one number in the cache of keys and values
    cache_bytes: Annotated[Positive, COUNT] = default("inference.cache_bytes")
    # of memory, for activations and runtime
    reserved_frac: Fraction = default("inference.reserved")
    # of the rest, kept for the batch when a replica's size is chosen
    batch_room_frac: Fraction = default("inference.batch_room")
    # e_c, of the peak, while computing
    compute_efficiency_frac: PositiveFraction = default("inference.compute_efficiency")
    # e_m, of the bandwidth, while reading
    memory_efficiency_frac: PositiveFraction = default("inference.memory_efficiency")
    # of the time that somebody pays for
    utilisation_frac: PositiveFraction = default("inference.utilisation")
    # absent: the fewest, in powers of two, that leave room for a batch
    chips_per_replica: Annotated[int, Ge(1)] | None = None

    def rates(self, compute: Compute, interruptions_per_s: Array = 0.0) -> Rates:
        """Tokens and FLOP of one chip. Raises Infeasible when the weights do not fit the
        satellite's memory.
        """
        chips = self.chips_per_replica or solved(self.settled(compute).chips_per_replica)
        weights = self.parameters * self.weight_bytes
        cache = (
            2.0 * self.layers * self.kv_heads * self.head_size * self.cache_bytes
        )  # bytes a token
        context = self.prompt_token + self.output_token
        memory = chips * compute.memory_byte * (1.0 - self.reserved_frac)
        batch = np.maximum((memory - weights) / (cache * context), 1.0)
        flops = chips * compute.peak_flop_per_s * self.compute_efficiency_frac
        bandwidth = chips * compute.bandwidth_byte_per_s * self.memory_efficiency_frac
        mean_context = self.prompt_token + 0.5 * self.output_token
        by_memory, by_compute = (
            (weights + batch * cache * mean_context) / bandwidth,
            2.0 * self.active_parameters * batch / flops,
        )
        step_s = np.maximum(by_memory, by_compute)
        prefill_s = 2.0 * self.active_parameters * self.prompt_token / flops
        request_s = (
            prefill_s + self.output_token * step_s / batch
        )  # of the whole replica, per request
        achieved = 2.0 * self.active_parameters * context / request_s
        return Rates(
            efficiency_frac=achieved / (chips * compute.peak_flop_per_s),
            utilisation_frac=self.utilisation_frac,
            tokens_per_s=self.output_token / request_s / chips,
            limit=f"decode and prefill of {self.model} on {chips} chip{'s' if chips > 1 else ''}",
        )

    def settled(self, compute: Compute) -> Model:
        """The same with the number of chips of a replica fixed, so that nothing whole depends on a
        derivative.

        Raises Infeasible when the weights do not fit the satellite's memory.
        """
        usable = float(compute.memory_byte) * (1.0 - self.reserved_frac)
        weights = float(self.parameters * self.weight_bytes)
        if self.chips_per_replica is not None:
            if (
                self.chips_per_replica > float(compute.count)
                or weights >= usable * self.chips_per_replica
            ):
                raise Infeasible(
                    f"{self.model} on replicas of {self.chips_per_replica} chips does not fit:"
                    f" weights {weights / 1e9:.0f} GB, {usable * self.chips_per_replica / 1e9:.0f}"
                    f" GB usable, {compute.count:g} chips a satellite"
                )
            return self
        chips = _replica(weights, usable, float(compute.count), self.batch_room_frac, self.model)
        return dataclasses.replace(self, chips_per_replica=chips)


def _replica(weights: float, usable: float, count: float, room: float, model: str) -> int:
    """Fewest chips, in powers of two, whose memory holds the weights and a batch."""
    if weights >= usable * count:
        raise Infeasible(
            f"{model} does not fit: its weights take {weights / 1e9:.0f} GB, the satellite's"
            f" {count:g} chips have {usable * count / 1e9:.0f} GB; memory binds. More chips per"
            " satellite, a chip with more memory or a smaller model would fit."
        )
    wanted = 2 ** math.ceil(math.log2(max(weights / (usable * (1.0 - room)), 1.0)))
    return int(wanted if wanted <= count else max(math.floor(count), 1))
