"""DESIGN's rules written a second time, slowly and plainly, sharing no code with the package.

The golden cases are computed here, in float64; Python's and TypeScript's fast versions are then held against them. The
constants stand here as numbers on purpose: a slip in `architecture.json` would otherwise go unseen.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Float64s = NDArray[np.float64]
PEN_RADIUS = 1.15


def ink_rule(strokes: Sequence[Sequence[Sequence[float]]]) -> Float64s:
    """Strokes of points [x, y, …] → (28, 28); 0 everywhere where there is no point."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return np.zeros((28, 28))
    left, right = min(p[0] for p in points), max(p[0] for p in points)
    top, bottom = min(p[1] for p in points), max(p[1] for p in points)
    side = max(right - left, bottom - top)
    scale = (20 - 2 * PEN_RADIUS) / side if side > 0 else 0.0
    cells = [
        [(14 + (p[0] - (left + right) / 2) * scale, 14 + (p[1] - (top + bottom) / 2) * scale) for p in stroke]
        for stroke in strokes
    ]
    first = _draw(cells)
    mass = first.sum()
    centre_x = sum(first[row, column] * (column + 0.5) for row in range(28) for column in range(28)) / mass
    centre_y = sum(first[row, column] * (row + 0.5) for row in range(28) for column in range(28)) / mass
    return _draw([[(x + 14.5 - centre_x, y + 14.5 - centre_y) for x, y in stroke] for stroke in cells])


def _draw(strokes: Sequence[Sequence[tuple[float, float]]]) -> Float64s:
    distance = np.full((28, 28), np.inf)
    centre_x, centre_y = np.meshgrid(np.arange(28) + 0.5, np.arange(28) + 0.5)
    for stroke in strokes:
        ends = list(pairwise(stroke)) or [(point, point) for point in stroke]
        for (x0, y0), (x1, y1) in ends:
            length = math.hypot(x1 - x0, y1 - y0)
            # In units along the segment, the nearest point's place is cut to the segment's two ends.
            ux, uy = ((x1 - x0) / length, (y1 - y0) / length) if length > 0 else (0.0, 0.0)
            along = np.minimum(np.maximum((centre_x - x0) * ux + (centre_y - y0) * uy, 0), length)
            distance = np.minimum(distance, np.hypot(centre_x - x0 - along * ux, centre_y - y0 - along * uy))
    return np.minimum(np.maximum(PEN_RADIUS + 0.5 - distance, 0), 1)
