"""However a training ends, it is gone on with, and comes to the same weights bit for bit; damage is told in a line."""

import dataclasses
import errno
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy

from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing, drawing_from_json
from inkspect.network.weights import load_weights
from inkspect.system.errors import InkspectError
from inkspect.system.interrupts import interrupts_deferred
from inkspect.system.locking import held_alone
from inkspect.training.checkpoint import (
    Checkpoint,
    CheckpointFiles,
    load_checkpoint,
    parse_checkpoint,
    serialize_checkpoint,
)
from inkspect.training.epochs import Progress, TrainingState
from inkspect.training.examples import content_sums
from inkspect.training.recipe import Augmentation, StrokeMix, recipe_of
from inkspect.training.resuming import ResumableRun, resumable_run
from inkspect.training.settings import settings_of
from inkspect.training.training import train, train_resumably
from small_training import PARAMETERS, small_drawings, small_mnist, small_recipe

SCRIPT = Path(__file__).with_name("small_training.py")
KILLS = 20 if os.environ.get("CI") else 4
EPOCHS = 12
posix_only = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals and limits")


def state_after(epochs: int, seed: int = 3) -> TrainingState:
    """What a training of six epochs has come to after some of them."""
    states = []

    class EnoughError(Exception):
        pass

    def take(state: TrainingState) -> None:
        states.append(state)
        if state.epoch == epochs:
            raise EnoughError

    with pytest.raises(EnoughError):
        train(small_mnist(), recipe=small_recipe(6), seed=seed, workers=1, on_state=take)
    return states[-1]


def checkpoint_after(epochs: int, seed: int = 3) -> Checkpoint:
    return Checkpoint.of(state_after(epochs, seed), small_recipe(6), content_sums(small_mnist(), ()))


@pytest.fixture(scope="module")
def two_epochs() -> Checkpoint:
    return checkpoint_after(2)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return tmp_path / "my.safetensors"


def run_small(training: ResumableRun, **changes: object) -> np.ndarray[tuple[int, ...], np.dtype[np.floating]]:
    """Run the training of six epochs, or one that differs in something."""
    settings = {"mnist": small_mnist(), "drawings": (), "recipe": small_recipe(6), "seed": 3} | changes
    return train_resumably(training, **settings, workers=1).network.parameter_vector  # type: ignore[arg-type]


# ---- Gone on with ----


