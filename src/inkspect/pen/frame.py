"""The frame round a drawing, in which the pen's movements are measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from inkspect.data.stroke_values import MAX_MAGNITUDE
from inkspect.ink import Stroke
from inkspect.pen.description import load_pen
from inkspect.system.errors import InkspectError

_FARTHEST = 1e9
"""A place farther outside a frame than so many steps counts as this far: no sequence ever gets there."""


@dataclass(frozen=True)
class Frame:
    """A drawing's bounding box, whose longer side is 14 steps long and whose centre lies at (7, 7).

    Attributes:
        centre_x: the box's centre, in the drawing's unit.
        centre_y: the same from top to bottom.
        side: its longer side, in the drawing's unit; 0 for a drawing without extent, all of which lies at (7, 7).
    """

    centre_x: float
    centre_y: float
    side: float

    @classmethod
    def of(cls, strokes: Sequence[Stroke]) -> "Frame":
        """Return the frame round a drawing; of one without points, the frame whose unit is the step itself.

        Raises:
            InkspectError: a coordinate is not finite, or beyond 1e15.
        """
        return cls.around(points_of(strokes))

    @classmethod
    def around(cls, points: NDArray[np.float64]) -> "Frame":
        """Return the frame round points (points, 2), as `of` does."""
        steps = load_pen().steps
        if not len(points):
            return cls(steps / 2, steps / 2, float(steps))
        low, high = points.min(axis=0), points.max(axis=0)
        centre_x, centre_y = ((low + high) / 2).tolist()
        return cls(centre_x, centre_y, float((high - low).max()))

    @property
    def has_extent(self) -> bool:
        """Whether distances can be measured in it; not round a single place."""
        return self.side > 0

    def in_steps(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points (points, 2) of the drawing's unit in steps of the frame."""
        steps = load_pen().steps
        if not self.has_extent:
            return np.full((len(points), 2), steps / 2)
        with np.errstate(over="ignore"):  # outside a tiny frame
            # In this order, so that every value is computed as in the page.
            placed = (points - (self.centre_x, self.centre_y)) * steps / self.side + steps / 2
        placed.clip(-_FARTHEST, _FARTHEST, out=placed)
        return placed

    def strokes_in_steps(self, strokes: Sequence[Stroke]) -> list[list[list[float]]]:
        """Return the points of strokes, those without points left out, in steps of the frame: [x, y] each.

        Raises:
            InkspectError: a coordinate is not finite, or beyond 1e15.
        """
        points = self.in_steps(points_of(strokes)).tolist()
        ends = list(accumulate(map(len, inked(strokes))))
        return [points[first:end] for first, end in zip([0, *ends], ends, strict=False)]

    def from_steps(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return points (points, 2) in steps of the frame in the drawing's unit; without extent, a step is one unit."""
        steps = load_pen().steps
        step = self.side / steps if self.has_extent else 1.0
        placed: NDArray[np.float64] = (points - steps / 2) * step + (self.centre_x, self.centre_y)
        return placed


def inked(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Return the strokes that have points."""
    return [stroke for stroke in strokes if len(stroke)]


def points_of(strokes: Sequence[Stroke]) -> NDArray[np.float64]:
    """Return the x and y of all strokes' points, (points, 2).

    Raises:
        InkspectError: a coordinate is not finite, or beyond 1e15.
    """
    if not (drawn := inked(strokes)):
        return np.empty((0, 2))
    points = np.concatenate([stroke[:, :2] for stroke in drawn]).astype(np.float64, copy=False)
    largest = np.abs(points).max()
    if not np.isfinite(largest):
        raise InkspectError("a drawing's coordinates must be finite numbers")
    if largest > MAX_MAGNITUDE:
        raise InkspectError(f"a drawing's coordinates must be at most {MAX_MAGNITUDE:g}, not {largest:g}")
    return points
