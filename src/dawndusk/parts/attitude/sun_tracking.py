"""The array follows the Sun.

Equation: incidence = 1
Valid: arrays on two-axis drives, or a satellite that turns with its array
Source: dawndusk-method, geometry of a plate
"""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.records.flight import Surroundings


@record
class Model:
    """Always face-on to the Sun.

    >>> Model().mean_incidence(0.5)
    1.0
    """

    def incidence(self, around: Surroundings) -> Array:
        """One, everywhere."""
        return 1.0

    def mean_incidence(self, sin_beta: Array) -> Array:
        """One, for every beta angle."""
        return 1.0
