"""Where the power of the sunlight goes, from the array to the chips and out by the radiator: mean
powers that balance at every node.

Equation: sunlight = reflected + heat of the array + taken; taken = generated - curtailed = used +
lost + stored; used = bus + chips and hosts; radiated = used + lost + taken in by the radiator +
crossing from the array, where the two are one panel
Valid: means over whole orbits, in which what the nodes store as heat evens out; what the array
takes in from the Earth is left out
Source: dawndusk-method, conservation of energy
"""

from __future__ import annotations

from dawndusk.records.run import Run
from dawndusk.report import charts, tables
from dawndusk.report.charts import Flow, Stop, is_narrow
from dawndusk.report.links import anchor, ref
from dawndusk.results.numbers import percent, prefixed
from dawndusk.results.power_flow import powers

SHOWN = 0.0005  # of the sunlight, below which curtailed power is not worth a word
LOADS = (
    "chips_and_hosts_w",
    "bus_w",
    "lost_w",
)  # where electricity goes, which all ends in the radiator


# -- figure --------------------------------------------------------------------


def section(run: Run) -> str:
    """The flow of power as a figure, and what share of the sunlight ends in the chips."""
    if run.flight is None:
        return tables.stopped("fly")
    found = powers(run.fleet, run.flight)

    def told(name: str) -> str:
        return ref(f"flight.sankey.{name}", prefixed(found[name], "W"))

    several = f", mean over {run.fleet.satellites:,} satellites" if run.fleet.satellites > 1 else ""
    share = found["chips_and_hosts_w"] / found["sunlight_w"]
    left = (
        f"; {told('curtailed_w')} of it nobody took, and it stays in the array as heat."
        if found["curtailed_w"] >= SHOWN * found["sunlight_w"]
        else ", and all of it is taken."
    )
    crossing = (
        f", and with {told('crossing_w')} of the array's heat, which crosses as the two are one"
        " panel"
        if any(group.satellite.radiator.covers_array for group in run.fleet.groups)
        else ""
    )
    words = (
        f"Of {told('sunlight_w')} of sunlight on a satellite's array, eclipses counted in,"
        f" <b>{percent(share)}</b> ends in its chips and their hosts: {told('chips_and_hosts_w')}."
        f" The array could give {told('generated_w')}{left} All that is taken ends as heat and"
        f" leaves by the radiator, together with {told('radiator_absorbed_w')} that the radiator"
        f" takes in itself{crossing}: {told('radiated_w')}."
    )
    caption = (
        f"Mean powers over the sampled days{several}, and their share of the sunlight. Hatched:"
        " could have been generated."
    )
    return f"<p>{words}</p><figure>{figure(found)}<figcaption>{caption}</figcaption></figure>"


def figure(found: dict[str, float]) -> str:
    """The flow of power from left to right: array, loads, radiator."""
    share = percent(found["chips_and_hosts_w"] / found["sunlight_w"])
    return charts.both(
        lambda width: charts.sankey(*_laid_out(found, width), width),
        f"Power from the sunlight to the radiator: {share} of the sunlight ends in chips and hosts",
        role="group",
    )


def _laid_out(found: dict[str, float], width: int) -> tuple[list[Stop], list[Flow]]:
    """Places of the nodes: electricity runs along the top, the array's heat and what is reflected
    end below its start.
    """
    small = is_narrow(width)
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
        "radiator_absorbed_w": "Taken in" if small else "From Sun, Earth, array",
        "crossing_w": "Crossing" if small else "Crossing from the array",
        "array_heat_w": "Array's heat" if small else "Heat of the array",
        "reflected_w": "Reflected",
        "radiated_w": "Radiated",
    }
    stops: dict[str, Stop] = {}

    def place(name: str, column: int, top: float, style: str, beside: bool = False) -> float:
        """Put a node; where the next one below may begin."""
        size = found[name] * per_w
        share = (
            ""
            if name == "sunlight_w" or (small and column == 3)
            else f", {percent(found[name] / sunlight, 0 if small else 1)}"
        )
        said = [(name, prefixed(found[name], "W") + share)]
        if name == "array_heat_w" and curtailed >= SHOWN * sunlight:
            said.append(("curtailed_w", f"{prefixed(curtailed, 'W')} not taken"))
        lines = tuple((words, f"#{anchor(f'flight.sankey.{key}')}") for key, words in said)
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
