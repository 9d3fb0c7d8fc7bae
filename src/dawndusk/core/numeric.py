"""One numeric namespace, two libraries: NumPy for plain numbers, JAX when any argument is a JAX
value.

Physics and stages write `np.sqrt(x)` once. Called with floats or NumPy arrays it costs NumPy's
import and nothing more; called with JAX arrays or tracers the same line is compiled, batched and
differentiated. Neither library is imported before it is needed.
"""

from __future__ import annotations

import functools
import os
import sys
import threading
from collections.abc import Callable
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias, cast

from dawndusk.core import record
from dawndusk.core.errors import BadInput, Problem

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    from dawndusk.core.functions import Functions

    Values: TypeAlias = NDArray[numpy.float64]
    Indices: TypeAlias = NDArray[numpy.integer]
    Array: TypeAlias = float | Values
    Mask: TypeAlias = bool | NDArray[numpy.bool_]
else:  # NumPy is not imported before it is needed
    Array = Values = Annotated[Any, record.Number()]
    Indices = Mask = Any

Count: TypeAlias = Annotated[Array, record.COUNT]
Pure: TypeAlias = Annotated[Array, record.PURE]


def _is_jax(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_is_jax(item) for item in value)
    return isinstance(value, _jax_types())


def _jax_types() -> tuple[type, ...]:
    found = getattr(sys.modules["jax"], "Array", None)  # none yet while a thread imports it
    return () if found is None else (found,)


class _Numeric:
    """`np.name(...)`: NumPy's function of that name, or jax.numpy's where a value is of JAX."""

    pi = 3.141592653589793
    inf = float("inf")

    def __getattr__(self, name: str) -> Any:
        import numpy

        plain = getattr(numpy, name)

        number, simple = (
            numpy.float64,
            {numpy.ndarray, numpy.float64, float, int, bool},
        )  # most arguments: known without asking JAX

        def call(*args: Any, **kwargs: Any) -> Any:
            if "jax" in sys.modules:
                for value in (*args, *kwargs.values()) if kwargs else args:
                    if type(value) not in simple and _is_jax(value):
                        return getattr(jax().numpy, name)(*args, **kwargs)
            found = plain(*args, **kwargs)
            return (
                float(found) if type(found) is number else found
            )  # a bare number does not widen float32 later on

        setattr(self, name, call)
        return call


np = cast("Functions", _Numeric())


def once(*values: Any) -> tuple[Any, ...]:
    """The same values, computed once and kept.

    XLA on processors computes what is cheap anew inside every result that needs it, and takes its
    own barriers out before it decides so: a step of many results then does most of its work many
    times over. It does not look through a branch, so the values go through one that is always
    taken.

    >>> once(1.0, 2.0)
    (1.0, 2.0)
    """
    if "jax" not in sys.modules or not any(_is_jax(value) for value in values):
        return values
    return cast("tuple[Any, ...]", _held()(*values))


@functools.cache
def _held() -> Any:
    """`once` for JAX. Batched, it holds the batch: a branch that each of a batch may take would be
    computed on both sides. Slopes take a branch of their own, which reverse mode can turn round.
    """
    lib = jax()

    def through_branch(values: Any, passed: Any) -> Any:
        first = next(value for value in values if _is_jax(value))
        taken = ~(first[(0,) * first.ndim] > 1e30)  # not a number takes it too
        return lib.lax.cond(
            taken, lambda held: held, lambda held: tuple(-value for value in held), passed
        )

    @lib.custom_batching.custom_vmap  # type: ignore[untyped-decorator]
    def branch(*values: Any) -> Any:
        return through_branch(values, values)

    @branch.def_vmap  # type: ignore[untyped-decorator]
    def _batched(size: int, batched: Any, *values: Any) -> Any:
        return branch(*values), tuple(batched)

    @lib.custom_jvp  # type: ignore[untyped-decorator]
    def held(*values: Any) -> Any:
        return branch(*values)

    @held.defjvp  # type: ignore[untyped-decorator]
    def _sloped(values: Any, slopes: Any) -> Any:
        return held(*values), through_branch(values, slopes)

    return held


def repeated(turns: int, function: Callable[..., Any], *state: Any) -> Any:
    """State after so many turns of a function from state to state, each a tuple of numbers.

    For JAX a loop, after a first turn on its own: written out, turns within turns fill a program of
    a hundred thousand operations. Derivatives go through it.

    >>> repeated(3, lambda x: (0.5 * (x + 2.0 / x),), 1.0)
    (1.4142156862745097,)
    """
    state = function(*state)
    if "jax" in sys.modules and any(_is_jax(value) for value in state):
        if turns > 1:
            lax = jax().lax
            state, _ = lax.scan(
                lambda held, _: (function(*held), None), state, None, length=turns - 1
            )
        return state
    for _ in range(turns - 1):
        state = function(*state)
    return state


def is_traced(tree: Any) -> bool:
    """Whether JAX traces any leaf of records and arrays."""
    lib = jax()
    return any(isinstance(one, lib.core.Tracer) for one in lib.tree_util.tree_leaves(tree))


_loading = threading.Lock()


def choose_device(name: str) -> None:
    """Where compiled code runs, in this process and those that it starts: a platform of JAX.

    Raises:
        BadInput: JAX has no such platform here, or runs on another already.
    """
    if "jax" in sys.modules:
        here = jax().default_backend()
        if name != here:
            raise BadInput(Problem(f"JAX runs on {here} already, not on {name}", key="--device"))
        return
    before = os.environ.get("JAX_PLATFORMS")
    os.environ["JAX_PLATFORMS"] = name
    if name == "cpu":  # always there
        return
    lib = jax()
    try:
        lib.default_backend()
    except RuntimeError:
        lib.config.update("jax_platforms", before or "cpu")
        del os.environ["JAX_PLATFORMS"]
        if before is not None:
            os.environ["JAX_PLATFORMS"] = before
        raise BadInput(
            Problem(f"JAX finds no device {name!r} here", key="--device", nearest="cpu")
        ) from None


def jax() -> ModuleType:
    """JAX with 64-bit numbers and our records as pytrees, on the device that `choose_device` or
    JAX's own JAX_PLATFORMS says, else as JAX chooses.
    """
    with _loading:
        if record.registered_with_jax:
            return sys.modules["jax"]
        import jax

        config: Any = jax.config
        config.update("jax_enable_x64", True)
        # an executable from JAX's own cache cannot be kept by core/kernels
        config.update("jax_enable_compilation_cache", False)
        record.register_with_jax(jax)
    return sys.modules["jax"]
