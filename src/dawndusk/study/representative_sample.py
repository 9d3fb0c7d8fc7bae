"""Representative sample: a few satellites of a few groups in place of a whole constellation.

Equation: groups at the middle of equal parts of the list; their counts scaled so that the total
number of satellites, hence mass and cost, is that of the constellation
Valid: groups that differ little, or vary steadily along the list
Source: dawndusk-method
"""

from __future__ import annotations

import dataclasses
from typing import Any

from dawndusk.core.record import record
from dawndusk.records.fleet import Orbits
from dawndusk.records.scenario import Scenario


@record
class RepresentativeSample:
    """A constellation of a few groups of another one, each flown by a few satellites."""

    of: Any
    groups_kept: int
    satellites: int

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """Names and orbits of the groups of the sample, with the count of all satellites."""
        named = self.of.groups(start_s)
        count = min(self.groups_kept, len(named))
        kept = [named[(2 * part + 1) * len(named) // (2 * count)] for part in range(count)]
        total, sampled = (sum(orbits.count for _, orbits in some) for some in (named, kept))
        return [
            (
                name,
                dataclasses.replace(
                    orbits.sampled(self.satellites), count=round(orbits.count * total / sampled)
                ),
            )
            for name, orbits in kept
        ]


def represented(scenario: Scenario, groups: int, satellites: int) -> Scenario:
    """The scenario with its constellation replaced by a sample of that many groups and of that
    many satellites in each.
    """
    sample = RepresentativeSample(
        of=scenario.constellation, groups_kept=groups, satellites=satellites
    )
    return dataclasses.replace(scenario, constellation=sample)
