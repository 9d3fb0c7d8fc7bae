"""The page: a saved run as one self-contained HTML file, for screen, phone and print.

Nothing is loaded from anywhere, and the same run gives the same bytes, whether it has just finished
or was opened from its folder. Every number links to its explanation.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from dawndusk.core.errors import BadInput, Problem
from dawndusk.report import endurance, evidence, power_flow, radiation, reproduction, sections
from dawndusk.report.anchors import explained, ref
from dawndusk.report.style import document
from dawndusk.results import numbers
from dawndusk.results.fleet import Results as Fleet
from dawndusk.results.numbers import fixed, prefixed
from dawndusk.results.saved import SavedRun
from dawndusk.results.screen import orbit_ranges

Section = tuple[str, str, Callable[[SavedRun], str]]

SECTIONS: tuple[Section, ...] = (
    ("verdict", "Verdict", sections.verdict),
    ("compute", "Delivered compute", sections.compute),
    ("cost", "Cost breakdown", sections.cost),
    ("demand", "Share of electricity demand", sections.demand),
    ("orbit", "Orbit of lowest sunlight", sections.orbit),
    ("power", "Power balance", power_flow.section),
    ("year", "Beta angle and eclipses over one year", sections.year),
    ("endurance", "Wear and interruptions", endurance.section),
    ("radiation", "Radiation behind the shield", radiation.section),
    ("mass", "Mass breakdown", sections.mass),
    ("groups", "Groups of satellites", sections.groups),
    ("drivers", "Sensitivity", evidence.drivers),
    ("others", "Published analyses", reproduction.section),
    ("sampling", "Sampling of the year", evidence.sampling),
    ("missing", "Model limitations", evidence.missing),
    ("defaults", "Default values", evidence.defaults),
)
GROUND = ("verdict", "compute", "cost", "demand", "defaults")  # sections where nothing flies


def page(run: SavedRun) -> str:
    """The whole report as HTML; a section that the run did not reach is one line.

    Args:
        run: a run at hand (`results.saved.saved`) or opened from its folder (`store.open`).

    Raises:
        BadInput: the folder was written by a version that did not keep all that is drawn.

    >>> from dawndusk.pipeline import run
    >>> from dawndusk.results.saved import saved
    >>> page(saved(run("suncatcher", until="design")))[:15]
    '<!doctype html>'
    """
    _require_current(run)
    wanted = [
        one
        for one in SECTIONS
        if (one[0] in GROUND or not run.scenario.on_ground)
        and (one[0] != "groups" or (run.fleet is not None and len(run.fleet.groups) > 1))
    ]
    parts = [(id, name, content(run)) for id, name, content in wanted]
    masthead = _masthead(run)
    folded = explained(masthead + "".join(content for _, _, content in parts), run)
    words = (
        "Numbers on this page link here. <code>dawndusk explain KEY RUN</code> prints the same for"
        " every key of <code>run.json</code>."
    )
    parts.append(("explained", "Explanations", f"<p>{words}</p>{folded}"))
    contents = "".join(f'<a href="#{id}">{name}</a>' for id, name, _ in parts)
    body = "".join(
        f'<section id="{id}"><h2><span>{place}</span>{name}</h2>{content}</section>'
        for place, (id, name, content) in enumerate(parts, 1)
    )
    return document(
        run.scenario.title, f"{masthead}<nav>{contents}</nav><main>{body}</main>{_footer(run)}"
    )


def _require_current(run: SavedRun) -> None:
    """Raise BadInput for a run folder without the tables and results that the figures need."""
    flown = run.flight is None or {"strip", "season", "anomaly"} <= run.tables.keys()
    designed = run.fleet is None or any(one.period_s is not None for one in run.fleet.groups)
    priced = run.bill is None or run.bill.present_value_factor is not None
    if not (flown and designed and priced):
        reason = (
            f"the run folder of {run.name} lacks results that the report shows; run the scenario"
            f" again: dawndusk run {run.name}"
        )
        raise BadInput(Problem(reason))


def _masthead(run: SavedRun) -> str:
    return (
        '<header><p class="kicker">dawndusk report:'
        f" {escape(run.name)}</p><h1>{escape(run.scenario.title)}</h1><p"
        f' class="fleet">{"<i> · </i>".join(_facts(run))}</p></header>'
    )


def _facts(run: SavedRun) -> list[str]:
    compute, mission, fleet = run.scenario.satellite.compute, run.scenario.mission, run.fleet
    years = ref(
        "inputs.mission.life",
        f"{numbers.quantity(mission.life_s, 'yr')} from {sections.date(mission.start)}",
    )
    if fleet is None:
        chips = ref(
            "inputs.compute.count", f"{fixed(compute.count)} {numbers.TIMES} {escape(compute.use)}"
        )
        return [chips, f"{len(run.scenario.ground)} sites", years]
    return [
        ref("fleet.satellites", f"{fleet.satellites:,} satellites"),
        _where(fleet),
        ref("fleet.chips", f"{fixed(fleet.chips)} {numbers.TIMES} {escape(compute.use)}"),
        ref("fleet.it_w", f"{prefixed(fleet.it_w, 'W')} of chips and hosts"),
        years,
    ]


def _where(fleet: Fleet) -> str:
    """Altitude and inclination of one group, or the altitudes of several."""
    altitude, inclination = orbit_ranges(fleet)
    if len(fleet.groups) > 1:
        return f"in {len(fleet.groups)} groups, {altitude}"
    return ref("fleet.groups.0.altitude_m", numbers.prose(f"at {altitude}, {inclination}"))


def _footer(run: SavedRun) -> str:
    return (
        f"<footer><p>Made by dawndusk {escape(run.summary['dawndusk'])} from the scenario"
        f" {escape(run.name)}. Money is real USD of {run.scenario.money.base_year}. Unless stated"
        " otherwise a kilowatt is one of working chips and hosts; a year has 365.25"
        " days.</p></footer>"
    )
