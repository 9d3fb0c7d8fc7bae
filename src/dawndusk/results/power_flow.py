"""Power balance of one satellite, from the sunlight on the array to the heat that the radiator
sheds: mean powers that balance at every node.

Equation: sunlight = reflected + heat of the array + taken; taken = generated - curtailed = used +
lost + stored; used = bus + chips and hosts; radiated = used + lost + taken in by the radiator +
crossing from the array, where the two are one panel
Valid: means over whole orbits, in which heat stored by the nodes averages out: `radiated_w` is the
power that the balance requires, the flown mean differs by heat stored; heat that the array absorbs
from the Earth is left out
Source: dawndusk-method, conservation of energy
"""

from __future__ import annotations

from dawndusk.core.numeric import np
from dawndusk.records.fleet import Fleet, Group
from dawndusk.records.flight import Flight, GroupFlight


def powers(fleet: Fleet, flight: Flight) -> dict[str, float]:
    """Mean powers of one satellite over fleet and sampled days, in watts, by the names of
    `run.json`.

    Curtailed power, which the array could have given and nobody took, is part of the array's heat.
    """
    sums: dict[str, float] = {}
    for group, flown in zip(fleet.groups, flight.groups, strict=True):
        for name, watts in _of_group(group, flown).items():
            sums[name] = sums.get(name, 0.0) + group.count / fleet.satellites * watts
    return sums


def _of_group(group: Group, flown: GroupFlight) -> dict[str, float]:
    def mean(what: str) -> float:
        return float(np.mean(getattr(flown.totals, what), dtype="float64"))

    sunlight, generated, curtailed, used, lost = (
        mean(f"{one}_w") for one in ("sunlight", "generated", "curtailed", "used", "lost")
    )
    curtailed = max(curtailed, 0.0)  # below zero by rounding alone
    taken = generated - curtailed
    reflected = sunlight * (1.0 - float(group.satellite.array.absorptivity_frac()))
    bus = min(float(group.bus_w), used)  # served first
    battery = max(
        lost - taken * (1.0 - float(group.distribution_efficiency_frac)), 0.0
    )  # below zero by rounding alone
    absorbed = mean("absorbed_w")
    crossing = (
        mean("radiated_w") - (used + lost + absorbed)
        if group.satellite.radiator.covers_array
        else 0.0
    )
    return {
        "sunlight_w": sunlight,
        "reflected_w": reflected,
        "array_heat_w": sunlight - reflected - taken,
        "curtailed_w": curtailed,
        "generated_w": generated,
        "taken_w": taken,
        "chips_and_hosts_w": used - bus,
        "bus_w": bus,
        "lost_w": lost,
        "battery_lost_w": battery,
        "stored_w": mean("stored_w"),
        "radiator_absorbed_w": absorbed,
        "crossing_w": crossing,
        "radiated_w": used + lost + absorbed + crossing,
    }
