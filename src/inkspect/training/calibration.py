"""Calibration: fit the temperature and the verdict rule on validation data."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.levels import ink_of_levels
from inkspect.data.strokes import Drawing, writers_of
from inkspect.drawing.negatives import Negatives
from inkspect.ink import rasterize_all
from inkspect.measuring.metrics import calibration_error
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import VerdictRule, evidence
from inkspect.training.examples import Examples, examples_from_drawings
from inkspect.training.recipe import COLDEST, HOTTEST, FixedCalibration
from inkspect.training.streams import SamplePurpose, sample_stream

NEGATIVES = 4000
"""The number of generated negatives on which the verdict is measured."""

KEPT = 0.9825
"""The share of validation writers' digits, averaged over writers, that must get the verdict "digit"."""

NOT_NONE = 0.995
"""The share of them that must not get "none": rejecting a digit is worse than being unsure."""

MAJORITY = 0.5
"""A digit must be this probable: more than all others together."""

_LAST_LAYER = "fc2"


@dataclass(frozen=True)
class Calibrated:
    """A network with calibrated probabilities.

    Attributes:
        network: the network, with the temperature folded into its last layer, and its verdict rule, by which all ink is
            a digit if there was no data to choose another rule.
        temperature: the divisor of the logits.
        figures: measured shares, from 0 to 1, on validation data, by name.
    """

    network: Network
    temperature: float
    figures: dict[str, float] = field(default_factory=dict)


def calibrate(
    network: Network,
    mnist: Examples,
    drawings: Sequence[Drawing],
    seed: int,
    fixed: FixedCalibration | None = None,
) -> Calibrated:
    """Fit temperature and verdict rule on validation data, or take fixed ones, and measure them there.

    Args:
        network: as trained.
        mnist: MNIST's validation pictures.
        drawings: the validation writers' labelled drawings; may be empty. Every writer has the same weight, and all
            writers together have the weight of MNIST. If a digit is missing among them, no verdict rule is chosen, and
            nothing is measured on negatives.
        seed: the seed of the negatives.
        fixed: the temperature and verdict rule to take, if its temperature is not 0.
    """
    drawn = _Answers.of(network, examples_from_drawings(drawings), writer_weights(drawings)) if drawings else None
    if fixed is not None and fixed.temperature:
        numbers = {name: value for name, value in vars(fixed).items() if name != "temperature"}
        rule = VerdictRule(**numbers)
        return _calibrated(network, fixed.temperature, rule, drawings, drawn, seed)
    sets = [_Answers.of(network, mnist, np.full(len(mnist), 1 / len(mnist))), *([drawn] if drawn else [])]
    temperature = fit_temperature(
        np.concatenate([answers.logits for answers in sets]),
        np.concatenate([answers.labels for answers in sets]),
        np.concatenate([answers.weights for answers in sets]),
    )
    if drawn is None or not _every_digit_is_in(drawings):
        return Calibrated(with_temperature(network, temperature), temperature)
    rule = choose_rule(softmax(drawn.logits / temperature, axis=1), drawn.weights)
    return _calibrated(network, temperature, rule, drawings, drawn, seed)


@dataclass(frozen=True)
class _Answers:
    """A network's logits (n, 10) for n samples, before any temperature, with their labels (n,) and weights (n,)."""

    logits: NDArray[np.float64]
    labels: NDArray[np.uint8]
    weights: NDArray[np.float64]

    @classmethod
    def of(cls, network: Network, examples: Examples, weights: NDArray[np.float64]) -> "_Answers":
        return cls(_logits(network, examples.pictures), examples.labels, weights)


def _calibrated(
    network: Network,
    temperature: float,
    rule: VerdictRule,
    drawings: Sequence[Drawing],
    drawn: _Answers | None,
    seed: int,
) -> Calibrated:
    """Fold the temperature in, and measure on validation drawings and, if they include every digit, on negatives."""
    calibrated = with_temperature(network, temperature).with_verdict_rule(rule)
    if drawn is None:
        return Calibrated(calibrated, temperature)
    weights, probabilities = drawn.weights, softmax(drawn.logits / temperature, axis=1)
    verdicts = np.array(rule.judge(probabilities))
    right = probabilities.argmax(axis=1) == drawn.labels
    figures = {
        "strokes_validation_called_digit": float(weights[verdicts == "digit"].sum()),
        "strokes_validation_called_none": float(weights[verdicts == "none"].sum()),
        "strokes_validation_calibration_error": calibration_error(probabilities.max(axis=1), right),
    }
    if _every_digit_is_in(drawings):
        unlike = probabilities_of_negatives(calibrated, drawings, seed)
        figures["non_digits_validation_refused"] = float(np.mean(np.array(rule.judge(unlike)) != "digit"))
    return Calibrated(calibrated, temperature, figures)


