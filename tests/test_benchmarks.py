"""The benchmarks start, and compare steps that do the same work; `make bench` measures how fast they are."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from benchmarks import forward_pass, movement, movement_costs, training_step, turns
from benchmarks.drawing_page import TraceEvent
from benchmarks.measuring import Spread
from benchmarks.pen_steps import LEARNING_RATE, PenNumpyStep, pen_batches
from benchmarks.steps import Choices, NumpyStep, SameWorkError, check_same_work, made_up_batches
from inkspect.data.mnist import Mnist
from inkspect.network.network import Network
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.training.epochs import TrainingState, run_epochs
from inkspect.training.examples import Examples
from inkspect.training.optimizer import one_cycle
from inkspect.training.pen_task import pen_task
from inkspect.training.recipe import Augmentation, Recipe
from inkspect.training.sharding import deterministic_pool
from inkspect.training.streams import order_stream
from inkspect.training.training import train
from small_pen_training import small_drawings as small_pen_drawings
from small_pen_training import small_recipe as small_pen_recipe

PROJECT = Path(__file__).resolve().parent.parent
BATCHES = made_up_batches(3, 8)
CHOICES = Choices()
CHANGES = ("rotation", "scale", "slant", "shift", "elastic", "thicker", "thinner")


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with deterministic_pool(1) as pool:
        yield pool


def numpy_step(
    pool: ThreadPoolExecutor, choices: Choices = CHOICES, dtype: str = "float64", shards: int = 2, seed: int = 0
) -> NumpyStep:
    return NumpyStep(Network.initialized(seed, dtype), choices, shards, pool)


class BiasesDecayed(NumpyStep):
    """Decays biases too, as AdamW does by default."""

    def run(self, batch: Examples) -> float:
        for name, values in self._network.parameters().items():
            if name.endswith(".bias"):
                values *= 1 - self._choices.learning_rate * self._choices.weight_decay
        return super().run(batch)


class LossesMoved(NumpyStep):
    """Reports a loss other than the one it minimises."""

    def run(self, batch: Examples) -> float:
        return super().run(batch) * (1 + 1e-4)


@pytest.mark.parametrize(
    "name",
    [
        "forward_pass",
        "story",
        "scrubbing",
        "turns",
        "ways_to_draw",
        "training_step",
        "default_training",
        "opening",
        "photographs",
        "non_digits",
        "attribution",
        "preprocessing",
        "hesitation",
        "who_knew_when",
    ],
)
def test_every_benchmark_has_help_and_is_part_of_make_bench(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--help"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"python -m benchmarks.{name}" in done.stdout
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert f"-m benchmarks.{name}" in makefile, f"`make bench` leaves {name} out"


def test_only_pages_in_pen_are_held_to_a_multiple_of_the_first_in_the_median_of_their_turns() -> None:
    pages = ["page.html", "page.html#part=fc1.3", "page.html#place=pen", "other.html#place=pen&token=3"]
    took = [[1.0, 2.0, 9.0], [5.0, 5.0, 5.0], [0.0, 3.0, 4.0], [2.0, 8.0, 1.0], [0.5, 0.5, 0.5]]
    spent = [[{"TaskDuration": ms} for ms in turns_of_page] for turns_of_page in took]
    assert turns.multiples_in_pen(pages, spent) == {pages[2]: 1.5, pages[3]: 1.0}


def test_by_default_draw_and_pen_take_turns_each_with_nothing_and_with_something_selected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    measured: list[list[str]] = []

    def over_the_limit(pages: list[str], *_: object) -> bool:
        measured.append(pages)
        return True

    monkeypatch.chdir(tmp_path)
    (tmp_path / "dist").mkdir()
    (tmp_path / turns.DEFAULT_PAGE).touch()
    monkeypatch.setattr(turns, "measure", over_the_limit)
    assert turns.main([]) == 1, "a movement in Pen that costs too much fails"
    ((draw, draw_asked, pen, pen_asked),) = measured
    assert (draw, draw_asked) == (turns.DEFAULT_PAGE, f"{draw}#part=conv2.12.2.3")
    assert (pen, pen_asked) == (f"{draw}#place=pen", f"{pen}&number=attention.2.3.9.4")


def test_without_pytorch_one_line_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [*sys.modules]:
        if name.startswith(("torch", "benchmarks.comparison", "benchmarks.torch_step")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "path", [str(PROJECT), *(path for path in sys.path if "site-packages" not in path)])
    assert training_step.main([]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "make bench" in said
    assert "benchmarks/requirements.txt" in said


def test_steps_that_do_the_same_work_pass(pool: ThreadPoolExecutor) -> None:
    apart = check_same_work(numpy_step(pool), numpy_step(pool, shards=4), BATCHES, 1e-6)
    assert 0 < apart < 1e-9, "in float64, a different number of shards changes only rounding"


@pytest.mark.parametrize(
    "changed",
    [
        replace(CHOICES, learning_rate=CHOICES.learning_rate * 1.0001),
        replace(CHOICES, weight_decay=0.0),
        replace(CHOICES, label_smoothing=0.0),
    ],
)
def test_steps_with_different_hyperparameters_are_rejected(pool: ThreadPoolExecutor, changed: Choices) -> None:
    with pytest.raises(SameWorkError, match="times cannot be compared"):
        check_same_work(numpy_step(pool), numpy_step(pool, changed), BATCHES, 1e-6)


@pytest.mark.parametrize("kind", [BiasesDecayed, LossesMoved])
def test_steps_that_compute_differently_are_rejected(pool: ThreadPoolExecutor, kind: type[NumpyStep]) -> None:
    network = Network.initialized(0, "float64")
    network.parameters()["conv1.bias"][:] = 0.1
    other = kind(Network.from_parameters(network.parameters(), "float64"), CHOICES, 2, pool)
    with pytest.raises(SameWorkError, match=r"step 1, the relative difference in the (loss|weights) is"):
        check_same_work(NumpyStep(network, CHOICES, 2, pool), other, BATCHES, 1e-6)


def test_steps_that_start_from_different_weights_are_rejected(pool: ThreadPoolExecutor) -> None:
    with pytest.raises(SameWorkError, match="does not start from the same weights"):
        check_same_work(numpy_step(pool), numpy_step(pool, seed=1), BATCHES, 1e-6)


def test_the_timed_step_is_the_one_training_takes(pool: ThreadPoolExecutor) -> None:
    """Compare the benchmark's targets and decay with the result of a training run of one step."""
    still = Augmentation(**dict.fromkeys(CHANGES, 0))
    recipe = Recipe(epochs=1, batch_size=8, validation_pictures=2, augmentation=still)
    batch = BATCHES[0]
    mnist = Mnist(
        np.concatenate([batch.pictures, batch.pictures[:2]]),
        np.concatenate([batch.labels, batch.labels[:2]]),
        batch.pictures,
        batch.labels,
    )
    states: list[TrainingState] = []
    train(mnist, recipe=recipe, workers=1, on_state=states.append)
    choices = Choices(
        one_cycle(0.0, recipe.peak_learning_rate, recipe.warm_up), recipe.weight_decay, recipe.label_smoothing
    )
    step = numpy_step(pool, choices, "float32")
    loss = step.run(batch)
    assert states[0].history[0].loss == pytest.approx(loss, rel=1e-5)
    trained = Network(step._network.architecture, states[0].parameters).parameters()
    for name, values in step.parameters().items():
        np.testing.assert_allclose(values, trained[name], atol=2e-3 * choices.learning_rate, err_msg=name)


