"""The figure of the cost steps: on the scale of the stacked bars, where something flies."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dawndusk.report import charts, cost_steps
from dawndusk.report.page import page
from dawndusk.results.cost_steps import steps
from dawndusk.results.saved import SavedRun
from tests.report.test_page import SMALL


def test_drawn_steps_are_on_the_scale_of_the_stacked_bars(
    saved_run: Callable[..., SavedRun],
) -> None:
    bill = saved_run("suncatcher", SMALL).bill
    assert bill is not None
    assert bill.orbit is not None
    wide = cost_steps.figure(bill, bill.orbit).partition("</svg>")[0]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)" height="18" fill="#', wide)]
    usd_per_pixel = max(one.usd_per_kw_year for one in bill.sides.values()) / (charts.WIDE - 1.0)
    found = steps(bill.orbit, bill.ground)
    assert [width * usd_per_pixel for width in widths] == pytest.approx(
        [abs(one.after - one.before) for one in found], abs=0.002 * usd_per_pixel
    )


def test_where_nothing_flies_there_are_no_steps(saved_run: Callable[..., SavedRun]) -> None:
    caption = "Cost steps from ground to orbit, part by part"
    assert caption not in page(saved_run("us-ground"))
    assert caption in page(saved_run("suncatcher", SMALL))