def started(weights: Path, epochs: int = EPOCHS) -> subprocess.Popen[bytes]:
    """A training in a process of its own, which has just begun to train."""
    process = subprocess.Popen(
        [sys.executable, SCRIPT, weights, str(epochs)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    ready = process.stdout.readline()
    if ready != b"ready\n":
        raise AssertionError(f"the training did not begin: {ready!r} {process.communicate()[1].decode()}")
    return process


def last_epoch_begun(said: bytes) -> int:
    return max((int(epoch) for epoch in re.findall(rb"in (\d+)\n", said)), default=0)


def test_killed_at_random_moments_it_repeats_one_epoch_at_most_and_ends_in_the_same_weights_bit_for_bit(
    tmp_path: Path,
) -> None:
    uninterrupted, killed = tmp_path / "uninterrupted.safetensors", tmp_path / "killed.safetensors"
    began = time.monotonic()
    assert started(uninterrupted).communicate()[1] == b"", "the training that nobody killed failed"
    whole_time = time.monotonic() - began
    moments = random.Random(os.environ.get("INKSPECT_KILL_SEED", "1"))
    kills = 0
    while kills < KILLS:
        kills += killed_until_it_is_done(killed, lambda: moments.uniform(0, whole_time), KILLS - kills)
        assert killed.read_bytes() == uninterrupted.read_bytes(), f"other weights after {kills} kills"
        assert {path.name for path in tmp_path.iterdir()} == {uninterrupted.name, killed.name}, (
            "something is left behind"
        )
        killed.unlink()


def killed_until_it_is_done(weights: Path, delay: Callable[[], float], most_kills: int) -> int:
    """Kill the training again and again, each time after a delay, until it is done before that; return how often."""
    for kills in range(most_kills + 1):
        process = started(weights)
        seconds = delay() if kills < most_kills else 60
        try:
            _, errors = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            said, errors = process.communicate()
        assert errors == b"", errors.decode()
        if process.returncode == 0:
            return kills
        found = CheckpointFiles(weights, PARAMETERS).find()
        assert found is None or found.damage is None, f"killed after {seconds:.3f} s: {found}"
        if not weights.exists():
            kept_epoch = found.checkpoint.state.epoch if found else 0
            assert last_epoch_begun(said) - kept_epoch <= 1, (
                f"killed after {seconds:.3f} s, more than one epoch is lost"
            )
    raise AssertionError("a training that nobody killed did not come to its end")


def test_ended_after_every_epoch_and_gone_on_with_it_comes_to_the_same_weights(weights: Path) -> None:
    whole = train(small_mnist(), recipe=small_recipe(6), seed=3, workers=1)
    for epoch in range(1, 6):
        with resumable_run(weights, PARAMETERS) as training, pytest.raises(_Ended):
            training.resume() if epoch > 1 else training.begin()
            run_small(training, on_progress=_end_in(epoch + 1))
        assert CheckpointFiles(weights, PARAMETERS).find().checkpoint.state.epoch == epoch  # type: ignore[union-attr]
    with resumable_run(weights, PARAMETERS) as training:
        assert training.resume() == ["Resuming after epoch 5 of 6"]
        np.testing.assert_array_equal(run_small(training), whole.network.parameter_vector)
        assert len(training.checkpoint.state.history) == 6  # type: ignore[union-attr]


class _Ended(Exception):  # noqa: N818
    """Stands in for whatever ends a training midway."""


def _end_in(epoch: int) -> Callable[[Progress], None]:
    def end(progress: Progress) -> None:
        if progress.epoch == epoch and not progress.finished:
            raise _Ended

    return end


def test_drawings_made_anew_every_epoch_go_on_as_if_it_had_never_stopped(weights: Path) -> None:
    drawings = small_drawings()
    recipe = dataclasses.replace(small_recipe(2), stroke_mix=StrokeMix(digits=64, non_digits=64))
    whole = train(small_mnist(), drawings, recipe=recipe, seed=3, workers=1)
    with resumable_run(weights, PARAMETERS) as training, pytest.raises(_Ended):
        training.begin()
        run_small(training, drawings=drawings, recipe=recipe, on_progress=_end_in(2))
    with resumable_run(weights, PARAMETERS) as training:
        training.resume()
        resumed = run_small(training, drawings=drawings, recipe=recipe)
    np.testing.assert_array_equal(resumed, whole.network.parameter_vector)


def test_without_a_checkpoint_resuming_is_refused_with_what_was_looked_for(weights: Path) -> None:
    refused = pytest.raises(InkspectError, match=rf"nothing to resume: no checkpoint {re.escape(str(weights))}\.che")
    with resumable_run(weights, PARAMETERS) as training, refused:
        training.resume()
    assert not list(weights.parent.iterdir())


# ---- What is kept ----


def test_a_checkpoint_holds_the_state_bit_for_bit_and_what_it_must_be_gone_on_with(two_epochs: Checkpoint) -> None:
    read = parse_checkpoint(serialize_checkpoint(two_epochs), PARAMETERS)
    written, state = two_epochs.state, read.state
    assert (state.seed, state.epoch, state.history) == (3, 2, written.history)
    assert state.optimizer.updates == written.optimizer.updates == 8
    for name in ("parameters", "average"):
        np.testing.assert_array_equal(getattr(state, name), getattr(written, name))
    for name in ("first_moment", "second_moment"):
        np.testing.assert_array_equal(getattr(state.optimizer, name), getattr(written.optimizer, name))
    assert read.recipe == settings_of(small_recipe(6))
    assert recipe_of(read.recipe) == small_recipe(6)
    assert (read.data, read.versions) == (two_epochs.data, two_epochs.versions)


def test_the_checksum_of_what_is_learned_from_is_that_of_earlier_versions() -> None:
    nothing = np.zeros(0, np.uint8)
    mnist = Mnist(np.zeros((1, 28, 28), np.uint8), np.zeros(1, np.uint8), nothing, nothing)
    records: list[dict[str, object]] = [
        {"label": "7", "writer": "a1", "strokes": [[[0, 0], [1, 2]]]},
        {"label": "1", "writer": ["no", "name"], "strokes": [[[0, 0, 5]]], "placed": True},
        {"label": "2", "strokes": [[[0, 0], [3, 1]]]},
    ]
    sums = content_sums(mnist, [drawing_from_json(record) for record in records])
    assert sums["MNIST"] == "4b31533a9e8e8cd99c6c36feb7c9153e96c1269d6ad4861f3659d7d3c6ac3440"
    assert sums["drawings"] == "49b215bbded66e46a3c3b9b890ffa6c7d663076c48831316db234b881b8de9a2"


def test_the_previous_checkpoint_is_kept_and_both_go_when_the_training_is_finished(weights: Path) -> None:
    files = CheckpointFiles(weights, PARAMETERS)
    for epoch in (1, 2, 3):
        files.save(checkpoint_after(epoch))
    assert load_checkpoint(files.current, PARAMETERS).state.epoch == 3
    assert load_checkpoint(files.previous, PARAMETERS).state.epoch == 2
    files.remove()
    assert not list(weights.parent.iterdir())


def test_a_kill_between_the_two_renames_falls_back_to_the_previous_one(weights: Path, two_epochs: Checkpoint) -> None:
    files = CheckpointFiles(weights, PARAMETERS)
    files.save(two_epochs)
    files.current.rename(files.previous)
    found = CheckpointFiles(weights, PARAMETERS).find()
    assert found is not None
    assert (found.path, found.damage, found.checkpoint.state.epoch) == (files.previous, None, 2)


def test_what_killed_processes_left_half_written_goes_and_nothing_else(weights: Path, two_epochs: Checkpoint) -> None:
    CheckpointFiles(weights, PARAMETERS).save(two_epochs)
    halves = [weights.with_name(f".{name}.0123abcd.part") for name in (weights.name, f"{weights.name}.checkpoint")]
    others = [weights.with_name(name) for name in (".your.safetensors.0123abcd.part", ".my.safetensors.draft.part")]
    for path in halves + others:
        path.write_bytes(b"half")
    with resumable_run(weights, PARAMETERS) as training:
        training.resume()
    left = set(weights.parent.iterdir())
    assert left == {*others, training.files.current}


def test_starting_from_the_beginning_does_not_cost_an_unfinished_training(
    weights: Path, two_epochs: Checkpoint
) -> None:
    CheckpointFiles(weights, PARAMETERS).save(two_epochs)
    with resumable_run(weights, PARAMETERS) as training:
        with pytest.raises(
            InkspectError, match=r"unfinished training run, 2 of 6 epochs; resume .*--resume.*discard it .*--restart"
        ):
            training.begin()
        assert load_checkpoint(training.files.current, PARAMETERS).state.epoch == 2
        training.begin_anew()
        assert training.files.find() is None
        training.begin()


@posix_only
def test_control_c_while_a_checkpoint_is_written_waits_until_it_is() -> None:
    reached = []
    with pytest.raises(KeyboardInterrupt):
        with interrupts_deferred():
            os.kill(os.getpid(), signal.SIGINT)
            reached.append("the end of the block")
        reached.append("after it")
    assert reached == ["the end of the block"]
    with interrupts_deferred():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


# ---- Damage ----


def test_cut_off_anywhere_a_checkpoint_is_not_believed(two_epochs: Checkpoint) -> None:
    content = serialize_checkpoint(two_epochs)
    for length in [*range(0, 4096, 97), *range(4096, len(content), 6007), len(content) - 1]:
        with pytest.raises(InkspectError, match="not a complete safetensors file"):
            parse_checkpoint(content[:length], PARAMETERS)


def test_a_changed_byte_anywhere_is_found_or_changes_nothing(two_epochs: Checkpoint) -> None:
    content = serialize_checkpoint(two_epochs)
    header_end = 8 + int.from_bytes(content[:8], "little")
    believed = []
    for place in [*range(0, header_end, 7), *range(header_end, len(content), 9001), len(content) - 1]:
        changed = bytearray(content)
        changed[place] ^= 1 << place % 8
        try:
            read = parse_checkpoint(bytes(changed), PARAMETERS)
        except InkspectError:
            continue
        believed.append(place)
        assert serialize_checkpoint(read) == content, f"another checkpoint is read when byte {place} is changed"
    assert all(content[place : place + 1] == b" " for place in believed), "only padding may change unseen"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not a complete safetensors file"),
        (b"\xff" * 64, "not a complete safetensors file"),
        (safetensors.numpy.save({"conv1.bias": np.zeros(8, np.float16)}), "its format is not 'inkspect checkpoint 1'"),
        (
            safetensors.numpy.save({"average": np.zeros(8)}, {"format_version": "inkspect checkpoint 1"}),
            "not those of a training run of this network",
        ),
    ],
    ids=["empty", "noise", "weights", "another network"],
)
def test_a_file_that_is_no_checkpoint_is_refused_in_a_line(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "some.checkpoint"
    file.write_bytes(content)
    with pytest.raises(InkspectError, match=reason) as refusal:
        load_checkpoint(file, PARAMETERS)
    assert str(refusal.value).startswith(f"{file} is damaged: ")
    assert "\n" not in str(refusal.value)


def test_a_damaged_checkpoint_is_told_and_the_last_whole_one_taken_and_not_lost(weights: Path) -> None:
    files = CheckpointFiles(weights, PARAMETERS)
    files.save(checkpoint_after(1))
    files.save(checkpoint_after(2))
    files.current.write_bytes(files.current.read_bytes()[:-1])
    with resumable_run(weights, PARAMETERS) as training:
        damage, going_on = training.resume()
        assert damage.startswith(f"{files.current} is damaged: ")
        assert damage.endswith("; resuming from the one before, my.safetensors.checkpoint.previous")
        assert going_on == "Resuming after epoch 1 of 6"
        training.files.save(checkpoint_after(2))
        assert load_checkpoint(files.previous, PARAMETERS).state.epoch == 1, "the whole one is lost"
        np.testing.assert_array_equal(
            run_small(training), train(small_mnist(), recipe=small_recipe(6), seed=3).network.parameter_vector
        )


def test_where_none_is_whole_it_says_so_and_how_to_start_anew(weights: Path, two_epochs: Checkpoint) -> None:
    files = CheckpointFiles(weights, PARAMETERS)
    files.save(two_epochs)
    files.current.write_bytes(b"damaged")
    with resumable_run(weights, PARAMETERS) as training:
        for start, way_out in (
            (training.resume, "no valid earlier checkpoint; move it away"),
            (training.begin, "earlier checkpoint; move it away"),
            (training.begin_anew, "move this one away"),
        ):
            with pytest.raises(InkspectError, match=way_out):
                start()
            assert files.current.read_bytes() == b"damaged", "what may be somebody's own file is lost"


def test_a_checkpoint_that_is_cut_off_can_be_discarded(weights: Path, two_epochs: Checkpoint) -> None:
    files = CheckpointFiles(weights, PARAMETERS)
    files.save(two_epochs)
    files.current.write_bytes(files.current.read_bytes()[:-1])
    with resumable_run(weights, PARAMETERS) as training:
        with pytest.raises(InkspectError, match=r"no valid earlier checkpoint; discard it .--restart., or move"):
            training.begin()
        training.begin_anew()
        assert not files.current.exists()


# ---- Another training's checkpoint ----


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"seed": 4}, "its seed is 3, not 4"),
        ({"recipe": small_recipe(7)}, "its recipe has epochs 6, not 7"),
        (
            {"recipe": dataclasses.replace(small_recipe(6), augmentation=Augmentation(slant=0.3))},
            "augmentation.slant 0.2",
        ),
        ({"mnist": small_mnist(learned=96)}, "its data differs (MNIST)"),
        ({"drawings": [Drawing((np.zeros((1, 2)),), label="1")]}, "its data differs (drawings)"),
    ],
    ids=["seed", "epochs", "augmentation", "MNIST", "drawings"],
)
def test_a_checkpoint_of_another_training_is_refused_and_says_what_differs(
    weights: Path, two_epochs: Checkpoint, change: dict[str, object], reason: str
) -> None:
    CheckpointFiles(weights, PARAMETERS).save(two_epochs)
    with resumable_run(weights, PARAMETERS) as training:
        training.resume()
        with pytest.raises(InkspectError, match=re.escape(reason)) as refusal:
            run_small(training, **change)
    assert "\n" not in str(refusal.value)
    assert load_checkpoint(CheckpointFiles(weights, PARAMETERS).current, PARAMETERS).state.epoch == 2, (
        "the checkpoint is not kept"
    )


