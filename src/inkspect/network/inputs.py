"""Pictures and maps in the layers' order of axes, and back."""

from typing import TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from inkspect.data.levels import ink_of_levels
from inkspect.network.layers import Floats

Scalar = TypeVar("Scalar", bound=np.generic)


def layer_inputs(levels: NDArray[np.uint8], dtype: DTypeLike = np.float32) -> Floats:
    """Turn pictures (n, 28, 28) of levels into the layers' inputs (row, channel, column, sample) of ink."""
    return ink_of_levels(levels.transpose(1, 2, 0), dtype)[:, None]


def inner_axes(maps: Floats) -> Floats:
    """Transpose (sample, channel, row, column) to the layers' (row, channel, column, sample)."""
    return np.ascontiguousarray(maps.transpose(2, 1, 3, 0))


def outer_axes(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """Transpose the layers' axes to (sample, channel, row, column), or (unit, sample) to (sample, unit)."""
    return values.transpose(3, 1, 0, 2) if values.ndim == 4 else values.T
