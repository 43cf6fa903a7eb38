"""The pen's network computes what its definition says; its gradient is the derivative; no token sees a later one."""

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkspect.pen.batch import TOKENS_AT_ONCE, TokenBatch, embedded, groups_by_length
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.system.errors import InvalidValueError
from numerical import numerical_gradient
from pen_material import a_sequence, float64s, lively_network, small_description
from reference_pen_network import plain_places, plain_trace

seeds = st.integers(0, 2**32 - 1)
few_cases = settings(max_examples=15, deadline=None)


def a_batch(random: np.random.Generator, movements: list[int]) -> TokenBatch:
    sequences = [a_sequence(random, count, small_description()) for count in movements]
    weights = [random.integers(0, 3, len(sequence) - 1) * 1.5 for sequence in sequences]
    return TokenBatch.of(sequences, [row.tolist() for row in weights])


@few_cases
@given(seed=seeds, movements=st.integers(0, 80))
def test_the_logits_are_those_of_the_plain_definition(seed: int, movements: int) -> None:
    random = np.random.default_rng(seed)
    network, ids = lively_network(seed), a_sequence(random, movements)
    expected = plain_trace(ids, float64s(network.parameters()), load_pen())["logits"]
    np.testing.assert_allclose(network.logits(ids), expected, rtol=1e-9, atol=1e-9)


@few_cases
@given(seed=seeds, movements=st.integers(0, 80))
def test_float32_gives_the_same_logits_up_to_rounding(seed: int, movements: int) -> None:
    network, ids = lively_network(seed, scale=0.3), a_sequence(np.random.default_rng(seed), movements)
    exact = network.logits(ids)
    assert np.abs(network.as_type(np.float32).logits(ids) - exact).max() <= 1e-5 * np.abs(exact).max()


@given(seed=seeds, movements=st.lists(st.integers(0, 60), min_size=1, max_size=5))
def test_places_of_a_batch_are_walked_as_one_by_one(seed: int, movements: list[int]) -> None:
    random, pen = np.random.default_rng(seed), load_pen()
    sequences = [a_sequence(random, count) for count in movements]
    tokens = embedded(TokenBatch.of(sequences).ids, pen)
    for row, ids in enumerate(sequences):
        for position, place in enumerate(plain_places(ids)):
            cells = int(tokens.cells_x[row, position]), int(tokens.cells_y[row, position])
            nowhere = pen.place_count, pen.place_count
            assert (*cells, tokens.up[row, position] == 1) == (place or (*nowhere, False))


def test_the_gradient_of_every_parameter_is_the_derivative_of_the_loss() -> None:
    description = small_description()
    network = lively_network(4, description)
    batch = a_batch(np.random.default_rng(4), [0, 3, 9, 9, 14])
    loss, gradient = network.loss_and_gradient(batch)
    assert loss > 1
    computed = gradient.copy()
    vector = network.parameter_vector.astype(np.float64, copy=False)
    expected = numerical_gradient(lambda: network.loss_and_gradient(batch)[0], vector, 1e-5)
    np.testing.assert_allclose(computed, expected, rtol=1e-5, atol=1e-6)
    for name, values in network.gradients().items():
        if name != "position.weight":
            assert np.any(values != 0), name


def test_the_loss_is_the_weighted_cross_entropy_of_the_next_tokens() -> None:
    network = lively_network(1, small_description())
    batch = a_batch(np.random.default_rng(1), [2, 7, 7, 12])
    expected = 0.0
    for row, length in enumerate(batch.lengths):
        ids = batch.ids[row, :length]
        probabilities = network.probabilities(ids)
        expected -= sum(
            float(batch.weights[row, at]) * np.log(probabilities[at, ids[at + 1]]) for at in range(length - 1)
        )
    assert network.loss_and_gradient(batch)[0] == pytest.approx(expected, rel=1e-9)


@few_cases
@given(seed=seeds, movements=st.integers(1, 70), cut=st.floats(0, 1))
def test_no_token_sees_a_later_one(seed: int, movements: int, cut: float) -> None:
    random = np.random.default_rng(seed)
    network, ids = lively_network(seed), a_sequence(random, movements)
    end = 1 + int(cut * (len(ids) - 2))
    np.testing.assert_allclose(network.logits(ids[:end]), network.logits(ids)[:end], rtol=1e-9, atol=1e-9)
    other = [*ids[:end], *a_sequence(random, 5)[: len(ids) - end]]
    np.testing.assert_allclose(network.logits(other)[:end], network.logits(ids)[:end], rtol=1e-9, atol=1e-9)


