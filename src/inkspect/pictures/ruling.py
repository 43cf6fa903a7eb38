"""Lines across the whole paper, printed or creased: separate their ink from that of strokes."""

import math

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Grey, Mask, box_mean, closing
from inkspect.pictures.lines import Line, lines_across
from inkspect.pictures.outline import any_of_blocks

# Lines are searched for at this many pixels.
_SEARCHED_SIDE = 256
# A line is darker than the lightest spot in a box of this many of these pixels by this share of the range from paper to
# the strongest ink, and by this multiple of the picture's lower quartile.
_SURROUNDINGS = 15
_LINE_LEVEL = 0.06
_ABOVE_UNREST = 6.0
# Lines of a ruling: at least three that cross the paper from edge to edge, within this many degrees of each other and
# at least this many search pixels apart, in one direction or two. Creases are fewer.
_RULING = 3
_PARALLEL = 4.0
_APART = 5.0
_DIRECTIONS = 2
_MOST_CREASES = 4
# Creases are at most this dark, relative to the ink.
_CREASE = 0.65
# A stroke crosses a line where ink is wider across it than this multiple of the line's width plus this many pixels, or
# darker than the line by this share of the remaining range.
_CROSSING = 1.7
_CROSSING_PIXELS = 1.0
_DARKER = 0.4
# A line is thinnest and faintest where it is bare: along at least this share of its length, no stroke covers it.
_BARE = 0.25
# A line's middle is the median over this many pixels along it: paper is not quite flat, and strokes cross.
_SMOOTHED = 31
# A line's soft edge on either side, in pixels.
_EDGE = 1.5
# The picture is sampled at this step in pixels along and across a line, so that no pixel is missed.
_STEP = 0.5


