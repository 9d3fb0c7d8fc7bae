"""Light of the Earth on faces of any direction, against a quadrature of the Earth's disc made here.
Tag of every test: physics, unless said.
"""

from functools import cache

import numpy as np
import pytest

from dawndusk.core.numeric import jax
from dawndusk.physics import faces
from tests.validation.draw import Axis, Chart, Curve, svg

RADIUS_M, SUNLIGHT, ALBEDO = 6378137.0, 1361.0, 0.30
PHASES = (np.arange(72) + 0.5) / 72 * 2 * np.pi
UP, FORWARD, SIDEWAYS = np.eye(
    3
)  # the satellite's frame: zenith, flight, the side of the orbit where the Sun is
FACES = {
    "facing the Earth": -UP,
    "forward": FORWARD,
    "towards the Sun's side": SIDEWAYS,
    "facing away": UP,
}


@cache
def earth_seen(altitude_m, rings=120, sectors=180):
    """Patches of the Earth that a satellite sees: their normals, directions from the satellite and
    solid angles over pi.
    """
    a = RADIUS_M + altitude_m
    bounds = np.linspace(
        np.log(altitude_m**2), np.log(a**2 - RADIUS_M**2), rings + 1
    )  # of the squared distance: fine below the satellite
    squared, azimuth = (
        np.exp(0.5 * (bounds[1:] + bounds[:-1])),
        (np.arange(sectors) + 0.5) / sectors * 2 * np.pi,
    )
    squared, azimuth = (grid.ravel() for grid in np.meshgrid(squared, azimuth, indexing="ij"))
    height = (RADIUS_M**2 + a**2 - squared) / (
        2 * RADIUS_M * a
    )  # cosine of the Earth-central angle
    across = np.sqrt(1 - height**2)
    normal = np.stack([height, across * np.cos(azimuth), across * np.sin(azimuth)], -1)
    toward = (RADIUS_M * normal - a * UP) / np.sqrt(squared)[:, None]
    area = RADIUS_M / (2 * a) * squared * (bounds[1] - bounds[0]) * 2 * np.pi / sectors
    return normal, toward, area * -np.sum(toward * normal, -1) / (np.pi * squared)


def seen_of_the_earth(altitude_m, normals):
    """View factors by the quadrature, [face]."""
    _, toward, weight = earth_seen(altitude_m)
    return weight @ np.maximum(toward @ normals.T, 0.0)


def reflected(altitude_m, suns, normals):
    """Reflected sunlight by the quadrature, [sun, face], in W/m2."""
    normal, toward, weight = earth_seen(altitude_m)
    return (
        ALBEDO
        * SUNLIGHT
        * np.maximum(suns @ normal.T, 0.0)
        @ (weight[:, None] * np.maximum(toward @ normals.T, 0.0))
    )


def ours(altitude_m, suns, normals):
    """The same by dawndusk."""
    return faces.albedo_w_per_m2(
        faces.earthshine(altitude_m), suns[:, :1], normals[:, 0], suns @ normals.T, SUNLIGHT
    )


def around_an_orbit(beta_deg, phases=PHASES):
    """The Sun in the satellite's frame, [phase, 3]; phase 0 is noon."""
    beta = np.radians(beta_deg)
    return np.stack(
        [
            np.cos(beta) * np.cos(phases),
            -np.cos(beta) * np.sin(phases),
            np.full_like(phases, np.sin(beta)),
        ],
        -1,
    )


