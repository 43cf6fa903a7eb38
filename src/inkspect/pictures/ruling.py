"""Lines that cross the whole paper, printed ones and creases: found, and taken off where no stroke crosses them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Grey, Mask, box_mean, closing
from inkspect.pictures.outline import any_of_blocks

# Lines are looked for at this many pixels, in steps of this many degrees.
_SEARCHED_SIDE = 300
_STEP = 0.5
# A line is darker than its surroundings, a box of so many of these pixels, by this part of the way from paper to ink.
_SURROUNDINGS = 15
_LINE_LEVEL = 0.06
# A line is dark on at least this part of its way across the paper; fewer votes are not looked at closer.
_UNBROKEN = 0.85
# … and of the last such part of it, and of so many pixels, before either edge, more than that part is dark.
_END = 0.04
_SHORTEST_END = 4
_AT_AN_END = 0.5
_PROMISING = 0.5
# A line is at least this part of the shorter side long, and smaller pictures have none.
_SHORTEST = 0.6
_SMALLEST = 60
_MOST_LINES = 200
_LEAST = 1e-9
# A line's middle is the median over so many half pixels along it: paper is not quite flat, and strokes cross.
_SMOOTHED = 61
# Lines of a ruling: at least three that cross the paper from edge to edge, within so many degrees of each other.
_RULING = 3
_PARALLEL = 4.0
# Fewer than that are a crease if they are at most this dark beside the ink.
_CREASE = 0.65
# What is longer across a line than this multiple of the line's width is a stroke that crosses it, and what is darker
# than it by this part of the rest.
_CROSSING = 1.7
_DARKER = 0.4


@dataclass(frozen=True)
class Line:
    """The points (x, y) at a `distance` in pixels along the normal (cos `angle`, sin `angle`), in radians."""

    angle: float
    distance: float


def without_lines(relative: Grey, paper: Mask | None = None) -> Grey:
    """Return the ink (h, w), 0 paper … 1 the strongest, without the lines that cross the whole `paper` (h, w).

    Lines are found by their votes (Duda & Hart 1972) and taken off as staff lines are off music: along a line, what
    is no thicker than the line is the line, what is thicker a stroke (Dalitz, Droettboom, Pranzas & Fujinaga 2008).
    """
    lines = find_lines(_fine(relative) > _LINE_LEVEL, paper)
    if not lines:
        return relative
    angles = np.array([line.angle for line in lines])
    away = np.abs(angles[:, None] - angles)
    parallel = (np.minimum(away, np.pi - away) <= np.radians(_PARALLEL)).sum(axis=1)
    left = relative.copy()
    for line, count in zip(lines, parallel, strict=True):
        _take_off(left, line, any_strength=count >= _RULING, stretch=-(-max(relative.shape) // _SEARCHED_SIDE))
    return left


def _fine(relative: Grey) -> Grey:
    """Return what is darker than its surroundings in (h, w): lines, however the light falls on them."""
    stretch = -(-max(relative.shape) // _SEARCHED_SIDE)
    smooth = box_mean(relative, 3)
    return smooth + closing(-smooth, _SURROUNDINGS * stretch // 2 * 2 + 1)


def find_lines(mask: Mask, paper: Mask | None = None) -> list[Line]:
    """Return the straight lines in (h, w) that run from one edge of the paper to another, the longest first."""
    factor = -(-max(mask.shape) // _SEARCHED_SIDE)
    dark = any_of_blocks(mask, factor)
    bare = ~any_of_blocks(~paper, factor) if paper is not None else np.ones(dark.shape, dtype=np.bool_)
    dark &= bare
    if min(dark.shape) < _SMALLEST:
        return []
    angles = np.radians(np.arange(0, 180, _STEP))
    reach = int(np.hypot(*dark.shape)) + 2
    votes = _votes(dark, angles, reach)
    left = dark.copy()
    chords = _chords(angles, reach, dark.shape)
    enough = np.where(chords >= _SHORTEST * min(dark.shape), _PROMISING * chords, np.inf)
    lines: list[Line] = []
    for _ in range(_MOST_LINES):
        best = np.unravel_index((votes - enough).argmax(), votes.shape)
        if votes[best] < enough[best]:
            break
        angle, distance = float(angles[best[0]]), int(best[1]) - reach + 0.5
        band = _band(angle, distance, dark.shape)
        on_paper = bare[band].any(axis=0)
        if on_paper.any() and _crosses_paper(dark[band][1:-1].any(axis=0)[on_paper]):
            lines.append(Line(angle, distance * factor))
            gone = np.zeros_like(left)
            gone[band] = left[band]
            votes -= _votes(gone, angles, reach)
            left &= ~gone
        else:
            votes[max(best[0] - 1, 0) : best[0] + 2, max(best[1] - 1, 0) : best[1] + 2] = 0
    return lines


def _crosses_paper(covered: Mask) -> bool:
    """Return whether a line is dark from one edge of the paper to the other, told for every step along it, (steps,)."""
    end = max(_SHORTEST_END, int(_END * len(covered)))
    enough = (covered.mean() >= _UNBROKEN, covered[:end].mean() > _AT_AN_END, covered[-end:].mean() > _AT_AN_END)
    return all(enough)


def _votes(mask: Mask, angles: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Return how many pixels of (h, w) lie within one pixel of each line, (angles, distances from −reach + ½ on)."""
    y, x = np.nonzero(mask)
    counts = np.empty((len(angles), 2 * reach + 1))
    for index, angle in enumerate(angles):
        distances = np.rint(x * np.cos(angle) + y * np.sin(angle)).astype(np.intp) + reach
        counts[index] = np.bincount(distances, minlength=2 * reach + 1)
    return counts[:, :-1] + counts[:, 1:]


