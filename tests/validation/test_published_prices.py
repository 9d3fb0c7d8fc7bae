"""Published prices and patterns from their own inputs. Tag of every test: reproduction."""

from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest

from dawndusk.chain import evaluate
from dawndusk.core.units import YEAR_S
from dawndusk.flight.fly import fly
from dawndusk.parts.constellation.cluster import Model as Cluster
from dawndusk.physics.learning import paid_ratio, price_usd_per_kg, total_in_year, total_kg
from dawndusk.physics.survival import mean_survival
from dawndusk.scenario.reading import load
from tests.validation.draw import Axis, Chart, Curve, svg

FILE = Path(__file__).with_name("launched-power.toml")
V2_MINI = {}
V1 = {"satellite.mass": "260 kg", "satellite.array.power": "7 kW"}
ONEWEB = {"satellite.mass": "150 kg", "satellite.array.power": "0.8 kW"}
IRIDIUM = {"satellite.mass": "860 kg", "satellite.array.power": "2 kW", "mission.life": "12.5 yr"}
TODAY, LATER = {}, {"launch.price": "200 USD/kg"}
PRINTED = 0.015  # three digits printed of a ratio of rounded masses and powers
SATELLITES = {
    "Starlink v2 mini": V2_MINI,
    "Starlink v1": V1,
    "OneWeb": ONEWEB,
    "Iridium NEXT": IRIDIUM,
}
LAUNCHED_USD = {
    "$3,600/kg": (TODAY, (14700, 26600, 135800, 124600)),
    "$200/kg": (LATER, (810, 1470, 7500, 6900)),
}
GROUND_USD = (570, 3000)  # printed to one or two digits


@cache
def bill(changes):
    return evaluate(load(FILE, dict(changes)).scenario, fly=partial(fly, strips=False)).bill


def orbit_usd_per_kw_year(*changes):
    merged = {key: value for one in changes for key, value in one.items()}
    return float(bill(tuple(merged.items())).orbit.usd_per_kw_year)


def test_suncatcher_launched_and_ground_power(figure):
    ours = {
        price: [orbit_usd_per_kw_year(satellite, change) for satellite in SATELLITES.values()]
        for price, (change, _) in LAUNCHED_USD.items()
    }
    ground = [float(one.usd_per_kw_year) for one in bill(()).grounds]
    measured = {
        f"{name} at {price}, %": abs(usd / printed - 1.0) * 100.0
        for price, (_, row) in LAUNCHED_USD.items()
        for name, usd, printed in zip(SATELLITES, ours[price], row, strict=True)
    }
    on_ground = {
        f"ground, {what}, %": abs(usd / printed - 1.0) * 100.0
        for what, usd, printed in zip(("low", "high"), ground, GROUND_USD, strict=True)
    }

    def marks(places, values, style, name):
        """A short line for each value."""
        return [
            Curve("" if index else name, (x - 0.28, x + 0.28), (y, y), style)
            for index, (x, y) in enumerate(zip(places, values, strict=True))
        ]

    curves = [
        curve
        for style, price in zip("ab", ours, strict=True)
        for curve in marks(range(4), ours[price], style, f"launched at {price}")
    ]
    curves += marks((4, 4), ground, "c", "ground, low and high")
    printed = [
        (place, usd) for _, row in LAUNCHED_USD.values() for place, usd in enumerate(row)
    ] + [(4, usd) for usd in GROUND_USD]
    drawing = svg(
        "Launched and ground power, dollars per kilowatt and year",
        Chart(
            "Power, US dollars per kilowatt and year",
            Axis(-0.5, 4.5, marks=list(enumerate([*SATELLITES, "ground"]))),
            Axis(100.0, 1e6, log=True),
            [*curves, Curve("Suncatcher paper", *zip(*printed, strict=True), "ink", circles=True)],
            height=230.0,
        ),
    )
    figure(
        "launched-power",
        drawing,
        what="Launched power of four satellites at two launch prices, and power on the ground",
        against="Google's Suncatcher paper, from its own inputs",
        tag="reproduction",
        models=["dawndusk.bill.price"],
        must_be=dict.fromkeys(measured, 100.0 * PRINTED) | dict.fromkeys(on_ground, 3.0),
        measured=measured | on_ground,
    )


