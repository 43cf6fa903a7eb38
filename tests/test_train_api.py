"""`inkspect.train`: the same network as the command's, calibrated and measured, with callbacks and checkpoints."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

import inkspect
from inkspect.network.verdict import ALWAYS_A_DIGIT
from inkspect.network.weights import rounded
from inkspect.training.checkpoint import CheckpointFiles
from small_training import PARAMETERS, small_drawings, small_mnist, small_recipe
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


def test_an_output_in_a_folder_that_does_not_exist_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(inkspect.InkspectError, match=r"cannot write .*: the folder .*nodir does not exist"):
        quick(output=tmp_path / "nodir" / "my.safetensors")
    with pytest.raises(inkspect.InkspectError, match="it is a folder"):
        quick(output=tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_result_shows_itself_in_a_line_and_as_a_table() -> None:
    report = inkspect.EpochReport(1, 0.25, {"mnist": 0.5, "strokes": 0.75}, 1.5)
    result = inkspect.TrainingResult(inkspect.load(), [report])
    assert repr(result) == "<TrainingResult: 1 epoch, mnist validation 50.00%, strokes validation 75.00%>"
    table = result._repr_html_()
    assert "<th>mnist validation accuracy</th>" in table
    assert "<tr><td>1</td><td>0.2500</td><td>50.00%</td><td>75.00%</td><td>1.5</td></tr>" in table
    evaluation = inkspect.Evaluation(np.eye(10, dtype=np.int64), None)
    assert repr(replace(result, evaluation=evaluation)).endswith("test set 100.00%>")


@pytest.mark.parametrize("credit", [3, None, {"a": "b"}, b"x"])
def test_a_credit_that_is_no_text_is_refused(credit: object) -> None:
    with pytest.raises(inkspect.InvalidValueError, match="credit must be a str or a list of str, not "):
        quick(credit=credit)


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
        ({"drawings": "ours.jsonl"}, "drawings must be a list of Drawing objects, not 'ours.jsonl'"),
        ({"drawings": [[[[0, 0], [1, 1]]]]}, r"drawings\[0\] must be a Drawing, not \[\[\[0, 0\], \[1, 1\]\]\]"),
        ({"recipe": "published"}, "recipe must be a Recipe, not 'published'"),
        ({"on_epoch": 3}, "on_epoch must be a function, not 3"),
        ({"on_progress": "print"}, "on_progress must be a function, not 'print'"),
        ({"credit": 3}, "credit must be a str or a list of str, not 3"),
        ({"credit": ["us", 3]}, r"credit\[1\] must be a str, not 3"),
        ({"output": 3}, "output must be a path, as a str or os.PathLike, not 3"),
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


def test_the_loss_shown_does_not_jump_at_an_epochs_end_and_no_time_is_left_at_the_last() -> None:
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


@pytest.mark.filterwarnings("ignore:overflow", "ignore:invalid", "ignore:divide")
def test_a_run_that_diverges_ends_at_once_and_says_so() -> None:
    recipe = inkspect.Recipe(epochs=3, batch_size=32, validation_pictures=32, peak_learning_rate=1e30)
    with pytest.raises(inkspect.InkspectError, match="the run has diverged; lower the learning rate"):
        quick(recipe=recipe)


def test_the_metadata_have_the_sum_of_each_sources_drawings() -> None:
    first, *others = small_drawings()
    drawings = [replace(first, extra={"source": "A"}), *(replace(one, extra={"source": "B"}) for one in others)]
    data = json.loads(quick(epochs=1, drawings=drawings).network.metadata["data"])
    assert data.keys() == {"MNIST", "drawings", "drawings of A", "drawings of B"}


def test_one_credit_is_one_credit() -> None:
    mnist = "MNIST (Y. LeCun, C. Cortes, C. J. C. Burges)"
    assert quick(epochs=1, credit="Class 4b").network.metadata["credit"] == f"{mnist}; Class 4b"


def test_what_is_not_mnist_is_not_said_to_be(tmp_path: Path) -> None:
    """Nobody's own pictures get MNIST's figures, its credit, or a licence that nobody gave."""
    mnist = small_mnist()
    ours = inkspect.Mnist(mnist.train_images, mnist.train_labels, mnist.test_images, mnist.test_labels)
    network = quick(epochs=1, mnist=ours).network
    assert "MNIST" not in "".join(network.metadata.values()).replace("mnist", "MNIST")
    assert "licence" not in network.metadata and network.metadata["credit"] == ""
    assert "pictures test set" in repr(network) and "MNIST" not in repr(network)
    named = inkspect.Mnist(mnist.train_images, mnist.train_labels, name="class_4b")
    assert "class_4b_validation_accuracy" in quick(epochs=1, mnist=named).network.metadata["figures"]
    with pytest.raises(inkspect.InvalidValueError, match="name must be a word of lower-case letters"):
        inkspect.Mnist(mnist.train_images, mnist.train_labels, name="Class 4b")


def test_sorted_pictures_are_refused_since_the_last_ones_are_for_validation() -> None:
    mnist = small_mnist()
    order = np.argsort(mnist.train_labels, kind="stable")
    ordered = inkspect.Mnist(mnist.train_images[order], mnist.train_labels[order])
    with pytest.raises(inkspect.InkspectError, match="sorted by label, and the last 32 are for validation"):
        quick(mnist=ordered)


def test_drawings_without_ink_are_no_digits_to_learn() -> None:
    outside = inkspect.Drawing([[[9000, 9000]]], "7", placed=True)
    for blank in (inkspect.Drawing([], "7"), inkspect.Drawing([[]], "7"), outside):
        with pytest.raises(inkspect.InkspectError, match=r"drawings\[1\] has no ink; leave it out"):
            quick(drawings=[inkspect.Drawing([[[0, 0], [0, 9]]], "1"), blank])
