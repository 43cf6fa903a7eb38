"""Strokes as small SVGs, for notebooks."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SIDE_PX = 112
_MARGIN = 0.12
"""The margin around the points and, below, half the pen's width, as shares of the longer side; near the ink rule's."""

_HALF_PEN = 0.065


def strokes_as_svg(strokes: Sequence[NDArray[np.float64]]) -> str:
    """Return strokes, each (points, 2 or 3), as an SVG of 112 px in the colour of the surrounding text."""
    inked = [stroke[:, :2] for stroke in strokes if len(stroke)]
    points = np.concatenate(inked) if inked else np.zeros((1, 2))
    low, high = points.min(axis=0), points.max(axis=0)
    longer_side = float((high - low).max()) or 1.0
    lines = "".join(f'<polyline points="{_positions((stroke - (low + high) / 2) / longer_side)}"/>' for stroke in inked)
    half = 0.5 + _MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE_PX}" height="{_SIDE_PX}" '
        f'viewBox="{-half} {-half} {2 * half} {2 * half}" fill="none" stroke="currentColor" '
        f'stroke-width="{2 * _HALF_PEN}" stroke-linecap="round" stroke-linejoin="round">{lines}</svg>'
    )


def _positions(points: NDArray[np.float64]) -> str:
    """Return points (n, 2) as SVG text; a lone point becomes a zero-length line, which round caps turn into a dot."""
    shown = np.repeat(points, 2, axis=0) if len(points) == 1 else points
    return " ".join(f"{x:.3g},{y:.3g}" for x, y in shown.tolist())
