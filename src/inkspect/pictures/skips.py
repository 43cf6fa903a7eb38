"""Gaps that a skipping pen leaves in a stroke: the ink on either side is aligned with them."""

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Mask

# How far from a gap, in stroke widths, the interrupted ink is examined.
_REACH = 3.0
# A stroke's end is at least this far, in stroke widths, from the centre of the examined ink; a stroke's side is half a
# width away.
_END = 0.8
# The ink and the gap are aligned if the cosine between their directions is at least this: 40°.
_ALIKE = 0.77


def interrupts_a_stroke(first: Mask, second: Mask, away_from_first: NDArray[np.float64], width: float) -> bool:
    """Return whether the gap between two marks (h, w) interrupts a stroke: both end at it and are aligned with it.

    Args:
        first: one mark.
        second: the other.
        away_from_first: every pixel's distance (h, w) to the first, in pixels.
        width: the strokes' width in pixels.
    """
    ys, xs = np.nonzero(second)
    nearest = away_from_first[ys, xs]
    # At an end as broad as the pen, many pixels are almost equally near; the stroke continues at their middle.
    facing = nearest <= nearest.min() + 0.5 * width
    here = np.array([xs[facing].mean(), ys[facing].mean()])
    ys, xs = np.nonzero(first)
    distance = np.hypot(xs - here[0], ys - here[1])
    facing = distance <= distance.min() + 0.5 * width
    there = np.array([xs[facing].mean(), ys[facing].mean()])
    gap = here - there
    length = float(np.hypot(*gap))
    if length == 0:
        return False
    return _ends_along(second, here, gap / length, width) and _ends_along(first, there, -gap / length, width)


def _ends_along(mark: Mask, end: NDArray[np.float64], direction: NDArray[np.float64], width: float) -> bool:
    """Return whether the ink (h, w) near a point (x, y) starts there and continues in the unit direction (x, y)."""
    ys, xs = np.nonzero(mark)
    offsets = np.stack([xs - end[0], ys - end[1]], axis=1)
    reach = _REACH * width
    near = offsets[np.hypot(*offsets.T) <= reach]
    if not len(near):
        return False
    middle = near.mean(axis=0)
    length = float(np.hypot(*middle))
    return length >= _END * width and float(middle @ direction) >= _ALIKE * length
