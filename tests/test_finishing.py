"""What a finished training says of itself is measured on what it did not learn from, with the weights as stored."""

import json
from dataclasses import replace

import numpy as np
import pytest

from inkspect.data.mnist import Mnist
from inkspect.network.network import Network
from inkspect.network.verdict import VerdictRule
from inkspect.network.weights import parse_weights, rounded, serialize_weights
from inkspect.training.calibration import with_temperature
from inkspect.training.epochs import EpochReport
from inkspect.training.examples import is_validation_drawing
from inkspect.training.finishing import finish
from inkspect.training.recipe import FixedCalibration, Recipe
from inkspect.training.training import TrainingResult
from plain_networks import deaf_network, drawing_by, temperature_for

RECIPE = Recipe(epochs=1, validation_pictures=20, writers_apart=7)
RULE = VerdictRule(digit_from=0.6, unsure_from=0.7)
LOGIT = 3.0


def threes_and_fives(learned: float, kept_apart: float, test: float = 0.5) -> Mnist:
    """80 blank pictures to learn from, 20 kept apart, 20 to test by; of each part this share is labelled 3, else 5."""

    def labels(count: int, threes: float) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
        return np.where(np.arange(count) < round(count * threes), 3, 5).astype(np.uint8)

    training = np.concatenate([labels(80, learned), labels(20, kept_apart)])
    blank = np.zeros((100, 28, 28), np.uint8)
    return Mnist(blank, training, blank[:20], labels(20, test), name="mnist")


def ended_with(network: Network) -> TrainingResult:
    return TrainingResult(network, [EpochReport(1, 0.5, {"mnist": 0.5}, 1.0)])


def temperature_of(mnist: Mnist, drawings_right: dict[str, list[int]]) -> float:
    """Finish a network that always says 3, with drawings of these labels by these writers."""
    drawings = [drawing_by(writer, label) for writer, labels in drawings_right.items() for label in labels]
    result = ended_with(deaf_network(_3=LOGIT))
    finished = finish(result, mnist, drawings, recipe=RECIPE, seed=0, data_sums={}, credited=())
    return float(finished.network.metadata["temperature"])


def writer(kept_apart: bool) -> str:
    names = [f"writer {number}" for number in range(60)]
    return next(
        name for name in names if is_validation_drawing(drawing_by(name, 3), RECIPE.writers_apart) == kept_apart
    )


@pytest.mark.parametrize("learned_labels", [[3] * 12, [5] * 12])
def test_the_temperature_is_fitted_on_writers_that_were_not_learned_from(learned_labels: list[int]) -> None:
    """Those kept apart are read right in half of the cases, MNIST's pictures in 0.9: in 0.7 if both weigh the same."""
    mnist = threes_and_fives(learned=0.9, kept_apart=0.9)
    drawings = {writer(kept_apart=True): [3, 5], writer(kept_apart=False): learned_labels}
    expected = pytest.approx(temperature_for(LOGIT, 0.7), rel=1e-3)
    assert temperature_of(mnist, drawings) == expected, "calibrated on writers that were learned from"


@pytest.mark.parametrize("learned", [0.0, 1.0])
def test_the_temperature_is_fitted_on_pictures_that_were_not_learned_from(learned: float) -> None:
    mnist = threes_and_fives(learned=learned, kept_apart=0.6)
    expected = pytest.approx(temperature_for(LOGIT, 0.6), rel=1e-3)
    assert temperature_of(mnist, {}) == expected, "calibrated on pictures that were learned from"


def test_the_test_set_is_measured_with_the_weights_as_the_file_stores_them() -> None:
    """1.0002 is 1 as float16, so that 3 and 5 are alike there and the first one is read; before, it is 5."""
    network = deaf_network(_3=1.0, _5=1.0002)
    assert network.predict_logits(np.zeros((28, 28))).argmax() == 5
    recipe = replace(RECIPE, calibration=FixedCalibration(temperature=1.0))
    result = finish(
        ended_with(network), threes_and_fives(0.5, 0.5, test=1), [], recipe=recipe, seed=0, data_sums={}, credited=()
    )
    assert result.evaluation is not None
    assert result.evaluation.accuracy == 1, "measured with weights that no file holds"
    assert json.loads(result.network.metadata["figures"])["mnist_test_accuracy"] == 1
    stored, _ = parse_weights(serialize_weights(result.network), "the file")
    assert stored.predict_logits(np.zeros((28, 28))).argmax() == 3


@pytest.mark.parametrize(("logit", "verdict"), [(9.0, "digit"), (0.0, "none")])
def test_a_finished_training_counts_verdicts_by_the_rule_its_file_gets(logit: float, verdict: str) -> None:
    fixed = FixedCalibration(temperature=1.0, digit_from=RULE.digit_from, unsure_from=RULE.unsure_from)
    result = finish(
        ended_with(deaf_network(_3=logit)),
        threes_and_fives(0.5, 0.5),
        [],
        recipe=replace(RECIPE, calibration=fixed),
        seed=0,
        data_sums={},
        credited=(),
    )
    assert result.network.verdict_rule == RULE
    assert result.evaluation is not None
    counted = {name: count for name, count in result.evaluation.verdicts.items() if count}
    assert counted == {verdict: 20}, "verdicts are counted by another rule"
    stored, _ = parse_weights(serialize_weights(result.network), "the file")
    assert stored.verdict_rule == RULE


def test_whatever_is_made_of_a_network_judges_by_its_rule() -> None:
    network = Network.initialized(0).with_verdict_rule(RULE)
    made = {
        "a replica": network.replica(),
        "rounded to float16": rounded(network),
        "rounded to float32": rounded(network, "F32"),
        "divided by a temperature": with_temperature(network, 1.5),
    }
    dropping = [how for how, other in made.items() if other.verdict_rule != RULE]
    assert not dropping, f"the rule is lost in {dropping}"
