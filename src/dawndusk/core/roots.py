"""Root of a function of one number between two values at which it has opposite signs."""

from __future__ import annotations

from collections.abc import Callable

TRIES = 200  # halving alone needs about 60 for the last digit


def root(
    function: Callable[[float], float], low: float, high: float, relative: float = 1e-12
) -> float:
    """Where a continuous function is zero, to a relative tolerance; nan where it is nan on the way,
    or has the same sign at both ends.

    Inverse quadratic interpolation through the last three points where Chandrupatla's criterion
    allows it, else halves: SciPy's `find_root` works so, but takes 0.2 s to import.

    >>> round(root(lambda x: x * x - 2.0, 1.0, 2.0), 9)
    1.414213562
    """
    a, b = low, high
    at_a, at_b = function(a), function(b)
    c, at_c, part = a, at_a, 0.5
    if not at_a * at_b <= 0.0:
        return float("nan")
    for _ in range(TRIES):
        x = a + part * (b - a)
        at_x = function(x)
        if at_x != at_x:
            return float("nan")
        if (at_x > 0.0) == (at_a > 0.0):
            c, at_c = a, at_a
        else:
            c, b, at_c, at_b = b, a, at_b, at_a
        a, at_a = x, at_x
        best = a if abs(at_a) < abs(at_b) else b
        near = 0.5 * relative * abs(best) / abs(b - a) if b != a else 1.0
        if near > 0.5 or at_a * at_b == 0.0:
            return best
        xi, phi = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
        part = 0.5
        if 1.0 - (1.0 - xi) ** 0.5 < phi < xi**0.5:
            part = at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (
                at_c - at_a
            ) * at_b / (at_c - at_b)
        part = min(max(part, near), 1.0 - near)
    return best
