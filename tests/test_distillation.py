"""A network learns from a wider one: the loss is its definition, and labels and teacher count as the recipe says."""

import functools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inkspect.architecture import load_architecture
from inkspect.distillation import TaughtLoss, distillation_loss
from inkspect.epochs import EpochReport, Progress
from inkspect.errors import InkspectError
from inkspect.examples import NO_DIGIT, Examples
from inkspect.layers import Floats, softmax
from inkspect.network import Network
from inkspect.recipe import WIDEST_TEACHER, Recipe, TeacherRecipe
from inkspect.sharding import ShardedGradient, deterministic_pool, inputs_of
from inkspect.sweep import running
from inkspect.sweep.running import perform_run
from inkspect.sweep.spec import Run, parse_spec
from inkspect.training import TrainingResult, train, train_teacher
from numerical import numerical_gradient
from small_sweep import small_data
from small_training import small_mnist, small_recipe, taught_recipe

RECIPE = taught_recipe(2, teacher_epochs=3)


@functools.cache
def taught() -> TrainingResult:
    return train(small_mnist(), recipe=RECIPE, seed=3, workers=1)


@functools.cache
def teacher() -> TrainingResult:
    return train_teacher(small_mnist(), recipe=RECIPE, seed=3, workers=1)


# ---- The loss ----


@given(seed=st.integers(0, 1000), share=st.floats(0, 1), temperature=st.floats(0.5, 5))
def test_the_loss_is_its_definition_and_its_gradient_is_the_derivative(
    seed: int, share: float, temperature: float
) -> None:
    random = np.random.default_rng(seed)
    logits, teacher_logits = random.normal(size=(2, 4, 3)) * 3
    targets = random.dirichlet(np.ones(4), 3).T
    loss, gradient = distillation_loss(logits, targets, teacher_logits, share, temperature)
    soft_targets = softmax(teacher_logits / temperature, axis=0)
    hard = -np.sum(targets * np.log(softmax(logits, axis=0)))
    soft = -np.sum(soft_targets * np.log(softmax(logits / temperature, axis=0)))
    assert loss == pytest.approx((1 - share) * hard + share * temperature**2 * soft, rel=1e-9)
    expected = numerical_gradient(
        lambda: distillation_loss(logits, targets, teacher_logits, share, temperature)[0], logits
    )
    np.testing.assert_allclose(gradient, expected, rtol=1e-5, atol=1e-6)


def test_over_shards_the_teacher_sees_the_very_pictures_and_teaches_what_is_no_digit_too() -> None:
    mnist = small_mnist()
    batch = Examples(mnist.train_images[:8], np.array([0, 1, 2, 3, 4, 5, NO_DIGIT, NO_DIGIT], np.uint8))
    targets = np.concatenate([np.eye(10), np.full((10, 1), 0.1)], axis=1)
    network = Network.initialized(0, np.float64)
    wide = Network.initialized(1, np.float64, load_architecture().widened(2))
    inputs = batch.pictures / 255
    logits, wide_logits = network.predict_logits(inputs).T, wide.predict_logits(inputs).T
    expected = distillation_loss(logits, targets[:, batch.labels], wide_logits, 0.7, 2.0)[0] / 8
    for workers in (1, 2):
        with deterministic_pool(workers) as pool:
            loss, gradient = ShardedGradient(network, 2, pool, TaughtLoss(wide, 0.7, 2.0)).compute(batch, targets)
        assert loss == pytest.approx(expected, rel=1e-9)
        along = np.random.default_rng(2).normal(size=gradient.shape) * 1e-6
        with deterministic_pool(1) as pool:
            above, below = (
                ShardedGradient(
                    Network(network.architecture, network.parameter_vector + step), 2, pool, TaughtLoss(wide, 0.7, 2.0)
                ).compute(batch, targets)[0]
                for step in (along, -along)
            )
        assert (above - below) / 2 == pytest.approx(float(gradient @ along), rel=1e-4)


def test_the_teacher_is_asked_once_about_a_batch_however_often_its_gradient_is_taken_and_anew_about_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teacher = Network.initialized(1, architecture=load_architecture().widened(2))
    asked: list[int] = []
    forward = teacher.forward

    def counted(inputs: Floats) -> Floats:
        asked.append(1)
        return forward(inputs)

    monkeypatch.setattr(teacher, "forward", counted)
    loss, student = TaughtLoss(teacher, 0.7, 2.0), Network.initialized(0)
    pictures = small_mnist().train_images
    answers = []
    for chosen in (pictures[:4], pictures[:4], pictures[4:8], pictures[:4]):
        inputs = inputs_of(chosen, np.dtype(np.float32))
        answers.append(loss(inputs, student.forward(inputs), np.full((10, 4), 0.1, np.float32))[0])
    assert len(asked) == 3
    assert answers[0] == answers[1] == answers[3] != answers[2]


# ---- The training ----


def test_a_wider_network_has_so_many_times_the_channels_and_units_and_the_same_classes() -> None:
    shapes = load_architecture().widened(3).parameter_shapes()
    assert shapes["conv1.weight"] == (24, 1, 5, 5)
    assert shapes["conv2.weight"] == (48, 24, 3, 3)
    assert shapes["fc1.weight"] == (192, 1200)
    assert shapes["fc2.weight"] == (10, 192)
    assert sum(int(np.prod(shape)) for shape in shapes.values()) == 243_562
    assert load_architecture().widened(1) == load_architecture()
    with pytest.raises(ValueError, match="1 or more times as wide, not 0"):
        load_architecture().widened(0)


