"""The array is fixed to the orbit's normal, on its sunny side; the top points to the zenith.

Near 0.95 as the mean of a dawn-dusk year, a bigger loss than eclipse; zero when the Sun lies in the
orbit plane.

Equation: incidence = |sin beta|, the same all around the orbit; side = along the flight, top =
zenith
Valid: any circular orbit; the satellite turns over when the Sun changes sides
Source: dawndusk-method, geometry of a plate
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.parts import attitude as family
from dawndusk.records.surroundings import Axes, Direction, Surroundings


@record
class Model:
    """Fixed along the orbit normal.

    >>> float(Model().mean_incidence(-0.95))
    0.95
    """

    joint_efficiency_frac, mass_kg, price_usd = family.all_through, family.nothing, family.nothing

    def axes(self, around: Surroundings) -> Axes:
        """Front along the orbit's normal, side along the flight, top to the zenith."""
        return Axes(
            front=Direction(up=0.0, sun=np.abs(around.sin_beta), ahead=0.0),
            side=Direction(up=0.0, sun=around.sun_ahead, ahead=1.0),
            top=Direction(up=1.0, sun=around.sun_cosine, ahead=0.0),
        )

    def mean_incidence(self, sin_beta: Array) -> Array:
        """Sine of the beta angle, without its sign."""
        return np.abs(sin_beta)
