"""One epoch of a training after another: augmented pictures, AdamW, a learning-rate cycle, averaged weights."""

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Self

import numpy as np
from numpy.typing import NDArray

from inkspect.architecture import Architecture
from inkspect.augment import augment
from inkspect.errors import InkspectError
from inkspect.examples import DIGITS, NO_DIGIT, Examples, TrainingData
from inkspect.layers import Floats
from inkspect.network import Network
from inkspect.optimizer import AdamW, gradient_nearby, one_cycle, update_average
from inkspect.recipe import Recipe
from inkspect.sharding import ShardedGradient
from inkspect.stroke_samples import DrawnAhead

_AUGMENTED_AT_ONCE = 512
_STEPS_BETWEEN_REPORTS = 25
_LOSS_MEMORY = 0.98
_ORDER, _AUGMENTATION = 1, 2
"""What an epoch draws random numbers for; together with seed and epoch they start a stream of their own."""


@dataclass(frozen=True)
class EpochReport:
    """What an epoch came to.

    Attributes:
        epoch: from 1.
        loss: mean training loss, with augmentation, and with label smoothing or what a teacher says.
        validation_accuracy: of the averaged weights, by the names of the validation sets: share of right answers.
        seconds: how long the epoch took.
    """

    epoch: int
    loss: float
    validation_accuracy: dict[str, float]
    seconds: float


@dataclass(frozen=True)
class Progress:
    """Where a network's training stands; a teacher, where the recipe has one, is trained before the network itself.

    Attributes:
        epoch: the running epoch, from 1.
        epochs: how many there will be.
        share: how much of this network's training is done, 0 … 1.
        loss: recent training loss.
        seconds_left: estimate, for this network.
        finished: the report of an epoch that has just ended, else None.
        of_teacher: whether it is the teacher that is being trained.
    """

    epoch: int
    epochs: int
    share: float
    loss: float
    seconds_left: float
    finished: EpochReport | None
    of_teacher: bool = False


@dataclass
class TrainingState:
    """All that a training has come to between two epochs: with the data and the recipe, it decides the rest.

    Attributes:
        seed: what all random numbers are derived from.
        epoch: how many epochs are done.
        parameters: the vector that is optimised.
        average: the running average of it, which is what a training results in.
        optimizer: AdamW's moments.
        history: one report for every epoch done.
    """

    seed: int
    epoch: int
    parameters: Floats
    average: Floats
    optimizer: AdamW
    history: list[EpochReport]

    @classmethod
    def initial(cls, seed: int, architecture: Architecture | None = None) -> Self:
        """Return the state before the first epoch, of the network or of one with another architecture."""
        parameters = Network.initialized(seed, architecture=architecture).parameter_vector
        return cls(seed, 0, parameters, parameters.copy(), AdamW.for_parameters(parameters), [])


def accuracy(network: Network, examples: Examples) -> float:
    """Return the share of the examples whose digit has the largest logit."""
    right = 0
    for start in range(0, len(examples), 1000):
        part = examples.take(slice(start, start + 1000))
        logits = network.predict_logits(part.pictures.astype(np.float32) / 255)
        right += int(np.count_nonzero(logits.argmax(axis=1) == part.labels))
    return right / len(examples)


