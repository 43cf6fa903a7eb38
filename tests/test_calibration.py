"""Temperature and verdict do what they are fitted for, on data made so that the right answer is known."""

import numpy as np
import pytest

from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize_all
from inkspect.measuring.metrics import calibration_error
from inkspect.network.layers import softmax
from inkspect.network.network import Network
from inkspect.network.verdict import ALWAYS_A_DIGIT, VerdictRule, evidence
from inkspect.system.errors import InkspectError
from inkspect.training.calibration import (
    calibrate,
    choose_rule,
    fit_temperature,
    with_temperature,
    writer_weights,
)
from inkspect.training.examples import Examples
from inkspect.training.recipe import FixedCalibration
from plain_networks import DOT, SCRIBBLE, deaf_network, drawing_by, ink_meter, temperature_for


def test_the_temperature_undoes_what_logits_were_multiplied_by() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, (20_000, 10))
    labels = np.array([random.choice(10, p=row) for row in softmax(logits, axis=1)])
    weights = np.full(len(labels), 1 / len(labels))
    for factor in (0.5, 1.0, 3.0):
        assert fit_temperature(factor * logits, labels, weights) == pytest.approx(factor, rel=0.03)


def test_samples_without_weight_have_no_say_in_the_temperature() -> None:
    logits = np.array([[2.0, 0.0], [2.0, 0.0], [2.0, 0.0], [0.0, 9.0]])
    labels = np.array([0, 0, 1, 0])
    weights = np.array([1.0, 1.0, 1.0, 0.0]) / 3
    fitted = fit_temperature(logits, labels, weights)
    assert softmax(logits[:1] / fitted, axis=1)[0, 0] == pytest.approx(2 / 3, abs=1e-3)


def test_the_folded_temperature_divides_the_logits_and_changes_no_answer() -> None:
    network = Network.initialized(2)
    pictures = np.random.default_rng(1).random((20, 28, 28))
    calibrated = with_temperature(network, 1.7)
    np.testing.assert_allclose(calibrated.predict_logits(pictures), network.predict_logits(pictures) / 1.7, rtol=1e-4)


def test_the_calibration_error_is_the_gap_between_confidence_and_right_answers() -> None:
    confidences = np.repeat([0.95, 0.55], [100, 100])
    right = np.zeros(200, np.bool_)
    right[:95] = True
    right[100:155] = True
    assert calibration_error(confidences, right) == pytest.approx(0, abs=1e-12)
    right[100:155] = False
    assert calibration_error(confidences, right) == pytest.approx(0.55 / 2)
    assert calibration_error(np.array([1.0]), np.array([True])) == 0


def test_every_writer_weighs_the_same() -> None:
    drawings = [Drawing((), "1", writer=writer) for writer in "aaab"]
    np.testing.assert_allclose(writer_weights(drawings), [1 / 6, 1 / 6, 1 / 6, 1 / 2])
    unknown = [Drawing((), "1", writer=writer) for writer in ("a", "a", None, None)]
    np.testing.assert_allclose(writer_weights(unknown), [1 / 6, 1 / 6, 1 / 3, 1 / 3], err_msg="each is one of its own")


def pictures_labelled(threes: int, fives: int) -> Examples:
    labels = np.repeat(np.array([3, 5], np.uint8), [threes, fives])
    return Examples(np.zeros((len(labels), 28, 28), np.uint8), labels)


@pytest.mark.parametrize("as_many", [1, 30])
def test_all_writers_together_weigh_as_much_as_mnist_however_many_pictures_it_has(as_many: int) -> None:
    """A network that always says 3 is right in 0.9 of MNIST's pictures and in half of a writer's: 0.7 of both."""
    mnist = pictures_labelled(threes=9 * as_many, fives=as_many)
    drawings = [drawing_by("a", 3), drawing_by("a", 5)]
    fitted = calibrate(deaf_network(_3=2.0), mnist, drawings, seed=0).temperature
    assert fitted == pytest.approx(temperature_for(2.0, 0.7), rel=1e-3), "MNIST and the writers weigh differently"