def line_ink(relative: Grey, paper: Mask | None = None) -> Mask | None:
    """Return which ink (h, w), 0 (paper) … 1 (the strongest), belongs to lines across the whole `paper` (h, w).

    None if there are no such lines. They are separated from strokes like staff lines from notes: ink no thicker than
    the line is the line, thicker ink is a stroke that crosses it (Dalitz, Droettboom, Pranzas & Fujinaga 2008).
    """
    fine = _fine(relative)
    dark = fine > max(_LINE_LEVEL, _ABOVE_UNREST * float(np.quantile(fine, 0.25)))
    factor = -(-max(dark.shape) // _SEARCHED_SIDE)
    within = np.ones_like(dark) if paper is None else paper
    lines = lines_across(any_of_blocks(dark, factor), ~any_of_blocks(~within, factor))
    if not lines:
        return None
    left = relative.copy()
    for line, is_ruled in _sorted_out(lines):
        _take_off(left, _enlarged(line, factor), any_strength=is_ruled, slack=2 * factor)
    return np.asarray(left != relative)


def _sorted_out(lines: list[Line]) -> list[tuple[Line, bool]]:
    """Return lines, clearest first, each with whether it belongs to a ruling, which has one direction or two.

    The other lines are creases if they are few; otherwise they are diagonals of a fine grid, and are dropped.
    """
    families: list[list[Line]] = []
    for line in lines:
        family = next((each for each in families if _are_parallel(line, each[0])), None)
        if family is not None:
            family.append(line)
        else:
            families.append([line])
    rulings = [family for family in families if _count_apart(family) >= _RULING][:_DIRECTIONS]
    ruled = [line for family in rulings for line in family]
    others = [line for line in lines if line not in ruled]
    return [(line, True) for line in ruled] + [(line, False) for line in others if len(others) <= _MOST_CREASES]


def _count_apart(family: list[Line]) -> int:
    """Return the number of distinct lines, not counting both edges of a broad one."""
    apart: list[Line] = []
    for line in family:
        if all(_distance(line, other) >= _APART for other in apart):
            apart.append(line)
    return len(apart)


def _distance(line: Line, other: Line) -> float:
    """Return the distance, in pixels, from the middle of one line to another line."""
    (x0, y0), (x1, y1) = other.start, other.end
    x, y = (line.start[0] + line.end[0]) / 2 - x0, (line.start[1] + line.end[1]) / 2 - y0
    return abs(x * (y1 - y0) - y * (x1 - x0)) / max(float(np.hypot(x1 - x0, y1 - y0)), 1.0)


def _are_parallel(first: Line, second: Line) -> bool:
    away = abs(first.angle - second.angle)
    return min(away, math.pi - away) <= math.radians(_PARALLEL)


def _enlarged(line: Line, factor: int) -> Line:
    """Return a line in pixels `factor` times smaller, extended by two of the larger pixels at either end."""
    points = np.array([line.start, line.end])
    ahead = (points[1] - points[0]) / max(float(np.hypot(*(points[1] - points[0]))), 1.0)
    (x0, y0), (x1, y1) = ((points + [-2 * ahead, 2 * ahead] + 0.5) * factor - 0.5).tolist()
    return Line((x0, y0), (x1, y1))


def _fine(relative: Grey) -> Grey:
    """Return by how much (h, w) is darker than the lightest spot nearby: lines and strokes, in any light."""
    stretch = -(-max(relative.shape) // _SEARCHED_SIDE)
    smooth = box_mean(relative, 3)
    return smooth + closing(-smooth, _SURROUNDINGS * stretch // 2 * 2 + 1)


def _take_off(relative: Grey, line: Line, *, any_strength: bool, slack: int) -> None:
    """Set a line's own ink in (h, w) to 0; unless `any_strength`, only if it is faint compared with the ink.

    The line's middle is searched for within `slack` pixels of it.
    """
    x, y, aside = _grid_along(line, reach=2 * slack + 6)
    columns, rows = np.rint(x).astype(np.intp), np.rint(y).astype(np.intp)
    outside = (columns < 0) | (columns >= relative.shape[1]) | (rows < 0) | (rows >= relative.shape[0])
    columns, rows = columns.clip(0, relative.shape[1] - 1), rows.clip(0, relative.shape[0] - 1)
    strip = np.where(outside, np.float32(0), relative[rows, columns])
    centre = _centres(strip, int(slack / aside))
    own = strip[centre, np.arange(strip.shape[1])]
    if not any_strength and np.median(own) > _CREASE:
        return
    strength = float(np.quantile(own, _BARE))
    low, high = _runs_through(strip > max(strength / 2, _LINE_LEVEL / 2), centre)
    across = (high - low) * aside
    width = float(np.quantile(across, _BARE))
    crosses = (across > _CROSSING * width + _CROSSING_PIXELS) | (own > strength + _DARKER * (1 - strength))
    place = np.arange(len(strip))[:, None]
    gone = (np.abs(place - centre) * aside <= width / 2 + _EDGE) & ~crosses & ~outside
    relative[rows[gone], columns[gone]] = 0


def _grid_along(line: Line, reach: float) -> tuple[NDArray[np.float64], NDArray[np.float64], float]:
    """Return points x, y, (across, along), up to `reach` pixels beside a line; and their spacing across it."""
    (x0, y0), (x1, y1) = line.start, line.end
    length = float(np.hypot(x1 - x0, y1 - y0))
    along = np.linspace(0, 1, int(length / _STEP) + 2)
    offsets = np.arange(-reach, reach + _STEP, _STEP)[:, None]
    return (
        x0 + along * (x1 - x0) - offsets * (y1 - y0) / length,
        y0 + along * (y1 - y0) + offsets * (x1 - x0) / length,
        _STEP,
    )


def _centres(strip: Grey, most: int) -> NDArray[np.intp]:
    """Return the line's row in each column of a strip along it, (across, along), at most `most` rows off its middle."""
    middle = len(strip) // 2
    near = strip[middle - most : middle + most + 1]
    found = near.argmax(axis=0) + middle - most
    window = min(int(_SMOOTHED / _STEP) // 2 * 2 + 1, len(found) // 2 * 2 - 1)
    if window < 3:
        return np.asarray(found)
    padded = np.pad(found, window // 2, mode="reflect")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1).astype(np.intp))


def _runs_through(dark: Mask, centre: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the dark run through the centre of each column of (across, along), as first row and row past the end."""
    place = np.arange(len(dark))[:, None]
    high = np.where(~dark & (place >= centre), place, len(dark)).min(axis=0)
    low = np.where(~dark & (place <= centre), place, -1).max(axis=0) + 1
    return np.minimum(low, high), high