class Epochs:
    """A training under way: the state, and what is needed to take it an epoch further."""

    def __init__(
        self,
        data: TrainingData,
        recipe: Recipe,
        state: TrainingState,
        network: Network,
        gradient: ShardedGradient,
        pool: ThreadPoolExecutor,
        on_progress: Callable[[Progress], None],
        drawn: DrawnAhead | None,
    ) -> None:
        self._data, self._recipe, self._state, self._pool, self._on_progress = data, recipe, state, pool, on_progress
        self._drawn = drawn
        self._count = len(data.training) + recipe.stroke_mix.total
        self._steps = self._count // recipe.batch_size
        if self._steps < 1:
            raise InkspectError(f"{self._count} training pictures are too few for a batch of {recipe.batch_size}")
        self._network, self._gradient = network, gradient
        self._targets = _targets(len(DIGITS), recipe.label_smoothing)
        self._decay = np.concatenate(
            [
                np.full(values.size, 0.0 if name.endswith(".bias") else recipe.weight_decay, np.float32)
                for name, values in self._network.parameters().items()
            ]
        )

    def one_epoch(self) -> None:
        """Take every training picture once, then look at the validation sets."""
        state, recipe = self._state, self._recipe
        started = time.monotonic()
        examples = Examples(self._augmented(state.epoch), self._data.training.labels)
        if self._drawn is not None:
            examples = examples + self._drawn.take(state.epoch)
        order = np.random.default_rng((state.seed, state.epoch, _ORDER)).permutation(self._count)
        loss_sum, recent_loss = 0.0, math.nan
        for step in range(self._steps):
            chosen = order[step * recipe.batch_size : (step + 1) * recipe.batch_size]
            batch = examples.take(chosen)
            gradient_here = partial(self._gradient.compute, batch, self._targets)
            loss, gradient = gradient_nearby(gradient_here, state.parameters, recipe.sharpness_radius)
            progress = (state.epoch + step / self._steps) / recipe.epochs
            learning_rate = one_cycle(progress, recipe.peak_learning_rate, recipe.warm_up, recipe.lowest_learning_rate)
            state.optimizer.update(state.parameters, gradient, learning_rate, self._decay)
            update_average(state.average, state.parameters, state.optimizer.updates, recipe.average_decay)
            loss_sum += loss
            recent_loss = loss if step == 0 else _LOSS_MEMORY * recent_loss + (1 - _LOSS_MEMORY) * loss
            if step % _STEPS_BETWEEN_REPORTS == 0:
                self._report(step + 1, recent_loss, time.monotonic() - started, None)
        self._finish_epoch(loss_sum / self._steps, started)

    def _finish_epoch(self, loss: float, started: float) -> None:
        averaged = Network(self._network.architecture, self._state.average)
        accuracies = {name: accuracy(averaged, examples) for name, examples in self._data.validation.items()}
        self._state.epoch += 1
        report = EpochReport(self._state.epoch, loss, accuracies, time.monotonic() - started)
        self._state.history.append(report)
        self._report(0, loss, 0.0, report)

    def _report(self, steps: int, loss: float, seconds: float, finished: EpochReport | None) -> None:
        state, epochs = self._state, self._recipe.epochs
        done = state.epoch + steps / self._steps
        seconds_done = sum(report.seconds for report in state.history) + seconds
        seconds_left = seconds_done / done * (epochs - done)
        epoch = state.epoch if finished else state.epoch + 1
        self._on_progress(Progress(epoch, epochs, done / epochs, loss, seconds_left, finished))

    def _augmented(self, epoch: int) -> NDArray[np.uint8]:
        """Return this epoch's pictures; a picture's changes depend on seed, epoch and its place in the data only."""
        pictures, seed = self._data.training.pictures, self._state.seed
        augmentation = self._recipe.augmentation_in(epoch)

        def augment_part(start: int) -> NDArray[np.uint8]:
            random = np.random.default_rng((seed, epoch, _AUGMENTATION, start))
            return augment(pictures[start : start + _AUGMENTED_AT_ONCE], augmentation, random)

        return np.concatenate(list(self._pool.map(augment_part, range(0, len(pictures), _AUGMENTED_AT_ONCE))))


def _targets(classes: int, smoothing: float) -> Floats:
    """Return (class, label): a digit's smoothed target in its column, and in `NO_DIGIT`'s all digits alike."""
    smoothed = np.eye(classes) * (1 - smoothing) + smoothing / classes
    no_digit = np.full((classes, NO_DIGIT + 1 - classes), 1 / classes)
    targets: Floats = np.concatenate([smoothed, no_digit], axis=1).astype(np.float32)
    return targets
