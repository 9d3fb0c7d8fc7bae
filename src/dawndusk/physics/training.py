"""Training in closed form: the length of a step, what replicas wait for each other, what
interruptions cost.

A job is M replicas of a model of N parameters. Each replica steps through its own batch; after H
steps all exchange their weights' change (H = 1: gradients, synchronous data parallel). Every
interruption sends the whole job back to its last checkpoint.

Valid: means over many steps, replicas that are alike and equally fast, interruptions at a constant
rate; attention beside 6 N D is left out (below 10 % for contexts of a few thousand tokens), so is
what H does to the loss per token.
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np

# below one interruption in 30 million years nothing changes, and no root of zero is taken
RARE_PER_S = 1e-15


def work_flop(active_parameters: Array, corpus_token: Array) -> Array:
    """Work of training on a number of tokens: forward and backward pass.

    Equation: 6 N D; N counts the active parameters of a mixture of experts.
    Source: kaplan2020

    >>> f"{work_flop(405e9, 15.6e12):.3g}"
    '3.79e+25'
    """
    return 6.0 * active_parameters * corpus_token


def step_time_s(active_parameters: Array, batch_token: Array, delivered_flop_per_s: Array) -> Array:
    """Time of one step of a replica whose chips together deliver that rate at the model's work.

    Equation: t = 6 N B / (chips x peak x MFU).
    Source: kaplan2020

    >>> round(float(step_time_s(10e9, 1e6, 8 * 989e12 * 0.4)), 1)
    19.0
    """
    return work_flop(active_parameters, batch_token) / delivered_flop_per_s


def synchronisation_s(
    parameters: Array, wire_bytes: Array, replicas: Array, link_byte_per_s: Array, latency_s: Array
) -> Array:
    """Time in which all replicas come to the same weights, each sending and receiving over its own
    link at once.

    Equation: T = 2 N b (1 - 1/M) / W + latency, the least of any all-reduce; b bytes a parameter on
    the wire; 0 for M = 1.
    Source: charles2025, appendix A

    >>> round(float(synchronisation_s(10e9, 1.0, 8, 1.25e9, 0.0)), 9)
    14.0
    """
    talking = replicas > 1.0
    return np.where(
        talking,
        2.0 * parameters * wire_bytes * (1.0 - 1.0 / replicas) / link_byte_per_s + latency_s,
        0.0,
    )


def communication_frac(
    step_s: Array, exchange_s: Array, inner_steps: Array, overlap_steps: Array
) -> Array:
    """Share of the time in which a replica computes, when it synchronises every so many steps.

    Equation: u = H t / (H t + max(0, T - tau t)); tau steps go on while the exchange runs. H = 1 is
    synchronous data parallel: tau = 0 adds step and exchange, tau = 1 takes the longer of the two.
    Source: douillard2023, charles2025

    >>> (
    ...     round(float(communication_frac(8.0, 14.0, 100, 0.0)), 3),
    ...     round(float(communication_frac(8.0, 28.0, 1, 0.0)), 3),
    ... )
    (0.983, 0.222)
    """
    waiting_s = np.maximum(exchange_s - overlap_steps * step_s, 0.0)
    return inner_steps * step_s / (inner_steps * step_s + waiting_s)


def interruptions_per_s(chips: Array, chip_interruptions_per_s: Array) -> Array:
    """Rate at which a job on so many chips is interrupted, the chips failing one by one.

    Equation: chips x rate.
    Valid: jobs of a thousand chips and more; small jobs are interrupted several times as often as
    this, by causes other than hardware.
    Source: kokolis2024

    >>> round(1 / float(interruptions_per_s(16384, 6.5e-3 / 8 / 86400)) / 3600, 1)
    1.8
    """
    return chips * chip_interruptions_per_s


def checkpoint_interval_s(checkpoint_s: Array, job_interruptions_per_s: Array) -> Array:
    """Time of work between two checkpoints that loses least, each holding up the work while it is
    written.

    Equation: tau = sqrt(2 delta M), M the mean time between interruptions.
    Valid: delta well below M; at delta = M/3 the true best is a quarter shorter and keeps 3 % more
    work.
    Source: young1974

    >>> round(float(checkpoint_interval_s(300.0, 1 / 86400)) / 60)
    120
    """
    return np.sqrt(2.0 * checkpoint_s / np.maximum(job_interruptions_per_s, RARE_PER_S))


def checkpointing_frac(
    interval_s: Array, checkpoint_s: Array, restart_s: Array, job_interruptions_per_s: Array
) -> Array:
    """Share of the time that becomes kept work, after writing checkpoints, restarting and doing
    lost work again.

    Equation: tau / (M exp(R/M) (exp((tau + delta)/M) - 1)).
    Valid: interruptions at a constant rate, which may also strike while a checkpoint is written or
    the job restarts.
    Source: daly2006, equation of the complete cost function

    >>> round(float(checkpointing_frac(7200.0, 300.0, 600.0, 1 / 86400)), 3)
    0.913
    """
    rate = np.maximum(job_interruptions_per_s, RARE_PER_S)
    work, whole = (
        rate * np.maximum(interval_s, 1e-6),
        rate * (np.maximum(interval_s, 1e-6) + checkpoint_s),
    )
    return (
        work * np.exp(-rate * restart_s - whole) / -np.expm1(-whole)
    )  # so written, a long interval gives 0 and not infinity
