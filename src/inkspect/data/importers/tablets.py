"""What the importers of tablet recordings share: the box that every digit is scaled to, and anonymous ids."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WRITER_LENGTH, SITE_LENGTH = 10, 4
"""Hexadecimal digits in the id of a writer, and of a site."""

_LONGER_SIDE = 1000


def fitted(strokes: Sequence[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Scale a digit to a longer side of 1000, turn y down, and round; a single point becomes (0, 0).

    Args:
        strokes: each (points, 2), x to the right and y up, in one unit of length; at least one point in all.

    Returns:
        The strokes, each (points, 2), with 0 as the smallest x and y; the aspect ratio is kept.
    """
    points = np.concatenate(strokes)
    left, top = points[:, 0].min(), points[:, 1].max()
    scale = _LONGER_SIDE / (float(np.ptp(points, axis=0).max()) or 1.0)
    return tuple(
        np.rint(np.stack([(stroke[:, 0] - left) * scale, (top - stroke[:, 1]) * scale], axis=1)) for stroke in strokes
    )


def sha256_of(text: str) -> str:
    """Return the SHA-256 of a name, in hexadecimal; ids begin it."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
