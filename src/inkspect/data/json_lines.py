"""Files of JSON lines, optionally gzipped: read strictly, one line at a time, in bounded memory."""

import codecs
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn, TypeVar

from inkspect.data.stroke_values import MAX_MAGNITUDE, MAX_POINTS
from inkspect.system.errors import InkspectError

if TYPE_CHECKING:
    from collections.abc import Callable

    from _typeshed import WriteableBuffer

Record = TypeVar("Record")

GZIP_MAGIC = b"\x1f\x8b"
"""The first bytes of gzipped data."""

_MAX_LINE_BYTES = 128 * MAX_POINTS
_BYTES_AT_ONCE = 1 << 16


def records_in(
    file: BinaryIO,
    name: str | Path,
    convert: "Callable[[object], Record]",
    on_bytes: "Callable[[memoryview], object]" = lambda _: None,
) -> Iterator[tuple[int, Record]]:
    """Yield each line's record with its line number, as soon as the line is read; blank lines are skipped.

    Args:
        file: open for reading, at its beginning.
        name: the file's name in error messages.
        convert: turns a decoded JSON value into a record; it raises InkspectError if it cannot.
        on_bytes: called with the bytes read, before decompression.

    Raises:
        InkspectError: a line is not JSON, or is refused; the message names file and line.
        OSError: the file can't be read.
    """
    number = 0
    content = io.BufferedReader(_Observed(file, on_bytes), _BYTES_AT_ONCE)
    try:
        for number, line in enumerate(_lines(content), start=1):
            if len(line) >= _MAX_LINE_BYTES:
                raise InkspectError(f"the line is over {_MAX_LINE_BYTES // 10**6} MB, too long for a drawing")
            if (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip():
                yield number, convert(json_of(line, first=number == 1))
    except InkspectError as error:
        raise InkspectError(f"{name}:{number}: {error}") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InkspectError(f"{name}:{number + 1}: the gzip data is truncated or damaged ({error})") from error


def json_of(line: bytes, *, first: bool) -> object:
    """Return the JSON value of a line, or of a whole file; a byte order mark is skipped on the `first` line.

    Raises:
        InkspectError: it is not UTF-8, not JSON, has a key twice in one object, or a number that no drawing may hold.
    """
    try:
        text = line.decode("utf-8-sig" if first else "utf-8")
        value: object = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_without_duplicates)
    except UnicodeDecodeError as error:
        raise InkspectError(f"not UTF-8 text (byte {error.start + 1} of the line)") from error
    except json.JSONDecodeError as error:
        line_number = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise InkspectError(f"not JSON: {error.msg} ({line_number}column {error.colno})") from error
    except RecursionError as error:
        raise InkspectError("the JSON is nested too deeply to be a drawing") from error
    except ValueError as error:  # Python refuses integers of thousands of digits
        raise InkspectError(f"a number has too many digits (the largest is {MAX_MAGNITUDE:g})") from error
    return value


def _lines(file: "io.BufferedReader[_Observed]") -> Iterable[bytes]:
    """Yield the lines of a file, decompressed if its first bytes are gzip's; length-limited, against gzip bombs."""
    if not file.peek(len(GZIP_MAGIC)).startswith(GZIP_MAGIC):
        yield from iter(lambda: file.readline(_MAX_LINE_BYTES), b"")
        return
    with gzip.open(file, "rb") as unzipped:
        yield from iter(lambda: unzipped.readline(_MAX_LINE_BYTES), b"")


class _Observed(io.RawIOBase):
    """A file that passes the bytes read from it to a function too."""

    def __init__(self, file: BinaryIO, on_bytes: "Callable[[memoryview], object]") -> None:
        super().__init__()
        self._file, self._on_bytes = file, on_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        room = memoryview(buffer).cast("B")
        part = self._file.read(len(room))
        room[: len(part)] = part
        self._on_bytes(room[: len(part)])
        return len(part)


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        known = [name for name in ("strokes", "label", "placed", "writer") if names.count(name) > 1]
        raise InkspectError(f"the key {known[0]!r} stands twice" if known else "a key stands twice in one object")
    return record


def _refuse_constant(name: str) -> NoReturn:
    raise InkspectError(f"{name} is not a number that a drawing may contain")
