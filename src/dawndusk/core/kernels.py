"""Kernels: compiled functions that stay on disk, so that a later process neither traces nor
compiles.

What is kept is the executable itself (`jax.experimental.serialize_executable`), under a digest of
all that it follows from: the function, structure, shapes and types of its arguments, static
arguments, the source and data files of dawndusk, JAX and the machine. Arguments are never constants
of a kernel: a scenario with other numbers finds it again. A kernel that runs a part of another
package is not kept: nobody knows on which files the code of that package depends.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import os
import pickle
import platform
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dawndusk.core.numeric import is_traced, jax

KEPT_BYTES = 1_000_000_000  # in the folder; beyond it, what was not used for longest is removed
# 512 bits of vector where the processor has them: by default XLA uses half of that
CPU_OPTIONS = {"xla_cpu_prefer_vector_width": 512}


class Kernel:
    """A function of records and arrays, compiled once for each structure and shape of its
    arguments, and for each value of the static ones.

    Called with values that JAX traces, it is the function. Can be called by several threads.

    >>> import numpy
    >>> double = Kernel(lambda x: 2.0 * x)
    >>> [float(one) for one in double(numpy.array([1.0, 2.0]))]
    [2.0, 4.0]
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self._held: dict[Hashable, tuple[Any, tuple[bool, ...]]] = {}
        self._lock = threading.Lock()

    def __call__(self, *args: Any, **static: Any) -> Any:
        """What the function makes, as JAX arrays."""
        if is_traced(args):
            return self.function(*args, **static)
        return self._compiled(args, static)[0](*args)

    def live(self, args: tuple[Any, ...], static: Mapping[str, Any]) -> tuple[bool, ...]:
        """Which leaves of the arguments the outputs may depend on."""
        return self._compiled(args, static)[1]

    def ready(self, *args: Any, **static: Any) -> None:
        """Load or compile it for such arguments, without a call."""
        self._compiled(args, static)

    def _compiled(
        self, args: tuple[Any, ...], static: Mapping[str, Any]
    ) -> tuple[Any, tuple[bool, ...]]:
        leaves, structure = jax().tree_util.tree_flatten(args)
        shapes = tuple(map(_shape, leaves))
        key = structure, shapes, tuple(sorted(static.items()))
        found = self._held.get(key)
        if found is None:
            with self._lock:  # what two threads ask for is compiled once
                found = self._held.get(key) or self._load(key, args, static)
                self._held[key] = found
        return found

    def _load(
        self, key: Hashable, args: tuple[Any, ...], static: Mapping[str, Any]
    ) -> tuple[Any, tuple[bool, ...]]:
        """From the folder, else compiled and put there."""
        file = None if _foreign((args, dict(static))) else _file(self.function, repr(key))
        if file is not None:
            with contextlib.suppress(Exception):  # absent, cut, or not for this library
                return _read(file)
        lib = jax()
        options = CPU_OPTIONS if lib.default_backend() == "cpu" else None
        traced = lib.jit(self.function, static_argnames=tuple(static)).trace(*args, **static)
        compiled = traced.lower().compile(compiler_options=options)
        made = compiled, live_inputs(traced.jaxpr.jaxpr)
        if file is not None:
            with contextlib.suppress(Exception):  # full or read-only: compiled again next time
                _write(file, *made)
        return made


def _shape(leaf: Any) -> Hashable:
    """Shape and type of a leaf, and how it lies on several devices."""
    import numpy

    array = leaf if hasattr(leaf, "dtype") else numpy.asarray(leaf)
    return array.shape, array.dtype.str, str(getattr(array, "sharding", ""))


def live_inputs(jaxpr: Any) -> tuple[bool, ...]:
    """Which inputs of a jaxpr its outputs may depend on, in order.

    An equation with a live output makes all its inputs live, those of a loop's body included: an
    input marked as live may still have no effect, one that is not marked has none.

    >>> from dawndusk.core.numeric import jax
    >>> live_inputs(jax().make_jaxpr(lambda x, y: (x + 1.0, 2.0 * y)[0])(1.0, 2.0).jaxpr)
    (True, False)
    """
    from jax.extend.core import Var

    live = {output for output in jaxpr.outvars if isinstance(output, Var)}
    for equation in reversed(jaxpr.eqns):
        if equation.effects or not live.isdisjoint(equation.outvars):
            live.update(one for one in equation.invars if isinstance(one, Var))
    return tuple(one in live for one in jaxpr.invars)


