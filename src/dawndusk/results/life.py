"""Results of the life: losses, wear and replacement, and what is delivered over the mission."""

from __future__ import annotations

from dawndusk.flight.exposure import exposure
from dawndusk.life.evolve import evolve, lost_in_draw
from dawndusk.results.fields import result, results
from dawndusk.results.work import NO_TOKENS


@results
class Results:
    """Means over a satellite's life."""

    availability_frac: float = result(
        "satellites alive x chips alive x chips not worn out x uptime, mean over a satellite's"
        " life",
        by=evolve,
        formula="satellites_frac * chips_frac * dose_survival_frac * uptime_frac",
    )
    satellites_frac: float = result(
        "mean share of satellites alive: (1 - exp(-rT)) / (rT), or 1 / (1 + r delay) when replaced",
        by=evolve,
    )
    chips_frac: float = result(
        "share of chips alive, mean over the time of satellites alive, whose chips are as old as"
        " they are",
        by=evolve,
    )
    dose_survival_frac: float = result(
        "share that dose has not worn out, of the chips that nothing else took, mean over the life:"
        " chips survive doses that spread around satellite.compute.dose_tolerance",
        by=evolve,
        alias="unworn_frac",
    )
    uptime_frac: float = result(
        "share of the time outside safe modes, updates and manoeuvres", by=evolve
    )
    replaced_satellites: float = result(
        "satellites launched to replace lost ones over the mission", by=evolve
    )
    vehicle_loads: float = result(
        "flights for replacements over the mission, and for generations that follow the first, as a"
        " fraction",
        by=evolve,
        alias="launches",
    )
    lost_in_draw: int = result(
        "satellites that one draw of the seed loses over their life",
        lambda run: run.lost_in_draw,
        by=lost_in_draw,
    )
    delivered_frac: float = result(
        "share of the peak that is delivered: work.delivered_frac x availability",
        by=evolve,
        formula="work.delivered_frac * availability_frac",
    )
    delivered_flop_per_s: float = result(
        "mean over a satellite's life: work.delivered_flop_per_s x availability",
        by=evolve,
        formula="work.delivered_flop_per_s * availability_frac",
    )
    delivered_flop: float = result(
        "delivered over the mission: work.delivered_flop_per_s x availability x life", by=evolve
    )
    dose_gy: float = result(
        "dose of a chip over its satellite's life: trapped particles, solar particle events and"
        " cosmic rays",
        lambda run: run.flight.met("total_gy_per_s") * run.fleet.life_s,
        by=exposure,
        formula=(
            "(flight.dose_gy_per_year + flight.dose_solar_gy_per_year"
            " + flight.dose_cosmic_gy_per_year) * fleet.satellite_life_s / 31557600"
        ),
    )
    tokens_per_s: float | None = result(
        "output tokens, mean over a satellite's life: work.tokens_per_s x availability",
        by=evolve,
        formula="work.tokens_per_s * availability_frac",
        null=NO_TOKENS,
    )
