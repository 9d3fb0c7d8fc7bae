"""The array is fixed to the orbit's normal, on its sunny side.

Near 0.95 as the mean of a dawn-dusk year, a bigger loss than eclipse; zero when the Sun lies in the orbit plane.

Equation: incidence = |sin beta|, the same all around the orbit
Valid: any circular orbit; the satellite turns over when the Sun changes sides
Source: dawndusk-method, geometry of a plate
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.records.flight import Surroundings


@record
class Model:
    """Fixed along the orbit normal.

    >>> float(Model().mean_incidence(-0.95))
    0.95
    """

    def incidence(self, around: Surroundings) -> Array:
        """Sine of the beta angle, without its sign."""
        return np.abs(around.sin_beta)

    def mean_incidence(self, sin_beta: Array) -> Array:
        """Sine of the beta angle, without its sign."""
        return np.abs(sin_beta)
