"""Results of the work: what the healthy fleet delivers, and where the rest of the peak goes."""

from __future__ import annotations

from dawndusk.results.fields import result, results
from dawndusk.work.serve import serve

NO_TOKENS = "the workload has no output tokens"
NO_JOB_END = "no training job with an end: that needs `work.kind = training` and `work.corpus`"


@results
class Factor:
    """One step of a waterfall."""

    name: str = result("what takes this share", by=serve)
    frac: float = result("share of the work before it that is left after this factor", by=serve)


@results
class Results:
    """What gets done while the fleet is healthy."""

    peak_flop_per_s: float = result("dense 16-bit peak of all chips", by=serve)
    delivered_flop_per_s: float = result(
        "peak x delivered_frac, of the healthy fleet",
        by=serve,
        formula="peak_flop_per_s * delivered_frac",
    )
    delivered_frac: float = result(
        "product of the waterfall's factors", by=serve, formula="prod(waterfall.*.frac)"
    )
    duty_frac: float = result(
        "share of full work that heat and power allow, mean over the sampled days", by=serve
    )
    waterfall: tuple[Factor, ...] = result(
        "where the peak goes, factor by factor; losses of hardware stand in life", by=serve
    )
    limit: str = result(
        "what limits the rate of a chip, such as its memory bandwidth; empty where nothing is"
        " known",
        lambda run: run.work.rates.limit,
        by=serve,
        part="work",
    )
    tokens_per_s: float | None = result(
        "output tokens of the healthy fleet at the demand", by=serve, null=NO_TOKENS
    )
    goodput_frac: float | None = result(
        "share of compute time that becomes kept work: communication x checkpoints, of a"
        " training job",
        lambda run: run.work.goodput_frac if run.work.rates.job else None,
        by=serve,
        part="work",
        null="only a training job waits for its replicas and goes back to checkpoints",
    )
    training_s: float | None = result(
        "6 N D over what the job's chips deliver while it runs, healthy; demand does not slow it",
        by=serve,
        null=NO_JOB_END,
    )
    silent_per_million_tokens: float | None = result(
        "results that radiation corrupts unnoticed, per million output tokens: a chip's rate over"
        " its tokens while it computes",
        by=serve,
        null=NO_TOKENS,
    )
    silent_per_training_day: float | None = result(
        "results that radiation corrupts unnoticed in a day of the whole training job",
        by=serve,
        null="the work is no training job in orbit",
    )
