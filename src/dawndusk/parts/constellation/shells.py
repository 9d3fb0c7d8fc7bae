"""Several shells at once, as the large filings have them: each is a Walker shell of its own, and a
group of the fleet.

Equation: that of the kind `walker`, shell by shell. All shells carry the same satellite type, sized
anew for each shell's own worst season where the scenario leaves a size open.
Valid: as the kind `walker`; shells do not disturb one another.
Source: walker1984
"""

from __future__ import annotations

from dawndusk.core.record import record
from dawndusk.parts.constellation import walker
from dawndusk.records.fleet import Orbits


@record
class Model:
    """One table `[[constellation.shell]]` for each shell, with the keys of the kind `walker`.

    >>> low = walker.Model(
    ...     altitude_m=550e3, inclination_rad=0.925, planes=4, satellites_per_plane=5
    ... )
    >>> high = walker.Model(
    ...     altitude_m=1200e3, inclination_rad=1.5, planes=2, satellites_per_plane=3
    ... )
    >>> [(name, orbits.count) for name, orbits in Model(shell=(low, high)).groups(0.0)]
    [('shell 1', 20), ('shell 2', 6)]
    """

    # one table [[constellation.shell]] for each shell, with the keys of the kind `walker`
    shell: tuple[walker.Model, ...]

    def problems(self) -> list[tuple[str, str]]:
        """Contradictions between shells, as (key, reason)."""
        total = sum(shell.total for shell in self.shell)
        found = walker.too_many("shell", total)
        names = [name for name, _ in self._named()]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            found.append(("shell", f"two shells are named {twice[0]!r}"))
        return found

    def groups(self, start_s: float) -> list[tuple[str, Orbits]]:
        """One group for each shell at `start_s` (TT from J2000)."""
        return [(name, shell.groups(start_s)[0][1]) for name, shell in self._named()]

    def _named(self) -> list[tuple[str, walker.Model]]:
        unnamed = walker.Model.name
        return [
            (f"shell {n}" if one.name == unnamed else one.name, one)
            for n, one in enumerate(self.shell, 1)
        ]
