"""An epoch takes every sample once, in an order of its own; what is measured and comes out are averaged parameters."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import numpy as np
import pytest

from inkspect.network.layers import Floats
from inkspect.training.epochs import TrainingState, run_epochs
from inkspect.training.optimizer import AdamW, one_cycle, update_average
from inkspect.training.recipe import Recipe
from inkspect.training.streams import order_stream
from inkspect.training.training import train
from small_training import small_mnist
from toy_task import POINTS, LineTask, Points, SquaredLoss, ToyRecipe

BATCH = 24
"""Not a divisor of the points: 16 of them are left over in every epoch."""


class NotingTask(LineTask):
    """A task with the same numbered points in every epoch, that notes which batches it was given and what it judged."""

    def __init__(self) -> None:
        self.taken: list[list[int]] = []
        self.measured: list[Floats] = []

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> Points:
        return Points(np.ones((POINTS, 5), np.float32), np.arange(POINTS, dtype=np.float32))

    def shard_loss(self, parameters: Floats) -> SquaredLoss:
        return NotingLoss(parameters, self.taken.append)

    def validation_accuracy(self, parameters: Floats) -> dict[str, float]:
        self.measured.append(parameters.copy())
        return {}


class NotingLoss(SquaredLoss):
    def __init__(self, parameters: Floats, note: Callable[[list[int]], None]) -> None:
        super().__init__(parameters)
        self._note = note

    def __call__(self, shard: Points) -> float:
        self._note([int(number) for number in shard.heights])
        return super().__call__(shard)


def orders_of(seed: int, epochs: int) -> list[list[int]]:
    """Return the numbers of the points in the order in which each epoch took them."""
    task = NotingTask()
    run_epochs(task, ToyRecipe(epochs=epochs, batch_size=BATCH, shards=1), seed=seed, workers=1)
    steps = POINTS // BATCH
    assert len(task.taken) == epochs * steps
    return [list(chain(*task.taken[epoch * steps : (epoch + 1) * steps])) for epoch in range(epochs)]


def in_the_same_place(one: list[int], other: list[int]) -> int:
    return sum(left == right for left, right in zip(one, other, strict=True))


def test_every_epoch_takes_a_sample_once_at_most_and_fills_whole_batches() -> None:
    for order in orders_of(seed=0, epochs=3):
        assert len(order) == len(set(order)) == POINTS // BATCH * BATCH


def test_every_epoch_and_every_seed_has_an_order_of_its_own() -> None:
    """Two random orders of 256 have about one number in the same place."""
    orders = {f"epoch {epoch}": order for epoch, order in enumerate(orders_of(seed=0, epochs=4))}
    orders["another seed"] = orders_of(seed=1, epochs=1)[0]
    orders["the order they lie in"] = list(range(POINTS // BATCH * BATCH))
    names = list(orders)
    same = [
        f"{one} as {other}"
        for place, one in enumerate(names)
        for other in names[:place]
        if in_the_same_place(orders[one], orders[other]) >= 10
    ]
    assert not same, f"the same order twice: {same}"


def test_the_averaged_parameters_are_measured_after_every_epoch() -> None:
    task, averages = NotingTask(), list[Floats]()

    def note(state: TrainingState) -> None:
        averages.append(state.average.copy())
        assert np.any(state.average != state.parameters)

    run_epochs(task, ToyRecipe(epochs=3), seed=0, workers=1, on_state=note)
    np.testing.assert_array_equal(task.measured, averages, "others than the averaged parameters are measured")


def test_every_choice_of_the_schedule_reaches_the_update_it_is_for() -> None:
    """The same run as one plain loop over the parts, each of which has tests of its own."""
    choices = ToyRecipe(
        epochs=3,
        batch_size=64,
        shards=1,
        lowest_learning_rate=0.4,
        warm_up=0.3,
        weight_decay=0.1,
        sharpness_radius=0.2,
        average_decay=0.3,
    )
    state = run_epochs(LineTask(), choices, seed=4, workers=1)

    task = LineTask()
    parameters = task.initial_parameters(4)
    average, optimizer, loss = parameters.copy(), AdamW.for_parameters(parameters), task.shard_loss(parameters)
    steps = POINTS // 64
    with ThreadPoolExecutor(1) as pool:
        for epoch in range(3):
            points, order = task.samples(4, epoch, pool), order_stream(4, epoch).permutation(POINTS)
            for step in range(steps):
                batch = points.take(order[64 * step : 64 * (step + 1)])
                loss(batch)
                slope = loss.gradient / 64
                parameters += np.float32(0.2 / np.linalg.norm(slope)) * slope
                loss(batch)
                parameters -= np.float32(0.2 / np.linalg.norm(slope)) * slope
                rate = one_cycle((epoch + step / steps) / 3, peak=0.1, warm_up=0.3, lowest=0.4)
                optimizer.update(parameters, loss.gradient / 64, rate, np.where(task.decays, np.float32(0.1), 0))
                update_average(average, parameters, epoch * steps + step + 1, 0.3)
    np.testing.assert_allclose(state.parameters, parameters, atol=1e-5)
    np.testing.assert_allclose(state.average, average, atol=1e-5)


def test_epochs_are_timed() -> None:
    started = time.monotonic()
    state = run_epochs(LineTask(), ToyRecipe(epochs=3), seed=0, workers=1)
    seconds = [report.seconds for report in state.history]
    assert min(seconds) > 0 and sum(seconds) <= time.monotonic() - started


class TimedTask(LineTask):
    """A task by whose own clock drawing an epoch's samples takes 20 s, and every update 1 s."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> Points:
        self.now += 20
        return super().samples(seed, epoch, pool)

    def shard_loss(self, parameters: Floats) -> SquaredLoss:
        return NotingLoss(parameters, lambda _: self._pass_a_second())

    def _pass_a_second(self) -> None:
        self.now += 1


def test_the_time_left_is_what_the_rest_of_the_run_will_take(monkeypatch: pytest.MonkeyPatch) -> None:
    task, told = TimedTask(), list[tuple[float, float]]()
    monkeypatch.setattr("inkspect.training.epochs.time", task)
    recipe = ToyRecipe(epochs=3, batch_size=4, shards=1)
    run_epochs(task, recipe, workers=1, on_progress=lambda progress: told.append((task.now, progress.seconds_left)))
    assert len(told) > 3 * 2, "several times an epoch, and at its end"
    assert [now + left for now, left in told] == pytest.approx([3 * (20 + POINTS // 4)] * len(told))


@pytest.mark.parametrize("average_decay", [0.9, 0.0])
def test_the_network_that_comes_out_has_the_averaged_weights(average_decay: float) -> None:
    last: dict[str, Floats] = {}

    def note(state: TrainingState) -> None:
        last["average"], last["parameters"] = state.average.copy(), state.parameters.copy()

    recipe = Recipe(epochs=2, batch_size=32, validation_pictures=32, average_decay=average_decay)
    result = train(small_mnist(), recipe=recipe, workers=1, on_state=note)
    np.testing.assert_array_equal(result.network.parameter_vector, last["average"], "not the averaged weights")
    assert np.array_equal(last["average"], last["parameters"]) == (average_decay == 0), "nothing is averaged"
