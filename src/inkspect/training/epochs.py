"""The training loop: AdamW, a learning-rate cycle, averaged parameters."""

import math
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import ClassVar, Generic, Self

import numpy as np

from inkspect.network.layers import Floats
from inkspect.system.errors import InkspectError
from inkspect.system.words import counted
from inkspect.training.optimizer import AdamW, gradient_nearby, one_cycle, update_average
from inkspect.training.sharding import ShardedGradient, deterministic_pool
from inkspect.training.streams import order_stream
from inkspect.training.task import SamplesT, Schedule, Task

_STEPS_BETWEEN_REPORTS = 25
_LOSS_MEMORY = 0.98
_EPOCHS_TO_JUDGE_BY = 3


@dataclass(frozen=True)
class EpochReport:
    """The results of one epoch.

    Attributes:
        epoch: from 1.
        loss: mean training loss, with augmentation and label smoothing.
        validation_accuracy: the averaged weights' accuracy, from 0 to 1, by validation set.
        seconds: the duration of the epoch.
    """

    epoch: int
    loss: float
    validation_accuracy: dict[str, float]
    seconds: float

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds a dict

    def row(self) -> dict[str, float]:
        """Return a flat table row: epoch, loss, NAME_validation_accuracy for each set, seconds."""
        accuracies = {f"{name}_validation_accuracy": share for name, share in self.validation_accuracy.items()}
        return {"epoch": self.epoch, "loss": self.loss, **accuracies, "seconds": self.seconds}


@dataclass(frozen=True)
class Progress:
    """The progress of a training run.

    Attributes:
        epoch: the current epoch, from 1.
        epochs: the total number of epochs.
        share: the completed share of the training run, 0 … 1.
        loss: recent training loss, averaged over about fifty updates.
        seconds_left: the estimated time left.
        finished: the report of an epoch that has just ended, else None.
    """

    epoch: int
    epochs: int
    share: float
    loss: float
    seconds_left: float
    finished: EpochReport | None

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # a report holds a dict


@dataclass
class TrainingState:
    """The complete state of a training run between two epochs: with task and schedule, it determines the rest.

    Attributes:
        seed: the seed of all random numbers.
        epoch: the number of finished epochs.
        parameters: (parameters,), the parameters being optimized.
        average: (parameters,), their running average, which is the result of the training run.
        optimizer: AdamW's moments.
        history: one report for every finished epoch.
        notes: texts by name that a caller wants to find again when the run is resumed.
    """

    seed: int
    epoch: int
    parameters: Floats
    average: Floats
    optimizer: AdamW
    history: list[EpochReport]
    notes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def initial(cls, seed: int, parameters: Floats) -> Self:
        """Return the state before the first epoch, for these parameters (parameters,)."""
        return cls(seed, 0, parameters, parameters.copy(), AdamW.for_parameters(parameters), [])


def run_epochs(
    task: Task[SamplesT],
    schedule: Schedule,
    *,
    seed: int = 0,
    workers: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    resume_from: TrainingState | None = None,
    on_state: Callable[[TrainingState], bool | None] | None = None,
) -> TrainingState:
    """Train from scratch, or resume from a state, to the last epoch.

    Args:
        task: the network and its training data.
        schedule: how it is trained.
        seed: equal seeds give bit-identical parameters on the same machine with the same NumPy.
        workers: the number of threads; one per core if None.
        on_progress: called a few times a second and after every epoch.
        resume_from: the state of an earlier training run with the same task, schedule and seed; the result is
            bit-identical to that of an uninterrupted run. The state is changed.
        on_state: called after every epoch with the complete state, valid until it returns; the run ends if it returns
            True.

    Raises:
        InkspectError: an epoch has fewer samples than a batch, or the loss is no longer finite.
    """
    state = resume_from or TrainingState.initial(seed, task.initial_parameters(seed))
    with deterministic_pool(workers or os.cpu_count() or 1) as pool:
        epochs = _Epochs(task, schedule, state, pool, on_progress or _ignore)
        while state.epoch < schedule.epochs:
            epochs.one_epoch()
            if on_state is not None and on_state(state):
                break
    return state


