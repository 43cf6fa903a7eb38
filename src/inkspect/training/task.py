"""What training requires of a task: parameters, a loss on a shard, an epoch's samples.

Optimizer, shards, epochs, checkpoints and resuming know a network only by these protocols, as one flat vector of
parameters. The picture network is such a task (`picture_task.py`).
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from inkspect.network.layers import Floats


class Samples(Protocol):
    """An ordered set of samples of any kind."""

    def __len__(self) -> int:
        """Return the number of samples."""

    def take(self, which: slice | NDArray[np.intp]) -> Self:
        """Return some of them, in the requested order."""


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
        """The number of samples per epoch."""

    @property
    def decays(self) -> NDArray[np.bool_]:
        """(parameters,): whether each parameter has weight decay."""

    def initial_parameters(self, seed: int) -> Floats:
        """Return the parameters (parameters,) before the first update."""

    def shard_loss(self, parameters: Floats) -> ShardLoss[SamplesT]:
        """Return a loss that shares these parameters and otherwise uses its own arrays."""

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> SamplesT:
        """Return an epoch's samples, unshuffled; they depend only on seed and epoch (from 0)."""

    def validation_accuracy(self, parameters: Floats) -> dict[str, float]:
        """Return the accuracy on each validation set, by name."""


class Schedule(Protocol):
    """How a task is trained; `Recipe` documents each choice."""

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