def directions(count, seed):
    found = np.random.default_rng(seed).normal(size=(count, 3))
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_view_factors_of_tilted_faces(figure):
    tilt_deg, fine_deg = np.linspace(0.0, 180.0, 19), np.linspace(0.0, 180.0, 181)
    curves, measured = [], {}
    for style, altitude_km in zip("abc", (400, 650, 2000), strict=True):
        angle = np.radians(tilt_deg)
        normals = -np.cos(angle)[:, None] * UP + np.sin(angle)[:, None] * FORWARD
        theirs = seen_of_the_earth(altitude_km * 1e3, normals)
        error = faces.view_factor(altitude_km * 1e3, normals[:, 0]) - theirs
        measured[f"{altitude_km:,} km, % of a face towards the Earth"] = (
            np.abs(error).max() / theirs[0] * 100.0
        )
        measured[f"{altitude_km:,} km, edge-on, %"] = abs(error[9]) / theirs[9] * 100.0
        line = faces.view_factor(altitude_km * 1e3, -np.cos(np.radians(fine_deg)))
        curves += [
            Curve(f"{altitude_km:,} km", fine_deg, line, style),
            Curve("", tilt_deg, theirs, style, circles=True),
        ]
    curves.append(Curve("integral over the visible Earth", [], [], "ink", circles=True))
    drawing = svg(
        "View factor from a face to the Earth by its tilt",
        Chart(
            "View factor from a face to the Earth",
            Axis(0.0, 180.0, "angle between the face's normal and the nadir, degrees", most=9),
            Axis(0.0, 1.0, most=5),
            curves,
            height=230.0,
        ),
    )
    figure(
        "tilted-view-factors",
        drawing,
        what="View factor of a tilted face near the Earth",
        against="integral over the visible Earth",
        tag="physics",
        models=["dawndusk.physics.faces"],
        must_be=dict.fromkeys(measured, 0.1),
        measured=measured,  # 21,600 patches
    )


# reproduction: reference/physics.md, measured there by another quadrature
def test_the_quadrature_itself():
    printed = {0.0: (31.3, 106.3), 60.0: (15.9, 53.9), 90.0: (3.6, 11.4)}
    for beta_deg, (forward, nadir) in printed.items():
        means = reflected(650e3, around_an_orbit(beta_deg), np.array([FORWARD, -UP])).mean(0)
        assert means == pytest.approx(
            [forward, nadir], rel=0.01, abs=0.05
        )  # a coarser quadrature there
    assert reflected(650e3, around_an_orbit(90.0), SIDEWAYS[None]).mean() == pytest.approx(
        11.4, rel=0.01
    )


# of 11 W/m2 on a face to the Earth at beta 90, the least that matters: 15 % of it is doubt of the
# albedo
MEAN_LIMIT_W_PER_M2 = 0.5
MOMENT_LIMIT_W_PER_M2 = 0.8  # is over within minutes; warms a black plate by 0.2 K if it stays


def test_reflected_sunlight_is_the_disc_integral(figure):
    normals, measured = np.array(list(FACES.values())), {}
    for altitude_km in (400, 650, 1200, 2000):
        suns = [around_an_orbit(beta_deg) for beta_deg in (0.0, 60.0, 90.0)]
        error = [
            (
                ours(altitude_km * 1e3, sun, normals) - reflected(altitude_km * 1e3, sun, normals)
            ).mean(0)
            for sun in suns
        ]
        worst = np.abs(error).max(0)
        measured |= {
            f"{altitude_km:,} km, {name}, mean, W/m²": worst[index]
            for index, name in enumerate(FACES)
        }
    lit = np.concatenate(
        [around_an_orbit(beta_deg, PHASES[::3]) for beta_deg in (0.0, 30.0, 60.0, 80.0, 90.0)]
    )
    anyhow = directions(150, seed=1)
    for altitude_km in (200, 300, 400, 650, 1200, 2000, 2100):
        error = ours(altitude_km * 1e3, lit, anyhow) - reflected(altitude_km * 1e3, lit, anyhow)
        measured[f"{altitude_km:,} km, any face, any moment, W/m²"] = np.abs(error).max()
    limits = {
        key: MEAN_LIMIT_W_PER_M2 if "mean" in key else MOMENT_LIMIT_W_PER_M2 for key in measured
    }
    figure(
        "earthshine",
        earthshine_drawing(normals),
        what="Sunlight that the Earth reflects onto faces of any direction",
        against="integral over the lit and visible Earth",
        tag="physics",
        models=["dawndusk.physics.faces"],
        must_be=limits,
        measured=measured,
    )


