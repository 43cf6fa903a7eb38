"""The parts of UNIPEN's file format that labelled ink needs, read with tolerance for mistakes in real files.

Source: Guyon, Schomaker, Plamondon, Liberman, Janet, "UNIPEN project of on-line data exchange and recognizer
benchmarks", 1994.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import numpy as np
from numpy.typing import NDArray

from inkspect.system.errors import InkspectError

_KEYWORD = re.compile(r"\.([A-Za-z]\w*)\s*(.*)", re.DOTALL)
_RESOLUTION = re.compile(r"([XY])_POINTS_PER_\w+")
_RANGE = re.compile(r"(\d+)(?::\d+)?(?:\s*-\s*(\d+)(?::\d+)?)?", re.ASCII)
_CHARACTER = re.compile(r'CHARACTER\s+([0-9:,\-\s]+?)(?:\s[^"]*)?"([^"]*)"', re.IGNORECASE)


@dataclass
class Component:
    """The points between two pen lifts or touches; `is_ink` if the pen was down."""

    is_ink: bool
    writer: str
    points: list[tuple[float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Segment:
    """A character's label and its components, as written in the file; `writer` is the current one at that line."""

    label: str
    delineation: str
    writer: str

    def numbers(self, component_count: int) -> Iterator[int]:
        """Read ``3-5,7`` as 3, 4, 5, 7; in ``3:10-5:20``, points within components, only the components count.

        Numbers of `component_count` or more are skipped.
        """
        for first, last in _RANGE.findall(self.delineation):
            yield from range(int(first), min(int(last or first) + 1, component_count))


class PenData:
    """The contents of one file under ``data/`` and the files that it includes, read line by line.

    ``.PEN_DOWN`` and ``.PEN_UP`` open a component, and every other keyword but ``.DT`` ends it. Within a component,
    lines without a keyword are its points, one per line, in the columns that ``.COORD`` last named; elsewhere they are
    ignored. Components with at least one point are numbered from 0.
    """

    def __init__(self, include_root: Path) -> None:
        self.components: list[Component] = []
        self.segments: list[Segment] = []
        self.missing_includes: list[str] = []
        self._include_root = include_root
        self._open: Component | None = None
        self._columns = (0, 1)
        self._resolutions: dict[str, float] = {}
        self._writer = ""
        self._being_read: list[Path] = []

    @property
    def resolution(self) -> NDArray[np.float64]:
        """Points per unit of length for x and y, as last stated; y's defaults to x's, and x's to 1."""
        along_x = self._resolutions.get("X", 1.0)
        return np.array([along_x, self._resolutions.get("Y", along_x)])

    def read_labels(self, path: Path) -> None:
        """Read a file under ``data/``; segments in included files are ignored.

        Raises:
            InkspectError: the file, or one that it includes, cannot be read.
        """
        self._read(path, with_segments=True)

    def _read(self, path: Path, *, with_segments: bool) -> None:
        self._being_read.append(path)
        try:
            lines = re.split(r"\r\n|\r|\n", path.read_bytes().decode("latin-1"))
        except OSError as error:
            raise InkspectError(f"cannot read {path}: {error.strerror or error}") from error
        for line in lines:
            keyword = _KEYWORD.match(line.strip())
            if keyword is None:
                self._take_point(line)
            else:
                self._take_keyword(keyword[1].upper(), keyword[2].strip(), with_segments=with_segments)
        self._close()
        self._being_read.pop()

    def _take_point(self, line: str) -> None:
        if self._open is None:
            return
        words = line.split()
        x_column, y_column = self._columns
        if len(words) <= max(self._columns):
            return
        try:
            x, y = float(words[x_column]), float(words[y_column])
        except ValueError:
            return
        if np.isfinite(x) and np.isfinite(y):
            self._open.points.append((x, y))

    def _take_keyword(self, keyword: str, rest: str, *, with_segments: bool) -> None:
        if keyword == "DT":
            return
        self._close()
        match keyword:
            case "PEN_DOWN" | "PEN_UP":
                self._open = Component(keyword == "PEN_DOWN", self._writer)
                self._take_point(rest)
            case "COORD":
                columns = rest.upper().split()
                if "X" in columns and "Y" in columns:
                    self._columns = (columns.index("X"), columns.index("Y"))
            case "WRITER_ID":
                self._writer = rest
            case "INCLUDE":
                self._include(rest)
            case "SEGMENT" if with_segments:
                self._take_segment(rest)
            case _ if resolution := _RESOLUTION.fullmatch(keyword):
                self._take_resolution(resolution[1], rest)
            case _:
                pass

    def _close(self) -> None:
        if self._open is not None and self._open.points:
            self.components.append(self._open)
        self._open = None

    def _take_resolution(self, axis: str, rest: str) -> None:
        try:
            points_per_unit = float(rest.split()[0])
        except (ValueError, IndexError):
            return
        if np.isfinite(points_per_unit) and points_per_unit > 0:
            self._resolutions[axis] = points_per_unit

    def _include(self, name: str) -> None:
        path = self._find(name)
        if path is None:
            self.missing_includes.append(name)
        elif path not in self._being_read:
            self._read(path, with_segments=False)

    def _find(self, name: str) -> Path | None:
        """Find an included file by its name as given or in lower case, only under ``include/``."""
        for spelling in (name, name.lower()):
            relative = PurePosixPath(spelling.replace("\\", "/").strip('"'))
            if relative.is_absolute() or ".." in relative.parts or not relative.parts:
                continue
            path = self._include_root / relative
            if path.is_file():
                return path
        return None

    def _take_segment(self, rest: str) -> None:
        segment = _CHARACTER.match(rest)
        if segment is not None:
            self.segments.append(Segment(label=segment[2], delineation=segment[1], writer=self._writer))
