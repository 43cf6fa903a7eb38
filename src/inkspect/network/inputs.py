"""Pictures in the layers' order of axes."""

import numpy as np
from numpy.typing import DTypeLike, NDArray

from inkspect.data.levels import ink_of_levels
from inkspect.network.layers import Floats


def layer_inputs(levels: NDArray[np.uint8], dtype: DTypeLike = np.float32) -> Floats:
    """Turn pictures (n, 28, 28) of levels into the layers' inputs (row, channel, column, sample) of ink."""
    return ink_of_levels(levels.transpose(1, 2, 0), dtype)[:, None]
