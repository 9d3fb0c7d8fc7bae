"""The cheapest solar array, battery and gas turbine for a constant load without a grid: sizes and
every hour's dispatch at once.

A linear programme, solved to its optimum by HiGHS. Per watt of load; multiply by the load.

Equation: least solar x price + battery x price + turbine x price + fuel price / efficiency x gas,
such that in every hour solar x sun + gas - 1 >= rise / charge efficiency (filling) and >= rise x
discharge efficiency (emptying), 0 <= stored <= battery, gas <= turbine, charge and discharge <=
rate x battery; what is left over is curtailed, and the last hour leads to the first
Valid: foresight of the whole year, no failures, no start-up or part-load loss of the turbine, no
self-discharge; a plant that must guess needs more
Source: dawndusk-method
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dawndusk.core.numeric import Array
from dawndusk.core.units import YEAR_S

_HOUR_S = 3600.0


@dataclass(frozen=True)
class Dispatch:
    """The cheapest plant for 1 W: its sizes and its year."""

    solar_w: float  # of the array at `sun_frac` 1
    battery_j: float
    turbine_w: float
    gas_j_per_year: float  # electricity from gas
    curtailed_frac: float  # of what the array could give
    usd_per_year: float


def least_cost(
    sun_frac: Array,
    *,
    solar_usd_per_w_year: float,
    battery_usd_per_j_year: float,
    turbine_usd_per_w_year: float,
    fuel_usd_per_j: float,
    turbine_efficiency_frac: float,
    charge_efficiency_frac: float,
    discharge_efficiency_frac: float,
    rate_per_s: float,
    least_sun_frac: float = 0.0,
) -> Dispatch:
    """The cheapest plant for 1 W at all hours, from the array's output in each, [hour], over its
    nominal power; the hours stand for a whole year.

    `rate_per_s` is the greatest power of the battery over its energy, at its terminals;
    `least_sun_frac` of the load's energy must not come from gas. Raises ValueError if no plant can
    do it.

    >>> prices = dict(
    ...     solar_usd_per_w_year=0.08,
    ...     battery_usd_per_j_year=5e-6,
    ...     turbine_usd_per_w_year=0.1,
    ...     fuel_usd_per_j=2e-8,
    ... )
    >>> battery = dict(
    ...     charge_efficiency_frac=0.97, discharge_efficiency_frac=0.97, rate_per_s=1.0 / 14400.0
    ... )
    >>> found = least_cost(
    ...     [0.0] * 12 + [0.8] * 12, **prices, **battery, turbine_efficiency_frac=0.4
    ... )
    >>> (
    ...     round(found.solar_w, 3),
    ...     round(found.battery_j / 3600.0, 2),
    ...     round(found.turbine_w, 3),
    ...     round(found.usd_per_year, 3),
    ... )
    (2.579, 12.37, 0.0, 0.429)
    """
    import numpy
    from scipy.optimize import linprog

    sun, hours = _spans(numpy.asarray(sun_frac, "float64"))
    share = hours / hours.sum()
    price = YEAR_S * fuel_usd_per_j / turbine_efficiency_frac
    rows, limits = _rules(
        sun,
        hours,
        charge_efficiency_frac,
        discharge_efficiency_frac,
        rate_per_s * _HOUR_S,
        1.0 - least_sun_frac,
    )
    sizes = [solar_usd_per_w_year, battery_usd_per_j_year * _HOUR_S, turbine_usd_per_w_year]
    costs = numpy.concatenate([sizes, numpy.zeros(len(sun)), price * share])
    found = linprog(costs, A_ub=rows, b_ub=limits, method="highs-ipm")
    if found.status != 0:
        raise ValueError(f"no least cost: {found.message}")
    solar, battery, turbine = numpy.abs(found.x[:3])
    stored, gas = numpy.abs(found.x[3:]).reshape(2, -1)
    rise = (numpy.roll(stored, -1) - stored) / hours
    unused = (
        solar * sun
        + gas
        - 1.0
        - numpy.maximum(rise / charge_efficiency_frac, rise * discharge_efficiency_frac)
    )
    whole = float(share @ sun * solar)
    return Dispatch(
        solar_w=float(solar),
        battery_j=float(battery) * _HOUR_S,
        turbine_w=float(turbine),
        gas_j_per_year=float(share @ gas) * YEAR_S,
        curtailed_frac=float(share @ unused) / whole if whole > 0.0 else 0.0,
        usd_per_year=float(found.fun),
    )


def _spans(sun: Any) -> tuple[Any, Any]:
    """Hours that follow one another with the same sun, the dark ones above all, as one: their mean
    dispatch costs the same and breaks no rule.
    """
    import numpy

    first = numpy.flatnonzero(numpy.concatenate([[True], sun[1:] != sun[:-1]]))
    return sun[first], numpy.diff(numpy.concatenate([first, [len(sun)]])).astype("float64")


def _rules(
    sun: Any,
    hours: Any,
    charge: float,
    discharge: float,
    rate_per_hour: float,
    most_gas_frac: float,
) -> tuple[Any, Any]:
    """Rows and limits of what must be kept: columns are solar W, battery Wh, turbine W, energy
    stored at the beginning of each span Wh, gas W in each.
    """
    import numpy
    from scipy import sparse

    count = len(sun)
    each, one, none = sparse.identity(count), numpy.ones((count, 1)), numpy.zeros(count)
    following = sparse.csr_matrix(
        (numpy.ones(count), (numpy.arange(count), (numpy.arange(count) + 1) % count)),
        (count, count),
    )
    rise = sparse.diags(1.0 / hours) @ (following - each)
    light = sparse.csr_matrix(sun[:, None])
    rows = [
        [-light, None, None, rise / charge, -each],  # filling
        [-light, None, None, rise * discharge, -each],  # emptying
        [None, -one, None, each, None],
        [None, None, -one, None, each],
        [None, -rate_per_hour * one, None, rise / charge, None],
        [None, -rate_per_hour * one, None, -rise * discharge, None],
        [None, None, None, None, (hours / hours.sum())[None, :]],
    ]
    return sparse.bmat(rows, format="csc"), numpy.concatenate(
        [-one[:, 0], -one[:, 0], none, none, none, none, [most_gas_frac]]
    )
