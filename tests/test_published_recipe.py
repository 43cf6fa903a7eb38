"""The recipe of the published weights: chosen with enough kept apart, then followed with nearly all there is."""

import json
from dataclasses import asdict, replace

from inkspect.network.verdict import VerdictRule, rule_of
from inkspect.network.weights import load_weights, published_weights
from inkspect.training.finishing import finish
from inkspect.training.recipe import PUBLISHED, VALIDATED, FixedCalibration, Recipe
from inkspect.training.training import train
from small_training import small_drawings, small_mnist


def test_the_published_recipe_is_the_validated_one_with_more_to_learn_from() -> None:
    assert VALIDATED.validation_pictures >= 5000 and 2 <= VALIDATED.writers_apart <= 10
    assert VALIDATED.sharpness_radius > 0
    assert VALIDATED.calibration == FixedCalibration(), "temperature and verdict are fitted, not taken from elsewhere"
    settled = replace(VALIDATED, validation_pictures=1000, writers_apart=0, calibration=PUBLISHED.calibration)
    assert settled == PUBLISHED, "a choice was never tried with writers kept apart"


def test_the_published_weights_come_from_the_published_recipe() -> None:
    _, metadata = load_weights(published_weights())
    recipe = json.loads(metadata["recipe"])
    assert recipe == json.loads(json.dumps(asdict(PUBLISHED)))
    fixed = PUBLISHED.calibration
    assert float(metadata["temperature"]) == fixed.temperature
    assert vars(rule_of(metadata)) == {name: value for name, value in vars(fixed).items() if name != "temperature"}


def test_where_no_writer_is_validation_drawing_temperature_and_verdict_are_the_recipes() -> None:
    fixed = FixedCalibration(temperature=0.5, digit_from=0.6, unsure_from=0.7, digit_evidence_from=1.0)
    recipe = Recipe(epochs=1, batch_size=32, validation_pictures=32, writers_apart=0, calibration=fixed)
    mnist, drawings = small_mnist(), small_drawings()
    result = train(mnist, drawings, recipe=recipe)
    assert set(result.history[0].validation_accuracy) == {"mnist"}
    network = finish(result, mnist, drawings, recipe=recipe, seed=0, data_sums={}, credited=()).network
    assert network.metadata["temperature"] == "0.5000"
    assert network.verdict_rule == VerdictRule(0.6, 0.7, 1.0)
