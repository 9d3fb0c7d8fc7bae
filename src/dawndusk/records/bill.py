"""The bill: what the same delivered work costs in orbit and on the ground."""

from __future__ import annotations

from dawndusk.core.numeric import Array, Count
from dawndusk.core.record import record
from dawndusk.records.work import Factor


@record
class Side:
    """One side, on the chosen boundary. Yearly costs by item add up to `usd_per_year`; units are
    per delivered amount.
    """

    name: str
    items_usd_per_year: dict[str, Array]
    usd_per_year: Array
    present_usd: Array
    chips: Count  # installed
    it_w: Array  # chips and host, installed
    grid_w: Array  # mean electric power of the site, from the grid or its own plant; none in orbit
    usd_per_chip_hour: Array | None
    usd_per_pflop_day: Array | None
    usd_per_kw_year: Array
    usd_per_million_tokens: Array | None
    usd_per_w: Array
    carbon_kg_per_year: Array  # CO2 equivalent of launches, or of electricity
    # per kilowatt of chips and hosts that work, on every boundary; so with water
    carbon_kg_per_kw_year: Array
    water_m3_per_year: Array  # consumed on the site
    water_m3_per_kw_year: Array
    waterfall: tuple[Factor, ...]  # what is left of the peak of the installed chips, step by step
    wait_s: Array  # from deciding until it works
    delay_discount_frac: Array  # what that wait leaves of a present value


@record
class Bill:
    """Both sides for equal delivered work; `grounds[0]` is the comparison. Where nothing flies only
    the grounds have a price.
    """

    boundary: str
    orbit: Side | None
    grounds: tuple[Side, ...]
    ratio: Array  # this and all below: None where nothing flies
    ratio_without_chips: Array
    difference_usd_per_kw_year: Array
    ratio_with_free_launch: Array
    # of the fleet before it works: satellites with their chips, launch, insurance, its share of the
    # development
    capital_usd: Array
    # that the fleet pays, on average along the curve, to the orbit that the price is said for
    launch_usd_per_kg: Array
    break_even_launch_usd_per_kg: Array  # may be negative: then none exists
    # above which orbit's earlier start outweighs its price; not finite where it starts no earlier,
    # None on power_only
    break_even_value_usd_per_kw_year: Array

    @property
    def sides(self) -> tuple[Side, ...]:
        """Orbit, if anything flies, and every ground."""
        return self.grounds if self.orbit is None else (self.orbit, *self.grounds)

    @property
    def ground(self) -> Side:
        """The first ground."""
        return self.grounds[0]
