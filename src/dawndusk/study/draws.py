"""Drawing: the whole chain for thousands of draws of its inputs.

Draws are made in chunks of equal size by as many threads as there are workers: the compiled chain
leaves Python alone, so threads share one compilation where processes would each make their own. A
chunk that is done is kept, and a stopped study goes on where it was.

Equation: outputs of study/batch at the draws of study/priors; bands are quantiles over the draws
that close
Valid: as study/batch and study/priors; orbit and ground of a draw share every input that both have
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from dawndusk.core.errors import BadInput, Infeasible, Problem
from dawndusk.data.catalogue import Spread
from dawndusk.records.fleet import Fleet
from dawndusk.records.scenario import Scenario
from dawndusk.records.uncertainty import Drawn
from dawndusk.scenario import priors
from dawndusk.study import batch
from dawndusk.study.fleet_variability import luck
from dawndusk.study.sensitivity import shares, together

CHUNK = 1000
PRICES = "prices of the satellite's parts"


def draw(
    scenario: Scenario,
    spreads: Mapping[str, Spread],
    *,
    workers: int | None = None,
    kept: Path | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Drawn:
    """All draws of a scenario. Chunks are kept in the folder `kept`, if one is given, and found
    there again.

    Raises BadInput where correlations contradict one another or nothing is uncertain, Infeasible
    where no draw closes.
    """
    import time

    keys, count = tuple(priors.uncertain(scenario, spreads)), scenario.uncertainty.draws
    if not keys:
        raise BadInput(
            Problem("nothing in it has a spread, so there is nothing to draw", where=scenario.name)
        )
    chain = batch.compiled(scenario, keys, CHUNK)
    began = time.perf_counter()
    inputs, outputs = _chunks(chain, scenario, spreads, workers, kept, tell)
    seconds = time.perf_counter() - began
    if not (outputs["closes"] > 0.0).any():
        raise Infeasible(
            f"none of the {count} draws has a design that closes and works, though the nominal"
            " does; narrower spreads would"
        )
    small = batch.short(scenario)
    outcome = batch.evaluated(small)
    middle = dict(zip(batch.OUTPUTS, map(float, batch.outputs(small, outcome)), strict=True))
    drawn = Drawn(
        keys=keys,
        inputs=inputs,
        outputs=outputs,
        nominal=middle,
        seconds=seconds,
        failing=_failing(outcome.fleet, outputs),
        luck=luck(small, outcome),
    )
    return dataclasses.replace(
        drawn, shares=shares(drawn), prices=together(drawn, priors.satellite_prices(keys), PRICES)
    )


def _chunks(
    chain: Callable[[Any], dict[str, Any]],
    scenario: Scenario,
    spreads: Mapping[str, Spread],
    workers: int | None,
    kept: Path | None,
    tell: Callable[[int, int], None] | None,
) -> tuple[Any, dict[str, Any]]:
    """Inputs [draw, key] and outputs [draw] of all draws, chunk by chunk: made, or found in the
    folder `kept`.
    """
    import numpy

    count = scenario.uncertainty.draws

    def chunk(first: int) -> tuple[Any, dict[str, Any]]:
        file = None if kept is None else kept / f"draws-{first}.npz"
        if file is not None and file.is_file():
            with numpy.load(file) as held:
                return held["inputs"], {name: held[name] for name in batch.OUTPUTS}
        inputs = priors.drawn(scenario, spreads, first, first + CHUNK)
        outputs = chain(inputs)
        if file is not None:
            numpy.savez(file.with_suffix(".new.npz"), inputs=inputs, **outputs)
            file.with_suffix(".new.npz").rename(file)
        return inputs, outputs

    chunks = []
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        for found in pool.map(chunk, range(0, count, CHUNK)):
            chunks.append(found)
            if tell is not None:
                tell(min(len(chunks) * CHUNK, count), count)
    inputs = numpy.concatenate([one for one, _ in chunks])[:count]
    return inputs, {
        name: numpy.concatenate([one[name] for _, one in chunks])[:count] for name in batch.OUTPUTS
    }


def _failing(fleet: Fleet, outputs: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    """Why draws have no design that closes and works, the commonest first, with their shares of all
    draws.
    """
    import numpy

    margins = fleet.groups[0].worst.margins
    words = {number: margin.failing for number, margin in enumerate(margins)} | {
        batch.NO_WORK: "its chips never do more than idle"
    }
    numbers, counts = numpy.unique(outputs["failing"][outputs["closes"] == 0.0], return_counts=True)
    found = (
        (words[int(number)], float(count) / len(outputs["closes"]))
        for number, count in zip(numbers, counts, strict=True)
    )
    return tuple(sorted(found, key=lambda one: -one[1]))


def ratios(
    scenario: Scenario,
    spreads: Mapping[str, Spread],
    workers: int | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> Callable[[Any], Any]:
    """A function from inputs [draw, key], however many, to ratios [draw]; not a number where no
    design closes.
    """
    import numpy

    chain = batch.compiled(scenario, tuple(priors.uncertain(scenario, spreads)), CHUNK)

    def found(inputs: Any) -> Any:
        count, chunks = len(inputs), -(-len(inputs) // CHUNK)
        padded = numpy.concatenate(
            [inputs, numpy.tile(inputs[:1], (chunks * CHUNK - count, 1))]
        ).reshape(chunks, CHUNK, -1)
        ratios = []
        with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
            for at, outputs in enumerate(pool.map(chain, padded)):
                ratios.append(numpy.where(outputs["closes"] > 0.0, outputs["ratio"], numpy.nan))
                if tell is not None:
                    tell(min((at + 1) * CHUNK, count), count)
        return numpy.concatenate(ratios)[:count]

    return found
