"""Stroke files: JSON lines, optionally gzipped, one drawing a line; read strictly, written whole or not at all.

A line is an object with ``strokes``, a list of strokes; a stroke is a list of points ``[x, y]`` or ``[x, y, t]``, in
any unit, x to the right, y down, t in milliseconds. ``placed: true`` marks pad units, ``label`` the character meant;
every other key is carried along untouched.
"""

import codecs
import gzip
import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NoReturn, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.errors import InkspectError
from inkspect.files import write_atomically

MILLISECONDS_PER_POINT = 10.0
"""The time between two points where a file tells none."""

MAX_POINTS = 1_000_000
"""Points a drawing may have; the page keeps 20,000, so more is a damaged or hostile file."""

MAX_MAGNITUDE = 1e15
"""Largest coordinate and time: float64 still tells neighbouring integers apart, and epoch milliseconds fit."""

Point: TypeAlias = Sequence[float] | NDArray[np.floating] | NDArray[np.integer]
"""`[x, y]` or `[x, y, t]`, in any unit, x to the right, y down, t in milliseconds."""

Strokes: TypeAlias = Sequence[Sequence[Point] | NDArray[np.floating] | NDArray[np.integer]]
"""Strokes as a caller writes them: each a list of points, or an array (points, 2 or 3)."""

_MAX_LINE_BYTES = 128 * MAX_POINTS
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class Drawing:
    """One drawing as a stroke file holds it.

    Attributes:
        strokes: in the order drawn, each float64 of shape (points, 2) for x, y or (points, 3) for x, y, t.
        label: the character that was meant, where known.
        placed: whether the points are in pad units, 1/4096 of the pad's side, and stay where they are.
        extra: the line's other keys, as JSON values.
    """

    strokes: tuple[NDArray[np.float64], ...]
    label: str | None = None
    placed: bool = False
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def has_ink(self) -> bool:
        """Whether there is a point."""
        return any(len(stroke) for stroke in self.strokes)


def read_strokes(path: str | Path) -> list[Drawing]:
    """Read every drawing of a stroke file, gzipped or not, whatever its name; blank lines are passed over.

    Raises:
        InkspectError: the file can't be read, or a line is no drawing; the message names file and line.
    """
    try:
        with Path(path).open("rb") as file:
            return strokes_in(file, path)
    except OSError as error:
        raise InkspectError(f"{path}: can't be read: {error.strerror or error}") from error


