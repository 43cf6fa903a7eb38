"""Imported drawings, written as stroke files: all of them, or none."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from inkspect.data.stroke_files import spooled_strokes
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError
from inkspect.system.files import write_atomically
from inkspect.system.purposes import check_same_or_absent


@dataclass
class Written:
    """One stroke file as written: its path, and its numbers of drawings and of known writers."""

    path: Path
    drawings: int = 0
    writers: int = 0
    _names: set[str] = field(default_factory=set, repr=False)

    def count(self, drawings: Iterable[Drawing]) -> Iterator[Drawing]:
        """Pass drawings on, and count them and their writers."""
        for drawing in drawings:
            self.drawings += 1
            if drawing.writer is not None:
                self._names.add(drawing.writer)
                self.writers = len(self._names)
            yield drawing


def write_stroke_files(destination: Path, drawings: Mapping[str, Iterable[Drawing]]) -> list[Written]:
    """Write one gzipped stroke file for each entry, once all drawings have been read.

    Args:
        destination: the folder, created if missing.
        drawings: the drawings by file name; they are taken one at a time, so that any number may be.

    Raises:
        InkspectError: a file cannot be written, or a file with other contents is in its place; then none is written.
            Whatever the drawings' iterators raise.
    """
    written = [Written(destination / name) for name in drawings]
    with ExitStack() as open_files:
        contents = [
            open_files.enter_context(spooled_strokes(file.count(some), file.path))
            for file, some in zip(written, drawings.values(), strict=True)
        ]
        try:
            destination.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InkspectError(f"cannot create the folder {destination}: {error.strerror or error}") from error
        for file, content in zip(written, contents, strict=True):
            check_same_or_absent(file.path, content)
        for file, content in zip(written, contents, strict=True):
            write_atomically(file.path, content)
    return written
