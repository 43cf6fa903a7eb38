"""The ink rule at many moments of a long drawing, whose ink hardly moves on the grid from one point to the next.

As in Verlet's lists of neighbours (1967, doi 10.1103/PhysRev.159.98), the pieces of ink that may be nearest to a cell
are found once for a run of moments, and only they are measured at each. If the ink moves by up to s within the run, no
distance changes by more; so a piece that is farther from a cell than the nearest one by 2s at the run's beginning never
is its nearest.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.data.kept_points import KeptPoints
from inkspect.ink import centres_of_mass
from inkspect.network.architecture import InkSpec, load_architecture

_Floats = NDArray[np.float64]

_LONGEST_RUN = 128
_LONGEST_WAY = 0.2
"""How far the ink may move within a run, in cells."""

_PIECES_AT_ONCE = 20_000
_PAIRS_AT_ONCE = 300_000


@dataclass(frozen=True)
class _Placement:
    """Where the pad lies on the grid at each of m moments: a cell coordinate is scale × pad units + offset."""

    scales: _Floats
    """(m,)"""
    offsets: _Floats
    """(m, 2)"""

    def at(self, run: slice) -> "_Placement":
        return _Placement(self.scales[run], self.offsets[run])

    def shifted(self, by: _Floats) -> "_Placement":
        """Return the placement with the ink shifted by so many cells, (m, 2)."""
        return _Placement(self.scales, self.offsets + by)

    def ways(self, low: _Floats, high: _Floats) -> _Floats:
        """Return how far any ink in boxes (m, 2) from `low` to `high` is from where it is at the first moment, (m,)."""
        scale, offset = (self.scales - self.scales[0])[:, np.newaxis], self.offsets - self.offsets[0]
        along_axes = np.maximum(np.abs(scale * low + offset), np.abs(scale * high + offset))
        ways: _Floats = np.hypot(along_axes[:, 0], along_axes[:, 1])
        return ways


def pictures_from(kept: KeptPoints, done: int) -> Iterator[_Floats]:
    """Yield the pictures (m, 28, 28) after `done` + 1, … n points, in runs of moments; `done` is above 0."""
    architecture = load_architecture()
    ink, side = architecture.ink, architecture.input_shape[1]
    places = kept.points[:, :2]
    low, high = np.minimum.accumulate(places)[done:], np.maximum.accumulate(places)[done:]
    boxed = _centred_by_box(low, high, ink)
    segments, drawn_by = _segments(kept)
    counts = np.arange(done + 1, len(kept) + 1)
    start = 0
    while start < len(counts):
        ahead = slice(start, start + _LONGEST_RUN)
        far = boxed.at(ahead).ways(low[ahead], high[ahead]) > _LONGEST_WAY
        run = slice(start, start + (int(far.argmax()) if far.any() else len(far)))
        box = low[run], high[run]
        drawn = drawn_by <= counts[run][-1]
        there = segments[drawn], drawn_by[drawn]
        first = _draw(*there, boxed.at(run), box, counts[run], ink, side)
        massed = boxed.at(run).shifted(ink.mass_center - centres_of_mass(first))
        yield _draw(*there, massed, box, counts[run], ink, side)
        start = run.stop


def _centred_by_box(low: _Floats, high: _Floats, ink: InkSpec) -> _Placement:
    longer_side = (high - low).max(axis=1)
    scales = np.where(longer_side > 0, (ink.ink_span - 2 * ink.pen_radius) / np.maximum(longer_side, 1), 1.0)
    return _Placement(scales, ink.box_center - scales[:, np.newaxis] * (low + high) / 2)


def _segments(kept: KeptPoints) -> tuple[_Floats, NDArray[np.intp]]:
    """Return the segments (n, 4) as x, y, x, y in pad units, none of them twice, and the moments since which they are.

    A stroke's first point is a segment of length 0.
    """
    places = kept.points[:, :2]
    begins = np.diff(kept.strokes, prepend=-1) > 0
    before = np.where(begins[:, np.newaxis], places, np.roll(places, 1, axis=0))
    backwards = (before[:, 0] > places[:, 0]) | ((before[:, 0] == places[:, 0]) & (before[:, 1] > places[:, 1]))
    ordered = np.where(backwards[:, np.newaxis], np.hstack([places, before]), np.hstack([before, places]))
    _, firsts = np.unique(ordered, axis=0, return_index=True)
    firsts.sort()
    return ordered[firsts], firsts + 1


def _draw(
    segments: _Floats,
    drawn_by: NDArray[np.intp],
    placement: _Placement,
    box: tuple[_Floats, _Floats],
    counts: NDArray[np.intp],
    ink: InkSpec,
    side: int,
) -> _Floats:
    """Return the pictures (m, 28, 28) at m moments: after `counts` points, placed so, with ink within boxes (m, 2)."""
    reach, full = ink.pen_radius + 0.5, ink.pen_radius - 0.5
    way = float(placement.ways(*box).max())
    pieces, since = _cut(segments, drawn_by, placement.scales[0], reach + way)
    cells, nearby, distances = _pairs(
        pieces * placement.scales[0] + np.tile(placement.offsets[0], 2), reach + way, side
    )

    old = since[nearby] <= counts[0]
    nearest = np.full(side * side, np.inf)
    np.minimum.at(nearest, cells[old], distances[old])
    stays_full = nearest <= full - way
    matter = ~stays_full[cells] & (~old | (distances <= nearest[cells] + 2 * way))
    cells, nearby = cells[matter], nearby[matter]
    order = np.argsort(cells, kind="stable")
    cells, nearby = cells[order], nearby[order]

    pictures = np.zeros((len(counts), side * side))
    pictures[:, stays_full] = 1
    if len(cells):
        at_once = max(1, _PAIRS_AT_ONCE // len(cells))
        for start in range(0, len(counts), at_once):
            some = slice(start, start + at_once)
            touched, squares = _nearest(pieces[nearby], since[nearby], cells, placement.at(some), counts[some], side)
            values = reach - np.sqrt(squares) * placement.scales[some, np.newaxis]
            pictures[some, touched] = np.clip(values, 0, 1)
    return pictures.reshape(-1, side, side)


def _cut(segments: _Floats, drawn_by: NDArray[np.intp], scale: float, reach: float) -> tuple[_Floats, NDArray[np.intp]]:
    """Cut segments into pieces so short that a window of cells around each holds all that it reaches."""
    lengths = np.abs(segments[:, 2:] - segments[:, :2]).max(axis=1) * scale
    each = np.maximum(np.ceil(lengths / (_window(reach) - 2 * reach)), 1).astype(np.intp)
    source = np.repeat(np.arange(len(segments)), each)
    order = np.arange(len(source)) - np.repeat(np.cumsum(each) - each, each)
    step = ((segments[:, 2:] - segments[:, :2]) / each[:, np.newaxis])[source]
    start = segments[source, :2] + step * order[:, np.newaxis]
    return np.hstack([start, start + step]), drawn_by[source]


def _window(reach: float) -> int:
    """Return the side of the square of cells that a piece can reach, in cells."""
    return int(np.ceil(2 * reach + 0.5))


def _pairs(pieces: _Floats, reach: float, side: int) -> tuple[NDArray[np.intp], NDArray[np.intp], _Floats]:
    """Return every cell and piece that are within reach of each other, and their distance; `pieces` (p, 4) in cells."""
    offsets = np.arange(_window(reach))
    found: list[tuple[NDArray[np.intp], NDArray[np.intp], _Floats]] = []
    for first in range(0, len(pieces), _PIECES_AT_ONCE):
        some = pieces[first : first + _PIECES_AT_ONCE]
        low = np.minimum(some[:, :2], some[:, 2:])
        columns, rows = (np.ceil(low - reach - 0.5).astype(np.intp).T[:, :, np.newaxis] + offsets)[:, :, np.newaxis, :]
        rows = rows.transpose(0, 2, 1)
        squares = _squared_distances(some.T[:, :, np.newaxis, np.newaxis], columns + 0.5, rows + 0.5)
        near = (squares <= reach * reach) & (columns >= 0) & (columns < side) & (rows >= 0) & (rows < side)
        which = np.nonzero(near)[0]
        found.append(((rows * side + columns)[near], which + first, np.sqrt(squares[near])))
    cells, nearby, distances = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return cells, nearby, distances


def _nearest(
    pieces: _Floats,
    since: NDArray[np.intp],
    cells: NDArray[np.intp],
    placement: _Placement,
    counts: NDArray[np.intp],
    side: int,
) -> tuple[NDArray[np.intp], _Floats]:
    """Return the cells that have a piece, and the squared distances to the nearest, (m, cells), in pad units.

    Pair i is of the piece `pieces[i]`, there since `since[i]` points are drawn, and the cell `cells[i]`, ascending.
    """
    firsts = np.flatnonzero(np.diff(cells, prepend=-1))
    offsets, scales = placement.offsets.T[:, :, np.newaxis], placement.scales[:, np.newaxis]
    squares = _squared_distances(
        pieces.T, (cells % side + 0.5 - offsets[0]) / scales, (cells // side + 0.5 - offsets[1]) / scales
    )
    squares[since > counts[:, np.newaxis]] = np.inf
    return cells[firsts], np.minimum.reduceat(squares, firsts, axis=1)


def _squared_distances(pieces: _Floats, x: _Floats, y: _Floats) -> _Floats:
    """Return the squared distances of places x, y from pieces, as x, y, x, y; the arrays are broadcast."""
    start_x, start_y, end_x, end_y = pieces
    along_x, along_y = end_x - start_x, end_y - start_y
    length_squared = along_x * along_x + along_y * along_y
    length_squared = np.where(length_squared == 0, 1, length_squared)
    to_x, to_y = x - start_x, y - start_y
    share = np.clip(to_x * (along_x / length_squared) + to_y * (along_y / length_squared), 0, 1)
    away_x, away_y = to_x - share * along_x, to_y - share * along_y
    squares: _Floats = away_x * away_x + away_y * away_y
    return squares
