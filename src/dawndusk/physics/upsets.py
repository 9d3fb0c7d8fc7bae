"""What particles do to chips: events by cross-section, events that pile up in memory, and wear by
dose.

A beam test gives a cross-section per chip: events over the protons that went through each unit of
area. In orbit the protons that count are those that leave the shield with at least the energy from
which cross-sections are level.

Valid: trapped and solar protons; cosmic rays, a few % more by their protons and some by heavy ions,
are left out, and so is what differs between a beam of one energy and a spectrum
Source: suncatcher2026
"""

from __future__ import annotations

from dawndusk.core.numeric import Array, np
from dawndusk.data.catalogue import constant

PROTONS_PER_M2_GY = constant("radiation.protons_per_dose")
LEAST_ENERGY_J = constant("radiation.upset_energy")
WORD_BYTES = 8.0  # that ECC mends one bit of


def by_fluence_per_s(cross_section_m2: Array, protons_per_m2_s: Array) -> Array:
    """Events of one chip in time, from the protons that count. Shapes broadcast.

    Equation: cross-section x flux

    >>> from dawndusk.core.units import YEAR_S
    >>> round(by_fluence_per_s(7.5e-13, 3e5) * YEAR_S, 1)
    7.1
    """
    return cross_section_m2 * protons_per_m2_s


def by_dose_per_s(cross_section_m2: Array, dose_gy_per_s: Array) -> Array:
    """Events of one chip in time, from the dose that protons leave in it. Shapes broadcast.

    The same beam test read as dose per event; in orbit slow protons leave more dose each than those
    of the beam, so this runs high where they are many.

    Equation: cross-section x dose x protons per dose in the beam (7.9e6 /cm2 a rad)

    >>> round(7.47e-13 * PROTONS_PER_M2_GY * 0.17, 2)  # one silent error in 17 rad
    1.0
    >>> by_dose_per_s(1e-12, 0.0)
    0.0
    """
    return cross_section_m2 * PROTONS_PER_M2_GY * dose_gy_per_s


def pairs_per_s(upsets_per_s: Array, memory_byte: Array, scrub_s: Array) -> Array:
    """Words of memory in time that take a second upset before scrubbing has mended the first: ECC
    cannot mend them. Shapes broadcast.

    Equation: rate^2 x time between two scrubs / (2 words)
    Valid: few upsets per word between scrubs; one bit of each word can be mended; by the mean rate:
    in the anomaly pairs are some ten times as many, and still next to none
    Source: dawndusk-method, two Poisson events in one of many words

    >>> pairs_per_s(1e-4, 32e9, 86400.0) < 1e-12
    True
    """
    return upsets_per_s**2 * scrub_s / (2.0 * memory_byte / WORD_BYTES)


def unworn_frac(dose_gy: Array, tolerance_gy: Array, spread_frac: Array) -> Array:
    """Share of chips that a dose has not worn out: they survive doses that spread as a log-normal
    around the tolerance. Shapes broadcast.

    Equation: 1 - F(ln(D / T) / s), F the normal distribution
    Valid: a dose above zero
    Source: dawndusk-method

    >>> round(float(unworn_frac(55.0, 55.0, 0.3)), 3), round(float(unworn_frac(27.5, 55.0, 0.3)), 3)
    (0.5, 0.99)
    """
    return 1.0 - _normal(np.log(np.maximum(dose_gy, 1e-6) / tolerance_gy) / spread_frac)


def _normal(x: Array) -> Array:
    """The normal distribution, to 2e-7: Abramowitz and Stegun 7.1.28."""
    z = np.abs(x) / 2.0**0.5
    rest = 1.0
    for power, factor in enumerate(
        (0.0705230784, 0.0422820123, 0.0092705272, 0.0001520143, 0.0002765672, 0.0000430638), 1
    ):
        rest = rest + factor * z**power
    tail = 0.5 * rest ** (-16.0)
    return np.where(x < 0.0, tail, 1.0 - tail)
