"""Power balance of one satellite as a figure, from the sunlight on its array to the heat that its
radiator sheds.

Equation: as results/power_flow
Source: dawndusk-method, conservation of energy
"""

from __future__ import annotations

from dawndusk.report import charts, tables
from dawndusk.report.anchors import anchor, ref
from dawndusk.report.charts import Flow, Stop, is_narrow
from dawndusk.results.flight import PowerBalance
from dawndusk.results.numbers import percent, prefixed
from dawndusk.results.saved import SavedRun

SHOWN = 0.0005  # share of the sunlight below which curtailed power is not shown
LOADS = ("chips_and_hosts_w", "bus_w", "lost_w")  # of electricity; all heat the radiator


def section(run: SavedRun) -> str:
    """The power balance in words and as a figure."""
    if run.flight is None or run.fleet is None:
        return tables.stopped("fly")
    found = run.flight.power_balance

    def shown(name: str) -> str:
        return ref(f"flight.power_balance.{name}", prefixed(getattr(found, name), "W"))

    several = f", mean over {run.fleet.satellites:,} satellites" if run.fleet.satellites > 1 else ""
    share = found.chips_and_hosts_w / found.sunlight_w
    left = (
        f"; {shown('curtailed_w')} of it is curtailed and stays in the array as heat."
        if found.curtailed_w >= SHOWN * found.sunlight_w
        else ", and none of it is curtailed."
    )
    crossing = (
        f", and {shown('crossing_w')} of heat conducted from the array, which is the same panel"
        if run.scenario.satellite.radiator.covers_array
        else ""
    )
    words = (
        f"Of {shown('sunlight_w')} of sunlight on the array of a satellite, eclipses included,"
        f" <b>{percent(share)}</b> is used by chips and hosts: {shown('chips_and_hosts_w')}. The"
        f" array can generate {shown('generated_w')}{left} All electricity becomes heat. The"
        f" radiator sheds {shown('radiated_w')}: that heat, {shown('radiator_absorbed_w')} absorbed"
        f" from Sun, Earth and array{crossing}."
    )
    caption = (
        f"Mean powers over the sampled days{several}, and their share of the sunlight. Hatched:"
        " curtailed."
    )
    return f"<p>{words}</p><figure>{figure(found)}<figcaption>{caption}</figcaption></figure>"


def figure(found: PowerBalance) -> str:
    """The flow of power from left to right: array, loads, radiator."""
    share = percent(found.chips_and_hosts_w / found.sunlight_w)
    return charts.both(
        lambda width: charts.sankey(*_laid_out(found, width), width),
        f"Power from sunlight to radiator: chips and hosts use {share} of the sunlight",
        role="group",
    )


def _laid_out(balance: PowerBalance, width: int) -> tuple[list[Stop], list[Flow]]:
    """Places of the nodes: electricity along the top, heat of the array and reflected sunlight
    below its start.
    """
    small, found = is_narrow(width), vars(balance)
    sunlight, curtailed = found["sunlight_w"], found["curtailed_w"]
    per_w = (200.0 if small else 250.0) / sunlight
    columns = [
        0.0,
        *((0.25 * width, 0.535 * width) if small else (0.27 * width, 0.56 * width)),
        width - charts.NODE,
    ]
    head, gap = 38.0, 42.0  # room for the two lines of a name above its node
    names = {
        "sunlight_w": "Sunlight",
        "taken_w": "Electricity",
        "chips_and_hosts_w": "Chips, hosts" if small else "Chips and hosts",
        "bus_w": "Bus",
        "lost_w": "Losses" if small else "Conversion, battery",
        "radiator_absorbed_w": "Absorbed" if small else "From Sun, Earth, array",
        "crossing_w": "Conducted" if small else "Conducted from the array",
        "array_heat_w": "Array heat" if small else "Heat of the array",
        "reflected_w": "Reflected",
        "radiated_w": "Radiated",
    }
    stops: dict[str, Stop] = {}

    def place(name: str, column: int, top: float, style: str, beside: bool = False) -> float:
        """Place a node and return the top of the next one below."""
        size = found[name] * per_w
        share = (
            ""
            if name == "sunlight_w" or (small and column == 3)
            else f", {percent(found[name] / sunlight, 0 if small else 1)}"
        )
        said = [(name, prefixed(found[name], "W") + share)]
        if name == "array_heat_w" and curtailed >= SHOWN * sunlight:
            said.append(("curtailed_w", f"{prefixed(curtailed, 'W')} curtailed"))
        lines = tuple((words, f"#{anchor(f'flight.power_balance.{key}')}") for key, words in said)
        stops[name] = Stop(names[name], lines, columns[column], top, size, style, beside)
        return top + max(size, charts.THIN) + (12.0 if beside else gap)

    place("sunlight_w", 0, head, "sun")
    place("taken_w", 1, head, "power")
    place("radiated_w", 3, head, "heat")
    below = head
    for name in LOADS:
        below = place(name, 2, below, "power")
    taken_in = (
        ["radiator_absorbed_w", "crossing_w"]
        if found["crossing_w"] > 0.0
        else ["radiator_absorbed_w"]
    )
    for name in taken_in:
        below = place(name, 2, below, "quiet")
    below = place("array_heat_w", 1, head + found["taken_w"] * per_w + gap, "heat", beside=True)
    place("reflected_w", 1, below, "quiet", beside=True)

    def flow(source: str, target: str, style: str, watts: float, level: float = 0.0) -> Flow:
        return Flow(stops[source], stops[target], watts * per_w, style, level)

    flows = [
        flow("sunlight_w", "taken_w", "sun", found["taken_w"]),
        flow("sunlight_w", "array_heat_w", "lost", curtailed),
        flow("sunlight_w", "array_heat_w", "sun", found["array_heat_w"] - curtailed),
        flow("sunlight_w", "reflected_w", "quiet", found["reflected_w"]),
        *(flow("taken_w", name, "power", found[name]) for name in LOADS),
        *(
            flow(name, "radiated_w", "heat", found[name], 88.0 if small else 160.0)
            for name in (*LOADS, *taken_in)
        ),
    ]
    return list(stops.values()), [one for one in flows if one.size > 0.0]
