"""Small closed forms against the same physics done step by step. Tag of every test: physics."""

import numpy as np

from dawndusk.core.units import YEAR_S
from dawndusk.physics import annuity, harness, orbit, rocket, survival, turns
from dawndusk.physics.constants import EARTH_MU
from tests.validation.draw import Axis, Chart, Curve, svg


def test_the_polynomial_sine(figure):
    angle = np.linspace(-1.0, 1.0, 4001)
    errors = {
        "sine": turns.sine(angle) - np.sin(2 * np.pi * angle),
        "cosine": turns.cosine(angle) - np.cos(2 * np.pi * angle),
    }
    measured = {f"{name}, 1e-9": np.abs(error).max() * 1e9 for name, error in errors.items()}
    shown = slice(2000, 3001)  # half a turn
    curves = [
        Curve(name, angle[shown][::4], error[shown][::4] * 1e9, style)
        for style, (name, error) in zip("ab", errors.items(), strict=True)
    ]
    limit = 4.0  # a fifteenth of the spacing of float32 below 1, in which the kernel flies
    drawing = svg(
        "Error of the polynomial sine and cosine over half a turn",
        Chart(
            "dawndusk less NumPy, 1e-9",
            Axis(0.0, 0.5, "angle, turns", most=5),
            Axis(-5.0, 5.0, most=4),
            curves,
            limits=[(limit, "must be within"), (-limit, "")],
        ),
    )
    figure(
        "turns",
        drawing,
        what="Sine and cosine of the day kernel",
        against="NumPy's",
        tag="physics",
        models=["dawndusk.physics.turns"],
        must_be=dict.fromkeys(measured, limit),
        measured=measured,
    )


def flown_up(low_m, high_m, steps=400):
    """Speed changes (m/s) of a transfer flown step by step: the first impulse by bisection until
    the apogee is there, then the second.
    """
    start_m, target_m = orbit.semi_major_axis_m(low_m), orbit.semi_major_axis_m(high_m)

    def pull(state):
        return np.array([*state[2:], *(-EARTH_MU * state[:2] / np.hypot(*state[:2]) ** 3)])

    def apogee(kick):
        """Radius and speed where the satellite turns back."""
        state = np.array([start_m, 0.0, 0.0, np.sqrt(EARTH_MU / start_m) + kick])
        step_s = np.pi * np.sqrt((start_m + target_m) ** 3 / 8.0 / EARTH_MU) * 1.05 / steps
        best = (0.0, 0.0)
        for _ in range(steps):
            a = pull(state)
            b = pull(state + 0.5 * step_s * a)
            c = pull(state + 0.5 * step_s * b)
            d = pull(state + step_s * c)
            state = state + step_s / 6.0 * (a + 2 * b + 2 * c + d)
            best = max(best, (np.hypot(*state[:2]), np.hypot(*state[2:])))
        return best

    low, high = 0.0, 2000.0
    for _ in range(30):  # to two micrometres a second
        low, high = (
            ((low + high) / 2, high)
            if apogee((low + high) / 2)[0] < target_m
            else (low, (low + high) / 2)
        )
    return low + np.sqrt(EARTH_MU / target_m) - apogee(low)[1]


def burnt(reference_kg, dry_kg, extra_m_per_s, exhaust_m_per_s, steps=20000):
    """Payload after the last stage has thrown out propellant for that speed, a little at a time."""
    mass_kg = reference_kg + dry_kg
    for _ in range(steps):
        mass_kg -= (
            (mass_kg - 0.5 * mass_kg * extra_m_per_s / steps / exhaust_m_per_s)
            * extra_m_per_s
            / steps
            / exhaust_m_per_s
        )
    return mass_kg - dry_kg