def _chords(angles: NDArray[np.float64], reach: int, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Return how long each line is within a picture of `shape`, (angles, distances), in pixels."""
    across, down = np.cos(angles)[:, None], np.sin(angles)[:, None]
    distances = np.arange(-reach, reach) + 0.5
    bounds = []
    for start, step, side in ((distances * across, -down, shape[1] - 1), (distances * down, across, shape[0] - 1)):
        steps = np.where(np.abs(step) < _LEAST, _LEAST, step)
        bounds.append(np.sort([(0 - start) / steps, (side - start) / steps], axis=0))
    (low_x, high_x), (low_y, high_y) = bounds
    return np.asarray((np.minimum(high_x, high_y) - np.maximum(low_x, low_y)).clip(0))


def _band(angle: float, distance: float, shape: tuple[int, ...]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the pixels beside a line, (5 across, steps along) as rows and columns; those off the picture left out."""
    x, y = _positions(angle, distance, shape)
    offsets = np.arange(-2, 3)[:, None]
    columns = np.rint(x + offsets * np.cos(angle)).astype(np.intp).clip(0, shape[1] - 1)
    rows = np.rint(y + offsets * np.sin(angle)).astype(np.intp).clip(0, shape[0] - 1)
    return rows, columns


def _positions(
    angle: float, distance: float, shape: tuple[int, ...], step: float = 1.0
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the points x, y of a line within a picture of `shape`, (h, w), `step` pixels apart."""
    reach = np.hypot(*shape)
    along = np.arange(-reach, reach, step)
    x = distance * np.cos(angle) - along * np.sin(angle)
    y = distance * np.sin(angle) + along * np.cos(angle)
    within = (x >= 0) & (x <= shape[1] - 1) & (y >= 0) & (y <= shape[0] - 1)
    return x[within], y[within]


def _take_off(relative: Grey, line: Line, *, any_strength: bool, stretch: int) -> None:
    """Set to 0 what is the line's own of the ink (h, w); of a single line only if it is faint beside the ink."""
    x, y = _positions(line.angle, line.distance, relative.shape, 0.5)
    reach = 4 * stretch + 8
    offsets = np.arange(-reach, reach + 0.5, 0.5)[:, None]
    columns = np.rint(x + offsets * np.cos(line.angle)).astype(np.intp)
    rows = np.rint(y + offsets * np.sin(line.angle)).astype(np.intp)
    outside = (columns < 0) | (columns >= relative.shape[1]) | (rows < 0) | (rows >= relative.shape[0])
    columns, rows = columns.clip(0, relative.shape[1] - 1), rows.clip(0, relative.shape[0] - 1)
    strip = np.where(outside, np.float32(0), relative[rows, columns])
    centre = _centres(strip, 2 * (2 * stretch + 1))
    at = np.arange(strip.shape[1])
    own = strip[centre, at]
    strength = float(np.median(own))
    if not any_strength and strength > _CREASE:
        return
    low, high = _runs_through(strip > max(strength / 2, _LINE_LEVEL / 2), centre)
    width = float(np.median(high - low))
    crosses = (high - low > _CROSSING * width + 2) | (own > strength + _DARKER * (1 - strength))
    half = int(np.ceil(width / 2)) + 3
    place = np.arange(len(strip))[:, None]
    gone = (np.abs(place - centre) <= half) & ~crosses & ~outside
    relative[rows[gone], columns[gone]] = 0


def _centres(strip: Grey, most: int) -> NDArray[np.intp]:
    """Return where the line runs in a strip along it, (across, along), at most `most` rows off its middle."""
    middle = len(strip) // 2
    near = strip[middle - most : middle + most + 1]
    found = near.argmax(axis=0) + middle - most
    window = min(_SMOOTHED, len(found) // 2 * 2 - 1)
    if window < 3:
        return np.asarray(found)
    padded = np.pad(found, window // 2, mode="reflect")
    return np.median(np.lib.stride_tricks.sliding_window_view(padded, window), axis=1).astype(np.intp)


def _runs_through(dark: Mask, centre: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return of each column (across, along) the dark run through its centre, as its first row and the one beyond."""
    place = np.arange(len(dark))[:, None]
    high = np.where(~dark & (place >= centre), place, len(dark)).min(axis=0)
    low = np.where(~dark & (place <= centre), place, -1).max(axis=0) + 1
    return np.minimum(low, high), high
