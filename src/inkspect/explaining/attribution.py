"""Why this digit and not that one: each cell's share of the difference of two logits.

web/src/explain has the same methods for the page.
"""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from inkspect.explaining.gradients import difference_weights, gradients_of
from inkspect.network.network import Network
from inkspect.system.comparing import same_fields

Float64s = NDArray[np.float64]

STEPS = 64
"""Pictures between blank paper and the drawing at which integrated gradients take the gradient."""


@dataclass(frozen=True, eq=False)
class Why:
    """Each cell's share of a digit's logit less its rival's, by integrated gradients from blank paper.

    The difference equals `blank` plus the sum of the shares plus the `remainder`, which is what the finite number of
    steps leaves over. The share of a cell without ink is 0.

    Attributes:
        digit: the digit.
        rival: the digit it is compared with.
        difference: the digit's logit less the rival's for this drawing.
        blank: the same for blank paper.
        shares: (28, 28) what each cell's ink adds to the difference; positive speaks for the digit.
        remainder: what the shares leave over.
    """

    digit: int
    rival: int
    difference: float
    blank: float
    shares: Float64s
    remainder: float

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds an array


@dataclass(frozen=True, eq=False)
class GradientTimesInput:
    """Each cell's gradient × input, whose sum plus the biases' part is the logit, or the difference of two.

    Attributes:
        products: (28, 28) gradient × input.
        biases: what the live biases add.
    """

    products: Float64s
    biases: float

    def __eq__(self, other: object) -> bool:
        return same_fields(self, other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]  # it holds an array


def integrated_gradients(picture: NDArray[np.floating], network: Network, digit: int, rival: int) -> Why:
    """Integrate the gradient along the straight way from blank paper to the picture (28, 28), by the midpoint rule.

    The method is that of Sundararajan, Taly and Yan 2017, "Axiomatic attribution for deep networks" (arXiv:1703.01365).
    """
    weights = difference_weights(digit, rival)
    drawn = picture.astype(np.float32).astype(np.float64)
    steps = (np.arange(STEPS) + 0.5) / STEPS
    between = network.trace((steps[:, None, None] * drawn).astype(np.float32))
    shares = drawn * gradients_of(between, network, weights).pictures.mean(axis=0)
    blank, difference = (_logits(network, one) @ weights for one in (np.zeros_like(drawn), drawn))
    remainder = float(difference - blank - shares.sum())
    return Why(digit, rival, float(difference), float(blank), shares, remainder)


def gradient_times_input(
    picture: NDArray[np.floating], network: Network, digit: int, rival: int | None = None
) -> GradientTimesInput:
    """Return gradient × input for a digit's logit, or for its logit less a rival's, at a picture (28, 28)."""
    gradients = gradients_of(network.trace(picture), network, difference_weights(digit, rival))
    return GradientTimesInput(gradients.pictures[0] * picture.astype(np.float32), float(gradients.biases[0]))


def _logits(network: Network, picture: NDArray[np.floating]) -> Float64s:
    """Return the logits (10,) of one picture traced alone: among others they may be rounded otherwise."""
    logits: Float64s = network.trace(picture).logits[0].astype(np.float64)
    return logits
