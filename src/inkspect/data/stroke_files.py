"""Stroke files: JSON lines, optionally gzipped, one drawing per line; read strictly, written whole or not at all.

A line is an object with ``strokes``, a list of strokes; a stroke is a list of points ``[x, y]`` or ``[x, y, t]``, in
any unit, x to the right, y down, t in milliseconds. ``placed: true`` says that they are in pad units, ``label`` is the
intended character, and ``writer`` who wrote it; every other key is preserved. So are points outside the pad: a placed
drawing is cut at the pad's border when it is used (`Drawing.kept`), but not when it is written.
"""

import codecs
import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from inkspect.data.json_lines import GZIP_MAGIC, records_in
from inkspect.data.strokes import Drawing, drawing_from_json, drawing_to_json
from inkspect.system.arguments import as_instances, as_path
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.system.files import write_atomically
from inkspect.system.purposes import Purpose, check_replaceable

_IN_MEMORY_BYTES = 16 * 2**20


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


def read_strokes(path: str | PathLike[str]) -> list[Drawing]:
    """Read every drawing of a stroke file, gzipped or not, whatever its name; blank lines are skipped.

    Raises:
        InkspectError: the file cannot be read, or a line is not a drawing; the message names file and line.
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
        raise InkspectError(f"cannot read {path}: {error.strerror or error}") from error
    return StrokeFile([drawing for _, drawing in numbered], checksum.hexdigest(), [line for line, _ in numbered])


def drawings_in(
    file: BinaryIO, name: str | Path, checksum: "hashlib._Hash | None" = None
) -> Iterator[tuple[int, Drawing]]:
    """Iterate over an open stroke file: each drawing with its line number, as soon as the line is read.

    Args:
        file: open for reading, at its beginning.
        name: the file's name in error messages.
        checksum: updated with the bytes read, if given.

    Raises:
        InkspectError: a line is not a drawing; the message names file and line.
        OSError: the file cannot be read.
    """
    return records_in(file, name, drawing_from_json, (checksum or hashlib.sha256()).update)


def begins_strokes(start: bytes) -> bool:
    """Return whether a file's first bytes are those of a stroke file: gzip's, or a JSON object's."""
    return start.startswith(GZIP_MAGIC) or start.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def is_gzipped(path: Path) -> bool:
    """Return whether a file's first bytes are gzip's.

    Raises:
        InkspectError: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    except (OSError, ValueError) as error:  # ValueError: the name has a null character
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        raise InkspectError(f"cannot read {path}: {reason}") from error


def write_strokes(path: str | PathLike[str], drawings: Iterable[Drawing]) -> None:
    """Write drawings as a stroke file, gzipped if the name ends in ``.gz``; the same drawings give the same bytes.

    Raises:
        InvalidValueError: `path` is not a path, `drawings` holds something other than a `Drawing`, or one that a file
            cannot hold.
        InkspectError: the file cannot be written; no partial file remains.
    """
    target = as_path(path, "path")
    check_replaceable(target, Purpose.STROKES)
    write_atomically(target, serialize_strokes(as_instances(drawings, Drawing, "drawings"), target))


def serialize_strokes(drawings: Iterable[Drawing], path: str | Path) -> bytes:
    """Return the bytes of a stroke file, gzipped if the name of `path` ends in ``.gz``; nothing is written.

    Raises:
        InvalidValueError: a number is not finite, or `extra` is not JSON.
    """
    content = b"".join(_serialized_lines(drawings, path))
    return gzip.compress(content, mtime=0) if Path(path).suffix == ".gz" else content


@contextmanager
def spooled_strokes(drawings: Iterable[Drawing], path: str | Path) -> Iterator[BinaryIO]:
    """Open the gzipped bytes of a stroke file at their beginning, as a temporary file; `path` is not written.

    The drawings are taken one at a time, and what does not fit in 16 MB is kept on disk, so that any number may be.

    Raises:
        InkspectError: a number is not finite, or the temporary file cannot be written.
    """
    zipped = zlib.compressobj(zlib.Z_BEST_COMPRESSION, wbits=16 + zlib.MAX_WBITS)
    with SpooledTemporaryFile(_IN_MEMORY_BYTES) as spooled:
        for line in _serialized_lines(drawings, path):
            _keep(zipped.compress(line), spooled)
        _keep(zipped.flush(), spooled)
        spooled.seek(0)
        yield cast(BinaryIO, spooled)


def _keep(part: bytes, spooled: "SpooledTemporaryFile[bytes]") -> None:
    try:
        spooled.write(part)
    except OSError as error:
        raise InkspectError(f"cannot write a temporary file: {error.strerror or error}") from error


def _serialized_lines(drawings: Iterable[Drawing], path: str | Path) -> Iterator[bytes]:
    for index, drawing in enumerate(drawings):
        try:
            line = json.dumps(drawing_to_json(drawing), separators=(",", ":"), allow_nan=False)
        except ValueError as error:
            raise InvalidValueError(f"{path}: drawings[{index}] has a number that is not finite") from error
        except (TypeError, RecursionError) as error:
            raise InvalidValueError(f"{path}: drawings[{index}] cannot be written as JSON: {error}") from error
        yield f"{line}\n".encode()