def earthshine_drawing(normals):
    """Means by beta angle, and one orbit."""
    beta_deg, fine_deg = (
        np.array([0.0, 15.0, 30.0, 45.0, 60.0, 75.0, 82.0, 90.0]),
        np.linspace(0.0, 90.0, 46),
    )
    charts = []
    for altitude_km in (650, 2000):
        theirs = np.array(
            [
                reflected(altitude_km * 1e3, around_an_orbit(beta), normals).mean(0)
                for beta in beta_deg
            ]
        )
        line = np.array(
            [ours(altitude_km * 1e3, around_an_orbit(beta), normals).mean(0) for beta in fine_deg]
        )
        curves = curves_of(fine_deg, line, beta_deg, theirs, named=altitude_km == 650)
        title = f"Mean of a revolution at {altitude_km:,} km, W/m²"
        charts.append(
            Chart(
                title,
                Axis(0.0, 90.0, "beta, degrees", most=9),
                Axis(0.0, 120.0, most=6),
                curves,
                height=150.0,
            )
        )
    phase_deg, every_deg = np.linspace(-140.0, 140.0, 29), np.linspace(-140.0, 140.0, 141)
    sun, fine_sun = (around_an_orbit(60.0, np.radians(phase)) for phase in (phase_deg, every_deg))
    curves = curves_of(
        every_deg,
        ours(650e3, fine_sun, normals),
        phase_deg,
        reflected(650e3, sun, normals),
        named=False,
    )
    x = Axis(-140.0, 140.0, "angle flown since noon, degrees", most=8)
    charts.append(
        Chart(
            "Around an orbit at 650 km, beta 60, W/m²",
            x,
            Axis(0.0, 200.0, most=5),
            curves,
            height=150.0,
        )
    )
    return svg(
        "Sunlight that the Earth reflects onto four faces by beta angle and around an orbit",
        *charts,
    )


def curves_of(x, line, marks, circles, named):
    curves = []
    for index, (style, name) in enumerate(zip("abcd", FACES, strict=True)):
        curves += [
            Curve(name if named else "", x, line[:, index], style),
            Curve("", marks, circles[:, index], style, circles=True),
        ]
    return [
        *curves,
        Curve("integral over the lit Earth" if named else "", [], [], "ink", circles=True),
    ]


def test_albedo_of_the_point_below_would_be_noticed():  # shows that the comparison can fail
    suns, normals = around_an_orbit(90.0), np.array([-UP, FORWARD])
    error = ALBEDO * SUNLIGHT * np.maximum(suns[:, :1], 0.0) * seen_of_the_earth(
        650e3, normals
    ) - reflected(650e3, suns, normals)
    assert np.all(
        np.abs(error).mean(0) > MEAN_LIMIT_W_PER_M2
    )  # it has none there: the point below lies on the terminator


def test_neither_light_nor_face_is_a_darkness_of_exactly_zero():
    horizon = np.sqrt(1.0 - (RADIUS_M / (RADIUS_M + 650e3)) ** 2)
    night, noon = -horizon * 1.001, horizon * 1.001
    anywhere, suns = directions(200, seed=2), directions(200, seed=3)
    dark = suns[suns[:, 0] < night]
    assert len(dark) > 20
    assert np.all(np.abs(ours(650e3, dark, anywhere)) < 1e-9)  # rounding
    blind = anywhere[anywhere[:, 0] > RADIUS_M / (RADIUS_M + 650e3)]
    assert len(blind) > 5
    assert np.all(np.abs(ours(650e3, suns, blind)) < 1e-9)
    bright, whole = suns[suns[:, 0] > noon], -blind
    exact = reflected(650e3, bright, whole)
    assert (
        np.abs(ours(650e3, bright, whole) - exact).max() < 2e-3 * exact.max()
    )  # the quadrature's own error, without any fit of ours


@pytest.mark.parametrize("altitude_m", [200e3, 650e3, 2100e3])
def test_never_below_zero(altitude_m):
    suns, normals = directions(500, seed=4), directions(500, seed=5)
    assert np.min(ours(altitude_m, suns, normals)) >= 0.0


