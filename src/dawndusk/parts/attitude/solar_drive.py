"""The body faces the Earth and a drive turns the array to the Sun, its power through slip rings.

Equation: front = s, side = along the flight, top = zenith; power through = 1 - loss
Valid: drives of two axes that never catch on the body; the array's shadow on the body is left out
Source: dawndusk-method, its numbers from the rows `rotary-joint.*`
"""

from __future__ import annotations

from dawndusk.core.numeric import Array
from dawndusk.core.record import record
from dawndusk.data.catalogue import default
from dawndusk.records.fields import Idle, NotNegative
from dawndusk.records.surroundings import Axes, Direction, Surroundings


@record
class Model:
    """An array on a drive.

    >>> 0.95 < Model().joint_efficiency_frac() < 1.0
    True
    """

    # of the power that crosses drive and slip rings
    joint_loss_frac: Idle = default("rotary-joint.loss")
    # of drive and slip rings, per watt of array
    joint_mass_kg_per_w: NotNegative = default("rotary-joint.mass")
    # of drive and slip rings, per watt of array
    joint_price_usd_per_w: NotNegative = default("rotary-joint.price")

    def axes(self, around: Surroundings) -> Axes:
        """Front to the Sun, side along the flight, top to the zenith."""
        return Axes(
            front=Direction(up=around.sun_cosine, sun=1.0, ahead=around.sun_ahead),
            side=Direction(up=0.0, sun=around.sun_ahead, ahead=1.0),
            top=Direction(up=1.0, sun=around.sun_cosine, ahead=0.0),
        )

    def mean_incidence(self, sin_beta: Array) -> Array:
        """One, for every beta angle."""
        return 1.0

    def joint_efficiency_frac(self) -> Array:
        """What slip rings leave."""
        return 1.0 - self.joint_loss_frac

    def mass_kg(self, power_w: Array) -> Array:
        """Drive and slip rings."""
        return power_w * self.joint_mass_kg_per_w

    def price_usd(self, power_w: Array) -> Array:
        """Drive and slip rings."""
        return power_w * self.joint_price_usd_per_w
