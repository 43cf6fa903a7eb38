"""What other ink would do: the picture is changed at every place in turn, and read again.

Integrated gradients give blank paper no share; these show what an opening is worth. Nothing is fitted anew, so a
changed picture is not what a pen would have drawn.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.gradients import difference_weights
from inkspect.network.network import PICTURES_AT_ONCE, Network

Float64s = NDArray[np.float64]

OCCLUDED_SIDE = 5
"""Cells along a side of the square that occlusion sets to 0."""


def occlusion(picture: NDArray[np.floating], network: Network, digit: int, rival: int | None = None) -> Float64s:
    """Return what erasing a square does, for every cell (28, 28) at its centre.

    The value is the logit of `digit` (less its rival's) with a 5×5 square set to 0, less that of the picture as it is:
    negative where the ink speaks for the digit. At the border the square is cut.
    """
    return _changes(picture, _occluded(picture), network, digit, rival)


def insertion(picture: NDArray[np.floating], network: Network, digit: int, rival: int | None = None) -> Float64s:
    """Return what a dot of the pen does, for every cell (28, 28) at its centre.

    The value is the logit of `digit` (less its rival's) with the dot, less that of the picture as it is: positive where
    more ink would speak for the digit. The dot follows the ink rule, with values clamp(r + ½ − distance, 0, 1); of the
    dot and the picture the larger value is kept.
    """
    return _changes(picture, _with_dots(picture, network.architecture.ink.pen_radius), network, digit, rival)


def _changes(
    picture: NDArray[np.floating],
    changed: Iterator[NDArray[np.floating]],
    network: Network,
    digit: int,
    rival: int | None,
) -> Float64s:
    weights = difference_weights(digit, rival)
    before = network.predict_logits(picture).astype(np.float64) @ weights
    after = [network.predict_logits(some).astype(np.float64) @ weights for some in changed]
    changes: Float64s = np.concatenate(after).reshape(picture.shape) - before
    return changes


def _occluded(picture: NDArray[np.floating]) -> Iterator[NDArray[np.floating]]:
    reach = OCCLUDED_SIDE // 2
    for rows, columns in _places(picture):
        row_distances = np.abs(np.arange(picture.shape[0]) - rows[:, None])
        column_distances = np.abs(np.arange(picture.shape[1]) - columns[:, None])
        hidden = (row_distances <= reach)[:, :, None] & (column_distances <= reach)[:, None, :]
        yield np.where(hidden, 0, picture)


def _with_dots(picture: NDArray[np.floating], pen_radius: float) -> Iterator[NDArray[np.floating]]:
    for rows, columns in _places(picture):
        down = np.arange(picture.shape[0]) - rows[:, None]
        across = np.arange(picture.shape[1]) - columns[:, None]
        distances = np.hypot(down[:, :, None], across[:, None, :])
        yield np.maximum(picture, np.clip(pen_radius + 0.5 - distances, 0, 1))


def _places(picture: NDArray[np.floating]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield all cells' rows and columns, some at a time, row by row."""
    rows, columns = (indices.ravel() for indices in np.indices(picture.shape))
    for start in range(0, picture.size, PICTURES_AT_ONCE):
        yield rows[start : start + PICTURES_AT_ONCE], columns[start : start + PICTURES_AT_ONCE]
