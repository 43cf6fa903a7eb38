"""The pad and its border, at which placed strokes are cut: ink that cannot be seen is ignored.

The counterpart of the page's `ink/border.ts`; the golden cuts keep the two in step.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.system.errors import InkspectError

PAD_SIDE = 4096
"""The pad's side in pad units."""

_Point: TypeAlias = tuple[float, ...]
"""x and y in pad units and, if the stroke has times, t in ms."""


def cut_to_pad(strokes: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Return placed strokes, each (points, 2 or 3), as the page keeps them: rounded to pad units, cut at the border.

    Points on the pad, 0…4096 including its border, are kept, and those outside are dropped. Where a stroke crosses the
    border, the crossing is inserted, interpolated in x, y and t and rounded; where it comes back, a new stroke begins.
    Strokes that never touch the pad are dropped.

    Raises:
        InkspectError: a coordinate is not finite.
    """
    return tuple(part for stroke in strokes for part in _cut(stroke))


def _cut(stroke: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    if not np.isfinite(stroke[:, :2]).all():
        raise InkspectError("a drawing's coordinates must be finite numbers")
    if not len(stroke):
        return []
    rounded = np.column_stack([rounded_half_up(stroke[:, :2]), stroke[:, 2:]])
    if ((rounded[:, :2] >= 0) & (rounded[:, :2] <= PAD_SIDE)).all():
        return [rounded]
    points: list[_Point] = [tuple(point) for point in rounded.tolist()]
    parts: list[list[_Point]] = [[points[0]]] if _is_on_pad(points[0]) else []
    goes_on = _is_on_pad(points[0])
    for start, end in pairwise(points):
        on_pad = _is_on_pad(end)
        for place in [*_crossings(start, end), *([end] if on_pad else [])]:
            if not goes_on:
                parts.append([])
                goes_on = True
            parts[-1].append(place)
        goes_on = on_pad
    return [np.array(part) for part in parts]


def _is_on_pad(point: _Point) -> bool:
    return min(point[:2]) >= 0 and max(point[:2]) <= PAD_SIDE


def _crossings(start: _Point, end: _Point) -> list[_Point]:
    """Return where the segment from one point to another crosses the border: entering first, then leaving.

    An end on the border is not a crossing, nor is a corner that the segment only touches.
    """
    on_pad = _is_on_pad(start), _is_on_pad(end)
    if all(on_pad):
        return []
    entry, leave = 0.0, 1.0
    for axis in (0, 1):
        # If this overflows, the border's shares are 0, and nothing of the segment is left.
        length = end[axis] - start[axis]
        if length != 0:
            shares = [(border - start[axis]) / length for border in (0, PAD_SIDE)]
            entry, leave = max(entry, min(shares)), min(leave, max(shares))
        elif not 0 <= start[axis] <= PAD_SIDE:
            return []
    if entry >= leave and not any(on_pad):
        return []
    return [_between(start, end, share) for share in (entry, leave) if 0 < share < 1]


def _between(start: _Point, end: _Point, share: float) -> _Point:
    """Return the point at this share of the segment, in whole pad units and ms."""
    along = np.array([one + (other - one) * share for one, other in zip(start, end, strict=True)])
    place = rounded_half_up(along)
    place[:2] = np.clip(place[:2], 0, PAD_SIDE)
    return tuple(place.tolist())


def rounded_half_up(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values rounded to whole numbers, halves up, as JavaScript's `Math.round` does."""
    whole = np.floor(values)
    rounded: NDArray[np.float64] = whole + (values - whole >= 0.5)
    return rounded
