"""Pictures as callers pass them and files store them: levels from 0 to 255, or ink from 0 to 1."""

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from inkspect.system.arguments import as_array
from inkspect.system.errors import InvalidValueError

_LAST_LEVEL = 255
_ROUNDING = 1e-6  # how far resizing in float32 may leave 0 to 1
_WANTED = "pictures must be uint8 from 0 (paper) to 255 (ink), or floats from 0 to 1"


def ink_of_levels(levels: NDArray[np.uint8], dtype: DTypeLike = np.float32) -> NDArray[np.floating]:
    """Return levels from 0 (paper) to 255 (ink), of any shape, as ink from 0 to 1.

    Every conversion happens here, so training, calibration and evaluation see bit-identical values.
    """
    ink: NDArray[np.floating] = levels.astype(dtype, order="C")
    ink *= ink.dtype.type(1 / _LAST_LEVEL)
    return ink


def levels_of_ink(ink: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Return ink from 0 to 1, of any shape, as the nearest levels from 0 to 255."""
    levels: NDArray[np.uint8] = np.rint(ink * _LAST_LEVEL).astype(np.uint8)
    return levels


def as_ink(pictures: ArrayLike, dtype: DTypeLike = np.float32) -> NDArray[np.floating]:
    """Return pictures as (n, height, width) of ink from 0 to 1.

    Args:
        pictures: (n, height, width), (n, 1, height, width) or one picture (height, width): uint8 from 0 (paper) to 255
            (ink), or floats from 0 to 1.
        dtype: the result's type.

    Raises:
        InvalidValueError: they have the wrong shape or type, or a value is not finite or not from 0 to 1.
    """
    stack = _stack(pictures)
    if stack.dtype == np.uint8:
        return ink_of_levels(stack.astype(np.uint8, copy=False), dtype)
    return stack.astype(dtype, copy=False)


def as_levels(pictures: ArrayLike) -> NDArray[np.uint8]:
    """Return pictures, given as for `as_ink`, as (n, height, width) of levels from 0 to 255.

    Raises:
        InvalidValueError: as `as_ink`.
    """
    stack = _stack(pictures)
    if stack.dtype == np.uint8:
        return stack.astype(np.uint8, copy=False)
    return levels_of_ink(stack.astype(np.float64, copy=False))


def _stack(pictures: ArrayLike) -> NDArray[np.uint8] | NDArray[np.floating]:
    """Return pictures as (n, height, width), either levels or ink, as given."""
    array = as_array(pictures, "pictures")
    if array.dtype != np.uint8 and not np.issubdtype(array.dtype, np.floating):
        raise InvalidValueError(f"{_WANTED}, not {array.dtype}")
    stack = array[None] if array.ndim == 2 else array[:, 0] if array.ndim == 4 and array.shape[1] == 1 else array
    if stack.ndim != 3:
        raise InvalidValueError(
            f"pictures must have shape (n, height, width), (n, 1, height, width) or (height, width), not {array.shape}"
        )
    if not stack.size:
        return stack
    least, most = float(stack.min()), float(stack.max())
    if stack.dtype == np.uint8:
        if most == 1:
            raise InvalidValueError(f"{_WANTED}; these uint8 are 0 and 1, which is nearly paper: multiply them by 255")
        return stack
    if not (least >= -_ROUNDING and most <= 1 + _ROUNDING):
        raise InvalidValueError(f"{_WANTED}; these floats range from {least:.9g} to {most:.9g}")
    return stack if least >= 0 and most <= 1 else stack.clip(0, 1)