def test_the_way_up_from_the_reference_orbit(figure):
    heights_m, fine_m = np.array([400e3, 650e3, 1200e3, 2000e3]), np.linspace(200e3, 2000e3, 91)
    flown = np.array([flown_up(200e3, height_m) for height_m in heights_m])
    exhaust = rocket.exhaust_m_per_s(363.0)
    extra, fine = np.array([0.0, 250.0, 500.0, 750.0, 1000.0]), np.linspace(0.0, 1000.0, 51)
    kept = np.array([burnt(150e3, 130e3, speed, exhaust) for speed in extra])
    drawing = svg(
        "What a higher or more inclined orbit takes from a launch vehicle",
        Chart(
            "Speed of the two impulses up from 200 km, m/s",
            Axis(200.0, 2000.0, "altitude, km", most=9),
            Axis(0.0, 1000.0, most=5),
            [
                Curve("closed form", fine_m / 1e3, orbit.hohmann_m_per_s(200e3, fine_m)),
                Curve("flown step by step", heights_m / 1e3, flown, "ink", circles=True),
            ],
            height=150.0,
        ),
        Chart(
            "Payload left of 150 t, last stage of 130 t dry, specific impulse 363 s, t",
            Axis(0.0, 1000.0, "extra speed, m/s", most=10),
            Axis(60.0, 160.0, most=5),
            [
                Curve("", fine, rocket.payload_kg(150e3, 130e3, fine, exhaust) / 1e3),
                Curve("", extra, kept / 1e3, "ink", circles=True),
            ],
            height=150.0,
        ),
    )
    figure(
        "way-up",
        drawing,
        what="Impulses of a transfer, and the payload that is left",
        against="the transfer and the burn, step by step",
        tag="physics",
        models=["dawndusk.physics.orbit", "dawndusk.physics.rocket"],
        must_be={
            "impulses, m/s": 1e-3,
            "payload, kg": 1e-2,
        },  # fourth-order and midpoint steps are good to a hundredth of that
        measured={
            "impulses, m/s": np.abs(orbit.hohmann_m_per_s(200e3, heights_m) - flown).max(),
            "payload, kg": np.abs(rocket.payload_kg(150e3, 130e3, extra, exhaust) - kept).max(),
        },
    )


def test_a_loan_is_paid_off(figure):
    years, rates = (
        np.array([1, 2, 3, 5, 8, 12, 16, 20]),
        {"0 %": 0.0, "5 %": 0.05, "8 %": 0.08, "12 %": 0.12},
    )
    fine = np.linspace(1.0, 20.0, 96)
    curves, left = [], []
    for style, (name, rate) in zip("abcd", rates.items(), strict=True):
        ours = annuity.recovery_per_year(rate, years * YEAR_S)
        for life, payment in zip(years, ours, strict=True):
            owed = 1.0
            for _ in range(life):
                owed = owed * (1.0 + rate) - payment
            left.append(abs(owed))
        theirs = [1.0 / sum((1.0 + rate) ** -year for year in range(1, life + 1)) for life in years]
        curves += [
            Curve(name, fine, annuity.recovery_per_year(rate, fine * YEAR_S), style),
            Curve("", years, theirs, style, circles=True),
        ]
    drawing = svg(
        "Yearly payment for an asset by its life and the cost of capital",
        Chart(
            "Yearly payment per dollar, by cost of capital",
            Axis(0.0, 20.0, "life, years", most=10),
            Axis(0.0, 1.2, most=6),
            [*curves, Curve("discounted year by year", [], [], "ink", circles=True)],
            height=230.0,
        ),
    )
    figure(
        "annuity",
        drawing,
        what="Recovery of an asset over its life",
        against="a loan, paid off year by year",
        tag="physics",
        models=["dawndusk.physics.annuity"],
        must_be={"still owed after the last payment, of a dollar": 1e-12},  # rounding of 20 years
        measured={"still owed after the last payment, of a dollar": max(left)},
        within_frac=1.0,
    )


# gauge: ohm per metre at 20 degC and kg per metre, of the American wire gauge's table of copper
WIRES = {
    "gauge 4": (0.8152e-3, 0.1880),
    "gauge 10": (3.277e-3, 0.04677),
    "gauge 20": (33.31e-3, 0.00460),
}


def test_the_harness_is_as_heavy_as_wire_of_that_loss(figure):
    """A real wire, there and back, loses so much of a power; a harness of that loss must weigh as
    much.
    """
    length_m, voltage, power_w = 17.5, 120.0, 600.0
    loss = {
        name: 2 * ohm * length_m * (power_w / voltage) ** 2 / power_w
        for name, (ohm, _) in WIRES.items()
    }
    true = {name: 2 * kg * length_m for name, (_, kg) in WIRES.items()}
    copper = (1.7241e-8, 8890.0)  # ohm m and kg/m3 that the table is made for
    measured = {
        f"{name}, %": (
            abs(harness.mass_kg(power_w, length_m, voltage, loss[name], *copper) / true[name] - 1.0)
            * 100.0
        )
        for name in WIRES
    }
    share = np.geomspace(0.001, 0.3, 60)
    drawing = svg(
        "Mass of a harness by the power it may lose",
        Chart(
            "Copper for 600 W at 120 V over 17.5 m, there and back, kg",
            Axis(0.001, 0.3, "loss, of the power", log=True),
            Axis(0.1, 100.0, log=True),
            [
                Curve(
                    "closed form",
                    share,
                    harness.mass_kg(power_w, length_m, voltage, share, *copper),
                ),
                Curve(
                    "wires of the American gauge",
                    list(loss.values()),
                    list(true.values()),
                    "ink",
                    circles=True,
                ),
            ],
            height=150.0,
        ),
    )
    figure(
        "harness",
        drawing,
        what="Mass of a two-wire harness for a given loss",
        against="the American wire gauge's table",
        tag="physics",
        models=["dawndusk.physics.harness"],
        must_be=dict.fromkeys(measured, 1.0),  # the table has four digits, its masses three
        measured=measured,
    )


