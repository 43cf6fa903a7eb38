"""A training with a teacher is gone on with wherever it ended, in the teacher's part as in the network's own."""

import dataclasses
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from inkspect.checkpoint import (
    _LARGEST_FILE,
    Checkpoint,
    CheckpointFiles,
    load_checkpoint,
    parse_checkpoint,
    serialize_checkpoint,
)
from inkspect.epochs import Progress, TrainingState
from inkspect.errors import InkspectError
from inkspect.finishing import finish
from inkspect.recipe import WIDEST_TEACHER, TeacherRecipe
from inkspect.report.subject import subject_of_checkpoint
from inkspect.resumable import ResumableTraining, resumable_training
from inkspect.training import TrainingResult, train
from inkspect.weights import load_weights
from small_training import small_mnist, small_recipe, taught_recipe

SCRIPT = Path(__file__).with_name("small_training.py")
RECIPE = taught_recipe(2, teacher_epochs=2)


@pytest.fixture(scope="module")
def uninterrupted() -> TrainingResult:
    return train(small_mnist(), recipe=RECIPE, seed=3, workers=1)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return tmp_path / "my.safetensors"


def run_small(training: ResumableTraining, on_progress: Callable[[Progress], None] | None = None) -> TrainingResult:
    return training.run(small_mnist(), recipe=RECIPE, seed=3, workers=1, on_progress=on_progress)


class _Ended(Exception):  # noqa: N818
    """Stands in for whatever ends a training midway."""


def end_in(weights: Path, epoch: int, *, of_teacher: bool) -> list[str]:
    """Go on with what is there, and end it in that epoch; return what the user was told."""

    def end(progress: Progress) -> None:
        if (progress.of_teacher, progress.epoch) == (of_teacher, epoch) and not progress.finished:
            raise _Ended

    with resumable_training(weights) as training:
        told = training.resume()
        with pytest.raises(_Ended):
            run_small(training, end)
    return told


def resumed(weights: Path) -> tuple[list[str], TrainingResult]:
    with resumable_training(weights) as training:
        told = training.resume()
        result = run_small(training)
        training.finish()
    assert not list(weights.parent.iterdir()), "something is left behind"
    return told, result


def assert_same(result: TrainingResult, expected: TrainingResult) -> None:
    np.testing.assert_array_equal(result.network.parameter_vector, expected.network.parameter_vector)
    for history in ("teacher_history", "history"):
        one, other = ([report.loss for report in getattr(of, history)] for of in (result, expected))
        assert one == other, history


# ---- Gone on with ----


def test_ended_in_every_epoch_it_goes_on_and_comes_to_the_same_weights(
    weights: Path, uninterrupted: TrainingResult
) -> None:
    assert len(end_in(weights, 2, of_teacher=True)) == 1
    assert end_in(weights, 1, of_teacher=False) == ["Going on after its teacher's epoch 1 of 2"]
    assert end_in(weights, 2, of_teacher=False) == ["Going on after its teacher's epoch 2 of 2"]
    told, result = resumed(weights)
    assert told == ["Going on after epoch 1 of 2"]
    assert_same(result, uninterrupted)


@pytest.mark.parametrize("damaged", [False, True])
def test_a_teacher_that_is_lost_is_trained_again_and_the_network_goes_on(
    weights: Path, uninterrupted: TrainingResult, damaged: bool
) -> None:
    end_in(weights, 2, of_teacher=False)
    files = CheckpointFiles(weights, of_teacher=True)
    files.remove()
    if damaged:
        files.current.write_bytes(b"damaged")
    told, result = resumed(weights)
    if damaged:
        assert "is damaged: " in told.pop(0)
    assert told == [
        "Its teacher's training is not there; the teacher is trained again first",
        "Going on after epoch 1 of 2",
    ]
    assert_same(result, uninterrupted)


