"""Shield: what aluminium thickness and orbit altitude change in dose, mass and cost ratio, by the
whole chain.

Design, dose and price are evaluated for each thickness. The flight is that of the scenario as long
as the sampled days read the same inputs, which the memo decides; its particles are evaluated anew.
A higher orbit is flown again, on a sample.

Equation: ratio of the whole chain at each thickness, all else nominal; at 100 km more, both flown
quickly
Valid: silent errors have no price yet: thickness acts by its mass and by the wear from dose alone
Source: dawndusk-method
"""

from __future__ import annotations

from dawndusk.core.memo import Memo
from dawndusk.core.record import leaves, replace_leaves
from dawndusk.flight.fly import day_inputs, exposed
from dawndusk.records.fields import HIGHEST_M, THICKEST_M
from dawndusk.records.fleet import Fleet
from dawndusk.records.flight import Flight
from dawndusk.records.run import Shielded
from dawndusk.records.scenario import Scenario
from dawndusk.study.quick import designed, flown, quick, ratio

DEPTHS_M = (0.5e-3, 1e-3, 2e-3, 3e-3, 5e-3, 7.5e-3, 10e-3, 15e-3, 20e-3)
THICKER_M, HIGHER_M = 1e-3, 100e3


def by_thickness(
    scenario: Scenario, flight: Flight, memo: Memo | None = None
) -> tuple[Shielded, ...]:
    """The scenario with shields of several thicknesses, its own and one millimetre more included.

    Args:
        flight: of the scenario as it is.
        memo: results of earlier evaluations in the same study.

    Returns: one record per thickness, thinnest first.
    """
    memo = memo or Memo()
    own = float(scenario.satellite.shield.thickness_m)
    seen = day_inputs(scenario, designed(scenario, memo), memo)

    def shielded(depth_m: float) -> Shielded:
        thicker = replace_leaves(scenario, {"satellite.shield.thickness": depth_m})
        fleet = designed(thicker, memo)
        same = day_inputs(thicker, fleet, memo) == seen
        met = exposed(thicker, fleet, flight) if same else flown(thicker, fleet, memo)
        return _shielded(thicker, fleet, met)

    depths = {*DEPTHS_M, own, min(own + THICKER_M, THICKEST_M)}
    return tuple(map(shielded, sorted(depths)))


def higher(scenario: Scenario, memo: Memo | None = None) -> tuple[Shielded, Shielded] | None:
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
    raised = replace_leaves(small, {key: value + HIGHER_M for key, value in heights.items()})

    def evaluated(scenario: Scenario) -> Shielded:
        fleet = designed(scenario, memo)
        return _shielded(scenario, fleet, flown(scenario, fleet, memo))

    return evaluated(small), evaluated(raised)


def _shielded(scenario: Scenario, fleet: Fleet, flight: Flight) -> Shielded:
    heights = [float(group.orbits.altitude_m) for group in fleet.groups]
    return Shielded(
        thickness_m=float(scenario.satellite.shield.thickness_m),
        altitude_m=sum(heights) / len(heights),
        dose_gy_per_s=float(flight.met("dose_gy_per_s")),
        silent_per_s=float(flight.met("upsets_per_s")["silent"]),
        satellite_kg=float(fleet.mean("launch_mass_kg")),
        ratio=ratio(scenario, fleet=fleet, flight=flight),
    )
