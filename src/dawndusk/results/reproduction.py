"""Published analyses: each figure as published and as computed from its own inputs, and the bridge
from its answer to ours.

Equation: as analyses/reproduction and analyses/bridge
Source: dawndusk-method
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dawndusk.analyses.bridge import bridge, ratio
from dawndusk.analyses.reproduction import Figure, Reproduction, names, reproduce
from dawndusk.core import units
from dawndusk.records.terms import Terms
from dawndusk.results.numbers import TIMES, fixed, number, quantity

WIDTH = 100


Ours = tuple[str, Terms | None]  # a scenario's name and its terms


@dataclass(frozen=True)
class Bridged:
    """The way from a published answer to a scenario's."""

    scenario: str
    theirs: float
    ours: float
    factors: tuple[tuple[str, float], ...]


def bridged(found: Reproduction, ours: Ours) -> Bridged | None:
    """The bridge, where the analysis prices both sides."""
    name, terms = ours
    if found.terms is None or terms is None:
        return None
    return Bridged(name, ratio(found.terms), ratio(terms), bridge(found.terms, terms))


@dataclass(frozen=True)
class Published:
    """A published analysis compared with a run: its ratio, and the factors that lead most from it
    to the run's.
    """

    found: Reproduction
    ratio: float
    factors: tuple[tuple[str, float], ...]  # empty where it cannot be reproduced


def published(ours: Ours) -> tuple[Published, ...]:
    """Every published ratio of orbit to ground, lowest first, each with its three largest factors.

    Args:
        ours: name and terms of the scenario to which they are bridged.
    """
    made = []
    for one in map(reproduce, names()):
        way = bridged(one, ours)
        if way is not None:
            made.append(Published(one, way.theirs, tuple(largest(way, 3))))
        elif one.ratio is not None:
            made.append(Published(one, one.ratio, ()))
    return tuple(sorted(made, key=lambda one: one.ratio))


def data(found: Reproduction, ours: Ours) -> dict[str, Any]:
    """What `reproduction.json` holds of one analysis: values in SI."""
    figures = [
        {
            "case": one.case,
            "key": one.key,
            "unit": units.unit_of(one.field),
            "published": one.published,
            "computed": one.computed,
            "apart_frac": one.apart_frac,
            "tolerance_frac": one.tolerance_frac,
            "holds": one.holds,
        }
        for one in found.figures
    ]
    way = bridged(found, ours)
    return {
        "name": found.name,
        "title": found.title,
        "source": found.source,
        "counts": found.counts,
        "published_ratio": found.ratio,
        "unpublished": found.unpublished or None,
        "ours": list(found.ours),
        "says": list(found.says),
        "holds": found.holds,
        "figures": figures,
        "findings": list(found.findings),
        "bridge": (
            None
            if way is None
            else {
                "to": way.scenario,
                "from_ratio": way.theirs,
                "to_ratio": way.ours,
                "factors": [{"name": name, "factor": factor} for name, factor in way.factors],
            }
        ),
    }


def screen(found: Reproduction, ours: Ours) -> str:
    """What `dawndusk reproduce NAME` prints."""
    lines = [f"{found.title} ({found.source})", *_wrapped(f"It counts {found.counts}."), ""]
    if found.unpublished:
        lines += [
            *_wrapped(f"Nothing is reproduced: {found.unpublished}. It says:"),
            *(f"  {one}" for one in found.says),
        ]
        return "\n".join(lines)
    case = ""
    lines.append(f"  {'':<28}{'published':>18}{'computed':>18}{'apart':>10}")
    for one in found.figures:
        if one.case != case:
            case = one.case
            lines.append(f"  {case}")
        lines.append(
            f"    {one.key.replace('_', ' '):<26}{_shown(one, one.published):>18}"
            f"{_shown(one, one.computed):>18}{_apart(one):>10}"
        )
    held = sum(one.holds for one in found.figures)
    widest = max(one.tolerance_frac for one in found.figures)
    lines += [
        "",
        (
            f"{held} of {len(found.figures)} figures within their tolerances, at most"
            f" {number(100.0 * widest, 2, trim=True)} %"
        ),
    ]
    if found.ours:
        lines += _wrapped(
            f"Not published, and chosen so that its figures come out: {', '.join(found.ours)}"
        )
    for text in found.findings:
        lines += ["", *_wrapped(text)]
    way = bridged(found, ours)
    if way is not None:
        lines += [
            "",
            f"From its answer to {way.scenario}'s, orbit over ground:",
            f"  {number(way.theirs):>8}  {found.title}",
        ]
        lines += [f"{TIMES} {number(factor):>8}  {name}" for name, factor in way.factors]
        lines.append(f"= {number(way.ours):>8}  {way.scenario}, all of it counted")
    return "\n".join(lines)


def table(everything: Sequence[Reproduction], ours: Ours) -> str:
    """What `dawndusk reproduce --all` prints: one line each, and which factor matters most."""
    lines = [f"  {'':<22}{'ratio':>7}   {'figures':<12}most of the way to {ours[0]}"]
    for one in everything:
        shown = "" if one.ratio is None else number(one.ratio)
        if one.unpublished:
            lines.append(f"  {one.name:<22}{shown:>7}   {'none':<12}{one.unpublished}")
            continue
        way = bridged(one, ours)
        said = "no price of both sides in it"
        if way is not None:
            said = ", ".join(factor_text(*one) for one in largest(way, 2))
            shown = number(way.theirs)
        held = f"{sum(figure.holds for figure in one.figures)} of {len(one.figures)}"
        lines.append(f"  {one.name:<22}{shown:>7}   {held:<12}{said}")
    if ours[1] is not None:
        lines.append(f"  {ours[0]:<22}{number(ratio(ours[1])):>7}")
    wrong = [one.name for one in everything if not one.holds]
    return "\n".join(
        [
            *lines,
            "",
            (
                f"Outside its tolerance: {', '.join(wrong)}"
                if wrong
                else "Every figure is within its tolerance."
            ),
        ]
    )


def largest(way: Bridged, count: int) -> list[tuple[str, float]]:
    """The factors that are farthest from one, by name."""
    return sorted(way.factors, key=lambda step: -max(step[1], 1.0 / step[1]))[:count]


def factor_text(name: str, factor: float) -> str:
    """A factor of a bridge as printed.

    >>> factor_text("launch price", 1.52)
    '× 1.5 launch price'
    """
    return f"{TIMES} {number(factor, 2)} {name}"


def _shown(one: Figure, value: float) -> str:
    return quantity(value, one.word or "1", 5)


def _apart(one: Figure) -> str:
    return f"{fixed(100.0 * one.apart_frac, 2, sign=True)} %{'' if one.holds else ' !'}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)
