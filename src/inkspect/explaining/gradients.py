"""The gradient of a logit, or of a difference of two, with respect to the picture, and what the biases add to it.

For the winners and live units of one picture the network is linear: gradient × input, summed over the cells, plus the
biases' part equals the logit. Sums are taken in float64.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from inkspect.network.network import Network
from inkspect.network.trace import Trace

Float64s = NDArray[np.float64]


class Gradients(NamedTuple):
    """The gradients of one number for each of n pictures.

    Attributes:
        pictures: (n, 28, 28) with respect to the picture's cells.
        biases: (n,) what the live biases add: each bias × the gradient with respect to it, summed.
    """

    pictures: Float64s
    biases: Float64s


def gradients_of(trace: Trace, network: Network, logit_weights: Float64s) -> Gradients:
    """Return the gradients of Σ logit_weights × logits.

    Args:
        trace: a trace of n pictures by this network.
        network: the network.
        logit_weights: (10,) such as 1 for a digit and -1 for its rival.
    """
    weights = {name: values.astype(np.float64) for name, values in network.parameters().items()}
    count = len(trace.pictures)
    biases = np.full(count, logit_weights @ weights["fc2.bias"])
    by_units = (trace.activations["relu3"] > 0) * (logit_weights @ weights["fc2.weight"])
    biases += by_units @ weights["fc1.bias"]
    by_maps = (by_units @ weights["fc1.weight"]).reshape(trace.activations["pool2"].shape)
    for number in ("2", "1"):
        before = _before_pooling(by_maps, trace.winners[f"pool{number}"], trace.preactivations[f"conv{number}"].shape)
        biases += before.sum(axis=(2, 3)) @ weights[f"conv{number}.bias"]
        by_maps = _before_convolution(before, weights[f"conv{number}.weight"])
    return Gradients(by_maps[:, 0], biases)


def difference_weights(digit: int, rival: int | None = None) -> Float64s:
    """Return (10,) weights of the logits: 1 for a digit, -1 for its rival if there is one."""
    weights = np.zeros(10)
    weights[digit] = 1
    if rival is not None:
        weights[rival] -= 1
    return weights


def _before_pooling(by_pooled: Float64s, winners: NDArray[np.int8], shape: tuple[int, ...]) -> Float64s:
    """Hand each pooled cell's gradient to its winner: (n, map, row, column) before pooling."""
    before = np.zeros(shape)
    for place in range(4):
        row, column = divmod(place, 2)
        target = before[:, :, row::2, column::2][:, :, : by_pooled.shape[2], : by_pooled.shape[3]]
        target[...] = np.where(winners == place, by_pooled, 0)
    return before


def _before_convolution(by_outputs: Float64s, weight: Float64s) -> Float64s:
    """Hand each cell's gradient to its window, in proportion to the kernel."""
    count, targets, rows, columns = by_outputs.shape
    _, sources, height, width = weight.shape
    kernels = weight.transpose(2, 3, 1, 0).reshape(-1, targets)
    by_taps = (kernels @ by_outputs.reshape(count, targets, -1)).reshape(count, height, width, sources, rows, columns)
    by_inputs = np.zeros((count, sources, rows + height - 1, columns + width - 1))
    for row in range(height):
        for column in range(width):
            by_inputs[:, :, row : row + rows, column : column + columns] += by_taps[:, row, column]
    return by_inputs
