"""Shield: what aluminium takes from the dose, and what it and the altitude cost, by the whole
chain.

A thicker shield flies as before: design, dose and price are made anew, the flight is kept. A higher
orbit flies again, on a sample.

Equation: the ratio of the whole chain at each thickness, all else nominal; at every altitude 100 km
more, less the ratio before, both flown quickly.
Valid: silent errors have no price yet: thickness pays by mass and by what dose wears out alone.
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.chain import evaluate
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.flight.fly import exposed
from dawndusk.records.fields import HIGHEST_M, THICKEST_M
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.run import Shielded
from dawndusk.records.scenario import Scenario
from dawndusk.study.quick import fly_again, quick, ratio

DEPTHS_M = (0.5e-3, 1e-3, 2e-3, 3e-3, 5e-3, 7.5e-3, 10e-3, 15e-3, 20e-3)
THICKER_M, HIGHER_M = 1e-3, 100e3


def by_thickness(scenario: Scenario, flight: Flight) -> tuple[Shielded, ...]:
    """The scenario behind shields of several thicknesses, its own and one millimetre more among
    them, thinnest first.
    """
    own = float(scenario.satellite.shield.thickness_m)
    depths = sorted({*DEPTHS_M, own, min(own + THICKER_M, THICKEST_M)})
    return tuple(
        _shielded(replace_leaves(scenario, {"satellite.shield.thickness": depth}), flight)
        for depth in depths
    )


def _shielded(scenario: Scenario, flight: Flight) -> Shielded:
    fleet = evaluate(scenario, "design").fleet
    met = exposed(scenario, fleet, flight)
    return _summed(scenario, fleet, met, ratio(scenario, lambda *_: met, fleet))


def _summed(scenario: Scenario, fleet: Fleet, flight: Flight, price_ratio: float) -> Shielded:
    heights = [float(group.orbits.altitude_m) for group in fleet.groups]
    return Shielded(
        thickness_m=float(scenario.satellite.shield.thickness_m),
        altitude_m=sum(heights) / len(heights),
        dose_gy_per_s=float(flight.met("dose_gy_per_s")),
        silent_per_s=float(flight.met("upsets_per_s")["silent"]),
        satellite_kg=float(fleet.mean("launch_mass_kg")),
        ratio=price_ratio,
    )


def higher(scenario: Scenario) -> tuple[Shielded, Shielded] | None:
    """The scenario as it is and 100 km higher, both flown quickly; None where that leaves the range
    of the orbit model.
    """
    heights = {
        key: value
        for key, name, value in leaves(scenario.constellation, "constellation")
        if name == "altitude_m" and value is not None
    }
    if not heights or max(heights.values()) + HIGHER_M > HIGHEST_M:
        return None
    small = quick(scenario)
    ends = (small, replace_leaves(small, {key: value + HIGHER_M for key, value in heights.items()}))
    return _flown(ends[0]), _flown(ends[1])


def _flown(scenario: Scenario) -> Shielded:
    fleet = evaluate(scenario, "design").fleet
    flight = fly_again(scenario, fleet)
    return _summed(scenario, fleet, flight, ratio(scenario, lambda *_: flight, fleet))
