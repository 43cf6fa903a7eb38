"""Arguments of public functions, checked by name before any work is done."""

import os
import re
from collections.abc import Iterable, Mapping
from numbers import Integral
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.words import with_article

_Kind = TypeVar("_Kind")

_LONGEST_SHOWN = 60
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def as_path(value: object, name: str) -> Path:
    """Return a path that a caller passed as text or as a path.

    Raises:
        InvalidValueError: it is something else, is empty, or has a null character, which no file name may have.
    """
    path = os.fspath(value) if isinstance(value, os.PathLike) else value
    if not isinstance(path, str):
        raise InvalidValueError(f"{name} must be a path, as a str or os.PathLike, not {shown(value)}")
    if not path:
        raise InvalidValueError(f"{name} must be a path, not an empty str")
    if "\0" in path:
        raise InvalidValueError(f"{name} must be a path, without null characters, not {path[:_LONGEST_SHOWN]!r}")
    return Path(path)


def as_paths(values: object, name: str) -> list[Path]:
    """Return the paths that a caller passed as one, or as a list.

    Raises:
        InvalidValueError: one of them is something else.
    """
    if isinstance(values, str | bytes | os.PathLike) or not isinstance(values, Iterable):
        return [as_path(values, name)]
    return [as_path(value, f"{name}[{index}]") for index, value in enumerate(values)]


def as_content(value: object, name: str) -> bytes | None:
    """Return the contents of a file that a caller passed as bytes, or opened; None if the value is something else.

    Raises:
        InvalidValueError: the file is closed, or opened as text or for writing.
        InkspectError: it cannot be read.
    """
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value)
    read: object = getattr(value, "read", None)
    if not callable(read):
        return None
    try:
        content: object = read()
    except OSError as error:
        if isinstance(error, ValueError):  # io.UnsupportedOperation: opened for writing
            raise InvalidValueError(f"{name} must be a file opened in mode 'rb' ({error})") from error
        raise InkspectError(f"cannot read {name}: {error.strerror or error}") from error
    except ValueError as error:
        raise InvalidValueError(f"{name} must be a file opened in mode 'rb' ({error})") from error
    if not isinstance(content, bytes):
        raise InvalidValueError(f"{name} must be a file opened in mode 'rb', not as text")
    return content


def as_instance(value: object, kind: type[_Kind], name: str) -> _Kind:
    """Return a value that must be of one kind.

    Raises:
        InvalidValueError: it is of another.
    """
    if not isinstance(value, kind):
        raise InvalidValueError(f"{name} must be {with_article(kind.__name__)}, not {shown(value)}")
    return value


def as_instances(values: object, kind: type[_Kind], name: str) -> list[_Kind]:
    """Return a list of values that must all be of one kind.

    Raises:
        InvalidValueError: they are no collection, or one of them is of another kind; the line says which.
    """
    if isinstance(values, str | bytes | kind | Mapping) or not isinstance(values, Iterable):
        raise InvalidValueError(f"{name} must be a list of {kind.__name__} objects, not {shown(values)}")
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
        if _LONE_SURROGATE.search(key + value):
            raise InvalidValueError(f"{name} must hold text that UTF-8 can encode, not {key!r}: {shown(value)}")
    return dict(values)


def as_text_list(values: object, name: str) -> list[str]:
    """Return the texts that a caller passed as one, or as a list.

    Raises:
        InvalidValueError: one of them is something else; the line says which.
    """
    if isinstance(values, str):
        return [values]
    if isinstance(values, bytes | Mapping) or not isinstance(values, Iterable):
        raise InvalidValueError(f"{name} must be a str or a list of str, not {shown(values)}")
    return [as_instance(value, str, f"{name}[{index}]") for index, value in enumerate(values)]


def as_whole(value: object, name: str, least: int, most: int | None = None) -> int:
    """Return a whole number that a caller passed as Python's or NumPy's.

    Raises:
        InvalidValueError: it is no whole number, or outside least … most.
    """
    if not isinstance(value, bool) and isinstance(value, Integral):
        number = int(value)
        if least <= number and (most is None or number <= most):
            return number
    wanted = f"of at least {least}" if most is None else f"from {least} to {most}"
    raise InvalidValueError(f"{name} must be a whole number {wanted}, not {shown(value)}")


def as_array(value: object, name: str) -> NDArray[Any]:
    """Return what a caller passed as an array.

    Raises:
        InvalidValueError: NumPy cannot convert it, such as lists of unequal lengths, or a tensor on a GPU.
    """
    try:
        return np.asarray(value)
    except Exception as error:  # other libraries' arrays raise what they like
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InvalidValueError(
            f"{name} must convert to a NumPy array, not {with_article(type(value).__name__)} ({reason})"
        ) from error


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
    if len(text) <= _LONGEST_SHOWN and text.isprintable() and " at 0x" not in text:
        return text
    return with_article(type(value).__name__)
