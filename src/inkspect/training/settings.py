"""A recipe's choices by dotted name, as in text and files: `peak_learning_rate`, `augmentation.rotation`."""

import dataclasses
import difflib
import typing
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Scalar: TypeAlias = bool | int | float | str
"""The value of one choice; the choices within a nested dataclass have dotted names."""

Record = TypeVar("Record", bound="DataclassInstance")
Value = TypeVar("Value")

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
)


def settings_of(record: "DataclassInstance") -> dict[str, Scalar | None]:
    """Return every choice of a dataclass by its dotted name, in field order.

    Raises:
        TypeError: a field is neither a scalar, None nor a dataclass of these.
    """
    return dict(_walk(record, ""))


def with_settings(record: Record, settings: Mapping[str, object]) -> Record:
    """Return a dataclass with some of its choices, given by dotted name, replaced.

    Raises:
        InkspectError: a name is unknown, a value has the wrong type, or the dataclass itself rejects it.
    """
    known = settings_of(record)
    for name in settings:
        if name not in known:
            raise InkspectError(f"unknown setting {name!r}; {_instead_of(name, list(known))}")
    return _replaced(record, settings, "")


def completed(settings: Mapping[str, Value], record: "DataclassInstance") -> dict[str, Value | Scalar | None]:
    """Return stored settings with those that they lack at the defaults of this dataclass, whose fields all have one.

    A choice added later has as its default what was done before it, so files from before mean that default.
    """
    return {**settings_of(type(record)()), **settings}


def _walk(record: "DataclassInstance", prefix: str) -> Iterator[tuple[str, Scalar | None]]:
    for field in dataclasses.fields(record):
        name, value = prefix + field.name, getattr(record, field.name)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            yield from _walk(value, name + ".")
        elif value is None or isinstance(value, Scalar):
            yield name, value
        else:
            raise TypeError(f"{name} is a {type(value).__name__}, which a setting cannot hold")


def _replaced(record: Record, settings: Mapping[str, object], prefix: str) -> Record:
    types_of = typing.get_type_hints(type(record))
    changes: dict[str, object] = {}
    for field in dataclasses.fields(record):
        name, value = prefix + field.name, getattr(record, field.name)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            changes[field.name] = _replaced(value, settings, name + ".")
        elif name in settings:
            changes[field.name] = _checked(name, settings[name], types_of[field.name])
    return dataclasses.replace(record, **changes)


def _checked(name: str, value: object, annotation: object) -> object:
    """Return the value as the field's type; an int is accepted for a float, but a bool is not accepted for an int."""
    allowed = typing.get_args(annotation) or (annotation,)
    if type(value) in allowed:
        return value
    if type(value) is int and float in allowed:
        return float(value)
    kinds = [words for member, words in _KINDS if member in allowed]
    raise InkspectError(f"{name} must be {' or '.join(kinds)}, not {value!r}")


def _instead_of(name: str, known: list[str]) -> str:
    within = [full for full in known if full.startswith(name + ".")]
    if within:
        return f"the settings in it are {', '.join(within)}"
    meant = [full for full in known if full.endswith("." + name)] or difflib.get_close_matches(name, known, n=1)
    return f"did you mean {meant[0]!r}?" if meant else f"the settings are {', '.join(known)}"
