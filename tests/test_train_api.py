"""`inkspect.train`: the same network as the command's, calibrated and measured, with callbacks and checkpoints."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import inkspect
from inkspect.network.verdict import ALWAYS_A_DIGIT
from inkspect.network.weights import rounded
from inkspect.training.checkpoint import CheckpointFiles
from small_training import PARAMETERS, small_mnist, small_recipe
from test_training import some_drawings


def quick(epochs: int = 3, **choices: object) -> inkspect.TrainingResult:
    arguments = {"mnist": small_mnist(), "recipe": small_recipe(epochs), "seed": 3, "workers": 1, "progress": False}
    return inkspect.train(**(arguments | choices))  # type: ignore[arg-type]


def test_the_network_comes_calibrated_measured_and_with_the_story_of_its_making() -> None:
    result = quick()
    network = result.network
    assert result.evaluation is not None
    assert result.evaluation == inkspect.evaluate(rounded(network), mnist=small_mnist())
    assert float(network.metadata["temperature"]) != 1
    assert network.metadata["seed"] == "3"
    assert {"recipe", "data", "figures", "history", "date"} <= network.metadata.keys()
    assert network.verdict_rule == ALWAYS_A_DIGIT
    assert repr(network).endswith("verdicts: digit>"), "from MNIST alone it never learned to say none, and says so"


def test_with_drawings_of_several_writers_it_learns_when_to_say_none() -> None:
    drawings = [replace(drawing, writer=f"w{n // 10}") for n, drawing in enumerate(some_drawings(400, seed=5))]
    result = quick(drawings=drawings, recipe=inkspect.Recipe(epochs=1, validation_pictures=32))
    assert result.network.verdict_rule != ALWAYS_A_DIGIT
    assert sum(result.evaluation.verdicts.values()) == 40  # type: ignore[union-attr]


def test_without_test_pictures_nothing_is_measured_and_nothing_said() -> None:
    mnist, nothing = small_mnist(), np.zeros(0, np.uint8)
    result = quick(mnist=inkspect.Mnist(mnist.train_images, mnist.train_labels, nothing, nothing))
    assert result.evaluation is None
    assert "mnist_test_accuracy" not in result.network.metadata["figures"]


def test_a_callback_gets_the_network_and_may_stop_the_run_and_what_was_learned_is_kept() -> None:
    seen: list[inkspect.EpochEnd] = []

    def stop_after_two(end: inkspect.EpochEnd) -> None:
        seen.append(end)
        if end.epoch == 2:
            end.stop()

    result = quick(epochs=5, on_epoch=stop_after_two)
    assert [end.epoch for end in seen] == [1, 2] == [report.epoch for report in result.history]
    assert seen[0].network != seen[1].network, "the network of an epoch changed after it"
    assert seen[1].validation_accuracy == result.history[1].validation_accuracy
    np.testing.assert_array_equal(
        seen[1].network.parameters()["conv1.weight"], result.network.parameters()["conv1.weight"]
    )


def test_the_history_is_a_flat_table() -> None:
    result = quick(epochs=2)
    rows = result.table()
    assert [list(row) for row in rows] == [["epoch", "loss", "mnist_validation_accuracy", "seconds"]] * 2
    assert [row["loss"] for row in rows] == [report.loss for report in result.history]


def test_an_ended_run_is_resumed_from_code_to_the_same_network_bit_for_bit(tmp_path: Path) -> None:
    output = tmp_path / "mine.safetensors"

    class EndedError(Exception):
        pass

    def end(epoch: inkspect.EpochEnd) -> None:
        if epoch.epoch == 2:
            raise EndedError

    with pytest.raises(EndedError):
        quick(epochs=4, output=output, on_epoch=end)
    assert CheckpointFiles(output, PARAMETERS).current.exists()
    with pytest.raises(inkspect.InkspectError, match=r"unfinished training run, 2 of 4 epochs"):
        quick(epochs=4, output=output)
    resumed = quick(epochs=4, output=str(output), resume=True)
    assert resumed.network == quick(epochs=4).network
    saved = inkspect.load(output)
    assert saved.metadata["seed"] == "3"
    assert [path.name for path in tmp_path.iterdir()] == ["mine.safetensors"]


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"resume": True}, "resume and restart need an output"),
        ({"restart": True}, "resume and restart need an output"),
        ({"resume": True, "restart": True, "output": "mine.safetensors"}, "give only one of them"),
    ],
)
def test_what_cannot_be_resumed_is_refused(choices: dict[str, object], reason: str) -> None:
    with pytest.raises(inkspect.InvalidValueError, match=reason):
        quick(**choices)  # type: ignore[arg-type]


def test_errors_name_the_choices_as_python_spells_them(tmp_path: Path) -> None:
    output = tmp_path / "mine.safetensors"
    with pytest.raises(inkspect.InkspectError, match=r"start without resume=True, or give the output"):
        quick(output=output, resume=True)
    quick(output=output, epochs=1)
    with pytest.raises(inkspect.InkspectError, match=r"replace them \(restart=True\), or give another output"):
        quick(output=output)


@pytest.mark.parametrize(
    ("choices", "reason"),
    [
        ({"mnist": ("pictures", "labels")}, r"mnist must be a Mnist, not \('pictures', 'labels'\)"),
        ({"drawings": "ours.jsonl"}, "drawings must be a list of Drawing, not 'ours.jsonl'"),
        ({"drawings": [[[[0, 0], [1, 1]]]]}, r"drawings\[0\] must be a Drawing, not \[\[\[0, 0\], \[1, 1\]\]\]"),
        ({"recipe": "published"}, "recipe must be a Recipe, not 'published'"),
        ({"on_epoch": 3}, "on_epoch must be a function, not 3"),
        ({"on_progress": "print"}, "on_progress must be a function, not 'print'"),
        ({"credit": 3}, "credit must be a list of str, not 3"),
        ({"credit": ["us", 3]}, r"credit\[1\] must be a str, not 3"),
        ({"output": 3}, "output must be a path, not 3"),
        ({"seed": -1}, "seed must be a whole number of at least 0, not -1"),
        ({"seed": 1.5}, "seed must be a whole number of at least 0, not 1.5"),
        ({"workers": 0}, "workers must be a whole number of at least 1, or None, not 0"),
    ],
)
def test_an_argument_of_the_wrong_type_or_range_is_refused_by_name(choices: dict[str, object], reason: str) -> None:
    with pytest.raises(inkspect.InvalidValueError, match=reason):
        quick(**choices)  # type: ignore[arg-type]


def test_progress_is_a_line_an_epoch_where_nobody_looks_and_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    quick(epochs=2)
    assert capsys.readouterr() == ("", "")
    quick(epochs=2, progress=True)
    out, lines = capsys.readouterr()
    assert out == ""
    assert [line.partition(":")[0] for line in lines.splitlines()] == ["Epoch 1/2", "Epoch 2/2"]


def test_the_loss_shown_does_not_jump_at_an_epochs_end_and_the_time_left_comes_down() -> None:
    shown: list[inkspect.Progress] = []
    mnist = small_mnist(learned=3200)
    quick(
        epochs=3,
        mnist=mnist,
        recipe=inkspect.Recipe(epochs=3, batch_size=16, validation_pictures=32),
        on_progress=shown.append,
    )
    for before, after in pairwise(shown):
        assert abs(after.loss - before.loss) < 0.5, (before, after)
        if after.finished:
            assert after.loss == pytest.approx(before.loss, abs=0.2)
    assert shown[-1].seconds_left == 0
    took = sum(report.finished.seconds for report in shown if report.finished)
    early = next(report for report in shown if report.share > 0.1)
    assert 0.4 * took < early.seconds_left + 0.1 * took < 2.5 * took, "far off, long after the first second"


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid", "ignore:divide")
def test_a_run_that_diverges_ends_at_once_and_says_so() -> None:
    recipe = inkspect.Recipe(epochs=3, batch_size=32, validation_pictures=32, peak_learning_rate=1e30)
    with pytest.raises(inkspect.InkspectError, match="the run has diverged; lower the learning rate"):
        quick(recipe=recipe)


def test_one_credit_is_one_credit() -> None:
    assert quick(epochs=1, credit="Class 4b").network.metadata["credit"] == "Class 4b"
