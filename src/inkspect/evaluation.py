"""How well a network reads: MNIST's test pictures, and labelled drawings drawn by the ink rule as the page does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.errors import InkspectError
from inkspect.ink import rasterize_all
from inkspect.layers import softmax
from inkspect.mnist import Mnist
from inkspect.network import Network
from inkspect.strokes import Drawing

DIGITS = 10


class DigitJson(TypedDict):
    """One digit's row of `EvaluationJson`."""

    digit: int
    count: int
    correct: int
    accuracy: float | None


class ConfusionJson(TypedDict):
    """How often one digit was read as another."""

    digit: int
    read_as: int
    count: int


class EvaluationJson(TypedDict):
    """What `Evaluation.to_json` gives."""

    count: int
    left_out: int
    correct: int
    accuracy: float | None
    mean_confidence_when_wrong: float | None
    digits: list[DigitJson]
    confusions: list[ConfusionJson]


@dataclass(frozen=True)
class Evaluation:
    """What a network read in n samples whose digits are known.

    Attributes:
        confusions: (10, 10) counts; row = the sample's digit, column = what was read.
        mean_confidence_when_wrong: the mean of the highest probability over the samples read wrong; None without any.
        left_out: how many samples were not read because they show no digit.
    """

    confusions: NDArray[np.int64]
    mean_confidence_when_wrong: float | None
    left_out: int = 0

    @property
    def count(self) -> int:
        """How many samples were read."""
        return int(self.confusions.sum())

    @property
    def correct(self) -> int:
        """How many were read right."""
        return int(np.trace(self.confusions))

    @property
    def accuracy(self) -> float | None:
        """The share read right; None where there are no samples."""
        return self.correct / self.count if self.count else None

    def digit_count(self, digit: int) -> int:
        """How many samples show this digit."""
        return int(self.confusions[digit].sum())

    def digit_accuracy(self, digit: int) -> float | None:
        """Return the share of this digit's samples read right; None where there are none."""
        count = self.digit_count(digit)
        return int(self.confusions[digit, digit]) / count if count else None

    def mistakes(self) -> list[tuple[int, int, int]]:
        """Return every (digit, read as, how often) that is a mistake, the most frequent first."""
        found = [
            (digit, read, int(self.confusions[digit, read]))
            for digit, read in np.argwhere(self.confusions).tolist()
            if digit != read
        ]
        return sorted(found, key=lambda mistake: (-mistake[2], mistake[0], mistake[1]))

    def to_json(self) -> EvaluationJson:
        """Return the same as values that JSON knows."""
        return {
            "count": self.count,
            "left_out": self.left_out,
            "correct": self.correct,
            "accuracy": self.accuracy,
            "mean_confidence_when_wrong": self.mean_confidence_when_wrong,
            "digits": [
                {
                    "digit": digit,
                    "count": self.digit_count(digit),
                    "correct": int(self.confusions[digit, digit]),
                    "accuracy": self.digit_accuracy(digit),
                }
                for digit in range(DIGITS)
            ],
            "confusions": [{"digit": digit, "read_as": read, "count": count} for digit, read, count in self.mistakes()],
        }


def evaluate_mnist(network: Network, mnist: Mnist) -> Evaluation:
    """Read MNIST's test pictures, which nothing was trained on or chosen by."""
    pictures = mnist.test_images.astype(np.float32) / 255
    return score(network.predict_logits(pictures), mnist.test_labels)


def evaluate_drawings(network: Network, drawings: Sequence[Drawing]) -> Evaluation:
    """Draw strokes by the ink rule and read them.

    Drawings whose label is no digit, or that have no points, are left out and counted.

    Raises:
        InkspectError: all are left out.
    """
    scored = [drawing for drawing in drawings if _shows_a_digit(drawing)]
    if not scored:
        raise InkspectError(f'none of {len(drawings):,} drawings has ink and a digit as its "label", "0" to "9"')
    pictures = rasterize_all(drawing.strokes for drawing in scored).astype(np.float32)
    labels = np.array([int(drawing.label or "") for drawing in scored], dtype=np.uint8)
    return replace(score(network.predict_logits(pictures), labels), left_out=len(drawings) - len(scored))


def _shows_a_digit(drawing: Drawing) -> bool:
    return drawing.label in tuple("0123456789") and any(len(stroke) for stroke in drawing.strokes)


def score(logits: NDArray[np.floating], labels: NDArray[np.uint8]) -> Evaluation:
    """Compare logits (n, 10) with the digits (n) that the samples show."""
    confidences = softmax(logits.astype(np.float64), axis=1)
    read = confidences.argmax(axis=1)
    confusions = np.zeros((DIGITS, DIGITS), dtype=np.int64)
    np.add.at(confusions, (labels, read), 1)
    wrong = confidences[read != labels]
    return Evaluation(confusions, float(wrong.max(axis=1).mean()) if len(wrong) else None)