def test_another_numpy_is_told_and_gone_on_with(weights: Path, two_epochs: Checkpoint) -> None:
    versions = {**two_epochs.versions, "numpy": "1.0"}
    CheckpointFiles(weights, PARAMETERS).save(dataclasses.replace(two_epochs, versions=versions))
    with resumable_run(weights, PARAMETERS) as training:
        assert re.match(r"The weights may differ in their last bits .*: numpy 1\.0, not", training.resume()[0])


# ---- Where it cannot be written ----


@posix_only
def test_a_full_disk_ends_it_in_a_line_and_the_last_checkpoint_stands(weights: Path, two_epochs: Checkpoint) -> None:
    CheckpointFiles(weights, PARAMETERS).save(two_epochs)
    import resource

    few_bytes = 100_000  # a checkpoint takes more; a file that would grow further is refused by the system itself
    done = subprocess.run(
        [sys.executable, SCRIPT, "cli", "train", "--resume", "--output", weights],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (few_bytes, few_bytes)),
    )
    assert done.returncode == 1, done
    assert re.search(
        r"\ninkspect: cannot write .*my\.safetensors\.checkpoint: File too large; "
        r"the checkpoint of epoch 2 is kept, resume it \(--resume\)\n$",
        done.stderr,
    ), done.stderr
    assert "Traceback" not in done.stderr
    assert {path.name for path in weights.parent.iterdir()} == {"my.safetensors.checkpoint"}
    assert load_checkpoint(CheckpointFiles(weights, PARAMETERS).current, PARAMETERS).state.epoch == 2


