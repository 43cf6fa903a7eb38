"""The package's training step (forward, backward, update), and the check that another step does the same work."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS
from inkspect.data.levels import levels_of_ink
from inkspect.drawing.glyphs import draw_glyph, load_glyphs
from inkspect.ink import rasterize_all
from inkspect.network.layers import Floats
from inkspect.network.network import Network
from inkspect.training.examples import Examples
from inkspect.training.optimizer import AdamW
from inkspect.training.picture_task import PictureLoss, label_targets
from inkspect.training.sharding import ShardedGradient

Parameters = Mapping[str, NDArray[np.floating]]
"""Weights and biases by name, shaped as in a weights file."""


BatchT = TypeVar("BatchT")
BatchT_contra = TypeVar("BatchT_contra", contravariant=True)


class SameWorkError(Exception):
    """Two training steps that should do the same work do not."""


@dataclass(frozen=True)
class Choices:
    """A step's hyperparameters; the momentum decays are fixed in the package's AdamW."""

    learning_rate: float = 0.002
    weight_decay: float = 0.02
    label_smoothing: float = 0.02


class TrainingStep(Protocol[BatchT_contra]):
    """Updates a network once per batch."""

    name: str

    def run(self, batch: BatchT_contra) -> float:
        """Return the batch's mean loss before the update."""

    def parameters(self) -> Parameters:
        """Return a copy of the current weights."""


class NumpyStep:
    """The package's step as training runs it, without the running average of the weights."""

    def __init__(self, network: Network, choices: Choices, shards: int, pool: ThreadPoolExecutor) -> None:
        self.name = "NumPy"
        self._network, self._choices = network, choices
        self._optimizer = AdamW.for_parameters(network.parameter_vector)
        dtype = network.parameter_vector.dtype
        targets = label_targets(choices.label_smoothing).astype(dtype)
        self._gradient = ShardedGradient([PictureLoss(network.replica(), targets) for _ in range(shards)], pool)
        self._decay: Floats = np.concatenate(
            [
                np.full(values.size, 0.0 if name.endswith(".bias") else choices.weight_decay, dtype)
                for name, values in network.parameters().items()
            ]
        )

    def run(self, batch: Examples) -> float:
        """Return the batch's mean loss before the update."""
        loss, gradient = self._gradient.compute(batch)
        self._optimizer.update(self._network.parameter_vector, gradient, self._choices.learning_rate, self._decay)
        return loss

    def parameters(self) -> Parameters:
        """Return a copy of the current weights."""
        return {name: values.copy() for name, values in self._network.parameters().items()}


@dataclass
class _Trajectory:
    """Losses and accumulated updates over a few steps."""

    losses: list[float] = field(default_factory=list)
    updates: list[NDArray[np.float64]] = field(default_factory=list)


def made_up_batches(count: int, size: int, seed: int = 0) -> list[Examples]:
    """Return batches of digits drawn from glyphs by the ink rule; the amount of work does not depend on the content."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(DIGITS), count * size).astype(np.uint8)
    glyphs = load_glyphs("digits")
    drawings = [draw_glyph(glyphs[str(label)][0], rng) for label in labels.tolist()]
    pictures = levels_of_ink(rasterize_all(drawings))
    examples = Examples(pictures, labels)
    return [examples.take(slice(start, start + size)) for start in range(0, len(labels), size)]


def check_same_work(
    first: TrainingStep[BatchT], second: TrainingStep[BatchT], batches: Sequence[BatchT], tolerance: float
) -> float:
    """Run both on the same batches from the same weights, and return the largest difference between them.

    Args:
        first: the reference.
        second: the step compared with it, starting from the same weights; both are modified.
        batches: at least one batch.
        tolerance: largest relative difference allowed in each loss and, after each batch, in the total change of the
            weights so far (relative to its norm).

    Raises:
        SameWorkError: they differ by more than the tolerance, or start from different weights.
    """
    if any((first.parameters()[name] != values).any() for name, values in second.parameters().items()):
        raise SameWorkError(f"{second.name} does not start from the same weights as {first.name}")
    trajectories = [_take(step, batches) for step in (first, second)]
    furthest = 0.0
    for number, (losses, moved) in enumerate(
        zip(
            zip(*(trajectory.losses for trajectory in trajectories), strict=True),
            zip(*(trajectory.updates for trajectory in trajectories), strict=True),
            strict=True,
        ),
        start=1,
    ):
        apart = {
            "the loss": abs(losses[1] - losses[0]) / abs(losses[0]),
            "the weights": float(np.linalg.norm(moved[1] - moved[0]) / np.linalg.norm(moved[0])),
        }
        for what, distance in apart.items():
            if not distance <= tolerance:
                raise SameWorkError(
                    f"{second.name} does different work from {first.name}: in step {number}, the relative difference "
                    f"in {what} is {distance:.2g}, above {tolerance:g}; their times cannot be compared"
                )
        furthest = max(furthest, *apart.values())
    return furthest


def _take(step: TrainingStep[BatchT], batches: Sequence[BatchT]) -> _Trajectory:
    trajectory, start = _Trajectory(), _vector(step)
    for batch in batches:
        trajectory.losses.append(step.run(batch))
        trajectory.updates.append(_vector(step) - start)
    return trajectory


def _vector(step: TrainingStep[BatchT]) -> NDArray[np.float64]:
    parameters = step.parameters()
    return np.concatenate([parameters[name].astype(np.float64).ravel() for name in sorted(parameters)])