def test_the_printed_28_kilowatts_hold_as_well():
    assert orbit_usd_per_kw_year({"satellite.array.power": "28 kW"}) == pytest.approx(
        14700, rel=PRINTED
    )
    assert orbit_usd_per_kw_year({"satellite.array.power": "28 kW"}, LATER) == pytest.approx(
        810, rel=PRINTED
    )


def test_two_percent_of_mass_would_be_noticed():
    assert orbit_usd_per_kw_year({"satellite.mass": "587 kg"}) != pytest.approx(14700, rel=PRINTED)


def test_nothing_but_launch_and_power_is_within_the_boundary():
    found = bill(())
    assert set(found.orbit.items_usd_per_year) == {"launch"}
    assert all(set(ground.items_usd_per_year) == {"electricity"} for ground in found.grounds)


def test_learning_curve(figure):
    """What must have been launched in all, from 1,800 USD/kg at 400 t, before launch costs 200 or
    300 USD/kg.
    """
    published = {(0.20, 200.0): 370_000.0, (0.20, 300.0): 104_000.0}  # as printed, rounded
    measured = {
        f"{rate:.0%} a doubling, to {usd:g} USD/kg": abs(
            float(total_kg(1800.0, 400e3, usd, rate)) / 1e3 / tonnes - 1.0
        )
        for (rate, usd), tonnes in published.items()
    }
    tonnes = np.geomspace(400.0, 1e6, 60)
    drawing = svg(
        "Launch price by all that was launched",
        Chart(
            "USD/kg",
            Axis(400.0, 1e6, "launched in all, tonnes", log=True),
            Axis(100.0, 2000.0, log=True),
            [
                *(
                    Curve(
                        f"{rate:.0%} a doubling",
                        tonnes,
                        price_usd_per_kg(1800.0, 400e3, tonnes * 1e3, rate),
                        style,
                    )
                    for style, rate in zip("abc", (0.20, 0.18, 0.24), strict=True)
                ),
                Curve(
                    "published",
                    list(published.values()),
                    [usd for _, usd in published],
                    "ink",
                    circles=True,
                ),
            ],
        ),
    )
    figure(
        "learning-curve",
        drawing,
        what="Mass to be launched before launch costs 200 or 300 USD/kg, relative",
        against="Google's Suncatcher paper, which prints two to three digits",
        tag="reproduction",
        models=["dawndusk.physics.learning"],
        must_be=dict.fromkeys(measured, 0.01),
        measured=measured,
    )
    steps = np.linspace(368e6, 368e6 + 2140e6, 20_001)
    paid = np.mean(price_usd_per_kg(200.0, 368e6, 0.5 * (steps[1:] + steps[:-1]), 0.2))
    assert 200.0 * float(paid_ratio(1.0, 2140 / 368, 0.2)) == pytest.approx(
        paid, rel=1e-6
    )  # kilogram by kilogram
    later = np.mean(price_usd_per_kg(1.0, 184e6, 0.5 * (steps[1:] + steps[:-1]), 0.2))
    assert float(paid_ratio(368 / 184, 2140 / 368, 0.2)) == pytest.approx(
        later, rel=1e-6
    )  # from another total than the price's
    by_hand = 12e6 + sum(4e6 * 1.25**year for year in range(9))
    assert float(total_in_year(12e6, 4e6 / YEAR_S, 0.25, 9.0)) == pytest.approx(
        by_hand, rel=1e-12
    )  # year by year


def test_lifetime_penalty(figure):
    printed, rates = {0.1: 1.271, 0.2: 1.582}, np.linspace(0.0, 0.3, 61)

    def penalty(rate):
        return 1.0 / mean_survival(rate / YEAR_S, 5.0 * YEAR_S)

    measured = {
        f"{rate:g} a year": abs(float(penalty(rate)) - value) for rate, value in printed.items()
    }
    drawing = svg(
        "Launched over working satellites by loss rate",
        Chart(
            "Satellites launched for each one at work, mean of five years without replacement",
            Axis(0.0, 0.3, "losses per year", most=6),
            Axis(0.9, 2.1, most=6),
            [
                Curve("mean survival, inverted", rates, penalty(rates)),
                Curve("published", *zip(*printed.items(), strict=True), "ink", circles=True),
            ],
        ),
    )
    figure(
        "survival",
        drawing,
        what="Lifetime penalty at a constant loss rate over five years",
        against="published factors, recomputed apart from this code",
        tag="reproduction",
        models=["dawndusk.physics.survival"],
        must_be=dict.fromkeys(measured, 5e-4),
        measured=measured,  # digits printed
    )