def test_where_only_the_teacher_is_whole_the_network_starts_from_the_beginning(
    weights: Path, uninterrupted: TrainingResult
) -> None:
    end_in(weights, 2, of_teacher=False)
    CheckpointFiles(weights).current.write_bytes(b"damaged")
    told, result = resumed(weights)
    assert re.search(r"my\.safetensors\.checkpoint is damaged: ", told[0])
    assert told[1:] == ["Going on after its teacher's epoch 2 of 2"]
    assert_same(result, uninterrupted)


def test_where_neither_is_whole_it_says_so_and_how_to_start_anew(weights: Path) -> None:
    CheckpointFiles(weights).current.write_bytes(b"damaged")
    CheckpointFiles(weights, of_teacher=True).current.write_bytes(b"damaged")
    with resumable_training(weights) as training:
        with pytest.raises(InkspectError, match=r"is damaged: .* is whole; start anew \(--restart\)$"):
            training.resume()
        training.begin()
    assert not list(weights.parent.iterdir())


def test_starting_from_the_beginning_does_not_cost_a_teacher(weights: Path) -> None:
    end_in(weights, 2, of_teacher=True)
    with resumable_training(weights) as training:
        told = r"my\.safetensors\.teacher\.checkpoint holds .* not finished, 1 of 2 of its teacher's epochs; go on"
        with pytest.raises(InkspectError, match=told):
            training.begin()
        training.begin_anew()
        training.begin()
    assert not list(weights.parent.iterdir())


def test_a_teacher_of_another_recipe_is_refused_and_kept(weights: Path) -> None:
    end_in(weights, 2, of_teacher=True)
    with resumable_training(weights) as training:
        training.resume()
        wider = dataclasses.replace(RECIPE, teacher=TeacherRecipe(width=3, epochs=2))
        with pytest.raises(InkspectError, match=r"teacher\.checkpoint is of another .*teacher\.width 2, not 3;"):
            training.run(small_mnist(), recipe=wider, seed=3, workers=1)
        assert training.teacher_files.current.exists()


def test_what_killed_processes_left_of_a_teacher_goes(weights: Path) -> None:
    end_in(weights, 2, of_teacher=True)
    half = weights.with_name(f".{weights.name}.teacher.checkpoint.0123abcd.part")
    half.write_bytes(b"half")
    with resumable_training(weights) as training:
        training.resume()
    assert set(weights.parent.iterdir()) == {CheckpointFiles(weights, of_teacher=True).current}


# ---- What is kept ----


def teacher_checkpoint(width: int) -> Checkpoint:
    recipe = dataclasses.replace(RECIPE, teacher=TeacherRecipe(width=width, epochs=2))
    checkpoint = Checkpoint.of(TrainingState.initial(3), recipe, {}, of_teacher=True)
    return dataclasses.replace(checkpoint, state=TrainingState.initial(3, checkpoint.architecture))


def test_the_widest_teacher_fits_into_what_is_read_as_a_checkpoint() -> None:
    content = serialize_checkpoint(teacher_checkpoint(WIDEST_TEACHER))
    assert len(content) < _LARGEST_FILE
    assert parse_checkpoint(content).of_teacher


def test_vectors_of_another_width_than_the_recipes_are_refused() -> None:
    wide, narrow = teacher_checkpoint(3), teacher_checkpoint(2)
    with pytest.raises(InkspectError, match="not those of this network's training"):
        parse_checkpoint(serialize_checkpoint(dataclasses.replace(wide, state=narrow.state)))
    with pytest.raises(InkspectError, match="not those of this network's training"):
        parse_checkpoint(serialize_checkpoint(dataclasses.replace(wide, of_teacher=False)))
    alone = Checkpoint.of(TrainingState.initial(3), small_recipe(2), {}, of_teacher=True)
    with pytest.raises(InkspectError, match="its recipe has no teacher"):
        parse_checkpoint(serialize_checkpoint(alone))


