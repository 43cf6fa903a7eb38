"""Each layer computes what its definition says, and its backward pass is the derivative of its forward pass."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from inkspect.network.layers import (
    Convolution,
    Flatten,
    Layer,
    Linear,
    MaxPool,
    ParameterLayer,
    Relu,
    cross_entropy,
    softmax,
)
from numerical import Float64s, numerical_gradient, slow_convolution

seeds = st.integers(0, 2**32 - 1)
few_cases = settings(max_examples=25, deadline=None)


def spread_values(random: np.random.Generator, shape: tuple[int, ...]) -> Float64s:
    """Random values that are not near 0, nor near each other, where ReLU and max-pooling have no derivative."""
    size = int(np.prod(shape))
    values = (np.arange(size) + 0.5 - size // 2) / 10
    return random.permutation(values).reshape(shape)


def assert_backward_is_derivative(layer: Layer, inputs: Float64s, random: np.random.Generator) -> None:
    """Compare with finite differences of a random weighted sum of the outputs."""
    outputs_shape = layer.forward(inputs).shape
    importance = random.normal(size=outputs_shape)

    def loss() -> float:
        return float(np.sum(layer.forward(inputs) * importance))

    expected_by_input = numerical_gradient(loss, inputs)
    layer.forward(inputs)
    np.testing.assert_allclose(layer.input_gradient(importance), expected_by_input, rtol=1e-5, atol=1e-6)
    if isinstance(layer, ParameterLayer):
        layer.compute_parameter_gradients(importance)
        for computed, parameter in ((layer.weight_gradient, layer.weight), (layer.bias_gradient, layer.bias)):
            expected = numerical_gradient(loss, parameter.astype(np.float64, copy=False))
            np.testing.assert_allclose(computed, expected, rtol=1e-5, atol=1e-6)


def a_convolution(random: np.random.Generator, targets: int, sources: int, kernel: int) -> Convolution:
    weight = random.normal(size=(targets, sources, kernel, kernel))
    bias = random.normal(size=targets)
    return Convolution("conv", weight, bias, np.zeros_like(weight), np.zeros_like(bias))


def a_linear_layer(random: np.random.Generator, outputs: int, inputs: int) -> Linear:
    weight = random.normal(size=(outputs, inputs))
    bias = random.normal(size=outputs)
    return Linear("fc", weight, bias, np.zeros_like(weight), np.zeros_like(bias))


@few_cases
@given(
    seed=seeds,
    kernel=st.integers(1, 4),
    more_rows=st.integers(0, 3),
    more_columns=st.integers(0, 3),
    sources=st.integers(1, 3),
    targets=st.integers(1, 3),
    samples=st.integers(1, 3),
)
def test_a_convolution_is_its_definition_and_its_gradients_are_the_derivatives(
    seed: int, kernel: int, more_rows: int, more_columns: int, sources: int, targets: int, samples: int
) -> None:
    random = np.random.default_rng(seed)
    layer = a_convolution(random, targets, sources, kernel)
    inputs = random.normal(size=(kernel + more_rows, sources, kernel + more_columns, samples))
    expected = slow_convolution(inputs.transpose(3, 1, 0, 2), np.asarray(layer.weight), np.asarray(layer.bias))
    np.testing.assert_allclose(layer.forward(inputs).transpose(3, 1, 0, 2), expected, rtol=1e-10, atol=1e-12)
    assert_backward_is_derivative(layer, inputs, random)


def test_a_convolution_is_right_whatever_shapes_it_saw_before() -> None:
    random = np.random.default_rng(0)
    layer = a_convolution(random, 2, 2, 3)
    for rows, columns, samples in ((6, 5, 3), (4, 7, 1), (6, 5, 3), (6, 5, 2)):
        inputs = random.normal(size=(rows, 2, columns, samples))
        expected = slow_convolution(inputs.transpose(3, 1, 0, 2), np.asarray(layer.weight), np.asarray(layer.bias))
        np.testing.assert_allclose(layer.forward(inputs).transpose(3, 1, 0, 2), expected, rtol=1e-10, atol=1e-12)
        assert_backward_is_derivative(layer, inputs, random)


@few_cases
@given(seed=seeds, shape=st.tuples(*[st.integers(1, 4)] * 4))
def test_relu_cuts_at_zero_and_lets_the_gradient_through_above_it(seed: int, shape: tuple[int, ...]) -> None:
    random = np.random.default_rng(seed)
    inputs = spread_values(random, shape)
    np.testing.assert_array_equal(Relu("relu").forward(inputs), np.where(inputs > 0, inputs, 0))
    assert_backward_is_derivative(Relu("relu"), inputs, random)


@few_cases
@given(
    seed=seeds,
    size=st.integers(1, 3),
    patches=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    left_over=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    channels=st.integers(1, 3),
    samples=st.integers(1, 3),
)
def test_pooling_takes_each_patchs_largest_and_its_gradient_is_the_derivative(
    seed: int, size: int, patches: tuple[int, int], left_over: tuple[int, int], channels: int, samples: int
) -> None:
    random = np.random.default_rng(seed)
    rows, columns = (patches[axis] * size + min(left_over[axis], size - 1) for axis in (0, 1))
    inputs = spread_values(random, (rows, channels, columns, samples))
    layer = MaxPool("pool", size)
    pooled = layer.forward(inputs)
    assert pooled.shape == (patches[0], channels, patches[1], samples)
    for row, channel, column, sample in np.ndindex(pooled.shape):
        patch = inputs[row * size : (row + 1) * size, channel, column * size : (column + 1) * size, sample]
        assert pooled[row, channel, column, sample] == patch.max()
    assert_backward_is_derivative(layer, inputs, random)


@pytest.mark.parametrize(
    ("patch", "winner"),
    [
        ([[1, 0], [0, 0]], 0),
        ([[0, 1], [1, 1]], 1),
        ([[0, 0], [2, 2]], 2),
        ([[0, 1], [1, 3]], 3),
        ([[5, 5], [5, 5]], 0),
        ([[0, 0], [0, 0]], -1),
    ],
)
def test_the_winner_is_the_first_largest_in_row_order_if_it_is_above_zero(patch: list[list[int]], winner: int) -> None:
    layer = MaxPool("pool", 2)
    layer.forward(np.array(patch, np.float32).reshape(2, 1, 2, 1))
    assert layer.winners().item() == winner


def test_of_equal_largest_values_only_the_first_gets_the_gradient() -> None:
    layer = MaxPool("pool", 2)
    layer.forward(np.array([[1.0, 4.0], [4.0, 4.0]]).reshape(2, 1, 2, 1))
    gradient = layer.input_gradient(np.full((1, 1, 1, 1), 7.0)).reshape(2, 2)
    np.testing.assert_array_equal(gradient, [[0, 7], [0, 0]])


@few_cases
@given(seed=seeds, shape=st.tuples(*[st.integers(1, 4)] * 4))
def test_flatten_orders_units_by_channel_row_column(seed: int, shape: tuple[int, int, int, int]) -> None:
    random = np.random.default_rng(seed)
    inputs = random.normal(size=shape)
    units = Flatten("flatten").forward(inputs)
    for sample in range(shape[3]):
        by_definition = [
            inputs[row, channel, column, sample]
            for channel in range(shape[1])
            for row in range(shape[0])
            for column in range(shape[2])
        ]
        np.testing.assert_array_equal(units[:, sample], by_definition)
    assert_backward_is_derivative(Flatten("flatten"), inputs, random)


@few_cases
@given(seed=seeds, inputs=st.integers(1, 6), outputs=st.integers(1, 6), samples=st.integers(1, 4))
def test_a_linear_layer_is_its_definition_and_its_gradients_are_the_derivatives(
    seed: int, inputs: int, outputs: int, samples: int
) -> None:
    random = np.random.default_rng(seed)
    layer = a_linear_layer(random, outputs, inputs)
    values = random.normal(size=(inputs, samples))
    expected = np.einsum("oi,is->os", layer.weight, values) + layer.bias[:, None]
    np.testing.assert_allclose(layer.forward(values), expected, rtol=1e-10, atol=1e-12)
    assert_backward_is_derivative(layer, values, random)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_layers_compute_in_the_type_they_are_given(dtype: type[np.float32] | type[np.float64]) -> None:
    weight, bias = np.ones((2, 1, 3, 3), dtype), np.ones(2, dtype)
    layers: list[Layer] = [
        Convolution("conv", weight, bias, np.zeros_like(weight), np.zeros_like(bias)),
        Relu("relu"),
        MaxPool("pool", 2),
        Flatten("flatten"),
    ]
    values = np.ones((6, 1, 6, 2), dtype)
    for layer in layers:
        values = layer.forward(values)
        assert values.dtype == dtype, layer.name
    for layer in reversed(layers):
        values = layer.input_gradient(values)
        assert values.dtype == dtype, layer.name


def test_a_layer_allocates_its_arrays_once_each_in_the_type_it_is_given() -> None:
    """To allocate costs more than to compute: a training step has no other arrays after the first."""
    random = np.random.default_rng(0)
    maps = random.normal(size=(6, 2, 6, 3)).astype(np.float32)
    weight, bias = np.ones((2, 2, 3, 3), np.float32), np.ones(2, np.float32)
    matrix, lengths = np.ones((4, 6), np.float32), np.ones(4, np.float32)
    vectors = random.normal(size=(6, 3)).astype(np.float32)
    layers: list[tuple[Layer, NDArray[np.float32]]] = [
        (Convolution("conv", weight, bias, np.zeros_like(weight), np.zeros_like(bias)), maps),
        (Relu("relu"), maps),
        (MaxPool("pool", 2), maps),
        (Flatten("flatten"), maps),
        (Linear("fc", matrix, lengths, np.zeros_like(matrix), np.zeros_like(lengths)), vectors),
    ]
    for layer, inputs in layers:
        outputs = layer.forward(inputs)
        gradient = layer.input_gradient(np.ones_like(outputs))
        kept = {id(array) for array in layer._arrays.values()}
        assert kept and not np.shares_memory(outputs, gradient), layer.name
        assert np.shares_memory(outputs, layer.forward(inputs)), f"{layer.name} allocates its outputs anew"
        assert np.shares_memory(gradient, layer.input_gradient(np.ones_like(outputs))), f"{layer.name}: its gradient"
        assert kept == {id(array) for array in layer._arrays.values()}, f"{layer.name} allocates anew"
        assert {array.dtype for array in layer._arrays.values()} == {np.dtype(np.float32)}, layer.name


def test_softmax_gives_probabilities_even_of_huge_logits() -> None:
    logits = np.array([[1e4, 0.0], [1e4 - np.log(3), 0.0]])
    np.testing.assert_allclose(softmax(logits, axis=0), [[0.75, 0.5], [0.25, 0.5]], rtol=1e-9)


@few_cases
@given(seed=seeds, classes=st.integers(2, 5), samples=st.integers(1, 4))
def test_cross_entropy_is_its_definition_and_its_gradient_is_the_derivative(
    seed: int, classes: int, samples: int
) -> None:
    random = np.random.default_rng(seed)
    logits = random.normal(size=(classes, samples)) * 3
    targets = random.dirichlet(np.ones(classes), samples).T
    loss, gradient = cross_entropy(logits, targets)
    assert loss == pytest.approx(-np.sum(targets * np.log(softmax(logits, axis=0))), rel=1e-9)
    expected = numerical_gradient(lambda: cross_entropy(logits, targets)[0], logits)
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-6)
