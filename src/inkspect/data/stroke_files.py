"""Stroke files: JSON lines, optionally gzipped, one drawing a line; read strictly, written whole or not at all.

A line is an object with ``strokes``, a list of strokes; a stroke is a list of points ``[x, y]`` or ``[x, y, t]``, in
any unit, x to the right, y down, t in milliseconds. ``placed: true`` marks pad units, ``label`` the character meant,
``writer`` who wrote it; every other key is carried along untouched. So are points outside the pad: what is read of a
placed drawing is cut at its border (`Drawing.kept`), what is written is not.
"""

import codecs
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from inkspect.data.strokes import MAX_MAGNITUDE, MAX_POINTS, Drawing, drawing_from_json, drawing_to_json
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MAX_LINE_BYTES = 128 * MAX_POINTS
_BYTES_AT_ONCE = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class StrokeFile:
    """What a stroke file holds.

    Attributes:
        drawings: one a line.
        sha256: of the file's bytes as they were read, in hexadecimal.
    """

    drawings: list[Drawing]
    sha256: str


def read_strokes(path: str | Path) -> list[Drawing]:
    """Read every drawing of a stroke file, gzipped or not, whatever its name; blank lines are passed over.

    Raises:
        InkspectError: the file can't be read, or a line is no drawing; the message names file and line.
    """
    return read_stroke_file(path).drawings


def read_stroke_file(path: str | Path) -> StrokeFile:
    """Read every drawing of a stroke file as `read_strokes` does, and take the file's checksum on the way.

    Raises:
        InkspectError: as `read_strokes`.
    """
    drawings: list[Drawing] = []
    number = 0
    try:
        with Path(path).open("rb", buffering=0) as file:
            content = _Hashed(file)
            for number, line in enumerate(_lines(io.BufferedReader(content, _BYTES_AT_ONCE)), start=1):
                if len(line) >= _MAX_LINE_BYTES:
                    raise InkspectError(f"the line is longer than {_MAX_LINE_BYTES // 10**6} MB, which no drawing is")
                if (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip():
                    drawings.append(_drawing_of_line(line, first=number == 1))
    except InkspectError as error:
        raise InkspectError(f"{path}:{number}: {error}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InkspectError(f"{path}:{number + 1}: the gzip data is cut off or damaged ({error})") from error
    except OSError as error:
        raise InkspectError(f"{path}: can't be read: {error.strerror or error}") from error
    return StrokeFile(drawings, content.sha256.hexdigest())


def is_stroke_file(path: Path) -> bool:
    """Whether a file's first bytes are those of a stroke file: gzip's, or a JSON object's.

    Raises:
        InkspectError: the file can't be read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(1024)
    except (OSError, ValueError) as error:  # a name with a null character is no value
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InkspectError(f"{path}: can't be read: {reason}") from error
    return start.startswith(_GZIP_MAGIC) or start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


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


def _lines(file: io.BufferedReader) -> Iterable[bytes]:
    """Yield the lines of a file or, told by its first bytes, of what it holds gzipped; bounded, against gzip bombs."""
    if not file.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC):
        yield from iter(lambda: file.readline(_MAX_LINE_BYTES), b"")
        return
    with gzip.open(file, "rb") as unzipped:
        yield from iter(lambda: unzipped.readline(_MAX_LINE_BYTES), b"")


class _Hashed(io.RawIOBase):
    """Passes a file's bytes on, and takes their checksum."""

    def __init__(self, file: io.RawIOBase) -> None:
        super().__init__()
        self._file, self.sha256 = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        count = self._file.readinto(buffer) or 0
        self.sha256.update(memoryview(buffer)[:count])
        return count


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


def _refuse_constant(name: str) -> NoReturn:
    raise InkspectError(f"{name} is not a number a drawing may hold")
