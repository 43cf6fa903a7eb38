"""Stored levels become ink in one way only, whoever asks: training, calibration and measuring see the same bits."""

import numpy as np
import pytest

from inkspect.data.levels import ink_of_levels, levels_of_ink
from inkspect.data.mnist import Mnist
from inkspect.measuring import evaluation
from inkspect.measuring.labelled import logits_of, mnist_test_samples
from inkspect.network.inputs import layer_inputs
from inkspect.network.network import Network
from inkspect.training import calibration, picture_task
from inkspect.training.examples import Examples

LEVELS = np.arange(256, dtype=np.uint8)


def test_ink_is_the_level_times_a_255th_in_float32() -> None:
    ink = ink_of_levels(LEVELS)
    assert ink.dtype == np.float32
    np.testing.assert_array_equal(ink, LEVELS.astype(np.float32) * np.float32(1 / 255))
    assert (ink[0], ink[255]) == (0, 1)
    assert np.any(ink != LEVELS.astype(np.float32) / np.float32(255)), "the other rounding would go unseen here"


def test_the_nearest_level_of_ink_is_the_level_it_came_from() -> None:
    np.testing.assert_array_equal(levels_of_ink(ink_of_levels(LEVELS)), LEVELS)
    np.testing.assert_array_equal(levels_of_ink(np.array([0.0, 0.4 / 255, 0.6 / 255, 1.0])), [0, 0, 1, 255])


def test_layers_get_row_channel_column_sample() -> None:
    pictures = np.random.default_rng(0).integers(0, 256, (3, 28, 28), np.uint8)
    inputs = layer_inputs(pictures)
    assert inputs.shape == (28, 1, 28, 3)
    np.testing.assert_array_equal(inputs[5, 0, 9], ink_of_levels(pictures[:, 5, 9]))


class Recording(Network):
    """A network that keeps what it is given."""

    seen: list[np.ndarray[tuple[int, ...], np.dtype[np.floating]]]

    def predict_logits(self, pictures: object) -> np.ndarray[tuple[int, ...], np.dtype[np.floating]]:
        self.seen.append(np.asarray(pictures))
        return super().predict_logits(self.seen[-1])


@pytest.mark.parametrize("path", ["validation accuracy", "calibration", "evaluation", "report"])
def test_training_calibration_evaluation_and_report_see_the_same_bits(path: str) -> None:
    pictures = np.resize(LEVELS, (4, 28, 28)).astype(np.uint8)
    labels = np.arange(4, dtype=np.uint8)
    mnist = Mnist(pictures, labels, pictures, labels)
    network = Recording.initialized(0)
    network.seen = []
    match path:
        case "validation accuracy":
            picture_task.accuracy(network, Examples(pictures, labels))
        case "calibration":
            calibration.calibrate(network, Examples(pictures, labels), [], seed=0)
        case "evaluation":
            evaluation.evaluate_mnist(network, mnist)
        case "report":
            logits_of(network, mnist_test_samples(mnist))
    np.testing.assert_array_equal(network.seen[0].reshape(4, 28, 28), layer_inputs(pictures)[:, 0].transpose(2, 0, 1))
