"""Executor: one function over many items, in this process or in others.

A study is a pure function mapped over items: chunks of draws, values of an input, ends of spreads.
Where it runs changes neither its results nor their order. The compiled chain releases Python's
lock, so `Threads` is the default; `Processes` is for functions whose work is Python, and pays an
import, a trace and a compilation in each process.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key", contravariant=True)
Result = TypeVar("Result")
Tell = Callable[[int, int], None]  # items done, items in all


class Kept(Protocol[Key, Result]):
    """Results stored outside the study, by item: a dictionary, or files in a folder."""

    def __contains__(self, item: object, /) -> bool: ...

    def __getitem__(self, item: Key, /) -> Result: ...

    def __setitem__(self, item: Key, result: Result, /) -> None: ...


class Executor(Protocol):
    """Where a study runs."""

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        kept: Kept[Item, Result] | None = None,
        tell: Tell | None = None,
    ) -> Iterator[Result]:
        """Results of a function, in the order of the items, as they become available.

        Args:
            function: pure; defined in a module, or a `functools.partial` of such a function, so
                that it can be sent to other processes. It is sent once to each of them.
            items: can be pickled, as can the results.
            kept: each result is stored here as soon as it is complete, and an item found here is
                not computed. On interruption, results complete by then are stored.
            tell: called with the number of items done and of all items after each one; may raise
                to stop the study.

        Raises: what `function` or `tell` raises; items not yet started are then cancelled.
        """
        ...


@dataclass(frozen=True)
class Serial:
    """One item after another, in the calling thread.

    >>> list(Serial().map(abs, [-1, 2, -3]))
    [1, 2, 3]
    """

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        kept: Kept[Item, Result] | None = None,
        tell: Tell | None = None,
    ) -> Iterator[Result]:
        """As `Executor.map`."""
        for done, item in enumerate(items, start=1):
            if kept is not None and item in kept:
                result = kept[item]
            else:
                result = function(item)
                if kept is not None:
                    kept[item] = result
            if tell is not None:
                tell(done, len(items))
            yield result


@dataclass(frozen=True)
class Threads:
    """Threads of this process, one for each processor by default. They share one compilation.

    >>> list(Threads(2).map(abs, [-1, 2, -3]))
    [1, 2, 3]
    """

    workers: int | None = None

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        kept: Kept[Item, Result] | None = None,
        tell: Tell | None = None,
    ) -> Iterator[Result]:
        """As `Executor.map`."""
        pool = futures.ThreadPoolExecutor(self.workers or os.cpu_count())
        yield from _ordered(pool, function, items, kept, tell)


@dataclass(frozen=True)
class Processes:
    """Processes of this machine, one for each processor by default."""

    workers: int | None = None

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        *,
        kept: Kept[Item, Result] | None = None,
        tell: Tell | None = None,
    ) -> Iterator[Result]:
        """As `Executor.map`."""
        import multiprocessing

        pool = futures.ProcessPoolExecutor(
            self.workers or os.cpu_count(),
            multiprocessing.get_context("spawn"),  # a fork of a process with threads may deadlock
            initializer=_receive,
            initargs=(function,),
        )
        yield from _ordered(pool, _apply, items, kept, tell)


_received: list[Callable[[Any], Any]] = []  # the function of this worker process


def _receive(function: Callable[[Any], Any]) -> None:
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the study is stopped by its own process
    threading.Thread(target=_exit_with_parent, daemon=True).start()
    _received.append(function)


def _exit_with_parent() -> None:
    """End this worker when the study's process is gone, however it ended."""
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _apply(item: Any) -> Any:
    return _received[-1](item)


def _ordered(
    pool: futures.Executor,
    function: Callable[[Item], Result],
    items: Sequence[Item],
    kept: Kept[Item, Result] | None,
    tell: Tell | None,
) -> Iterator[Result]:
    """Results in the order of the items, each stored in `kept` when it is complete."""
    waiting = {
        pool.submit(function, item): at
        for at, item in enumerate(items)
        if kept is None or item not in kept
    }
    computed, complete = set(waiting.values()), dict[int, Result]()

    def store(future: futures.Future[Result]) -> None:
        at = waiting.pop(future)
        complete[at] = future.result()
        if kept is not None:
            kept[items[at]] = complete[at]

    try:
        completed = futures.as_completed(tuple(waiting))
        for at, item in enumerate(items):
            while at in computed and at not in complete:
                store(next(completed))
                if tell is not None:
                    tell(len(items) - len(waiting), len(items))
            if at in computed:
                yield complete.pop(at)
            else:
                assert kept is not None
                yield kept[item]
    finally:
        pool.shutdown(cancel_futures=True)
        for future in tuple(waiting):  # of a study that was stopped
            if future.done() and not future.cancelled() and future.exception() is None:
                store(future)
