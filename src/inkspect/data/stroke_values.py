"""The values of strokes: points as lists or arrays, strictly checked, as float64 arrays."""

from collections.abc import Sequence
from itertools import chain
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from inkspect.system.errors import InkspectError, InvalidValueError

MILLISECONDS_PER_POINT = 10.0
"""The time between two points if a file gives none."""

MAX_POINTS = 1_000_000
"""The most points a drawing may have; the page keeps 20,000, so a larger drawing means a damaged or hostile file."""

MAX_MAGNITUDE = 1e15
"""The largest coordinate or time: float64 still represents every integer up to it, and Unix times in ms fit."""


def with_times(strokes: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Return the strokes as (points, 3); a missing or NaN time becomes 10 ms after the previous point."""
    timed: list[NDArray[np.float64]] = []
    previous = -MILLISECONDS_PER_POINT
    for stroke in strokes:
        times = stroke[:, 2].copy() if stroke.shape[1] == 3 else np.full(len(stroke), np.nan)
        for index in np.flatnonzero(np.isnan(times)):
            times[index] = (times[index - 1] if index else previous) + MILLISECONDS_PER_POINT
        timed.append(np.column_stack([stroke[:, :2], times]))
        previous = float(times[-1]) if len(times) else previous
    return tuple(timed)


def is_stroke(value: object) -> bool:
    """Return whether a value is a stroke as a drawing holds it: float64 (points, 2 or 3)."""
    return isinstance(value, np.ndarray) and value.dtype == np.float64 and value.ndim == 2 and value.shape[1] in (2, 3)


def checked_strokes(strokes: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Return a copy of strokes that are arrays already; times that are NaN are filled in.

    Raises:
        InvalidValueError: a stroke file could not hold them; the message says why.
    """
    points = sum(map(len, strokes))
    if points > MAX_POINTS:
        raise InvalidValueError(f"the drawing has {points:,} points; at most {MAX_POINTS:,} are read")
    for index, stroke in enumerate(strokes):
        if not np.isfinite(stroke[:, :2]).all() or np.isinf(stroke).any():
            raise InvalidValueError(f"strokes[{index}] holds a coordinate or time that is not finite")
        if (np.abs(stroke) > MAX_MAGNITUDE).any():
            raise InvalidValueError(f"strokes[{index}] holds a number larger than {MAX_MAGNITUDE:g}")
    return with_known_times([stroke.copy() for stroke in strokes])


def with_known_times(strokes: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Return strokes with the times filled in that only some points of a stroke lack, as NaN."""
    if not any(np.isnan(stroke).any() for stroke in strokes):
        return tuple(strokes)
    pairs = zip(with_times(strokes), strokes, strict=True)
    return tuple(timed if stroke.shape[1] == 3 else stroke for timed, stroke in pairs)


def plain(value: object) -> object:
    """Return nested sequences and arrays as lists and numbers, as in JSON."""
    if isinstance(value, np.ndarray | np.generic):
        listed: object = value.tolist()
        return listed
    return [plain(part) for part in value] if isinstance(value, list | tuple) else value


def strokes_from_json(strokes: object) -> tuple[NDArray[np.float64], ...]:
    """Return decoded JSON as strokes; times that only some points of a stroke lack are filled in.

    Raises:
        InkspectError: they are not strokes; the message says where.
    """
    if not isinstance(strokes, list):
        raise InkspectError(f"'strokes' must be a list of strokes, not {kind_of(strokes)}")
    for index, stroke in enumerate(strokes):
        if not isinstance(stroke, list):
            raise InkspectError(f"strokes[{index}] must be a list of points, not {kind_of(stroke)}")
    points = sum(map(len, strokes))
    if points > MAX_POINTS:
        raise InkspectError(f"the drawing has {points:,} points; at most {MAX_POINTS:,} are read")
    parsed = [_stroke_from_json(stroke, f"strokes[{index}]") for index, stroke in enumerate(strokes)]
    return with_known_times(parsed)


def _stroke_from_json(stroke: list[object], where: str) -> NDArray[np.float64]:
    """Return (points, 2), or (points, 3) with NaN for missing times if only some points lack one."""
    points = [point for point in stroke if isinstance(point, list)]
    lengths = set(map(len, points))
    good = (
        len(points) == len(stroke) and lengths <= {2, 3} and set(map(type, chain.from_iterable(points))) <= {int, float}
    )
    if not good:
        _refuse_first_bad_point(stroke, where)
    if not stroke:
        return np.empty((0, 2))
    if len(lengths) > 1:
        points = [point if len(point) == 3 else [*point, np.nan] for point in points]
    try:
        values = np.array(points, dtype=np.float64)
    except OverflowError:
        _refuse_first_bad_point(stroke, where)
    if (np.abs(values) > MAX_MAGNITUDE).any():
        _refuse_first_bad_point(stroke, where)
    return values


def _refuse_first_bad_point(stroke: list[object], where: str) -> NoReturn:
    for index, point in enumerate(stroke):
        if not isinstance(point, list) or len(point) not in (2, 3):
            kind = f"a list of {len(point)}" if isinstance(point, list) else kind_of(point)
            raise InkspectError(f"{where}[{index}] must be a point [x, y] or [x, y, t], not {kind}")
        for value in point:
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InkspectError(f"{where}[{index}] must hold numbers, not {kind_of(value)}")
            if abs(value) > MAX_MAGNITUDE:
                raise InkspectError(
                    f"{where}[{index}] has a number larger than {MAX_MAGNITUDE:g}, too large for a drawing"
                )
    raise AssertionError(f"{where} was refused, but all its points are valid")


def kind_of(value: object) -> str:
    """Return a JSON value's type for a message, without quoting the value, which may be megabytes long."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return "a number"
        case str():
            return "text"
        case list():
            return "a list"
        case _:
            return "an object"