def test_the_pens_step_that_is_timed_is_the_one_that_training_takes(pool: ThreadPoolExecutor) -> None:
    """One update, as the machinery takes it, from the same weights and the same batch."""
    recipe = small_pen_recipe(epochs=1)
    recipe = replace(recipe, batch_size=recipe.sequences_per_epoch, warm_up=0, peak_learning_rate=LEARNING_RATE)
    states: list[TrainingState] = []
    with pen_task(small_pen_drawings(), recipe, seed=0, workers=1) as task:
        batch = task.samples(0, 0, pool)
        run_epochs(task, recipe, seed=0, workers=1, on_state=states.append)
    step = PenNumpyStep(PenNetwork.initialized(0), recipe, pool)
    loss = step.run(batch.take(order_stream(0, 0).permutation(len(batch))))
    assert states[0].history[0].loss == pytest.approx(loss, rel=1e-5)
    trained = PenNetwork(load_pen(), states[0].parameters).parameters()
    for name, values in step.parameters().items():
        np.testing.assert_allclose(values, trained[name], atol=2e-3 * LEARNING_RATE, err_msg=name)


def test_the_pens_batches_are_sequences_all_different_and_full() -> None:
    recipe = replace(small_pen_recipe(), batch_size=20)
    first, second = pen_batches(recipe, 2)
    assert len(first) == len(second) == 20
    assert first.weights.any() and np.any(first.ids != second.ids)