def strokes_in(file: BinaryIO, name: str | Path) -> list[Drawing]:
    """Read every drawing of a stroke file that is open and can be sought in; `name` begins what is said of it.

    Raises:
        InkspectError: a line is no drawing; the message names file and line.
        OSError: the file can't be read.
    """
    drawings: list[Drawing] = []
    number = 0
    try:
        for number, line in enumerate(_lines(file), start=1):
            if len(line) >= _MAX_LINE_BYTES:
                raise InkspectError(f"the line is longer than {_MAX_LINE_BYTES // 10**6} MB, which no drawing is")
            if (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip():
                drawings.append(_drawing_of_line(line, first=number == 1))
    except InkspectError as error:
        raise InkspectError(f"{name}:{number}: {error}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InkspectError(f"{name}:{number + 1}: the gzip data is cut off or damaged ({error})") from error
    return drawings


def begins_strokes(start: bytes) -> bool:
    """Whether a file's first bytes are those of a stroke file: gzip's, or a JSON object's."""
    return start.startswith(_GZIP_MAGIC) or start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def as_strokes(strokes: Strokes) -> tuple[NDArray[np.float64], ...]:
    """Check strokes as a caller writes them, and return them as a drawing holds them.

    Raises:
        InkspectError: they are no strokes, or a coordinate is not finite; the message says where.
    """
    checked = _strokes_from_json(_plain(strokes))
    for index, stroke in enumerate(checked):
        if not np.isfinite(stroke[:, :2]).all():
            raise InkspectError(f"strokes[{index}] holds a coordinate that is not finite")
    return checked


def write_strokes(path: str | Path, drawings: Iterable[Drawing]) -> None:
    """Write drawings as a stroke file, gzipped where the name ends in ``.gz``; the same drawings give the same bytes.

    Raises:
        InkspectError: a number is not finite, or the file can't be written; nothing half-written is left.
    """
    lines = []
    for number, drawing in enumerate(drawings, start=1):
        try:
            lines.append(json.dumps(drawing_to_json(drawing), separators=(",", ":"), allow_nan=False))
        except ValueError as error:
            raise InkspectError(f"{path}: drawing {number} has a number that is not finite; nothing written") from error
        except (TypeError, RecursionError) as error:
            raise InkspectError(f"{path}: drawing {number} can't be written as JSON: {error}") from error
    content = "".join(f"{line}\n" for line in lines).encode()
    target = Path(path)
    write_atomically(target, gzip.compress(content, mtime=0) if target.suffix == ".gz" else content)


def drawing_from_json(record: object) -> Drawing:
    """Check one decoded JSON object and return it as a drawing.

    Raises:
        InkspectError: it is no drawing; the message says where in the object.
    """
    if not isinstance(record, dict):
        raise InkspectError(f"a drawing is a JSON object with 'strokes', not {_kind(record)}")
    if "strokes" not in record:
        raise InkspectError("'strokes' is missing")
    extra = {str(key): value for key, value in record.items() if key not in ("strokes", "label", "placed")}
    label = record.get("label")
    if not (label is None or isinstance(label, str)):
        raise InkspectError(f"'label' must be text, such as \"7\", not {_kind(label)}")
    placed = record.get("placed", False)
    if not isinstance(placed, bool):
        raise InkspectError(f"'placed' must be true or false, not {_kind(placed)}")
    return Drawing(_strokes_from_json(record["strokes"]), label, placed, extra)


def drawing_to_json(drawing: Drawing) -> dict[str, object]:
    """Return the JSON object of a drawing: whole numbers as integers, times only where the strokes have them."""
    record: dict[str, object] = {} if drawing.label is None else {"label": drawing.label}
    record.update(drawing.extra)
    if drawing.placed:
        record["placed"] = True
    record["strokes"] = [
        [[int(value) if value.is_integer() else value for value in point] for point in stroke.tolist()]
        for stroke in drawing.strokes
    ]
    return record


def with_times(strokes: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Return the strokes as (points, 3); where a time is missing or NaN, it is 10 ms after the point before."""
    timed: list[NDArray[np.float64]] = []
    previous = -MILLISECONDS_PER_POINT
    for stroke in strokes:
        times = stroke[:, 2].copy() if stroke.shape[1] == 3 else np.full(len(stroke), np.nan)
        for index in np.flatnonzero(np.isnan(times)):
            times[index] = (times[index - 1] if index else previous) + MILLISECONDS_PER_POINT
        timed.append(np.column_stack([stroke[:, :2], times]))
        previous = float(times[-1]) if len(times) else previous
    return tuple(timed)


def _lines(file: BinaryIO) -> Iterable[bytes]:
    """Yield the lines of a file or, told by its first bytes, of what it holds gzipped; bounded, against gzip bombs."""
    magic = file.read(len(_GZIP_MAGIC))
    file.seek(0)
    if magic != _GZIP_MAGIC:
        yield from iter(lambda: file.readline(_MAX_LINE_BYTES), b"")
        return
    with gzip.open(file, "rb") as unzipped:
        yield from iter(lambda: unzipped.readline(_MAX_LINE_BYTES), b"")


def _drawing_of_line(line: bytes, *, first: bool) -> Drawing:
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
        record: object = json.loads(text, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise InkspectError(f"not UTF-8 text (byte {error.start + 1} of the line)") from error
    except json.JSONDecodeError as error:
        raise InkspectError(f"not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise InkspectError("the JSON is nested too deeply to be a drawing") from error
    except ValueError as error:  # Python refuses integers of thousands of digits
        raise InkspectError(f"a number has too many digits (the largest is {MAX_MAGNITUDE:g})") from error
    return drawing_from_json(record)


def _plain(value: object) -> object:
    """Return sequences and arrays, however nested, as the lists and numbers that JSON would hold."""
    if isinstance(value, np.ndarray | np.generic):
        plain: object = value.tolist()
        return plain
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _refuse_constant(name: str) -> NoReturn:
    raise InkspectError(f"{name} is not a number a drawing may hold")


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
    """Return (points, 2), or (points, 3) with NaN for the times that only some points of the stroke lack."""
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
                    f"{where}[{index}] holds a number above {MAX_MAGNITUDE:g}; no drawing is that large"
                )
    raise AssertionError(f"{where} was refused, but every point of it is good")


def _kind(value: object) -> str:
    """Name a JSON value's kind for a message, without quoting what may be megabytes."""
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
