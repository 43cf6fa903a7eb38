"""Drawings as strokes, and as the JSON objects in stroke files and scripts, strictly checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.data.pad import cut_to_pad
from inkspect.data.stroke_pictures import strokes_as_svg
from inkspect.system.arguments import shown
from inkspect.system.comparing import same_fields
from inkspect.system.errors import InkspectError, InvalidValueError

MILLISECONDS_PER_POINT = 10.0
"""The time between two points if a file gives none."""

MAX_POINTS = 1_000_000
"""The most points a drawing may have; the page keeps 20,000, so a larger drawing means a damaged or hostile file."""

MAX_MAGNITUDE = 1e15
"""The largest coordinate or time: float64 still represents every integer up to it, and Unix times in ms fit."""

_OWN_KEYS = ("strokes", "label", "placed")

Point: TypeAlias = Sequence[float] | NDArray[np.floating] | NDArray[np.integer]
"""`[x, y]` or `[x, y, t]`, in any unit, x to the right, y down, t in milliseconds."""

Strokes: TypeAlias = Sequence[Sequence[Point] | NDArray[np.floating] | NDArray[np.integer]]
"""Strokes as callers pass them: each a list of points, or an array (points, 2 or 3)."""


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Drawing:
    """One drawing as in a stroke file.

    Attributes:
        strokes: in the order drawn, each float64 of shape (points, 2) for x, y or (points, 3) for x, y, t.
        label: the intended character, if known.
        placed: whether the points are in pad units, 1/4096 of the pad's side, and keep their position: points outside
            the pad are not visible, and `kept` omits them.
        extra: the line's other keys, as JSON values.
        writer: who wrote it, if known; a drawing without a writer counts as by a writer of its own. If None, a string
            under ``writer`` in `extra` is moved here; any other value there is preserved, and names no writer.
    """

    strokes: tuple[NDArray[np.float64], ...]
    label: str | None
    placed: bool
    extra: dict[str, object]
    writer: str | None

    def __init__(
        self,
        strokes: Strokes,
        label: str | None = None,
        placed: bool = False,
        extra: Mapping[str, object] | None = None,
        writer: str | None = None,
    ) -> None:
        """Check a drawing; its strokes are lists of points, or arrays.

        Raises:
            InvalidValueError: an argument other than the strokes is of the wrong type.
            InkspectError: the strokes are none, or a coordinate is not finite.
        """
        _check_label(label)
        _check_placed(placed)
        _check_writer(writer)
        others = _checked_extra({} if extra is None else extra, writer)
        if writer is None and isinstance(others.get("writer"), str):
            writer = str(others.pop("writer"))
        given: object = strokes
        checked = given if isinstance(given, tuple) and all(map(_is_stroke, given)) else as_strokes(strokes)
        for name, value in zip(
            ("strokes", "label", "placed", "extra", "writer"), (checked, label, placed, others, writer), strict=True
        ):
            object.__setattr__(self, name, value)

    @property
    def kept(self) -> tuple[NDArray[np.float64], ...]:
        """The strokes as the page keeps them: placed ones rounded to pad units and cut at the border, others unchanged.

        Raises:
            InkspectError: the drawing is placed, and a coordinate is not finite.
        """
        return cut_to_pad(self.strokes) if self.placed else self.strokes

    @property
    def has_ink(self) -> bool:
        """Whether any ink is visible."""
        return any(len(stroke) for stroke in self.kept)

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        label = "" if self.label is None else f" of {self.label!r}"
        points = sum(map(len, self.strokes))
        by = "" if self.writer is None else f" by {self.writer!r}"
        return f"<Drawing{label}{by}: {_counted(len(self.strokes), 'stroke')}, {_counted(points, 'point')}>"

    def _repr_svg_(self) -> str:
        """Return the drawing as an SVG, for notebooks."""
        return strokes_as_svg(self.kept)


def writers_of(drawings: Sequence[Drawing]) -> list[str | int]:
    """Return each drawing's writer or, if it has none, the drawing's index."""
    return [place if drawing.writer is None else drawing.writer for place, drawing in enumerate(drawings)]


def as_strokes(strokes: Strokes) -> tuple[NDArray[np.float64], ...]:
    """Check strokes as callers pass them, and return them as a `Drawing` stores them.

    Raises:
        InkspectError: they are not valid strokes, or a coordinate is not finite; the message says where.
    """
    checked = _strokes_from_json(_plain(strokes))
    for index, stroke in enumerate(checked):
        if not np.isfinite(stroke[:, :2]).all():
            raise InkspectError(f"strokes[{index}] has a coordinate that is not finite")
    return checked


def drawing_from_json(record: object) -> Drawing:
    """Check one decoded JSON object and return it as a drawing.

    Raises:
        InkspectError: it is not a drawing; the message says where in the object.
    """
    if not isinstance(record, dict):
        raise InkspectError(f"a drawing must be a JSON object with 'strokes', not {_kind(record)}")
    if "strokes" not in record:
        raise InkspectError("'strokes' is missing")
    extra = {str(key): value for key, value in record.items() if key not in _OWN_KEYS}
    label, placed = record.get("label"), record.get("placed", False)
    _check_label(label)
    _check_placed(placed)
    return Drawing(_strokes_from_json(record["strokes"]), label, placed, extra)


def drawing_to_json(drawing: Drawing) -> dict[str, object]:
    """Return the JSON object of a drawing: whole numbers as integers, times only if the strokes have them."""
    record: dict[str, object] = {} if drawing.label is None else {"label": drawing.label}
    if drawing.writer is not None:
        record["writer"] = drawing.writer
    record.update(drawing.extra)
    if drawing.placed:
        record["placed"] = True
    record["strokes"] = [
        [[int(value) if value.is_integer() else value for value in point] for point in stroke.tolist()]
        for stroke in drawing.strokes
    ]
    return record


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


def _is_stroke(value: object) -> bool:
    return isinstance(value, np.ndarray) and value.dtype == np.float64 and value.ndim == 2 and value.shape[1] in (2, 3)


def _check_label(label: object) -> None:
    if not (label is None or isinstance(label, str)):
        raise InvalidValueError(f"'label' must be text, such as \"7\", not {_kind(label)}")


def _check_placed(placed: object) -> None:
    if not isinstance(placed, bool):
        raise InvalidValueError(f"'placed' must be true or false, not {_kind(placed)}")


def _check_writer(writer: object) -> None:
    if not (writer is None or isinstance(writer, str)):
        raise InvalidValueError(f"'writer' must be text, not {_kind(writer)}")


def _checked_extra(extra: object, writer: str | None) -> dict[str, object]:
    """Return a copy of the other keys, none of which is the drawing's own: a stroke file could not hold both."""
    if not isinstance(extra, Mapping):
        raise InvalidValueError(f"'extra' must be a dict of JSON values, not {shown(extra)}")
    for key in extra:
        if not isinstance(key, str):
            raise InvalidValueError(f"'extra' must have keys of text, not {shown(key)}")
        if key in _OWN_KEYS or (key == "writer" and writer is not None):
            raise InvalidValueError(f"'extra' must not hold {key!r}, which is a field of the drawing itself")
    return dict(extra)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _plain(value: object) -> object:
    """Return sequences and arrays, however nested, as the lists and numbers of JSON."""
    if isinstance(value, np.ndarray | np.generic):
        plain: object = value.tolist()
        return plain
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _strokes_from_json(strokes: object) -> tuple[NDArray[np.float64], ...]:
    if not isinstance(strokes, list):
        raise InkspectError(f"'strokes' must be a list of strokes, not {_kind(strokes)}")
    for index, stroke in enumerate(strokes):
        if not isinstance(stroke, list):
            raise InkspectError(f"strokes[{index}] must be a list of points, not {_kind(stroke)}")
    points = sum(map(len, strokes))
    if points > MAX_POINTS:
        raise InkspectError(f"the drawing has {points:,} points; at most {MAX_POINTS:,} are read")
    parsed = [_stroke_from_json(stroke, f"strokes[{index}]") for index, stroke in enumerate(strokes)]
    if any(np.isnan(stroke).any() for stroke in parsed):
        parsed = [
            timed if stroke.shape[1] == 3 else stroke for timed, stroke in zip(with_times(parsed), parsed, strict=True)
        ]
    return tuple(parsed)


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
            kind = f"a list of {len(point)}" if isinstance(point, list) else _kind(point)
            raise InkspectError(f"{where}[{index}] must be a point [x, y] or [x, y, t], not {kind}")
        for value in point:
            if isinstance(value, bool) or not isinstance(value, int | float):
                raise InkspectError(f"{where}[{index}] must hold numbers, not {_kind(value)}")
            if abs(value) > MAX_MAGNITUDE:
                raise InkspectError(
                    f"{where}[{index}] has a number larger than {MAX_MAGNITUDE:g}, too large for a drawing"
                )
    raise AssertionError(f"{where} was refused, but all its points are valid")


def _kind(value: object) -> str:
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
