"""Read drawings and pictures with a network: digit, probabilities and verdict."""

import codecs
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from os import PathLike
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inkspect.data.levels import as_ink
from inkspect.data.stroke_files import begins_strokes, drawings_in
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.network import PICTURES_AT_ONCE, Network
from inkspect.network.reading import Reading
from inkspect.network.trace import Trace
from inkspect.network.verdict import Verdict, VerdictRule
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
_STANDARD_INPUT = "-"
_START_BYTES = 1024
_PART_BYTES = 2**20
_IN_MEMORY_BYTES = 16 * 2**20
_LARGEST_PIPE_BYTES = 2**30
_NARROWEST_PICTURE = 4  # pixels; an array of points has 2 or 3 columns


def read(source: Readable, network: Network) -> Reading:
    """Read one digit.

    Args:
        source: a file, a picture or a drawing, as `Readable` says.
        network: the network that reads it.

    Raises:
        InkspectError: the file cannot be read, the picture does not hold exactly one drawing, or the stroke file not
            exactly one line.
        InvalidValueError: the source is none of these, its strokes are not valid, or an array is not a picture.
    """
    if isinstance(source, str | PathLike):
        path = as_path(source, "source")
        return _only(read_file(path, network), str(path))
    content = as_content(source, "source")
    if content is not None:
        return _only(_read_content(content, network), "source")
    if isinstance(source, Image.Image | np.ndarray):
        _refuse_points(source)
        return read_pixels(read_picture(source).pixels[None], network)[0]
    if isinstance(source, Drawing):
        return read_drawings([source.kept], network)[0]
    if not isinstance(source, list | tuple):
        raise InvalidValueError(f"source must be strokes, a Drawing, a picture or a path, not {shown(source)}")
    return read_drawings([as_strokes(source, "source")], network)[0]


def read_all(
    sources: "str | PathLike[str] | bytes | BinaryIO | NDArray[np.generic] | Iterable[Readable]", network: Network
) -> list[Reading]:
    """Read many digits.

    Args:
        sources: any number of sources that `read` takes; or a stroke file with any number of drawings, as its path, its
            bytes, or opened in binary mode; or pictures (n, 28, 28) by the ink rule, uint8 from 0 (paper) to 255 (ink)
            or floats from 0 to 1.
        network: the network that reads them.

    Raises:
        InkspectError: as `read`.
        InvalidValueError: as `read`; or the pictures have the wrong shape, type or range.
    """
    if isinstance(sources, str | PathLike):
        return read_file(as_path(sources, "sources"), network)
    content = as_content(sources, "sources")
    if content is not None:
        return _read_content(content, network)
    if isinstance(sources, np.ndarray):
        return read_pixels(as_ink(sources), network)
    if isinstance(sources, bytes | Drawing) or not isinstance(sources, Iterable):
        raise InvalidValueError(f"sources must be a list of drawings or pictures, not {shown(sources)}")
    many: list[Readable] = list(sources)
    if all(isinstance(source, Drawing) for source in many):
        return read_drawings([source.kept for source in many if isinstance(source, Drawing)], network)
    readings: list[Reading] = []
    for index, source in enumerate(many):
        try:
            readings.append(read(source, network))
        except InkspectError as error:
            raise type(error)(f"sources[{index}]: {error}") from error
    return readings


def read_file(path: Path, network: Network) -> list[Reading]:
    """Read every drawing of a stroke file, or the one digit of a picture; the file's contents decide which it is.

    A file may be a pipe; `-` is standard input.

    Raises:
        InkspectError: the file cannot be read, or is neither; the message names it.
    """
    return list(read_each(path, network))


def read_each(path: Path, network: Network) -> Iterator[Reading]:
    """Yield the readings of a file as `read_file` does, each soon after its line, for callers that may stop early.

    Raises:
        InkspectError: as `read_file`, after the readings before the fault.
    """
    start = b""
    try:
        with _opened(path) as file:
            start = file.read(_START_BYTES)
            file.seek(0)
            if begins_strokes(start):
                yield from _read_lines(drawings_in(file, path), network)
                return
            picture = read_picture(file.read(LARGEST_FILE_BYTES + 1), str(path))
    except NotAPictureError as error:
        raise InkspectError(_neither(path, start, str(error))) from error
    except (OSError, ValueError) as error:  # ValueError: the name has a null character
        if isinstance(error, InkspectError):
            raise
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InkspectError(f"cannot read {path}: {reason}") from error
    yield from read_pixels(picture.pixels[None], network)


def _read_lines(numbered: Iterator[tuple[int, Drawing]], network: Network) -> Iterator[Reading]:
    """Read drawings in growing batches: the first few soon, the rest faster."""
    at_once, fault = 2, None
    while fault is None:
        some: list[Sequence[Stroke]] = []
        try:
            some.extend(drawing.kept for _, drawing in islice(numbered, at_once))
        except InkspectError as error:
            fault = error
        if not some:
            break
        yield from read_drawings(some, network)
        at_once = min(2 * at_once, PICTURES_AT_ONCE)
    if fault is not None:
        raise fault


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


def read_drawings(drawings: Iterable[Sequence[Stroke]], network: Network) -> list[Reading]:
    """Read many drawings, each given as strokes, rasterized by the ink rule as on the page.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    return read_pixels(rasterize_all(drawings), network)


def read_pixels(pixels: NDArray[np.floating], network: Network) -> list[Reading]:
    """Read pictures (n, 28, 28) that follow the ink rule, from 0 (paper) to 1 (ink)."""
    readings: list[Reading] = []
    for start in range(0, len(pixels), PICTURES_AT_ONCE):  # a trace of all at once may not fit in memory
        trace = network.trace(pixels[start : start + PICTURES_AT_ONCE])
        readings += map(_reading, judge(trace, network.verdict_rule), trace.probabilities)
    return readings


def judge(trace: Trace, rule: VerdictRule) -> list[Verdict]:
    """Return the verdict on each picture in a trace."""
    verdicts = rule.judge(trace.probabilities)
    return [verdict if picture.any() else "empty" for verdict, picture in zip(verdicts, trace.pictures, strict=True)]


def _reading(verdict: Verdict, probabilities: NDArray[np.floating]) -> Reading:
    if verdict == "empty":
        return Reading(verdict, None, None)
    return Reading(verdict, int(probabilities.argmax()), probabilities.astype(np.float32))


def _read_content(content: bytes, network: Network) -> list[Reading]:
    """Read every drawing of a stroke file's contents, or the one digit of a picture's."""
    if begins_strokes(content):
        return list(_read_lines(drawings_in(io.BytesIO(content), "the stroke file"), network))
    return read_pixels(read_picture(content).pixels[None], network)


def _only(readings: Sequence[Reading], name: str) -> Reading:
    if len(readings) != 1:
        raise InkspectError(f"{name}: holds {counted(len(readings), 'drawing')}, not one; `read_all` reads them all")
    return readings[0]


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
