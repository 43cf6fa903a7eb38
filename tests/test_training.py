"""Training learns, gives the same weights for the same seed, and never looks where it must not."""

import functools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.ink import rasterize_all
from inkspect.network.network import Network
from inkspect.system.errors import InkspectError
from inkspect.training.calibration import probabilities_of_negatives
from inkspect.training.epochs import Progress
from inkspect.training.examples import Examples, examples_from_drawings, is_validation_drawing, prepare_training_data
from inkspect.training.picture_task import PictureLoss, accuracy, label_targets
from inkspect.training.recipe import Recipe, StrokeMix
from inkspect.training.sharding import ShardedGradient, deterministic_pool
from inkspect.training.training import TrainingResult, train

CORNERS = {
    "0": [(3, 0), (6, 3), (6, 8), (3, 11), (0, 8), (0, 3), (3, 0)],
    "1": [(3, 0), (3, 11)],
    "2": [(0, 2), (3, 0), (6, 3), (0, 11), (6, 11)],
    "3": [(0, 0), (5, 2), (2, 5), (6, 8), (0, 11)],
    "4": [(4, 11), (4, 0), (0, 7), (6, 7)],
    "5": [(6, 0), (1, 0), (1, 5), (5, 6), (5, 10), (0, 11)],
    "6": [(5, 0), (1, 6), (2, 11), (6, 9), (4, 6), (1, 7)],
    "7": [(0, 0), (6, 0), (2, 11)],
    "8": [(3, 5), (0, 2), (3, 0), (6, 2), (3, 5), (0, 9), (3, 11), (6, 9), (3, 5)],
    "9": [(6, 4), (3, 6), (0, 3), (3, 0), (6, 3), (5, 11)],
}
QUICK = Recipe(epochs=6, batch_size=32, validation_pictures=100, peak_learning_rate=0.01, average_decay=0.95)


def some_drawings(count: int, seed: int) -> list[Drawing]:
    """Digits drawn by an unsteady hand, by writers named w0 … w39."""
    random = np.random.default_rng(seed)
    drawings = []
    for index in range(count):
        label = str(index % 10)
        stroke = np.array(CORNERS[label], np.float64) + random.normal(0, 0.35, (len(CORNERS[label]), 2))
        drawings.append(Drawing((stroke,), label=label, writer=f"w{index % 40}"))
    return drawings


@functools.cache
def small_mnist(count: int = 500) -> Mnist:
    """Drawn digits in MNIST's place, with a test set that cannot be used."""
    drawings = some_drawings(count, seed=1)
    pictures = np.rint(rasterize_all([drawing.strokes for drawing in drawings]) * 255).astype(np.uint8)
    labels = np.array([int(drawing.label or "") for drawing in drawings], np.uint8)
    nothing: NDArray[np.uint8] = np.zeros(0, np.uint8)
    return Mnist(pictures, labels, nothing, nothing, name="mnist")


@functools.cache
def quick_training(seed: int = 0, workers: int = 2) -> TrainingResult:
    return train(small_mnist(), recipe=QUICK, seed=seed, workers=workers)


def test_a_few_hundred_pictures_teach_it_what_unseen_ones_show() -> None:
    result = quick_training()
    unseen = examples_from_drawings(some_drawings(300, seed=2))
    assert accuracy(Network.initialized(0), unseen) < 0.4
    assert accuracy(result.network, unseen) > 0.9
    losses = [report.loss for report in result.history]
    assert losses[-1] < 0.5 * losses[0], losses


def test_the_same_seed_gives_the_same_weights_bit_for_bit_however_many_threads_work() -> None:
    vector = quick_training(seed=0, workers=2).network.parameter_vector
    for workers in (1, 3):
        again = train(small_mnist(), recipe=QUICK, seed=0, workers=workers).network.parameter_vector
        np.testing.assert_array_equal(again, vector, err_msg=f"{workers} threads")


