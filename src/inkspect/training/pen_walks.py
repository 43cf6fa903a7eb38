"""The movements of many drawings at once: the tokens of `pen/tokens.py`, in a fraction of the time.

All drawings take one action an iteration, so that every line below works on all that are not yet finished.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.ink import Stroke
from inkspect.pen.description import load_pen

Counts: TypeAlias = NDArray[np.intp]

_FARTHEST = 1e9
"""A place farther outside a frame counts as this far, as in `pen/frame.py`."""


@dataclass(frozen=True)
class Walks:
    """The movements of n drawings, each in a frame of its own.

    Attributes:
        ids: (n, longest), the movements' tokens, 0 after the last.
        counts: (n,), the number of movements.
        begun: (n,), how many of them belong to the beginning.
        whole: (n,), whether all movements are there, and not only the first `longest`.
    """

    ids: NDArray[np.uint8]
    counts: Counts
    begun: Counts
    whole: NDArray[np.bool_]


def walk_all(drawings: Sequence[Sequence[Stroke]], kept: Sequence[int], longest: int) -> Walks:
    """Return each drawing's movements in the frame of its first `kept` points, the first `longest` of them.

    Args:
        drawings: strokes (points, 2); those without points are skipped, but every drawing has a point.
        kept: for each drawing, how many of its points are its beginning, at least 1. In the frame of a beginning
            without extent, everything lies at the middle.
        longest: the most movements of a drawing, at least 2.
    """
    inked = [[stroke for stroke in drawing if len(stroke)] for drawing in drawings]
    points = np.concatenate([stroke[:, :2] for drawing in inked for stroke in drawing])
    sizes = np.array([sum(map(len, drawing)) for drawing in inked])
    starts_stroke = np.zeros(len(points) + 1, np.bool_)
    starts_stroke[np.cumsum([0, *(len(stroke) for drawing in inked for stroke in drawing)])] = True
    first = np.cumsum(sizes) - sizes
    begun = first + np.asarray(kept)
    return _Pens(_in_frames(points, first, sizes, begun), starts_stroke, first, first + sizes, begun, longest).walk()


def _in_frames(points: NDArray[np.float64], first: Counts, sizes: Counts, end: Counts) -> NDArray[np.float64]:
    """Return (2, points): every point in its drawing's frame, which spans the drawing's points up to `end`."""
    bounds = np.stack([first, end], axis=1).ravel()
    padded = np.concatenate([points, points[-1:]])  # so that the last bound, the number of points, is an index
    low, high = np.minimum.reduceat(padded, bounds)[::2], np.maximum.reduceat(padded, bounds)[::2]
    centre, side = (low + high) / 2, (high - low).max(axis=1)
    centres, sides = np.repeat(centre, sizes, axis=0), np.repeat(side, sizes)[:, np.newaxis]
    steps = load_pen().steps
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # in a tiny frame, or one without extent
        placed = (points - centres) * steps / sides + steps / 2
    return np.ascontiguousarray(np.where(sides > 0, placed.clip(-_FARTHEST, _FARTHEST), steps / 2).T)


class _Pens:
    """Pens on the way along their drawings, one for each."""

    def __init__(
        self,
        points: NDArray[np.float64],
        starts_stroke: NDArray[np.bool_],
        first: Counts,
        end: Counts,
        begun: Counts,
        longest: int,
    ) -> None:
        pen, count = load_pen(), len(first)
        self._points, self._starts_stroke = points, starts_stroke
        self._directions = np.array(pen.directions)
        self._reach_squared = pen.reach * pen.reach
        self._lift, self._drop, self._step = pen.id("LIFT"), pen.id("DROP"), pen.step(0)
        self._longest = longest
        self._ids = np.zeros((count, longest), np.uint8)
        self._counts, self._begun = np.full(count, 2), np.zeros(count, np.intp)
        self._whole = np.zeros(count, np.bool_)
        # Of those that still walk: the drawing, the place, the next point, the last one's end and the beginning's.
        self._which = np.arange(count)
        self._at = np.clip(np.floor(points[:, first] + 0.5), 0, pen.steps)
        self._next, self._end, self._begun_end = first + 1, end, begun
        self._in_air = np.zeros(count, np.bool_)
        self._ids[:, :2] = pen.at(0) + self._at.T
        self._begun[begun == self._next] = 2

    def walk(self) -> Walks:
        """Walk every drawing to its end, or to its last movement that fits."""
        while True:
            ended = self._next >= self._end
            self._whole[self._which[ended]] = True
            self._keep_only(~ended & (self._counts[self._which] < self._longest))
            if not len(self._which):
                begun = np.where(self._begun > 0, self._begun, self._counts)
                return Walks(self._ids, self._counts, begun, self._whole)
            self._act()

    def _act(self) -> None:
        """Lift the pen, take a step, or arrive at the next point, where a lifted pen is put down."""
        lifted = self._starts_stroke[self._next] & ~self._in_air
        away = self._points[:, self._next] - self._at
        far = (away[0] * away[0] + away[1] * away[1] >= self._reach_squared) & ~lifted
        arrived = ~far & ~lifted
        steps = np.flatnonzero(far)
        along = self._directions[:, :1] * away[0, steps] + self._directions[:, 1:] * away[1, steps]
        direction = along.argmax(axis=0)
        self._at[:, steps] += self._directions[direction].T
        token = np.full(len(self._which), self._lift)
        token[steps] = self._step + direction
        dropped = arrived & self._in_air
        token[dropped] = self._drop
        self._in_air = (self._in_air | lifted) & ~arrived
        self._emit(np.flatnonzero(~arrived | dropped), token)
        self._next = self._next + arrived
        begun = self._which[arrived & (self._next == self._begun_end)]
        self._begun[begun] = self._counts[begun]

    def _emit(self, moved: Counts, token: Counts) -> None:
        which = self._which[moved]
        self._ids[which, self._counts[which]] = token[moved]
        self._counts[which] += 1

    def _keep_only(self, walking: NDArray[np.bool_]) -> None:
        if walking.all():
            return
        self._which, self._at, self._in_air = self._which[walking], self._at[:, walking], self._in_air[walking]
        self._next, self._end, self._begun_end = self._next[walking], self._end[walking], self._begun_end[walking]
