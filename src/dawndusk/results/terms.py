"""Results in the terms of published analyses: costs of both sides per watt of installed IT."""

from __future__ import annotations

from dawndusk.analyses.bridge import terms_of
from dawndusk.records import terms
from dawndusk.results.fields import result, results


@results
class OrbitTerms:
    """What a watt of IT costs in orbit, and the share of it that is delivered."""

    mass_kg_per_w: float = result(
        "launched mass, in kilograms at `launch_usd_per_kg`, per watt of IT", by=terms_of
    )
    launch_usd_per_kg: float = result("launch price of those kilograms", by=terms_of)
    satellite_usd_per_w: float = result("satellite without chips", by=terms_of)
    chips_usd_per_w: float = result("chips and their servers", by=terms_of)
    development_usd_per_w: float = result("share of the development", by=terms_of)
    replacement_usd_per_w_s: float = result(
        "lost satellites and chips bought and launched again", by=terms_of
    )
    operations_usd_per_w_s: float = result(
        "operations, ground segment, insurance and disposal", by=terms_of
    )
    life_s: float = result("life of a satellite", by=terms_of)
    capital_frac: float = result("cost of capital, a year", by=terms_of)
    delivered_frac: float = result(
        "share of the installed power that does work which is kept", by=terms_of
    )


@results
class GroundTerms:
    """What a watt of IT costs on the ground, and the share of it that is delivered."""

    building_usd_per_w: float = result("building with power and cooling plant", by=terms_of)
    building_life_s: float = result("life of the building", by=terms_of)
    chips_usd_per_w: float = result("chips and their servers", by=terms_of)
    chips_life_s: float = result("life of the chips", by=terms_of)
    energy_usd_per_w_s: float = result("electricity, or the plant for it", by=terms_of)
    operations_usd_per_w_s: float = result("operations and repair", by=terms_of)
    capital_frac: float = result("cost of capital, a year", by=terms_of)
    delivered_frac: float = result(
        "share of the installed power that does work which is kept", by=terms_of
    )


@results
class Terms:
    """Both sides of the answer."""

    orbit: OrbitTerms = result("orbit", by=terms_of)
    ground: GroundTerms = result("the first ground", by=terms_of)


def as_terms(found: Terms) -> terms.Terms:
    """The record to which a published analysis is bridged."""
    return terms.Terms(
        terms.OrbitTerms(**vars(found.orbit)), terms.GroundTerms(**vars(found.ground))
    )