def test_strokes_drawn_anew_are_the_same_whoever_draws_them_and_teach_what_is_no_digit() -> None:
    mix = StrokeMix(digits=128, non_digits=64, restyled=0.2, from_glyphs=0.1)
    recipe = replace(QUICK, epochs=2, stroke_mix=mix)
    drawings = some_drawings(120, seed=3)
    one, two = (train(small_mnist(), drawings, recipe=recipe, workers=workers) for workers in (1, 2))
    np.testing.assert_array_equal(one.network.parameter_vector, two.network.parameter_vector)
    without = train(small_mnist(), drawings, recipe=replace(recipe, stroke_mix=replace(mix, non_digits=0)), workers=1)
    refusing, accepting = (
        probabilities_of_negatives(result.network, drawings, seed=0, count=200).max(axis=1).mean()
        for result in (one, without)
    )
    assert refusing < accepting - 0.1, (refusing, accepting)


def test_a_recipe_that_draws_strokes_asks_for_drawings() -> None:
    with pytest.raises(InkspectError, match="learns from drawings: give a file"):
        train(small_mnist(), recipe=replace(QUICK, stroke_mix=StrokeMix(digits=10)))


def test_the_end_of_a_training_changes_pictures_less_where_the_recipe_says_so() -> None:
    recipe = replace(QUICK, epochs=10, calm_end=0.3, calmness=0.2)
    usual, calm = recipe.augmentation, recipe.augmentation.scaled(0.2)
    assert [recipe.augmentation_in(epoch) for epoch in range(10)] == 7 * [usual] + 3 * [calm]
    assert all(QUICK.augmentation_in(epoch) == QUICK.augmentation for epoch in range(QUICK.epochs))
    plain = replace(QUICK, epochs=2, augmentation=QUICK.augmentation.scaled(0))
    calm_throughout = replace(QUICK, epochs=2, calm_end=1.0, calmness=0.0)
    np.testing.assert_array_equal(
        train(small_mnist(), recipe=calm_throughout).network.parameter_vector,
        train(small_mnist(), recipe=plain).network.parameter_vector,
    )


def test_another_seed_gives_other_weights() -> None:
    one_epoch = replace(QUICK, epochs=1)
    one, other = (train(small_mnist(), recipe=one_epoch, seed=seed).network.parameter_vector for seed in (0, 1))
    assert np.any(one != other)


def test_nothing_is_learned_from_the_pictures_kept_apart() -> None:
    mnist, one_epoch = small_mnist(), replace(QUICK, epochs=1)
    spoiled = mnist.train_images.copy()
    spoiled[-QUICK.validation_pictures :] = 255
    learned, learned_beside_spoiled = (
        train(replace(mnist, train_images=images), recipe=one_epoch).network.parameter_vector
        for images in (mnist.train_images, spoiled)
    )
    np.testing.assert_array_equal(learned_beside_spoiled, learned)


def test_every_epoch_reports_loss_and_validation_accuracy_of_the_weights_that_come_out() -> None:
    result = quick_training()
    assert [report.epoch for report in result.history] == [1, 2, 3, 4, 5, 6]
    data = prepare_training_data(small_mnist(), (), validation_pictures=100, writers_apart=7, stroke_copies=1)
    assert result.history[-1].validation_accuracy == {"mnist": accuracy(result.network, data.validation["mnist"])}
    assert all(report.seconds > 0 for report in result.history)


def test_progress_moves_from_start_to_end_with_the_time_left() -> None:
    steps: list[Progress] = []
    result = train(small_mnist(), recipe=replace(QUICK, epochs=2), on_progress=steps.append)
    shares = [step.share for step in steps]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.2
    assert shares[-1] == 1
    assert [step.finished for step in steps if step.finished] == result.history
    assert {step.epoch for step in steps} == {1, 2}
    assert all(np.isfinite(step.loss) and step.seconds_left >= 0 for step in steps)
    assert steps[-1].seconds_left == 0


