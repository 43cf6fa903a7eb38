"""The machinery of training serves any network: it knows parameters, a loss on a shard, and an epoch's samples."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inkspect.network.layers import Floats
from inkspect.system.errors import InkspectError
from inkspect.training.epochs import Progress, run_epochs
from inkspect.training.resuming import resumable_run
from toy_task import SEED, TRUTH, LineTask, Points, SquaredLoss, ToyRecipe, train_line

SCRIPT = Path(__file__).with_name("toy_task.py")
DATA = {"points": "drawn anew"}


def ignore(_: Progress) -> None:
    pass


def test_a_line_is_fitted_and_each_epoch_reported() -> None:
    state = run_epochs(LineTask(), ToyRecipe(), seed=SEED, workers=2)
    np.testing.assert_allclose(state.average, TRUTH, atol=0.02)
    assert [report.epoch for report in state.history] == list(range(1, 41))
    assert state.history[-1].loss < 0.01 * state.history[0].loss
    assert state.history[-1].validation_accuracy == {"slopes": 1.0}


def test_killed_after_an_epoch_it_resumes_to_the_same_parameters_bit_for_bit(tmp_path: Path) -> None:
    weights = tmp_path / "line.bin"
    for last_seen in (3, 9):
        process = subprocess.Popen([sys.executable, SCRIPT, weights], stdout=subprocess.PIPE, text=True)
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                if line == f"done {last_seen}\n":
                    process.kill()
        assert not weights.exists(), "it was not killed in time"
    with resumable_run(weights, len(TRUTH)) as run:
        (told,) = run.resume()
        assert told.startswith("Resuming after epoch ")
    resumed = train_line(weights, DATA, ignore)
    np.testing.assert_array_equal(resumed.average, run_epochs(LineTask(), ToyRecipe(), seed=SEED, workers=2).average)
    assert len(resumed.history) == 40


def test_a_checkpoint_of_another_network_or_recipe_is_refused(tmp_path: Path) -> None:
    weights = tmp_path / "line.bin"
    train_line(weights, DATA, ignore, ToyRecipe(epochs=1))
    with pytest.raises(InkspectError, match="its recipe has epochs 1, not 2"):
        train_line(weights, DATA, ignore, ToyRecipe(epochs=2))
    with pytest.raises(InkspectError, match=r"its data differs \(points\)"):
        train_line(weights, {"points": "other"}, ignore, ToyRecipe(epochs=1))
    with resumable_run(weights, len(TRUTH) + 1) as run, pytest.raises(InkspectError, match="vectors are not those"):
        run.resume()


class FlatLoss(SquaredLoss):
    """A loss that is the same everywhere, so that only weight decay moves the parameters."""

    def __call__(self, shard: Points) -> float:
        return 0.0


class FlatTask(LineTask):
    def shard_loss(self, parameters: Floats) -> SquaredLoss:
        return FlatLoss(parameters)


def test_weight_decay_shrinks_the_parameters_that_the_task_names_and_no_others() -> None:
    start = FlatTask().initial_parameters(SEED)
    end = run_epochs(FlatTask(), ToyRecipe(weight_decay=0.5), seed=SEED, workers=1).parameters
    assert (np.abs(end[:-1]) < 0.9 * np.abs(start[:-1])).all()
    assert end[-1] == start[-1]


def test_an_epoch_shorter_than_a_batch_is_refused() -> None:
    with pytest.raises(InkspectError, match="256 samples to learn from cannot fill a batch of 512"):
        run_epochs(LineTask(), ToyRecipe(batch_size=512), workers=1)
