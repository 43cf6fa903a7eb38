"""Time NumPy's training step against PyTorch's: the same work, taken in turns."""

import platform
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol

import numpy as np

from benchmarks import torch_step
from benchmarks.measuring import Spread, usable_cores, write_json
from benchmarks.steps import BatchT, Parameters, TrainingStep, check_same_work
from inkspect.training.sharding import deterministic_pool

CHECKED_STEPS = 8
TOLERANCES = {"float64": 1e-6, "float32": 1e-3}
"""Rounding alone explains differences of this size: AdamW takes as large a step for a near-zero gradient as for any."""

TIMED_BATCHES = 16
UNTIMED_STEPS = 3
"""At the start of each turn, while the previous contender's waiting threads go to sleep and caches fill."""


class Contest(Protocol[BatchT]):
    """A training step to be timed: NumPy's, PyTorch's ways of doing the same, and what they are given."""

    described: str
    """One line: the batches, and the shards that NumPy uses."""

    def batches(self, count: int) -> list[BatchT]:
        """Return so many batches."""

    def numpy_step(self, dtype: str, pool: ThreadPoolExecutor) -> TrainingStep[BatchT]:
        """Return NumPy's step, always from the same weights."""

    def torch_steps(self, parameters: Parameters) -> Sequence[TrainingStep[BatchT]]:
        """Return PyTorch's ways, from these weights and in their type."""


@dataclass(frozen=True)
class Row:
    """The time of a step, and NumPy's time as a share of it, over the rounds."""

    name: str
    seconds: Spread
    numpy_share: Spread


class Comparison(Generic[BatchT]):
    """A contest, and how often each takes its turn."""

    def __init__(self, contest: Contest[BatchT], rounds: int, steps: int) -> None:
        self._contest, self._rounds, self._steps = contest, rounds, steps

    def run(self, json_file: Path | None) -> None:
        """Check that all do the same work, time them on one thread and on all cores, and print the results.

        Raises:
            SameWorkError: the contenders do not do the same work.
            InkspectError: the results cannot be written.
        """
        cores, python = usable_cores(), platform.python_version()
        versions = {"numpy": np.__version__, "torch": torch_step.version()}
        print(f"NumPy {versions['numpy']}, PyTorch {versions['torch']}, Python {python}, {cores} cores")
        print(f"{self._contest.described}\n")
        apart = self._check()
        print(f"Same work from the same weights; largest relative difference over {CHECKED_STEPS} updates:")
        print("".join(f"  {dtype} {distance:.1e}" for dtype, distance in apart.items()) + "\n")
        timed = {threads: self._time(threads) for threads in sorted({1, cores})}
        for threads, rows in timed.items():
            counted = f"{threads} thread{'s' if threads > 1 else ''}"
            print(f"{counted}: ms per step, median (quartiles) of {self._rounds} rounds")
            for row in rows:
                share = "" if row is rows[0] else f"   NumPy takes {row.numpy_share.text(2)} of that"
                print(f"  {row.name:<34} {row.seconds.text(2, 1e3):<22}{share}".rstrip())
            print()
        results = {
            str(threads): [
                {"name": row.name, "seconds": row.seconds._asdict(), "numpy_share": row.numpy_share._asdict()}
                for row in rows
            ]
            for threads, rows in timed.items()
        }
        counts = {"rounds": self._rounds, "steps": self._steps}
        write_json(json_file, {"versions": versions, "cores": cores, **counts, "threads": results})

    def _check(self) -> dict[str, float]:
        """Return the largest difference between NumPy and any PyTorch variant, by dtype."""
        batches = self._contest.batches(CHECKED_STEPS)
        apart: dict[str, float] = {}
        with deterministic_pool(1) as pool:
            for dtype, tolerance in TOLERANCES.items():
                start = self._contest.numpy_step(dtype, pool).parameters()
                for other in self._contest.torch_steps(start):
                    step = self._contest.numpy_step(dtype, pool)
                    apart[dtype] = max(check_same_work(step, other, batches, tolerance), apart.get(dtype, 0.0))
        return apart

    def _time(self, threads: int) -> list[Row]:
        """Let the contenders take turns, reversing their order every other round."""
        batches = self._contest.batches(TIMED_BATCHES)
        torch_step.use_threads(threads)
        with deterministic_pool(threads) as pool:
            ours = self._contest.numpy_step("float32", pool)
            contenders = [ours, *self._contest.torch_steps(ours.parameters())]
            for contender in contenders:
                _turn(contender, batches, self._steps)
            seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
            for number in range(self._rounds):
                for contender in contenders if number % 2 == 0 else reversed(contenders):
                    seconds[contender.name].append(_turn(contender, batches, self._steps))
        numpy_seconds = np.array(seconds[contenders[0].name])
        return [
            Row(name, Spread.of(values), Spread.of((numpy_seconds / np.array(values)).tolist()))
            for name, values in seconds.items()
        ]


def _turn(contender: TrainingStep[BatchT], batches: Sequence[BatchT], steps: int) -> float:
    """Return the median seconds per step, after a few untimed steps."""
    seconds = []
    for number in range(UNTIMED_STEPS + steps):
        batch = batches[number % len(batches)]
        started = time.perf_counter()
        contender.run(batch)
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds[UNTIMED_STEPS:]))
