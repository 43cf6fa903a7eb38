"""The next epoch's samples, drawn in other processes while the current epoch trains."""

import os
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import pairwise
from multiprocessing import get_context
from typing import Generic, Protocol, TypeVar

from threadpoolctl import threadpool_limits

from inkspect.system.processes import live_with_the_parent

Drawn = TypeVar("Drawn")


class Drawable(Protocol[Drawn]):
    """Samples drawn anew for every epoch, in groups, each of which depends only on seed, epoch and its own number."""

    @property
    def groups(self) -> int:
        """The number of groups per epoch."""

    def draw_groups(self, seed: int, epoch: int, first: int, last: int) -> Drawn:
        """Draw the samples of groups `first` up to `last` of an epoch."""

    def joined(self, parts: Sequence[Drawn]) -> Drawn:
        """Return the samples of several groups together, in order."""


class DrawnAhead(Generic[Drawn]):
    """Draws the next epoch's samples in other processes while the current epoch trains."""

    def __init__(self, samples: Drawable[Drawn], seed: int, last_epoch: int, workers: int) -> None:
        self._samples, self._seed, self._last_epoch, self._workers = samples, seed, last_epoch, workers
        # Spawned, not forked: a fork would copy the locks of this process's threads in whatever state they are.
        self._pool = (
            ProcessPoolExecutor(workers, get_context("spawn"), live_with_the_parent, (os.getpid(),))
            if workers > 1
            else None
        )
        self._under_way: dict[int, list[Future[Drawn]]] = {}

    def take(self, epoch: int) -> Drawn:
        """Return this epoch's samples, and start drawing the next epoch's."""
        if self._pool is None:
            return self._samples.draw_groups(self._seed, epoch, 0, self._samples.groups)
        for wanted in (epoch, epoch + 1):
            if wanted not in self._under_way and wanted < max(self._last_epoch, epoch + 1):
                self._under_way[wanted] = self._begin(self._pool, wanted)
        return self._samples.joined([future.result() for future in self._under_way.pop(epoch)])

    def close(self) -> None:
        """Shut down the processes, cancelling work that has not started."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _begin(self, pool: ProcessPoolExecutor, epoch: int) -> list[Future[Drawn]]:
        bounds = [self._samples.groups * part // self._workers for part in range(self._workers + 1)]
        return [
            pool.submit(_draw_part, self._samples, self._seed, epoch, first, last)
            for first, last in pairwise(bounds)
            if first < last
        ]


def _draw_part(samples: Drawable[Drawn], seed: int, epoch: int, first: int, last: int) -> Drawn:
    with threadpool_limits(limits=1, user_api="blas"):
        return samples.draw_groups(seed, epoch, first, last)
