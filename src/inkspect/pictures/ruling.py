"""Lines that cross the whole paper, printed ones and creases: what of the ink is theirs and no stroke's."""

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
# Lines of a ruling: at least three that cross the paper from edge to edge, within so many degrees of each other.
_RULING = 3
_PARALLEL = 4.0
# Fewer than that are a crease if they are at most this dark beside the ink.
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
    angles = np.array([line.angle for line in lines])
    away = np.abs(angles[:, None] - angles)
    parallel = (np.minimum(away, np.pi - away) <= np.radians(_PARALLEL)).sum(axis=1)
    left = relative.copy()
    for line, count in zip(lines, parallel, strict=True):
        _take_off(left, _enlarged(line, factor), any_strength=count >= _RULING, slack=2 * factor)
    return np.asarray(left != relative)


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
    strength = float(np.quantile(own, _BARE))
    if not any_strength and strength > _CREASE:
        return
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
