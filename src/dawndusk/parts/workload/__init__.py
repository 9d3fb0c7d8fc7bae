"""Workloads: what a healthy chip delivers at full duty."""

from __future__ import annotations

from typing import Protocol

from dawndusk.core.numeric import Array
from dawndusk.records.scenario import Compute
from dawndusk.records.work import Rates


class Workload(Protocol):
    """What the serve stage asks of a workload."""

    def settled(self, compute: Compute) -> Workload:
        """The same with every whole number chosen. Raises Infeasible when the work does not fit the
        satellite.
        """

    def rates(self, compute: Compute, interruptions_per_s: Array = 0.0) -> Rates:
        """What one chip of a satellite does, which radiation interrupts so often; none on the
        ground.
        """
