"""The page: a run as one self-contained HTML file, to read on a screen or a phone, to print, and to
pass on.

Nothing is loaded from anywhere, and the same run gives the same bytes. Every number leads to the
text that explains it.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from dawndusk.records.run import Run
from dawndusk.report import endurance, power_flow, radiation, reproduction, sections
from dawndusk.report import evidence as trust
from dawndusk.report.links import explained, ref
from dawndusk.report.style import document
from dawndusk.results import numbers
from dawndusk.results.numbers import fixed, prefixed
from dawndusk.results.saved import saved
from dawndusk.results.screen import where

Section = tuple[str, str, Callable[[Run], str]]

FLEET: tuple[Section, ...] = (
    ("verdict", "Verdict", sections.verdict),
    ("compute", "Where the compute goes", sections.compute),
    ("cost", "What it costs", sections.cost),
    ("demand", "Beside the demand", sections.demand),
    ("orbit", "One orbit at its worst", sections.orbit),
    ("power", "Where the sunlight goes", power_flow.section),
    ("year", "One year of sunlight", sections.year),
    ("endurance", "What wears out and what pauses", endurance.section),
    ("radiation", "Radiation behind the shield", radiation.section),
    ("mass", "What a satellite weighs", sections.mass),
    ("groups", "Shell by shell", sections.groups),
    ("drivers", "What moves the answer", trust.drivers),
    ("others", "What others found", reproduction.section),
    ("sampling", "How the year was sampled", trust.sampling),
    ("missing", "Not modelled yet", trust.missing),
    ("defaults", "Defaults used", trust.defaults),
)
GROUND = ("verdict", "compute", "cost", "demand", "defaults")  # what is left where nothing flies


def page(run: Run) -> str:
    """The whole report as HTML. What a stopped run did not reach is a line that says so."""
    wanted = [
        one
        for one in FLEET
        if (one[0] in GROUND or not run.scenario.on_ground)
        and (one[0] != "groups" or len(run.fleet.groups) > 1)
    ]
    parts = [(id, name, content(run)) for id, name, content in wanted]
    masthead = _masthead(run)
    told = explained(masthead + "".join(content for _, _, content in parts), saved(run))
    words = (
        "A number on this page leads here; <code>dawndusk explain KEY RUN</code> prints the same,"
        " and that of every other key of <code>run.json</code>."
    )
    parts.append(("explained", "Every number explained", f"<p>{words}</p>{told}"))
    contents = "".join(f'<a href="#{id}">{name}</a>' for id, name, _ in parts)
    body = "".join(
        f'<section id="{id}"><h2><span>{place}</span>{name}</h2>{content}</section>'
        for place, (id, name, content) in enumerate(parts, 1)
    )
    return document(
        run.scenario.title, f"{masthead}<nav>{contents}</nav><main>{body}</main>{_footer(run)}"
    )


def _masthead(run: Run) -> str:
    return (
        '<header><p class="kicker">dawndusk report:'
        f" {escape(run.scenario.name)}</p><h1>{escape(run.scenario.title)}</h1><p"
        f' class="fleet">{"<i> · </i>".join(_facts(run))}</p></header>'
    )


def _facts(run: Run) -> list[str]:
    compute, mission = run.scenario.satellite.compute, run.scenario.mission
    years = ref(
        "inputs.mission.life",
        f"{numbers.quantity(mission.life_s, 'yr')} from {sections.date(mission.start)}",
    )
    if run.scenario.on_ground:
        chips = ref(
            "inputs.compute.count", f"{fixed(compute.count)} {numbers.TIMES} {escape(compute.use)}"
        )
        return [chips, f"{len(run.scenario.ground)} sites", years]
    fleet, results = run.fleet, saved(run).fleet
    assert results is not None
    return [
        ref("fleet.satellites", f"{fleet.satellites:,} satellites"),
        (
            ref("fleet.shells.0.altitude_m", numbers.prose(where(results)))
            if len(fleet.groups) == 1
            else numbers.prose(where(results))
        ),
        ref("fleet.chips", f"{fixed(fleet.chips)} {numbers.TIMES} {escape(compute.use)}"),
        ref("fleet.it_w", f"{prefixed(fleet.total('it_w'), 'W')} of chips and hosts"),
        years,
    ]


def _footer(run: Run) -> str:
    import dawndusk

    return (
        f"<footer><p>Made by dawndusk {escape(dawndusk.__version__)} from the scenario"
        f" {escape(run.scenario.name)}. Money is real USD of {run.scenario.money.base_year}. A"
        " kilowatt, if nothing else is said, is of chips and host that work; a year has 365.25"
        " days.</p></footer>"
    )
