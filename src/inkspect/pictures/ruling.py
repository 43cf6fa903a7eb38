"""Lines that cross the whole paper, printed ones and creases: what of the ink is theirs and no stroke's."""

import math

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Grey, Mask, box_mean, closing
from inkspect.pictures.lines import Line, lines_across
from inkspect.pictures.outline import any_of_blocks

# Lines are looked for at this many pixels.
_SEARCHED_SIDE = 256
# A line is darker than the lightest place in a box of so many of these pixels by this part of the way from paper to
# the strongest ink, and by this multiple of what a quarter of the picture is at most.
_SURROUNDINGS = 15
_LINE_LEVEL = 0.06
_ABOVE_UNREST = 6.0
# Lines of a ruling: at least three that cross the paper from edge to edge, within so many degrees of each other, and
# so many of the pixels they are looked for at apart; it has one direction or two. Of creases there are fewer.
_RULING = 3
_PARALLEL = 4.0
_APART = 5.0
_DIRECTIONS = 2
_MOST_CREASES = 4
# They are at most this dark beside the ink.
_CREASE = 0.65
# What is longer across a line than this multiple of the line's width, and so many pixels, is a stroke that crosses it;
# and what is darker than it by this part of the rest.
_CROSSING = 1.7
_CROSSING_PIXELS = 1.0
_DARKER = 0.4
# Where a line is bare it is thinnest and faintest: this part of its length, at least, no stroke runs along it.
_BARE = 0.25
# A line's middle is the median over so many pixels along it: paper is not quite flat, and strokes cross.
_SMOOTHED = 31
# A line's soft edge on either side, in pixels.
_EDGE = 1.5
# Along a line and across it, the picture is looked at every so many pixels: no pixel of it is left out.
_STEP = 0.5


def line_ink(relative: Grey, paper: Mask | None = None) -> Mask | None:
    """Return what of the ink (h, w), 0 paper … 1 the strongest, is of lines that cross the whole `paper` (h, w).

    None if there are no such lines. They are told from strokes as staff lines are from notes: what is no thicker than
    the line is the line, what is thicker a stroke that crosses it (Dalitz, Droettboom, Pranzas & Fujinaga 2008).
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
    """Return the lines, the plainest first, that are a ruling's, which has one direction or two, and whether they are.

    What else there is are creases if they are few, and else the diagonals of a fine grid.
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
    """Return how many of the lines are lines of their own, and not the other edge of a broad one."""
    apart: list[Line] = []
    for line in family:
        if all(_distance(line, other) >= _APART for other in apart):
            apart.append(line)
    return len(apart)


def _distance(line: Line, other: Line) -> float:
    """Return how far, in pixels, the middle of one line is from another line."""
    (x0, y0), (x1, y1) = other.start, other.end
    x, y = (line.start[0] + line.end[0]) / 2 - x0, (line.start[1] + line.end[1]) / 2 - y0
    return abs(x * (y1 - y0) - y * (x1 - x0)) / max(float(np.hypot(x1 - x0, y1 - y0)), 1.0)


def _are_parallel(first: Line, second: Line) -> bool:
    away = abs(first.angle - second.angle)
    return min(away, math.pi - away) <= math.radians(_PARALLEL)


def _enlarged(line: Line, factor: int) -> Line:
    """Return a line in pixels `factor` times as small, going on for two more of the large ones at either end."""
    points = np.array([line.start, line.end])
    ahead = (points[1] - points[0]) / max(float(np.hypot(*(points[1] - points[0]))), 1.0)
    (x0, y0), (x1, y1) = ((points + [-2 * ahead, 2 * ahead] + 0.5) * factor - 0.5).tolist()
    return Line((x0, y0), (x1, y1))


def _fine(relative: Grey) -> Grey:
    """Return by how much (h, w) is darker than the lightest nearby: lines and strokes, however the light falls."""
    stretch = -(-max(relative.shape) // _SEARCHED_SIDE)
    smooth = box_mean(relative, 3)
    return smooth + closing(-smooth, _SURROUNDINGS * stretch // 2 * 2 + 1)


def _take_off(relative: Grey, line: Line, *, any_strength: bool, slack: int) -> None:
    """Set to 0 what is the line's own of the ink (h, w); of a single line only if it is faint beside the ink.

    The line's middle is looked for up to `slack` pixels beside it.
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
    """Return points x, y, (across, along), up to `reach` pixels beside a line; and how far apart they are across it."""
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
    """Return where the line runs in a strip along it, (across, along), at most `most` rows off its middle."""
    middle = len(strip) // 2
    near = strip[middle - most : middle + most + 1]
    found = near.argmax(axis=0) + middle - most
    window = min(int(_SMOOTHED / _STEP) // 2 * 2 + 1, len(found) // 2 * 2 - 1)
    if window < 3:
        return np.asarray(found)
    padded = np.pad(found, window // 2, mode="reflect")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1).astype(np.intp))


def _runs_through(dark: Mask, centre: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return of each column (across, along) the dark run through its centre, as its first row and the one beyond."""
    place = np.arange(len(dark))[:, None]
    high = np.where(~dark & (place >= centre), place, len(dark)).min(axis=0)
    low = np.where(~dark & (place <= centre), place, -1).max(axis=0) + 1
    return np.minimum(low, high), high
