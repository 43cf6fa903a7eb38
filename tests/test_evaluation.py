"""What an evaluation counts, and what it refuses to."""

import json
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize
from inkspect.measuring.evaluation import evaluate_drawings, evaluate_mnist, score
from inkspect.network.network import Network
from inkspect.network.verdict import VerdictRule
from inkspect.system.errors import InkspectError

LINE = np.array([[0.0, 0.0], [0.0, 9.0]])


def logits_reading(answers: Sequence[int], confidence: float) -> NDArray[np.float64]:
    """Return logits whose softmax gives the answer this confidence and shares the rest among the other digits."""
    probabilities = np.full((len(answers), 10), (1 - confidence) / 9)
    probabilities[np.arange(len(answers)), answers] = confidence
    logits: NDArray[np.float64] = np.log(probabilities)
    return logits


def test_what_was_right_is_counted_in_all_and_by_digit() -> None:
    evaluation = score(logits_reading([3, 3, 5, 7, 7, 7], 0.6), np.array([3, 5, 5, 7, 1, 1], np.uint8))
    assert (evaluation.count, evaluation.correct, evaluation.accuracy) == (6, 3, 0.5)
    assert [evaluation.digit_count(digit) for digit in range(10)] == [0, 2, 0, 1, 0, 2, 0, 1, 0, 0]
    assert [evaluation.digit_accuracy(digit) for digit in (1, 3, 5, 7, 0)] == [0, 1, 0.5, 1, None]
    assert evaluation.confusions[1, 7] == 2, "row: the digit; column: what was read"


def test_mistakes_come_most_frequent_first() -> None:
    evaluation = score(logits_reading([3, 7, 7, 7, 2, 2], 0.6), np.array([3, 1, 1, 7, 0, 3], np.uint8))
    assert evaluation.mistakes() == [(1, 7, 2), (0, 2, 1), (3, 2, 1)]


def test_the_confidence_when_wrong_is_the_mean_over_the_wrong_only() -> None:
    logits = np.concatenate([logits_reading([1], 0.9), logits_reading([2], 0.8), logits_reading([3], 0.4)])
    assert score(logits, np.array([1, 7, 7], np.uint8)).mean_confidence_when_wrong == pytest.approx(0.6)
    assert score(logits, np.array([1, 2, 3], np.uint8)).mean_confidence_when_wrong is None


def test_the_figures_survive_json() -> None:
    evaluation = score(logits_reading([3, 7], 0.6), np.array([3, 1], np.uint8))
    figures = json.loads(json.dumps(evaluation.to_json()))
    assert figures["count"] == 2
    assert figures["accuracy"] == 0.5
    assert figures["mean_confidence_when_wrong"] == pytest.approx(0.6)
    assert figures["digits"][3] == {"digit": 3, "count": 1, "correct": 1, "accuracy": 1}
    assert figures["digits"][0] == {"digit": 0, "count": 0, "correct": 0, "accuracy": None}
    assert figures["confusions"] == [{"digit": 1, "read_as": 7, "count": 1}]


def test_mnist_is_judged_by_its_test_pictures_scaled_to_0_to_1() -> None:
    network = Network.initialized(3)
    random = np.random.default_rng(1)
    pictures = random.integers(0, 256, (40, 28, 28), dtype=np.uint8)
    read = network.trace(pictures / 255).logits.argmax(axis=1).astype(np.uint8)
    labels = read.copy()
    labels[:10] = (labels[:10] + 1) % 10
    nothing = np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8)
    evaluation = evaluate_mnist(network, Mnist(*nothing, pictures, labels))
    assert (evaluation.count, evaluation.correct) == (40, 30)


def test_drawings_are_judged_as_the_page_would_draw_them() -> None:
    network = Network.initialized(3)
    strokes = [(LINE,), (LINE @ np.array([[0, 1], [1, 0]]),), (LINE, LINE + 3)]
    read = [int(network.trace(rasterize(drawing)).logits.argmax()) for drawing in strokes]
    right = evaluate_drawings(network, [Drawing(s, str(digit)) for s, digit in zip(strokes, read, strict=True)])
    assert (right.count, right.correct) == (3, 3)
    wrong = evaluate_drawings(network, [Drawing(s, str((d + 1) % 10)) for s, d in zip(strokes, read, strict=True)])
    assert (wrong.count, wrong.correct) == (3, 0)


UNLABELLED = [Drawing((LINE,), None), Drawing((LINE,), ""), Drawing((LINE[:0],), "1"), Drawing((), "1")]


def test_drawings_without_a_label_or_ink_are_left_out_and_counted() -> None:
    evaluation = evaluate_drawings(Network.initialized(0), [*UNLABELLED, Drawing((LINE,), "1")])
    assert (evaluation.count, evaluation.left_out) == (1, 4)
    assert evaluation.to_json()["left_out"] == 4


def test_drawings_of_which_none_can_be_judged_are_refused() -> None:
    with pytest.raises(InkspectError, match='no drawing has both ink and a "label"'):
        evaluate_drawings(Network.initialized(0), UNLABELLED)
    with pytest.raises(InkspectError, match="no drawing has both"):
        evaluate_drawings(Network.initialized(0), [])


def test_of_what_is_labelled_as_no_digit_the_verdicts_are_counted() -> None:
    network = Network.initialized(0)
    letters = [Drawing((LINE,), label) for label in ("A", "12", "٣")]
    accepting = evaluate_drawings(network, [*letters, Drawing((LINE,), "1")])
    assert accepting.count == 1
    assert accepting.verdicts == {"digit": 1, "unsure": 0, "none": 0}
    assert accepting.non_digit_verdicts == {"digit": 3, "unsure": 0, "none": 0}
    refusing = evaluate_drawings(network.with_verdict_rule(VerdictRule(1.0, 1.0)), letters)
    assert (refusing.count, refusing.accuracy) == (0, None)
    assert refusing.non_digit_verdicts == {"digit": 0, "unsure": 0, "none": 3}


def test_the_calibration_error_is_that_of_the_probabilities_of_what_was_read() -> None:
    logits = logits_reading([3, 3, 3, 3], 0.75)
    assert score(logits, np.array([3, 3, 3, 5], np.uint8)).calibration_error == pytest.approx(0)
    assert score(logits, np.array([3, 3, 5, 5], np.uint8)).calibration_error == pytest.approx(0.25)


def test_every_writer_counts_the_same_in_the_mean() -> None:
    network = Network.initialized(3)
    read = str(network.trace(rasterize((LINE,))).logits.argmax())
    wrong = str((int(read) + 1) % 10)
    drawings = [
        Drawing((LINE,), label, writer=writer)
        for writer, label in [("a", read), ("a", read), ("a", read), ("b", wrong)]
    ]
    evaluation = evaluate_drawings(network, [*drawings, Drawing((LINE,), wrong)])
    assert evaluation.writers == {"a": (3, 3), "b": (1, 0)}
    assert evaluation.mean_accuracy_of_writers == 0.5
