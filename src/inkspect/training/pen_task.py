"""The pen's network as a task: drawings made anew as sequences for every epoch, and the loss of every next token."""

import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inkspect.data.strokes import Drawing
from inkspect.ink import Stroke
from inkspect.network.layers import Floats
from inkspect.pen.batch import TokenBatch
from inkspect.pen.beginnings import points_until
from inkspect.pen.description import load_pen
from inkspect.pen.network import PenNetwork
from inkspect.system.errors import InvalidValueError
from inkspect.training.drawing_ahead import DrawnAhead
from inkspect.training.examples import is_validation_drawing, unfit
from inkspect.training.pen_recipe import PenRecipe
from inkspect.training.pen_samples import PenSamples, read_and_asked
from inkspect.training.pen_sequences import continued, joined, weighing_one
from inkspect.training.pen_walks import walk_all

_SHARES_GONE_ON_WITH = (0.5, 0.75)


class PenLoss:
    """The weighted cross-entropy of a network's next tokens; a `ShardLoss` of sequences."""

    def __init__(self, network: PenNetwork) -> None:
        """Compute in this network's arrays."""
        self._network = network

    @property
    def gradient(self) -> Floats:
        """(parameters,), summed over the last shard's sequences."""
        return self._network.gradient_vector

    def __call__(self, shard: TokenBatch) -> float:
        """Return the loss summed over the shard's sequences, in nats, and fill `gradient`."""
        loss, _ = self._network.loss_and_gradient(shard)
        return loss


@dataclass(frozen=True)
class PenValidation:
    """What a network is judged by: drawings of writers that it does not learn from.

    Attributes:
        drawings: each drawing, READ, and its digit asked for.
        halves: the same for the first half of its ink.
        followed: READ, half or three quarters of the ink, and what followed in that beginning's frame, with weights.
        digits: (n,) the drawings' digits, as tokens.
    """

    drawings: TokenBatch
    halves: TokenBatch
    followed: TokenBatch
    digits: NDArray[np.intp]

    @classmethod
    def of(cls, drawings: Sequence[Drawing]) -> "PenValidation":
        """Return what at least one drawing, labelled with a digit and with ink, can be judged by."""
        strokes: list[Sequence[Stroke]] = [drawing.kept for drawing in drawings]
        digits = [int(drawing.label or 0) for drawing in drawings]
        pen = load_pen()

        def kept(share: float) -> list[int]:
            return [points_until(one, share) for one in strokes]

        def read(share: float) -> TokenBatch:
            return read_and_asked(strokes, kept(share), digits, movement=0, digit=1)

        followed = [continued(walk_all(strokes, kept(share), pen.context)) for share in _SHARES_GONE_ON_WITH]
        return cls(read(1), read(0.5), joined(followed), pen.digit(0) + np.array(digits))

    def measure(self, network: PenNetwork) -> dict[str, float]:
        """Return a network's figures, each a share from 0 to 1.

        Returns:
            `drawings` and `halves`: the share whose digit is right. `movements`: the probability of what followed, as
            the geometric mean over tokens; minus its logarithm is the loss of a movement in nats.
        """
        digit = load_pen().digit(0)

        def accuracy(asked: TokenBatch) -> float:
            rows, place = np.nonzero(asked.weights == 1)
            last = place[np.searchsorted(rows, np.arange(len(asked)))]
            logits = network.batch_logits(asked)[np.arange(len(asked)), last, digit : digit + 10]
            return float(np.mean(logits.argmax(axis=1) + digit == self.digits))

        loss, _ = network.replica().loss_and_gradient(self.followed)
        mean = loss / max(float(self.followed.weights.sum(dtype=np.float64)), 1.0)
        return {"drawings": accuracy(self.drawings), "halves": accuracy(self.halves), "movements": math.exp(-mean)}


class PenTask:
    """The task of training the pen's network by a recipe; created by `pen_task`."""

    def __init__(self, recipe: PenRecipe, drawn: DrawnAhead[TokenBatch], validation: PenValidation | None) -> None:
        self._recipe, self._drawn, self._validation = recipe, drawn, validation
        self._description = load_pen()

    @property
    def samples_per_epoch(self) -> int:
        """The number of sequences."""
        return self._recipe.sequences_per_epoch

    @property
    def decays(self) -> NDArray[np.bool_]:
        """(parameters,): True for matrices, which have weight decay; False for biases and normalisations."""
        shapes = self._description.parameter_shapes()
        return np.concatenate([np.full(math.prod(shape), len(shape) > 1) for shape in shapes.values()])

    def initial_parameters(self, seed: int) -> Floats:
        """Return an untrained network's parameters."""
        return PenNetwork.initialized(seed).parameter_vector

    def shard_loss(self, parameters: Floats) -> PenLoss:
        """Return the loss of a network with these parameters."""
        return PenLoss(PenNetwork(self._description, parameters))

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> TokenBatch:
        """Return this epoch's sequences; the drawings were made for the task's own seed."""
        return weighing_one(self._drawn.take(epoch))

    def validation_accuracy(self, parameters: Floats) -> dict[str, float]:
        """Return what `PenValidation.measure` does; nothing if no writers are for validation."""
        return {} if self._validation is None else self._validation.measure(PenNetwork(self._description, parameters))


@contextmanager
def pen_task(drawings: Sequence[Drawing], recipe: PenRecipe, *, seed: int, workers: int) -> Iterator[PenTask]:
    """Yield the task of a recipe; `workers` other processes make its drawings.

    Raises:
        InkspectError: a drawing's label is not a digit, or there is no drawing to learn from.
    """
    for index, drawing in enumerate(drawings):
        if reason := unfit(drawing):
            raise InvalidValueError(f"drawings[{index}] {reason}")
    apart = [drawing for drawing in drawings if is_validation_drawing(drawing, recipe.writers_apart)]
    learned = [drawing for drawing in drawings if not is_validation_drawing(drawing, recipe.writers_apart)]
    drawn = DrawnAhead(PenSamples.from_drawings(recipe, learned), seed, recipe.epochs, workers)
    try:
        yield PenTask(recipe, drawn, PenValidation.of(apart) if apart else None)
    finally:
        drawn.close()
