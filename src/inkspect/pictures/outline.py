"""Outlines of ink: distances to them, and the width of the strokes."""

import numpy as np
from numpy.typing import NDArray

from inkspect.pictures.filters import Mask


def distance_to(mask: Mask) -> NDArray[np.float64]:
    """Return the distance in pixels from every pixel of (h, w) to the nearest one in `mask`; infinite if there is none.

    It is exact: first along the columns, then over all columns of a row (Felzenszwalb & Huttenlocher 2012, without the
    envelope, which pays off only above the 200 pixels used here).
    """
    height, width = mask.shape
    away = np.full((height, width), np.inf)
    nearest = np.full(width, np.inf)
    for row in range(height):
        nearest = np.where(mask[row], 0.0, nearest + 1.0)
        away[row] = nearest
    nearest = np.full(width, np.inf)
    for row in reversed(range(height)):
        nearest = np.where(mask[row], 0.0, nearest + 1.0)
        away[row] = np.minimum(away[row], nearest)
    squares = away**2
    columns = np.arange(width)
    smallest = np.full((height, width), np.inf)
    for column in range(width):
        np.minimum(smallest, squares[:, column, None] + (columns - column) ** 2, out=smallest)
    return np.asarray(np.sqrt(smallest))


def signed_distance(ink: Mask) -> NDArray[np.float64]:
    """Return every pixel's distance to the outline of (h, w), in pixels, positive inside the ink."""
    return np.where(ink, distance_to(~ink) - 0.5, 0.5 - distance_to(ink))


def stroke_width(ink: Mask) -> float:
    """Return the typical width of the strokes in (h, w), in pixels: a ribbon's mean depth is a quarter of its width.

    The mask must contain ink with paper around it.
    """
    return 4 * float((distance_to(~ink)[ink] - 0.5).mean())


def any_of_blocks(mask: Mask, factor: int) -> Mask:
    """Shrink (h, w) by an integer factor; a pixel is set if any in its `factor`×`factor` block is."""
    height, width = (-(-side // factor) for side in mask.shape)
    whole = np.zeros((height * factor, width * factor), dtype=np.bool_)
    whole[: mask.shape[0], : mask.shape[1]] = mask
    return np.asarray(whole.reshape(height, factor, width, factor).any(axis=(1, 3)))
