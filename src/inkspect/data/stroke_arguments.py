"""Faults in what Python callers pass as a drawing, in Python's words; those in stroke files have JSON's."""

from collections.abc import Iterator
from numbers import Real

import numpy as np

from inkspect.system.arguments import shown
from inkspect.system.errors import InvalidValueError
from inkspect.system.words import counted


def check_fields(label: object, placed: object, writer: object) -> None:
    """Check the fields of a drawing other than its strokes.

    Raises:
        InvalidValueError: one is of the wrong type.
    """
    if not (label is None or isinstance(label, str)):
        raise InvalidValueError(f'label must be a str, such as "7", or None, not {shown(label)}')
    if not isinstance(placed, bool):
        raise InvalidValueError(f"placed must be True or False, not {shown(placed)}")
    if not (writer is None or isinstance(writer, str)):
        raise InvalidValueError(f"writer must be a str or None, not {shown(writer)}")


def in_words_of_python(fault: str, strokes: object, name: str) -> str:
    """Return what is wrong with strokes that a caller passed.

    Args:
        fault: what is wrong with them as the JSON value `strokes`.
        strokes: the strokes as passed.
        name: the argument's name.
    """
    return next(_wrong_types(strokes, name), f"{name}{fault[7:]}" if fault.startswith("strokes[") else fault)


def _wrong_types(strokes: object, name: str) -> Iterator[str]:
    """Yield every value of a wrong type, or of a wrong length, in nested lists, tuples and arrays."""
    if not _is_list(strokes):
        yield f"{name} must be a list of strokes, not {shown(strokes)}"
        return
    for place, stroke in _listed(strokes, name):
        if not _is_list(stroke):
            yield f"{place} must be a list of points, not {shown(stroke)}"
            continue
        for where, point in _listed(stroke, place):
            values = [value for _, value in _listed(point, where)] if _is_list(point) else []
            if len(values) not in (2, 3):
                found = counted(len(values), "value") if _is_list(point) else shown(point)
                yield f"{where} must be a point [x, y] or [x, y, t], not {found}"
            yield from (
                f"{where} must hold numbers, not {shown(value)}"
                for value in values
                if isinstance(value, bool) or not isinstance(value, Real)
            )


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _listed(value: object, name: str) -> Iterator[tuple[str, object]]:
    """Yield the items of a list, each with its expression."""
    items = value if isinstance(value, list | tuple | np.ndarray) else ()
    return ((f"{name}[{index}]", item) for index, item in enumerate(items))
