"""What decides how hard the chips work."""

from __future__ import annotations

from typing import Protocol

from dawndusk.core.numeric import Array, np
from dawndusk.records.parts import Policy as Policy


class _Ramps(Policy, Protocol):
    """The fields behind the methods below."""

    @property
    def heat_band_k(self) -> Array: ...


def no_state(policy: Policy) -> tuple[()]:
    """No state."""
    return ()


def ramps(
    policy: _Ramps,
    state: tuple[()],
    charge_frac: Array,
    idle_chip_k: Array,
    full_chip_k: Array,
    limit_k: Array,
    step_s: Array,
) -> tuple[tuple[()], Array, Array]:
    """Next state, and the shares of the working power that charge and heat allow, by ramps."""
    charge = charge_ramp(charge_frac, policy.charge_floor_frac, policy.charge_band_frac)
    return state, charge, heat_ramp(idle_chip_k, full_chip_k, limit_k, policy.heat_band_k)


def charge_ramp(charge_frac: Array, floor_frac: Array, band_frac: Array) -> Array:
    """Share of the working power by the battery's charge: none at the floor, all a band above it.

    >>> round(float(charge_ramp(0.15, 0.1, 0.1)), 3)
    0.5
    """
    return np.clip((charge_frac - floor_frac) / band_frac, 0.0, 1.0)


def heat_ramp(idle_chip_k: Array, full_chip_k: Array, limit_k: Array, band_k: Array) -> Array:
    """Share of the working power by the chip's temperature T at the end of the step: where power =
    (limit - T) / band.

    T runs from T0 without work to T1 at full work in proportion to the power. A ramp on the
    temperature before the step would swing between full and none, as a radiator moves 80 K per unit
    of power.

    >>> round(float(heat_ramp(350.0, 370.0, 363.0, 5.0)), 3)
    0.52
    """
    return np.clip((limit_k - idle_chip_k) / (band_k + full_chip_k - idle_chip_k), 0.0, 1.0)
