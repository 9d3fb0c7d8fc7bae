"""The loop that carries heat from chips to radiator: how much coolant flows, what its pumps draw,
how warm the panel radiates.

Valid: steady flow, constant properties, no heat lost or gained on the way
Source: dawndusk-method, energy and momentum balances
"""

from __future__ import annotations

from dawndusk.core.numeric import Array


def mass_flow_kg_per_s(heat_w: Array, heat_capacity_j_per_kg_k: Array, rise_k: Array) -> Array:
    """Flow of a liquid that warms by `rise_k` while it takes up the heat. Shapes broadcast.

    Equation: m' = Q / (c dT)

    >>> round(mass_flow_kg_per_s(35e3, 4740.0, 7.2), 2)
    1.03
    """
    return heat_w / (heat_capacity_j_per_kg_k * rise_k)


def boiling_flow_kg_per_s(heat_w: Array, latent_heat_j_per_kg: Array, quality_frac: Array) -> Array:
    """Flow of a coolant of which that share has boiled when the heat is taken up. Shapes broadcast.

    Equation: m' = Q / (h x), x the quality at the outlet
    Valid: coolant that comes in at its boiling point
    Range: quality_frac 0 to 1

    >>> round(boiling_flow_kg_per_s(1e3, 1.1e6, 0.6) * 1e3, 2)
    1.52
    """
    return heat_w / (latent_heat_j_per_kg * quality_frac)


def pump_w(
    mass_flow_kg_per_s: Array,
    density_kg_per_m3: Array,
    pressure_drop_pa: Array,
    efficiency_frac: Array,
) -> Array:
    """Electric power of the pump. Shapes broadcast.

    Equation: P = m' / density x pressure drop / efficiency
    Range: efficiency_frac 0 to 1

    >>> round(pump_w(mass_flow_kg_per_s(1e3, 3970.0, 10.0), 1010.0, 100e3, 0.3), 1)
    8.3
    """
    return mass_flow_kg_per_s / density_kg_per_m3 * pressure_drop_pa / efficiency_frac


def mean_radiating_k(inlet_k: Array, outlet_k: Array) -> Array:
    """One temperature at which a panel sheds as much as it does while its coolant cools from inlet
    to outlet. Shapes broadcast.

    The coolant lingers where it is cold, as there it sheds less: the mean lies below the middle.

    Equation: T^4 = 3 a^3 b^3 / (a^2 + a b + b^2), a at the inlet, b at the outlet; from c m' dT/dA
    = -e sigma T^4
    Valid: cold surroundings; over a sink at 0.7 of the mean 0.4 K too high for a fall of 30 K

    >>> round(float(mean_radiating_k(308.15, 278.15)) - 273.15, 2)
    19.36
    """
    return (
        3.0 * inlet_k**3 * outlet_k**3 / (inlet_k**2 + inlet_k * outlet_k + outlet_k**2)
    ) ** 0.25
