"""One drawing or picture from anywhere, as the 28×28 picture that a network reads: files, bytes, strokes, pixels."""

import codecs
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from os import PathLike
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inkspect.data.stroke_files import begins_strokes, drawings_in
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.ink import Stroke, rasterize, rasterize_all
from inkspect.pictures import LARGEST_FILE_BYTES, NotAPictureError, read_picture
from inkspect.system.arguments import as_content, as_path, shown
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.words import counted

Readable: TypeAlias = (
    str
    | PathLike[str]
    | bytes
    | bytearray
    | memoryview
    | BinaryIO
    | Image.Image
    | NDArray[np.generic]
    | Drawing
    | Strokes
)
"""A source that `read` accepts: a file, a picture or a drawing.

A file is its path (`-` for standard input), its bytes, or the file opened in binary mode; it holds a picture, or one
line of a stroke file. A picture may also be a Pillow image, or an array of pixels (height, width) or (height, width,
channels). A drawing is a `Drawing`, or its strokes as a list; an array is a picture.
"""

_STROKE_FILE = 'UTF-8 text with one object per line, {"strokes": [[[x, y], …], …]}'
FOLLOWS_STROKES = "the pen's network follows strokes, and a picture has none"
"""Why it reads no picture."""

_STANDARD_INPUT = "-"
_START_BYTES = 1024
_PART_BYTES = 2**20
_IN_MEMORY_BYTES = 16 * 2**20
_LARGEST_PIPE_BYTES = 2**30
_LARGEST_BATCH = 256
_NARROWEST_PICTURE = 4  # pixels; an array of points has 2 or 3 columns


def picture_of(source: Readable, if_many: str) -> NDArray[np.floating]:
    """Return the picture (28, 28) of one digit, from 0 (paper) to 1 (ink).

    Args:
        source: a file, a picture or a drawing, as `Readable` says.
        if_many: what an error line advises if a stroke file holds several drawings.

    Raises:
        InkspectError: the file cannot be read, the picture does not hold exactly one drawing, or the stroke file not
            exactly one line.
        InvalidValueError: the source is none of these, its strokes are not valid, or an array is not a picture.
    """
    if isinstance(source, str | PathLike):
        path = as_path(source, "source")
        return _only(list(pictures_in_file(path)), str(path), if_many)
    content = as_content(source, "source")
    if content is not None:
        return _only(list(pictures_in_content(content)), "source", if_many)
    if isinstance(source, Image.Image | np.ndarray):
        _refuse_points(source)
        return read_picture(source).pixels
    if isinstance(source, Drawing):
        return rasterize(source.kept)
    if not isinstance(source, list | tuple):
        raise InvalidValueError(f"source must be strokes, a Drawing, a picture or a path, not {shown(source)}")
    return rasterize(as_strokes(source, "source"))


