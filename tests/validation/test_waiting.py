"""What work must be worth for an earlier start to pay, against ledgers kept year by year."""

import numpy as np
import pytest
from scipy.optimize import brentq

from dawndusk.core.units import YEAR_S
from dawndusk.physics.annuity import recovery_per_year
from dawndusk.physics.waiting import started_frac, worth_usd_per_w_s
from tests.validation.draw import Axis, Chart, Curve, svg

# bought at the beginning of each life, USD; years that it lasts; spent in every year of work, USD:
# for a kilowatt
SIDES = {
    "dear": (90_000.0, 5, 6_000.0),
    "cheap": (60_000.0, 14, 3_000.0),
}
CASES = [  # years that the dear and the cheap side wait, discount
    (3.0, 4.0, 0.08),
    (3.0, 7.0, 0.08),
    (0.0, 0.1, 0.08),
    (1.5, 10.0, 0.03),
    (2.5, 4.0, 0.15),
    (7.0, 13.3, 0.5),
]
YEARS = 70  # of work: whole lives of both


def ledger_usd(worth, side, wait, discount, years=YEARS):
    """Present value of a kilowatt whose books are kept year by year: what is bought, and bought
    again, what is spent, what is earned.
    """
    bought, life, spent = SIDES[side]
    events = [(wait + year, -bought) for year in range(0, years, life)]
    events += [(wait + year + 1, worth - spent) for year in range(years)]
    return sum(usd / (1.0 + discount) ** when for when, usd in events)


def sought(dear_wait, cheap_wait, discount):
    """The worth at which both ledgers end alike, by trying."""
    return brentq(
        lambda worth: (
            ledger_usd(worth, "dear", dear_wait, discount)
            - ledger_usd(worth, "cheap", cheap_wait, discount)
        ),
        0.0,
        1e9,
        xtol=1e-6,
        rtol=1e-14,
    )


def cost(side, discount):
    """A year of it, as the bill has it."""
    bought, life, spent = SIDES[side]
    return float(bought * recovery_per_year(discount, life * YEAR_S)) + spent


def ours(dear_wait, cheap_wait, discount, dear=None, cheap=None):
    costs = (
        cost("dear", discount) if dear is None else dear,
        cost("cheap", discount) if cheap is None else cheap,
    )
    return float(
        worth_usd_per_w_s(costs[0], dear_wait * YEAR_S, costs[1], cheap_wait * YEAR_S, discount)
    )  # of whatever unit of work


def test_the_worth_is_where_the_ledgers_meet(figure):  # physics
    measured = {"worth, %": 100.0 * max(abs(ours(*case) / sought(*case) - 1.0) for case in CASES)}
    later, rates = np.linspace(0.1, 10.0, 60), {"discount 3 %": 0.03, "8 %": 0.08, "15 %": 0.15}
    curves = []
    for style, (name, rate) in zip("abc", rates.items(), strict=True):
        curves.append(
            Curve(name, later, [ours(3.0, 3.0 + years, rate) / 1e3 for years in later], style)
        )
        at = [0.5, 1.0, 2.0, 4.0, 7.0, 10.0]
        curves.append(
            Curve(
                "", at, [sought(3.0, 3.0 + years, rate) / 1e3 for years in at], style, circles=True
            )
        )
    drawing = svg(
        "Worth of a kilowatt-year above which the earlier side is worth more, though it is dearer",
        Chart(
            "Thousand USD a kilowatt-year",
            Axis(0.0, 10.0, "years that the cheap side begins later", most=10),
            Axis(10.0, 10_000.0, log=True),
            [*curves, Curve("ledgers, year by year", [], [], "ink", circles=True)],
            height=230.0,
        ),
    )
    figure(
        "waiting",
        drawing,
        what="Worth of work above which an earlier start pays",
        against=(
            "ledgers of both sides kept year by year, assets bought anew at the end of their lives,"
            " the worth sought by trying"
        ),
        tag="physics",
        models=["dawndusk.physics.waiting"],
        must_be=dict.fromkeys(measured, 1e-6),
        measured=measured,
        within_frac=1.0,  # rounding
    )


def test_buying_before_the_wait_would_be_noticed():  # physics: shows that the comparison can fail
    before = cost("dear", 0.08) * 1.08**3  # paid from the decision on, not while it works
    assert ours(3.0, 4.0, 0.08, dear=before) > 1.05 * sought(3.0, 4.0, 0.08)


def test_what_waiting_takes():  # physics
    assert float(started_frac(0.0, 0.08)) == 1.0
    assert float(started_frac(10.0 * YEAR_S, 0.0)) == 1.0
    assert float(started_frac(7.0 * YEAR_S, 0.08)) == pytest.approx(1.0 / 1.08**7, rel=1e-12)
    assert np.all(np.diff(started_frac(np.linspace(0.0, 9.0, 10) * YEAR_S, 0.08)) < 0.0)


def test_there_is_no_worth_where_nothing_is_gained():  # physics
    for case in ((3.0, 3.0, 0.08), (4.0, 3.0, 0.08), (0.0, 3.0, 0.0)):
        assert np.isnan(ours(*case)), case
    assert ours(3.0, 4.0, 0.08, dear=1e4, cheap=1e4) == pytest.approx(
        1e4
    )  # at one price any work that pays is worth more early
    assert ours(3.0, 4.0, 0.08, dear=9e3, cheap=1e4) < 9e3


def test_a_longer_queue_asks_for_less():  # physics
    worths = [ours(3.0, years, 0.08) for years in (3.1, 4.0, 7.0, 13.0, 100.0)]
    assert worths == sorted(worths, reverse=True)
    assert worths[-1] == pytest.approx(
        cost("dear", 0.08), rel=1e-2
    )  # who never works loses to whoever earns anything
