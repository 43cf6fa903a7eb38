"""Digits from pendigits' recordings, `pendigits-orig.tra` and `.tes` (UCI, doi 10.24432/C5MG6K, CC BY 4.0).

Each digit begins with ``.SEGMENT DIGIT 3 ? "8"``, or ``3-4`` if it has two strokes, and ``.COMMENT 8 12 224``: digit,
writer and number. Its strokes follow, each from ``.PEN_DOWN`` to ``.PEN_UP``, one point x y a line, y up.
"""

import io
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from inkspect.data.importers.opening import opened
from inkspect.data.importers.tablets import SITE_LENGTH, WRITER_LENGTH, fitted, sha256_of
from inkspect.data.labels import DIGITS
from inkspect.data.stroke_values import MAX_MAGNITUDE, MAX_POINTS
from inkspect.data.strokes import Drawing
from inkspect.system.errors import InkspectError

Part: TypeAlias = Literal["train", "held-out"]

PART_FILES: dict[Part, str] = {
    "train": "digits-train-pendigits.jsonl.gz",
    "held-out": "digits-held-out-pendigits.jsonl.gz",
}
"""The stroke file of each part."""

CREDIT = (
    "E. Alpaydin, F. Alimoglu, Pen-Based Recognition of Handwritten Digits (pendigits-orig), 1998, "
    "UCI Machine Learning Repository, doi 10.24432/C5MG6K, CC BY 4.0"
)

_SITE = "pendigits"
_PARTS: dict[str, Part] = {".tra": "train", ".tes": "held-out"}
_SEGMENT = re.compile(r'\.SEGMENT\s+DIGIT\s+(\d{1,9})(?:\s*-\s*(\d{1,9}))?\s+\S+\s+"([^"]*)"', re.ASCII)
_COMMENT = re.compile(r"\.COMMENT\s+(\d)\s+(\d{1,9})\s+\d+", re.ASCII)
_LONGEST_LINE = 1000


def part_of(path: Path) -> Part:
    """Return the part of the data that a file holds, which only its name says: ``.tra`` or ``.tes``.

    Raises:
        InkspectError: its name ends in neither.
    """
    part = _PARTS.get(path.suffix.lower())
    if part is None:
        raise InkspectError(
            f"{path}: holds pendigits' recordings, but of which writers? Name it pendigits-orig.tra (to learn from) or "
            "pendigits-orig.tes (held out)"
        )
    return part


def import_pendigits(path: Path) -> Iterator[Drawing]:
    """Read the digits of one file in its order, each scaled to a longer side of 1000 and rounded; none is dropped.

    Raises:
        InkspectError: the file can't be read, or a line is not as it should be; the message names file and line.
    """
    digit: _Digit | None = None
    number = 0
    with opened(path) as file:
        text = io.TextIOWrapper(file, encoding="latin-1")
        for number, line in enumerate(iter(lambda: text.readline(_LONGEST_LINE), ""), start=1):
            with _at(path, number):
                if len(line) == _LONGEST_LINE:
                    raise InkspectError("the line is too long for a point or a keyword")
                begins = line.lstrip().upper().startswith(".SEGMENT")
                finished = digit.finished() if begins and digit is not None else None
                if begins:
                    digit = _Digit(line.strip())
                elif digit is not None:
                    digit.take(line.strip())
            if finished is not None:
                yield finished
    if digit is not None:
        with _at(path, number):
            finished = digit.finished()
        yield finished


@contextmanager
def _at(path: Path, line: int) -> Iterator[None]:
    try:
        yield
    except InkspectError as error:
        raise InkspectError(f"{path}:{line}: {error}") from error


class _Digit:
    """One digit, as far as its lines have been read."""

    def __init__(self, segment: str) -> None:
        match = _SEGMENT.fullmatch(segment)
        if match is None or match[3] not in DIGITS:
            raise InkspectError('not a digit\'s segment, such as .SEGMENT DIGIT 3-4 ? "8"')
        self._label = match[3]
        self._stroke_count = int(match[2] or match[1]) - int(match[1]) + 1
        self._writer: str | None = None
        self._strokes: list[list[tuple[float, float]]] = []
        self._pen_is_down = False
        self._points = 0

    def take(self, line: str) -> None:
        """Take a line that begins no other digit."""
        if not line:
            return
        keyword = line.split(maxsplit=1)[0].upper()
        if keyword == ".COMMENT" and self._writer is None:
            self._take_writer(line)
        elif keyword == ".PEN_DOWN" and not self._pen_is_down:
            self._strokes.append([])
            self._pen_is_down = True
        elif keyword == ".PEN_UP" and self._pen_is_down:
            self._pen_is_down = False
        elif self._pen_is_down or not keyword.startswith("."):
            self._take_point(line)

    def finished(self) -> Drawing:
        """Return the digit, all of whose lines have been taken."""
        if self._writer is None:
            raise InkspectError("the digit that ends here has no .COMMENT with its writer")
        if self._pen_is_down:
            raise InkspectError("the digit that ends here has a stroke without .PEN_UP; is the file complete?")
        strokes = [np.array(stroke) for stroke in self._strokes if stroke]
        if len(strokes) != self._stroke_count:
            raise InkspectError(
                f"the digit that ends here has {len(strokes)} strokes, but its segment says {self._stroke_count}; "
                "is the file complete?"
            )
        return Drawing(
            strokes=fitted(strokes),
            label=self._label,
            extra={"site": sha256_of(_SITE)[:SITE_LENGTH]},
            writer=sha256_of(f"{_SITE}/{self._writer}")[:WRITER_LENGTH],
        )

    def _take_writer(self, line: str) -> None:
        match = _COMMENT.fullmatch(line)
        if match is None:
            raise InkspectError("not digit, writer and number, such as .COMMENT 8 12 224")
        if match[1] != self._label:
            raise InkspectError(f"the comment is on a {match[1]}, but its segment on a {self._label}")
        self._writer = str(int(match[2]))

    def _take_point(self, line: str) -> None:
        if not self._pen_is_down:
            raise InkspectError("a point outside of a stroke (.PEN_DOWN … .PEN_UP)")
        self._points += 1
        if self._points > MAX_POINTS:
            raise InkspectError(f"the digit has more than {MAX_POINTS:,} points")
        try:
            x, y = map(float, line.split())
        except ValueError:
            raise InkspectError("not a point, which is two numbers, x and y") from None
        if not all(math.isfinite(value) and abs(value) <= MAX_MAGNITUDE for value in (x, y)):
            raise InkspectError("not a point of two finite numbers, or one too large for a drawing")
        self._strokes[-1].append((x, y))