def test_drawings_are_learned_from_and_some_writers_kept_apart() -> None:
    drawings = some_drawings(400, seed=5)
    apart = [drawing for drawing in drawings if is_validation_drawing(drawing, 7)]
    assert 20 <= len(apart) <= 120
    writers = {drawing.writer for drawing in apart}
    assert not writers & {drawing.writer for drawing in drawings if not is_validation_drawing(drawing, 7)}

    data = prepare_training_data(small_mnist(), drawings, validation_pictures=100, writers_apart=7, stroke_copies=3)
    assert len(data.training) == 400 + 3 * (400 - len(apart))
    assert len(data.validation["strokes"]) == len(apart)
    result = train(small_mnist(), drawings, recipe=replace(QUICK, epochs=1))
    assert set(result.history[0].validation_accuracy) == {"mnist", "strokes"}


def test_one_writer_in_as_many_as_the_recipe_says_is_validation_drawing() -> None:
    drawings = [Drawing((), label="1", writer=f"w{number}") for number in range(2000)]
    for one_in in (2, 7, 25):
        apart = sum(is_validation_drawing(drawing, one_in) for drawing in drawings)
        assert 0.7 * 2000 / one_in < apart < 1.3 * 2000 / one_in, f"{apart} of 2000, one in {one_in} asked for"
    one_epoch, drawn = replace(QUICK, epochs=1), some_drawings(80, seed=5)
    seventh, second = (
        train(small_mnist(), drawn, recipe=replace(one_epoch, writers_apart=one_in)).network.parameter_vector
        for one_in in (7, 2)
    )
    assert np.any(seventh != second)


def test_a_recipe_may_keep_no_writer_apart() -> None:
    drawings = some_drawings(80, seed=5)
    data = prepare_training_data(small_mnist(), drawings, validation_pictures=100, writers_apart=0, stroke_copies=0)
    assert len(data.drawings) == len(drawings)
    assert set(data.validation) == {"mnist"}


def test_drawings_of_no_known_writer_are_all_learned_from() -> None:
    drawings = [replace(drawing, writer=None) for drawing in some_drawings(30, seed=5)]
    data = prepare_training_data(small_mnist(), drawings, validation_pictures=100, writers_apart=7, stroke_copies=2)
    assert len(data.training) == 400 + 60
    assert set(data.validation) == {"mnist"}


@pytest.mark.parametrize("label", [None, "A", "10", ""])
def test_a_drawing_that_shows_no_digit_is_refused_with_its_number(label: str | None) -> None:
    drawings = some_drawings(3, seed=0)
    drawings[1] = replace(drawings[1], label=label)
    with pytest.raises(InkspectError, match=f"drawing 2 is labelled {label!r}; training needs digits, 0 to 9"):
        examples_from_drawings(drawings)


def test_too_few_pictures_are_refused_in_a_line() -> None:
    with pytest.raises(InkspectError, match="100 training pictures cannot be split: 100 for validation, and"):
        train(small_mnist(100), recipe=QUICK)
    with pytest.raises(InkspectError, match="20 samples to learn from cannot fill a batch of 32"):
        train(small_mnist(120), recipe=QUICK)


def test_the_gradient_over_shards_is_the_mean_over_the_batch() -> None:
    examples = Examples(small_mnist().train_images[:32], small_mnist().train_labels[:32])
    network, targets = Network.initialized(0), label_targets(0.0)

    def sharded(shards: int, pool: ThreadPoolExecutor) -> ShardedGradient[Examples]:
        return ShardedGradient([PictureLoss(network.replica(), targets) for _ in range(shards)], pool)

    with deterministic_pool(2) as pool:
        loss, gradient = sharded(4, pool).compute(examples)
        parts = [sharded(1, pool).compute(examples.take(slice(n, n + 1))) for n in range(32)]
    assert loss == pytest.approx(np.mean([part[0] for part in parts]), rel=1e-5)
    expected = np.mean([part[1].astype(np.float64) for part in parts], axis=0)
    np.testing.assert_allclose(gradient, expected, atol=1e-5 * float(np.abs(expected).max()))
