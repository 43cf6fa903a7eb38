"""Drawings as strokes, and as the JSON objects in stroke files and scripts, strictly checked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.data.pad import cut_to_pad
from inkspect.data.stroke_arguments import check_fields, in_words_of_python
from inkspect.data.stroke_pictures import strokes_as_svg
from inkspect.data.stroke_values import checked_strokes, is_stroke, kind_of, plain, strokes_from_json
from inkspect.system.arguments import shown
from inkspect.system.comparing import same_fields
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.words import counted

_OWN_KEYS = ("strokes", "label", "placed")

Strokes: TypeAlias = (
    Sequence[Sequence[Sequence[float] | NDArray[np.floating | np.integer]] | NDArray[np.floating | np.integer]]
    | NDArray[np.floating | np.integer]
)
"""A drawing's strokes: a list of strokes, or an array (strokes, points, 2 or 3).

A stroke is a list of points, or an array (points, 2 or 3); a point is `[x, y]` or `[x, y, t]`, in any unit, x to the
right, y down, t in milliseconds.
"""


@dataclass(frozen=True, eq=False, repr=False, init=False)
class Drawing:
    """One drawing as in a stroke file.

    Attributes:
        strokes: in the order drawn, each float64 of shape (points, 2) for x, y or (points, 3) for x, y, t.
        label: the intended character, if known.
        placed: whether the points are in pad units, 1/4096 of the pad's side, and keep their position: points outside
            the pad are not visible, and `kept` omits them.
        extra: the line's other keys, as JSON values.
        writer: who wrote it, if known; a drawing without a writer counts as by one that drew nothing else. If None, a
            str under ``writer`` in `extra` is moved here; any other value there is preserved, and names no writer.
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
            InvalidValueError: an argument is of the wrong type, the strokes are not valid, or a coordinate is not
                finite.
        """
        check_fields(label, placed, writer)
        others = _checked_extra({} if extra is None else extra, writer)
        if writer is None and isinstance(others.get("writer"), str):
            writer = str(others.pop("writer"))
        given: object = strokes
        if isinstance(given, tuple) and all(map(is_stroke, given)):
            checked = checked_strokes(given)
        else:
            checked = as_strokes(strokes)
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
    def source(self) -> str | None:
        """The data set that the drawing is from: its key `source`, if that is text."""
        source = self.extra.get("source")
        return source if isinstance(source, str) else None

    @property
    def has_ink(self) -> bool:
        """Whether any ink is visible."""
        return any(len(stroke) for stroke in self.kept)

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        label = "" if self.label is None else f" of {self.label!r}"
        points = sum(map(len, self.strokes))
        by = "" if self.writer is None else f" by {self.writer!r}"
        return f"<Drawing{label}{by}: {counted(len(self.strokes), 'stroke')}, {counted(points, 'point')}>"

    def _repr_svg_(self) -> str:
        """Return the drawing as an SVG, for notebooks."""
        return strokes_as_svg(self.kept)


def writers_of(drawings: Sequence[Drawing]) -> list[str | int]:
    """Return each drawing's writer or, if it has none, the drawing's index."""
    return [place if drawing.writer is None else drawing.writer for place, drawing in enumerate(drawings)]


def as_strokes(strokes: Strokes, name: str = "strokes") -> tuple[NDArray[np.float64], ...]:
    """Check strokes as callers pass them, in an argument of this name, and return them as a `Drawing` stores them.

    Raises:
        InvalidValueError: they are not valid strokes, or a coordinate is not finite; the message says where.
    """
    try:
        checked = strokes_from_json(plain(strokes))
    except InkspectError as error:
        raise InvalidValueError(in_words_of_python(str(error), strokes, name)) from error
    for index, stroke in enumerate(checked):
        if not np.isfinite(stroke[:, :2]).all():
            raise InvalidValueError(f"{name}[{index}] has a coordinate that is not finite")
    return checked


def drawing_from_json(record: object) -> Drawing:
    """Check one decoded JSON object and return it as a drawing.

    Raises:
        InkspectError: it is not a drawing; the message says where in the object.
    """
    if not isinstance(record, dict):
        raise InkspectError(f"a drawing must be a JSON object with 'strokes', not {kind_of(record)}")
    if "strokes" not in record:
        raise InkspectError("'strokes' is missing")
    extra = {str(key): value for key, value in record.items() if key not in _OWN_KEYS}
    label, placed = record.get("label"), record.get("placed", False)
    _check_label(label)
    _check_placed(placed)
    return Drawing(strokes_from_json(record["strokes"]), label, placed, extra)


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


def _check_label(label: object) -> None:
    if not (label is None or isinstance(label, str)):
        raise InvalidValueError(f"'label' must be text, such as \"7\", not {kind_of(label)}")


def _check_placed(placed: object) -> None:
    if not isinstance(placed, bool):
        raise InvalidValueError(f"'placed' must be true or false, not {kind_of(placed)}")


def _checked_extra(extra: object, writer: str | None) -> dict[str, object]:
    """Return a copy of the other keys, none of which is the drawing's own: a stroke file could not hold both."""
    if not isinstance(extra, Mapping):
        raise InvalidValueError(f"extra must be a dict of JSON values, not {shown(extra)}")
    for key in extra:
        if not isinstance(key, str):
            raise InvalidValueError(f"extra must have str keys, not {shown(key)}")
        if key in _OWN_KEYS or (key == "writer" and writer is not None):
            raise InvalidValueError(f"extra must not hold {key!r}, which is a field of the drawing itself")
    try:
        plain: dict[str, object] = json.loads(json.dumps(dict(extra), allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidValueError(f"extra must hold JSON values: {error}") from error
    return plain
