"""Files to import, opened for reading: gzipped or not."""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from inkspect.data.json_lines import GZIP_MAGIC
from inkspect.system.errors import InkspectError


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file at its beginning, decompressed if its first bytes are gzip's.

    Raises:
        InkspectError: it is not a regular file, or can't be read, there or in the `with` block.
    """
    if path.exists() and not path.is_file():
        raise InkspectError(f"{path} is not a regular file")
    try:
        with _opened_plainly(path) as file:
            if file.read(len(GZIP_MAGIC)) != GZIP_MAGIC:
                file.seek(0)
                yield file
                return
            file.seek(0)
            with gzip.open(file, "rb") as unzipped:
                yield cast(BinaryIO, io.BufferedReader(unzipped))
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InkspectError(f"{path}: the gzip data is truncated or damaged ({error})") from error
    except OSError as error:
        raise InkspectError(f"{path}: can't be read: {error.strerror or error}") from error


def _opened_plainly(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except ValueError as error:  # the name has a null character
        raise InkspectError(f"{path}: can't be read: {error}") from error
