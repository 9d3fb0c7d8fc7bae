"""The surroundings of a satellite during a time step, and the directions of its faces in them."""

from __future__ import annotations

from dawndusk.core.numeric import Array, Pure
from dawndusk.core.record import record


@record
class Earthshine:
    """What an altitude makes of reflected sunlight: the same for every face and every place of the
    Sun.
    """

    horizon_cos: Pure  # how far behind the terminator a satellite still sees a lit Earth
    earth_sine: Pure  # of half the angle that the Earth fills
    terms: tuple[Pure, ...]  # weight of each term of `physics.faces.albedo_w_per_m2`


@record
class Surroundings:
    """What surrounds a satellite during one step; the shapes broadcast.

    The Sun's unit vector has the components `sun_cosine` towards the zenith, `sun_ahead` along the
    flight and `sin_beta` along the orbit's normal.
    """

    altitude_m: Array
    sun_cosine: Pure = 0.0  # of the angle between satellite and Sun, seen from the Earth's centre
    sun_ahead: Pure = 0.0
    sin_beta: Pure = 0.0  # of the Sun above the orbit plane
    sunlight_w_per_m2: Array = 0.0  # outside any shadow
    sunlit_frac: Array = 1.0  # mean share of the Sun seen during the step
    # sunlight that the Earth reflects at this altitude: physics.faces.earthshine
    earthshine: Earthshine | None = None


@record
class Direction:
    """Where the normal of a face points: its cosines with the zenith, the Sun and the flight."""

    up: Pure
    sun: Pure
    ahead: Pure

    @property
    def opposite(self) -> Direction:
        """The other way."""
        return Direction(
            up=0.0 - self.up, sun=0.0 - self.sun, ahead=0.0 - self.ahead
        )  # 0 stays 0, not -0: the same face


@record
class Axes:
    """How a satellite stands: three directions at right angles to one another; where a drive turns
    the array, the front apart from the others.
    """

    front: Direction  # the face of the array
    side: Direction  # across, level with the horizon
    top: Direction  # the third, as far from the Earth as it can be


@record
class ArrayBack:
    """The back of the array as the radiator sees it: its temperature and, where array and radiator
    are one panel, its heat balance.
    """

    area_m2: Array
    temperature_k: Array  # of the array alone
    heat_w: Array  # taken in from Sun and Earth, less electricity
    radiating_w_per_k4: Array  # both faces
    back_emissivity_frac: Array
