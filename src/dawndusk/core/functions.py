"""The functions of `np` as a type checker sees them. Not imported at run time.

A JAX value has the operators of a NumPy array and is declared as one. `float` in gives `float` out,
an array among the arguments gives an array; `Array` stands for either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, overload

import numpy

from dawndusk.core.numeric import Array, Mask, Values


class OfOne(Protocol):
    """A function of each number."""

    @overload
    def __call__(self, x: float, /) -> float: ...
    @overload
    def __call__(self, x: Values, /) -> Values: ...


class OfTwo(Protocol):
    """A function of two numbers each; shapes broadcast."""

    @overload
    def __call__(self, x: float, y: float, /) -> float: ...
    @overload
    def __call__(self, x: Values, y: Array, /) -> Values: ...
    @overload
    def __call__(self, x: Array, y: Values, /) -> Values: ...


class Reduction(Protocol):
    """One number of many: over all of them, or along an axis."""

    @overload
    def __call__(self, x: Array | Mask, /, *, dtype: str = ...) -> Array: ...
    @overload
    def __call__(
        self, x: Array | Mask, /, *, axis: int, keepdims: bool = ..., dtype: str = ...
    ) -> Values: ...


class Functions(Protocol):
    """`np`: what is in NumPy and in jax.numpy alike."""

    pi: float
    inf: float

    sin: OfOne
    cos: OfOne
    tan: OfOne
    arcsin: OfOne
    arccos: OfOne
    degrees: OfOne
    exp: OfOne
    expm1: OfOne
    log: OfOne
    log1p: OfOne
    log2: OfOne
    log10: OfOne
    sqrt: OfOne
    abs: OfOne
    floor: OfOne
    round: OfOne
    zeros_like: OfOne

    maximum: OfTwo
    minimum: OfTwo
    mod: OfTwo
    arctan2: OfTwo

    sum: Reduction
    mean: Reduction
    max: Reduction
    min: Reduction
    prod: Reduction

    def any(self, x: Mask, /) -> Mask:
        """Whether any is true."""

    def isnan(self, x: Array, /) -> Mask:
        """Whether each is not a number."""

    @overload
    def where(self, condition: Mask, x: Array, y: Array, /) -> Array: ...
    @overload
    def where(self, condition: Mask, x: Mask, y: Mask, /) -> Mask: ...

    @overload
    def clip(self, x: Values, low: Array, high: Array, /) -> Values: ...
    @overload
    def clip(self, x: float, low: Array, high: Array, /) -> Array: ...

    def argmax(self, x: Array | Mask, /) -> int:
        """Index of the greatest, of the flattened array."""

    def argmin(self, x: Array, /) -> int:
        """Index of the least, of the flattened array."""

    def unravel_index(self, index: int, shape: tuple[int, ...], /) -> tuple[int, ...]:
        """Indices along each axis of an index of the flattened array."""

    def take(self, x: Values, index: Array, /, *, axis: int = ..., mode: str = ...) -> Values:
        """Values at indices."""

    def asarray(self, x: Any, dtype: str = ..., /) -> Values:
        """An array of it."""

    def array(self, x: Any, /) -> Values:
        """A new array of it."""

    def arange(self, start: float, stop: float, /) -> Values:
        """Numbers from start to stop, by one."""

    def ones(self, shape: int | tuple[int, ...], /) -> Values:
        """Ones."""

    def shape(self, x: Array, /) -> tuple[int, ...]:
        """Length along each axis."""

    def reshape(self, x: Array, shape: int | tuple[int, ...], /) -> Values:
        """The same numbers in another shape."""

    def broadcast_to(self, x: Array, shape: tuple[int, ...], /) -> Values:
        """The same numbers over more axes."""

    def atleast_1d(self, x: Array, /) -> Values:
        """With one axis at least."""

    @overload
    def expand_dims(self, x: Array, axis: int, /) -> Values: ...
    @overload
    def expand_dims(self, x: Mask, axis: int, /) -> numpy.typing.NDArray[numpy.bool_]: ...

    def stack(self, x: Sequence[Array], /, *, axis: int = 0) -> Values:
        """Arrays of one shape along a new axis."""

    def concatenate(self, x: Sequence[Array], /, *, axis: int = 0) -> Values:
        """Arrays one after another."""

    def einsum(self, rule: str, *x: Array, optimize: bool = ...) -> Values:
        """Sums of products, by Einstein's rule."""
