"""Evaluate a network on MNIST's test pictures, and on labelled drawings, rasterized by the ink rule as on the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar, TypedDict

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.levels import ink_of_levels
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.measuring.confusion_table import confusion_table
from inkspect.measuring.labelled import LabelledDrawings, LabelledSample, digits_of, logits_of
from inkspect.measuring.metrics import calibration_error
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import ALWAYS_A_DIGIT, Verdict, VerdictRule
from inkspect.system.arguments import as_whole
from inkspect.system.comparing import same_fields
from inkspect.system.words import counted

INK_VERDICTS: tuple[Verdict, ...] = ("digit", "unsure", "none")


class DigitJson(TypedDict):
    """One digit's row of `EvaluationJson`."""

    digit: int
    count: int
    correct: int
    accuracy: float | None


class ConfusionJson(TypedDict):
    """How often one digit was misread as another."""

    digit: int
    read_as: int
    count: int


class WriterJson(TypedDict):
    """How many of one writer's digits were read correctly."""

    writer: str
    count: int
    correct: int


class EvaluationJson(TypedDict):
    """The JSON values that `Evaluation.to_json` returns; their names are `Evaluation`'s.

    `writers` has a row `inkspect.measuring.evaluation.WriterJson` for each writer: writer, count, correct. `digits` has
    one `inkspect.measuring.evaluation.DigitJson` for each digit: digit, count, correct, accuracy. `confusions` has one
    `inkspect.measuring.evaluation.ConfusionJson` for each mistake, most frequent first: digit, read_as, count.
    """

    count: int
    left_out: int
    correct: int
    accuracy: float | None
    mean_confidence_when_wrong: float | None
    calibration_error: float | None
    verdicts: dict[Verdict, int]
    non_digit_verdicts: dict[Verdict, int]
    writers: list[WriterJson]
    mean_accuracy_of_writers: float | None
    digits: list[DigitJson]
    confusions: list[ConfusionJson]


@dataclass(frozen=True, eq=False, repr=False)
class Evaluation:
    """A network's results on n samples whose digits are known.

    Attributes:
        confusions: (10, 10) counts; row = the sample's digit, column = the digit read.
        mean_confidence_when_wrong: the mean of the highest probability over misread samples; None if there are none.
        calibration_error: the expected calibration error over 15 bins; None without samples.
        verdicts: how often each verdict was given on these samples.
        non_digit_verdicts: the same for drawings whose label is not a digit.
        writers: the count of samples and of correct readings by writer; empty if no writers are given.
        left_out: how many samples were not read because they have no ink or no label.
    """

    confusions: NDArray[np.int64]
    mean_confidence_when_wrong: float | None
    calibration_error: float | None = None
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    non_digit_verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    writers: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    left_out: int = 0

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds arrays

    def __repr__(self) -> str:
        share = "" if self.accuracy is None else f", {self.accuracy:.2%}"
        others = sum(self.non_digit_verdicts.values())
        judged = f"; {counted(others, 'negative')}" if others else ""
        return f"<Evaluation: {self.correct:,} of {counted(self.count, 'digit')} correct{share}{judged}>"

    def _repr_html_(self) -> str:
        """Return the confusion matrix as a table, for notebooks."""
        return confusion_table(self.confusions)

    @property
    def count(self) -> int:
        """The number of samples read."""
        return int(self.confusions.sum())

    @property
    def correct(self) -> int:
        """The number of samples read correctly."""
        return int(np.trace(self.confusions))

    @property
    def accuracy(self) -> float | None:
        """The share read correctly; None without samples."""
        return self.correct / self.count if self.count else None

    @property
    def mean_accuracy_of_writers(self) -> float | None:
        """The mean of the writers' individual accuracies; None if no writers are given."""
        shares = [correct / count for count, correct in self.writers.values()]
        return sum(shares) / len(shares) if shares else None

    @property
    def lowest_accuracy_of_writers(self) -> float | None:
        """The lowest of the writers' individual accuracies; None if no writers are given."""
        return min((correct / count for count, correct in self.writers.values()), default=None)

    def digit_count(self, digit: int) -> int:
        """Return how many samples show this digit.

        Raises:
            InvalidValueError: it is not a whole number from 0 to 9.
        """
        return int(self.confusions[as_whole(digit, "digit", 0, len(DIGITS) - 1)].sum())

    def digit_accuracy(self, digit: int) -> float | None:
        """Return the share of this digit's samples read correctly; None if there are none.

        Raises:
            InvalidValueError: as `digit_count`.
        """
        count = self.digit_count(digit)
        return int(self.confusions[digit, digit]) / count if count else None

    def mistakes(self) -> list[tuple[int, int, int]]:
        """Return every mistake as (digit, read as, count), most frequent first."""
        found = [
            (digit, read, int(self.confusions[digit, read]))
            for digit, read in np.argwhere(self.confusions).tolist()
            if digit != read
        ]
        return sorted(found, key=lambda mistake: (-mistake[2], mistake[0], mistake[1]))

    def to_json(self) -> EvaluationJson:
        """Return the evaluation as JSON values."""
        return {
            "count": self.count,
            "left_out": self.left_out,
            "correct": self.correct,
            "accuracy": self.accuracy,
            "mean_confidence_when_wrong": self.mean_confidence_when_wrong,
            "calibration_error": self.calibration_error,
            "verdicts": dict(self.verdicts),
            "non_digit_verdicts": dict(self.non_digit_verdicts),
            "writers": [
                {"writer": writer, "count": count, "correct": correct}
                for writer, (count, correct) in self.writers.items()
            ],
            "mean_accuracy_of_writers": self.mean_accuracy_of_writers,
            "digits": [
                {
                    "digit": digit,
                    "count": self.digit_count(digit),
                    "correct": int(self.confusions[digit, digit]),
                    "accuracy": self.digit_accuracy(digit),
                }
                for digit in range(len(DIGITS))
            ],
            "confusions": [{"digit": digit, "read_as": read, "count": count} for digit, read, count in self.mistakes()],
        }


