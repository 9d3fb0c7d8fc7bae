"""The life: what is lost and replaced over the years."""

from __future__ import annotations

from dawndusk.core.numeric import Array, Count
from dawndusk.core.record import record
from dawndusk.records.work import Factor

FACTORS = {  # field of the life -> name of the step that it is in the waterfall
    "satellites_frac": "satellites alive",
    "chips_frac": "chips alive",
    "dose_survival_frac": "chips not worn out by dose",
    "uptime_frac": "uptime",
}


@record
class Life:
    """Means over the mission."""

    satellites_frac: Array  # of satellites alive
    chips_frac: Array  # of chips alive, while their satellite lives
    uptime_frac: Array  # of time outside safe modes, updates and manoeuvres
    dose_survival_frac: Array  # of those chips, not worn out by dose
    availability_frac: Array  # product of the four
    replaced_satellites: Count
    vehicle_loads: Count  # for replacements, and for the generations that follow the first
    delivered_frac: Array  # of the peak
    delivered_flop_per_s: Array
    delivered_flop: Array  # over the mission
    tokens_per_s: Array | None

    @property
    def waterfall(self) -> tuple[Factor, ...]:
        """What losses leave of the work, step by step."""
        return tuple(
            Factor(name=name, frac=getattr(self, field)) for field, name in FACTORS.items()
        )
