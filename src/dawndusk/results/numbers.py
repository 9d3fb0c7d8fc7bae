"""How the page and the screen write numbers: significant digits, thousands separators, a unit
always.
"""

from __future__ import annotations

import math
import re
from html import escape

from dawndusk.core import units
from dawndusk.core.numeric import Array

_PREFIXES = ((1e18, "E"), (1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MINUS, TIMES, NONE = "\u2212", "\u00d7", "\u2013"


def number(value: Array, digits: int = 3, *, trim: bool = False) -> str:
    """A number with significant digits and thousands separators; powers of ten beyond a trillion;
    `trim` drops ending zeros.

    >>> number(29666.63), number(0.4497), number(3e6, 6, trim=True), number(2.147e26).split()[2]
    ('29,700', '0.450', '3,000,000', '10²⁶')
    """
    value = float(value)
    if not math.isfinite(value):
        return "not finite"
    if value == 0.0:
        return "0"
    exponent = math.floor(math.log10(abs(float(f"{value:.{digits - 1}e}"))))
    if not -5 < exponent < 13:
        mantissa = f"{value / 10.0**exponent:.{digits - 1}f}"
        mantissa = mantissa.rstrip("0").rstrip(".") if trim and "." in mantissa else mantissa
        return f"{mantissa} {TIMES} 10{str(exponent).translate(_SUPERSCRIPT)}".replace("-", MINUS)
    decimals = max(digits - 1 - exponent, 0)
    text = f"{round(value, digits - 1 - exponent):,.{decimals}f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", MINUS)


WHOLE = 0.9995  # a share that is printed as 100.0 %


def seldom(frac: float) -> str:
    """A share of draws as percent; one that is there but printed as none is said to be so small.

    >>> seldom(0.2), seldom(0.0), seldom(1e-4)
    ('20.0 %', '0.0 %', 'under 0.1 %')
    """
    return "under 0.1 %" if 0.0 < frac < 5e-4 else percent(frac)


def fixed(value: Array, decimals: int = 0, sign: bool = False) -> str:
    """A number with that many decimals and thousands separators; zero has no sign.

    >>> fixed(1234.5, 1), fixed(3.2, 0, sign=True), fixed(-0.004, 2, sign=True)
    ('1,234.5', '+3', '0.00')
    """
    rounded = round(float(value), decimals)
    if rounded == 0.0:
        return f"{0.0:.{decimals}f}"
    return f"{rounded:{'+' if sign else ''},.{decimals}f}".replace("-", MINUS)


def percent(value: Array, decimals: int = 1) -> str:
    """A share as percent.

    >>> percent(0.96)
    '96.0 %'
    """
    return f"{fixed(100.0 * float(value), decimals)} %"


def prefixed(value: Array, unit: str, digits: int = 3, like: Array | None = None) -> str:
    """A value with its own SI prefix, or with that of another value.

    >>> prefixed(7.4358e18, "FLOP/s"), prefixed(1e17, "FLOP/s", like=7e18), prefixed(3.08e6, "W")
    ('7.44 EFLOP/s', '0.100 EFLOP/s', '3.08 MW')
    """
    size = abs(float(value if like is None else like))
    factor, prefix = next(((f, p) for f, p in _PREFIXES if size >= f), _PREFIXES[-1])
    return f"{number(float(value) / factor, digits)} {prefix}{unit}"


def unit_text(unit: str) -> str:
    """A unit as printed.

    >>> unit_text("W/m2/K4"), unit_text("1/h"), unit_text("1")
    ('W/m²/K⁴', 'per hour', '')
    """
    if unit == "1":
        return ""
    words = {"1/h": "per hour", "1/yr": "per year", "1/s": "per second", "degC": "°C"}
    return words.get(unit) or re.sub(
        r"(?<=[A-Za-z])-?\d", lambda match: match[0].translate(_SUPERSCRIPT), unit
    )


def quantity(value: float, unit: str, digits: int = 4) -> str:
    """A value in SI, written in `unit`.

    >>> quantity(333.15, "degC"), quantity(5.0, "K"), quantity(0.22, "1")
    ('60 °C', '5 K', '0.22')
    """
    unit = "USD" if unit == "MUSD" else unit
    shown = value - units.CELSIUS_K if unit == "degC" else value / units.unit(unit)[0]
    return f"{number(shown, digits, trim=True)} {unit_text(unit)}".strip()


def prose(text: str) -> str:
    """Text of another module with printed units, as HTML.

    >>> prose("1,052 W/m2 at 60 degC"), prose("650 km sso"), prose("200 km 28.5 deg")
    ('1,052 W/m² at 60 °C', '650 km sun-synchronous', '200 km 28.5°')
    """
    for plain, printed in (
        (r"\bW/m2\b", "W/m²"),
        (r"\bdegC\b", "°C"),
        (r" deg\b", "°"),
        (r"\bsso\b", "sun-synchronous"),
    ):
        text = re.sub(plain, printed, text)
    return escape(text)


def friendly(text: str, digits: int = 6) -> str:
    """Text of `units.show` with separators in its number and a printed unit.

    >>> friendly("3000000 USD"), friendly("0.025 1/yr"), friendly("0.22")
    ('3,000,000 USD', '0.025 per year', '0.22')
    """
    head, _, unit = text.partition(" ")
    try:
        shown = number(float(head), digits, trim=True)
    except ValueError:
        return text
    return f"{shown} {unit_text(unit)}".strip()