def test_a_folder_that_cannot_be_written_is_told_before_the_work(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(os, "open", refuse)
    refused = pytest.raises(InkspectError, match=r"^cannot write .*my\.safetensors: Read-only file system$")
    with refused, resumable_run(weights, PARAMETERS):
        pass


# ---- Two into one place ----


def test_the_second_training_into_one_place_is_told_and_the_first_goes_on(weights: Path) -> None:
    first = started(weights, epochs=400)
    try:
        with pytest.raises(InkspectError) as refusal, resumable_run(weights, PARAMETERS):
            pass
        assert str(refusal.value) == (
            f"another training (process {first.pid}) is writing to {weights}; "
            "wait until it ends, or choose another file"
        )
        assert first.poll() is None, "the first was disturbed"
        with held_alone(weights.with_name("another.safetensors"), "training"):
            pass
    finally:
        first.kill()
        first.communicate()
    with resumable_run(weights, PARAMETERS):
        pass  # the lock file of a killed process keeps nobody away
    assert not list(weights.parent.glob(".*")), "the lock file is left behind"


@posix_only
def test_a_name_and_a_link_to_it_are_one_place(weights: Path) -> None:
    link = weights.with_name("link.safetensors")
    link.symlink_to(weights)
    told = pytest.raises(InkspectError, match=rf"another training \(process {os.getpid()}\) is writing to .*link")
    with held_alone(weights, "training"), told, held_alone(link, "training"):
        pass


# ---- On the command line ----


def command(weights: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SCRIPT, "cli", "train", "--output", weights, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@posix_only
def test_control_c_keeps_the_last_epoch_and_resuming_comes_to_the_same_weights(weights: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, SCRIPT, "cli", "train", "--epochs", "20", "--seed", "3", "--output", weights],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not CheckpointFiles(weights, PARAMETERS).current.exists():
        assert time.monotonic() < deadline, "there is no checkpoint after 30 s"
        time.sleep(0.005)
    running.send_signal(signal.SIGINT)
    output, errors = running.communicate(timeout=30)
    assert (running.returncode, output) == (130, "")
    *epochs, last_line = errors.splitlines()
    told = re.fullmatch(r"Interrupted; epoch (\d+) is kept; to go on from there, add --resume", last_line)
    assert told, errors
    assert all(line.startswith("Epoch ") for line in epochs), errors
    kept = load_checkpoint(CheckpointFiles(weights, PARAMETERS).current, PARAMETERS)
    assert kept.state.epoch == int(told[1])
    assert {path.name for path in weights.parent.iterdir()} <= {
        f"{weights.name}.checkpoint",
        f"{weights.name}.checkpoint.previous",
    }

    refused = command(weights)
    assert refused.returncode == 1
    assert "unfinished training run" in refused.stderr
    differing = command(weights, "--resume", "--seed", "4")
    assert (differing.returncode, differing.stderr.count("\n")) == (1, 2)
    assert "its seed is 3, not 4" in differing.stderr

    resumed = command(weights, "--resume")
    assert resumed.returncode == 0, resumed
    first_line, *epochs = resumed.stderr.splitlines()
    assert first_line == f"Resuming after epoch {told[1]} of 20"
    assert [line.partition(":")[0] for line in epochs] == [f"Epoch {e}/20" for e in range(int(told[1]) + 1, 21)]
    uninterrupted = weights.with_name("uninterrupted.safetensors")
    assert command(uninterrupted, "--epochs", "20", "--seed", "3").returncode == 0
    (one, metadata), (other, _) = load_weights(weights), load_weights(uninterrupted)
    np.testing.assert_array_equal(one.parameter_vector, other.parameter_vector)
    assert metadata["seed"] == "3"
    assert {path.name for path in weights.parent.iterdir()} == {weights.name, uninterrupted.name}


def test_the_summary_has_a_row_for_each_digit_and_the_curve_where_it_is_asked_for(weights: Path) -> None:
    brief = command(weights, "--epochs", "2")
    verbose = command(weights, "--epochs", "2", "--verbose", "--restart")
    for done in (brief, verbose):
        assert done.returncode == 0, done
        rows = re.findall(r"^ +(\d|all) +(\d+) +(\d+) +([\d.]+)%", done.stdout, re.MULTILINE)
        assert [row[0] for row in rows] == [*"0123456789", "all"], done.stdout
        assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1])
        assert [int(row[2]) for row in rows] == [4] * 10 + [40]
    curve = re.findall(r"^ +([12]) +(\d\.\d{4}) +[\d.]+% +([█▏▎▍▌▋▊▉]+) *$", verbose.stdout, re.MULTILINE)
    assert [row[0] for row in curve] == ["1", "2"], verbose.stdout
    longer, shorter = sorted((row[1:] for row in curve), reverse=True)
    assert len(longer[1]) == 32, "the largest loss has the longest bar"
    assert abs(len(shorter[1]) - 32 * float(shorter[0]) / float(longer[0])) <= 1, "bars are as long as their losses"
    assert "█" not in brief.stdout


