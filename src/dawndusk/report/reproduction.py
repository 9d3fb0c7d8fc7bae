"""Published analyses: the answer of each, and the factors that lead most from it to this run's.

Equation: as analyses/reproduction and analyses/bridge
Source: dawndusk-method
"""

from __future__ import annotations

from html import escape

from dawndusk.report import tables
from dawndusk.results.numbers import number
from dawndusk.results.reproduction import Published, factor_text, published
from dawndusk.results.saved import SavedRun
from dawndusk.results.terms import as_terms


def section(run: SavedRun) -> str:
    """Published answers and the factors between them and this one, as a table."""
    if run.bill is None:
        return tables.stopped("price")
    if run.bill.terms is None:
        return (
            "<p>Published analyses are compared on the boundary <code>compute</code> alone, which"
            " counts all costs.</p>"
        )
    found = published((run.name, as_terms(run.bill.terms)))
    head = (
        "analysis, and what it counts",
        "orbit / ground",
        f"largest factors between it and {number(run.bill.ratio or 0.0)} here",
    )
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    words = (
        "Each ratio is computed from the analysis' own inputs by its own equations."
        " <code>dawndusk reproduce NAME</code> shows every figure and every factor; the product of"
        " all factors is the quotient of the two ratios."
    )
    return (
        f'<p>{words}</p><div class="scroll"><table class="others"><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(map(_line, found))}</tbody></table></div>"
    )


def _line(one: Published) -> str:
    factors = "<br>".join(escape(factor_text(*factor)) for factor in one.factors)
    return (
        f'<tr><th scope="row">{escape(one.found.title)}<span class="spread">'
        f"{escape(one.found.counts)}</span></th><td>{number(one.ratio)}</td>"
        f"<td>{factors or f'not reproducible: {escape(one.found.unpublished)}'}</td></tr>"
    )
