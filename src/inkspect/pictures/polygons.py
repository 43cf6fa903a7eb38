"""Outlines as polygons: inside, area, and similarity to a quadrangle."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from inkspect.pictures.filters import Mask

Points = NDArray[np.float64]
"""(points, 2): x and y, in pixels."""

# This many corners of an outline are enough to find its largest quadrangle.
_CORNERS = 60


def quadrangularity(outline: Points) -> float:
    """Return the share of a convex outline, (points, 2) in order, that the largest inscribed quadrangle fills.

    It is 1 for any quadrangle, however slanted, and 2/π for any ellipse.
    """
    corners = outline[:: max(1, len(outline) // _CORNERS)]
    whole = area(outline)
    if len(corners) < 4 or whole <= 0:
        return 0.0
    # Twice the signed area of the triangle on every diagonal (i, j) with every corner k.
    edges = corners[None, :, :] - corners[:, None, :]
    sides = edges[:, :, None, 0] * edges[:, None, :, 1] - edges[:, :, None, 1] * edges[:, None, :, 0]
    largest = sides.max(axis=2).clip(0) + (-sides).max(axis=2).clip(0)
    return float(largest.max() / 2 / whole)


def area(outline: Points) -> float:
    """Return the area within a closed outline, (points, 2), in square pixels (the shoelace formula)."""
    x, y = outline.T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def polygon(outline: Points, shape: tuple[int, ...]) -> Mask:
    """Return the inside of a closed outline, (points, 2) as x and y, on a picture of `shape`, (h, w)."""
    canvas = Image.new("1", (shape[1], shape[0]))
    ImageDraw.Draw(canvas).polygon([(x, y) for x, y in outline.tolist()], fill=1)
    return np.asarray(canvas, dtype=np.bool_)


def convex_hull(region: Mask) -> Points:
    """Return the corners (corners, 2), x and y, of the convex hull of the pixels of (h, w).

    It joins the lower and the upper chain of the sorted points (Andrew 1979).
    """
    rows = np.flatnonzero(region.any(axis=1))
    first = region[rows].argmax(axis=1)
    last = region.shape[1] - 1 - region[rows, ::-1].argmax(axis=1)
    ends = np.concatenate([np.stack([first, rows], axis=1), np.stack([last, rows], axis=1)])
    points = sorted({(float(x), float(y)) for x, y in ends.tolist()})
    return np.array(_chain(points)[:-1] + _chain(points[::-1])[:-1] if len(points) > 2 else points)


def _chain(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in points:
        while len(chain) > 1:
            (x0, y0), (x1, y1) = chain[-2:]
            if (x1 - x0) * (y - y0) > (y1 - y0) * (x - x0):
                break
            chain.pop()
        chain.append((x, y))
    return chain
