"""The whole satellite follows the Sun, its array fixed to it.

Turned about the line to the Sun so that its top points away from the Earth as far as it can: its
side is then level with the horizon. Near beta 90 the side lies along the flight.

Equation: front = s, side = s x u / |s x u|, top = side x s; s to the Sun, u to the zenith
Valid: any circular orbit; the turn that it takes where the Sun stands in the zenith is not modelled
Source: dawndusk-method, geometry of a plate
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.core.record import record
from dawndusk.parts import attitude as family
from dawndusk.records.surroundings import Axes, Direction, Surroundings


@record
class Model:
    """Always face-on to the Sun.

    >>> axes = Model().axes(
    ...     Surroundings(altitude_m=650e3, sun_cosine=0.0, sun_ahead=0.0, sin_beta=1.0)
    ... )
    >>> float(axes.front.sun), float(axes.side.ahead), float(axes.top.up)
    (1.0, 1.0, 1.0)
    """

    joint_efficiency_frac, mass_kg, price_usd = family.all_through, family.nothing, family.nothing

    def axes(self, around: Surroundings) -> Axes:
        """Front to the Sun; side and top edge-on to it."""
        cosine, ahead = around.sun_cosine, around.sun_ahead
        level = np.sqrt(np.maximum(1.0 - cosine**2, 1e-6))
        return Axes(
            front=Direction(up=cosine, sun=1.0, ahead=ahead),
            side=Direction(up=0.0, sun=0.0, ahead=around.sin_beta / level),
            top=Direction(up=level, sun=0.0, ahead=-cosine * ahead / level),
        )

    def mean_incidence(self, sin_beta: Array) -> Array:
        """One, for every beta angle."""
        return 1.0
