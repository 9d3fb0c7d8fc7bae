"""Records: frozen, keyword-only dataclasses that carry every state between stages.

`@record` also tells pydantic how keys are spelled in files, and remembers the class so that it
becomes a JAX pytree when (and only when) JAX is loaded. Floats, arrays and nested records are data;
text, whole numbers, flags and dates are static.
"""

from __future__ import annotations

import ast
import dataclasses
import datetime
import functools
import inspect
import io
import re
import sys
import tokenize
import types
import typing
from collections.abc import Iterator
from typing import Any, TypeVar

from dawndusk.core import units

T = TypeVar("T")
RECORDS: list[type] = []
registered_with_jax = False
_STATIC = (str, int, bool, datetime.date, type(None))


@dataclasses.dataclass(frozen=True)
class Number:
    """Marks a type as one of numbers that is `Any` at run time: a float or an array."""


@dataclasses.dataclass(frozen=True)
class NoUnit:
    """Marks a number whose name ends in no unit, and says why: `Annotated[Positive, COUNT]`."""

    why: str


COUNT = NoUnit("a count, or an index")
PURE = NoUnit("a cosine, an angle in turns, an exponent")


@typing.dataclass_transform(kw_only_default=True, frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """Make `cls` a frozen keyword-only dataclass known to the reader and to JAX.

    Raises:
        TypeError: A field of numbers has a name that ends in no known unit. What files may say is
            SI; a result may also be per year or per kilowatt. A number without a unit is a share
            (`_frac`, between 0 and 1), another ratio (`_ratio`), or marked by `NoUnit`.

    >>> record(type("Engine", (), {"__annotations__": {"power_kw": float}, "__module__": "mine"}))
    Traceback (most recent call last):
        ...
    TypeError: Engine.power_kw: the name of a number ends in its SI unit, in `_frac` or ...
    """
    if not cls.__module__.startswith("dawndusk."):  # ours are held to it by tests/core/test_record
        _require_units(cls)
    # compared and printed by common functions: two thirds of what `dataclass` would compile anew
    made = dataclasses.dataclass(frozen=True, kw_only=True, eq=False, repr=False)(cls)
    made.__eq__, made.__hash__, made.__repr__ = _equal, _hash, _text  # type: ignore[assignment]
    made.__pydantic_config__ = {  # type: ignore[attr-defined]
        "extra": "forbid",
        "alias_generator": units.key_of,
        "arbitrary_types_allowed": True,
        "allow_inf_nan": False,
    }
    RECORDS.append(made)
    if registered_with_jax:
        import jax

        _register(jax, made)
    return made


def _values(value: Any) -> tuple[Any, ...]:
    return tuple(getattr(value, field.name) for field in dataclasses.fields(value) if field.compare)


def _equal(one: Any, other: object) -> bool:
    if other.__class__ is not one.__class__:
        return NotImplemented
    return _values(one) == _values(other)


def _hash(value: Any) -> int:
    return hash(_values(value))


def _text(value: Any) -> str:
    shown = (field.name for field in dataclasses.fields(value) if field.repr)
    said = ", ".join(f"{name}={getattr(value, name)!r}" for name in shown)
    return f"{type(value).__qualname__}({said})"


def _require_units(cls: type) -> None:
    scope = vars(sys.modules[cls.__module__]) if cls.__module__ in sys.modules else {}
    for name, said in inspect.get_annotations(cls).items():
        if units.is_si(name) or said in ("str", "int", "bool"):
            continue
        try:
            hint = eval(said, scope, dict(vars(cls))) if isinstance(said, str) else said
        except NameError:  # a class that is defined later is no number
            continue
        metadata = _number_metadata(hint)
        if metadata is None or any(isinstance(note, NoUnit) for note in metadata):
            continue
        in_files = any(
            not isinstance(note, Number) for note in metadata
        )  # it has limits to read by
        if in_files or not units.says_unit(name):
            raise TypeError(
                f"{cls.__qualname__}.{name}: the name of a number ends in its SI unit, in `_frac`"
                " or `_ratio`; a count or a cosine is marked: Annotated[..., COUNT]"
            )


def _number_metadata(hint: Any) -> tuple[Any, ...] | None:
    """What is said along a type of numbers, or of containers of numbers; None for other types."""
    if hint is float:
        return ()
    if typing.get_origin(hint) is typing.Annotated:
        core, *metadata = typing.get_args(hint)
        inner = _number_metadata(core)
        if inner is None and Number() not in metadata:
            return None
        return (*(inner or ()), *metadata)
    if typing.get_origin(hint) in (typing.Union, types.UnionType, tuple, list, dict):
        found = (_number_metadata(one) for one in typing.get_args(hint))
        return next((metadata for metadata in found if metadata is not None), None)
    return None


def is_record(thing: Any) -> bool:
    """Whether this is a record class."""
    return isinstance(thing, type) and thing in RECORDS


@functools.cache
def meanings(cls: type) -> dict[str, str]:
    """What each field of a record means: the comment at the end of its line in the source, empty
    where there is none.

    One truth for whoever reads the code, the schema or an explanation. A class whose source is not
    at hand has empty meanings; fields of a record that it extends have theirs from there.

    >>> from dawndusk.records.mission import Sampling
    >>> meanings(Sampling)["settle"]
    'orbits flown before counting, so that charge and temperatures settle'
    """
    found = {field.name: "" for field in dataclasses.fields(cls)}
    for base in reversed(cls.__mro__[1:]):
        found |= meanings(base) if base in RECORDS else {}
    classes, comments, code = _source(cls.__module__)
    for line in getattr(classes.get(cls.__qualname__), "body", ()):
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            first, last = line.lineno, line.end_lineno or line.lineno
            while first - 1 in comments and first - 1 not in code:  # a block right above the field
                first -= 1
            said = [comments[n] for n in range(first, last + 1) if n in comments]
            words = " ".join(
                re.sub(r"# (type|fmt|noqa):?.*", "", one).removeprefix("#").strip() for one in said
            )
            if line.target.id in found:
                found[line.target.id] = words.strip()
    return found


@functools.cache
def _source(module: str) -> tuple[dict[str, ast.ClassDef], dict[int, str], set[int]]:
    """Classes of a module's source by name, comments by line, and the lines with code; empty where
    the source is not at hand.
    """
    try:
        source = inspect.getsource(sys.modules[module])
    except (OSError, TypeError, KeyError):
        return {}, {}, set()
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    comments = {one.start[0]: one.string for one in tokens if one.type == tokenize.COMMENT}
    code = {one.start[0] for one in tokens if one.string.strip() and one.type != tokenize.COMMENT}
    classes = {one.name: one for one in ast.parse(source).body if isinstance(one, ast.ClassDef)}
    return classes, comments, code


def static_fields(cls: type) -> set[str]:
    """Names of the fields whose change would change the shape of a computation."""
    hints = typing.get_type_hints(cls)
    return {field.name for field in dataclasses.fields(cls) if _is_static(hints[field.name])}


def _is_static(hint: Any) -> bool:
    if typing.get_origin(hint) in (typing.Union, types.UnionType, tuple):
        inner = [part for part in typing.get_args(hint) if part is not Ellipsis]
        return all(_is_static(part) for part in inner)
    if typing.get_origin(hint) is typing.Literal:
        return True
    return hint in _STATIC


def register_with_jax(jax: Any) -> None:
    """Register every record made so far; later ones register themselves."""
    global registered_with_jax
    for cls in RECORDS:
        _register(jax, cls)
    registered_with_jax = True


def _register(jax: Any, cls: type) -> None:
    """Make `cls` a pytree. Its class is part of what JAX compares: two kinds may have the same
    fields and must not share a compiled function.

    (`register_dataclass` of JAX 0.10 calls the structures of two such kinds equal while their
    hashes differ.)
    """
    static = static_fields(cls)
    names = [field.name for field in dataclasses.fields(cls)]
    data, fixed = [n for n in names if n not in static], [n for n in names if n in static]

    def flatten(value: Any) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        return tuple(getattr(value, n) for n in data), (cls, *(getattr(value, n) for n in fixed))

    def unflatten(kept: tuple[Any, ...], children: tuple[Any, ...]) -> Any:
        return cls(
            **dict(zip(data, children, strict=True)), **dict(zip(fixed, kept[1:], strict=True))
        )

    jax.tree_util.register_pytree_node(cls, flatten, unflatten)


def leaves(value: Any, path: str = "", *, internal: bool = False) -> Iterator[tuple[str, str, Any]]:
    """Every scalar of a record as (dotted key as in a file, field name, value), in order; what no
    file may say only if asked for.

    >>> from dawndusk.records.mission import Mission
    >>> [key for key, _, _ in leaves(Mission(), "mission")]
    ['mission.start', 'mission.life', 'mission.seed']
    """
    for field in dataclasses.fields(value):
        if field.metadata.get("internal") and not internal:
            continue
        here, held = (
            ".".join(filter(None, [path, units.key_of(field.name)])),
            getattr(value, field.name),
        )
        for key, item in _members(here, held):
            if type(item) in RECORDS:
                yield from leaves(item, key, internal=internal)
            else:
                yield key, field.name, item


def _members(key: str, held: Any) -> list[tuple[str, Any]]:
    if isinstance(held, tuple):
        return [(f"{key}.{index}", item) for index, item in enumerate(held)]
    return [(key, held)]


def replace_leaves(value: T, changes: dict[str, Any], path: str = "") -> T:
    """A copy of a record with the scalars at the given dotted keys replaced."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        here, held = (
            ".".join(filter(None, [path, units.key_of(field.name)])),
            getattr(value, field.name),
        )
        new = [
            (
                replace_leaves(item, changes, key)
                if type(item) in RECORDS and any(c.startswith(key + ".") for c in changes)
                else changes.get(key, item)
            )
            for key, item in _members(here, held)
        ]
        whole = tuple(new) if isinstance(held, tuple) else new[0]
        if whole is not held:
            found[field.name] = whole
    return dataclasses.replace(value, **found) if found else value  # type: ignore[type-var]
