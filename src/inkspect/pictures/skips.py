"""Gaps that a pen leaves in a stroke: the ink on either side lies along them."""

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Mask

# How far from a gap, in stroke widths, the ink that it interrupts is looked at.
_REACH = 3.0
# From the middle of the ink looked at a stroke's end lies this far, in stroke widths; a stroke's side half a width.
_END = 0.8
# The ink's direction and the gap's are alike where the cosine between them is at least this: 40°.
_ALIKE = 0.77


def interrupts_a_stroke(first: Mask, second: Mask, away_from_first: NDArray[np.float64], width: float) -> bool:
    """Return whether the gap between two marks (h, w) is one in a stroke: both end at it, and lie in its direction.

    Args:
        first: the one mark.
        second: the other.
        away_from_first: every pixel's distance (h, w) to the first, in pixels.
        width: the strokes' width in pixels.
    """
    ys, xs = np.nonzero(second)
    nearest = away_from_first[ys, xs]
    # Of an end as broad as the pen many pixels are nearly as near: the middle of them is where the stroke goes on.
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
    """Return whether the ink (h, w) near a point (x, y) begins there and goes on in a direction (x, y) of length 1."""
    ys, xs = np.nonzero(mark)
    offsets = np.stack([xs - end[0], ys - end[1]], axis=1)
    reach = _REACH * width
    near = offsets[np.hypot(*offsets.T) <= reach]
    if not len(near):
        return False
    middle = near.mean(axis=0)
    length = float(np.hypot(*middle))
    return length >= _END * width and float(middle @ direction) >= _ALIKE * length
