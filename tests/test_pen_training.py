"""The pen's network is trained like the picture's: told by its loss, killed and resumed, with its provenance."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import inkspect
from inkspect.cli import app
from inkspect.data.strokes import Drawing, drawing_to_json
from inkspect.network.architecture import load_architecture
from inkspect.network.network import Network
from inkspect.network.weights import save_weights as save_picture_weights
from inkspect.pen.batch import TokenBatch
from inkspect.pen.beginnings import beginning
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.pen.stepping import Stepping
from inkspect.pen.tokens import tokenize
from inkspect.pen.weights import load_weights
from inkspect.pen.writing import write
from inkspect.system.errors import InkspectError, InvalidValueError
from inkspect.training.checkpoint import CheckpointFiles, serialize_checkpoint
from inkspect.training.epochs import TrainingState
from inkspect.training.pen_finishing import epochs_to_write_after, resumable_pen_run, train_and_finish_pen
from inkspect.training.pen_recipe import PenDrawings, PenRecipe
from inkspect.training.pen_task import PenLoss, PenValidation, pen_task
from inkspect.training.provenance import history_by_column
from inkspect.training.resuming import resumable_run
from small_pen_training import EPOCHS, SEED, small_drawings, small_recipe, train_to

SCRIPT = Path(__file__).with_name("small_pen_training.py")
PEN = load_pen()


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return tmp_path / "pen.safetensors"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("finished") / "pen.safetensors"
    train_to(path)
    return path


# ---- The task ----


def test_matrices_decay_and_nothing_else_does() -> None:
    with pen_task(small_drawings(), small_recipe(), seed=SEED, workers=1) as task:
        decays = PenNetwork(PEN, task.decays.astype(np.float32)).parameters()
    still = {name for name, values in decays.items() if not values.any()}
    assert all(values.all() for name, values in decays.items() if name not in still)
    assert still == {name for name in decays if name.endswith(".bias") or "norm" in name} | {"pen_up.weight"}


def test_the_loss_is_a_mean_over_the_tokens_by_their_weights() -> None:
    sequences = TokenBatch.of([[0, 16, 17, 3], [1, 9, 20, 20, 31, 3]], [[1, 1, 0.5], [0, 2, 0, 1, 1]])
    network = PenNetwork.initialized(1, np.float64)
    total = 0.0
    for ids, given in (([0, 16, 17, 3], [1, 1, 0.5]), ([1, 9, 20, 20, 31, 3], [0, 2, 0, 1, 1])):
        probabilities = network.probabilities(ids)
        total -= sum(weight * np.log(probabilities[place, ids[place + 1]]) for place, weight in enumerate(given))
    assert PenLoss(network)(sequences) == pytest.approx(total, rel=1e-9)


def test_an_epochs_weights_are_one_a_sequence_in_the_mean() -> None:
    with pen_task(small_drawings(), small_recipe(), seed=SEED, workers=1) as task, ThreadPoolExecutor(1) as pool:
        drawn = task.samples(SEED, 0, pool)
    assert drawn.weights.sum() == pytest.approx(len(drawn), rel=1e-5)
    assert len(drawn) == task.samples_per_epoch


def test_it_learns() -> None:
    """A few digits that are always drawn alike are soon told apart, and what follows is foreseen."""
    calm = PenDrawings(drawings=64, beginnings=1, restyled=0, from_glyphs=0, in_forms=0, calmest_hand=0, wildest_hand=0)
    recipe = PenRecipe(epochs=10, batch_size=32, peak_learning_rate=0.01, reading=calm, writing=calm, average_decay=0.9)
    result = train_and_finish_pen(small_drawings(), recipe=recipe, workers=1)
    first, last = result.history[0], result.history[-1]
    assert last.loss < 0.3 * first.loss
    assert last.validation_accuracy["drawings"] > 0.8
    assert last.validation_accuracy["movements"] > 2 * first.validation_accuracy["movements"]


def test_validation_measures_digits_after_ask_and_what_followed_a_beginning() -> None:
    drawings = small_drawings()[:10]
    network = PenNetwork.initialized(5)
    network.parameters()["token.weight"][:] *= 20
    measured = PenValidation.of(drawings).measure(network)
    right = {"drawings": 0, "halves": 0}
    for digit, drawing in enumerate(drawings):
        for name, share in (("drawings", 1.0), ("halves", 0.5)):
            logits = network.logits(tokenize(beginning(drawing.kept, share)).asked)[-1, PEN.digit(0) :][:10]
            right[name] += int(logits.argmax() == digit)
    assert {name: measured[name] * 10 for name in right} == pytest.approx(right)
    assert 0 < measured["movements"] < 1


def test_without_writers_for_validation_nothing_is_measured() -> None:
    recipe = replace(small_recipe(1), writers_apart=0)
    result = train_and_finish_pen(small_drawings(), recipe=recipe, workers=1)
    assert result.history[0].validation_accuracy == {}
    assert json.loads(result.network.metadata["figures"]) == {}


@pytest.mark.parametrize(
    ("drawings", "message"),
    [
        ([], "give a file of labelled strokes"),
        ([Drawing([[[0, 0], [1, 1]]], "A")], "labelled 'A'"),
        ([Drawing([[[0, 0], [1, 1]]])], "has no label"),
        ([Drawing([], "3")], "has no ink"),
    ],
)
def test_drawings_from_which_nothing_can_be_learned_are_refused(drawings: list[Drawing], message: str) -> None:
    with pytest.raises(InkspectError, match=message):
        train_and_finish_pen(drawings, recipe=small_recipe(), workers=1)


# ---- Ended and resumed ----


def test_killed_after_an_epoch_it_resumes_to_the_same_file_but_for_the_time(weights: Path, finished: Path) -> None:
    for last_seen in (1, 3):
        process = subprocess.Popen([sys.executable, SCRIPT, weights], stdout=subprocess.PIPE, text=True)
        with process:
            assert process.stdout is not None
            for line in process.stdout:
                if line == f"done {last_seen}\n":
                    process.kill()
        assert not weights.exists(), "it was not killed in time"
    train_to(weights)
    resumed, whole = load_weights(weights), load_weights(finished)
    np.testing.assert_array_equal(resumed.parameter_vector, whole.parameter_vector)
    assert resumed.metadata["written"] == whole.metadata["written"], "what was written before it was killed is lost"
    assert [path.name for path in weights.parent.iterdir()] == [weights.name], "something is left behind"


def test_with_more_threads_and_drawn_ahead_the_weights_are_the_same(finished: Path) -> None:
    result = train_and_finish_pen(small_drawings(), recipe=small_recipe(), seed=SEED, workers=2)
    stored = load_weights(finished).parameter_vector
    np.testing.assert_array_equal(result.network.parameter_vector.astype(np.float16), stored)


class _Ended(Exception):  # noqa: N818
    """Stands in for whatever ends a training run midway."""


def stop_after(epoch: int, weights: Path) -> None:
    """Begin a run, and end it when the checkpoint of this epoch is written."""

    def end(state: TrainingState) -> None:
        if state.epoch == epoch:
            raise _Ended

    with resumable_pen_run(weights) as run, pytest.raises(_Ended):
        run.begin()
        train_and_finish_pen(small_drawings(), recipe=small_recipe(), seed=SEED, workers=1, run=run, on_state=end)


def test_stopped_early_what_was_learned_is_kept(weights: Path) -> None:
    with resumable_pen_run(weights) as run:
        run.begin()
        result = train_and_finish_pen(
            small_drawings(), recipe=small_recipe(12), workers=1, run=run, on_state=lambda state: state.epoch == 11
        )
    written = json.loads(load_weights(weights).metadata["written"])
    assert [moment["epoch"] for moment in written] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]
    assert len(result.history) == 11


def test_other_drawings_choices_or_another_networks_files_are_refused(weights: Path) -> None:
    stop_after(1, weights)
    with resumable_pen_run(weights) as run:
        run.resume()
        with pytest.raises(InkspectError, match="its data differs"):
            train_and_finish_pen(small_drawings()[1:], recipe=small_recipe(), workers=1, run=run)
        with pytest.raises(InkspectError, match=r"its recipe has reading.drawings 16, not 32"):
            changed = replace(small_recipe(), reading=replace(small_recipe().reading, drawings=32))
            train_and_finish_pen(small_drawings(), recipe=changed, workers=1, run=run)
        with pytest.raises(InkspectError, match="its seed is 3, not 1"):
            train_and_finish_pen(small_drawings(), recipe=small_recipe(), seed=1, workers=1, run=run)
    refused = pytest.raises(InkspectError, match="not those of a training run of this network")
    with resumable_run(weights, load_architecture().parameter_count) as run, refused:
        run.resume()


def test_weights_of_the_other_network_are_never_overwritten(weights: Path, finished: Path) -> None:
    save_picture_weights(weights, Network.initialized(0))
    with resumable_pen_run(weights) as run, pytest.raises(InkspectError, match="is not overwritten by the weights of"):
        run.begin_anew()
    with resumable_run(finished, load_architecture().parameter_count) as run:
        for prepare in (run.begin, run.begin_anew, run.resume):
            with pytest.raises(InkspectError, match="holds the weights of a pen's network, and is not overwritten"):
                prepare()
    with resumable_pen_run(finished) as run, pytest.raises(InkspectError, match=r"finished training run \(4 epochs, s"):
        run.begin()


def test_a_damaged_checkpoint_is_told_in_a_line_and_the_one_before_serves(weights: Path) -> None:
    stop_after(2, weights)
    checkpoint = weights.with_name(weights.name + ".checkpoint")
    content = checkpoint.read_bytes()
    for damaged in (content[:-9], content[:-9] + bytes(9), b"no checkpoint"):
        checkpoint.write_bytes(damaged)
        with resumable_pen_run(weights) as run:
            assert "resuming from the one before" in run.resume()[0]
            assert run.checkpoint is not None and run.checkpoint.state.epoch == 1
    checkpoint.with_name(checkpoint.name + ".previous").unlink()
    checkpoint.write_bytes(content[:-9])
    with resumable_pen_run(weights) as run, pytest.raises(InkspectError, match=r"is damaged.*start again"):
        run.resume()


def test_what_was_noted_on_the_way_is_in_the_checkpoint(weights: Path) -> None:
    stop_after(2, weights)
    found = CheckpointFiles(weights, PEN.parameter_count).find()
    assert found is not None
    state = found.checkpoint.state
    assert list(state.notes) == ["written 1", "written 2"]
    nothing = replace(found.checkpoint, state=replace(state, notes={}))
    assert b'\\"notes\\"' in serialize_checkpoint(found.checkpoint)
    assert b"notes" not in serialize_checkpoint(nothing), "the picture network's files have changed"


# ---- What the weights say of themselves ----


def test_the_weights_say_how_they_were_made(finished: Path) -> None:
    network = load_weights(finished)
    metadata = network.metadata
    assert metadata["seed"] == str(SEED)
    assert json.loads(metadata["recipe"])["reading"]["drawings"] == 16
    assert set(json.loads(metadata["data"])) == {"drawings"}
    history = json.loads(metadata["history"])
    assert set(history) == {"loss", "drawings", "halves", "movements", "seconds"}
    assert {len(column) for column in history.values()} == {EPOCHS}
    assert set(json.loads(metadata["validation_counts"]).values()) == {10}
    measured = PenValidation.of(small_drawings()[10:]).measure(network)
    stated = json.loads(metadata["figures"])
    assert stated == {f"{name}_validation_accuracy": round(share, 5) for name, share in measured.items()}


def test_digits_were_written_at_moments_of_the_run_and_at_last_as_the_stored_network_writes_them(
    finished: Path,
) -> None:
    network = load_weights(finished)
    written = json.loads(network.metadata["written"])
    assert [moment["epoch"] for moment in written] == [1, 2, 3, 4]
    alone = Stepping(network)
    assert written[-1]["digits"] == [list(write(alone, digit, 0.8, seed=0).ids) for digit in range(10)]
    assert written[0]["digits"] != written[-1]["digits"]


@pytest.mark.parametrize("epochs", [1, 2, 9, 10, 11, 37, 200, 1000])
def test_digits_are_written_ten_times_in_a_run_ever_more_rarely(epochs: int) -> None:
    chosen = epochs_to_write_after(epochs)
    assert len(chosen) == min(epochs, 10)
    assert chosen == sorted(set(chosen)) and chosen[0] == 1 and chosen[-1] == epochs
    if epochs > 100:
        assert chosen[-1] - chosen[-2] > epochs / 3


def test_the_history_of_no_epochs_is_empty() -> None:
    assert history_by_column([]) == {"loss": [], "seconds": []}


# ---- From Python ----


def test_python_trains_as_the_command_does_with_checkpoints_and_progress(weights: Path) -> None:
    told: list[inkspect.Progress] = []

    def end(progress: inkspect.Progress) -> None:
        told.append(progress)
        if progress.finished and progress.epoch == 2:
            raise _Ended

    def train(**more: object) -> inkspect.PenTrainingResult:
        choices = {"recipe": small_recipe(), "seed": SEED, "workers": 1, "progress": False, "output": weights}
        return inkspect.train_pen(small_drawings(), **(choices | more))  # type: ignore[arg-type]

    with pytest.raises(_Ended):
        train(on_progress=end)
    with pytest.raises(InkspectError, match="resume it \\(resume=True\\), or discard it"):
        train()
    result = train(resume=True, credit="us, CC0")
    whole = train_and_finish_pen(small_drawings(), recipe=small_recipe(), seed=SEED, workers=1)
    assert result.network == whole.network
    assert inkspect.load(weights, network="pen").metadata["credit"] == "us, CC0"
    assert [row["epoch"] for row in result.table()] == [1, 2, 3, 4]
    assert repr(result).startswith("<PenTrainingResult: 4 epochs, drawings ")
    assert "<table" in result._repr_html_()


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"resume": True}, "need an output"),
        ({"resume": True, "restart": True, "output": "x"}, "give only one"),
        ({"workers": 0}, "workers must be"),
        ({"recipe": inkspect.Recipe()}, "recipe must be"),
        ({"seed": -1}, "seed must be"),
        ({"on_progress": 3}, "on_progress must be"),
        ({"held_out": {"x": small_drawings()[:2]}}, "would be learned from too"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused(choices: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError, match=message):
        inkspect.train_pen(small_drawings(), progress=False, **choices)  # type: ignore[arg-type]


# ---- The command ----


@pytest.fixture
def stroke_file(tmp_path: Path) -> Path:
    path = tmp_path / "drawings.jsonl"
    path.write_text("".join(json.dumps(drawing_to_json(drawing)) + "\n" for drawing in small_drawings()))
    return path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the default recipe be a small one."""
    names, recipe = list(PenRecipe.__dataclass_fields__), small_recipe()
    monkeypatch.setattr(PenRecipe.__init__, "__defaults__", tuple(getattr(recipe, name) for name in names))
    monkeypatch.setattr("inkspect.training.pen_finishing.os.cpu_count", lambda: 1)


