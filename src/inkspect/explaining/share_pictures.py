"""Shares of a picture's cells as a small picture, for notebooks."""

import numpy as np
from numpy.typing import NDArray

SIDE = 196
SUPPORTING = "#b8401a"
"""The warm hue: speaks for the digit."""
OPPOSING = "#1f6391"
"""The cool hue: speaks against it."""


def shares_as_svg(picture: NDArray[np.floating], shares: NDArray[np.floating]) -> str:
    """Return an SVG: the ink in grey, and over it each cell's share, warm where it speaks for the digit, else cool.

    Args:
        picture: (28, 28) from 0 (paper) to 1 (ink).
        shares: (28, 28) signed shares; the largest in magnitude gets the full hue.
    """
    rows, columns = picture.shape
    largest = float(np.abs(shares).max()) or 1.0
    inked = np.argwhere((picture > 0) | (shares != 0)).tolist()
    cells = "".join(
        f'<path d="M{column} {row}h1v1h-1z" fill="#888" fill-opacity="{0.35 * picture[row, column]:.2f}"/>'
        f'<path d="M{column} {row}h1v1h-1z" fill="{SUPPORTING if shares[row, column] > 0 else OPPOSING}"'
        f' fill-opacity="{abs(shares[row, column]) / largest:.2f}"/>'
        for row, column in inked
    )
    return (
        f'<svg viewBox="0 0 {columns} {rows}" width="{SIDE}" height="{SIDE}" role="img" '
        f'aria-label="Shares of the ink">{cells}</svg>'
    )
