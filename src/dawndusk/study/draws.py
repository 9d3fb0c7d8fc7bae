"""Draws: the whole chain for thousands of draws of its uncertain inputs.

Draws are evaluated in chunks of equal size. A chunk is stored when it is complete, and a study that
was stopped resumes with the chunks stored.

Equation: outputs of study/batch at the draws of scenario/priors; bands are quantiles over the draws
that close
Valid: as study/batch and scenario/priors; orbit and ground of a draw share every common input
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from dawndusk.core.errors import BadInput, Infeasible, Problem
from dawndusk.data.catalogue import Spread
from dawndusk.records.fleet import Fleet
from dawndusk.records.scenario import Scenario
from dawndusk.records.uncertainty import Drawn
from dawndusk.scenario import priors
from dawndusk.study import batch
from dawndusk.study.executor import Executor, Tell, Threads
from dawndusk.study.fleet_variability import fleet_variability
from dawndusk.study.sensitivity import shares, together

CHUNK = 2 * batch.DRAWS
PRICES = "prices of the satellite's parts"
Chunk = tuple[Any, dict[str, Any]]  # inputs [draw, key], outputs [draw] by name


def draw(
    scenario: Scenario,
    spreads: Mapping[str, Spread],
    *,
    executor: Executor | None = None,
    kept: Path | None = None,
    tell: Tell | None = None,
) -> Drawn:
    """All draws of a scenario.

    Args:
        scenario: settled.
        spreads: by dotted key of an input.
        executor: where chunks are evaluated; threads by default.
        kept: folder in which chunks are stored and found again.
        tell: called with the number of draws done and of all.

    Raises: BadInput where correlations contradict one another or nothing is uncertain, Infeasible
    where no draw closes.
    """
    import time

    keys, count = tuple(priors.uncertain(scenario, spreads)), scenario.uncertainty.draws
    if not keys:
        raise BadInput(
            Problem("nothing in it has a spread, so there is nothing to draw", where=scenario.name)
        )
    chain = batch.Batch(scenario, keys)
    chain.ready()  # here even for other processes, which then find it on disk
    chunk = partial(_chunk, chain, scenario, spreads)
    began = time.perf_counter()
    chunks = (executor or Threads()).map(
        chunk,
        range(0, count, CHUNK),
        kept=None if kept is None else _Folder(kept),
        tell=_draws_done(tell, count),
    )
    inputs, outputs = _joined(chunks, count)
    seconds = time.perf_counter() - began
    if not (outputs["closes"] > 0.0).any():
        raise Infeasible(
            f"none of the {count} draws has a design that closes and works, though the nominal"
            " does; narrower spreads would"
        )
    small = batch.short(scenario)
    outcome = batch.evaluated(small)
    nominal = dict(zip(batch.OUTPUTS, map(float, batch.outputs(small, outcome)), strict=True))
    drawn = Drawn(
        keys=keys,
        inputs=inputs,
        outputs=outputs,
        nominal=nominal,
        seconds=seconds,
        failing=_failing(outcome.fleet, outputs),
        fleet_variability=fleet_variability(small, outcome),
    )
    return dataclasses.replace(
        drawn, shares=shares(drawn), prices=together(drawn, priors.satellite_prices(keys), PRICES)
    )


def _chunk(
    chain: batch.Batch, scenario: Scenario, spreads: Mapping[str, Spread], first: int
) -> Chunk:
    """One chunk of draws, by the number of its first draw."""
    inputs: Any = priors.drawn(scenario, spreads, first, first + CHUNK)
    return inputs, chain(inputs)


@dataclass(frozen=True)
class _Folder:
    """Chunks stored as files, by the number of their first draw."""

    folder: Path

    def _file(self, first: object) -> Path:
        return self.folder / f"draws-{first}.npz"

    def __contains__(self, first: object) -> bool:
        import numpy

        try:
            with numpy.load(self._file(first)) as held:
                return all(len(held[name]) for name in ("inputs", *batch.OUTPUTS))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return False  # not there, or cut: it is drawn again

    def __getitem__(self, first: int) -> Chunk:
        import numpy

        with numpy.load(self._file(first)) as held:
            return held["inputs"], {name: held[name] for name in batch.OUTPUTS}

    def __setitem__(self, first: int, chunk: Chunk) -> None:
        import numpy

        file, (inputs, outputs) = self._file(first), chunk
        part = file.with_suffix(".new.npz")
        try:
            numpy.savez(part, inputs=inputs, **outputs)
        except OSError:
            part.unlink(missing_ok=True)
            raise
        part.rename(file)  # complete or not there


def _draws_done(tell: Tell | None, count: int) -> Tell | None:
    """Progress in draws from progress in chunks."""
    return None if tell is None else lambda done, _: tell(min(done * CHUNK, count), count)


def _joined(chunks: Iterable[Chunk], count: int) -> Chunk:
    """Inputs and outputs of the first `count` draws of consecutive chunks."""
    import numpy

    inputs, outputs = zip(*chunks, strict=True)
    return numpy.concatenate(inputs)[:count], {
        name: numpy.concatenate([one[name] for one in outputs])[:count] for name in batch.OUTPUTS
    }


def _failing(fleet: Fleet, outputs: dict[str, Any]) -> tuple[tuple[str, float], ...]:
    """Reasons why draws are infeasible with their shares of all draws, the most frequent first."""
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
    *,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Callable[[Any], Any]:
    """A function from inputs [draw, key], any number of draws, to ratios [draw]; nan where no
    design closes.

    Args:
        scenario: settled.
        spreads: by dotted key of an input.
        executor: where chunks are evaluated; threads by default.
        tell: called with the number of draws done and of all.
    """
    import numpy

    chain = batch.Batch(scenario, tuple(priors.uncertain(scenario, spreads)), batch.RATIO)

    def evaluated(inputs: Any) -> Any:
        chunks = numpy.split(inputs, range(CHUNK, len(inputs), CHUNK))
        found = (executor or Threads()).map(chain, chunks, tell=_draws_done(tell, len(inputs)))
        return numpy.concatenate([batch.ratios(outputs) for outputs in found])

    return evaluated