def cache_folder() -> Path | None:
    """Where `kernels` lies: $DAWNDUSK_CACHE, else dawndusk in the user's cache; None where the
    variable is empty, or nobody's home is known.
    """
    said = os.environ.get("DAWNDUSK_CACHE")
    if said is not None:
        return Path(os.path.expanduser(said)) if said else None
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
    except RuntimeError:
        return None
    return home / "dawndusk"


def _file(function: Callable[..., Any], key: str) -> Path | None:
    """Where a kernel is kept; None where nothing is: one for several devices could not be read."""
    folder = cache_folder()
    if folder is None or len(jax().devices()) > 1:
        return None
    try:
        source = _where_from(frozenset(("dawndusk", function.__module__.partition(".")[0])))
    except OSError:
        return None
    name = f"{function.__module__}.{function.__qualname__}"
    told = hashlib.blake2b(f"{name}\n{key}\n{source}".encode(), digest_size=16)
    return folder / "kernels" / f"{name.rpartition('.')[2]}-{told.hexdigest()}"


def _read(file: Path) -> tuple[Any, tuple[bool, ...]]:
    from jax.experimental import serialize_executable

    if hasattr(os, "getuid") and file.stat().st_uid != os.getuid():
        raise PermissionError("of another user: it may hold any code")
    data = file.read_bytes()
    told, data = data[:32], data[32:]
    if _checksum(file, data) != told:
        raise ValueError("cut, or under another name")
    executable, inputs, outputs, live = pickle.loads(data)
    os.utime(file)
    return serialize_executable.deserialize_and_load(executable, inputs, outputs), live


def _checksum(file: Path, data: bytes) -> bytes:
    return hashlib.blake2b(file.name.encode() + data, digest_size=32).digest()


def _write(file: Path, compiled: Any, live: tuple[bool, ...]) -> None:
    from jax.experimental import serialize_executable

    data = pickle.dumps((*serialize_executable.serialize(compiled), live))
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".new-", delete=False) as part:
        try:
            part.write(_checksum(file, data) + data)
            part.close()
            os.replace(part.name, file)
        except BaseException:
            os.unlink(part.name)
            raise
    held = sorted(((one.stat(), one) for one in file.parent.iterdir()), key=_last_used)
    total = sum(found.st_size for found, _ in held)
    for found, old in held:
        if total <= KEPT_BYTES:
            break
        old.unlink(missing_ok=True)
        total -= found.st_size


def _last_used(held: tuple[os.stat_result, Path]) -> float:
    return held[0].st_mtime


def _foreign(value: Any) -> bool:
    """Whether a record of another package is among the arguments."""
    if dataclasses.is_dataclass(value):
        if type(value).__module__.partition(".")[0] != "dawndusk":
            return True
        value = tuple(vars(value).values())
    elif isinstance(value, dict):
        value = tuple(value.values())
    return isinstance(value, tuple | list) and any(map(_foreign, value))


@cache
def _where_from(packages: frozenset[str]) -> str:
    """All else that an executable follows from: files by size and time, libraries, machine.

    Raises FileNotFoundError for a package without a file, as that of an interactive session.
    """
    lib, files = jax(), []
    for package in sorted(packages):
        origin = getattr(sys.modules[package], "__file__", None)
        if origin is None:
            raise FileNotFoundError(package)
        first = Path(origin)
        for one in sorted(first.parent.rglob("*")) if first.stem == "__init__" else [first]:
            found = one.stat()  # a folder changes when Python writes bytecode into it
            if stat.S_ISREG(found.st_mode) and one.suffix != ".pyc":
                files.append((str(one), found.st_size, found.st_mtime_ns))
    return repr(
        (
            files,
            lib.__version__,
            lib.lib.__version__,
            sys.version,
            [(one.platform, one.device_kind) for one in lib.devices()],
            _processor(),
            os.environ.get("XLA_FLAGS"),
            CPU_OPTIONS,
        )
    )


def _processor() -> str:
    """The processor and what it can do, by which code is compiled."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(("flags", "Features")):
                return line
    return f"{platform.machine()} {platform.processor()}"
