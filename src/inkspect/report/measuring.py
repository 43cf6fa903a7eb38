"""The measurements in a report as plain data: mistakes, rejections and confidences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.drawing.forms import Form
from inkspect.measuring.evaluation import (
    INK_VERDICTS,
    Evaluation,
    score,
    score_drawings,
)
from inkspect.measuring.forms import form_samples
from inkspect.measuring.labelled import (
    LabelledDrawings,
    LabelledSample,
    digits_of,
    inked_samples,
    logits_of,
    mnist_test_samples,
)
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import Verdict, VerdictRule
from inkspect.report.reliability import Reliability, reliability
from inkspect.system.errors import InkspectError

MNIST_NAME = "MNIST test set"


@dataclass(frozen=True)
class ReadSample:
    """A sample and the network's reading of it.

    Attributes:
        sample: the sample.
        read: the most probable digit.
        probability: the probability of that digit.
        verdict: the verdict that the page would show.
    """

    sample: LabelledSample
    read: int
    probability: float
    verdict: Verdict


@dataclass(frozen=True)
class Excerpt:
    """The first few samples of a kind, and their total number."""

    samples: Sequence[ReadSample]
    total: int


@dataclass(frozen=True)
class DigitResults:
    """A set of samples that show digits.

    Attributes:
        name: the set's name in the report.
        evaluation: the figures, as in `inkspect evaluate`.
        reliability: the reliability over 15 bins.
        verdicts: (10, 3) counts; row = the sample's digit, columns as in `INK_VERDICTS`.
        mistakes: samples read as another digit, most confident first.
        rejected: samples not classified as a digit, least confident first.
    """

    name: str
    evaluation: Evaluation
    reliability: Reliability
    verdicts: NDArray[np.int64]
    mistakes: Excerpt
    rejected: Excerpt


@dataclass(frozen=True)
class FormResults:
    """Generated drawings of one form of a digit."""

    form: Form
    results: DigitResults

    @property
    def accuracy(self) -> float:
        """The share read correctly."""
        return self.results.evaluation.accuracy or 0.0


@dataclass(frozen=True)
class LabelRow:
    """The drawings with one label: how many were classified as a digit, and as which most often."""

    label: str | None
    count: int
    called_digit: int
    most_often_read_as: int | None


@dataclass(frozen=True)
class NegativeResults:
    """A set of negatives.

    Attributes:
        name: the set's name in the report.
        verdicts: counts, in the order of `INK_VERDICTS`.
        labels: one row per label, the one most often classified as a digit first.
        read_as: (10,) counts of the digits that negatives were classified as.
        called_digit: the negatives classified as a digit, most confident first.
        left_out: the number of drawings without ink.
    """

    name: str
    verdicts: tuple[int, ...]
    labels: Sequence[LabelRow]
    read_as: NDArray[np.int64]
    called_digit: Excerpt
    left_out: int

    @property
    def count(self) -> int:
        """The number of drawings judged."""
        return sum(self.verdicts)

    @property
    def rejected(self) -> float:
        """The share not classified as a digit."""
        return 1 - self.verdicts[INK_VERDICTS.index("digit")] / self.count


@dataclass(frozen=True)
class Answers:
    """The network's answers for n samples: the digit (n,), its probability (n,), and the verdicts."""

    read: NDArray[np.intp]
    confidences: NDArray[np.float64]
    verdicts: Sequence[Verdict]

    @classmethod
    def of(cls, logits: NDArray[np.floating], rule: VerdictRule) -> "Answers":
        """Return the answers for logits (n, 10)."""
        probabilities = softmax(logits.astype(np.float64), axis=1)
        return cls(probabilities.argmax(axis=1), probabilities.max(axis=1), rule.judge(probabilities))

    def are(self, verdict: Verdict) -> NDArray[np.bool_]:
        """Return (n,): whether this is the verdict on each sample."""
        return np.array([given == verdict for given in self.verdicts], dtype=bool)


def measure_mnist(network: Network, mnist: Mnist, most_shown: int) -> DigitResults:
    """Measure a network on MNIST's test pictures.

    Args:
        network: the network.
        mnist: MNIST, of which only the test pictures are used.
        most_shown: how many mistakes, and how many rejected samples, are kept for display.
    """
    return _measured(network, MNIST_NAME, mnist_test_samples(mnist), most_shown)


