"""A recipe's choices by name, as text and files hold them: `peak_learning_rate`, `augmentation.rotation`."""

import dataclasses
import difflib
import typing
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Scalar: TypeAlias = bool | int | float | str
"""A choice; one that is made of further choices is named with a dot, and is no choice by itself."""

Record = TypeVar("Record", bound="DataclassInstance")

_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (float, "a number"),
    (str, "text"),
)


def settings_of(record: "DataclassInstance") -> dict[str, Scalar | None]:
    """Return every choice of a dataclass by its dotted name, in the order of its fields.

    Raises:
        TypeError: a field holds what is neither a scalar, None nor a dataclass of such.
    """
    return dict(_walk(record, ""))


def with_settings(record: Record, settings: Mapping[str, object]) -> Record:
    """Return a dataclass with some of its choices, given by dotted names, made otherwise.

    Raises:
        InkspectError: a name is none of the choices', a value is of another kind than the choice, or the dataclass
            itself refuses it.
    """
    known = settings_of(record)
    for name in settings:
        if name not in known:
            raise InkspectError(f"there is no setting {name!r}; {_instead_of(name, list(known))}")
    return _replaced(record, settings, "")


def _walk(record: "DataclassInstance", prefix: str) -> Iterator[tuple[str, Scalar | None]]:
    for field in dataclasses.fields(record):
        name, value = prefix + field.name, getattr(record, field.name)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            yield from _walk(value, name + ".")
        elif value is None or isinstance(value, Scalar):
            yield name, value
        else:
            raise TypeError(f"{name} is a {type(value).__name__}, which no settings can hold")


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
    """Return the value as the field's type; a whole number may stand for any number, but true is no 1."""
    allowed = typing.get_args(annotation) or (annotation,)
    if type(value) in allowed:
        return value
    if type(value) is int and float in allowed:
        return float(value)
    kinds = [words for member, words in _KINDS if member in allowed]
    raise InkspectError(f"{name} is {' or '.join(kinds)}, not {value!r}")


def _instead_of(name: str, known: list[str]) -> str:
    within = [full for full in known if full.startswith(name + ".")]
    if within:
        return f"there are {', '.join(within)}"
    meant = [full for full in known if full.endswith("." + name)] or difflib.get_close_matches(name, known, n=1)
    return f"did you mean {meant[0]!r}?" if meant else f"there are {', '.join(known)}"
