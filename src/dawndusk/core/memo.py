"""Memo: results of pure functions, kept by the content of what the functions read.

A study evaluates the chain hundreds of times with one input changed, and most stages do not read
that input. What a stage reads is observed, not listed: a function of a record is called with a view
that notes the fields accessed, and a kernel knows the leaves that its outputs depend on.
"""

from __future__ import annotations

import datetime
import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar

from dawndusk.core.kernels import Kernel
from dawndusk.core.numeric import jax

T = TypeVar("T")
MOST = 64  # results held of a function; a flight of 250 satellites over 12 days is 0.8 MB
DIGEST_FROM_BYTES = 64  # longer arrays enter a key by their digest
_MISSING = object()


class Memo:
    """Results of pure functions for one study; of each function the least recently used is dropped
    first.

    Can be shared by threads: a result that two of them request at once is computed twice and is
    equal. Copied to another process, it starts empty there.
    """

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._held: dict[Any, OrderedDict[Hashable, Any]] = defaultdict(OrderedDict)
        self._fields: dict[Any, frozenset[tuple[str, ...]]] = {}  # read by earlier calls
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        return Memo, (self.most,)

    def call(self, function: Callable[[Any], T], record: Any) -> T:
        """Result of a pure function of one record, from an earlier call if all fields that call
        read have the same content.

        Args:
            function: reads its argument by attribute access alone.
            record: nested records whose leaves are numbers and arrays, not traced by JAX.

        >>> from dawndusk.records.mission import Mission
        >>> memo, calls = Memo(), []
        >>> def life_yr(mission):
        ...     calls.append(mission.life_s)
        ...     return mission.life_s / 31_557_600.0
        >>> [memo.call(life_yr, Mission(life_s=31_557_600.0, seed=seed)) for seed in (1, 2)]
        [1.0, 1.0]
        >>> len(calls)
        1
        """
        keys = {}
        for fields in self._fields.get(function, ()):
            keys[fields] = _key(record, fields)
            held = self._find(function, keys[fields])
            if held is not _MISSING:
                return held
        view = _View(record)
        made = function(view)
        fields = tuple(sorted(view._read))
        with self._lock:
            self._fields[function] = self._fields.get(function, frozenset()) | {fields}
        return self._keep(function, keys.get(fields) or _key(record, fields), made)

    def call_kernel(self, kernel: Kernel, args: Any, static: Mapping[str, Any]) -> Any:
        """Result of a kernel, as NumPy arrays; see `inputs`."""
        import numpy

        key = self.inputs(kernel, args, static)
        held = self._find(kernel, key)
        if held is not _MISSING:
            return held
        made = kernel(*args, **static)
        return self._keep(kernel, key, jax().tree_util.tree_map(numpy.asarray, made))

    def inputs(self, kernel: Kernel, args: Any, static: Mapping[str, Any]) -> Hashable:
        """A key of all that the outputs of a kernel depend on: structure, static arguments and the
        content of the live leaves of its arguments.
        """
        leaves, structure = jax().tree_util.tree_flatten(args)
        live = kernel.live(args, static)
        read = [_content(leaf) for leaf, used in zip(leaves, live, strict=True) if used]
        return structure, tuple(sorted(static.items())), *read

    def _find(self, function: Any, key: Hashable) -> Any:
        with self._lock:
            held = self._held[function]
            if key not in held:
                return _MISSING
            held.move_to_end(key)
            return held[key]

    def _keep(self, function: Any, key: Hashable, made: T) -> T:
        with self._lock:
            held = self._held[function]
            held[key] = made
            while len(held) > self.most:
                held.popitem(last=False)
        return made


class _View:
    """A record that notes which of its fields are read."""

    def __init__(self, record: Any) -> None:
        self._record, self._read = record, set[str]()

    def __getattr__(self, name: str) -> Any:
        self._read.add(name)
        return getattr(self._record, name)


def _key(record: Any, fields: tuple[str, ...]) -> Hashable:
    return fields, *(content(getattr(record, name)) for name in fields)


def content(value: Any) -> Hashable:
    """Structure and leaves of nested records, equal for values that no function can tell apart.

    >>> from dawndusk.records.mission import Mission
    >>> content(Mission(seed=1)) == content(Mission(seed=1)), content(0.0) == content(-0.0)
    (True, False)
    """
    leaves, structure = jax().tree_util.tree_flatten(value)
    return structure, *map(_content, leaves)


def _content(leaf: Any) -> Hashable:
    import numpy

    if type(leaf) is float:
        return leaf.hex()  # unlike the number itself, tells -0.0 from 0.0 and equals for nan
    if isinstance(leaf, str | int | datetime.date):
        return type(leaf), leaf
    array = numpy.asarray(leaf)
    data = array.tobytes()
    short = data if len(data) < DIGEST_FROM_BYTES else hashlib.blake2b(data).digest()
    return array.dtype.str, array.shape, short