def pictures_of_drawings(drawings: Sequence[Drawing]) -> NDArray[np.float64]:
    """Return the pictures (n, 28, 28) of drawings by the ink rule, as the page sees them.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    return rasterize_all(drawing.kept for drawing in drawings)


def pictures_in_file(path: Path) -> Iterator[NDArray[np.floating]]:
    """Yield the pictures of every drawing of a stroke file, or of the one digit of a picture, in batches (n, 28, 28).

    The file's contents decide which it is. It may be a pipe; `-` is standard input. Each batch comes soon after its
    lines, for callers that may stop early.

    Raises:
        InkspectError: the file cannot be read, or is neither, after the pictures before the fault; the message names
            it.
    """
    start = b""
    try:
        with _readable(path) as file:
            start = _start_of(file)
            if begins_strokes(start):
                yield from _pictures_of_lines(drawings_in(file, path))
                return
            picture = read_picture(file.read(LARGEST_FILE_BYTES + 1), str(path))
    except NotAPictureError as error:
        raise InkspectError(_neither(path, start, str(error))) from error
    yield picture.pixels[None]


def drawings_in_file(path: Path, why_no_picture: str = "a picture has no points in time") -> Iterator[Drawing]:
    """Yield every drawing of a stroke file, each as soon as its line is read; it may be a pipe, `-` is standard input.

    Args:
        path: the file.
        why_no_picture: why another file will not do, as the error line says it.

    Raises:
        InkspectError: the file cannot be read, or is not a stroke file, after the drawings before the fault; the
            message names it.
    """
    with _readable(path) as file:
        if not begins_strokes(_start_of(file)):
            raise InkspectError(f"{path}: not a stroke file, {_STROKE_FILE}; {why_no_picture}")
        yield from (drawing for _, drawing in drawings_in(file, path))


def strokes_of_source(source: Readable, if_many: str) -> tuple[Stroke, ...]:
    """Return the strokes of one drawing, as the page keeps them.

    Args:
        source: a stroke file or a drawing, as `Readable` says; no picture.
        if_many: what an error line advises if a stroke file holds several drawings.

    Raises:
        InkspectError: the file cannot be read, or does not hold exactly one drawing.
        InvalidValueError: the source is a picture or none of these, or its strokes are not valid.
    """
    if isinstance(source, str | PathLike):
        path = as_path(source, "source")
        return _only_drawing(list(drawings_in_file(path, FOLLOWS_STROKES)), str(path), if_many)
    content = as_content(source, "source")
    if content is not None:
        return _only_drawing(drawings_in_content(content), "source", if_many)
    if isinstance(source, Drawing):
        return source.kept
    if isinstance(source, Image.Image | np.ndarray):
        raise InvalidValueError(f"source must be strokes, a Drawing or a stroke file's path: {FOLLOWS_STROKES}")
    if not isinstance(source, list | tuple):
        raise InvalidValueError(f"source must be strokes, a Drawing or a stroke file's path, not {shown(source)}")
    return as_strokes(source, "source")


def drawings_in_content(content: bytes) -> list[Drawing]:
    """Return the drawings of a stroke file's contents.

    Raises:
        InkspectError: it is no stroke file, or a line is not a drawing.
    """
    if not begins_strokes(content):
        raise InkspectError(f"source: not a stroke file, {_STROKE_FILE}; {FOLLOWS_STROKES}")
    return [drawing for _, drawing in drawings_in(io.BytesIO(content), "the stroke file")]


def pictures_in_content(content: bytes) -> Iterator[NDArray[np.floating]]:
    """Yield the pictures of a stroke file's or picture's contents, as `pictures_in_file` does.

    Raises:
        InkspectError: as `pictures_in_file`.
    """
    if begins_strokes(content):
        yield from _pictures_of_lines(drawings_in(io.BytesIO(content), "the stroke file"))
    else:
        yield read_picture(content).pixels[None]


def _pictures_of_lines(numbered: Iterator[tuple[int, Drawing]]) -> Iterator[NDArray[np.float64]]:
    """Rasterize drawings in growing batches: the first few soon, the rest faster."""
    at_once, fault = 2, None
    while fault is None:
        some: list[Sequence[Stroke]] = []
        try:
            some.extend(drawing.kept for _, drawing in islice(numbered, at_once))
        except InkspectError as error:
            fault = error
        if not some:
            break
        yield rasterize_all(some)
        at_once = min(2 * at_once, _LARGEST_BATCH)
    if fault is not None:
        raise fault


def _only_drawing(drawings: Sequence[Drawing], name: str, if_many: str) -> tuple[Stroke, ...]:
    if len(drawings) != 1:
        raise InkspectError(f"{name}: holds {counted(len(drawings), 'drawing')}, not one; {if_many}")
    return drawings[0].kept


def _only(batches: Sequence[NDArray[np.floating]], name: str, if_many: str) -> NDArray[np.floating]:
    count = sum(map(len, batches))
    if count != 1:
        raise InkspectError(f"{name}: holds {counted(count, 'drawing')}, not one; {if_many}")
    picture: NDArray[np.floating] = batches[0][0]
    return picture


@contextmanager
def _readable(path: Path) -> Iterator[BinaryIO]:
    """Open a file as `_opened` does; what keeps it from being read is an InkspectError that names it."""
    try:
        with _opened(path) as file:
            yield file
    except (OSError, ValueError) as error:  # ValueError: the name has a null character
        if isinstance(error, InkspectError):
            raise
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InkspectError(f"cannot read {path}: {reason}") from error


def _start_of(file: BinaryIO) -> bytes:
    """Return a file's first bytes, and go back to its beginning."""
    start = file.read(_START_BYTES)
    file.seek(0)
    return start


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file as seekable; an unseekable one, such as a pipe, is spooled first.

    Raises:
        InkspectError: a pipe is too long.
        OSError: the file cannot be read.
    """
    standard_input = str(path) == _STANDARD_INPUT
    if standard_input and sys.stdin is None:
        raise InkspectError("-: standard input is closed")
    with nullcontext(sys.stdin.buffer) if standard_input else path.open("rb") as file:
        if file.seekable():
            yield file
            return
        with SpooledTemporaryFile(_IN_MEMORY_BYTES) as kept:
            while part := file.read(_PART_BYTES):
                kept.write(part)
                if kept.tell() > _LARGEST_PIPE_BYTES:
                    limit = _LARGEST_PIPE_BYTES // 2**20
                    raise InkspectError(f"{path}: the input is over {limit} MB; save it to a file first")
            kept.seek(0)
            yield cast(BinaryIO, kept)


def _neither(path: Path, start: bytes, no_picture: str) -> str:
    """Return the error message for a file that is not a picture; its first bytes may show that strokes were meant."""
    if b"\0" in start[:4] or start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        for encoding in ("utf-32", "utf-16", "utf-16-le", "utf-16-be"):
            text = start[: len(start) // 4 * 4].decode(encoding, errors="ignore").lstrip("\ufeff").lstrip()
            if text.startswith(("{", "[")) and text[:40].isascii():
                return f"{path}: {encoding[:6].upper()} text; a stroke file is {_STROKE_FILE}"
    if start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"["):
        return f"{path}: a JSON array; a stroke file is {_STROKE_FILE}"
    try:
        text = start.decode()
    except UnicodeDecodeError as error:
        text = "" if error.end < len(start) else "cut off within a character"
    return f"{no_picture}, nor a stroke file, {_STROKE_FILE}" if text and "\0" not in text else no_picture


def _refuse_points(source: object) -> None:
    if not isinstance(source, np.ndarray):
        return
    stroke = source.ndim == 2 and source.shape[1] < _NARROWEST_PICTURE
    strokes = source.ndim == 3 and (
        source.shape[1] < _NARROWEST_PICTURE or (source.shape[2] == 2 and source.dtype != np.uint8)
    )
    if stroke or strokes:
        raise InvalidValueError(
            f"an array {source.shape} is too narrow for a picture; pass strokes as a list: [stroke, …]"
        )
