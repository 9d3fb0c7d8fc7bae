"""The flight: what the fleet lives through on the sampled days."""

from __future__ import annotations

from typing import Annotated, Any

from dawndusk.core.numeric import Array, Count, Indices, Values, np
from dawndusk.core.record import COUNT, record

HOUR_S, DAY_S = 3600.0, 86400.0


@record
class Exposure:
    """Radiation behind the shield of one group, by the orbit's means over a satellite's life;
    upsets are of one chip, by class.
    """

    activity_frac: Array  # of the Sun, mean over the life
    dose_gy_per_s: Array  # trapped, in the shield's geometry
    other_gy_per_s: Array  # trapped, in the other geometry
    proton_frac: Array  # of that dose
    storm_gy: Array  # one storm of solar protons
    solar_gy_per_s: Array  # storms, by how often they are expected
    cosmic_gy_per_s: Array
    # before the shield, of protons that count for upsets and come straight through it
    least_energy_j: Array
    protons_per_m2_s: Array  # trapped, that come through the shield and count
    belts_per_s: dict[str, Array]  # upsets by trapped protons, by their number
    # the same by the dose that they leave: another reading of the beam test
    by_dose_per_s: dict[str, Array]
    storms_per_s: dict[str, Array]  # upsets by solar protons, likewise by their number
    downtime_frac: Array  # of a chip's time, lost to upsets

    @property
    def upsets_per_s(self) -> dict[str, Array]:
        """Upsets of one chip by class, of belts and storms."""
        return {name: rate + self.storms_per_s[name] for name, rate in self.belts_per_s.items()}

    @property
    def total_gy_per_s(self) -> Array:
        """All dose: belts, storms, cosmic rays."""
        return self.dose_gy_per_s + self.solar_gy_per_s + self.cosmic_gy_per_s


@record
class Belts:
    """What satellites met on their way through the belts, counted as it came: each an independent
    draw of the seed.
    """

    # protons that count, and dose, over the orbit's mean: [2, argument of latitude, longitude of
    # the node]
    places_ratio: Values
    # upsets of a satellite's chips over the counted orbits of all sampled days, [satellite], or
    # their sum
    counts: dict[str, Count | Indices]
    expected: dict[str, Count]  # the integral of their rate


@record
class Totals:
    """One group's flight, summed up as it flew: powers and shares are means over the counted steps,
    `min_` and `max_` extremes.

    Every array is [day, satellite], or [day] where the satellites too are summed up: means of the
    means, extremes of the extremes. Electrical energy balances: generated = used + stored + lost +
    curtailed.
    """

    sunlit_frac: Values
    sunlight_w: Values  # that falls on the array
    generated_w: Values  # what the array could give
    used_w: Values  # by bus and chips
    stored_w: Values  # battery at the end less at the start
    lost_w: Values  # conversion and battery
    curtailed_w: Values  # could have been generated, nobody took it
    absorbed_w: Values  # by the radiator from Sun, Earth and array
    radiated_w: Values  # by the radiator
    duty_frac: Values  # of full work, after heat and power
    cool_frac: Values  # of full work, after heat alone
    pauses: Annotated[Values, COUNT]  # times that the work fell below half, per step
    # trapped protons that upset chips, over the orbit's mean of the life; 1 where the map was not
    # flown
    protons_ratio: Values
    dose_ratio: Values  # trapped dose, over the orbit's mean; likewise
    min_soc_frac: Values
    max_soc_frac: Values
    min_chip_k: Values
    max_chip_k: Values
    max_radiator_k: Values
    max_array_k: Values


@record
class Strip:
    """One satellite's last orbit on its worst day, step by step; every array is [step]."""

    time_s: Values
    sunlit_frac: Values
    generated_w: Values
    used_w: Values
    soc_frac: Values
    duty_frac: Values
    chip_k: Values
    plate_k: Values
    coolant_k: Values
    radiator_k: Values
    array_k: Values


@record
class Season:
    """The year of a group's planes in closed form; arrays are [plane, day] or [day]."""

    day: Annotated[Values, COUNT]  # days from the mission's start, [day]
    beta_rad: Values
    eclipse_frac: Values
    sunlight_w_per_m2: Values  # at the Earth's distance, [day]