def places(angle_rad, satellites=81):
    radial, along = Cluster(altitude_m=650e3, satellites=satellites, radius_m=1000.0).offsets_m(
        angle_rad
    )
    return np.stack([radial, along], -1)


def test_the_cluster_is_the_lattice_of_81():
    start = places(0.0)
    steps = start / np.array([100.0, 200.0])  # one step radial, one in-track
    np.testing.assert_allclose(steps, steps.round(), atol=1e-12)
    wanted = {(i, j) for i in range(-5, 6) for j in range(-5, 6) if i * i + j * j <= 25}
    assert len(wanted) == 81
    assert {(int(i), int(j)) for j, i in steps.round()} == wanted


def distances(squared_steps, angles):
    """Distances [angle, pair] of all pairs that lie that many lattice steps apart."""
    steps = (places(0.0) / np.array([100.0, 200.0])).round()
    squared = ((steps[:, None] - steps[None, :]) ** 2).sum(-1)
    first, second = np.nonzero(squared == squared_steps)
    assert len(first) > 250  # pairs, both ways round
    return np.array(
        [np.linalg.norm(places(angle)[first] - places(angle)[second], axis=-1) for angle in angles]
    )


def test_neighbours_of_the_cluster_over_one_orbit(figure):
    angles = np.linspace(0.0, 2 * np.pi, 361)  # holds 45 and 90 degrees, where the extremes lie
    wanted = {
        "direct neighbours": (1, 100.0, 200.0),
        "diagonal neighbours": (2, 100.0 * 2**0.5, 200.0 * 2**0.5),
    }
    found = {name: distances(steps, angles) for name, (steps, _, _) in wanted.items()}
    measured, curves = {}, []
    for style, (name, (_, nearest, farthest)) in zip("ab", wanted.items(), strict=True):
        measured |= {
            f"{name}, nearest, m": abs(found[name].min() - nearest),
            f"{name}, farthest, m": abs(found[name].max() - farthest),
        }
        np.testing.assert_allclose(
            found[name][0], found[name][-1], rtol=1e-9
        )  # an orbit closes the pattern
        edges = np.unique(found[name].round(3), axis=1).T  # pairs that move alike
        curves += [
            Curve("" if index else name, np.degrees(angles[::5]), edge[::5], style)
            for index, edge in enumerate(edges)
        ]
    quarters = np.arange(0.0, 361.0, 90.0)
    curves.append(
        Curve(
            "Suncatcher paper: 100 to 200 m",
            [*quarters, *quarters],
            [100.0] * 5 + [200.0] * 5,
            "ink",
            circles=True,
        )
    )
    drawing = svg(
        "Distances between neighbours of the 81-satellite cluster over one orbit",
        Chart(
            "Distance between neighbours of the 81 satellites, m",
            Axis(
                0.0,
                360.0,
                "flown, degrees",
                marks=[(angle, str(angle)) for angle in range(0, 361, 45)],
            ),
            Axis(50.0, 310.0, most=6),
            curves,
            height=230.0,
        ),
    )
    figure(
        "cluster",
        drawing,
        what="Nearest and farthest neighbours of the Suncatcher cluster over one orbit",
        against="Google's Suncatcher paper: 100 to 200 m",
        tag="reproduction",
        models=["dawndusk.parts.constellation.cluster"],
        must_be=dict.fromkeys(measured, 1e-6),
        measured=measured,  # rounding of a kilometre
    )


def test_no_two_satellites_come_closer_than_direct_neighbours():
    for angle in np.linspace(0.0, np.pi, 37):
        place = places(angle)
        gaps = np.linalg.norm(place[:, None] - place[None, :], axis=-1)
        assert gaps[~np.eye(81, dtype=bool)].min() >= 100.0 - 1e-9


def test_the_cluster_turns_as_relative_motion_asks():
    # Hill's equations in orbit angle: radial'' = 3 radial + 2 along', along'' = -2 radial'; by
    # central differences
    step = 1e-3
    before, here, after = places(0.7 - step), places(0.7), places(0.7 + step)
    speed, bend = (after - before) / (2 * step), (after - 2 * here + before) / step**2
    np.testing.assert_allclose(
        bend[:, 0], 3 * here[:, 0] + 2 * speed[:, 1], atol=2e-3
    )  # differences of a kilometre over 1e-3 are good to 2e-4
    np.testing.assert_allclose(bend[:, 1], -2 * speed[:, 0], atol=2e-3)