class _Epochs(Generic[SamplesT]):
    """A training run in progress: its state, and what is needed to train another epoch."""

    def __init__(
        self,
        task: Task[SamplesT],
        schedule: Schedule,
        state: TrainingState,
        pool: ThreadPoolExecutor,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._task, self._schedule, self._state, self._pool, self._on_progress = (
            task,
            schedule,
            state,
            pool,
            on_progress,
        )
        count = task.samples_per_epoch
        self._steps = count // schedule.batch_size
        if self._steps < 1:
            raise InkspectError(
                f"{counted(count, 'sample')} to learn from cannot fill a batch of {schedule.batch_size:,}"
            )
        self._gradient = ShardedGradient([task.shard_loss(state.parameters) for _ in range(schedule.shards)], pool)
        self._recent_loss = state.history[-1].loss if state.history else math.nan
        self._decay: Floats = np.where(task.decays, schedule.weight_decay, 0.0).astype(np.float32)

    def one_epoch(self) -> None:
        """Use every sample once, in a new order each epoch, then measure on the validation sets."""
        state, schedule = self._state, self._schedule
        started = time.monotonic()
        samples = self._task.samples(state.seed, state.epoch, self._pool)
        order = order_stream(state.seed, state.epoch).permutation(len(samples))
        loss_sum, first_step_at = 0.0, time.monotonic()
        for step in range(self._steps):
            batch = samples.take(order[step * schedule.batch_size : (step + 1) * schedule.batch_size])
            loss = self._update(batch, (state.epoch + step / self._steps) / schedule.epochs)
            if not math.isfinite(loss):
                raise InkspectError(
                    f"the loss is {loss} in epoch {state.epoch + 1}: the run has diverged; lower the learning rate"
                )
            loss_sum += loss
            known = not math.isnan(self._recent_loss)
            self._recent_loss = _LOSS_MEMORY * self._recent_loss + (1 - _LOSS_MEMORY) * loss if known else loss
            if step % _STEPS_BETWEEN_REPORTS == 0:
                step_seconds = (time.monotonic() - first_step_at) / (step + 1)
                self._report(step + 1, step_seconds, first_step_at - started)
        self._finish_epoch(loss_sum / self._steps, started)

    def _update(self, batch: SamplesT, progress: float) -> float:
        """Take one optimizer step, with the share `progress` of the run done; return the loss before the step."""
        state, schedule = self._state, self._schedule
        gradient_here = partial(self._gradient.compute, batch)
        loss, gradient = gradient_nearby(gradient_here, state.parameters, schedule.sharpness_radius)
        rate = one_cycle(progress, schedule.peak_learning_rate, schedule.warm_up, schedule.lowest_learning_rate)
        state.optimizer.update(state.parameters, gradient, rate, self._decay)
        update_average(state.average, state.parameters, state.optimizer.updates, schedule.average_decay)
        return loss

    def _finish_epoch(self, loss: float, started: float) -> None:
        accuracies = self._task.validation_accuracy(self._state.average)
        self._state.epoch += 1
        report = EpochReport(self._state.epoch, loss, accuracies, time.monotonic() - started)
        self._state.history.append(report)
        self._tell(0.0, (self._schedule.epochs - report.epoch) * self._epoch_seconds(report.seconds), report)

    def _report(self, steps: int, step_seconds: float, samples_seconds: float) -> None:
        """Report progress within an epoch; its steps and samples so far give the estimate of the time left."""
        epoch_seconds = self._epoch_seconds(samples_seconds + self._steps * step_seconds)
        epochs_to_come = self._schedule.epochs - self._state.epoch - 1
        seconds_left = (self._steps - steps) * step_seconds + epochs_to_come * epoch_seconds
        self._tell(steps / self._steps, seconds_left, None)

    def _epoch_seconds(self, estimate: float) -> float:
        """Return an epoch's duration: the mean of the last few, or the estimate if there are none."""
        recent = [report.seconds for report in self._state.history[-_EPOCHS_TO_JUDGE_BY:]]
        return sum(recent) / len(recent) if recent else estimate

    def _tell(self, share_of_epoch: float, seconds_left: float, finished: EpochReport | None) -> None:
        state, epochs = self._state, self._schedule.epochs
        epoch = state.epoch if finished else state.epoch + 1
        share = (state.epoch + share_of_epoch) / epochs
        self._on_progress(Progress(epoch, epochs, share, self._recent_loss, seconds_left, finished))


def _ignore(_: Progress) -> None:
    pass
