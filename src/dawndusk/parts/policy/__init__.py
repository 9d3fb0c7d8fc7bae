"""What decides how hard the chips work."""

from __future__ import annotations

from typing import Any, Protocol

from dawndusk.core.numeric import Array


class Policy(Protocol):
    """What flight asks of a policy."""

    def initial(self) -> Any:
        """State at the start of a day."""

    def step(
        self, state: Any, charge_frac: Array, idle_chip_k: Array, full_chip_k: Array, limit_k: Array, step_s: Array
    ) -> tuple[Any, Array, Array]:
        """Next state, the duty that the charge allows and the duty that the heat allows, each 0 to 1.

        The chip temperatures are those at the end of the step, without and with full work.
        """
