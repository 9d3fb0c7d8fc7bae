"""A published analysis beside what its inputs give, and the bridge from its answer to ours, as data
and text.

Equation: as study/reproduction and study/bridge
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape

from dawndusk.analyses.bridge import ratio, terms_of
from dawndusk.analyses.reproduction import names, reproduce
from dawndusk.records.run import Run
from dawndusk.report import tables
from dawndusk.results.numbers import number
from dawndusk.results.reproduction import _largest, bridged


def section(run: Run) -> str:
    """The part of the report that leads from published answers to this one."""
    if run.bill is None:
        return tables.stopped("price")
    if run.bill.orbit is None or run.bill.boundary != "compute":
        return (
            "<p>Published answers are led to whole bills, of boundary <code>compute</code>, and to"
            " no other.</p>"
        )
    here = terms_of(run.scenario, run.fleet, run.bill)
    ours, found = (run.scenario.name, here), []
    for one in map(reproduce, names()):
        way = bridged(one, ours)
        if way is not None:
            found.append((way.theirs, one, "<br>".join(_largest(way, 3))))
        elif one.ratio is not None:
            found.append((one.ratio, one, f"cannot be reproduced: {escape(one.unpublished)}"))
    lines = "".join(
        f'<tr><th scope="row">{escape(one.title)}<span'
        f' class="spread">{escape(one.counts)}</span></th><td>{number(theirs)}</td><td>{leads}</td></tr>'
        for theirs, one, leads in sorted(found, key=lambda line: line[0])
    )
    head = (
        "published answer, and what it counts",
        "orbit / ground",
        f"what most leads from there to {number(ratio(here))} here",
    )
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    words = (
        "Worked out from their own inputs by their own equations. <code>dawndusk reproduce"
        " NAME</code> shows every figure and every factor; the product of all factors is the"
        " quotient of both answers."
    )
    return (
        f'<p>{words}</p><div class="scroll"><table'
        f' class="others"><thead><tr>{top}</tr></thead><tbody>{lines}</tbody></table></div>'
    )
