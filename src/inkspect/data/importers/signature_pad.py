"""Drawings from what signature_pad's `toData` returns, saved as JSON.

Source: https://github.com/szimek/signature_pad. Version 2 returns a list of strokes, each a list of points ``{x, y,
time}``; from version 3 on, a stroke is an object whose ``points`` is that list. Time is in milliseconds since 1970.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from inkspect.data.importers.opening import opened
from inkspect.data.json_lines import json_of, records_in
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

_LARGEST_BYTES = 32 * 2**20
_ERASER = "destination-out"


def import_signature_pad(path: Path) -> Iterator[Drawing]:
    """Read the drawing of a file, or several if each is a line of its own; they have no label.

    Raises:
        InkspectError: the file can't be read, or holds something else; the message says where.
    """
    with opened(path) as file:
        content = file.read(_LARGEST_BYTES + 1)
    if len(content) > _LARGEST_BYTES:
        raise InkspectError(f"{path}: is over {_LARGEST_BYTES // 2**20} MB, too large for drawings by signature_pad")
    if _first_line_is_whole(content):
        yield from (drawing for _, drawing in records_in(io.BytesIO(content), path, _drawing))
        return
    try:
        yield _drawing(json_of(content, first=True))
    except InkspectError as error:
        raise InkspectError(f"{path}: {error}") from error


def _first_line_is_whole(content: bytes) -> bool:
    first, _, rest = content.strip().partition(b"\n")
    if not rest:
        return True
    try:
        json_of(first, first=True)
    except InkspectError:
        return False
    return True


def _drawing(value: object) -> Drawing:
    if not isinstance(value, list):
        raise InkspectError("not a drawing by signature_pad, which is a list of strokes")
    return Drawing([_stroke(stroke, f"stroke {number}") for number, stroke in enumerate(value, start=1)])


def _stroke(stroke: object, where: str) -> list[list[float]]:
    points = stroke.get("points") if isinstance(stroke, dict) else stroke
    if not isinstance(points, list):
        raise InkspectError(f"{where} is neither a list of points nor an object with 'points'")
    if isinstance(stroke, dict) and stroke.get("compositeOperation") == _ERASER:
        raise InkspectError(f"{where} is an eraser's, which cannot be applied to strokes; remove what it erases")
    return [_point(point, f"{where}, point {number}") for number, point in enumerate(points, start=1)]


def _point(point: object, where: str) -> list[float]:
    """Return [x, y], or [x, y, t] if there is a time; `Drawing` checks the values."""
    if not isinstance(point, dict) or not {"x", "y"} <= point.keys():
        raise InkspectError(f"{where} is not an object with 'x' and 'y'")
    time = point.get("time")
    return [point["x"], point["y"]] if time is None else [point["x"], point["y"], time]