FLEETS, AN_EIGHTIETH = (
    3200,
    1.25,
)  # fleets drawn; the standard deviation of so many is known to 1 / sqrt(2 x 3200), in percent


def alive_of_fleets(dice, satellites, chips, loss, chip_loss, years):
    """Share of the chips alive, mean over the years, of that many fleets whose satellites and chips
    each draw their own end.
    """
    ends = np.minimum(dice.exponential(1.0 / loss, (FLEETS, satellites)), years)
    found = np.zeros(FLEETS)
    for _ in range(chips):
        found += (
            np.minimum(dice.exponential(1.0 / chip_loss, ends.shape), ends).mean(axis=1)
            / years
            / chips
        )
    return found


def served_by_fleets(dice, satellites, loss, delay, years):
    """Share of the satellites in service, mean over the years, where each loss is made good after a
    delay.
    """
    up, at = np.zeros((FLEETS, satellites)), np.zeros((FLEETS, satellites))
    while (at < years).any():
        lives = dice.exponential(1.0 / loss, at.shape)
        up += np.clip(years - at, 0.0, lives)
        at += lives + delay
    return up.mean(axis=1) / years


def test_how_far_one_fleet_differs_from_another(figure):
    dice, years = np.random.default_rng(7), 5.0
    sizes, fine = np.array([4, 9, 20, 45, 100]), np.geomspace(4.0, 100.0, 60)
    cases = {
        "64 chips each": (0.025, 0.05, 64),
        "4 chips each": (0.025, 0.05, 4),
        "one chip each": (0.1, 0.1, 1),
    }
    curves, measured = [], {}
    for style, (name, (loss, chip_loss, chips)) in zip("abc", cases.items(), strict=True):
        drawn = np.array(
            [alive_of_fleets(dice, size, chips, loss, chip_loss, years).std() for size in sizes]
        )

        def closed(size, loss=loss, chip_loss=chip_loss, chips=chips):
            return np.sqrt(
                survival.alive_variance(
                    loss / YEAR_S, chip_loss / YEAR_S, years * YEAR_S, size, chips
                )
            )

        curves += [
            Curve(name, fine, 100.0 * closed(fine), style),
            Curve("", sizes, 100.0 * drawn, style, circles=True),
        ]
        measured[f"{name}, %"] = 100.0 * np.abs(drawn / closed(sizes) - 1.0).max()
    loss, delay, long = 0.3, 0.25, 20.0
    served = np.array([served_by_fleets(dice, size, loss, delay, long).std() for size in sizes])

    def in_service(size):
        return np.sqrt(
            survival.in_service_variance(loss / YEAR_S, delay * YEAR_S, long * YEAR_S, size)
        )

    curves += [
        Curve("losses made good", fine, 100.0 * in_service(fine), "d"),
        Curve("", sizes, 100.0 * served, "d", circles=True),
    ]
    measured["losses made good, %"] = 100.0 * np.abs(served / in_service(sizes) - 1.0).max()
    drawing = svg(
        "How far one fleet differs from another by the losses alone",
        Chart(
            "Standard deviation of the share alive, %",
            Axis(0.0, 100.0, "satellites", most=10),
            Axis(0.0, 20.0, most=4),
            [*curves, Curve("3,200 fleets drawn", [], [], "ink", circles=True)],
            height=230.0,
        ),
    )
    limit = 4.0 * AN_EIGHTIETH  # the largest of five
    figure(
        "chance",
        drawing,
        what="Spread of the share alive between fleets built alike",
        against="satellites and chips drawn one by one",
        tag="physics",
        models=["dawndusk.physics.survival"],
        must_be=dict.fromkeys(measured, limit),
        measured=measured,
    )
