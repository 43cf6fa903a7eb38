"""A trace's numbers add up: every product, sum, softmax and residual is the one its name says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.pen.trace import PenTrace
from numerical import Float64s
from pen_material import a_sequence, float64s, lively_network, small_description
from reference_pen_network import plain_attention, plain_normalization, plain_places, plain_trace

PEN = load_pen()
seeds = st.integers(0, 2**32 - 1)
few_cases = settings(max_examples=15, deadline=None)
traced = given(seed=seeds, movements=st.integers(0, 80))


def a_trace(seed: int, movements: int) -> tuple[PenTrace, dict[str, Float64s]]:
    network = lively_network(seed)
    trace = network.trace(a_sequence(np.random.default_rng(seed), movements))
    return trace, float64s(network.parameters())


def assert_close(computed: np.ndarray, expected: np.ndarray) -> None:
    np.testing.assert_allclose(computed, expected, rtol=1e-9, atol=1e-9)


@few_cases
@traced
def test_every_number_is_that_of_the_plain_definition(seed: int, movements: int) -> None:
    trace, parameters = a_trace(seed, movements)
    expected = plain_trace(trace.ids.tolist(), parameters, PEN)
    assert list(trace.by_name()) == list(expected)
    for name, values in trace.by_name().items():
        np.testing.assert_allclose(values, expected[name], rtol=1e-9, atol=1e-9, err_msg=name)


@few_cases
@traced
def test_embeddings_are_rows_of_their_tables_and_add_up(seed: int, movements: int) -> None:
    trace, parameters = a_trace(seed, movements)
    embedding = trace.embedding
    assert_close(embedding.token, parameters["token.weight"][trace.ids])
    assert_close(embedding.position, parameters["position.weight"][: len(trace.ids)])
    for row, place in zip(embedding.place, plain_places(trace.ids.tolist()), strict=True):
        x, y, up = place or (0, 0, False)
        along = parameters["place_x.weight"][x] + parameters["place_y.weight"][y] + up * parameters["pen_up.weight"]
        assert_close(row, along if place else np.zeros_like(row))
    assert_close(embedding.sum, embedding.token + embedding.position + embedding.place)
    assert_close(trace.layers[0].before, embedding.sum)


@few_cases
@traced
def test_the_residual_stream_adds_up_and_runs_through(seed: int, movements: int) -> None:
    trace, _ = a_trace(seed, movements)
    for layer in trace.layers:
        assert_close(layer.middle, layer.before + layer.attended)
        assert_close(layer.after, layer.middle + layer.fed_forward)
    for layer, following in zip(trace.layers, trace.layers[1:], strict=False):
        np.testing.assert_array_equal(layer.after, following.before)


@few_cases
@traced
def test_normalizations_have_their_definition(seed: int, movements: int) -> None:
    trace, parameters = a_trace(seed, movements)

    def assert_normalized(values: np.ndarray, inputs: np.ndarray, name: str) -> None:
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        assert_close(values, np.array([plain_normalization(row, weight, bias, PEN.epsilon) for row in inputs]))

    for number, layer in enumerate(trace.layers, 1):
        assert_normalized(layer.normalized1, layer.before, f"layer{number}.norm1")
        assert_normalized(layer.normalized2, layer.middle, f"layer{number}.norm2")
    assert_normalized(trace.normalized, trace.layers[-1].after, "norm")


@few_cases
@traced
def test_attention_has_its_definition(seed: int, movements: int) -> None:
    trace, parameters = a_trace(seed, movements)
    count, later = len(trace.ids), ~np.tri(len(trace.ids), dtype=bool)
    for number, layer in enumerate(trace.layers, 1):
        name = f"layer{number}.attention"
        projected = layer.normalized1 @ parameters[f"{name}.qkv.weight"].T + parameters[f"{name}.qkv.bias"]
        shown = np.stack([layer.queries, layer.keys, layer.values])  # (3, head, token, unit)
        assert_close(shown.transpose(2, 0, 1, 3).reshape(count, -1), projected)
        for head in range(PEN.heads):
            queries, keys, values = (float64s({"": part[head]})[""] for part in shown)
            scores = queries @ keys.T / np.sqrt(8)
            assert_close(layer.scores[head][~later], scores[~later])
            assert np.all(np.isneginf(layer.scores[head][later]))
            outputs, attention = plain_attention(queries, keys, values)
            assert_close(layer.attention[head], attention)
            assert_close(layer.attention[head].sum(axis=1), np.ones(count))
            assert_close(layer.heads[head], outputs)
        side_by_side = layer.heads.transpose(1, 0, 2).reshape(count, -1)
        output = side_by_side @ parameters[f"{name}.output.weight"].T + parameters[f"{name}.output.bias"]
        assert_close(layer.attended, output)


@few_cases
@traced
def test_feed_forward_and_logits_have_their_definition(seed: int, movements: int) -> None:
    trace, parameters = a_trace(seed, movements)
    for number, layer in enumerate(trace.layers, 1):
        up, down = (
            (parameters[f"layer{number}.{part}.weight"], parameters[f"layer{number}.{part}.bias"])
            for part in ("up", "down")
        )
        assert_close(layer.preactivations, layer.normalized2 @ up[0].T + up[1])
        np.testing.assert_array_equal(layer.activations, np.where(layer.preactivations > 0, layer.preactivations, 0))
        assert_close(layer.fed_forward, layer.activations @ down[0].T + down[1])
    assert_close(trace.logits, trace.normalized @ parameters["token.weight"].T)
    powers = np.exp(trace.logits - trace.logits.max(axis=1, keepdims=True))
    assert_close(trace.probabilities, powers / powers.sum(axis=1, keepdims=True))


def test_a_trace_has_the_logits_and_every_array_by_name() -> None:
    network, ids = PenNetwork.initialized(1), a_sequence(np.random.default_rng(1), 20)
    trace = network.trace(ids)
    np.testing.assert_array_equal(trace.logits, network.logits(ids))
    np.testing.assert_array_equal(trace.probabilities, network.probabilities(ids))
    n = len(ids)
    assert trace.shapes() == {
        **{f"embedding.{part}": (n, 32) for part in ("token", "position", "place", "sum")},
        **{
            f"layer{number}.{name}": shape
            for number in (1, 2)
            for name, shape in {
                "before": (n, 32),
                "normalized1": (n, 32),
                "queries": (4, n, 8),
                "keys": (4, n, 8),
                "values": (4, n, 8),
                "scores": (4, n, n),
                "attention": (4, n, n),
                "heads": (4, n, 8),
                "attended": (n, 32),
                "middle": (n, 32),
                "normalized2": (n, 32),
                "preactivations": (n, 92),
                "activations": (n, 92),
                "fed_forward": (n, 32),
                "after": (n, 32),
            }.items()
        },
        "normalized": (n, 32),
        "logits": (n, 47),
        "probabilities": (n, 47),
    }
    assert f"Trace of {n} tokens: embedding.token ({n}, 32)" in repr(trace)
    assert "<code>layer2.attention</code>" in trace._repr_html_()


def test_a_trace_is_a_copy_that_later_passes_leave_alone() -> None:
    network = lively_network(1, small_description())
    random = np.random.default_rng(1)
    trace = network.trace(a_sequence(random, 10))
    kept = {name: values.copy() for name, values in trace.by_name().items()}
    network.trace(a_sequence(random, 10))
    for name, values in trace.by_name().items():
        np.testing.assert_array_equal(values, kept[name], name)


@pytest.mark.parametrize("ids", [[0], [0, 16], [0, 16, 17]])
def test_the_shortest_sequences_have_a_trace(ids: list[int]) -> None:
    trace = PenNetwork.initialized(0).trace(ids)
    assert all(np.isfinite(values).all() for name, values in trace.by_name().items() if "scores" not in name)
    assert trace.layers[0].attention[:, 0, 0] == pytest.approx(1)
