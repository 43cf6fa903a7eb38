"""Stroke files: JSON lines, optionally gzipped, one drawing per line; read strictly, written whole or not at all.

A line is an object with ``strokes``, a list of strokes; a stroke is a list of points ``[x, y]`` or ``[x, y, t]``, in
any unit, x to the right, y down, t in milliseconds. ``placed: true`` says that they are in pad units, ``label`` is the
intended character, and ``writer`` who wrote it; every other key is preserved. So are points outside the pad: a placed
drawing is cut at the pad's border when it is used (`Drawing.kept`), but not when it is written.
"""

import codecs
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

from inkspect.data.strokes import MAX_MAGNITUDE, MAX_POINTS, Drawing, drawing_from_json, drawing_to_json
from inkspect.system.arguments import as_instances, as_path
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MAX_LINE_BYTES = 128 * MAX_POINTS
_BYTES_AT_ONCE = 1 << 16
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True)
class StrokeFile:
    """The contents of a stroke file.

    Attributes:
        drawings: one per line.
        sha256: the SHA-256 of the file's bytes as read, in hexadecimal.
        lines: the line number of each drawing, from 1.
    """

    drawings: list[Drawing]
    sha256: str
    lines: list[int]


def read_strokes(path: str | Path) -> list[Drawing]:
    """Read every drawing of a stroke file, gzipped or not, whatever its name; blank lines are skipped.

    Raises:
        InkspectError: the file can't be read, or a line is not a drawing; the message names file and line.
    """
    return read_stroke_file(as_path(path, "path")).drawings


def read_stroke_file(path: str | Path) -> StrokeFile:
    """Read every drawing of a stroke file as `read_strokes` does, and compute the file's checksum.

    Raises:
        InkspectError: as `read_strokes`.
    """
    checksum = hashlib.sha256()
    try:
        with Path(path).open("rb") as file:
            numbered = list(drawings_in(file, path, checksum))
    except OSError as error:
        raise InkspectError(f"{path}: can't be read: {error.strerror or error}") from error
    return StrokeFile([drawing for _, drawing in numbered], checksum.hexdigest(), [line for line, _ in numbered])


def drawings_in(
    file: BinaryIO, name: str | Path, checksum: "hashlib._Hash | None" = None
) -> Iterator[tuple[int, Drawing]]:
    """Yield each drawing of an open stroke file with its line number, as soon as the line is read.

    Args:
        file: open for reading, at its beginning.
        name: the file's name in error messages.
        checksum: updated with the bytes read, if given.

    Raises:
        InkspectError: a line is not a drawing; the message names file and line.
        OSError: the file can't be read.
    """
    number = 0
    content = io.BufferedReader(_Hashed(file, checksum or hashlib.sha256()), _BYTES_AT_ONCE)
    try:
        for number, line in enumerate(_lines(content), start=1):
            if len(line) >= _MAX_LINE_BYTES:
                raise InkspectError(f"the line is over {_MAX_LINE_BYTES // 10**6} MB, too long for a drawing")
            if (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip():
                yield number, _drawing_of_line(line, first=number == 1)
    except InkspectError as error:
        raise InkspectError(f"{name}:{number}: {error}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InkspectError(f"{name}:{number + 1}: the gzip data is truncated or damaged ({error})") from error


def begins_strokes(start: bytes) -> bool:
    """Return whether a file's first bytes are those of a stroke file: gzip's, or a JSON object's."""
    return start.startswith(_GZIP_MAGIC) or start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def is_gzipped(path: Path) -> bool:
    """Return whether a file's first bytes are gzip's.

    Raises:
        InkspectError: the file can't be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(_GZIP_MAGIC)) == _GZIP_MAGIC
    except (OSError, ValueError) as error:  # ValueError: the name has a null character
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InkspectError(f"{path}: can't be read: {reason}") from error


def write_strokes(path: str | Path, drawings: Iterable[Drawing]) -> None:
    """Write drawings as a stroke file, gzipped if the name ends in ``.gz``; the same drawings give the same bytes.

    Raises:
        InvalidValueError: `drawings` holds something other than a `Drawing`.
        InkspectError: a number is not finite, or the file can't be written; no partial file remains.
    """
    target = as_path(path, "path")
    write_atomically(target, serialize_strokes(as_instances(drawings, Drawing, "drawings"), target))


def serialize_strokes(drawings: Iterable[Drawing], path: str | Path) -> bytes:
    """Return the bytes of a stroke file, gzipped if the name of `path` ends in ``.gz``; nothing is written.

    Raises:
        InkspectError: a number is not finite.
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
    return gzip.compress(content, mtime=0) if Path(path).suffix == ".gz" else content


def _lines(file: "io.BufferedReader[_Hashed]") -> Iterable[bytes]:
    """Yield the lines of a file, decompressed if its first bytes are gzip's; length-limited, against gzip bombs."""
    if not file.peek(len(_GZIP_MAGIC)).startswith(_GZIP_MAGIC):
        yield from iter(lambda: file.readline(_MAX_LINE_BYTES), b"")
        return
    with gzip.open(file, "rb") as unzipped:
        yield from iter(lambda: unzipped.readline(_MAX_LINE_BYTES), b"")


class _Hashed(io.RawIOBase):
    """A file that updates a checksum with the bytes read from it."""

    def __init__(self, file: BinaryIO, checksum: "hashlib._Hash") -> None:
        super().__init__()
        self._file, self._checksum = file, checksum

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        part = self._file.read(len(room))
        room[: len(part)] = part
        self._checksum.update(part)
        return len(part)


def _drawing_of_line(line: bytes, *, first: bool) -> Drawing:
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
        record: object = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates)
    except UnicodeDecodeError as error:
        raise InkspectError(f"not UTF-8 text (byte {error.start + 1} of the line)") from error
    except json.JSONDecodeError as error:
        raise InkspectError(f"not JSON: {error.msg} (column {error.colno})") from error
    except RecursionError as error:
        raise InkspectError("the JSON is nested too deeply to be a drawing") from error
    except ValueError as error:  # Python refuses integers of thousands of digits
        raise InkspectError(f"a number has too many digits (the largest is {MAX_MAGNITUDE:g})") from error
    return drawing_from_json(record)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        known = [name for name in ("strokes", "label", "placed", "writer") if names.count(name) > 1]
        raise InkspectError(f"the key {known[0]!r} stands twice" if known else "a key stands twice in one object")
    return record


def _refuse_constant(name: str) -> NoReturn:
    raise InkspectError(f"{name} is not a number that a drawing may contain")
