"""The calculator: any public function of `physics/` by name, with units, its equation, validity and
source.

A module is a topic; `orbit.period_s` is called `orbit.period`, its argument `altitude_m` is
`altitude`. An argument that is a record (the season of `season.sunlit_frac`) is made by the
function of the topic that returns it, whose arguments are asked for instead; where none does, the
record's own fields are.
"""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import inspect
import math
import pkgutil
import re
import typing
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from dawndusk import physics
from dawndusk.core import record, units
from dawndusk.core.errors import BadInput, Problem, nearest
from dawndusk.data.catalogue import sources
from dawndusk.physics.sun import Instant, seconds_j2000
from dawndusk.provenance.docstrings import behind, example, model_docstring, sentence, wrapped

Function = Callable[..., Any]
MOST_SHOWN = 8  # values of an array


@dataclasses.dataclass(frozen=True)
class Argument:
    """One argument that a user gives: its name in the code, its type there, and whether it may be
    left out.
    """

    name: str
    hint: Any
    optional: bool

    @property
    def key(self) -> str:
        """Its name on the command line."""
        return units.key_of(self.name)

    @property
    def unit(self) -> str:
        """Its SI unit."""
        return units.si_unit_of(self.name)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What was asked, as said and in SI, and what came out: names with their unit endings and
    values.
    """

    key: str
    function: Function
    said: tuple[str, ...]
    arguments: dict[str, Any]
    results: dict[str, Any]


@cache
def functions() -> dict[str, dict[str, Function]]:
    """Every public function of `physics/`, by topic and key.

    >>> functions()["orbit"]["period"].__name__
    'period_s'
    """
    found: dict[str, dict[str, Function]] = {}
    for _, name, _ in pkgutil.iter_modules(physics.__path__):
        module = importlib.import_module(f"{physics.__name__}.{name}")
        own = [
            value
            for value in vars(module).values()
            if inspect.isfunction(value)
            and value.__module__ == module.__name__
            and not value.__name__.startswith("_")
        ]
        if own:
            found[name] = {units.key_of(one.__name__): one for one in own}
    return found


def listing(topic: str | None = None) -> str:
    """All functions, or those of one topic: one line for each.

    >>> print(listing("annuity"))
    annuity: Money over time: what an asset costs a year
      annuity.recovery_per_year                 Yearly payment per dollar that recovers an asset over its life at a yearly cost of capital
    """
    lines = []
    for name, members in functions().items():
        if topic in (None, name):
            lines.append(
                f"{name}: {sentence(importlib.import_module(f'{physics.__name__}.{name}'))}"
            )
            lines += [f"  {f'{name}.{key}':<40}  {sentence(one)}" for key, one in members.items()]
    if topic is None:
        lines.append(
            "Call one with its arguments, or with none to be told which: dawndusk calc orbit.period"
            ' altitude="650 km"'
        )
    return "\n".join(lines)


def index(topic: str | None = None) -> dict[str, Any]:
    """The same for a program: the first sentence and the arguments of each, by key."""
    return {
        f"{name}.{key}": {"is": sentence(one), "arguments": list(arguments(one))}
        for name, members in functions().items()
        if topic in (None, name)
        for key, one in members.items()
    }


def calculate(name: str, words: tuple[str, ...] = ()) -> Answer:
    """Call a function by its name with arguments such as `altitude=650 km`.

    Raises BadInput for an unknown function and, all at once, for every argument that is unknown,
    missing, outside the function's range or cannot be read.

    >>> calculate("orbit.semi_major_axis", ("altitude=650 km",)).results
    {'semi_major_axis_m': 7028137.0}
    """
    key, function = _function(name)
    given = _read(key, function, words)
    import numpy

    try:
        with numpy.errstate(all="ignore"):
            value = _call(function, given)
    except (ArithmeticError, ValueError, MemoryError) as error:
        raise BadInput(
            Problem(
                f"cannot be computed from these values: {str(error).strip()}{_valid(function)}",
                where=key,
            )
        ) from None
    results = _results(function, value)
    if not any(numpy.isfinite(one).any() for one in results.values()):
        raise BadInput(Problem(f"these values have no finite result{_valid(function)}", where=key))
    return Answer(key, function, words, results=results, arguments=given)


def _valid(function: Function) -> str:
    return f"; it is valid for: {model_docstring(function).valid}"


def _function(name: str) -> tuple[str, Function]:
    topic, _, wanted = name.partition(".")
    for key, one in functions().get(topic, {}).items():
        if wanted in (key, one.__name__):
            return f"{topic}.{key}", one
    known = {
        alias: f"{topic}.{key}"
        for topic, members in functions().items()
        for key in members
        for alias in (f"{topic}.{key}", key)
    }
    known |= {topic: topic for topic in functions()}
    close = known.get(nearest(name, known), "")
    raise BadInput(
        Problem("no function of that name; `dawndusk calc` lists them", key=name, nearest=close)
    )


@cache
def _hints(function: Function) -> dict[str, Any]:
    return typing.get_type_hints(function, include_extras=True)


def _maker(function: Function, kind: type) -> Function | None:
    """The function of the same topic that gives that record, if one does."""
    topic = function.__module__.rpartition(".")[2]
    return next(
        (one for one in functions()[topic].values() if _hints(one).get("return") is kind), None
    )


def _fields(kind: type) -> dict[str, Argument]:
    """The fields of a record that no function makes; one that is None unless given follows from the
    others.
    """
    hints = typing.get_type_hints(kind, include_extras=True)
    return {
        one.name: Argument(one.name, hints[one.name], one.default is not dataclasses.MISSING)
        for one in dataclasses.fields(kind)
        if one.default is not None
    }


def arguments(function: Function) -> dict[str, Argument]:
    """What a user gives to call a function, by name: its parameters, a record's replaced by those
    of its maker.
    """
    found: dict[str, Argument] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        hint = _hints(function)[name]
        if record.is_record(hint):
            maker = _maker(function, hint)
            found |= _fields(hint) if maker is None else arguments(maker)
        else:
            found[name] = Argument(name, hint, parameter.default is not parameter.empty)
    return found


@cache
def ranges(function: Function) -> dict[str, tuple[float, float, str]]:
    """Least and greatest value in SI of arguments, and both in words: the function's own, and those
    of a record's maker.

    >>> from dawndusk.physics import cells
    >>> ranges(cells.efficiency_frac)
    {'temperature_k': (200.0, 400.0, '200 K to 400 K')}
    """
    found: dict[str, tuple[float, float, str]] = {}
    for hint in _hints(function).values():
        maker = _maker(function, hint) if record.is_record(hint) else None
        if maker not in (None, function):
            found |= ranges(maker)
    for name, (low, high) in model_docstring(function).ranges.items():
        unit = units.si_unit_of(name)
        found[name] = units.parse(low, unit), units.parse(high, unit), f"{low} to {high}"
    return found


@cache
def example_words(function: Function) -> dict[str, str]:
    """The values of the function's own example as a user would write them, by argument name.

    >>> from dawndusk.physics import rocket
    >>> example_words(rocket.propellant_frac)
    {'speed_m_per_s': '400 m/s', 'exhaust_m_per_s': '19613.3 m/s'}
    """
    own = example(function)
    values: dict[str, Any] = {}
    for name in inspect.signature(function).parameters:
        hint = _hints(function)[name]
        if record.is_record(hint):
            maker = _maker(function, hint)
            if maker is not None:
                values |= example(maker)
            elif name in own:
                values |= {field: getattr(own[name], field) for field in _fields(hint)}
    values |= own
    return {
        name: _word(one, values[name])
        for name, one in arguments(function).items()
        if name in values
    }


def _word(argument: Argument, value: Any) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list) or getattr(value, "ndim", False):
        return ",".join(_word(argument, float(one)) for one in value)
    if argument.hint == Instant:
        date = datetime.date(2000, 1, 1) + datetime.timedelta(
            days=round(float(value) / 86400.0 + 0.5)
        )
        if seconds_j2000(date) == value:
            return date.isoformat()
    return units.show(float(value), argument.unit, 12)


def _read(key: str, function: Function, words: tuple[str, ...]) -> dict[str, Any]:
    """The arguments in SI by name."""
    wanted = arguments(function)
    by_alias = {alias: one for one in wanted.values() for alias in (one.name, one.key)}
    given: dict[str, Any] = {}
    meant: set[str] = set()  # by a misspelt key: not told again as missing
    problems = []
    for word in words:
        said, equals, text = word.partition("=")
        one = by_alias.get(said.strip())
        if not equals:
            problems.append(Problem(f"{word!r} is not key=value", where=key))
        elif one is None:
            there = ", ".join(argument.key for argument in wanted.values())
            close = nearest(said, by_alias)
            problems.append(
                Problem(f"no such argument; there is {there}", key=said, where=key, nearest=close)
            )
            meant |= {by_alias[close].name} if close else set()
        elif one.name in given:
            problems.append(Problem("given twice", key=said, where=key))
        else:
            given[one.name] = None
            try:
                given[one.name] = _within(function, one, _value(one, text.strip()))
            except ValueError as error:
                problems.append(Problem(f"{error}{_like(function, one)}", key=said, where=key))
    for one in wanted.values():
        if not one.optional and one.name not in {*given, *meant}:
            problems.append(Problem(f"required{_like(function, one)}", key=one.key, where=key))
    if problems:
        raise BadInput(*problems)
    return given


def _like(function: Function, argument: Argument) -> str:
    word = example_words(function).get(argument.name)
    if word is None:
        return ""
    return (
        f'; write it like {argument.key}="{word}"'
        if " " in word
        else f"; write it like {argument.key}={word}"
    )


def _value(argument: Argument, word: str) -> Any:
    """The value of one argument in SI. Raises ValueError with the reason."""
    hint = argument.hint
    if hint is datetime.date:
        return _date(word)
    if hint is int:
        if not re.fullmatch(r"[+-]?\d+", word):
            raise ValueError(f"{word!r} is not a whole number")
        return int(word)
    parts = [_number(argument, part.strip()) for part in word.split(",")]
    if typing.get_origin(hint) is tuple:
        count = len(typing.get_args(hint))
        if len(parts) != count:
            raise ValueError(f"takes {count} values, here are {len(parts)}")
        return tuple(parts)
    if typing.get_origin(hint) is Sequence:
        return parts
    if len(parts) == 1:
        return parts[0]
    if hint is float:
        raise ValueError(f"takes one value, here are {len(parts)}")
    import numpy

    return numpy.array(parts)


def _within(function: Function, argument: Argument, value: Any) -> Any:
    """The value. Raises ValueError where it lies outside what the function is valid for."""
    import numpy

    least, most, words = ranges(function).get(argument.name, (-math.inf, math.inf, ""))
    outside = [one for one in numpy.ravel(value) if not least <= one <= most] if words else []
    if outside:
        raise ValueError(
            f"{units.show(float(outside[0]), argument.unit)} is outside {words}, where this is"
            " valid"
        )
    return value


def _number(argument: Argument, word: str) -> float:
    if re.fullmatch(r"\d+-\d+-\d+", word):
        if argument.hint != Instant:
            raise ValueError(f"{word!r} is a date, not a quantity")
        return seconds_j2000(_date(word))
    try:
        value = units.parse(word, argument.unit)
    # what it says after the semicolon is for scenario files; the function's own example follows
    except units.UnitError as error:
        reason = str(error).partition(";")[0]
        raise ValueError(
            reason.removesuffix(" with a unit") if argument.unit == "1" else reason
        ) from None
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


def _date(word: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(word)
    except ValueError:
        raise ValueError(f"{word!r} is not a date") from None


def _call(function: Function, given: dict[str, Any]) -> Any:
    values = {}
    for name in inspect.signature(function).parameters:
        hint = _hints(function)[name]
        if record.is_record(hint):
            maker = _maker(function, hint)
            own = {field: given[field] for field in _fields(hint) if field in given}
            values[name] = hint(**own) if maker is None else _call(maker, given)
        elif name in given:
            values[name] = given[name]
    return function(**values)


def _results(function: Function, value: Any) -> dict[str, Any]:
    """What came out by name: a record's fields, the members of a tuple that are named, or one
    value.
    """
    if record.is_record(type(value)):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    names = model_docstring(function).returns or (function.__name__,)
    if isinstance(value, tuple) and len(names) == 1:  # as many as there were arguments
        return {names[0]: value}
    return dict(zip(names, value if isinstance(value, tuple) else (value,), strict=True))


def as_text(answer: Answer) -> str:
    """The answer for a person: the value in friendly units and in SI, then where it comes from.

    >>> print(as_text(calculate("orbit.period", ("altitude=650 km",))))
    period = 97.7282 min   (5863.69 s)
      is         Keplerian period
      of         altitude 650 km
      equation   T = 2 pi sqrt(a^3 / mu)
      valid      circular orbits, 300 to 2,000 km: below, drag rules; above, the Moon and Sun matter to the node
      source     Fundamentals of Astrodynamics and Applications, 4th edition, D. A. Vallado, 2013
                 chapter 9, e = 0
    """
    lines = [
        f"{units.key_of(name)} = {_shown(name, value)}" for name, value in answer.results.items()
    ]
    said = model_docstring(answer.function)
    lines += wrapped("is", sentence(answer.function))
    lines += wrapped("of", "; ".join(word.replace("=", " ", 1) for word in answer.said))
    return "\n".join([*lines, *behind(said)])


def _shown(name: str, value: Any) -> str:
    """A value in friendly units and, where they differ, in SI; of a large array its shape, least,
    mean and most.
    """
    import numpy

    unit, flat = units.si_unit_of(name), numpy.ravel(value)
    if flat.size > MOST_SHOWN:
        least, mean, most = (
            _one(float(measure(flat)), unit) for measure in (numpy.min, numpy.mean, numpy.max)
        )
        return (
            f"{' x '.join(str(count) for count in numpy.shape(value))} values: least {least}, mean"
            f" {mean}, most {most}"
        )
    friendly = ", ".join(_one(float(one), unit) for one in flat)
    si = ", ".join(f"{one:.6g}" for one in flat) + f" {unit}"
    return friendly if unit == "1" or friendly == si else f"{friendly}   ({si})"


def _one(value: float, unit: str) -> str:
    return units.show(value, unit) if math.isfinite(value) else "no finite value"


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer for a program, all values in SI; what is not finite is null.

    >>> as_json(calculate("orbit.semi_major_axis", ("altitude=650 km",)))["result"]
    {'semi_major_axis_m': 7028137.0}
    """
    said = model_docstring(answer.function)
    return {
        "function": f"{answer.function.__module__}.{answer.function.__name__}",
        "is": sentence(answer.function),
        "arguments": {name: _listed(value) for name, value in answer.arguments.items()},
        "result": {name: _listed(value) for name, value in answer.results.items()},
        "units": {name: units.si_unit_of(name) for name in answer.results},
        "equation": said.equation,
        "valid": said.valid,
        "sources": [{"key": key} | sources()[key] for key in said.sources],
        "place": said.place,
    }


def _listed(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return _listed(value.tolist())
    if isinstance(value, list | tuple):
        return [_listed(one) for one in value]
    return value if math.isfinite(value) else None
