"""Pictures as they are stored, in 256 levels, and as the network computes with them, as shares of ink from 0 to 1."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from inkspect.network.layers import Floats

_LAST_LEVEL = 255


def ink_of_levels(levels: NDArray[np.uint8], dtype: DTypeLike = np.float32) -> Floats:
    """Return levels from 0 (paper) to 255 (ink), of any shape, as shares of ink from 0 to 1.

    All pictures go through here, so that training, calibration and measuring see the same values to the last bit.
    """
    ink: Floats = levels.astype(dtype, order="C")
    ink *= ink.dtype.type(1 / _LAST_LEVEL)
    return ink


def levels_of_ink(ink: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return shares of ink from 0 to 1, of any shape, as the nearest levels from 0 to 255."""
    levels: NDArray[np.uint8] = np.rint(ink * _LAST_LEVEL).astype(np.uint8)
    return levels


def layer_inputs(levels: NDArray[np.uint8], dtype: DTypeLike = np.float32) -> Floats:
    """Turn pictures (n, 28, 28) of levels into the layers' inputs (row, channel, column, sample) of ink."""
    return ink_of_levels(levels.transpose(1, 2, 0), dtype)[:, None]
