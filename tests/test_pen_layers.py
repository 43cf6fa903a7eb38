"""Each layer of the pen's network computes its definition, and its backward pass is the derivative."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkspect.pen.batch import embedded
from inkspect.pen.embedding import EmbeddedTokens, Embedding, EmbeddingTables
from inkspect.pen.layers import CausalAttention, LayerNormalization, next_token_loss
from inkspect.pen.transformer_layer import TransformerLayer
from numerical import Float64s, numerical_gradient
from pen_material import a_sequence, float64s, lively_network, small_description
from reference_pen_network import plain_attention, plain_normalization

seeds = st.integers(0, 2**32 - 1)
few_cases = settings(max_examples=15, deadline=None)


def assert_is_derivative(computed: np.ndarray, loss: Callable[[], float], values: Float64s) -> None:
    np.testing.assert_allclose(computed, numerical_gradient(loss, values), rtol=1e-5, atol=1e-6)


@few_cases
@given(seed=seeds, units=st.integers(1, 6), tokens=st.integers(1, 5))
def test_a_normalization_is_its_definition_and_its_gradients_are_the_derivatives(
    seed: int, units: int, tokens: int
) -> None:
    random = np.random.default_rng(seed)
    weight, bias = random.normal(size=(2, units))
    inputs, importance = random.normal(size=(2, units, tokens))
    layer = LayerNormalization("norm", weight, bias, np.zeros(units), np.zeros(units), 1e-2)
    expected = np.array([plain_normalization(row, weight, bias, 1e-2) for row in inputs.T]).T
    np.testing.assert_allclose(layer.forward(inputs), expected, rtol=1e-10, atol=1e-12)

    def loss() -> float:
        return float(np.sum(layer.forward(inputs) * importance))

    by_inputs = layer.input_gradient(importance).copy()
    layer.compute_parameter_gradients(importance)
    assert_is_derivative(by_inputs, loss, inputs)
    assert_is_derivative(layer.weight_gradient, loss, weight)
    assert_is_derivative(layer.bias_gradient, loss, bias)


@pytest.mark.parametrize("scale", [1.0, 100.0])
@few_cases
@given(
    seed=seeds,
    heads=st.integers(1, 3),
    head_units=st.integers(1, 4),
    sequences=st.integers(1, 3),
    positions=st.integers(1, 6),
)
def test_attention_is_its_definition(
    scale: float, seed: int, heads: int, head_units: int, sequences: int, positions: int
) -> None:
    """With scores up to 100,000, too: the largest is taken off before they are exponentiated."""
    projected = np.random.default_rng(seed).normal(size=(3, heads, head_units, sequences, positions)) * scale
    layer = CausalAttention(heads)
    outputs = layer.forward(projected.reshape(3 * heads * head_units, -1), sequences)
    shown = outputs.reshape(heads, head_units, sequences, positions)
    for head in range(heads):
        for sequence in range(sequences):
            queries, keys, values = projected[:, head, :, sequence].transpose(0, 2, 1)
            expected, attention = plain_attention(queries, keys, values)
            np.testing.assert_allclose(shown[head, :, sequence].T, expected, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(layer.attention()[head, sequence], attention, rtol=1e-9, atol=1e-9)
            scores = queries @ keys.T / np.sqrt(head_units)
            np.testing.assert_allclose(layer.scores()[head, sequence], scores, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("scale", [1.0, 10.0])
@few_cases
@given(
    seed=seeds,
    heads=st.integers(1, 3),
    head_units=st.integers(1, 4),
    sequences=st.integers(1, 3),
    positions=st.integers(1, 5),
)
def test_attentions_gradient_is_the_derivative(
    scale: float, seed: int, heads: int, head_units: int, sequences: int, positions: int
) -> None:
    random = np.random.default_rng(seed)
    units, tokens = heads * head_units, sequences * positions
    projected, importance = random.normal(size=(3 * units, tokens)) * scale, random.normal(size=(units, tokens))
    layer = CausalAttention(heads)

    def loss() -> float:
        return float(np.sum(layer.forward(projected, sequences) * importance))

    loss()
    assert_is_derivative(layer.input_gradient(importance).copy(), loss, projected)


def test_attention_is_right_whatever_shapes_it_saw_before() -> None:
    random, layer = np.random.default_rng(0), CausalAttention(2)
    for sequences, positions in ((2, 5), (3, 1), (1, 7), (2, 5)):
        projected = random.normal(size=(12, sequences * positions))
        fresh = CausalAttention(2)
        np.testing.assert_array_equal(layer.forward(projected, sequences), fresh.forward(projected, sequences))
        by_outputs = random.normal(size=(4, sequences * positions))
        np.testing.assert_array_equal(layer.input_gradient(by_outputs), fresh.input_gradient(by_outputs))


def test_no_token_attends_to_a_later_one_nor_sends_it_a_gradient() -> None:
    random, layer = np.random.default_rng(1), CausalAttention(2)
    projected = random.normal(size=(12, 6))
    layer.forward(projected, 1)
    assert not layer.attention()[..., ~np.tri(6, dtype=bool)].any()
    by_outputs = np.zeros((4, 6))
    by_outputs[:, 2] = 1
    gradient = layer.input_gradient(by_outputs)
    assert not gradient[:, 3:].any()
    assert gradient[:, :3].any()


def test_the_embeddings_gradients_are_the_derivatives() -> None:
    random, description = np.random.default_rng(2), small_description()
    network = lively_network(2, description)
    parameters = float64s(network.parameters())
    names = [f"{table}.weight" for table in EmbeddingTables._fields]
    tables = EmbeddingTables(*(parameters[name] for name in names))
    gradients = EmbeddingTables(*(np.ones_like(table) for table in tables))
    layer = Embedding(tables, gradients)
    tokens = embedded(np.array([a_sequence(random, 9)[:12] for _ in range(3)]), description)
    assert tokens.up.any()
    importance = random.normal(size=(description.width, 36))

    def loss() -> float:
        return float(np.sum(layer.forward(tokens) * importance))

    loss()
    layer.compute_parameter_gradients(importance)
    for table, gradient in zip(tables, gradients, strict=True):
        assert_is_derivative(gradient, loss, np.asarray(table, np.float64))


def test_where_the_pen_has_no_place_only_token_and_position_are_embedded() -> None:
    parameters = float64s(lively_network(3).parameters())
    tables = EmbeddingTables(*(parameters[f"{table}.weight"] for table in EmbeddingTables._fields))
    ids, nowhere, on_paper = np.array([[0, 5]]), np.array([[29, 29]]), np.zeros((1, 2), np.float32)
    outputs = Embedding(tables, tables).forward(EmbeddedTokens(ids, nowhere, nowhere, on_paper))
    np.testing.assert_allclose(outputs.T, tables.token[ids[0]] + tables.position[:2], rtol=1e-12)


def test_a_whole_layers_gradients_are_the_derivatives() -> None:
    random, description = np.random.default_rng(4), small_description()
    named = float64s(lively_network(4, description).parameters())
    parameters = {name.removeprefix("layer1."): values for name, values in named.items() if name.startswith("layer1.")}
    gradients = {name: np.zeros_like(values) for name, values in parameters.items()}
    layer = TransformerLayer(parameters, gradients, description.heads, description.epsilon)
    inputs, importance = random.normal(size=(2, description.width, 10))

    def loss() -> float:
        return float(np.sum(layer.forward(inputs, 2) * importance))

    loss()
    by_inputs = layer.backward(importance).copy()
    computed = {name: values.copy() for name, values in gradients.items()}
    assert_is_derivative(by_inputs, loss, inputs)
    for name, values in parameters.items():
        assert_is_derivative(computed[name], loss, values)


@few_cases
@given(seed=seeds, classes=st.integers(1, 5), tokens=st.integers(1, 6))
def test_the_loss_is_weighted_cross_entropy_and_its_gradient_the_derivative(
    seed: int, classes: int, tokens: int
) -> None:
    random = np.random.default_rng(seed)
    logits = random.normal(size=(classes, tokens)) * 5
    targets, weights = random.integers(0, classes, tokens), random.integers(0, 10, tokens) / 3.0
    loss, gradient = next_token_loss(logits.copy(), targets, weights)
    powers = np.exp(logits)
    likelihoods = (powers / powers.sum(axis=0))[targets, np.arange(tokens)]
    assert loss == pytest.approx(-np.sum(weights * np.log(likelihoods)), rel=1e-9, abs=1e-12)
    assert_is_derivative(gradient, lambda: next_token_loss(logits.copy(), targets, weights)[0], logits)


def test_the_loss_of_logits_too_large_to_exponentiate_is_finite() -> None:
    logits = np.array([[1e4, -1e4], [-1e4, 1e4]], np.float32)
    loss, gradient = next_token_loss(logits, np.array([0, 0]), np.ones(2, np.float32))
    assert loss == pytest.approx(2e4)
    np.testing.assert_array_equal(gradient, [[0, -1], [0, 1]])