@pytest.mark.parametrize("drawings_of_a", [1, 20])
def test_a_writer_of_many_drawings_has_no_more_say_in_the_temperature(drawings_of_a: int) -> None:
    """It is right in all of one writer's drawings, in none of another's, and in 0.7 of MNIST's pictures."""
    drawings = [drawing_by("a", 3)] * drawings_of_a + [drawing_by("b", 5)]
    fitted = calibrate(deaf_network(_3=2.0), pictures_labelled(7, 3), drawings, seed=0).temperature
    assert fitted == pytest.approx(temperature_for(2.0, 0.6), rel=1e-3), "writers weigh by their drawings"


def test_a_writer_of_many_drawings_has_no_more_say_in_the_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    """By number, the doubtful drawing is one of a hundred, and could be given up; by writer, it is half."""
    nothing = np.full((4, 10), 0.1)
    monkeypatch.setattr("inkspect.training.calibration.probabilities_of_negatives", lambda *_: nothing)
    sure = [drawing_by("a", 3 if number % 10 else number // 10, SCRIBBLE) for number in range(99)]
    little = SCRIBBLE[:2]
    doubtful = drawing_by("b", 3, little)
    calibrated = calibrate(ink_meter(), pictures_labelled(5, 5), [*sure, doubtful], seed=0)
    of_sure, of_doubtful = evidence(
        np.concatenate(
            [calibrated.network.trace(picture).probabilities for picture in rasterize_all([[SCRIBBLE], [little]])]
        )
    )
    assert of_doubtful < of_sure - 0.1, "the drawings are alike to this network"
    assert calibrated.network.verdict_rule.digit_evidence_from <= of_doubtful, "a writer of one drawing was given up"
    assert calibrated.figures["strokes_validation_called_digit"] == pytest.approx(1)
    assert calibrated.figures["non_digits_validation_refused"] == 1


def test_shares_of_verdicts_are_means_over_writers() -> None:
    drawings = [drawing_by("a", 3, SCRIBBLE)] * 9 + [drawing_by("b", 3, DOT)]
    fixed = FixedCalibration(temperature=1.0, digit_from=0.5, unsure_from=0.5)
    figures = calibrate(ink_meter(), pictures_labelled(1, 1), drawings, seed=0, fixed=fixed).figures
    assert figures["strokes_validation_called_digit"] == pytest.approx(0.5)
    assert figures["strokes_validation_called_none"] == pytest.approx(0.5)


def probabilities(first: float, second: float) -> list[float]:
    return [first, second, *[(1 - first - second) / 8] * 8]


def test_the_rule_keeps_the_share_asked_for_and_tells_doubt_from_nothing() -> None:
    sure, torn, nothing = probabilities(0.9, 0.01), probabilities(0.5, 0.45), probabilities(0.2, 0.1)
    digits = np.array([sure] * 95 + [torn] * 4 + [nothing])
    rule = choose_rule(digits, np.full(100, 0.01), kept=0.95, not_none=0.99)
    assert rule.judge(digits) == ["digit"] * 95 + ["unsure"] * 4 + ["none"]


def test_doubt_never_needs_more_evidence_than_a_digit() -> None:
    digits = np.array([probabilities(0.9, 0.05)] * 90 + [probabilities(0.4999, 0.4999)] * 10)
    assert evidence(digits)[-1] > evidence(digits)[0]
    rule = choose_rule(digits, np.full(100, 0.01), kept=0.85, not_none=1.0)
    assert rule.unsure_evidence_from == rule.digit_evidence_from == pytest.approx(evidence(digits)[0], abs=1e-4)


def test_what_is_no_more_probable_than_all_others_together_is_not_called_a_digit() -> None:
    digits = np.array([probabilities(0.9, 0.05)] * 9 + [probabilities(0.49, 0.4899)])
    rule = choose_rule(digits, np.full(10, 0.1), kept=0.9, not_none=1.0)
    assert rule.digit_from == 0.5
    assert rule.judge(digits) == ["digit"] * 9 + ["unsure"]


def test_a_rule_that_cannot_keep_enough_asks_for_no_evidence() -> None:
    digits = np.array([probabilities(0.9, 0.05)] * 5 + [probabilities(0.3, 0.2)] * 5)
    rule = choose_rule(digits, np.full(10, 0.1), kept=0.9, not_none=1.0)
    assert (rule.digit_evidence_from, rule.unsure_evidence_from) == (0, 0)


def test_shares_of_the_rule_are_by_weight() -> None:
    digits = np.array([probabilities(0.9, 0.05), probabilities(0.8, 0.05), probabilities(0.55, 0.3)])
    heavy_last, light_last = np.array([0.1, 0.1, 0.8]), np.array([0.49, 0.49, 0.02])
    assert choose_rule(digits, heavy_last, kept=0.95).judge(digits) == ["digit"] * 3
    assert choose_rule(digits, light_last, kept=0.95).judge(digits)[:2] == ["digit"] * 2
    assert choose_rule(digits, light_last, kept=0.95).judge(digits)[2] != "digit"


def test_without_drawings_there_is_a_temperature_but_no_rule() -> None:
    random = np.random.default_rng(3)
    mnist = Examples(random.integers(0, 256, (50, 28, 28), np.uint8), random.integers(0, 10, 50).astype(np.uint8))
    calibrated = calibrate(Network.initialized(0), mnist, [], seed=0)
    assert calibrated.network.verdict_rule == ALWAYS_A_DIGIT
    assert calibrated.temperature > 1, "an untrained network is too sure of itself"


def test_a_fixed_temperature_and_verdict_are_taken_and_measured_on_what_is_there() -> None:
    random = np.random.default_rng(3)
    mnist = Examples(random.integers(0, 256, (20, 28, 28), np.uint8), random.integers(0, 10, 20).astype(np.uint8))
    network, fixed = Network.initialized(0), FixedCalibration(temperature=0.5, digit_from=0.6, unsure_from=0.8)
    drawings = [Drawing((np.cumsum(random.normal(0, 1, (12, 2)), axis=0),), label) for label in "0123456789"]
    all_digits, one_missing, none = (
        calibrate(network, mnist, drawings[:count], seed=0, fixed=fixed) for count in (10, 9, 0)
    )
    for calibrated in (all_digits, one_missing, none):
        np.testing.assert_array_equal(
            calibrated.network.parameter_vector, with_temperature(network, 0.5).parameter_vector
        )
        assert calibrated.temperature == 0.5
        assert calibrated.network.verdict_rule == VerdictRule(0.6, 0.8)
    assert set(all_digits.figures) - set(one_missing.figures) == {"non_digits_validation_refused"}
    assert "strokes_validation_called_digit" in one_missing.figures
    assert not none.figures
    assert calibrate(network, mnist, [], seed=0, fixed=FixedCalibration()).temperature > 1, "0 means that it is fitted"


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"temperature": -1.0}, "temperature must be a number from 0 to 5, not -1.0"),
        ({"temperature": 0.1}, "a fixed temperature must be 0.2 to 5.0, or 0 to fit it, not 0.1"),
        ({"temperature": float("nan")}, "temperature must be a number from 0 to 5, not nan"),
        ({"temperature": 1.0, "digit_from": 1.5}, "digit_from must be a number from 0 to 1, not 1.5"),
        ({"digit_from": 0.5, "unsure_from": 0.6}, "needs a fixed temperature too, but that is 0"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused_in_a_line(wrong: dict[str, float], reason: str) -> None:
    with pytest.raises(InkspectError, match=reason):
        FixedCalibration(**wrong)
