"""Terms: what every answer to "orbit or ground?" is made of, ours and others', so that two of them
can be set side by side.

All is per watt of installed IT power. None is what an answer does not count.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class OrbitTerms:
    """What a watt of IT in orbit costs, and the share of it that is delivered."""

    mass_kg_per_w: float  # launched, at the price of `launch_usd_per_kg`
    launch_usd_per_kg: float
    satellite_usd_per_w: float | None = None  # without chips
    chips_usd_per_w: float | None = None  # and their servers
    development_usd_per_w: float | None = None
    replacement_usd_per_w_s: float | None = None  # what is lost and bought again
    operations_usd_per_w_s: float | None = None  # with insurance, ground segment and disposal
    life_s: float
    capital_frac: float  # cost of capital, a year
    delivered_frac: float  # sunlight, ageing, losses: what is left of the installed watt


@dataclass(frozen=True, kw_only=True)
class GroundTerms:
    """What a watt of IT on the ground costs, and the share of it that is delivered."""

    building_usd_per_w: float | None = None  # with power and cooling plant
    building_life_s: float
    chips_usd_per_w: float | None = None  # and their servers
    chips_life_s: float
    energy_usd_per_w_s: float | None = None
    operations_usd_per_w_s: float | None = None  # and repair
    capital_frac: float
    delivered_frac: float


@dataclass(frozen=True)
class Terms:
    """Both sides of one answer."""

    orbit: OrbitTerms
    ground: GroundTerms
