"""A task that has nothing to do with pictures: a straight line through noisy points, in a process that can be killed.

`python toy_task.py WEIGHTS` goes on with the run that is to end in WEIGHTS, says each epoch that is done, and writes
the parameters as raw float32.
"""

import os
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats
from inkspect.training.epochs import Progress, TrainingState, run_epochs
from inkspect.training.resuming import resumable_run

INPUTS, POINTS = 5, 256
TRUTH = np.array([1.0, -2.0, 0.5, 3.0, 0.0, 0.25], np.float32)
"""Five slopes, and a height at the origin."""

SEED = 11


@dataclass(frozen=True)
class ToyRecipe:
    """A schedule of its own, with fewer choices than a network of pictures has."""

    epochs: int = 40
    batch_size: int = 32
    shards: int = 4
    peak_learning_rate: float = 0.1
    lowest_learning_rate: float = 0.0
    warm_up: float = 0.2
    weight_decay: float = 0.0
    sharpness_radius: float = 0.0
    average_decay: float = 0.9


@dataclass(frozen=True)
class Points:
    """Inputs (n, 5) and what should come of them (n,)."""

    inputs: NDArray[np.float32]
    heights: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.heights)

    def take(self, which: slice | NDArray[np.intp]) -> "Points":
        return Points(self.inputs[which], self.heights[which])


class SquaredLoss:
    """Half the squared error of a line, summed over a shard."""

    def __init__(self, parameters: Floats) -> None:
        self._parameters, self._gradient = parameters, np.zeros_like(parameters)

    @property
    def gradient(self) -> Floats:
        return self._gradient

    def __call__(self, shard: Points) -> float:
        errors = shard.inputs @ self._parameters[:-1] + self._parameters[-1] - shard.heights
        self._gradient[:-1], self._gradient[-1] = errors @ shard.inputs, errors.sum()
        return float(0.5 * (errors**2).sum())


class LineTask:
    """Fits the line to points that are drawn anew in every epoch."""

    samples_per_epoch = POINTS
    decays: NDArray[np.bool_] = np.array([True] * INPUTS + [False])

    def initial_parameters(self, seed: int) -> Floats:
        return np.random.default_rng(seed).normal(0, 1, len(TRUTH)).astype(np.float32)

    def shard_loss(self, parameters: Floats) -> SquaredLoss:
        return SquaredLoss(parameters)

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> Points:
        random = np.random.default_rng((seed, epoch, 9))
        inputs = random.normal(0, 1, (POINTS, INPUTS)).astype(np.float32)
        noise = random.normal(0, 0.01, POINTS).astype(np.float32)
        return Points(inputs, inputs @ TRUTH[:-1] + TRUTH[-1] + noise)

    def validation_accuracy(self, parameters: Floats) -> dict[str, float]:
        return {"slopes": float(np.mean(np.abs(parameters - TRUTH) < 0.05))}


def train_line(
    weights: Path,
    data: Mapping[str, str],
    on_progress: Callable[[Progress], None],
    recipe: ToyRecipe | None = None,
) -> TrainingState:
    """Train, from the last checkpoint where there is one, and leave the last checkpoint there."""
    recipe = recipe or ToyRecipe()
    with resumable_run(weights, len(TRUTH)) as run:
        run.resume() if run.files.find() else run.begin()
        return run_epochs(
            LineTask(),
            recipe,
            seed=SEED,
            workers=2,
            on_progress=on_progress,
            resume_from=run.checked(recipe, SEED, data),
            on_state=lambda state: run.save(state, recipe, data),
        )


def say_slowly(progress: Progress) -> None:
    if progress.finished:
        os.write(1, f"done {progress.epoch}\n".encode())
        time.sleep(0.02)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_bytes(train_line(target, {"points": "drawn anew"}, say_slowly).average.tobytes())
