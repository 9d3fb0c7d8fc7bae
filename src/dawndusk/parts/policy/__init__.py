"""What decides how hard the chips work."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array, np


class Policy(Protocol):
    """What flight asks of a policy: how much of the working power, which is the power above idle,
    the chips may draw.
    """

    charge_floor_frac: Array  # state of charge at which the chips stop
    charge_band_frac: Array  # above it, up to full work

    def initial(self) -> Any:
        """State at the start of a day: floats, the same for every satellite."""

    def step(
        self,
        state: Any,
        charge_frac: Array,
        idle_chip_k: Array,
        full_chip_k: Array,
        limit_k: Array,
        step_s: Array,
    ) -> tuple[Any, Array, Array]:
        """Next state, and the shares of the working power that charge and heat allow, each 0 to 1;
        the chips draw the smaller.

        The chip temperatures are those at the end of the step, without work and with full work.
        """

    def work_frac(self, power_frac: Array) -> Array:
        """Work done over full work, when the chips draw that share of the working power."""


def no_state(policy: Any) -> tuple[()]:
    """No state."""
    return ()


def ramps(
    policy: Any,
    state: tuple[()],
    charge_frac: Array,
    idle_chip_k: Array,
    full_chip_k: Array,
    limit_k: Array,
    step_s: Array,
) -> tuple[tuple[()], Array, Array]:
    """Next state, and the shares of the working power that charge and heat allow, each by a ramp."""
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
