"""AdamW, its learning-rate schedule, sharpness-aware minimization, and the running average of the parameters."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from inkspect.network.layers import Floats

_FIRST_DECAY = 0.9
_SECOND_DECAY = 0.99
_EPSILON = 1e-8


@dataclass
class AdamW:
    """Adam with decoupled weight decay (Loshchilov, Hutter 2019, arXiv 1711.05101), over one vector of parameters.

    Attributes:
        first_moment: running mean of the gradients.
        second_moment: running mean of their squares.
        updates: the number of updates so far.
    """

    first_moment: Floats
    second_moment: Floats
    updates: int = 0

    @classmethod
    def for_parameters(cls, parameters: Floats) -> Self:
        """Return the state before the first update."""
        return cls(np.zeros_like(parameters), np.zeros_like(parameters))

    def update(self, parameters: Floats, gradient: Floats, learning_rate: float, decay: Floats) -> None:
        """Update `parameters` by one step, in place; `decay` holds each parameter's weight decay."""
        self.updates += 1
        self.first_moment += (1 - _FIRST_DECAY) * (gradient - self.first_moment)
        self.second_moment += (1 - _SECOND_DECAY) * (gradient * gradient - self.second_moment)
        first_correction = 1 - _FIRST_DECAY**self.updates
        second_correction = 1 - _SECOND_DECAY**self.updates
        scale = np.sqrt(self.second_moment / second_correction) + _EPSILON
        parameters -= learning_rate * (decay * parameters + self.first_moment / (first_correction * scale))


def gradient_nearby(
    gradient_here: Callable[[], tuple[float, Floats]], parameters: Floats, radius: float
) -> tuple[float, Floats]:
    """Return the loss at `parameters`, and the gradient where the loss is approximately highest within `radius`.

    Following that gradient leads to minima with a low loss all around, not to sharp minima that do not generalize
    (sharpness-aware minimization: Foret, Kleiner, Mobahi, Neyshabur 2021, arXiv 2010.01412).

    Args:
        gradient_here: returns the loss at `parameters` and its gradient, possibly in the same array at every call.
        parameters: changed while this runs, and restored.
        radius: how far to go, as the Euclidean norm of the change of all parameters; 0 for not at all.
    """
    loss, gradient = gradient_here()
    length = float(np.linalg.norm(gradient))
    if radius == 0 or length == 0:
        return loss, gradient
    here = parameters.copy()
    parameters += np.float32(radius / length) * gradient
    _, gradient = gradient_here()
    parameters[...] = here
    return loss, gradient


def one_cycle(progress: float, peak: float, warm_up: float, lowest: float = 0.0) -> float:
    """Return the learning rate when the share `progress` (0 … 1) of the training run is done.

    It rises to `peak` over the share `warm_up` and falls to 0 over the rest, both along half a cosine wave
    (Smith, Topin 2017, arXiv 1708.07120), but never falls below the share `lowest` of the peak.
    """
    if progress < warm_up:
        return peak * (0.02 + 0.98 * 0.5 * (1 - math.cos(math.pi * progress / warm_up)))
    return peak * max(lowest, 0.5 * (1 + math.cos(math.pi * (progress - warm_up) / (1 - warm_up))))


def update_average(average: Floats, parameters: Floats, updates: int, decay: float) -> None:
    """Update the running average of the parameters, in place, after update number `updates` (from 1).

    The average decays faster at first, so that the random initial parameters soon vanish from it.
    """
    keep = min(decay, updates / (updates + 10))
    average += np.float32(1 - keep) * (parameters - average)
