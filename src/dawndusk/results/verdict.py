"""Results of the whole chain: what sizes the fleet, what the verdict rests on, and what
moves it.
"""

from __future__ import annotations

from typing import Any

from dawndusk.core import units
from dawndusk.core.units import YEAR_S
from dawndusk.results import headline, narrative
from dawndusk.results.fields import result, results
from dawndusk.study.drivers import drivers
from dawndusk.study.quick import level_ratio, sampled
from dawndusk.study.shield import by_thickness, higher

NO_DESIGN = "no design closes there"
NO_END = "at one end of this input's range no design closes"
UNIT_OF_LOW = "of the unit named beside it"


@results
class Variant:
    """The same fleet behind another shield or on a higher orbit, all else nominal."""

    thickness_m: float = result("thickness of the shield", by=by_thickness)
    altitude_m: float = result("altitude, mean over the groups", by=by_thickness)
    dose_gy_per_year: float = result(
        "trapped dose", lambda one: one.dose_gy_per_s * YEAR_S, by=by_thickness
    )
    silent_per_chip_year: float = result(
        "silent errors of one chip", lambda one: one.silent_per_s * YEAR_S, by=by_thickness
    )
    satellite_kg: float = result("launched mass of one satellite", by=by_thickness)
    ratio: float | None = result("bill.ratio", by=by_thickness, null=NO_DESIGN)


@results
class Higher:
    """The fleet as it is and 100 km higher, both flown for one orbit a day on a sample."""

    before: Variant = result("as it is", lambda pair: pair[0], by=higher)
    after: Variant = result("100 km higher, all else nominal", lambda pair: pair[1], by=higher)


@results
class Driver:
    """One uncertain input at both ends of its range, all else nominal; values in SI."""

    key: str = result("the input", by=drivers)
    unit: str = result("SI unit of low and high", lambda one: units.unit_of(one.field), by=drivers)
    low: float = result("low end of the input's range, SI", by=drivers)
    high: float = result("high end of the input's range, SI", by=drivers)
    ratio_at_low: float | None = result(
        "bill.ratio with the input at its low end, all else nominal", by=drivers, null=NO_END
    )
    ratio_at_high: float | None = result(
        "bill.ratio with the input at its high end, all else nominal", by=drivers, null=NO_END
    )
    effect: float | None = result("ratio_at_high less ratio_at_low", by=drivers, null=NO_END)
    turns_at: tuple[float, ...] = result(
        "value, SI, between the nominal and an end of the range at which the ratio is 1, all else"
        " nominal",
        by=drivers,
    )

    @property
    def closes(self) -> bool:
        """Whether a design closes at both ends."""
        return self.effect is not None

    @property
    def ratios(self) -> tuple[float, float]:
        """The ratio at the low and at the high end, of an input for which a design closes there."""
        assert self.ratio_at_low is not None
        assert self.ratio_at_high is not None
        return self.ratio_at_low, self.ratio_at_high


def _no_higher(run: Any) -> str:
    if run.scenario.on_ground:
        return "nothing flies in this scenario"
    return "100 km higher is outside the range of the orbit model, or nothing has a price"


@results
class Results:
    """The verdict, and what it rests on."""

    binding_constraint: str = result(
        "what shortens the work, or else the sized part that costs most",
        headline.binding,
        by=headline.binding,
    )
    sentence: str = result("the verdict in one sentence", headline.sentence, by=headline.sentence)
    faults: tuple[str, ...] = result(
        "what is inconsistent in the design as it stands", headline.faults, by=headline.faults
    )
    words: str | None = result(
        "the verdict in plain words: what decides, what would change it, what it rests on",
        lambda run: narrative.paragraph(run) or None,
        by=narrative.paragraph,
        null="the run stopped before the price",
    )
    level_ratio: float | None = result(
        "bill.ratio with the launch of a comparison's first system, and every satellite as heavy as"
        " its parts",
        lambda run: run.level_ratio,
        by=level_ratio,
        null="only a comparison sets systems on one basis, and only where a design closes on it",
    )
    shields: tuple[Variant, ...] = result(
        "the fleet behind shields of several thicknesses, thinnest first",
        lambda run: run.shields,
        by=by_thickness,
    )
    higher: Higher | None = result(
        "the fleet 100 km higher", lambda run: run.higher, by=higher, null=_no_higher
    )
    drivers_satellites: int | None = result(
        "satellites that fly for each of those inputs, and stand for all",
        lambda run: min(sampled(run.scenario), run.fleet.satellites) if run.drivers else None,
        by=drivers,
        null="no input was varied",
    )
    drivers: tuple[Driver, ...] = result(
        "inputs that move the ratio most: effect = ratio at high less ratio at low",
        lambda run: run.drivers,
        by=drivers,
    )