def test_a_teacher_in_the_networks_place_is_not_believed(weights: Path) -> None:
    end_in(weights, 2, of_teacher=True)
    CheckpointFiles(weights, of_teacher=True).current.rename(CheckpointFiles(weights).current)
    refused = pytest.raises(InkspectError, match="is of a teacher's training, which its name does not say")
    with resumable_training(weights) as training, refused:
        training.resume()


def test_a_teacher_under_way_can_be_reported(weights: Path) -> None:
    end_in(weights, 2, of_teacher=True)
    subject = subject_of_checkpoint(CheckpointFiles(weights, of_teacher=True).current)
    assert subject.facts["network"] == "the teacher, 2 times as wide"
    assert subject.facts["epochs done"] == "1 of 2"
    assert subject.network.predict_logits(np.zeros((1, 28, 28))).shape == (1, 10)


def test_the_weights_tell_of_the_teacher(uninterrupted: TrainingResult) -> None:
    _, metadata, _ = finish(uninterrupted, small_mnist(), [], recipe=RECIPE, seed=3, data_sums={}, credited=("us",))
    last = uninterrupted.teacher_history[-1]
    assert json.loads(metadata["figures"])["teacher_mnist_validation_accuracy"] == last.validation_accuracy["mnist"]
    seconds = sum(report.seconds for report in uninterrupted.teacher_history)
    assert float(metadata["teacher_seconds"]) == pytest.approx(seconds, abs=0.01)
    assert len(json.loads(metadata["history"])) == 2
    assert json.loads(metadata["recipe"])["teacher"]["width"] == 2
    alone = dataclasses.replace(uninterrupted, teacher_history=[])
    _, metadata, _ = finish(alone, small_mnist(), [], recipe=RECIPE, seed=3, data_sums={}, credited=("us",))
    assert "teacher" not in metadata["figures"]
    assert "teacher_seconds" not in metadata


# ---- On the command line ----


def command(weights: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, "taught-cli", "train", "--epochs", "2", "--output", weights, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("recipe", "pictures"), [("published", 1000), ("validated", 5000)])
def test_a_named_recipe_keeps_apart_what_it_says(weights: Path, recipe: str, pictures: int) -> None:
    done = command(weights, "--recipe", recipe)
    assert done.returncode == 1
    assert done.stderr == f"inkspect: 160 training pictures are too few to keep {pictures} apart\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_control_c_keeps_the_teacher_and_resuming_comes_to_the_same_weights(weights: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, SCRIPT, "taught-cli", "train", "--epochs", "2", "--output", weights],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    teacher = CheckpointFiles(weights, of_teacher=True)
    deadline = time.monotonic() + 30
    while not teacher.current.exists():
        assert time.monotonic() < deadline, "there is no checkpoint of the teacher after 30 s"
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=30)
    assert (running.returncode, output) == (130, "")
    told = re.fullmatch(r"Interrupted; the teacher's epoch (\d+) is kept; to go on after it, add --resume\n", errors)
    assert told, errors
    assert load_checkpoint(teacher.current).state.epoch == int(told[1])

    done = command(weights, "--resume")
    assert done.returncode == 0, done
    assert done.stderr == f"Going on after its teacher's epoch {told[1]} of 20\n"
    assert re.search(r"^Teacher: 20 epochs in 0:\d\d\n2 epochs in 0:\d\d$", done.stdout, re.MULTILINE), done.stdout
    assert re.search(r"^Fitted on what is kept apart: temperature \d\.\d{4}$", done.stdout, re.MULTILINE), done.stdout
    uninterrupted = weights.with_name("uninterrupted.safetensors")
    assert command(uninterrupted).returncode == 0
    (one, metadata), (other, _) = load_weights(weights), load_weights(uninterrupted)
    np.testing.assert_array_equal(one.parameter_vector, other.parameter_vector)
    assert "teacher_seconds" in metadata
    assert {path.name for path in weights.parent.iterdir()} == {weights.name, uninterrupted.name}
