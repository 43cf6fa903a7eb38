"""The network's layers: each layer's forward pass and, beside it, its backward pass.

Inside the network a batch of maps has the axes (row, channel, column, sample), and a batch of vectors (unit, sample).
Samples come last, so that every copy, comparison and sum below runs over long contiguous stretches. Rows come first, so
that the windows of one output row are already the contiguous matrix that a convolution multiplies by.

A layer owns the arrays it returns and reuses them at its next call; copy a result to keep it.
"""

import math
from abc import ABC, abstractmethod
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating]
"""float32 in use, float64 in gradient checks; a layer computes in the type it is given."""


_ROW, _COLUMN = 0, 2
"""Axes of maps inside the network."""


class ReusedArrays:
    """Arrays that are made once for each use, and again only where shapes or sizes require it."""

    def __init__(self) -> None:
        self._arrays: dict[str, Floats] = {}

    def _array(self, use: str, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Floats:
        """Return the array for `use`: zeros at first, then with its last contents."""
        array = self._arrays.get(use)
        if array is None or array.shape != shape or array.dtype != dtype:
            array = self._arrays[use] = np.zeros(shape, dtype)
        return array

    def _scratch(self, use: str, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Floats:
        """Return an array for `use` with any contents; unlike `_array`, of a smaller shape without making a new one."""
        size = math.prod(shape)
        scratch = self._arrays.get(use)
        if scratch is None or scratch.size < size or scratch.dtype != dtype:
            scratch = self._arrays[use] = np.empty(size, dtype)
        return scratch[:size].reshape(shape)


class Layer(ReusedArrays, ABC):
    """A differentiable function of a batch."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    @abstractmethod
    def forward(self, inputs: Floats) -> Floats:
        """Return the layer's outputs and keep what the backward pass needs."""

    @abstractmethod
    def input_gradient(self, gradient: Floats) -> Floats:
        """Return the loss's gradient with respect to the last inputs, given that with respect to the last outputs."""


class ParameterLayer(Layer):
    """A layer with parameters: `weight` and `bias`, and the arrays for their gradients."""

    def __init__(self, name: str, weight: Floats, bias: Floats, weight_gradient: Floats, bias_gradient: Floats) -> None:
        super().__init__(name)
        self.weight = weight
        self.bias = bias
        self.weight_gradient = weight_gradient
        self.bias_gradient = bias_gradient

    @abstractmethod
    def compute_parameter_gradients(self, gradient: Floats) -> None:
        """Write the gradients of weight and bias, summed over the batch, given the gradient of the outputs."""


class Convolution(ParameterLayer):
    """A convolution (a cross-correlation, as usual in this field), stride 1, no padding.

    output[y, o, x] = bias[o] + Σ over i, j, c of weight[o, c, i, j] · input[y + i, c, x + j]

    `weight` is (output channel, input channel, kernel row, kernel column).
    """

    def forward(self, inputs: Floats) -> Floats:
        """Map (row, channel, column, sample) to the same axes, `kernel - 1` rows and columns smaller."""
        outputs_count, channels, kernel, _ = self.weight.shape
        rows, _, columns, samples = inputs.shape
        out_rows, out_columns = rows - kernel + 1, columns - kernel + 1
        self._windows = self._row_windows("windows", inputs, kernel)
        outputs = self._array("outputs", (out_rows, outputs_count, out_columns * samples), inputs.dtype)
        kernel_matrix = self.weight.transpose(0, 2, 3, 1).reshape(outputs_count, kernel * kernel * channels)
        np.matmul(kernel_matrix, self._windows, out=outputs)
        outputs += self.bias[:, None]
        return outputs.reshape(out_rows, outputs_count, out_columns, samples)

    def compute_parameter_gradients(self, gradient: Floats) -> None:
        """Correlate the gradient with the windows of the last forward pass."""
        outputs_count, channels, kernel, _ = self.weight.shape
        flat = gradient.reshape(gradient.shape[0], outputs_count, -1)
        by_row = np.matmul(flat, self._windows.transpose(0, 2, 1))
        kernel_matrix = by_row.sum(axis=0).reshape(outputs_count, kernel, kernel, channels)
        self.weight_gradient[...] = kernel_matrix.transpose(0, 3, 1, 2)
        ones = np.ones(flat.shape[2], flat.dtype)
        self.bias_gradient[...] = (flat @ ones).sum(axis=0)

    def input_gradient(self, gradient: Floats) -> Floats:
        """Correlate the zero-padded gradient with the kernels rotated by 180°, input and output channels swapped."""
        outputs_count, channels, kernel, _ = self.weight.shape
        out_rows, _, out_columns, samples = gradient.shape
        rows, columns, border = out_rows + kernel - 1, out_columns + kernel - 1, kernel - 1
        padded_shape = (rows + border, outputs_count, columns + border, samples)
        padded = self._array("padded_gradient", padded_shape, gradient.dtype)
        padded[border : border + out_rows, :, border : border + out_columns] = gradient
        turned = self.weight[:, :, ::-1, ::-1].transpose(1, 2, 3, 0).reshape(channels, kernel * kernel * outputs_count)
        by_input = self._array("input_gradient", (rows, channels, columns * samples), gradient.dtype)
        np.matmul(turned, self._row_windows("gradient_windows", padded, kernel), out=by_input)
        return by_input.reshape(rows, channels, columns, samples)

    def _row_windows(self, use: str, maps: Floats, kernel: int) -> Floats:
        """Return every output row's windows: (output row, kernel row · kernel column · channel, column · sample).

        Only the `kernel` shifts along columns are copied. In their layout, (row, shift · channel, column · sample), the
        rows y … y + kernel - 1 in the window of output row y are already one contiguous matrix, so the matrices of
        neighbouring output rows simply overlap.
        """
        rows, channels, columns, samples = maps.shape
        out_rows, out_columns = rows - kernel + 1, columns - kernel + 1
        shifted = self._array(use, (rows, kernel, channels, out_columns, samples), maps.dtype)
        for shift in range(kernel):
            shifted[:, shift] = maps[:, :, shift : shift + out_columns]
        row_stride, _, channel_stride, _, item_stride = shifted.strides
        return np.ndarray(
            shape=(out_rows, kernel * kernel * channels, out_columns * samples),
            dtype=maps.dtype,
            buffer=shifted.data,
            strides=(row_stride, channel_stride, item_stride),
        )


class Relu(Layer):
    """output = max(input, 0); the gradient at exactly 0 is 0."""

    def forward(self, inputs: Floats) -> Floats:
        """Replace negative values by 0, whatever the axes."""
        self._outputs = self._scratch("outputs", inputs.shape, inputs.dtype)
        return np.maximum(inputs, 0, out=self._outputs)

    def input_gradient(self, gradient: Floats) -> Floats:
        """Pass the gradient on where the output is positive."""
        by_input = self._scratch("input_gradient", gradient.shape, gradient.dtype)
        return np.multiply(gradient, self._outputs > 0, out=by_input)


class MaxPool(Layer):
    """The largest value of each `size` × `size` patch; leftover rows and columns are dropped.

    The maximum is taken along columns first, then along rows; of equal values, the first in row order wins.
    """

    def __init__(self, name: str, size: int) -> None:
        super().__init__(name)
        self.size = size

    def forward(self, inputs: Floats) -> Floats:
        """Map (row, channel, column, sample) to the same axes, `size` times fewer rows and columns."""
        self._inputs = inputs
        self._row_largest = self._largest("row_largest", self._places(inputs, _COLUMN))
        self._pooled = self._largest("pooled", self._places(self._row_largest, _ROW))
        return self._pooled

    def input_gradient(self, gradient: Floats) -> Floats:
        """Route each patch's gradient to its winner: the first value, in row order, that equals the largest."""
        by_row_largest = self._array("row_largest_gradient", self._row_largest.shape, gradient.dtype)
        self._give_to_first(gradient, self._row_largest, self._pooled, by_row_largest, _ROW)
        by_input = self._array("input_gradient", self._inputs.shape, gradient.dtype)
        self._give_to_first(by_row_largest, self._inputs, self._row_largest, by_input, _COLUMN)
        return by_input

    def winners(self) -> NDArray[np.int8]:
        """Return the index within its patch, in row order, of each pooled value of the last forward pass.

        The index is -1 where the largest value is not above 0: such a patch has no winner after ReLU.
        """
        places = [place for row in self._places(self._inputs, _ROW) for place in self._places(row, _COLUMN)]
        winners = np.full(self._pooled.shape, -1, np.int8)
        for index, place in reversed(list(enumerate(places))):
            winners[place == self._pooled] = index
        winners[self._pooled <= 0] = -1
        return winners

    def _places(self, maps: Floats, axis: int) -> list[Floats]:
        """Return, for every offset in a patch along one axis, a view of all values at that offset."""
        end = maps.shape[axis] // self.size * self.size
        before = (slice(None),) * axis
        return [maps[(*before, slice(offset, end, self.size))] for offset in range(self.size)]

    def _largest(self, use: str, places: list[Floats]) -> Floats:
        largest = self._array(use, places[0].shape, places[0].dtype)
        np.copyto(largest, places[0])
        for place in places[1:]:
            np.maximum(largest, place, out=largest)
        return largest

    def _give_to_first(self, gradient: Floats, values: Floats, largest: Floats, by_value: Floats, axis: int) -> None:
        """Write the maxima's `gradient` along an axis into `by_value`, at the first value that equals the maximum."""
        claimed = self._array(f"claimed_{axis}", gradient.shape, gradient.dtype)
        unclaimed = self._array(f"unclaimed_{axis}", gradient.shape, gradient.dtype)
        np.copyto(unclaimed, gradient)
        *places, _ = self._places(values, axis)
        *targets, last_target = self._places(by_value, axis)
        for place, target in zip(places, targets, strict=True):
            np.multiply(unclaimed, place == largest, out=claimed)
            unclaimed -= claimed
            np.copyto(target, claimed)
        np.copyto(last_target, unclaimed)


class Flatten(Layer):
    """Flattens maps to vectors, ordered by channel, row, column."""

    def forward(self, inputs: Floats) -> Floats:
        """Map (row, channel, column, sample) to (unit, sample)."""
        rows, channels, columns, samples = self._shape = inputs.shape
        vectors = self._array("vectors", (channels, rows, columns, samples), inputs.dtype)
        np.copyto(vectors, inputs.transpose(1, 0, 2, 3))
        return vectors.reshape(channels * rows * columns, samples)

    def input_gradient(self, gradient: Floats) -> Floats:
        """Return every unit's gradient to its channel, row and column."""
        rows, channels, columns, samples = self._shape
        by_input = self._array("input_gradient", self._shape, gradient.dtype)
        np.copyto(by_input, gradient.reshape(channels, rows, columns, samples).transpose(1, 0, 2, 3))
        return by_input


class Linear(ParameterLayer):
    """output = weight · input + bias; `weight` is (output unit, input unit)."""

    def forward(self, inputs: Floats) -> Floats:
        """Map (input unit, sample) to (output unit, sample)."""
        self._inputs = inputs
        outputs = self._scratch("outputs", (self.weight.shape[0], inputs.shape[1]), inputs.dtype)
        np.matmul(self.weight, inputs, out=outputs)
        outputs += self.bias[:, None]
        return outputs

    def compute_parameter_gradients(self, gradient: Floats) -> None:
        """Sum over samples the output's gradient times, for a weight, the input."""
        np.matmul(gradient, self._inputs.T, out=self.weight_gradient)
        np.sum(gradient, axis=1, out=self.bias_gradient)

    def input_gradient(self, gradient: Floats) -> Floats:
        """Multiply the gradient by the transposed weights."""
        by_input = self._scratch("input_gradient", self._inputs.shape, gradient.dtype)
        return np.matmul(self.weight.T, gradient, out=by_input)


def softmax(logits: Floats, axis: int) -> Floats:
    """Turn logits into probabilities along `axis`, subtracting the largest logit to avoid overflow."""
    powers = np.exp(logits - logits.max(axis=axis, keepdims=True))
    probabilities: Floats = powers / powers.sum(axis=axis, keepdims=True)
    return probabilities


def cross_entropy(logits: Floats, targets: Floats) -> tuple[float, Floats]:
    """Return the loss summed over the batch and its gradient with respect to the logits.

    Both arguments are (class, sample); `targets` are probabilities that sum to 1 for each sample, so the gradient is
    softmax minus target.
    """
    shifted = logits - logits.max(axis=0)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=0))
    loss = -float(np.sum(targets * log_probabilities, dtype=np.float64))
    return loss, np.exp(log_probabilities) - targets