def measure_form(network: Network, form: Form, count: int, most_shown: int) -> FormResults:
    """Measure on this many generated drawings of a form."""
    return FormResults(form, _measured(network, form.name, form_samples(form, count), most_shown))


def _measured(network: Network, name: str, samples: Sequence[LabelledSample], most_shown: int) -> DigitResults:
    """Measure on samples that all show digits, by writers that are not known."""
    logits = logits_of(network, samples)
    evaluation = score(logits, digits_of(samples), network.verdict_rule)
    return _digit_results(name, evaluation, Answers.of(logits, network.verdict_rule), samples, most_shown)


def measure_drawings(
    network: Network, name: str, drawings: Sequence[Drawing], most_shown: int
) -> tuple[DigitResults | None, NegativeResults | None]:
    """Measure on labelled drawings; return results for digits and for negatives, each None if there are none.

    Raises:
        InkspectError: none has both ink and a label.
    """
    labelled = LabelledDrawings.of(drawings)
    digits = None
    if labelled.digits:
        logits = logits_of(network, labelled.digits)
        evaluation = score_drawings(labelled, logits, network.verdict_rule)
        answers = Answers.of(logits, network.verdict_rule)
        digits = _digit_results(name, evaluation, answers, labelled.digits, most_shown)
    others = (
        _negative_results(network, f"{name}, negatives", labelled.others, 0, most_shown) if labelled.others else None
    )
    return digits, others


def measure_negatives(network: Network, name: str, drawings: Sequence[Drawing], most_shown: int) -> NegativeResults:
    """Measure on drawings that show no digit, with or without labels.

    Raises:
        InkspectError: none has ink, or one is labelled as a digit.
    """
    for number, drawing in enumerate(drawings, start=1):
        if drawing.label in DIGITS:
            raise InkspectError(f"drawing {number:,} is labelled {drawing.label!r}, but none may show a digit")
    samples = inked_samples(drawings)
    if not samples:
        raise InkspectError("no drawing has ink")
    return _negative_results(network, name, samples, len(drawings) - len(samples), most_shown)


def _digit_results(
    name: str, evaluation: Evaluation, answers: Answers, samples: Sequence[LabelledSample], most_shown: int
) -> DigitResults:
    digits = digits_of(samples)
    right, rejected = answers.read == digits, ~answers.are("digit")
    descending = np.argsort(-answers.confidences, kind="stable")
    verdicts = np.stack(
        [np.bincount(digits[answers.are(verdict)], minlength=len(DIGITS)) for verdict in INK_VERDICTS], axis=1
    )
    return DigitResults(
        name,
        evaluation,
        reliability(answers.confidences, right),
        verdicts.astype(np.int64),
        _excerpt(descending[~right[descending]], answers, samples, most_shown),
        _excerpt(descending[rejected[descending]][::-1], answers, samples, most_shown),
    )


def _negative_results(
    network: Network, name: str, samples: Sequence[LabelledSample], left_out: int, most_shown: int
) -> NegativeResults:
    answers = Answers.of(logits_of(network, samples), network.verdict_rule)
    called = answers.are("digit")
    chosen = np.flatnonzero(called)
    chosen = chosen[np.argsort(-answers.confidences[chosen], kind="stable")]
    labels = np.array([sample.label or "" for sample in samples], dtype=object)
    rows = [_label_row(label, labels == label, called, answers.read) for label in dict.fromkeys(labels)]
    return NegativeResults(
        name,
        tuple(list(answers.verdicts).count(verdict) for verdict in INK_VERDICTS),
        sorted(rows, key=lambda row: (-row.called_digit / row.count, -row.count, row.label or "")),
        np.bincount(answers.read[called], minlength=len(DIGITS)).astype(np.int64),
        _excerpt(chosen, answers, samples, most_shown),
        left_out,
    )


def _label_row(label: str, shown: NDArray[np.bool_], called: NDArray[np.bool_], read: NDArray[np.intp]) -> LabelRow:
    taken_for = read[shown & called]
    most_often = int(np.bincount(taken_for).argmax()) if len(taken_for) else None
    return LabelRow(label or None, int(shown.sum()), len(taken_for), most_often)


def _excerpt(chosen: NDArray[np.intp], answers: Answers, samples: Sequence[LabelledSample], most_shown: int) -> Excerpt:
    shown = [
        ReadSample(samples[i], int(answers.read[i]), float(answers.confidences[i]), answers.verdicts[i])
        for i in chosen[:most_shown]
    ]
    return Excerpt(shown, len(chosen))