def test_a_batch_is_computed_as_its_sequences_one_by_one() -> None:
    random = np.random.default_rng(2)
    network = lively_network(2)
    batch = TokenBatch.of([a_sequence(random, count) for count in [40, 3, 0, 77, 12, 12, 60] * 12])
    logits = network.batch_logits(batch)
    for row, length in enumerate(batch.lengths):
        alone = network.logits(batch.ids[row, :length])
        np.testing.assert_allclose(logits[row, :length], alone, rtol=1e-9, atol=1e-9)
        assert not logits[row, length:].any()


def test_loss_and_gradient_of_a_batch_are_the_sums_of_its_sequences() -> None:
    """Of more sequences than pass through the layers together, and of some that have no next token."""
    network, description = lively_network(6, small_description()), small_description()
    random = np.random.default_rng(6)
    sequences = [a_sequence(random, 17, description)[:20] for _ in range(TOKENS_AT_ONCE // 20 * 2)] + [[0], [1]]
    weights = [[*random.integers(0, 3, len(sequence) - 1).tolist(), 0.0] for sequence in sequences]
    batch = TokenBatch.of(sequences, weights)
    assert [longest for _, longest in groups_by_length(batch.lengths)] == [1, 20, 20]
    loss, gradient = network.loss_and_gradient(batch)
    computed, expected_loss, expected = gradient.copy(), 0.0, np.zeros_like(gradient)
    for row in range(len(batch)):
        alone, by_one = network.loss_and_gradient(batch.take(slice(row, row + 1)))
        expected_loss += alone
        expected += by_one
    assert loss == pytest.approx(expected_loss, rel=1e-9)
    np.testing.assert_allclose(computed, expected, rtol=1e-8, atol=1e-9)
    assert batch.take(slice(-2, None)).weights.sum() == network.loss_and_gradient(batch.take(slice(-2, None)))[0] == 0
    assert not network.gradient_vector.any()


def test_what_follows_a_sequences_end_changes_neither_loss_nor_gradient() -> None:
    network = lively_network(3, small_description())
    batch = a_batch(np.random.default_rng(3), [2, 7, 7, 12])
    loss, gradient = network.loss_and_gradient(batch)
    expected = gradient.copy()
    padding = np.arange(batch.ids.shape[1]) >= batch.lengths[:, None]
    changed = TokenBatch(np.where(padding, 33, batch.ids), batch.lengths, batch.weights)
    assert network.loss_and_gradient(changed)[0] == loss
    np.testing.assert_array_equal(network.gradient_vector, expected)


@given(st.lists(st.integers(1, 96), max_size=200))
def test_groups_hold_every_sequence_once_by_growing_length(lengths: list[int]) -> None:
    groups = list(groups_by_length(np.array(lengths, np.intp)))
    rows = [int(row) for chosen, _ in groups for row in chosen]
    assert rows == sorted(range(len(lengths)), key=lambda row: (lengths[row], row))
    for chosen, longest in groups:
        assert longest == max(lengths[int(row)] for row in chosen)


def test_scores_too_large_to_exponentiate_still_give_probabilities() -> None:
    network = lively_network(5, scale=40.0).as_type(np.float32)
    ids = a_sequence(np.random.default_rng(5), 30)
    expected = plain_trace(ids, float64s(network.parameters()), load_pen())["logits"]
    assert np.abs(network.logits(ids) - expected).max() <= 1e-3 * np.abs(expected).max()


def test_the_same_seed_gives_the_same_network_and_another_another() -> None:
    network = PenNetwork.initialized(7)
    assert network == PenNetwork.initialized(7)
    assert network != PenNetwork.initialized(8)
    assert network.parameter_vector.size == load_pen().parameter_count == 27_256
    assert network.parameter_vector.dtype == np.float32


def test_a_network_is_pickled_with_its_metadata() -> None:
    network = PenNetwork.initialized(7).with_metadata({"seed": "7"})
    again = pickle.loads(pickle.dumps(network))
    assert again == network
    assert again.metadata == {"seed": "7"}


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ([], "at least one token"),
        ([0.5], "whole numbers"),
        ([[0, 1]], "ids must be a list"),
        ([0, 47], "from 0 to 46"),
        ([-1], "from 0 to 46"),
        ([0] * 97, "97 tokens, but the network reads 96 at most"),
    ],
)
def test_what_is_no_sequence_of_tokens_is_refused(ids: list[int], said: str) -> None:
    with pytest.raises(InvalidValueError, match=said):
        PenNetwork.initialized(0).logits(ids)
