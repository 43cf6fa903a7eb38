"""The gradient of a mini-batch, computed in parallel and always the same, bit for bit."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from inkspect.distillation import LabelLoss, Loss
from inkspect.examples import Examples
from inkspect.layers import Floats
from inkspect.network import Network


class ShardedGradient:
    """Computes gradients over a fixed number of equal shards of a batch, on however many threads there are.

    Each shard has a replica of the network that shares its parameters. A shard's arithmetic does not depend on the
    thread it runs on, and the shards' gradients are added in their own order; so the result does not depend on the
    number of threads. NumPy lets go of Python's lock while it computes.
    """

    def __init__(self, network: Network, shards: int, pool: ThreadPoolExecutor, loss: Loss | None = None) -> None:
        """Prepare for a number of shards; the loss is cross-entropy with the labels' targets where None is given."""
        self._replicas = [network.replica() for _ in range(shards)]
        self._losses = [(loss or LabelLoss()).replica() for _ in range(shards)]
        self._pool = pool

    def compute(self, batch: Examples, targets: Floats) -> tuple[float, Floats]:
        """Return the mean loss and its gradient by the parameter vector.

        Args:
            batch: as many pictures as divide evenly into the shards.
            targets: (class, class): what the probabilities should be, one column a label.
        """
        size = len(batch) // len(self._replicas)
        parts = [batch.take(slice(index * size, (index + 1) * size)) for index in range(len(self._replicas))]
        losses = list(self._pool.map(_shard_loss, self._replicas, self._losses, parts, [targets] * len(parts)))
        gradient = self._replicas[0].gradient_vector
        for replica in self._replicas[1:]:
            gradient += replica.gradient_vector
        gradient /= len(batch)
        return sum(losses) / len(batch), gradient


@contextmanager
def deterministic_pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Give threads to compute on, while BLAS keeps to the thread that calls it."""
    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        yield pool


def inputs_of(pictures: NDArray[np.uint8], dtype: np.dtype[np.floating]) -> Floats:
    """Turn pictures (n, 28, 28) of 0 … 255 into the layers' inputs (row, channel, column, sample) of 0 … 1."""
    inputs: Floats = pictures.transpose(1, 2, 0).astype(dtype, order="C")
    inputs *= 1 / 255
    return inputs[:, None]


def _shard_loss(replica: Network, loss: Loss, part: Examples, targets: Floats) -> float:
    inputs = inputs_of(part.pictures, replica.parameter_vector.dtype)
    value, logits_gradient = loss(inputs, replica.forward(inputs), targets[:, part.labels])
    replica.backward(logits_gradient)
    return value
