"""The whole network: its trace is DESIGN's network, its gradient is the loss's derivative."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import reference
from inkspect.network.architecture import load_architecture
from inkspect.network.layers import cross_entropy
from inkspect.network.network import PICTURES_AT_ONCE, Network
from numerical import Float64s


def some_pictures(count: int, seed: int = 0) -> Float64s:
    return np.random.default_rng(seed).random((count, 28, 28))


def an_uneven_network(seed: int, dtype: type[np.float32] | type[np.float64] = np.float64) -> Network:
    """A network whose biases are not 0 either."""
    network = Network.initialized(seed, dtype)
    network.parameter_vector += np.random.default_rng(seed + 1).normal(0, 0.05, network.parameter_vector.size)
    return network


def test_it_has_exactly_the_published_parameters() -> None:
    shapes = {name: values.shape for name, values in Network.initialized(0).parameters().items()}
    assert shapes == {
        "conv1.weight": (8, 1, 5, 5),
        "conv1.bias": (8,),
        "conv2.weight": (16, 8, 3, 3),
        "conv2.bias": (16,),
        "fc1.weight": (64, 400),
        "fc1.bias": (64,),
        "fc2.weight": (10, 64),
        "fc2.bias": (10,),
    }
    assert Network.initialized(0).parameter_vector.size == 27_690


def test_the_trace_is_the_network_written_plainly() -> None:
    network, pictures = an_uneven_network(3), some_pictures(2)
    trace = network.trace(pictures)
    weights = {name: values.astype(np.float64) for name, values in network.parameters().items()}
    for n, picture in enumerate(pictures):
        expected = reference.forward(picture, weights)
        for layer, pool, stage in (("conv1", "pool1", expected.conv1), ("conv2", "pool2", expected.conv2)):
            np.testing.assert_allclose(trace.preactivations[layer][n], stage.preactivations, rtol=1e-9, atol=1e-9)
            np.testing.assert_allclose(trace.activations[pool][n], stage.pooled, rtol=1e-9, atol=1e-9)
            np.testing.assert_array_equal(trace.winners[pool][n], stage.winners)
        np.testing.assert_allclose(trace.preactivations["fc1"][n], expected.fc1, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(trace.logits[n], expected.logits, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(trace.probabilities[n], expected.probabilities, rtol=1e-9, atol=1e-12)


def test_the_trace_names_every_layer_once_with_its_documented_shape() -> None:
    trace = Network.initialized(0).trace(some_pictures(3))
    assert trace.pictures.shape == (3, 1, 28, 28)
    assert set(trace.preactivations) == {"conv1", "conv2", "fc1", "fc2"}
    assert set(trace.activations) == {"relu1", "pool1", "relu2", "pool2", "flatten", "relu3"}
    for name, values in {**trace.preactivations, **trace.activations}.items():
        assert values.shape == (3, *load_architecture().output_shapes()[name]), name
        assert values.dtype == np.float32, name
    assert trace.winners["pool1"].shape == (3, 8, 12, 12)
    assert trace.winners["pool2"].shape == (3, 16, 5, 5)
    np.testing.assert_allclose(trace.probabilities.sum(axis=1), 1, rtol=1e-6)


def test_each_activation_follows_from_the_one_before() -> None:
    trace = an_uneven_network(1).trace(some_pictures(4))
    for number in (1, 2):
        rectified = trace.activations[f"relu{number}"]
        np.testing.assert_array_equal(rectified, np.maximum(trace.preactivations[f"conv{number}"], 0))
        pooled, winners = trace.activations[f"pool{number}"], trace.winners[f"pool{number}"]
        count, channels, rows, columns = pooled.shape
        patches = rectified.reshape(count, channels, rows, 2, columns, 2).transpose(0, 1, 2, 4, 3, 5)
        patches = patches.reshape(*pooled.shape, 4)
        np.testing.assert_array_equal(pooled, patches.max(axis=-1))
        np.testing.assert_array_equal(winners, np.where(pooled > 0, patches.argmax(axis=-1), -1))
    np.testing.assert_array_equal(trace.activations["flatten"], trace.activations["pool2"].reshape(4, 400))
    np.testing.assert_array_equal(trace.activations["relu3"], np.maximum(trace.preactivations["fc1"], 0))
    np.testing.assert_array_equal(trace.logits, trace.preactivations["fc2"])


def test_many_pictures_give_what_each_gives_alone() -> None:
    network, pictures = an_uneven_network(2, np.float32), some_pictures(PICTURES_AT_ONCE + 3)
    together = network.trace(pictures)
    np.testing.assert_allclose(network.predict_logits(pictures), together.logits, rtol=1e-5, atol=1e-5)
    for n in (0, PICTURES_AT_ONCE - 1, PICTURES_AT_ONCE, PICTURES_AT_ONCE + 2):
        alone = network.trace(pictures[n])
        np.testing.assert_allclose(together.logits[n], alone.logits[0], rtol=1e-5, atol=1e-5)
        np.testing.assert_allclose(
            together.activations["pool1"][n], alone.activations["pool1"][0], rtol=1e-5, atol=1e-5
        )


def test_no_pictures_give_an_empty_trace() -> None:
    trace = Network.initialized(0).trace(np.zeros((0, 28, 28)))
    assert trace.logits.shape == (0, 10)
    assert trace.activations["pool1"].shape == (0, 8, 12, 12)


def test_a_trace_is_not_changed_by_the_next_one() -> None:
    network = Network.initialized(0)
    first = network.trace(some_pictures(2, seed=1))
    kept = {name: values.copy() for name, values in first.activations.items()}
    network.trace(some_pictures(2, seed=2))
    for name, values in kept.items():
        np.testing.assert_array_equal(first.activations[name], values, err_msg=name)


def test_threads_may_share_a_network() -> None:
    network = an_uneven_network(5, np.float32)
    batches = [some_pictures(40, seed) for seed in range(8)]
    alone = [network.predict_logits(batch) for batch in batches]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(network.predict_logits, batches))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("shape", [(28,), (2, 27, 28), (2, 2, 28, 28), (2, 28, 28, 1), (784,), ()])
def test_pictures_of_another_shape_are_refused_with_both_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"must have shape \(n, .*, not") as refusal:
        Network.initialized(0).trace(np.zeros(shape))
    assert str(shape) in str(refusal.value)


def test_parameters_of_another_name_or_shape_are_refused_by_name() -> None:
    parameters = Network.initialized(0).parameters()
    with pytest.raises(ValueError, match=r"conv1\.bias must have shape \(8,\), not \(9,\)"):
        Network.from_parameters(parameters | {"conv1.bias": np.zeros(9)})
    with pytest.raises(ValueError, match=r"got conv1\.weight"):
        Network.from_parameters({"conv1.weight": np.zeros((8, 1, 5, 5))})


def test_a_parameter_vector_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="the architecture has 27690 parameters, not 27691"):
        Network(load_architecture(), np.zeros(27_691, np.float32))


def test_parameters_are_the_networks_own() -> None:
    given = {name: values.copy() for name, values in Network.initialized(0).parameters().items()}
    network = Network.from_parameters(given)
    before = network.predict_logits(some_pictures(1))
    given["fc2.bias"] += 1
    np.testing.assert_array_equal(network.predict_logits(some_pictures(1)), before)
    network.parameters()["fc2.bias"] += np.float32(1)
    np.testing.assert_allclose(network.predict_logits(some_pictures(1)), before + 1, rtol=1e-5)


def test_a_replica_shares_parameters_but_not_gradients() -> None:
    network = Network.initialized(0)
    replica = network.replica()
    network.parameters()["fc2.bias"][:] = 3
    assert np.all(replica.parameters()["fc2.bias"] == 3)
    replica.forward(np.ones((28, 1, 28, 1), np.float32))
    replica.backward(np.ones((10, 1), np.float32))
    assert np.any(replica.gradient_vector != 0)
    assert not np.any(network.gradient_vector)


def test_the_same_seed_initializes_the_same_network_and_another_seed_another() -> None:
    one, same, other = (Network.initialized(seed).parameter_vector for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert np.any(one != other)


def test_weights_begin_as_he_says_and_biases_at_zero() -> None:
    """Normal with variance 2 / inputs of a unit, whatever the layer: 25, 8·9, 400 and 64 inputs here."""
    drawn = [Network.initialized(seed, np.float64).parameters() for seed in range(20)]
    for name, inputs in (("conv1", 25), ("conv2", 72), ("fc1", 400), ("fc2", 64)):
        weights = np.concatenate([parameters[f"{name}.weight"].ravel() for parameters in drawn])
        standard = weights / np.sqrt(2 / inputs)
        allowed = 4 / np.sqrt(len(weights))
        assert abs(standard.mean()) < allowed, f"{name}'s weights lie to one side"
        assert abs(standard.std() - 1) < allowed, f"{name}'s weights spread {standard.std():.3f} times what He says"
        within_one = float(np.mean(np.abs(standard) < 1))
        assert within_one == pytest.approx(0.6827, abs=allowed), f"{name}'s weights are not normally distributed"
        assert not any(np.any(parameters[f"{name}.bias"]) for parameters in drawn)


def test_the_whole_networks_gradient_is_the_derivative_of_its_loss() -> None:
    network = an_uneven_network(7)
    random = np.random.default_rng(8)
    inputs = random.random((28, 1, 28, 3))
    targets = random.dirichlet(np.ones(10), 3).T

    def loss() -> float:
        return cross_entropy(network.forward(inputs), targets)[0]

    network.backward(cross_entropy(network.forward(inputs), targets)[1])
    vector, gradient = network.parameter_vector, network.gradient_vector.copy()

    step = 1e-6
    for name, values in network.parameters().items():
        by_name = network.gradients()[name].copy()
        for flat_index in random.choice(values.size, min(values.size, 10), replace=False):
            index = np.unravel_index(flat_index, values.shape)
            kept = values[index]
            values[index] = kept + step
            above = loss()
            values[index] = kept - step
            below = loss()
            values[index] = kept
            assert by_name[index] == pytest.approx((above - below) / (2 * step), rel=1e-4, abs=1e-6), (name, index)

    kept_vector = vector.copy()
    for _ in range(3):
        direction = random.normal(size=vector.size) / np.sqrt(vector.size)
        vector[:] = kept_vector + step * direction
        above = loss()
        vector[:] = kept_vector - step * direction
        below = loss()
        vector[:] = kept_vector
        assert gradient @ direction == pytest.approx((above - below) / (2 * step), rel=1e-5, abs=1e-7)