def _every_digit_is_in(drawings: Sequence[Drawing]) -> bool:
    return {drawing.label for drawing in drawings} == set(DIGITS)


def fit_temperature(logits: NDArray[np.floating], labels: NDArray[np.integer], weights: NDArray[np.floating]) -> float:
    """Return the temperature that maximizes the labels' weighted likelihood (Guo et al. 2017, arXiv 1706.04599).

    Args:
        logits: (n, classes), to be divided by the temperature.
        labels: (n,) correct classes.
        weights: (n,) weights of the samples.
    """
    exact = logits.astype(np.float64)

    def loss(log_temperature: float) -> float:
        scaled: NDArray[np.float64] = exact / np.exp(log_temperature)
        scaled -= scaled.max(axis=1, keepdims=True)
        likelihoods = scaled[np.arange(len(labels)), labels] - np.log(np.exp(scaled).sum(axis=1))
        return -float(np.sum(weights * likelihoods))

    # The loss has a single minimum in 1 / temperature, so golden-section search finds it.
    low, high = np.log(COLDEST), np.log(HOTTEST)
    shrink = (np.sqrt(5) - 1) / 2
    while high - low > 1e-4:
        left, right = high - shrink * (high - low), low + shrink * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return float(np.exp((low + high) / 2))


def with_temperature(network: Network, temperature: float) -> Network:
    """Return a copy of the network whose last layer's weights and biases are divided by the temperature."""
    parameters = {
        name: values / np.float32(temperature) if name.startswith(_LAST_LAYER) else values
        for name, values in network.parameters().items()
    }
    return Network.from_parameters(parameters, verdict_rule=network.verdict_rule)


def choose_rule(
    digits: NDArray[np.floating], weights: NDArray[np.floating], kept: float = KEPT, not_none: float = NOT_NONE
) -> VerdictRule:
    """Choose the verdict rule's numbers: a digit is more probable than all others together, and has evidence.

    The evidence required is the highest with which the required shares of digits still pass. That for being unsure
    never exceeds that for a digit, however few digits are doubtful.

    Args:
        digits: (n, 10) probabilities for samples that show a digit.
        weights: (n,) weights of the samples, summing to 1.
        kept: the share of digits that must get the verdict "digit".
        not_none: the share of digits that must get "digit" or "unsure".
    """
    above, leads = evidence(digits), digits.max(axis=1) >= MAJORITY
    digit_evidence_from = _rounded_down(_passing(np.where(leads, above, 0.0), weights, kept))
    doubtless = leads & (above >= digit_evidence_from)
    unsure_evidence_from = _rounded_down(_passing(np.where(doubtless, np.inf, above), weights, not_none))
    return VerdictRule(MAJORITY, 0.0, digit_evidence_from, min(unsure_evidence_from, digit_evidence_from))


def writer_weights(drawings: Sequence[Drawing]) -> NDArray[np.float64]:
    """Return weights (n,) that sum to 1, equal for all writers, and for all drawings of one writer."""
    writers = writers_of(drawings)
    drawings_by = Counter(writers)
    return np.array([1 / (len(drawings_by) * drawings_by[writer]) for writer in writers])


def probabilities_of_negatives(
    network: Network, drawings: Sequence[Drawing], seed: int, count: int = NEGATIVES
) -> NDArray[np.float64]:
    """Return the probabilities (count, 10) of negatives generated from these drawings of all ten digits."""
    source = Negatives.from_drawings(drawings)
    streams = (sample_stream(seed, 0, sample, SamplePurpose.CALIBRATION_NEGATIVE) for sample in range(count))
    strokes = [source.draw(stream) for stream in streams]
    logits = network.predict_logits(rasterize_all(strokes).astype(np.float32))
    return softmax(logits.astype(np.float64), axis=1).astype(np.float64)


def _logits(network: Network, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    return network.predict_logits(ink_of_levels(pictures)).astype(np.float64)


def _passing(scores: NDArray[np.floating], weights: NDArray[np.floating], share: float) -> float:
    """Return the highest threshold that at least this share, by weight, of the scores (n,) reaches."""
    descending = np.argsort(-scores)
    last = np.searchsorted(np.cumsum(weights[descending]), share - 1e-12)
    return float(scores[descending[min(int(last), len(scores) - 1)]])


def _rounded_down(score: float) -> float:
    """Round down to four decimals, so that the score that set the threshold still reaches it."""
    return float(np.floor(score * 1e4) / 1e4)
