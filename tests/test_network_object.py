"""A network as Python people meet it: it predicts, shows itself, compares, and goes to files and back whole."""

# mypy: disable-error-code="arg-type"
# What is handed in here is more than the types promise to take.

import pickle
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import inkspect
from inkspect.data.mnist import Mnist
from inkspect.network.verdict import VerdictRule

LEVELS = (np.kron(np.eye(4), np.ones((7, 7))) * 255).astype(np.uint8)[None].repeat(3, axis=0)


@pytest.fixture(scope="module")
def network() -> inkspect.Network:
    return inkspect.load()


@pytest.mark.parametrize(
    "pictures",
    [LEVELS, LEVELS / 255, (LEVELS / 255).astype(np.float32), LEVELS[:, None], (LEVELS / 255).tolist()],
    ids=["levels", "ink", "ink in float32", "with a channel", "lists"],
)
def test_the_same_pictures_are_read_alike_however_they_are_kept(
    network: inkspect.Network, pictures: NDArray[np.floating]
) -> None:
    np.testing.assert_allclose(network.predict_logits(pictures), network.predict_logits(LEVELS), rtol=1e-5)
    assert network.predict(pictures).tolist() == network.trace(LEVELS).logits.argmax(axis=1).tolist()
    np.testing.assert_allclose(network.predict_proba(pictures).sum(axis=1), 1, rtol=1e-5)


def test_one_picture_is_a_batch_of_one(network: inkspect.Network) -> None:
    assert network.predict(LEVELS[0]).shape == (1,)


