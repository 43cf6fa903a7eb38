"""The picture network as a task: pictures augmented and strokes drawn anew for every epoch, and cross-entropy."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from inkspect.data.labels import DIGITS, NEGATIVE
from inkspect.data.levels import ink_of_levels
from inkspect.data.mnist import Mnist
from inkspect.data.strokes import Drawing
from inkspect.network.architecture import load_architecture
from inkspect.network.inputs import layer_inputs
from inkspect.network.layers import Floats, cross_entropy
from inkspect.network.network import Network
from inkspect.training.augmentation import augment
from inkspect.training.drawing_ahead import DrawnAhead
from inkspect.training.examples import Examples, TrainingData, prepare_training_data
from inkspect.training.recipe import Recipe
from inkspect.training.samples import StrokeSamples
from inkspect.training.streams import augmentation_stream

_AUGMENTED_AT_ONCE = 512
_MEASURED_AT_ONCE = 1000


class PictureLoss:
    """The cross-entropy of a network's predictions with their targets; a `ShardLoss` of pictures."""

    def __init__(self, network: Network, targets: Floats) -> None:
        """Compute in this network's arrays; `targets` is (class, label), one column of probabilities per label."""
        self._network, self._targets = network, targets

    @property
    def gradient(self) -> Floats:
        """(parameters,), summed over the last shard's pictures."""
        return self._network.gradient_vector

    def __call__(self, shard: Examples) -> float:
        """Return the loss summed over the shard's pictures, and fill `gradient`."""
        network = self._network
        logits = network.forward(layer_inputs(shard.pictures, network.parameter_vector.dtype))
        loss, logits_gradient = cross_entropy(logits, self._targets[:, shard.labels])
        network.backward(logits_gradient)
        return loss


class PictureTask:
    """The task of training the picture network by a recipe; created by `picture_task`."""

    def __init__(self, data: TrainingData, recipe: Recipe, drawn: DrawnAhead[Examples] | None) -> None:
        self._data, self._recipe, self._drawn = data, recipe, drawn
        self._architecture = load_architecture()
        self._targets = label_targets(recipe.label_smoothing)

    @property
    def samples_per_epoch(self) -> int:
        """The number of MNIST's pictures, copies of drawings, and newly drawn samples."""
        return len(self._data.training) + self._recipe.stroke_mix.total

    @property
    def decays(self) -> NDArray[np.bool_]:
        """(parameters,): True for weights, which have weight decay; False for biases."""
        shapes = self._architecture.parameter_shapes()
        return np.concatenate([np.full(np.prod(shape), not name.endswith(".bias")) for name, shape in shapes.items()])

    def initial_parameters(self, seed: int) -> Floats:
        """Return an untrained network's parameters."""
        return Network.initialized(seed).parameter_vector

    def shard_loss(self, parameters: Floats) -> PictureLoss:
        """Return the loss of a network with these parameters."""
        return PictureLoss(Network(self._architecture, parameters), self._targets)

    def samples(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> Examples:
        """Return this epoch's augmented pictures, followed by the newly drawn samples."""
        augmented = Examples(self._augmented(seed, epoch, pool), self._data.training.labels)
        return augmented + self._drawn.take(epoch) if self._drawn else augmented

    def validation_accuracy(self, parameters: Floats) -> dict[str, float]:
        """Return the accuracy on each validation set, by name."""
        network = Network(self._architecture, parameters)
        return {name: accuracy(network, examples) for name, examples in self._data.validation.items()}

    def _augmented(self, seed: int, epoch: int, pool: ThreadPoolExecutor) -> NDArray[np.uint8]:
        """Return this epoch's pictures; a picture's augmentation depends only on seed, epoch and its index."""
        pictures, augmentation = self._data.training.pictures, self._recipe.augmentation_in(epoch)

        def augment_part(start: int) -> NDArray[np.uint8]:
            part = pictures[start : start + _AUGMENTED_AT_ONCE]
            return augment(part, augmentation, augmentation_stream(seed, epoch, start))

        return np.concatenate(list(pool.map(augment_part, range(0, len(pictures), _AUGMENTED_AT_ONCE))))


@contextmanager
def picture_task(
    mnist: Mnist, drawings: Sequence[Drawing], recipe: Recipe, *, seed: int, workers: int
) -> Iterator[PictureTask]:
    """Yield the task of a recipe; `workers` other processes draw its strokes.

    Raises:
        InkspectError: a drawing's label is not a digit, or there are too few pictures or drawings.
    """
    data = prepare_training_data(
        mnist,
        drawings,
        validation_pictures=recipe.validation_pictures,
        writers_apart=recipe.writers_apart,
        stroke_copies=0 if recipe.stroke_mix.total else recipe.stroke_copies,
    )
    if not recipe.stroke_mix.total:
        yield PictureTask(data, recipe, None)
        return
    samples = StrokeSamples.from_drawings(recipe.stroke_mix, data.drawings)
    drawn = DrawnAhead(samples, seed, recipe.epochs, workers)
    try:
        yield PictureTask(data, recipe, drawn)
    finally:
        drawn.close()


def label_targets(smoothing: float) -> Floats:
    """Return targets (class, label): for digits, smoothed one-hot columns; for negatives, a uniform one."""
    classes = len(DIGITS)
    smoothed = np.eye(classes) * (1 - smoothing) + smoothing / classes
    negative = np.full((classes, NEGATIVE + 1 - classes), 1 / classes)
    targets: Floats = np.concatenate([smoothed, negative], axis=1).astype(np.float32)
    return targets


def accuracy(network: Network, examples: Examples) -> float:
    """Return the share of the examples whose digit has the largest logit."""
    correct = 0
    for start in range(0, len(examples), _MEASURED_AT_ONCE):
        part = examples.take(slice(start, start + _MEASURED_AT_ONCE))
        logits = network.predict_logits(ink_of_levels(part.pictures))
        correct += int(np.count_nonzero(logits.argmax(axis=1) == part.labels))
    return correct / len(examples)
