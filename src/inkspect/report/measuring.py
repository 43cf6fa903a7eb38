"""What a report shows of a network's answers, as plain data: samples read wrong, refused, and how sure it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke
from inkspect.measuring.evaluation import (
    INK_VERDICTS,
    Evaluation,
    LabelledDrawings,
    logits_of_drawings,
    logits_of_mnist,
    score,
    score_labelled,
)
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import Verdict, VerdictRule
from inkspect.report.reliability import Reliability, reliability
from inkspect.system.errors import InkspectError

Ink: TypeAlias = NDArray[np.uint8] | tuple[Stroke, ...]
"""A picture (28, 28), 0 paper to 255 ink, or strokes."""

MNIST_NAME = "MNIST test set"


@dataclass(frozen=True)
class Sample:
    """One sample, and what the network says of it.

    Attributes:
        number: its place in its file or set, counted from 1.
        written: what it is labelled as; None where it has no label.
        read: the most probable digit.
        probability: of that digit.
        verdict: what the page would say of it.
        writer: who wrote it, where that is known.
        ink: to show it.
    """

    number: int
    written: str | None
    read: int
    probability: float
    verdict: Verdict
    writer: str | None
    ink: Ink


@dataclass(frozen=True)
class Some:
    """The first few samples of a kind, and how many there are in all."""

    samples: Sequence[Sample]
    total: int


@dataclass(frozen=True)
class Digits:
    """A set of samples that show digits.

    Attributes:
        name: what the report calls the set.
        evaluation: the figures, as `inkspect evaluate` gives them.
        reliability: over 15 bins.
        verdicts: (10, 3) counts; row = the sample's digit, column as `INK_VERDICTS`.
        mistakes: samples read as another digit, the most confident first.
        refused: samples not called a digit, the least confident first.
    """

    name: str
    evaluation: Evaluation
    reliability: Reliability
    verdicts: NDArray[np.int64]
    mistakes: Some
    refused: Some


@dataclass(frozen=True)
class LabelRow:
    """What became of the drawings with one label: how many were called a digit, and as what they were most often."""

    label: str | None
    count: int
    called_digit: int
    most_often_read_as: int | None


@dataclass(frozen=True)
class NotDigits:
    """A set of drawings that show no digit.

    Attributes:
        name: what the report calls the set.
        verdicts: counts, in the order of `INK_VERDICTS`.
        labels: a row for each label, that most often called a digit first.
        read_as: (10,) of those called a digit, which.
        called_digit: these, the most confident first.
        left_out: drawings without ink.
    """

    name: str
    verdicts: tuple[int, ...]
    labels: Sequence[LabelRow]
    read_as: NDArray[np.int64]
    called_digit: Some
    left_out: int

    @property
    def count(self) -> int:
        """How many were judged."""
        return sum(self.verdicts)

    @property
    def refused(self) -> float:
        """The share not called a digit."""
        return 1 - self.verdicts[INK_VERDICTS.index("digit")] / self.count


@dataclass(frozen=True)
class Answers:
    """What the network says of n samples: the digit (n,), its probability (n,), and the verdicts."""

    read: NDArray[np.intp]
    confidences: NDArray[np.float64]
    verdicts: Sequence[Verdict]

    @classmethod
    def of(cls, logits: NDArray[np.floating], rule: VerdictRule) -> "Answers":
        """Judge logits (n, 10)."""
        probabilities = softmax(logits.astype(np.float64), axis=1)
        return cls(probabilities.argmax(axis=1), probabilities.max(axis=1), rule.judge(probabilities))

    def are(self, verdict: Verdict) -> NDArray[np.bool_]:
        """Return (n,) whether this is the verdict."""
        return np.array([given == verdict for given in self.verdicts], dtype=bool)


def measure_mnist(network: Network, mnist: Mnist, most_shown: int) -> Digits:
    """Read MNIST's test pictures.

    Args:
        network: what reads.
        mnist: of which nothing but the test pictures is used.
        most_shown: how many mistakes, and how many refused ones, are kept to be shown.
    """
    logits = logits_of_mnist(network, mnist)
    evaluation = score(logits, mnist.test_labels, network.verdict_rule)
    samples = [Drawing((), str(label)) for label in mnist.test_labels]
    answers = Answers.of(logits, network.verdict_rule)
    return _digits(MNIST_NAME, evaluation, answers, samples, list(mnist.test_images), None, most_shown)


def measure_drawings(
    network: Network, name: str, drawings: Sequence[Drawing], most_shown: int
) -> tuple[Digits | None, NotDigits | None]:
    """Read labelled drawings; return those labelled as digits, and the others, each None where there are none.

    Raises:
        InkspectError: none has both ink and a label.
    """
    labelled = LabelledDrawings.of(drawings)
    numbers = {id(drawing): number for number, drawing in enumerate(drawings, start=1)}
    digits = None
    if labelled.digits:
        logits = logits_of_drawings(network, labelled.digits)
        evaluation = score_labelled(labelled, logits, network.verdict_rule)
        answers = Answers.of(logits, network.verdict_rule)
        ink = [drawing.strokes for drawing in labelled.digits]
        digits = _digits(name, evaluation, answers, labelled.digits, ink, numbers, most_shown)
    others = (
        _not_digits(network, f"{name}, what is no digit", labelled.others, numbers, 0, most_shown)
        if labelled.others
        else None
    )
    return digits, others


def measure_not_digits(network: Network, name: str, drawings: Sequence[Drawing], most_shown: int) -> NotDigits:
    """Read drawings that show no digit, with labels or without.

    Raises:
        InkspectError: none has ink, or one is labelled as a digit.
    """
    for number, drawing in enumerate(drawings, start=1):
        if drawing.label in DIGITS:
            raise InkspectError(f"drawing {number:,} is labelled {drawing.label!r}: here belongs only what is no digit")
    inked = [drawing for drawing in drawings if drawing.has_ink]
    if not inked:
        raise InkspectError(f"none of {len(drawings):,} drawings has ink")
    numbers = {id(drawing): number for number, drawing in enumerate(drawings, start=1)}
    return _not_digits(network, name, inked, numbers, len(drawings) - len(inked), most_shown)


def _digits(
    name: str,
    evaluation: Evaluation,
    answers: Answers,
    samples: Sequence[Drawing],
    ink: Sequence[Ink],
    numbers: dict[int, int] | None,
    most_shown: int,
) -> Digits:
    labels = np.array([int(sample.label or "") for sample in samples])
    right, refused = answers.read == labels, ~answers.are("digit")
    descending = np.argsort(-answers.confidences, kind="stable")

    def some(chosen: NDArray[np.intp]) -> Some:
        return Some([_sample(index, answers, samples, ink, numbers) for index in chosen[:most_shown]], len(chosen))

    verdicts = np.stack(
        [np.bincount(labels[answers.are(verdict)], minlength=len(DIGITS)) for verdict in INK_VERDICTS], axis=1
    )
    return Digits(
        name,
        evaluation,
        reliability(answers.confidences, right),
        verdicts.astype(np.int64),
        some(descending[~right[descending]]),
        some(descending[refused[descending]][::-1]),
    )


def _not_digits(
    network: Network, name: str, drawings: list[Drawing], numbers: dict[int, int], left_out: int, most_shown: int
) -> NotDigits:
    answers = Answers.of(logits_of_drawings(network, drawings), network.verdict_rule)
    called = answers.are("digit")
    chosen = np.flatnonzero(called)
    chosen = chosen[np.argsort(-answers.confidences[chosen], kind="stable")]
    ink = [drawing.strokes for drawing in drawings]
    labels = np.array([drawing.label or "" for drawing in drawings], dtype=object)
    rows = [_label_row(label, labels == label, called, answers.read) for label in dict.fromkeys(labels)]
    return NotDigits(
        name,
        tuple(list(answers.verdicts).count(verdict) for verdict in INK_VERDICTS),
        sorted(rows, key=lambda row: (-row.called_digit / row.count, -row.count, row.label or "")),
        np.bincount(answers.read[called], minlength=len(DIGITS)).astype(np.int64),
        Some([_sample(index, answers, drawings, ink, numbers) for index in chosen[:most_shown]], len(chosen)),
        left_out,
    )


def _label_row(label: str, shown: NDArray[np.bool_], called: NDArray[np.bool_], read: NDArray[np.intp]) -> LabelRow:
    taken_for = read[shown & called]
    most_often = int(np.bincount(taken_for).argmax()) if len(taken_for) else None
    return LabelRow(label or None, int(shown.sum()), len(taken_for), most_often)


def _sample(
    index: int, answers: Answers, samples: Sequence[Drawing], ink: Sequence[Ink], numbers: dict[int, int] | None
) -> Sample:
    sample = samples[index]
    writer = sample.extra.get("writer")
    return Sample(
        index + 1 if numbers is None else numbers[id(sample)],
        sample.label or None,
        int(answers.read[index]),
        float(answers.confidences[index]),
        answers.verdicts[index],
        writer if isinstance(writer, str) else None,
        ink[index],
    )
