"""Light of the Earth on a face of any direction: how much of the Earth it sees, and the sunlight
that the Earth reflects onto it.

A face is a flat plate that is small beside the Earth. Two cosines tell where its normal points:
`up`, with the zenith, and `toward_sun`, with the Sun; `sun_cosine` is the Sun's own with the
zenith. a is the radius of the orbit, R = 6,378.137 km.

Valid: a spherical Earth that reflects and radiates diffusely, everywhere the same
Source: gilmore2002, dawndusk-method
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from dawndusk.core.numeric import Array, np
from dawndusk.physics.constants import EARTH_ALBEDO_FRAC, EARTH_RADIUS_M
from dawndusk.physics.eclipse import horizon_cosine
from dawndusk.physics.orbit import semi_major_axis_m
from dawndusk.records.surroundings import Earthshine

LOWEST_M, HIGHEST_M = (
    200e3,
    2100e3,
)  # the altitudes between which the series of the coefficients hold
ARCTAN = (  # in the square of the slope, up to 1; error below 2e-8 (Abramowitz and Stegun, 4.4.49)
    1.0,
    -0.3333314528,
    0.1999355085,
    -0.1420889944,
    0.1065626393,
    -0.0752896400,
    0.0429096138,
    -0.0161657367,
    0.0028662257,
)
DEGREE = 7  # of those series: between its nodes they are within 0.02 W/m2 of a fit there


def view_factor(altitude_m: Array, up: Array) -> Array:
    """View factor from a face to the Earth's disc, whatever part of the disc it sees. Shapes
    broadcast.

    `up` is the cosine of the face's normal with the zenith: -1 faces the Earth, 0 stands edge-on to
    it, 1 faces away.

    Equation: F = (s^2 (d arctan2(w, -x d) - x w) + arctan(w / x)) / pi, d = -up, s = R/a, x =
    sqrt(1/s^2 - 1), w = sqrt(max(1 - (d/s)^2, 0)): F is s^2 d where the face sees the whole disc (d
    >= s), and 0 where it sees none (d <= -s)
    Valid: any altitude above 0, any direction
    Range: up -1 to 1
    Source: thornton1996, its tilted plate; the form without cases is ours

    >>> round(float(view_factor(650e3, 0.0)), 5), round(float(view_factor(650e3, 1.0)), 5)
    (0.24069, 0.0)
    """
    sine, down = EARTH_RADIUS_M / semi_major_axis_m(altitude_m), -up
    x = horizon_cosine(altitude_m) / sine
    left = 1.0 - (down / sine) ** 2
    cut = left > 0.0  # the face's own horizon cuts the disc
    w = np.where(
        cut, np.sqrt(np.where(cut, left, 1.0)), 0.0
    )  # guarded twice: the slope of sqrt(0) would spoil the gradient
    return (sine**2 * (down * _angle(w, -x * down) - x * w) + _angle(w, x)) / np.pi


def _angle(y: Array, x: Array) -> Array:
    """Arctan2(y, x) for y >= 0, by a polynomial: a tenth of the library's time in the day kernel,
    which is as long as a whole step.
    """
    steep = y > np.abs(x)
    slope = np.where(steep, x, y) / np.where(steep, y, x)
    angle = slope * _polynomial(ARCTAN, slope**2)
    return np.where(steep, 0.5 * np.pi - angle, np.where(x < 0.0, np.pi + angle, angle))


def earthshine(altitude_m: Array) -> Earthshine:
    """What `albedo_w_per_m2` needs to know of an altitude, made once for many steps; everything in
    it has the altitude's shape.

    Outside the altitudes below it is not a number, and neither is what is made of it.

    Equation: each weight is a polynomial in sqrt(1 - (R/a)^2), through least squares against the
    integral over the lit and visible Earth
    Valid: 200 to 2,100 km
    Range: altitude_m 200 km to 2100 km
    Source: dawndusk-method, held to another quadrature in tests/validation/test_faces

    >>> round(float(earthshine(650e3).horizon_cos), 4)
    0.42
    """
    inside = (altitude_m > LOWEST_M - 1.0) & (
        altitude_m < HIGHEST_M + 1.0
    )  # the ends rounded to float32 are inside
    known_m = np.where(inside, altitude_m, float("nan"))
    horizon_cos = horizon_cosine(known_m)
    place = _place(horizon_cos)
    weights = tuple(_polynomial(series, place) for series in _series())
    return Earthshine(
        horizon_cos=horizon_cos,
        earth_sine=EARTH_RADIUS_M / semi_major_axis_m(known_m),
        terms=weights,
    )


def albedo_w_per_m2(
    shine: Earthshine, sun_cosine: Array, up: Array, toward_sun: Array, sunlight_w_per_m2: Array
) -> Array:
    """Sunlight that the Earth reflects onto a face, per area; never below zero. Shapes broadcast.

    `sun_cosine` is the Sun's cosine with the zenith, `up` and `toward_sun` are those of the face's
    normal with the zenith and the Sun.

    How much of the visible Earth is lit, and how much the face sees, goes from none to all through
    ramps. Their product is the integral where all or nothing is lit and all or nothing is seen;
    where terminator or face cut the disc, fitted terms bend it to the integral.

    Equation: albedo x sunlight x integral over the visible Earth of max(0, Sun's cosine on the
    ground) max(0, cosine on the face) dw / pi
    Valid: 200 to 2,100 km, within 0.8 W/m2 of the integral at any moment; one albedo for all the
    Earth; cosines of real directions
    Range: sun_cosine -1 to 1, up -1 to 1, toward_sun -1 to 1
    Source: dawndusk-method, held to another quadrature in tests/validation/test_faces

    >>> around = earthshine(650e3)
    >>> round(
    ...     float(albedo_w_per_m2(around, 0.0, -1.0, 0.0, 1361.0)), 1
    ... )  # facing an Earth of which half is dark; the integral is 11.4
    11.6
    """
    terms = _terms(
        shine.horizon_cos, shine.earth_sine, sun_cosine, -up, toward_sun - sun_cosine * up
    )
    share = sum(weight * term for weight, term in zip(shine.terms, terms, strict=True))
    return EARTH_ALBEDO_FRAC * sunlight_w_per_m2 * np.maximum(share, 0.0)


def _terms(
    horizon_cos: Array, earth_sine: Array, sun_cosine: Array, down: Array, across: Array
) -> list[Array]:
    """What is summed up: `down` is the face's cosine with the nadir, `across` the product of face
    and Sun along the horizon.

    The terminator cuts the disc from t = -1 to 1, the face's horizon from u = -1 to 1. Towards the
    ends what is cut off vanishes as (1 - t)^3.5, for the limb is seen grazing, and as (1 - u)^2.5:
    the corrections take whole powers near those, so that gradients exist.
    """
    t, lit, half_lit = _lit(sun_cosine, horizon_cos, (1.0 / earth_sine - 1.0) / horizon_cos)
    u, seen, half_seen = _seen(down, earth_sine)
    t_free, u_free = (1.0 - t**2) ** 4, (1.0 - u**2) ** 2
    both = t_free * u_free
    level = (1.0 - sun_cosine**2) * (1.0 - down**2)
    return [
        lit * seen,
        across * half_lit * half_seen,
        *_line(t_free * seen, t),
        *_line(u_free * lit, u),
        u_free * lit * u**4,
        *_line(t_free * t * across * half_seen, t),
        *_line(u_free * u * across * half_lit, u),
        *_line(both, t),
        both * t * u * across,
        *_line(both * (2.0 * across**2 - level), t),
    ]


def _line(first: Array, t: Array) -> list[Array]:
    """The terms of a straight line in t^2."""
    return [first, first * t**2]


def _lit(cosine: Array, width: Array, blur: Array) -> tuple[Array, Array, Array]:
    """Cosine over width, t from -1 to 1; and max(cosine, 0) and the step at 0, both made smooth
    within the width.

    Over flat ground, seen from a height, max(c, 0) becomes (c + sqrt(c^2 + height^2)) / 2: what is
    near below counts most. The line in t^2 taken off that makes it join max(c, 0) with its slope at
    both ends; the step is its derivative, made flat there.
    """
    inside = np.clip(cosine, -width, width)
    t, end = inside / width, np.sqrt(1.0 + blur**2)
    square, root, slope = t**2, np.sqrt(t**2 + blur**2), 1.0 / end - 1.0
    smooth = root + 1.0 - end + 0.5 * slope * (1.0 - square)
    flat = 0.5 * (blur**2 / end**3 - slope)
    step = t * (1.0 / root - slope + flat * (1.0 - square))
    return (
        t,
        0.5 * (inside + width * smooth) + np.maximum(cosine, width) - width,
        0.5 * (1.0 + step),
    )


def _seen(cosine: Array, width: Array) -> tuple[Array, Array, Array]:
    """The same with a parabola: no part of the disc counts more than another."""
    inside = np.clip(cosine, -width, width)
    t = inside / width
    return (
        t,
        0.25 * width * (1.0 + t) ** 2 + np.maximum(cosine, width) - width,
        0.25 * (1.0 + t) ** 2 * (2.0 - t),
    )


def _place(horizon_cos: Array) -> Array:
    """From -1 at the lowest altitude to 1 at the highest."""
    low, high = float(horizon_cosine(LOWEST_M)), float(horizon_cosine(HIGHEST_M))
    return (2.0 * horizon_cos - low - high) / (high - low)


def _polynomial(series: Sequence[float], place: Array) -> Array:
    total: Array = series[-1]
    for one in reversed(series[:-1]):
        total = total * place + one
    return total


@cache
def _series() -> tuple[tuple[float, ...], ...]:
    """For each term the polynomial of its weight, lowest power first, from the table."""
    text = resources.files("dawndusk.data").joinpath("tables/earthshine.csv").read_text("utf-8")
    return tuple(tuple(float(one) for one in line.split(",")) for line in text.splitlines()[1:])
