"""Read drawings and pictures with a network: digit, probabilities and verdict."""

import codecs
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeAlias, TypedDict, cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inkspect.data.levels import as_ink
from inkspect.data.stroke_files import begins_strokes, drawings_in
from inkspect.data.strokes import Drawing, Strokes, as_strokes
from inkspect.ink import Stroke, rasterize_all
from inkspect.network.network import PICTURES_AT_ONCE, Network
from inkspect.network.trace import Trace
from inkspect.network.verdict import Verdict, VerdictRule
from inkspect.pictures import LARGEST_FILE_BYTES, NotAPictureError, Source, read_picture
from inkspect.system.arguments import shown
from inkspect.system.comparing import same_fields
from inkspect.system.errors import InkspectError, InvalidValueError

Readable: TypeAlias = Source | Drawing | Strokes
"""A source that `read` accepts: a picture, or strokes."""

_STROKE_FILE = 'UTF-8 text with one object per line, {"strokes": [[[x, y], …], …]}'
_STANDARD_INPUT = "-"
_START_BYTES = 1024
_PART_BYTES = 2**20
_IN_MEMORY_BYTES = 16 * 2**20
_LARGEST_PIPE_BYTES = 2**30
_NARROWEST_PICTURE = 4  # pixels; an array of points has 2 or 3 columns


class ReadingJson(TypedDict):
    """The JSON values that `Reading.to_json` returns."""

    verdict: Verdict
    digit: int | None
    probabilities: list[float] | None


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """A network's reading of one drawing or picture.

    Attributes:
        verdict: the verdict on the drawing; "empty" if nothing is drawn.
        digit: the most probable digit; None if nothing is drawn.
        probabilities: (10,) of the digits 0 to 9, summing to 1; None if nothing is drawn.
    """

    verdict: Verdict
    digit: int | None
    probabilities: NDArray[np.float32] | None

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # it holds an array

    def __repr__(self) -> str:
        if self.digit is None or self.probabilities is None:
            return f"<Reading: {self.verdict}>"
        return f"<Reading: {self.verdict}, {self.digit} with {self.probabilities[self.digit]:.4f}>"

    def _repr_html_(self) -> str:
        """Return the ten probabilities as bars, for notebooks."""
        if self.probabilities is None:
            return "<p>Nothing is drawn.</p>"
        shares = enumerate(self.probabilities.tolist())
        rows = "".join(
            f'<tr><th>{digit}</th><td><meter value="{share:.4f}" max="1"></meter></td><td>{share:.2%}</td></tr>'
            for digit, share in shares
        )
        return f"<table><caption>{self.verdict}</caption>{rows}</table>"

    def to_json(self) -> ReadingJson:
        """Return the reading as JSON values."""
        probabilities = None if self.probabilities is None else [float(share) for share in self.probabilities]
        return {"verdict": self.verdict, "digit": self.digit, "probabilities": probabilities}


def read(source: Readable, network: Network) -> Reading:
    """Read one digit.

    Args:
        source: strokes: a list of strokes, each a list or array of points `[x, y]` or `[x, y, t]`, in any unit, x to
            the right, y down, or a `Drawing`. Or a picture: its bytes, a Pillow image, or an array of pixels. Or the
            path of a file with a picture or, on one line of JSON, strokes; `-` is standard input.
        network: the network that reads it.

    Raises:
        InkspectError: the file cannot be read, the strokes are not valid, the picture does not hold exactly one
            drawing, or the stroke file not exactly one line.
    """
    if isinstance(source, str | Path):
        (reading,) = _only_reading(Path(source), network)
        return reading
    if isinstance(source, bytes | Image.Image | np.ndarray):
        _refuse_points(source)
        return read_pixels(read_picture(source).pixels[None], network)[0]
    strokes = source.kept if isinstance(source, Drawing) else as_strokes(source)
    return read_drawings([strokes], network)[0]


def read_all(sources: "str | Path | Iterable[Readable] | NDArray[np.generic]", network: Network) -> list[Reading]:
    """Read many digits.

    Args:
        sources: any number of sources that `read` takes; or the path of a stroke file with any number of drawings; or
            pictures (n, 28, 28) by the ink rule, uint8 from 0 (paper) to 255 (ink) or floats from 0 to 1.
        network: the network that reads them.

    Raises:
        InkspectError: as `read`; or the pictures have the wrong shape, type or range.
    """
    if isinstance(sources, str | Path):
        return read_file(Path(sources), network)
    if isinstance(sources, np.ndarray):
        return read_pixels(as_ink(sources), network)
    if isinstance(sources, Drawing) or not isinstance(sources, Iterable):
        raise InvalidValueError(f"sources must be a list of drawings or pictures, not {shown(sources)}")
    many = list(sources)
    if all(isinstance(source, Drawing) for source in many):
        return read_drawings([source.kept for source in many if isinstance(source, Drawing)], network)
    return [read(source, network) for source in many]


def read_file(path: Path, network: Network) -> list[Reading]:
    """Read every drawing of a stroke file, or the one digit of a picture; the file's contents decide which it is.

    A file may be a pipe; `-` is standard input.

    Raises:
        InkspectError: the file cannot be read, or is neither; the message begins with its name.
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
        raise InkspectError(f"{path}: can't be read: {reason}") from error
    yield from read_pixels(picture.pixels[None], network)


def _read_lines(numbered: Iterator[tuple[int, Drawing]], network: Network) -> Iterator[Reading]:
    """Read drawings in growing batches: the first few soon, the rest faster."""
    at_once = 2
    while some := [drawing.kept for _, drawing in islice(numbered, at_once)]:
        yield from read_drawings(some, network)
        at_once = min(2 * at_once, PICTURES_AT_ONCE)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file as seekable; an unseekable one, such as a pipe, is spooled first.

    Raises:
        InkspectError: a pipe is too long.
        OSError: the file can't be read.
    """
    standard_input = str(path) == _STANDARD_INPUT
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


def _only_reading(path: Path, network: Network) -> list[Reading]:
    readings = read_file(path, network)
    if len(readings) != 1:
        raise InkspectError(
            f"{path}: holds {len(readings)} drawings, not one; `inkspect.read_strokes` returns them all"
        )
    return readings


def _refuse_points(source: object) -> None:
    if isinstance(source, np.ndarray) and source.ndim == 2 and source.shape[1] < _NARROWEST_PICTURE:
        raise InkspectError(f"an array {source.shape} is too narrow for a picture; pass strokes as a list: [stroke, …]")
