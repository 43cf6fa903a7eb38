"""Arguments of public functions, checked by name before any work is done."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from inkspect.system.errors import InvalidValueError

_Kind = TypeVar("_Kind")

_LONGEST_SHOWN = 60


def as_path(value: object, name: str) -> Path:
    """Return a path that a caller passed as text or as a path.

    Raises:
        InvalidValueError: it is something else.
    """
    path = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(path, str):
        raise InvalidValueError(f"{name} must be a path, not {shown(value)}")
    return Path(path)


def as_paths(values: object, name: str) -> list[Path]:
    """Return the paths that a caller passed as one, or as a list.

    Raises:
        InvalidValueError: one of them is something else.
    """
    if isinstance(values, str | os.PathLike) or not isinstance(values, Iterable):
        return [as_path(values, name)]
    return [as_path(value, f"{name}[{index}]") for index, value in enumerate(values)]


def as_instance(value: object, kind: type[_Kind], name: str) -> _Kind:
    """Return a value that must be of one kind.

    Raises:
        InvalidValueError: it is of another.
    """
    if not isinstance(value, kind):
        raise InvalidValueError(f"{name} must be {_with_article(kind.__name__)}, not {shown(value)}")
    return value


def as_instances(values: object, kind: type[_Kind], name: str) -> list[_Kind]:
    """Return a list of values that must all be of one kind.

    Raises:
        InvalidValueError: they are no collection, or one of them is of another kind; the line says which.
    """
    if isinstance(values, str | bytes | kind) or not isinstance(values, Iterable):
        raise InvalidValueError(f"{name} must be a list of {kind.__name__}, not {shown(values)}")
    return [as_instance(value, kind, f"{name}[{index}]") for index, value in enumerate(values)]


def as_texts(values: object, name: str) -> dict[str, str]:
    """Return a mapping that must hold text by text.

    Raises:
        InvalidValueError: it is no mapping, or a key or value is no text.
    """
    if not isinstance(values, Mapping):
        raise InvalidValueError(f"{name} must be a mapping of text to text, not {shown(values)}")
    for key, value in values.items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise InvalidValueError(f"{name} must map text to text, not {shown(key)} to {shown(value)}")
    return dict(values)


def check_callback(value: object, name: str) -> None:
    """Refuse a callback that cannot be called; None is no callback.

    Raises:
        InvalidValueError: it cannot be called.
    """
    if value is not None and not callable(value):
        raise InvalidValueError(f"{name} must be a function, not {shown(value)}")


def shown(value: object) -> str:
    """Return a value as an error line shows it: short, on one line."""
    text = repr(value)
    if len(text) <= _LONGEST_SHOWN and text.isprintable():
        return text
    return _with_article(type(value).__name__)


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0].lower() in 'aeiou' else 'a'} {noun}"
