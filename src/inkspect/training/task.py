"""What the machinery of training asks of what it trains: parameters, a loss on a shard, an epoch's samples.

Optimizer, shards, epochs, checkpoints and resuming know a network by these protocols only, as one flat vector of
parameters. The picture's network is such a task (`picture_task.py`).
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats


class Samples(Protocol):
    """Samples of any kind, in an order."""

    def __len__(self) -> int:
        """Return how many there are."""

    def take(self, which: slice | NDArray[np.intp]) -> Self:
        """Return some of them, in the order asked for."""


SamplesT = TypeVar("SamplesT", bound=Samples)
SamplesT_contra = TypeVar("SamplesT_contra", bound=Samples, contravariant=True)


class ShardLoss(Protocol[SamplesT_contra]):
    """The loss on one shard of a batch, and its gradient; an instance belongs to one thread at a time."""

    @property
    def gradient(self) -> Floats:
        """(parameters,), summed over the last shard's samples; the same array after every call."""

    def __call__(self, shard: SamplesT_contra) -> float:
        """Return the loss summed over the shard's samples, and fill `gradient`."""


class Task(Protocol[SamplesT]):
    """A network and what it learns from."""

    @property
    def samples_per_epoch(self) -> int:
        """How many samples an epoch has."""

    @property
    def decays(self) -> NDArray[np.bool_]:
        """(parameters,) whether each has weight decay."""

    def initial_parameters(self, seed: int) -> Floats:
        """Return the parameters (parameters,) before the first update."""

    def shard_loss(self, parameters: Floats) -> ShardLoss[SamplesT]:
        """Return a loss that reads these parameters where they lie, in arrays of its own otherwise."""

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> SamplesT:
        """Return an epoch's samples, not shuffled; they depend on seed and epoch (from 0) only."""

    def validation_accuracy(self, parameters: Floats) -> dict[str, float]:
        """Return the share of right answers on each validation set, by its name."""


class Schedule(Protocol):
    """How a task is trained; `Recipe` says what each choice means."""

    @property
    def epochs(self) -> int: ...  # noqa: D102
    @property
    def batch_size(self) -> int: ...  # noqa: D102
    @property
    def shards(self) -> int: ...  # noqa: D102
    @property
    def peak_learning_rate(self) -> float: ...  # noqa: D102
    @property
    def lowest_learning_rate(self) -> float: ...  # noqa: D102
    @property
    def warm_up(self) -> float: ...  # noqa: D102
    @property
    def weight_decay(self) -> float: ...  # noqa: D102
    @property
    def sharpness_radius(self) -> float: ...  # noqa: D102
    @property
    def average_decay(self) -> float: ...  # noqa: D102
