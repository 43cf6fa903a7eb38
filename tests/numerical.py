"""Slow, plain mathematics to hold the package's against."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Float64s = NDArray[np.float64]


def numerical_gradient(function: Callable[[], float], values: Float64s, step: float = 1e-6) -> Float64s:
    """Central finite differences of `function()` by every entry of `values`, which it reads; left as they were."""
    gradient = np.zeros_like(values)
    for index in np.ndindex(values.shape):
        kept = values[index]
        values[index] = kept + step
        above = function()
        values[index] = kept - step
        below = function()
        values[index] = kept
        gradient[index] = (above - below) / (2 * step)
    return gradient


def slow_convolution(pictures: Float64s, weight: Float64s, bias: Float64s) -> Float64s:
    """The definition, one output value at a time; (n, channel, row, column) in and out."""
    count, _, rows, columns = pictures.shape
    targets, _, kernel, _ = weight.shape
    outputs = np.zeros((count, targets, rows - kernel + 1, columns - kernel + 1))
    for n, target, row, column in np.ndindex(outputs.shape):
        window = pictures[n, :, row : row + kernel, column : column + kernel]
        outputs[n, target, row, column] = np.sum(window * weight[target]) + bias[target]
    return outputs


def slow_bilinear(picture: Float64s, row: float, column: float) -> float:
    """The value of one picture between four cells; paper, 0, outside it."""

    def cell(i: int, j: int) -> float:
        inside = 0 <= i < picture.shape[0] and 0 <= j < picture.shape[1]
        return float(picture[i, j]) if inside else 0.0

    top, left = int(np.floor(row)), int(np.floor(column))
    down, right = row - top, column - left
    upper = (1 - right) * cell(top, left) + right * cell(top, left + 1)
    lower = (1 - right) * cell(top + 1, left) + right * cell(top + 1, left + 1)
    return (1 - down) * upper + down * lower