def evaluate_mnist(network: Network, mnist: Mnist) -> Evaluation:
    """Evaluate on MNIST's test pictures, which are held out from training and from all choices."""
    logits = network.predict_logits(ink_of_levels(mnist.test_images))
    return score(logits, mnist.test_labels, network.verdict_rule)


def evaluate_drawings(network: Network, drawings: Sequence[Drawing]) -> Evaluation:
    """Evaluate on drawings, rasterized by the ink rule.

    For drawings whose label is not a digit, such as a letter, the verdicts are counted. Those without a label or points
    are left out, and their number is reported.

    Raises:
        InkspectError: all are left out.
    """
    labelled = LabelledDrawings.of(drawings)
    others = labelled.others
    return replace(
        score_drawings(labelled, logits_of(network, labelled.digits), network.verdict_rule),
        non_digit_verdicts=_verdict_counts(logits_of(network, others), network.verdict_rule) if others else {},
    )


def score_drawings(labelled: LabelledDrawings, logits: NDArray[np.floating], rule: VerdictRule) -> Evaluation:
    """Compare logits (digits, 10) with the digits that drawings show, also by writer."""
    digits = digits_of(labelled.digits)
    return replace(
        score(logits, digits, rule),
        writers=_by_writer(labelled.digits, logits.argmax(axis=1) == digits),
        left_out=labelled.left_out,
    )


def score(logits: NDArray[np.floating], labels: NDArray[np.uint8], rule: VerdictRule = ALWAYS_A_DIGIT) -> Evaluation:
    """Compare logits (n, 10) with the digits (n,) that the samples show."""
    confusions = np.zeros((len(DIGITS), len(DIGITS)), dtype=np.int64)
    if not len(labels):
        return Evaluation(confusions, None)
    probabilities = softmax(logits.astype(np.float64), axis=1)
    read = probabilities.argmax(axis=1)
    np.add.at(confusions, (labels, read), 1)
    confidences, right = probabilities.max(axis=1), read == labels
    return Evaluation(
        confusions,
        mean_confidence_when_wrong=None if right.all() else float(confidences[~right].mean()),
        calibration_error=calibration_error(confidences, right),
        verdicts=_verdict_counts(logits, rule),
    )


def _verdict_counts(logits: NDArray[np.floating], rule: VerdictRule) -> dict[Verdict, int]:
    verdicts = rule.judge(softmax(logits.astype(np.float64), axis=1))
    return {verdict: verdicts.count(verdict) for verdict in INK_VERDICTS}


def _by_writer(samples: Sequence[LabelledSample], right: NDArray[np.bool_]) -> dict[str, tuple[int, int]]:
    """Return each known writer's count of samples and of correct readings, in the order of their first sample."""
    counts: dict[str, tuple[int, int]] = {}
    for sample, was_right in zip(samples, right, strict=True):
        if sample.writer is not None:
            count, correct = counts.get(sample.writer, (0, 0))
            counts[sample.writer] = (count + 1, correct + int(was_right))
    return counts
