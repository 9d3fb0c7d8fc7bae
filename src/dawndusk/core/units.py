"""Units at the border: text such as "650 km" becomes an SI float, and a name's ending says which
unit that is.

Inside dawndusk every float is SI and its name ends in its unit (`altitude_m`, `launch_usd_per_kg`).
In files the key drops the ending and the value carries the unit (`altitude = "650 km"`). Year means
the Julian year of 365.25 days. The table is judged against pint in tests/core/test_units.py.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

BASES = ("m", "kg", "s", "K", "A", "USD", "rad", "byte", "flop", "token", "gray")
Dimension = tuple[int, ...]
YEAR_S = 365.25 * 86400.0
CELSIUS_K = 273.15


def _dimension(**powers: int) -> Dimension:
    return tuple(powers.get(base, 0) for base in BASES)


_NONE = _dimension()
_JOULE = _dimension(kg=1, m=2, s=-2)
_WATT = _dimension(kg=1, m=2, s=-3)
_SECOND = _dimension(s=1)

# symbol -> (factor to SI, dimension, takes SI prefixes)
_SYMBOLS: dict[str, tuple[float, Dimension, bool]] = {
    "m": (1.0, _dimension(m=1), True),
    "g": (1e-3, _dimension(kg=1), True),
    "t": (1e3, _dimension(kg=1), True),
    "s": (1.0, _SECOND, True),
    "min": (60.0, _SECOND, False),
    "h": (3600.0, _SECOND, False),
    "d": (86400.0, _SECOND, False),
    "day": (86400.0, _SECOND, False),
    "yr": (YEAR_S, _SECOND, False),
    "year": (YEAR_S, _SECOND, False),
    "K": (1.0, _dimension(K=1), True),
    "W": (1.0, _WATT, True),
    "J": (1.0, _JOULE, True),
    "Wh": (3600.0, _JOULE, True),
    "eV": (1.602176634e-19, _JOULE, True),
    "Gy": (1.0, _dimension(gray=1), True),  # dose apart from J/kg: nobody means one by the other
    "rad(Si)": (
        0.01,
        _dimension(gray=1),
        True,
    ),  # where a dose is expected, "rad" and "krad" are read as this
    "A": (1.0, _dimension(A=1), True),
    "V": (1.0, _dimension(kg=1, m=2, s=-3, A=-1), True),
    "ohm": (1.0, _dimension(kg=1, m=2, s=-3, A=-2), True),
    "Pa": (1.0, _dimension(kg=1, m=-1, s=-2), True),
    "N": (1.0, _dimension(kg=1, m=1, s=-2), True),
    "L": (1e-3, _dimension(m=3), True),
    "USD": (1.0, _dimension(USD=1), True),
    "rad": (1.0, _dimension(rad=1), True),
    "deg": (math.pi / 180.0, _dimension(rad=1), False),
    "B": (1.0, _dimension(byte=1), True),
    "byte": (1.0, _dimension(byte=1), True),
    "bit": (0.125, _dimension(byte=1), True),
    "FLOP": (1.0, _dimension(flop=1), True),
    "token": (1.0, _dimension(token=1), True),
    "%": (0.01, _NONE, False),
    "1": (1.0, _NONE, False),
}
_PREFIXES = {
    "n": 1e-9,
    "u": 1e-6,
    "m": 1e-3,
    "c": 1e-2,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "P": 1e15,
    "E": 1e18,
}
_SUFFIX_WORDS = {  # ending of a name -> unit of the file format
    "m": "m", "m2": "m2", "m3": "m3", "kg": "kg", "s": "s", "k": "K", "k4": "K4", "w": "W",
    "j": "J", "usd": "USD", "rad": "rad", "pa": "Pa", "volt": "V", "ohm": "ohm", "gy": "Gy",
    "byte": "byte", "flop": "FLOP", "token": "token", "frac": "1", "ratio": "1",
}  # fmt: skip
_RESULT_WORDS = _SUFFIX_WORDS | {  # ending of the name of a result -> unit as printed
    "bit": "bit", "tokens": "token", "million_tokens": "Mtoken", "twh": "TWh", "kw": "kW",
    "it_kw": "kW", "day": "day", "days": "day", "training_day": "day", "year": "yr",
    "chip": "chip", "satellite": "satellite", "chip_hour": "chip-hour", "chip_year": "chip-year",
    "pflop_day": "PFLOP/s-day",
}  # fmt: skip


_NOT_SI = (  # words that look like a unit above a "per", which files must not hold
    "km", "cm", "mm", "um", "kw", "mw", "gw", "kwh", "mwh", "kj", "mj", "gb", "tb", "tflop",
    "pflop",
    "yr", "year", "day", "hour", "min", "deg", "krad", "mev", "bar", "hz",
)  # fmt: skip


class UnitError(ValueError):
    """The text is not a quantity, or not one of the expected dimension."""


@lru_cache(maxsize=512)
def unit(text: str) -> tuple[float, Dimension]:
    """Factor to SI and dimension of a unit expression such as `USD/kg`, `W/m2/K` or `kWh`.

    Raises UnitError for a symbol that is not in the table.

    >>> unit("kWh")[0], unit("USD/kWh")[0] == 1 / 3.6e6
    (3600000.0, True)
    """
    factor, powers = 1.0, [0] * len(BASES)
    for position, group in enumerate(text.replace("^", "").split("/")):
        for word in group.replace("*", " ").split():
            match = re.fullmatch(r"([A-Za-z%]+(?:\(Si\))?|1)(-?\d+)?", word)
            if not match:
                raise UnitError(f"{word!r} is not a unit")
            one, dimension = _symbol(match[1])
            power = int(match[2] or 1) * (1 if position == 0 else -1)
            factor *= one**power
            powers = [have + power * add for have, add in zip(powers, dimension, strict=True)]
    return factor, tuple(powers)


def _symbol(text: str) -> tuple[float, Dimension]:
    if text in _SYMBOLS:
        return _SYMBOLS[text][:2]
    prefix, rest = text[:1], text[1:]
    if prefix in _PREFIXES and rest in _SYMBOLS and _SYMBOLS[rest][2]:
        return _PREFIXES[prefix] * _SYMBOLS[rest][0], _SYMBOLS[rest][1]
    raise UnitError(f"{text!r} is not a unit")


@lru_cache(maxsize=1)
def vocabulary() -> dict[Dimension, dict[str, str]]:
    """The symbols of each dimension, each with a regular expression that reads its prefixes too.

    >>> vocabulary()[unit("kg")[1]]
    {'g': '[numckMGTPE]?g', 't': '[numckMGTPE]?t'}
    """
    found: dict[Dimension, dict[str, str]] = {}
    for symbol, (_, dimension, prefixed) in _SYMBOLS.items():
        written = symbol.replace("(Si)", r"(\(Si\))?")
        found.setdefault(dimension, {})[symbol] = (
            f"[{''.join(_PREFIXES)}]?{written}" if prefixed else written
        )
    return found


@lru_cache(maxsize=4096)
def suffix(name: str) -> str:
    """The unit ending of a name: `kg` for mass_kg, `usd_per_kg` for price_usd_per_kg, empty for
    count.

    >>> suffix("launch_usd_per_kg"), suffix("loss_per_s"), suffix("satellites")
    ('usd_per_kg', 'per_s', '')
    """
    words, kept = name.split("_"), 0
    for count in range(1, len(words)):
        tail = words[-count:]
        if not all(word == "per" or word in _SUFFIX_WORDS for word in tail):
            break
        if tail.count("per") > 1:
            break
        kept = count if tail[-1] != "per" else kept
    return "_".join(words[-kept:]) if kept else ""


def key_of(name: str) -> str:
    """The key that a field has in a file: its name without the unit ending.

    >>> key_of("altitude_m"), key_of("specific_energy_j_per_kg"), key_of("count")
    ('altitude', 'specific_energy', 'count')
    """
    ending = suffix(name)
    return name[: -len(ending) - 1] if ending else name


def si_unit_of(name: str) -> str:
    """The SI unit of a field that files may hold, as written there; 1 where it has none.

    >>> si_unit_of("price_usd_per_kg"), si_unit_of("loss_per_s"), si_unit_of("efficiency_frac")
    ('USD/kg', '1/s', '1')
    """
    above, _, below = suffix(name).partition("per_")
    top = " ".join(_SUFFIX_WORDS[word] for word in above.split("_") if word) or "1"
    return "/".join([top, *(_SUFFIX_WORDS[word] for word in below.split("_") if word)])


@lru_cache(maxsize=4096)
def unit_of(name: str) -> str:
    """The unit that a name ends in: SI for what files may hold, as printed for a result; 1 where it
    has none.

    >>> unit_of("price_usd_per_kg"), unit_of("efficiency_frac"), unit_of("satellites_per_plane")
    ('USD/kg', '1', '1')
    >>> unit_of("usd_per_kw_year"), unit_of("mass_kg_per_it_kw"), unit_of("pauses_per_year")
    ('USD/kW/yr', 'kg/kW', '1/yr')
    >>> unit_of("usd_per_chip_hour"), unit_of("delta_v_m_per_s_per_year"), unit_of("ratio")
    ('USD/chip-hour', 'm/s/yr', '1')
    """
    ending = suffix(name)
    if (ending and not ending.startswith("per_")) or "_per_" not in name:
        return si_unit_of(name)
    above, *below = name.split("_per_")
    rests, found = zip(*map(_tail, (above, *below)), strict=True)
    if any(rests[1:]):
        return "1"
    return "/".join([" ".join(found[0]) or "1", *(unit for units in found[1:] for unit in units)])


def _tail(text: str) -> tuple[list[str], list[str]]:
    """The words that a text begins with, and the units that it ends in, longest phrases first."""
    words: list[str] = text.split("_")
    found: list[str] = []
    while words:
        size = next(
            (n for n in range(len(words), 0, -1) if "_".join(words[-n:]) in _RESULT_WORDS), 0
        )
        if not size:
            break
        found.insert(0, _RESULT_WORDS["_".join(words[-size:])])
        words = words[:-size]
    return words, found


def is_si(name: str) -> bool:
    """Whether a name ends in an SI unit, so that a file may hold it.

    >>> is_si("speed_m_per_s"), is_si("speed_km_per_s"), is_si("power_kw"), is_si("loss_per_s")
    (True, False, False, True)
    """
    ending = suffix(name)
    before = name[: len(name) - len(ending)].strip("_").rpartition("_")[2]
    return bool(ending) and not (ending.startswith("per_") and before in _NOT_SI)


def says_unit(name: str) -> bool:
    """Whether the name of a result ends in its unit, SI or per a unit that people read, or says at
    either end that it is a share or a ratio.

    >>> says_unit("usd_per_kw_year"), says_unit("ratio_without_chips"), says_unit("power_kw")
    (True, True, False)
    """
    words = name.split("_")
    return (
        bool(suffix(name))
        or bool({"frac", "ratio"} & {words[0], words[-1]})
        or ("per" in words and unit_of(name) != "1")
    )


# What a person would write for each unit: used in messages and in resolved.toml.
FRIENDLY = {
    "m": "km", "m2": "m2", "kg": "kg", "s": "yr", "K": "degC", "W": "kW", "J": "kWh",
    "rad": "deg", "USD": "USD", "1/s": "1/yr", "rad/s": "deg/day", "USD/kg": "USD/kg",
    "USD/W": "USD/W", "USD/J": "USD/kWh", "kg/W": "kg/kW", "J/kg": "Wh/kg", "FLOP/s": "TFLOP/s",
    "byte": "GB", "byte/s": "GB/s", "USD/W/s": "USD/kW/yr", "Gy/s": "Gy/yr", "USD/s": "USD/yr",
    "W/m2": "W/m2", "K/W": "K/W", "kg/J": "kg/kWh", "m3/J": "L/kWh",
}  # fmt: skip


TINY = {"kWh": "MeV", "m2": "cm2"}  # what a person would write for very little: particles


def parse(text: str, expected: str, like: str | None = None) -> float:
    """SI value of text such as "650 km", which must have the dimension of the unit `expected`.

    Clock times ("18:00") are read where seconds are expected, degC where kelvin is, rad as a
    hundredth of a gray where a dose is. Raises UnitError with the reason; `like` is the unit that
    it gives as an example, where people write another than is friendly elsewhere.

    >>> parse("650 km", "m"), parse("60 degC", "K"), parse("18:00", "s")
    (650000.0, 333.15, 64800.0)
    >>> round(parse("9 %/yr", "1/s") * YEAR_S, 3)
    0.09
    >>> parse("50 um", "m"), parse("35 %", "1"), parse("5 krad", "Gy"), parse("5 krad(Si)", "Gy")
    (5e-05, 0.35, 50.0, 50.0)
    """
    text, like = text.strip(), like or friendly(expected)
    clock = re.fullmatch(r"(\d{1,2}):(\d{2})", text)
    if clock and expected == "s":
        if int(clock[1]) * 60 + int(clock[2]) > 1440 or int(clock[2]) > 59:
            raise UnitError(f"{text!r} is not a time of day")
        return int(clock[1]) * 3600.0 + int(clock[2]) * 60.0
    match = re.fullmatch(r"([+-]?(?:\d+(?:_\d+)*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)", text)
    if not match:
        raise UnitError(
            f"{text!r} is not a number with a unit; write it like {example(expected, like=like)!r}"
        )
    number = float(match[1])
    if match[2] == "degC" and expected == "K":
        return number + CELSIUS_K
    wanted = unit(expected)[1]
    written = (
        re.sub(r"rad\b(?!\()", "rad(Si)", match[2]) if wanted[BASES.index("gray")] else match[2]
    )
    try:
        factor, dimension = unit(written or "1")
    except UnitError as error:
        raise UnitError(f"{error}; expected a unit like {like}") from None
    if dimension != wanted:
        if not match[2] and math.isfinite(number):
            raise UnitError(
                f"{number:g} has no unit; write it like {example(expected, number, like)!r}"
            )
        what = f"{match[2]} is the wrong dimension" if match[2] else "must be a finite number"
        raise UnitError(f"{what}; expected a unit like {like}")
    value = scaled(number, factor)
    if not math.isfinite(value):
        raise UnitError("must be a finite number")
    return value


def scaled(number: float, factor: float) -> float:
    """A number in SI, of a unit of that size.

    >>> scaled(50.0, 1e-6)
    5e-05
    """
    parts = round(1.0 / factor) if factor < 1.0 else 1  # 50 um is 5e-5 m, not one digit below
    return number / parts if parts * factor == 1.0 and parts > 1 else number * factor


def friendly(expected: str) -> str:
    """The unit a person would use for an SI unit (`km` for `m`)."""
    return FRIENDLY.get(expected, expected)


def example(expected: str, number: float = 1.0, like: str | None = None) -> str:
    """An example value in that unit, for messages.

    >>> example("m", 650)
    '650 km'
    """
    return f"{number:g} {like or friendly(expected)}"


def show(value: float, expected: str, digits: int = 6) -> str:
    """Text in friendly units that `parse` reads back to the same number, to `digits` significant
    digits.

    >>> show(650000.0, "m"), show(333.15, "K"), show(0.25, "1"), show(5864.0, "s")
    ('650 km', '60 degC', '0.25', '97.7333 min')
    >>> show(7200.0, "s"), show(5e-5, "m"), show(7.5e-13, "m2")
    ('2 h', '50 um', '7.5e-09 cm2')
    """
    if expected == "1":
        return _digits(value, digits)
    word = friendly(expected)
    if (
        word == "degC" and not 150.0 <= abs(value) <= 1000.0
    ):  # colder or hotter than anything flown: a difference, or an energy
        word = "K"
    if word == "degC":
        return f"{_digits(value - CELSIUS_K, digits)} degC"
    if word == "yr" and abs(value) < 0.1 * YEAR_S:
        word = "s" if value < 3600 else "h" if value >= 36000 or value % 3600 == 0 else "min"
    if word == "km" and abs(value) < 1000.0:
        word = "m" if abs(value) >= 0.1 or value == 0.0 else "mm" if abs(value) >= 1e-4 else "um"
    if word == "kW" and abs(value) < 1000.0:
        word = "W"
    if 0.0 < abs(value) < 1e-6 and word in TINY:
        word = TINY[word]
    return f"{_digits(value / unit(word)[0], digits)} {word}"


def _digits(value: float, digits: int) -> str:
    """Rounded to significant digits, without an exponent where that is readable."""
    return f"{float(f'{value:.{digits}g}'):.15g}"
