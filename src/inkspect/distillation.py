"""Learning from a teacher: a wider network's probabilities as soft targets, beside the labels."""

from typing import Protocol

import numpy as np

from inkspect.layers import Floats, cross_entropy, softmax
from inkspect.network import Network


class Loss(Protocol):
    """What a network learns to make small. An instance belongs to one thread."""

    def __call__(self, inputs: Floats, logits: Floats, targets: Floats) -> tuple[float, Floats]:
        """Return the loss summed over the batch and its gradient by the logits.

        Args:
            inputs: (row, channel, column, sample), what the logits were computed from.
            logits: (class, sample).
            targets: (class, sample), probabilities.
        """

    def replica(self) -> "Loss":
        """Return the same loss for another thread."""


class LabelLoss:
    """Cross-entropy with the labels' targets."""

    def __call__(self, inputs: Floats, logits: Floats, targets: Floats) -> tuple[float, Floats]:
        """Pass the inputs over."""
        return cross_entropy(logits, targets)

    def replica(self) -> "LabelLoss":
        """Return itself: it keeps nothing."""
        return self


class TaughtLoss:
    """Cross-entropy with the labels' targets, and with what a teacher says of the very same inputs."""

    def __init__(self, teacher: Network, share: float, temperature: float) -> None:
        """Learn from a network, which does not change; `share` and `temperature` as in `distillation_loss`."""
        self.teacher, self.share, self.temperature = teacher, share, temperature
        self._asked: Floats | None = None
        self._answer: Floats | None = None

    def __call__(self, inputs: Floats, logits: Floats, targets: Floats) -> tuple[float, Floats]:
        """Ask the teacher, and weigh what it says against the labels."""
        return distillation_loss(logits, targets, self._teacher_logits(inputs), self.share, self.temperature)

    def replica(self) -> "TaughtLoss":
        """Return the same loss with the teacher's arrays for its own."""
        return TaughtLoss(self.teacher.replica(), self.share, self.temperature)

    def _teacher_logits(self, inputs: Floats) -> Floats:
        """Ask once where the gradient is taken twice for the same inputs: the teacher is the larger network."""
        if self._answer is None or self._asked is None or not np.array_equal(self._asked, inputs):
            self._asked, self._answer = inputs.copy(), self.teacher.forward(inputs).copy()
        return self._answer


def distillation_loss(
    logits: Floats, targets: Floats, teacher_logits: Floats, share: float, temperature: float
) -> tuple[float, Floats]:
    """Return the loss summed over the batch and its gradient by the logits.

    It is (1 - share) · H(targets, softmax(logits)) + share · T² · H(softmax(teacher_logits / T), softmax(logits / T)),
    H being the cross-entropy (Hinton, Vinyals, Dean 2015, arXiv 1503.02531). The gradient of the second H shrinks as
    1 / T², which T² makes up for.

    Args:
        logits: (class, sample).
        targets: (class, sample), probabilities.
        teacher_logits: (class, sample).
        share: 0 … 1, the soft targets' part.
        temperature: T, above 0.
    """
    hard_loss, hard_gradient = cross_entropy(logits, targets)
    soft_loss, soft_gradient = cross_entropy(logits / temperature, softmax(teacher_logits / temperature, axis=0))
    loss = (1 - share) * hard_loss + share * temperature**2 * soft_loss
    return loss, (1 - share) * hard_gradient + share * temperature * soft_gradient