def test_the_teacher_is_trained_first_and_told_apart() -> None:
    steps: list[Progress] = []
    result = train(small_mnist(), recipe=RECIPE, seed=3, workers=1, on_progress=steps.append)
    finished = [(step.of_teacher, step.epoch, step.epochs) for step in steps if step.finished]
    assert finished == [(True, 1, 3), (True, 2, 3), (True, 3, 3), (False, 1, 2), (False, 2, 2)]
    assert [report.epoch for report in result.teacher_history] == [1, 2, 3]
    assert [report.epoch for report in result.history] == [1, 2]
    assert result.network.architecture == load_architecture()


def test_a_teacher_that_is_trained_already_teaches_the_same() -> None:
    assert teacher().network.architecture == load_architecture().widened(2)
    result = train(small_mnist(), recipe=RECIPE, seed=3, workers=1, teacher=teacher().network)
    np.testing.assert_array_equal(result.network.parameter_vector, taught().network.parameter_vector)
    assert not result.teacher_history


def test_the_weights_are_the_same_bit_for_bit_however_many_threads_work() -> None:
    again = train(small_mnist(), recipe=RECIPE, seed=3, workers=3)
    np.testing.assert_array_equal(again.network.parameter_vector, taught().network.parameter_vector)


def test_what_is_all_the_teachers_needs_no_labels() -> None:
    mnist, recipe = small_mnist(), replace(RECIPE, teacher=replace(RECIPE.teacher, share=1.0))
    mislabelled = replace(mnist, train_labels=mnist.train_labels[::-1].copy())
    one, other = (
        train(data, recipe=recipe, seed=3, workers=1, teacher=teacher().network).network.parameter_vector
        for data in (mnist, mislabelled)
    )
    np.testing.assert_array_equal(one, other)


def test_labels_are_not_smoothed_where_there_is_a_teacher_but_in_its_own_training() -> None:
    silent = replace(RECIPE, teacher=replace(RECIPE.teacher, share=0.0))
    beside_silent = train(small_mnist(), recipe=silent, seed=3, workers=1, teacher=teacher().network)
    alone = train(small_mnist(), recipe=replace(small_recipe(2), label_smoothing=0.0), seed=3, workers=1)
    np.testing.assert_array_equal(beside_silent.network.parameter_vector, alone.network.parameter_vector)
    unsmoothed = train_teacher(small_mnist(), recipe=replace(RECIPE, label_smoothing=0.0), seed=3, workers=1)
    assert np.any(unsmoothed.network.parameter_vector != teacher().network.parameter_vector)


def test_a_teacher_that_is_not_the_recipes_is_refused() -> None:
    with pytest.raises(ValueError, match="not 3 times as wide"):
        recipe = replace(RECIPE, teacher=TeacherRecipe(width=3))
        train(small_mnist(), recipe=recipe, teacher=teacher().network)
    with pytest.raises(ValueError, match="has no teacher"):
        train(small_mnist(), recipe=small_recipe(1), teacher=teacher().network)


# ---- The recipe ----


def test_the_teacher_is_trained_by_the_recipe_but_for_what_is_its_own() -> None:
    recipe = Recipe(batch_size=32, label_smoothing=0.03, teacher=TeacherRecipe(width=2, epochs=5, weight_decay=0.3))
    own = recipe.for_teacher()
    assert (own.epochs, own.weight_decay, own.lowest_learning_rate) == (5, 0.3, 0.1)
    assert (own.batch_size, own.label_smoothing, own.teacher.width) == (32, 0.03, 0)


def test_a_sweep_varies_the_teacher() -> None:
    asked = {
        "fixed": {"epochs": 1, "batch_size": 32, "validation_pictures": 32, "teacher": {"epochs": 1}},
        "grid": {"teacher": {"width": [0, 2]}},
    }
    spec = parse_spec(asked, Path())
    assert spec.varied() == ["teacher.width"]
    losses = {perform_run(small_data(), run, 1)["loss"] for run in spec.runs}
    assert len(losses) == 2


def test_a_teachers_epochs_are_part_of_what_a_run_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    epoch = EpochReport(1, 0.5, {"mnist": 0.9}, seconds=2.0)
    result = TrainingResult(Network.initialized(0), [epoch], [replace(epoch, seconds=3.0)])
    monkeypatch.setattr(running, "train", lambda *_, **__: result)
    assert perform_run(small_data(), Run(RECIPE, 3), 1)["seconds"] == 5


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"width": -1}, f"1 to {WIDEST_TEACHER} times as wide, or 0 where there is none, not -1"),
        ({"width": WIDEST_TEACHER + 1}, "times as wide"),
        ({"epochs": 0}, "at least 1 epoch, not 0"),
        ({"share": 1.5}, "share of the loss is 0 to 1, not 1.5"),
        ({"temperature": 0.0}, "temperature is above 0, not 0.0"),
        ({"temperature": float("nan")}, "temperature is above 0, not nan"),
        ({"lowest_learning_rate": 2.0}, "a share of the peak, 0 to 1, not 2.0"),
    ],
)
def test_a_teacher_that_cannot_be_is_refused_in_a_line(wrong: dict[str, float], reason: str) -> None:
    with pytest.raises(InkspectError, match=reason):
        TeacherRecipe(**wrong)  # type: ignore[arg-type]