def test_a_finished_run_says_so_and_its_weights_are_overwritten_on_request_alone(weights: Path) -> None:
    assert command(weights, "--epochs", "1", "--seed", "7").returncode == 0
    finished = weights.read_bytes()
    for again in ((), ("--seed", "8"), ("--resume",), ("--resume", "--epochs", "2", "--seed", "8")):
        refused = command(weights, *again)
        assert (refused.returncode, refused.stdout) == (1, ""), refused
        assert re.fullmatch(
            r"inkspect: [^\n]*holds the weights of a finished training run \(1 epoch, seed 7\); "
            r"[^\n]*--restart[^\n]*\n",
            refused.stderr,
        ), refused.stderr
        assert weights.read_bytes() == finished
        assert list(weights.parent.iterdir()) == [weights]
    assert command(weights, "--restart", "--epochs", "1", "--seed", "8").returncode == 0
    assert weights.read_bytes() != finished
    assert load_weights(weights)[1]["seed"] == "8"


def test_finished_weights_stay_until_the_run_that_replaces_them_is_finished(weights: Path) -> None:
    assert command(weights, "--epochs", "1", "--seed", "7").returncode == 0
    finished = weights.read_bytes()
    with resumable_run(weights, PARAMETERS) as training:
        training.begin_anew()
        training.files.save(checkpoint_after(2))
        assert weights.read_bytes() == finished
        with pytest.raises(InkspectError, match="unfinished training run, 2 of 6 epochs"):
            training.begin()
        assert training.resume() == ["Resuming after epoch 2 of 6"]


def test_resuming_what_was_never_begun_is_one_line_and_trains_nothing(weights: Path) -> None:
    refused = command(weights, "--resume")
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1), refused
    assert f"no checkpoint {weights}.checkpoint" in refused.stderr
    assert not list(weights.parent.iterdir())


def test_resuming_and_restarting_at_once_is_a_mistake(weights: Path) -> None:
    done = command(weights, "--resume", "--restart")
    assert done.returncode == 2
    assert "give only one of them" in " ".join(done.stderr.split())
