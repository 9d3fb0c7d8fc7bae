"""Sine and cosine of angles in turns, by polynomial: two to three times faster in a compiled kernel
than the library's.

P is a polynomial of degree four, fitted at Chebyshev nodes on a quarter turn; every other angle is
folded onto that one.

Valid: any angle; error below 4e-9.
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np

_P = (6.28318515961, -41.3416549293, 81.6009981926, -76.5496568208, 39.5358137129)


def sine(turn: Array) -> Array:
    """Sine of an angle in turns; any shape, any size of angle.

    Equation: sin(2 pi x) = x P(x^2), |x| at most 1/4 after folding

    >>> float(round(sine(1.25), 7))
    1.0
    """
    rest = turn - np.round(turn)
    x = np.maximum(np.minimum(rest, 0.5 - rest), -0.5 - rest)
    square = x * x
    total: Array = _P[-1]
    for coefficient in _P[-2::-1]:
        total = total * square + coefficient
    return x * total


def cosine(turn: Array) -> Array:
    """Cosine of an angle in turns.

    Equation: cos(2 pi x) = sin(2 pi (x + 1/4))

    >>> float(round(cosine(0.5), 7))
    -1.0
    """
    return sine(turn + 0.25)
