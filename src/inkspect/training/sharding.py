"""The gradient of a mini-batch, computed in parallel and bit-reproducible."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Generic

from threadpoolctl import threadpool_limits

from inkspect.network.layers import Floats
from inkspect.training.task import SamplesT, ShardLoss


class ShardedGradient(Generic[SamplesT]):
    """Computes gradients over a fixed number of equal shards of a batch, on any number of threads.

    Each shard has its own loss, which shares the parameters. A shard's arithmetic does not depend on the thread it runs
    on, and the shards' gradients are added in a fixed order, so the result does not depend on the number of threads.
    NumPy releases Python's global lock while it computes.
    """

    def __init__(self, shard_losses: Sequence[ShardLoss[SamplesT]], pool: ThreadPoolExecutor) -> None:
        """Prepare one shard per loss."""
        self._shard_losses, self._pool = shard_losses, pool

    def compute(self, batch: SamplesT) -> tuple[float, Floats]:
        """Return the mean loss over a batch and its gradient with respect to the parameters; the array is reused.

        Args:
            batch: its number of samples must be a multiple of the number of shards.
        """
        shards = len(self._shard_losses)
        size = len(batch) // shards
        parts = [batch.take(slice(index * size, (index + 1) * size)) for index in range(shards)]
        losses = list(self._pool.map(lambda shard_loss, part: shard_loss(part), self._shard_losses, parts))
        gradient = self._shard_losses[0].gradient
        for shard_loss in self._shard_losses[1:]:
            gradient += shard_loss.gradient
        gradient /= len(batch)
        return sum(losses) / len(batch), gradient


@contextmanager
def deterministic_pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Yield a pool of threads, with BLAS limited to the calling thread."""
    with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        yield pool
