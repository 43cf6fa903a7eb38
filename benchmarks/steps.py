"""One training step, forward, backward and update, as the package does it; and whether another does the same work."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

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
"""Weights and biases by name, in the shapes of a weights file."""


class SameWorkError(Exception):
    """Two training steps that were to do the same work do not."""


@dataclass(frozen=True)
class Choices:
    """What a step depends on besides weights and data; momentum's decays are AdamW's own in the package."""

    learning_rate: float = 0.002
    weight_decay: float = 0.02
    label_smoothing: float = 0.02


class TrainingStep(Protocol):
    """Takes a network one update further with every batch."""

    name: str

    def run(self, batch: Examples) -> float:
        """Return the batch's mean loss before the update."""

    def parameters(self) -> Parameters:
        """Return a copy of the weights as they stand."""


class NumpyStep:
    """The package's own step, as training takes it, without the running average of the weights."""

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
        """Return a copy of the weights as they stand."""
        return {name: values.copy() for name, values in self._network.parameters().items()}


@dataclass
class _Trajectory:
    """What a few steps came to."""

    losses: list[float] = field(default_factory=list)
    updates: list[NDArray[np.float64]] = field(default_factory=list)


def made_up_batches(count: int, size: int, seed: int = 0) -> list[Examples]:
    """Return batches of digits drawn from glyphs by the ink rule: the work does not depend on what they show."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, len(DIGITS), count * size).astype(np.uint8)
    glyphs = load_glyphs("digits")
    drawings = [draw_glyph(glyphs[str(label)][0], rng) for label in labels.tolist()]
    pictures = levels_of_ink(rasterize_all(drawings))
    examples = Examples(pictures, labels)
    return [examples.take(slice(start, start + size)) for start in range(0, len(labels), size)]


def check_same_work(first: TrainingStep, second: TrainingStep, batches: Sequence[Examples], tolerance: float) -> float:
    """Take both through the same batches from the same weights, and return how far apart they ever were.

    Args:
        first: what the other is held against.
        second: the other, with the same weights; both are changed.
        batches: at least one.
        tolerance: allowed for each loss, as a share of it, and after each batch for all that the weights have moved by
            so far, as a share of that movement's length.

    Raises:
        SameWorkError: they were further apart.
    """
    if any((first.parameters()[name] != values).any() for name, values in second.parameters().items()):
        raise SameWorkError(f"{second.name} does not start from the weights that {first.name} starts from")
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
                    f"{second.name} does other work than {first.name}: in step {number}, {what} is {distance:.2g} of "
                    f"its size apart, not {tolerance:g} at most; their times cannot be compared"
                )
        furthest = max(furthest, *apart.values())
    return furthest


def _take(step: TrainingStep, batches: Sequence[Examples]) -> _Trajectory:
    trajectory, start = _Trajectory(), _vector(step)
    for batch in batches:
        trajectory.losses.append(step.run(batch))
        trajectory.updates.append(_vector(step) - start)
    return trajectory


def _vector(step: TrainingStep) -> NDArray[np.float64]:
    parameters = step.parameters()
    return np.concatenate([parameters[name].astype(np.float64).ravel() for name in sorted(parameters)])
