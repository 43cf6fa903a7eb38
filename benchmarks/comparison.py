"""Time NumPy's training step against PyTorch's: the same work, taken in turns."""

import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks import torch_step
from benchmarks.measuring import Spread, usable_cores, write_json
from benchmarks.steps import Choices, NumpyStep, TrainingStep, check_same_work, made_up_batches
from inkspect.network.network import Network
from inkspect.training.examples import Examples
from inkspect.training.recipe import Recipe
from inkspect.training.sharding import deterministic_pool

CHECKED_STEPS = 8
TOLERANCES = {"float64": 1e-6, "float32": 1e-3}
"""Rounding alone explains differences of this size: AdamW takes as large a step for a near-zero gradient as for any."""

TIMED_BATCHES = 16
UNTIMED_STEPS = 3
"""At the start of each turn, while the previous contender's waiting threads go to sleep and caches fill."""


@dataclass(frozen=True)
class Row:
    """The time of a step, and NumPy's time as a share of it, over the rounds."""

    name: str
    seconds: Spread
    numpy_share: Spread


def compare(rounds: int, steps: int, json_file: Path | None) -> None:
    """Check that all do the same work, time them on one thread and on all cores, and print the results.

    Raises:
        SameWorkError: the contenders do not do the same work.
        InkspectError: the results cannot be written.
    """
    recipe = Recipe()
    choices = Choices(weight_decay=recipe.weight_decay, label_smoothing=recipe.label_smoothing)
    cores = usable_cores()
    print(f"NumPy {np.__version__}, PyTorch {torch_step.version()}, Python {platform.python_version()}, {cores} cores")
    print(f"batches of {recipe.batch_size}, AdamW; NumPy uses {recipe.shards} shards, as training does\n")
    apart = _check(recipe, choices)
    print(f"Same work from the same weights; largest relative difference over {CHECKED_STEPS} updates:")
    print("".join(f"  {dtype} {distance:.1e}" for dtype, distance in apart.items()) + "\n")
    timed = {threads: _time(recipe, choices, threads, rounds, steps) for threads in sorted({1, cores})}
    for threads, rows in timed.items():
        print(f"{threads} thread{'s' if threads > 1 else ''}: ms per step, median (quartiles) of {rounds} rounds")
        for row in rows:
            share = "" if row is rows[0] else f"   NumPy takes {row.numpy_share.text(2)} of that"
            print(f"  {row.name:<30} {row.seconds.text(2, 1e3):<22}{share}".rstrip())
        print()
    results = {
        str(threads): [
            {"name": row.name, "seconds": row.seconds._asdict(), "numpy_share": row.numpy_share._asdict()}
            for row in rows
        ]
        for threads, rows in timed.items()
    }
    versions = {"numpy": np.__version__, "torch": torch_step.version()}
    write_json(json_file, {"versions": versions, "cores": cores, "rounds": rounds, "steps": steps, "threads": results})


def _check(recipe: Recipe, choices: Choices) -> dict[str, float]:
    """Return the largest difference between NumPy and any PyTorch variant, by dtype."""
    batches = made_up_batches(CHECKED_STEPS, recipe.batch_size)
    apart: dict[str, float] = {}
    with deterministic_pool(1) as pool:
        for dtype, tolerance in TOLERANCES.items():
            for way in torch_step.WAYS:
                network = Network.initialized(0, dtype)
                other = torch_step.TorchStep(network.parameters(), choices, way)
                distance = check_same_work(NumpyStep(network, choices, recipe.shards, pool), other, batches, tolerance)
                apart[dtype] = max(distance, apart.get(dtype, 0.0))
    return apart


def _time(recipe: Recipe, choices: Choices, threads: int, rounds: int, steps: int) -> list[Row]:
    """Let the contenders take turns, reversing their order every other round."""
    batches = made_up_batches(TIMED_BATCHES, recipe.batch_size)
    torch_step.use_threads(threads)
    with deterministic_pool(threads) as pool:
        network = Network.initialized(0)
        others = [torch_step.TorchStep(network.parameters(), choices, way) for way in torch_step.WAYS]
        contenders: list[TrainingStep] = [NumpyStep(network, choices, recipe.shards, pool), *others]
        for contender in contenders:
            _turn(contender, batches, steps)
        seconds: dict[str, list[float]] = {contender.name: [] for contender in contenders}
        for number in range(rounds):
            for contender in contenders if number % 2 == 0 else reversed(contenders):
                seconds[contender.name].append(_turn(contender, batches, steps))
    numpy_seconds = np.array(seconds[contenders[0].name])
    return [
        Row(name, Spread.of(values), Spread.of((numpy_seconds / np.array(values)).tolist()))
        for name, values in seconds.items()
    ]


def _turn(contender: TrainingStep, batches: Sequence[Examples], steps: int) -> float:
    """Return the median seconds per step, after a few untimed steps."""
    seconds = []
    for number in range(UNTIMED_STEPS + steps):
        batch = batches[number % len(batches)]
        started = time.perf_counter()
        contender.run(batch)
        seconds.append(time.perf_counter() - started)
    return float(np.median(seconds[UNTIMED_STEPS:]))