def test_outside_the_range_is_not_a_number():
    altitude_m = np.array([199e3, 200e3, np.float32(2100e3), 2101e3])
    shine = faces.earthshine(altitude_m)
    found = faces.albedo_w_per_m2(shine, 1.0, -1.0, -1.0 + 0.0 * altitude_m, SUNLIGHT)
    assert np.isnan(found).tolist() == [True, False, False, True]
    assert all(term.shape == (4,) for term in shine.terms)


def test_the_kernel_computes_the_same_in_float32():
    lib = jax()
    shine = lib.tree_util.tree_map(
        lambda leaf: lib.numpy.asarray(leaf, "float32"), faces.earthshine(650e3)
    )
    suns, normals = directions(300, seed=6), directions(300, seed=7)
    angles = suns[:, 0], normals[:, 0], np.sum(suns * normals, -1)
    small = [lib.numpy.asarray(angle, "float32") for angle in angles]
    found = lib.jit(faces.albedo_w_per_m2)(shine, *small, lib.numpy.float32(SUNLIGHT))
    assert found.dtype == "float32"
    assert found == pytest.approx(
        faces.albedo_w_per_m2(faces.earthshine(650e3), *angles, SUNLIGHT), abs=1e-3
    )  # 300 W/m2 in 24 bits
    seen = lib.jit(faces.view_factor)(lib.numpy.float32(650e3), small[1])
    assert seen.dtype == "float32"
    assert seen == pytest.approx(
        faces.view_factor(650e3, angles[1]), abs=1e-6
    )  # 24 bits, a few operations


SINE, COSINE = RADIUS_M / (RADIUS_M + 650e3), np.sqrt(1.0 - (RADIUS_M / (RADIUS_M + 650e3)) ** 2)


def slopes(function, values, steps):
    """Slopes by JAX and by central differences."""
    lib = jax()
    by_jax = lib.grad(function, argnums=tuple(range(len(values))))(*map(float, values))
    apart = np.diag(steps)
    there = [function(*(values + way)) - function(*(values - way)) for way in apart]
    return np.array([float(one) for one in by_jax]), np.array([float(one) for one in there]) / (
        2.0 * np.array(steps)
    )


@pytest.mark.parametrize("up", [-1.0, -SINE, -0.5, 0.0, 0.5, SINE, 1.0])
def test_slopes_of_the_view_factor(up):
    found, wanted = slopes(faces.view_factor, np.array([650e3, up]), (10.0, 1e-5))
    scale = np.array([3e-7, 0.8])  # of the slopes of a face to the Earth
    assert np.all(
        np.abs(found - wanted) < 1e-3 * scale
    )  # a step across a kink of the second derivative; the polynomial's arctangent


@pytest.mark.parametrize("sun_cosine", [-1.0, -COSINE, -0.1, 0.0, 0.3, COSINE, 1.0])
@pytest.mark.parametrize("up", [-1.0, -SINE, 0.0, 0.4, SINE, 1.0])
def test_slopes_of_reflected_sunlight(sun_cosine, up):
    def reflected_w(altitude_m, sun_cosine, up, toward_sun):
        return faces.albedo_w_per_m2(
            faces.earthshine(altitude_m), sun_cosine, up, toward_sun, SUNLIGHT
        )

    toward_sun = up * sun_cosine + 0.5 * np.sqrt((1.0 - up**2) * (1.0 - sun_cosine**2))
    found, wanted = slopes(
        reflected_w, np.array([650e3, sun_cosine, up, toward_sun]), (10.0, 1e-5, 1e-5, 1e-5)
    )
    scale = np.array([1e-4, 350.0, 350.0, 350.0])  # of the slopes below the Sun
    assert np.all(
        np.abs(found - wanted) < 1e-4 * scale
    )  # a step across a kink of the second derivative


def test_the_table_is_what_its_script_builds():
    from tools.build_earthshine import TABLE, series

    kept = np.array(
        [
            [float(one) for one in line.split(",")]
            for line in TABLE.read_text("utf-8").splitlines()[1:]
        ]
    )
    assert kept == pytest.approx(
        series(), rel=1e-6, abs=1e-6
    )  # nine digits are kept; a least-squares fit differs by processor
