"""Straight lines that cross a picture from edge to edge."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Mask

# A candidate is dark along at least the first share of its length, a line along at least the second.
_PROMISING = 0.6
_UNBROKEN = 0.85
# At least this share of it is not part of the lines already found: those that cross it have taken some.
_NEW = 0.4
# At either end, over this share of its length or this many pixels, more than the last share is dark.
_END = 0.04
_SHORTEST_END = 4
_AT_AN_END = 0.5
# Pixels this far beside a line are not part of it; lines within this many pixels at either end are the same.
_BESIDE = 4
_ALIKE = 2
# Of two equally dark candidates, the more nearly horizontal or vertical one wins.
_PREFERENCE = 1e-4
# A line is at least this share of the picture's shorter side long; smaller pictures than this have none.
_SHORTEST = 0.6
_SMALLEST = 60
# The most lines, and candidates examined: more than the finest ruling has.
_MOST_LINES = 150
_MOST_LOOKED_AT = 1500


@dataclass(frozen=True)
class Line:
    """A straight line from one point (x, y) to another, in pixels."""

    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def angle(self) -> float:
        """Its direction in radians, 0 … π."""
        return float(np.arctan2(self.end[1] - self.start[1], self.end[0] - self.start[0]) % np.pi)


def lines_across(dark: Mask, paper: Mask) -> list[Line]:
    """Return the dark lines in (h, w) that run from one edge of the `paper`, (h, w), to another, clearest first."""
    if min(dark.shape) < _SMALLEST:
        return []
    dark = dark & paper
    left = dark.copy()
    lines: list[Line] = []
    for line in _candidates(dark):
        x, y = _pixels_beside(line, dark.shape)
        if np.mean(left[y, x].any(axis=0)) < _NEW:
            continue  # part of a known line
        on_paper = paper[y[1], x[1]]
        if on_paper.any() and _is_unbroken(np.any(dark[y, x][:, on_paper], axis=0)):
            lines.append(line)
            left[y, x] = False
            if len(lines) == _MOST_LINES:
                break
    return lines


def _is_unbroken(covered: Mask) -> bool:
    """Return whether a line is dark from one edge of the paper to the other, given every step along it, (steps,)."""
    end = max(_SHORTEST_END, int(_END * len(covered)))
    return bool(
        covered.mean() >= _UNBROKEN and covered[:end].mean() > _AT_AN_END and covered[-end:].mean() > _AT_AN_END
    )


def _pixels_beside(line: Line, shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pixels x, y, (3, steps), along a line and those next to it on either side."""
    (x0, y0), (x1, y1) = line.start, line.end
    steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
    x, y = np.linspace(x0, x1, steps), np.linspace(y0, y1, steps)
    offsets = np.arange(-1, 2)[:, None]
    steep = abs(y1 - y0) > abs(x1 - x0)
    columns = np.rint(x + offsets * steep).astype(np.intp).clip(0, shape[1] - 1)
    rows = np.rint(y + offsets * (not steep)).astype(np.intp).clip(0, shape[0] - 1)
    return columns, rows


def _candidates(dark: Mask) -> Iterator[Line]:
    """Yield the darkest lines of all slopes in (h, w), darkest first, searching it transposed and mirrored too."""
    height, width = dark.shape
    found: list[tuple[float, Line]] = []
    for flat in (False, True):
        for mirrored in (False, True):
            turned = dark.T if flat else dark
            share, starts = _shares(turned[:, ::-1] if mirrored else turned, _SHORTEST * min(height, width))
            peaks = np.argwhere((share >= _PROMISING) & (share == _highest_near(share)))
            rows, columns = turned.shape
            size = _power_of_two(rows)
            for slope, place in peaks.tolist():
                x0 = float(starts[place]) + 0.5
                step = slope / (size - 1)
                # The rows in which the line is within the picture.
                first = max(0.0, -x0 / step) if step else 0.0
                last = min(rows - 1.0, (columns - 1 - x0) / step) if step else rows - 1.0
                ends = [(x0 + step * row, row) for row in (first, last)]
                if mirrored:
                    ends = [(columns - 1 - x, y) for x, y in ends]
                if flat:
                    ends = [(y, x) for x, y in ends]
                found.append((float(share[slope, place]), Line(ends[0], ends[1])))
    found.sort(key=lambda pair: -pair[0])
    for _, line in found[:_MOST_LOOKED_AT]:
        yield line


def _highest_near(share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the highest value near each of (slopes, places), so that of near-identical lines only one counts."""
    highest = share
    for axis in (0, 1):
        steps = [np.roll(highest, step, axis) for step in range(-_ALIKE, _ALIKE + 1)]
        highest = np.maximum.reduce(steps)
    return highest


def _shares(dark: Mask, shortest: float) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Return the share of dark pixels along every two neighbouring steep lines of (h, w), (slopes, places), up to 2.

    Dark pixels beside a line are subtracted, since they make it a wide stroke, not a line.

    Slope s moves s columns to the right over all rows, a power of two. Also returned: the column, in the picture or
    left of it, at which the lines of a place begin. Lines shorter than `shortest` rows count as bare.
    """
    rows, columns = dark.shape
    size = _power_of_two(rows)
    period = columns + size
    sums = line_sums(np.pad(dark, ((0, size - rows), (0, size))).astype(np.float32))
    starts = np.arange(period)
    starts = np.where(starts < columns, starts, starts - period)
    slopes = np.arange(size)[:, None] / (size - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(slopes > 0, np.maximum(0, -starts / slopes), np.where(starts < 0, rows, 0))
        last = np.where(slopes > 0, np.minimum(rows - 1, (columns - 1 - starts) / slopes), rows - 1)
    lengths = last - first + 1
    beside = np.roll(sums, _BESIDE, axis=1) + np.roll(sums, -_BESIDE - 1, axis=1)
    clear = sums + np.roll(sums, -1, axis=1) - beside
    share = np.where(lengths >= shortest, clear / np.maximum(lengths, 1), 0) - _PREFERENCE * np.abs(slopes)
    return share.astype(np.float32), starts


def line_sums(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sums along all lines of (n, w) that move 0 … n − 1 columns to the right over the n rows, (n, w).

    Row s, column x is the line that starts in column x of the first row and moves s columns; columns wrap around. n is
    a power of two: sums over 2 rows combine to those over 4, and so on, so all n·w of them take n·w·log₂(n) additions
    (Brady 1998, "A fast discrete approximation algorithm for the Radon transform").
    """
    sums = values[:, None, :]
    columns = np.arange(values.shape[1])
    while len(sums) > 1:
        slopes = np.arange(2 * sums.shape[1])
        moved = (columns + ((slopes + 1) // 2)[:, None]) % len(columns)
        half = (slopes // 2)[:, None]
        sums = sums[0::2, half[:, 0]] + sums[1::2][:, half, moved]
    return np.asarray(sums[0])


def _power_of_two(rows: int) -> int:
    return 1 << (rows - 1).bit_length()
