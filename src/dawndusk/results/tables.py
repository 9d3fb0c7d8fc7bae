"""The tables of a run, as columns of NumPy arrays: what is too long for `run.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dawndusk.records.flight import Season
from dawndusk.records.run import Run
from dawndusk.results import radiation

Table = Mapping[str, Any]  # columns by name, arrays of equal length
TABLES = (
    "mass",
    "groups",
    "days",
    "season",
    "anomaly",
    "dose_by_thickness",
    "dose_by_altitude",
    "strip",
    "satellites",
    "cost",
)


def tables(run: Run, satellites: bool = False) -> dict[str, dict[str, Any]]:
    """The tables of a run as columns of NumPy arrays.

    Args:
        run: a finished run. satellites: whether to add a row for each satellite and sampled day.

    Returns:
        Columns by table, those of `TABLES` as far as the run went; `satellites` on request.
    """
    import numpy

    found: dict[str, dict[str, Any]] = {}
    groups = run.fleet.groups if run.fleet is not None else ()
    mass = [(group.name, item, float(kg)) for group in groups for item, kg in group.mass_kg.items()]
    if mass:
        found["mass"] = _columns(("group", "item", "satellite_kg"), mass)
    if run.flight is not None:
        flights = run.flight.groups
        names = tuple(flights[0].totals.__dataclass_fields__)
        sums = {
            name: {"min": numpy.min, "max": numpy.max}.get(name[:3], numpy.mean) for name in names
        }
        found["groups"] = _columns(
            ("group", "satellites", *map(_column, names)),
            [
                (
                    one.name,
                    one.count,
                    *(float(sums[name](getattr(one.totals, name))) for name in names),
                )
                for one in flights
            ],
        )
        by_day = [
            (one.name, day, *(float(sums[name](getattr(one.totals, name)[day])) for name in names))
            for one in flights
            for day in range(len(one.totals.duty_frac))
        ]
        found["days"] = _columns(("group", "sampled_day", *map(_column, names)), by_day)
        found["season"] = _season(run)
        found["anomaly"] = radiation.protons_by_place(run)
        found["dose_by_thickness"] = radiation.dose_by_thickness(run)
        found["dose_by_altitude"] = radiation.dose_by_altitude(run)
        strips = [(one.name, one.strip) for one in flights if one.strip is not None]
        names = tuple(strips[0][1].__dataclass_fields__) if strips else ()
        found["strip"] = {
            "group": numpy.concatenate(
                [numpy.repeat(name, len(strip.time_s)) for name, strip in strips]
            )
        } | {
            name: numpy.concatenate([numpy.asarray(getattr(strip, name)) for _, strip in strips])
            for name in names
        }
        if satellites:
            found["satellites"] = _by_satellite(run)
    if run.bill is not None:
        found["cost"] = _columns(
            ("side", "item", "usd_per_year"),
            [
                (side.name, item, float(usd))
                for side in run.bill.sides
                for item, usd in side.items_usd_per_year.items()
            ],
        )
    return found


def _season(run: Run) -> dict[str, Any]:
    """The year by quarter days: beta of the first plane and its range over the planes, likewise the
    eclipse as a share of an orbit.
    """
    import numpy

    assert run.flight is not None
    groups = [(one.name, one.season) for one in run.flight.groups]

    def column(of: Callable[[Season], Any]) -> Any:
        return numpy.concatenate([of(season) for _, season in groups])

    return {
        "group": numpy.concatenate([numpy.repeat(name, len(one.day)) for name, one in groups]),
        "day": column(lambda season: season.day),
        "beta_low_rad": column(lambda season: season.beta_rad.min(0)),
        "beta_high_rad": column(lambda season: season.beta_rad.max(0)),
        "eclipse_mean_frac": column(lambda season: season.eclipse_frac.mean(0)),
        "eclipse_longest_frac": column(lambda season: season.eclipse_frac.max(0)),
        "eclipse_shortest_frac": column(lambda season: season.eclipse_frac.min(0)),
        "beta_first_rad": column(lambda season: season.beta_rad[0]),
        "eclipse_first_frac": column(lambda season: season.eclipse_frac[0]),
    }


def _by_satellite(run: Run) -> dict[str, Any]:
    import numpy

    assert run.flight is not None
    parts: dict[str, list[Any]] = {}
    for one in run.flight.groups:
        days, count = one.totals.duty_frac.shape
        columns = {
            "group": numpy.repeat(one.name, days * count),
            "sampled_day": numpy.repeat(numpy.arange(days), count),
            "satellite": numpy.tile(numpy.arange(count), days),
        }
        for name in one.totals.__dataclass_fields__:
            columns[_column(name)] = numpy.asarray(getattr(one.totals, name)).ravel()
        for name, column in columns.items():
            parts.setdefault(name, []).append(column)
    return {name: numpy.concatenate(pieces) for name, pieces in parts.items()}


def _column(name: str) -> str:
    """The column of a total: its name, or the one that the tables have had from the beginning."""
    return {"protons_ratio": "protons_frac", "dose_ratio": "dose_frac"}.get(name, name)


def _columns(names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    import numpy

    return {name: numpy.array([row[index] for row in rows]) for index, name in enumerate(names)}