def test_pytorchs_step_does_the_same_work(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="PyTorch is not installed here; `make bench` runs the same check before timing")
    for network in ("picture", "pen"):
        arguments = ["--network", network, "--rounds", "1", "--steps", "1", "--json", str(tmp_path / "times.json")]
        assert training_step.main(arguments) == 0
    assert "Same work" in capsys.readouterr().out
    assert (tmp_path / "times.json").is_file()


def test_the_networks_in_the_browser_compute_the_same(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    if not (PROJECT / "benchmarks" / "browser" / "node_modules").is_dir():
        pytest.skip(
            "the libraries to compare with are not installed here; `make bench` checks the same before it times"
        )
    forward_pass.main(["--rounds", "1", "--turn", "1", "--json", str(tmp_path / "times.json")])
    assert "Same probabilities" in capsys.readouterr().out
    assert (tmp_path / "times.json").is_file()


def test_spread_is_reported_as_median_and_quartiles() -> None:
    assert Spread.of([4.0, 1.0, 2.0, 3.0, 5.0]) == (2.0, 3.0, 4.0)
    assert Spread.of([0.0011, 0.0012, 0.0013]).text(2, 1e3) == "1.20 (1.15–1.25)"


def test_a_movements_sources_are_sorted_by_part_and_none_is_counted_twice() -> None:
    sources = {
        "ink/field": 1.0,
        "views/dial-painter": 2.0,
        "views/diagram/scene": 4.0,
        "views/help": 8.0,
        "net/x": 16.0,
    }
    parts = movement_costs.sorted_by_part(sources)
    assert sum(parts.values()) == sum(sources.values())
    assert [parts[part] for part in ("ink", "dial", "diagram", "other views", "network")] == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_a_frames_work_is_all_that_ends_between_its_callbacks_and_the_next_ones() -> None:
    frames = [{"name": "FireAnimationFrame", "ts": time, "dur": 1.0} for time in (100.0, 200.0, 300.0)]
    tasks = [
        {"name": "RunTask", "ts": start, "dur": 10.0, "tdur": 1000.0 * spent}
        for start, spent in ((50.0, 1), (95.0, 2), (150.0, 4), (195.0, 8), (305.0, 16))
    ]
    assert movement_costs.frames_of(cast(list[TraceEvent], [*frames, *tasks])) == [6.0, 8.0]


def test_a_figure_misses_its_limit_on_the_wrong_side_alone() -> None:
    limits = {limit.name: limit for limit in movement_costs.LIMITS}
    share = limits["early task, share of naive"]
    assert [share.missed_by(figure) for figure in (0.05, 0.1, 0.11)] == [False, False, True]
    answered = limits["answered by the next frame, 4× slower"]
    assert [answered.missed_by(figure) for figure in (0.94, 0.95, 1.0)] == [True, False, False]


def test_the_movement_benchmark_refuses_too_few_moves(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        movement.main(["--moves", "3"])
    assert "--moves at least 20" in capsys.readouterr().err