@record
class GroupFlight:
    """Everything flown and known of one group."""

    name: str
    count: int  # satellites of the group
    flown: int  # of which so many flew, and stand for all
    lanes: int  # of which so many flew heat and power, for all of their plane
    totals: Totals
    season: Season
    exposure: Exposure
    belts: Belts | None  # None where the map was not flown
    strip: Strip | None
    step_s: Array
    # work of all satellites together through the orbits flown on each sampled day, of full work,
    # [day, step]
    course_frac: Values
    sunlit_frac: Array  # closed form over the year
    longest_eclipse_s: Array
    eclipse_days_per_year: Array  # mean over the planes


@record
class Flight:
    """All groups; fleet numbers are weighted by satellites, extremes run over all."""

    groups: tuple[GroupFlight, ...]

    def mean(self, what: str) -> Array:
        """Mean over satellites and sampled days of one of the totals."""
        total = sum(
            group.count * np.mean(getattr(group.totals, what), dtype="float64")
            for group in self.groups
        )
        return total / self.satellites

    def by_group(self, what: str) -> list[Array]:
        """Mean over satellites and sampled days, group by group."""
        return [np.mean(getattr(group.totals, what), dtype="float64") for group in self.groups]

    def least(self, what: str) -> float:
        """Least of one of the totals, any group, satellite and day."""
        return min(float(np.min(getattr(group.totals, what))) for group in self.groups)

    def most(self, what: str) -> float:
        """Most of one of the totals, any group, satellite and day."""
        return max(float(np.max(getattr(group.totals, what))) for group in self.groups)

    def met(self, what: str) -> Any:
        """Mean over satellites of a group's exposure, such as `dose_gy_per_s`, or of each of its
        classes of upsets.
        """
        found = [
            (group.count / self.satellites, getattr(group.exposure, what)) for group in self.groups
        ]
        if isinstance(found[0][1], dict):
            return {name: sum(share * one[name] for share, one in found) for name in found[0][1]}
        return sum(share * one for share, one in found)

    def upsets(self, what: str) -> dict[str, float]:
        """Upsets of all satellites that flew, by class: `counts` as drawn, or `expected`."""
        flown = [getattr(group.belts, what) for group in self.groups if group.belts is not None]
        return {
            name: float(sum(np.sum(one[name]) for one in flown))
            for name in (flown[0] if flown else ())
        }

    def share(self, what: str) -> float:
        """Mean of a group's own closed form, such as `sunlit_frac`, weighted by satellites."""
        return (
            sum(group.count * float(getattr(group, what)) for group in self.groups)
            / self.satellites
        )

    @property
    def worst_hour_frac(self) -> float:
        """Work of the whole fleet in the worst hour of the sampled days, of full work: satellites
        in one plane go dark together. The orbits flown repeat through the day.
        """
        import numpy

        fleet = numpy.zeros((24, len(self.groups[0].course_frac)))
        for group in self.groups:
            steps = round(DAY_S / float(group.step_s))
            hour = ((numpy.arange(steps) + 0.5) * float(group.step_s) // HOUR_S).astype(int)
            course = numpy.resize(group.course_frac.T, (steps, len(group.course_frac)))
            by_hour = [course[hour == one].mean(axis=0) for one in range(24)]
            fleet = fleet + group.count / self.satellites * numpy.stack(by_hour)
        return float(numpy.min(fleet))

    @property
    def darkest(self) -> GroupFlight:
        """The group that kept a strip, whose worst orbit has the least sunlight; the first if none
        did.
        """
        return next((group for group in self.groups if group.strip is not None), self.groups[0])

    @property
    def satellites(self) -> int:
        """How many satellites."""
        return sum(group.count for group in self.groups)

    @property
    def flown(self) -> int:
        """How many of them flew, and stand for all."""
        return sum(group.flown for group in self.groups)

    @property
    def lanes(self) -> int:
        """How many of those flew heat and power, for all of their plane."""
        return sum(group.lanes for group in self.groups)