@pytest.mark.parametrize(
    ("pictures", "reason"),
    [
        (LEVELS.astype(np.float32), "floats from 0 to 1; these floats range from 0 to 255"),
        (LEVELS.astype(np.int64), "uint8 from 0 .paper. to 255 .ink., or floats from 0 to 1, not int64"),
        (LEVELS > 0, "not bool"),
        (LEVELS / -255, "range from -1 to"),
        (np.full((1, 28, 28), np.nan), "range from nan to nan"),
        (LEVELS[..., None], r"not \(3, 28, 28, 1\)"),
        (LEVELS // 255, "these uint8 are 0 and 1, which is nearly paper: multiply them by 255"),
        (LEVELS / 255 * 1.0001, "these floats range from 0 to 1.0001"),
        (LEVELS[:, :27], r"must have shape \(n, 28, 28\), not \(3, 27, 28\)"),
        ([[0.5, 0.5], [0.5]], "pictures must convert to a NumPy array"),
        ("seven", "or floats from 0 to 1, not <U5"),
    ],
)
def test_everything_else_is_refused_by_name(network: inkspect.Network, pictures: object, reason: str) -> None:
    for call in (network.predict, network.predict_proba, network.predict_logits, network.trace):
        with pytest.raises(inkspect.InkspectError, match=reason) as refusal:
            call(pictures)
        assert isinstance(refusal.value, ValueError)
        assert "\n" not in str(refusal.value)


def test_what_rounding_adds_to_ink_is_no_fault(network: inkspect.Network) -> None:
    ink = (LEVELS / 255 * (1 + 1e-7)).astype(np.float32)
    assert ink.max() > 1
    np.testing.assert_array_equal(network.predict(ink), network.predict(LEVELS))


@pytest.mark.parametrize("numbers", [(2, 3), (np.nan, 0.5), ("a", 0.5), (True, 0.5)])
def test_a_rule_that_no_file_could_hold_is_refused(network: inkspect.Network, numbers: tuple[float, float]) -> None:
    with pytest.raises(inkspect.InvalidValueError, match="digit_from must be a number from 0 to 1, not"):
        VerdictRule(*numbers)
    with pytest.raises(inkspect.InvalidValueError, match="rule must be a VerdictRule, not 'strict'"):
        network.with_verdict_rule("strict")
    with pytest.raises(inkspect.InvalidValueError, match="text that UTF-8 can encode"):
        network.with_metadata({"note": "\ud800"})


def test_mnist_is_levels_however_it_is_handed_in_and_refuses_what_is_none() -> None:
    labels = np.arange(3)
    as_levels, as_ink = (Mnist(images, labels, images, labels) for images in (LEVELS, LEVELS[:, None] / 255))
    assert as_levels == as_ink
    assert as_ink.train_images.dtype == np.uint8
    assert as_ink.train_images.shape == (3, 28, 28)
    with pytest.raises(inkspect.InkspectError, match="range from 0 to 255"):
        Mnist(LEVELS.astype(np.float64), labels, LEVELS, labels)
    with pytest.raises(inkspect.InkspectError, match=r"test_labels must have shape \(3,\), not \(2,\)"):
        Mnist(LEVELS, labels, LEVELS, labels[:2])
    for images in (LEVELS[:, :8, :8], np.zeros((3, 29, 29), np.uint8)):
        with pytest.raises(inkspect.InkspectError, match=r"train_images must have shape \(n, 28, 28\), not \(3, "):
            Mnist(images, labels)
    with pytest.raises(inkspect.InkspectError, match="train_labels must be whole numbers from 0 to 9"):
        Mnist(LEVELS, labels + 8, LEVELS, labels)


def test_it_is_saved_with_its_rule_and_its_metadata_and_comes_back_equal(
    network: inkspect.Network, tmp_path: Path
) -> None:
    network.save(tmp_path / "mine.safetensors")
    again = inkspect.load(tmp_path / "mine.safetensors")
    assert again == network
    assert (again.verdict_rule, again.metadata) == (network.verdict_rule, network.metadata)
    inkspect.save_weights(tmp_path / "bare.safetensors", network, {})
    assert inkspect.load(tmp_path / "bare.safetensors").verdict_rule == network.verdict_rule


def test_networks_are_equal_that_compute_and_judge_the_same(network: inkspect.Network) -> None:
    changed = inkspect.Network.from_parameters(network.parameters(), verdict_rule=network.verdict_rule)
    assert changed == network
    changed.parameters()["fc2.bias"][0] += 1
    assert changed != network
    assert network.with_verdict_rule(VerdictRule(0.5, 0.5)) != network
    assert network != "network"
    with pytest.raises(TypeError, match="unhashable"):
        hash(network)


def test_it_is_pickled_whole_for_other_processes(network: inkspect.Network) -> None:
    again = pickle.loads(pickle.dumps(network))
    assert again == network
    assert again.metadata == network.metadata
    assert again.predict(LEVELS).tolist() == network.predict(LEVELS).tolist()


def test_rule_and_metadata_cannot_be_changed_only_replaced(network: inkspect.Network) -> None:
    with pytest.raises(AttributeError):
        network.verdict_rule = VerdictRule(0, 0)  # type: ignore[misc]
    with pytest.raises(TypeError):
        network.metadata["seed"] = "1"  # type: ignore[index]
    assert network.with_metadata({"seed": "1"}).metadata == {"seed": "1"}


def test_it_says_in_a_line_what_it_is_and_what_it_can_say(network: inkspect.Network) -> None:
    assert repr(network) == (
        "<Network: 27,690 parameters; MNIST test set 99.39%; MNIST validation 99.50%; verdicts: digit, unsure, none>"
    )
    untrained = inkspect.Network.initialized(0)
    assert repr(untrained) == "<Network: 27,690 parameters; verdicts: digit>"
    assert "<td>conv1</td><td>8×24×24</td><td>208</td>" in network._repr_html_()
    assert "27,690" in untrained._repr_html_()


def test_metadata_of_anyones_making_breaks_no_line(network: inkspect.Network) -> None:
    for figures in ("[", "3", '{"mnist_test_accuracy": "<b>"}', '{"mnist_test_accuracy": NaN}'):
        assert "MNIST" not in repr(network.with_metadata({"figures": figures}))
    assert "<b>" not in network.with_metadata({"credit": "<b>"})._repr_html_()


def test_a_trace_tells_its_shapes_not_its_numbers(network: inkspect.Network) -> None:
    told = repr(network.trace(LEVELS))
    assert told.startswith("<Trace of 3 pictures: pictures (3, 1, 28, 28), preactivations['conv1'] (3, 8, 24, 24), ")
    assert len(told) < 700
    assert repr(network.trace(LEVELS[0])).startswith("<Trace of 1 picture: ")
    assert "<code>winners['pool2']</code></td><td>(3, 16, 5, 5)</td>" in network.trace(LEVELS)._repr_html_()
