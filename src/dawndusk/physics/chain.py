"""A chain of thermal nodes, each joined to the next: chip, cold plate, coolant, radiator, array.

Every node has a heat capacity C and takes in a heat Q that is constant within a step; neighbours
exchange G (T - T'), and a node may radiate k T^4 to space. A step is two halves of a Rosenbrock
method of two stages with the radiation linearised at the old temperatures: second order, stable for
any step however fast a node is, and one tridiagonal matrix for every heat that is tried. Energy
closes to rounding: what left the chain is defined as what came in less what was stored.

Equation: C dT/dt = Q - k T^4 - sum of G (T - T'); (C + g h J) a = F(T), (C + g h J) b = F(T + h a)
- 2 C a, T' = T + h (3 a + b) / 2, J the matrix of G and 4 k T^3, g = 1 - 1/sqrt(2), h half a step
Valid: steps up to about the time constant of what matters; against an ODE solver within 0.5 K at 60
s (tests/validation/test_chain)
Source: verwer1999
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from dawndusk.core.numeric import Array, np, repeated
from dawndusk.core.record import record

GAMMA = 1.0 - 0.5**0.5
PARTS = 2  # of a step: one alone overshoots by 1 K when chips of a short time constant turn on


@record
class Step:
    """A chain made ready for one step from its temperatures: the factors of its matrix serve every
    heat that is tried.
    """

    temperature_k: tuple[Array, ...]
    radiating_w_per_k4: tuple[Array, ...]
    capacity_j_per_k: tuple[Array, ...]
    conductance_w_per_k: tuple[Array, ...]  # from each node to the next
    part_s: Array
    inverse_k_per_j: tuple[Array, ...]  # of the matrix's pivots
    carried_ratio: tuple[Array, ...]  # what elimination carries from each node to the next


def prepared(
    temperature_k: Sequence[Array],
    radiating_w_per_k4: Sequence[Array],
    capacity_j_per_k: Sequence[Array],
    conductance_w_per_k: Sequence[Array],
    step_s: Array,
) -> Step:
    """The step's matrix, factored; one conductance less than nodes. Shapes broadcast.

    Equation: C + g h J, J the conductances and 4 k T^3 of each node

    >>> prepared([300.0, 290.0], [0.0, 1e-7], [1e4, 1e4], [50.0], 60.0).part_s
    30.0
    """
    part_s = step_s / PARTS
    share = GAMMA * part_s
    inverse: list[Array] = []
    carried: list[Array] = []
    for node, (kelvin, radiating, capacity) in enumerate(
        zip(temperature_k, radiating_w_per_k4, capacity_j_per_k, strict=True)
    ):
        diagonal = capacity
        if not _none(radiating):
            diagonal = diagonal + share * 4.0 * radiating * kelvin**3
        if node < len(conductance_w_per_k) and not _none(conductance_w_per_k[node]):
            diagonal = diagonal + share * conductance_w_per_k[node]
        if node and not _none(conductance_w_per_k[node - 1]):
            diagonal = diagonal + share * conductance_w_per_k[node - 1] * (1.0 - carried[-1])
        inverse.append(1.0 / diagonal)
        if node < len(conductance_w_per_k):
            one = conductance_w_per_k[node]
            carried.append(0.0 if _none(one) else share * one * inverse[-1])
    return Step(
        temperature_k=tuple(temperature_k),
        radiating_w_per_k4=tuple(radiating_w_per_k4),
        capacity_j_per_k=tuple(capacity_j_per_k),
        conductance_w_per_k=tuple(conductance_w_per_k),
        part_s=part_s,
        inverse_k_per_j=tuple(inverse),
        carried_ratio=tuple(carried),
    )


def _none(number: Array) -> bool:
    """Whether it is plainly zero: nothing to compute, whatever the batch."""
    return isinstance(number, float) and number == 0.0


def after(step: Step, heat_w: Sequence[Array]) -> tuple[Array, ...]:
    """Temperatures at the end of the step while the nodes take in `heat_w`, in kelvin, node by
    node.

    >>> one = prepared([300.0, 290.0], [0.0, 1e-7], [1e4, 1e4], [50.0], 60.0)
    >>> [round(kelvin, 2) for kelvin in after(one, [500.0, 0.0])]
    [299.85, 288.94]
    """
    kelvin, capacity, h = step.temperature_k, step.capacity_j_per_k, step.part_s
    for _ in range(PARTS):
        first = _solved(step, _flow_w(step, kelvin, heat_w))
        between = tuple(old + h * rate for old, rate in zip(kelvin, first, strict=True))
        flow = _flow_w(step, between, heat_w)
        second = _solved(
            step,
            tuple(f - 2.0 * c * rate for f, c, rate in zip(flow, capacity, first, strict=True)),
        )
        kelvin = tuple(
            old + h * (1.5 * a + 0.5 * b) for old, a, b in zip(kelvin, first, second, strict=True)
        )
    return kelvin


def stored_w(step: Step, after_k: Sequence[Array]) -> Array:
    """Mean power that went into the heat of all nodes during the step.

    Equation: sum of C (T' - T) / h

    >>> one = prepared([300.0, 290.0], [0.0, 0.0], [1e4, 1e4], [50.0], 60.0)
    >>> round(stored_w(one, after(one, [500.0, 0.0])), 6)
    500.0
    """
    gained = (
        c * (new - old)
        for c, new, old in zip(step.capacity_j_per_k, after_k, step.temperature_k, strict=True)
    )
    return sum(gained) / (PARTS * step.part_s)


def steady_k(
    heat_w: Sequence[Array],
    radiating_w_per_k4: Sequence[Array],
    conductance_w_per_k: Sequence[Array],
    guess_k: Sequence[Array],
) -> tuple[Array, ...]:
    """Temperatures at which every node gives off what it takes in: Newton's method from the guess.

    Equation: Q = k T^4 + sum of G (T - T')
    Valid: at least one node radiates, and all nodes are joined to one that does

    >>> [
    ...     round(float(kelvin), 1)
    ...     for kelvin in steady_k([500.0, 0.0], [0.0, 1e-7], [50.0], [300.0, 290.0])
    ... ]
    [275.9, 265.9]
    """

    def newton(*kelvin: Array) -> tuple[Array, ...]:
        step = prepared(
            kelvin, radiating_w_per_k4, [0.0] * len(kelvin), conductance_w_per_k, PARTS / GAMMA
        )
        change = _solved(step, _flow_w(step, kelvin, heat_w))
        return tuple(
            np.maximum(old + more, 0.2 * old) for old, more in zip(kelvin, change, strict=True)
        )

    return cast("tuple[Array, ...]", repeated(10, newton, *guess_k))


def _flow_w(step: Step, kelvin: Sequence[Array], heat_w: Sequence[Array]) -> list[Array]:
    """What each node gains at those temperatures."""
    flow = [
        heat if _none(k) else heat - k * (t * t) ** 2
        for heat, k, t in zip(heat_w, step.radiating_w_per_k4, kelvin, strict=True)
    ]
    for node, conductance in enumerate(step.conductance_w_per_k):
        if not _none(conductance):
            across = conductance * (kelvin[node] - kelvin[node + 1])
            flow[node], flow[node + 1] = flow[node] - across, flow[node + 1] + across
    return flow


def _solved(step: Step, right: Sequence[Array]) -> tuple[Array, ...]:
    """The tridiagonal system of the step for one right side: elimination down, substitution up."""
    down = list(right)
    for node, carried in enumerate(step.carried_ratio):
        if not _none(carried):
            down[node + 1] = down[node + 1] + carried * down[node]
    up = [value * inverse for value, inverse in zip(down, step.inverse_k_per_j, strict=True)]
    for node in reversed(range(len(step.carried_ratio))):
        if not _none(step.carried_ratio[node]):
            up[node] = up[node] + step.carried_ratio[node] * up[node + 1]
    return tuple(up)