def run_command(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["train", "--network", "pen", *map(str, arguments)])
    error = "" if result.exception is None or isinstance(result.exception, SystemExit) else str(result.exception)
    return result.exit_code, result.stdout, result.stderr + error


@pytest.mark.usefixtures("quick")
def test_the_command_trains_writes_logs_and_credits(stroke_file: Path, weights: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    code, out, error = run_command(
        *("--strokes", stroke_file, "--output", weights, "--epochs", "2", "--seed", "5"),
        *("--credit", "Class 4b, CC0", "--log", log, "--verbose"),
    )
    assert code == 0, error
    assert f"Wrote {weights}" in out and "2 epochs in 0:0" in out and "Held-out writers: the digit is right" in out
    metadata = load_weights(weights).metadata
    assert (metadata["credit"], metadata["licence"], metadata["seed"]) == ("Class 4b, CC0", "MIT", "5")
    assert set(json.loads(metadata["data"])) == {stroke_file.name}
    assert log.read_text().splitlines()[0].startswith("epoch,loss,drawings_validation_accuracy,")
    code, out, error = run_command("--strokes", stroke_file, "--output", weights)
    assert code != 0 and "holds the weights of a finished training run (2 epochs, seed 5)" in error
    code, out, _ = run_command("--strokes", stroke_file, "--output", weights, "--restart", "--epochs", "1", "--json")
    assert code == 0 and set(json.loads(out)) == {"weights", "seed", "history", "figures", "measured"}


@pytest.mark.usefixtures("quick")
def test_the_weights_say_how_held_out_drawings_are_read_and_the_command_prints_it(
    stroke_file: Path, weights: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs.jsonl"
    apart = [replace(drawing, writer="w99") for drawing in small_drawings()[:3]]
    theirs.write_text("".join(json.dumps(drawing_to_json(drawing)) + "\n" for drawing in apart))
    code, out, error = run_command("--strokes", stroke_file, "--output", weights, "--held-out", theirs)
    assert code == 0, error
    network = load_weights(weights)
    (source,) = json.loads(network.metadata["measured"])["sources"]
    read = [inkspect.read(drawing, network).digit for drawing in apart]
    right = [digit == int(drawing.label or 0) for digit, drawing in zip(read, apart, strict=True)]
    assert (source["name"], source["count"]) == ("theirs", 3)
    assert source["digits"] == [*map(float, right), *[None] * 7]
    assert [row["share"] for row in source["right"]] == [1, 0.75, 0.5, 0.25]
    assert source["right"][0]["accuracy"] == round(sum(right) / 3, 4)
    assert f"theirs, 3 digits: right with {sum(right) / 3:.2%} after 100%" in out


@pytest.mark.usefixtures("quick")
def test_writers_that_are_learned_from_cannot_be_held_out(stroke_file: Path, weights: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    again.write_text(json.dumps(drawing_to_json(small_drawings()[0])) + "\n")
    code, _, error = run_command("--strokes", stroke_file, "--output", weights, "--held-out", again)
    assert code != 0 and "would be learned from too" in " ".join(error.replace("│", " ").split())
    assert not weights.exists()


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "learns from drawings only"),
        (["--strokes", "missing.jsonl"], "missing.jsonl"),
        (["--resume", "--restart", "--strokes", "y.jsonl"], "give only one of them"),
    ],
)
def test_what_the_command_cannot_do_is_told(arguments: list[str], message: str, weights: Path) -> None:
    code, _, error = run_command("--output", weights, *arguments)
    assert code != 0
    assert message in " ".join(error.replace("│", " ").split())
    assert not weights.exists()
